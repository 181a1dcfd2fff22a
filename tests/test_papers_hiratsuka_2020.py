"""The half-year papers of a plan with statuses only, read back: the printed figures, the order, the words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.books.lint import lint
from tests.demos import demo_of
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, recalculate, resave
from tests.papers import Papers, column, make_papers, opened, plain, stated_figures
from toolkit.books.reading.reader import Book
from toolkit.desk.papers.values import Meeting

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "hiratsuka-2020"
ROUND = "R3_上半期"
CHOICES = ["済", "概ね順調", "遅れ", "未着手", "休止"]
VIEWS = [
    "(1)民間活力の活用",
    "(2)施設の総合的管理",
    "(3)行政の効率化",
    "(4)収入確保策の推進",
    "(5)身近で利用しやすい行政サービスの推進",
    "(6)ICTの活用推進",
]
MAJOR = {
    VIEWS[0]: ["民間活力活用事業【重点】", "公立幼稚園・保育園再編等事業【重点】"],
    VIEWS[1]: ["公共施設総合的管理事業【重点】"],
    VIEWS[2]: ["職員提案・業務改善推進事業"],
    VIEWS[3]: ["債権徴収の推進事業【重点】"],
    VIEWS[4]: ["行政手続オンライン化推進事業【重点】", "マイナンバーカード普及促進事業【重点】"],
    VIEWS[5]: ["ICT活用推進事業【重点】"],
}
"""The projects that the city picked out, under its six views."""
LATE = [
    "龍城ケ丘ゾーン公園の設計･･･遅れ [龍城ケ丘ゾーン公園整備事業]",
    "龍城ケ丘ゾーン公園整備工事･･･未着手 [龍城ケ丘ゾーン公園整備事業]",
    "クラウドファンディングに関する取組･･･休止 [寄附金活用事業]",
]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = demo_of("hiratsuka-2020", tmp_path_factory)
    return make_papers(folder, Meeting("推進委員会", dt.date(2021, 11, 15)))


def rows_of(book: Path, sheet: str) -> list[dict[str, str]]:
    """Give the rows of a sheet of the example by header."""
    headers, *rows = opened(book)[sheet].iter_rows(values_only=True)
    return [dict(zip(headers, map(str, row), strict=True)) for row in rows]


# -- 資料１－１


def test_the_title_is_that_of_the_city(papers: Papers) -> None:
    cells = papers.book(1).sheets["総括"].cells
    assert cells["F1"].raw == "資料１－１"
    assert cells["A2"].raw == "平塚市行財政改革計画（2020-2023）"
    assert cells["A3"].raw == "令和3年度【上半期】取組状況（総括）"


def test_the_bullets_tell_the_printed_figures(papers: Papers) -> None:
    shown = column(papers.book(1), "総括", "A")
    at = shown.index("１ 進捗状況（詳細は資料１－２、１－３）")
    size, smoothly, others = shown[at + 1 : at + 4]
    assert "29事業、55取組" in size
    assert "52取組で、全体の94%" in smoothly  # 52 of 55 are 94.5…%, cut off as the city does
    assert "残る3取組" in others
    assert "「遅れ」1、「未着手」1、「休止」1" in others


def test_the_table_has_every_published_figure_where_the_city_prints_it(papers: Papers) -> None:
    cells = papers.book(1).sheets["総括"].cells
    assert [cells[f"{x}26"].raw for x in "ABCDEFG"] == ["取組の視点", *CHOICES, "合計"]
    assert [cells[f"A{row}"].raw for row in range(27, 34)] == [*VIEWS, "合計"]
    printed = {
        (row["名称"].rpartition(" ")[0], row["名称"].rpartition(" ")[2]): row["印字"]
        for row in rows_of(EXAMPLE / "計画台帳.xlsx", "公表値")
        if row["箇所"] == "総括 取組活動数一覧"
    }
    table = {
        (cells[f"A{row}"].raw, cells[f"{x}26"].raw): cells[f"{x}{row}"].raw
        for row in range(27, 34)
        for x in "BCDEFG"
    }
    assert len(printed) == 7 * 6
    assert table == printed


def test_the_table_holds_the_figures_of_the_master(papers: Papers) -> None:
    cells = papers.book(1).sheets["総括"].cells
    groups = [one["counts"] for one in papers.document["status"]["groups"] if one["by"] == "取組の視点"]
    for row, counts in enumerate([*groups, papers.document["status"]["total"]], 27):
        assert [int(cells[f"{x}{row}"].raw) for x in "BCDEF"] == [counts[word] for word in CHOICES]
        assert int(cells[f"G{row}"].raw) == sum(counts.values())


def test_the_chart_shows_the_five_totals_with_number_and_word(papers: Papers) -> None:
    assert "【取組活動数内訳（合計55取組）】" in column(papers.book(1), "総括", "A")
    sheet = opened(papers.paths[0])["総括"]
    (chart,) = sheet._charts
    (series,) = chart.series
    assert type(chart).__name__ == "DoughnutChart"
    assert (series.val.numRef.f, series.cat.strRef.f) == ("'総括'!$B$33:$F$33", "'総括'!$B$14:$F$14")
    counts = papers.document["status"]["total"]
    shown = [cell.value for cell in sheet["B14:F14"][0]]
    assert shown == [f"{counts[word]}({word})" for word in CHOICES]  # 2(済), as the city labels it


def test_the_projects_picked_out_stand_under_their_views_with_what_was_done(papers: Papers) -> None:
    sheet = papers.book(1).sheets["主な事業の取組状況"]
    assert sheet.cells["A1"].raw == "２ 主な事業の取組状況（詳細は資料１－３）"
    found: dict[str, dict[str, int]] = {}
    for cell in [cell for ref, cell in sheet.cells.items() if cell.raw and ref != "A1"]:
        if cell.raw in VIEWS:
            found[cell.raw] = {}
        elif cell.raw.startswith("■ "):
            found[list(found)[-1]][cell.raw.removeprefix("■ ")] = 0
        else:
            project = list(found[list(found)[-1]])[-1]
            found[list(found)[-1]][project] += cell.raw.count("・")
    assert {view: list(projects) for view, projects in found.items()} == MAJOR
    assert all(bullets >= 1 for projects in found.values() for bullets in projects.values())


@pytest.mark.parametrize(
    "fact",
    ["神田保育園", "28件", "前年比-10件", "275種類", "220種類", "25種類", "7地区", "300人", "e-kanagawa"],
)
def test_the_facts_of_the_city_are_in_what_was_done(papers: Papers, fact: str) -> None:
    shown = "\n".join(column(papers.book(1), "主な事業の取組状況", "B"))
    assert fact in plain(shown)


def test_the_words_are_those_of_the_office_and_else_of_the_department(papers: Papers) -> None:
    shown = column(papers.book(1), "主な事業の取組状況", "B")
    office = "市税や国民健康保険税などの納付に、「FamiPay」を使えるようにした。"
    department = "スマートフォン決済の種類を増やした。"  # what the office put its own words in place of
    assert (f"・{office}" in shown, f"・{department}" in shown) == (True, False)
    assert "・5月に個別施設計画を定め、総合管理計画を改めた。" in shown  # left as the department wrote it
    (two_lines,) = [text for text in shown if "土沢地区" in text]
    assert two_lines.split("\n")[1] == "・今後は、整備計画の土台になる基本方針づくりに取りかかる。"
    at = shown.index("※ 見本の注記です。")
    assert shown[at - 1] == "・業務改善報告は、提出するときの入力項目を減らし、応募の手間を軽くした。"


def test_what_is_late_not_begun_or_paused_is_named_with_the_reason_and_what_comes(papers: Papers) -> None:
    book, sheet = papers.book(1), "遅れ・未着手・休止の取組"
    heading, *names = column(book, sheet, "A")
    assert heading == "３ 「遅れ」「未着手」「休止」とした取組（詳細は資料１－３）"
    assert names == LATE
    shown = "\n".join(column(book, sheet, "B"))
    assert all(fact in shown for fact in ("市民", "設計", "七夕まつり", "感染症"))


# -- 資料１－２, １－３


def test_the_list_has_every_measure_with_its_status_and_result(papers: Papers) -> None:
    book = papers.book(2)
    cells = book.sheets["取組一覧"].cells
    header = ["番号", "取組", "担当課", "進捗", "取組実績", "課題・今後の予定"]
    assert [cells[f"{x}3"].raw for x in "ABCDEF"] == header
    items = rows_of(EXAMPLE / "計画台帳.xlsx", "項目")
    assert column(book, "取組一覧", "B")[1:] == [row["名称"] for row in items]
    assert Counter(column(book, "取組一覧", "D")[1:]) == papers.document["status"]["total"]
    headings = column(book, "取組一覧", "A")
    assert [text for text in headings if text in VIEWS] == VIEWS
    assert len([text for text in headings if re.match("[①-⑳] ", text)]) == 29


def test_each_result_stands_beside_its_measure(papers: Papers) -> None:
    cells = papers.book(2).sheets["取組一覧"].cells
    (row,) = [ref[1:] for ref, cell in cells.items() if cell.raw == "クラウドファンディングに関する取組"]
    assert [cells[f"{x}{row}"].raw for x in "CD"] == ["（仮称）担当課9", "休止"]
    assert cells[f"E{row}"].raw.startswith("七夕まつりと花火大会での実施を")
    assert cells[f"F{row}"].raw == "感染症の状況を見て、再開を検討する。"


def test_every_measure_has_a_card_with_the_plan_of_the_year(papers: Papers) -> None:
    book = papers.book(3)
    labels = Counter(column(book, "取組個票", "A"))
    assert (labels["令和3年度の計画"], labels["取組内容"], labels["取組実績"]) == (55, 55, 55)
    assert labels["課題・今後の予定"] == 3  # only where the department wrote one
    plans = [book.sheets["取組個票"].cells[f"B{row}"].raw for row in rows_with(book, "令和3年度の計画")]
    assert "〃" not in plans  # the register says 〃 where the year before goes on
    assert len([text for text in plans if text == "（仮）計画に沿って取組を進める"]) == 52


def rows_with(book: Book, label: str) -> list[int]:
    cells = book.sheets["取組個票"].cells
    return sorted(int(ref[1:]) for ref, cell in cells.items() if ref[0] == "A" and cell.raw == label)


# -- all of them


def test_what_is_not_settled_is_said_in_each_paper(papers: Papers) -> None:
    for number in (1, 2, 3):
        sheet = next(iter(papers.book(number).sheets.values()))
        assert "未確定: （仮称）担当課10（要修正）" in [cell.raw for cell in sheet.cells.values()]


def test_every_figure_of_the_grounds_stands_where_they_say(papers: Papers) -> None:
    figures = stated_figures(papers.grounds, papers.paths)
    assert len(figures) >= 50
    for one in figures:
        assert plain(one.figure) in plain(one.shown), one.place
        assert one.why


def test_the_pages_bear_number_meeting_and_date(papers: Papers) -> None:
    for number, path in enumerate(papers.paths, 1):
        last = opened(path).worksheets[-1]
        assert f"推進委員会　資料１－{'１２３'[number - 1]}　令和3年11月15日" in last.oddHeader.right.text
        assert last.oddFooter.center.text == "&P／&N"
        assert (last.page_setup.paperSize, last.page_setup.orientation == "landscape") == (9, number == 2)


@needs_ooxml_validator
def test_nothing_is_wrong_in_the_xml(papers: Papers) -> None:
    every = [*papers.paths, papers.grounds]
    assert ooxml_errors_of(every) == {path: [] for path in every}
    assert [lint(path) for path in papers.paths] == [[], [], []]


@needs_libreoffice
def test_the_chart_is_drawn_over_the_row_of_totals(papers: Papers, tmp_path: Path) -> None:
    drawn = resave(papers.paths[0], tmp_path / "保存.xlsx")
    (chart,) = opened(drawn)["総括"]._charts
    (series,) = chart.series
    assert re.sub("[$']", "", series.val.numRef.f) == "総括!B33:F33"
    assert recalculate(drawn)["総括"] == recalculate(papers.paths[0])["総括"]


def test_the_grounds_say_whose_words_are_printed_and_lead_to_them(papers: Papers) -> None:
    rows = [[cell.value for cell in row] for row in opened(papers.grounds)["文章"].iter_rows(min_row=5)]
    told = {row[6]: [str(cell) for cell in row] for row in rows if row[6]}
    office = told["市税や国民健康保険税などの納付に、「FamiPay」を使えるようにした。"]
    department = told["5月に個別施設計画を定め、総合管理計画を改めた。"]
    assert "令和3年度の掲載文：事務局の文言" in office
    assert "令和3年度の取組実績：回答のとおり" in department
