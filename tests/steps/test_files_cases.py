"""Files as programs and people leave them, sent into a round: what is read, told and asked (rows F)."""

from __future__ import annotations

import re
import time
import zipfile
from pathlib import Path

import pytest

from tests.steps.edits import part_of, rewrite, save_at
from tests.steps.sent_round import COUNT, Round
from tests.steps.toy_city import COVER, FIRST, GOOD, JOINT, fill, issued_path
from toolkit.books.package.package import Package
from toolkit.books.package.refs import to_ref
from toolkit.books.reading.reader import read_book
from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.errors import OfficeError
from toolkit.model.record import State
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.decide import Reason, accept
from toolkit.steps.request import request
from toolkit.steps.status import status
from toolkit.steps.validate import validate

ITEM = "1-①"


def filled(sent: Round, section: str = "総務課", name: str = "回答.xlsx") -> Path:
    return fill(sent.workspace, section, GOOD[section], sent.folder / name)


def into_sheet(path: Path, sheet: str, old: str, new: str) -> Path:
    """Change a sheet's XML: the first `old` becomes `new`."""
    part = part_of(path, sheet)

    def change(name: str, xml: str) -> str:
        if name != part:
            return xml
        assert old in xml
        return xml.replace(old, new, 1)

    rewrite(path, change)
    return path


def run_all(sent: Round) -> None:
    """Let every step that reads returns run: none may stop."""
    round_ = sent.workspace.profile.round()
    validate(sent.workspace, round_)
    consolidate(sent.workspace, round_)
    status(sent.workspace, round_)
    request(sent.workspace, round_)


@pytest.mark.parametrize(
    ("sheet", "merges"),
    [
        (ITEM, '<mergeCell ref="A40:A1048576"/>'),
        (ITEM, '<mergeCell ref="F1:G1048576"/>'),
        (COVER, "".join(f'<mergeCell ref="A{row}:XFD{row}"/>' for row in range(20, 28))),
    ],
)
def test_case_F1_merged_whole_rows_and_columns_are_one_finding_of_that_file(
    sent: Round, sheet: str, merges: str
) -> None:
    path = filled(sent)
    xml = zipfile.ZipFile(path).read(part_of(path, sheet)).decode()
    if "</mergeCells>" in xml:
        into_sheet(path, sheet, "</mergeCells>", merges + "</mergeCells>")
    else:
        into_sheet(
            path,
            sheet,
            "</sheetProtection>" if "</sheetProtection>" in xml else "</sheetData>",
            f"</sheetData><mergeCells>{merges}</mergeCells>",
        )
    sent.take(path)
    run_all(sent)
    assert sent.values() == (8, 120, "窓口を統合した。", "遅れ")
    assert sent.file_codes() == ["vast-merge"]
    ((_, finding),) = sent.read().findings
    assert finding.place
    assert (finding.place.sheet, finding.severity) == (sheet, Severity.WARNING)
    assert "行や列の全体（" in finding.what


@pytest.mark.parametrize("stored", ["1E30", "-1E30", "1E+300", "123456789012345678", "1E-200"])
def test_case_F2_a_number_nobody_can_mean_is_asked_about_and_stops_nothing(sent: Round, stored: str) -> None:
    path = filled(sent)
    part = part_of(path, ITEM)
    rewrite(
        path,
        lambda name, xml: (
            re.sub(rf'(r="{FIRST}"[^>]*>)<v>8</v>', rf"\1<v>{stored}</v>", xml) if name == part else xml
        ),
    )
    sent.take(path)
    run_all(sent)
    answer = sent.answer().record.answer(COUNT)
    assert answer.value is None
    assert answer.state is not State.NUMBER
    (asked,) = [one for one in sent.answer().findings if one.slot == COUNT]
    assert asked.doubts


def with_pasted(path: Path, rows: int, columns: int) -> Path:
    """Paste a table of numbers beside the form, from F1 on."""
    part = part_of(path, ITEM)

    def change(name: str, xml: str) -> str:
        if name != part:
            return xml
        head, body, tail = re.split(r"(<sheetData>.*</sheetData>)", xml, flags=re.DOTALL)
        old = dict(re.findall(r'<row r="(\d+)"[^>]*>(.*?)</row>', body, re.DOTALL))
        lines = []
        for row in range(1, max(rows, 14) + 1):
            cells = "".join(
                f'<c r="{to_ref(row, 6 + at)}"><v>{row * 10 + at}</v></c>' for at in range(columns)
            )
            lines.append(f'<row r="{row}">{old.get(str(row), "")}{cells if row <= rows else ""}</row>')
        return f"{head}<sheetData>{''.join(lines)}</sheetData>{tail}"

    rewrite(path, change)
    return path


