"""The merged areas of a sheet in; which cells they hide, and the area of a cell, out."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from toolkit.books.package.refs import Box, bounds, iter_refs
from toolkit.model.errors import OfficeError

LARGEST = 100_000
"""Cells of all merged areas of a sheet, or of a name: a returned file may merge whole columns."""
VAST = 10_000
"""Cells of one merged area that no form has: fewer than a column, or than a row of Excel."""


def is_vast(area: str) -> bool:
    """Tell an area that nobody draws in a form: whole rows or columns were selected."""
    return _size(bounds(area)) > VAST


@functools.lru_cache(maxsize=32)  # the sheets of a round share a few patterns of merged areas
def areas_of(merges: tuple[str, ...]) -> tuple[str, ...]:
    """Give those of the merged areas, as they are stored, that are areas; what is none merges nothing."""
    return tuple(merge for merge in merges if _is_area(merge))


def _is_area(text: str) -> bool:
    try:
        bounds(text)
    except ValueError:
        return False
    return True


@functools.lru_cache(maxsize=32)
def without_vast(merges: tuple[str, ...]) -> tuple[str, ...]:
    """Give the merged areas that a form can have: what whole rows or columns were merged to is left out.

    All are left out where there are more than any form has.
    """
    usual = tuple(merge for merge in merges if not is_vast(merge))
    return usual if sum(_size(bounds(merge)) for merge in usual) <= LARGEST else ()


def _size(box: Box) -> int:
    return (box.bottom - box.top + 1) * (box.right - box.left + 1)


@functools.lru_cache(maxsize=32)
def covered_cells(merges: tuple[str, ...]) -> Mapping[str, str]:
    """Give every cell hidden under a merged area, with the first cell of that area."""
    refuse_vast(merges)
    covered: dict[str, str] = {}
    for merge in merges:
        first, *rest = iter_refs(merge)
        covered.update(dict.fromkeys(rest, first))
    return covered


def refuse_vast(areas: Sequence[str]) -> None:
    """Refuse, before they are walked cell by cell, areas larger than any form has."""
    if sum(_size(bounds(area)) for area in areas) > LARGEST:
        raise OfficeError(
            "名前の範囲か結合セルが、様式より広い範囲に及んでいます。",
            "行や列の全体を選んでの結合や名前付けをやめて、様式の欄だけを指すように直してください。",
        )


def bounds_first(area: str) -> str:
    """Give the first cell of an area."""
    return area.partition(":")[0]


@functools.lru_cache(maxsize=32)
def merged_bounds(merges: tuple[str, ...]) -> Mapping[str, Box]:
    """Give the merged areas of a sheet by their first cell."""
    return {bounds_first(merge): bounds(merge) for merge in merges}
