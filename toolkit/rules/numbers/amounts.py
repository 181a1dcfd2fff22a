"""A number written with its unit: text (NFKC) in, the number in the unit of its field out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from toolkit.model.numbers import print_number
from toolkit.model.words import half_width
from toolkit.rules.numbers.printing import print_oku_man, print_oku_man_in_prose

MINUS = "-−‐‒–—―ー─△▲▽▼"  # "ー" and "―" are what a kana keyboard gives for "－"
YEN = "円"
SCALES = {
    "": Decimal(1),
    "千": Decimal(10**3),
    "万": Decimal(10**4),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "億": Decimal(10**8),
    "兆": Decimal(10**12),
}
_SCALE = "兆|億|千万|百万|万|千"
LARGEST, SMALLEST = Decimal(10) ** 18, Decimal(10) ** -12
"""No number of an office is larger or, but for 0, smaller; between them every conversion is exact."""
_LONGEST = 26  # digits a Decimal still converts exactly
_DIGITS = r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_PART = re.compile(rf"({_DIGITS})\s*({_SCALE})?")
_AMOUNT = re.compile(
    rf"(?P<about>約|およそ|概ね|おおむね|ほぼ|延べ|のべ|合計|計|見込み?)?\s*"
    rf"(?P<sign>[+{re.escape(MINUS)}]|マイナス)?\s*(?P<yen>¥)?\s*"
    rf"(?P<parts>(?:{_DIGITS}\s*(?:{_SCALE})\s*)+{_DIGITS}?|{_DIGITS})\s*(?P<rest>.*)"
)
_LOOSE = re.compile(r"(程度|前後|ほど|余り|弱|強|見込み?|速報値?|暫定値?)$")
_AROUND = ("約", "およそ", "概ね", "おおむね", "ほぼ", "程度", "前後", "ほど")
_BELOW, _ABOVE = frozenset((*_AROUND, "弱")), frozenset((*_AROUND, "余り", "強"))
_MARGIN = Decimal("0.05")
_BOUND = re.compile(r"以上|以下|以内|未満|超")
SIGN_WORDS = "減増|減少|増加|マイナス|プラス|赤字|黒字|減|増|負"
_SIGN_BEHIND = re.compile(rf"(?P<unit>.*?)\s*(?P<sign>[+±{re.escape(MINUS)}]+|{SIGN_WORDS})")
_UNIT = re.compile(rf"(?P<scale>{_SCALE})?(?P<base>[^/]*)(?:/(?P<per>.*))?")
_SAME_UNIT = {"箇所": "か所", "カ所": "か所", "ヶ所": "か所", "ケ所": "か所", "ヵ所": "か所"} | {
    "t": "トン",
    "名": "人",
    "パーセント": "%",
}
_SAME_PER = {"年度": "年", "年間": "年", "1年": "年", "か月": "月", "ヶ月": "月", "1か月": "月", "月間": "月"}


class Unit(NamedTuple):
    """A unit taken apart: 千円/年 = 1000 × 円 per 年. A base "" is unknown."""

    factor: Decimal
    base: str
    per: str


@dataclass(frozen=True)
class Amount:
    """A number in its field's unit; `notes` tell what was converted or is said beside it."""

    number: Decimal
    notes: tuple[str, ...] = ()


class UnclearAmountError(ValueError):
    """The text holds no single number in the field's unit; the message says why, in Japanese."""


def is_slip(value: Decimal, unit: str, known: Sequence[tuple[Decimal, Decimal]]) -> bool:
    """Tell whether a number looks as if it was written in another unit than the known ones.

    Each known number comes with its factor: so many times above or below each of them is a slip. So it is
    where two of them say that it is 万円 in a field of 千円, and where a share (0.985) stands among %.
    """
    field = split_unit(half_width(unit))
    ratios = [(abs(value) / abs(number), factor) for number, factor in known if number]
    if not ratios or not value:
        return False
    if all(ratio >= factor or ratio * factor <= 1 for ratio, factor in ratios):
        return True
    if field.base == "%" and abs(value) <= 1:
        return all(Decimal("0.5") <= ratio * 100 <= 2 for ratio, _ in ratios)
    is_man = field.base == YEN and field.factor == SCALES["千"] and len(ratios) > 1
    return is_man and all(Decimal(2) / 3 <= ratio * 10 <= Decimal(3) / 2 for ratio, _ in ratios)


