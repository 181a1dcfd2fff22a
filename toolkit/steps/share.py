"""An issued round in, a 照会用コピー of each item for its 関連課 out: the answers go back to the 主管課."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.proof import Proof
from toolkit.books.returned.our_marks import RelatedCopy
from toolkit.books.returned.related_copy import WORD, write_related_copy
from toolkit.books.system.disk import half_folder, move_all
from toolkit.desk.decisions import proof_notes
from toolkit.desk.editions import as_issued
from toolkit.desk.letters import head_of, write_letter
from toolkit.desk.workspace import ISSUED, Workspace
from toolkit.model.errors import OfficeError
from toolkit.model.file_names import legal_name
from toolkit.model.letters import SHARING
from toolkit.model.manifest import IssuedBook, IssuedSheet
from toolkit.model.plan import Department, Item, Plan
from toolkit.model.profile import DEPARTMENTS, Round
from toolkit.rules.words.letters import Sharing


@dataclass(frozen=True)
class Shared:
    """What share made: the folder, and (主管課, 関連課, file) of every copy.

    `notes` tell how the copies were read back.
    """

    folder: Path
    copies: Sequence[tuple[str, str, Path]]
    notes: tuple[str, ...] = ()

    def iter_lines(self, root: Path) -> Iterator[str]:
        """Tell it to the office: how many copies each 主管課 has to hand on."""
        leads = Counter(lead for lead, _, _ in self.copies)
        if not leads:
            yield f"{WORD}: 関連課のある項目はありません。"
            return
        where = self.folder.relative_to(root).as_posix()
        yield f"{WORD}: {len(self.copies)}件を {where} に作りました（主管課ごと）。"
        for lead, number in leads.items():
            yield f"  {lead}: {number}件"
        yield from self.notes


def share(
    workspace: Workspace,
    round_: Round,
    progress: Callable[[str], None] = lambda _: None,
    *,
    proof: bool = True,
) -> Shared:
    """Write a copy of the sheet of every item that the round asks, for each of its 関連課.

    A collective name (総称) gets none, nor does the department that answers. OfficeError where the round was
    never issued, an issued book is no longer in 配布, or a copy reads otherwise than it was meant (`proof`):
    nothing is left behind then.
    """
    workspace, round_ = as_issued(workspace, round_)
    manifest = workspace.manifests(round_)[-1]
    plan = workspace.load_plan(workspace.edition_register(round_, manifest.issue))
    issued, folder = workspace.folder(ISSUED, round_), workspace.folder(ISSUED, round_) / WORD
    lost = [issued / book.file for book in manifest.books if not (issued / book.file).is_file()]
    if lost:
        mend = "元の場所に戻すか、もう一度配布してください。"
        raise OfficeError("配布したブックがありません。", mend, str(lost[0]))
    prover, own = Proof(proof), workspace.root / ".gyokaku"
    copies = []
    with workspace.alone(own), half_folder(own) as half:
        desk = _Desk(workspace, round_, plan, issued, half / WORD, prover)
        for book in manifest.books:
            for sheet in book.sheets if book.writer == DEPARTMENTS else ():
                for related in related_departments(plan.item(sheet.item_id), plan) if sheet.asked else ():
                    progress(f"{sheet.number} {plan.short_name(related.id)}")
                    copies.append(_write_copy(desk, book, sheet, related))
        _publish(half / WORD, folder, half / "旧")
        notes = proof_notes(workspace, round_, prover, WORD) if copies else ()
    return Shared(folder, [(lead, one, folder / path) for lead, one, path in copies], notes)


@dataclass(frozen=True)
class _Desk:
    """What every copy of a round is made with; `half` is the folder they are made in."""

    workspace: Workspace
    round: Round
    plan: Plan
    issued: Path
    half: Path
    proof: Proof


def _write_copy(
    desk: _Desk, book: IssuedBook, sheet: IssuedSheet, related: Department
) -> tuple[str, str, Path]:
    """Write a copy, prove it, write its letter; give (主管課, 関連課, path in the folder of the copies)."""
    plan = desk.plan
    own, other = plan.short_name(book.department), plan.short_name(related.id)
    about = RelatedCopy(desk.round.id, own, sheet.number, other)
    path = _free(desk.half / legal_name(own) / legal_name(f"{sheet.number}_{other}.xlsx"))
    path.parent.mkdir(parents=True, exist_ok=True)
    desk.proof.prove(path, write_related_copy(desk.issued / book.file, book, sheet, about, path))
    lead = plan.department(book.department)
    letter = Sharing(
        lead=lead.name,
        item=f"{sheet.number}　{plan.item(sheet.item_id).name}",
        file=path.name,
        deadline=lead.deadline or desk.round.deadline,
    )
    head = head_of(desk.workspace, desk.round, related.name)
    to = path.with_name(f"{path.stem}_送付文")
    write_letter(desk.workspace, SHARING, {**head, **letter.values}, to, desk.proof)
    return own, other, path.relative_to(desk.half)


def _free(path: Path) -> Path:
    """Give a path where nothing lies yet: of a/b and a:b both are called a・b."""
    numbered = (path.with_name(f"{path.stem}（{number}）{path.suffix}") for number in itertools.count(2))
    return next(one for one in itertools.chain([path], numbered) if not one.exists())


def _publish(made: Path, folder: Path, old: Path) -> None:
    """Move what was made to its folder, in place of the files of the same names; all of it or nothing."""
    names = [path.relative_to(made) for path in sorted(made.rglob("*")) if path.is_file()]
    before = [(folder / name, old / name) for name in names if (folder / name).exists()]
    move_all([*before, *((made / name, folder / name) for name in names)])


def related_departments(item: Item, plan: Plan) -> list[Department]:
    """Give the 関連課 that are asked about an item, in 建制順."""
    departments = [plan.department(id_) for id_ in dict.fromkeys(item.related) if id_ != item.coordinator]
    return sorted((one for one in departments if not one.collective), key=lambda one: one.order)
