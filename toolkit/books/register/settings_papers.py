"""The sheets 資料, 資料の条件 and 資料掲載数値 of 設定.xlsx in, the settings of the papers out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.books.register import settings_sheets as sheets
from toolkit.books.register.settings_cells import all_known, field_of, file_name
from toolkit.books.register.table import Table, TableRow
from toolkit.model.errors import RowPlace
from toolkit.model.fields import Field, Fields
from toolkit.model.paper_settings import Conditions, PaperSettings
from toolkit.model.words import did_you_mean, half_width, plain_word

_OF_NO_ITEM = {
    *("paper.number", "paper.name", "paper.meeting", "paper.date", "paper.city", "paper.plan"),
    *("paper.round", "paper.forecast", "paper.unsettled", "paper.year", "paper.points_at"),
    *("paper.running_number", "paper.circled_number"),
}
"""Fields of papers that say nothing of an item."""


_Places = dict[tuple[str, int, str], RowPlace]


class Papers:
    """The sheets of the papers while their settings are made of them."""

    def __init__(
        self,
        tables: Mapping[str, Table],
        fields: Fields,
        rounds: Sequence[str],
        forms: Sequence[str],
        levels: int,
    ) -> None:
        """Keep the sheets and what they may refer to; `levels` is how many the plan has."""
        self._tables, self._fields, self._levels = tables, fields, levels
        self._rounds, self._forms = rounds, forms

    def all(self) -> tuple[PaperSettings, ...]:
        """Give the papers in the order of their sheet."""
        papers = self._tables[sheets.PAPERS].rows
        figures = self._of_papers(sheets.FIGURES)
        conditions = self._of_papers(sheets.CONDITIONS)
        self._note_same_files(papers)
        return tuple(
            self._paper(row, figures.get(at, ()), conditions.get(at, ())) for at, row in enumerate(papers)
        )

    def _of_papers(self, sheet: str) -> dict[int, list[TableRow]]:
        """Give the rows of a sheet by the paper they name: by its number, or number and name."""
        known: dict[str, list[int]] = {}
        for at, row in enumerate(self._tables[sheets.PAPERS].rows):
            number = row.text("資料番号")
            for word in (number, f"{number}_{row.text('名称')}"):
                known.setdefault(plain_word(word), []).append(at)
        found: dict[int, list[TableRow]] = {}
        for row in self._tables[sheet].rows:
            name = row.needed("資料")
            meant = known.get(plain_word(name), [])
            if name and not meant:
                numbers = (one.text("資料番号") for one in self._tables[sheets.PAPERS].rows)
                near = did_you_mean(name, numbers)
                mend = f"資料シートの資料番号と合わせてください。{near}"
                row.wrong("資料", f"資料「{name}」がありません。", mend)
            elif len(meant) > 1:
                mend = f"「{name}_名称」のように、名称も付けて記入してください。"
                row.wrong("資料", f"資料「{name}」は{len(meant)}つあります。", mend)
            for at in meant[:1]:
                found.setdefault(at, []).append(row)
        return found

    def _note_same_files(self, papers: Sequence[TableRow]) -> None:
        """Note papers that would be one file: names that differ only in width or case are one on Windows."""
        seen: set[str] = set()
        for row in papers:
            name = f"{row.text('資料番号')}_{row.text('名称')}"
            file = half_width(name).casefold()
            if file in seen:
                row.wrong("名称", f"資料「{name}」が2つあります。", "資料番号か名称を変えてください。")
            seen.add(file)

    def _paper(
        self, row: TableRow, figures: Sequence[TableRow], conditions: Sequence[TableRow]
    ) -> PaperSettings:
        per_level = row.word("作り方", sheets.PER_PAPER, 0)
        if per_level > self._levels:
            what = f"「{row.text('作り方')}」に当たる階層が、この計画にはありません。"
            row.wrong("作り方", what, "基本シートの階層の名前と合わせてください。")
        only, only_rows = self._only(conditions)
        return PaperSettings(
            name=file_name(row, "名称"),
            number=file_name(row, "資料番号"),
            file=row.needed("様式ファイル"),
            per_level=per_level,
            forms=all_known(row, "つづる様式", self._forms, "様式シート"),
            figures=dict(_iter_figures(figures)),
            only=only,
            rounds=all_known(row, "照会", self._rounds, "照会シート"),
            row=row.place,
            figure_rows={one.text("名称"): one.place for one in figures},
            only_rows=only_rows,
        )

    def _only(self, rows: Sequence[TableRow]) -> tuple[dict[str, tuple[Conditions, ...]], _Places]:
        """Give the conditions by sheet, a set for each 組 whose rows must all hold, and their rows."""
        by_sheet: dict[str, dict[int, dict[Field, Sequence[str]]]] = {}
        places: _Places = {}
        for row in rows:
            sheet, field = row.needed("シート"), self._field(row)
            words = row.words_list("語")
            if not words:
                row.needed("語")
            if field is None or not words:
                continue
            number = row.whole("組") or 1
            group = by_sheet.setdefault(sheet, {}).setdefault(number, {})
            if field in group:
                mend = "語を「、」でつないで1行にまとめるか、「組」を分けてください。"
                row.wrong("欄", f"同じ組に「{field.name}」の行が2つあります。", mend)
            group[field], places[sheet, number, field.name] = words, row.place
        order = {sheet: sorted(groups) for sheet, groups in by_sheet.items()}
        only: dict[str, tuple[Conditions, ...]] = {
            sheet: tuple(by_sheet[sheet][one] for one in numbers) for sheet, numbers in order.items()
        }
        return only, {
            (sheet, order[sheet].index(number), name): place
            for (sheet, number, name), place in places.items()
        }

    def _field(self, row: TableRow) -> Field | None:
        """Give the field of a condition; one that is of no item would leave the list empty, nobody told."""
        field = field_of(row, "欄", self._fields)
        if field and (field.key.startswith(("book.", "edition.")) or field.key in _OF_NO_ITEM):
            mend = "項目や指標、活動の欄にしてください。"
            row.wrong("欄", f"「{field.name}」は、項目の欄ではありません。", mend)
            return None
        return field


def _iter_figures(rows: Sequence[TableRow]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for row in rows:
        name, text = row.needed("名称"), row.needed("式")
        if name in seen:
            row.wrong("名称", f"同じ資料に数値「{name}」が2つあります。", "1つにしてください。")
        seen.add(name)
        if name and text:
            yield name, text
