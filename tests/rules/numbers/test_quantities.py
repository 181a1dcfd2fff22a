"""What staff type is read as a person would read it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.record import Answer, Cell, CellValue, State
from toolkit.rules.numbers.amounts import is_slip
from toolkit.rules.numbers.quantities import parse_quantity, read_quantity, split_bracket

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def number_cell(stored: str, number_format: str) -> Cell:
    return Cell("C8", "number", stored, Decimal(stored), None, number_format)


@pytest.mark.parametrize(
    ("text", "unit", "number", "note"),
    [
        pytest.param("１２３", "件", "123", "全角の数字を読み替え", id="G-full-width"),
        pytest.param("１，２３４", "件", "1234", "全角の数字を読み替え", id="G-full-width-comma"),
        pytest.param("1,234", "件", "1234", "", id="G-separators"),
        pytest.param(" 12\u3000", "件", "12", "", id="G-blanks-around"),
        pytest.param("12\u200b_x000D_\n", "件", "12", "", id="G-invisible-around"),
        pytest.param("0123", "件", "123", "", id="G-leading-zero"),
        pytest.param("△2,413", "千円", "-2413", "「△」を負の数と読み替え", id="D7-triangle"),
        pytest.param("▲19.6％", "％", "-19.6", "「▲」を負の数と読み替え", id="D7-black-triangle"),
        pytest.param("▽5", "千円", "-5", "「▽」を負の数と読み替え", id="D7-down-triangle"),
        pytest.param("−12", "件", "-12", "「−」を負の数と読み替え", id="D7-minus-sign"),
        pytest.param("‐12", "件", "-12", "「‐」を負の数と読み替え", id="D7-hyphen"),
        pytest.param("ー12", "件", "-12", "「ー」を負の数と読み替え", id="D7-long-vowel"),
        pytest.param("－12", "件", "-12", "", id="D7-full-width-hyphen"),
        pytest.param("-12", "件", "-12", "", id="D7-ascii"),
        pytest.param("マイナス5", "千円", "-5", "「マイナス」を負の数と読み替え", id="D7-word"),
        pytest.param("12件", "件", "12", "", id="E7-unit"),
        pytest.param("12件", "件/年", "12", "", id="E7-unit-per-year"),
        pytest.param("7件/年", "件/年", "7", "", id="E7-unit-per-year-written"),
        pytest.param("98.5％", "%", "98.5", "", id="E7-percent"),
        pytest.param("120㎡", "㎡", "120", "", id="E7-square-metre"),
        pytest.param("12箇所", "か所", "12", "", id="E7-other-spelling"),
        pytest.param("12件", "", "12", "単位「件」", id="E7-field-without-unit"),
        pytest.param("1,234千円", "千円", "1234", "", id="D10-same-unit"),
        pytest.param("120,000千円", "千円/年", "120000", "", id="D10-sheet-57"),
        pytest.param("1,234（千円）", "千円", "1234", "", id="D10-unit-in-bracket"),
        pytest.param("1億円", "千円", "100000", "1億円を100,000千円に換算", id="D10-oku"),
        pytest.param("30億円", "千円", "3000000", "30億円を3,000,000千円に換算", id="D10-30-oku"),
        pytest.param("30億円", "億円", "30", "", id="D10-sheet-71"),
        pytest.param("30億円", "", "30", "単位「億円」", id="D10-field-without-unit"),
        pytest.param("5円", "千円", "0.005", "5円を0.005千円に換算", id="D10-yen"),
        pytest.param("12百万円", "千円", "12000", "12百万円を12,000千円に換算", id="D10-million"),
        pytest.param("4億39万円", "万円", "40039", "4億39万円を40,039万円に換算", id="D11-two-scales"),
        pytest.param("2億3千万円", "百万円", "230", "2億3千万円を230百万円に換算", id="D11-ten-million"),
        pytest.param("￥1,234", "円", "1234", "", id="yen-sign"),
        pytest.param("3万人", "人", "30000", "3万人を30,000人に換算", id="scale-of-a-count"),
        pytest.param("30億", "億円", "30", "", id="scale-without-unit"),
        pytest.param("約100件", "件", "100", "「約」付きの値", id="about"),
        pytest.param("100件程度", "件", "100", "「程度」付きの値", id="or-so"),
        pytest.param("（見込み）98.5", "%", "98.5", "括弧内「見込み」", id="F1-forecast-before"),
        pytest.param("98.5%（見込み）", "%", "98.5", "括弧内「見込み」", id="F1-forecast-behind"),
        pytest.param("2(78)", "団体", "2", "括弧内78", id="A10-new-and-total"),
        pytest.param("1（76）", "団体", "1", "括弧内76", id="A10-full-width-bracket"),
        pytest.param("2団体/年(86団体)", "団体/年", "2", "括弧内86団体", id="A10-overview"),
        pytest.param("10か所(累計)", "か所", "10", "括弧内「累計」", id="A9-cumulative"),
        pytest.param(
            "41,096千円(令和3年度）", "千円/年", "41096", "括弧内「令和3年度」", id="E7-mixed-brackets"
        ),
        pytest.param(
            "16.1億円(令和4年度当初予算)", "億円", "16.1", "括弧内「令和4年度当初予算」", id="F6-base-year"
        ),
        pytest.param("0", "千円", "0", "", id="D1-zero-is-a-value"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, unit: str, number: str, note: str) -> None:
    assert parse_quantity(text, unit) == Answer(text, State.NUMBER, Decimal(number), note=note)


@pytest.mark.parametrize("text", ["-", "－", "—", "ー", "―", "−", "‐", "（-）", " － "])
def test_a_dash_alone_is_not_set_rule_c1(text: str) -> None:
    assert parse_quantity(text) == Answer(text, State.NOT_SET)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\n", "\u200b", "_x000D_\n"])
def test_nothing_but_white_space_is_blank(text: str) -> None:
    assert parse_quantity(text) == Answer(text, State.BLANK)


@pytest.mark.parametrize(
    ("text", "word", "due"),
    [
        pytest.param("未", "未", "", id="C4-未"),
        pytest.param("未（7月）", "未", "7月", id="C4-未-month"),
        ("未(令和6年7月頃)", "未", "令和6年7月"),
        ("未：令和６年７月", "未", "令和6年7月"),
        pytest.param("未定", "未定", "", id="C4-未定"),
        pytest.param("（未定）", "未定", "", id="C4-未定-full-width"),
        pytest.param("(未定)", "未定", "", id="C4-未定-half-width"),
        pytest.param("集計中", "集計中", "", id="C4-集計中"),
        ("集計中 R6.7判明", "集計中", "R6.7"),
        pytest.param("決算後", "決算後", "", id="C4-決算後"),
        ("決算後（令和6年8月）", "決算後", "令和6年8月"),
        ("決算後（2024/8）", "決算後", "2024/8"),
        pytest.param("新年度集計のため未定", "新年度集計のため未定", "", id="C4-新年度集計"),
        pytest.param("再任用配置未決定のため未定", "再任用配置未決定のため未定", "", id="C4-再任用配置"),
        ("令和6年度分は集計中（9月末）", "令和6年度分は集計中", "9月"),
        ("7月判明予定", "判明予定", "7月"),
        ("7月に集計中", "集計中", "7月"),
        pytest.param("調整中", "調整中", "", id="C4-調整中"),
        pytest.param("〇〇〇", "〇〇〇", "", id="C4-〇〇〇"),
    ],
)
def test_words_for_not_yet_keep_the_word_and_the_month(text: str, word: str, due: str) -> None:
    assert parse_quantity(text, "件") == Answer(text, State.UNDECIDED, word=word, due=due)


@pytest.mark.parametrize(
    ("text", "unit", "note"),
    [
        ("10～15", "件", "数値が複数あります（10、15）。"),
        ("10〜15件", "件", "数値が複数あります（10、15）。"),
        ("10 15", "件", "数値が複数あります（10、15）。"),
        ("1-2", "件", "年月日や年度のように読めます。"),
        ("6/4", "件", "年月日や年度のように読めます。"),
        ("令和6年4月1日", "件", "年月日や年度のように読めます。"),
        ("R6.4.1", "件", "年月日や年度のように読めます。"),
        ("令和元年度", "件", "年月日や年度のように読めます。"),
        ("2024/4", "件", "年月日や年度のように読めます。"),
        ("R6", "件", "年月日や年度のように読めます。"),
        ("1,2345", "件", "桁区切りの位置が正しくありません。"),
        ("(78)", "団体", "括弧だけの数値は、負の数とも累計とも読めます。"),
        ("50件以上", "件", "「以上」が付いていて、値が一つに決まりません。"),
        ("12人", "件", "単位が「人」と書かれていますが、この欄の単位は「件」です。"),
        ("5%", "件", "単位が「%」と書かれていますが、この欄の単位は「件」です。"),
        ("5円", "件", "単位が「円」と書かれていますが、この欄の単位は「件」です。"),
        ("12件/月", "件/年", "「/月」と書かれていますが、この欄は「/年」です。"),
        ("￥1,234", "千円", "「¥」と書かれていますが、この欄の単位は「千円」です。"),
        ("①10件", "件", "丸数字などを含み、どの数値か決まりません。"),
        ("10（7月に集計中）", "件", "数値と「7月に集計中」の両方が書かれています。"),
        ("3校で実施", "校", "数値のほかに文字があります（校で実施）。"),
        ("9" * 40, "件", "桁数が多すぎます。"),
    ],
)
def test_what_reads_in_two_ways_is_asked_and_not_guessed(text: str, unit: str, note: str) -> None:
    assert parse_quantity(text, unit) == Answer(text, State.AMBIGUOUS, note=note)


@pytest.mark.parametrize("text", ["運用中", "未実施", "未導入", "検討中", "導入･運用", "改定なし", "○"])
def test_words_stay_words_as_typed(text: str) -> None:
    assert parse_quantity(f" {text}\n") == Answer(f" {text}\n", State.TEXT, text)


@pytest.mark.parametrize(
    ("stored", "number_format", "unit", "number", "note"),
    [
        ("1234", "General", "件", "1234", ""),
        ("-78", "General", "件", "-78", ""),
        ("0", "General", "件", "0", ""),
        ("0", "#,##0;-#,##0;0", "件", "0", ""),
        ("0.985", "0.0%", "％", "98.5", "98.5%の表示を読み替え"),
        ("0.985", "0%", "", "98.5", "98.5%の表示を読み替え"),
        ("98.5", '0.0"%"', "％", "98.5", ""),
        ("98.5", r"0.0\%", "％", "98.5", ""),
        ("-1234", '#,##0;"△ "#,##0', "千円", "-1234", ""),
        ("123456", '#,##0,"千円"', "千円", "123.456", '「#,##0,"千円"」の表示から換算'),
        ("123000", "#,##0,", "千円", "123", "「#,##0,」の表示から換算"),
        ("1234", '#,##0"千円"', "千円", "1234", ""),
        ("3", '0"億円"', "千円", "300000", '「0"億円"」の表示から換算'),
        ("1234", '#,##0,"百万円"', "千円", "1234", ""),
        ("1234", '"¥"#,##0', "円", "1234", ""),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "千円", "0", "「－」と表示される0"),
        ("12", '0"件"', "件", "12", ""),
    ],
)
def test_a_stored_number_means_what_its_format_shows(
    stored: str, number_format: str, unit: str, number: str, note: str
) -> None:
    answer = read_quantity(number_cell(stored, number_format), unit)
    assert answer == Answer(stored, State.NUMBER, Decimal(number), note=note)


@pytest.mark.parametrize(
    ("number_format", "unit", "note"),
    [
        ("0.0%", "件", "％で表示されていますが、この欄の単位は「件」です。"),
        ('#,##0,"千円"', "件", "金額の書式で表示されていますが、この欄の単位は「件」です。"),
        ('"¥"#,##0', "千円", "「¥」で表示されていますが、この欄の単位は「千円」です。"),
        ('"令和"0"年度"', "", "年度のように表示される書式です。"),
        ("0;0%", "件", "正負などで表示の単位が違う書式です。"),
    ],
)
def test_a_format_that_contradicts_the_field_is_asked(number_format: str, unit: str, note: str) -> None:
    answer = read_quantity(number_cell("6", number_format), unit)
    assert answer == Answer("6", State.AMBIGUOUS, note=note)


@pytest.mark.parametrize(
    ("kind", "raw", "value", "note"),
    [
        (
            "date",
            "46024",
            dt.date(2026, 1, 2),
            "数値でなく、日付（令和8年1月2日）になっています。"
            "「1-2」や「1/2」の入力を、Excelが日付に変えたと思われます。",
        ),
        ("date", "0.41667", dt.time(10, 0), "数値でなく、時刻（10:00:00）になっています。"),
        ("boolean", "1", True, "数値でなく、論理値（TRUE）になっています。"),
    ],
)
def test_what_excel_turned_into_something_else_is_asked(
    kind: str, raw: str, value: CellValue, note: str
) -> None:
    assert read_quantity(Cell("C8", kind, raw, value), "件") == Answer(raw, State.AMBIGUOUS, note=note)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("[$-411]ge.m.d", "R6.4.1"),
        ('[$-411]ggge"年"m"月"d"日"', "令和6年4月1日"),
        ('[$-411]e"年度"', "6年度"),
        ('yyyy"年"m"月"', "2024年4月"),
        ('[$-1030411]gge"年"m"月"', "令6年4月"),
    ],
    ids=["builtin-27", "builtin-28", "era-year", "builtin-34", "LibreOffice"],
)
def test_a_date_where_a_number_is_asked_is_asked_about_as_it_is_shown(number_format: str, shown: str) -> None:
    cell = Cell("C8", "date", "45383", dt.date(2024, 4, 1), None, number_format)
    note = f"数値でなく、日付（{shown}）になっています。"
    assert read_quantity(cell, "件") == Answer("45383", State.AMBIGUOUS, note=note)


def test_a_date_without_a_year_is_what_excel_makes_of_1_2() -> None:
    cell = Cell("C8", "date", "46024", dt.date(2026, 1, 2), None, 'm"月"d"日"')
    assert "「1-2」や「1/2」の入力を、Excelが日付に変えた" in read_quantity(cell, "件").note


def test_the_two_conventions_of_percent_are_told_apart_by_the_format_alone() -> None:
    for stored, shown in (("0.985", "0.0%"), ("98.5", '0.0"%"'), ("98.5", "General"), ("0.985", "0%")):
        assert read_quantity(number_cell(stored, shown), "%").value == Decimal("98.5")


@pytest.mark.parametrize(
    ("value", "unit", "known", "is_asked"),
    [
        pytest.param("5000000", "千円", ["5000"], True, id="yen-for-thousands"),
        pytest.param("5", "千円", ["5000"], True, id="millions-for-thousands"),
        pytest.param("500", "千円", ["5000", "5200"], True, id="man-yen-by-two-witnesses"),
        pytest.param("500", "千円", ["5000"], False, id="a-tenth-by-one-witness-is-a-bad-year"),
        pytest.param("500", "千円", ["5000", "600"], False, id="last-year-was-alike"),
        pytest.param("5", "千円", ["5000", "6"], False, id="last-year-was-as-small"),
        pytest.param("0.985", "%", ["98"], True, id="a-share-among-percentages"),
        pytest.param("0.985", "％", ["1.2"], False, id="a-small-percentage"),
        pytest.param("0.985", "件", ["98"], False, id="no-percentage"),
        pytest.param("0", "千円", ["5000"], False, id="zero-is-a-value"),
        pytest.param("12", "件", [], False, id="nothing-to-compare"),
        pytest.param("-500000", "件", ["500"], True, id="whatever-its-sign"),
    ],
)
def test_a_number_in_another_unit_than_the_plans_is_noticed(
    value: str, unit: str, known: list[str], is_asked: bool
) -> None:
    assert is_slip(Decimal(value), unit, [(Decimal(one), Decimal(100)) for one in known]) is is_asked


def test_an_error_keeps_its_code_and_a_formula_without_a_result_is_an_error() -> None:
    error = Cell("C8", "error", "#DIV/0!", "#DIV/0!", "C6/C7")
    assert read_quantity(error) == Answer("#DIV/0!", State.ERROR, note="#DIV/0!")
    assert read_quantity(Cell("C8", formula="SUM(A1:A3)")).state is State.ERROR
    assert read_quantity(Cell("C8")) == Answer("", State.BLANK)


def test_a_formula_with_a_result_and_a_text_cell_are_read_by_their_value() -> None:
    assert read_quantity(Cell("C8", "number", "5", Decimal(5), "2+3"), "件").value == 5
    assert read_quantity(Cell("C8", "text", "１２件", "１２件"), "件").value == 12


def test_a_bracket_is_parted_from_what_stands_outside() -> None:
    assert split_bracket("2（78）") == ("2", "78")
    assert split_bracket("2(78)以上") == ("2以上", "78")
    assert split_bracket("(78)") == ("(78)", "")
    assert split_bracket("導入") == ("導入", "")


numbers = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)


@given(
    number=numbers,
    minus=st.sampled_from(["-", "△", "▲", "−", "‐", "ー", "－", "マイナス"]),
    separators=st.booleans(),
    full_width=st.booleans(),
    before=st.sampled_from(["", " ", "\u3000", "約", "（見込み）"]),
    behind=st.sampled_from(["", " ", "千円", " 千円", "千円程度", "（千円）", "(見込み)"]),
)
def test_a_number_written_in_any_way_reads_back(
    number: Decimal, minus: str, separators: bool, full_width: bool, before: str, behind: str
) -> None:
    digits = f"{abs(number):,}" if separators else f"{abs(number)}"
    text = (minus if number < 0 else "") + (digits.translate(FULL_WIDTH) if full_width else digits)
    if "（" in before and behind[:1] in ("（", "("):
        behind = ""
    answer = parse_quantity(before + text + behind, "千円")
    assert (answer.state, answer.value) == (State.NUMBER, number)
    assert answer.raw == before + text + behind


@given(number=numbers, unit=st.sampled_from(["円", "千円", "万円", "百万円", "億円"]))
def test_converting_money_to_another_unit_loses_nothing(number: Decimal, unit: str) -> None:
    there = parse_quantity(f"{number}{unit}", "円").value
    assert isinstance(there, Decimal)
    assert parse_quantity(f"{there:f}円", unit).value == number


@given(st.text(max_size=60), st.sampled_from(["", "件", "千円", "％", "件/年", "-", "("]))
def test_any_text_gets_an_answer_and_stays_untouched(text: str, unit: str) -> None:
    answer = parse_quantity(text, unit)
    assert answer.raw == text
    assert (answer.state is State.NUMBER) == isinstance(answer.value, Decimal)


@pytest.mark.parametrize(
    ("text", "word", "due"),
    [
        ("7月に判明", "判明", "7月"),
        ("調査中7月確定予定", "調査中", "7月"),
        ("集計中 R6.7判明", "集計中", "R6.7"),
        ("令和6年7月公表予定", "公表予定", "令和6年7月"),
    ],
)
def test_an_open_answer_says_its_word_and_when_it_will_be_known(text: str, word: str, due: str) -> None:
    answer = parse_quantity(text)
    assert (answer.state, answer.word, answer.due) == (State.UNDECIDED, word, due)
