"""A decision of the office in, its line in the 決定簿 of the round out: who, when, why."""

from __future__ import annotations

import datetime as dt
import getpass
from dataclasses import dataclass, replace

from toolkit.books.proof import Proof
from toolkit.books.system.disk import add_lines
from toolkit.desk.workspace import RETURNED, Workspace
from toolkit.model.decisions import About, Decision, Kind
from toolkit.model.errors import OfficeError
from toolkit.model.profile import Round


@dataclass(frozen=True)
class Reason:
    """Why something is decided, and whether an earlier decision about it is taken back.

    `how` and by whom of the department it was confirmed, who decided ("": the user of the computer) and on
    which day (None: today), and the row of a list it was typed into (`typed`), where that is known.
    """

    why: str
    undo: bool = False
    how: str = ""
    confirmed_by: str = ""
    who: str = ""
    day: dt.date | None = None
    typed: str = ""


def record(
    workspace: Workspace, round_: Round, kind: Kind, about: About, reason: Reason, value: str = ""
) -> Decision:
    """Add a line to the 決定簿; OfficeError without a reason, or where there is nothing to take back."""
    why = " ".join(reason.why.split()).rstrip("。")
    if not why:
        raise OfficeError("理由がありません。", "--why に、理由を書いてください（例: --why 電話で確認）。")
    with workspace.alone(workspace.folder(RETURNED, round_)):
        decisions = workspace.decisions(round_)  # a line that was torn is told before another is added
        standing = decisions.find(kind, about)
        if reason.undo and standing is None:
            raise OfficeError(f"取り消す{kind.value}がありません。", "番号や欄を確かめてください。")
        if not (reason.undo or reason.typed) and standing and standing.value == value:
            raise OfficeError(f"同じ{kind.value}が、すでにあります。", "そのままで構いません。")
        return add_decision(workspace, round_, kind, about, replace(reason, why=why), value)


def add_decision(
    workspace: Workspace, round_: Round, kind: Kind, about: About, reason: Reason, value: str = ""
) -> Decision:
    """Add a line to the 決定簿 and give it; the caller is alone in the workspace (`Workspace.alone`)."""
    receipts = max((entry.receipt for entry in workspace.ledger(round_)), default=0)
    now = dt.datetime.now().astimezone()
    at = now if reason.day in (None, now.date()) else dt.datetime.combine(reason.day, dt.time(), now.tzinfo)
    told = (reason.how, reason.confirmed_by, reason.typed)
    decision = Decision(
        kind, about, reason.who or user(), at, reason.why, receipts, value, reason.undo, *told
    )
    add_lines(workspace.decisions_path(round_), decision.as_json())
    return decision


def proof_notes(workspace: Workspace, round_: Round, proof: Proof, verb: str) -> tuple[str, ...]:
    """Tell the office how the books of a verb (配布) were read back; that they were not is recorded, too."""
    return tuple(proof.notes) if proof.wanted else (_add_unproved(workspace, round_, verb),)


def _add_unproved(workspace: Workspace, round_: Round, verb: str) -> str:
    reason = Reason(f"{verb}に --no-proof を付けた")
    add_decision(workspace, round_, Kind.UNPROVED, About(value=verb), reason)
    book = workspace.decisions_path(round_).relative_to(workspace.root).as_posix()
    return f"  作ったブックは、読み返して確かめていません（--no-proof。{book} に記録しました）。"


def user() -> str:
    """Give the name of who is at the computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name in the environment and none on record
        return "（使用者不明）"
