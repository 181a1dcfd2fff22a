"""Nothing in, the style sheet of the rich workbook out."""

# ruff: noqa: E501 - the parts stand as Excel writes them, lines broken where a reader needs it

from __future__ import annotations

_THIN = '<{0} style="thin"><color indexed="64"/></{0}>'
_BOX = "".join(_THIN.format(side) for side in ("left", "right", "top", "bottom")) + "<diagonal/>"

STYLES = f"""<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="176" formatCode="#,##0;&quot;△ &quot;#,##0"/>
<numFmt numFmtId="177" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>
<fonts count="4">
<font><sz val="11"/><name val="ＭＳ Ｐゴシック"/><family val="3"/><charset val="128"/></font>
<font><b/><sz val="16"/><color theme="4" tint="-0.249977111117893"/><name val="ＭＳ Ｐゴシック"/><family val="3"/><charset val="128"/></font>
<font><i/><sz val="10.5"/><color rgb="FF0000FF"/><name val="ＭＳ 明朝"/><family val="1"/><charset val="128"/></font>
<font><sz val="9"/><name val="ＭＳ Ｐゴシック"/><family val="3"/><charset val="128"/></font>
</fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF99"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders count="6">
<border><left/><right/><top/><bottom/><diagonal/></border>
<border>{_BOX}</border>
<border>{_THIN.format("left")}<right/>{_THIN.format("top")}<bottom/><diagonal/></border>
<border><left/><right style="mediumDashed"><color auto="1"/></right><top/><bottom style="double"><color auto="1"/></bottom><diagonal/></border>
<border diagonalUp="1"><left/><right/><top/><bottom/><diagonal style="thin"><color indexed="64"/></diagonal></border>
<border><left style="hair"><color auto="1"/></left><right/><top/><bottom/><diagonal/></border>
</borders>
<cellStyleXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="176" fontId="2" fillId="2" borderId="1"/></cellStyleXfs>
<cellXfs count="15">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1" applyProtection="1"><alignment horizontal="left" vertical="top" wrapText="1"/><protection locked="0"/></xf>
<xf numFmtId="0" fontId="0" fillId="2" borderId="5" xfId="0" applyFill="1" applyBorder="1" applyProtection="1"><protection locked="0"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="4" xfId="0" applyBorder="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="2" xfId="0" applyBorder="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="3" xfId="0" applyBorder="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment horizontal="distributed" vertical="center"/></xf>
<xf numFmtId="176" fontId="2" fillId="2" borderId="1" xfId="1" applyAlignment="1" applyProtection="1"><alignment shrinkToFit="1"/><protection locked="0"/></xf>
<xf numFmtId="177" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyProtection="1"><protection locked="0" hidden="1"/></xf>
<xf numFmtId="0" fontId="3" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" textRotation="255"/></xf>
<xf numFmtId="57" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyProtection="1"><protection locked="0"/></xf>
</cellXfs>
<cellStyles count="2"><cellStyle name="標準" xfId="0" builtinId="0"/><cellStyle name="欄_目標値" xfId="1"/></cellStyles>
<dxfs count="2"><dxf><font><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf>
<dxf><fill><patternFill><bgColor rgb="FFFFFF00"/></patternFill></fill></dxf></dxfs>
<tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/>
</styleSheet>"""
