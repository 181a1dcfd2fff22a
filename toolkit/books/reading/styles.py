"""The styles of a book in; of every cell style its number format and how its text is unlike others out."""

from __future__ import annotations

import colorsys
import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from toolkit.books.guard.same_bytes import once_for_same_bytes
from toolkit.books.package.markup import clean, iter_elements, local_name, parse
from toolkit.books.reading.runs import is_struck
from toolkit.model.number_formats import BUILTIN
from toolkit.model.shown import PLAIN, Shown, Unseen

_Rgb = tuple[int, int, int]
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_INDEXED: Mapping[int, _Rgb] = {
    **dict.fromkeys((0, 8, 64), _BLACK),
    **dict.fromkeys((1, 9, 65), _WHITE),
    **dict.fromkeys((2, 10), (255, 0, 0)),
    **dict.fromkeys((3, 11), (0, 255, 0)),
    **dict.fromkeys((4, 12), (0, 0, 255)),
    **dict.fromkeys((5, 13), (255, 255, 0)),
    **dict.fromkeys((6, 14), (255, 0, 255)),
    **dict.fromkeys((7, 15), (0, 255, 255)),
    22: (192, 192, 192),
    23: (128, 128, 128),
}
"""The colours of old that a writer may still name by number."""
_NEAR = 12
"""Two colours that differ by no more in any part look the same."""
_READABLE = 4
"""Points: smaller letters are not meant to be read."""
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
"""The colours of a theme in the order in which cells number them."""


@dataclass(frozen=True)
class Styles:
    """The number format of every cell style in their order, and what those that are not plain show."""

    formats: Sequence[str] = ()
    odd: Mapping[int, Shown] = field(default_factory=dict)


@once_for_same_bytes
def read_styles(part: bytes, theme: bytes) -> Styles:
    """Read the cell styles from their part and that of the colours' theme (b"" where there is none).

    XMLSyntaxError where they are no XML.
    """
    tree = parse(part)
    namespace = tree.tag[: tree.tag.find("}") + 1]
    own = {
        _whole(number_format.get("numFmtId")): clean(number_format.get("formatCode", "General"))
        for number_format in tree.iterfind(f"{namespace}numFmts/{namespace}numFmt")
    }
    known = BUILTIN | own
    cells = list(tree.iterfind(f"{namespace}cellXfs/{namespace}xf"))
    fonts = list(tree.iterfind(f"{namespace}fonts/{namespace}font"))
    colours = _Colours(theme, namespace)
    grounds = [colours.ground(fill) for fill in tree.iterfind(f"{namespace}fills/{namespace}fill")]
    struck = [is_struck(font) or False for font in fonts]
    sizes = [_size(font.find(f"{namespace}sz")) for font in fonts]
    inks = [colours.ink(font) for font in fonts]
    looks: dict[tuple[int, int], Shown] = {}
    odd = {}
    for at, xf in enumerate(cells):
        font, fill = pair = _whole(xf.get("fontId")), _whole(xf.get("fillId"))
        if pair not in looks:
            ground = grounds[fill] if fill < len(grounds) else _WHITE
            pale = font < len(fonts) and _is_near(inks[font], ground)
            tiny = font < len(fonts) and 0 < sizes[font] < _READABLE
            unseen = tuple(why for why, so in ((Unseen.PALE, pale), (Unseen.TINY, tiny)) if so)
            looks[pair] = Shown(struck=font < len(fonts) and struck[font], unseen=unseen)
        if looks[pair] != PLAIN:
            odd[at] = looks[pair]
    return Styles([known.get(_whole(xf.get("numFmtId")), "General") for xf in cells], odd)


def _size(element: etree._Element | None) -> float:
    return 0 if element is None else _real(element.get("val"))


def _whole(text: str | None) -> int:
    """Give a number of an attribute, 0 for none: what only makes a look loses no answer."""
    return int(text) if text and text.isascii() and text.isdecimal() else 0


def _real(text: str | None) -> float:
    try:
        number = float(text or "0")
    except ValueError:
        return 0
    return number if math.isfinite(number) else 0


def _is_near(ink: _Rgb | None, ground: _Rgb | None) -> bool:
    return ink is not None and ground is not None and _distance(ink, ground) <= _NEAR


def _distance(one: _Rgb, other: _Rgb) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


class _Colours:
    """Tells colours by the three ways a book names them; None for one it cannot tell."""

    def __init__(self, theme: bytes, namespace: str) -> None:
        self._theme = theme
        self._pattern, self._ink, self._ground = (
            namespace + name for name in ("patternFill", "color", "fgColor")
        )

    def ink(self, font: etree._Element) -> _Rgb | None:
        """Give the colour of a font; one without is black."""
        colour = font.find(self._ink)
        return _BLACK if colour is None else self._read(colour, _BLACK)

    def ground(self, fill: etree._Element) -> _Rgb | None:
        """Give the colour of a ground; an empty one is white, of a pattern it cannot be told."""
        pattern = fill.find(self._pattern)
        kind = "none" if pattern is None and len(fill) == 0 else None
        kind = pattern.get("patternType", "none") if pattern is not None else kind
        if kind != "solid" or pattern is None:
            return _WHITE if kind == "none" else None
        colour = pattern.find(self._ground)
        return _WHITE if colour is None else self._read(colour, _WHITE)

    def _read(self, colour: etree._Element, automatic: _Rgb) -> _Rgb | None:
        found: _Rgb | None = automatic
        rgb, theme, indexed = colour.get("rgb"), colour.get("theme"), colour.get("indexed")
        if rgb is not None:
            found = _from_hex(rgb[-6:])
        elif theme is not None:
            found = _palette(self._theme).get(_THEME[at]) if (at := _whole(theme)) < len(_THEME) else None
        elif indexed is not None:
            found = _INDEXED.get(_whole(indexed))
        tint = _real(colour.get("tint"))
        return _tinted(found, tint) if found and tint else found


@functools.lru_cache(maxsize=8)  # nearly all books have the theme their program came with
def _palette(theme: bytes) -> Mapping[str, _Rgb]:
    """Give the colours of a theme by name; one that is missing or broken has white and black."""
    palette = {"lt1": _WHITE, "dk1": _BLACK}
    try:
        tree = parse(theme)
    except etree.XMLSyntaxError:
        return palette
    for one in (one for scheme in iter_elements(tree, "clrScheme") for one in scheme):
        value = next(iter(one), None)
        rgb = _from_hex(value.get("lastClr", value.get("val", "")) if value is not None else "")
        if rgb:
            palette[local_name(one)] = rgb
    return palette


def _from_hex(text: str) -> _Rgb | None:
    try:
        number = int(text, 16)
    except ValueError:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


def _tinted(colour: _Rgb, tint: float) -> _Rgb:
    """Make a colour darker (tint below 0) or lighter, as ECMA-376 18.8.19 tells."""
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)
