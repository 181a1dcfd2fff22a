"""The parts of an .xlsx by name: bytes or trees in, relationships and content types kept true, a file out."""

from __future__ import annotations

import functools
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple, TypeVar

from lxml import etree

from toolkit.books.guard.same_bytes import once_for_same_bytes
from toolkit.books.package.markup import (
    CONTENT_TYPES,
    PACKAGE_RELATIONS,
    RELATIONS,
    new_root,
    parse,
    serialize,
)
from toolkit.books.system.disk import whole_file
from toolkit.model.errors import UnreadableBook

TYPES_PART = "[Content_Types].xml"
_LEVEL = 1  # of deflate: half the time of level 6, a sixth more bytes
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_RELATION = f"{{{PACKAGE_RELATIONS}}}Relationship"
_OVERRIDE = f"{{{CONTENT_TYPES}}}Override"
Made = TypeVar("Made")


class Relation(NamedTuple):
    """One relationship: id, last word of its type, full type, and the part or address it names."""

    id: str
    kind: str
    type: str
    target: str
    external: bool


class Parts:
    """Every part of one package; a part is parsed when its tree is first asked for."""

    def __init__(self, raw: dict[str, bytes]) -> None:
        """Take the parts as bytes by name, in the order of the file."""
        self._raw = raw
        self._trees: dict[str, etree._Element] = {}
        self._relations: dict[str, list[Relation]] = {}
        self._spelt = {name.lower(): name for name in raw}
        self._read(TYPES_PART, _refuse_malformed)

    @functools.cached_property
    def _overrides(self) -> dict[str, etree._Element]:
        """The content types of parts that are declared for them alone."""
        overrides = self.tree(TYPES_PART).iter(_OVERRIDE)
        return {e.get("PartName", "").lstrip("/").lower(): e for e in overrides}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a part of this name."""
        name = self._own(name)
        return name in self._raw or name in self._trees

    def _own(self, name: str) -> str:
        """Give a name as the package spells it: names that differ in case only are one part's."""
        return name if name in self._raw else self._spelt.get(name.lower(), name)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the parts; parts may come and go meanwhile."""
        return iter(list(self._raw))

    def data(self, name: str) -> bytes:
        """Give the part as bytes; an untouched part keeps the bytes it came with."""
        name = self._own(name)
        tree = self._trees.get(name)
        return self._raw[name] if tree is None else serialize(tree)

    def tree(self, name: str) -> etree._Element:
        """Give the tree of the part; changes to it are saved."""
        name = self._own(name)
        self._relations.pop(name, None)  # who asks for a tree may change it
        tree = self._trees.get(name)
        if tree is None:
            tree = self._trees[name] = self._read(name, parse)
        return tree

    def text(self, name: str) -> str:
        """Give a part that may be no XML (VML) as text; bytes that are no UTF-8 survive `put_text`."""
        return self.data(name).decode("utf-8", errors="surrogateescape")

    def put_text(self, name: str, text: str) -> None:
        """Replace a part that was read with `text`."""
        self.put(name, text.encode("utf-8", errors="surrogateescape"))

    def _read(self, name: str, read: Callable[[bytes], Made]) -> Made:
        """Give what is read from the bytes of a part; UnreadableBook where it is missing or no XML."""
        try:
            return read(self._raw[name])
        except KeyError:
            raise UnreadableBook("damaged", f"（{name}がありません）") from None
        except etree.XMLSyntaxError:
            raise UnreadableBook("damaged", f"（{name}）") from None

    def mentions(self, name: str, words: list[bytes]) -> bool:
        """Tell whether a part can hold one of the words; true where it is already parsed."""
        name = self._own(name)
        if name in self._trees:
            return True
        raw = self._raw[name]
        # A writer may spell Japanese as &#x...; then only the parser can tell.
        return b"&#" in raw or any(word in raw for word in words)

    def put(self, name: str, content: bytes | etree._Element, content_type: str | None = None) -> None:
        """Add or replace a part; `content_type` None where the extension's default holds."""
        name = self._own(name)
        self._spelt[name.lower()] = name
        if isinstance(content, bytes):
            self._raw[name] = content
            self._trees.pop(name, None)
        else:
            self._raw.setdefault(name, b"")
            self._trees[name] = content
        if content_type is not None and self.content_type(name) != content_type:
            override = etree.SubElement(self.tree(TYPES_PART), _OVERRIDE)
            override.set("PartName", "/" + name)
            override.set("ContentType", content_type)
            self._overrides[name.lower()] = override

    def drop(self, name: str) -> None:
        """Remove a part, its relationships and its content type; those to it stay the caller's."""
        for part in (self._own(name), self._own(relations_part(name))):
            self._raw.pop(part, None)
            self._trees.pop(part, None)
            self._relations.pop(part, None)
            override = self._overrides.pop(part.lower(), None)
            if override is not None:
                self.tree(TYPES_PART).remove(override)

    def content_type(self, name: str) -> str:
        """Give the content type of a part, "" if the package does not tell."""
        override = self._overrides.get(name.lower())
        if override is not None:
            return override.get("ContentType", "")
        extension = posixpath.splitext(name)[1][1:].lower()
        for default in self.tree(TYPES_PART).iter(f"{{{CONTENT_TYPES}}}Default"):
            if default.get("Extension", "").lower() == extension:
                return default.get("ContentType", "")
        return ""

    def override(self, name: str) -> str | None:
        """Give the content type declared for this very part, None where the extension's default holds."""
        element = self._overrides.get(name.lower())
        return None if element is None else element.get("ContentType")

    def relations(self, name: str) -> list[Relation]:
        """Give the relationships of a part ("" = of the package), targets as part names."""
        part = relations_part(name)
        if part not in self:
            return []
        known = self._relations.get(part)
        if known is None:
            tree = self._trees.get(self._own(part))
            read = (
                _relations_of(name, tree)
                if tree is not None
                else self._read(self._own(part), functools.partial(_read_relations, name))
            )
            known = [one if one.external else one._replace(target=self._own(one.target)) for one in read]
            self._relations[part] = known
        return known

    def related(self, name: str, kind: str) -> str | None:
        """Give the first part that `name` relates to by this kind, e.g. `styles`; None if there is none."""
        return next((r.target for r in self.relations(name) if r.kind == kind and not r.external), None)

    def relate(self, name: str, target: str, type_: str) -> str:
        """Add a relationship from a part ("" = the package) to a part; give its id."""
        part = relations_part(name)
        if part not in self:
            self.put(part, new_root(PACKAGE_RELATIONS, "Relationships"))
        tree = self.tree(part)
        id_ = _free_id(tree)
        etree.SubElement(tree, _RELATION, {"Id": id_, "Type": type_, "Target": _relative(name, target)})
        return id_

    def relate_again(self, name: str, id_: str) -> str:
        """Add a second relationship like one a part has, as to a page on the web; give its id."""
        tree = self.tree(relations_part(name))
        twin = deepcopy(next(element for element in tree.iter(_RELATION) if element.get("Id") == id_))
        twin.set("Id", _free_id(tree))
        tree.append(twin)
        return twin.get("Id", "")

    def unrelate(self, name: str, id_: str) -> None:
        """Remove a relationship by its id."""
        tree = self.tree(relations_part(name))
        for element in tree.findall(_RELATION):
            if element.get("Id") == id_:
                tree.remove(element)

    def retarget(self, name: str, targets: dict[str, str]) -> None:
        """Point the relationships of a part at other parts: id → part."""
        for element in self.tree(relations_part(name)).iter(_RELATION):
            target = targets.get(element.get("Id", ""))
            if target is not None:
                element.set("Target", _relative(name, target))

    def free_name(self, like: str) -> str:
        """Give a name no part has, numbered after the pattern of another: sheet1.xml → sheet4.xml."""
        stem, extension = posixpath.splitext(like)
        stem = stem.rstrip("0123456789")
        pattern = re.compile(re.escape(stem) + r"(\d+)" + re.escape(extension), re.IGNORECASE)
        numbers = [int(match[1]) for name in self._raw if (match := pattern.fullmatch(name))]
        return f"{stem}{max(numbers, default=0) + 1}{extension}"


