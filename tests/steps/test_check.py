"""check (検査) finds what is mistyped in settings, register and forms in one pass, before any issue."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from tests.steps.checked_city import (
    PAPER_FILE,
    PAPER_NAMES,
    make_checked_city,
    type_into,
    write_paper,
)
from tests.steps.mistakes import BOOKS, REGISTER, Typed
from tests.steps.toy_city import (
    COVER,
    COVER_NAMES,
    EFFECT,
    FIRST,
    FORM,
    NAMES,
    RESULT,
    STATUS,
    fill,
    fill_all,
    write_template,
)
from toolkit.desk.workspace import Workspace
from toolkit.model.errors import OfficeError
from toolkit.model.profile import SETTINGS
from toolkit.steps.chains.issue import CheckedIssue, issue
from toolkit.steps.check import RESULT as LIST
from toolkit.steps.check import check, check_file
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.validate import validate

TYPED = [
    pytest.param(book, typed, id=f"{book}!{typed.name}") for book, some in BOOKS.items() for typed in some
]
FORM_FILE = "様式/シート.xlsx"


@pytest.fixture
def city(tmp_path: Path) -> Workspace:
    return make_checked_city(tmp_path / "city")


def refused(city: Workspace) -> list[OfficeError]:
    """Give what `generate` refuses the workspace for; nothing went out."""
    done: CheckedIssue = issue(city)
    assert done.issued is None
    assert done.checked is not None
    assert not (city.root / "配布").exists()
    return list(done.checked.mistakes)


def told_of(mistakes: list[OfficeError]) -> str:
    return "\n".join(str(one) for one in mistakes)


def test_a_folder_in_order_has_nothing_to_mend(city: Workspace) -> None:
    done = issue(city)
    assert done.checked is not None
    assert (done.checked.mistakes, done.checked.doubts) == ((), ())
    assert done.issued is not None
    assert done.issued.items_asked == 3


@pytest.mark.parametrize(("book", "typed"), TYPED)
def test_what_is_mistyped_is_found_at_its_cell_before_anything_goes_out(
    city: Workspace, book: str, typed: Typed
) -> None:
    type_into(city.root / book, typed.sheet, typed.cells)
    mistakes = refused(city)
    here = [one for one in mistakes if (one.file, one.sheet, one.cell) == (book, *typed.place)]
    assert len(here) == 1, told_of(mistakes)
    assert typed.what in here[0].what
    assert typed.mend in here[0].mend


def test_sixty_mistakes_are_tried() -> None:
    assert len(BOOKS[SETTINGS]) >= 30
    assert len(BOOKS[REGISTER]) >= 18
    assert sum(map(len, BOOKS.values())) + len(FORMS) >= 60


def _form(**changed: str | None) -> Callable[[Path], object]:
    """Give a change of the form's names: another area, or (None) no such name."""
    names = {name: area for name, area in {**NAMES, **changed}.items() if area is not None}
    return lambda root: write_template(root / FORM_FILE, names)


def _paper(**changed: str | None) -> Callable[[Path], object]:
    names = {name: area for name, area in {**PAPER_NAMES, **changed}.items() if area is not None}
    return lambda root: write_paper(root / PAPER_FILE, names)


def _cover(**changed: str | None) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        book = openpyxl.load_workbook(root / FORM_FILE)
        for name, area in changed.items():
            if area is None:
                del book[COVER].defined_names[name]
            else:
                book[COVER].defined_names[name].attr_text = f"'{COVER}'!{area}"
        book.save(root / FORM_FILE)

    assert set(changed) <= set(COVER_NAMES)
    return change


def _copied_sheet(root: Path) -> None:
    book = openpyxl.load_workbook(root / FORM_FILE)
    copy = book.copy_worksheet(book[FORM])
    copy.title = "シート (2)"
    for name, one in book[FORM].defined_names.items():
        text = (one.attr_text or "").replace(f"'{FORM}'", "'シート (2)'").replace(f"{FORM}!", "'シート (2)'!")
        copy.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=text)
    book.save(root / FORM_FILE)


