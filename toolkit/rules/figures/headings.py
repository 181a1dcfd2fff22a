"""A figure as keys of 取りまとめ表.json or as Japanese headings in, the term both mean out, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.model.words import plain_word
from toolkit.model.years import FiscalYear
from toolkit.rules.figures.expression import EVERY, ExpressionError, Term
from toolkit.rules.figures.status_terms import BY_FIELD, FIRST

_STATUS = {
    "total.<言葉>": "<言葉>",
    "groups[区分].counts.<言葉>": "[区分].<言葉>",
    "changes.total.<言葉>": "<言葉>.増減",
    "changes.groups[区分].counts.<言葉>": "[区分].<言葉>.増減",
    "on_track.share": "順調の割合.割合",
    "on_track.count": "順調の割合.件数",
    "on_track.of": "順調の割合.分母",
}
"""What is counted of a field of choices; 進捗 is the first of them, any other is named by its own word."""
STATUS_FIELDS = (
    *("年次_進捗", "年次_評価", "年次_内部評価", "年次_外部評価"),
    *("年次_掲載", "年次_掲載文の可否", "年次_今後の可否", "活動_進捗"),
)


def _open(keys: str, words: str) -> dict[str, str]:
    """Give the rows of what a total of actual effects leaves out (未確定): how many, and what was planned."""
    return {
        f"{keys}.{when}.{key}": f"{words}.{said}.{word}"
        for when, said in (("total", "計"), ("by_year.<年度>", "<年度>"))
        for key, word in (("count", "件数"), ("planned", "見込額"))
    }


_TITLES = tuple(dict.fromkeys(name.partition("_")[2] for name in STATUS_FIELDS))
HEADINGS = {
    "plan_size.items": "計画.項目数",
    "plan_size.activities": "計画.活動数",
    "plan_size.indicators": "計画.指標数",
    "plan_groups[区分].items": "計画.[区分].項目数",
    "plan_groups[区分].activities": "計画.[区分].活動数",
    "plan_groups[区分].indicators": "計画.[区分].指標数",
    "levels.<言葉>": "階層.<言葉>",
    "received.departments": "回収.照会した所属",
    "received.returned": "回収.提出した所属",
    "received.items_asked": "回収.照会した項目",
    "received.items_returned": "回収.提出された項目",
    "indicators.total.all": "指標.指標数",
    "indicators.total.set": "指標.設定あり",
    "indicators.total.not_set": "指標.設定なし",
    "indicators.total.achieved": "指標.達成",
    "indicators.total.missed": "指標.未達成",
    "indicators.total.undecided": "指標.未定",
    "indicators.groups[区分].all": "指標.[区分].指標数",
    "indicators.groups[区分].set": "指標.[区分].設定あり",
    "indicators.groups[区分].not_set": "指標.[区分].設定なし",
    "indicators.groups[区分].achieved": "指標.[区分].達成",
    "indicators.groups[区分].missed": "指標.[区分].未達成",
    "indicators.groups[区分].undecided": "指標.[区分].未定",
    "indicators.conventions[名前].rate": "指標.達成の割合[名前].割合",
    "indicators.conventions[名前].achieved": "指標.達成の割合[名前].達成",
    "indicators.conventions[名前].of": "指標.達成の割合[名前].分母",
    **{f"{FIRST}.{keys}": f"{_TITLES[0]}.{words}" for keys, words in _STATUS.items()},
    **{
        f"{BY_FIELD}.{name}.{keys}": f"{name}.{words}"
        for name in (*_TITLES[1:], *STATUS_FIELDS)
        for keys, words in _STATUS.items()
    },
    "effects.planned.total": "効果額.効果見込額.計",
    "effects.planned.by_year.<年度>": "効果額.効果見込額.<年度>",
    "effects.actual.total": "効果額.実績効果額.計",
    "effects.actual.by_year.<年度>": "効果額.実績効果額.<年度>",
    **_open("effects.open", "効果額.未確定"),
    **_open("effects.groups[区分].open", "効果額.[区分].未確定"),
    "effects.groups[区分].planned.total": "効果額.[区分].効果見込額.計",
    "effects.groups[区分].planned.by_year.<年度>": "効果額.[区分].効果見込額.<年度>",
    "effects.groups[区分].actual.total": "効果額.[区分].実績効果額.計",
    "effects.groups[区分].actual.by_year.<年度>": "効果額.[区分].実績効果額.<年度>",
    "effects.excluded[名前].planned": "効果額.計上しない[名前].効果見込額",
    "effects.excluded[名前].why": "効果額.計上しない[名前].理由",
    "verdicts[名前].rate": "判定[名前].達成率",
    "verdicts[名前].flag": "判定[名前].達成",
    "verdicts[名前].actual": "判定[名前].実績値",
    "verdicts[名前].target": "判定[名前].目標値",
    "verdicts[名前].final": "判定[名前].最終目標値",
    "verdicts[名前].why": "判定[名前].理由",
    "published[名前].printed": "公表値[名前].印字",
    "published[名前].recomputed": "公表値[名前].計算",
    "findings.error": "確認事項.要修正",
    "findings.warning": "確認事項.要確認",
    "findings.info": "確認事項.参考",
}
"""Every figure of 取りまとめ表.json: its keys, and the headings staff write for them.

