"""Nothing in, a workbook with 69 features out: all that official forms hold and other libraries lose.

The parts are written out as Excel writes them. `sheet1` 様式 is the form; 選択肢 holds its choices, 裏 is veryHidden.
"""

# ruff: noqa: E501 - the parts stand as Excel writes them, lines broken where a reader needs it

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from openpyxl.writer.theme import theme_xml

from tests.books import rich_drawings, rich_styles

FORM, CHOICES, HIDDEN = "様式", "選択肢", "裏"

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORKBOOK_TYPES = _OFFICE + "spreadsheetml."

CONTENT_TYPES = {
    "xl/workbook.xml": _WORKBOOK_TYPES + "sheet.main+xml",
    "xl/worksheets/sheet1.xml": _WORKBOOK_TYPES + "worksheet+xml",
    "xl/worksheets/sheet2.xml": _WORKBOOK_TYPES + "worksheet+xml",
    "xl/worksheets/sheet3.xml": _WORKBOOK_TYPES + "worksheet+xml",
    "xl/styles.xml": _WORKBOOK_TYPES + "styles+xml",
    "xl/sharedStrings.xml": _WORKBOOK_TYPES + "sharedStrings+xml",
    "xl/calcChain.xml": _WORKBOOK_TYPES + "calcChain+xml",
    "xl/comments1.xml": _WORKBOOK_TYPES + "comments+xml",
    "xl/tables/table1.xml": _WORKBOOK_TYPES + "table+xml",
    "xl/theme/theme1.xml": _OFFICE + "theme+xml",
    "xl/drawings/drawing1.xml": _OFFICE + "drawing+xml",
    "xl/charts/chart1.xml": _OFFICE + "drawingml.chart+xml",
    "xl/charts/colors1.xml": "application/vnd.ms-office.chartcolorstyle+xml",
    "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
    "customXml/itemProps1.xml": _OFFICE + "customXmlProperties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": _OFFICE + "extended-properties+xml",
    "docProps/custom.xml": _OFFICE + "custom-properties+xml",
}

WORKBOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{R}"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x15"
 xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">
<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="22228"/>
<workbookPr codeName="ThisWorkbook" defaultThemeVersion="124226"/>
<mc:AlternateContent><mc:Choice Requires="x15">
<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\Users\\職員\\様式\\"/>
</mc:Choice></mc:AlternateContent>
<workbookProtection workbookAlgorithmName="SHA-512" workbookHashValue="{"A" * 86}=="
 workbookSaltValue="AAAAAAAAAAAAAAAAAAAAAA==" workbookSpinCount="100000" lockStructure="1"/>
<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="12210" activeTab="0"/></bookViews>
<sheets><sheet name="{FORM}" sheetId="1" r:id="rId1"/><sheet name="{CHOICES}" sheetId="3" r:id="rId2"/>
<sheet name="{HIDDEN}" sheetId="4" state="veryHidden" r:id="rId3"/></sheets>
<definedNames>
<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">選択肢!$A$1:$B$4</definedName>
<definedName name="_xlnm.Print_Area" localSheetId="0">様式!$A$1:$H$30</definedName>
<definedName name="_xlnm.Print_Titles" localSheetId="0">様式!$A:$B,様式!$1:$2</definedName>
<definedName name="進捗一覧">選択肢!$A$2:$A$4</definedName>
<definedName name="版" comment="この様式の版" hidden="1">"R6-1"</definedName>
<definedName name="年次_目標値" localSheetId="0">様式!$C$8:$H$8</definedName>
<definedName name="指標_名称" localSheetId="0">様式!$A$4</definedName>
<definedName name="全体_合計">様式!$C$10</definedName>
</definedNames>
<calcPr calcId="191029"/>
</workbook>"""

WORKBOOK_RELATIONS = [
    ("worksheet", "worksheets/sheet1.xml"),
    ("worksheet", "worksheets/sheet2.xml"),
    ("worksheet", "worksheets/sheet3.xml"),
    ("styles", "styles.xml"),
    ("sharedStrings", "sharedStrings.xml"),
    ("theme", "theme/theme1.xml"),
    ("calcChain", "calcChain.xml"),
    ("customXml", "../customXml/item1.xml"),
]

FORM_RELATIONS = [
    ("printerSettings", "../printerSettings/printerSettings1.bin"),
    ("drawing", "../drawings/drawing1.xml"),
    ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
    ("vmlDrawing", "../drawings/vmlDrawing2.vml"),
    ("ctrlProp", "../ctrlProps/ctrlProp1.xml"),
    ("table", "../tables/table1.xml"),
    ("comments", "../comments1.xml"),
    ("hyperlink", "https://www.example.jp/keikaku"),
]

# 0 plain · 1 rich runs · 2 with furigana · 3, 4 table heads · 5 plain
STRINGS = f"""<sst xmlns="{MAIN}" count="6" uniqueCount="6">
<si><t>指標名</t></si>
<si><r><t>目標</t></r><r><rPr><b/><sz val="11"/><color rgb="FFFF0000"/><rFont val="ＭＳ Ｐゴシック"/><family val="3"/>
<charset val="128"/></rPr><t>必須</t></r></si>
<si><t>行財政改革</t><rPh sb="0" eb="3"><t>ギョウザイセイ</t></rPh><rPh sb="3" eb="5"><t>カイカク</t></rPh><phoneticPr fontId="0"/></si>
<si><t>取組</t></si><si><t>計画</t></si><si><t>改革</t></si>
</sst>"""

FORM_SHEET = f"""<worksheet xmlns="{MAIN}" xmlns:r="{R}"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr"
 xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
 xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
 xr:uid="{{11111111-2222-4333-8444-555555555555}}">
