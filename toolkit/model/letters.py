"""The letters of the office (通知文) as it wrote them in; what each may hold, and what is wrong in them, out.

A letter is written paragraph by paragraph. A word in braces, `{期限}`, is a placeholder: what it stands for
is put in when the letter is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from toolkit.model.errors import OfficeError
from toolkit.model.words import did_you_mean, plain_word

INQUIRY, REMINDER, QUESTIONS, REQUEST = "照会文", "督促文", "確認のお願い", "修正依頼"
RECEIPT, SHARING = "受領票", "関連課への送付文"
KINDS = (INQUIRY, REMINDER, QUESTIONS, REQUEST, RECEIPT, SHARING)
NUMBER, DATE, TO, FROM = "文書番号", "日付", "あて名", "差出人"
SUBJECT, BODY, DETAILS = "件名", "本文", "記"
PARTS = (NUMBER, DATE, TO, FROM, SUBJECT, BODY, DETAILS)
_ON_PAPER = (NUMBER, DATE)
_ONCE = (NUMBER, DATE, SUBJECT)
_BRACES = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")  # a Japanese keyboard gives the wide ones
_ASKING, _CHECKING = (INQUIRY, REMINDER), (QUESTIONS, REQUEST)


class Placeholder(NamedTuple):
    """A word that may stand in braces: what is put in for it, and in which kinds of letter."""

    word: str
    meaning: str
    kinds: tuple[str, ...] = KINDS


PLACEHOLDERS = (
    Placeholder("計画", "計画の名前"),
    Placeholder("照会", "照会の名前（例　令和5年度 取組実績・評価）"),
    Placeholder("事務局", "シート「基本」の事務局"),
    Placeholder("所属", "送り先の部と課（受領票では、送ってきた所属）"),
    Placeholder("敬称", "送り先の敬称（シート「回答・評価主体」のもの）"),
    Placeholder("今日", "通知文を作った日（例　令和6年5月7日）"),
    Placeholder("期限", "回答の期限（その所属の期限、延長した期限があればそれ）", (*_ASKING, SHARING)),
    Placeholder(
        "項目一覧", "ご記入いただく項目の番号と名前（督促文では、まだいただいていない項目）", _ASKING
    ),
    Placeholder("項目数", "その項目の数", _ASKING),
    Placeholder("記入か所数", "その項目の記入欄の数", _ASKING),
    Placeholder(
        "ファイル名",
        "添付するブックの名前（確認のお願いと受領票では、届いたファイルの名前）。「」が付きます",
        (*_ASKING, QUESTIONS, RECEIPT, SHARING),
    ),
    Placeholder(
        "印を付けたファイル", "届いたファイルの写しに、直していただくセルの色を付けたもの", (REQUEST,)
    ),
    Placeholder("一覧のファイル", "印を付けられないときに添付する一覧", (REQUEST,)),
    Placeholder("ほかのファイル", "その所属から届いた、印を付けていないファイル", (REQUEST,)),
    Placeholder("要修正件数", "直していただくところの数", (REQUEST,)),
    Placeholder("要修正一覧", "直していただくところの場所、内容、直し方、例", (REQUEST,)),
    Placeholder("要確認件数", "ご確認いただくところの数", _CHECKING),
    Placeholder("要確認一覧", "ご確認いただくところの場所、内容、直し方、例", _CHECKING),
    Placeholder("受付番号", "受付簿の番号", (RECEIPT,)),
    Placeholder("受付日時", "受け取った日時", (RECEIPT,)),
    Placeholder("結果", "どう取り込んだか（1、2文）", (RECEIPT,)),
    Placeholder("主管課", "関連課に伺う主管課（部と課）", (SHARING,)),
    Placeholder("項目", "伺う項目の番号と名前", (SHARING,)),
)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a letter: which part of it, its text, and the cell it stands in."""

    part: str
    text: str
    cell: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What stands in braces."""
        return tuple(plain_word(match[1]) for match in _BRACES.finditer(self.text))

    def filled(self, values: Mapping[str, str]) -> Paragraph:
        """Put the values in for the placeholders."""
        return replace(self, text=_BRACES.sub(lambda match: values[plain_word(match[1])], self.text))

    @property
    def has_single_brace(self) -> bool:
        """Tell whether a brace is opened or closed without its other half."""
        return bool(re.search("[{}｛｝]", _BRACES.sub("", self.text)))


@dataclass(frozen=True)
class Letter:
    """One kind of letter (照会文, 督促文 …): its paragraphs in order."""

    kind: str
    paragraphs: tuple[Paragraph, ...]

    def of(self, part: str) -> tuple[str, ...]:
        """Give the texts of a part, in order."""
        return tuple(one.text for one in self.paragraphs if one.part == part)

    @property
    def is_on_paper(self) -> bool:
        """Tell whether the office wants it as an A4 page too: it has a number or a date."""
        return any(one.part in _ON_PAPER for one in self.paragraphs)


def placeholders_of(kind: str) -> tuple[str, ...]:
    """Give the words that may stand in braces in a kind of letter."""
    return tuple(one.word for one in PLACEHOLDERS if kind in one.kinds)


def iter_letter_mistakes(letters: Mapping[str, Letter], file: str, sheet: str) -> Iterator[OfficeError]:
    """Yield what is wrong, with its cell: kinds, parts and placeholders that are unknown, and what lacks."""
    missing = [kind for kind in KINDS if kind not in letters]
    if missing:
        what = f"{'、'.join(f'「{kind}」' for kind in missing)}の文がありません。"
        yield OfficeError(what, "シート「通知文」に、その行を書き足してください。", file, sheet)
    for kind, letter in letters.items():
        if kind in KINDS:
            yield from _iter_mistakes(letter, file, sheet)
            continue
        cell = next((one.cell for one in letter.paragraphs), "")
        mend = f"{'、'.join(KINDS)}のどれかにしてください。{did_you_mean(kind, KINDS)}"
        yield OfficeError(f"通知文「{kind}」は使えない言葉です。", mend, file, sheet, cell)


def _iter_mistakes(letter: Letter, file: str, sheet: str) -> Iterator[OfficeError]:
    if not letter.of(BODY):
        mend = "部分が「本文」の行を書き足してください。"
        yield OfficeError(f"「{letter.kind}」に本文がありません。", mend, file, sheet)
    seen = set[str]()
    for one in letter.paragraphs:
        for what, mend in (
            *_iter_part_mistakes(letter.kind, one, seen),
            *_iter_word_mistakes(letter.kind, one),
        ):
            yield OfficeError(what, mend, file, sheet, one.cell)
        seen.add(one.part)


def _iter_part_mistakes(kind: str, one: Paragraph, seen: set[str]) -> Iterator[tuple[str, str]]:
    if one.part not in PARTS:
        mend = f"{'、'.join(PARTS)}のどれかにしてください。{did_you_mean(one.part, PARTS)}"
        yield f"部分「{one.part}」は使えない言葉です。", mend
    elif one.part in _ONCE and one.part in seen:
        yield f"「{kind}」に{one.part}が2つあります。", "1行にまとめてください。"
    elif kind == RECEIPT and one.part in _ON_PAPER:
        mend = "この行を消してください。受領票は、メールに貼る文と事務局の控えだけを作ります。"
        yield f"受領票に{one.part}は使えません。", mend


def _iter_word_mistakes(kind: str, one: Paragraph) -> Iterator[tuple[str, str]]:
    usable = placeholders_of(kind)
    meanings = {other.word: other.meaning for other in PLACEHOLDERS}
    for word in one.words:
        if word in usable:
            continue
        what = f"「{{{word}}}」という言葉はありません。"
        if word in meanings:
            what = f"「{{{word}}}」（{meanings[word]}）は、{kind}では使えません。"
        near = "" if word in meanings else did_you_mean(word, usable)
        yield what, f"{kind}で使えるのは、{'、'.join(f'{{{other}}}' for other in usable)}です。{near}"
    if one.has_single_brace:
        mend = "入れる言葉を { と } ではさんでください（例　{期限}）。"
        yield "「{」と「}」の片方がありません。", mend
