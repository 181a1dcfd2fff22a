"""選択肢, チェック条件 and 判定 of 設定.xlsx in, what may be chosen, must hold and is judged out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.books.register import settings_sheets as sheets
from toolkit.books.register.settings_cells import field_of, note_twice
from toolkit.books.register.table import TableRow
from toolkit.model.choices import Band, Choice, Choices, Meaning, spelling
from toolkit.model.errors import RowPlace
from toolkit.model.fields import Field, Fields
from toolkit.model.profile import CheckRule, Judging

_MOST_DIGITS, _HIGHEST_RATE = 6, 10_000
_FLAGS = (Meaning.ACHIEVED, Meaning.MISSED, Meaning.UNDECIDED)


def read_choices(rows: Sequence[TableRow], fields: Fields) -> dict[str, Choices]:
    """Give the choices of each field, by its key, in the order of 選択肢.

    A choice may have a row for each year that has a band of its own. A field that has no list, and a word
    that means two choices, are mistakes.
    """
    note_twice(rows, "欄", "選択肢", "年度")
    found: dict[str, list[Choice]] = {}
    first: dict[str, RowPlace] = {}
    bands: dict[str, list[Band]] = {}
    spelt: dict[tuple[str, str], str] = {}
    for row in rows:
        field, word = field_of(row, "欄", fields), row.needed("選択肢")
        if field is None or not word:
            continue
        if field.kind != "choice":
            mend = "選ぶ欄（進捗、評価、達成 など）の名前にしてください。"
            row.wrong("欄", f"「{field.name}」は、一覧から選ぶ欄ではありません。", mend)
        meaning = row.word("数え方", sheets.MEANINGS, None)
        choice = Choice(word, row.words_list("同じ意味の語"), meaning)
        _note_two_meanings(row, field, choice, spelt)
        _note_strange_meaning(row, field, choice)
        _add(row, choice, found.setdefault(field.key, []))
        first.setdefault(field.key, row.place)
        bands.setdefault(field.key, []).extend(_bands(row, field, word))
    return {key: Choices(tuple(all_), tuple(bands[key]), first[key]) for key, all_ in found.items()}


def _bands(row: TableRow, field: Field, word: str) -> list[Band]:
    """Give the band of rates that gives a choice; none where the row states none."""
    rate = row.number("達成率（以上）", percent=True)
    if rate is None:
        if row.text("年度"):
            mend = "記入するか、年度を消してください。"
            row.wrong("達成率（以上）", "「達成率（以上）」が空欄です。", mend)
        return []
    if field.axes != ("year",):
        mend = "項目ごと、年度ごとに一つ選ぶ欄（年次_評価 など）だけに記入してください。"
        row.wrong("達成率（以上）", f"「{field.name}」は、達成率からは決められません。", mend)
    return [Band(word, rate, row.year("年度"))]


def _note_strange_meaning(row: TableRow, field: Field, choice: Choice) -> None:
    """Note a 数え方 that would count nothing: a flag of what is no flag, or the reverse."""
    of_indicators = "indicator" in field.axes
    if choice.meaning is None:
        if of_indicators and spelling(choice.word) not in _FLAGS:
            mend = "「○」「×」「未」のどれに当たるかを記入してください。"
            row.wrong("数え方", f"「{choice.word}」の数え方が空欄です。", mend)
    elif (choice.meaning in _FLAGS) is not of_indicators:
        fitting = [one for one in Meaning if (one in _FLAGS) is of_indicators]
        mend = f"{''.join(f'「{one}」' for one in fitting)}のどれかにしてください。"
        row.wrong("数え方", f"「{field.name}」には、数え方「{choice.meaning}」を使えません。", mend)


def _note_two_meanings(
    row: TableRow, field: Field, choice: Choice, spelt: dict[tuple[str, str], str]
) -> None:
    for header, word in [("選択肢", choice.word), *(("同じ意味の語", one) for one in choice.synonyms)]:
        owner = spelt.setdefault((field.key, spelling(word)), choice.word)
        if owner != choice.word:
            what = f"「{word}」が、選択肢「{owner}」と「{choice.word}」の両方にあります。"
            row.wrong(header, what, "どちらか一方だけに記入してください。")


def _add(row: TableRow, choice: Choice, known: list[Choice]) -> None:
    """Add a choice, or what another row of it says: of another year."""
    at = next((at for at, one in enumerate(known) if one.word == choice.word), None)
    if at is None:
        known.append(choice)
    else:
        before = known[at]
        if before.meaning and choice.meaning and before.meaning is not choice.meaning:
            what = f"「{choice.word}」の数え方が、ほかの行（{before.meaning}）と違います。"
            row.wrong("数え方", what, "同じにするか、空欄にしてください。")
        synonyms = tuple(dict.fromkeys((*before.synonyms, *choice.synonyms)))
        known[at] = Choice(choice.word, synonyms, before.meaning or choice.meaning)


def read_check(row: TableRow, fields: Fields) -> CheckRule | None:
    """Give one rule of チェック条件; None, noted, where its field is none."""
    field = field_of(row, "欄", fields)
    low, high = row.number("下限"), row.number("上限")
    if low is not None and high is not None and low > high:
        row.wrong("下限", "下限が上限より大きくなっています。", "どちらかを直してください。")
    condition, then = row.text("もし"), row.text("ならば")
    if not then and (condition or (low is None and high is None)):
        row.wrong("ならば", "「ならば」が空欄です。", "条件か、下限・上限を記入してください。")
    is_error = row.word("扱い", sheets.SEVERITY, True)
    if field is None:
        return None
    return CheckRule(field, low, high, condition, then, is_error, row.text("伝える文"), row.place)


def read_judging(rows: Sequence[TableRow]) -> Mapping[str, Judging]:
    """Give how each fiscal year is judged, by its label; "" is the row without a year, that holds for all.

    A row with a year changes what it fills, for its year.
    """
    general = [row for row in rows if not row.text("年度")]
    for row in general[1:]:
        row.wrong("年度", "年度が空欄の行が2つあります。", "年度を記入するか、行を消してください。")
    note_twice(rows, "年度")
    judging = {"": _judging(general[0], Judging()) if general else Judging()}
    for row in rows:
        year = row.year("年度")
        if year is not None:
            judging[year.label] = _judging(row, judging[""])
    return judging


def _judging(row: TableRow, general: Judging) -> Judging:
    threshold = row.number("達成とする率", percent=True)
    if threshold is not None and not 0 < threshold <= _HIGHEST_RATE:
        what = f"達成とする率「{row.text('達成とする率')}」は、率として使えません。"
        row.wrong("達成とする率", what, "「80」のように、％で記入してください。")
    return Judging(
        threshold=general.threshold if threshold is None else threshold,
        rate_digits=_digits(row, "達成率の桁", general.rate_digits),
        truncate=row.word("達成率の端数", sheets.ROUNDING, general.truncate),
        unset_achieved=row.word("目標のない指標", sheets.UNSET, general.unset_achieved),
        share_digits=_digits(row, "割合の桁", general.share_digits),
        share_truncate=row.word("割合の端数", sheets.ROUNDING, general.share_truncate),
    )


def _digits(row: TableRow, header: str, general: int) -> int:
    number = row.number(header)
    if number is None:
        return general
    if number % 1 or not 0 <= number <= _MOST_DIGITS:
        what = f"「{row.text(header)}」は、小数点より下の桁の数として使えません。"
        row.wrong(header, what, f"0から{_MOST_DIGITS}までの整数にしてください。")
        return general
    return int(number)