def read_spread(text: str) -> tuple[Decimal, Decimal]:
    """Give how far below and above its digits a number may lie, as shares of it: 30弱 is (0.95, 1).

    Both are 1 where nothing is said, or what is said is no doubt about the size (延べ, 速報値).
    """
    words = said_beside(half_width(text).strip())
    low = Decimal(1) - (_MARGIN if _BELOW.intersection(words) else 0)
    high = Decimal(1) + (_MARGIN if _ABOVE.intersection(words) else 0)
    return low, high


def said_beside(text: str) -> tuple[str, str]:
    """Give what is said before and behind a number of how sure it is, each "" where nothing is: 約, 弱."""
    match = _AMOUNT.fullmatch(text)
    loose = _LOOSE.search(match["rest"]) if match else None
    return (match["about"] or "" if match else ""), (loose[1] if loose else "")


def is_beyond(number: Decimal) -> bool:
    """Tell whether a number is larger, or nearer to 0, than any that an office counts."""
    return bool(number) and not SMALLEST <= abs(number) < LARGEST


def split_unit(text: str) -> Unit:
    """Take a unit (NFKC) apart; a dash or blank is no unit."""
    match = _UNIT.fullmatch("" if text.strip(MINUS + " ") == "" else text.strip())
    if match is None:
        return Unit(Decimal(1), text, "")
    base = _SAME_UNIT.get(match["base"], match["base"])
    per = match["per"] or ""
    return Unit(SCALES[match["scale"] or ""], base, _SAME_PER.get(per, per))


def read_amount(text: str, unit: str) -> Amount:
    """Read one number with or without its unit (`約1億2,000万円`, `12件`, `△5`), both texts NFKC.

    The result is in `unit`: a money unit that is written is converted exactly (D10). Where the field
    has no unit, the number stays as written. Raises UnclearAmountError where a person must ask.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise UnclearAmountError(_why_unclear(text))
    notes = [f"「{match['about']}」付きの値"] if match["about"] else []
    rest = re.sub(r"\s*/\s*", "/", match["rest"])
    if loose := _LOOSE.search(rest):
        notes.append(f"「{loose[1]}」付きの値")
        rest = rest[: loose.start()].rstrip()
    sign = match["sign"] or ""
    if sign not in ("", "+", "-"):
        notes.append(f"「{sign}」を負の数と読み替え")
    field = split_unit(unit)
    if match["yen"]:
        if field.factor != 1:
            raise UnclearAmountError(f"「¥」と書かれていますが、この欄の単位は「{unit}」です。")
        rest = rest.removesuffix(YEN) + YEN
    number, note = _in_unit(match["parts"].strip(), rest, field, text)
    number = -number if sign not in ("", "+") else number
    return Amount(number, (*notes, note) if note else tuple(notes))


def _in_unit(parts: str, written: str, unit: Unit, text: str) -> tuple[Decimal, str]:
    """Give the number in the field's unit, and a note where that differs from the digits written."""
    found = [(Decimal(digits.replace(",", "")), scale or "") for digits, scale in _PART.findall(parts)]
    scales = [SCALES[scale] for _, scale in found]
    if scales != sorted(set(scales), reverse=True):
        raise UnclearAmountError(_why_unclear(text))
    if len(parts) > _LONGEST or any(is_beyond(digits * SCALES[scale]) for digits, scale in found):
        raise UnclearAmountError("桁数が多すぎます。")
    if written.endswith("/"):
        raise UnclearAmountError("「/」のうしろに何も書かれていません。")
    base, per = _written_unit(written, unit, text)
    _refuse_other_per(per, unit)
    as_written, plain = found[0][0], len(found) == 1
    said = f"{parts.strip()}{base}"
    if plain and ((scales[0] == 1 and base == "") or (not unit.base and base == YEN)):
        return as_written, (f"単位「{found[0][1]}{YEN}」" if base else "")
    number = sum((digits * SCALES[scale] for digits, scale in found), Decimal(0)) / unit.factor
    if plain and number == as_written:
        return number, ("" if unit.base or not base else f"単位「{base}」")
    return number, f"{said}を{print_number(number)}{_name(unit) or base}に換算"