@pytest.mark.parametrize(("rows", "columns", "area"), [(50, 6, "F1:K50"), (2, 1, "F1:F2")])
def test_case_F7_a_table_pasted_beside_the_form_is_one_finding(
    sent: Round, rows: int, columns: int, area: str
) -> None:
    sent.take(with_pasted(filled(sent), rows, columns))
    (finding,) = [one for one in sent.answer().findings if one.severity is Severity.ERROR]
    assert (finding.code, finding.place and finding.place.cell) == ("pasted-beside", "F1")
    assert f"（{area}、{rows * columns}セル）に、「10」など" in finding.what
    assert sent.values() == (8, 120, "窓口を統合した。", "遅れ")


def test_case_F7_ninety_thousand_pasted_cells_are_one_finding_in_five_seconds(sent: Round) -> None:
    sent.take(with_pasted(filled(sent), 45_000, 2))
    began = time.process_time()
    findings = [one for one in sent.answer().findings if one.severity is Severity.ERROR]
    assert time.process_time() - began < 5
    assert [one.words["count"] for one in findings] == ["90,000"]


def with_copied_sheet(path: Path, title: str, state: str = "", change: str = "") -> Path:
    """Copy the item's sheet within the book, as Excel does; `change` is what FIRST holds in the copy."""
    part = part_of(path, ITEM)
    sheet = zipfile.ZipFile(path).read(part).decode().replace(' tabSelected="1"', "")
    if change:
        sheet = re.sub(rf'(r="{FIRST}"[^>]*>)<v>8</v>', rf"\1<v>{change}</v>", sheet)

    def grow(name: str, xml: str) -> str:
        if name == "[Content_Types].xml":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
            copy = f'<Override PartName="/xl/worksheets/copy.xml" ContentType="{kind}"/>'
            return xml.replace("</Types>", f"{copy}</Types>")
        if name == "xl/_rels/workbook.xml.rels":
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
            copy = f'<Relationship Id="rIdCopy" Type="{kind}" Target="worksheets/copy.xml"/>'
            return xml.replace("</Relationships>", f"{copy}</Relationships>")
        if name == "xl/workbook.xml":
            tabs = xml[: xml.index("</sheets>")].count("<sheet ")
            at = re.findall(r'<sheet [^>]*name="([^"]*)"', xml).index(ITEM)
            hidden = f' state="{state}"' if state else ""
            xml = xml.replace(
                "</sheets>", f'<sheet name="{title}" sheetId="99"{hidden} r:id="rIdCopy"/></sheets>'
            )
            names = re.findall(rf'<definedName [^>]*localSheetId="{at}"[^>]*>[^<]*</definedName>', xml)
            copies = "".join(
                one.replace(f'localSheetId="{at}"', f'localSheetId="{tabs}"').replace(
                    f"'{ITEM}'!", f"'{title}'!"
                )
                for one in names
            )
            return xml.replace("</definedNames>", f"{copies}</definedNames>")
        return xml

    rewrite(path, grow)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/copy.xml", sheet)
    return path


def test_case_F9_identical_copies_of_a_sheet_are_one(sent: Round) -> None:
    sent.take(with_copied_sheet(filled(sent), "1-① (2)"))
    run_all(sent)
    assert sent.values() == (8, 120, "窓口を統合した。", "遅れ")
    (told,) = [one for one in sent.answer().findings if one.code.startswith("item-")]
    assert (told.code, told.severity) == ("item-copied", Severity.INFO)


