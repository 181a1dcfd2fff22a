"""Numbers as printed: a Decimal in, the text that stands in sentences and tables out."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

MAN_PER_OKU = 10_000


_WIDE = Context(prec=1000)
"""Holds every number a cell can, and what is divided by it: no size of an answer stops a command."""


def round_off(value: Decimal, digits: int, truncate: bool) -> Decimal:
    """Round to so many decimals: 四捨五入 (half away from zero), or 切捨て where `truncate`."""
    step = Decimal(1).scaleb(-digits)
    return value.quantize(step, rounding=ROUND_DOWN if truncate else ROUND_HALF_UP, context=_WIDE)


def print_percent(value: Decimal, digits: int, truncate: bool) -> str:
    """Give a percentage with exactly so many decimals and no separators (`1400.0%`, rule A3)."""
    return f"{round_off(value, digits, truncate):f}%"


def print_oku_man(amount_in_man: Decimal, *, about: bool = False) -> str:
    """Give an amount in 万円 as cities print it (D11): 40,039 is `4億39万円`, 1,334 is `1,334万円`.

    Nothing is padded, the 億 part has no comma; `about` puts 約 in front. Fractions are rounded half-up.
    """
    man = int(round_off(abs(amount_in_man), 0, truncate=False))
    oku, rest = divmod(man, MAN_PER_OKU)
    parts = f"{oku}億" if oku else ""
    if rest or not oku:
        parts += f"{rest:,}万"
    sign = "△" if amount_in_man < 0 and man else ""
    return f"{'約' if about else ''}{sign}{parts}円"


def print_oku_man_in_prose(amount_in_man: Decimal) -> str:
    """Give an amount in 万円 as prose says it (D14): 38,705 is `約3億9,000万円`; below 1億円 not rounded."""
    if abs(amount_in_man) >= MAN_PER_OKU:
        amount_in_man = round_off(amount_in_man, -3, truncate=False)
    return print_oku_man(amount_in_man, about=True)
