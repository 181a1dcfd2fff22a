"""Custom views and dead hidden names of a form are no content: dropped, told in a line, never refused."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.books.toys import load_base_fields
from tests.steps.toy_city import FORM, ROUND, issued_path, make_city
from toolkit.books.blocks.repeat import find_block_obstacles, repeat_blocks
from toolkit.books.forms.template import bind
from toolkit.books.package.leftovers import iter_leftover_notes
from toolkit.books.package.package import Package
from toolkit.books.reading.reader import read_book
from toolkit.desk.workspace import Workspace
from toolkit.steps.generate import generate

GUID = "2A8D5A1C_3B4E_4F60_9A7B_0C1D2E3F4A5B"
VIEW = f"{{{GUID.replace('_', '-')}}}"
AREA, ROWS = f"Z_{GUID}_.wvu.PrintArea", f"Z_{GUID}_.wvu.Rows"


def rewritten(path: Path, **changes: str) -> Path:
    """Change parts of a workbook as text: `before → after` of each, by the end of the part's name."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, text in parts.items():
        for end, change in changes.items():
            before, after = change.split(" → ")
            if name.endswith(f"{end}.xml") and before.encode() in text:
                parts[name] = text.replace(before.encode(), after.encode(), 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_custom_view(path: Path) -> Path:
    """Save a custom view with a print area and hidden rows into a form, as Excel does."""
    own = f'<definedName name="{AREA}" localSheetId="1" hidden="1">\'{FORM}\'!$A$1:$D$14</definedName>'
    own += f'<definedName name="{ROWS}" localSheetId="1" hidden="1">\'{FORM}\'!$13:$14</definedName>'
    views = f'<customWorkbookViews><customWorkbookView name="印刷用" guid="{VIEW}" windowWidth="900" '
    views += 'windowHeight="600" activeSheetId="2"/></customWorkbookViews>'
    sheet = f'<customSheetViews><customSheetView guid="{VIEW}"><pageMargins left="0.7" right="0.7" '
    sheet += 'top="0.7" bottom="0.7" header="0.3" footer="0.3"/></customSheetView></customSheetViews>'
    rewritten(
        path, workbook=f"<definedNames> → <definedNames>{own}", sheet2=f"<mergeCells → {sheet}<mergeCells"
    )
    with zipfile.ZipFile(path) as archive:
        calculation = re.search(r"<calcPr[^>]*/>", archive.read("xl/workbook.xml").decode())
    assert calculation is not None
    return rewritten(path, workbook=f"{calculation[0]} → {calculation[0]}{views}")


@pytest.fixture
def city(tmp_path: Path) -> Workspace:
    return make_city(tmp_path / "city")


def test_case_S13_a_form_with_custom_views_is_issued_without_them(city: Workspace) -> None:
    form = with_custom_view(city.root / "様式" / "シート.xlsx")
    assert openpyxl.load_workbook(form).views  # openpyxl reads it as a book
    assert not bind(read_book(form), FORM, load_base_fields(), file="シート.xlsx")[1]
    generate(city, city.profile.round(ROUND))
    issued = issued_path(city, "総務課")
    with zipfile.ZipFile(issued) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    assert not [text for text in texts if "wvu" in text or "customSheetView" in text]
    assert not [text for text in texts if "customWorkbookView" in text]


def test_case_S13_dead_hidden_names_are_not_carried_into_every_book(city: Workspace) -> None:
    form = city.root / "様式" / "シート.xlsx"
    dead = "".join(
        f'<definedName name="旧_{number}" hidden="1">#REF!</definedName>' for number in range(5000)
    )
    rewritten(form, workbook=f"<definedNames> → <definedNames>{dead}")
    generate(city, city.profile.round(ROUND))
    names = [name.name for name in read_book(issued_path(city, "総務課")).names]
    assert len(names) < 100
    assert "項目_名称" in names


def test_case_S13_a_hidden_name_that_points_somewhere_stays_as_it_is(city: Workspace) -> None:
    form = city.root / "様式" / "シート.xlsx"
    live = '<definedName name="_表.旧様式" hidden="1">\'はじめに\'!$A$1</definedName>'
    rewritten(form, workbook=f"<definedNames> → <definedNames>{live}")
    assert not bind(read_book(form), FORM, load_base_fields(), file="シート.xlsx")[1]
    generate(city, city.profile.round(ROUND))
    assert "_表.旧様式" in [name.name for name in read_book(issued_path(city, "総務課")).names]


def test_case_S13_the_office_is_told_of_each_kind_in_one_line(city: Workspace) -> None:
    form = with_custom_view(city.root / "様式" / "シート.xlsx")
    dead = "".join(f'<definedName name="旧_{n}" hidden="1">#REF!</definedName>' for n in range(3))
    rewritten(form, workbook=f"<definedNames> → <definedNames>{dead}")
    assert [str(note) for note in iter_leftover_notes(Package.open(form).leftovers(), "シート.xlsx")] == [
        "シート.xlsx: 参照先のない隠れた名前が3個あります。"
        " → 配るブックには入れないので、そのままで差し支えありません。",
        "シート.xlsx: ユーザー設定のビュー（［表示］→［ユーザー設定のビュー］）があります。"
        " → 配るブックには入れないので、そのままで差し支えありません。",
    ]


def test_a_form_without_them_has_nothing_to_tell(city: Workspace) -> None:
    package = Package.open(city.root / "様式" / "シート.xlsx")
    assert not list(iter_leftover_notes(package.leftovers(), "シート.xlsx"))


def test_case_S13_a_form_of_blocks_with_custom_views_is_repeated_without_them(city: Workspace) -> None:
    form = with_custom_view(city.root / "様式" / "シート.xlsx")
    package = Package.open(form)
    package.set_name("ブロック_項目", f"'{FORM}'!$2:$14", FORM)
    assert not [one for one in find_block_obstacles(package, FORM) if "ビュー" in one.what]
    repeat_blocks(package, FORM, ["項目", "項目"])
    assert not package.leftovers().views
