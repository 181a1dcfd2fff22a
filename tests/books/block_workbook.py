"""Nothing in, a template with two prototypes out: every feature that must follow them, above, on and below.

様式: rows 1-4 stand above, `ブロック_見出し` is row 5, `ブロック_取組` rows 6-8, rows 9-30 stand below.
一覧 is another sheet that reads 様式.
"""

# ruff: noqa: E501 - the parts stand as Excel writes them, lines broken where a reader needs it

from __future__ import annotations

from pathlib import Path

from tests.books import rich_drawings, rich_styles
from tests.books.rich_workbook import MAIN, XML, R, png, relations, write_parts

SHEET, OTHER = "様式", "一覧"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_BOOK = _OFFICE + "spreadsheetml."
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"

NAMES = """<definedNames>
<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">様式!$A$12:$B$14</definedName>
<definedName name="_xlnm.Print_Area" localSheetId="0">様式!$A$1:$J$30</definedName>
<definedName name="_xlnm.Print_Titles" localSheetId="0">様式!$A:$A,様式!$1:$3</definedName>
<definedName name="_item_id" localSheetId="0">様式!$A$6</definedName>
<definedName name="項目_名称" localSheetId="0">様式!$B$6</definedName>
<definedName name="指標_目標値" localSheetId="0">様式!$D$6:$D$7,様式!$D$8</definedName>
<definedName name="項目_備考">様式!$H$6</definedName>
<definedName name="項目_見出し" localSheetId="0">様式!$A$5</definedName>
<definedName name="全体_合計" localSheetId="0">様式!$D$9</definedName>
<definedName name="全体_題名" localSheetId="0">様式!$A$1</definedName>
<definedName name="選択肢" comment="進捗">一覧!$A$1:$A$3</definedName>
<definedName name="合計欄">様式!$D$9</definedName>
<definedName name="明細">OFFSET(様式!$D$5,0,0,COUNTA(様式!$D$6:$D$8),1)</definedName>
<definedName name="ブロック_取組" localSheetId="0">様式!$A$6:$J$8</definedName>
<definedName name="ブロック_見出し" localSheetId="0">様式!$5:$5</definedName>
</definedNames>"""

WORKBOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{R}"><bookViews><workbookView activeTab="0"/></bookViews>
<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/><sheet name="{OTHER}" sheetId="2" r:id="rId2"/></sheets>
{NAMES}<calcPr calcId="191029"/></workbook>"""


def _text(ref: str, text: str, style: int = 1) -> str:
    return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def _number(ref: str, number: float, style: int = 1) -> str:
    return f'<c r="{ref}" s="{style}"><v>{number}</v></c>'


def _formula(ref: str, formula: str, attributes: str = "") -> str:
    return f'<c r="{ref}" s="1"><f{attributes}>{formula}</f></c>'


def _row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}" spans="1:10"{attributes}>{"".join(cells)}</row>'


ROWS = "".join(
    [
        _row(1, _text("A1", "取組状況", 2)),
        _row(2, _text("A2", "合計へ"), _number("D2", 100)),
        _row(3, _text("A3", "取組"), _text("D3", "目標"), _text("F3", "額")),
        _row(
            4,
            _formula("D4", "SUM(D5:D8)"),
            _formula("E4", "D9+$D$2"),
            _formula("F4", "SUM(F6:F6)+SUM(K:K)"),
        ),
        _row(5, _text("A5", "見出し", 4), attributes=' ht="24" customHeight="1"'),
        _row(
            6,
            _text("A6", "①", 3),
            _text("B6", "名称", 3),
            '<c r="C6" s="4"/>',
            _number("D6", 10, 9),
            _formula("E6", "D6/$D$2"),
            _number("F6", 1),
            _formula("G6", "D6*2", ' t="shared" ref="G6:G8" si="0"'),
            _text("H6", "手引"),
            attributes=' ht="30" customHeight="1"',
        ),
        _row(
            7,
            '<c r="A7" s="4"/>',
            _number("D7", 20, 9),
            _formula("E7", "D6+D$7+様式!D8"),
            _number("F7", 2),
            _formula("G7", "", ' t="shared" si="0"'),
            _text("H7", "上へ"),
            attributes=' hidden="1"',
        ),
        _row(
            8,
            '<c r="A8" s="4"/>',
            _number("D8", 30, 9),
            _formula("E8", "SUM(指標_目標値)+D$2"),
            _number("F8", 3),
            _formula("G8", "", ' t="shared" si="0"'),
            _formula("H8", "SUM(F$4:F8)"),
            attributes=' ht="20" customHeight="1"',
        ),
        _row(
            9,
            _text("A9", "合計"),
            _formula("D9", "SUM(D6:D8)"),
            _formula("E9", "D8"),
            _formula("F9", "SUM(F6:F8)"),
        ),
        _row(
            10, _text("A10", "注", 3), _formula("D10", "D9*2+全体_合計"), _formula("E10", "AVERAGE(D$6:D$8)")
        ),
        _row(12, _text("A12", "年度"), _text("B12", "額")),
        _row(13, _text("A13", "R5"), _number("B13", 1)),
        _row(14, _text("A14", "R6"), _number("B14", 2)),
        _row(30, _text("A30", "以上")),
    ]
)

FORM = f"""<worksheet xmlns="{MAIN}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 mc:Ignorable="xr" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">
<dimension ref="A1:J30"/>
<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="3" topLeftCell="A9" activePane="bottomLeft" state="frozen"/>
<selection pane="bottomLeft" activeCell="D9" sqref="D9:D10"/></sheetView></sheetViews>
<sheetFormatPr defaultRowHeight="13.5"/><cols><col min="1" max="10" width="10" customWidth="1"/></cols>
<sheetData>{ROWS}</sheetData>
<sheetProtection sheet="1" objects="1" scenarios="1"/>
<protectedRanges><protectedRange sqref="D6:D8 D10" name="範囲1"/></protectedRanges>
<autoFilter ref="A12:B14"><filterColumn colId="0"/><sortState ref="A13:B14"><sortCondition ref="A13:A14"/></sortState></autoFilter>
<mergeCells count="4"><mergeCell ref="A6:A8"/><mergeCell ref="B6:C6"/><mergeCell ref="A10:C10"/><mergeCell ref="J4:J9"/></mergeCells>
<conditionalFormatting sqref="D6:D8"><cfRule type="cellIs" dxfId="0" priority="1" operator="lessThan"><formula>$D$2</formula></cfRule></conditionalFormatting>
<conditionalFormatting sqref="A4:C10"><cfRule type="expression" dxfId="1" priority="2"><formula>$D5=""</formula></cfRule></conditionalFormatting>
<conditionalFormatting sqref="F6:F8"><cfRule type="expression" dxfId="1" priority="3"><formula>F6&gt;$D$6</formula></cfRule></conditionalFormatting>
<conditionalFormatting sqref="G6:G8"><cfRule type="dataBar" priority="4"><dataBar><cfvo type="min"/><cfvo type="formula" val="$D$8"/>
<color rgb="FF638EC6"/></dataBar><extLst><ext uri="{{B025F937-C7B1-47D3-B67F-A62EFF666E3E}}" xmlns:x14="{_X14}">
<x14:id>{{AAAAAAAA-0000-4000-8000-000000000001}}</x14:id></ext></extLst></cfRule></conditionalFormatting>
<dataValidations count="3">
<dataValidation type="list" allowBlank="1" showErrorMessage="1" promptTitle="進捗" prompt="選んでください" sqref="H8 H10"><formula1>"○,×"</formula1></dataValidation>
<dataValidation type="custom" allowBlank="1" sqref="D7:D8"><formula1>D7&gt;=D6</formula1></dataValidation>
<dataValidation type="decimal" allowBlank="1" sqref="D6" xr:uid="{{BBBBBBBB-0000-4000-8000-000000000001}}"><formula1>0</formula1><formula2>D9</formula2></dataValidation>
</dataValidations>
<hyperlinks><hyperlink ref="A2" location="様式!A9" display="合計へ"/><hyperlink ref="H6" r:id="rId1" xr:uid="{{BBBBBBBB-0000-4000-8000-000000000002}}"/>
<hyperlink ref="H7" location="様式!A6"/><hyperlink ref="A10" location="一覧!A1"/></hyperlinks>
<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>
<pageSetup paperSize="9" orientation="landscape"/>
<rowBreaks count="2" manualBreakCount="2"><brk id="8" max="16383" man="1"/><brk id="10" max="16383" man="1"/></rowBreaks>
<colBreaks count="1" manualBreakCount="1"><brk id="10" max="29" man="1"/></colBreaks>
<ignoredErrors><ignoredError sqref="D6:D8" numberStoredAsText="1"/></ignoredErrors>
<drawing r:id="rId2"/><legacyDrawing r:id="rId3"/>
<extLst>
<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{_X14}">
<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{_XM}">
<x14:cfRule type="dataBar" id="{{AAAAAAAA-0000-4000-8000-000000000001}}"><x14:dataBar minLength="0" maxLength="100">
<x14:cfvo type="autoMin"/><x14:cfvo type="formula"><xm:f>$D$8</xm:f></x14:cfvo><x14:negativeFillColor rgb="FFFF0000"/><x14:axisColor rgb="FF000000"/></x14:dataBar></x14:cfRule>
<xm:sqref>G6:G8</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>
<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{_X14}">
<x14:dataValidations count="1" xmlns:xm="{_XM}"><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">
<x14:formula1><xm:f>一覧!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>C7</xm:sqref></x14:dataValidation></x14:dataValidations></ext>
<ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{_X14}">
<x14:sparklineGroups xmlns:xm="{_XM}"><x14:sparklineGroup displayEmptyCellsAs="gap"><x14:colorSeries rgb="FF376092"/>
<x14:sparklines><x14:sparkline><xm:f>様式!D6:G6</xm:f><xm:sqref>I6</xm:sqref></x14:sparkline>
<x14:sparkline><xm:f>様式!D9:F9</xm:f><xm:sqref>I9</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>
</extLst></worksheet>"""

LIST = f"""<worksheet xmlns="{MAIN}" xmlns:r="{R}"><dimension ref="A1:C6"/><sheetData>
{_row(1, _text("A1", "順調"), _formula("B1", "様式!D9"), _formula("C1", "SUM(様式!F6:F8)", ' t="shared" ref="C1:C2" si="0"'))}
{_row(2, _text("A2", "遅れ"), _formula("B2", "様式!D6"), _formula("C2", "", ' t="shared" si="0"'))}
{_row(3, _text("A3", "完了"), _formula("B3", "様式!A30&amp;D9"), _formula("C3", "様式!D2"))}
{_row(4, _text("A4", "合計へ"), _formula("B4", "SUM(様式!D4:D10,合計欄)"))}
{_row(9, _number("D9", 7))}
</sheetData><conditionalFormatting sqref="B1"><cfRule type="expression" dxfId="0" priority="1"><formula>様式!$D$9&gt;0</formula></cfRule></conditionalFormatting>
<hyperlinks><hyperlink ref="A4" location="様式!A9"/></hyperlinks>
<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/></worksheet>"""


def _comment(ref: str, text: str) -> str:
    uid = f"{{CCCCCCCC-0000-4000-8000-{int(ref[1:]):012}}}"
    return f'<comment ref="{ref}" authorId="0" xr:uid="{uid}"><text><t>{text}</t></text></comment>'


COMMENTS = f"""<comments xmlns="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 mc:Ignorable="xr" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"><authors><author>事務局</author></authors><commentList>
{_comment("A1", "題")}{_comment("D6", "目標を確認")}{_comment("A9", "合計です")}</commentList></comments>"""


def _note(number: int, row: int, column: int) -> str:
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 3}, 31, {row + 4}, 9"
    return f"""<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:100pt;height:50pt;visibility:hidden" fillcolor="#ffffe1">
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""


