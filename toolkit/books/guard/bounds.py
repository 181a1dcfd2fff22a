"""A received file in, the bytes of its parts out, or the reason why it is not opened.

Nothing is parsed as XML here: only sizes, names and a few byte patterns are looked at, and no more is
inflated than the bounds allow, whatever the file says of itself.
"""

from __future__ import annotations

import codecs
import functools
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from toolkit.books.guard.other_files import OLE, tell_other_file, tell_other_ole
from toolkit.books.guard.same_bytes import once_for_same_bytes
from toolkit.model.errors import UnreadableBook

MB = 1_000_000
TYPES_PART = "[Content_Types].xml"
_ROOT_RELATIONS = "_rels/.rels"
XML_NAMES = (".xml", ".rels", ".vml")

_DIRECTORY_ENTRY = b"PK\x01\x02"
_DIRECTORY_END = b"PK\x05\x06"
_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_HEADER_SIZE = 30
_ENTRY_SIZE = 46  # of one in the directory, at the least
_ROW = b"<row "
_USUAL = MB // 10  # bytes of a part that is kept for the next book; larger ones would fill the memory
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}<[^\x00]{3}")
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_TYPE = re.compile(rb"<(?:\w+:)?(?:Override|Default)\s[^>]*>")
_MAIN_RELATION = re.compile(rb"""<(?:\w+:)?Relationship\s[^>]*/officeDocument["'][^>]*>""")


@dataclass(frozen=True)
class Bounds:
    """How large a received workbook may be.

    `file` bytes on disk, `inflated` bytes of all parts together, `xml` bytes of the XML parts together
    (a filled one-sheet form has 0.1 MB; a parsed tree takes up to 35 times as much memory), `entries`
    parts, `ratio` inflated size to file size (a sheet of nothing but bordered blanks has about 12), `rows`
    rows that a sheet states (Excel has 1,048,576, and states each that was ever formatted).
    """

    file: int = 30 * MB
    inflated: int = 200 * MB
    xml: int = 20 * MB
    entries: int = 2_000
    ratio: int = 200
    rows: int = 100_000


BOUNDS = Bounds()


class Received(NamedTuple):
    """A workbook as a zip: its parts by name, and the last moment the zip tells of one of them."""

    parts: dict[str, bytes]
    packed: tuple[int, ...]


def read_parts(path: Path, bounds: Bounds = BOUNDS) -> dict[str, bytes]:
    """Read the parts of an .xlsx by name; raises what `read_received` does."""
    return read_received(path, bounds).parts


def read_received(path: Path, bounds: Bounds = BOUNDS) -> Received:
    """Read an .xlsx; directories are left out.

    Raises UnreadableBook with the code empty-file, damaged, truncated, encrypted, too-large, formatted-rows,
    unsafe-content, macro, or one that tells what the file is instead (`other_files`); OSError where the file
    cannot be read at all.
    """
    data = _read_file(path, bounds)
    _refuse_other_formats(data, path.name)
    infos = read_directory(data, bounds)
    _refuse_names(infos)
    _refuse_sizes(data, infos, bounds)
    parts = {part_name(info.filename): inflate(data, info) for info in infos}
    _refuse_other_packages(parts)
    _refuse_doctypes(parts)
    _refuse_other_main(parts)
    _refuse_rows(parts, bounds)
    return Received(parts, max(info.date_time for info in infos))


def read_directory(data: bytes, bounds: Bounds) -> list[zipfile.ZipInfo]:
    """Give the files a zip says it holds; UnreadableBook where there are too many or it cannot be read."""
    can_hold_more = len(data) > bounds.entries * _ENTRY_SIZE
    if can_hold_more and data.count(_DIRECTORY_ENTRY) > bounds.entries:
        raise UnreadableBook("too-large", f"（部品が{bounds.entries:,}を超えるファイル）")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [info for info in archive.infolist() if not info.filename.endswith(("/", "\\"))]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        if _DIRECTORY_END not in data:
            raise UnreadableBook("truncated") from error
        raise UnreadableBook("damaged", "（zipの目次が読めません）") from error


