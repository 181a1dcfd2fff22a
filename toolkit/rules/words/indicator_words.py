"""An indicator and the year a paper reports on in, the words papers print of its targets and values out."""

from __future__ import annotations

from toolkit.model.plan import Indicator, Printed
from toolkit.model.years import FiscalYear
from toolkit.rules.judging.targets import TargetKind, has_started, target_of
from toolkit.rules.numbers.quantities import parse_quantity

_NO_UNIT = ("", "-", "ー", "－")
_NONE = (TargetKind.NOT_SET, TargetKind.BLANK)


def final_words(indicator: Indicator) -> str:
    """Give the final target with its unit where it is a number: `8件`."""
    return _with_unit(indicator.final, indicator)


def target_words(indicator: Indicator, year: FiscalYear) -> str:
    """Give the target of a year (`43件以上`); where it has none, the next with its year (`R9に20,000件`)."""
    for later in sorted(one for one in indicator.targets if one >= year):
        target = target_of(indicator, later)
        if target.kind not in _NONE:
            words = _with_unit(indicator.targets[later], indicator)
            return words if later == year or target.due else f"{later.label}に{words}"
    return ""


def actual_words(indicator: Indicator, year: FiscalYear, actual: str) -> str:
    """Give the actual with its unit (`13件`); of an indicator that starts later, when: `R7から進捗管理`."""
    if not has_started(indicator, year) and indicator.start_year:
        return f"{indicator.start_year.label}から進捗管理"
    plain = parse_quantity(actual).value is not None and actual[-1:].isdecimal()
    return _add_unit(actual, indicator) if plain else actual


def baseline_words(indicator: Indicator) -> str:
    """Give the baseline with its year, in brackets: `（R5:105,319千円）`; "" where there is none."""
    words = _with_unit(indicator.baseline, indicator)
    year = f"{indicator.base_year.label}:" if indicator.base_year else ""
    return f"（{year}{words}）" if words and words not in _NO_UNIT else ""


def _with_unit(printed: Printed, indicator: Indicator) -> str:
    return printed.text if printed.number is None else _add_unit(printed.text, indicator)


def _add_unit(text: str, indicator: Indicator) -> str:
    return text if indicator.unit in _NO_UNIT else text + indicator.unit
