"""A good return's bytes in; several hundred files as they may reach an inbox out, each with its verdicts.

A verdict is a code of the catalogue, RETURN, TWIN (the same content again) or PASSED (listed, not kept).
Where damage is random, several verdicts are right; never none, and never a fall.
"""

from __future__ import annotations

import io
import os
import random
import socket
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from toolkit.model.catalogue import CATALOGUE

RETURN, TWIN, PASSED = "回答", "exact-duplicate", "取り込まず"
UNREADABLE = frozenset({"damaged", "truncated", "unsafe-content", "too-large", "reading-failed"})
ANYTHING = frozenset({RETURN, PASSED, *CATALOGUE})
BOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


@dataclass(frozen=True)
class Sent:
    """A file as it is sent: its path in the inbox, its bytes, the verdicts that are right."""

    path: str
    content: bytes
    verdicts: frozenset[str]


def sent(path: str, content: bytes, *verdicts: str) -> Sent:
    return Sent(path, content, frozenset(verdicts))


class Sender:
    """Makes the files from one good return; each copy of it differs, in the comment of its zip."""

    def __init__(self, good: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(good)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.sheet = max((n for n in self.parts if "worksheets/sheet" in n), key=lambda n: len(self.parts[n]))
        self.number = 0

    def book(self, parts: Mapping[str, bytes] | None = None, *more: tuple[str, bytes]) -> bytes:
        """Give a workbook of these parts, like no other."""
        self.number += 1
        return zipped(self.parts if parts is None else parts, *more, comment=f"{self.number}".encode())

    def changed(self, part: str, change: Callable[[bytes], bytes]) -> bytes:
        return self.book({**self.parts, part: change(self.parts[part])})

    def replaced(self, part: str, old: bytes, new: bytes) -> bytes:
        assert old in self.parts[part], (part, old)
        return self.changed(part, lambda data: data.replace(old, new, 1))

    def with_cells(self, rows: bytes) -> bytes:
        return self.replaced(self.sheet, b"</sheetData>", rows + b"</sheetData>")

    def everything(self) -> Iterator[Sent]:
        for family in (
            self.good_under_odd_names,
            self.left_by_programs,
            self.other_formats,
            self.other_packages,
            self.cut_and_damaged,
            self.odd_but_good,
            self.hostile_xml,
            self.hostile_zips,
            self.other_workbooks,
            self.inboxes,
            self.noise,
        ):
            yield from family()

    # -- families

    def good_under_odd_names(self) -> Iterator[Sent]:
        names = [
            "回答.xlsx", "回答.XLSX", "回答 (1).xlsx", "Re_ 回答.xlsx.dat", "回答", ".回答.xlsx", "回答.pdf",
            unicodedata.normalize("NFD", "ガス課の回答.xlsx"), "と" * 80 + ".xlsx", "a" * 250 + ".xlsx"[:5],
            "𠮷野課" * 18 + ".xlsx", "x." + "課" * 80, "CON.xlsx", "LPT1", "改行\nあり.xlsx", "空白 .xlsx ",
            'なぜ?"<最終>|*:.xlsx', "\x1b[2J\x1b[31m赤.xlsx",
            "\u202excod.xslx", "\u200b見えない.xlsx", "点...",
            os.fsdecode("企画課.xlsx".encode("cp932")), "%s%n{0}.xlsx", "=cmd|'calc'!A0.xlsx", "-rf.xlsx",
            "~$" + "本物" + ".xlsx", "深い/" * 20 + "回答.xlsx", "課.xlsx/課.xlsx",
        ]  # fmt: skip
        for name in names:
            yield sent("名前/" + name, self.book(), RETURN)
        yield sent("名前/二つ/REPLY.xlsx", self.book(), RETURN)
        yield sent("名前/二つ/reply.xlsx", self.book(), RETURN)
        again = self.book()
        yield sent("名前/二度/1.xlsx", again, RETURN)
        yield sent("名前/二度/2.xlsx", again, TWIN)

    def left_by_programs(self) -> Iterator[Sent]:
        for name in ("~$回答.xlsx", "~$答.xlsx", ".~lock.回答.xlsx#"):
            yield sent("残り/" + name, b"\x05owner" + bytes(150), PASSED)
        for name in (
            "Thumbs.db",
            "thumbs.db",
            "ehthumbs.db",
            "Desktop.ini",
            ".DS_Store",
            "Icon\r",
            ".localized",
        ):
            yield sent("残り/" + name, b"made by the system " + name.encode(), PASSED)
        for name in ("._回答.xlsx", "__MACOSX/._回答.xlsx"):
            yield sent("残り/" + name, b"\x00\x05\x16\x07" + bytes(80), PASSED)

    def other_formats(self) -> Iterator[Sent]:
        yield sent("別/0.xlsx", b"", "empty-file")
        yield sent("別/00.xlsx", b"", TWIN)
        heads = {
            "pdf-or-picture": (b"%PDF-1.7", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"BM6",
                               b"II*\x00",
                               b"MM\x00*", b"RIFF0000WEBP", b"\x00\x00\x00\x18ftypheic", b"%!PS-Adobe"),
            "archive": (b"Rar!\x1a\x07", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"MSCF", b"\x00\x00-lh5-"),
            "not-a-workbook": (b"MZ\x90", b"\x7fELF", b"L\x00\x00\x00\x01\x14\x02\x00", b"\x00\x01\x02\x03"),
            "legacy-xls": (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00",
                           OLE + "Workbook".encode("utf-16-le"), OLE + "Book".encode("utf-16-le"), OLE),
            "encrypted": (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"),),
            "rights-protected": (OLE + bytes(500) + "DRMEncryptedDataSpace".encode("utf-16-le"),),
            "mail": (OLE + "__substg1.0_0037001F".encode("utf-16-le"), b"From: a@example.jp\nSubject: x\n",
                     b"Received: from x\n"),
            "word-file": (OLE + "WordDocument".encode("utf-16-le"), b"{\\rtf1\\ansi",
                          OLE + "PowerPoint Document".encode("utf-16-le")),
            "web-page": (b"<html><body>1", b"<!DOCTYPE html><p>1", "<table><tr><td>表".encode("cp932"),
                         b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
                         b"MIME-Version: 1.0\nContent-Type: text/html\n"),
            "text-file": tuple("番号,実績\n1,=cmd|'/c calc'!A0\n".encode(e)
                               for e in ("utf-8", "utf-8-sig", "cp932", "utf-16", "euc-jp")),
        }  # fmt: skip
        for code, starts in heads.items():
            for at, head in enumerate(starts):
                yield sent(f"別/{code}{at}.xlsx", head, code)
                if code not in ("text-file", "mail", "web-page"):
                    yield sent(f"別/{code}{at}.xls", head + bytes(range(256)) * 4, code)

    def other_packages(self) -> Iterator[Sent]:
        types = self.parts[TYPES]
        ods = b"application/vnd.oasis.opendocument."
        for kind in (b"spreadsheet", b"spreadsheet-template", b"text"):
            parts = {"mimetype": ods + kind, "content.xml": b"<a/>"}
            yield sent(f"包/{kind.decode()}.xlsx", self.book(parts), "open-document")
        for part in ("Index/Document.iwa", "Index.zip"):
            yield sent(f"包/{part[:5]}{len(part)}.numbers", self.book({part: b"x" * 99}), "numbers")
        main = b"spreadsheetml.sheet.main+xml"
        for new, code in (
            (b"wordprocessingml.document.main+xml", "word-file"),
            (b"presentationml.presentation.main+xml", "word-file"),
            (b"ms-excel.sheet.binary.macroEnabled.main", "binary-workbook"),
            (b"sheet.macroEnabled.main+xml", "macro"),
        ):
            assert main in types
            for end in ("xlsx", "docx", "xlsm"):
                yield sent(f"包/{code}{len(new)}.{end}", self.replaced(TYPES, main, new), code)
        for name in ("xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "anything/vbaProject.bin"):
            yield sent(f"包/{name.replace('/', '_')}.xlsx", self.book(None, (name, b"macro")), "macro")
        yield sent("包/xlm.xlsx", self.replaced(TYPES, b"worksheet+xml", b"macrosheet+xml"), "macro")
        yield sent("包/template.xltx", self.replaced(TYPES, b"sheet.main", b"template.main"), RETURN)

    def cut_and_damaged(self) -> Iterator[Sent]:
        whole = self.book()
        for share in range(1, 20):
            cut = whole[: len(whole) * share // 20]
            yield sent(f"切/{share}.xlsx", cut, "truncated")
        for back in (1, 3, 10, 22, 30, 60):
            yield sent(f"切/末尾{back}.xlsx", whole[:-back], *UNREADABLE, RETURN)
        for lost in (1, 100, 1000):
            yield sent(f"切/先頭{lost}.xlsx", whole[lost:], "not-a-workbook", *UNREADABLE)
        for seed in range(25):
            noise = random.Random(seed)
            at = noise.randrange(40, len(whole) - 200)
            yield sent(
                f"傷/{seed}.xlsx", whole[:at] + noise.randbytes(80) + whole[at + 80 :], *UNREADABLE, RETURN
            )
        for name in (BOOK, "xl/styles.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", TYPES, self.sheet):
            rest = {one: data for one, data in self.parts.items() if one != name}
            yield sent(f"傷/なし_{name.replace('/', '_')}.xlsx", self.book(rest), *ANYTHING)
            for at, bad in enumerate((b"", b"<", b"\x00" * 50, b"<a>" * 5000, b"<a/>")):
                broken = self.book({**self.parts, name: bad})
                yield sent(f"傷/{at}_{name.replace('/', '_')}.xlsx", broken, *ANYTHING)

    def odd_but_good(self) -> Iterator[Sent]:
        strict = dict(self.parts)
        for old, new in STRICT.items():
            strict = {name: data.replace(old, new) for name, data in strict.items()}
        yield sent("妙/strict.xlsx", self.book(strict), RETURN)
        bare = {name: data for name, data in self.parts.items() if not name.startswith("docProps/")}
        bare["_rels/.rels"] = b"".join(
            piece for piece in bare["_rels/.rels"].replace(b"<Rel", b"\n<Rel").splitlines(keepends=True)
            if b"docProps" not in piece
        )  # fmt: skip
        bare["_rels/.rels"] += b"" if b"</Relationships>" in bare["_rels/.rels"] else b"</Relationships>"
        yield sent("妙/google.xlsx", self.book(bare), RETURN)
        for flag in (b'date1904="1" ', b'date1904="true" '):
            yield sent(
                f"妙/{len(flag)}.xlsx", self.replaced(BOOK, b"<workbookPr ", b"<workbookPr " + flag), RETURN
            )
        for ref in ("XFD1048576", "A1048576", "XFD900000"):
            row = ref.lstrip("XFDA")
            cell = f'<row r="{row}"><c r="{ref}"><v>1</v></c></row>'.encode()
            yield sent(f"妙/{ref}.xlsx", self.with_cells(cell), RETURN)
        for at, formula in enumerate(
            (
                "cmd|'/c calc'!A0",
                "WEBSERVICE(&quot;http://example.jp&quot;)",
                "[1]Sheet1!A1",
                "1/0",
                "A1" * 3000,
            )
        ):
            cell = f'<row r="500"><c r="A500"><f>{formula}</f><v>1</v></c></row>'.encode()
            yield sent(f"妙/数式{at}.xlsx", self.with_cells(cell), RETURN)
        for at, link in enumerate((b"<externalBook/>", b'<ddeLink ddeService="cmd" ddeTopic="/c calc"/>')):
            main = next(iter(STRICT))
            part = b'<externalLink xmlns="' + main + b'">' + link + b"</externalLink>"
            yield sent(
                f"妙/リンク{at}.xlsx", self.book(None, ("xl/externalLinks/externalLink1.xml", part)), RETURN
            )
        yield sent(
            "妙/荷物.xlsx",
            self.book(None, ("xl/media/movie.bin", random.Random(0).randbytes(99_999))),
            RETURN,
        )

    def hostile_xml(self) -> Iterator[Sent]:
        laughs = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        doctypes = (
            b'<!DOCTYPE x [<!ENTITY a "ha">' + laughs + b"]>",
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
            b'<!DOCTYPE x [<!ENTITY % r SYSTEM "http://example.jp/x"> %r;]>',
        )
        for at, doctype in enumerate(doctypes):
            for name in (self.sheet, BOOK, "xl/styles.xml", "_rels/.rels", TYPES):
                bad = self.replaced(name, b"?>", b"?>" + doctype)
                yield sent(f"罠/{at}_{name.replace('/', '_')}.xlsx", bad, "unsafe-content")
        hidden = self.changed(
            self.sheet, lambda data: (doctypes[0] + data.partition(b"?>")[2]).decode().encode("utf-16")
        )
        yield sent("罠/utf16.xlsx", hidden, "unsafe-content")
        blank = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(1000, 102_000))
        yield sent("罠/書式.xlsx", self.with_cells(blank), "formatted-rows")
        many = b'<row r="%07d" s="1" customFormat="1"/>' % 1 * 600_000
        yield sent("罠/書式だけ百万行.xlsx", self.with_cells(many), "formatted-rows", "too-large")
        yield sent("罠/深い.xlsx", self.changed(self.sheet, lambda d: d + b"<a>" * 100_000), "damaged")
        for at, rows in enumerate((
            b'<row r="abc"/>', b'<row r="99999999999"/>', b'<row r="2"><c r="ZZZZ9"><v>1</v></c></row>',
            b'<row r="900"><c r="A900" t="s"><v>99999</v></c></row>',
            b'<row r="900"><c r="A900" t="z"><v>1</v></c></row>',
            b'<row r="900"><c r="A900"><v>nan</v></c></row>',
            b'<row r="900"><c r="A900"><v>1e999</v></c></row>',
            b'<row r="900"><c r="A900" s="99999"><v>1</v></c></row>',
            b'<row r="900"><c r="A900" s="x"><v>1</v></c></row>',
            b'<row r="900"><c r="A900"><v>1</v></c><c r="A900"><v>2</v></c></row>',
            b'<row r="900"><c r="A900" t="d"><v>yesterday</v></c></row>',
            b'<row r="900"><c r="A900"><f t="shared" si="9"/><v>1</v></c></row>',
        )):  # fmt: skip
            yield sent(f"罠/セル{at}.xlsx", self.with_cells(rows), "damaged", RETURN)
        vast = self.replaced(BOOK, b"<definedNames>", b'<definedNames><definedName name="_item_id">'
                             b"$A$1:$XFD$1048576</definedName>")  # fmt: skip
        yield sent("罠/広い名前.xlsx", vast, RETURN, "damaged")
        # A formula of 8,000 characters, stored once and shared by each of 60,000 cells.
        shared = (
            b'<row r="900"><c r="A900"><f t="shared" ref="A900:A60900" si="7">'
            + b"A1+" * 2600
            + b"1</f></c></row>"
        )
        shared += b"".join(
            b'<row r="%d"><c r="A%d"><f t="shared" si="7"/></c></row>' % (n, n) for n in range(901, 60_900)
        )
        yield sent("罠/終わらない.xlsx", self.with_cells(shared), "reading-failed")

    def hostile_zips(self) -> Iterator[Sent]:
        for at, name in enumerate(
            ("../../evil.txt", "/etc/evil", "C:/evil", "..\\..\\evil", "xl/../../\x1b[2Jevil")
        ):
            yield sent(f"包み/外{at}.xlsx", self.book(None, (name, b"x")), "unsafe-content")
        for name in (self.sheet, BOOK, TYPES):
            twice = io.BytesIO(self.book())
            with zipfile.ZipFile(twice, "a") as archive:
                archive.filelist.append(archive.getinfo(name))
                archive._didModify = True  # type: ignore[attr-defined]  # an entry listed twice, no warning
            yield sent(f"包み/二重_{name.replace('/', '_')}.xlsx", twice.getvalue(), "unsafe-content")
        yield sent("包み/大小.xlsx", self.book(None, ("XL/Workbook.xml", b"<a/>")), "unsafe-content")
        for size in (30, 60):
            bomb = self.book(None, ("xl/media/image1.png", bytes(size * 1_000_000)))
            yield sent(f"包み/爆弾{size}.xlsx", bomb, "too-large")
        yield sent("包み/爆弾xml.xlsx", self.with_cells(b" " * 25_000_000), "too-large")
        for declared in (0, 10, 10_000_000):
            lying = with_size(self.book(), self.sheet, declared)
            yield sent(f"包み/偽{declared}.xlsx", lying, "unsafe-content", "damaged", "too-large")
        many = self.book(None, *((f"xl/{n}.bin", b"") for n in range(2100)))
        yield sent("包み/部品.xlsx", many, "too-large")
        locked = bytearray(self.book())
        for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            locked[locked.find(signature) + at] |= 1
        yield sent("包み/鍵.xlsx", bytes(locked), "encrypted")

    def other_workbooks(self) -> Iterator[Sent]:
        for number in range(6):
            out, book = io.BytesIO(), openpyxl.Workbook()
            book.worksheets[0]["A1"] = number
            book.save(out)
            yield sent(f"他/{number}.xlsx", out.getvalue(), "not-ours")

    def inboxes(self) -> Iterator[Sent]:
        """Zips of returns; what lies in them is told by `members`."""
        yield sent("箱/課ごと.zip", zipped({"総務課.xlsx": self.book(), "甲/Thumbs.db": b"x"}), PASSED)
        yield sent("箱/sjis.zip", in_shift_jis({"表計算ソフト能登課.xlsx": self.book()}), PASSED)
        yield sent(
            "箱/外へ.zip",
            zipped({"../../../../逃げた.xlsx": self.book(), "/tmp/逃げた.xlsx": b"text"}),
            PASSED,
        )
        yield sent("箱/箱の箱.zip", zipped({"中.zip": zipped({"総務課.xlsx": self.book()})}), PASSED)
        yield sent("箱/空.zip", zipped({}), "archive")
        yield sent("箱/空の箱.zip", zipped({"フォルダ/": b""}), "archive")
        yield sent("箱/爆弾.zip", zipped({"a.bin": bytes(50_000_000)}), "too-large")
        locked = bytearray(zipped({"総務課.xlsx": self.book()}))
        for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            locked[locked.rfind(signature) + at] |= 1
        yield sent("箱/鍵.zip", bytes(locked), "encrypted")
        broken = bytearray(zipped({"a.txt": b"text " * 100, "総務課.xlsx": self.book()}))
        broken[40] ^= 255
        yield sent("箱/傷.zip", bytes(broken), "archive")

    def noise(self) -> Iterator[Sent]:
        """Random bytes; a good book with random bytes changed inside its parts, then zipped soundly."""
        for seed in range(15):
            noise = random.Random(seed)
            yield sent(f"雑音/{seed}.xlsx", noise.randbytes(2000), *ANYTHING)
            yield sent(f"雑音/PK{seed}.xlsx", b"PK\x03\x04" + noise.randbytes(3000), *UNREADABLE)
        names = sorted(name for name in self.parts if name.endswith((".xml", ".rels")))
        for seed in range(60):
            noise = random.Random(seed)
            name = noise.choice([*names, self.sheet, BOOK])
            data = bytearray(self.parts[name])
            for _ in range(noise.randrange(1, 4)):
                at = noise.randrange(len(data))
                data[at : at + noise.randrange(3)] = noise.choice(
                    [b"", b"9", b"<", b'"', b"A", b"\xff", b"-1"]
                )
            yield sent(f"雑音/部品{seed}.xlsx", self.book({**self.parts, name: bytes(data)}), *ANYTHING)


MEMBERS: Mapping[str, str] = {
    "課ごと.zip/総務課.xlsx": RETURN,
    "課ごと.zip/甲/Thumbs.db": PASSED,
    "sjis.zip/表計算ソフト能登課.xlsx": RETURN,
    "外へ.zip/../../../../逃げた.xlsx": RETURN,
    "外へ.zip//tmp/逃げた.xlsx": "text-file",
    "箱の箱.zip/中.zip": "archive",
    "傷.zip/総務課.xlsx": RETURN,
}
"""The verdicts of the files in the zips of `Sender.inboxes`."""


def zipped(parts: Mapping[str, bytes], *more: tuple[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in [*parts.items(), *more]:
            archive.writestr(name, data)
        archive.comment = comment
    return out.getvalue()


def in_shift_jis(files: Mapping[str, bytes]) -> bytes:
    """A zip as Windows' own "compressed folder" writes it: names in Shift_JIS, nothing says so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr("?" * len(name.encode("cp932")), data)
    data = out.getvalue()
    for name in files:
        raw = name.encode("cp932")
        data = data.replace(b"?" * len(raw), raw)
    return data


def with_size(data: bytes, part: str, declared: int) -> bytes:
    """The book with another size of a part in both its headers."""
    changed = bytearray(data)
    for signature, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = changed.find(signature)
        while not changed.startswith(part.encode(), at + name_at):
            at = changed.find(signature, at + 4)
        struct.pack_into("<I", changed, at + size_at, declared)
    return bytes(changed)


def make_strange_things(folder: Path, target: Path) -> Mapping[str, str]:
    """Make what is no file: links, loops, pipes, sockets. Give their names with the reasons to pass over."""
    folder.mkdir()
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "up").symlink_to(folder.parent, target_is_directory=True)
    (folder / "linked.xlsx").symlink_to(target)
    (folder / "lost.xlsx").symlink_to(folder / "nowhere")
    (folder / "zero.xlsx").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.xlsx")
    here = Path.cwd()
    try:  # the path of a socket may not be long
        os.chdir(folder)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.xlsx")
    finally:
        os.chdir(here)
    links = ("linked.xlsx", "loop", "lost.xlsx", "up", "zero.xlsx")
    return dict.fromkeys(links, "リンクは開きません") | dict.fromkeys(
        ("pipe.xlsx", "socket.xlsx"), "ファイルではないもの（装置など）は開きません"
    )
