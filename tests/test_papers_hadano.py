"""The papers of the plan with three page variants, of both rounds: the figures are those of the master."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.books.lint import lint
from tests.demos import demo_of
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, recalculate, resave
from tests.papers import Papers, make_papers, opened, plain, stated_figures
from toolkit.books.reading.reader import Book
from toolkit.desk.papers.values import Meeting
from toolkit.steps.check import check_file as check

FIRST, SECOND = "R5_見込み", "R6_実績・見込み"
MEETINGS = {
    FIRST: Meeting("第2回行財政調査会", dt.date(2023, 9, 12)),
    SECOND: Meeting("第2回行財政調査会", dt.date(2024, 9, 10)),
}
YEARS = ["R3", "R4", "R5", "R6", "R7"]
CHOICES = ["実施", "一部実施", "準備中", "未実施"]
PILLARS = ["仕事の改革", "職員づくりの改革", "担い手をつくる改革", "公共施設の改革", "歳入・歳出の改革"]
ITEMS = ["1-1", "1-2", "2-1", "3-1", "3-2", "4-1", "5-1", "5-2"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Papers]:
    folder = demo_of("hadano", tmp_path_factory)
    return {round_id: make_papers(folder, meeting, round_id) for round_id, meeting in MEETINGS.items()}


@pytest.fixture(scope="module")
def papers(both: dict[str, Papers]) -> Papers:
    """The set of the second round: last year's results, this year's forecast."""
    return both[SECOND]


def rows(book: Book, sheet: str) -> dict[int, dict[str, str]]:
    """Give the texts of a sheet by row and column letter, blanks left out."""
    table: dict[int, dict[str, str]] = {}
    for ref, cell in book.sheets[sheet].cells.items():
        letter, number = re.sub(r"\d", "", ref), int(re.sub(r"\D", "", ref))
        if cell.raw:
            table.setdefault(number, {})[letter] = cell.raw
    return table


def row_of(table: Mapping[int, Mapping[str, str]], letter: str, text: str) -> int:
    """Give the first row that holds the text in this column."""
    return next(number for number in sorted(table) if table[number].get(letter) == text)


def numbers(row: Mapping[str, str], letters: str) -> list[Decimal | str]:
    """Give the cells of a row as numbers, `-` and words as they stand."""
    texts = [row.get(letter, "") for letter in letters]
    return [Decimal(text) if re.fullmatch(r"-?\d+", text) else text for text in texts]


def group(papers: Papers, part: str, by: str, name: str) -> dict[str, Any] | None:
    """Give what 取りまとめ表.json holds of a pillar or an item."""
    groups = papers.document[part]["groups"]
    return next((one for one in groups if one["by"] == by and one["path"][-1] == name), None)


def amounts(of: Mapping[str, Any] | None, key: str) -> list[Decimal | str]:
    """Give the amounts of the five years and their total; `-` where the master has none."""
    if of is None:
        return ["-"] * 6
    by_year = of[key]["by_year"]
    return [Decimal(by_year[year]) if year in by_year else "-" for year in YEARS] + [
        Decimal(of[key]["total"])
    ]


# -- 資料1-1


def test_the_table_of_the_pillars_holds_the_figures_of_the_master(both: dict[str, Papers]) -> None:
    for round_id, year in ((FIRST, "R5"), (SECOND, "R6")):
        table = rows(both[round_id].book(1), "進捗の概要")
        for at, name in enumerate(PILLARS, 11):
            assert (table[at]["A"], table[at]["B"]) == (f"柱{at - 10}", name)
            status = group(both[round_id], "status", "柱", name)
            counts = [status["counts"][choice] for choice in CHOICES] if status else []
            assert numbers(table[at], "CDEFG") == ([*counts, sum(counts)] if counts else ["-"] * 5)
            effects = group(both[round_id], "effects", "柱", name)
            by_year = (
                [effects[key]["by_year"][year] for key in ("planned", "actual")] if effects else ["-"] * 2
            )
            assert numbers(table[at], "HI") == by_year
        total = both[round_id].document["effects"]
        this_year = [total[key]["by_year"][year] for key in ("planned", "actual")]
        whole = [total["planned"]["total"], total["actual"]["total"]]
        assert table[16]["A"] == "合計"
        assert numbers(table[16], "HIJKL") == [*this_year, *whole, whole[0] - whole[1]]
        assert table[3]["A"] == f"令和{year[1]}年度　進捗の概要"
        assert table[5]["A"] == f"見込み（令和{year[1]}年9月現在）"


def test_the_counts_of_the_second_round_by_hand(papers: Papers) -> None:
    # 39 activities; the 4 of 担当課2 and the one that was sent with a word not on the list are not counted.
    table = rows(papers.book(1), "進捗の概要")
    assert numbers(table[16], "CDEFG") == [28, 5, 1, 0, 34]
    assert table[6]["A"].startswith("取組39件のうち、回答のあった34件について、「実施」は28件（82%）です。")
    assert table[7]["A"] == "未確定: （仮称）担当課2（未提出）、（仮称）担当課6（要修正）"


def test_every_pillar_and_item_has_its_planned_and_actual_amounts(both: dict[str, Papers]) -> None:
    for one in both.values():
        table = rows(one.book(1), "効果額")
        assert [table[3][letter] for letter in "CDEFGH"] == [
            "3年度",
            "4年度",
            "5年度",
            "6年度",
            "7年度",
            "5年計",
        ]
        places = [(name, "柱", f"柱{at}　{name}") for at, name in enumerate(PILLARS, 1)]
        names = {
            item: next(row["A"] for row in table.values() if row.get("A", "").startswith(f"{item}　"))
            for item in ITEMS
        }
        places += [(item, "改革項目", text) for item, text in names.items()]
        for name, by, text in places:
            at = row_of(table, "A", text)
            of = group(one, "effects", by, name)
            assert (table[at]["B"], table[at + 1]["B"]) == ("目標", "実績")
            assert numbers(table[at], "CDEFGH") == amounts(of, "planned"), name
            assert numbers(table[at + 1], "CDEFGH") == amounts(of, "actual"), name
        at = row_of(table, "A", "合計")
        assert at == 4 + 2 * (len(PILLARS) + len(ITEMS))
        assert numbers(table[at], "CDEFGH") == amounts(one.document["effects"], "planned")
        assert numbers(table[at + 1], "CDEFGH") == amounts(one.document["effects"], "actual")


def test_the_totals_of_the_plan_are_the_printed_ones_and_the_one_that_differs_is_told(papers: Papers) -> None:
    table = rows(papers.book(1), "効果額")
    checked = {
        row["A"][:3]: (row["D"], row["F"]) for row in table.values() if row.get("D", "").endswith("千円")
    }
    assert checked == {
        "3-1": ("298,513千円", "298513"),
        "5-1": ("614,482千円", "614482"),
        "5-2": ("461,390千円", "461389"),
    }
    (note,) = [row["A"] for row in table.values() if row.get("A", "").startswith("※ 5-2")]
    assert "461,389千円" in note
    assert "461,390千円" in note
    # 3-1, 5-1 and 5-2 together, as added up by hand
    assert table[row_of(table, "A", "合計")]["H"] == str(298513 + 614482 + 461389)


def test_what_is_not_counted_is_listed_with_the_reason(papers: Papers) -> None:
    table = rows(papers.book(1), "効果額")
    start = row_of(table, "A", "計上していない取組（上の表の目標・実績に含まないもの）")
    listed = [tuple(table[at][letter] for letter in "ADF") for at in range(start + 2, start + 6)]
    assert listed == [
        ("3-1-6. 上下水道事業の公民連携導入【企業会計】", "調整中", "企業会計の取組で、金額も調整中のため"),
        ("5-1-6. 徴収率の向上(国民健康保険税)【特別会計】", "211696", "特別会計の取組のため"),
        ("5-2-7. 国民健康保険レセプト点検の強化【特別会計】", "110499", "特別会計の取組のため"),
        ("5-2-8. ジェネリック医薬品の使用促進【特別会計】", "123445", "特別会計の取組のため"),
    ]
    assert len(papers.document["effects"]["excluded"]) == len(listed)


def test_every_item_has_its_three_grades_with_reason_and_opinion(both: dict[str, Papers]) -> None:
    table = rows(both[FIRST].book(1), "評価")
    header = [
        "自己評価\n（7月）",
        "内部評価\n（8月）",
        "外部評価\n（9月）",
        "内部評価の理由",
        "外部評価の意見",
    ]
    assert [table[3][letter] for letter in "CDEFG"] == header
    items = [row for row in table.values() if row.get("A", "") in ITEMS]
    assert [row["A"] for row in items] == ITEMS
    assert all(row[letter] in "ABCD" for row in items for letter in "CDE")
    assert [items[0][letter] for letter in "BCDEFG"] == [
        "仕事の質を高めるICT活用の推進", "C", "C", "C",
        "削減時間が計画に届かず、研修の強化が要る。", "市民に見える効果も示してほしい。",
    ]  # fmt: skip


def test_a_department_that_did_not_answer_leaves_its_own_grade_blank(papers: Papers) -> None:
    table = rows(papers.book(1), "評価")
    late = table[row_of(table, "A", "2-1")]
    assert "C" not in late
    assert (late["D"], late["E"]) == ("B", "B")


# -- 資料1-2


def test_the_matrix_of_goals_marks_what_the_register_names(papers: Papers) -> None:
    book = papers.book(2)
    table = rows(book, "SDGsとの関連")
    title = "改革項目におけるSDGs（持続可能な開発目標）との関連性について"
    assert table[2]["A"] == title
    letters = "CDEFGHIJKLMNOPQRS"
    assert [table[5][letter] for letter in letters] == [str(goal) for goal in range(1, 18)]
    marked = {
        row["A"]: [goal for goal, letter in enumerate(letters, 1) if row.get(letter) == "●"]
        for row in table.values()
        if row.get("A", "") in ITEMS
    }
    assert marked == {
        "1-1": [8, 9], "1-2": [9, 16], "2-1": [4, 8], "3-1": [11, 17],
        "3-2": [11, 17], "4-1": [11, 12], "5-1": [16, 17], "5-2": [12, 16],
    }  # fmt: skip
    assert any("仮に置いた" in row.get("A", "") for row in table.values())


# -- 資料1-3


def test_the_eight_pages_of_three_forms_are_bound_in_the_order_of_the_plan(papers: Papers) -> None:
    book = papers.book(3)
    assert list(book.sheets) == ["目次", *ITEMS]
    # The second head table of each form tells which one it is; the five-year totals are printed.
    assert book.sheets["3-1"].cells["H10"].raw == "効果額目標（千円）"
    assert book.sheets["3-2"].cells["H8"].raw == "目標（指標）"
    assert "H10" not in book.sheets["1-1"].cells
    totals = [book.sheets["5-1"].cells[f"M{row}"].value for row in range(12, 18)]
    assert totals == [235000, 95000, 263070, 2240, 19172, 211696]
    assert [book.sheets["3-2"].cells[f"M{row}"].value for row in (12, 13)] == [179, 550]


def test_the_contents_lead_to_every_page(papers: Papers) -> None:
    book = opened(papers.paths[2])
    pages = {}
    for row in book["目次"].iter_rows(min_row=8):
        if isinstance(row[3].value, int):
            assert row[3].hyperlink is not None
            pages[row[3].value] = row[3].hyperlink.location.partition("!")[0].strip("'")
    assert pages == dict(enumerate(ITEMS, 1))
    assert book["5-2"].oddFooter.center.text == "8／8"
    assert book["5-2"].protection.sheet


def test_the_plan_and_its_progress_sheet_are_printed_on_a_page_each(papers: Papers) -> None:
    book = opened(papers.paths[2])
    for item in ITEMS:
        plan, progress = str(book[item].print_area).replace("$", "").replace(f"'{item}'!", "").split(",")
        assert (plan[:2], progress[0]) == ("A1", "A")
        assert str(book[item][progress.split(":")[0]].value).startswith("進行管理票"), item


# -- 資料1-4

ACTIVITY = re.compile(r"\d-\d-\d\. ")


def test_the_39_activities_stand_under_their_items_with_their_status(both: dict[str, Papers]) -> None:
    for one in both.values():
        table = rows(one.book(4), "実施状況")
        found = [row for _, row in sorted(table.items()) if ACTIVITY.match(row.get("C", ""))]
        assert len(found) == 39
        statuses = [row.get("D", "") for row in found]
        assert {choice: statuses.count(choice) for choice in CHOICES} == one.document["status"]["total"]
        assert [row["A"] for _, row in sorted(table.items()) if row.get("A", "") in ITEMS] == ITEMS


def test_an_activity_has_the_amounts_of_the_year_and_its_indicator_where_it_has_one(papers: Papers) -> None:
    table = rows(papers.book(4), "実施状況")
    assert table[3]["E"] == "令和6年度の効果額（千円）"
    staff = table[row_of(table, "C", "5-2-2. 再任用職員の活用")]
    assert (staff["D"], staff["E"], staff["F"]) == ("実施", "-2413", "-2413")
    centre = table[row_of(table, "C", "3-2-3. 市民活動サポートセンターのあり方の検討")]
    assert (centre["G"], centre["H"]) == ("36", "36団体")
    assert "E" not in centre


def test_the_amounts_of_an_activity_stand_year_by_year(papers: Papers) -> None:
    table = rows(papers.book(4), "効果額")
    at = row_of(table, "A", "5-2-2. 再任用職員の活用")
    assert numbers(table[at], "CDEFGH") == [6218, 34547, 522, -2413, 26090, 64964]
    # Answered as 522 and △2,413: 522 - 2,413 = -1,891
    assert numbers(table[at + 1], "CDEFGH") == ["", "", 522, -2413, "", -1891]
    water = row_of(table, "A", "3-1-6. 上下水道事業の公民連携導入【企業会計】")
    assert (table[water]["C"], table[water]["H"]) == ("調整中", "-")
    assert table[row_of(table, "A", "4-1　地域特性を考慮した公共施設再配置の推進") + 1]["A"].startswith(
        "公共施設再配置計画"
    )


def test_the_activities_that_count_add_up_to_the_subtotal_of_their_item(both: dict[str, Papers]) -> None:
    tagged = ("【特別会計】", "【企業会計】")
    for one in both.values():
        table = rows(one.book(4), "効果額")
        for item in ("3-1", "4-1", "5-1", "5-2"):
            at = next(n for n, row in sorted(table.items()) if row.get("A", "").startswith(f"{item}　"))
            end = next(
                n for n, row in sorted(table.items()) if n > at and row.get("A", "").startswith("小計")
            )
            inside = [n for n in range(at, end) if ACTIVITY.match(table.get(n, {}).get("A", ""))]
            counted = [n for n in inside if not table[n]["A"].endswith(tagged)]
            of = group(one, "effects", "改革項目", item)
            for offset, key in ((0, "planned"), (1, "actual")):
                assert numbers(table[end + offset], "CDEFGH") == amounts(of, key), (item, key)
                lines = [numbers(table[n + offset], "CDEFGH") for n in counted]
                for column, total in zip(zip(*lines, strict=True), amounts(of, key), strict=False):
                    whole = sum(value for value in column if isinstance(value, Decimal))
                    assert whole == (0 if total == "-" else total), (item, key)


def test_a_page_begins_with_an_item_and_never_with_its_subtotal(papers: Papers) -> None:
    book = opened(papers.paths[3])
    for name, first in (("実施状況", r"柱\d　"), ("効果額", r"\d-\d　")):
        sheet = book[name]
        starts = [str(sheet.cell(one.id + 1, 1).value) for one in sheet.row_breaks.brk]
        assert starts
        assert [text for text in starts if not re.match(first, text)] == []


# -- all of them


def test_every_figure_of_the_grounds_stands_where_they_say(both: dict[str, Papers]) -> None:
    for papers in both.values():
        figures = stated_figures(papers.grounds, papers.paths)
        assert len(figures) > 600
        for one in figures:
            assert plain(one.figure).replace("△", "-") in plain(one.shown), one.place
            assert one.why


def test_the_templates_have_nothing_to_mend(papers: Papers) -> None:
    templates = sorted((papers.folder / "様式" / "会議資料").glob("*.xlsx"))
    assert len(templates) == 4
    assert {path.name: check(path) for path in templates} == {path.name: [] for path in templates}


def test_the_header_tells_meeting_number_and_date(papers: Papers) -> None:
    for number in (1, 2, 4):
        for sheet in opened(papers.paths[number - 1]).worksheets:
            assert f"第2回行財政調査会　資料1-{number}　令和6年9月10日" in sheet.oddHeader.right.text
            assert sheet.oddFooter.center.text.endswith("&P／&N")
            assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9


@needs_ooxml_validator
def test_nothing_is_wrong_in_the_xml(both: dict[str, Papers]) -> None:
    every = [path for one in both.values() for path in (*one.paths, one.grounds)]
    assert ooxml_errors_of(every) == {path: [] for path in every}
    assert [lint(path) for one in both.values() for path in one.paths] == [[]] * 8


@needs_libreoffice
def test_the_charts_are_drawn_over_the_five_pillars(papers: Papers, tmp_path: Path) -> None:
    drawn = resave(papers.paths[0], tmp_path / "保存.xlsx")
    charts = opened(drawn)["進捗の概要"]._charts
    areas = {re.sub("[$']", "", series.val.numRef.f) for chart in charts for series in chart.series}
    assert areas == {f"進捗の概要!{letter}11:{letter}15" for letter in "CDEFHI"}
    assert recalculate(drawn)["進捗の概要"] == recalculate(papers.paths[0])["進捗の概要"]
