"""What the office decides in, a line of the 決定簿 each out: 取下げ, 了承, 修正, 延長, 判定の改め.

Nothing received is touched. Every decision says who, when and why, and a later one takes it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.desk.answers.round_answers import read_answers
from toolkit.desk.corrections import refuse_unfit
from toolkit.desk.decisions import Reason as Reason  # what every verb of this module takes
from toolkit.desk.decisions import record
from toolkit.desk.editions import OF_JUDGING, as_issued, judging_now, tell_rejudging
from toolkit.desk.named import Spot as Spot  # what `correct` takes
from toolkit.desk.named import find_cell, find_department
from toolkit.desk.workspace import CHECKED, RESULT, Workspace
from toolkit.model.catalogue import Severity
from toolkit.model.dates import read_date
from toolkit.model.decisions import NOT_USED, About, Decision, Kind
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import WITHDRAWN, Taken
from toolkit.model.profile import Round
from toolkit.model.slots import number_of
from toolkit.model.years import write_date
from toolkit.rules.series.decided import about_cell, iter_counting


@dataclass(frozen=True)
class Decided:
    """What was decided, each with the words of what it is about."""

    decisions: Sequence[tuple[Decision, str]]

    def iter_lines(self) -> Iterator[str]:
        """Tell it to the office."""
        for decision, about in self.decisions:
            undone = "の取消し" if decision.undone else ""
            kind = NOT_USED if decision.value == NOT_USED else decision.kind.value
            yield f"{kind}{undone}: {about}。理由：{decision.reason}"


def withdraw(workspace: Workspace, round_: Round, receipt: int, reason: Reason) -> Decided:
    """Let a return count no longer (取下げ).

    Raises OfficeError for a number the 受付簿 lacks, and for one that only repeats another file.
    """
    counting = {
        one.receipt: one for one in iter_counting(workspace.ledger(round_), workspace.decisions(round_))
    }
    entry = counting.get(receipt)
    if entry is None:
        raise OfficeError(
            f"受付番号{receipt}はありません。", "受付番号は、確認結果と受付簿で確かめられます。"
        )
    if entry.taken is Taken.DUPLICATE:
        raise OfficeError(
            f"受付番号{receipt}は、受付番号{entry.duplicate_of}と同じ内容のもので、回答には使っていません。",
            f"受付番号{entry.duplicate_of}を指定してください。",
        )
    about = About(receipt=receipt)
    if entry.code == WITHDRAWN and not reason.undo:
        raise OfficeError(f"受付番号{receipt}は、すでに取り下げています。", "そのままで構いません。")
    decision = record(workspace, round_, Kind.WITHDRAWN, about, reason)
    return Decided([(decision, f"受付{receipt} {entry.file}")])


def accept(workspace: Workspace, round_: Round, numbers: Sequence[int], reason: Reason) -> Decided:
    """Accept findings by their 番号 in the last 確認結果 (事務局了承): they ask nothing any more.

    Raises OfficeError, before anything is recorded, for a number that is not there, asks nothing or, to be
    taken back, was not accepted.
    """
    rows = _load_result(workspace, round_)
    for number in numbers:
        if number not in rows:
            raise OfficeError(
                f"確認結果に番号{number}はありません。", "確認事項の「番号」の列で確かめてください。"
            )
        if reason.undo and not rows[number]["accepted"]:
            raise OfficeError(
                f"取り消す{Kind.ACCEPTED.value}がありません（番号{number}）。", "番号を確かめてください。"
            )
        if rows[number]["severity"] == Severity.INFO.name.lower() and not reason.undo:
            mend = "了承は要りません。" if not rows[number]["accepted"] else "すでに了承しています。"
            raise OfficeError(f"番号{number}は{Severity.INFO.value}です。", mend)
        if rows[number]["doubts"] and rows[number]["reading"] is None and not reason.undo:
            value = rows[number]["value"]
            what = f"番号{number}の「{value}」は読み方が一つに決まらず、原文どおりにはできません。"
            mend = "所属に確かめて、correct（修正）で、正しい値を書いてください。"
            raise OfficeError(what, mend)
    return _settle(workspace, round_, {number: rows[number] for number in numbers}, reason)


def leave_out(workspace: Workspace, round_: Round, numbers: Sequence[int], reason: Reason) -> Decided:
    """Leave the values out that findings doubt, by their 番号 in the last 確認結果 (使わない).

    Taken back as an accepted finding is. Raises OfficeError for a number that doubts no value.
    """
    rows = _load_result(workspace, round_)
    for number in numbers:
        if number not in rows or not (rows[number]["doubts"] or reason.undo):
            mend = "桁の確認など、値が合計に入っていない確認事項の番号を書いてください。"
            raise OfficeError(f"番号{number}は、値を使うかどうかの確認ではありません。", mend)
    return _settle(workspace, round_, {number: rows[number] for number in numbers}, reason, NOT_USED)


def _settle(
    workspace: Workspace,
    round_: Round,
    rows: Mapping[int, Mapping[str, Any]],
    reason: Reason,
    value: str = "",
) -> Decided:
    """Record a decision about each of these findings."""
    manifest, decided = workspace.manifests(round_)[-1], []
    for number, row in rows.items():
        about = About(**row["about"])
        decision = record(workspace, round_, Kind.ACCEPTED, about, reason, value)
        item = manifest.number_of(about.item_id)
        words = " ".join(filter(None, (row["department"], item, about.field)))
        decided.append((decision, f"番号{number} {words} {row['what']}".rstrip("。")))
    return Decided(decided)


def _load_result(workspace: Workspace, round_: Round) -> dict[int, dict[str, Any]]:
    path = workspace.folder(CHECKED, round_) / RESULT
    try:
        return {row["number"]: row for row in json.loads(path.read_text("utf-8"))["findings"]}
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        raise OfficeError(
            "確認結果がないか、壊れています。", "先に gyokaku validate（確認）を実行してください。"
        ) from None


def correct(workspace: Workspace, round_: Round, spot: Spot, value: str, reason: Reason) -> Decided:
    """Mend a slip on a department's behalf (事務局修正); what the department typed stays in its file.

    Raises OfficeError for a cell that was not asked or not answered yet, and where it is not clear which
    cell is meant.
    """
    value = value.strip()
    if not value and not reason.undo:
        raise OfficeError("直したあとの値がありません。", "値を書いてください。")
    answers = read_answers(workspace, round_)
    answer, slot = find_cell(answers, spot, workspace.fields)
    if not reason.undo:
        refuse_unfit(as_issued(workspace, round_)[0], answer, slot, value)
    now = answer.record.corrected.get(slot, answer.record.answer(slot).raw)
    about = about_cell(answer.item.id, slot, workspace.fields)
    decision = record(workspace, round_, Kind.CORRECTED, about, reason, value)
    item, line = answers.manifest.number_of(answer.item.id), str(number_of(answer.item, slot) or "")
    words = " ".join(filter(None, (item, about.field, about.year, line)))
    return Decided([(decision, words if reason.undo else f"{words} 「{now}」→「{value}」")])


def extend(workspace: Workspace, round_: Round, department: str, day: str, reason: Reason) -> Decided:
    """Give a department more time (期限延長), until a day like `2024-06-14`.

    Raises OfficeError for a department that was not asked, and for what is no day.
    """
    names = {one.id: one.name for one in read_answers(workspace, round_).departments}
    id_ = find_department(department, names)
    try:
        until = read_date(day)
    except ValueError as wrong:
        raise OfficeError(str(wrong), "「2024/6/14」か「令和6年6月14日」のように書いてください。") from None
    decision = record(workspace, round_, Kind.EXTENDED, About(department=id_), reason, until.isoformat())
    return Decided([(decision, f"{names[id_]} {write_date(until)}まで")])


def rejudge(workspace: Workspace, round_: Round, reason: Reason) -> Decided:
    """Judge a round by the settings as they are now (判定の改め), and not as it was issued.

    Raises OfficeError where they are no others, or the round was never issued.
    """
    workspace.manifests(round_)
    if not reason.undo and not tell_rejudging(workspace, round_):
        raise OfficeError("判定の設定は、この照会で使っているものと同じです。", "そのままで構いません。")
    value = "" if reason.undo else judging_now(workspace)
    decision = record(workspace, round_, Kind.REJUDGED, OF_JUDGING, reason, value)
    return Decided([(decision, f"照会「{round_.id}」を、いまの設定で判定します")])
