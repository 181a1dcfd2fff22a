"""Settings, plan, and all that was received and decided in; what a round's answers are judged by out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.model.choice_words import FLAG_FIELD
from toolkit.model.decisions import Decisions
from toolkit.model.fields import Fields, Slot
from toolkit.model.findings import Finding
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook
from toolkit.model.plan import Item, Plan
from toolkit.model.profile import Judging, Round
from toolkit.model.record import Record
from toolkit.model.requests import Request
from toolkit.model.verdicts import Verdict
from toolkit.model.years import FiscalYear
from toolkit.rules.checks.conditions import NO_RULES, CheckRules
from toolkit.rules.judging.item import judge_item
from toolkit.rules.record.contract import Contract
from toolkit.rules.record.sizes import NO_SIZES, Sizes
from toolkit.rules.series.decided import accept, item_row
from toolkit.rules.series.order import Received


@dataclass(frozen=True)
class Basis:
    """What the answers of a round are chosen and judged by; `entries` are as they count now.

    `number_of` gives the number staff know an item by, by its id.
    """

    round: Round
    plan: Plan
    fields: Fields
    contract: Contract
    judging_of: Callable[[FiscalYear], Judging]
    entries: Sequence[Entry]
    decisions: Decisions
    requests: Sequence[Request]
    number_of: Callable[[str], str] = str
    rules: CheckRules = NO_RULES
    sizes: Sizes = NO_SIZES

    @cached_property
    def receipts(self) -> Mapping[str, int]:
        """The receipt number of every file by its name in 回収."""
        return {entry.file: entry.receipt for entry in self.entries}

    @cached_property
    def received(self) -> Received:
        """All that came, and what of it came again."""
        return Received(self.entries)

    @cached_property
    def _sent(self) -> Mapping[str, Sequence[Entry]]:
        sent: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.taken is Taken.RETURN:
                sent.setdefault(entry.department, []).append(entry)
        return sent

    def sent_by(self, department: str) -> Sequence[Entry]:
        """Give the returns of a department, by its id, in the order of receipt."""
        return self._sent.get(department, ())

    @cached_property
    def _requests(self) -> Mapping[tuple[str, str], Sequence[Request]]:
        made: dict[tuple[str, str], list[Request]] = {}
        for request in self.requests:
            made.setdefault((request.department, request.book), []).append(request)
        return made

    def requests_for(self, book: IssuedBook) -> Sequence[Request]:
        """Give the 修正依頼 that were made of a book."""
        return self._requests.get((book.department, book.file), ())

    def sender(self, entry: Entry) -> str:
        """Give the department of a return; one that the plan has renamed since keeps its old name."""
        try:
            return self.plan.department(entry.department).name if entry.department else ""
        except KeyError:
            return entry.department

    def called(self, department: str) -> str:
        """Give what staff call a department, by its id; one that the plan no longer has keeps its id."""
        try:
            return self.plan.short_name(department)
        except KeyError:
            return department

    def required(self, asked: Iterable[Slot], writer: str) -> list[Slot]:
        """Give the slots that a writer must not leave empty."""
        must = [ask for ask in self.round.asks if ask.required and ask.by == writer]
        return [slot for slot in asked if any(ask.covers(slot) for ask in must)]

    def is_sourced(self, slot: Slot) -> bool:
        """Tell whether a cell of an office begins with what the departments wrote."""
        return any(ask.source is not None and ask.covers(slot) for ask in self.round.asks)

    @cached_property
    def _judged_years(self) -> Sequence[FiscalYear]:
        asks = [ask for ask in self.round.asks if ask.field.key in ("indicator.actual", "part.actual")]
        return sorted({year for ask in asks for year in (ask.years or self.plan.years)})

    def judge(self, item: Item, record: Record) -> tuple[Verdict, ...]:
        """Judge an item's indicators in the years whose actuals are asked."""
        flags = self.fields[FLAG_FIELD].choices
        return judge_item(item, record, self._judged_years, self.judging_of, flags)

    def accepted(self, item: Item, finding: Finding) -> Finding:
        """Give a finding about an item as it stands; what the office accepted (事務局了承) is no error."""
        return accept(item_row(item.name, finding, self.receipts, self.fields), self.decisions).finding