def _refuse_other_per(per: str, unit: Unit) -> None:
    """Refuse what stands behind "/" unless it is the field's own: a divisor, or another span of time."""
    if per == unit.per or not per:
        return
    if re.search(r"\d", per):
        raise UnclearAmountError(f"「/」のうしろにも数値（{per}）があり、どちらの値か決まりません。")
    own = (
        f"「/{unit.per}」です"
        if unit.per
        else f"「{_name(unit)}」です"
        if unit.base
        else "「/」が付かない値です"
    )
    raise UnclearAmountError(f"「/{per}」と書かれていますが、この欄は{own}。")


def _written_unit(written: str, unit: Unit, text: str) -> tuple[str, str]:
    """Give base and per of the unit written behind a number, as far as it may stand in this field."""
    if written == "":
        return "", ""
    behind = _SIGN_BEHIND.fullmatch(written)
    if behind and split_unit(behind["unit"]).base in ("", YEN, unit.base):
        raise UnclearAmountError(f"数値のうしろに「{behind['sign']}」があり、正負が決まりません。")
    _, base, per = split_unit(written)
    if base == "" or unit.base in (base, written):
        return base, per
    if base != YEN and (bound := _BOUND.search(written)):
        raise UnclearAmountError(f"「{bound[0]}」が付いていて、値が一つに決まりません。")
    known = base in (YEN, "%") or (len(base) <= 2 and base.isalpha())
    if known and not unit.base:
        return base, per
    if known:
        raise UnclearAmountError(f"単位が「{base}」と書かれていますが、この欄の単位は「{_name(unit)}」です。")
    raise UnclearAmountError(_why_unclear(text))


def _name(unit: Unit) -> str:
    scale = next(word for word, factor in SCALES.items() if factor == unit.factor)
    return f"{scale}{unit.base}" + (f"/{unit.per}" if unit.per else "")


def _why_unclear(text: str) -> str:
    if re.fullmatch(r"\([\d,.]+\)", text):
        return "括弧だけの数値は、負の数とも累計とも読めます。"
    numbers = [run.rstrip(",.") for run in re.findall(r"[\d,.]*\d[\d,.]*", text)]
    if not all(re.fullmatch(_DIGITS, number) for number in numbers):
        return "桁区切りの位置が正しくありません。"
    if len(numbers) > 1:
        return f"数値が複数あります（{'、'.join(numbers)}）。"
    words = re.sub(rf"{_DIGITS}|^\s*[+¥{re.escape(MINUS)}]+", " ", text).split()
    return (
        f"数値のほかに文字があります（{'、'.join(words)}）。" if words else "数値として読めない書き方です。"
    )


def number_styles(unit: str) -> Mapping[str, Callable[[Decimal], str]]:
    """Give the styles a text of a paper may ask for by name: 億万円 of an amount in `unit` (千円, 万円 …).

    約億万円 is how prose says it, to 1,000万円 (D14).
    """
    factor = SCALES.get(unit.removesuffix(YEN)) if unit.endswith(YEN) else None
    if factor is None:
        return {}
    return {
        "億万円": lambda amount: print_oku_man(amount * factor / SCALES["万"]),
        "約億万円": lambda amount: print_oku_man_in_prose(amount * factor / SCALES["万"]),
    }
