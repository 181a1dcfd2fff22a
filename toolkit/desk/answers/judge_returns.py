"""The readings of a round's returns in; every item's judged answer, and what could not be judged, out.

Nothing that a return holds may stop a command: whatever it makes a rule raise is a finding on that return,
and all others are judged without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from toolkit.model.answers import ItemAnswer
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry
from toolkit.model.manifest import IssuedBook, IssuedSheet, Manifest
from toolkit.model.plan import Item
from toolkit.model.read_return import ReadReturn
from toolkit.model.record import Place
from toolkit.rules.record.sizes import Sizes, sizes_of
from toolkit.rules.series.answer import Basis, answer_of, iter_candidates, join
from toolkit.rules.series.candidate import Candidate

Taken = tuple[Entry, ReadReturn, Mapping[str, IssuedBook]]
"""A return as it was read, with the book it is of ("") and those its other sheets are of."""
Made = TypeVar("Made")
Kept = dict[str, dict[str, list[Made]]]
"""What there is of each item, by its id, of each writer."""


class Judged(NamedTuple):
    """Every item with the answers of all its writers, each writer's part of it, and all that may answer."""

    items: list[ItemAnswer]
    returns: list[ItemAnswer]
    candidates: Kept[Candidate]


def judge_returns(basis: Basis, latest: Manifest, taken: Iterable[Taken]) -> Judged:
    """Judge every item of the plan.

    `taken` are the returns in the order they count in.
    """
    candidates: Kept[Candidate] = {}
    failed: Kept[Entry] = {}
    for entry, read, books in taken:
        found, lost = _candidates_of(basis, entry, read, books)
        for one in found:
            candidates.setdefault(one.item_id, {}).setdefault(books[""].writer, []).append(one)
        for item_id in lost:
            failed.setdefault(item_id, {}).setdefault(books[""].writer, []).append(entry)
    asked: dict[str, list[tuple[IssuedBook, IssuedSheet]]] = {}
    for book in latest.books:
        for sheet in book.sheets:
            if sheet.asked:
                asked.setdefault(sheet.item_id, []).append((book, sheet))
    basis = replace(basis, sizes=_sizes(basis, candidates))
    items, returns = [], []
    for item in basis.plan.items:
        judging = _Judging(basis, item, asked.get(item.id, []), failed.get(item.id, {}))
        joined, parts = judging.judge(candidates.get(item.id, {}))
        items.append(joined)
        returns += parts
    return Judged(items, returns, candidates)


def failed_finding(entry: Entry, department: str, item_id: str = "", called: str = "") -> Finding:
    """Tell of what came that a rule cannot deal with: the item of a return, or all of it."""
    words = {"item": f"項目{called}の記入" if called else "このファイル"}
    return Finding("judging-failed", Place(entry.file, "", ""), department, item_id, None, words)


@dataclass(frozen=True)
class _Judging:
    """What an item is judged by; `asked` are the sheets that ask it, each with its book.

    `lost` are the returns, by writer, whose sheet of the item could not even be looked at.
    """

    basis: Basis
    item: Item
    asked: Sequence[tuple[IssuedBook, IssuedSheet]]
    lost: Mapping[str, Sequence[Entry]]

    def judge(self, candidates: Mapping[str, Sequence[Candidate]]) -> tuple[ItemAnswer, list[ItemAnswer]]:
        """Give the item as all its writers answer it and each one's part; what fails is left out and told."""
        judged = _attempt(lambda: self._judged(candidates))
        if judged is not None:
            return judged
        good = {
            writer: [one for one in some if _attempt(partial(self._judged, {writer: [one]})) is not None]
            for writer, some in candidates.items()
        }
        judged = _attempt(lambda: self._judged(good, candidates)) if good != candidates else None
        return judged or self._judged({}, candidates)  # only together they fail: none can be told apart

    def _judged(
        self,
        candidates: Mapping[str, Sequence[Candidate]],
        every: Mapping[str, Sequence[Candidate]] = MappingProxyType({}),
    ) -> tuple[ItemAnswer, list[ItemAnswer]]:
        """Judge some of the candidates; those of `every` that are not among them have failed."""
        parts = []
        for issued in self.asked:
            writer = issued[0].writer
            own = candidates.get(writer, ())
            part = answer_of(self.basis, self.item, issued, own)
            failed = [one.entry for one in every.get(writer, ()) if one not in own]
            parts.append(self._with_failed(part, [*self.lost.get(writer, ()), *failed]))
        return join(self.basis, self.item, parts), parts

    def _with_failed(self, part: ItemAnswer, failed: Sequence[Entry]) -> ItemAnswer:
        if not failed:
            return part
        number = self.basis.number_of(self.item.id)
        told = [failed_finding(one, part.department.name, self.item.id, number) for one in failed]
        known = part.findings if part.record.answers else ()  # what came is not 未記入
        return replace(part, findings=(*known, *told), entry=part.entry or failed[-1])


def _candidates_of(
    basis: Basis, entry: Entry, read: ReadReturn, books: Mapping[str, IssuedBook]
) -> tuple[list[Candidate], list[str]]:
    """Give what a return may answer, and the items whose sheet nobody can look at."""

    def candidates(of: ReadReturn) -> list[Candidate]:
        return list(iter_candidates(basis, of, books, entry))

    found = _attempt(lambda: candidates(read))
    if found is not None:
        return found, []
    alone = [
        (one.item_id, _attempt(partial(candidates, replace(read, sheets=(one,))))) for one in read.sheets
    ]
    return [one for _, some in alone for one in some or ()], [at for at, some in alone if some is None]


def _sizes(basis: Basis, candidates: Kept[Candidate]) -> Sizes:
    """Give the sizes of what the round's items answered last, which 桁の確認 holds each of them against."""
    by_id = {item.id: item for item in basis.plan.items}
    known = [(by_id[at], some) for at, some in candidates.items() if at in by_id]
    newest = [(item, one[-1].cells) for item, some in known for one in some.values()]
    sizes = _attempt(lambda: sizes_of(newest, basis.fields))
    if sizes is None:
        sound = [one for one in newest if _attempt(partial(sizes_of, [one], basis.fields)) is not None]
        return sizes_of(sound, basis.fields)
    return sizes


def _attempt(work: Callable[[], Made]) -> Made | None:
    """Give what is made; None where that fails, whatever a rule makes of what came: nobody foresaw it."""
    try:
        return work()
    except Exception:
        return None
