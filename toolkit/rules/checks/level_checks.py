"""The names of a plan's levels and the plan in, why the two cannot be used out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from toolkit.model.errors import NOWHERE, OfficeError, RowPlace
from toolkit.model.plan import Plan
from toolkit.model.words import plain_word
from toolkit.rules.counting.paper_rows import plan_rows
from toolkit.rules.figures.expression import EVERY
from toolkit.rules.figures.headings import ALL_PARTS, ITEM, PART

TAKEN = frozenset(
    (
        *("番号", "項目", "部", "課", "所属", "区分", "種別", "活動", "指標", "内訳", "単位", "年度"),
        *(
            "目標値",
            "実績値",
            "達成率",
            "達成",
            "判定",
            "進捗",
            "評価",
            "効果額",
            "見込額計",
            "計上",
            "計上しない",
        ),
        *("理由", "根拠", "回答の場所", "達成の割合", "順調の割合", "合計"),
    )
)
"""Words that name a column of the master or stand in expressions: a level so called would be two things."""
_SPOKEN_FOR = {plain_word(word) for word in (ALL_PARTS, EVERY, PART, ITEM)}
_MEND = "「基本」シートの階層の名前を、ほかと重ならない言葉（例「基本方針」）にしてください。"


def iter_level_name_mistakes(
    levels: Sequence[str], item_word: str, basics: RowPlace = NOWHERE
) -> Iterator[OfficeError]:
    """Yield the names of levels that are blank, stand twice, or already mean something else.

    `basics` is where they stand in 基本.
    """
    taken = {plain_word(word) for word in TAKEN}
    seen: set[str] = set()
    for depth, name in enumerate(levels, 1):
        word, at = plain_word(name), f"階層{depth}の名前"
        if not word:
            yield basics.wrong(at, f"{at}が空欄です。", "上の階層から順に記入してください。")
        elif word in seen:
            yield basics.wrong(at, f"階層の名前「{name}」が2つあります。", _MEND)
        elif word == plain_word(item_word):
            yield basics.wrong(at, f"階層の名前「{name}」が、項目の呼び方と同じです。", _MEND)
        elif {"「", "」"} & set(name):
            yield basics.wrong(
                at, f"階層の名前「{name}」に、「 」は使えません（式で言葉を囲む記号です）。", _MEND
            )
        elif word in taken:
            yield basics.wrong(at, f"階層の名前「{name}」は、集計の見出しに使う言葉です。", _MEND)
        seen.add(word)


def iter_level_mistakes(
    plan: Plan, levels: Sequence[str], basics: RowPlace = NOWHERE
) -> Iterator[OfficeError]:
    """Yield how the levels of the register differ from those that have a name; parts no figure can name."""
    yield from _iter_unspeakable(plan)
    depth = max((len(item.levels) for item in plan.items), default=len(levels))
    if depth == len(levels):
        return
    named = f"{len(levels)}つ（{'、'.join(levels)}）" if levels else "空欄"
    there = f"{depth}つ" if depth else "なし"
    yield basics.wrong(
        f"階層{max(len(levels), 1)}の名前",
        f"台帳の階層は{there}ですが、「基本」シートの階層の名前は{named}です。",
        "計画台帳の「階層1名称」などの列と、「基本」シートの階層の名前の数をそろえてください。",
    )


def _iter_unspeakable(plan: Plan) -> Iterator[OfficeError]:
    """Yield the parts whose name means another thing in an expression, each once."""
    told: set[str] = set()
    for item in plan.items:
        for depth, level in enumerate(item.levels, 1):
            if plain_word(level.name) in _SPOKEN_FOR and level.name not in told:
                told.add(level.name)
                what = f"名称「{level.name}」は、式で全部の合計や、資料のその場所を表す言葉です。"
                yield item.row.wrong(f"階層{depth}名称", what, "ほかの言葉にしてください。")


def iter_parted_levels(plan: Plan) -> Iterator[OfficeError]:
    """Yield the parts of the plan whose rows do not stand together: a paper would print such a part twice.

    Papers tell parts apart by number and name, figures are found by the names alone.
    """
    rows = plan_rows(plan)
    told: set[tuple[str, ...]] = set()
    for depth in range(1, max((len(row.levels) for row in rows), default=0) + 1):
        seen: set[tuple[str, ...]] = set()
        for part, own in groupby(rows, key=lambda row: row.levels[:depth]):
            names = tuple(level.name for level in part)
            if names in seen and not any(names[: len(above)] == above for above in told):
                told.add(names)
                what = f"「{'／'.join(names)}」の行が離れているか、番号が行によって違います。"
                mend = "同じ名称の項目には同じ番号を付け、続けて並べてください。"
                yield next(own).subject.row.wrong(f"階層{depth}名称", what, mend)
            seen.add(names)
