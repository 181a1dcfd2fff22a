"""A sheet of a package in, a second sheet with its own copy of every part out, or what cannot be copied."""

from __future__ import annotations

import posixpath
import re
import uuid
from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from toolkit.books.package.leftovers import SHEET_VIEW
from toolkit.books.package.markup import X14, drop_attribute, iter_elements, main
from toolkit.books.package.parts import TYPES_PART, Parts, Relation, relations_part
from toolkit.books.package.references import Rewrite, repoint, rewriter
from toolkit.model.errors import OfficeError

# What a sheet may relate to. A copied part gets a twin per sheet, a shared one is the same for all sheets.
_COPIED = {
    "drawing", "vmlDrawing", "comments", "table", "ctrlProp",
    "chart", "chartStyle", "chartColorStyle", "chartUserShapes", "themeOverride",
}  # fmt: skip
_SHARED = {"image", "printerSettings", "hyperlink"}
_BOOK = {
    "worksheet", "chartsheet", "styles", "theme", "sharedStrings", "calcChain", "sheetMetadata",
    "person", "customXml", "FeaturePropertyBag",
}  # fmt: skip

_AS_VALUES = "値だけの表に置き換えて（コピーして「値の貼り付け」）、元を削除してください。"
_AS_PICTURE = "図に置き換えて（コピーして「図として貼り付け」）、元を削除してください。"
_OVER_CELLS = (
    "セルから削除し、［挿入］→［画像］→［セルの上に配置］で入れ直してください"
    "（株価や地理などのデータ型のセルなら、値だけを貼り付けてください）。"
)
_UNSHARE = "［校閲］→［ブックの共有］で、複数のユーザーによる同時編集の許可を外して保存し直してください。"
_IN_CELL = (  # noqa: SIM905 - ten lines otherwise
    "rdRichValue rdRichValueStructure rdRichValueTypes richValueRel richValueTypes rdArray richStyles "
    "rdSupportingPropertyBag rdSupportingPropertyBagStructure rdRichValueWebImage"
).split()
_SMART_ART = ("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing")
_REFUSED = {
    **dict.fromkeys(_IN_CELL, ("セルの中に置いた画像（またはデータ型）", _OVER_CELLS)),
    **dict.fromkeys(("revisionHeaders", "usernames", "wsSortMap"), ("ブックの共有", _UNSHARE)),
    **dict.fromkeys(_SMART_ART, ("SmartArt", _AS_PICTURE)),
    "pivotTable": ("ピボットテーブル", _AS_VALUES),
    "pivotCacheDefinition": ("ピボットテーブルのデータ", _AS_VALUES),
    "slicer": ("スライサー", "スライサーを削除してください。"),
    "slicerCache": ("スライサー", "スライサーを削除してください。"),
    "timeline": ("タイムライン", "タイムラインを削除してください。"),
    "timelineCache": ("タイムライン", "タイムラインを削除してください。"),
    "queryTable": ("外部データの取り込み（クエリ）", _AS_VALUES),
    "connections": ("外部データの接続", "「データ」の「クエリと接続」から接続を削除してください。"),
    "oleObject": ("埋め込みオブジェクト（OLE）", _AS_PICTURE),
    "package": ("埋め込みファイル", _AS_PICTURE),
    "control": ("ActiveXコントロール", "フォームコントロールに置き換えてください。"),
    "vbaProject": ("マクロ", "マクロを含まない .xlsx の形式で保存し直してください。"),
    "externalLink": ("ほかのブックへの参照", "「データ」の「リンクの編集」でリンクを解除してください。"),
    "threadedComment": ("スレッド形式のコメント", "「メモ」に置き換えて、コメントを削除してください。"),
    "model3d": ("3D モデル", _AS_PICTURE),
    "ink": ("インク（手書き）", _AS_PICTURE),
    "chartEx": ("新しい種類のグラフ（ウォーターフォール、ツリーマップなど）", _AS_PICTURE),
    "webextension": ("アドイン", "アドインを選んで削除してください。"),
    "webextensiontaskpanes": ("アドイン", "［ホーム］→［アドイン］からアドインを外してください。"),
    "xmlMaps": ("XML の対応付け", "［開発］→［ソース］→［XML の対応付け］から削除してください。"),
    "volatileDependencies": ("RTD や CUBE の数式", _AS_VALUES),
    "sheetCustomData": ("アドインのデータ", "アドインを使わない形に様式を直してください。"),
}
_OTHER_MEND = "［挿入］で入れた特別なもの（アドインなど）があれば削除し、値と図だけの様式に直してください。"

