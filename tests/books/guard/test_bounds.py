"""What is not opened, and why: each verdict by a small file made here."""

from __future__ import annotations

import functools
import io
import os
import random
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from tests.steps.hostile_files import with_size
from toolkit.books.guard.bounds import BOUNDS, Bounds, read_parts
from toolkit.books.reading.reader import read_book
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.errors import UnreadableBook
from toolkit.model.findings import Finding

SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"spreadsheetml.sheet.main"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

UTF_7 = b'<?xml version="1.0" ' + b" " * 2000 + b'encoding="utf-7"?>+ADwAIQ-DOCTYPE x'


@functools.cache
def workbook() -> Mapping[str, bytes]:
    """The parts of a small good workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for row in range(200):
        sheet.write_row(row, 0, [f"{row}番目の取組", row * 37])
    book.close()
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*parts.items(), *more]:
            archive.writestr(name, data)
    return out.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    return zipped({**workbook(), name: change(workbook()[name])})


def with_types(old: bytes, new: bytes) -> bytes:
    return with_part("[Content_Types].xml", lambda data: data.replace(old, new))


def ole(stream: str) -> bytes:
    """The beginning of an OLE container whose directory names a stream."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + stream.encode("utf-16-le") + bytes(100)


def overwritten(data: bytes) -> bytes:
    """80 bytes in the middle of the first part overwritten."""
    noise = random.Random(1).randbytes(80)
    return data[:100] + noise + data[180:]


def refusal(tmp_path: Path, data: bytes, name: str = "回答.xlsx", bounds: Bounds = BOUNDS) -> UnreadableBook:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableBook) as refused:
        read_parts(path, bounds)
    assert refused.value.code in CATALOGUE
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8"])
def test_case_F12_a_label_is_named_and_is_no_password(tmp_path: Path, encoding: str) -> None:
    licence = "<NAME>LCID 1041:NAME 社外秘:DESCRIPTION 庁内限り;</NAME>".encode(encoding)
    refused = refusal(tmp_path, ole("DRMEncryptedDataSpace") + ole("EncryptedPackage")[8:] + licence)
    assert (refused.code, refused.detail) == ("rights-protected", "（社外秘）")
    finding = Finding(refused.code, words={"detail": refused.detail})
    assert "秘密度ラベル" in finding.what
    assert "（社外秘）" in finding.what
    assert "パスワードを外して" not in finding.mend


@pytest.mark.parametrize(
    "kind",
    [
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation",
        b"application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        b"application/vnd.ms-excel.sheet.macroEnabled.12",
    ],
)
def test_case_F5_what_is_embedded_in_a_book_does_not_decide_what_the_book_is(
    tmp_path: Path, kind: bytes
) -> None:
    path = tmp_path / "回答.xlsx"
    known = b'<Default Extension="bin" ContentType="' + kind + b'"/></Types>'
    data = with_types(b"</Types>", known)
    path.write_bytes(data)
    assert b'Extension="bin"' in read_parts(path)["[Content_Types].xml"]


def test_case_F6_names_of_parts_may_differ_in_case_and_stroke(tmp_path: Path) -> None:
    path = tmp_path / "回答.xlsx"
    names = {name: name.replace("/", "\\").upper() for name in workbook()}
    path.write_bytes(zipped({names[name]: data for name, data in workbook().items()}))
    book, usual = read_book(path), tmp_path / "usual.xlsx"
    usual.write_bytes(zipped(workbook()))
    assert book == read_book(usual)
    assert any(sheet.cells for sheet in book.sheets.values())


def test_case_F11_a_file_that_swells_is_told_why(tmp_path: Path) -> None:
    blank = b"<x>" + b" " * 3_000_000 + b"</x>"
    refused = refusal(tmp_path, zipped(workbook(), ("xl/blank.xml", blank)))
    assert refused.code == "too-large"
    assert "ファイルの大きさの" in refused.detail
    assert "200倍まで" in refused.detail


