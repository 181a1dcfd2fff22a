"""A workbook and a sheet's name in, each of 69 features as text out, so that two sheets can be compared.

Reads with zipfile and lxml alone, on its own: it must not share a mistake with the code under test.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class View:
    """One sheet of a book, read for comparison."""

    def __init__(self, path: Path, sheet: str) -> None:
        with zipfile.ZipFile(path) as book:
            self.parts = {name: book.read(name) for name in book.namelist()}
        self.sheet = sheet
        self.book = self.tree("xl/workbook.xml")
        self.sheets = [e.get("name", "") for e in self.book.iter(M + "sheet")]
        ids = {e.get("name"): e.get(R + "id", "") for e in self.book.iter(M + "sheet")}
        self.part = self.targets("xl/workbook.xml")[ids[sheet]]
        self.root = self.tree(self.part)

    def tree(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part])

    def targets(self, part: str) -> dict[str, str]:
        """Give the targets of a part's relationships by id."""
        folder, file = posixpath.split(part)
        name = f"{folder}/_rels/{file}.rels"
        if name not in self.parts:
            return {}
        found = {}
        for relation in self.tree(name):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = target
        return found

    def owned(self, word: str, of: str = "") -> str:
        """Give the one part that the sheet (or another part) relates to and whose name holds the word."""
        return next(target for target in self.targets(of or self.part).values() if word in target)

    def xml(self, *tags: str) -> str:
        """Give children of the sheet as canonical XML, e.g. `mergeCells`."""
        return "".join(canonical(e) for tag in tags for e in self.root.iterchildren(M + tag))

    def all(self, tag: str, part: str = "") -> str:
        """Give every element of a tag (with its namespace) in the sheet or another part."""
        root = self.tree(part) if part else self.root
        return "".join(canonical(e) for e in root.iter(tag))

    def cell(self, ref: str) -> etree._Element:
        return next(e for e in self.root.iter(M + "c") if e.get("r") == ref)

    def style(self, ref: str, *aspects: str) -> str:
        """Give the look of a cell, its style resolved: font, fill, border, format, alignment …"""
        styles = self.tree("xl/styles.xml")
        xf = list(styles.find(M + "cellXfs"))[int(self.cell(ref).get("s", "0"))]  # type: ignore[arg-type]

        def pick(group: str, key: str) -> str:
            return canonical(list(styles.find(M + group))[int(xf.get(key, "0"))])  # type: ignore[arg-type]

        format_ = next(
            (e for e in styles.iter(M + "numFmt") if e.get("numFmtId") == xf.get("numFmtId")), None
        )
        named = next(e for e in styles.iter(M + "cellStyle") if e.get("xfId") == xf.get("xfId"))
        look = {
            "font": pick("fonts", "fontId"),
            "fill": pick("fills", "fillId"),
            "border": pick("borders", "borderId"),
            "format": xf.get("numFmtId", "") if format_ is None else format_.get("formatCode", ""),
            "alignment": "".join(map(canonical, xf.iterchildren(M + "alignment"))),
            "protection": "".join(map(canonical, xf.iterchildren(M + "protection"))),
            "name": named.get("name", ""),
        }
        return "|".join(look[aspect] for aspect in aspects)

    def string(self, ref: str) -> str:
        """Give the string item of a cell as XML, runs and furigana included."""
        index = int(self.cell(ref).findtext(M + "v") or "")
        return canonical(list(self.tree("xl/sharedStrings.xml"))[index])

    def names(self, *names: str, local: bool) -> str:
        """Give defined names with all their attributes; `local`: those of this sheet."""
        index = str(self.sheets.index(self.sheet))
        found = []
        for element in self.book.iter(M + "definedName"):
            if element.get("name") in names and element.get("localSheetId") == (index if local else None):
                element.attrib.pop("localSheetId", None)  # type: ignore[call-overload]
                found.append(canonical(element))
        return "".join(found)

    def rows(self, *attributes: str) -> str:
        rows = [(e.get("r"), *(e.get(a) for a in attributes)) for e in self.root.iter(M + "row")]
        return str([row for row in rows if any(row[1:])])

    def cols(self, *attributes: str) -> str:
        return str(
            [(e.get("min"), e.get("max"), *(e.get(a) for a in attributes)) for e in self.root.iter(M + "col")]
        )

    def attributes(self, tag: str, *names: str) -> str:
        element = next(self.root.iter(M + tag))
        return str([(name, element.get(name)) for name in names if element.get(name)] or "")

    def text(self, part: str) -> str:
        return self.parts[part].decode()

    def drawing(self, name: str) -> str:
        """Give the anchor of the drawing that holds the named thing, with pictures as bytes."""
        part = self.owned("/drawings/drawing")
        anchors = self.tree(part).iter("{*}twoCellAnchor")
        anchor = next(a for a in anchors if any(e.get("name") == name for e in a.iter("{*}cNvPr")))
        pictures = [self.targets(part)[e.get(R + "embed", "")] for e in anchor.iter("{*}blip")]
        return canonical(anchor) + "".join(self.parts[picture].hex() for picture in pictures)

    def chart(self) -> str:
        return self.owned("/charts/chart", self.owned("/drawings/drawing"))

    def vml(self, kind: str) -> str:
        """Give a shape of the sheet's VML by its ObjectType."""
        shapes: list[str] = re.findall(r"<v:shape .*?</v:shape>", self.text(self.owned("vml")), re.S)
        return next(shape for shape in shapes if f'ObjectType="{kind}"' in shape)

    def extension(self, tag: str) -> str:
        return self.all(X14 + tag)


