"""What could be misread in silence, as typed or as shown, is asked or told, and for the true reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toolkit.model.record import Cell, State
from toolkit.rules.numbers.printing import print_percent, round_off
from toolkit.rules.numbers.quantities import parse_quantity, print_as_read, read_quantity, says_none


def number_cell(stored: str, number_format: str) -> Cell:
    return Cell("C8", "number", stored, Decimal(stored), None, number_format)


def why_asked(text: str, unit: str) -> str:
    answer = parse_quantity(text, unit)
    assert (answer.state, answer.value) == (State.AMBIGUOUS, None)
    return answer.note


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("1,683/3,000", "％", "「/」のうしろにも数値（3,000）があり、どちらの値か決まりません。"),
        ("120/150", "件", "「/」のうしろにも数値（150）があり、どちらの値か決まりません。"),
        ("1,200/1,500", "千円", "「/」のうしろにも数値（1,500）があり、どちらの値か決まりません。"),
        ("30件/34件", "件", "「/」のうしろにも数値（34件）があり、どちらの値か決まりません。"),
        ("30件／34件", "件", "「/」のうしろにも数値（34件）があり、どちらの値か決まりません。"),
        ("120/150", "", "「/」のうしろにも数値（150）があり、どちらの値か決まりません。"),
        ("34件/月", "件", "「/月」と書かれていますが、この欄は「件」です。"),
        ("34 件 / 月", "件", "「/月」と書かれていますが、この欄は「件」です。"),
        ("34/月", "件", "「/月」と書かれていますが、この欄は「件」です。"),
        ("1,234千円/月", "千円", "「/月」と書かれていますが、この欄は「千円」です。"),
        ("12,000千円/年", "千円", "「/年」と書かれていますが、この欄は「千円」です。"),
        ("34/日", "", "「/日」と書かれていますが、この欄は「/」が付かない値です。"),
        ("34/", "件", "「/」のうしろに何も書かれていません。"),
        ("34（月平均）", "件", "「月平均」の値か、年間の値かが決まりません。"),
    ],
)
def test_case_R1_a_divisor_and_another_span_are_asked(text: str, unit: str, why: str) -> None:
    assert why_asked(text, unit) == why


@pytest.mark.parametrize(("text", "unit"), [("7件/年", "件/年"), ("7件/年度", "件/年"), ("7件", "件/年")])
def test_case_R1_the_fields_own_span_stays_read(text: str, unit: str) -> None:
    assert parse_quantity(text, unit).value == 7


@pytest.mark.parametrize(
    ("text", "unit", "sign"),
    [
        ("34-", "件", "-"),
        ("３４－", "件", "-"),
        ("34▲", "件", "▲"),
        ("1,234▲", "千円", "▲"),
        ("34件▲", "件", "▲"),
        ("34減", "", "減"),
        ("1,234千円減", "千円", "減"),
        ("34マイナス", "件", "マイナス"),
    ],
)
def test_case_R2_a_sign_behind_a_number_is_asked(text: str, unit: str, sign: str) -> None:
    assert why_asked(text, unit) == f"数値のうしろに「{sign}」があり、正負が決まりません。"


def test_case_R2_a_sign_in_a_bracket_is_asked() -> None:
    assert why_asked("34（▲）", "件") == "数値に「▲」が添えられていて、正負が決まりません。"


@pytest.mark.parametrize(
    ("stored", "number_format", "unit", "why"),
    [
        ("1813", '"▲"#,##0', "千円", "「▲1,813」と表示されますが、中の数値は1,813です。"),
        ("1813", '"減"#,##0', "千円", "「減1,813」と表示されますが、中の数値は1,813です。"),
        ("1813", '"▲"#,##0"千円"', "千円", "「▲1,813千円」と表示されますが、中の数値は1,813です。"),
        ("34", "(0)", "件", "「(34)」と表示されますが、中の数値は34です。"),
        ("34", '0"▲"', "件", "「34▲」と表示されますが、中の数値は34です。"),
        ("34", '[>=30]"▲"0;0', "件", "「▲34」と表示されますが、中の数値は34です。"),
        ("-34", "0;0", "件", "「34」と表示されますが、中の数値は-34です。"),
        (
            "3.2",
            '0.0"割"',
            "件",
            "書式で「3.2割」と表示されています。単位が「割」と書かれていますが、この欄の単位は「件」です。",
        ),
        (
            "34",
            '0"人"',
            "件",
            "書式で「34人」と表示されています。単位が「人」と書かれていますが、この欄の単位は「件」です。",
        ),
        (
            "34",
            '0"件/月"',
            "件",
            "書式で「34件/月」と表示されています。「/月」と書かれていますが、この欄は「件」です。",
        ),
        ("1813", '#,##0"千円/月"', "千円", "「/月」と表示されていますが、この欄の単位は「千円」です。"),
    ],
)
def test_case_R6_what_a_format_shows_beside_a_number_is_judged_as_if_typed(
    stored: str, number_format: str, unit: str, why: str
) -> None:
    answer = read_quantity(number_cell(stored, number_format), unit)
    assert (answer.state, answer.note) == (State.AMBIGUOUS, why)


@pytest.mark.parametrize(
    ("stored", "number_format", "unit", "number"),
    [
        ("-1813", '#,##0;"▲"#,##0', "千円", "-1813"),
        ("1813", '#,##0;"▲"#,##0', "千円", "1813"),
        ("-34", '[<0]"△"0;0', "件", "-34"),
        ("-34", "#,##0;[Red]#,##0", "件", "-34"),
        ("-34", "#,##0_);(#,##0)", "件", "-34"),
        ("-34", '"増"0;"減"0', "件", "-34"),
        ("34", '0"名"', "人", "34"),
        ("3", '0"万人"', "人", "30000"),
        ("0", '"▲"0', "件", "0"),
    ],
)
def test_case_R6_a_format_that_says_what_the_cell_holds_is_read(
    stored: str, number_format: str, unit: str, number: str
) -> None:
    assert read_quantity(number_cell(stored, number_format), unit).value == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("1,813千円削減", "千円", "数値のほかに文字があります（千円削減）。"),
        ("1,034件が完了", "件", "数値のほかに文字があります（件が完了）。"),
        ("1,2345件", "件", "桁区切りの位置が正しくありません。"),
        ("12,34,567", "件", "桁区切りの位置が正しくありません。"),
    ],
)
def test_case_R8_the_reason_is_the_true_one(text: str, unit: str, why: str) -> None:
    assert why_asked(text, unit) == why


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("-（7月確定）", "7月"),
        ("－（７月確定予定）", "7月"),
        ("-7月確定", "7月"),
        ("－（7月）", "7月"),
        ("－（集計中）", ""),
        ("－（令和6年8月判明）", "令和6年8月"),
    ],
)
def test_case_R9_a_dash_with_a_month_is_not_known_yet(text: str, due: str) -> None:
    answer = parse_quantity(text, "件")
    assert (answer.state, answer.due) == (State.UNDECIDED, due)


@pytest.mark.parametrize(
    "text", ["なし", "無", "該当なし", "－（該当なし）", "（なし）", "該当なし。", "効果なし"]
)
def test_case_R10_words_for_nothing_are_known(text: str) -> None:
    assert says_none(text)
    assert not says_none("改定なし")
    assert not says_none("0")


@pytest.mark.parametrize("stored", ["1E26", "1E30", "-1E300", "1E-30"])
def test_case_X6_a_number_beyond_all_counting_is_asked(stored: str) -> None:
    assert read_quantity(number_cell(stored, "General"), "%").state is State.AMBIGUOUS


def test_case_X6_no_size_of_a_number_stops_the_printing() -> None:
    assert why_asked("9" * 26, "件") == "桁数が多すぎます。"
    assert round_off(Decimal("1E300"), 6, truncate=False) == Decimal("1E300")
    assert print_percent(Decimal("9" * 27), 1, truncate=True) == "9" * 27 + ".0%"


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("６６１名", "人", "661人"),
        ("０件", "件", "0件"),
        ("58.3％", "%", "58.3%"),
        ("45.0％", "％", "45.0％"),
        ("12箇所", "か所", "12か所"),
        ("30億円", "千円", "3,000,000千円"),
        ("7件/年度", "件/年", "7件/年"),
        ("△2,413", "千円", "△2,413"),
        ("約36,000件", "件", "約36,000件"),
        ("98.5（見込み）", "%", "98.5（見込み）"),
        ("14 (19)", "団体", "14 (19)"),
        ("¥1,200", "円", Decimal(1200)),
        ("2(累計5)", "件", Decimal(2)),
        ("１，７２５", "件", Decimal(1725)),
    ],
)
def test_case_D9_a_paper_prints_a_number_as_it_was_read(text: str, unit: str, shown: str | Decimal) -> None:
    assert print_as_read(parse_quantity(text, unit), unit) == shown
