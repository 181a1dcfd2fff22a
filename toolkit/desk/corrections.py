"""A value the office would put in place of an answer in, or the reason why it cannot stand there out."""

from __future__ import annotations

from dataclasses import replace

from toolkit.desk.workspace import Workspace
from toolkit.model.answers import ItemAnswer
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Slot
from toolkit.model.record import Cell, State
from toolkit.rules.record.contract import Contract, choices_of, is_settled
from toolkit.rules.record.read_item import unit_of
from toolkit.rules.record.records import read_answer
from toolkit.rules.series.decided import correct as mend_cell


def refuse_unfit(workspace: Workspace, answer: ItemAnswer, slot: Slot, value: str) -> None:
    """Refuse what no department may answer there, or what it did answer: nobody could be asked about it."""
    field, typed = workspace.fields[slot.field], answer.record.answer(slot)
    if slot not in answer.record.corrected and typed.raw == value and typed.value is not None:
        raise OfficeError(f"回答は、はじめから「{value}」です。", "直すところはありません。")
    read = read_answer(mend_cell(Cell(""), value), field, field.unit or unit_of(answer.item, slot))
    if read.state is State.AMBIGUOUS:
        raise OfficeError(f"「{value}」は使えません。{read.note}", "一つに決まる数値を書いてください。")
    record = replace(answer.record, answers={**answer.record.answers, slot: read})
    for error, at in Contract(workspace.schema).iter_faults(record, answer.item):
        if at == slot and error.validator in ("enum", "type") and not is_settled(error, read):
            what = f"「{value}」は、欄「{field.name}」の値として使えません。"
            words = "、".join(choices_of(error)) if error.absolute_path[-1] == "value" else ""
            raise OfficeError(what, f"次から選んでください: {words}" if words else "数値を書いてください。")
