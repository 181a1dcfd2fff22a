"""Files and folders in; the returns among them copied unchanged into 回収, with an entry in the 受付簿, out.

A file is recognised by what it holds, never by its name. Nothing received is changed or deleted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.books.guard.bounds import MB
from toolkit.books.system.disk import add_lines, write_all
from toolkit.books.system.windows import move
from toolkit.desk.answers.batches import AHEAD, BATCH, Batch, Readers, Told, own_processes, set_aside
from toolkit.desk.answers.kept import KeptReadings, read_as
from toolkit.desk.answers.reading_process import Asked
from toolkit.desk.inbox.arrivals import Arrival, PassedOver, iter_arrivals
from toolkit.desk.named import find_department
from toolkit.desk.workspace import OWN_FOLDERS, RETURNED, Workspace
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.file_names import legal_name
from toolkit.model.ledger import WITHDRAWN, Entry, Taken
from toolkit.model.profile import Round
from toolkit.rules.series.decided import iter_counting

FAR_AHEAD = 100
"""So many groups wait at most for an executor that may be as wide as it will."""
LARGEST_GROUP = 10 * MB
"""What is copied together at most."""


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


def collect(
    workspace: Workspace,
    round_: Round,
    paths: Iterable[Path],
    progress: Callable[[str], None] = lambda _: None,
    sender: str = "",
    executor: Executor | None = None,
) -> Collected:
    """Take in every file under the paths; an `executor` reads them in place of our own processes.

    Files without marks are those of `sender`, a department's name. Raises OfficeError where the round was
    never issued, a path does not exist or no department is called so; no file can stop the rest.
    """
    paths = list(paths)
    _refuse_own(workspace, paths)
    books = max(workspace.manifests(round_), key=lambda one: one.issue).books
    department = find_department(sender, {book.department: book.name for book in books}) if sender else ""
    passed_over: list[PassedOver] = []
    folder = workspace.folder(RETURNED, round_).resolve()
    with workspace.alone(folder), own_processes() as own:
        readers = Readers(workspace, round_, executor or own)
        ahead = AHEAD if executor is None else FAR_AHEAD
        intake = _Intake(workspace, round_, readers, department, ahead)
        for left, lies in intake.iter_left():
            intake.take_in(left, lies)
        for arrived in iter_arrivals(paths, skip=folder):
            progress(_shown(arrived.origin))
            if isinstance(arrived, PassedOver):
                passed_over.append(arrived)
            else:
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


@dataclass(frozen=True)
class _Arrived:
    """A file with its receipt number. `file` is its name in 回収, "" where its content lies there already."""

    receipt: int
    sha256: str
    at: dt.datetime
    origin: str
    file: str
    refused: UnreadableBook | None


class _Intake:
    """Takes files into 回収, a group after the other: they are copied, then read, then entered.

    The bytes of a group are on the disk before one of it is entered: an entry never names a file that is not
    there. With a `department` files that were set aside before are looked at again, one by one, as its own.
    """

    def __init__(
        self, workspace: Workspace, round_: Round, readers: Readers, department: str, ahead: int
    ) -> None:
        self.entries: list[Entry] = []
        self._folder = workspace.folder(RETURNED, round_)
        self._ledger = workspace.ledger_path(round_)
        self._kept = KeptReadings(workspace, round_)
        self._readers = readers
        self._department = department
        self._size, self._ahead = (1, 0) if department else (BATCH, ahead)
        self._known: dict[str, Entry] = {}
        self.receipts = 0
        self._named: set[str] = set()
        for entry in workspace.ledger(round_):
            self._known.setdefault(entry.sha256, entry)
            self._named.add(entry.file)
            self.receipts = max(self.receipts, entry.receipt)
        self._run = self.receipts + 1
        self._group: list[_Arrived] = []
        self._copies: list[tuple[Path, bytes, float]] = []
        self._coming: set[str] = set()
        self._waiting: deque[tuple[list[_Arrived], Batch | None]] = deque()

    def iter_left(self) -> Iterator[tuple[Arrival, Path]]:
        """Yield the files of 回収 that lack an entry: what is cut off between copy and entry leaves some."""
        files = sorted(self._folder.glob("[0-9]*_*"))
        left = {str(path): path for path in files if path.name not in self._named}
        for arrived in iter_arrivals(left.values(), skip=self._ledger):
            # What lies in a zip that was refused has entries of its own.
            if not isinstance(arrived, Arrival) or arrived.origin not in left:
                continue
            if hashlib.sha256(arrived.content).hexdigest() not in self._known:
                name = arrived.name.partition("_")[2]
                yield replace(arrived, origin=name, name=name), left[arrived.origin]

    def take_in(self, arrived: Arrival, lies: Path | None = None) -> None:
        """Give a file its number; `lies` is where in 回収 one lies that was left without an entry."""
        digest = hashlib.sha256(arrived.content).hexdigest()
        first = self._known.get(digest)
        is_new = first is None or (bool(self._department) and first.taken is Taken.SET_ASIDE)
        file = ""
        self.receipts += 1
        if is_new and digest not in self._coming:
            self._coming.add(digest)
            file = self._place(arrived, lies)
        now, origin = dt.datetime.now().astimezone(), _readable(arrived.origin)
        self._group.append(_Arrived(self.receipts, digest, now, origin, file, arrived.refused))
        size = sum(len(content) for _, content, _ in self._copies)
        if len(self._group) == self._size or size > LARGEST_GROUP:
            self._close_group()

    def finish(self) -> None:
        """Take in what is left of the last group, and enter all that is not yet entered."""
        if self._group:
            self._close_group()
        self._enter(0)

    def _place(self, arrived: Arrival, lies: Path | None) -> str:
        """Give a file a name in 回収 that nothing there has, and see to it that it gets it."""
        name = legal_name(_readable(arrived.name))
        while True:
            target = self._folder / f"{self.receipts:04}_{name}"
            if target == lies:
                break
            if not os.path.lexists(target):
                if lies is None:
                    self._copies.append((target, arrived.content, arrived.modified))
                else:
                    move(lies, target)
                break
            self.receipts += 1
        return target.name

    def _close_group(self) -> None:
        """Copy the files of a group and hand them out to be read."""
        group, copies = self._group, self._copies
        self._group, self._copies = [], []
        write_all(copies)
        asked = [
            Asked(str(self._folder / one.file), self._department)
            for one in group
            if one.file and one.refused is None
        ]
        self._waiting.append((group, self._readers.hand_out(asked) if asked else None))
        self._enter(self._ahead)

    def _enter(self, ahead: int) -> None:
        """Enter the groups that were read, but for so many that are still read meanwhile."""
        while len(self._waiting) > ahead:
            group, batch = self._waiting.popleft()
            told = iter(self._readers.take(batch) if batch else ())
            taken = [self._enter_one(one, told) for one in group]
            add_lines(self._ledger, *(entry.as_json() for entry, _ in taken))
            self._kept.keep((read_as(entry), text) for entry, text in taken if text)
            self.entries += [entry for entry, _ in taken]

    def _enter_one(self, one: _Arrived, told: Iterator[Told]) -> tuple[Entry, str]:
        """Give the entry of a file, and what it holds as JSON, "" where it is no return."""
        if not one.file:
            return self._duplicate(one, self._known[one.sha256]), ""
        found = set_aside(one.refused) if one.refused else next(told)
        if found.refused:
            raise found.refused
        entry = Entry(
            one.receipt, one.sha256, one.at, one.origin, one.file, run=self._run, **vars(found.known)
        )
        self._known.setdefault(one.sha256, entry)
        self._coming.discard(one.sha256)
        return entry, found.read

    def _duplicate(self, one: _Arrived, first: Entry) -> Entry:
        return replace(
            first,
            receipt=one.receipt,
            received_at=one.at,
            origin=one.origin,
            taken=Taken.DUPLICATE,
            code="exact-duplicate",
            duplicate_of=first.duplicate_of or first.receipt,
            run=self._run,
        )


def _readable(text: str) -> str:
    """Give a path as text; what is no text (a name unpacked from another system's zip) as `?`."""
    return text.encode("utf-8", "replace").decode()


def _shown(origin: str) -> str:
    """Give the last name of a path for the screen; no character of it may move the cursor."""
    return _printable(_readable(origin).rpartition("/")[2].rpartition(os.sep)[2])


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
