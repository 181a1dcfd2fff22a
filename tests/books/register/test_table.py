"""A sheet of the office's own books is read in every way staff write it; what is not read is asked about."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from toolkit.books.register.table import Columns, Mistakes, TableRow, check_sheets, read_table
from toolkit.model.record import Cell, CellValue
from toolkit.model.years import FiscalYear

GOAL, LIST, DAY, YEAR, MARK = "目標", "言葉", "期限", "年度", "印"
COLUMNS = Columns((GOAL,), (LIST, DAY, YEAR, MARK), ("目標値",))


def grid(*rows: tuple[CellValue, ...], formats: dict[CellValue, str] | None = None) -> list[list[Cell]]:
    """Give rows of cells as the reader gives them."""
    return [
        [
            Cell("", "", str(value or ""), value, number_format=(formats or {}).get(value, "General"))
            for value in row
        ]
        for row in rows
    ]


def row_with(header: str, value: CellValue, number_format: str = "General") -> TableRow:
    """Give the one row of a sheet whose column holds the value, and the word 目標 beside it."""
    cells = grid((GOAL, header) if header != GOAL else (GOAL, LIST), ("あ", value))
    if header == GOAL:
        cells = grid((GOAL,), (value,))
    cells[1][-1] = Cell("", "", str(value), value, number_format=number_format)
    return read_table("照会", cells, COLUMNS, Mistakes("設定.xlsx")).rows[0]


def told(row: TableRow) -> list[str]:
    return [f"{one.cell} {one.what}" for one in row.mistakes.found]


@pytest.mark.parametrize(
    "typed",
    [
        dt.date(2024, 6, 7),
        dt.datetime(2024, 6, 7, 17, 0),  # noqa: DTZ001 - Excel knows no zone
        "2024/6/7",
        "2024-06-07",
        "2024.6.7",
        "2024年6月7日",
        "令和6年6月7日",
        "R6.6.7",
        "r6-6-7",
        "令和６年６月７日(金)",
    ],
)
def test_case_S17_a_deadline_is_read_however_it_is_typed(typed: CellValue) -> None:
    row = row_with(DAY, typed)
    assert row.date(DAY) == dt.date(2024, 6, 7)
    assert not told(row)


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("令和6年6月31日", "「令和6年6月31日」は、暦にない日です。"),
        ("5月末", "「5月末」は日付として読めません。"),
        (Decimal(45450), "「45450」は日付ではありません。"),
    ],
)
def test_case_S17_what_is_no_day_is_refused_with_what_stands_there(typed: CellValue, what: str) -> None:
    row = row_with(DAY, typed)
    assert row.date(DAY) is None
    assert told(row) == [f"B2 {what}"]


def test_case_S17_a_blank_deadline_is_none() -> None:
    row = row_with(DAY, None)
    assert row.date(DAY) is None
    assert not told(row)


@pytest.mark.parametrize("typed", ["R6", "令和6", "Ｒ６", "令和６年度", "2024年度", Decimal(2024)])
def test_case_S17_a_year_is_read_however_it_is_typed(typed: CellValue) -> None:
    row = row_with(YEAR, typed)
    assert row.year(YEAR) == FiscalYear(2024)
    assert not told(row)


@pytest.mark.parametrize(
    ("typed", "number_format", "number"),
    [
        (Decimal(80), "General", "80"),
        ("80", "@", "80"),
        ("80%", "@", "80"),
        ("80 %", "@", "80"),
        ("８０％", "@", "80"),
        ("80.5％", "@", "80.5"),
        (Decimal("0.8"), "0%", "80"),
        (Decimal("0.805"), "0.0%", "80.5"),
        ("1,000", "@", "1000"),
        (Decimal(1000), "#,##0", "1000"),
        ("－5", "@", "-5"),
    ],
)
def test_case_S17_a_percentage_is_read_however_it_is_typed(
    typed: CellValue, number_format: str, number: str
) -> None:
    row = row_with(GOAL, typed, number_format)
    assert row.number(GOAL, percent=True) == Decimal(number)
    assert not told(row)


@pytest.mark.parametrize(
    ("typed", "number_format", "what"),
    [
        ("80%", "@", "「80%」は数として読めません。"),
        (Decimal("0.8"), "0%", "「0.8」が、％で表示されています。"),
        ("八十", "@", "「八十」は数として読めません。"),
        ("80件", "@", "「80件」は数として読めません。"),
        (True, "General", "「TRUE」は数として読めません。"),
    ],
)
def test_what_is_no_plain_number_is_refused_with_what_stands_there(
    typed: CellValue, number_format: str, what: str
) -> None:
    row = row_with(GOAL, typed, number_format)
    assert row.number(GOAL) is None
    assert told(row) == [f"A2 {what}"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("順調、遅れ", ("順調", "遅れ")),
        ("順調, 遅れ，中止", ("順調", "遅れ", "中止")),
        ("順調\n遅れ", ("順調", "遅れ")),
        ("「順調、または達成」、遅れ", ("順調、または達成", "遅れ")),
        ("照会「R5、R6」、なし", ("照会「R5、R6」", "なし")),
        ("1,000件以上、未満", ("1,000件以上", "未満")),
        ("、", ()),
        (None, ()),
    ],
)
def test_a_list_in_one_cell_is_parted_at_commas_and_line_breaks(
    typed: CellValue, words: tuple[str, ...]
) -> None:
    row = row_with(LIST, typed)
    assert row.words_list(LIST) == words
    assert not told(row)


def test_a_bracket_that_stands_alone_is_told() -> None:
    row = row_with(LIST, "「順調、遅れ")
    assert row.words_list(LIST) == ()
    assert told(row) == ["B2 かぎ括弧「 」の片方がありません。"]


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        *(("○", True), ("〇", True), ("◯", True), ("はい", True), (True, True)),
        *(("×", False), ("－", False), ("いいえ", False), (False, False), (None, False)),
    ],
)
def test_a_mark_is_read_however_it_is_typed(typed: CellValue, marked: bool) -> None:
    row = row_with(MARK, typed)
    assert row.mark(MARK) is marked
    assert not told(row)


def test_another_sign_is_no_mark() -> None:
    row = row_with(MARK, "△")
    assert row.mark(MARK) is False
    assert told(row) == ["B2 「印」の「△」は使えない言葉です。"]


def test_a_word_is_known_in_any_width_and_another_gets_the_nearest_one() -> None:
    words = {"項目ごと": 1, "所属ごと": 2}
    assert row_with(LIST, "項目 ごと").word(LIST, words, 0) == 1
    row = row_with(LIST, "所族ごと")
    assert row.word(LIST, words, 0) == 0
    (mistake,) = row.mistakes.found
    assert mistake.mend.endswith("（もしかして「所属ごと」ではありませんか。）")


def test_a_year_column_twice_in_two_spellings_is_told() -> None:
    mistakes = Mistakes("計画台帳.xlsx")
    table = read_table("指標", grid((GOAL, "目標値_R6", "目標値_令和6年度")), COLUMNS, mistakes)
    assert table.years == {"目標値": (FiscalYear(2024),)}
    assert [f"{one.cell} {one.what}" for one in mistakes.found] == ["C1 見出し「目標値_R6」が2つあります。"]


def test_case_S3_what_stands_in_a_column_without_a_header_is_asked_about() -> None:
    mistakes = Mistakes("設定.xlsx")
    cells = grid(
        ("毎年4月に見直す", None, None, "担当 山田"),
        (GOAL, LIST, "備考", None),
        ("10", "あ", "これは覚え", None),
        (None, None, None, "90"),
        ("20", "い", None, "95"),
    )
    table = read_table("判定", cells, COLUMNS, mistakes)
    assert [row.text(GOAL) for row in table.rows] == ["10", "20"]
    assert not mistakes.found
    assert [f"{one.sheet}!{one.cell} {one.what}" for one in mistakes.doubts] == [
        "判定!D4 見出しのない列に「90」があります。見出しのない列は読みません。"
    ]


def test_case_S3_a_sheet_nobody_reads_is_told_with_the_nearest_name() -> None:
    mistakes = Mistakes("計画台帳.xlsx")
    check_sheets(["使い方", "項目", "メモ2", "内訳表"], ["項目"], ["内訳"], mistakes)
    (mistake,) = mistakes.found
    assert (mistake.sheet, mistake.what) == ("内訳表", "シート「内訳表」は読まれません。")
    assert "（もしかして「内訳」ではありませんか。）" in mistake.mend


@pytest.mark.parametrize("text", ["開放" * 20_000, "😀" * 20_000])
def test_case_X5_a_text_no_cell_can_hold_is_told_with_its_cell_and_its_length(text: str) -> None:
    assert told(row_with(LIST, text)) == [
        "B2 40,000文字あります。1つのセルに入るのは32,767文字までです。",
    ]
    assert told(row_with(LIST, "😀" * 16_383)) == []  # 32,766 as Excel counts
