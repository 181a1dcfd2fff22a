"""An issued round in, a 照会用コピー of each item for its 関連課 out: the answers go back to the 主管課."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.register.register import load_register
from toolkit.books.returned.our_marks import RelatedCopy
from toolkit.books.returned.related_copy import WORD, write_related_copy
from toolkit.desk.editions import as_issued
from toolkit.desk.issue.orders import DEPARTMENTS, round_title
from toolkit.desk.workspace import ISSUED, Workspace, write_text
from toolkit.model.errors import OfficeError
from toolkit.model.file_names import legal_name
from toolkit.model.plan import Department, Item, Plan
from toolkit.model.profile import Round
from toolkit.rules.words import letters


@dataclass(frozen=True)
class Shared:
    """What share made: the folder, and (主管課, 関連課, file) of every copy."""

    folder: Path
    copies: Sequence[tuple[str, str, Path]]

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


def share(workspace: Workspace, round_: Round, progress: Callable[[str], None] = lambda _: None) -> Shared:
    """Write a copy of the sheet of every item that the round asks, for each of its 関連課.

    A collective name (総称) gets none, nor does the department that answers. OfficeError where the round was
    never issued, or an issued book is no longer in 配布.
    """
    workspace, round_ = as_issued(workspace, round_)
    manifest = workspace.manifests(round_)[-1]
    plan = load_register(workspace.edition_register(round_, manifest.issue), workspace.fields)
    issued, folder = workspace.folder(ISSUED, round_), workspace.folder(ISSUED, round_) / WORD
    lost = [issued / book.file for book in manifest.books if not (issued / book.file).is_file()]
    if lost:
        mend = "元の場所に戻すか、もう一度配布してください。"
        raise OfficeError("配布したブックがありません。", mend, str(lost[0]))
    copies = []
    with workspace.alone(folder):
        for book in manifest.books:
            for sheet in book.sheets if book.writer == DEPARTMENTS else ():
                item = plan.item(sheet.item_id)
                for related in related_departments(item, plan) if sheet.asked else ():
                    own, other = plan.short_name(book.department), plan.short_name(related.id)
                    progress(f"{item.id} {other}")
                    about = RelatedCopy(round_.id, own, item.id, other)
                    path = folder / legal_name(own) / legal_name(f"{item.id}_{other}.xlsx")
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_related_copy(issued / book.file, book, sheet, about, path)
                    names = plan.department(book.department).name, related.name
                    _write_letter(workspace, round_, plan, about, names, path)
                    copies.append((own, other, path))
    return Shared(folder, copies)


def related_departments(item: Item, plan: Plan) -> list[Department]:
    """Give the 関連課 that are asked about an item, in 建制順."""
    departments = [plan.department(id_) for id_ in dict.fromkeys(item.related) if id_ != item.coordinator]
    return sorted((one for one in departments if not one.collective), key=lambda one: one.order)


def _write_letter(
    workspace: Workspace, round_: Round, plan: Plan, about: RelatedCopy, names: tuple[str, str], path: Path
) -> None:
    text = letters.write_related_letter(
        title=f"{workspace.profile.plan} {round_title(round_)}",
        lead=names[0],
        related=names[1],
        item=f"{about.item_id}　{plan.item(about.item_id).name}",
        file=path.name,
        office=workspace.profile.office,
    )
    write_text(path.with_name(f"{path.stem}_送付文.txt"), text)
