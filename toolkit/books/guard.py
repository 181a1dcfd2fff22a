"""A received file in, the bytes of its parts out, or the reason why it is not opened.

Nothing is parsed as XML here: only sizes, names and a few byte patterns are looked at, and no more is
inflated than the bounds allow, whatever the file says of itself.
"""

from __future__ import annotations

import codecs
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.model.errors import UnreadableBook

MB = 1_000_000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TYPES_PART = "[Content_Types].xml"
XML_NAMES = (".xml", ".rels", ".vml")

# First bytes of what people send instead of a workbook.
OTHER_FILES = (
    (b"%PDF", "PDFファイルのようです。"),
    (b"\x89PNG", "画像ファイルのようです。"),
    (b"\xff\xd8\xff", "画像ファイルのようです。"),
    (b"{\\rtf", "リッチテキストのようです。"),
)
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_HEADER_SIZE = 30
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}<[^\x00]{3}")
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class Bounds:
    """How large a received workbook may be.

    `file` bytes on disk, `inflated` bytes of all parts together, `xml` bytes of the XML parts together
    (a filled one-sheet form has 0.1 MB; a parsed tree takes up to 35 times as much memory), `entries`
    parts, `ratio` inflated size to file size (a sheet of nothing but bordered blanks has about 12).
    """

    file: int = 30 * MB
    inflated: int = 200 * MB
    xml: int = 20 * MB
    entries: int = 2_000
    ratio: int = 200


BOUNDS = Bounds()


def read_parts(path: Path, bounds: Bounds = BOUNDS) -> dict[str, bytes]:
    """Read the parts of an .xlsx by name; directories are left out.

    Raises UnreadableBook with the code empty-file, not-a-workbook, legacy-xls, encrypted, open-document,
    damaged, too-large, unsafe-content or macro; OSError where the file cannot be read at all.
    """
    data = _read_file(path, bounds)
    _refuse_other_formats(data, path.name)
    infos = _read_directory(data, bounds)
    parts = {info.filename: _inflate(data, info) for info in infos}
    _refuse_other_packages(parts)
    _refuse_doctypes(parts)
    return parts


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
    if data.startswith(_LOCAL_HEADER):
        return
    if data.startswith(OLE):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableBook("encrypted" if is_encrypted else "legacy-xls")
    raise UnreadableBook("not-a-workbook", _guess(data, name))


def _guess(data: bytes, name: str) -> str:
    """Say in Japanese what a file that is no zip seems to be, or ""."""
    if name.startswith("~$"):
        return "Excelが開いている間だけ作る作業用ファイル（~$…）です。"
    for magic, words in OTHER_FILES:
        if data.startswith(magic):
            return words
    head = data[:4096].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return "HTML（ウェブページ）のようです。"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "XMLスプレッドシート2003のようです。"
    # A cut in the middle of a character is no sign of a binary file.
    for encoding in ("utf-8", "cp932"):
        text = data[:4096].decode(encoding, errors="replace")
        if text.count("\ufffd") <= 1 and not re.search("[\x00-\x08\x0e-\x1f]", text):
            return "CSVなどのテキストファイルのようです。"
    return ""


def _read_directory(data: bytes, bounds: Bounds) -> list[zipfile.ZipInfo]:
    """Give the zip's entries once their number, names and declared sizes are found sound."""
    if data.count(_DIRECTORY_ENTRY) > bounds.entries:
        raise UnreadableBook("too-large", f"（部品が{bounds.entries:,}を超えるファイル）")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise UnreadableBook("damaged", "（zipの目次が読めません）") from error
    seen: set[str] = set()
    for info in infos:
        name = info.filename.replace("\\", "/").lower()
        if name.startswith("/") or ":" in name.partition("/")[0] or ".." in name.split("/"):
            raise UnreadableBook("unsafe-content", f"（外を指す部品名 {info.filename}）")
        if name in seen:
            raise UnreadableBook("unsafe-content", f"（同じ名前の部品 {info.filename}）")
        seen.add(name)
    _refuse_sizes(infos, len(data), bounds)
    return infos


def _refuse_sizes(infos: list[zipfile.ZipInfo], size: int, bounds: Bounds) -> None:
    """Refuse what declares too much; `_inflate` sees to it that what is declared holds."""
    inflated = sum(info.file_size for info in infos)
    xml = sum(info.file_size for info in infos if info.filename.lower().endswith(XML_NAMES))
    if inflated > bounds.inflated or inflated > bounds.ratio * size:
        raise UnreadableBook("too-large", f"（展開すると{inflated / MB:,.0f} MB）")
    if xml > bounds.xml:
        raise UnreadableBook("too-large", f"（シートなどのXMLが{xml / MB:,.0f} MB）")


def _inflate(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """Inflate one entry, never past its declared size, and check it against its CRC."""
    if info.flag_bits & 1:
        raise UnreadableBook("encrypted")
    packed = _packed(data, info)
    if info.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            part = inflater.decompress(packed, info.file_size + 1)
        except zlib.error as error:
            raise UnreadableBook("damaged", f"（{info.filename}）") from error
    elif info.compress_type == zipfile.ZIP_STORED:
        part = bytes(packed)
    else:
        raise UnreadableBook("damaged", f"（{info.filename}の圧縮方式が不明）")
    if len(part) > info.file_size:
        raise UnreadableBook("unsafe-content", f"（{info.filename}の大きさが偽り）")
    if len(part) < info.file_size or zlib.crc32(part) != info.CRC:
        raise UnreadableBook("damaged", f"（{info.filename}）")
    return part


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


def _refuse_other_packages(parts: Mapping[str, bytes]) -> None:
    """Refuse a zip that is no .xlsx, and one with macros."""
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise UnreadableBook("open-document")
    types = parts.get(TYPES_PART)
    if types is None:
        raise UnreadableBook("not-a-workbook", "zipファイルのようです。")
    if b"ms-excel.sheet.binary" in types:
        raise UnreadableBook("not-a-workbook", "バイナリブック（.xlsb）です。")
    if b"wordprocessingml.document" in types or b"presentationml.presentation" in types:
        raise UnreadableBook("not-a-workbook", "WordかPowerPointのファイルのようです。")
    # Excel 4 macros sit in macro sheets, all later ones in vbaProject.bin.
    has_macro_part = any(name.lower().endswith("vbaproject.bin") for name in parts)
    if has_macro_part or b"macroEnabled" in types or b"macrosheet+xml" in types:
        raise UnreadableBook("macro")


def _refuse_doctypes(parts: Mapping[str, bytes]) -> None:
    """Refuse XML with a DOCTYPE (no office program writes one), or in an encoding that could hide it."""
    for name, part in parts.items():
        if name.lower().endswith(XML_NAMES) and b"<!DOCTYPE" in _as_ascii(name, part):
            raise UnreadableBook("unsafe-content", f"（{name}にDOCTYPE宣言）")


def _as_ascii(name: str, part: bytes) -> bytes:
    """Give XML so that its markup reads as ASCII; OOXML knows UTF-8 and UTF-16 (with its mark) only."""
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        part = part.decode("utf-16", errors="replace").encode("ascii", errors="replace")
    declared = _ENCODING.match(part)
    is_known = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"utf-16", b"us-ascii")
    if part and (not _XML_START.match(part) or not is_known):
        raise UnreadableBook("unsafe-content", f"（{name}の文字コード）")
    return part
