"""The papers of a year's results (資料1-1 to 1-5), read back: every figure is that of 取りまとめ表.json."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.books.lint import lint
from tests.demos import demo_of
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors_of, recalculate, resave
from tests.papers import Papers, make_papers, opened, plain, stated_figures
from toolkit.books.package.refs import bounds
from toolkit.books.reading.reader import Book
from toolkit.desk.papers.values import Meeting
from toolkit.steps.check import check_file as check

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates_xlsx/hiratsuka-2024/会議資料").glob("*.xlsx"))
ROUND = "R6_取組結果"
STATUSES = ["順調", "やや遅れ", "遅れ", "未着手", "休止"]
THEMES = ["行政サービスの向上", "行政サービスの最適化", "健全財政の維持", "人・組織の活性化・最適化"]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = demo_of("hiratsuka-2024", tmp_path_factory)
    return make_papers(folder, Meeting("第1回行財政改革推進本部", dt.date(2025, 7, 4)))


def text(book: Book, sheet: str, ref: str) -> str:
    cells = book.sheets[sheet].cells
    return cells[ref].raw if ref in cells else ""


def lines(book: Book, sheet: str, letters: str) -> list[tuple[str, ...]]:
    """Give the texts of some columns row by row, rows without any left out."""
    last = max(int(re.sub(r"\D", "", ref)) for ref in book.sheets[sheet].cells)
    rows = (tuple(text(book, sheet, f"{letter}{row}") for letter in letters) for row in range(1, last + 1))
    return [row for row in rows if any(row)]


def group(document: Mapping[str, Any], part: str, by: str, name: str) -> Mapping[str, Any]:
    return next(one for one in document[part]["groups"] if (one["by"], one["path"][-1]) == (by, name))


# -- 資料1-1 概要


def test_the_first_slide_says_22_projects_41_measures_60_activities(papers: Papers) -> None:
    shown = [row[0] for row in lines(papers.book(1), "進捗状況", "A")]
    assert shown[:3] == [
        "平塚市行財政改革計画（2024-2027）",
        "令和6年度取組結果【概要】",
        "未確定: （仮称）担当課12（要修正）",
    ]
    assert shown[3] == "I 進捗状況（詳細は資料1-2）"
    assert "22事業41の取組で、60の活動" in shown[4]
    assert "「順調」の活動は60件" in shown[5]
    assert shown[5].endswith("100%です。")
    assert text(papers.book(1), "進捗状況", "G1") == "資料1-1"


def test_the_progress_of_every_theme_is_that_of_the_master_and_adds_up(papers: Papers) -> None:
    book, sheet = papers.book(1), "進捗状況"
    assert [text(book, sheet, f"{letter}10") for letter in "BCDEF"] == STATUSES
    rows = {
        text(book, sheet, f"A{row}"): [int(text(book, sheet, f"{x}{row}")) for x in "BCDEFG"]
        for row in range(11, 16)
    }
    assert list(rows) == [*THEMES, "合計"]
    for theme in THEMES:
        counts = group(papers.document, "status", "改革テーマ", theme)["counts"]
        assert rows[theme] == [*(counts[word] for word in STATUSES), sum(counts.values())]
    assert (
        rows["合計"]
        == [60, 0, 0, 0, 0, 60]
        == [sum(column) for column in zip(*(rows[t] for t in THEMES), strict=True)]
    )


def test_the_targets_stand_as_printed_in_groups_of_achieved_and_missed(papers: Papers) -> None:
    shown = lines(papers.book(1), "目標の達成状況", "ABCD")
    assert shown[0][0] == "2 目標の達成状況（詳細は資料1-3）"
    assert shown[2:] == [
        ("区分", "指標", "目標", "R6実績"),
        ("・各年度で指標の目標を設定したもの：全10指標中、達成9、未達成1", "", "", ""),
        ("達成", "", "", ""),
        ("○", "・各課でのBPRに向けた改善策の検討件数", "79件以上", "180件"),
        ("○", "・未利用地等の売却、貸付の件数", "10件以上", "13件"),
        ("○", "・新たな返礼品の追加数", "40品以上", "91品"),
        ("○", "・クラウドファンディングの実施件数", "3件以上", "4件"),
        ("○", "・職員提案の件数", "43件以上", "66件"),
        ("○", "・業務改善の件数", "260件以上", "441件"),
        ("○", "・デジタル化実行層への研修等実施回数", "8回", "9回"),
        ("○", "・デジタル化推進リーダー層への研修等実施回数", "4回", "4回"),
        ("○", "・チーム制の浸透を図る研修等の実施件数", "5件以上", "5件"),
        ("未達成", "", "", ""),
        ("×", "・ふるさと寄附金の寄附金額（R5:105,319千円）", "前年度以上", "103,623千円"),
        ("・令和6年度までを指標の目標に設定したもの：全2指標中、達成2、未達成0", "", "", ""),
        ("達成", "", "", ""),
        ("○", "・「アナログ規制の見直し方針」の策定", "R6に策定", "策定済"),
        ("○", "・1回当たりの車両利用に要する所要時間", "5分削減", "5分削減"),
        ("未達成", "", "", ""),
        ("（該当する指標はありません）", "", "", ""),
        (
            "※区分の欄：○は達成、×は未達成、未は実績が決まっていないもの。進捗の管理がR7以降に始まる指標は数えていません。",
            "",
            "",
            "",
        ),
    ]


def test_the_boxes_of_the_effects_are_the_printed_ones_and_those_of_the_master(papers: Papers) -> None:
    book, sheet = papers.book(1), "財政健全化の成果"
    assert text(book, sheet, "A1") == "3 財政健全化の成果（詳細は資料1-4）"
    boxes = {text(book, sheet, f"{x}4"): text(book, sheet, f"{x}5") for x in "AE"}
    assert boxes == {"歳出削減": "約4億39万円", "歳入確保": "約3億662万円"}
    assert (text(book, sheet, "B12"), text(book, sheet, "B13")) == ("財政健全化効果額", "約7億701万円")
    assert [row for row in lines(book, sheet, "BF") if row[0].startswith("・") or row[1]] == [
        ("・民間活力の活用（3億8,705万円）", "・未利用地等の有効活用（1億1,750万円）"),
        ("・有料広告の推進（1,334万円）など", "・寄附金の活用推進（5,563万円）"),
        ("", "・ネーミングライツの推進（5,088万円）"),
        ("", "・基金の効率的な運用（3,385万円）など"),
    ]
    effects = papers.document["effects"]
    kinds = {kind: group(papers.document, "effects", "種別", kind)["actual"]["total"] for kind in boxes}
    assert kinds == {"歳出削減": 40_039, "歳入確保": 30_662}
    assert effects["actual"]["total"] == sum(kinds.values()) == 70_701


def test_the_chosen_measures_stand_under_their_themes_with_the_words_of_the_office(papers: Papers) -> None:
    shown = lines(papers.book(1), "主な取組と成果", "AB")
    assert shown[0][0] == "4 主な取組と成果（詳細は資料1-5）"
    heads = [head for head, _ in shown if head.startswith("改革テーマ") or re.match("[①-⑳]", head)]
    assert heads == [
        *("改革テーマ【行政サービスの向上】", "①手続のオンライン化、利用の促進", "②書かない窓口の導入"),
        *("改革テーマ【行政サービスの最適化】", "①民間活力の活用推進"),
        *("改革テーマ【健全財政の維持】", "①債権の適正な管理", "②未利用地等の有効活用", "③寄附金の活用推進"),
        *("改革テーマ【人・組織の活性化・最適化】", "①職員提案・業務改善の推進"),
    ]
    words = "\n".join(text for _, text in shown)
    for fact in (
        "66種類",
        "“84%”（601／713手続）",
        "約3億9,000万円",
        "10件を売却し、3件を貸し付け",
        "約1億2,000万円",
    ):
        assert fact in words
    for fact in ("91品", "“464品”", "約5,210万円", "※前年度（R5）の寄附の額は105,319千円です。"):
        assert fact in words


def test_targets_and_actuals_under_the_words_are_those_of_the_indicators(papers: Papers) -> None:
    shown = [text for _, text in lines(papers.book(1), "主な取組と成果", "AB") if "目標 “" in text]
    assert [text.strip() for text in shown] == [
        "⇒ e-kanagawa電子申請によるオンライン申請の利用件数　目標 “R9に20,000件” → R6実績 “約36,000件”",
        "⇒ 書かない窓口の満足度　目標 “R9に80%以上” → R6実績 “R7から進捗管理”",
        "⇒ 未利用地等の売却、貸付の件数　目標 “10件以上” → R6実績 “13件”",
        "⇒ 新たな返礼品の追加数　目標 “40品以上” → R6実績 “91品”",
        "⇒ クラウドファンディングの実施件数　目標 “3件以上” → R6実績 “4件”",
        "⇒ ふるさと寄附金の寄附金額　目標 “前年度以上” → R6実績 “103,623千円”",
        "⇒ 職員提案の件数　目標 “43件以上” → R6実績 “66件”",
        "⇒ 業務改善の件数　目標 “260件以上” → R6実績 “441件”",
    ]


def test_the_words_of_the_office_do_not_change_what_a_department_answered(papers: Papers) -> None:
    answered = {row[0]: row[1] for row in lines(papers.book(2), "活動一覧", "EG")}
    assert answered["市有地の売却"] == "10件を売却した。"  # the paper says it in the office's words


# -- 資料1-2 to 1-5


def test_all_60_activities_are_listed_with_their_progress(papers: Papers) -> None:
    book, sheet = papers.book(2), "活動一覧"
    rows = [row for row in lines(book, sheet, "ABDEFG") if row[2].isdecimal()]
    assert len(rows) == 60
    assert Counter(row[4] for row in rows) == {"順調": 60}
    assert len([row for row in rows if row[5]]) == 59  # one was left blank: 担当課12
    assert len([row for row in rows if row[1]]) == 41  # the measure stands once beside its activities
    assert "22事業 41取組 60活動　　順調60" in text(book, sheet, "A2")
    headings = [row[0] for row in lines(book, sheet, "A") if re.match(r"\d+　", row[0])]
    assert len(headings) == 22


def test_a_measure_stands_in_one_cell_as_high_as_its_activities(papers: Papers) -> None:
    merged = [bounds(area) for area in papers.book(2).sheets["活動一覧"].merges]
    heights = Counter(area.bottom - area.top + 1 for area in merged if area.left == area.right == 2)
    # 15 measures of two activities, 2 of three (41 + 15 + 2 × 2 = 60), and the heading 取組 over two rows.
    assert heights == {2: 15 + 1, 3: 2}


def test_every_indicator_is_listed_with_its_target_actual_and_verdict(papers: Papers) -> None:
    book, sheet = papers.book(3), "指標一覧"
    rows = {row[0]: row[1:] for row in lines(book, sheet, "CDEFGH")[2:] if row[0]}
    assert len(rows) == 14
    for verdict in papers.document["verdicts"]:
        kind, target, actual, flag, _ = rows[verdict["indicator"]]
        assert (target, actual, flag) == (verdict["target"], verdict["actual"], verdict["flag"])
        assert kind in ("各年度", "R6まで", "R9まで")
    assert rows["書かない窓口の満足度"] == ("R9まで", "-", "", "", "80%以上")
    total = papers.document["indicators"]["total"]
    assert (total["set"], total["achieved"], total["missed"]) == (12, 11, 1)
    assert "合計　目標のある12指標中、達成11、未達成1、未定0（達成した割合 91.7%）" in [
        row[0] for row in lines(book, sheet, "A")
    ]


def test_the_effects_are_listed_by_kind_and_add_up(papers: Papers) -> None:
    shown = lines(papers.book(4), "効果額一覧", "ACE")
    assert shown[2:] == [
        ("番号", "取組", "効果額（万円）"),
        ("歳出削減", "", ""),
        ("6-①", "民間活力の活用推進", "38705"),
        ("15-②", "有料広告の推進", "1334"),
        ("小計（約4億39万円）", "", "40039"),
        ("歳入確保", "", ""),
        ("13-①", "未利用地等の有効活用", "11750"),
        ("14-①", "寄附金の活用推進", "5563"),
        ("15-①", "ネーミングライツの推進", "5088"),
        ("16-①", "基金の効率的な運用", "3385"),
        ("17-①", "（仮称）その他の歳入確保の取組", "4876"),
        ("小計（約3億662万円）", "", "30662"),
        ("財政健全化効果額　合計（約7億701万円）", "", "70701"),
    ]
    amounts = [int(amount) for name, _, amount in shown[3:] if "-" in name]
    assert sum(amounts) == 70_701


def test_every_measure_has_its_sheet_behind_the_contents(papers: Papers) -> None:
    book = opened(papers.paths[4])
    assert book.sheetnames[0] == "目次"
    assert len(book.sheetnames) == 42
    pages = [row[3].value for row in book["目次"].iter_rows(min_row=5) if isinstance(row[3].value, int)]
    assert pages == list(range(1, 42))
    unsettled = [row[4] for row in lines(papers.book(5), "目次", "ABCDE") if row[4].startswith("未確定")]
    assert len(unsettled) == 2  # the measures with the two faults of 担当課12


# -- the whole set


def printed(figure: object) -> set[str]:
    """Give the ways a figure may stand in a paper: `40,039`, an amount also `4億39万円`."""
    ways = {plain(figure)}
    if isinstance(figure, int | float) and figure >= 0:
        oku, rest = divmod(int(figure), 10_000)
        ways.add(f"{f'{oku}億' if oku else ''}{rest}万円")
    return ways


def test_every_figure_of_the_grounds_stands_where_they_say(papers: Papers) -> None:
    figures = stated_figures(papers.grounds, papers.paths)
    assert len(figures) > 250
    for one in figures:
        assert any(way in plain(one.shown) for way in printed(one.figure)), one.place
        assert one.why


def test_an_actual_in_a_sentence_has_its_ground_and_leads_to_the_return(papers: Papers) -> None:
    rows = [
        row for row in opened(papers.grounds)["数値"].iter_rows(min_row=5) if row[6].value == "約36,000件"
    ]
    sheets = {row[3].value.split()[0]: row for row in rows}
    assert set(sheets) == {"主な取組と成果", "指標一覧", "1-1-①"}
    assert sheets["主な取組と成果"][4].value == "指標_実績値"
    assert [cell.value for cell in sheets["主な取組と成果"]].count("受付1 G19") == 1


def test_the_header_tells_number_meeting_and_date(papers: Papers) -> None:
    for path in papers.paths[:4]:
        for sheet in opened(path).worksheets:
            number = path.name.partition("_")[0]
            assert f"第1回行財政改革推進本部　{number}　令和7年7月4日" in sheet.oddHeader.right.text
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_the_templates_are_in_order() -> None:
    assert len(TEMPLATES) == 5
    assert [check(path) for path in TEMPLATES] == [[]] * 5


@needs_ooxml_validator
def test_nothing_is_wrong_in_the_xml(papers: Papers) -> None:
    every = [*papers.paths, papers.grounds, *TEMPLATES]
    assert ooxml_errors_of(every) == {path: [] for path in every}
    assert [lint(path) for path in papers.paths] == [[]] * 5


@needs_libreoffice
def test_the_charts_are_drawn_over_the_total_and_over_the_four_themes(papers: Papers, tmp_path: Path) -> None:
    drawn = resave(papers.paths[0], tmp_path / "保存.xlsx")
    charts = opened(drawn)["進捗状況"]._charts
    areas = {re.sub("[$']", "", series.val.numRef.f) for chart in charts for series in chart.series}
    assert areas == {"進捗状況!B15:F15", *(f"進捗状況!{x}11:{x}14" for x in "BCDEF")}
    assert recalculate(drawn)["進捗状況"] == recalculate(papers.paths[0])["進捗状況"]
