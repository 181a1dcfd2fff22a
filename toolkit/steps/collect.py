"""Files and folders in; the returns among them copied unchanged into 回収, with an entry in the 受付簿, out.

A file is recognised by what it holds, never by its name. Nothing received is changed or deleted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.books.guard import BOUNDS
from toolkit.books.names import find_name
from toolkit.books.our_marks import find_related_copy
from toolkit.books.reader import Book, read_book
from toolkit.books.template import ISSUE, find_item_id, iter_suffixes
from toolkit.model.errors import OfficeError, OfficeErrors, UnreadableBook
from toolkit.model.findings import CATALOGUE
from toolkit.model.ledger import Entry, Taken
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.profile import Round
from toolkit.steps.workspace import RETURNED, Workspace, whole_file

QUIET_NAMES = ("thumbs.db", "desktop.ini", ".ds_store")
"""What Windows and macOS leave in every folder."""


@dataclass(frozen=True)
class Collected:
    """What collect took: an entry per file, and the paths it passed over with the reason."""

    entries: Sequence[Entry]
    passed_over: Sequence[tuple[Path, str]]

    def count(self, taken: Taken) -> int:
        """Give how many files were taken so."""
        return sum(entry.taken is taken for entry in self.entries)

    def iter_lines(self) -> Iterator[str]:
        """Tell it to the office: the counts, and each file that is no return of its own."""
        counts = "、".join(f"{taken.value}{self.count(taken)}件" for taken in Taken)
        yield f"回収: {len(self.entries)}件を受け付けました（{counts}）。"
        for entry in self.entries:
            name = Path(entry.origin).name
            if entry.taken is Taken.DUPLICATE:
                yield f"  受付{entry.receipt} {name}: 受付{entry.duplicate_of}と同じ内容です（重複）。"
            elif entry.taken is Taken.SET_ASIDE:
                yield f"  受付{entry.receipt} {name}: {CATALOGUE[entry.code].title} {entry.detail}".rstrip()
        for path, reason in self.passed_over:
            yield f"  取り込まず: {path.name}（{reason}）"


@dataclass(frozen=True)
class _Recognised:
    taken: Taken
    issue: int = 0
    department: str = ""
    book: str = ""
    items: tuple[str, ...] = ()
    code: str = ""
    detail: str = ""


@dataclass
class _Inbox:
    """The round's 回収 folder while files are taken in."""

    workspace: Workspace
    round: Round
    manifests: Sequence[Manifest]
    known: dict[str, Entry] = field(default_factory=dict)
    receipts: int = 0


def collect(
    workspace: Workspace,
    round_: Round,
    paths: Iterable[Path],
    progress: Callable[[str], None] = lambda _: None,
) -> Collected:
    """Take in every file under the paths.

    Raises OfficeError where the round was never issued or a path does not exist; no file can stop the rest.
    """
    inbox = _Inbox(workspace, round_, workspace.manifests(round_))
    for entry in workspace.ledger(round_):
        inbox.known.setdefault(entry.sha256, entry)
        inbox.receipts = max(inbox.receipts, entry.receipt)
    entries: list[Entry] = []
    passed_over: list[tuple[Path, str]] = []
    for path in _find_files(paths, skip=workspace.folder(RETURNED, round_)):
        progress(path.name)
        reason = _reason_to_pass_over(path)
        if reason:
            passed_over.append((path, reason))
            continue
        try:
            entries.append(_take_in(inbox, path))
        except OSError as error:
            passed_over.append((path, f"読み取れません（{error.strerror}）"))
    return Collected(entries, passed_over)


def _find_files(paths: Iterable[Path], skip: Path) -> list[Path]:
    """Give every file under the paths; OfficeErrors before anything is taken in where one is not there."""
    given = list(paths)
    lost = [str(path) for path in given if not path.exists()]
    if lost:
        what, mend = "ファイルもフォルダもありません。", "場所を確かめてください。"
        raise OfficeErrors(tuple(OfficeError(what, mend, path) for path in lost))
    found = []
    for path in given:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [one for one in inside if one.is_file() and skip not in one.resolve().parents]
    return found


