"""An error that ended a command in; what staff read of it, and what they can do, out."""

from __future__ import annotations

import errno
from pathlib import Path

from toolkit.model.errors import GyokakuError

_IN_USE = (32, 33)
"""How Windows says that another program holds a file, beside "no permission"."""
_TOO_LONG, _WRITE_PROTECTED = 206, 19
_LONG = 240
"""Windows takes no path of 260 characters unless it is told to, and may say that it is not there."""


def message_of(error: Exception) -> str:
    """Give what stopped a command in words for staff: what, which file, how to mend it."""
    if isinstance(error, OSError):
        return _disk_message(error)
    if isinstance(error, GyokakuError):
        return str(error)
    return (
        f"思わぬ誤りで止まりました（{type(error).__name__}: {error}）。\n"
        "→ gyokaku --debug を付けてもう一度実行し、"
        "表示された内容を添えて、作った人にお知らせください。"
    )


def _disk_message(error: OSError) -> str:
    """Say which file could not be handled and what to do; what was there before still is."""
    names = [Path(str(name)) for name in (error.filename, error.filename2) if name]
    known = [*names, *(folder for name in names for folder in name.parents)]
    name = next((str(path) for path in known if not _is_draft(path)), "")
    windows = getattr(error, "winerror", None)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):  # quotas end in any of them
        what = "ディスクに空きがなく、書き込めません"
        mend = "要らないファイルを消して空きを作り、もう一度実行してください。"
    elif error.errno == errno.EROFS or windows == _WRITE_PROTECTED:
        what = "書き込めません"
        mend = "読み取り専用の場所です。書き込める場所に移してから、もう一度実行してください。"
    elif _is_too_long(error, name):
        what = "場所の名前が長すぎます"
        mend = "作業フォルダを、C:\\行革 のような浅い場所に移して、もう一度実行してください。"
    elif isinstance(error, PermissionError) or windows in _IN_USE:
        what = "読み書きできません"
        mend = (
            "Excelで開いていれば閉じて、もう一度実行してください。"
            "開いていなければ、そのファイルとフォルダを使う権限があるかを確かめてください。"
        )
    elif isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
        what = "同じ名前のフォルダかファイルがあります"
        mend = "それをほかの場所に移してから、もう一度実行してください。"
    elif isinstance(error, FileNotFoundError):
        what = "見つかりません"
        mend = (
            "フォルダを動かしていないか、ネットワークにつながっているかを確かめて、もう一度実行してください。"
        )
    else:
        what = f"ファイルを扱えません（システムの番号 {windows or error.errno}）"
        mend = "ディスクやネットワークのつながりを確かめて、もう一度実行してください。"
    return f"{what}: {name}\n→ {mend}"


def reason_of(error: OSError) -> str:
    """Give in a few words for staff why the system refused, for a line that names the file itself."""
    if isinstance(error, PermissionError) or getattr(error, "winerror", None) in _IN_USE:
        return "ほかのプログラムで開いたままか、権限がありません"
    if isinstance(error, FileNotFoundError):
        return "見つかりません"
    return f"システムの番号 {getattr(error, 'winerror', None) or error.errno}"


def _is_too_long(error: OSError, name: str) -> bool:
    if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _TOO_LONG:
        return True
    return isinstance(error, FileNotFoundError) and len(name) > _LONG


def _is_draft(path: Path) -> bool:
    """Tell whether a file is one being written, or stands in a folder that is."""
    return any(part.startswith(".") and part.endswith(".tmp") for part in path.parts)
