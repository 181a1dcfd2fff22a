"""An issued round and the sample answers in, the files departments would send back out (for the demo)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.forms.template import find_anchors
from toolkit.books.package.names import find_name
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.books.register.samples import Sample, Samples, Way, load_samples
from toolkit.desk.documents import write_json
from toolkit.desk.packaged import packaged_data
from toolkit.desk.workspace import ISSUED, Workspace
from toolkit.model.certainty import certainties_json
from toolkit.model.fields import Slot
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.profile import OFFICE, Round

ARRIVED = "届いたファイル（見本）"
LATE, TWICE, IN_PARTS, FAULTY = "未提出", "重複", "分割", "誤りあり"


@dataclass(frozen=True)
class SampleReturns:
    """Where the sample returns lie, and what is particular about them."""

    folder: Path
    story: tuple[str, ...]


def sample_rounds(workspace: Workspace, city: str) -> list[Round]:
    """Give the rounds the sample answers speak of, in the profile's order; the current one last."""
    samples = _load(city)
    named = {sample.round for sample in samples.answers}
    profile = workspace.profile
    current = profile.round()
    return [one for one in profile.rounds if one.id in named and one.id != current.id] + [current]


def write_sample_returns(workspace: Workspace, round_: Round, city: str) -> SampleReturns:
    """Fill the issued books as 回答例.xlsx says: one is late, one faulty, one sent twice, one in parts.

    The certainties (原本 …) of what was typed in stay in the workspace.
    """
    samples = _of_round(_load(city), round_.id, workspace.profile.current_round)
    manifest = workspace.manifests(round_)[-1]
    folder = workspace.root / ARRIVED / round_.id
    folder.mkdir(parents=True, exist_ok=True)
    ways = {way.section: way.way for way in samples.ways}
    certainties: dict[tuple[str, Slot], str] = {}
    for issued in manifest.books:
        way = ways.get(issued.department, "")
        if way == LATE or workspace.profile.form(issued.form).by:
            continue
        path = folder / issued.file
        filler = _Filler(workspace, round_, manifest, issued, certainties)
        ids = [sheet.item_id for sheet in issued.sheets]
        if way == IN_PARTS:
            half = len(ids) // 2
            for number, part in enumerate((ids[:half], ids[half:]), 1):
                filler.write(path.with_stem(f"{path.stem}（その{number}）"), _about(samples.answers, part))
            continue
        changes = _about(samples.changes, ids) if way == FAULTY else []
        filler.write(path, _about(samples.answers, ids) + changes)
        if way == TWICE:
            shutil.copyfile(path, path.with_stem(f"{path.stem}（再送）"))
    write_json(workspace.sample_certainties_path(round_), certainties_json(certainties))
    story = tuple(f"{way.section}: {way.story or way.way}" for way in samples.ways if way.way != "提出")
    return SampleReturns(folder, story)


def write_sample_words(workspace: Workspace, round_: Round, city: str) -> Path:
    """Fill the book of 事務局 as 回答例.xlsx says, and give the file."""
    samples = _of_round(_load(city), round_.id, workspace.profile.current_round)
    manifest = workspace.manifests(round_)[-1]
    (issued,) = (book for book in manifest.books if workspace.profile.form(book.form).by == OFFICE)
    path = workspace.root / ARRIVED / round_.id / issued.file
    _Filler(workspace, round_, manifest, issued, {}).write(path, samples.answers)
    return path


def _load(city: str) -> Samples:
    return load_samples(packaged_data("examples", city, "回答例.xlsx"))


def _of_round(samples: Samples, round_id: str, current: str) -> Samples:
    def belongs(one: Sample | Way) -> bool:
        return (one.round or current) == round_id

    answers, changes = (tuple(filter(belongs, some)) for some in (samples.answers, samples.changes))
    return Samples(answers, changes, tuple(filter(belongs, samples.ways)))


def _about(samples: Iterable[Sample], item_ids: Sequence[str]) -> list[Sample]:
    return [sample for sample in samples if sample.item_id in item_ids]


@dataclass(frozen=True)
class _Filler:
    """Types sample values into one issued book, and notes the certainty of each."""

    workspace: Workspace
    round: Round
    manifest: Manifest
    issued: IssuedBook
    certainties: dict[tuple[str, Slot], str]

    def write(self, target: Path, samples: Sequence[Sample]) -> None:
        """Write a copy of the issued book with the values typed in."""
        source = self.workspace.folder(ISSUED, self.round) / self.issued.file
        book = read_book(source)
        package = Package.open(source)
        sheets = {sheet.item_id: sheet for sheet in self.issued.sheets}
        for sample in samples:
            if sample.writer != self.issued.writer:
                continue
            sheet = sheets[sample.item_id]
            key = self.workspace.fields.by_name[sample.field].key
            name = find_name(book.names, sample.field + sheet.suffix, sheet.sheet)
            if name is None:
                continue
            refs = find_anchors(name, book.sheets[sheet.sheet])
            for slot, ref in zip(self.manifest.slots_of(self.issued, sheet, key), refs, strict=True):
                if slot and slot.year == sample.year and (slot.number or 1) == sample.number:
                    package.sheet(sheet.sheet).write(ref, sample.value)
                    if sample.value != "":
                        self.certainties[sample.item_id, slot] = sample.certainty
        package.save(target)
