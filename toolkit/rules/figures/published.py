"""Printed figures (公表値) and the JSON of 取りまとめ表 in, whether each recomputes, and why not, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from toolkit.model.numbers import print_number
from toolkit.model.plan import PublishedFigure
from toolkit.model.record import State
from toolkit.model.summary import PublishedCheck, Summary
from toolkit.model.words import plain_word, same_word
from toolkit.rules.figures.calculate import Document, Found, calculate
from toolkit.rules.figures.expression import Expression, ExpressionError, Term, iter_terms
from toolkit.rules.figures.parse import parse
from toolkit.rules.figures.rests_on import certainties_under
from toolkit.rules.judging.targets import same_target
from toolkit.rules.numbers.printing import round_off
from toolkit.rules.numbers.quantities import parse_quantity

NO_PATH = "照合の式がありません。"
_COUNTED = re.compile(r"[^\d.,\-−△▲]*(\d[\d,]*(?:\.\d+)?)\D*")  # one number with any words around it
_FRACTION = re.compile(r"\((\d+)/(\d+)\)")
_ABOUT = re.compile("約|およそ|おおむね|概ね|ほぼ")
_IN_PART = re.compile("など[)）」』]*$")  # 「歳入確保（未利用地の売却、広告など）」
_TARGETS = (("verdicts", "target"), ("verdicts", "final"))
_DIGITS_SHOWN = 3  # decimals of an unrounded share in a sentence
_NO_CERTAINTIES: Mapping[str, Mapping[str, int]] = {}


class _Compared(NamedTuple):
    """Whether print and computation agree, why, and whether only because both are cut."""

    agrees: bool
    why: str
    truncated: bool = False


class _Ratio(NamedTuple):
    """What a percentage is the quotient of, and the quotient in %."""

    above: Decimal
    below: Decimal
    exact: Decimal

    @property
    def division(self) -> str:
        """The division as a sentence shows it: `52÷55`."""
        return f"{print_number(self.above)}÷{print_number(self.below)}"

    @property
    def text(self) -> str:
        """The division with its quotient: `52÷55＝94.545…%`."""
        shown = round_off(self.exact, _DIGITS_SHOWN, True)
        more = "…" if shown != self.exact else ""
        return f"{self.division}＝{print_number(shown)}{more}%"


def check_summary(
    figures: Iterable[PublishedFigure], summary: Summary, others: Mapping[str, Document] | None = None
) -> Summary:
    """Give a summary with the printed figures compared, and how many answers each rests on, by certainty.

    `others` are the 取りまとめ表.json of other rounds, by id.
    """
    figures = list(figures)
    trees = {figure.path: _find_tree(figure) for figure in figures}
    certainties = {path: certainties_under(tree, summary) for path, tree in trees.items() if tree is not None}
    return replace(summary, published=check_all(figures, summary.as_json(), certainties, others))


def check_all(
    figures: Iterable[PublishedFigure],
    document: Document,
    certainties: Mapping[str, Mapping[str, int]] = _NO_CERTAINTIES,
    others: Mapping[str, Document] | None = None,
) -> tuple[PublishedCheck, ...]:
    """Check every printed figure; `certainties` counts per 照合 the values it rests on (原本 …)."""
    return tuple(check_published(one, document, certainties.get(one.path), others) for one in figures)


def rounds_named(figures: Iterable[PublishedFigure]) -> set[str]:
    """Give the ids of the rounds that 照合 name; those of a 照合 that cannot be read are not known."""
    trees = (tree for tree in map(_find_tree, figures) if tree is not None)
    return {term.round for tree in trees for term in iter_terms(tree) if term.round}


def check_published(
    figure: PublishedFigure,
    document: Document,
    certainties: Mapping[str, int] | None = None,
    others: Mapping[str, Document] | None = None,
) -> PublishedCheck:
    """Recompute a printed figure from the JSON of 取りまとめ表 and say how the two stand (A1x, C9, D11, D16).

    A name that ends in など tells that the figure holds more than its 照合 lists (D13); a target is compared
    with that of the register by what it asks (E7, E8).

    A figure without 照合, or with one that speaks of other rounds only (`R5_見込み: …`), is not compared;
    one whose 照合 leads to nothing does not agree.
    """
    check = PublishedCheck(
        figure.where,
        figure.printed,
        "",
        None,
        NO_PATH,
        dict(certainties or {}),
        figure.name,
        path=figure.path,
    )
    if not figure.path.strip():
        return check
    try:
        tree = parse(figure.path)
        rounds = dict.fromkeys(term.round for term in iter_terms(tree))
        if rounds and not {"", document["round"]["id"]} & rounds.keys():
            named = "".join(f"「{round_id}」" for round_id in rounds)
            return replace(check, why=f"照会{named}の取りまとめで照合する数値です。")
        if missing := [one for one in rounds if one not in ("", document["round"]["id"], *(others or {}))]:
            return replace(check, why=f"照会「{missing[0]}」の取りまとめがまだなく、照合できません。")
        found = calculate(tree, document, others)
    except ExpressionError as mistake:
        return replace(check, agrees=False, why=f"照合の式から値を求められません：{mistake.text}")
    return replace(check, recomputed=found.text, **_compare_as(figure, tree, found)._asdict())


def _compare_as(figure: PublishedFigure, tree: Expression, found: Found) -> _Compared:
    """Compare a printed figure as what its 照合 points at: a target, a part of a list, or a value."""
    if isinstance(tree, Term) and tree.keys in _TARGETS and isinstance(found.value, str):
        return _compare_target(figure.printed, found)
    if _IN_PART.search(figure.name) and isinstance(found.value, Decimal):
        return _compare_in_part(figure.printed, found, found.value)
    return _compare(figure.printed, found)


def _find_tree(figure: PublishedFigure) -> Expression | None:
    """Find the tree of a 照合; None where there is none, or it cannot be read (`check_published` says it)."""
    try:
        return parse(figure.path)
    except ExpressionError:
        return None


def _compare(printed: str, found: Found) -> _Compared:
    number, computed = _number(printed, found.unit), found.value
    said = f"印字の「{printed}」"
    if isinstance(computed, Decimal):
        if number is None:
            why = f"{said}を一つの数値として読めないため、計算の{found.text}と比べられません。"
            return _Compared(False, why)
        return _compare_number(printed, number, found, computed)
    if not computed:
        return _compare_nothing(printed, str(found.holder.get("why", "")))
    read = _quantity(computed)
    if number is not None and read is not None:
        compare = _compare_percent if "%" in plain_word(computed) else _compare_number
        return compare(printed, number, found, read)
    agrees = same_word(printed, computed)
    return _Compared(agrees, f"{said}は、計算の{computed}と一致し{'ます' if agrees else 'ません'}。")


def _compare_nothing(printed: str, why: str) -> _Compared:
    """Compare with a rate that the rules do not compute; a dash is printed for it."""
    if parse_quantity(printed).state is State.NOT_SET:
        return _Compared(True, f"印字の「{printed}」のとおり、計算でも値を出していません。")
    reason = f"（{why.rstrip('。')}）" if why else ""
    return _Compared(False, f"印字の「{printed}」に対し、計算では値を出していません{reason}。")


def _compare_target(printed: str, found: Found) -> _Compared:
    """Compare two prints of one target: they may word it in two ways (E7), or ask two things (E8)."""
    target, unit = str(found.value), str(found.holder.get("unit", ""))
    agrees = same_target(printed, target, unit)
    said = "同じ目標です" if agrees else "違う目標です"
    return _Compared(agrees, f"印字の「{printed}」は、計画台帳の「{target}」と{said}。")


# -- counts and amounts


def _compare_in_part(printed: str, found: Found, computed: Decimal) -> _Compared:
    """Compare a printed total with a list that ends in など: it may leave a rest (D13)."""
    number = _number(printed, found.unit)
    if number is None or number <= computed:
        return _compare(printed, found)
    rest = f"{print_number(number - computed)}{found.unit}"
    return _Compared(
        True, f"印字の「{printed}」は、計算の{found.text}{found.unit}のほかに{rest}を含みます（内訳は一部）。"
    )


def _compare_number(printed: str, number: Decimal, found: Found, computed: Decimal) -> _Compared:
    unit = found.unit
    said = f"印字の「{printed}」"
    if number == computed:
        as_read = f"（{print_number(number)}{unit}）" if unit and _ABOUT.search(printed) else ""
        return _Compared(True, f"{said}{as_read}は、計算の{found.text}{unit}と一致します。")
    digits = -_trailing_zeros(number)
    if _ABOUT.search(printed) and number == round_off(computed, digits, False):
        place = f"{print_number(Decimal(10) ** -digits)}{unit}"
        return _Compared(
            True, f"{said}は、計算の{found.text}{unit}の{place}未満を四捨五入した値と一致します。"
        )
    if found.divided and number == round_off(computed, max(_decimals(number), digits), False):
        shown = round_off(computed, _decimals(number) + _DIGITS_SHOWN, True)
        text = f"{print_number(shown)}{'…' if shown != computed else ''}{unit}"
        return _Compared(True, f"{said}は、計算の{text}を四捨五入した値と一致します。")
    gap = abs(number - computed)
    if unit and gap == 1:
        reason = f"差の1{unit}は{unit}未満の端数処理によるとみられます"
    else:
        reason = f"{print_number(gap)}{unit}の差があります"
    return _Compared(False, f"{said}に対し計算は{found.text}{unit}で、{reason}。")


def _trailing_zeros(number: Decimal) -> int:
    digits = f"{number:f}".partition(".")[0]
    return len(digits) - len(digits.rstrip("0"))


# -- rates and shares


def _compare_percent(printed: str, number: Decimal, found: Found, computed: Decimal) -> _Compared:
    said, ratio = f"印字の「{printed}」", _find_ratio(found.holder, computed)
    fraction = _FRACTION.search(plain_word(printed))
    if fraction and ratio and (ratio.above, ratio.below) != tuple(map(Decimal, fraction.groups())):
        said = f"{said}の内訳は{fraction[1]}/{fraction[2]}ですが"
        return _Compared(False, f"{said}、計算は{ratio.division}＝{found.text}です。")
    if number in _both_ways(ratio.exact if ratio else computed, _decimals(number)):
        return _compare_rounding(printed, number, computed, ratio)
    needed = _needed_actual(number, found.holder, ratio) if ratio else ""
    gap = f"{print_number(abs(number - computed))}ポイントの差があります"
    division = f"{ratio.division}＝" if ratio else ""
    return _Compared(False, f"{said}に対し計算は{division}{found.text}で、{needed or gap}。")


def _compare_rounding(printed: str, number: Decimal, computed: Decimal, ratio: _Ratio | None) -> _Compared:
    """Compare two roundings of one share: they agree where the print follows the way of the computation."""
    exact = ratio.exact if ratio else computed
    half_up, cut = _both_ways(exact, _decimals(number))
    computed_half_up, computed_cut = _both_ways(exact, _decimals(computed))
    expected = cut if computed == computed_cut != computed_half_up else half_up
    said, of = f"印字の「{printed}」は、", ratio.text if ratio else f"計算の{computed:f}%"
    same = "と一致します" if number == computed else "とは桁数だけが違います"
    if half_up == cut:
        return _Compared(True, f"{said}{f'{of}で、' if ratio else ''}計算の{computed:f}%{same}。")
    word, otherwise = "四捨五入した", f"切捨てなら{cut:f}%"
    if number == cut:
        word, otherwise = "切り捨てた", f"四捨五入なら{half_up:f}%"
    if number != expected:
        return _Compared(False, f"{said}{of}を{word}値ですが、計算の{computed:f}%とは端数の扱いが違います。")
    return _Compared(
        True, f"{said}{of}を{word}値で、計算の{computed:f}%{same}（{otherwise}）。", number == cut
    )


def _both_ways(exact: Decimal, digits: int) -> tuple[Decimal, Decimal]:
    """Give a share rounded half-up, and cut."""
    return round_off(exact, digits, False), round_off(exact, digits, True)


def _find_ratio(holder: Mapping[str, Any], computed: Decimal) -> _Ratio | None:
    """Find what a percentage was divided from: counts beside it, or target and actual of a verdict."""
    match holder:
        case {"achieved": above, "of": below} | {"count": above, "of": below}:
            pairs = [(_quantity(str(above)), _quantity(str(below)))]
        case {"actual": actual, "target": target}:
            one, other = _quantity(actual), _quantity(target)
            pairs = [(one, other), (other, one)]
        case _:
            pairs = []
    for numerator, divisor in pairs:
        if numerator is None or not divisor:
            continue
        exact = numerator * 100 / divisor
        if computed in _both_ways(exact, _decimals(computed)):
            return _Ratio(numerator, divisor, exact)
    return None


def _needed_actual(number: Decimal, holder: Mapping[str, Any], ratio: _Ratio) -> str:
    """Say which actual would give the printed rate (A1x: 66.6 would need 46.6), or ""."""
    actual = _quantity(str(holder.get("actual", "")))
    if actual is None or not number:
        return ""
    upward = ratio.above == actual
    target = ratio.below if upward else ratio.above
    exact = target * number / 100 if upward else target * 100 / number
    for digits in (_decimals(actual), _decimals(actual) + 1):
        needed = round_off(exact, digits, False)
        rate = (needed / target if upward else target / needed) * 100 if needed and target else None
        if rate is not None and round_off(rate, _decimals(number), False) == number:
            return f"{number:f}%になるのは実績が{print_number(needed)}のときです"
    return ""


# -- reading


def _quantity(text: str, unit: str = "") -> Decimal | None:
    value = parse_quantity(text, unit).value
    return value if isinstance(value, Decimal) else None


def _number(text: str, unit: str) -> Decimal | None:
    """Read a printed text as one number of `unit`: `約4億39万円`, `85.5%（47/55）`, `全10指標`."""
    number = _quantity(text, unit)
    match = _COUNTED.fullmatch(plain_word(text)) if number is None and not unit else None
    return Decimal(match[1].replace(",", "")) if match else number


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
