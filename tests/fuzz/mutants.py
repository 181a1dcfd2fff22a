"""A seed and a good return in, the same return broken somehow out: its XML, its zip or its values."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence

NUMBERS = (
    "0 -0 1E30 -1E30 1E-300 1E308 12345678901234567890 0.1 -34 45383 99999999 NaN INF 1_0 x"  # a word each
)
TEXTS = (
    "34- ▲1,813 1,683/3,000 30弱 未（7月） - なし 12億円 ９９９９兆円 4(31) =1+1 '=1 @SUM 𠮷😀 {項目} {0} %s "
    "2024/6/7 R6.6.7 ⑨ ½ Ⅷ ٣٤ 1e400 ∞ 0x10 --5 &amp;&lt;b&gt; _x000B_改_x0000_行_xFFFE_ _xD83D_"
)
ODD_TEXTS = ("3" * 40, "あ" * 32_767, "\u3164", "1\n2\n3")
VALUES: Sequence[tuple[str, str]] = (
    *(("n", value) for value in NUMBERS.split()),
    *(("str", value) for value in (*TEXTS.split(), *ODD_TEXTS)),
    *(("b", "1"), ("b", "x"), ("e", "#DIV/0!"), ("e", "#妙!"), ("d", "2024-06-07"), ("d", "いつか")),
    *(("s", "99999"), ("s", "-1"), ("z", "3"), ("inlineStr", "7")),
)
"""What is stored in an asked cell: the type of the cell and its value."""
ATTRIBUTES = (
    "",
    "0",
    "-1",
    "99999999999",
    "A0",
    "XFE1048577",
    "A1:XFD1048576",
    "a1",
    "true",
    "あ",
    "rId999",
    "../x",
)
WORDS = (b"", b"<x/>", b"<!-- x -->", b"<?x y?>", b"&#0;", b"&amp;", b"\x00", b"</row>", b"<![CDATA[x]]>")

_PARTS = re.compile(r"xl/(workbook|styles|sharedStrings|worksheets/sheet\d+)\.xml|.*\.rels|docProps/.*|\[C.*")
_ELEMENT = re.compile(rb"<[A-Za-z][^<>]*?/>|<([A-Za-z]\w*)\b[^<>]*>[^<]*</\1>")
_ATTRIBUTE = re.compile(rb'(?<=\s)([\w:]+)="([^"]*)"')


def mutate(content: bytes, asked: Mapping[str, Sequence[str]], seed: str) -> tuple[bytes, str]:
    """Give a return with one to three things broken, and what was done; `asked` are cells by their part."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    done = []
    for _ in range(chance.randint(1, 3)):
        kind = chance.choice((_value, _value, _value, _xml, _xml, _xml, _bytes, _part))
        done.append(kind(parts, asked, chance))
    packed = _packed(parts, chance)
    if chance.random() < 0.08:
        packed, how = _zip(packed, chance)
        done.append(how)
    return packed, "、".join(done)


def _packed(parts: Mapping[str, bytes], chance: random.Random) -> bytes:
    out = io.BytesIO()
    way = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(out, "w", way) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on Windows a name with \\ is the same as one with /
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 6, 3, chance.randrange(24), 0, 0)), data)
    return out.getvalue()


def _value(parts: dict[str, bytes], asked: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """Put a value into an asked cell."""
    part = chance.choice(sorted(asked))
    ref = chance.choice(asked[part])
    kind, value = chance.choice(VALUES)
    escaped = value if value.startswith("&") else value.replace("&", "&amp;").replace("<", "&lt;")
    formula = "<f>[1]x!A1+1</f>" if chance.random() < 0.1 else ""
    inside = f"{formula}<v>{escaped}</v>".encode()
    parts[part] = re.sub(
        rb'<c r="%s"([^<>]*?)(?:/>|>.*?</c>)' % ref.encode(),
        lambda found: (
            b'<c r="%s"%s t="%s">%s</c>'
            % (ref.encode(), re.sub(rb' t="\w*"', b"", found[1]), kind.encode(), inside)
        ),
        parts.get(part, b""),
        count=1,
        flags=re.DOTALL,
    )
    return f"{part} {ref} {kind} {value[:20]!r}"


def _some_part(parts: Mapping[str, bytes], chance: random.Random) -> str:
    known = [name for name in parts if _PARTS.fullmatch(name)]
    return chance.choice(sorted(known or parts or ["x"]))


def _xml(parts: dict[str, bytes], _: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """Drop, double or change one element."""
    name = _some_part(parts, chance)
    data = parts.get(name, b"")
    found = list(_ELEMENT.finditer(data))
    if not found:
        return f"{name} -"
    one = chance.choice(found)
    how = chance.choice(("drop", "double", "attribute", "attribute", "words"))
    text = one[0]
    if how == "drop":
        text = b""
    elif how == "double":
        text += text
    elif how == "words":
        at = text.find(b">") + 1
        text = text[:at] + chance.choice(WORDS) + text[at:]
    else:
        attributes = list(_ATTRIBUTE.finditer(text))
        if attributes:
            spot = chance.choice(attributes)
            text = text[: spot.start(2)] + chance.choice(ATTRIBUTES).encode() + text[spot.end(2) :]
    parts[name] = data[: one.start()] + text + data[one.end() :]
    return f"{name} {how} {one[0][:60]!r}"


def _bytes(parts: dict[str, bytes], _: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """Overwrite, cut or repeat some bytes of a part."""
    name = _some_part(parts, chance)
    data = parts.get(name, b"")
    at = chance.randrange(len(data) + 1)
    size = chance.choice((1, 8, 200))
    how = chance.choice(("noise", "cut", "repeat"))
    middle = {"noise": chance.randbytes(size), "cut": b"", "repeat": data[at : at + size] * 2}[how]
    parts[name] = data[:at] + middle + data[at + size :]
    return f"{name} {how} {at}+{size}"


def _part(parts: dict[str, bytes], _: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """Drop, rename, empty or swap whole parts."""
    name = _some_part(parts, chance)
    how = chance.choice(("drop", "upper", "stroke", "empty", "swap", "twin"))
    data = parts.pop(name, b"")
    if how == "swap":
        other = _some_part(parts, chance)
        parts[name], parts[other] = parts.get(other, b""), data
    elif how != "drop":
        new = {"upper": name.upper(), "stroke": name.replace("/", "\\")}.get(how, name)
        parts[new] = b"" if how == "empty" else data
        if how == "twin":
            parts[name.upper()] = data
    return f"{name} {how}"


def _zip(packed: bytes, chance: random.Random) -> tuple[bytes, str]:
    """Cut the file, or overwrite bytes of it."""
    at = chance.randrange(len(packed))
    if chance.random() < 0.5:
        return packed[:at], f"zip cut {at}"
    return packed[:at] + chance.randbytes(8) + packed[at + 8 :], f"zip noise {at}"
