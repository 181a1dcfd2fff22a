"""Quantities as staff type them: a cell or a text in, an answer (number, 未, －, words …) out."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from toolkit.model.numbers import print_number
from toolkit.model.record import Answer, Cell, State
from toolkit.model.words import half_width, visible
from toolkit.model.years import write_day
from toolkit.rules.numbers.amounts import (
    MINUS,
    SIGN_WORDS,
    YEN,
    UnclearAmountError,
    is_beyond,
    read_amount,
    said_beside,
    split_unit,
)
from toolkit.rules.numbers.formats import (
    Beside,
    FormatMeaning,
    divides,
    read_format,
    shows_era,
    shows_zero_as_dash,
    words_beside,
)
from toolkit.rules.numbers.shown import shown_text, shows_year_in_words

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
_NONE = re.compile(
    r"(?:(?:該当|効果|実績|効果額|実績額|該当項目|対象)(?:は|が)?|特に)?(?:なし|無し|無|ありません|ない)|対象外|該当(?:せず|しない)"
)
_SPAN = re.compile(r"(?:月|日|週|四半期|半期|半年)(?:間|平均|当たり|あたり|ごと|毎)|毎(?:月|日|週)|^/.+")
_AREA = re.compile("(?<=[mMｍＭ])[²³]")
_PLACEHOLDER = re.compile("[〇○◯]{2,}.*")


def clean_text(text: str) -> str:
    """Take away what nobody sees: zero-width characters, stray carriage returns, blanks at the ends."""
    return visible(text.replace("_x000D_", "")).strip()


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


def print_as_read(answer: Answer, unit: str) -> str | Decimal:
    """Give a number as it was read, in the unit of its field where any was typed: ６６１名 is 661人 in 人.

    What says how sure it is stays (約, 見込み, ▲), so do its decimals and a total in a bracket, 2(78); other
    words with numbers, 2(累計5), do not. A text that says just that is given as it was typed.
    """
    assert isinstance(answer.value, Decimal)
    plain = half_width(clean_text(answer.raw))
    outside, inside = split_bracket(plain)
    own = split_unit(half_width(unit)).base
    written = re.sub(rf"^[{re.escape(MINUS)}]|[\d.,+¥eE\s]", "", outside)
    if written and not own:
        return plain
    about, loose = said_beside(outside)
    sign = outside[0] if answer.value < 0 and outside[:1] in ("△", "▲") else ""
    bracket = (
        f"({inside})"
        if inside and (not re.search(r"\d", inside) or not re.search(r"[^\d.,]", inside))
        else ""
    )
    if inside == half_width(unit):
        bracket = ""
    if not (written or sign or bracket):
        return answer.value
    figure = _with_decimals(abs(answer.value) if sign else answer.value, outside)
    shown = unit if "/" in plain else re.split("[/／]", unit)[0]
    words = written.replace(about, "").replace(loose, "")
    text = f"{about}{sign}{figure}{shown if words else ''}{loose}{bracket}"
    same = half_width("".join(answer.raw.split())) == half_width("".join(text.split()))
    return answer.raw.strip() if same and not re.search("[０-９．，％]", answer.raw) else text


def _with_decimals(value: Decimal, typed: str) -> str:
    """Print a number with the zeros behind its point that were typed: 45.0."""
    number = re.search(r"\d[\d,]*(?:\.(\d+))?", typed)
    places = len(number[1] or "") if number else 0
    whole = print_number(value)
    return f"{value:,.{places}f}" if len(whole.partition(".")[2]) < places else whole


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
    if _is_dash(bare):
        return Answer(raw, State.NOT_SET)
    outside, inside = split_bracket(bare)
    said = inside if inside and _is_dash(outside) else ""
    if undecided := _find_undecided(said) or _find_undecided(bare):
        return Answer(raw, State.UNDECIDED, word=undecided[0], due=undecided[1])
    if _DATE.fullmatch(bare):
        return _ambiguous(raw, "年月日や年度のように読めます。")
    if not re.search(r"\d", plain):
        return Answer(raw, State.TEXT, value=text)
    if any(unicodedata.category(mark) == "No" for mark in _AREA.sub("", text)):
        return _ambiguous(raw, "丸数字などを含み、どの数値か決まりません。")
    return _parse_number(raw, plain, half_width(unit))


def _is_dash(text: str) -> bool:
    return not text.strip(MINUS + "━ ") and text[:1] not in tuple("△▲▽▼")


def says_none(text: str) -> bool:
    """Tell whether a text says in words that there is nothing: なし, 該当なし, －（該当なし）."""
    words = re.sub(r"[()。.\s]", "", half_width(clean_text(text))).strip(MINUS + "━")
    return _NONE.fullmatch(words) is not None


def _parse_number(raw: str, plain: str, unit: str) -> Answer:
    """Read the number of a text that holds digits."""
    outside, inside = split_bracket(plain)
    if (inside and inside == unit) or re.fullmatch("[兆億千百万]*円", inside):
        outside, inside = outside + inside, ""
    if _find_undecided(inside):
        return _ambiguous(raw, f"数値と「{inside}」の両方が書かれています。")
    if inside.strip("△▲▽▼") in ("", *SIGN_WORDS.split("|")) and inside:
        return _ambiguous(raw, f"数値に「{inside}」が添えられていて、正負が決まりません。")
    if _SPAN.search(inside):
        return _ambiguous(raw, f"「{inside}」の値か、年間の値かが決まりません。")
    try:
        amount = read_amount(outside, unit)
    except UnclearAmountError as unclear:
        return _ambiguous(raw, str(unclear))
    if is_beyond(amount.number):
        return _ambiguous(raw, _BEYOND)
    notes = list(amount.notes)
    if re.search("[０-９]", raw):
        notes.insert(0, "全角の数字を読み替え")
    if inside:
        notes.append(f"括弧内{inside}" if inside[0].isdigit() else f"括弧内「{inside}」")
    return Answer(raw, State.NUMBER, amount.number, note="、".join(notes))


def _find_undecided(text: str) -> tuple[str, str] | None:
    """Find the word for 未 and the month it will be known (`集計中 R6.7判明` = 集計中, R6.7).

    A dash with a month, `-（7月確定）`, is no more than not known yet.
    """
    match = _DUE.search(text)
    due = "".join(match["due"].split()) if match else ""
    rest = text[: match.start()] + text[match.end() :] if match else text
    word = rest.replace("()", "").strip(" 、,:。")
    is_dashed = word != "" and _is_dash(word)
    if match and (is_dashed or not word) and match["known"].strip():
        return match["known"].strip(), due
    if match and is_dashed and "()" in rest:
        return "未", due
    if word == "未" or _PLACEHOLDER.fullmatch(word):
        return word, due
    without_years = re.sub(rf"{_ERA_YEAR}年度?", "", word)
    return (word, due) if _UNDECIDED.search(word) and not re.search(r"\d", without_years) else None


def _read_number(cell: Cell, value: Decimal, unit: str) -> Answer:
    """Read a stored number as its format shows it."""
    if is_beyond(value):
        why = _BEYOND if abs(value) > 1 else "0に近すぎる数で、計算の誤差と思われます。"
        return _ambiguous(cell.raw, why)
    field = split_unit(half_width(unit))
    shown = read_format(cell.number_format)
    if shown is None:
        return _ambiguous(cell.raw, "正負などで表示の単位が違う書式です。")
    if shows_era(cell.number_format):
        return _ambiguous(cell.raw, "年度のように表示される書式です。")
    beside = words_beside(cell.number_format, value)
    if beside.hides_sign:
        figure = f"{beside.before}{print_number(abs(value * 100 if shown.percent else value))}{beside.behind}"
        return _ambiguous(cell.raw, f"「{figure}」と表示されますが、中の数値は{print_number(value)}です。")
    if shown.percent:
        if field.base not in ("", "%"):
            return _ambiguous(cell.raw, f"％で表示されていますが、この欄の単位は「{unit}」です。")
        return Answer(
            cell.raw, State.NUMBER, value * 100, note=f"{print_number(value * 100)}%の表示を読み替え"
        )
    if shown.worth is not None or shown.yen_sign:
        return _read_money(cell, value, unit, shown)
    if beside.words:
        return _read_as_shown(cell, value, unit, beside)
    note = "「－」と表示される0" if value == 0 and shows_zero_as_dash(cell.number_format) else ""
    return Answer(cell.raw, State.NUMBER, value, note=note)


def _read_as_shown(cell: Cell, value: Decimal, unit: str, beside: Beside) -> Answer:
    """Read a number with the words its format puts beside it as if they were typed: 34 shown 34人."""
    typed = beside.typed(print_number(abs(value)))
    answer = parse_quantity(typed, unit)
    if not isinstance(answer.value, Decimal):
        why = answer.note or "数値として読めない表示です。"
        return _ambiguous(cell.raw, f"書式で「{typed}」と表示されています。{why}")
    number = -answer.value if value < 0 else answer.value
    note = f"「{cell.number_format}」の表示から換算" if number != value else answer.note
    return Answer(cell.raw, State.NUMBER, number, note=note)


def _read_money(cell: Cell, value: Decimal, unit: str, shown: FormatMeaning) -> Answer:
    field = split_unit(half_width(unit))
    if shown.worth is None and field.factor != 1:
        return _ambiguous(cell.raw, f"「¥」で表示されていますが、この欄の単位は「{unit}」です。")
    if shown.worth is not None and (
        field.base not in ("", YEN) or (not field.base and divides(cell.number_format))
    ):
        return _ambiguous(cell.raw, f"金額の書式で表示されていますが、この欄の単位は「{unit}」です。")
    if (per := words_beside(cell.number_format, value).per) and per != field.per:
        return _ambiguous(cell.raw, f"「/{per}」と表示されていますが、この欄の単位は「{unit}」です。")
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
        f"数値でなく、日付（{write_day(dt.date(value.year, value.month, value.day))}）になっています。"
        f"「{value.month}-{value.day}」や「{value.month}/{value.day}」の入力を、Excelが日付に変えたと思われます。"
    )


def _ambiguous(raw: str, note: str) -> Answer:
    return Answer(raw, State.AMBIGUOUS, note=note)