def _no_workbook(file: str) -> Callable[[Path], object]:
    return lambda root: (root / file).write_text("これはブックではありません。", "utf-8")


def _one_form_per_department(root: Path) -> None:
    type_into(root / SETTINGS, "様式", {"E4": "所属ごと"})


FORMS: tuple[tuple[str, Callable[[Path], object], tuple[str, str], str, str], ...] = (
    ("no id", _form(_item_id=None), ("シート.xlsx", FORM), "「_item_id」がありません", "名前を付けて"),
    ("a dead name", _form(年次_計画="#REF!"), ("シート.xlsx", FORM), "年次_計画", "名前の管理"),
    (
        "a field misspelt",
        _form(年次_進捗=None, 年次_進歩="$B$14:$C$14"),
        ("シート.xlsx", FORM),
        "名前「年次_進歩」という欄はありません",
        "年次_進捗",
    ),
    (
        "two names on one cell",
        _form(年次_進捗="$B$11:$C$11"),
        ("シート.xlsx", FORM),
        "同じセルを指しています",
        "別のセル",
    ),
    (
        "a hidden part of a merged cell",
        _form(年次_取組実績="$B$13:$C$13"),
        ("シート.xlsx", FORM),
        "結合セルの隠れた部分",
        "B12",
    ),
    (
        "two cells for one",
        _form(項目_名称="$D$1:$D$2"),
        ("シート.xlsx", FORM),
        "2セルを指しています",
        "1セル",
    ),
    ("no years", _form(年次_年度=None), ("シート.xlsx", FORM), "年度の見出しに名前がありません", "年次_年度"),
    (
        "cells too few",
        _form(指標_実績値="$B$8:$C$8"),
        ("シート.xlsx", FORM),
        "「指標_実績値」のセルの数が合いません",
        "同じだけのセル",
    ),
    (
        "a cover without its list",
        _cover(記入_項目=None, 記入_項目名=None, 記入_項目セル数=None),
        ("シート.xlsx", COVER),
        "項目の一覧を示す名前",
        "名前を付けて",
    ),
    (
        "a cover too short",
        _cover(記入_項目="$A$6", 記入_項目名="$B$6", 記入_項目セル数="$C$6"),
        ("シート.xlsx", COVER),
        "項目一覧は1行ですが、2項目の所属",
        "行を足し",
    ),
    ("a copy of the sheet", _copied_sheet, ("シート.xlsx", "シート (2)"), "シート「シート (2)」にも", "削除"),
    ("no workbook", _no_workbook(FORM_FILE), ("シート.xlsx", ""), "", "Excelで開けるブック"),
    (
        "no block of items",
        _one_form_per_department,
        ("シート.xlsx", FORM),
        "「ブロック_項目」がありません",
        "名前を付けて",
    ),
    (
        "a figure no cell shows",
        _paper(数値_達成数=None),
        ("一覧.xlsx", ""),
        "数値「達成数」を印字する欄",
        "名前を付け直すか",
    ),
    (
        "a block misspelt",
        _paper(ブロック_行=None, ブロック_ぎょう="$4:$4"),
        ("一覧.xlsx", "一覧"),
        "「ブロック_ぎょう」という名前の行は",
        "ブロック_行",
    ),
    (
        "a figure of a part outside the parts",
        _paper(数値_柱の達成="$C$6"),
        ("一覧.xlsx", "一覧"),
        "「数値_柱の達成」は、この欄では求められません",
        "{群} のある数値は階層のブロック",
    ),
    ("a paper that is no workbook", _no_workbook(PAPER_FILE), ("一覧.xlsx", ""), "", "Excelで開けるブック"),
)


@pytest.mark.parametrize(
    ("change", "place", "what", "mend"), [row[1:] for row in FORMS], ids=[row[0] for row in FORMS]
)
def test_what_is_wrong_with_a_form_is_found_before_anything_goes_out(
    city: Workspace, change: Callable[[Path], object], place: tuple[str, str], what: str, mend: str
) -> None:
    change(city.root)
    mistakes = refused(city)
    here = [one for one in mistakes if (one.file, one.sheet) == place and what in one.what]
    assert here, told_of(mistakes)
    assert mend in here[0].mend


