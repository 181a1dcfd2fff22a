"""The keys of a term and the counted fields of a consolidation in, which field it is of out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.model.summary import Statuses
from toolkit.model.words import plain_word
from toolkit.rules.figures.expression import ExpressionError

FIRST, BY_FIELD, CHANGES = "status", "statuses", "changes"
"""What begins a term of the first counted field, of any by its word or name (評価, 活動_進捗); and 増減."""


def find_statuses(keys: Sequence[str], statuses: Sequence[Statuses]) -> tuple[Statuses, Sequence[str]] | None:
    """Find the counted field a term is of, with the keys behind it; None for any other term."""
    match keys:
        case [first, *rest] if first == FIRST and statuses:
            return statuses[0], rest
        case [first, name, *rest] if first == BY_FIELD:
            found = [one for one in statuses if _is_called(one.field_name, name)]
            return (found[0], rest) if len(found) == 1 else None
    return None


def entry_of(entries: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    """Give the entry of `statuses` in 取りまとめ表.json; ExpressionError where none or two are so called."""
    found = [one for one in entries if _is_called(one["field"], name)]
    if len(found) > 1:
        names = "、".join(f"「{one['field']}」" for one in found)
        raise ExpressionError(
            f"「{name}」という欄は{len(found)}つあります", f"{names}のどれかを書いてください"
        )
    if not found:
        known = [str(one["field"]).partition("_")[2] for one in entries]
        raise ExpressionError(f"「{name}」は、この計画で数えている欄ではありません", "", name, known)
    return found[0]


def _is_called(field_name: str, name: str) -> bool:
    return plain_word(name) in (plain_word(field_name), plain_word(field_name.partition("_")[2]))
