"""What cannot be repeated or moved is refused by name, and nothing has changed then."""

# ruff: noqa: E501 - a refusal stands on one line, or the table cannot be read as one

from __future__ import annotations

from pathlib import Path

import pytest

from tests.books.block_workbook import SHEET, block_parts, picture_at
from tests.books.rich_workbook import TABLE, write_parts
from toolkit.books.blocks.repeat import find_block_obstacles, repeat_blocks
from toolkit.books.package.package import Package
from toolkit.model.errors import OfficeError

BOOK, FORM, LIST = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
DRAWING, VML, CHART = "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml", "xl/charts/chart1.xml"
TYPES, LINKS = "[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

NAME = '<definedName name="試し" localSheetId="0">'
BUTTON = (
    '<v:shape id="_x0000_s1030" type="#_x0000_t201"><x:ClientData ObjectType="Button">'
    "<x:Anchor>5, 0, 6, 0, 6, 0, 7, 0</x:Anchor></x:ClientData></v:shape></xml>"
)
_PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="40" name="{name}"/></xdr:nvPicPr></xdr:pic><xdr:clientData/>'
# Rows are 13.5 points = 171450 EMU high: row 4 ends 685800 below the top.
ONE_CORNER = (
    "<xdr:oneCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row>"
    '<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="9000" cy="{ext}"/>'
    + _PICTURE.format(name="一点") + "</xdr:oneCellAnchor>"
)  # fmt: skip
FIXED = (
    '<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9000" cy="{ext}"/>'
    + _PICTURE.format(name="固定") + "</xdr:absoluteAnchor>"
)  # fmt: skip

