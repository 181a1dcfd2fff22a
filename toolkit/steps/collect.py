"""Files and folders in; the returns among them copied unchanged into 回収, with an entry in the 受付簿, out.

A file is recognised by what it holds, never by its name. Nothing received is changed or deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.desk.answers.batches import AHEAD, Readers, own_processes
from toolkit.desk.inbox.arrivals import PassedOver, iter_arrivals
from toolkit.desk.intake import Intake, readable
from toolkit.desk.named import find_department
from toolkit.desk.workspace import OWN_FOLDERS, RETURNED, Workspace
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import WITHDRAWN, Entry, Taken
from toolkit.model.profile import Round
from toolkit.rules.series.decided import iter_counting

FAR_AHEAD = 100
"""So many groups wait at most for an executor that may be as wide as it will."""


@dataclass(frozen=True)
class Collected:
    """What collect took: an entry per file, and the files it passed over with the reason."""

    entries: Sequence[Entry]
    passed_over: Sequence[PassedOver]
    counting: Mapping[int, Entry] = field(default_factory=dict)
    """Every entry of the round by its receipt, as it counts after what was withdrawn."""

    def count(self, taken: Taken) -> int:
        """Give how many files were taken so."""
        return sum(entry.taken is taken for entry in self.entries)

    @property
    def to_do(self) -> bool:
        """Whether somebody must look: a file is no return, or could not be read now."""
        return bool(self.count(Taken.SET_ASIDE)) or any(one.to_do for one in self.passed_over)

    def iter_lines(self) -> Iterator[str]:
        """Tell it to the office: the counts, and each file that is no return of its own."""
        counts = "、".join(f"{taken.value}{self.count(taken)}件" for taken in Taken)
        yield f"回収: {len(self.entries)}件を受け付けました（{counts}）。"
        if not self.entries and not self.passed_over:
            yield "  ファイルがありませんでした。届いたファイルを置いた場所かどうか、確かめてください。"
        for entry in self.entries:
            name = _shown(entry.origin)
            if entry.taken is Taken.DUPLICATE:
                yield f"  受付{entry.receipt} {name}: {self._tell_duplicate(entry)}"
            elif entry.taken is Taken.SET_ASIDE:
                why = f"{CATALOGUE[entry.code].title} {_printable(entry.detail)}"
                yield f"  受付{entry.receipt} {name}: {why}".rstrip()
        for one in self.passed_over:
            yield f"  取り込まず: {_shown(one.origin)}（{one.reason}）"

    def _tell_duplicate(self, entry: Entry) -> str:
        now = self.counting[entry.receipt]
        first = self.counting[now.duplicate_of or entry.duplicate_of]
        if first.code != WITHDRAWN:
            return f"受付{first.receipt}と同じ内容です（重複）。"
        if now.taken is Taken.DUPLICATE:
            return f"取り下げた受付{first.receipt}と同じものです。取下げのままにします。"
        return f"取り下げた受付{first.receipt}と同じ内容です。あらためて提出されたものとします。"


def collect(  # noqa: PLR0913 - what a round is, what comes, and how it is taken
    workspace: Workspace,
    round_: Round,
    paths: Iterable[Path],
    progress: Callable[[str], None] = lambda _: None,
    sender: str = "",
    executor: Executor | None = None,
    *,
    only_new: bool = False,
) -> Collected:
    """Take in every file under the paths; an `executor` reads them in place of our own processes.

    Files without marks are those of `sender`, a department's name; with `only_new` a file that was taken in
    from the same place before, and not written since, is no arrival. Raises OfficeError where the round was
    never issued, a path does not exist or no department is called so; no file can stop the rest.
    """
    paths = list(paths)
    _refuse_own(workspace, paths)
    books = max(workspace.manifests(round_), key=lambda one: one.issue).books
    department = find_department(sender, {book.department: book.name for book in books}) if sender else ""
    passed_over: list[PassedOver] = []
    folder = workspace.folder(RETURNED, round_).resolve()
    noted = workspace.receipts_path(round_).parent
    with workspace.alone(folder, noted), own_processes() as own:
        readers = Readers(workspace, round_, executor or own)
        ahead = AHEAD if executor is None else FAR_AHEAD
        intake = Intake(workspace, round_, readers, department, ahead)
        for left, lies in intake.iter_left():
            intake.take_in(left, lies)
        for arrived in iter_arrivals(paths, skip=folder, patient=only_new):
            progress(_shown(arrived.origin))
            if isinstance(arrived, PassedOver):
                passed_over.append(arrived)
            elif not (only_new and intake.has_taken(arrived)):
                intake.take_in(arrived)
        intake.finish()
        workspace.note_receipts(round_, intake.receipts)
        counting = iter_counting(workspace.ledger(round_), workspace.decisions(round_))
    return Collected(intake.entries, passed_over, {one.receipt: one for one in counting})


def _refuse_own(workspace: Workspace, paths: Sequence[Path]) -> None:
    """Refuse the folders this workspace made itself: their blank books would come in as answers.

    A file in them that somebody names may be one the office filled: 配布/…/事務局.xlsx.
    """
    own = [workspace.root / name for name in OWN_FOLDERS]
    for path in filter(Path.is_dir, paths):
        whole = Path(os.path.realpath(path))  # a link that leads to itself is told where it is opened
        if whole in workspace.root.parents or whole == workspace.root:
            what = "作業フォルダそのものか、それを含むフォルダです。"
        elif any(one == whole or one in whole.parents for one in own):
            what = "作業フォルダの中の、このツールが使うフォルダです。"
        else:
            continue
        raise OfficeError(what, "届いたファイルを置いたフォルダか、ファイルを指定してください。", str(path))


def _shown(origin: str) -> str:
    """Give the last name of a path for the screen; no character of it may move the cursor."""
    return _printable(readable(origin).rpartition("/")[2].rpartition(os.sep)[2])


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