_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_SHAPE = re.compile(r"_x0000_s(\d+)")
_ID_MAP = re.compile(r"""(<o:idmap\b[^>]*?\bdata=["'])([\d,]+)""")
SHAPES_PER_BLOCK = 1024  # shapes of one drawing are numbered within blocks of so many
_WITHOUT_IDS = {main("sheetData"), main("mergeCells")}  # and with many elements
_UID_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/"


def find_obstacles(parts: Parts, book: str, part: str, sheet: str) -> list[OfficeError]:
    """Give every reason why a sheet cannot be cloned without loss, each with its mend; [] if it can."""
    obstacles = [_obstacle(r, "") for r in parts.relations(book) if r.kind not in _BOOK]
    for owner in [part, *owned_parts(parts, part)]:
        for relation in parts.relations(owner):
            allowed = {"hyperlink"} if relation.external else _COPIED | _SHARED | {SHEET_VIEW}
            known = relation.kind in allowed
            if not known:
                obstacles.append(_obstacle(relation, sheet))
    return list(dict.fromkeys(obstacles))


def owned_parts(parts: Parts, part: str) -> list[str]:
    """Give the parts that belong to this sheet alone, each once, in the order they are named."""
    found: dict[str, None] = {}
    waiting = [part]
    while waiting:
        for relation in parts.relations(waiting.pop()):
            if relation.kind in _COPIED and not relation.external and relation.target not in found:
                found[relation.target] = None
                waiting.append(relation.target)
    return list(found)


def copy_sheet(parts: Parts, part: str, old: str, new: str, names: Iterable[str]) -> tuple[str, Rewrite]:
    """Copy a sheet's part and all it owns; give the new part and what re-points a formula to the copy.

    `names` are the defined names, which a table of the copy must not have.
    """
    copies: dict[str, str] = {}
    for source in [part, *owned_parts(parts, part)]:
        copies[source] = _copy_part(parts, source)
    for source, copy in copies.items():
        targets = {r.id: copies[r.target] for r in parts.relations(source) if r.target in copies}
        if targets:
            parts.retarget(copy, targets)
    tree = parts.tree(copies[part])
    tables = _renumber_tables(parts, list(copies.values()), names)
    _renumber_shapes(parts, list(copies.values()))
    _renew_uids(parts, list(copies.values()), new)
    for properties in tree.iterchildren(main("sheetPr")):
        drop_attribute(properties, "codeName")  # macros know the sheet by it: it must be unique
    for view in tree.iter(main("sheetView")):
        drop_attribute(view, "tabSelected")
    rewrite = rewriter({old.casefold(): new}, tables)
    for copy in copies.values():
        repoint(parts, copy, rewrite)
    return copies[part], rewrite


def _obstacle(relation: Relation, sheet: str) -> OfficeError:
    what, mend = _REFUSED.get(relation.kind, (f"このツールの知らない部品（{relation.kind}）", _OTHER_MEND))
    if relation.external:
        what = f"ファイルの外にあるもの（リンクされた図など。{relation.target}）"
        mend = "ファイルに埋め込むか、削除してください。"
    return OfficeError(f"{what}があるため、シートを写せません。", mend, sheet=sheet)


def _copy_part(parts: Parts, source: str) -> str:
    copy = parts.free_name(source)
    content = parts.data(source) if source.endswith(".vml") else deepcopy(parts.tree(source))
    parts.put(copy, content, parts.override(source))
    if relations_part(source) in parts:
        parts.put(relations_part(copy), deepcopy(parts.tree(relations_part(source))))
    return copy


def _renumber_tables(parts: Parts, copies: list[str], defined: Iterable[str]) -> dict[str, str]:
    """Give each copied table an id and a name of its own; give the old names (casefolded) → new."""
    own = [name for name in copies if parts.content_type(name) == _TABLE_TYPE]
    renamed: dict[str, str] = {}
    if not own:
        return renamed
    others = [parts.tree(name) for name in _table_parts(parts) if name not in own]
    number = max((int(tree.get("id", "0")) for tree in others), default=0)
    names = {tree.get(key, "").casefold() for tree in others for key in ("name", "displayName")}
    names |= {name.casefold() for name in defined}
    for table in map(parts.tree, own):
        number += 1
        old = table.get("displayName", "")
        suffix = next(n for n in range(2, len(names) + 3) if f"{old}_{n}".casefold() not in names)
        renamed[old.casefold()] = f"{old}_{suffix}"
        names.add(f"{old}_{suffix}".casefold())
        table.set("id", str(number))
        table.set("name", f"{old}_{suffix}")
        table.set("displayName", f"{old}_{suffix}")
    return renamed