[区分] is a part of the plan (`基本方針[財政]`, in keys `groups[基本方針=財政]`), [名前] one entry of a list;
<言葉> is a word of the plan (評価の選択肢, 階層), <年度> a fiscal year.
"""
PART = "{群}"
"""Stands for the part of the plan that a block of a paper is of."""
ITEM, YEAR = "{項目}", "{年度}"
"""Stand for the item that a block of a paper is of, and the round's last year."""
ALL_PARTS = "すべて"
"""Chooses every part of a level: the figure is their sum."""
_GROUP, _YEAR = "区分", "<年度>"
_FREE = {"": "（区分）", "<言葉>": "（台帳や設定の言葉）", _YEAR: "R5（年度）"}
"""What stands for a word of the plan where words are listed."""
_TOKEN = re.compile(r"([^\[\]]*)(?:\[(.*)\])?")
QUOTED_CHOICE = re.compile(r"\s*([^\[\]［］「」]*[=＝])?\s*「([^「」]+)」\s*[\]］]")
"""A name in 「 」 that is all there is in brackets, or all behind the `区分=` of the keys."""
_EASY = re.compile(r"[^\s.．\[\]［］()（）+＋\-－−*＊×/／÷%％=＝≠<＜≤≦>＞≥≧!:：「」,]+")


class Segment(NamedTuple):
    """A heading as it was written, and what stands in its brackets; None where it has none."""

    word: str
    choice: str | None = None


class _Token(NamedTuple):
    """One place between the dots of a row of HEADINGS."""

    word: str
    choice: str = ""

    @property
    def is_free(self) -> bool:
        """Whether the plan gives the word: a part, a choice of the status, a year."""
        return not self.word or self.word.startswith("<")

    def fits(self, segment: Segment) -> bool:
        if not self.word and segment == Segment(PART):
            return True
        word = self.is_free or plain_word(segment.word).lower() == self.word
        return word and (segment.choice is not None) == bool(self.choice)


@dataclass(frozen=True)
class _Spelling:
    """A row of HEADINGS in one of its two spellings, with the keys it means."""

    tokens: tuple[_Token, ...]
    keys: tuple[_Token, ...]


def _tokens(text: str) -> tuple[_Token, ...]:
    matches = (_TOKEN.fullmatch(part) for part in text.split("."))
    return tuple(_Token(match[1], match[2] or "") for match in matches if match)


_ROWS = tuple((_tokens(keys), _tokens(headings)) for keys, headings in HEADINGS.items())
_SPELLINGS = tuple(_Spelling(tokens, keys) for keys, words in _ROWS for tokens in (keys, words))


def find_term(segments: Sequence[Segment], round_id: str = "") -> Term:
    """Find the term that headings (or keys) joined by dots mean; ExpressionError where there is none."""
    left: Sequence[_Spelling] = _SPELLINGS
    for at, segment in enumerate(segments):
        fitting = [one for one in left if len(one.tokens) > at and one.tokens[at].fits(segment)]
        if not fitting:
            raise _mistake(left, segments, at)
        left = [one for one in fitting if not one.tokens[at].is_free] or fitting
    whole = [one for one in left if len(one.tokens) == len(segments)]
    if not whole:
        said, known = write_segments(segments), list(_known(left, len(segments)))
        mend = f"続けて {'、'.join(f'.{word}' for word in known)} のどれかを書いてください"
        raise ExpressionError(f"「{said}」だけでは、どの数値か決まりません", mend)
    return _term(whole[0], segments, round_id)


def spell(term: Term, *, keys: bool = False) -> str:
    """Write a term in Japanese headings, or in the `keys` of 取りまとめ表.json."""
    for row in _ROWS:
        if not _is_of(term, row[0]):
            continue
        free = [word for word, token in zip(term.keys, row[0], strict=True) if token.is_free]
        segments = [_segment(token, term.choice, free) for token in row[0 if keys else 1]]
        text = write_segments(segments)
        return f"{_quoted(term.round)}: {text}" if term.round else text
    return ".".join(term.keys)


def write_segments(segments: Sequence[Segment]) -> str:
    """Join headings as they are typed; a word that would be read otherwise stands in 「 」."""
    return ".".join(_quoted(one.word) + ("" if one.choice is None else _bracketed(one)) for one in segments)


