"""The rows of the sheet 所属 in, the departments out, and the one a name of another sheet means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.books.register.table import OWN_ID, TableRow
from toolkit.model.plan import Department
from toolkit.model.profile import DEPARTMENTS as OF_DEPARTMENTS
from toolkit.model.words import did_you_mean, plain_word

_COMMA = re.compile("[、､,，]")


class Departments:
    """The departments of a register, in 建制順, while the plan is made of them."""

    def __init__(self, rows: Sequence[TableRow], offices: Sequence[str]) -> None:
        """Read the rows; note an id or a name that is not its own."""
        self._reserved = {plain_word(word) for word in (*offices, OF_DEPARTMENTS)}
        self._alike = Counter(plain_word(row.text("課")) for row in rows)
        self.all = tuple(sorted(self._iter_departments(rows), key=lambda one: one.order))
        self._by_word: dict[str, list[Department]] = {}
        for one in self.all:
            for word in {plain_word(word) for word in (one.id, one.section, one.name)}:
                self._by_word.setdefault(word, []).append(one)

    def _iter_departments(self, rows: Sequence[TableRow]) -> Iterator[Department]:
        names: set[str] = set()
        ids: set[str] = set()
        for row in rows:
            row.needed("建制順")
            section, division = row.needed("課"), row.text("部")
            name = plain_word(division + section)
            id_ = row.text(OWN_ID) or self._default_id(division, section)
            if section and name in names:
                mend = "同じ課は1行にまとめてください。課の名前が同じときは「部」で区別します。"
                row.wrong("課", f"課「{f'{division} {section}'.strip()}」が2つあります。", mend)
            elif plain_word(section) in self._reserved:
                mend = "課の名前には使えません。別の名前（例「改革推進事務局」）にしてください。"
                row.wrong("課", f"「{section}」は、このツールが回答・評価の主体に使う言葉です。", mend)
            elif plain_word(id_) in ids | self._reserved:
                row.wrong(OWN_ID, f"所属のID「{id_}」は使われています。", "重ならないIDにしてください。")
            names.add(name)
            ids.add(plain_word(id_))
            yield Department(
                row.whole("建制順") or 0,
                division,
                section,
                row.word("種別", {"所属": False, "総称": True}, False),
                row.date("期限"),
                id_,
            )

    def _default_id(self, division: str, section: str) -> str:
        """Give the 課, or 部 and 課 where two 部 have a 課 of this name."""
        return section if self._alike[plain_word(section)] < 2 else f"{division} {section}".strip()

    def _iter_words(self, text: str) -> Iterator[str]:
        """Yield the names of a list; a comma or line break parts two of them, unless it stands in a name."""
        for words in [text] if plain_word(text) in self._by_word else _COMMA.split(text):
            known = plain_word(words) in self._by_word
            yield from filter(None, map(str.strip, [words] if known else words.splitlines()))

    def named(self, row: TableRow, header: str) -> tuple[Department, ...]:
        """Give the departments named under this header; one that is unknown or could be two is a mistake."""
        found = []
        for word in self._iter_words(row.text(header)):
            meant = self._by_word.get(plain_word(word), [])
            if len(meant) == 1:
                found.append(meant[0])
            elif meant:
                names = "、".join(f"「{one.name}」" for one in meant)
                what = f"「{word}」という課は{len(meant)}つあります（{names}）。"
                row.wrong(header, what, "部も付けて記入してください。")
            else:
                near = did_you_mean(word, (one.section for one in self.all))
                mend = f"所属シートの「課」と合わせてください。複数の課は「、」で区切ります。{near}"
                row.wrong(header, f"「{word}」は所属シートにありません。", mend)
        return tuple(found)
