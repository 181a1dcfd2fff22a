"""A round goes out: a book per department with exactly the asked cells open, or nothing at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.letters import standard_letters, with_letters
from tests.settings_book import Typed, change_settings
from tests.steps.toy_city import (
    CELLS,
    COVER,
    FIRST,
    NAMES,
    REGISTER,
    ROUND,
    STATUS,
    issued_path,
    make_city,
    write_register,
    write_template,
)
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.desk.issue.orders import book_name, round_title
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.fields import Slot
from toolkit.model.plan import Department
from toolkit.model.profile import Round
from toolkit.model.years import FiscalYear
from toolkit.steps.generate import generate

R6 = FiscalYear.parse("R6")


def open_cells(path: Path, sheet: str) -> set[str]:
    """Give every cell that can be written under the sheet's protection, far beyond the form."""
    page = Package.open(path).sheet(sheet)
    refs = [f"{column}{row}" for row in range(1, 31) for column in "ABCDEFGH"]
    return {ref for ref in refs if not page.is_locked(ref)}


def round_of(workspace: Workspace) -> Round:
    return workspace.profile.round()


def made(workspace: Workspace) -> set[Path]:
    """Give every file and folder there is, but for the lock: it stays and means nothing by itself."""
    return set(workspace.root.rglob("*")) - {workspace.root / ".gyokaku" / "lock"}


# -- what goes out


def test_each_coordinator_gets_one_book_in_the_order_of_the_register(issued: Workspace) -> None:
    folder = issued.folder("配布", round_of(issued))
    assert sorted(path.name for path in folder.glob("*.xlsx")) == [
        "01_産業部_港湾課.xlsx",
        "02_産業部_観光課.xlsx",
        "03_総務部_総務課.xlsx",
    ]


def test_a_joint_item_goes_to_its_coordinator_alone_and_its_sheet_names_both(issued: Workspace) -> None:
    assert "1-②" not in read_book(issued_path(issued, "港湾課")).sheets
    book = read_book(issued_path(issued, "観光課"))
    assert list(book.sheets) == [COVER, "1-②"]
    assert book.sheets["1-②"].cells["B2"].raw == "産業部 港湾課、産業部 観光課"


@pytest.mark.parametrize(
    ("section", "sheet", "expected"),
    [
        ("総務課", "1-①", {"B8", "B9", "B11", "B12", "B13", "B14"}),
        ("観光課", "1-②", {"B8", "B11", "B12", "B13", "B14"}),
        ("港湾課", "2-①", {"B8", "B11", "B12", "B13", "B14"}),
        ("港湾課", "2-②", set()),
    ],
)
def test_exactly_the_asked_cells_are_open(
    issued: Workspace, section: str, sheet: str, expected: set[str]
) -> None:
    path = issued_path(issued, section)
    assert open_cells(path, sheet) == expected
    assert read_book(path).sheets[sheet].protected


def test_the_cover_is_open_for_the_respondent_and_closed_elsewhere(issued: Workspace) -> None:
    assert open_cells(issued_path(issued, "総務課"), COVER) == {"B10", "B11", "B13"}


