"""A formula in, what Excel would not take of it out: lengths, texts, brackets, sheets that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.books.lint.book import Book, units

_LONGEST, _LONGEST_TEXT, _MOST_ARGUMENTS, _DEEPEST = 8192, 255, 255, 64
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|\#[A-Z0/]+[!?]?|'(?P<quoted>(?:[^']|'')+)'!|(?P<plain>[^\W\d][\w.]*)!|(?P<bracket>\[[^\]]*\])
    |(?P<open>[({])|(?P<close>[)}])|(?P<comma>,)|(?P<bad>["';＝（），])|.""",
    re.VERBOSE | re.DOTALL,
)


def iter_formula_faults(book: Book, formula: str) -> Iterator[str]:
    """Yield what is wrong with a formula without its `=`."""
    if units(formula) > _LONGEST:
        yield f"formula of {units(formula)}"
    if formula.startswith("="):
        yield f"formula begins with =: {formula}"
    sheets = {tab.get("name", "").casefold() for tab in book.tabs}
    for token in _TOKEN.finditer(formula):
        match token.lastgroup:
            case "text" if units(token[0][1:-1].replace('""', '"')) > _LONGEST_TEXT:
                yield f"text of {units(token[0]) - 2} in a formula"
            case "quoted" | "plain":
                name = (token["quoted"] or token["plain"]).replace("''", "'")
                if not {one.casefold() for one in name.split(":")} <= sheets and "[" not in name:
                    yield f"formula names no sheet {name!r}"
            case "bad" if token[0] != ";" or "{" not in formula:
                yield f"{token[0]} in a formula: {formula}"
    yield from _iter_bracket_faults(formula)


def _iter_bracket_faults(formula: str) -> Iterator[str]:
    arguments: list[int] = []
    for token in _TOKEN.finditer(formula):
        match token.lastgroup:
            case "open":
                arguments.append(1)
            case "close":
                if not arguments or arguments.pop() > _MOST_ARGUMENTS:
                    yield f"brackets: {formula}"
                    return
            case "comma" if arguments:
                arguments[-1] += 1
        if len(arguments) > _DEEPEST:
            yield f"too deep: {formula}"
    if arguments:
        yield f"brackets: {formula}"
