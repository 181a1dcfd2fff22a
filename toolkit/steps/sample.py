"""An issued round and the sample answers in, the files departments would send back out (for the demo)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.books.names import find_name
from toolkit.books.package import Package
from toolkit.books.reader import read_book
from toolkit.books.samples import Sample, Samples, load_samples
from toolkit.books.template import find_anchors
from toolkit.model.manifest import IssuedBook, Manifest
from toolkit.model.profile import Round
from toolkit.steps.workspace import ISSUED, Workspace, packaged_data

ARRIVED = "届いたファイル（見本）"
LATE, TWICE, IN_PARTS, FAULTY = "未提出", "重複", "分割", "誤りあり"


@dataclass(frozen=True)
class Returned:
    """Where the sample returns lie, and what is particular about them."""

    folder: Path
    story: tuple[str, ...]


def write_sample_returns(workspace: Workspace, round_: Round, city: str) -> Returned:
    """Fill the issued books as 回答例.xlsx says: one is late, one faulty, one sent twice, one in parts."""
    samples = load_samples(packaged_data("examples", city, "回答例.xlsx"))
    manifest = workspace.manifests(round_)[-1]
    folder = workspace.root / ARRIVED
    folder.mkdir(exist_ok=True)
    ways = {way.section: way for way in samples.ways}
    for issued in manifest.books:
        way = ways[issued.department].way if issued.department in ways else ""
        path = folder / issued.file
        if way == LATE:
            continue
        if way == IN_PARTS:
            half = len(issued.sheets) // 2
            for number, sheets in enumerate((issued.sheets[:half], issued.sheets[half:]), 1):
                part = path.with_stem(f"{path.stem}（その{number}）")
                _fill(
                    workspace,
                    round_,
                    issued,
                    part,
                    _of(samples.answers, [s.item_id for s in sheets]),
                    manifest,
                )
        else:
            ids = [sheet.item_id for sheet in issued.sheets]
            changes = _of(samples.changes, ids) if way == FAULTY else []
            _fill(workspace, round_, issued, path, _of(samples.answers, ids) + changes, manifest)
        if way == TWICE:
            shutil.copyfile(path, path.with_stem(f"{path.stem}（再送）"))
    return Returned(folder, _story(samples))


def _of(samples: Iterable[Sample], item_ids: Sequence[str]) -> list[Sample]:
    return [sample for sample in samples if sample.item_id in item_ids]


def _fill(
    workspace: Workspace,
    round_: Round,
    issued: IssuedBook,
    target: Path,
    samples: Sequence[Sample],
    manifest: Manifest,
) -> None:
    source = workspace.folder(ISSUED, round_) / issued.file
    book = read_book(source)
    package = Package.open(source)
    sheets = {sheet.item_id: sheet.sheet for sheet in issued.sheets}
    for sample in samples:
        sheet = sheets[sample.item_id]
        field = workspace.fields.by_name[sample.field]
        name = find_name(book.names, sample.field, sheet)
        if name is None:
            continue
        refs = find_anchors(name, book.sheets[sheet])
        for slot, ref in zip(manifest.slots[field.key], refs, strict=True):
            if slot.year == sample.year:
                package.sheet(sheet).write(ref, sample.value)
    package.save(target)


def _story(samples: Samples) -> tuple[str, ...]:
    return tuple(f"{way.section}: {way.story or way.way}" for way in samples.ways if way.way != "提出")
