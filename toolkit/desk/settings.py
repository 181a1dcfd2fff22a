"""A 設定.xlsx in, its tables out, read once however often a command asks; and bytes of text decoded."""

from __future__ import annotations

from pathlib import Path

from toolkit.books.register.settings import SettingsTables, read_settings
from toolkit.books.system.same_content import once_for_same_content
from toolkit.model.errors import OfficeError

OF_BEFORE = ("gyokaku.toml", "schema.json", "profile.toml", "cities.toml")
"""Files of settings that a folder made before 設定.xlsx has."""


def load_settings(path: Path) -> SettingsTables:
    """Load the tables of a 設定.xlsx; OfficeError(s) where it cannot be read."""
    if not path.is_file():
        raise OfficeError("設定のブックがありません。", "控えから元に戻してください。", str(path))
    return _read(path)


_read = once_for_same_content(keep=8)(read_settings)


def refuse_settings_of_before(root: Path) -> None:
    """Refuse a folder whose settings are text files: nothing of them is read, nothing converted."""
    old = [name for name in OF_BEFORE if (root / name).is_file()]
    if old:
        what = f"設定の書き方が前の版のもの（{'、'.join(old)}）です。この版は読みません。"
        mend = "gyokaku init で新しい作業フォルダを作り、設定.xlsx に書き移してください。"
        raise OfficeError(what, mend, str(root))


def decode(content: bytes, path: Path) -> str:
    """Decode what the office may have edited: UTF-8, with or without the sign that Notepad puts first."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        mend = "メモ帳の「名前を付けて保存」で、文字コードを「UTF-8」にして保存し直してください。"
        raise OfficeError("文字コードがUTF-8ではありません。", mend, path.name) from None
