"""Input choices of a sheet: cells and choices in, `<dataValidation>` elements out, and found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from toolkit.books.package.formulas import shift
from toolkit.books.package.lengths import cut, units
from toolkit.books.package.markup import (
    WORKSHEET_ORDER,
    X14,
    XM,
    ensure_child,
    escape_text,
    main,
    remove,
    unescape_text,
)
from toolkit.books.package.refs import Box, bounds, from_ref, to_area
from toolkit.model.errors import OfficeError

MAX_LIST = 255  # UTF-16 units Excel allows for choices written into the rule itself
MAX_TITLE, MAX_PROMPT = 32, 255
_LONG_LISTS = "様式のほかのシートに同じ選択肢を並べ、入力規則からその範囲を参照しておけば、そのまま使えます。"
_X14_RULE, _X14_LIST = f"{{{X14}}}dataValidation", f"{{{X14}}}formula1/{{{XM}}}f"
_X14_CELLS = f"{{{XM}}}sqref"


class FoundList(NamedTuple):
    """A list that a cell offers: its formula as stored, and the message shown beside it."""

    formula: str
    title: str
    prompt: str


def find_list(tree: etree._Element, ref: str) -> FoundList | None:
    """Find the rule that lets a cell offer a list, as it reads at this cell; None where it has none."""
    row, column = from_ref(ref)
    for rule in (*tree.iter(main("dataValidation")), *tree.iter(_X14_RULE)):
        boxes = [bounds(one) for one in (rule.get("sqref") or rule.findtext(_X14_CELLS) or "").split()]
        if rule.get("type") == "list" and any(box.holds(row, column) for box in boxes):
            formula = (rule.findtext(main("formula1")) or rule.findtext(_X14_LIST) or "").strip()
            top, left = min(box.top for box in boxes), min(box.left for box in boxes)
            here = shift(unescape_text(formula), row - top, column - left)
            return FoundList(here, *(unescape_text(rule.get(name, "")) for name in ("promptTitle", "prompt")))
    return None


def list_formula(choices: Sequence[str], sheet: str, areas: Sequence[str]) -> str:
    """Give the choices as a rule holds them; OfficeError where Excel could not."""
    place = {"sheet": sheet, "cell": " ".join(areas)}
    for choice in choices:
        if "," in choice or choice != choice.strip() or not choice:
            raise OfficeError(
                f"選択肢「{choice}」は入力規則に入れられません（半角コンマ、前後の空白、空の選択肢）。",
                f"選択肢の文字を直してください（コンマは読点「、」にします）。{_LONG_LISTS}",
                **place,
            )
    joined = ",".join(choices)
    length = units(joined)
    if length > MAX_LIST:
        raise OfficeError(
            f"選択肢が全部で{length}文字（区切りを含む）あり、入力規則の上限（{MAX_LIST}文字）を超えています。",
            f"選択肢を短くするか、減らしてください。{_LONG_LISTS}",
            **place,
        )
    return escape_text('"' + joined.replace('"', '""') + '"')


def clear(tree: etree._Element, areas: Iterable[str]) -> None:
    """Take every validation off the cells; the rest of a rule's cells keep it."""
    holes = [bounds(area) for area in areas]
    for rule in list(tree.iter(main("dataValidation"))):
        left = _subtract(rule.get("sqref", "").split(), holes)
        rule.set("sqref", " ".join(left))
        if not left:
            remove(rule)
    for rule in list(tree.iter(_X14_RULE)):
        sqref = rule.find(_X14_CELLS)
        if sqref is not None:
            left = _subtract((sqref.text or "").split(), holes)
            sqref.text = " ".join(left)
            if not left:
                remove(rule)


def add_list(
    tree: etree._Element, areas: Sequence[str], formula: str, prompt_title: str, prompt: str
) -> None:
    """Add a rule that offers a list; the prompt is cut where Excel cuts it."""
    rules = ensure_child(tree, "dataValidations", WORKSHEET_ORDER)
    rule = etree.SubElement(rules, main("dataValidation"), type="list", allowBlank="1", showErrorMessage="1")
    if prompt or prompt_title:
        rule.set("showInputMessage", "1")
        rule.set("promptTitle", escape_text(cut(prompt_title, MAX_TITLE)))
        rule.set("prompt", escape_text(cut(prompt, MAX_PROMPT)))
    rule.set("sqref", " ".join(areas))
    etree.SubElement(rule, main("formula1")).text = formula
    rules.set("count", str(len(rules)))


def _subtract(areas: Iterable[str], holes: Sequence[Box]) -> list[str]:
    boxes = [bounds(area) for area in areas]
    for hole in holes:
        boxes = [piece for box in boxes for piece in _around(box, hole)]
    return [to_area(box) for box in boxes]


def _around(box: Box, hole: Box) -> Iterator[Box]:
    """Yield what is left of a box: the part above the hole, beside it on both sides, and below."""
    top, bottom = max(box.top, hole.top), min(box.bottom, hole.bottom)
    left, right = max(box.left, hole.left), min(box.right, hole.right)
    if top > bottom or left > right:
        yield box
        return
    pieces = (
        Box(box.top, box.left, top - 1, box.right),
        Box(top, box.left, bottom, left - 1),
        Box(top, right + 1, bottom, box.right),
        Box(bottom + 1, box.left, box.bottom, box.right),
    )
    yield from (piece for piece in pieces if piece.top <= piece.bottom and piece.left <= piece.right)