REFUSED: dict[str, tuple[tuple[str, str, str], str]] = {
    "a dead block": ((BOOK, "様式!$5:$5", "#REF!"), "「ブロック_見出し」の参照先が、このシートの行の範囲ではありません"),
    "a gap between blocks": ((BOOK, "様式!$5:$5", "様式!$4:$4"), "すき間なく上下に並んでいません"),
    "overlapping blocks": ((BOOK, "様式!$5:$5", "様式!$5:$6"), "すき間なく上下に並んでいません"),
    "a name on a block and outside": (
        (BOOK, NAMES_END := "</definedNames>", f"{NAME}様式!$D$8:$D$9</definedName>{NAMES_END}"),
        "名前「試し」が、ブロックの行とその外",
    ),
    "a name on two blocks": (
        (BOOK, NAMES_END, f"{NAME}様式!$A$5,様式!$A$6</definedName>{NAMES_END}"),
        "名前「試し」が、ブロックの行とその外",
    ),
    "a name that a copy would get": (
        (BOOK, NAMES_END, f'{NAME.replace("試し", "項目_名称__02")}様式!$A$1</definedName>{NAMES_END}'),
        "名前「項目_名称__02」が様式にすでにあります",
    ),
    "print titles on a block": ((BOOK, "様式!$1:$3", "様式!$3:$5"), "印刷タイトルの行がブロックにかかっています"),
    "a print area that ends in a block": ((BOOK, "$J$30", "$J$7"), "印刷範囲がブロックの途中で切れています"),
    "a merge over the edge": ((FORM, 'ref="J4:J9"', 'ref="J8:J9"'), "J8:J9: 結合セルがブロックの境を"),
    "a filter on a block": ((FORM, 'autoFilter ref="A12:B14"', 'autoFilter ref="A6:B14"'), "フィルター"),
    "frozen rows on a block": ((FORM, 'ySplit="3"', 'ySplit="6"'), "ウィンドウ枠の固定"),
    "a matrix formula": (
        (FORM, "<f>SUM(D6:D8)</f>", '<f t="array" ref="D9:D10">D6:D7</f>'),
        "D9:D10: 複数のセルにまたがる配列数式",
    ),
    "a data table": ((FORM, "<f>D9*2+全体_合計</f>", '<f t="dataTable" ref="D10" r1="D2"/>'), "データテーブル"),
    "scenarios": ((FORM, "<autoFilter", "<scenarios/><autoFilter"), "シナリオという設定"),
    "an unknown extension": (
        (FORM, "</extLst></worksheet>", '<ext uri="{0}"><x14:slicerList xmlns:x14="urn:x"/></ext></extLst></worksheet>'),
        "「slicerList」という設定",
    ),
    "a picture on a block": ((DRAWING, "</xdr:wsDr>", picture_at(6, 9, "邪魔") + "</xdr:wsDr>"), "「邪魔」"),
    "a picture that hangs into a block": (
        (DRAWING, "</xdr:wsDr>", picture_at(1, 5, "長い") + "</xdr:wsDr>"), "「長い」"),
    "a picture around the blocks": ((DRAWING, "</xdr:wsDr>", picture_at(3, 9, "枠") + "</xdr:wsDr>"), "「枠」"),
    "a picture of its own size that reaches a block": (
        (DRAWING, "</xdr:wsDr>", ONE_CORNER.format(ext=300_000) + "</xdr:wsDr>"), "「一点」"),
    "a picture at a fixed place that reaches a block": (
        (DRAWING, "</xdr:wsDr>", FIXED.format(ext=900_000) + "</xdr:wsDr>"), "「固定」"),
    "a name of a block used on another block": (
        (FORM, '<c r="A5" s="4" t="inlineStr"><is><t>見出し</t></is></c>', '<c r="A5"><f>指標_目標値</f></c>'),
        "A5: 数式「指標_目標値」"),
    "a button on a block": ((VML, "</xml>", BUTTON), "「Button」"),
    "a 3-D reference": ((LIST, "様式!D2", "SUM(様式:一覧!D2)"), "［一覧］C3: 数式「SUM(様式:一覧!D2)」"),
    "a name of a block used outside": ((FORM, "D9*2+全体_合計", "SUM(指標_目標値)"), "D10: 数式「SUM(指標_目標値)」"),
    "a name of a block on another sheet": ((LIST, "様式!D2", "様式!指標_目標値"), "［一覧］C3: 数式「様式!指標_目標値」"),
    "a book's name of a block elsewhere": ((LIST, "様式!D2", "項目_備考"), "［一覧］C3: 数式「項目_備考」"),
    "a chart of a block's name": ((CHART, "様式!$D$6:$D$8", "様式!指標_目標値"), "数式「様式!指標_目標値」"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_repeated_is_found_beforehand_and_refused(case: str, tmp_path: Path) -> None:
    change, said = REFUSED[case]
    package = Package.open(write_parts(tmp_path / "様式.xlsx", block_parts(change)))
    found = find_block_obstacles(package, SHEET)
    assert len([error for error in found if said in str(error)]) == 1
    before = {name: package.parts.data(name) for name in package.parts}
    with pytest.raises(OfficeError):
        repeat_blocks(package, SHEET, ["見出し", "取組", "取組"])
    assert {name: package.parts.data(name) for name in package.parts} == before


def test_a_table_below_the_blocks_is_refused_and_one_above_is_not(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
    override = f'<Override PartName="/xl/tables/table1.xml" ContentType="{kind}"/></Types>'
    relation = (
        f'<Relationship Id="rId9" Type="{RELATION}table" Target="../tables/table1.xml"/></Relationships>'
    )
    parts = block_parts(
        (TYPES, "</Types>", override),
        (LINKS, "</Relationships>", relation),
        (FORM, "<extLst>\n<ext uri=\"{78", '<tableParts count="1"><tablePart r:id="rId9"/></tableParts><extLst>\n<ext uri="{78'),
    )  # fmt: skip
    for where, obstacles in (("J20:K22", 1), ("J1:K3", 0)):
        parts["xl/tables/table1.xml"] = TABLE.replace("J20:K22", where).encode()
        package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
        found = [str(error) for error in find_block_obstacles(package, SHEET)]
        assert len(found) == obstacles
        assert all("テーブル「表1」" in error for error in found)


@pytest.mark.parametrize("anchor", [ONE_CORNER.format(ext=171_450), FIXED.format(ext=685_800)])
def test_a_picture_that_ends_above_the_blocks_stays(anchor: str, tmp_path: Path) -> None:
    parts = block_parts((DRAWING, "</xdr:wsDr>", anchor + "</xdr:wsDr>"))
    package = Package.open(write_parts(tmp_path / "b.xlsx", parts))
    assert find_block_obstacles(package, SHEET) == []
    repeat_blocks(package, SHEET, ["見出し", "取組", "取組"])
    assert anchor in package.parts.data(DRAWING).decode()


def test_a_name_that_another_sheet_has_for_itself_is_not_the_blocks(tmp_path: Path) -> None:
    own = f'<definedName name="項目_備考" localSheetId="1">一覧!$A$1</definedName>{NAMES_END}'
    parts = block_parts((BOOK, NAMES_END, own), (LIST, "様式!D2", "項目_備考"))
    assert find_block_obstacles(Package.open(write_parts(tmp_path / "b.xlsx", parts)), SHEET) == []


def test_a_reference_from_a_sheet_before_to_one_behind_is_through_this_one(tmp_path: Path) -> None:
    package = Package.open(write_parts(tmp_path / "b.xlsx", block_parts()))
    package.clone_sheet("一覧", "先")
    package.move_sheet("先", 0)
    package.set_name("串", "SUM('先:一覧'!$D$2)")
    assert "3-D参照" in str(find_block_obstacles(package, SHEET)[0])
    package.set_name("串", "SUM('先:先'!$D$2)")
    assert find_block_obstacles(package, SHEET) == []