def inflate(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """Inflate one file of a zip, never past its declared size, and check it against its CRC."""
    if info.flag_bits & 1:
        raise UnreadableBook("encrypted")
    packed = bytes(_packed(data, info))
    if info.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        raise UnreadableBook("damaged", f"（{info.filename}の圧縮方式が不明）")
    unpack = _unpack_usual if info.file_size <= _USUAL else _unpack
    try:
        part, crc = unpack(packed, info.compress_type, info.file_size)
    except zlib.error as error:
        raise UnreadableBook("damaged", f"（{info.filename}）") from error
    if len(part) > info.file_size:
        raise UnreadableBook("unsafe-content", f"（{info.filename}の大きさが偽り）")
    if len(part) < info.file_size or crc != info.CRC:
        raise UnreadableBook("damaged", f"（{info.filename}）")
    return part


def _unpack(packed: bytes, method: int, size: int) -> tuple[bytes, int]:
    """Give the bytes of a part, at most one more than its size, and their CRC."""
    deflated = method == zipfile.ZIP_DEFLATED
    part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1) if deflated else packed
    return part, zlib.crc32(part)


# An office program packs the same styles, types and relations into all its books.
_unpack_usual = functools.lru_cache(maxsize=256)(_unpack)


def _read_file(path: Path, bounds: Bounds) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableBook("not-a-workbook", "通常のファイルではありません。")
    if status.st_size == 0:
        raise UnreadableBook("empty-file")
    if status.st_size > bounds.file:
        raise UnreadableBook("too-large", f"（{bounds.file // MB} MBを超えるファイル）")
    return path.read_bytes()


def _refuse_other_formats(data: bytes, name: str) -> None:
    """Refuse by the first bytes what is no zip."""
    if data.startswith(OLE):
        raise tell_other_ole(data)
    if not data.startswith(_LOCAL_HEADER):
        raise tell_other_file(data, name)