@pytest.mark.parametrize(("state", "seen"), [("", "表示"), ("hidden", "非表示")])
def test_case_F9_copies_that_differ_are_one_true_question(sent: Round, state: str, seen: str) -> None:
    sent.take(with_copied_sheet(filled(sent), "旧1-①", state, "9"))
    run_all(sent)
    assert sent.values() == (None, 120, "窓口を統合した。", "遅れ")
    (asked,) = sent.answer().errors
    assert asked.code == "item-twice"
    assert f"「1-①」（表示）、「旧1-①」（{seen}）" in asked.what
    assert "「指標_実績値」の記入が違います" in asked.what
    rows = validate(sent.workspace, sent.workspace.profile.round()).rows
    codes = {row.finding.code for row in rows if "総務課" in row.department}
    assert codes.isdisjoint({"sheet-empty", "not-returned", "sheet-missing"})


def test_case_F14_a_sheet_is_of_the_department_it_was_issued_to_whoever_sent_it(sent: Round) -> None:
    """港湾課's book holds its own sheet 2-① and 観光課's 1-②, as a 部 sends one book for its 課."""
    own = fill(sent.workspace, "港湾課", GOOD["港湾課"], sent.folder / "産業部.xlsx")
    theirs = read_book(fill(sent.workspace, "観光課", GOOD["観光課"], sent.folder / "観光課.xlsx")).sheets[
        "1-②"
    ]
    whole = Package.open(own)
    whole.clone_sheet("2-①", "1-②")
    for ref, cell in theirs.cells.items():
        if cell.formula is None:
            whole.sheet("1-②").write(ref, cell.raw)
    whole.save(own)
    sent.take(own)
    run_all(sent)
    assert sent.answer("1-②").record.answer(COUNT).value == 1200
    assert sent.answer("2-①").record.answer(COUNT).value == 50
    rows = validate(sent.workspace, sent.workspace.profile.round()).rows
    assert {row.department for row in rows if row.finding.code == "not-returned"} == {"総務部 総務課"}
    (told,) = [row.finding for row in rows if row.finding.code == "sheet-of-another"]
    assert told.severity is Severity.INFO
    assert "観光課の回答として読み取りました。" in told.what


def with_count(sent: Round, name: str, count: int, moment: str = "") -> Path:
    answers = {ITEM: {**GOOD["総務課"][ITEM], FIRST: count}}
    path = fill(sent.workspace, "総務課", answers, sent.folder / "受信" / name)
    return save_at(path, moment) if moment else path


def take_all(sent: Round, *paths: Path) -> None:
    collect(sent.workspace, sent.workspace.profile.round(), paths)


def asked_order(sent: Round) -> list[str]:
    return [one.what for one in sent.answer().findings if one.code == "order-unclear"]


@pytest.mark.parametrize("second", ["x (2).xlsx", "x - コピー.xlsx", "x(1).xlsx", "x-2.xlsx", "x.xlsx"])
def test_case_F3_of_the_files_of_one_run_the_one_saved_last_counts_whatever_its_name(
    sent: Round, second: str
) -> None:
    older = with_count(sent, "甲/x.xlsx", 100, "2024-06-03T01:00:00Z")
    newer = with_count(sent, f"乙/{second}", 250, "2024-06-03T02:00:00Z")
    for paths in ((older, newer), (newer, older)):
        take_all(sent, *paths)
        assert sent.values()[0] == 250
        assert asked_order(sent) == []


def test_case_F3_where_nothing_tells_which_was_saved_last_that_is_asked(sent: Round) -> None:
    paths = [with_count(sent, f"{count}.xlsx", count, "2024-06-03T01:00:00Z") for count in (100, 250)]
    for path in paths:  # a zip tells of its own time where a program writes one
        rewrite_times(path)
    take_all(sent, *paths)
    (asked,) = asked_order(sent)
    assert "「指標_実績値」の記入が違い" in asked
    assert "保存された日時では前後が決まりません" in asked
    run_all(sent)


def rewrite_times(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)


def test_case_F4_an_earlier_file_that_comes_again_after_another_is_asked_about(sent: Round) -> None:
    first, second = with_count(sent, "一.xlsx", 100), with_count(sent, "二.xlsx", 250)
    take_all(sent, first)
    take_all(sent, second)
    assert (sent.values()[0], asked_order(sent)) == (250, [])
    again = sent.folder / "受信" / "もう一度.xlsx"
    again.write_bytes(first.read_bytes())
    take_all(sent, again)
    (asked,) = asked_order(sent)
    assert "受付1と同じファイルが、受付2のあとにもう一度届きました" in asked
    run_all(sent)