def canonical(element: etree._Element) -> str:
    """Give an element as canonical XML, without the white space between elements."""
    return re.sub(r">\s+<", "><", etree.tostring(element, method="c14n", with_tail=False).decode())


def normalized(text: str, sheet: str) -> str:
    """Give a feature's text with all that must differ from sheet to sheet made the same."""
    text = re.sub(rf"'?{re.escape(sheet)}'?!", "<own>!", text)
    text = re.sub(r'(?<!uri=")\{[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\}', "<guid>", text)
    text = re.sub(r"表1(_\d+)?", "表1", text)
    text = re.sub(r"_x0000_s(\d+)", lambda m: f"<shape {int(m[1]) % 1024}>", text)
    text = re.sub(
        r'((?:shapeId|cNvPr[^>]* id)=")(\d{4,})"', lambda m: f'{m[1]}<shape {int(m[2]) % 1024}>"', text
    )
    return re.sub(r'(<table [^>]*\bid=")\d+', r"\1<id>", text)


def _header_picture(view: View) -> str:
    part = view.targets(view.part)[next(view.root.iter(M + "legacyDrawingHF")).get(R + "id", "")]
    image = next(iter(view.targets(part).values()))
    shape = re.search(r"<v:shape .*</v:shape>", view.text(part), re.S)
    return (shape[0] if shape else "") + view.parts[image].hex()


def _comment_box(view: View) -> str:
    shape = view.vml("Note")
    return "".join(re.findall(r'style="[^"]*"|<x:Anchor>[^<]*', shape))


def _printer_settings(view: View) -> str:
    id_ = next(view.root.iter(M + "pageSetup")).get(R + "id", "")
    return view.parts[view.targets(view.part)[id_]].hex()


def _external_target(view: View) -> str:
    return view.targets(view.part)[next(view.root.iter(M + "hyperlink")).get(R + "id", "")]


def _control(view: View) -> str:
    return (
        view.all(M + "control")
        + canonical(view.tree(view.owned("ctrlProps")))
        + view.vml("Checkbox")
        + view.drawing("確認欄")
    )


def _formulas(view: View) -> str:
    return "\n".join(
        f"{c.get('r')} {f.text}" for c in view.root.iter(M + "c") for f in c.iterchildren(M + "f")
    )


def _results(view: View) -> str:
    cells = [c for c in view.root.iter(M + "c") if c.find(M + "f") is not None]
    return str([(c.get("r"), c.get("t"), c.findtext(M + "v")) for c in cells])


def _state_of_other_sheets(view: View) -> str:
    return str([(e.get("name"), e.get("state")) for e in view.book.iter(M + "sheet") if e.get("state")])


def _code_name(view: View) -> str:
    return next(view.root.iter(M + "sheetPr")).get("codeName") or ""


MERGED_INNER = ("B4", "A5", "B5")