# -- one pass, doubts, the list


def test_no_mistake_hides_another(city: Workspace) -> None:
    type_into(city.root / SETTINGS, "判定", {"B4": "百"})
    type_into(city.root / SETTINGS, "資料掲載数値", {"C4": "指票.達成"})
    type_into(city.root / REGISTER, "項目", {"G2": "総務か", "F3": "シ一ト"})
    type_into(city.root / REGISTER, "公表値", {"D2": "計画.項目すう"})
    _form(年次_計画="#REF!")(city.root)
    found = [(one.file, one.sheet, one.cell) for one in refused(city)]
    assert found == [
        (SETTINGS, "判定", "B4"),
        (REGISTER, "項目", "G2"),
        ("シート.xlsx", FORM, ""),
        (SETTINGS, "資料掲載数値", "C4"),
        (REGISTER, "項目", "F3"),
        (REGISTER, "公表値", "D2"),
    ]


def test_what_lacks_because_of_another_mistake_is_not_told_again(city: Workspace) -> None:
    type_into(city.root / SETTINGS, "照会", {"B4": "令和六年の実績"})
    assert [(one.sheet, one.cell) for one in refused(city)] == [("照会", "B4")]


def test_a_column_without_its_heading_is_told_and_the_register_is_looked_at_all_the_same(
    city: Workspace,
) -> None:
    type_into(city.root / SETTINGS, "照会", {"F3": "締切"})
    type_into(city.root / REGISTER, "項目", {"G2": "総務か"})
    found = told_of(refused(city))
    assert "見出し「期限」の列がありません" in found
    assert "見出し「締切」はこのシートの見出しにありません" in found
    assert "「総務か」は所属シートにありません" in found


@pytest.mark.parametrize("book", [SETTINGS, REGISTER])
def test_a_book_of_the_office_that_is_none_is_told_beside_the_rest(city: Workspace, book: str) -> None:
    (city.root / book).write_text("これはブックではありません。", "utf-8")
    other = SETTINGS if book == REGISTER else REGISTER
    sheet, cells = ("判定", {"B4": "百"}) if other == SETTINGS else ("項目", {"G2": "総務か"})
    type_into(city.root / other, sheet, cells)
    assert {one.file for one in refused(city)} == {book, other}


def test_case_S12_struck_and_hidden_rows_are_asked_about_and_stop_nothing(city: Workspace) -> None:
    book = openpyxl.load_workbook(city.root / REGISTER)
    for cell in book["項目"][5]:
        cell.font = Font(strike=True)
    book["効果額"].row_dimensions[3].hidden = True
    book.save(city.root / REGISTER)
    settings = openpyxl.load_workbook(city.root / SETTINGS)
    settings["照会項目"]["B8"].font = Font(strike=True)
    settings.save(city.root / SETTINGS)
    form = openpyxl.load_workbook(city.root / FORM_FILE)
    form[FORM]["A12"].font = Font(strike=True)
    form.save(city.root / FORM_FILE)
    done = issue(city)
    assert done.issued is not None
    assert done.checked is not None
    assert [(one.file, one.sheet, one.cell, one.what) for one in done.checked.doubts] == [
        (SETTINGS, "照会項目", "B8", "「年次_取組実績」に取り消し線が引かれています。"),
        (REGISTER, "項目", "A5", "5行目の全体に取り消し線が引かれています。"),
        (REGISTER, "効果額", "A3", "3行目が非表示です。"),
        ("シート.xlsx", FORM, "A12", "「取組実績」に取り消し線が引かれています。"),
    ]
    assert list(done.iter_lines())[-1] == (
        "検査: 直すところ0件、確認するところ4件。一覧（セルへのリンク付き）は 検査結果.xlsx にあります。"
    )