def _refuse_names(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse parts that lie outside the package, and two of one name: readers differ in which they take."""
    seen: set[str] = set()
    for info in infos:
        name = part_name(info.filename).lower()
        if name.startswith("/") or ":" in name.partition("/")[0] or ".." in name.split("/"):
            raise UnreadableBook("unsafe-content", f"（外を指す部品名 {info.filename}）")
        if name in seen:
            raise UnreadableBook("unsafe-content", f"（同じ名前の部品 {info.filename}）")
        seen.add(name)


def _refuse_sizes(data: bytes, infos: Sequence[zipfile.ZipInfo], bounds: Bounds) -> None:
    """Refuse what declares too much; `inflate` sees to it that what is declared holds."""
    inflated = sum(info.file_size for info in infos)
    if inflated > bounds.inflated:
        raise UnreadableBook("too-large", f"（展開すると{inflated / MB:,.0f} MB）")
    if inflated > bounds.ratio * len(data):
        times = f"同じ内容の繰り返しが多く、中身がファイルの大きさの{inflated // len(data):,}倍になります"
        raise UnreadableBook("too-large", f"（{times}。{bounds.ratio}倍まで開きます）")
    xml = [info for info in infos if info.filename.lower().endswith(XML_NAMES)]
    total = sum(info.file_size for info in xml)
    if total > bounds.xml:
        if _begins_with_blank_rows(data, max(xml, key=lambda info: info.file_size)):
            raise UnreadableBook("formatted-rows")
        raise UnreadableBook("too-large", f"（シートなどのXMLが{total / MB:,.0f} MB）")


def _begins_with_blank_rows(data: bytes, info: zipfile.ZipInfo) -> bool:
    """Tell, from the first megabyte of a part, whether nearly all its rows hold formats only."""
    try:
        head = zlib.decompressobj(-zlib.MAX_WBITS).decompress(_packed(data, info), MB)
    except zlib.error:
        return False
    filled = head.count(b"<v>") + head.count(b"<is>")
    return head.count(b"<row ") > 1000 and filled < head.count(b"<row ") / 10


def _refuse_rows(parts: Mapping[str, bytes], bounds: Bounds) -> None:
    for name, part in parts.items():
        can_hold_more = "worksheets/" in name and len(part) > bounds.rows * len(_ROW)
        if can_hold_more and part.count(_ROW) > bounds.rows:
            raise UnreadableBook("formatted-rows")


def _packed(data: bytes, info: zipfile.ZipInfo) -> memoryview:
    """Give the stored bytes of an entry; its own header must name it as the directory does."""
    name_start = info.header_offset + _LOCAL_HEADER_SIZE
    header = data[info.header_offset : name_start]
    if len(header) < _LOCAL_HEADER_SIZE or not header.startswith(_LOCAL_HEADER):
        raise UnreadableBook("damaged", f"（{info.filename}）")
    name_size = int.from_bytes(header[26:28], "little")
    first = name_start + name_size + int.from_bytes(header[28:30], "little")
    encoding = "utf-8" if info.flag_bits & 0x800 else "cp437"
    if data[name_start : name_start + name_size] != info.orig_filename.encode(encoding):
        raise UnreadableBook("unsafe-content", f"（部品名が二通り {info.filename}）")
    return memoryview(data)[first : first + info.compress_size]


def part_name(stored: str) -> str:
    """Give the name of a part as the standard writes it: some programs store `\\`, or their own case."""
    name = stored.replace("\\", "/")
    return next((own for own in (TYPES_PART, _ROOT_RELATIONS) if own.lower() == name.lower()), name)


def _refuse_other_packages(parts: Mapping[str, bytes]) -> None:
    """Refuse a zip that is no package of Office, and one that holds macros."""
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise UnreadableBook("open-document")
    if is_apple(parts):
        raise UnreadableBook("numbers")
    types = parts.get(TYPES_PART)
    if types is None and not is_document(parts):
        raise UnreadableBook("archive", "（zip）")
    if types is None:
        raise UnreadableBook("damaged", f"（部品{TYPES_PART}がありません）")


def _refuse_other_main(parts: Mapping[str, bytes]) -> None:
    """Refuse what is no .xlsx by the type of its main part: whatever is embedded in a book has types too."""
    types = _as_ascii(TYPES_PART, parts[TYPES_PART])
    relations = _as_ascii(_ROOT_RELATIONS, parts.get(_ROOT_RELATIONS, b""))
    type_ = _main_type(types, relations)
    if b"ms-excel.sheet.binary" in type_:
        raise UnreadableBook("binary-workbook")
    if b"wordprocessingml" in type_ or b"presentationml" in type_ or b"ms-word" in type_:
        raise UnreadableBook("word-file")
    # Excel 4 macros sit in macro sheets, all later ones in vbaProject.bin.
    has_macro_part = any(name.lower().endswith("vbaproject.bin") for name in parts)
    if has_macro_part or b"macroEnabled" in type_ or b"macrosheet+xml" in types:
        raise UnreadableBook("macro")


@once_for_same_bytes
def _main_type(types: bytes, relations: bytes) -> bytes:
    """Give the content type of the part that the package is about, b"" where it does not tell."""
    main = next((_attribute(one, b"Target") for one in _MAIN_RELATION.findall(relations)), b"")
    return _type_of(main.strip(b"/").lower(), types)


def _type_of(part: bytes, types: bytes) -> bytes:
    """Give the content type of a part: its own, else that of its extension."""
    extension = part.rpartition(b".")[2]
    defaults = b""
    for element in _TYPE.findall(types):
        if _attribute(element, b"PartName").strip(b"/").lower() == part:
            return _attribute(element, b"ContentType")
        if _attribute(element, b"Extension").lower() == extension:
            defaults = _attribute(element, b"ContentType")
    return defaults


def _attribute(element: bytes, name: bytes) -> bytes:
    match = re.search(rb"\s" + name + rb"""\s*=\s*["']([^"']*)["']""", element)
    return match[1] if match else b""


def is_document(names: Collection[str]) -> bool:
    """Tell by the names of its parts a zip that is one document from a zip of files."""
    known = {part_name(name) for name in names}
    return not known.isdisjoint((TYPES_PART, _ROOT_RELATIONS, "mimetype")) or is_apple(names)


def is_apple(names: Iterable[str]) -> bool:
    """Tell by the names of its parts a file of Apple's Numbers (or Pages, Keynote)."""
    return any(name.endswith((".iwa", "Index.zip")) for name in names)


def _refuse_doctypes(parts: Mapping[str, bytes]) -> None:
    """Refuse XML with a DOCTYPE (no office program writes one), or in an encoding that could hide it."""
    for name, part in parts.items():
        if name.lower().endswith(XML_NAMES) and has_markup(_as_ascii(name, part), b"<!DOCTYPE"):
            raise UnreadableBook("unsafe-content", f"（{name}にDOCTYPE宣言）")


def has_markup(xml: bytes, declaration: bytes) -> bool:
    """Tell whether XML holds a declaration (`<!…`); a search for one letter is ten times as fast."""
    return b"!" in xml and declaration in xml


def _as_ascii(name: str, part: bytes) -> bytes:
    """Give XML so that its markup reads as ASCII; OOXML knows UTF-8 and UTF-16 (with its mark) only."""
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        part = part.decode("utf-16", errors="replace").encode("ascii", errors="replace")
    declared = _ENCODING.match(part)
    is_known = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"utf-16", b"us-ascii")
    if part and (not _XML_START.match(part) or not is_known):
        raise UnreadableBook("unsafe-content", f"（{name}の文字コード）")
    return part