def _table_parts(parts: Parts) -> Iterator[str]:
    for element in parts.tree(TYPES_PART):
        if element.get("ContentType") == _TABLE_TYPE:
            yield element.get("PartName", "").lstrip("/")


def _renumber_shapes(parts: Parts, copies: list[str]) -> None:
    """Move the VML shapes of the copy into blocks of numbers no other sheet uses, controls with them."""
    drawings = [name for name in copies if name.endswith(".vml")]
    if not drawings:
        return
    used = {block for name in parts if name.endswith(".vml") for block in shape_blocks(parts.text(name))}
    fresh: dict[int, int] = {}
    for name in drawings:
        for block in sorted(shape_blocks(parts.text(name))):
            fresh.setdefault(block, max(used, default=0) + len(fresh) + 1)
    for name in drawings:
        text = parts.text(name)
        text = _SHAPE.sub(lambda m: f"_x0000_s{_moved(int(m[1]), fresh)}", text)
        text = _ID_MAP.sub(lambda m: m[1] + ",".join(str(fresh[int(b)]) for b in m[2].split(",")), text)
        parts.put_text(name, text)
    for name in copies:
        if name not in drawings:
            _move_controls(parts.tree(name), fresh)


def shape_blocks(vml: str) -> set[int]:
    """Give the blocks of numbers a VML drawing uses."""
    blocks = {int(match[1]) // SHAPES_PER_BLOCK for match in _SHAPE.finditer(vml)}
    return blocks | {int(b) for match in _ID_MAP.finditer(vml) for b in match[2].split(",")}


def _moved(shape: int, fresh: dict[int, int]) -> int:
    block = fresh.get(shape // SHAPES_PER_BLOCK)
    return shape if block is None else block * SHAPES_PER_BLOCK + shape % SHAPES_PER_BLOCK


def _move_controls(tree: etree._Element, fresh: dict[int, int]) -> None:
    """Follow the moved shapes where sheet and drawing name them: the control and its twin in DrawingML."""
    for control in iter_elements(tree, "control"):
        control.set("shapeId", str(_moved(int(control.get("shapeId", "0")), fresh)))
    for twin in iter_elements(tree, "compatExt"):
        spid = twin.get("spid", "")
        new = _SHAPE.sub(lambda m: f"_x0000_s{_moved(int(m[1]), fresh)}", spid)
        twin.set("spid", new)
        holder = next((a for a in twin.iterancestors() if str(a.tag).endswith("}cNvPr")), None)
        if holder is not None and spid == f"_x0000_s{holder.get('id')}":
            holder.set("id", new.removeprefix("_x0000_s"))


def _renew_uids(parts: Parts, copies: list[str], sheet: str) -> None:
    """Give every revision id and every x14 rule of the copy an id of its own, the same each time."""
    for name in copies:
        if not name.endswith(".vml") and not name.startswith("xl/charts/"):
            _renew_tree(parts.tree(name), f"{sheet}/{posixpath.basename(name)}")


def _renew_tree(tree: etree._Element, salt: str) -> None:
    for branch in [tree, *tree]:
        elements = [tree] if branch is tree else branch.iter()
        if branch.tag in _WITHOUT_IDS:
            continue
        for element in elements:
            for key, value in element.attrib.items():
                if str(key).startswith("{" + _UID_SPACE) and str(key).endswith("}uid"):
                    element.set(key, renewed_id(str(value), salt))
    # An x14 rule and the 2007 rule it extends know each other by this id.
    for rule in tree.iter(f"{{{X14}}}cfRule"):
        if rule.get("id"):
            rule.set("id", renewed_id(rule.get("id", ""), salt))
    for id_ in tree.iter(f"{{{X14}}}id"):
        if id_.text:
            id_.text = renewed_id(id_.text, salt)


def renewed_id(old: str, salt: str) -> str:
    """Give the id a copy has instead of the old one, the same each time for the same salt."""
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_OID, f"{old}|{salt}")).upper() + "}"
