"""A cell's style number in, the number of a derived style out; the style sheet grows only by what is new."""

from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from toolkit.books.package.markup import MAIN, drop_attribute, main, parse
from toolkit.model.number_formats import NUMBER_OF

_FIRST_CUSTOM = 164
_DEFAULT_SIZE = 11.0


_SIDE = '<{0} style="thin"><color rgb="FFC00000"/></{0}>'
_LABEL = {
    "font": '<font><sz val="{points}"/><color rgb="FF9C0006"/><name val="MS Gothic"/></font>',
    "fill": '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF8D6"/></patternFill></fill>',
    "border": f"<border>{''.join(map(_SIDE.format, ('left', 'right', 'top', 'bottom')))}</border>",
}
"""What a labelled cell looks like: a new entry of each list of the style sheet."""


class StyleChange(NamedTuple):
    """What a derived style has differently; None leaves the matter as it is."""

    locked: bool | None = None
    number_format: str | None = None
    quote_prefix: bool | None = None


class TextLook(NamedTuple):
    """How a cell shows its text: font size in points, whether lines break at its width, which way they run.

    `rotation` is Excel's: 0 across, 1–90 turned up, 91–180 turned down, 255 letters one below the other.
    """

    points: float
    wraps: bool
    rotation: int = 0


class Styles:
    """The cell formats of one book."""

    def __init__(self, tree: etree._Element) -> None:
        """Take the style sheet; of equal formats the first is used."""
        self._tree = tree
        self._formats = style_list(tree, "cellXfs")
        self._numbers: dict[_Key, int] = {}
        for number, xf in reversed(list(enumerate(self._formats))):
            self._numbers[_key(xf)] = number
        self._derived: dict[tuple[int, StyleChange], int] = {}
        self._labels: dict[float, int] = {}

    def derive(self, style: int, change: StyleChange) -> int:
        """Give the style that is like `style` but for the change; the same number if nothing changes."""
        known = self._derived.get((style, change))
        if known is None:
            known = self._derived[style, change] = self._find_or_add(style, change)
        return known

    def label(self, points: float) -> int:
        """Give the style of a labelled cell: small red letters on pale yellow in a red frame, wrapped."""
        if points not in self._labels:
            self._labels[points] = len(self._formats)
            looks = {
                f"{kind}Id": str(_append(style_list(self._tree, f"{kind}s"), text.format(points=points)))
                for kind, text in _LABEL.items()
            }
            xf = etree.SubElement(self._formats, main("xf"), {"numFmtId": "0", **looks})
            etree.SubElement(xf, main("alignment"), horizontal="left", vertical="center", wrapText="1")
            self._formats.set("count", str(len(self._formats)))
        return self._labels[points]

    def is_locked(self, style: int) -> bool:
        """Tell whether cells of this style are locked under sheet protection; Excel's default is yes."""
        protection = self._formats[style].find(main("protection"))
        return protection is None or protection.get("locked", "1") not in ("0", "false")

    def is_quoted(self, style: int) -> bool:
        """Tell whether cells of this style show their text as typed after an apostrophe."""
        return self._formats[style].get("quotePrefix") in ("1", "true")

    def text_look(self, style: int) -> TextLook:
        """Give how cells of this style show a text."""
        fonts = self._tree.find(main("fonts"))
        font = None if fonts is None else fonts[int(self._formats[style].get("fontId", "0"))]
        size = None if font is None else font.find(main("sz"))
        points = _DEFAULT_SIZE if size is None else float(size.get("val", _DEFAULT_SIZE))
        alignment = self._formats[style].find(main("alignment"))
        if alignment is None:
            return TextLook(points, wraps=False)
        # What is justified or spread breaks its lines without being told to.
        spread = {alignment.get("horizontal"), alignment.get("vertical")} & {"justify", "distributed"}
        wraps = alignment.get("wrapText") in ("1", "true") or bool(spread)
        return TextLook(points, wraps, int(alignment.get("textRotation", "0")))

    def _find_or_add(self, style: int, change: StyleChange) -> int:
        xf = deepcopy(self._formats[style])
        if change.locked is not None and change.locked != self.is_locked(style):
            _set_locked(xf, change.locked)
        if change.number_format is not None:
            xf.set("numFmtId", str(self._number_format(change.number_format)))
            xf.set("applyNumberFormat", "1")
        if change.quote_prefix is not None and change.quote_prefix != self.is_quoted(style):
            drop_attribute(xf, "quotePrefix")
            if change.quote_prefix:
                xf.set("quotePrefix", "1")
        key = _key(xf)
        if key not in self._numbers:
            self._numbers[key] = len(self._formats)
            self._formats.append(xf)
            self._formats.set("count", str(len(self._formats)))
        return self._numbers[key]

    def _number_format(self, code: str) -> int:
        if code in NUMBER_OF:
            return NUMBER_OF[code]
        formats = self._tree.find(main("numFmts"))
        if formats is None:
            formats = etree.Element(main("numFmts"))
            self._tree.insert(0, formats)
        for known in formats:
            if known.get("formatCode") == code:
                return int(known.get("numFmtId", "0"))
        number = max([_FIRST_CUSTOM - 1, *(int(known.get("numFmtId", "0")) for known in formats)]) + 1
        etree.SubElement(formats, main("numFmt"), numFmtId=str(number), formatCode=code)
        formats.set("count", str(len(formats)))
        return number


_Key = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _key(xf: etree._Element) -> _Key:
    """Give what makes two formats the same: the attributes of the format and of its children."""
    return tuple((e.tag, tuple(sorted((str(k), str(v)) for k, v in e.attrib.items()))) for e in xf.iter())


def _set_locked(xf: etree._Element, locked: bool) -> None:
    protection = xf.find(main("protection"))
    if protection is None:
        protection = etree.Element(main("protection"))
        alignment = xf.find(main("alignment"))
        xf.insert(0 if alignment is None else 1, protection)
    protection.set("locked", "1" if locked else "0")
    xf.set("applyProtection", "1")


def _append(entries: etree._Element, text: str) -> int:
    """Add an entry to a list of the style sheet and give its number."""
    entries.append(parse(text.replace(">", f' xmlns="{MAIN}">', 1).encode()))
    entries.set("count", str(len(entries)))
    return len(entries) - 1


def style_list(tree: etree._Element, name: str) -> etree._Element:
    """Give a list of a style sheet by its tag (`cellXfs`, `numFmts` …); ValueError where it has none."""
    child = tree.find(main(name))
    if child is None:
        raise ValueError(f"the style sheet has no {name}")
    return child
