"""A folder and sizes in; a workspace with an issued round, and its returns, out.

The packaged city's items are copied, a department to every so many items, until the plan has the size
asked for; a return is an issued book with the packaged sample answers typed in, each with its own text.
Run as a program, so that what measures stays small: `python -m tests.bench.corpus FOLDER --items 60 …`.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tests.office import resave
from tests.settings_book import change_settings
from toolkit.books.package.package import Package
from toolkit.books.register.samples import load_samples
from toolkit.desk.packaged import default_city, packaged_data
from toolkit.desk.workspace import ISSUED, Workspace, init, load_workspace
from toolkit.model.manifest import IssuedSheet
from toolkit.model.profile import Round
from toolkit.model.years import FiscalYear
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate

Table = list[dict[str, Any]]
Answers = Mapping[tuple[str, str, FiscalYear | None], str | Decimal]

ID = "項目ID"
SEPARATOR = "~"  # between the number of an item of the city, as printed, and the number of its copy


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--items", type=int, required=True)
    options.add_argument("--per-department", type=int, default=1)
    options.add_argument("--returns", type=int, default=0)
    options.add_argument("--earlier", type=int, default=0, help="rounds issued, returned and taken in before")
    options.add_argument("--office-saved", action="store_true")
    chosen = options.parse_args()
    workspace = make_workspace(chosen.folder / "workspace", chosen.items, chosen.per_department)
    for number in range(1, chosen.earlier + 1):
        live_through(workspace, number, chosen.returns)
    if chosen.returns:
        returns = chosen.folder / "returns"
        write_returns(workspace, returns, chosen.returns)
        if chosen.office_saved:
            save_in_office(returns, chosen.folder / "office_saved")


def make_workspace(folder: Path, items: int, per_department: int) -> Workspace:
    """Make a workspace whose plan has so many items and issue its round."""
    workspace = init(folder, default_city())
    register = _read_register(workspace.register)
    _multiply(register, items, per_department, workspace.profile.round().years[0])
    _write_register(workspace.register, register)
    generate(workspace, workspace.profile.round())
    return workspace


def live_through(workspace: Workspace, number: int, returns: int) -> None:
    """Add a round like the present one, and take it through all its steps."""
    now = workspace.profile.round()
    earlier = f"{now.id}{SEPARATOR}{number}"

    def copy(rows: dict[str, Table]) -> None:
        for sheet in ("照会", "照会項目"):
            rows[sheet] += [row | {"照会": earlier} for row in rows[sheet] if row["照会"] == now.id]

    change_settings(workspace.root, copy)
    again = load_workspace(workspace.root)
    round_ = again.profile.round(earlier)
    generate(again, round_, proof=False)
    with tempfile.TemporaryDirectory() as folder:
        write_returns(again, Path(folder) / "returns", returns, round_)
        collect(again, round_, [Path(folder)])
    validate(again, round_)
    consolidate(again, round_, proof=False)


def write_returns(workspace: Workspace, folder: Path, count: int, round_: Round | None = None) -> None:
    """Fill issued one-item books as departments would; beyond the items, an item is answered again."""
    samples = load_samples(packaged_data("examples", default_city(), "回答例.xlsx"))
    answers = {(one.item_id, one.field, one.year): one.value for one in samples.answers}
    round_ = round_ or workspace.profile.round()
    books = workspace.manifests(round_)[-1].books
    folder.mkdir()
    for number, issued in zip(range(1, count + 1), itertools.cycle(books), strict=False):
        package = Package.open(workspace.folder(ISSUED, round_) / issued.file)
        for sheet in issued.sheets:
            _answer(package, sheet, answers, workspace, number)
        package.save(folder / f"{number:05}_{Path(issued.file).name}")
    asked = {ref for issued in books for sheet in issued.sheets for ref in sheet.asked}
    (folder.parent / "asked.txt").write_text(",".join(sorted(asked)), "utf-8")


def save_in_office(returns: Path, folder: Path) -> None:
    """Save every return again with LibreOffice, as a department's office program does."""
    folder.mkdir()
    for path in sorted(returns.iterdir()):
        resave(path, folder / path.name)


# -- the register


def _read_register(path: Path) -> dict[str, Table]:
    tables = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        headers, *rows = sheet.iter_rows(values_only=True)
        tables[sheet.title] = [
            dict(zip(map(str, headers), row, strict=True)) for row in rows if any(row)
        ] or [dict.fromkeys(map(str, headers))]
    return tables


def _write_register(path: Path, tables: Mapping[str, Table]) -> None:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book.save(path)


def _multiply(register: dict[str, Table], items: int, per_department: int, year: FiscalYear) -> None:
    """Copy the items asked in `year` in turn, with their indicators and effects, until there are enough."""
    asked = [row for row in register["項目"] if row["開始年度"] == year.label and not row["再掲元"]]
    copies = list(itertools.islice(_iter_copies(asked), items))
    copies.sort(key=lambda one: asked.index(one[0]))  # the rows of one heading stand together
    departments = [f"課{number}" for number in range(1, -(-items // per_department) + 1)]
    register["所属"] = [
        {"建制順": order, "部": f"部{order // 20 + 1}", "課": section, "種別": "所属"}
        for order, section in enumerate(departments, 1)
    ]
    register["項目"] = [
        row
        | {ID: f"{row[ID]}{SEPARATOR}{copy}", "番号": f"{row['番号']}{SEPARATOR}{copy}"}
        | {"主管課": departments[number // per_department], "関連課": None, "取りまとめ課": None}
        for number, (row, copy) in enumerate(copies)
    ]
    for sheet in ("指標", "効果額"):
        of_item: dict[str, Table] = {}
        for row in register[sheet]:
            of_item.setdefault(row[ID], []).append(row)
        register[sheet] = [
            one | {ID: f"{row[ID]}{SEPARATOR}{copy}"}
            for row, copy in copies
            for one in of_item.get(row[ID], ())
        ]
    register["公表値"] = [dict.fromkeys(register["公表値"][0])]


def _iter_copies(rows: Table) -> Iterator[tuple[dict[str, Any], int]]:
    for copy in itertools.count(1):
        for row in rows:
            yield row, copy


# -- the answers


def _answer(
    package: Package, sheet: IssuedSheet, answers: Answers, workspace: Workspace, number: int
) -> None:
    item_id = sheet.item_id.partition(SEPARATOR)[0]
    for ref, slot in sheet.asked.items():
        value = answers.get((item_id, workspace.fields[slot.field].name, slot.year))
        if slot.field == "year.result":
            value = f"{value or ''}（{number}通目の回答）"
        if value is not None:
            package.sheet(sheet.sheet).write(ref, value)


if __name__ == "__main__":
    main()
