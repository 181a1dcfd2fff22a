"""A text in, the same as part of a file name that Windows allows out."""

from __future__ import annotations

NOT_IN_FILE_NAMES = frozenset('<>:"/\\|?*')


def legal_name(text: str) -> str:
    """Put ・ in place of every character that no file name may hold."""
    return "".join("・" if c in NOT_IN_FILE_NAMES else c for c in text)
