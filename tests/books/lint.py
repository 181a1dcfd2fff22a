"""A workbook in, what Excel would "repair" and the Open XML SDK does not see out: [] if nothing."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def lint(path: Path) -> list[str]:
    """Give every fault as one sentence."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    workbook = etree.fromstring(parts["xl/workbook.xml"])
    sheets = list(workbook.iter(M + "sheet"))
    names = list(workbook.iter(M + "definedName"))
    tables = [etree.fromstring(data) for name, data in parts.items() if "/tables/" in name]
    trees = [
        etree.fromstring(data) for name, data in parts.items() if re.match(r"xl/worksheets/[^/]+\.xml", name)
    ]
    shapes = re.findall(
        r' (?:id|o:spid)="(_x0000_s\d+)"', "".join(d.decode() for n, d in parts.items() if n.endswith(".vml"))
    )
    views = [view for tree in trees for view in tree.iter(M + "sheetView")]
    faults = [
        *_twice("zip entry", (name.casefold() for name in parts)),
        *_twice("sheet name", (e.get("name", "").casefold() for e in sheets)),
        *_twice("sheetId", (e.get("sheetId", "") for e in sheets)),
        *_twice("defined name", ((e.get("localSheetId"), e.get("name", "").casefold()) for e in names)),
        *_twice("table id", (t.get("id") for t in tables)),
        *_twice("table name", [t.get("displayName", "").casefold() for t in tables]
                + [e.get("name", "").casefold() for e in names if e.get("localSheetId") is None]),
        *_twice("VML shape", shapes),
        *_twice("code name", (c for t in trees for e in t.iter(M + "sheetPr") if (c := e.get("codeName")))),
        *_twice("uid", (v for tree in trees for k, v in tree.attrib.items() if str(k).endswith("}uid"))),
    ]  # fmt: skip
    selected = sum(view.get("tabSelected") in ("1", "true") for view in views)
    if selected != 1:
        faults.append(f"{selected} selected tabs")
    faults += [f"localSheetId beyond the tabs: {e.get('name')}" for e in names if _beyond(e, len(sheets))]
    faults += [fault for tree in trees for fault in _sheet_faults(tree)]
    return faults + _part_faults(parts)


_LIMITS = {
    ("hyperlink", "tooltip"): 255,
    ("dataValidation", "promptTitle"): 32,
    ("dataValidation", "prompt"): 255,
    ("dataValidation", "errorTitle"): 32,
    ("dataValidation", "error"): 225,
}
_MARGINS = {"left", "right", "top", "bottom", "header", "footer"}


def _sheet_faults(tree: etree._Element) -> list[str]:
    """Find what is longer, higher or less than Excel takes; lengths in UTF-16 units."""
    faults = [
        f"{tag} {name} of {_units(text)}"
        for (tag, name), most in _LIMITS.items()
        for element in tree.iter(M + tag)
        if _units(text := element.get(name, "")) > most
    ]
    faults += [
        f"row {r.get('r')} {r.get('ht')} high" for r in tree.iter(M + "row") if float(r.get("ht", 0)) > 409.5
    ]
    faults += [
        f"pageMargins without {_MARGINS - set(m.attrib)}"
        for m in tree.iter(M + "pageMargins")
        if _MARGINS - set(m.attrib)
    ]
    for part in tree.iterfind(f"{M}headerFooter/*"):
        text = part.text or ""
        faults += [f"{etree.QName(part).localname} of {_units(text)}"] if _units(text) > 255 else []
        sizes = re.findall(r"(?<!&)(?:&&)*&(\d+)", text)
        faults += [f"size {size} in a header" for size in sizes if int(size) > 409 or len(size) > 2]
    return faults


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _twice(what: str, values: Iterable[object]) -> list[str]:
    return [f"{what} twice: {value}" for value, count in Counter(values).items() if count > 1]


def _beyond(name: etree._Element, sheets: int) -> bool:
    return int(name.get("localSheetId", "0")) >= sheets


def _part_faults(parts: dict[str, bytes]) -> list[str]:
    """Find content types without a part, and relationships that lead nowhere."""
    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = [e.get("PartName", "").lstrip("/") for e in types if e.get("PartName")]
    faults = [f"content type without part: {name}" for name in overrides if name not in parts]
    for name in parts:
        if not name.endswith(".rels"):
            continue
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for relation in etree.fromstring(parts[name]):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or target.startswith("#"):
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if path not in parts:
                faults.append(f"{name} leads nowhere: {target}")
    return faults