def test_case_S10_a_list_of_the_form_that_is_not_the_choices_is_asked_about(city: Workspace) -> None:
    book = openpyxl.load_workbook(city.root / FORM_FILE)
    offered = DataValidation(type="list", formula1='"順調,おおむね順調,遅れ"')
    offered.add("B14")
    book[FORM].add_data_validation(offered)
    book.save(city.root / FORM_FILE)
    checked = check(city)
    assert checked.mistakes == ()
    (doubt,) = checked.doubts
    assert (doubt.file, doubt.sheet, doubt.cell) == ("シート.xlsx", FORM, "B14")
    assert "一覧（順調、おおむね順調、遅れ）が、選択肢シートの選択肢（順調、遅れ）と違います" in doubt.what


def test_what_the_plan_leaves_to_ask_is_told_at_its_item(city: Workspace) -> None:
    type_into(city.root / REGISTER, "指標", {"E2": 30})
    checked = check(city)
    assert checked.mistakes == ()
    assert {(one.sheet, one.cell) for one in checked.doubts} == {("項目", "A2")}
    assert (
        "指標「統合した窓口」の目標値（R6 10、R7 20）が、現状値「30」を下回っています"
        in checked.doubts[0].what
    )


@pytest.mark.parametrize(
    ("book", "sheet", "ref", "value"),
    [
        (SETTINGS, "資料掲載数値", "C4", "効果額.実績効果額.R7"),  # nobody has answered for R7 yet
        (SETTINGS, "資料掲載数値", "C4", "公表値[取組の数].計算"),
        (REGISTER, "公表値", "D2", None),  # a printed figure that cannot be computed
        (REGISTER, "公表値", "D2", "R6_上半期: 回収.提出した所属"),
    ],
)
def test_what_only_has_no_value_yet_is_no_mistake(
    city: Workspace, book: str, sheet: str, ref: str, value: str | None
) -> None:
    type_into(city.root / book, sheet, {ref: value})
    assert check(city).mistakes == ()


def test_the_list_leads_to_each_cell(city: Workspace) -> None:
    type_into(city.root / SETTINGS, "判定", {"B4": "百"})
    write_paper(city.root / PAPER_FILE, {**PAPER_NAMES, "項目_名称": "#REF!"})
    check(city)
    sheet = openpyxl.load_workbook(city.root / LIST)["検査"]
    headings, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_col=7)]
    assert headings == ["番号", "重さ", "ブック", "シート", "セル", "何が", "どう直すか"]
    assert rows[0][:5] == [1, "直すところ", SETTINGS, "判定", "B4"]
    assert rows[1][:5] == [2, "直すところ", "一覧.xlsx", "一覧", "－"]
    links = [(sheet[ref].hyperlink.target, sheet[ref].hyperlink.location) for ref in ("E5", "E6")]
    assert links == [(SETTINGS, "'判定'!B4"), (PAPER_FILE.replace("/", "\\"), "'一覧'!A1")]
    assert "直すところ 2件（直すまで配布できません）、確認するところ 0件" in str(sheet["A2"].value)