def relations_part(name: str) -> str:
    """Give the part that holds the relationships of a part ("" = the package)."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", file + ".rels")


def office_type(kind: str) -> str:
    """Give the relationship type of a kind: `styles` → the address the standard gives it."""
    return f"{RELATIONS}/{kind}"


def write_parts(parts: Parts, path: Path) -> None:
    """Write a zip whose bytes depend on the parts alone; an old file stays until the new one is whole."""
    order = sorted(parts, key=lambda name: (name != TYPES_PART, name != relations_part("")))
    with whole_file(path) as half, zipfile.ZipFile(half, "w") as book:
        for name in order:
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.create_system = 0  # the same on every system
            info.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(info, parts.data(name), compresslevel=_LEVEL)


@once_for_same_bytes
def _refuse_malformed(part: bytes) -> None:
    parse(part)


@once_for_same_bytes
def _read_relations(source: str, part: bytes) -> tuple[Relation, ...]:
    return _relations_of(source, parse(part))


def _relations_of(source: str, tree: etree._Element) -> tuple[Relation, ...]:
    return tuple(_relation(source, element) for element in tree.iter(_RELATION))


def _relation(source: str, element: etree._Element) -> Relation:
    type_, target = element.get("Type", ""), element.get("Target", "")
    # A link inside the book (#Sheet1!A1) names no part either.
    external = element.get("TargetMode") == "External" or target.startswith("#")
    if not external:
        target = target.replace("\\", "/")
        absolute = (
            target if target.startswith("/") else posixpath.join("/", posixpath.dirname(source), target)
        )
        target = posixpath.normpath(absolute).lstrip("/")
    return Relation(element.get("Id", ""), type_.rpartition("/")[2], type_, target, external)


def _free_id(relations: etree._Element) -> str:
    taken = {element.get("Id") for element in relations.iter(_RELATION)}
    return next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)


def _relative(source: str, target: str) -> str:
    return posixpath.relpath("/" + target, posixpath.join("/", posixpath.dirname(source)))
