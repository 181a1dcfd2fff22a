"""Sheets cloned, renamed, moved and removed; names and properties set; the book saved."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.books.lint import lint
from tests.books.rich_workbook import CHOICES, FORM, HIDDEN, relations, rich_parts, write_parts
from tests.office import needs_libreoffice, needs_ooxml_validator, ooxml_errors, recalculate
from toolkit.books.package.names import DefinedName
from toolkit.books.package.package import Package
from toolkit.model.errors import OfficeError, UnreadableBook

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHART = "xl/charts/chart1.xml"


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package.open(write_parts(tmp_path / "様式.xlsx", rich_parts()))


def saved(package: Package, tmp_path: Path) -> dict[str, bytes]:
    package.save(tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        return {name: book.read(name) for name in book.namelist()}


def with_relation(kind: str, owner: str, target: str, **new_parts: bytes) -> dict[str, bytes]:
    """Give the rich workbook with one more relationship of a part."""
    parts = rich_parts() | new_parts
    folder, _, file = owner.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    type_ = kind if kind.startswith("http") else f"{R[1:-1]}/{kind}"
    mode = ' TargetMode="External"' if target.startswith(("http", "file")) else ""
    line = f'<Relationship Id="rId99" Type="{type_}" Target="{target}"{mode}/></Relationships>'
    parts[name] = parts.get(name, relations([]).encode()).replace(b"</Relationships>", line.encode())
    return parts


# ---- clones


def test_a_clone_stands_last_and_is_not_selected(package: Package, tmp_path: Path) -> None:
    package.clone_sheet(FORM, "写し")
    assert package.sheet_names() == [FORM, CHOICES, HIDDEN, "写し"]
    saved(package, tmp_path)
    assert lint(tmp_path / "out.xlsx") == []


def test_names_of_the_sheet_point_at_the_clone_and_book_names_become_its_own(package: Package) -> None:
    package.clone_sheet(FORM, "(8)-⑧")
    names = {n.name: n.text for n in package.names() if n.sheet == "(8)-⑧"}
    assert names == {
        "_xlnm.Print_Area": "'(8)-⑧'!$A$1:$H$30",
        "_xlnm.Print_Titles": "'(8)-⑧'!$A:$B,'(8)-⑧'!$1:$2",
        "年次_目標値": "'(8)-⑧'!$C$8:$H$8",
        "指標_名称": "'(8)-⑧'!$A$4",
        "全体_合計": "'(8)-⑧'!$C$10",  # was a name of the whole book
    }
    assert DefinedName("全体_合計", None, "様式!$C$10") in package.names()
    assert DefinedName("進捗一覧", None, "選択肢!$A$2:$A$4") in package.names()


def test_a_sheet_name_with_an_apostrophe_is_quoted_everywhere(package: Package) -> None:
    clone = package.clone_sheet(FORM, "O'Brien")
    formula = next(f for f in package.parts.tree(clone.part).iter(M + "f"))
    assert formula.text == "SUM(C8:D9)+'O''Brien'!G8"
    again = package.clone_sheet("O'Brien", "二代目")
    assert next(f for f in package.parts.tree(again.part).iter(M + "f")).text == "SUM(C8:D9)+'二代目'!G8"


def test_a_clone_of_a_clone_has_names_and_tables_of_its_own(package: Package, tmp_path: Path) -> None:
    package.clone_sheet(FORM, "二")
    package.clone_sheet("二", "三")
    parts = saved(package, tmp_path)
    assert lint(tmp_path / "out.xlsx") == []
    tables = [etree.fromstring(data) for name, data in parts.items() if "/tables/" in name]
    assert [(t.get("id"), t.get("displayName")) for t in tables] == [
        ("1", "表1"),
        ("2", "表1_2"),
        ("3", "表1_2_2"),
    ]


def test_of_a_sheets_name_and_the_books_alike_the_clone_gets_the_sheets(package: Package) -> None:
    package.set_name("指標_名称", f"{FORM}!$A$9")  # 様式 has a 指標_名称 of its own, A4
    package.clone_sheet(FORM, "写し")
    names = [(name.sheet, name.text) for name in package.names() if name.name == "指標_名称"]
    assert sorted(names, key=str) == [
        ("写し", "'写し'!$A$4"),
        ("様式", "様式!$A$4"),
        (None, "様式!$A$9"),
    ]


def test_formulas_of_the_clone_read_its_own_table(package: Package) -> None:
    clone = package.clone_sheet(FORM, "写し")
    formulas = {f.getparent().get("r"): f.text for f in package.parts.tree(clone.part).iter(M + "f")}  # type: ignore[union-attr]
    assert formulas["E10"] == "SUM(表1_2[計画])"
    assert formulas["K21"] == "表1_2[[#This Row],[取組]]*10"


def test_a_table_does_not_take_the_name_of_a_defined_name(package: Package) -> None:
    package.set_name("表1_2", '"x"')
    package.clone_sheet(FORM, "写し")
    assert package.parts.tree("xl/tables/table2.xml").get("displayName") == "表1_3"


def test_the_shapes_of_a_clone_have_numbers_no_other_sheet_uses(package: Package) -> None:
    clone = package.clone_sheet(FORM, "写し")
    vml = package.parts.data("xl/drawings/vmlDrawing3.vml").decode()
    assert re.findall(r'<o:idmap v:ext="edit" data="(\d+)"', vml) == ["3"]
    assert re.findall(r"_x0000_s(\d+)", vml) == ["3073", "3074", "3075"]
    assert [c.get("shapeId") for c in package.parts.tree(clone.part).iter(M + "control")] == ["3075"]
    twin = next(package.parts.tree("xl/drawings/drawing2.xml").iter("{*}compatExt"))
    assert twin.get("spid") == "_x0000_s3075"
    header = package.parts.data("xl/drawings/vmlDrawing4.vml").decode()
    assert re.findall(r"_x0000_s(\d+)", header) == ["4097"]
    assert "<x:FmlaLink>'写し'!$C$24</x:FmlaLink>" in vml


def test_pictures_and_printer_settings_are_shared_all_else_is_copied(
    package: Package, tmp_path: Path
) -> None:
    before = set(rich_parts())
    package.clone_sheet(FORM, "写し")
    new = set(saved(package, tmp_path)) - before
    assert {name for name in new if not name.endswith(".rels")} == {
        "xl/worksheets/sheet4.xml",
        "xl/drawings/drawing2.xml",
        "xl/drawings/vmlDrawing3.vml",
        "xl/drawings/vmlDrawing4.vml",
        "xl/charts/chart2.xml",
        "xl/charts/colors2.xml",
        "xl/ctrlProps/ctrlProp2.xml",
        "xl/tables/table2.xml",
        "xl/comments2.xml",
    }


def test_ids_of_a_clone_are_its_own_and_the_same_each_time(tmp_path: Path) -> None:
    texts = []
    for _ in range(2):
        package = Package.open(write_parts(tmp_path / "様式.xlsx", rich_parts()))
        clone = package.clone_sheet(FORM, "写し")
        texts.append(package.parts.data(clone.part).decode())
    assert texts[0] == texts[1]
    assert "11111111-2222-4333-8444-555555555555" not in texts[0]
    old, new = (
        re.findall(r"<x14:id>(.*?)\s*</x14:id>", texts[0]),
        re.findall(r'<x14:cfRule[^>]* id="(.*?)"', texts[0]),
    )
    assert old == new[:1]  # the 2007 rule still knows its 2010 half
    assert "AAAAAAAA-0000" not in texts[0]


def test_a_link_in_a_drawing_to_its_own_sheet_leads_to_the_clone(tmp_path: Path) -> None:
    parts = with_relation("hyperlink", "xl/drawings/drawing1.xml", "#様式!A1")
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    package.clone_sheet(FORM, "写し")
    relations = package.parts.relations("xl/drawings/drawing2.xml")
    assert [r.target for r in relations if r.kind == "hyperlink"] == ["#'写し'!A1"]


@needs_libreoffice
def test_values_of_clones_do_not_mix(package: Package, tmp_path: Path) -> None:
    for number in (2, 3):
        package.clone_sheet(FORM, f"写し{number}").write("C8", number * 100)
    package.save(tmp_path / "out.xlsx")
    results = recalculate(tmp_path / "out.xlsx")
    assert [results[name]["C10"] for name in (FORM, "写し2", "写し3")] == [-1210, 224, 324]


def test_the_clone_of_a_hidden_sheet_is_shown(package: Package) -> None:
    package.clone_sheet(HIDDEN, "写し")
    states = [tab.get("state") for tab in package.parts.tree("xl/workbook.xml").iter(M + "sheet")]
    assert states == [None, None, "veryHidden", None]


def test_vml_that_is_no_xml_and_no_utf_8_is_cloned_as_it_is(tmp_path: Path) -> None:
    parts = rich_parts()
    old = parts["xl/drawings/vmlDrawing1.vml"]
    parts["xl/drawings/vmlDrawing1.vml"] = old.replace("印刷".encode(), "印刷<br>".encode("cp932"))
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    package.clone_sheet(FORM, "写し")
    assert "印刷<br>".encode("cp932") in package.parts.data("xl/drawings/vmlDrawing3.vml")


def test_a_filtered_series_of_a_chart_follows_too(tmp_path: Path) -> None:
    parts = rich_parts()
    extension = (
        '<c:extLst><c:ext xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart" '
        'uri="{02D57815-91ED-43cb-92C2-25804820EDAC}"><c15:fullRef><c15:sqref>様式!$C$8:$H$8</c15:sqref>'
        "</c15:fullRef></c:ext></c:extLst>"
    )
    end = b"</c:plotArea>"
    parts[CHART] = parts[CHART].replace(end, extension.encode() + end)
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    package.clone_sheet(FORM, "写し")
    assert "<c15:sqref>'写し'!$C$8:$H$8<" in package.parts.data("xl/charts/chart2.xml").decode()


@pytest.mark.parametrize(
    ("part", "copy", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", "<formula1>進捗一覧", "<formula1>様式!A1"),
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", "<formula>C8=", "<formula>様式!A1="),
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", 'autoPict="0">', 'linkedCell="様式!A1">'),
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", 'autoPict="0">', 'listFillRange="様式!A1">'),
        (
            "xl/tables/table1.xml",
            "xl/tables/table2.xml",
            "Formula>表1[[#This Row],[取組]]",
            "Formula>様式!A1",
        ),
        ("xl/ctrlProps/ctrlProp1.xml", "xl/ctrlProps/ctrlProp2.xml", 'lockText="1"', 'fmlaRange="様式!A1"'),
        (CHART, "xl/charts/chart2.xml", "選択肢!$A$2:$A$4", "様式!A1"),
    ],
)
def test_wherever_a_part_names_its_sheet_the_copy_names_itself(  # one row per place of `references`
    part: str, copy: str, old: str, new: str, tmp_path: Path
) -> None:
    parts = rich_parts()
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    package.clone_sheet(FORM, "写し")
    text = package.parts.data(copy).decode()
    assert new.replace("様式!", "'写し'!") in text
    assert "様式!" not in text


def test_a_book_without_defined_names_is_cloned_without_a_list_of_names(tmp_path: Path) -> None:
    parts = rich_parts()
    parts["xl/workbook.xml"] = re.sub(
        rb"<definedNames>.*</definedNames>", b"", parts["xl/workbook.xml"], flags=re.S
    )
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    package.clone_sheet(FORM, "写し")
    assert b"definedNames" not in saved(package, tmp_path)["xl/workbook.xml"]


# ---- what cannot be cloned


@pytest.mark.parametrize(
    ("kind", "owner", "said"),
    [
        ("pivotTable", "xl/worksheets/sheet1.xml", "ピボットテーブル"),
        (
            "http://schemas.microsoft.com/office/2007/relationships/slicer",
            "xl/worksheets/sheet1.xml",
            "スライサー",
        ),
        ("queryTable", "xl/tables/table1.xml", "クエリ"),
        ("oleObject", "xl/worksheets/sheet1.xml", "OLE"),
        ("package", "xl/charts/chart1.xml", "埋め込みファイル"),
        ("control", "xl/worksheets/sheet1.xml", "ActiveX"),
        ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "xl/workbook.xml", "マクロ"),
        ("externalLink", "xl/workbook.xml", "ほかのブックへの参照"),
        ("pivotCacheDefinition", "xl/workbook.xml", "ピボットテーブル"),
        ("connections", "xl/workbook.xml", "外部データの接続"),
        (
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "xl/worksheets/sheet1.xml",
            "スレッド形式のコメント",
        ),
        ("diagramData", "xl/drawings/drawing1.xml", "SmartArt"),
        ("diagramLayout", "xl/drawings/drawing1.xml", "SmartArt"),
        ("model3d", "xl/drawings/drawing1.xml", "3D モデル"),
        ("rdRichValue", "xl/workbook.xml", "セルの中に置いた画像"),
        ("revisionHeaders", "xl/workbook.xml", "ブックの共有"),
        ("somethingNew", "xl/drawings/drawing1.xml", "このツールの知らない部品（somethingNew）"),
    ],
)
def test_case_S13_what_cannot_be_cloned_is_refused_by_name(
    kind: str, owner: str, said: str, tmp_path: Path
) -> None:
    parts = with_relation(kind, owner, "../other/thing1.xml")
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    with pytest.raises(OfficeError, match=f"{said}.*シートを写せません。 → .*ください") as told:
        package.clone_sheet(FORM, "写し")
    assert "xml" not in str(told.value)  # staff know no parts of a file
    assert package.sheet_names() == [FORM, CHOICES, HIDDEN]


def test_a_linked_picture_is_refused(tmp_path: Path) -> None:
    parts = with_relation("image", "xl/drawings/drawing1.xml", "file:///C:/市章.png")
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    assert [error.what for error in package.find_obstacles(FORM)] == [
        "ファイルの外にあるもの（リンクされた図など。file:///C:/市章.png）があるため、シートを写せません。"
    ]


@pytest.mark.parametrize("name", ["", "あ" * 32, "a/b", "'a", "選択肢", "FORM?", "[1]", "改\n行"])
def test_a_sheet_name_excel_would_not_take_is_refused(package: Package, name: str) -> None:
    with pytest.raises(OfficeError, match="シート名"):
        package.clone_sheet(FORM, name)


def test_an_unknown_sheet_is_named_with_those_there_are(package: Package) -> None:
    with pytest.raises(OfficeError, match=r"様式\.xlsx: シート「様式1」がありません。.*様式、選択肢、裏"):
        package.sheet("様式1")


def test_a_strict_workbook_is_refused_with_its_mend(tmp_path: Path) -> None:
    parts = rich_parts()
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(M[1:-1].encode(), strict)
    with pytest.raises(OfficeError, match=r"Strict.*保存し直して"):
        Package.open(write_parts(tmp_path / "b.xlsx", parts))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_part_is_named(part: str, tmp_path: Path) -> None:
    path = write_parts(tmp_path / "b.xlsx", rich_parts() | {part: b"<a><b></a>"})
    with pytest.raises(UnreadableBook, match=f"damaged: （{part}）"):
        Package.open(path).sheet(FORM)


# ---- rename, move, remove


def test_everything_follows_a_renamed_sheet(package: Package, tmp_path: Path) -> None:
    package.rename_sheet(FORM, "6-1 財政")
    parts = saved(package, tmp_path)
    for name, data in parts.items():
        assert "様式!" not in data.decode(errors="replace"), name
    assert "'6-1 財政'!$C$8:$E$8" in parts[CHART].decode()
    assert "'6-1 財政'!C10" in parts["xl/worksheets/sheet2.xml"].decode()
    assert DefinedName("年次_目標値", "6-1 財政", "'6-1 財政'!$C$8:$H$8") in package.names()
    assert package.sheet("6-1 財政").name == "6-1 財政"
    assert lint(tmp_path / "out.xlsx") == []


def test_names_stay_with_their_sheets_when_tabs_move(package: Package, tmp_path: Path) -> None:
    before = sorted(map(str, package.names()))
    package.move_sheet(CHOICES, 0)
    package.clone_sheet(FORM, "写し")
    package.move_sheet("写し", 1)
    assert package.sheet_names() == [CHOICES, "写し", FORM, HIDDEN]
    assert sorted(str(n) for n in package.names() if n.sheet != "写し") == before
    saved(package, tmp_path)
    assert lint(tmp_path / "out.xlsx") == []


def test_the_book_opens_on_its_first_visible_sheet_alone(package: Package, tmp_path: Path) -> None:
    package.move_sheet(HIDDEN, 0)
    package.move_sheet(CHOICES, 1)
    package.select_first_sheet()
    parts = saved(package, tmp_path)
    assert b'activeTab="1"' in parts["xl/workbook.xml"]
    assert b"tabSelected" not in parts["xl/worksheets/sheet1.xml"]
    assert b'tabSelected="1"' in parts["xl/worksheets/sheet2.xml"]  # it had no view before
    assert lint(tmp_path / "out.xlsx") == []


@needs_ooxml_validator
def test_a_removed_sheet_takes_its_parts_names_and_types_along(package: Package, tmp_path: Path) -> None:
    package.clone_sheet(FORM, "写し")
    package.remove_sheet(FORM)
    parts = saved(package, tmp_path)
    gone = [
        "sheet1.xml",
        "drawing1.xml",
        "chart1.xml",
        "table1.xml",
        "comments1.xml",
        "ctrlProp1.xml",
        "vmlDrawing1",
    ]
    assert [name for name in parts if any(word in name for word in gone)] == []
    assert [n.name for n in package.names() if n.sheet is None] == ["進捗一覧", "版"]
    assert {n.sheet for n in package.names()} == {None, CHOICES, "写し"}
    assert "<f>#REF!C10</f>" in parts["xl/worksheets/sheet2.xml"].decode()
    assert lint(tmp_path / "out.xlsx") == []
    assert ooxml_errors(tmp_path / "out.xlsx") == []


def test_the_last_visible_sheet_stays(package: Package) -> None:
    package.remove_sheet(CHOICES)
    with pytest.raises(ValueError, match="visible"):
        package.remove_sheet(FORM)


# ---- names and properties


def test_a_name_is_replaced_in_its_scope_only(package: Package) -> None:
    package.set_name("_item_id", "'様式'!$A$4", FORM)
    package.set_name("_ITEM_ID", "'様式'!$A$3", FORM)
    package.set_name("_item_id", '"R6"')
    found = [n for n in package.names() if n.name.casefold() == "_item_id"]
    assert found == [DefinedName("_ITEM_ID", FORM, "'様式'!$A$3"), DefinedName("_item_id", None, '"R6"')]
    package.delete_name("_item_id")
    assert [n.sheet for n in package.names() if n.name.casefold() == "_item_id"] == [FORM]


def test_a_book_without_names_and_properties_gets_them(tmp_path: Path) -> None:
    parts = rich_parts()
    for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        del parts[name]
        line = f'<Override PartName="/{name}"[^>]*/>'.encode()
        parts["[Content_Types].xml"] = re.sub(line, b"", parts["[Content_Types].xml"])
        parts["_rels/.rels"] = re.sub(
            rb'<Relationship [^>]*Target="' + name.encode() + b'"/>', b"", parts["_rels/.rels"]
        )
    workbook = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = re.sub(rb"<definedNames>.*</definedNames>", b"", workbook, flags=re.S)
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    package.set_name("_issue", '"isehara|R6"')
    package.set_property("発行", "R6-1")
    package.set_title("照会")
    written = saved(package, tmp_path)
    assert "<dc:title>照会</dc:title>" in written["docProps/core.xml"].decode()
    assert "R6-1</vt:lpwstr>" in written["docProps/custom.xml"].decode()
    assert package.names() == [DefinedName("_issue", None, '"isehara|R6"')]
    assert lint(tmp_path / "out.xlsx") == []


def test_a_property_is_replaced_and_others_stay(package: Package, tmp_path: Path) -> None:
    package.set_property("様式番号", "R7-1")
    package.set_property("発行", "3")
    root = etree.fromstring(saved(package, tmp_path)["docProps/custom.xml"])
    assert [(p.get("pid"), p.get("name"), "".join(map(str, p.itertext()))) for p in root] == [
        ("2", "様式番号", "R7-1"),
        ("3", "発行", "3"),
    ]


def test_nothing_tells_who_saved_the_template_or_where(package: Package, tmp_path: Path) -> None:
    everything = b"".join(saved(package, tmp_path).values()).decode(errors="replace")
    for trace in ("職員 太郎", "C:\\Users", "absPath", "lastModifiedBy", "TitlesOfParts", "2024-05-01"):
        assert trace not in everything
    assert "2024-04-01" in everything  # the day the form was made stays


# ---- save


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_parts(tmp_path / "様式.xlsx", rich_parts())
    for name in ("a.xlsx", "b.xlsx"):
        package = Package.open(source)
        package.clone_sheet(FORM, "写し").write("C8", "=文字")
        package.set_property("発行", "1")
        package.save(tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_saving_twice_gives_the_same_bytes(package: Package, tmp_path: Path) -> None:
    package.sheet(FORM).write("C8", 1)
    package.save(tmp_path / "a.xlsx")
    package.save(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_zip_has_fixed_dates_and_begins_with_the_content_types(package: Package, tmp_path: Path) -> None:
    package.save(tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_untouched_parts_keep_their_bytes(package: Package, tmp_path: Path) -> None:
    package.clone_sheet(CHOICES, "写し")
    written, before = saved(package, tmp_path), rich_parts()
    same = {name for name in before if written.get(name) == before[name]}
    assert {CHART, "xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml", "xl/media/image1.png"} <= same


def test_the_order_of_calculation_is_dropped_with_all_that_names_it(package: Package, tmp_path: Path) -> None:
    everything = saved(package, tmp_path)
    assert "xl/calcChain.xml" not in everything
    assert b"calcChain" not in everything["[Content_Types].xml"] + everything["xl/_rels/workbook.xml.rels"]


def test_a_failed_save_leaves_the_old_file_and_no_rest(package: Package, tmp_path: Path) -> None:
    target = tmp_path / "out" / "book.xlsx"
    target.parent.mkdir()
    target.write_bytes(b"old")
    package.parts.put("xl/media/broken", b"")
    package.parts._raw["xl/media/broken"] = None  # type: ignore[assignment]
    with pytest.raises(TypeError):
        package.save(target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == ["book.xlsx"]


def test_prefixes_that_a_part_declares_stay_declared(package: Package) -> None:
    # Excel refuses a sheet whose mc:Ignorable names a prefix that is not declared.
    clone = package.clone_sheet(FORM, "写し")
    root = package.parts.data(clone.part).decode().partition("<sheetPr")[0]
    for prefix in ("x14ac", "xr", "mc", "r"):
        assert f"xmlns:{prefix}=" in root


def test_a_name_of_a_tab_that_is_not_there_is_named(tmp_path: Path) -> None:
    parts = rich_parts()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        'name="指標_名称" localSheetId="0"'.encode(), 'name="指標_名称" localSheetId="9"'.encode()
    )
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    with pytest.raises(UnreadableBook, match="名前「指標_名称」の範囲"):
        package.names()


def test_a_sheet_without_cells_is_refused(tmp_path: Path) -> None:
    parts = rich_parts()
    chart = (
        f'<chartsheet xmlns="{M[1:-1]}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>'
    )
    package = Package.open(
        write_parts(tmp_path / "b.xlsx", parts | {"xl/worksheets/sheet3.xml": chart.encode()})
    )
    with pytest.raises(OfficeError, match="「裏」はセルのないシート"):
        package.clone_sheet(HIDDEN, "写し")
    package.sheet(FORM).write("C8", 1)
    saved(package, tmp_path)