def test_a_list_that_somebody_has_open_keeps_nobody_from_hearing_of_it(
    city: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(*_: object) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr("toolkit.steps.check.write_inspection", in_use)
    type_into(city.root / SETTINGS, "判定", {"B4": "百"})
    first, last = check(city).iter_lines()
    assert first.startswith("直すところ: 設定.xlsx［判定］B4: 「百」は数として読めません。")
    assert last.endswith("検査結果.xlsx が開かれているため、一覧は前のままです。")


def test_an_issued_round_that_is_not_the_current_one_is_over(city: Workspace) -> None:
    """Its settings may name what is gone: nobody will issue it again."""
    issue(city)
    type_into(city.root / SETTINGS, "基本", {"B12": "R6_上半期"})
    type_into(city.root / SETTINGS, "照会項目", {"B5": "年次_評価"})
    assert check(city).mistakes == ()
    assert [one.cell for one in check(city, "R6_実績").mistakes] == ["B5"]


def test_a_form_can_be_looked_at_alone_whatever_is_wrong_elsewhere(city: Workspace) -> None:
    type_into(city.root / SETTINGS, "判定", {"B4": "百"})
    assert check_file(city.root / FORM_FILE) == []
    assert check_file(city.root / PAPER_FILE) == []
    _form(年次_計画="#REF!")(city.root)
    _paper(数値_達成数=None)(city.root)
    assert "年次_計画" in told_of(check_file(city.root / FORM_FILE))
    assert "数値「達成数」を印字する欄" in told_of(check_file(city.root / PAPER_FILE))


def test_what_the_rules_of_the_city_find_is_told_of_the_answers(city: Workspace, tmp_path: Path) -> None:
    """総務課 is late and says nothing of it: the first rule. Its 120,000 are beyond 100,000: the second."""
    issue(city)
    answers = {"1-①": {FIRST: 8, EFFECT: 120_000, RESULT: None, STATUS: "遅れ"}}
    fill(city, "総務課", answers, tmp_path / "受信" / "総務課.xlsx")
    round_ = city.profile.round()
    collect(city, round_, [tmp_path / "受信"])
    validate(city, round_)
    document = json.loads((city.folder("確認", round_) / "確認結果.json").read_text("utf-8"))
    told = {one["code"]: one for one in document["findings"]}
    assert told["rule-broken"]["severity"] == "error"
    assert told["rule-broken"]["what"] == (
        "市の決まりに合っていません。進捗が「遅れ」であるときは、取組実績を記入してください。"
    )
    assert told["out-of-range"]["severity"] == "warning"


def test_a_sheet_that_lacks_is_told_and_the_other_books_are_looked_at_all_the_same(city: Workspace) -> None:
    book = openpyxl.load_workbook(city.root / SETTINGS)
    book["判定"].title = "判定基準"
    book.save(city.root / SETTINGS)
    type_into(city.root / REGISTER, "項目", {"G2": "総務か"})
    found = told_of(refused(city))
    assert "シート「判定」がありません" in found
    assert "「総務か」は所属シートにありません" in found


def test_a_key_that_is_torn_is_told_with_the_rest(city: Workspace) -> None:
    (city.root / ".gyokaku" / "key").write_text("こわれた", "utf-8")
    type_into(city.root / REGISTER, "項目", {"G2": "総務か"})
    found = told_of(refused(city))
    assert "作業フォルダの鍵のファイルが壊れています" in found
    assert "「総務か」は所属シートにありません" in found


def test_settings_are_looked_at_in_the_middle_of_a_year_too(city: Workspace, tmp_path: Path) -> None:
    """R6_実績 is answered and added up, then R6_上半期 is to follow it and something is mistyped."""
    issue(city)
    fill_all(city, tmp_path / "受信")
    round_ = city.profile.round()
    collect(city, round_, [tmp_path / "受信"])
    consolidate(city, round_)
    type_into(city.root / SETTINGS, "基本", {"B12": "R6_上半期"})
    type_into(city.root / SETTINGS, "照会", {"G5": "R6_実績"})
    assert check(city).mistakes == ()
    type_into(city.root / SETTINGS, "判定", {"B4": "百"})
    type_into(city.root / SETTINGS, "資料", {"F4": "R6_実績、R6_上半期"})
    type_into(city.root / SETTINGS, "資料掲載数値", {"C4": "指票.達成"})
    assert [(one.sheet, one.cell) for one in check(city).mistakes] == [("判定", "B4"), ("資料掲載数値", "C4")]


def test_case_X5_a_book_that_would_lie_too_deep_for_excel_is_asked_about(tmp_path: Path) -> None:
    deep = tmp_path / ("深" * 60) / ("い" * 60) / ("所" * 60)
    deep.mkdir(parents=True)
    city = make_checked_city(deep / "city")
    doubts = [one for one in check(city).doubts if "長すぎて" in one.what]
    assert len(doubts) == 2  # of each round that is to come
    assert all("課.xlsx）" in one.what for one in doubts)
    assert doubts[0].mend.startswith("218文字に収まるように、作業フォルダを浅い場所に移すか")
