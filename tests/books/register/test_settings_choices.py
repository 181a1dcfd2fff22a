"""The rows of 選択肢 give the choices of each field; what would count nothing or mean two things is named."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from toolkit.books.register.settings_choices import read_choices
from toolkit.books.register.table import Mistakes, TableCell, TableRow
from toolkit.desk.packaged import packaged_data
from toolkit.model.choices import Band, Choices, Meaning
from toolkit.model.fields import load_fields
from toolkit.model.years import FiscalYear

HEADERS = ("欄", "選択肢", "同じ意味の語", "数え方", "年度", "達成率（以上）")
FIELDS = load_fields(json.loads(packaged_data("config", "base.schema.json").read_text("utf-8")))
EVALUATION, FLAG = "年次_評価", "指標_達成"


def read(*rows: tuple[str, ...]) -> tuple[dict[str, Choices], list[str]]:
    """Give the choices of typed rows, and the cell and sentence of each mistake."""
    mistakes = Mistakes("設定.xlsx")
    table = []
    for at, texts in enumerate(rows, 2):
        cells = [*texts, *[""] * len(HEADERS)][: len(HEADERS)]
        named = zip(HEADERS, "ABCDEF", cells, strict=True)
        typed = {header: TableCell(f"{column}{at}", text) for header, column, text in named}
        table.append(TableRow("選択肢", typed, mistakes))
    found = read_choices(table, FIELDS)
    return found, [f"{one.cell} {one.what}" for one in mistakes.found]


def test_choices_stand_in_the_order_of_their_rows_with_what_they_count_as() -> None:
    found, mistakes = read(
        (EVALUATION, "S", "", "順調"),
        (EVALUATION, "B", "良、Ｂ評価", "順調以外"),
        (EVALUATION, "対象外", "", "分母に入れない"),
    )
    choices = found["year.evaluation"]
    assert (choices.words, mistakes) == (("S", "B", "対象外"), [])
    assert choices.word("ｂ評価") == "B"
    assert choices.meaning(Meaning.OUTSIDE) == ("対象外",)


def test_a_choice_has_a_band_of_rates_for_each_year_that_differs() -> None:
    found, mistakes = read(
        (EVALUATION, "S", "", "", "", "120"),
        (EVALUATION, "S", "", "", "R6", "110%"),
        (EVALUATION, "A", "", "", "", "100"),
    )
    r6 = FiscalYear.parse("R6")
    bands = (Band("S", Decimal(120)), Band("S", Decimal(110), r6), Band("A", Decimal(100)))
    assert (found["year.evaluation"].bands, mistakes) == (bands, [])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(EVALUATION, "Ａ"), (EVALUATION, "a")], "B3 「a」が、選択肢「Ａ」と「a」の両方にあります。"),
        (
            [(EVALUATION, "－"), (EVALUATION, "なし", "―")],
            "C3 「―」が、選択肢「－」と「なし」の両方にあります。",
        ),
        ([(EVALUATION, "A", "", "○")], "D2 「年次_評価」には、数え方「○」を使えません。"),
        ([(FLAG, "目標達成", "", "順調")], "D2 「指標_達成」には、数え方「順調」を使えません。"),
        ([(FLAG, "目標達成")], "D2 「目標達成」の数え方が空欄です。"),
        ([("活動_進捗", "A", "", "", "", "80")], "F2 「活動_進捗」は、達成率からは決められません。"),
        (
            [(EVALUATION, "A", "", "順調", "R5", "80"), (EVALUATION, "A", "", "順調以外", "R6", "90")],
            "D3 「A」の数え方が、ほかの行（順調）と違います。",
        ),
    ],
)
def test_what_would_mean_two_things_or_count_nothing_is_named(rows: list[tuple[str, ...]], told: str) -> None:
    assert told in read(*rows)[1]
