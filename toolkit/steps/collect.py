"""Files and folders in; the returns among them copied unchanged into 回収, with an entry in the 受付簿, out.

A file is recognised by what it holds, never by its name. Nothing received is changed or deleted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from toolkit.books.guard.worker import LIMITS, Limits, Worker
from toolkit.books.system.disk import add_line, whole_file
from toolkit.desk.inbox.arrivals import Arrival, PassedOver, iter_arrivals
from toolkit.desk.inbox.identity import Recognised
from toolkit.desk.inbox.reading_process import recognise_file
from toolkit.desk.named import find_department
from toolkit.desk.workspace import OWN_FOLDERS, RETURNED, Workspace
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.file_names import legal_name
from toolkit.model.ledger import WITHDRAWN, Entry, Taken
from toolkit.model.profile import Round
from toolkit.rules.series.decided import iter_counting


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


@dataclass
class _Inbox:
    """The round's 回収 folder while files are taken in."""

    workspace: Workspace
    round: Round
    reader: Worker[Recognised]
    known: dict[str, Entry] = field(default_factory=dict)
    receipts: int = 0
    run: int = 0
    """The number of the first file of this run."""
    again: bool = False
    """Files that were set aside before are looked at again."""
    taken: set[tuple[str, float, str]] = field(default_factory=set)
    """From where a file came, when it was written and what it held."""

    def has_taken(self, arrived: Arrival) -> bool:
        """Tell whether this very file was taken in before: the same content, written again, is another."""
        digest = hashlib.sha256(arrived.content).hexdigest()
        return (_readable(arrived.origin), arrived.modified, digest) in self.taken


def collect(  # noqa: PLR0913 - what a round is, what comes, and how it is taken
    workspace: Workspace,
    round_: Round,
    paths: Iterable[Path],
    progress: Callable[[str], None] = lambda _: None,
    limits: Limits = LIMITS,
    sender: str = "",
    *,
    only_new: bool = False,
) -> Collected:
    """Take in every file under the paths; `limits` is what reading one of them may cost.

    Files without marks are those of `sender`, a department's name; with `only_new` a file that was taken in
    from the same place before, and not written since, is no arrival. Raises OfficeError where the round was
    never issued, a path does not exist or no department is called so; no file can stop the rest.
    """
    paths = list(paths)
    _refuse_own(workspace, paths)
    manifests = workspace.manifests(round_)
    books = max(manifests, key=lambda one: one.issue).books
    department = find_department(sender, {book.department: book.name for book in books}) if sender else ""
    work = partial(recognise_file, manifests, round_.id, department)
    entries: list[Entry] = []
    passed_over: list[PassedOver] = []
    folder = workspace.folder(RETURNED, round_).resolve()
    with workspace.alone(folder), Worker(work, limits) as reader:
        inbox = _Inbox(workspace, round_, reader, again=bool(sender))
        for entry in workspace.ledger(round_):
            inbox.known.setdefault(entry.sha256, entry)
            inbox.taken.add((entry.origin, entry.modified, entry.sha256))
            inbox.receipts = max(inbox.receipts, entry.receipt)
        inbox.run = inbox.receipts + 1
        entries += [_take_in(inbox, left) for left in _iter_left(inbox)]
        for arrived in iter_arrivals(paths, skip=folder):
            progress(_shown(arrived.origin))
            if isinstance(arrived, PassedOver):
                passed_over.append(arrived)
            elif not (only_new and inbox.has_taken(arrived)):
                entries.append(_take_in(inbox, arrived))
        workspace.note_receipts(round_, inbox.receipts)
        counting = iter_counting(workspace.ledger(round_), workspace.decisions(round_))
    return Collected(entries, passed_over, {one.receipt: one for one in counting})


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


def _set_aside(unreadable: UnreadableBook) -> Recognised:
    return Recognised(Taken.SET_ASIDE, code=unreadable.code, detail=unreadable.detail)


def _take_in(inbox: _Inbox, arrived: Arrival) -> Entry:
    """Copy a file, then write its entry: an entry never names a file that is not there."""
    digest = hashlib.sha256(arrived.content).hexdigest()
    inbox.receipts += 1
    now = dt.datetime.now().astimezone()
    origin = _readable(arrived.origin)
    first = inbox.known.get(digest)
    if first is not None and inbox.again and first.taken is Taken.SET_ASIDE:
        first = None
    if first is not None:
        original = first.duplicate_of or first.receipt
        entry = replace(
            first,
            receipt=inbox.receipts,
            received_at=now,
            origin=origin,
            taken=Taken.DUPLICATE,
            code="exact-duplicate",
            duplicate_of=original,
            run=inbox.run,
            modified=arrived.modified,
        )
    else:
        name = f"{inbox.receipts:04}_{legal_name(_readable(arrived.name))}"
        target = inbox.workspace.folder(RETURNED, inbox.round) / name
        with whole_file(target) as half:
            half.write_bytes(arrived.content)
            os.utime(half, (arrived.modified, arrived.modified))
        known = _set_aside(arrived.refused) if arrived.refused else _recognise(inbox, target)
        entry = Entry(
            *(inbox.receipts, digest, now, origin, name),
            **vars(known),
            run=inbox.run,
            modified=arrived.modified,
        )
    add_line(inbox.workspace.ledger_path(inbox.round), entry.as_json())
    inbox.known.setdefault(digest, entry)
    return entry


def _iter_left(inbox: _Inbox) -> Iterator[Arrival]:
    """Yield the files of 回収 that lack an entry, as what is cut off between copy and entry leaves them."""
    folder = inbox.workspace.folder(RETURNED, inbox.round)
    known = {entry.file for entry in inbox.known.values()}
    left = [path for path in sorted(folder.glob("[0-9]*_*")) if path.name not in known]
    for arrived in iter_arrivals(left, skip=inbox.workspace.ledger_path(inbox.round)):
        # What lies in a zip that was refused has entries of its own.
        if not isinstance(arrived, Arrival) or Path(arrived.origin) not in left:
            continue
        if hashlib.sha256(arrived.content).hexdigest() not in inbox.known:
            name = arrived.name.partition("_")[2]
            yield replace(arrived, origin=name, name=name)


def _recognise(inbox: _Inbox, path: Path) -> Recognised:
    try:
        return inbox.reader.run(path)
    except UnreadableBook as unreadable:
        return _set_aside(unreadable)


def _readable(text: str) -> str:
    """Give a path as text; what is no text (a name unpacked from another system's zip) as `?`."""
    return text.encode("utf-8", "replace").decode()


def _shown(origin: str) -> str:
    """Give the last name of a path for the screen; no character of it may move the cursor."""
    return _printable(_readable(origin).rpartition("/")[2].rpartition(os.sep)[2])


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
