"""What the office typed into the lists of a round in, a line of the 決定簿 each out, and what was not clear.

Rows are known by what they are about, never by their place. A copy of an old list is as good as the list:
what was decided since it was made is asked, what was taken from it before is not taken again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.books.lists.typed import TypedList, read_typed_list
from toolkit.desk.answers.round_answers import RoundAnswers, read_answers
from toolkit.desk.answers.rows import finding_rows
from toolkit.desk.corrections import refuse_unfit
from toolkit.desk.decisions import Reason, record
from toolkit.desk.workspace import CHECKED, Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.decisions import NOT_USED, About, Decision, Decisions, Kind
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Fields, Slot
from toolkit.model.profile import Round
from toolkit.model.summary import FindingRow
from toolkit.model.typed import HEADINGS, Beside, Response, Responses, Settled, Typed, TypedRow, standing
from toolkit.model.words import did_you_mean
from toolkit.rules.series.decided import about_cell, about_finding, cell_of

LISTS = "*.xlsx"
_BY_CLEARING = "一覧の対応を消した"
_KINDS = (Kind.CORRECTED, Kind.ACCEPTED, Kind.ASKING)
"""What can be decided about a finding; of several that stand the first is shown."""


@dataclass(frozen=True)
class TakenIn:
    """What was taken from the lists, each with its words; what could not be, and what was typed there."""

    decided: Sequence[tuple[Decision, str]] = ()
    untaken: Sequence[OfficeError] = ()
    pending: Mapping[About, Typed] = field(default_factory=dict)

    def iter_lines(self) -> Iterator[str]:
        """Tell it to the office; nothing where nothing was typed."""
        if self.decided:
            yield f"対応: 一覧に書かれた{len(self.decided)}件を取り込みました。"
            yield from (f"  {words}" for _, words in self.decided)
        if self.untaken:
            yield f"対応: 次の{len(self.untaken)}件は、取り込んでいません。"
            yield from (f"  {wrong}" for wrong in self.untaken)


def find_standing(decisions: Decisions, about: About) -> Decision | None:
    """Find the decision that stands about a finding, or about the cell it speaks of."""
    found = (decisions.find(kind, _subject(kind, about)) for kind in _KINDS)
    return next((one for one in found if one), None)


def _subject(kind: Kind, about: About) -> About:
    return cell_of(about) if kind is Kind.CORRECTED else about


def take_in(workspace: Workspace, round_: Round) -> TakenIn:
    """Take in what was typed into the lists in 確認 since they were made.

    Nothing of a row is taken that is not clear; all other rows are.
    """
    lists = read_lists(workspace.folder(CHECKED, round_), round_)
    taken = {decision.typed for decision in workspace.decision_book(round_) if decision.typed}
    changed: dict[About, list[TypedRow]] = {}
    for row in (row for one in lists for row in one.rows if row.is_changed and row.mark not in taken):
        changed.setdefault(row.about, []).append(row)
    desk = _Desk(workspace, round_, read_answers(workspace, round_)) if changed else None
    decided: list[tuple[Decision, str]] = []
    untaken = [
        OfficeError(one.fault, "Excelで開けるか確かめてください。", one.path.name)
        for one in lists
        if one.fault
    ]
    pending = {}
    for about, rows in changed.items():
        try:
            decided += desk.decide(about, rows) if desk else ()
        except OfficeError as wrong:
            untaken.append(wrong)
            pending[about] = rows[0].now
    return TakenIn(decided, untaken, pending)


def read_lists(folder: Path, round_: Round) -> list[TypedList]:
    """Read every list of a round that lies in 確認: the list itself first, then its copies."""
    paths = sorted(folder.glob(LISTS), key=lambda path: (len(path.stem), path.name))
    found = (read_typed_list(path) for path in paths if not path.name.startswith(("~$", ".")))
    return [one for one in found if one is not None and one.round in ("", round_.id)]


@dataclass(frozen=True)
class _Desk:
    """What a decision about a finding of the round is made from."""

    workspace: Workspace
    round: Round
    answers: RoundAnswers

    def decide(self, about: About, rows: Sequence[TypedRow]) -> Iterator[tuple[Decision, str]]:
        """Decide as the rows about one finding say; OfficeError, with nothing recorded, where unclear."""
        row = rows[0]
        if row.faults:
            raise row.faults[0]
        other = next((one for one in rows if _differs(one.now, row.now)), None)
        if other is not None:
            what = f"「{other.place.file}」の同じ確認事項と、書いてあることが違います（{_told(other.now)}）。"
            raise self._wrong(row, "response", what, "どちらか一方に直してください。")
        stands = find_standing(self.workspace.decisions(self.round), about)
        if not _differs(row.now, standing(stands)):
            return
        if _differs(row.shown, standing(stands)):
            what = f"この一覧を作ったあとに、別の対応（{_told(standing(stands))}）が記録されています。"
            raise self._wrong(row, "response", what, "最新の一覧に書いてください。")
        yield from self._record(row, self._checked(row), stands)

    def _record(
        self, row: TypedRow, response: Response | None, stands: Decision | None
    ) -> Iterator[tuple[Decision, str]]:
        """Take back what stood, and record what was typed."""
        typed = row.now
        reason = Reason(
            typed.why or typed.how or _BY_CLEARING,
            how=typed.how,
            confirmed_by=typed.confirmed_by,
            who=typed.who,
            day=dt.date.fromisoformat(typed.day) if typed.day and typed.day != row.shown.day else None,
            typed=row.mark,
        )
        kind, value = _meant(response, typed.value)
        if stands is not None and stands.kind is not kind:
            undone = replace(reason, undo=True)
            gone = record(self.workspace, self.round, stands.kind, stands.about, undone)
            if response is None:
                yield gone, f"{standing(stands).response}の取消し: {self._words(row.about)}"
        if response is not None and kind is not None:
            made = record(self.workspace, self.round, kind, _subject(kind, row.about), reason, value)
            shown = f"「{value}」" if kind is Kind.CORRECTED else ""
            yield made, f"{response.value}: {self._words(row.about)}{shown}。理由：{made.reason}"

    def _checked(self, row: TypedRow) -> Response | None:
        """Give what the row decides, None for taking back; OfficeError where it cannot be decided so."""
        typed = row.now
        if not typed.response:
            if not row.shown.response:
                mend = f"{'・'.join(one.value for one in Response)}から選んでください。"
                raise self._wrong(row, "response", "対応が選ばれていません。", mend)
            return None
        words = [one.value for one in Response]
        if typed.response not in words:
            mend = f"{'・'.join(words)}から選んでください。{did_you_mean(typed.response, words)}"
            raise self._wrong(row, "response", f"対応の「{typed.response}」は使えない言葉です。", mend)
        if not (typed.why or typed.how):
            raise self._wrong(row, "why", "理由がありません。", "理由か確認方法を書いてください。")
        response = Response(typed.response)
        if typed.value and response is not Response.CORRECTED:
            mend = f"値を直すときは、対応を「{Response.CORRECTED.value}」にしてください。"
            raise self._wrong(row, "value", f"対応が「{response.value}」なのに、修正値があります。", mend)
        if response is Response.CORRECTED:
            self._check_correction(row)
        else:
            self._check_finding(row, response)
        return response

    def _check_finding(self, row: TypedRow, response: Response) -> None:
        finding = self._finding(row)
        doubts = CATALOGUE[finding.finding.code].doubts
        if (
            response is Response.AS_WRITTEN
            and finding.finding.severity is Severity.INFO
            and not finding.finding.accepted
        ):
            raise self._wrong(
                row, "response", f"{Severity.INFO.value}です。", "対応は要りません。消してください。"
            )
        if response is Response.AS_WRITTEN and doubts and finding.finding.words.get("reading") is None:
            what = f"「{finding.value}」は読み方が一つに決まらず、原文どおりにはできません。"
            mend = f"所属に確かめて「{Response.CORRECTED.value}」にし、修正値に正しい値を書いてください。"
            raise self._wrong(row, "response", what, mend)
        if response is Response.NOT_USED and not doubts:
            mend = f"そのままでよければ「{Response.AS_WRITTEN.value}」にしてください。"
            raise self._wrong(row, "response", "値を使うかどうかの確認ではありません。", mend)

    def _check_correction(self, row: TypedRow) -> None:
        if not row.now.value:
            mend = "直したあとの値を、修正値に書いてください。"
            raise self._wrong(row, "value", "修正値がありません。", mend)
        found = self._cell(row.about)
        if found is None:
            what = "この確認事項は、記入欄の値についてのものではないので、事務局修正はできません。"
            raise self._wrong(row, "response", what, "所属に直してもらうか、原文どおりにしてください。")
        answer, slot = found
        if answer.entry is None:
            mend = "届いたものを取り込んでから書いてください。"
            raise self._wrong(row, "response", "まだ提出がありません。", mend)
        if row.now.value != row.shown.value:
            try:
                refuse_unfit(self.workspace, answer, slot, row.now.value)
            except OfficeError as wrong:
                raise self._wrong(row, "value", wrong.what, wrong.mend) from None

    def _finding(self, row: TypedRow) -> FindingRow:
        rows = finding_rows(self.answers, self.workspace.fields)
        found = next((one for one in rows if about_finding(one) == row.about), None)
        if found is None:
            what = "この確認事項は、いまはありません（その後の提出や対応で変わりました）。"
            raise self._wrong(row, "response", what, "最新の一覧で確かめ、要らなければ対応を消してください。")
        return found

    def _cell(self, about: About) -> tuple[ItemAnswer, Slot] | None:
        """Find the answer and the slot a finding speaks of; None where it speaks of no field."""
        fields, wanted = self.workspace.fields, cell_of(about)
        asked = (
            (one, slot) for one in self.answers.returns for slot in one.asked if one.item.id == about.item_id
        )
        return next((pair for pair in asked if about_cell(about.item_id, pair[1], fields) == wanted), None)

    def _words(self, about: About) -> str:
        number = self.answers.manifest.number_of(about.item_id) if about.item_id else ""
        title = CATALOGUE[about.code].title if about.code in CATALOGUE else ""
        return " ".join(filter(None, (number, about.field, about.year, title)))

    def _wrong(self, row: TypedRow, column: str, what: str, mend: str) -> OfficeError:
        words = self._words(row.about)
        return row.place.wrong(HEADINGS[column], f"{words}：{what}", mend)


def _meant(response: Response | None, value: str) -> tuple[Kind | None, str]:
    """Give the kind and value of the decision that a response is."""
    match response:
        case Response.CORRECTED:
            return Kind.CORRECTED, value
        case Response.ASKING:
            return Kind.ASKING, ""
        case Response.AS_WRITTEN:
            return Kind.ACCEPTED, ""
        case Response.NOT_USED:
            return Kind.ACCEPTED, NOT_USED
    return None, ""


def _differs(one: Typed, other: Typed) -> bool:
    """Tell whether two rows say different things; by whom and when is no difference."""
    plain = [replace(typed, who="", day="") for typed in (one, other)]
    return plain[0] != plain[1]


def _told(typed: Typed) -> str:
    return "、".join(filter(None, (typed.response, typed.value, typed.why))) or "対応なし"


def responses_of(
    workspace: Workspace, answers: RoundAnswers, rows: Sequence[FindingRow], pending: Mapping[About, Typed]
) -> Responses:
    """Give what stands beside the findings of a new list, and what stands about what is none any more."""
    decisions = answers.decisions
    beside = []
    for row in rows:
        about = about_finding(row)
        beside.append(Beside(about, standing(find_standing(decisions, about)), pending.get(about)))
    listed = {one.about for one in beside} | {cell_of(one.about) for one in beside}
    settled = (
        _settled(answers, decision, workspace.fields)
        for decision in decisions.standing.values()
        if decision.kind in _KINDS and decision.about not in listed
    )
    lines = len(workspace.decision_book(answers.round))
    newest = max((entry.receipt for entry in answers.entries), default=0)
    return Responses(f"{newest}-{lines}", tuple(beside), tuple(settled))


def _settled(answers: RoundAnswers, decision: Decision, fields: Fields) -> Settled:
    about = decision.about
    found = next((one for one in answers.returns if one.item.id == about.item_id), None)
    slots = found.asked if found else ()
    slot = next((one for one in slots if about_cell(about.item_id, one, fields) == cell_of(about)), None)
    return Settled(
        found.department.name if found else "",
        answers.called(found.item) if found else "",
        about.field,
        about.year,
        found.record.answer(slot).raw if found and slot else about.value,
        Beside(about, standing(decision)),
    )