def test_a_good_workbook_is_given_part_by_part(tmp_path: Path) -> None:
    path = tmp_path / "回答.xlsx"
    path.write_bytes(zipped(workbook(), ("xl/media/", b""), ("xl/media/image1.png", b"\x89PNG")))
    parts = read_parts(path)
    assert parts == dict(workbook()) | {"xl/media/image1.png": b"\x89PNG"}


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (b"", "empty-file", ""),
        (ole("EncryptedPackage"), "encrypted", ""),
        (ole("Workbook"), "legacy-xls", ""),
        (ole("DRMEncryptedDataSpace"), "rights-protected", ""),
        (ole("WordDocument"), "word-file", ""),
        (ole("__substg1.0_1000001F"), "mail", "Outlook"),
        (b"\x09\x08\x10\x00BIFF", "legacy-xls", ""),
        ("番号,名称,実績\n1,窓口,12\n".encode("cp932"), "text-file", ""),
        ("番号,名称\n1,窓口\n".encode(), "text-file", ""),
        ("番号\t名称\n1\t窓口\n".encode("utf-16"), "text-file", ""),
        ("番" * 5000, "text-file", ""),
        ("From: soumu@example.jp\nSubject: 回答\n", "mail", ""),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web-page", "HTML"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n", "web-page", "MHTML"),
        (b"%PDF-1.7 ...", "pdf-or-picture", "PDF"),
        (b"\xff\xd8\xff\xe0photo", "pdf-or-picture", "画像"),
        (b"\x00\x00\x00\x18ftypheic", "pdf-or-picture", "写真"),
        (b"{\\rtf1 text}", "word-file", "リッチテキスト"),
        (b"Rar!\x1a\x07", "archive", "rar"),
        (b"!\x00-lh5-", "archive", "lzh"),
        (b"PK\x05\x06" + bytes(18), "archive", "空"),
        (b"L\x00\x00\x00\x01\x14\x02\x00", "not-a-workbook", "ショートカット"),
        (b"\x00\x01\x02\x03", "not-a-workbook", ""),
        (zipped({"a.txt": b"hello"}), "archive", "zip"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
            "open-document",
            "",
        ),
        (with_types(MAIN, b"wordprocessingml.document.main"), "word-file", ""),
        (with_types(MAIN, b"ms-excel.sheet.binary.macroEnabled.main"), "binary-workbook", ""),
        (zipped(workbook(), ("xl/vbaProject.bin", b"macro")), "macro", ""),
        (zipped(workbook(), ("xl/else/VBAProject.bin", b"macro")), "macro", ""),
        (with_types(b"worksheet+xml", b"macrosheet+xml"), "macro", ""),
        (with_types(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), "macro", ""),
        (zipped({"Index/Document.iwa": b"x"}), "numbers", ""),
        (zipped(workbook())[:-40], "truncated", ""),
        (zipped(workbook())[:3000], "truncated", ""),
        (zipped(workbook())[:3000] + zipped(workbook())[-22:], "damaged", "目次"),
        (overwritten(zipped(workbook())), "damaged", "Content_Types"),
        (zipped(workbook(), ("../../evil.txt", b"x")), "unsafe-content", "../../evil.txt"),
        (zipped(workbook(), ("/etc/evil", b"x")), "unsafe-content", "/etc/evil"),
        (zipped(workbook(), ("C:/evil", b"x")), "unsafe-content", "C:/evil"),
        (zipped(workbook(), ("xl\\..\\..\\evil", b"x")), "unsafe-content", "evil"),
        (zipped(workbook(), ("xl/Workbook.xml", b"<a/>")), "unsafe-content", "同じ名前"),
        (with_part(SHEET, lambda xml: xml.replace(b"?>", b"?>" + LAUGHS)), "unsafe-content", "DOCTYPE"),
        (
            with_part(
                "_rels/.rels", lambda xml: xml.replace(b"?>", b'?><!DOCTYPE r SYSTEM "http://example.jp/x">')
            ),
            "unsafe-content",
            "DOCTYPE",
        ),
        (
            with_part(SHEET, lambda xml: (LAUGHS + xml.partition(b"?>")[2]).decode().encode("utf-16")),
            "unsafe-content",
            "DOCTYPE",
        ),
        (zipped(workbook(), ("a.xml", LAUGHS.decode().encode("utf-16-le"))), "unsafe-content", "文字コード"),
        (zipped(workbook(), ("a.xml", UTF_7)), "unsafe-content", "文字コード"),
    ],
)
def test_each_unreadable_file_has_its_verdict(
    tmp_path: Path, data: bytes | str, code: str, detail: str
) -> None:
    refused = refusal(tmp_path, data.encode() if isinstance(data, str) else data)
    assert refused.code == code
    assert detail in refused.detail
    assert bool(detail) == bool(refused.detail)


