"""Open cells offer the office's choices; a form's own list that says the same is left as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.books.toys import load_base_fields
from toolkit.books.forms.forms import FormSheet
from toolkit.books.forms.offered import find_offered, offer_choices
from toolkit.books.forms.template import load_binding
from toolkit.books.package.package import Package
from toolkit.books.proof import Proof
from toolkit.books.reading.reader import read_book
from toolkit.model.choices import Choice, Choices
from toolkit.model.errors import OfficeError
from toolkit.model.fields import Field
from toolkit.model.years import FiscalYear

FORM, WORDS = "様式", "言葉"
YEARS = (FiscalYear.parse("R6"), FiscalYear.parse("R7"))
RATED = Choices(tuple(map(Choice, ("S", "A", "対象外"))))
EVALUATION = replace(load_base_fields()["year.evaluation"], choices=RATED)


def write_form(path: Path, source: object) -> FormSheet:
    """Write a form that asks 年次_評価 in B2 and B3 (merged with C3), its list from `source`, or none."""
    book = xlsxwriter.Workbook(str(path))
    sheet, words = book.add_worksheet(FORM), book.add_worksheet(WORDS)
    for row, label in enumerate(("R6", "R7"), 1):
        sheet.write_string(row, 0, label)
    sheet.merge_range("B3:C3", "")
    words.write_column("A1", ["S", "A", "対象外"])
    book.define_name("評価の言葉", f"={WORDS}!$A$1:$A$3")
    book.define_name(f"{FORM}!年次_年度", f"={FORM}!$A$2:$A$3")
    book.define_name(f"{FORM}!年次_評価", f"={FORM}!$B$2:$B$3")
    if source:
        rule = {
            "validate": "list",
            "source": source,
            "input_title": "評価",
            "input_message": "選んでください",
        }
        sheet.data_validation("B2:C3", rule)
    book.close()
    read = read_book(path)
    fields = load_base_fields()
    return FormSheet(load_binding(read, FORM, fields, file=path.name), read.sheets[FORM], fields, YEARS)


def offer(folder: Path, source: object, field: Field = EVALUATION) -> Path:
    """Offer the field's choices in a form that offers `source`, and give the book, proven as it leaves."""
    form = write_form(folder / "form.xlsx", source)
    package = Package.open(folder / "form.xlsx")
    offer_choices(package, form, {"B2": field, "B3": field})
    package.save(folder / "book.xlsx")
    Proof().prove(folder / "book.xlsx", package.orders)
    return folder / "book.xlsx"


def rules(path: Path) -> list[tuple[str, str, str | None]]:
    """Give where openpyxl finds which list, and the message beside it."""
    found = openpyxl.load_workbook(path)[FORM].data_validations.dataValidation
    return [(str(rule.sqref), rule.formula1, rule.prompt) for rule in found]


@pytest.mark.parametrize(
    "source", [["S", "A", "対象外"], f"={WORDS}!$A$1:$A$3", f"={WORDS}!$A$1:$A$9", "=評価の言葉"]
)
def test_a_forms_own_list_of_the_same_words_stays_as_it_is(tmp_path: Path, source: object) -> None:
    book = offer(tmp_path, source)
    assert rules(book) == rules(tmp_path / "form.xlsx")


@pytest.mark.parametrize(
    ("source", "prompt"),
    [
        (["S", "A"], "選んでください"),
        (["A", "S", "対象外"], "選んでください"),
        (f"={WORDS}!$A$1:$A$2", "選んでください"),
        (f"={WORDS}!A1:A3", "選んでください"),
        ('=INDIRECT("A1")', "選んでください"),
        (None, None),
    ],
)
def test_case_s10_any_other_list_gives_way_to_the_offices_its_message_stays(
    tmp_path: Path, source: object, prompt: str | None
) -> None:
    found = rules(offer(tmp_path, source))
    ours = {area for areas, formula, _ in found if formula == '"S,A,対象外"' for area in areas.split()}
    assert "B3:C3" in ours
    assert {told for _, formula, told in found if formula == '"S,A,対象外"'} == {prompt}


def test_a_field_without_choices_keeps_what_the_form_offers(tmp_path: Path) -> None:
    book = offer(tmp_path, ["S", "A"], replace(EVALUATION, choices=None))
    assert rules(book) == rules(tmp_path / "form.xlsx")


def test_what_a_cell_offers_is_found_wherever_it_stands(tmp_path: Path) -> None:
    write_form(tmp_path / "form.xlsx", "=評価の言葉")
    package = Package.open(tmp_path / "form.xlsx")
    found = find_offered(package, FORM, "B2")
    assert found
    assert (found.words, found.title) == (("S", "A", "対象外"), "評価")
    assert find_offered(package, FORM, "A2") is None


@pytest.mark.parametrize(
    ("words", "told"),
    [(["A,B"], "半角コンマ"), ([f"{at:03}" + "𠮷" * 5 for at in range(20)], "279文字")],
)
def test_choices_no_cell_can_offer_are_refused_with_the_way_out(
    tmp_path: Path, words: list[str], told: str
) -> None:
    field = replace(EVALUATION, choices=Choices(tuple(map(Choice, words))))
    with pytest.raises(OfficeError, match=told) as stopped:
        offer(tmp_path, ["S"], field)
    assert "様式のほかのシートに" in stopped.value.mend
