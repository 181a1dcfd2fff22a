"""A list with very long texts is still read whole."""

from toolkit.books.lists.columns import Column
from toolkit.books.lists.fitting import fit


class _Sheet:
    def __init__(self) -> None:
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.paper = 0

    def set_paper(self, number: int) -> None:
        self.paper = number

    def set_column(self, first: int, _last: int, width: float, *_: object) -> None:
        self.widths[first] = width

    def set_row(self, row: int, height: float) -> None:
        self.heights[row] = height


def test_case_X2_an_answer_of_1575_characters_stands_whole_in_a_row_that_excel_can_make() -> None:
    sheet = _Sheet()
    fit(sheet, [Column("回答", limit=20)], [["あ" * 1575]])
    assert sheet.heights[4] <= 409.5
    # 28 lines of 14 points fit under 409.5; a column of 114 half-width characters holds 57 full-width ones
    assert 28 * (sheet.widths[0] // 2) >= 1575


def test_case_X2_a_short_answer_keeps_the_width_of_its_column() -> None:
    sheet = _Sheet()
    fit(sheet, [Column("回答", limit=20)], [["あ" * 100]])
    assert sheet.widths[0] == 20
