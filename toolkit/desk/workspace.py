"""A folder in, the workspace out: where everything of a city's plan lies.

設定.xlsx  計画台帳.xlsx  様式/
.gyokaku/key  .gyokaku/issued/<round>/<issue>/  .gyokaku/requests/<round>/
.gyokaku/received/<round> (the last receipt)  .gyokaku/samples/<round>.json (demo only)
.gyokaku/read/<round>.jsonl (readings of what was received; may be deleted)
配布/ 回収/ 確認/ 修正依頼/ 取りまとめ/ …/<round>/
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from toolkit.books.reading.reader import Book, read_book
from toolkit.books.register.register import load_register
from toolkit.books.register.settings import SettingsTables, load_profile
from toolkit.books.system.disk import alone, sweep, whole_lines
from toolkit.desk.documents import write_text
from toolkit.desk.kept import load_lines, load_manifest, load_request
from toolkit.desk.packaged import packaged_cities, packaged_data
from toolkit.desk.settings import OF_BEFORE, load_settings, refuse_settings_of_before
from toolkit.model.catalogue import CATALOGUE
from toolkit.model.certainty import Certainties, parse_certainties
from toolkit.model.decisions import Decision, Decisions
from toolkit.model.errors import OfficeError, UnreadableBook
from toolkit.model.fields import Fields
from toolkit.model.file_names import NAME_RULE, is_file_name
from toolkit.model.ledger import Entry
from toolkit.model.manifest import Manifest
from toolkit.model.plan import Plan
from toolkit.model.profile import DEFAULT_INBOX, SETTINGS, FormSettings, Profile, Round
from toolkit.model.requests import Request
from toolkit.model.words import did_you_mean
from toolkit.rules.record.city_contract import narrow

REGISTER = "計画台帳.xlsx"
FORMS = "様式"
ISSUED, RETURNED, CHECKED, CONSOLIDATED = "配布", "回収", "確認", "取りまとめ"
OWN_FOLDERS = (".gyokaku", FORMS, ISSUED, RETURNED, CHECKED, CONSOLIDATED)
"""Folders in which nothing lies that a department sent."""
REQUESTED = "修正依頼"
RESULT = "確認結果.json"


@cache
def _base_schema() -> dict[str, Any]:
    return dict(json.loads(packaged_data("config", "base.schema.json").read_text("utf-8")))


@lru_cache(maxsize=8)
def _profile(settings: SettingsTables) -> Profile:
    return load_profile(settings, _base_schema())


@dataclass(frozen=True)
class Workspace:
    """The folder of one city's plan. Settings are read when first used.

    `pinned` is the record of an issue whose contract holds, with `own_settings` in place of the office's;
    `as_read` are the office's as far as they could be read.
    """

    root: Path
    pinned: Path | None = None
    own_settings: SettingsTables | None = field(default=None, compare=False)
    as_read: Profile | None = field(default=None, compare=False, repr=False)

    @property
    def fields(self) -> Fields:
        """The fields a form can hold, amounts in the city's unit, with the city's choices."""
        return self.profile.fields

    @property
    def base_schema(self) -> dict[str, Any]:
        """The contract of a return that holds for every city."""
        return _base_schema()

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The contract of a return: the base schema narrowed by what the city declared."""
        return narrow(self.base_schema, self.profile)

    @cached_property
    def profile(self) -> Profile:
        """The city's settings."""
        return self.as_read or _profile(self.settings)

    @cached_property
    def settings(self) -> SettingsTables:
        """The settings as they are written."""
        return load_settings(self.root / SETTINGS) if self.own_settings is None else self.own_settings

    @property
    def register(self) -> Path:
        """The register as it stands now."""
        return self.root / REGISTER

    def load_plan(self, register: Path) -> Plan:
        """Load the plan from a register, with the offices that the settings name as writers."""
        return load_register(register, self.fields, self.profile.offices)

    def form_path(self, form: FormSettings) -> Path:
        """The workbook of a form."""
        return self.root / FORMS / form.file

    def inbox(self) -> Path:
        """The folder in which returns are put (受け箱), made where it is the workspace's own.

        OfficeError where the settings name one that is not there.
        """
        inbox = self.root / self.profile.inbox
        if self.profile.inbox == DEFAULT_INBOX:
            inbox.mkdir(exist_ok=True)
        if not inbox.is_dir():
            what = f"受け箱のフォルダ「{self.profile.inbox}」がありません。"
            raise self.profile.basics_row.wrong(
                DEFAULT_INBOX, what, "フォルダを作るか、場所を直してください。"
            )
        return inbox

    def issued_records(self, round_: Round) -> Path:
        """Where the manifests of a round are kept, a folder per issue number."""
        return self.root / ".gyokaku" / "issued" / round_.id

    def folder(self, kind: str, round_: Round) -> Path:
        """Where a step puts its files: `配布/<round>` and the like."""
        return self.root / kind / round_.id

    def manifest_paths(self, round_: Round) -> list[Path]:
        """Where the manifest of every issue of a round is, oldest first; OfficeError where it has none."""
        paths = self.issued_records(round_).glob("[0-9]*/manifest.json")
        found = sorted(paths, key=lambda path: int(path.parent.name))  # 100 comes after 99
        if not found and self.folder(ISSUED, round_).is_dir():
            mend = "控えから元の場所に戻してください。これがないと、届いたブックを見分けられません。"
            place = self.issued_records(round_).relative_to(self.root).as_posix()
            raise OfficeError(f"照会「{round_.id}」の配布の記録がありません。", mend, place)
        if not found:
            raise OfficeError(
                f"照会「{round_.id}」は、まだ配布していません。",
                "先に gyokaku generate（配布）を実行してください。",
            )
        return found

    def manifests(self, round_: Round) -> list[Manifest]:
        """Every issue of a round, oldest first; OfficeError where it was never issued."""
        return [load_manifest(path) for path in self.manifest_paths(round_)]

    def readings_path(self, round_: Round) -> Path:
        """Where is kept what each received file of a round was found to hold; it may be deleted."""
        return self.root / ".gyokaku" / "read" / f"{round_.id}.jsonl"

    def edition_register(self, round_: Round, issue: int) -> Path:
        """The register as it stood when an issue of a round was made."""
        return self.issued_records(round_) / f"{issue:02}" / REGISTER

    def ledger_path(self, round_: Round) -> Path:
        """The 受付簿 of a round."""
        return self.folder(RETURNED, round_) / "受付簿.jsonl"

    def ledger(self, round_: Round) -> list[Entry]:
        """Every file received for a round, in the order of receipt.

        A last line that was torn is none: its file is taken in again. OfficeError where more than that is
        gone, or all of it: what is not there would be told as not returned.
        """
        path = self.ledger_path(round_)
        entries = load_lines(path, Entry.from_json, whole_lines)
        noted = self._noted_receipts(round_)
        if max((one.receipt for one in entries), default=0) < noted - 1 or (noted and not path.is_file()):
            what = f"受付簿に、受付番号{noted}までの記録がありません（消したか、前のものに戻っています）。"
            mend = (
                f"控えから「{RETURNED}」フォルダを戻してください。控えがないときは、"
                f"{self.receipts_path(round_).relative_to(self.root).as_posix()} を消し、"
                "届いたファイルをもう一度すべて collect（回収）で取り込んでください。"
            )
            raise OfficeError(what, mend, path.relative_to(self.root).as_posix())
        return entries

    def note_receipts(self, round_: Round, last: int) -> None:
        """Note the last receipt of a round where nobody moves or deletes it with 回収."""
        if last > self._noted_receipts(round_):
            write_text(self.receipts_path(round_), f"{last}\n")

    def _noted_receipts(self, round_: Round) -> int:
        try:
            return int(self.receipts_path(round_).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return 0

    def receipts_path(self, round_: Round) -> Path:
        """Where the number of the last receipt of a round is noted."""
        return self.root / ".gyokaku" / "received" / round_.id

    def decisions_path(self, round_: Round) -> Path:
        """The 決定簿 of a round."""
        return self.folder(RETURNED, round_) / "決定簿.jsonl"

    def decisions(self, round_: Round) -> Decisions:
        """What the office decided about a round and what of it stands."""
        return Decisions.of(self.decision_book(round_))

    def decision_book(self, round_: Round) -> list[Decision]:
        """Every line of the 決定簿 of a round, in the order they were written."""
        return load_lines(self.decisions_path(round_), Decision.from_json)

    def sample_certainties_path(self, round_: Round) -> Path:
        """Where the demo keeps the certainties of the sample answers it typed in."""
        return self.root / ".gyokaku" / "samples" / f"{round_.id}.json"

    def sample_certainties(self, round_: Round) -> Certainties:
        """The certainties of the sample answers of a round; none where its answers are real."""
        path = self.sample_certainties_path(round_)
        return parse_certainties(json.loads(path.read_text("utf-8"))) if path.is_file() else {}

    def requests_folder(self, round_: Round) -> Path:
        """Where the 修正依頼 of a round are kept."""
        return self.root / ".gyokaku" / "requests" / round_.id

    def request_path(self, round_: Round, request: Request) -> Path:
        """Where a 修正依頼 is kept; the department's next return makes room for another."""
        name = f"{request.seen:04}_{request.receipt:04}_{Path(request.book or request.file).stem}.json"
        return self.requests_folder(round_) / name

    def requests(self, round_: Round) -> list[Request]:
        """Every 修正依頼 made in a round, the oldest first."""
        return [load_request(path) for path in sorted(self.requests_folder(round_).glob("*.json"))]

    @contextmanager
    def alone(self, *folders: Path) -> Iterator[None]:
        """Be the only one who writes here; the folders are swept of what a killed writer left.

        OfficeError where another gyokaku is at work in this workspace.
        """
        with alone(self.root / ".gyokaku" / "lock"):
            for folder in folders:
                sweep(folder)
            yield

    def key(self) -> bytes:
        """The workspace's own key for marking what it issued; OfficeError where it is torn."""
        path = self.root / ".gyokaku" / "key"
        try:
            key = bytes.fromhex(path.read_text("utf-8"))
        except ValueError:
            key = b""
        if not key:
            mend = "控えから元に戻してください。これがないと、配布したブックを見分けられません。"
            raise OfficeError("作業フォルダの鍵のファイルが壊れています。", mend, str(path))
        return key


def read_form(path: Path) -> Book:
    """Read a form's workbook; OfficeError where it is not there or no workbook."""
    if path.is_dir():
        mend = "その中のファイルを、名前まで指定してください。"
        raise OfficeError("ファイルではなく、フォルダです。", mend, str(path))
    if not path.is_file():
        raise OfficeError("様式のファイルがありません。", "場所と名前を確かめてください。", str(path))
    try:
        return read_book(path)
    except UnreadableBook as unreadable:
        what = CATALOGUE[unreadable.code].what.format(detail=unreadable.detail)
        raise OfficeError(what, "Excelで開けるブック（.xlsx）にしてください。", path.name) from None


def load_workspace(folder: Path) -> Workspace:
    """Open the workspace at a folder; OfficeError where there is none, or not the whole of it."""
    workspace = Workspace(Path(os.path.realpath(folder)))
    _refuse_other_folder(workspace.root)
    refuse_settings_of_before(workspace.root)
    for name in (SETTINGS, REGISTER):
        if not (workspace.root / name).is_file():
            beside = (path.name for path in workspace.root.iterdir() if path.is_file())
            raise OfficeError(
                f"{name} がありません。{did_you_mean(name, beside)}",
                "名前を変えたか、移したときは元に戻し、なければ控えから戻してください。",
                str(workspace.root),
            )
    if not (workspace.root / ".gyokaku" / "key").is_file():
        raise OfficeError(
            "作業フォルダの中の .gyokaku フォルダ（配布の記録）がありません。",
            "控えから元の場所に戻してください。これがないと、届いたブックを見分けられません。",
            str(workspace.root),
        )
    return workspace


def _refuse_other_folder(root: Path) -> None:
    """Refuse what is no workspace: no folder, one inside a workspace, or one that has nothing of it."""
    if not root.is_dir():
        what = "フォルダではなく、ファイルです。" if root.exists() else "フォルダがありません。"
        raise OfficeError(what, "-C に、作業フォルダの場所を指定してください。", str(root))
    if any((root / name).is_file() for name in (SETTINGS, REGISTER, *OF_BEFORE)):
        return
    around = next((one for one in root.parents if (one / SETTINGS).is_file()), None)
    mend = "gyokaku init で作業フォルダを作るか、-C でその場所を指定してください。"
    if around:
        mend = f"作業フォルダは、この上の {around} です。そこで実行するか、-C で指定してください。"
    raise OfficeError(f"作業フォルダではありません（{SETTINGS} がありません）。", mend, str(root))


def init(folder: Path, city: str) -> Workspace:
    """Make a workspace from a packaged city; OfficeError where the folder already holds something."""
    if city not in packaged_cities():
        known = "、".join(packaged_cities())
        raise OfficeError(
            f"「{city}」のデータは入っていません。{did_you_mean(city, packaged_cities())}",
            f"次から選んでください: {known}",
        )
    _refuse_taken(Path(os.path.realpath(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(packaged_data("config", city, SETTINGS), folder / SETTINGS)
    shutil.copyfile(packaged_data("examples", city, REGISTER), folder / REGISTER)
    shutil.copytree(packaged_data("templates_xlsx", city), folder / FORMS)
    (folder / DEFAULT_INBOX).mkdir()
    for starter in sorted(packaged_data("config").glob("*.cmd")):  # to be double-clicked on Windows
        shutil.copyfile(starter, folder / starter.name)
    (folder / ".gyokaku").mkdir()
    write_text(folder / ".gyokaku" / "key", secrets.token_hex(32))
    return load_workspace(folder)


def _refuse_taken(folder: Path) -> None:
    """Refuse to make a workspace where something is already, or under a name that Windows does not allow."""
    if not is_file_name(folder.name):
        raise OfficeError("フォルダの名前に使えません。", NAME_RULE, str(folder))
    if folder.exists() and not folder.is_dir():
        raise OfficeError("同じ名前のファイルがあります。", "ほかの名前を指定してください。", str(folder))
    if (folder / SETTINGS).exists():
        mend = "そのまま使うか、空のフォルダか、まだないフォルダを指定してください。"
        raise OfficeError("すでに作業フォルダがあり、空ではありません。", mend, str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise OfficeError(
            "フォルダが空ではありません。",
            "空のフォルダか、まだないフォルダを指定してください。",
            str(folder),
        )
