"""A cell as stored in, the cell as a reader sees it out; and in words what it shows beside its value.

Struck pieces are no part of an answer. What is not certain (all is struck, a figure is raised) is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from toolkit.model.number_formats import Section, read_sections
from toolkit.model.record import Cell
from toolkit.model.shown import PLAIN, Content, Lying, On, Run, Unseen
from toolkit.model.words import half_width, is_blank

_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_UNIT_END = re.compile(r"[mM]\s*$")
"""What a raised 2 or 3 makes an area or a volume of: it is no note then."""
_QUOTED, _NAMED = 200, 5
"""So many characters of a text are quoted, and so many things that lie on a cell named."""

_FUNCTIONS = (
    ("DISPIMG", "セルに埋め込まれた画像"),
    ("IMAGE", "画像を表示する関数"),
    ("PY", "Pythonで計算する数式"),
    ("COPILOT", "AI（Copilot）に書かせる数式"),
    ("LABS.GENERATIVEAI", "AIに書かせる数式"),
    ("TRANSLATE", "翻訳させる数式"),
)
_CALL = re.compile(
    rf"(?<![\w.])(?:_xlfn\.|_xlws\.|_xldudf_)*({'|'.join(re.escape(name) for name, _ in _FUNCTIONS)})\s*\(",
    re.IGNORECASE,
)
_TEXTS = re.compile(r'"[^"]*"')
_CONTENTS = {Content.PICTURE: "セルに埋め込まれた画像", Content.DATA_TYPE: "株価や地名などのデータ型"}
_UNSEEN = {
    Unseen.ROW: "表示されていない行に",
    Unseen.COLUMN: "表示されていない列に",
    Unseen.SHEET: "表示されていないシートに",
    Unseen.ZERO: "ゼロを表示しない設定のシートに",
    Unseen.PALE: "背景と同じ色の文字で",
    Unseen.TINY: "読めないほど小さい文字で",
}
_WHITE = ("white", "白")
_LYING = {
    On.COMMENT: "コメント",
    On.TEXT: "テキストボックス",
    On.PICTURE: "画像",
    On.SHAPE: "図形",
    On.OBJECT: "埋め込みのオブジェクト",
}


def as_seen(cell: Cell) -> Cell:
    """Give a cell as a reader sees it: without its struck pieces, raised figures as ², a tick as TRUE."""
    if isinstance(cell.value, bool):
        return replace(cell, raw="TRUE" if cell.value else "FALSE")
    if cell.shown == PLAIN or not cell.shown.runs or is_struck_out(cell):
        return cell
    text = "".join(_letters(run) for run in cell.shown.runs if not run.struck).strip()
    return replace(cell, raw=text, value=text)


def _letters(run: Run) -> str:
    if not run.raised:
        return run.text
    return half_width(run.text).translate(_RAISED if run.raised == "superscript" else _LOWERED)


def is_struck_out(cell: Cell) -> bool:
    """Tell whether all that a reader sees of a cell is struck."""
    if is_blank(cell.raw):
        return False
    runs = [run for run in cell.shown.runs if not is_blank(run.text)]
    return all(run.struck for run in runs) if runs else cell.shown.struck


def struck_pieces(cell: Cell) -> str:
    """Give what is struck of a cell, "" where nothing is or all of it."""
    pieces = [run.text for run in cell.shown.runs if run.struck and not is_blank(run.text)]
    return "" if is_struck_out(cell) else "、".join(pieces)


def stored_text(cell: Cell) -> str:
    """Give all pieces of a cell's text, those that are struck too."""
    return "".join(run.text for run in cell.shown.runs) or cell.raw


def raised_figure(cell: Cell) -> str:
    """Give a figure that stands raised or lowered in a cell (34¹: a note, or an exponent), "" for none."""
    before = ""
    for run in (run for run in cell.shown.runs if not run.struck):
        if run.raised and re.search(r"\d", half_width(run.text)) and not _UNIT_END.search(half_width(before)):
            return run.text
        before += run.text
    return ""


def foreign_content(cell: Cell) -> str:
    """Name what stands in a cell in place of a value that somebody typed: a picture, Python, an AI; or ""."""
    if cell.shown.content is not None:
        return _CONTENTS[cell.shown.content]
    is_call = cell.kind == "text" and cell.raw.startswith("=")  # some programs save DISPIMG as its own text
    formula = cell.formula or (cell.raw if is_call else "")
    call = _CALL.search(_TEXTS.sub("", formula))
    return dict(_FUNCTIONS)[call[1].upper()] if call else ""


def unseen_words(cell: Cell) -> str:
    """Say where or how a cell is filled so that nobody sees it, "" where it is seen."""
    ways = [_UNSEEN[why] for why in cell.shown.unseen]
    if _shows_nothing(cell):
        ways.append("何も表示しない書式で")
    elif _shows_white(cell):
        ways.append("白い文字で表示する書式で")
    return "、".join(ways)


def _section(cell: Cell) -> Section | None:
    """Give the part of the number format that shows a value; None where it is shown as it is."""
    sections = read_sections(cell.number_format)
    if isinstance(cell.value, str):
        return sections[3] if len(sections) > 3 else None
    if not isinstance(cell.value, Decimal):
        return None
    at = 0 if cell.value > 0 else 1 if cell.value < 0 else 2
    return sections[at] if at < len(sections) else sections[0]


def _shows_nothing(cell: Cell) -> bool:
    """Tell whether the number format shows nothing of a value: `;;;`, or a zero under `#,###`."""
    section = _section(cell)
    if section is None or _is_empty(section):
        return section is not None and cell.number_format.strip() != ""
    digits = "".join(token.text for token in section.tokens if token.kind == "digits")
    return cell.value == 0 and digits != "" and "0" not in digits and _is_empty(section, but="digits")


def _shows_white(cell: Cell) -> bool:
    section = _section(cell)
    return section is not None and any(
        token.kind == "bracket" and token.text.lower() in _WHITE for token in section.tokens
    )


def _is_empty(section: Section, but: str = "") -> bool:
    return all(token.kind in ("blank", "bracket", but) or not token.text.strip() for token in section.tokens)


def lying_words(lying: tuple[Lying, ...]) -> str:
    """Name what lies on a cell, its words quoted."""
    named = [_LYING[one.kind] + (f"「{short(one.text)}」" if one.text else "") for one in lying[:_NAMED]]
    rest = f"など{len(lying)}点" if len(lying) > _NAMED else ""
    return "、".join(named) + rest


def short(text: str) -> str:
    """Give a text as it is quoted: of a long one the beginning."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
