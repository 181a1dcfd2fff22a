"""Every finding rules can make is made by a hand-made return, and by nothing that is clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.rules.small_return import (
    ACTUAL,
    ASKED,
    BASE,
    CHOSEN,
    DUE,
    EFFECT,
    GRADE,
    MEASURE,
    R5,
    R6,
    REASON,
    RESULT,
    SUBTOTAL,
    codes_of,
    findings_of,
    item_of,
    number_cell,
    printed,
    return_of,
    text_cell,
)
from tests.settings_book import profile_of
from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.choices import Choice, Choices
from toolkit.model.fields import Slot
from toolkit.model.plan import Item, Method
from toolkit.model.record import Cell
from toolkit.model.verdicts import Flag, Judgement
from toolkit.rules.checks.file_checks import iter_locked_changes
from toolkit.rules.record.city_contract import narrow
from toolkit.rules.record.read_item import ReadItem, example_of, is_set, planned_amount

RAISED_BY_RULES = {
    "blank",
    "number-expected",
    "ambiguous",
    "error-value",
    "formula-in-input",
    "formula-not-calculated",
    "choice-unknown",
    "out-of-range",
    "implausible",
    "undecided-without-month",
    "effect-missing",
    "dash-for-target",
    "shortfall-unexplained",
    "miss-unexplained",
    "miss-explanation-wanted",
    "subtotal-differs",
    "read-as",
}


def formula(text: str, value: str | None, ref: str = "C8") -> Cell:
    if value is None:
        return Cell(ref, formula=text)
    return Cell(ref, "number", value, Decimal(value), formula=text)


CASES: list[tuple[str, Mapping[Slot, Cell], Slot, str]] = [
    ("blank", {RESULT: text_cell("")}, RESULT, "「年次_取組実績」が空欄です。"),
    ("blank", {ACTUAL: text_cell("　")}, ACTUAL, "「指標_実績値」が空欄です。"),
    ("blank", {GRADE: text_cell("")}, GRADE, "「年次_評価」が空欄です。"),
    ("number-expected", {ACTUAL: text_cell("増加した")}, ACTUAL, "「増加した」は数値として読めません。"),
    ("number-expected", {EFFECT: text_cell("なし")}, EFFECT, "「なし」は数値として読めません。"),
    (
        "ambiguous",
        {ACTUAL: text_cell("10～15")},
        ACTUAL,
        "「10～15」は、読み方が一つに決まりません。数値が複数あります（10、15）。",
    ),
    (
        "ambiguous",
        {EFFECT: text_cell("(5,200)")},
        EFFECT,
        "「(5,200)」は、読み方が一つに決まりません。括弧だけの数値は、負の数とも累計とも読めます。",
    ),
    (
        "error-value",
        {ACTUAL: Cell("C8", "error", "#DIV/0!", "#DIV/0!")},
        ACTUAL,
        "計算のエラー（#DIV/0!）になっています。",
    ),
    (
        "error-value",
        {GRADE: Cell("C11", "error", "#N/A", "#N/A")},
        GRADE,
        "計算のエラー（#N/A）になっています。",
    ),
    (
        "formula-in-input",
        {ACTUAL: formula("=1000+100", "1100")},
        ACTUAL,
        "数式（=1000+100）で記入されています。値「1100」を使います。",
    ),
    (
        "formula-not-calculated",
        {ACTUAL: formula("=Sheet2!A1", None)},
        ACTUAL,
        "数式（=Sheet2!A1）の計算結果がファイルにありません。",
    ),
    ("choice-unknown", {GRADE: text_cell("順調")}, GRADE, "「順調」は選択肢にありません。"),
    (
        "out-of-range",
        {EFFECT: number_cell("10000001", "C10")},
        EFFECT,
        "「10000001」は、通常の範囲（10,000,000以下）の外です。",
    ),
    (
        "out-of-range",
        {EFFECT: number_cell("-10000001", "C10")},
        EFFECT,
        "「-10000001」は、通常の範囲（-10,000,000以上）の外です。",
    ),
    (
        "implausible",
        {ACTUAL: number_cell("100000")},
        ACTUAL,
        "「100000」は、目標値「1,000」と桁が大きく違います。",
    ),
    ("implausible", {ACTUAL: number_cell("10")}, ACTUAL, "「10」は、目標値「1,000」と桁が大きく違います。"),
    (
        "undecided-without-month",
        {ACTUAL: text_cell("未")},
        ACTUAL,
        "「未」とありますが、いつ分かるかの記載がありません。",
    ),
    (
        "undecided-without-month",
        {EFFECT: text_cell("決算後")},
        EFFECT,
        "「決算後」とありますが、いつ分かるかの記載がありません。",
    ),
    (
        "effect-missing",
        {EFFECT: text_cell("")},
        EFFECT,
        "効果見込額5,000千円に対する実績効果額がありません。",
    ),
    (
        "effect-missing",
        {EFFECT: text_cell("－")},
        EFFECT,
        "効果見込額5,000千円に対する実績効果額がありません。",
    ),
    (
        "dash-for-target",
        {ACTUAL: text_cell("－")},
        ACTUAL,
        "目標値「1,000」がありますが、実績値は「－」です。",
    ),
    (
        "shortfall-unexplained",
        {ACTUAL: number_cell("900"), RESULT: text_cell("")},
        RESULT,
        "実績値「900」が目標値「1,000」に届いていませんが、取組実績が空欄です。",
    ),
    (
        "subtotal-differs",
        {SUBTOTAL: number_cell("5300", "F10")},
        SUBTOTAL,
        "小計は「5300」ですが、各年度を足すと「5,200」です。",
    ),
    (
        "read-as",
        {EFFECT: text_cell("520万円")},
        EFFECT,
        "「520万円」を「5,200」と読みました。520万円を5,200千円に換算",
    ),
]


@pytest.mark.parametrize(("code", "changed", "slot", "what"), CASES)
def test_a_fault_is_found_at_its_cell_in_plain_words(
    code: str, changed: Mapping[Slot, Cell], slot: Slot, what: str
) -> None:
    answered = return_of(changed)
    found = [finding for finding in findings_of(answered) if finding.code == code]
    assert [(finding.slot, finding.what) for finding in found] == [(slot, what)]
    assert found[0].place == answered.record.places[slot]
    assert (found[0].department, found[0].item_id) == ("企画部 経営企画課", "(1)-①")
    assert found[0].mend
    assert found[0].expected


def test_the_tables_raise_every_code_that_rules_can_raise() -> None:
    assert {code for code, *_ in CASES} | {code for _, _, code, *_ in WHEN_MISSED} == RAISED_BY_RULES
    assert set(CATALOGUE) >= RAISED_BY_RULES


def test_a_good_return_has_no_finding() -> None:
    assert codes_of(return_of()) == []


CLEAR = {
    "１，１００": ACTUAL,
    "1,100件": ACTUAL,
    "1,100 件": ACTUAL,
    "1100　": ACTUAL,
    "約1,100": ACTUAL,
    "未（7月）": ACTUAL,
    "決算後（7月）": ACTUAL,
    "集計中 R6.7判明": ACTUAL,
    "△5": ACTUAL,
    "▲１，２３４千円": EFFECT,
    "1,234千円": EFFECT,
    "0": EFFECT,
    "5.2百万円": EFFECT,
    "未定（令和6年9月）": EFFECT,
    "計画どおり　": GRADE,
    "計画 どおり": GRADE,
    "計画\nどおり": GRADE,
    "遅れ ": GRADE,
    "　取り組んだ。　": RESULT,
    "=取り組んだ": RESULT,
}


@pytest.mark.parametrize(("text", "slot"), CLEAR.items())
def test_a_clear_answer_is_never_to_be_mended_however_it_is_typed(text: str, slot: Slot) -> None:
    found = findings_of(return_of({slot: text_cell(text)}))
    assert [finding.what for finding in found if finding.severity is Severity.ERROR] == []


def test_a_choice_written_full_width_in_the_citys_own_schema_is_the_same_choice() -> None:
    choices = {"year.evaluation": Choices((Choice("Ａ　達成"), Choice("Ｂ")))}
    schema = narrow(BASE, replace(profile_of("isehara"), choices=choices))
    for typed in ("Ａ　達成", "A 達成", "A達成", "Ｂ", "B "):
        assert codes_of(return_of({GRADE: text_cell(typed)}), schema) == []
    for typed in ("C", "None"):
        assert codes_of(return_of({GRADE: text_cell(typed)}), schema) == ["choice-unknown"]


def test_an_unknown_choice_is_told_the_choices_there_are() -> None:
    found = findings_of(return_of({GRADE: text_cell("順調")}))
    assert found[0].expected == "計画以上、計画どおり、やや遅れ、遅れ、未着手"


def test_case_D5_an_example_shows_how_a_number_is_written_and_never_the_planned_one() -> None:
    # Planned are 1,000 件 and 5,000 千円: what stands as an example is copied.
    found = findings_of(return_of({ACTUAL: text_cell("増加"), EFFECT: text_cell("減少")}))
    assert [(finding.expected, finding.example) for finding in found] == [
        ("数値（単位：件）", "12,345"),
        ("数値（単位：千円）", "12,345"),
    ]
    (missing,) = findings_of(return_of({EFFECT: text_cell("")}))
    assert (missing.code, missing.example) == ("effect-missing", "12,345")


@pytest.mark.parametrize(
    ("target", "unit", "example"),
    [
        ("1,000", "人", "12,345"),
        ("84.5%", "%", "12.3"),
        ("84.5", "％", "12.3"),
        ("1 (6)", "件", "12 (345)"),
        ("７件（累計22件）", "件", "12件(累計345件)"),
    ],
)
def test_case_D5_the_example_has_the_form_of_what_is_planned(target: str, unit: str, example: str) -> None:
    item = item_of(target=target, unit=unit)
    assert example_of(item, ACTUAL) == example


def test_case_D5_only_a_number_may_come_later() -> None:
    blank = {ACTUAL: text_cell(""), GRADE: text_cell("")}
    found = findings_of(return_of(blank))
    assert [(finding.code, finding.slot, finding.example) for finding in found] == [
        ("blank", ACTUAL, "未（令和6年7月）"),
        ("blank", GRADE, ""),
    ]


def test_one_cell_with_a_fault_is_named_once() -> None:
    both = {EFFECT: Cell("C10", "error", "#REF!", "#REF!")}
    assert codes_of(return_of(both)) == ["error-value"]
    assert codes_of(return_of({ACTUAL: formula("=A1", None)})) == ["formula-not-calculated"]
    assert codes_of(return_of({EFFECT: formula("=A1", None, "C10")})) == ["formula-not-calculated"]


def test_a_formula_that_ends_in_an_error_is_an_error() -> None:
    broken = Cell("C8", "error", "#DIV/0!", "#DIV/0!", formula="=1/0")
    assert codes_of(return_of({ACTUAL: broken})) == ["error-value"]


def test_a_target_that_is_not_set_needs_no_actual() -> None:
    for target in ("", "-", "－"):
        assert codes_of(return_of({ACTUAL: text_cell("")}, item_of(target=target))) == []
        assert codes_of(return_of({ACTUAL: text_cell("－")}, item_of(target=target))) == []
    assert codes_of(return_of({ACTUAL: text_cell("")}, item_of(target="0"))) == ["blank"]


def test_an_effect_that_is_not_planned_needs_no_actual() -> None:
    for planned in ("", "-"):
        for actual in ("", "-"):
            assert codes_of(return_of({EFFECT: text_cell(actual)}, item_of(planned=planned))) == []


def test_an_effect_planned_as_0_wants_its_actual() -> None:
    assert codes_of(return_of({EFFECT: text_cell("")}, item_of(planned="0"))) == ["effect-missing"]


def test_an_effect_answered_with_words_where_none_was_planned_is_found() -> None:
    item = Item(**{**vars(item_of()), "effects": ()})
    assert codes_of(return_of({EFFECT: text_cell("多大")}, item)) == ["number-expected"]


def test_only_what_is_required_must_not_stay_empty() -> None:
    empty = {RESULT: text_cell(""), GRADE: text_cell("")}
    assert codes_of(return_of(empty, required=[RESULT])) == ["blank"]
    assert codes_of(return_of(empty, required=[])) == []


def test_a_field_that_was_not_asked_is_not_judged() -> None:
    last_year = Slot("year.evaluation", year=R6)
    answered = return_of()
    extra = {**answered.record.answers, last_year: answered.record.answer(RESULT)}
    record = type(answered.record)(answered.record.item_id, extra, answered.record.places)
    changed = type(answered)(**{**vars(answered), "record": record})
    assert codes_of(changed) == []


def test_words_are_an_answer_where_a_person_judges() -> None:
    item = item_of(target="検討", method=Method.PERSON)
    assert codes_of(return_of({ACTUAL: text_cell("検討を終えた")}, item)) == []


@pytest.mark.parametrize(
    ("actual", "is_asked"),
    [("100000", True), ("99999", False), ("10", True), ("11", False), ("-100000", True), ("0", False)],
)
def test_a_hundredfold_of_the_target_is_asked_about_and_not_less(actual: str, is_asked: bool) -> None:
    assert ("implausible" in codes_of(return_of({ACTUAL: number_cell(actual)}))) == is_asked


def test_what_was_read_as_another_number_is_told_and_nothing_else() -> None:
    found = findings_of(return_of({EFFECT: text_cell("５２００")}))
    assert [(finding.code, finding.severity) for finding in found] == [("read-as", Severity.INFO)]
    assert found[0].what == "「５２００」を「5,200」と読みました。全角の数字を読み替え"


def test_a_shortfall_that_is_explained_or_not_asked_to_be_is_fine() -> None:
    assert codes_of(return_of({ACTUAL: number_cell("900")})) == []
    answered = return_of({ACTUAL: number_cell("900"), RESULT: text_cell("")})
    without = type(answered.asked)([slot for slot in ASKED if slot != RESULT], [])
    assert codes_of(type(answered)(**{**vars(answered), "asked": without})) == []


# -- what only some answers want


WHEN_MISSED: list[tuple[Slot, tuple[Slot, ...], str, Severity, str]] = [
    (
        MEASURE,
        (MEASURE,),
        "miss-unexplained",
        Severity.ERROR,
        "実績値「844」が目標値「900」に届いていませんが、今後の対応策が空欄です。",
    ),
    (
        REASON,
        (REASON, MEASURE),
        "miss-unexplained",
        Severity.ERROR,
        "実績値「844」が目標値「900」に届いていませんが、未達成の理由が空欄です。",
    ),
    (
        REASON,
        (MEASURE,),
        "miss-explanation-wanted",
        Severity.WARNING,
        "実績値「844」が目標値「900」に届いていません。未達成の理由が空欄です。",
    ),
]
BOTH = {REASON: text_cell("希望者が減ったため。"), MEASURE: text_cell("研修を見直す。")}
ASKED_OF_A_MISS = (*ASKED, REASON, MEASURE)


@pytest.mark.parametrize(
    ("slot", "required", "code", "severity", "what"),
    WHEN_MISSED,
    ids=["B10-phase-1-measure", "B10-phase-2-reason", "B10-phase-1-reason-is-not-required"],
)
def test_a_miss_wants_its_reason_and_what_will_be_done(
    slot: Slot, required: tuple[Slot, ...], code: str, severity: Severity, what: str
) -> None:
    cells = {ACTUAL: number_cell("844"), **BOTH, slot: text_cell("")}
    answered = return_of(cells, item_of(target="900"), (*ASKED, *required), ASKED_OF_A_MISS)
    found = findings_of(answered)
    assert [(one.code, one.severity, one.slot, one.what) for one in found] == [(code, severity, slot, what)]


def test_a_blank_is_told_though_a_formula_before_it_shows_nothing() -> None:
    nothing = Cell("C9", "text", "", "", formula='=""')
    found = findings_of(return_of({RESULT: nothing, GRADE: text_cell("")}))
    assert [one.slot for one in found if one.code == "blank"] == [GRADE]


def test_a_miss_wants_its_reason_though_the_indicator_before_it_was_achieved() -> None:
    cells = {ACTUAL: number_cell("844"), **BOTH, MEASURE: text_cell("")}
    answered = return_of(cells, item_of(target="900"), (*ASKED, MEASURE), ASKED_OF_A_MISS)
    (missed,) = answered.verdicts
    achieved = replace(missed, indicator=2, judgement=Judgement(Flag.ACHIEVED, ""))
    found = findings_of(replace(answered, verdicts=(achieved, missed)))
    assert [(one.code, one.slot) for one in found] == [("miss-unexplained", MEASURE)]


@pytest.mark.parametrize(
    ("required", "errors", "warnings"),
    [
        pytest.param((MEASURE,), 0, 6, id="B10-R5-16-with-measures-10-with-reasons"),
        pytest.param((REASON, MEASURE), 6, 0, id="B10-the-same-where-both-are-required"),
    ],
)
def test_the_sixteen_missed_of_one_year_lack_six_reasons(
    required: tuple[Slot, ...], errors: int, warnings: int
) -> None:
    reasons = [text_cell("希望者が減ったため。")] * 10 + [text_cell("")] * 6
    found = [
        finding.severity
        for reason in reasons
        for finding in findings_of(
            return_of(
                {ACTUAL: number_cell("844"), **BOTH, REASON: reason},
                item_of(target="900"),
                (*ASKED, *required),
                ASKED_OF_A_MISS,
            )
        )
    ]
    assert (found.count(Severity.ERROR), found.count(Severity.WARNING)) == (errors, warnings)


def test_who_reached_the_target_or_was_not_asked_has_nothing_to_explain() -> None:
    empty = {REASON: text_cell(""), MEASURE: text_cell("")}
    assert codes_of(return_of(empty, None, ASKED_OF_A_MISS, ASKED_OF_A_MISS)) == []
    assert codes_of(return_of({ACTUAL: text_cell("未（7月）")} | empty, None, ASKED_OF_A_MISS)) == []
    assert codes_of(return_of({ACTUAL: number_cell("844")} | empty, item_of(target="900"))) == []


@pytest.mark.parametrize(
    ("target", "method", "actual", "codes"),
    [
        ("検討", Method.PERSON, "検討を終えた", ["blank"]),
        ("検討", Method.PERSON, "未（7月）", []),
        ("検討", Method.NUMBER, "5", ["blank"]),
        ("前年度比5%減", Method.LAST_YEAR, "時間外の削減はなし", ["blank"]),
        ("前年度比5%減", Method.LAST_YEAR, "900", []),
        ("900", Method.NUMBER, "1000", []),
        ("-", Method.PERSON, "検討を終えた", []),
    ],
)
def test_a_choice_is_wanted_where_only_a_person_can_judge(
    target: str, method: Method, actual: str, codes: list[str]
) -> None:
    cells = {ACTUAL: text_cell(actual), CHOSEN: text_cell("")}
    asked = (*ASKED, CHOSEN)
    assert codes_of(return_of(cells, item_of(target=target, method=method), asked, asked)) == codes


@pytest.mark.parametrize(
    ("actual", "codes"), [("未", ["blank", "undecided-without-month"]), ("未（7月）", []), ("1000", [])]
)
def test_a_month_is_wanted_where_the_answer_waits_for_one(actual: str, codes: list[str]) -> None:
    asked = (*ASKED, DUE)
    answered = return_of({ACTUAL: text_cell(actual), DUE: text_cell("")}, None, asked, asked)
    assert codes_of(answered) == codes


@pytest.mark.parametrize(
    ("actual", "codes"),
    [
        pytest.param("14(20)", ["read-as"], id="A8-both-numbers"),
        pytest.param("14", ["ambiguous"], id="A8-one-number-is-asked-about"),
        pytest.param("未（7月）", [], id="A8-undecided"),
    ],
)
def test_a_plain_number_beside_a_target_with_a_total_is_asked_about(actual: str, codes: list[str]) -> None:
    found = findings_of(
        return_of({ACTUAL: text_cell(actual)}, item_of(target="1 (6)", method=Method.INCREMENT))
    )
    assert [finding.code for finding in found] == codes
    if codes == ["ambiguous"]:
        assert found[0].what == (
            "「14」は、読み方が一つに決まりません。"
            "目標値「1 (6)」は今年度分と（累計）ですが、実績値「14」はどちらか分かりません。"
        )
        assert found[0].example == "12 (345)"


def test_nothing_of_an_indicator_is_awaited_before_it_starts() -> None:
    item = item_of(target="1,000")
    later = replace(item, indicators=(replace(item.indicators[0], start_year=R6),))
    assert codes_of(return_of({ACTUAL: text_cell("")}, later)) == []


@pytest.mark.parametrize(
    ("subtotal", "effect", "is_asked"),
    [
        (number_cell("5200", "F10"), number_cell("5200"), False),
        (text_cell("5,200千円"), number_cell("5200"), False),
        (text_cell("-"), text_cell("-"), False),
        (text_cell("-"), number_cell("5200"), False),
        (number_cell("0", "F10"), text_cell("-"), False),
        (formula("=SUM(C10:E10)", "0", "F10"), text_cell(""), False),
        (formula("=SUM(C10:E10)", None, "F10"), number_cell("5200"), False),
        (formula("=SUM(C10:E10)", "5200", "F10"), number_cell("5200"), False),
        (number_cell("0", "F10"), number_cell("5200"), True),
        (number_cell("1", "F10"), text_cell("-"), True),
    ],
)
def test_a_subtotal_is_compared_where_it_states_another_number(
    subtotal: Cell, effect: Cell, is_asked: bool
) -> None:
    answered = return_of({SUBTOTAL: subtotal, EFFECT: effect}, item_of(planned="-"))
    assert ("subtotal-differs" in codes_of(answered)) == is_asked


def test_several_faults_are_all_told_in_one_pass() -> None:
    everything = {
        RESULT: text_cell(""),
        ACTUAL: text_cell("多い"),
        EFFECT: text_cell(""),
        GRADE: text_cell("順調"),
    }
    assert sorted(codes_of(return_of(everything))) == [
        "blank",
        "choice-unknown",
        "effect-missing",
        "number-expected",
    ]


# -- locked cells and small questions


def changed_cells(issued: Mapping[str, str], returned: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return list(iter_locked_changes(issued, returned))


def test_a_changed_emptied_or_filled_locked_cell_is_told_with_both_texts() -> None:
    issued = {"A1": "1,000", "A2": "業務", "A3": ""}
    assert changed_cells(issued, issued) == []
    assert changed_cells(issued, {"A1": "900", "A3": "追記"}) == [
        ("A1", "1,000", "900"),
        ("A2", "業務", ""),
        ("A3", "", "追記"),
    ]


@pytest.mark.parametrize("dash", "-－—ー―‐−–─")
def test_any_dash_of_the_register_is_a_target_that_is_not_set(dash: str) -> None:
    assert is_set(printed(dash)) is False


@pytest.mark.parametrize("text", ["5", "0", "検討", "△5", "未定"])
def test_whatever_else_is_printed_is_a_target(text: str) -> None:
    assert is_set(printed(text)) is True


def test_the_amount_beside_an_actual_is_that_of_its_year() -> None:
    assert planned_amount(item_of(), EFFECT).text == "5,000"
    assert planned_amount(item_of(), Slot("effect.actual", year=R6)).text == ""
    assert planned_amount(item_of(), Slot("effect.actual", activity=1, year=R5)).text == ""


# -- values that read well and may mean something else


def negative(value: str = "-78", number_format: str = "General") -> Mapping[Slot, Cell]:
    return {ACTUAL: number_cell(value, number_format=number_format)}


def notes_of(answered: ReadItem) -> list[str]:
    return [str(one.words["note"]) for one in findings_of(answered) if one.code == "ambiguous"]


def test_a_negative_number_beside_a_target_with_a_bracket_is_asked_about() -> None:
    answered = return_of(negative(), item_of(target="2(78)"))
    assert notes_of(answered) == [
        "目標値「2(78)」には括弧があります。「(78)」と入力すると、Excelが負の数に変えます。"
    ]


def test_a_negative_count_makes_no_sense_and_is_asked_about() -> None:
    assert notes_of(return_of(negative(), item_of(target="100"))) == [
        "負の数です。「(78)」と入力すると、Excelが負の数に変えます。"
    ]


@pytest.mark.parametrize(
    ("cells", "target", "name"),
    [
        pytest.param(negative(), "-100", "件数", id="the-target-is-negative"),
        pytest.param(negative(), "100", "人口増減", id="a-change"),
        pytest.param(negative("-78", '#,##0;"△ "#,##0'), "100", "件数", id="the-form-shows-a-triangle"),
        pytest.param({ACTUAL: text_cell("△78")}, "100", "件数", id="a-triangle-was-typed"),
        pytest.param(negative(), "-", "件数", id="no-target"),
    ],
)
def test_a_negative_number_that_may_be_meant_is_taken(
    cells: Mapping[Slot, Cell], target: str, name: str
) -> None:
    item = item_of(target=target)
    item = replace(item, indicators=(replace(item.indicators[0], name=name),))
    assert notes_of(return_of(cells, item)) == []


def test_last_years_actual_is_held_against_a_number_too() -> None:
    item = item_of(target="1,000")
    known = replace(item.indicators[0], actuals={R5 + -1: printed("12")})
    cells = {ACTUAL: number_cell("10")}
    assert "implausible" in codes_of(return_of(cells, item))
    assert "implausible" not in codes_of(return_of(cells, replace(item, indicators=(known,))))


def test_an_effect_of_another_size_than_planned_is_asked_about_with_its_amount() -> None:
    findings = findings_of(return_of({EFFECT: number_cell("5200000")}))
    assert [one.what for one in findings if one.code == "implausible"] == [
        "「5200000」は、効果見込額「5,000」と桁が大きく違います。"
    ]


@pytest.mark.parametrize(("typed", "value"), [("520万円", 5200), ("5.2百万円", 5200), ("0.052億円", 5200)])
def test_a_unit_that_is_written_is_converted_and_not_asked_about(typed: str, value: int) -> None:
    answered = return_of({EFFECT: text_cell(typed)})
    assert answered.record.answer(EFFECT).value == value
    assert codes_of(answered) == ["read-as"]


@pytest.mark.parametrize("typed", ["-100000", "10～15", "(78)", "1-2"])
def test_a_value_is_asked_about_at_most_once(typed: str) -> None:
    cell = number_cell(typed) if typed == "-100000" else text_cell(typed)
    item = item_of(target="2(78)", method=Method.CUMULATIVE)
    asked = [one for one in findings_of(return_of({ACTUAL: cell}, item)) if one.slot == ACTUAL]
    assert len([one for one in asked if one.severity is not Severity.INFO]) == 1
