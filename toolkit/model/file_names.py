"""A text in, a file name out that Windows allows, and that no other system minds."""

from __future__ import annotations

import unicodedata
import zlib

_FORBIDDEN = frozenset('<>:"/\\|?*')
NAME_RULE = (
    '< > : " / \\ | ? * や改行を含まず、空白や点で終わらない、あまり長くない名前にしてください'
    "（CON、NUL など、Windowsが装置に使う名前も使えません）。"
)
"""What a name must be, as staff are told it."""
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of character that nobody sees in a name, or that turn its direction; a 外字 (Co) is none of them."""
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}
"""Names that Windows keeps for devices, with any ending (`nul.txt`)."""
_LONGEST, _LONGEST_STEM, _LONGEST_ENDING = 80, 200, 24  # characters; bytes: Linux allows 255 in all


def legal_name(text: str) -> str:
    """Give a text as a file name: ・ for what none may hold, kana as Windows writes it (NFC), not too long.

    A name that Windows keeps for a device gets a `_`; of a name that is no name only that is left. What is
    cut ends in four digits of its own: two long names that begin alike stay two.
    """
    text = unicodedata.normalize("NFC", text)
    legal = "".join("・" if is_forbidden(c) else c for c in text).rstrip(" .")
    stem, dot, ending = legal.rpartition(".")
    if not dot or len(ending.encode()) > _LONGEST_ENDING:
        stem, dot, ending = legal, "", ""
    name = f"{_cut(stem)}{dot}{ending}".rstrip(" .")
    first, dot, rest = name.partition(".")
    return f"{first}_{dot}{rest}" if not first or first.rstrip().upper() in _DEVICES else name


def is_file_name(text: str) -> bool:
    """Tell whether a text is a file name as it stands."""
    return text == text.strip() and legal_name(text) == unicodedata.normalize("NFC", text)


def is_forbidden(character: str) -> bool:
    """Tell whether no file name may hold a character."""
    return character in _FORBIDDEN or unicodedata.category(character) in _UNSEEN


def _cut(text: str) -> str:
    """Cut a text to 80 characters and 200 bytes, between two characters."""
    if len(text) <= _LONGEST and len(text.encode()) <= _LONGEST_STEM:
        return text.rstrip(" .")
    own = f"~{zlib.crc32(text.encode()) & 0xFFFF:04x}"
    kept = text[: _LONGEST - len(own)].encode()[: _LONGEST_STEM - len(own)].decode(errors="ignore")
    return f"{kept.rstrip(' .')}{own}"
