"""Quantities as staff type them: a cell or a text in, an answer (number, 未, －, words …) out."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from toolkit.model.numbers import print_number
from toolkit.model.record import Answer, Cell, State
from toolkit.model.words import half_width
from toolkit.rules.numbers.amounts import MINUS, YEN, UnclearAmountError, read_amount, split_unit
from toolkit.rules.numbers.formats import divides, read_format, shows_era, shows_zero_as_dash
from toolkit.rules.numbers.shown import shown_text, shows_year_in_words

_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
_ERA_YEAR = r"(?:(?:令和|平成|[RHrh]\.?)\s*(?:元|\d{1,2})|(?:19|20)\d{2})"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DUE = re.compile(
    rf"(?P<due>(?:{_ERA_YEAR}\s*年\s*)?(?<!\d){_MONTH}\s*月|{_ERA_YEAR}\s*[./-]\s*{_MONTH}(?!\d))"
    r"(?:[./-]?\d{1,2}日?)?\s*(?:頃|ごろ|上旬|中旬|下旬|末|中|以降)?に?"
    r"(?P<known>\s*(?:(?:判明|確定|公表|集計|算定|決定)(?!中|前)後?)?(?:予定|見込み?)?)"
)
_DATE = re.compile(
    rf"{_ERA_YEAR}\s*年度?(?:\s*{_MONTH}\s*月(?:\s*\d{{1,2}}\s*日)?)?"
    rf"|{_ERA_YEAR}[/-]{_MONTH}(?:[/-]\d{{1,2}})?"
    rf"|(?:令和|平成|[RHrh])\s*(?:元|\d{{1,2}})(?:\.{_MONTH}(?:\.\d{{1,2}})?)?"
    r"|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[/-]\d{1,2}"
)
_UNDECIDED = re.compile(
    "未定|未確定|未集計|未判明|集計中|集計前|算定中|算出中|精査中|調査中|調整中|確認中|決算後|決算確定後|決算待ち"
)
_PLACEHOLDER = re.compile("[〇○◯]{2,}.*")


def clean_text(text: str) -> str:
    """Take away what nobody sees: zero-width characters, stray carriage returns, blanks at the ends."""
    return text.replace("_x000D_", "").translate(_INVISIBLE).strip()


_DIGITS_STORED = 15  # so many a spreadsheet keeps
_DIGITS_TYPED = 21
_BEYOND = "桁数が多すぎます。"


def split_bracket(text: str) -> tuple[str, str]:
    """Part a text with one bracket: `2（78）` = ("2", "78"), `（見込）5` = ("5", "見込"), NFKC.

    A text without a bracket, wholly in brackets, or with several gives (text, "").
    """
    text = half_width(text)
    match = re.fullmatch(r"([^()]*)\(([^()]*)\)([^()]*)", text)
    if match is None or not f"{match[1]}{match[3]}".strip():
        return text, ""
    return f"{match[1].strip()}{match[3].strip()}", match[2].strip()


def read_quantity(cell: Cell, unit: str = "") -> Answer:
    """Read what stands in a cell as a quantity of `unit`, as a person would; `raw` stays untouched.

    A stored number is taken as its format shows it: 0.985 shown 98.5% is 98.5, 123456 shown 123千円
    is 123.456千円. What Excel made of `1-2` or `6/4` (a date) is ambiguous.
    """
    if cell.formula is not None and cell.value is None:
        return Answer(cell.raw, State.ERROR, note="数式の計算結果がファイルにありません。")
    if cell.kind == "error":
        return Answer(cell.raw, State.ERROR, note=str(cell.value))
    if isinstance(cell.value, bool):
        word = "TRUE" if cell.value else "FALSE"
        return _ambiguous(cell.raw, f"数値でなく、論理値（{word}）になっています。")
    if isinstance(cell.value, Decimal):
        return _read_number(cell, cell.value, unit)
    if isinstance(cell.value, str):
        return _parse(cell.raw, cell.value, unit)
    if cell.value is None:
        return Answer(cell.raw, State.BLANK)
    return _ambiguous(cell.raw, _explain_date(cell))


def parse_quantity(text: str, unit: str = "") -> Answer:
    """Read a text as a quantity of `unit`, as a person would (C1, C4, A10, D7, D10, G).

    `-` is not set, `未（7月）` undecided with its month, `△1,234千円` a number, `2(78)` the number 2
    with the bracket in the note, `10～15` ambiguous; other words stay a text.
    """
    return _parse(text, text, unit)


def _parse(raw: str, text: str, unit: str) -> Answer:
    text = clean_text(text)
    plain = half_width(" ".join(text.split()))
    if not plain:
        return Answer(raw, State.BLANK)
    bare = plain[1:-1].strip() if re.fullmatch(r"\([^()]*\)", plain) else plain
    if not bare.strip(MINUS + "━ ") and bare[0] not in "△▲▽▼":
        return Answer(raw, State.NOT_SET)
    if undecided := _find_undecided(bare):
        return Answer(raw, State.UNDECIDED, word=undecided[0], due=undecided[1])
    if _DATE.fullmatch(bare):
        return _ambiguous(raw, "年月日や年度のように読めます。")
    if not re.search(r"\d", plain):
        return Answer(raw, State.TEXT, value=text)
    if any(unicodedata.category(mark) == "No" and mark not in "²³" for mark in text):
        return _ambiguous(raw, "丸数字などを含み、どの数値か決まりません。")
    return _parse_number(raw, plain, half_width(unit))


def _parse_number(raw: str, plain: str, unit: str) -> Answer:
    """Read the number of a text that holds digits."""
    outside, inside = split_bracket(plain)
    if (inside and inside == unit) or re.fullmatch("[兆億千百万]*円", inside):
        outside, inside = outside + inside, ""
    if _find_undecided(inside):
        return _ambiguous(raw, f"数値と「{inside}」の両方が書かれています。")
    try:
        amount = read_amount(outside, unit)
    except UnclearAmountError as unclear:
        return _ambiguous(raw, str(unclear))
    if _is_beyond(amount.number, _DIGITS_TYPED):
        return _ambiguous(raw, _BEYOND)
    notes = list(amount.notes)
    if re.search("[０-９]", raw):
        notes.insert(0, "全角の数字を読み替え")
    if inside:
        notes.append(f"括弧内{inside}" if inside[0].isdigit() else f"括弧内「{inside}」")
    return Answer(raw, State.NUMBER, amount.number, note="、".join(notes))


def _is_beyond(number: Decimal, digits: int) -> bool:
    """Tell a number that has more digits, before its point or zeros behind it, than anybody meant."""
    return bool(number) and not -digits <= number.adjusted() < digits


def _find_undecided(text: str) -> tuple[str, str] | None:
    """Find the word for 未 and the month it will be known (`集計中 R6.7判明` = 集計中, R6.7)."""
    match = _DUE.search(text)
    due = "".join(match["due"].split()) if match else ""
    rest = text[: match.start()] + text[match.end() :] if match else text
    word = rest.replace("()", "").strip(" 、,:。")
    if match and not word and match["known"].strip():
        return match["known"].strip(), due
    if word == "未" or _PLACEHOLDER.fullmatch(word):
        return word, due
    without_years = re.sub(rf"{_ERA_YEAR}年度?", "", word)
    return (word, due) if _UNDECIDED.search(word) and not re.search(r"\d", without_years) else None


def _read_number(cell: Cell, value: Decimal, unit: str) -> Answer:
    """Read a stored number as its format shows it."""
    if _is_beyond(value, _DIGITS_STORED):
        return _ambiguous(cell.raw, _BEYOND)
    field = split_unit(half_width(unit))
    shown = read_format(cell.number_format)
    if shown is None:
        return _ambiguous(cell.raw, "正負などで表示の単位が違う書式です。")
    if shows_era(cell.number_format):
        return _ambiguous(cell.raw, "年度のように表示される書式です。")
    if shown.percent:
        if field.base not in ("", "%"):
            return _ambiguous(cell.raw, f"％で表示されていますが、この欄の単位は「{unit}」です。")
        return Answer(
            cell.raw, State.NUMBER, value * 100, note=f"{print_number(value * 100)}%の表示を読み替え"
        )
    if shown.worth is not None and (
        field.base not in ("", YEN) or (not field.base and divides(cell.number_format))
    ):
        return _ambiguous(cell.raw, f"金額の書式で表示されていますが、この欄の単位は「{unit}」です。")
    if shown.yen_sign and shown.worth is None and field.factor != 1:
        return _ambiguous(cell.raw, f"「¥」で表示されていますが、この欄の単位は「{unit}」です。")
    number = value if shown.worth is None or not field.base else value * shown.worth / field.factor
    note = f"「{cell.number_format}」の表示から換算" if number != value else ""
    if value == 0 and shows_zero_as_dash(cell.number_format):
        note = "「－」と表示される0"
    return Answer(cell.raw, State.NUMBER, number, note=note)


def _explain_date(cell: Cell) -> str:
    value = cell.value
    if not isinstance(value, dt.date):
        return f"数値でなく、時刻（{value}）になっています。"
    if shows_year_in_words(cell.number_format):
        return f"数値でなく、日付（{shown_text(cell)}）になっています。"
    return (
        f"数値でなく、日付（{value.year}年{value.month}月{value.day}日）になっています。"
        f"「{value.month}-{value.day}」や「{value.month}/{value.day}」の入力を、Excelが日付に変えたと思われます。"
    )


def _ambiguous(raw: str, note: str) -> Answer:
    return Answer(raw, State.AMBIGUOUS, note=note)
