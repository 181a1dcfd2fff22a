"""Nothing in, the drawing parts of the rich workbook out: picture, text box, chart, controls, comment box."""

# ruff: noqa: E501 - the parts stand as Excel writes them, lines broken where a reader needs it

from __future__ import annotations

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"

COLOURS_TYPE = "http://schemas.microsoft.com/office/2011/relationships/chartColorStyle"
DRAWING_RELATIONS = [("image", "../media/image1.png"), ("chart", "../charts/chart1.xml")]


def _anchor(content: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    def corner(tag: str, place: tuple[int, int]) -> str:
        column, row = place
        return (
            f"<xdr:{tag}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
            f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{tag}>"
        )

    return f"<xdr:twoCellAnchor>{corner('from', first)}{corner('to', last)}{content}<xdr:clientData/></xdr:twoCellAnchor>"


_BOX = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'

_PICTURE = f"""<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="市章" descr="市章の画像"/><xdr:cNvPicPr/></xdr:nvPicPr>
<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>{_BOX}</xdr:spPr></xdr:pic>"""

_TEXT_BOX = f"""<xdr:sp macro="" textlink="様式!$A$1"><xdr:nvSpPr><xdr:cNvPr id="3" name="注意書き"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>
<xdr:spPr>{_BOX}</xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="ja-JP"/><a:t>記入上の注意</a:t></a:r></a:p></xdr:txBody></xdr:sp>"""

_CHART_FRAME = f"""<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="4" name="推移"/><xdr:cNvGraphicFramePr/>
</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="{_C}">
<c:chart xmlns:c="{_C}" r:id="rId2"/></a:graphicData></a:graphic></xdr:graphicFrame>"""

# A form control stands twice: in VML, and for newer programs as a hidden shape that knows the number of the VML one.
_CHECKBOX = f"""<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" Requires="a14">{
    _anchor(
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="1027" name="確認欄" hidden="1"><a:extLst>'
        '<a:ext uri="{63B3BB69-23CF-44E3-9099-C40C66FF867C}"><a14:compatExt spid="_x0000_s1027"/></a:ext>'
        f"</a:extLst></xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>{_BOX}</xdr:spPr></xdr:sp>",
        (3, 23),
        (4, 24),
    )
}</mc:Choice><mc:Fallback/></mc:AlternateContent>"""

DRAWING = (
    f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:r="{_R}">'
    + _anchor(_PICTURE, (9, 0), (10, 2))
    + _anchor(_TEXT_BOX, (9, 3), (11, 5))
    + _anchor(_CHART_FRAME, (9, 6), (12, 18))
    + _CHECKBOX
    + "</xdr:wsDr>"
)

CHART = f"""<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>
<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>
<c:tx><c:strRef><c:f>様式!$A$8</c:f></c:strRef></c:tx><c:cat><c:strRef><c:f>選択肢!$A$2:$A$4</c:f></c:strRef></c:cat>
<c:val><c:numRef><c:f>様式!$C$8:$E$8</c:f></c:numRef></c:val></c:ser><c:axId val="111"/><c:axId val="112"/></c:barChart>
<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>
<c:crossAx val="112"/></c:catAx><c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/></c:scaling>
<c:delete val="0"/><c:axPos val="l"/><c:crossAx val="111"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>"""

COLOURS = f"""<cs:colorStyle xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle" xmlns:a="{_A}" meth="cycle" id="10">
<a:schemeClr val="accent1"/><a:schemeClr val="accent2"/><cs:variation/></cs:colorStyle>"""

CONTROL = """<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="CheckBox"
 fmlaLink="様式!$C$24" lockText="1" noThreeD="1"/>"""

_VML_SPACES = """xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel\""""

VML = f"""<xml {_VML_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>
<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe"/>
<v:shape id="_x0000_s1025" type="#_x0000_t202" style="position:absolute;margin-left:200pt;margin-top:90pt;width:222pt;height:77pt;visibility:hidden" fillcolor="#ffffe1">
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>3, 15, 6, 10, 6, 31, 11, 9</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>7</x:Row><x:Column>2</x:Column></x:ClientData></v:shape>
<v:shape id="_x0000_s1026" type="#_x0000_t201" style="position:absolute;width:90pt;height:24pt" o:button="t">
<v:textbox><div style="text-align:center">印刷</div></v:textbox><x:ClientData ObjectType="Button"><x:Anchor>5, 0, 23, 0, 6, 0, 25, 0</x:Anchor>
<x:PrintObject>False</x:PrintObject></x:ClientData></v:shape>
<v:shape id="確認欄" o:spid="_x0000_s1027" type="#_x0000_t201" style="position:absolute;width:90pt;height:18pt">
<x:ClientData ObjectType="Checkbox"><x:Anchor>3, 0, 23, 0, 4, 0, 24, 0</x:Anchor><x:FmlaLink>様式!$C$24</x:FmlaLink></x:ClientData></v:shape></xml>"""

HEADER_VML = f"""<xml {_VML_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="2"/></o:shapelayout>
<v:shapetype id="_x0000_t75" coordsize="21600,21600" o:spt="75" path="m@4@5l@4@11@9@11@9@5xe"/>
<v:shape id="RH" o:spid="_x0000_s2049" type="#_x0000_t75" style="position:absolute;width:30pt;height:30pt">
<v:imagedata o:relid="rId1" o:title="市章"/></v:shape></xml>"""
