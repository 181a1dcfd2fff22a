"""The sheets 照会 and 照会項目 of 設定.xlsx in, the rounds with what they ask out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.books.register import settings_sheets as sheets
from toolkit.books.register.settings_cells import all_known, field_of, file_name, known, note_twice, years_of
from toolkit.books.register.table import Mistakes, Table, TableRow
from toolkit.model.fields import Field, Fields
from toolkit.model.profile import DEPARTMENTS, UNREAD_YEAR, Ask, Round
from toolkit.model.words import plain_word

_PREFILL = re.compile(r"(照会|欄)\s*[「｢](.+)[」｣]")
_SHIFT = re.compile(r"[+\-]?\d")


@dataclass(frozen=True)
class Rounds:
    """The sheets of the rounds while these are made of them; `writers` and `forms` are the known names."""

    tables: Mapping[str, Table]
    fields: Fields
    writers: Sequence[str]
    forms: Sequence[str]

    @property
    def ids(self) -> list[str]:
        """The ids of the rounds as they are typed."""
        return [row.text("照会") for row in self.tables[sheets.ROUNDS].rows]

    def all(self, mistakes: Mistakes) -> tuple[Round, ...]:
        """Give the rounds in the order of their sheet."""
        rows = self.tables[sheets.ROUNDS].rows
        note_twice(rows, "照会")
        if not rows:
            mistakes.add("照会が一つもありません。", "1行に1つ記入してください。", sheets.ROUNDS)
        rounds = {one.id: one for one in map(self._round, rows)}
        asked: dict[str, list[Ask]] = {}
        for row in self.tables[sheets.ASKS].rows:
            round_ = rounds.get(known(row, "照会", self.ids, "照会シート"))
            ask = self._ask(row, round_) if round_ else None
            if round_ and ask:
                asked.setdefault(round_.id, []).append(ask)
        for row in rows:
            if (id_ := row.text("照会")) and id_ not in asked:
                what = f"照会「{id_}」で聞く欄がありません。"
                row.wrong("照会", what, "照会項目シートに、聞く欄の行を置いてください。")
        return tuple(self._with_asks(one, asked.get(one.id, [])) for one in rounds.values())

    def _with_asks(self, round_: Round, asks: Sequence[Ask]) -> Round:
        asked = {ask.by for ask in asks}
        return replace(
            round_, asks=tuple(asks), writers=tuple(name for name in self.writers if name in asked)
        )

    def _round(self, row: TableRow) -> Round:
        for header in ("年度", "版", "様式", "期限"):
            row.note_blank(header)
        id_ = row.text("照会")
        previous = row.text("前の照会")
        if previous:
            others = [one for one in self.ids if one != id_]
            previous = known(row, "前の照会", others, "照会シートのほかの行", previous)
        return Round(
            id=file_name(row, "照会"),
            years=years_of(row, "年度") or (UNREAD_YEAR,),
            edition=row.year("版") or UNREAD_YEAR,
            forms=all_known(row, "様式", self.forms, "様式シート"),
            deadline=row.date("期限") or dt.date.min,
            asks=(),
            forecast=years_of(row, "見込みの年度"),
            previous=previous,
            row=row.place,
        )

    def _ask(self, row: TableRow, round_: Round) -> Ask | None:
        field = field_of(row, "欄", self.fields)
        row.needed("必須")
        by = known(row, "回答・評価主体", self.writers, "回答・評価主体シート")
        shift = _shift(row)
        prefill, source = self._prefill(row, round_, by)
        if field is None:
            return None
        years = None if shift is None else tuple(year + shift for year in round_.years)
        required = row.word("必須", sheets.REQUIRED, False)
        return Ask(field, years, by, required, prefill, source, row.place)

    def _prefill(self, row: TableRow, round_: Round, by: str) -> tuple[str, Field | None]:
        """Read what stands in the cells when they go out: another round's answers, or another field's."""
        text = row.text("初期表示")
        if text in ("", sheets.NO_PREFILL):
            return "", None
        match = _PREFILL.fullmatch(text)
        if match is None:
            mend = "「なし」か、照会「R5_見込み」、欄「年次_取組実績」のように記入してください。"
            row.wrong("初期表示", f"「{text}」は使えない言葉です。", mend)
            return "", None
        if match[1] == "照会":
            others = [one for one in self.ids if one != round_.id]
            return known(row, "初期表示", others, "照会シートのほかの行", match[2]), None
        if by == DEPARTMENTS:
            what = f"「{text}」は、{DEPARTMENTS}に聞く欄には使えません。"
            row.wrong("初期表示", what, "「なし」か、照会「…」にしてください。")
        return "", field_of(row, "初期表示", self.fields, match[2])


def _shift(row: TableRow) -> int | None:
    """Read how many years from those of the round are asked for; None for all."""
    text = plain_word(row.needed("年度")).replace("−", "-").replace("▲", "-")
    if text in sheets.ASK_YEARS:
        return sheets.ASK_YEARS[text]
    if _SHIFT.fullmatch(text):
        return int(text)
    if text:
        choices = "".join(f"「{word}」" for word in sheets.ASK_YEARS)
        mend = f"{choices}か、「-3」（3年前）のように記入してください。"
        row.wrong("年度", f"「{row.text('年度')}」は使えない言葉です。", mend)
    return 0
