"""What the rows of the lists say about one thing in, the decision recorded, or why it is not clear, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.desk.answers.round_answers import RoundAnswers
from toolkit.desk.answers.rows import finding_rows
from toolkit.desk.corrections import refuse_unfit
from toolkit.desk.decisions import Reason, record
from toolkit.desk.typed.lists import find_standing, subject_of
from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.dates import read_date
from toolkit.model.decisions import NOT_USED, About, Decision, Kind
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Slot
from toolkit.model.profile import Round
from toolkit.model.summary import FindingRow
from toolkit.model.typed import HEADINGS, Response, Typed, TypedRow, responses_to, standing
from toolkit.model.words import did_you_mean
from toolkit.rules.series.decided import about_cell, about_finding, cell_of

_BY_CLEARING = "一覧の対応を消した"


@dataclass(frozen=True)
class Desk:
    """What a decision about a finding of the round is made from."""

    workspace: Workspace
    round: Round
    answers: RoundAnswers

    def decide(self, about: About, rows: Sequence[TypedRow]) -> Iterator[tuple[Decision, str]]:
        """Decide as the rows about one thing say; OfficeError, with nothing recorded, where unclear."""
        row = rows[0]
        if row.faults:
            raise row.faults[0]
        other = next((one for one in rows if _differs(one.now, row.now)), None)
        if other is not None:
            what = f"「{other.place.file}」の同じ行と、書いてあることが違います（{_told(other.now)}）。"
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
            made = record(self.workspace, self.round, kind, subject_of(kind, row.about), reason, value)
            shown = f"「{standing(made).value}」" if value and kind is not Kind.ACCEPTED else ""
            yield made, f"{response.value}: {self._words(row.about)}{shown}。理由：{made.reason}"

    def _checked(self, row: TypedRow) -> Response | None:
        """Give what the row decides, None for taking back; OfficeError where it cannot be decided so."""
        typed, words = row.now, [one.value for one in responses_to(row.about)]
        if not typed.response:
            if not row.shown.response:
                mend = f"{'・'.join(words)}から選んでください。"
                raise self._wrong(row, "response", "対応が選ばれていません。", mend)
            return None
        if typed.response not in words:
            mend = f"{'・'.join(words)}から選んでください。{did_you_mean(typed.response, words)}"
            raise self._wrong(row, "response", f"対応の「{typed.response}」は使えない言葉です。", mend)
        if not (typed.why or typed.how):
            raise self._wrong(row, "why", "理由がありません。", "理由か確認方法を書いてください。")
        response = Response(typed.response)
        if response is Response.EXTENDED:
            self._check_day(row)
        elif typed.value and response is not Response.CORRECTED:
            mend = f"値を直すときは、対応を「{Response.CORRECTED.value}」にしてください。"
            raise self._wrong(row, "value", f"対応が「{response.value}」なのに、修正値があります。", mend)
        elif response is Response.CORRECTED:
            self._check_correction(row)
        else:
            self._check_finding(row, response)
        return response

    def _check_day(self, row: TypedRow) -> None:
        try:
            read_date(row.now.value)
        except ValueError as wrong:
            what = str(wrong) if row.now.value else "延ばしたあとの期限がありません。"
            mend = "「令和6年6月14日」か「2024/6/14」のように書いてください。"
            raise self._wrong(row, "value", what, mend) from None

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
        if about.department and not about.code:
            return next(one.name for one in self.answers.departments if one.id == about.department)
        number = self.answers.manifest.number_of(about.item_id) if about.item_id else ""
        title = CATALOGUE[about.code].title if about.code in CATALOGUE else ""
        return " ".join(filter(None, (number, about.field, about.year, title)))

    def _wrong(self, row: TypedRow, column: str, what: str, mend: str) -> OfficeError:
        words = self._words(row.about)
        heading = next(one for one in HEADINGS[column] if one in row.place.cells)
        return row.place.wrong(heading, f"{words}：{what}", mend)


def _meant(response: Response | None, value: str) -> tuple[Kind | None, str]:
    """Give the kind and value of the decision that a response is."""
    match response:
        case Response.CORRECTED:
            return Kind.CORRECTED, value
        case Response.EXTENDED:
            return Kind.EXTENDED, read_date(value).isoformat()
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
