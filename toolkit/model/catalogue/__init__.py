"""The catalogue of findings (確認事項): every code with its weight and its sentences, worded once.

Every sentence staff read about a return stands in this folder and nowhere else. A new finding is a new entry
of the module named after what it is about: `files`, `sheets`, `series` (one return after another, what was
decided and asked), `values` (what was typed in), `shown` (how it looks), `plan` (the register).
"""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.model.catalogue.files import FILES
from toolkit.model.catalogue.plan import PLAN
from toolkit.model.catalogue.series import SERIES
from toolkit.model.catalogue.sheets import SHEETS
from toolkit.model.catalogue.shown import SHOWN
from toolkit.model.catalogue.values import VALUES
from toolkit.model.catalogue.wording import Severity, Wording

__all__ = ["CATALOGUE", "Severity", "Wording"]

CATALOGUE: Mapping[str, Wording] = {**FILES, **SHEETS, **SERIES, **VALUES, **SHOWN, **PLAN}
