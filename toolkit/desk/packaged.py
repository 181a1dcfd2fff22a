"""The packaged cities in, the files of their data out, in a wheel and in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from toolkit.books.register.settings import is_shown_first
from toolkit.model.profile import SETTINGS


def packaged_data(*parts: str) -> Path:
    """Give a packaged file or folder (templates, config, examples), in a wheel and in a checkout."""
    root = Path(str(files("toolkit")))
    inside = root / "data"
    return (inside if inside.is_dir() else root.parent).joinpath(*parts)


def base_schema_path() -> Path:
    """Give the contract of a return that holds for every city."""
    return packaged_data("config", "base.schema.json")


def packaged_cities() -> list[str]:
    """Give the names of the cities whose data is packaged."""
    return sorted(path.parent.name for path in packaged_data("config").glob(f"*/{SETTINGS}"))


def default_city() -> str:
    """Give the city the demo shows when none is named: the one whose settings say so (見本の市)."""
    cities = packaged_cities()
    marked = (city for city in cities if is_shown_first(packaged_data("config", city, SETTINGS)))
    return next(marked, cities[0])
