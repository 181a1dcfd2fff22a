"""A number format taken apart: what each section puts a number into, and what stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit
from toolkit.model.number_formats import BUILTIN, NUMBER_OF, Token, read_sections


@pytest.mark.parametrize(
    ("number_format", "sections"),
    [
        ("#,##0", [("#,##0", "")]),
        ('#,##0,"千円"', [("#,##0,", "千円")]),
        ('#,##0;[Red]"△ "#,##0', [("#,##0", ""), ("#,##0", "△ ")]),
        ("[$¥-411]#,##0.0_ ", [("#,##0.0", "¥")]),
        ("0円", [("0円", "円")]),
        ('"a;b"0', [("0", "a;b")]),
        ("0\\;", [("0", ";")]),
        ("", [("", "")]),
    ],
)
def test_a_section_is_its_places_and_the_text_beside_them(
    number_format: str, sections: list[tuple[str, str]]
) -> None:
    assert [(one.code, one.literal) for one in read_sections(number_format)] == sections


@pytest.mark.parametrize(
    ("number_format", "moments"),
    [
        ('[$-411]ggge"年"m"月"', ["ggg", "e", "m"]),
        ("[$-411]ge-mm-dd", ["g", "e", "mm", "dd"]),
        ("0.00E+00", []),
        ('e"年度"', ["e"]),
        ("General", []),
        ("G/標準", []),
        ("h:mm AM/PM", ["h", "mm", "AM/PM"]),
        ('"ymd"0', []),
    ],
)
def test_what_shows_a_part_of_a_date_is_told_from_a_number_and_from_words(
    number_format: str, moments: list[str]
) -> None:
    (section,) = read_sections(number_format)
    assert [one.text for one in section.tokens if one.kind == "moment"] == moments


def test_a_colour_and_a_gap_are_no_text() -> None:
    (section,) = read_sections("[Red]0_)")
    assert section.tokens == (Token("bracket", "Red"), Token("digits", "0"), Token("blank", "_)"))


def test_a_format_is_written_by_number_only_where_every_country_reads_the_same() -> None:
    assert NUMBER_OF["#,##0"] == 3
    assert NUMBER_OF["@"] == 49
    assert BUILTIN[14] not in NUMBER_OF  # a date as the computer is set


def test_format_codes_are_taken_apart_and_numbered_in_one_place() -> None:
    root = Path(toolkit.__file__).parent
    parsers = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "AM/PM" in (text := path.read_text("utf-8")) or '"0.00%"' in text
    ]
    assert parsers == ["model/number_formats.py"]
