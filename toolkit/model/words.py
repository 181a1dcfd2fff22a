"""A word as somebody wrote it in, the form in which it is the same word as another out.

Two spellings are the same word where only their width and their blanks differ (rule G): `Ａ　達成`, `Ａ達成`
and `A達成`; `㈱` and `(株)`; a line break inside a heading is a blank too. Upper and lower case, dashes and
marks are told apart: `－` typed full-width is `-`, but `—` is another. What nobody sees (a zero-width blank,
the sign that chooses a variant of a character) decides nothing. What is printed stays as given.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_WHOLLY_QUOTED = re.compile(r"^「([^「」]*)」$")
_BRACKETS = re.compile(r"[()\[\]{}「」〔〕【】]")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー─", "-"))
"""What a Japanese keyboard gives for a hyphen, beside those that are one at half width."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point, and the Braille blank."""


def visible(text: str) -> str:
    """Give what a reader sees of a text: nothing of it is of no width."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def is_blank(text: str) -> bool:
    """Tell whether a reader sees nothing of a text."""
    return not visible(text).strip()


def half_width(text: str) -> str:
    """Give a text with the letters, digits and marks it would have on a half-width keyboard (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def plain_word(text: str) -> str:
    """Give a word as it is compared: of one width, without any blank, line break or invisible sign."""
    return "".join(half_width(visible(text)).split())


def plain_number(text: str) -> str:
    """Give the number of an item as it is found again: `（４）－⑨` and `(4)-9` are `4-9`."""
    return _BRACKETS.sub("", plain_word(text).translate(DASHES))


def same_word(one: str, other: str) -> bool:
    """Tell whether two texts are the same word."""
    return plain_word(one) == plain_word(other)


def split_words(text: str) -> tuple[str, ...]:
    """Give the words of a list in one cell, parted by 、 , or a line break.

    What 「」 hold is not parted, nor a number such as 1,000; a word wholly in 「」 comes without them.
    ValueError, in a sentence for staff, where a 「 or a 」 stands alone.
    """
    words, depth = [""], 0
    for sign, is_thousands in zip(text, _thousands(text), strict=True):
        depth += (sign == "「") - (sign == "」")
        if depth < 0:
            break
        if depth or sign not in "、､,，\n\r" or is_thousands:
            words[-1] += sign
        else:
            words.append("")
    if depth:
        raise ValueError("かぎ括弧「 」の片方がありません。")
    bare = (_WHOLLY_QUOTED.sub(r"\1", word.strip()) for word in words)
    return tuple(word for word in bare if word)


def _thousands(text: str) -> list[bool]:
    """Tell of each sign whether it is the separator of a number."""
    found = {match.start() for match in _THOUSANDS.finditer(text)}
    return [at in found for at in range(len(text))]


def did_you_mean(text: str, words: Iterable[str]) -> str:
    """Give `もしかして「…」ではありませんか。` with the nearest word, or ""."""
    by_plain = {plain_word(word): word for word in words}
    near = difflib.get_close_matches(plain_word(text), by_plain, n=1, cutoff=0.5)
    return f"（もしかして「{by_plain[near[0]]}」ではありませんか。）" if near else ""
