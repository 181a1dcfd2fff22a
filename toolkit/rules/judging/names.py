"""Names as two tables of one document write them in, whether they are the same out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.model.words import plain_word
from toolkit.rules.numbers.amounts import MINUS

_DASHES = f"[{re.escape(MINUS.translate({ord(mark): None for mark in '△▲▽▼'}))}━]"
# What a kana keyboard gives behind kana is a long vowel: 「サーバー」 is also written 「サーバ」.
_LONG_VOWEL = re.compile(rf"(?<=[ぁ-ゖァ-ヺ]){_DASHES}")
_DASH = re.compile(_DASHES)
_MARKS = str.maketrans({";": ":", "〜": "~", "〔": "[", "〕": "]", "、": ",", "。": "."})


def plain_name(text: str) -> str:
    """Give a name as names are compared: a plain word, every dash and separator in one form (G).

    For matching only; what is printed stays as given.
    """
    plain = plain_word(text)
    return _DASH.sub("-", _LONG_VOWEL.sub("", plain)).translate(_MARKS).casefold()


def same_name(one: str, other: str, variants: Iterable[tuple[str, str]] = ()) -> bool:
    """Tell whether two spellings name the same (G): `モラール；ＤＸ･推進` = `モラル：DX・推進`.

    `variants` are pairs of words a plan uses for the same (`行政運営`, `行政経営`).
    """
    first, second = plain_name(one), plain_name(other)
    for word, instead in variants:
        first = first.replace(plain_name(word), plain_name(instead))
        second = second.replace(plain_name(word), plain_name(instead))
    return first == second