FEATURES: dict[str, Callable[[View], str]] = {
    "merged cells": lambda v: v.xml("mergeCells"),
    "merged: borders of inner cells": lambda v: "".join(v.style(ref, "border") for ref in MERGED_INNER),
    "merged: outline-only mixed borders": lambda v: v.style("E4", "border") + v.style("F4", "border"),
    "merged: inner cells unlocked+fill": lambda v: "".join(
        v.style(r, "protection", "fill") for r in MERGED_INNER
    ),
    "col widths": lambda v: v.cols("width", "customWidth", "style"),
    "col hidden/outline": lambda v: v.cols("hidden", "outlineLevel"),
    "row heights": lambda v: v.rows("ht", "customHeight") + v.xml("sheetFormatPr"),
    "row hidden/outline": lambda v: v.rows("hidden", "outlineLevel"),
    "print area": lambda v: v.names("_xlnm.Print_Area", local=True),
    "print titles": lambda v: v.names("_xlnm.Print_Titles", local=True),
    "names: sheet-scoped": lambda v: v.names("年次_目標値", "指標_名称", local=True),
    "names: workbook": lambda v: v.names("進捗一覧", local=False),
    "names: hidden constant + comment": lambda v: v.names("版", local=False),
    "page setup A4 landscape fit": lambda v: (
        v.attributes("pageSetup", "paperSize", "orientation", "fitToHeight") + v.all(M + "pageSetUpPr")
    ),
    "margins": lambda v: v.xml("pageMargins"),
    "print options (centre)": lambda v: v.xml("printOptions"),
    "header/footer text": lambda v: v.xml("headerFooter"),
    "header image (&G)": _header_picture,
    "page breaks": lambda v: v.xml("rowBreaks", "colBreaks"),
    "printerSettings.bin": _printer_settings,
    "DV: inline list + prompts": lambda v: next(
        canonical(e) for e in v.root.iter(M + "dataValidation") if e.get("prompt")
    ),
    "DV: list from other sheet": lambda v: next(
        canonical(e) for e in v.root.iter(M + "dataValidation") if e.findtext(M + "formula1") == "進捗一覧"
    ),
    "DV: imeMode (IME control)": lambda v: next(
        canonical(e) for e in v.root.iter(M + "dataValidation") if e.get("imeMode")
    ),
    "DV: x14 (extLst)": lambda v: v.extension("dataValidations"),
    "CF: cellIs/formula/bar/icon": lambda v: v.xml("conditionalFormatting"),
    "CF: dxf formats present": lambda v: "".join(
        canonical(list(next(v.tree("xl/styles.xml").iter(M + "dxfs")))[int(rule.get("dxfId", ""))])
        for rule in v.root.iter(M + "cfRule")
        if rule.get("dxfId")
    ),
    "CF: x14 rules (2010 bar, 3Stars)": lambda v: v.extension("conditionalFormatting"),
    "comment text": lambda v: v.all(M + "comment", v.owned("comments")),
    "comment box size": _comment_box,
    "image": lambda v: v.drawing("市章"),
    "textbox/shape": lambda v: v.drawing("注意書き"),
    "chart": lambda v: (
        v.drawing("推移") + canonical(v.tree(v.chart())) + canonical(v.tree(v.owned("colors", v.chart())))
    ),
    "image alt text": lambda v: next(
        e.get("descr", "")
        for e in v.tree(v.owned("/drawings/drawing")).iter("{*}cNvPr")
        if e.get("name") == "市章"
    ),
    "chart series refs": lambda v: "".join(canonical(e) for e in v.tree(v.chart()).iter("{*}f")),
    "form button (VML)": lambda v: v.vml("Button"),
    "form checkbox (ctrlProp)": _control,
    "rich text runs": lambda v: v.string("B3"),
    "furigana rPh in string": lambda v: v.string("A1"),
    "cell ph flag / sheet phoneticPr": lambda v: (v.cell("A8").get("ph") or "") + v.xml("phoneticPr"),
    "theme part": lambda v: v.text("xl/theme/theme1.xml"),
    "theme colour+tint in font": lambda v: v.style("A1", "font"),
    "cell font (C8)": lambda v: v.style("C8", "font"),
    "number formats C8/E8": lambda v: "".join(v.style(ref, "format") for ref in ("C8", "E8", "H8")),
    "alignment (distributed, shrink, rotate, wrap)": lambda v: "".join(
        v.style(ref, "alignment") for ref in ("A8", "C8", "G8", "A4")
    ),
    "diagonal border": lambda v: v.style("C4", "border"),
    "cell unlocked/hidden flags": lambda v: v.style("C8", "protection") + v.style("F8", "protection"),
    "named cell style (欄_目標値)": lambda v: v.style("C8", "name"),
    "sheet protection on": lambda v: v.attributes("sheetProtection", "sheet", "objects", "scenarios"),
    "protection SHA-512 hash": lambda v: v.attributes(
        "sheetProtection", "algorithmName", "hashValue", "saltValue", "spinCount"
    ),
    "protection options (formatRows=0)": lambda v: v.attributes("sheetProtection", "formatRows"),
    "protectedRanges": lambda v: v.xml("protectedRanges"),
    "workbook structure lock+hash": lambda v: "".join(map(canonical, v.book.iter(M + "workbookProtection"))),
    "freeze panes": lambda v: v.all(M + "pane") + v.all(M + "selection"),
    "zoom/gridlines/page-break view": lambda v: v.attributes(
        "sheetView", "showGridLines", "view", "zoomScale", "zoomScaleNormal", "zoomScaleSheetLayoutView"
    ),
    "tab colour": lambda v: v.all(M + "tabColor"),
    "codeName": _code_name,
    "table": lambda v: canonical(v.tree(v.owned("/tables/"))),
    "hyperlinks (ext+int+tooltip)": lambda v: v.xml("hyperlinks"),
    "hyperlink ext target": _external_target,
    "sparkline (x14)": lambda v: v.extension("sparklineGroups"),
    "ignoredErrors": lambda v: v.xml("ignoredErrors"),
    "autofilter on other sheet": lambda v: v.all(M + "autoFilter", "xl/worksheets/sheet2.xml"),
    "veryHidden sheet": _state_of_other_sheets,
    "formula text": _formulas,
    "formula cached value": _results,
    "array formula": lambda v: canonical(next(v.cell("F10").iter(M + "f"))),
    "doc props title": lambda v: v.all("{http://purl.org/dc/elements/1.1/}title", "docProps/core.xml"),
    "custom doc props": lambda v: v.text("docProps/custom.xml"),
    "custom XML part": lambda v: v.text("customXml/item1.xml") + v.text("customXml/itemProps1.xml"),
}
