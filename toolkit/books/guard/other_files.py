"""The bytes of a file that is no .xlsx in, what it is instead out: a code of the catalogue and words.

Only known first bytes and a few words are looked for; nothing is opened.
"""

from __future__ import annotations

import re

from toolkit.model.errors import UnreadableBook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HEAD = 4096
_LABEL = re.compile(r"NAME ([^:;<>\x00-\x1f]{1,60}):DESCRIPTION ")  # as a licence of rights writes it
_LABEL_BYTES = 200

# Where the bytes stand, the bytes, the code, and what staff call the file.
_SIGNATURES = (
    (0, b"%PDF", "pdf-or-picture", "PDFファイル"),
    (0, b"\x89PNG", "pdf-or-picture", "画像ファイル"),
    (0, b"\xff\xd8\xff", "pdf-or-picture", "画像ファイル"),
    (0, b"GIF8", "pdf-or-picture", "画像ファイル"),
    (0, b"BM", "pdf-or-picture", "画像ファイル"),
    (0, b"II*\x00", "pdf-or-picture", "画像ファイル"),
    (0, b"MM\x00*", "pdf-or-picture", "画像ファイル"),
    (8, b"WEBP", "pdf-or-picture", "画像ファイル"),
    (4, b"ftyp", "pdf-or-picture", "写真か動画のファイル"),
    (0, b"%!PS", "pdf-or-picture", "印刷用のファイル"),
    (0, b"{\\rtf", "word-file", "リッチテキスト"),
    (0, b"\xac\xed\x00\x05", "not-a-workbook", "プログラムのデータ"),
    (0, b"MZ", "not-a-workbook", "プログラム"),
    (0, b"\x7fELF", "not-a-workbook", "プログラム"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "not-a-workbook", "ショートカット"),
    (0, b"PK\x05\x06", "archive", "空のzip"),
    (0, b"Rar!", "archive", "rar"),
    (0, b"7z\xbc\xaf", "archive", "7z"),
    (0, b"\x1f\x8b", "archive", "gz"),
    (0, b"MSCF", "archive", "cab"),
    (2, b"-lh", "archive", "lzh"),
)
# Excel 2 to 4 saved without a container.
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")

# The streams by which an OLE container is told; a protected .xlsx is one too.
_STREAMS = (
    ("DRMEncrypted", "rights-protected", ""),
    ("EncryptedPackage", "encrypted", ""),
    ("__substg1.0_", "mail", "（Outlookのメール）"),
    ("WordDocument", "word-file", ""),
    ("PowerPoint Document", "word-file", ""),
)


def tell_other_ole(data: bytes) -> UnreadableBook:
    """Say what a file in Microsoft's old container is: most often a protected workbook or an .xls."""
    for stream, code, detail in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return UnreadableBook(code, detail or (_label_of(data) if code == "rights-protected" else ""))
    return UnreadableBook("legacy-xls")


def _label_of(data: bytes) -> str:
    """Give the name of the label (or template of rights) that a protected file carries, if it can be read."""
    for encoding in ("utf-16-le", "utf-8"):
        start = data.find("NAME ".encode(encoding))
        while start >= 0:
            text = data[start : start + _LABEL_BYTES].decode(encoding, errors="ignore")
            if match := _LABEL.match(text):
                return f"（{match[1]}）"
            start = data.find("NAME ".encode(encoding), start + 1)
    return ""


def tell_other_file(data: bytes, name: str) -> UnreadableBook:
    """Say what a file that is no zip and no OLE container seems to be."""
    if name.startswith("~$"):
        return UnreadableBook("not-a-workbook", "Excelが開いている間だけ作る作業用ファイル（~$…）です。")
    for at, magic, code, words in _SIGNATURES:
        if data.startswith(magic, at):
            return UnreadableBook(
                code, f"{words}のようです。" if code == "not-a-workbook" else f"（{words}）"
            )
    if data.startswith(_OLD_EXCEL):
        return UnreadableBook("legacy-xls")
    text = _find_text(data)
    return UnreadableBook("not-a-workbook") if text is None else _tell_text(text.lower())


def _tell_text(text: str) -> UnreadableBook:
    head = text.lstrip("\ufeff \t\r\n")
    if "<html" in head or head.startswith("<!doctype html") or "<table" in head:
        return UnreadableBook("web-page", "（HTML）")
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return UnreadableBook("web-page", "（XMLスプレッドシート2003）")
    if head.startswith("mime-version:") and "text/html" in head:
        return UnreadableBook("web-page", "（MHTML）")
    if re.match(r"(received|return-path|from|to|subject|date|message-id|mime-version):", head):
        return UnreadableBook("mail")
    return UnreadableBook("text-file")


def _find_text(data: bytes) -> str | None:
    """Give the beginning of a text in one of the encodings of Japanese offices, None for binary data."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    # A cut in the middle of a character is no sign of a binary file.
    for encoding in ("utf-8", "cp932", "euc-jp"):
        text = head.decode(encoding, errors="replace")
        if text.count("\ufffd") <= 1 and not re.search("[\x00-\x08\x0e-\x1f]", text):
            return text
    return None
