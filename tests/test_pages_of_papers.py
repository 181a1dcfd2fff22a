"""Every page of every paper of the packaged cities is worth its sheet, as LibreOffice prints it."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter

from tests.demos import demo_of
from tests.office import needs_libreoffice, resave
from toolkit.desk.packaged import packaged_cities

MARGIN = 36
"""Points at head and foot that hold nothing but headers and footers."""
LEAST = 0.15
_PAGE = re.compile(r'<page width="[\d.]+" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="[\d.-]+" yMin="([\d.-]+)" xMax="[\d.-]+" yMax="([\d.-]+)">(.*?)</word>')


class Page(NamedTuple):
    """A printed page: the part of its height from the first word to the last, and its words."""

    used: float
    words: tuple[str, ...]


def pages_of(book: Path, pdf: Path) -> list[Page]:
    """Print a book and give its pages, headers and footers left out."""
    resave(book, pdf)
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True).stdout.decode()
    return [_page(float(height), inside) for height, inside in _PAGE.findall(text)]


def _page(height: float, inside: str) -> Page:
    words = [(float(top), float(bottom), html.unescape(word)) for top, bottom, word in _WORD.findall(inside)]
    body = [one for one in words if one[0] >= MARGIN and one[1] <= height - MARGIN]
    first, last = min((one[0] for one in body), default=0), max((one[1] for one in body), default=0)
    return Page((last - first) / (height - 2 * MARGIN), tuple(one[2] for one in body))


@needs_libreoffice
@pytest.mark.parametrize("city", packaged_cities())
def test_case_D13_no_page_of_a_paper_is_nearly_empty_and_no_number_is_too_wide(
    city: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    papers = sorted((demo_of(city, tmp_path_factory) / "会議資料").glob("*/資料*.xlsx"))
    assert papers
    for paper in papers:
        pages = pages_of(paper, tmp_path / f"{paper.parent.name}_{paper.stem}.pdf")
        nearly_empty = [number for number, page in enumerate(pages, 1) if page.used < LEAST]
        assert nearly_empty == [], paper.name
        assert [word for page in pages for word in page.words if "###" in word] == [], paper.name


@needs_libreoffice
def test_case_D13_a_page_with_one_line_alone_is_found(tmp_path: Path) -> None:
    path = tmp_path / "紙.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        sheet.set_paper(9)
        sheet.set_header("&L計画")
        sheet.set_footer("&C1／2")
        for row in range(40):
            sheet.write(row, 0, f"{row + 1}行目")
        sheet.set_h_pagebreaks([39])
    full, empty = pages_of(path, tmp_path / "紙.pdf")
    assert full.used > 0.7
    assert (empty.used < 0.03, empty.words) == (True, ("40行目",))
