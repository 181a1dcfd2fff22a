"""The first example city's set of papers, read back: every figure is that of 取りまとめ表.json."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from tests.books.lint import lint
from tests.demos import demo_of
from tests.office import (
    needs_libreoffice,
    needs_ooxml_validator,
    ooxml_errors_of,
    recalculate,
    resave,
    rework,
)
from tests.papers import Papers, column, make_papers, opened, plain, stated_figures
from toolkit.books.reading.reader import Book, read_book
from toolkit.desk.papers.values import Meeting
from toolkit.desk.workspace import load_workspace
from toolkit.model.errors import OfficeErrors
from toolkit.steps.check import check_file as check
from toolkit.steps.report import report

ROUND = "R5_取組実績・評価"
FLAGS = ["all", "set", "achieved", "missed", "undecided", "not_set"]
CHOICES = ["計画以上", "計画どおり", "やや遅れ", "遅れ", "未着手"]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = demo_of("isehara", tmp_path_factory)
    return make_papers(folder, Meeting("第2回調査委員会", dt.date(2024, 6, 28)))


def number(book: Book, sheet: str, ref: str) -> Decimal:
    return Decimal(book.sheets[sheet].cells[ref].raw)


def test_the_line_of_the_yearly_review_is_that_of_the_city(papers: Papers) -> None:
    shown = column(papers.book(1), "年次見直しの概要", "A")
    assert "令和5年度の実施項目数；71件 ➩ 年次見直し後の令和6年度の実施項目数；74件（新規3件）" in shown


def test_the_three_new_items_stand_under_their_policies(papers: Papers) -> None:
    shown = column(papers.book(1), "年次見直しの概要", "B")
    names = ["(1)⑤ フロントヤード改革の推進", "(1)⑥ フリーアドレスの導入に向けた検討"]
    assert [text for text in shown if text] == [*names, "(6)④ 相談業務におけるケースファイルの電子化"]
    headings = [
        text for text in column(papers.book(1), "年次見直しの概要", "A") if text.startswith("基本方針")
    ]
    assert len([text for text in headings if re.match("基本方針[1-5]　", text)]) == 5


def test_the_table_of_the_policies_holds_the_figures_of_the_master(papers: Papers) -> None:
    book, sheet = papers.book(1), "取組状況"
    for part, letters, keys in (("indicators", "BCDEFG", FLAGS), ("status", "HIJKL", CHOICES)):
        groups = [g for g in papers.document[part]["groups"] if g["by"] == "基本方針"]
        assert len(groups) == 5
        rows = [*groups, papers.document[part]["total"]]
        for row, counts in enumerate(rows, 8):
            counts = counts.get("counts", counts)
            assert [number(book, sheet, f"{x}{row}") for x in letters] == [counts[key] for key in keys]
    effects = papers.document["effects"]
    groups = [g for g in effects["groups"] if g["by"] == "基本方針"]
    for row, amounts in enumerate([*groups, effects], 8):
        assert number(book, sheet, f"M{row}") == amounts["planned"]["by_year"]["R5"]
        assert number(book, sheet, f"N{row}") == amounts["actual"]["by_year"]["R5"]


def test_what_is_not_settled_is_said(papers: Papers) -> None:
    shown = column(papers.book(1), "取組状況", "A")
    assert "未確定: 商工観光課（要修正）、環境対策課（未提出）" in shown
    assert not any("見込み" in text for text in shown)  # an answer of a year that is over


@pytest.mark.parametrize(("sheet", "flag", "count"), [("未達成の指標", "×", 9), ("未定の指標", "未", 5)])
def test_missed_and_undecided_indicators_are_listed(
    papers: Papers, sheet: str, flag: str, count: int
) -> None:
    cells = papers.book(1).sheets[sheet].cells
    rows = [int(ref[1:]) for ref, cell in cells.items() if ref[0] == "C" and cell.raw and int(ref[1:]) > 4]
    verdicts = [verdict for verdict in papers.document["verdicts"] if verdict["flag"] == flag]
    assert len(rows) == len(verdicts) == count
    for row, verdict in zip(rows, verdicts, strict=True):
        assert cells[f"C{row}"].raw == verdict["indicator"]
        assert cells[f"D{row}"].raw == verdict["target"].replace(",", "")
        assert cells[f"E{row}"].raw == verdict["actual"].replace(",", "")
        assert (cells[f"F{row}"].raw if f"F{row}" in cells else "") == verdict["rate"]


def test_the_overview_has_79_rows_with_their_headings_and_pointers(papers: Papers) -> None:
    book = papers.book(2)
    assert len(book.sheets) == 10
    names = [text for sheet in book.sheets for text in column(book, sheet, "A")]
    assert len([text for text in names if re.match("[①-⑮] ", text)]) == 79
    headings = [text for text in names if text.startswith("〔")]
    assert len(headings) == len(set(headings)) == 15
    pointers = [text for sheet in book.sheets for text in column(book, sheet, "B") if text.startswith("→")]
    assert len(pointers) == 5
    assert pointers[0] == "→ 「基本方針4 公共施設の縮充･最適化 (7) 公共施設マネジメントの推進」 に記載"
    assert pointers[-1] == "→ 「基本方針1 行政サービスの最適化 (2) 事務事業の見直し」 に記載"


def test_a_page_of_the_overview_reads_as_the_city_prints_it(papers: Papers) -> None:
    book = papers.book(2)
    cells = {ref: cell.raw for ref, cell in book.sheets["2-(4)"].cells.items() if cell.raw}
    assert cells["A1"] == "基本方針2　公共私の連携･協働　　(4) 公民連携の推進"
    header = ["実施項目", "改善内容", "Ｒ６の取組方針･取組内容", "指標", "目標(R9)", "担当"]
    assert [cells[f"{letter}2"] for letter in "ABCDEF"] == header
    assert cells["A3"] == "〔指定管理者制度・包括管理委託などの民間活力の活用の推進〕"
    assert cells["A5"].endswith("適正運用［再］")
    assert "B5:E5" in book.sheets["2-(4)"].merges
    first = book.sheets["1-(1)"].cells
    assert (first["E3"].raw, first["F3"].raw) == ("8件", "経営企画課\n（デジタル推進課）")


def test_every_item_has_its_sheet_with_the_answer_of_the_master(papers: Papers) -> None:
    book = papers.book(3)
    assert next(iter(book.sheets)) == "目次"
    assert len(book.sheets) == 75
    for verdict in papers.document["verdicts"]:
        cell = book.sheets[verdict["item_id"]].cells.get("J11")
        actual = unicodedata.normalize("NFKC", cell.raw) if cell else ""
        answered = unicodedata.normalize("NFKC", verdict["actual"])
        assert actual.replace(",", "") == answered.replace(",", ""), verdict["item_id"]
    amounts = (book.sheets[name].cells.get("J12") for name in list(book.sheets)[1:])
    paid = [cell.value for cell in amounts if cell and isinstance(cell.value, Decimal)]
    assert sum(paid) == papers.document["effects"]["actual"]["by_year"]["R5"]


def test_the_contents_lead_to_every_sheet_and_name_its_page(papers: Papers) -> None:
    book = opened(papers.paths[2])
    pages = {}
    for row in book["目次"].iter_rows(min_row=5):
        if isinstance(row[3].value, int):
            assert row[3].hyperlink is not None
            pages[row[3].value] = row[3].hyperlink.location.strip("'").partition("!")[0].strip("'")
    assert list(pages) == list(range(1, 75))
    assert list(pages.values()) == book.sheetnames[1:]
    assert book[pages[10]].oddFooter.center.text == "10／74"


def test_the_sheets_of_the_items_are_locked(papers: Papers) -> None:
    book = opened(papers.paths[2])
    for sheet in book.worksheets[1:3]:
        assert sheet.protection.sheet
        assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


def test_every_figure_of_the_grounds_stands_where_they_say(papers: Papers) -> None:
    figures = stated_figures(papers.grounds, papers.paths)
    assert len(figures) > 700
    for one in figures:
        assert plain(one.figure) in plain(one.shown), one.place
        assert one.why


def test_the_header_tells_number_meeting_and_date(papers: Papers) -> None:
    sheet = opened(papers.paths[1]).worksheets[0]
    assert "第2回調査委員会　資料1-2　令和6年6月28日" in sheet.oddHeader.right.text
    assert sheet.oddFooter.center.text == "&P／&N"


@needs_ooxml_validator
def test_nothing_is_wrong_in_the_xml(papers: Papers) -> None:
    every = [*papers.paths, papers.grounds]
    assert ooxml_errors_of(every) == {path: [] for path in every}
    assert [lint(path) for path in papers.paths] == [[], [], []]


@needs_libreoffice
def test_the_charts_are_drawn_over_the_five_policies(papers: Papers, tmp_path: Path) -> None:
    drawn = resave(papers.paths[0], tmp_path / "保存.xlsx")
    charts = opened(drawn)["取組状況"]._charts
    areas = [re.sub("[$']", "", series.val.numRef.f) for chart in charts for series in chart.series]
    assert areas == [f"取組状況!{x}8:{x}12" for x in "DEFMN"]
    shown = recalculate(papers.paths[0])["取組状況"]
    assert recalculate(drawn)["取組状況"] == shown


EDITS = [
    ("widen", "A", 70),
    ("insert", 6),
    ("type", "A7", "方針"),  # 基本方針, a row lower now
    ("move", "N10", "P10"),  # the total of 実績効果額
    ("chart", "指標の達成状況（直した題）", "404040"),
]


@needs_libreoffice
def test_a_template_edited_as_a_clerk_does_still_fills_rightly(papers: Papers, tmp_path: Path) -> None:
    copy = shutil.copytree(papers.folder, tmp_path / "直した作業フォルダ")
    template = rework(copy / "様式" / "会議資料" / "概要.xlsx", "取組状況", EDITS)
    assert check(template) == []
    workspace = load_workspace(copy)
    done = report(workspace, workspace.profile.round(), Meeting("直した様式", dt.date(2024, 6, 28)))
    book, before = read_book(done.papers[0]), papers.book(1)
    shown, was = book.sheets["取組状況"], before.sheets["取組状況"]
    assert shown.cells["A7"].raw == "方針"
    for letter in "BCDEFGHIJKLMN":
        for row in range(8, 13):
            assert shown.cells[f"{letter}{row + 1}"].raw == was.cells[f"{letter}{row}"].raw
    total = papers.document["effects"]["actual"]["by_year"]["R5"]
    assert (number(book, "取組状況", "P14"), number(before, "取組状況", "N13")) == (total, total)
    charts = opened(done.papers[0])["取組状況"]._charts
    assert charts[0].title.tx.rich.p[0].r[0].t == "指標の達成状況（直した題）"
    areas = [re.sub("[$']", "", series.val.numRef.f) for chart in charts for series in chart.series]
    assert areas == [f"取組状況!{x}9:{x}13" for x in "DEFMN"]


@needs_libreoffice
def test_fields_deleted_by_mistake_are_named(papers: Papers, tmp_path: Path) -> None:
    copy = shutil.copytree(papers.folder, tmp_path / "壊した作業フォルダ")
    template = rework(copy / "様式" / "会議資料" / "概要.xlsx", "取組状況", [("delete", 9)])
    named = "".join(mistake.what for mistake in check(template))
    assert all(f"数値_{word}計" in named for word in ("達成", "実績効果額", "未着手"))
    workspace = load_workspace(copy)
    with pytest.raises(OfficeErrors, match="数値_達成計"):
        report(workspace, workspace.profile.round(), Meeting("壊した様式", dt.date(2024, 6, 28)))
    assert not (copy / "会議資料" / ROUND / "壊した様式" / papers.paths[0].name).exists()
