"""A letter as the office wrote it and what it is about in, the letter filled in, and as text to paste, out.

A paragraph with a placeholder for which there is nothing is left out: no word says "if".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.model.letters import BODY, DETAILS, FROM, SUBJECT, TO, Letter
from toolkit.model.years import write_date

Values = Mapping[str, str]


def fill(letter: Letter, values: Values) -> Letter:
    """Put the values in for the placeholders; a paragraph that has one with the value "" is left out."""
    kept = (one for one in letter.paragraphs if all(values[word] for word in one.words))
    return replace(letter, paragraphs=tuple(one.filled(values) for one in kept))


def letter_text(letter: Letter) -> str:
    """Give a filled letter as text to paste into a mail; its number and date stand on paper only."""
    subject, details = letter.of(SUBJECT), letter.of(DETAILS)
    blocks = [
        *(f"件名：{text}" for text in subject),
        "\n".join(letter.of(TO)),
        *letter.of(BODY),
        *(["記", "\n\n".join(details), "以上"] if details else []),
        "\n".join(letter.of(FROM)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def head_values(plan: str, round_title: str, office: str, to: tuple[str, str], today: dt.date) -> Values:
    """Give what every letter may name; `to` is the department and the 敬称 that follows its name."""
    department, honorific = to
    return {
        "計画": plan,
        "照会": round_title,
        "事務局": office,
        "所属": department,
        "敬称": honorific,
        "今日": write_date(today).partition("（")[0],
    }


@dataclass(frozen=True)
class Inquiry:
    """What is asked, or still owed: `items` are (number, name), `cells` how many of their cells are open."""

    deadline: dt.date
    files: Sequence[str]
    items: Sequence[tuple[str, str]]
    cells: int

    @property
    def values(self) -> Values:
        """What the 照会文 and the 督促文 may name."""
        return {
            "期限": write_date(self.deadline),
            "項目一覧": "\n".join(f"　・{number}　{name}" for number, name in self.items),
            "項目数": str(len(self.items)),
            "記入か所数": str(self.cells),
            "ファイル名": _quoted(self.files),
        }


@dataclass(frozen=True)
class AskedPoint:
    """One thing a letter asks to be mended or looked at: the words of a finding."""

    place: str
    what: str
    mend: str
    example: str = ""


@dataclass(frozen=True)
class Correction:
    """What a 修正依頼 is about: the `marked` files, each with what it is, and the `lists` sent with it.

    `errors` must be mended, `warnings` looked at; `others` are files of the department without highlights.
    """

    marked: Sequence[tuple[str, str]]
    lists: Sequence[str]
    others: Sequence[str]
    errors: Sequence[AskedPoint]
    warnings: Sequence[AskedPoint]

    @property
    def values(self) -> Values:
        """What the 修正依頼 may name."""
        return {
            "印を付けたファイル": "、".join(
                f"「{file}」（{called}）" if called else f"「{file}」" for file, called in self.marked
            ),
            "一覧のファイル": _quoted(self.lists),
            "ほかのファイル": _quoted(self.others),
            "要修正件数": _count(self.errors),
            "要修正一覧": _asked_lines(self.errors),
            **_warnings(self.warnings),
        }


@dataclass(frozen=True)
class Questions:
    """What a 確認のお願い is about: the files as they came, and what is to be looked at in them."""

    files: Sequence[str]
    warnings: Sequence[AskedPoint]

    @property
    def values(self) -> Values:
        """What the 確認のお願い may name."""
        return {"ファイル名": _quoted(self.files), **_warnings(self.warnings)}


@dataclass(frozen=True)
class Received:
    """What a 受領票 is about: a file as it came, how it was taken (`result`, a sentence or two)."""

    receipt: int
    file: str
    received_at: dt.datetime
    result: str

    @property
    def values(self) -> Values:
        """What the 受領票 may name."""
        return {
            "ファイル名": _quoted([self.file]),
            "受付番号": str(self.receipt),
            "受付日時": f"{write_date(self.received_at.date())}{self.received_at:%H:%M}",
            "結果": self.result,
        }


@dataclass(frozen=True)
class Sharing:
    """What the 送付文 of a 照会用コピー is about: from the 主管課 (`lead`) to a 関連課."""

    lead: str
    item: str
    file: str
    deadline: dt.date

    @property
    def values(self) -> Values:
        """What the 関連課への送付文 may name."""
        return {
            "主管課": self.lead,
            "項目": self.item,
            "ファイル名": _quoted([self.file]),
            "期限": write_date(self.deadline),
        }


def _warnings(warnings: Sequence[AskedPoint]) -> Values:
    return {"要確認件数": _count(warnings), "要確認一覧": _asked_lines(warnings)}


def _count(asked: Sequence[AskedPoint]) -> str:
    """Give how many there are; none is nothing to speak of."""
    return str(len(asked) or "")


def _quoted(files: Sequence[str]) -> str:
    return "、".join(f"「{file}」" for file in files)


def _asked_lines(asked: Sequence[AskedPoint]) -> str:
    lines = []
    for number, one in enumerate(asked, 1):
        example = f"（例：{one.example}）" if one.example else ""
        lines.append(f"　{number}. {one.place}\n　　 {one.what}\n　　 → {one.mend}{example}")
    return "\n".join(lines)