def test_case_F4_files_that_only_lie_where_they_lay_ask_nothing(sent: Round) -> None:
    first, second = with_count(sent, "一.xlsx", 100), with_count(sent, "二.xlsx", 250)
    take_all(sent, first)
    take_all(sent, second)
    take_all(sent, first, second)
    take_all(sent, first)
    assert (sent.values()[0], asked_order(sent)) == (250, [])


def issued_name(sent: Round, section: str) -> str:
    return issued_path(sent.workspace, section).name


def test_case_F13_an_unreadable_file_is_settled_by_the_departments_later_return(sent: Round) -> None:
    broken = sent.folder / issued_name(sent, "総務課")
    broken.parent.mkdir(parents=True)
    broken.write_bytes(filled(sent).read_bytes()[:4000])
    sent.take(broken)
    assert sent.file_codes() == ["truncated"]
    sent.take(filled(sent, "観光課", "観光課.xlsx"))
    assert sent.file_codes() == ["truncated"]
    sent.take(filled(sent, "総務課", "直しました.xlsx"))
    ((_, told),) = sent.read().findings
    assert (told.code, told.severity) == ("settled-later", Severity.INFO)
    assert "「途中で切れたファイル」" in told.what
    assert "受付番号3で総務部 総務課から提出がありました。" in told.what


def without_marks(path: Path) -> Path:
    """Save a file as a program does that drops every name and property."""

    def drop(name: str, xml: str) -> str:
        xml = re.sub("<definedNames>.*?</definedNames>", "", xml, flags=re.DOTALL)
        return re.sub(r"<property .*?</property>", "", xml, flags=re.DOTALL) if "custom" in name else xml

    rewrite(path, drop)
    return path


def test_case_F10_a_file_whose_marks_are_lost_is_given_to_its_department_by_hand(sent: Round) -> None:
    path = without_marks(filled(sent))
    sent.take(path)
    ((_, refused),) = sent.read().findings
    assert "名前 _issue、文書のプロパティ、項目番号のセルの名前" in refused.what
    collect(sent.workspace, sent.workspace.profile.round(), [path], sender="総務課")
    assert sent.values() == (None, None, None, None)  # until it is accepted as a whole
    readings = [one.reading for slot, one in sent.answer().record.answers.items() if one.state is State.DOUBT]
    assert {8, 120, "窓口を統合した。", "遅れ"} <= {*readings}
    (asked,) = [one for one in sent.answer().findings if one.severity is not Severity.INFO]
    assert (asked.code, CATALOGUE[asked.code].doubts) == ("assigned-by-hand", True)
    assert "総務課の提出としたファイル" in asked.what
    assert "settled-later" in sent.file_codes()
    run_all(sent)


def test_case_F10_such_a_file_is_accepted_as_a_whole_and_taken_back_so(joint: Round) -> None:
    """総務課's file of three items lost its marks: one finding asks, one decision takes all it holds."""
    path = without_marks(fill(joint.workspace, "総務課", JOINT, joint.folder / "回答.xlsx"))
    workspace, round_ = joint.workspace, joint.workspace.profile.round()
    collect(workspace, round_, [path], sender="総務課")

    def number() -> int:
        asked = [
            at
            for at, row in enumerate(validate(workspace, round_).rows, 1)
            if row.finding.code == "assigned-by-hand"
        ]
        (one,) = asked
        return one

    nothing = (None, None, None, None)
    assert [joint.values(item) for item in ("1-①", "1-②", "2-①")] == [nothing] * 3
    accept(workspace, round_, [number()], Reason("ファイルのとおり"))
    assert joint.values("1-①") == (8, 120, "窓口を統合した。", "遅れ")
    assert joint.values("2-①") == (50, 900, "桟橋を貸した。", "順調")
    accept(workspace, round_, [number()], Reason("まちがえた", undo=True))
    assert [joint.values(item) for item in ("1-①", "1-②", "2-①")] == [nothing] * 3


def test_case_F10_a_department_that_was_not_asked_is_refused(sent: Round) -> None:
    with pytest.raises(OfficeError, match=r"所属「財政課」にはお願いしていません。"):
        collect(sent.workspace, sent.workspace.profile.round(), [], sender="財政課")