def _bracketed(segment: Segment) -> str:
    """Give what stands in brackets; a name that would end them, or begin others, stands in 「 」."""
    choice = segment.choice or ""
    if not lone_bracket(choice):
        return f"[{choice}]"
    by, equals, name = choice.rpartition("=")
    return f"[{by}{equals}「{name}」]"


def lone_bracket(text: str) -> bool:
    """Tell whether a text holds brackets that are not in pairs."""
    depth = 0
    for sign in text:
        depth += {"[": 1, "［": 1, "]": -1, "］": -1}.get(sign, 0)
        if depth < 0:
            return True
    return depth > 0


def _quoted(word: str) -> str:
    return word if _EASY.fullmatch(word) else f"「{word}」"


def _is_of(term: Term, tokens: tuple[_Token, ...]) -> bool:
    if len(term.keys) != len(tokens):
        return False
    return all(token.is_free or token.word == key for token, key in zip(tokens, term.keys, strict=True))


def _segment(token: _Token, choice: str, free: list[str]) -> Segment:
    if not token.word:
        by, _, names = choice.partition("=")
        every = re.sub(rf"(?<![^/])\{EVERY}$", ALL_PARTS, names)
        return Segment(PART) if choice == PART else Segment(by, every)
    return Segment(free[0] if token.is_free else token.word, choice if token.choice else None)


def _term(spelling: _Spelling, segments: Sequence[Segment], round_id: str) -> Term:
    free, choice = "", ""
    for token, segment in zip(spelling.tokens, segments, strict=True):
        if token.choice:
            choice = _choice(token, segment)
        elif token.is_free:
            free = _year(segment.word) if token.word == _YEAR else segment.word
    keys = tuple(free if token.is_free else token.word for token in spelling.keys)
    return Term(keys, choice, round_id)


def _choice(token: _Token, segment: Segment) -> str:
    """Give what brackets choose; of a part of the plan `基本方針=財政`, whichever way it was written."""
    chosen = (segment.choice or "").strip()
    if token.choice != _GROUP:
        if not chosen:
            what = f"「{segment.word}」の [ ] に、何も書かれていません"
            raise ExpressionError(what, "どれのことかを [ ] の中に書いてください")
        return chosen
    if PART in (segment.word, chosen):
        return PART
    by, _, names = (segment.word, "", chosen) if not token.word else _parted(chosen)
    by, names = by.strip(), names.strip()
    if not by or not names:
        said = f"{segment.word}[{chosen}]"
        mend = "「基本方針[財政]」のように、区分とその名前を書いてください"
        raise ExpressionError(f"「{said}」では、どの部分か決まりません", mend)
    return f"{by}={re.sub(rf'(?<![^/／]){ALL_PARTS}$', EVERY, names)}"


def _parted(chosen: str) -> tuple[str, str, str]:
    return chosen.replace("＝", "=", 1).partition("=")


def _year(word: str) -> str:
    if word == YEAR:
        return word
    try:
        return FiscalYear.parse(word).label
    except ValueError:
        mend = "「R5」のように年度を書くか、全年度なら「計」（total）と書いてください"
        raise ExpressionError(f"「{word}」は、年度として読めません", mend) from None


def _known(spellings: Sequence[_Spelling], at: int) -> Iterator[str]:
    """Yield the words that may stand at a place, each once."""
    tokens = dict.fromkeys(one.tokens[at] for one in spellings if len(one.tokens) > at)
    for token in tokens:
        yield f"{_FREE.get(token.word, token.word)}{'[ ]' if token.choice else ''}"


def _mistake(left: Sequence[_Spelling], segments: Sequence[Segment], at: int) -> ExpressionError:
    """Say why a heading cannot stand at its place."""
    segment, before = segments[at], write_segments(segments[:at])
    tokens = dict.fromkeys(one.tokens[at] for one in left if len(one.tokens) > at)
    if not tokens:
        mend = f"「{before}」までにしてください"
        return ExpressionError(f"「{before}」の後に「.{segment.word}」は続きません", mend)
    word = plain_word(segment.word).lower()
    if any(token.word == word for token in tokens):
        if segment.choice is None:
            mend = f"「{segment.word}[…]」のように、どれのことかを書いてください"
            return ExpressionError(f"「{segment.word}」は、[ ] で一つを選びます", mend)
        mend = f"「{segment.word}」だけにしてください"
        return ExpressionError(f"「{segment.word}」に [ ] は付きません", mend)
    known = [text for text in _known(left, at) if at or text.isascii() == segment.word.isascii()]
    place = f"「{before}」の後に、" if before else ""
    what = f"{place}「{segment.word}」という見出しはありません"
    return ExpressionError(what, "", segment.word, [text.removesuffix("[ ]") for text in known])
