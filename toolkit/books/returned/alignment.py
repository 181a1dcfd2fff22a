"""The printed texts of a sheet as issued and as returned in, where its rows and columns stand now out.

Names tell where a field went; this tells the same from the words around it, so that one can be held
against the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from toolkit.books.package.refs import from_ref, to_ref

ALIKE = 1 / 3
"""A row is taken for another when it holds at least this share of its printed texts."""
MOST_LINES = 2_000
"""Rows compared at most: a returned sheet may hold the same words a million times."""


@dataclass(frozen=True)
class LineMap:
    """The rows (or columns) up to `last` as issued, and where those with printed texts are now.

    `scores` tells how well a line as issued fits a line as it is now, by (issued, now).
    """

    last: int
    known: Mapping[int, int]
    scores: Mapping[tuple[int, int], float] = field(default_factory=dict)

    def span(self, line: int) -> tuple[int, int]:
        """Give the first and last line it may stand on now; the first is the larger where it is gone."""
        if line in self.known:
            return self.known[line], self.known[line]
        before, after = self._neighbours(line)
        if before is None and after is None:
            return line, line
        if before is None:
            assert after is not None
            moved = self.known[after] - (after - line)
            return min(line, moved), moved
        follows = self.known[before] + (line - before)
        if after is None:
            return follows, follows
        gained = (self.known[after] - self.known[before]) - (after - before)
        if gained < 0:
            return self.known[before] + 1, self.known[after] - 1
        return follows, follows + gained

    def now(self, line: int) -> int | None:
        """Give the line it most likely stands on now; None where it is gone."""
        low, high = self.span(line)
        before, _ = self._neighbours(line)
        if line not in self.known and before is not None:
            low = max(low, self.known[before] + (line - before))
        return low if 1 <= low <= high else None

    def allows(self, line: int, now: int) -> bool:
        """Tell whether the printed texts let a line stand here: nothing beside its neighbours fits better."""
        low, high = self.span(line)
        if low <= now <= high:
            return True
        before, after = self._neighbours(line)
        is_above = before is not None and now <= self.known[before]
        if is_above or (after is not None and now >= self.known[after]):
            return False
        score = self.scores.get((line, now), 0.0)
        return score > 0 and line in self.known and score >= self.scores[(line, self.known[line])]

    def is_sure(self, line: int) -> bool:
        """Tell whether no other line could be the one that stands there now, or be gone in its place."""
        if line in self.known:
            now = self.known[line]
            score = self.scores.get((line, now), 0.0)
            gone = (one for one, at in self.scores if at == now and one not in self.known)
            return all(self.scores[one, now] < score for one in gone)
        before, after = self._neighbours(line)
        if before is None or after is None:
            return after is None or self.known[after] == after
        return self.known[after] - self.known[before] == after - before

    def refined(self, pairs: Iterable[tuple[int, int]]) -> LineMap:
        """Add what names tell of further lines, where it does not turn their order around."""
        known = dict(self.known)
        for line, now in pairs:
            rest = {one: at for one, at in known.items() if one != line}
            if all((one < line) == (at < now) and at != now for one, at in rest.items()):
                known = {**rest, line: now}
        return LineMap(self.last, known, self.scores)

    def back(self) -> dict[int, int]:
        """Give, for each line now that is one of the issued, that one."""
        places = ((self.now(line), line) for line in range(1, self.last + 1))
        return {now: line for now, line in places if now is not None}

    def shift_below(self) -> int:
        """Give how far what stands behind the last line was moved."""
        kept = max(self.known, default=self.last)
        return self.known.get(kept, kept) - kept

    def added(self) -> dict[int, int]:
        """Give the lines now that are none of the issued, each with the issued line it was put above."""
        back = self.back()
        lines = sorted(back)
        above = {line: back[lines[bisect_left(lines, line)]] for line in range(1, max(lines, default=0))}
        return {line: issued for line, issued in above.items() if line not in back}

    def removed(self) -> list[int]:
        """Give the issued lines that are gone."""
        return [line for line in range(1, self.last + 1) if self.now(line) is None]

    def _neighbours(self, line: int) -> tuple[int | None, int | None]:
        lines = sorted(self.known)
        at = bisect_left(lines, line)
        after = at + (at < len(lines) and lines[at] == line)
        return lines[at - 1] if at else None, lines[after] if after < len(lines) else None


@dataclass(frozen=True)
class Alignment:
    """Where the rows and columns of a sheet as issued stand now."""

    rows: LineMap
    columns: LineMap

    def find(self, ref: str) -> str | None:
        """Find where a cell as issued is now; None where its row or column is gone."""
        row, column = from_ref(ref)
        now = self.rows.now(row), self.columns.now(column)
        return to_ref(now[0], now[1]) if now[0] and now[1] else None

    def allows(self, ref: str, now: str) -> bool:
        """Tell whether the words around let a cell as issued stand at this address now."""
        (row, column), (row_now, column_now) = from_ref(ref), from_ref(now)
        return self.rows.allows(row, row_now) and self.columns.allows(column, column_now)

    def is_sure(self, ref: str) -> bool:
        """Tell whether the words around leave one place only for a cell as issued."""
        row, column = from_ref(ref)
        return self.rows.is_sure(row) and self.columns.is_sure(column)

    def refined(self, pairs: Iterable[tuple[str, str]]) -> Alignment:
        """Add where names found cells, in rows and columns without a printed text of their own."""
        cells = [(from_ref(ref), from_ref(now)) for ref, now in pairs]
        return Alignment(
            self.rows.refined((ref[0], now[0]) for ref, now in cells),
            self.columns.refined((ref[1], now[1]) for ref, now in cells),
        )


def align(issued: Mapping[str, str], returned: Mapping[str, str]) -> Alignment:
    """Find the rows and columns of an issued sheet (address → printed text) again in what came back."""
    before = {from_ref(ref): text for ref, text in issued.items()}
    words = set(before.values())
    after = {from_ref(ref): text for ref, text in returned.items() if text in words}
    rows = LineMap(max((row for row, _ in before), default=1), *_match_rows(before, after))
    width = max((column for _, column in before), default=1)
    return Alignment(rows, LineMap(width, *_match_columns(before, after, rows.known)))


_Texts = Mapping[tuple[int, int], str]
_Scores = dict[tuple[int, int], float]


def _match_rows(before: _Texts, after: _Texts) -> tuple[dict[int, int], _Scores]:
    """Match rows by the texts they have in common; a text that stands in many rows weighs less."""
    issued, now = _texts_by_row(before), _texts_by_row(after)
    rows = Counter(text for texts in issued.values() for text in texts)
    weight = {text: 1 / count for text, count in rows.items()}
    candidates = sorted(now)[:MOST_LINES]
    scores: _Scores = {}
    for row, texts in issued.items():
        least = ALIKE * sum(weight[text] for text in texts)
        for candidate in candidates:
            score = sum(weight[text] for text in texts & now[candidate])
            if score and score >= least:
                scores[row, candidate] = score
    return _best_chain(sorted(issued), candidates, scores), scores


def _texts_by_row(texts: _Texts) -> dict[int, set[str]]:
    by_row: dict[int, set[str]] = {}
    for (row, _), text in texts.items():
        by_row.setdefault(row, set()).add(text)
    return by_row


def _match_columns(before: _Texts, after: _Texts, rows: Mapping[int, int]) -> tuple[dict[int, int], _Scores]:
    """Match columns by the texts that stand in the same (matched) row."""
    scores: _Scores = {}
    printed: Counter[int] = Counter()
    in_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in after.items():
        in_row.setdefault(row, []).append((column, text))
    for (row, column), text in before.items():
        if row in rows:
            printed[column] += 1
            for candidate, found in in_row.get(rows[row], []):
                if found == text:
                    scores[column, candidate] = scores.get((column, candidate), 0) + 1
    scores = {pair: score for pair, score in scores.items() if score >= ALIKE * printed[pair[0]]}
    return _best_chain(sorted(printed), sorted({column for _, column in after}), scores), scores


def _best_chain(before: list[int], after: list[int], scores: _Scores) -> dict[int, int]:
    """Pair lines without crossing so that what they have in common is most."""
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i, line in enumerate(before):
        for j, now in enumerate(after):
            paired = best[i][j] + scores.get((line, now), 0)
            best[i + 1][j + 1] = max(paired, best[i][j + 1], best[i + 1][j])
    chain = {}
    i, j = len(before), len(after)
    while i and j:
        score = scores.get((before[i - 1], after[j - 1]), 0)
        if score and best[i][j] == best[i - 1][j - 1] + score:
            chain[before[i - 1]] = after[j - 1]
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return chain