def _reason_to_pass_over(path: Path) -> str:
    if path.name.startswith("~$"):
        return "Excelが開いている間だけ作る一時ファイル"
    if path.name.lower() in QUIET_NAMES:
        return "パソコンが自動で作るファイル"
    if path.stat().st_size > BOUNDS.file:
        return f"大きすぎるため取り込みません（{path.stat().st_size // 1_000_000:,}MB）"
    return ""


def _take_in(inbox: _Inbox, path: Path) -> Entry:
    """Copy a file, then write its entry: an entry never names a file that is not there."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    inbox.receipts += 1
    now = dt.datetime.now().astimezone()
    first = inbox.known.get(digest)
    if first is not None:
        original = first.duplicate_of or first.receipt
        entry = replace(
            first,
            receipt=inbox.receipts,
            received_at=now,
            origin=_readable(path),
            taken=Taken.DUPLICATE,
            code="exact-duplicate",
            duplicate_of=original,
        )
    else:
        name = f"{inbox.receipts:04}_{_legal_name(path)}"
        target = inbox.workspace.folder(RETURNED, inbox.round) / name
        with whole_file(target) as half:
            half.write_bytes(content)
            shutil.copystat(path, half)
        known = _recognise(inbox, target)
        entry = Entry(inbox.receipts, digest, now, _readable(path), name, **vars(known))
    _append(inbox, entry)
    inbox.known.setdefault(digest, entry)
    return entry


def _append(inbox: _Inbox, entry: Entry) -> None:
    with inbox.workspace.ledger_path(inbox.round).open("a", encoding="utf-8", newline="\n") as ledger:
        ledger.write(json.dumps(entry.as_json(), ensure_ascii=False) + "\n")


def _recognise(inbox: _Inbox, path: Path) -> _Recognised:
    """Tell by content what a file is: whose return of which issue, or why it is none."""
    try:
        book = read_book(path)
    except UnreadableBook as unreadable:
        return _Recognised(Taken.SET_ASIDE, code=unreadable.code, detail=unreadable.detail)
    copy = find_related_copy(book.names)
    if copy:
        return _Recognised(Taken.SET_ASIDE, code="related-copy", detail=copy.words)
    mark = _read_mark(book)
    if mark is None:
        return _Recognised(Taken.SET_ASIDE, code="not-ours", detail="配布したときの印がありません。")
    if mark[2] != inbox.round.id:
        return _Recognised(Taken.SET_ASIDE, code="other-round", detail=mark[2])
    for manifest in inbox.manifests:
        for issued in manifest.books:
            if issued.mark == mark[4]:
                items = _items_in(book, issued)
                return _Recognised(Taken.RETURN, manifest.issue, issued.department, issued.file, items)
    return _Recognised(
        Taken.SET_ASIDE, code="not-ours", detail="この作業フォルダから配布したものではありません。"
    )


def _read_mark(book: Book) -> list[str] | None:
    """Read `city|edition|round|issue|mark` from the book's own name; None where there is none."""
    name = find_name(book.names, ISSUE)
    parts = name.text.strip('"').split("|") if name else []
    return parts if len(parts) == 5 else None


def _items_in(book: Book, issued: IssuedBook) -> tuple[str, ...]:
    ids = {sheet.item_id for sheet in issued.sheets}
    found = [
        find_item_id(book, sheet, suffix) for sheet in book.sheets for suffix in iter_suffixes(book, sheet)
    ]
    return tuple(dict.fromkeys(one for one in found if one in ids and one is not None))


def _readable(path: Path) -> str:
    """Give a path as text; what is no text (a name unpacked from another system's zip) as `?`."""
    return str(path).encode("utf-8", "replace").decode()


def _legal_name(path: Path) -> str:
    """Give a file name Windows accepts, short enough for a deep folder."""
    name = _readable(Path(path.name))
    legal = "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in name).rstrip(" .")
    stem, dot, ending = legal.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:8]}" if dot else legal[:80]