def test_a_cell_the_template_left_open_is_closed_where_the_round_does_not_ask(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    template = Package.open(workspace.root / "様式" / "シート.xlsx")
    template.sheet("シート").set_locked(["C8", "D1", "A1"], locked=False)
    template.save(workspace.root / "様式" / "シート.xlsx")
    generate(workspace, round_of(workspace))
    assert open_cells(issued_path(workspace, "総務課"), "1-①") == {"B8", "B9", "B11", "B12", "B13", "B14"}


def test_the_sheet_says_what_the_register_says(issued: Workspace) -> None:
    cells = read_book(issued_path(issued, "総務課")).sheets["1-①"].cells
    texts = {ref: cells[ref].raw for ref in ("B1", "C1", "D1", "B2", "D2", "A6", "D6", "B6", "B7", "C7")}
    assert texts == {
        "B1": "1",
        "C1": "①",
        "D1": "窓口の見直し",
        "B2": "総務部 総務課",
        "D2": "図書課",
        "A6": "統合した窓口",
        "D6": "件",
        "B6": "10",
        "B7": "-",
        "C7": "80",
    }
    assert (cells["B4"].raw, cells["C4"].raw) == ("令和6年度", "令和7年度")
    assert (cells["D10"].formula, cells["D10"].raw) == ("=SUM(B10:C10)", "300")
    assert (cells["D11"].formula, cells["D11"].raw) == ("=SUM(B11:C11)", "-")


def test_the_cover_counts_the_cells_to_fill(issued: Workspace) -> None:
    cells = read_book(issued_path(issued, "港湾課")).sheets[COVER].cells
    assert cells["B1"].raw == "令和6年度 実績"
    assert cells["B2"].raw == "産業部 港湾課"
    assert cells["B3"].raw == "令和7年5月30日（金）"
    assert cells["B4"].raw == "令和6年度の取組実績、実績値、実績効果額（千円）、進捗"
    assert lines_of(issued_path(issued, "港湾課"))[0] == ["2-①", "桟橋の貸付け", "4"]


def lines_of(path: Path) -> list[list[str]]:
    """Give what the three lines of a cover say."""
    cells = read_book(path).sheets[COVER].cells
    return [[cells[ref].raw for ref in (f"A{n}", f"B{n}", f"C{n}") if ref in cells] for n in (6, 7, 8)]


def test_case_D12_an_item_that_asks_nothing_stands_apart_and_last(issued: Workspace) -> None:
    assert lines_of(issued_path(issued, "港湾課")) == [
        ["2-①", "桟橋の貸付け", "4"],
        ["（次は、ご記入いただくところがありません）"],
        ["2-②", "海の家の公募", "記入なし"],
    ]


def test_case_D12_on_a_cover_without_a_line_to_spare_it_stands_last(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    header, first, joint, pier, summer = REGISTER["項目"]
    other = ["2-③", "2", "続くまち", "③", "灯台", "シート", "港湾課", None, None, None, "実施", "実施"]
    write_register(workspace.register, {**REGISTER, "項目": [header, first, joint, summer, pier, other]})
    generate(workspace, round_of(workspace))
    assert lines_of(issued_path(workspace, "港湾課")) == [
        ["2-①", "桟橋の貸付け", "4"],
        ["2-③", "灯台", "3"],
        ["2-②", "海の家の公募", "記入なし"],
    ]


def shaded(path: Path, sheet: str) -> set[str]:
    page: Any = openpyxl.load_workbook(path)[sheet]
    return {str(area.sqref) for area in page.conditional_formatting}


def test_case_D12_the_asked_cells_and_their_year_are_shown_and_so_are_those_of_the_cover(
    issued: Workspace,
) -> None:
    path = issued_path(issued, "総務課")
    assert shaded(path, "1-①") == {"B8", "B9", "B11", "B12:B13", "B14", "B4"}
    assert shaded(path, COVER) == {"B10", "B11", "B13"}
    assert shaded(issued_path(issued, "港湾課"), "2-②") == set()


def test_the_manifest_holds_what_was_asked_and_the_text_of_every_other_cell(issued: Workspace) -> None:
    manifest = issued.manifests(round_of(issued))[-1]
    book = next(one for one in manifest.books if one.department == "総務課")
    sheet = book.sheets[0]
    assert sheet.asked == {
        "B8": Slot("indicator.actual", 1, year=R6),
        "B9": Slot("indicator.actual", 2, year=R6),
        "B11": Slot("effect.actual", year=R6),
        "B12": Slot("year.result", year=R6),
        "B14": Slot("year.status", year=R6),
    }
    assert (sheet.cells["D1"], sheet.cells["B10"]) == ("窓口の見直し", "100")
    assert "D10" not in sheet.cells
    assert len({one.mark for one in manifest.books}) == 3


def test_the_register_and_the_template_of_the_edition_are_kept(issued: Workspace) -> None:
    kept = issued.issued_records(round_of(issued)) / "01"
    assert (kept / "計画台帳.xlsx").read_bytes() == issued.register.read_bytes()
    template = issued.root / "様式" / "シート.xlsx"
    assert (kept / "シート.xlsx").read_bytes() == template.read_bytes()


def test_letters_name_the_deadline_the_items_and_the_book(issued: Workspace) -> None:
    letters = issued.folder("配布", round_of(issued)) / "通知文"
    first = (letters / "01_産業部_港湾課_照会文.txt").read_text("utf-8")
    assert "令和7年5月30日（金）まで" in first
    assert "01_産業部_港湾課.xlsx" in first
    assert "1項目、4か所" in first
    assert "桟橋の貸付け" in first
    assert "海の家の公募" not in first
    assert "産業部 港湾課　御中" in first
    assert len(list(letters.iterdir())) == 3


def test_a_letter_with_a_number_is_an_a4_page_too(tmp_path: Path) -> None:
    workspace = with_letters(make_city(tmp_path / "city"), standard_letters("照会文"))
    generate(workspace, round_of(workspace))
    letters = workspace.folder("配布", round_of(workspace)) / "通知文"
    assert sorted(path.name for path in letters.iterdir())[:2] == [
        "01_産業部_港湾課_照会文.txt",
        "01_産業部_港湾課_照会文.xlsx",
    ]
    sheet = openpyxl.load_workbook(letters / "01_産業部_港湾課_照会文.xlsx")["照会文"]
    assert (sheet["A1"].value, sheet["A4"].value) == ("行革第12号", "産業部 港湾課　御中")


def test_a_department_with_a_deadline_of_its_own_is_told_that_one(tmp_path: Path) -> None:
    import datetime as dt

    workspace = make_city(tmp_path / "city")
    departments = [list(row) for row in REGISTER["所属"]]
    departments[1][4] = dt.datetime(2025, 6, 6)  # type: ignore[call-overload]  # noqa: DTZ001 - Excel knows no zone
    write_register(workspace.register, {**REGISTER, "所属": departments})
    generate(workspace, round_of(workspace))
    cells = read_book(issued_path(workspace, "総務課")).sheets[COVER].cells
    assert cells["B3"].raw == "令和7年6月6日（金）"
    letters = workspace.folder("配布", round_of(workspace)) / "通知文"
    assert "（令和7年6月6日（金）まで）" in (letters / "03_総務部_総務課_照会文.txt").read_text("utf-8")


def test_a_second_issue_sets_the_first_aside_and_counts_on(issued: Workspace) -> None:
    first = {path.name: path.read_bytes() for path in issued_path(issued, "総務課").parent.glob("*.xlsx")}
    for number in (2, 3, 4):
        assert generate(issued, round_of(issued)).manifest.issue == number
    folders = sorted(path for path in (issued.root / "配布").iterdir() if path.name != ROUND)
    assert len(folders) == 3
    assert all(folder.name.startswith(f"{ROUND}_旧_") for folder in folders)
    assert any({p.name: p.read_bytes() for p in folder.glob("*.xlsx")} == first for folder in folders)
    assert [manifest.issue for manifest in issued.manifests(round_of(issued))] == [1, 2, 3, 4]


# -- what is refused


def refuse(workspace: Workspace) -> str:
    """Let generate refuse; give what it says. Nothing of the issue may be left."""
    before = made(workspace)
    with pytest.raises((OfficeError, OfficeErrors)) as stopped:
        generate(workspace, round_of(workspace))
    assert made(workspace) == before
    return str(stopped.value)


TEMPLATES: Mapping[str, tuple[dict[str, str], Sequence[str]]] = {
    "dead": ({**NAMES, "年次_計画": "#REF!"}, ["年次_計画", "参照先がありません"]),
    "misspelt": ({**NAMES, "年次_取り組み実績": "$D$8"}, ["年次_取り組み実績", "年次_取組実績"]),
    "overlapping": ({**NAMES, "年次_進捗": "$B$11:$C$11"}, ["年次_実績効果額", "年次_進捗", "同じセル"]),
    "too few indicators": (
        {
            **NAMES,
            "指標_名称": "$A$6",
            "指標_単位": "$D$6",
            "指標_目標値": "$B$6:$C$6",
            "指標_実績値": "$B$8:$C$8",
        },
        ["指標の欄は1", "1-①", "2あります"],
    ),
    "uneven": ({**NAMES, "指標_実績値": "$B$8:$C$8"}, ["指標_実績値", "数が合いません"]),
    "asked but not there": (
        {name: area for name, area in NAMES.items() if name != "年次_進捗"},
        ["年次_進捗", "様式にありません"],
    ),
    "no identity": ({name: area for name, area in NAMES.items() if name != "_item_id"}, ["_item_id"]),
}


def test_of_two_forms_one_is_enough_to_hold_a_field_that_is_asked(tmp_path: Path) -> None:
    root = make_city(tmp_path / "city").root
    write_template(root / "様式" / "短い.xlsx", {name: NAMES[name] for name in NAMES if name != "年次_進捗"})

    def add_form(settings: Typed) -> None:
        settings["様式"] += [{**settings["様式"][0], "様式": "短い", "ファイル": "短い.xlsx"}]
        settings["照会"][0]["様式"] = "シート、短い"

    change_settings(root, add_form)
    header, *items = REGISTER["項目"]
    short = [["短い" if row[0] == "2-①" and cell == "シート" else cell for cell in row] for row in items]
    write_register(root / "計画台帳.xlsx", {**REGISTER, "項目": [header, *short]})
    workspace = load_workspace(root)
    generate(workspace, round_of(workspace))
    assert STATUS in open_cells(issued_path(workspace, "総務課"), "1-①")
    assert STATUS not in open_cells(issued_path(workspace, "港湾課"), "2-①")
    assert FIRST in open_cells(issued_path(workspace, "港湾課"), "2-①")


@pytest.mark.parametrize("case", TEMPLATES)
def test_a_template_that_would_be_misread_is_refused_and_nothing_is_left(tmp_path: Path, case: str) -> None:
    names, said = TEMPLATES[case]
    workspace = make_city(tmp_path / "city")
    write_template(workspace.root / "様式" / "シート.xlsx", names)
    message = refuse(workspace)
    assert [word for word in said if word not in message] == []
    assert "シート.xlsx" in message
    assert "→" in message


def test_a_plan_longer_than_the_form_is_refused_with_both_counts(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    longer = {
        sheet: [[*REGISTER[sheet][0], header], *([*row, None] for row in REGISTER[sheet][1:])]
        for sheet, header in (("指標", "目標値_R8"), ("効果額", "効果見込額_R8"))
    }
    write_register(workspace.register, {**REGISTER, **longer})
    message = refuse(workspace)
    assert "年度の欄は2" in message
    assert "3あります" in message


def test_a_cover_with_too_few_lines_is_refused_with_both_counts(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    extra = [
        ["2-③", "2", "続くまち", "③", "灯台", "シート", "港湾課"],
        ["2-④", *"2続④灯", "シート", "港湾課"],
    ]
    items = [*REGISTER["項目"], *extra]
    write_register(workspace.register, {**REGISTER, "項目": items})
    message = refuse(workspace)
    assert "3行" in message
    assert "4項目" in message
    assert "シート.xlsx" in message


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda w: (w.root / "様式" / "シート.xlsx").unlink(), "様式のファイルがありません"),
        (lambda w: (w.root / "様式" / "シート.xlsx").write_bytes(b"PK\x03\x04"), "シート.xlsx"),
        (lambda w: w.register.write_bytes(b"no workbook"), "計画台帳.xlsx"),
        (lambda w: write_register(w.register, {**REGISTER, "指標": [["項目ID"]]}), "指標番号"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, break_it: Callable[[Workspace], object], said: str
) -> None:
    workspace = make_city(tmp_path / "city")
    break_it(workspace)
    assert said in refuse(workspace)


def test_every_item_of_a_form_that_is_not_there_is_named(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    items = [list(row) for row in REGISTER["項目"]]
    items[1][5], items[4][5] = "別表", "別紙"
    write_register(workspace.register, {**REGISTER, "項目": items})
    first, second = refuse(workspace).splitlines()
    assert ("1-①" in first, "別表" in first) == (True, True)
    assert ("2-②" in second, "別紙" in second) == (True, True)


def test_a_round_of_years_beyond_the_plan_is_refused(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    change_settings(workspace.root, lambda settings: settings["照会"][0].update(年度="R9"))
    assert "R9" in refuse(load_workspace(workspace.root))


def test_two_amounts_of_one_item_are_refused_where_the_form_has_one_line(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    head, *rows = REGISTER["効果額"]
    kinds = [[*head, "種別"], *([*row, "歳出"] for row in rows), ["1-①", 7, 7, "する", None, "歳入"]]
    write_register(workspace.register, {**REGISTER, "効果額": kinds})
    message = refuse(workspace)
    assert "1-①" in message
    assert "効果" in message


def test_a_failed_second_issue_leaves_the_first_as_it_was(issued: Workspace) -> None:
    before = {path: path.read_bytes() for path in issued.root.rglob("*") if path.is_file()}
    (template := issued.root / "様式" / "シート.xlsx").unlink()
    with pytest.raises(OfficeErrors):
        generate(issued, round_of(issued))
    del before[template]
    assert {path: path.read_bytes() for path in issued.root.rglob("*") if path.is_file()} == before


def test_an_issue_that_cannot_be_put_in_place_is_not_recorded(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    (workspace.root / "配布").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(OSError, match="配布"):
        generate(workspace, round_of(workspace))
    assert not list(workspace.root.rglob("manifest.json"))


def test_what_goes_out_can_be_read_by_others_of_the_office(issued: Workspace) -> None:
    """A temporary folder is its owner's alone; what is put on a shared drive must not stay so."""
    probe = issued.root / "probe"
    probe.mkdir()
    folder = issued.folder("配布", round_of(issued))
    assert folder.stat().st_mode == probe.stat().st_mode
    (file := probe / "file").touch()
    modes = {path.stat().st_mode for path in folder.rglob("*.txt")}
    assert modes == {file.stat().st_mode}
    shutil.rmtree(probe)


# -- names


@pytest.mark.parametrize(
    ("department", "name"),
    [
        (Department(1, "企画部", "経営企画課"), "01_企画部_経営企画課.xlsx"),
        (Department(12, "", "議会事務局"), "12_議会事務局.xlsx"),
        (Department(3, "教育部", "図書館/科学館"), "03_教育部_図書館・科学館.xlsx"),
        (Department(4, "こども部", 'なぜ?:"課"'), "04_こども部_なぜ・・・課・.xlsx"),
    ],
)
def test_a_books_name_is_legal_on_windows(department: Department, name: str) -> None:
    assert book_name(department) == name


def test_a_rounds_heading_reads_its_year(issued: Workspace) -> None:
    round_ = round_of(issued)
    assert round_title(round_) == "令和6年度 実績"
    assert round_title(Round(**{**vars(round_), "id": "臨時照会"})) == "臨時照会"
    assert CELLS["B4"] == "令和4年度"