<sheetPr codeName="Sheet1"><tabColor rgb="FF00B050"/><outlinePr summaryBelow="0"/><pageSetUpPr fitToPage="1"/></sheetPr>
<dimension ref="A1:L24"/>
<sheetViews><sheetView showGridLines="0" tabSelected="1" view="pageBreakPreview" zoomScale="85" zoomScaleNormal="100"
 zoomScaleSheetLayoutView="85" workbookViewId="0"><pane xSplit="2" ySplit="3" topLeftCell="C4" activePane="bottomRight"
 state="frozen"/><selection pane="topRight"/><selection pane="bottomLeft"/><selection pane="bottomRight" activeCell="C8"
 sqref="C8"/></sheetView></sheetViews>
<sheetFormatPr defaultRowHeight="13.5" outlineLevelRow="1" outlineLevelCol="1" x14ac:dyDescent="0.15"/>
<cols><col min="1" max="1" width="24.625" customWidth="1"/><col min="2" max="2" width="9.5" style="1" customWidth="1"/>
<col min="3" max="8" width="10.125" customWidth="1"/>
<col min="13" max="14" width="9" hidden="1" outlineLevel="1" customWidth="1"/></cols>
<sheetData>
<row r="1" spans="1:8" ht="30" customHeight="1"><c r="A1" s="2" t="s"><v>2</v></c></row>
<row r="3" spans="1:8"><c r="A3" s="1" t="s"><v>0</v></c><c r="B3" s="1" t="s"><v>1</v></c></row>
<row r="4" spans="1:8"><c r="A4" s="3"/><c r="B4" s="4"/><c r="C4" s="5"/><c r="E4" s="6"/><c r="F4" s="7"/></row>
<row r="5" spans="1:8"><c r="A5" s="4"/><c r="B5" s="4"/><c r="C5" s="5"/></row>
<row r="8" spans="1:8"><c r="A8" s="8" t="s" ph="1"><v>5</v></c><c r="C8" s="9"><v>-1234</v></c><c r="D8" s="9"><v>20</v></c>
<c r="E8" s="10"><v>45383</v></c><c r="F8" s="11"/><c r="G8" s="12"><v>1</v></c><c r="H8" s="13"><v>2</v></c></row>
<row r="9" spans="1:8" hidden="1" outlineLevel="1"><c r="C9" s="1"><v>3</v></c></row>
<row r="10" spans="1:8"><c r="C10" s="1"><f>SUM(C8:D9)+様式!G8</f><v>-1210</v></c>
<c r="D10" s="1" t="str"><f>IF(C8="","－",選択肢!A2)</f><v>順調</v></c><c r="E10" s="1"><f>SUM(表1[計画])</f><v>30</v></c>
<c r="F10" s="1"><f t="array" ref="F10">SUM(C8:D8*1)</f><v>-1214</v></c></row>
<row r="12" spans="1:8"><c r="C12" s="1"><f t="shared" ref="C12:E12" si="0">C$8*2</f><v>-2468</v></c>
<c r="D12" s="1"><f t="shared" si="0"/><v>40</v></c><c r="E12" s="1"><f t="shared" si="0"/><v>90766</v></c></row>
<row r="14" spans="1:8"><c r="A14" s="1" t="inlineStr"><is><t>手引</t></is></c><c r="B14" s="1" t="inlineStr"><is><t>戻る</t></is></c></row>
<row r="20" spans="10:12"><c r="J20" t="s"><v>3</v></c><c r="K20" t="s"><v>4</v></c></row>
<row r="21" spans="10:12"><c r="J21"><v>1</v></c><c r="K21"><f>表1[[#This Row],[取組]]*10</f><v>10</v></c></row>
<row r="22" spans="10:12"><c r="J22"><v>2</v></c><c r="K22"><f>表1[[#This Row],[取組]]*10</f><v>20</v></c></row>
<row r="24" spans="1:8"><c r="C24" s="14" t="b"><v>0</v></c></row>
</sheetData>
<sheetProtection algorithmName="SHA-512" hashValue="{"B" * 86}==" saltValue="BBBBBBBBBBBBBBBBBBBBBB==" spinCount="100000"
 sheet="1" objects="1" scenarios="1" formatRows="0"/>
<protectedRanges><protectedRange sqref="C8:D8" name="範囲1"/></protectedRanges>
<mergeCells count="2"><mergeCell ref="A4:B5"/><mergeCell ref="E4:F4"/></mergeCells>
<phoneticPr fontId="0" type="Hiragana"/>
<conditionalFormatting sqref="C8:D8"><cfRule type="cellIs" dxfId="0" priority="1" stopIfTrue="1" operator="lessThan">
<formula>様式!$G$8</formula></cfRule><cfRule type="expression" dxfId="1" priority="2"><formula>C8=""</formula></cfRule></conditionalFormatting>
<conditionalFormatting sqref="C12:E12"><cfRule type="dataBar" priority="3"><dataBar><cfvo type="min"/><cfvo type="max"/>
<color rgb="FF638EC6"/></dataBar><extLst><ext uri="{{B025F937-C7B1-47D3-B67F-A62EFF666E3E}}"
 xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:id>{{AAAAAAAA-0000-4000-8000-000000000001}}</x14:id>
</ext></extLst></cfRule></conditionalFormatting>
<conditionalFormatting sqref="G8:H8"><cfRule type="iconSet" priority="4"><iconSet iconSet="3TrafficLights1">
<cfvo type="percent" val="0"/><cfvo type="percent" val="33"/><cfvo type="formula" val="様式!$C$8"/></iconSet></cfRule></conditionalFormatting>
<dataValidations count="3">
<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="選択"
 error="一覧から選んでください" promptTitle="進捗" prompt="選んでください" sqref="F8"><formula1>"○,×,－"</formula1></dataValidation>
<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="G8:H8"><formula1>進捗一覧</formula1></dataValidation>
<dataValidation imeMode="hiragana" allowBlank="1" showInputMessage="1" sqref="A4"/>
</dataValidations>
<hyperlinks><hyperlink ref="A14" r:id="rId8" tooltip="手引を開く"/>
<hyperlink ref="B14" location="様式!A1" tooltip="上へ戻る" display="戻る"/></hyperlinks>
<printOptions horizontalCentered="1" verticalCentered="1"/>
<pageMargins left="0.59" right="0.39" top="0.78" bottom="0.78" header="0.3" footer="0.3"/>
<pageSetup paperSize="9" orientation="landscape" fitToHeight="0" r:id="rId1"/>
<headerFooter differentFirst="1"><oddHeader>&amp;L&amp;"ＭＳ 明朝,標準"第５次&amp;R&amp;G</oddHeader>
<oddFooter>&amp;C&amp;P / &amp;N</oddFooter><firstHeader>&amp;C表紙</firstHeader></headerFooter>
<rowBreaks count="1" manualBreakCount="1"><brk id="18" max="16383" man="1"/></rowBreaks>
<colBreaks count="1" manualBreakCount="1"><brk id="8" max="1048575" man="1"/></colBreaks>
<ignoredErrors><ignoredError sqref="C8:H8" numberStoredAsText="1"/></ignoredErrors>
<drawing r:id="rId2"/><legacyDrawing r:id="rId3"/><legacyDrawingHF r:id="rId4"/>
<mc:AlternateContent><mc:Choice Requires="x14" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">
<controls><mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="1027" r:id="rId5" name="確認欄"><controlPr
 defaultSize="0" autoFill="0" autoLine="0" autoPict="0"><anchor moveWithCells="1"><from><xdr:col
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">3</xdr:col><xdr:colOff
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">0</xdr:colOff><xdr:row
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">23</xdr:row><xdr:rowOff
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">0</xdr:rowOff></from><to><xdr:col
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">4</xdr:col><xdr:colOff
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">0</xdr:colOff><xdr:row
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">24</xdr:row><xdr:rowOff
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">0</xdr:rowOff></to></anchor></controlPr>
</control></mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>
<tableParts count="1"><tablePart r:id="rId6"/></tableParts>
<extLst>
<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">
<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">
<x14:cfRule type="dataBar" id="{{AAAAAAAA-0000-4000-8000-000000000001}}"><x14:dataBar minLength="0" maxLength="100"
 gradient="0"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/><x14:negativeFillColor rgb="FFFF0000"/>
<x14:axisColor rgb="FF000000"/></x14:dataBar></x14:cfRule><xm:sqref>C12:E12</xm:sqref></x14:conditionalFormatting>
<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="iconSet"
 priority="5" id="{{AAAAAAAA-0000-4000-8000-000000000002}}"><x14:iconSet iconSet="3Stars"><x14:cfvo type="percent">
<xm:f>0</xm:f></x14:cfvo><x14:cfvo type="percent"><xm:f>33</xm:f></x14:cfvo><x14:cfvo type="formula"><xm:f>様式!$D$8</xm:f>
</x14:cfvo></x14:iconSet></x14:cfRule><xm:sqref>D8</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>
<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">
<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation
 type="list" allowBlank="1" showErrorMessage="1"><x14:formula1><xm:f>選択肢!$B$2:$B$4</xm:f></x14:formula1>
<xm:sqref>D8</xm:sqref></x14:dataValidation></x14:dataValidations></ext>
<ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">
<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup displayEmptyCellsAs="gap">
<x14:colorSeries rgb="FF376092"/><x14:sparklines><x14:sparkline><xm:f>様式!C8:H8</xm:f><xm:sqref>I8</xm:sqref>
</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>
</extLst>
</worksheet>"""

CHOICES_SHEET = f"""<worksheet xmlns="{MAIN}"><dimension ref="A1:B4"/><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>進捗</t></is></c><c r="B1" t="inlineStr"><is><t>評価</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>順調</t></is></c><c r="B2" t="inlineStr"><is><t>A</t></is></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>遅れ</t></is></c><c r="B3" t="inlineStr"><is><t>B</t></is></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><t>完了</t></is></c><c r="B4"><f>様式!C10</f><v>-1210</v></c></row>
</sheetData><autoFilter ref="A1:B4"/></worksheet>"""

HIDDEN_SHEET = f"""<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"""

CALC_CHAIN = f"""<calcChain xmlns="{MAIN}"><c r="C10" i="1"/><c r="D10"/><c r="E10"/><c r="F10" a="1"/><c r="B4" i="3"/></calcChain>"""

TABLE = f"""<table xmlns="{MAIN}" id="1" name="表1" displayName="表1" ref="J20:K22" totalsRowShown="0"><autoFilter ref="J20:K22"/>
<tableColumns count="2"><tableColumn id="1" name="取組"/><tableColumn id="2" name="計画"><calculatedColumnFormula>
表1[[#This Row],[取組]]*10</calculatedColumnFormula></tableColumn></tableColumns>
<tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></table>""".replace(">\n表1", ">表1")

COMMENTS = f"""<comments xmlns="{MAIN}"><authors><author>事務局</author></authors><commentList><comment ref="C8" authorId="0">
<text><r><rPr><b/><sz val="9"/></rPr><t>事務局:</t></r><r><t xml:space="preserve">
目標値を確認</t></r></text></comment></commentList></comments>"""

CORE = """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>進捗管理シート</dc:title><dc:creator>事務局</dc:creator>
<cp:lastModifiedBy>職員 太郎</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">2024-04-01T00:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">2024-05-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""

APP = """<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Application>Microsoft Excel</Application>
<TitlesOfParts><vt:vector size="1" baseType="lpstr"><vt:lpstr>様式</vt:lpstr></vt:vector></TitlesOfParts>
<AppVersion>16.0300</AppVersion></Properties>"""

CUSTOM = """<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="様式番号"><vt:lpwstr>R6-1</vt:lpwstr></property></Properties>"""

CUSTOM_XML = '<plan xmlns="urn:example:plan"><edition>R6</edition></plan>'
CUSTOM_XML_PROPERTIES = """<ds:datastoreItem ds:itemID="{12345678-1234-4123-8123-123456789012}"
 xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>"""


def write_rich_workbook(path: Path) -> Path:
    """Write the workbook; give its path."""
    return write_parts(path, rich_parts())


def write_parts(path: Path, parts: dict[str, bytes]) -> Path:
    """Write parts as an .xlsx; give its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return path


def rich_parts() -> dict[str, bytes]:
    """Give every part by name, in the order of the file."""
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": relations(_PACKAGE_RELATIONS),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": relations(WORKBOOK_RELATIONS),
        "xl/worksheets/sheet1.xml": FORM_SHEET,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(FORM_RELATIONS),
        "xl/worksheets/sheet2.xml": CHOICES_SHEET,
        "xl/worksheets/sheet3.xml": HIDDEN_SHEET,
        "xl/styles.xml": rich_styles.STYLES,
        "xl/sharedStrings.xml": STRINGS,
        "xl/calcChain.xml": CALC_CHAIN,
        "xl/comments1.xml": COMMENTS,
        "xl/tables/table1.xml": TABLE,
        "xl/theme/theme1.xml": theme_xml,
        "xl/drawings/drawing1.xml": rich_drawings.DRAWING,
        "xl/drawings/_rels/drawing1.xml.rels": relations(rich_drawings.DRAWING_RELATIONS),
        "xl/drawings/vmlDrawing1.vml": rich_drawings.VML,
        "xl/drawings/vmlDrawing2.vml": rich_drawings.HEADER_VML,
        "xl/drawings/_rels/vmlDrawing2.vml.rels": relations([("image", "../media/image2.png")]),
        "xl/charts/chart1.xml": rich_drawings.CHART,
        "xl/charts/_rels/chart1.xml.rels": relations([(rich_drawings.COLOURS_TYPE, "colors1.xml")]),
        "xl/charts/colors1.xml": rich_drawings.COLOURS,
        "xl/ctrlProps/ctrlProp1.xml": rich_drawings.CONTROL,
        "customXml/item1.xml": CUSTOM_XML,
        "customXml/_rels/item1.xml.rels": relations([("customXmlProps", "itemProps1.xml")]),
        "customXml/itemProps1.xml": CUSTOM_XML_PROPERTIES,
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "docProps/custom.xml": CUSTOM,
    }
    binaries = {
        "xl/printerSettings/printerSettings1.bin": b"PRINTER\x00" * 8,
        "xl/media/image1.png": png(0x00B050),
        "xl/media/image2.png": png(0xFF0000),
    }
    written = {name: text if text.startswith("<?xml") else XML + text for name, text in texts.items()}
    return {name: text.encode() for name, text in written.items()} | binaries


_PACKAGE_RELATIONS = [
    ("officeDocument", "xl/workbook.xml"),
    (
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
    ),
    ("extended-properties", "docProps/app.xml"),
    ("custom-properties", "docProps/custom.xml"),
]


def relations(targets: list[tuple[str, str]]) -> str:
    """Give a relationships part: rId1, rId2 … in the order of (kind, target)."""
    lines = []
    for number, (kind, target) in enumerate(targets, start=1):
        mode = ' TargetMode="External"' if target.startswith("http") else ""
        type_ = kind if kind.startswith("http") else f"{R}/{kind}"
        lines.append(f'<Relationship Id="rId{number}" Type="{type_}" Target="{target}"{mode}/>')
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">' + "".join(lines) + "</Relationships>"


def png(colour: int) -> bytes:
    """Give a picture of 8 × 8 pixels in one colour (0xRRGGBB)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + colour.to_bytes(3, "big") * 8) * 8
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def _content_types() -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "vml": _OFFICE + "vmlDrawing",
        "bin": _WORKBOOK_TYPES + "printerSettings",
        "png": "image/png",
    }
    lines = [f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in defaults.items()]
    lines += [f'<Override PartName="/{part}" ContentType="{t}"/>' for part, t in CONTENT_TYPES.items()]
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}">' + "".join(lines) + "</Types>"