VML = f"""<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>
{_note(1025, 0, 0)}{_note(1026, 5, 3)}{_note(1027, 8, 0)}</xml>"""

_SPACES = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def _corner(tag: str, column: int, row: int) -> str:
    return (
        f"<xdr:{tag}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{tag}>"
    )


def _picture(number: int, name: str) -> str:
    return f"""<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{name}"/><xdr:cNvPicPr/></xdr:nvPicPr>
<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>
<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9000" cy="9000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>"""


_CHART_FRAME = """<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="9" name="推移"/><xdr:cNvGraphicFramePr/>
</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId2"/></a:graphicData></a:graphic></xdr:graphicFrame>"""


def picture_at(top: int, bottom: int, name: str = "市章") -> str:
    """Give a picture between two rows (counted from 0, as a drawing does)."""
    return f"<xdr:twoCellAnchor>{_corner('from', 1, top)}{_corner('to', 2, bottom)}{_picture(top + 20, name)}<xdr:clientData/></xdr:twoCellAnchor>"


DRAWING = f"""<xdr:wsDr {_SPACES} xmlns:r="{R}">{picture_at(0, 3, "上の図")}{picture_at(15, 17, "下の図")}
<xdr:oneCellAnchor>{_corner("from", 4, 18)}<xdr:ext cx="9000" cy="9000"/>{_picture(5, "一点の図")}<xdr:clientData/></xdr:oneCellAnchor>
<xdr:twoCellAnchor>{_corner("from", 1, 19)}{_corner("to", 6, 28)}{_CHART_FRAME}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""

CHART = (
    rich_drawings.CHART.replace("様式!$A$8", "様式!$A$9")
    .replace("選択肢!$A$2:$A$4", "様式!$B$6:$B$8")
    .replace("様式!$C$8:$E$8", "様式!$D$6:$D$8")
)

CONTENT_TYPES = {
    "xl/workbook.xml": _BOOK + "sheet.main+xml",
    "xl/worksheets/sheet1.xml": _BOOK + "worksheet+xml",
    "xl/worksheets/sheet2.xml": _BOOK + "worksheet+xml",
    "xl/styles.xml": _BOOK + "styles+xml",
    "xl/comments1.xml": _BOOK + "comments+xml",
    "xl/drawings/drawing1.xml": _OFFICE + "drawing+xml",
    "xl/charts/chart1.xml": _OFFICE + "drawingml.chart+xml",
}


def block_parts(*changes: tuple[str, str, str]) -> dict[str, bytes]:
    """Give every part by name; each of `changes` replaces a text of a part: (part, old, new)."""
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": relations(
            [
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/worksheets/sheet1.xml": FORM,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            [
                ("hyperlink", "https://www.example.jp/tebiki"),
                ("drawing", "../drawings/drawing1.xml"),
                ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("comments", "../comments1.xml"),
            ]
        ),
        "xl/worksheets/sheet2.xml": LIST,
        "xl/styles.xml": rich_styles.STYLES,
        "xl/comments1.xml": COMMENTS,
        "xl/drawings/drawing1.xml": DRAWING,
        "xl/drawings/_rels/drawing1.xml.rels": relations(
            [("image", "../media/image1.png"), ("chart", "../charts/chart1.xml")]
        ),
        "xl/drawings/vmlDrawing1.vml": VML,
        "xl/charts/chart1.xml": CHART,
    }
    for part, old, new in changes:
        assert old in texts[part], f"{part} has no {old}"
        texts[part] = texts[part].replace(old, new, 1)
    written = {name: text if text.startswith("<?xml") else XML + text for name, text in texts.items()}
    return {name: text.encode() for name, text in written.items()} | {"xl/media/image1.png": png(0x00B050)}


def write_block_workbook(path: Path, *changes: tuple[str, str, str]) -> Path:
    """Write the template with these changes; give its path."""
    return write_parts(path, block_parts(*changes))


def _content_types() -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "vml": _OFFICE + "vmlDrawing",
        "png": "image/png",
    }
    lines = [f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in defaults.items()]
    lines += [f'<Override PartName="/{part}" ContentType="{t}"/>' for part, t in CONTENT_TYPES.items()]
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}">' + "".join(lines) + "</Types>"
