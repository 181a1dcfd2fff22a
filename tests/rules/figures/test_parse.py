"""The language of expressions: what is read, what is written, and every mistake with its sentence."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.rules.figures.expression import (
    BOTH,
    COMPARED,
    EITHER,
    Blank,
    Expression,
    ExpressionError,
    Number,
    Operation,
    Percent,
    Term,
    Text,
    has_placeholder,
    iter_terms,
    put,
)
from toolkit.rules.figures.headings import HEADINGS
from toolkit.rules.figures.parse import parse, write

ACHIEVED = Term(("indicators", "total", "achieved"))
ALL = Term(("indicators", "total", "all"))
ITEMS = Term(("plan_size", "items"))


@pytest.mark.parametrize(
    ("headings", "keys", "term"),
    [
        ("計画.項目数", "plan_size.items", ITEMS),
        ("階層.推進項目", "levels.推進項目", Term(("levels", "推進項目"))),
        (
            "指標.基本方針[健康づくり].達成",
            "indicators.groups[基本方針=健康づくり].achieved",
            Term(("indicators", "groups", "achieved"), "基本方針=健康づくり"),
        ),
        (
            "指標.推進項目[財政/歳入].未定",
            "indicators.groups[推進項目=財政/歳入].undecided",
            Term(("indicators", "groups", "undecided"), "推進項目=財政/歳入"),
        ),
        (
            "指標.基本方針[すべて].達成",
            "indicators.groups[基本方針=*].achieved",
            Term(("indicators", "groups", "achieved"), "基本方針=*"),
        ),
        (
            "指標.達成の割合[未設定を分母から除く].割合",
            "indicators.conventions[未設定を分母から除く].rate",
            Term(("indicators", "conventions", "rate"), "未設定を分母から除く"),
        ),
        (
            "判定[1-①#2@R5].達成率",
            "verdicts[1-①#2@R5].rate",
            Term(("verdicts", "rate"), "1-①#2@R5"),
        ),
        (
            "効果額.実施項目[(2)-①].効果見込額.R5",
            "effects.groups[実施項目=(2)-①].planned.by_year.R5",
            Term(("effects", "groups", "planned", "by_year", "R5"), "実施項目=(2)-①"),
        ),
        ("進捗.遅れ", "status.total.遅れ", Term(("status", "total", "遅れ"))),
        ("進捗.順調の割合.割合", "status.on_track.share", Term(("status", "on_track", "share"))),
        (
            "進捗.{群}.遅れ",
            "status.groups[{群}].counts.遅れ",
            Term(("status", "groups", "counts", "遅れ"), "{群}"),
        ),
        (
            "効果額.取組[{項目}].実績効果額.{年度}",
            "effects.groups[取組={項目}].actual.by_year.{年度}",
            Term(("effects", "groups", "actual", "by_year", "{年度}"), "取組={項目}"),
        ),
        (
            "R5_取組実績・評価: 回収.照会した項目",
            "R5_取組実績・評価: received.items_asked",
            Term(("received", "items_asked"), round="R5_取組実績・評価"),
        ),
        (
            "指標.「方針(大)」[甲].達成",
            "indicators.groups[方針(大)=甲].achieved",
            Term(("indicators", "groups", "achieved"), "方針(大)=甲"),
        ),
    ],
)
def test_headings_and_keys_are_two_spellings_of_one_term(headings: str, keys: str, term: Term) -> None:
    assert parse(headings) == parse(keys) == term
    assert (write(term), write(term, keys=True)) == (headings, keys)


@pytest.mark.parametrize("keys", HEADINGS)
def test_every_row_of_the_table_is_read_in_both_spellings(keys: str) -> None:
    filled = [
        text.replace("[区分]", f"{word}[{part}]", 1).replace("[名前]", "[甲]").replace("<言葉>", "乙")
        for text, word, part in ((keys, "", "部=丙"), (HEADINGS[keys], "部", "丙"))
    ]
    spelled, said = (text.replace("<年度>", "R5") for text in filled)
    assert parse(spelled) == parse(said)
    assert write(parse(said), keys=True) == spelled
    assert write(parse(spelled)) == said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("指標．達成＋計画．項目数", "指標.達成 + 計画.項目数"),
        ("指標.達成-計画.項目数", "指標.達成 − 計画.項目数"),
        ("指標.達成－計画.項目数", "指標.達成 − 計画.項目数"),
        ("指標.達成*2/計画.項目数", "指標.達成 × 2 ÷ 計画.項目数"),
        ("指標.達成＊２／計画.項目数", "指標.達成 × 2 ÷ 計画.項目数"),
        ("（指標.達成÷指標.指標数）％", "(指標.達成 ÷ 指標.指標数)%"),
        ("指標.達成 ÷ 指標.指標数 %", "(指標.達成 ÷ 指標.指標数)%"),
        ("指標.達成>=1,000", "指標.達成 ≥ 1000"),
        ("指標.達成≧80％", "指標.達成 ≥ 80%"),
        ("指標.達成<>空欄", "指標.達成 ≠ 空欄"),
        ("指標．基本方針［財政］．達成", "指標.基本方針[財政].達成"),
        ("indicators.groups[基本方針＝財政].achieved", "指標.基本方針[財政].達成"),
        ("効果額.効果見込額.令和5年度", "効果額.効果見込額.R5"),
        ("評価．遅れ", "評価.遅れ"),
        ("R4_確定：指標.達成", "R4_確定: 指標.達成"),
        ("((指標.達成))", "指標.達成"),
        ("指標.達成 − (計画.項目数 − 1)", "指標.達成 − (計画.項目数 − 1)"),
        ("指標.達成 + 2 × 計画.項目数", "指標.達成 + 2 × 計画.項目数"),
        ("(指標.達成 + 2) × 計画.項目数", "(指標.達成 + 2) × 計画.項目数"),
        ("計画.項目数 × 20%", "計画.項目数 × 20%"),
    ],
)
def test_what_is_typed_in_other_forms_is_read_as_meant(typed: str, meant: str) -> None:
    assert write(parse(typed)) == meant


def test_and_binds_tighter_than_or() -> None:
    one, two, three = (Operation(">", ITEMS, Number(Decimal(n))) for n in (1, 2, 3))
    text = "計画.項目数 > 1 または 計画.項目数 > 2 かつ 計画.項目数 > 3"
    assert parse(text) == Operation(EITHER, one, Operation(BOTH, two, three))


@pytest.mark.parametrize(
    ("typed", "what", "mend"),
    [
        ("", "式がありません", "「指標.達成」のように書いてください"),
        ("指票.達成", "「指票」という見出しはありません", "「指標」ではありませんか"),
        ("indicator.total.set", "「indicator」という見出しはありません", "「indicators」ではありませんか"),
        (
            "指標.達成数",
            "「指標」の後に、「達成数」という見出しはありません",
            "「達成」ではありませんか",
        ),
        (
            "計画.人数",
            "「計画」の後に、「人数」という見出しはありません",
            "ここに書けるのは、項目数、活動数、指標数、（区分）です",
        ),
        (
            "進捗.順調の割合",
            "「進捗.順調の割合」だけでは、どの数値か決まりません",
            "続けて .割合、.件数、.分母 のどれかを書いてください",
        ),
        (
            "効果額.効果見込額",
            "「効果額.効果見込額」だけでは、どの数値か決まりません",
            "続けて .計、.R5（年度） のどれかを書いてください",
        ),
        (
            "計画.項目数.計",
            "「計画.項目数」の後に「.計」は続きません",
            "「計画.項目数」までにしてください",
        ),
        (
            "判定.達成率",
            "「判定」は、[ ] で一つを選びます",
            "「判定[…]」のように、どれのことかを書いてください",
        ),
        ("計画[1].項目数", "「計画」に [ ] は付きません", "「計画」だけにしてください"),
        (
            "判定[].達成率",
            "「判定」の [ ] に、何も書かれていません",
            "どれのことかを [ ] の中に書いてください",
        ),
        (
            "indicators.groups[財政].set",
            "「groups[財政]」では、どの部分か決まりません",
            "「基本方針[財政]」のように、区分とその名前を書いてください",
        ),
        (
            "効果額.効果見込額.合計",
            "「合計」は、年度として読めません",
            "「R5」のように年度を書くか、全年度なら「計」（total）と書いてください",
        ),
        ("指標.基本方針[財政.達成", "「[」に当たる「]」がありません", "括弧の数をそろえてください"),
        ("(指標.達成 + 1", "「(」に当たる「)」がありません", "括弧の数をそろえてください"),
        (
            "指標.達成 + 1)",
            "「指標.達成 + 1」の後の「)」に当たる括弧がありません",
            "括弧の数をそろえてください",
        ),
        ("指標.「達成", "「「」に当たる「」」がありません", "囲む記号の数をそろえてください"),
        (
            "指標.達成 +",
            "「指標.達成 +」の後に、何もありません",
            "続きを書くか、終わりの記号を消してください",
        ),
        (
            "指標.達成 + × 2",
            "「指標.達成 +」の後に「×」があり、見出しがありません",
            "そこに見出しか数値を書いてください。記号を含む言葉は「 」で囲みます",
        ),
        (
            "指標.達成 計画.項目数",
            "「指標.達成」の後に「計画.項目数」が続いています",
            "+ − × ÷、= や ≥、「かつ」などでつないでください。記号を含む言葉は「 」で囲みます",
        ),
        (
            "1 < 計画.項目数 < 3",
            "「1 < 計画.項目数」は条件で、「<」ではつなげません",
            "条件どうしは、「かつ」「または」でつないでください",
        ),
        (
            "指標.達成 かつ 計画.項目数 > 1",
            "「かつ」でつなぐ「指標.達成」が、条件ではありません",
            "「指標.達成 ≥ 1」のように書いてください",
        ),
        (
            "指標.達成 > 空欄",
            "「空欄」は、「>」ではつなげません",
            "「= 空欄」「≠ 空欄」のように書いてください",
        ),
    ],
)
def test_each_kind_of_mistake_says_what_is_there_and_how_to_mend_it(typed: str, what: str, mend: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(typed)
    assert (caught.value.what, caught.value.mend) == (what, mend)


def test_marks_are_replaced_wherever_they_stand() -> None:
    tree = parse("(効果額.{群}.実績効果額.{年度} ÷ 効果額.{群}.効果見込額.{年度})%")
    assert has_placeholder(tree, "{年度}")
    full = put(put(tree, "{年度}", "R6"), "{群}", "基本方針=財政[新]")
    assert not has_placeholder(full, "{")
    assert write(full) == (
        "(効果額.基本方針[財政[新]].実績効果額.R6 ÷ 効果額.基本方針[財政[新]].効果見込額.R6)%"
    )
    assert [term.choice for term in iter_terms(full)] == ["基本方針=財政[新]"] * 2


# -- the law: what is written is read as the same tree

words = st.text("ぁ甲A1(-+×%=.:かつ空欄 ", min_size=1, max_size=6).filter(str.strip).map(str.strip)
rounds = st.sampled_from(["", "R5_見込み", "R5-確定", "上半期:2"])


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """Give any row of the table with words, a choice and a round of any kind."""
    keys = draw(st.sampled_from(list(HEADINGS)))
    free, choice = draw(words), ""
    if "[名前]" in keys:
        choice = draw(words)
    if "[区分]" in keys:
        by = draw(words.filter(lambda word: "=" not in word))
        choice = draw(st.sampled_from(["{群}", f"{by}=*", f"{by}=甲/*", f"{by}={draw(words)}"]))
    plain = keys.replace("[区分]", "").replace("[名前]", "")
    parts = [part.replace("<言葉>", free).replace("<年度>", "R5") for part in plain.split(".")]
    return Term(tuple(parts), choice, draw(rounds))


numbers = st.builds(Number, st.decimals(-1000, 1000, places=2), st.booleans())
leaves = st.one_of(terms(), numbers, st.builds(Text, words))


def joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    signs = st.sampled_from("+−×÷")
    return st.one_of(st.builds(Operation, signs, inner, inner), st.builds(Percent, inner))


values = st.recursive(leaves, joined, max_leaves=6)
compared = st.one_of(
    st.builds(Operation, st.sampled_from(COMPARED), values, values),
    st.builds(Operation, st.sampled_from(["=", "≠"]), values, st.just(Blank())),
)
conditions = st.recursive(
    compared,
    lambda inner: st.builds(Operation, st.sampled_from([BOTH, EITHER]), inner, inner),
    max_leaves=3,
)


@given(st.one_of(values, conditions))
def test_what_is_written_is_read_as_the_same_tree(tree: Expression) -> None:
    assert parse(write(tree)) == tree
    assert parse(write(tree, keys=True)) == tree


@given(st.text("指標計画.達成項目数[]()（＋-−×÷%=＝<≥:「」かつまた は空欄1０ {}", max_size=30))
def test_whatever_is_typed_is_read_or_said_to_be_wrong(text: str) -> None:
    tree = None
    with suppress(ExpressionError):
        tree = parse(text)
    assert tree is None or parse(write(tree)) == tree


def test_an_expression_longer_than_anyone_writes_is_refused() -> None:
    for text in ("(" * 500 + "1" + ")" * 500, " + ".join(["指標.達成"] * 101)):
        with pytest.raises(ExpressionError, match="長すぎます"):
            parse(text)
    assert len(list(iter_terms(parse(" + ".join(["指標.達成"] * 100))))) == 100


def test_a_term_of_another_round_is_another_term() -> None:
    assert parse("R4: 指標.達成 + 指標.指標数") == Operation("+", replace(ACHIEVED, round="R4"), ALL)


GUIDE = Path(__file__).parents[3] / "docs"


def test_the_guide_shows_every_heading_in_an_expression_that_is_read() -> None:
    text = (GUIDE / "手引き.md").read_text("utf-8")
    section = re.split("\n##+ ", text.partition("### 式の書き方\n")[2], maxsplit=1)[0]
    cells = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    shown = [code for cell in cells for code in re.findall("`([^`]+)`", cell)]
    assert len(shown) > 30
    known = {term.keys[0] for code in shown for term in iter_terms(parse(code))}
    assert known == {re.split(r"[.\[]", keys)[0] for keys in HEADINGS}
    last = {re.split(r"[.\]]", words)[-1] for words in HEADINGS.values()} - {"<言葉>", "<年度>"}
    assert [word for word in sorted(last) if word not in section] == []


def test_the_figures_shown_for_a_paper_are_read() -> None:
    text = (GUIDE / "会議資料の様式.md").read_text("utf-8")
    block = text.partition("### 資料掲載数値\n")[2].partition("\n## ")[0]
    rows = (line.strip("| ").split(" | ") for line in block.splitlines() if line.startswith("| 資料1"))
    figures = [expression for _, _, expression in rows]
    assert len(figures) == 4
    assert all(isinstance(parse(one), Term) for one in figures)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("＋", "+"), ("－", "−"), ("-", "−"), ("＊", "×"), ("*", "×"), ("／", "÷"), ("/", "÷")],
)
def test_signs_of_any_keyboard_are_the_same_sign(typed: str, plain: str) -> None:
    assert parse(f"計画.項目数 {typed} 指標.達成") == parse(f"計画.項目数 {plain} 指標.達成")
