"""Input choices of a sheet: cells and choices in, `<dataValidation>` elements out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from toolkit.books.package.markup import WORKSHEET_ORDER, X14, XM, ensure_child, main, remove
from toolkit.books.package.refs import Box, bounds, to_area
from toolkit.model.errors import OfficeError

MAX_LIST = 255  # characters Excel allows for choices written into the rule itself
MAX_TITLE, MAX_PROMPT = 32, 255


def list_formula(choices: Sequence[str], sheet: str, areas: Sequence[str]) -> str:
    """Give the choices as a rule holds them; OfficeError where Excel could not."""
    place = {"sheet": sheet, "cell": " ".join(areas)}
    for choice in choices:
        if "," in choice or choice != choice.strip() or not choice:
            raise OfficeError(
                f"選択肢「{choice}」は入力規則に入れられません（半角コンマ、前後の空白、空の選択肢）。",
                "選択肢の文字を直してください（コンマは読点「、」にします）。",
                **place,
            )
    joined = ",".join(choices)
    if len(joined) > MAX_LIST:
        raise OfficeError(
            f"選択肢が全部で{len(joined)}文字あり、入力規則の上限（{MAX_LIST}文字）を超えています。",
            "選択肢を短くするか、減らしてください。",
            **place,
        )
    return '"' + joined.replace('"', '""') + '"'


def clear(tree: etree._Element, areas: Iterable[str]) -> None:
    """Take every validation off the cells; the rest of a rule's cells keep it."""
    holes = [bounds(area) for area in areas]
    for rule in list(tree.iter(main("dataValidation"))):
        left = _subtract(rule.get("sqref", "").split(), holes)
        rule.set("sqref", " ".join(left))
        if not left:
            remove(rule)
    for rule in list(tree.iter(f"{{{X14}}}dataValidation")):
        sqref = rule.find(f"{{{XM}}}sqref")
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
        rule.set("promptTitle", prompt_title[:MAX_TITLE])
        rule.set("prompt", prompt[:MAX_PROMPT])
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