def test_excels_own_lock_file_is_named_as_such(tmp_path: Path) -> None:
    refused = refusal(tmp_path, b"\x06office" + bytes(158), "~$回答.xlsx")
    assert refused.code == "not-a-workbook"
    assert "作業用" in refused.detail


def test_a_duplicate_part_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(workbook(), (SHEET, b"<worksheet/>"))
    assert refusal(tmp_path, data).code == "unsafe-content"


def test_a_bomb_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    bomb = zipped(workbook(), ("xl/media/image1.png", bytes(60_000_000)))
    assert len(bomb) < 100_000
    assert refusal(tmp_path, bomb).code == "too-large"


def test_a_bomb_with_a_lying_header_is_not_inflated_past_what_it_says(tmp_path: Path) -> None:
    bomb = with_size(with_part(SHEET, lambda xml: xml + bytes(60_000_000)), SHEET, declared=10_000)
    tracemalloc.start()
    refused = refusal(tmp_path, bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.code == "unsafe-content"
    assert "偽り" in refused.detail
    assert peak < 2_000_000


def test_a_part_shorter_than_it_says_is_damaged(tmp_path: Path) -> None:
    assert refusal(tmp_path, with_size(zipped(workbook()), SHEET, declared=100_000)).code == "damaged"


def test_one_changed_byte_is_noticed_even_where_it_still_inflates(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in workbook().items():
            archive.writestr(name, data)
    refused = refusal(tmp_path, out.getvalue().replace(b"<v>37</v>", b"<v>87</v>"))
    assert (refused.code, refused.detail) == ("damaged", f"（{SHEET}）")


def test_a_part_named_differently_in_its_two_headers_is_refused(tmp_path: Path) -> None:
    data = zipped(workbook()).replace(SHEET.encode(), b"xl/worksheets/sheet2.xml", 1)
    assert "二通り" in refusal(tmp_path, data).detail


@pytest.mark.parametrize(
    ("bounds", "word"),
    [
        (Bounds(file=1_000), "ファイル"),
        (Bounds(entries=5), "部品"),
        (Bounds(inflated=10_000), "展開"),
        (Bounds(xml=10_000), "XML"),
        (Bounds(ratio=2), "2倍"),
    ],
)
def test_each_bound_holds(tmp_path: Path, bounds: Bounds, word: str) -> None:
    refused = refusal(tmp_path, zipped(workbook()), bounds=bounds)
    assert refused.code == "too-large"
    assert word in refused.detail


ROWS = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % row for row in range(201, 20_000))


def with_blank_rows() -> bytes:
    return with_part(SHEET, lambda xml: xml.replace(b"</sheetData>", ROWS + b"</sheetData>"))


def test_rows_that_hold_nothing_but_a_format_are_named_as_such(tmp_path: Path) -> None:
    assert refusal(tmp_path, with_blank_rows(), bounds=Bounds(rows=10_000)).code == "formatted-rows"


def test_so_many_blank_rows_that_they_are_not_even_inflated_are_named_too(tmp_path: Path) -> None:
    blank = with_part(SHEET, lambda _: b"<worksheet><sheetData>" + ROWS + b"</sheetData></worksheet>")
    assert refusal(tmp_path, blank, bounds=Bounds(xml=500_000)).code == "formatted-rows"


def test_many_rows_that_hold_something_are_not_called_blank(tmp_path: Path) -> None:
    filled = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 9_000))
    data = with_part(SHEET, lambda _: b"<worksheet><sheetData>" + filled + b"</sheetData></worksheet>")
    assert refusal(tmp_path, data, bounds=Bounds(xml=300_000)).code == "too-large"


def test_only_a_regular_file_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "フォルダ.xlsx"
    folder.mkdir()
    with pytest.raises(UnreadableBook, match="not-a-workbook"):
        read_parts(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "回答.xlsx"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableBook, match="not-a-workbook"):
        read_parts(pipe)


def test_xml_in_utf_16_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "回答.xlsx"
    path.write_bytes(with_part(SHEET, lambda xml: xml.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")))
    assert read_parts(path)[SHEET].startswith(b"\xff\xfe")
