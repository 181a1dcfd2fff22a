"""A decision of the office in, its line in the 決定簿 of the round out: who, when, why."""

from __future__ import annotations

import datetime as dt
import getpass
from dataclasses import dataclass

from toolkit.books.proof import Proof
from toolkit.books.system.disk import add_lines
from toolkit.desk.workspace import Workspace
from toolkit.model.decisions import About, Decision, Kind
from toolkit.model.profile import Round


@dataclass(frozen=True)
class Reason:
    """Why something is decided, and whether an earlier decision about it is taken back."""

    why: str
    undo: bool = False


def add_decision(
    workspace: Workspace, round_: Round, kind: Kind, about: About, reason: Reason, value: str = ""
) -> Decision:
    """Add a line to the 決定簿 and give it; the caller is alone in the workspace (`Workspace.alone`)."""
    receipts = max((entry.receipt for entry in workspace.ledger(round_)), default=0)
    now = dt.datetime.now().astimezone()
    decision = Decision(kind, about, _user(), now, reason.why, receipts, value, reason.undo)
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


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name in the environment and none on record
        return "（使用者不明）"
