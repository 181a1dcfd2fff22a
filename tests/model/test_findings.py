"""A finding has the words of the catalogue, or it cannot be made."""

from __future__ import annotations

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.model.catalogue import CATALOGUE, Severity
from toolkit.model.findings import Finding

TOOLKIT = Path(__file__).parents[2] / "toolkit"

OF_A_FIELD = {"field", "title", "year"}
"""What `rules/checks/checks` gives to every finding of a field."""
OF_A_FILE = {"round", "detail", "found", "receipt"}
"""What `rules/checks/file_checks` gives to every finding of a file that is no return."""
OF_AN_UNREADABLE = {"detail"}
WORDS = {
    **dict.fromkeys(
        (
            "empty-file",
            "not-a-workbook",
            "legacy-xls",
            "encrypted",
            "rights-protected",
            "open-document",
            "damaged",
            "too-large",
            "unsafe-content",
            "macro",
            "truncated",
            "binary-workbook",
            "numbers",
            "text-file",
            "web-page",
            "pdf-or-picture",
            "word-file",
            "mail",
            "archive",
            "formatted-rows",
            "reading-failed",
        ),
        OF_AN_UNREADABLE,
    ),
    "yearly-plan-unclear": {"what", "year", "why"},
    "external-link": {"target"},
    **dict.fromkeys(
        ("not-ours", "other-round", "related-copy", "other-city", "exact-duplicate", "withdrawn"), OF_A_FILE
    ),
    "not-returned": {"department", "items", "deadline"},
    "identity-differs": {"detail", "book"},
    "sheets-reordered": set(),
    "sheet-unknown": {"sheet", "item"},
    "sheet-renamed": {"sheet", "item", "issued"},
    "sheet-id-differs": {"sheet", "item", "printed"},
    "sheet-of-another": {"sheet", "item", "owner"},
    "protection-removed": {"sheet", "item"},
    "judging-failed": {"item"},
    "item-twice": {"item", "count", "sheets", "different"},
    "item-left-out": {"item", "answers"},
    "order-unclear": {"used", "other", "why", "fields"},
    "assigned-by-hand": {"detail", "department"},
    "altered-since": {"receipt"},
    "settled-later": {"title", "later", "department"},
    "item-copied": {"item", "count", "sheets"},
    "vast-merge": {"sheet", "area", "more"},
    "pasted-beside": {"area", "count", "value"},
    "field-lost": {"field"},
    "locked-changed": {"issued", "returned"},
    "sheet-missing": {"item"},
    "sheet-empty": {"item", "count"},
    "prefill-unchanged": {"item"},
    "sheet-shifted": {"item", "lines", "detail"},
    "lines-removed": {"item", "lines", "detail"},
    "field-moved": {"field", "named", "beside"},
    "formula-overwritten": {"formula", "value"},
    "hidden-answer": {"value", "why"},
    "struck-left-out": OF_A_FIELD | {"value", "struck", "read"},
    "struck-answer": OF_A_FIELD | {"value"},
    "raised-figure": OF_A_FIELD | {"value", "raised"},
    "not-a-value": OF_A_FIELD | {"content"},
    "merged-answer": OF_A_FIELD | {"value", "area"},
    "field-merged": {"field", "area"},
    "note-on-blank": OF_A_FIELD | {"lying"},
    "note-on-answer": OF_A_FIELD | {"lying"},
    "note-beside": {"item", "lying"},
    "text-cleaned": OF_A_FIELD | {"signs"},
    "formula-maybe-old": OF_A_FIELD | {"formula", "value"},
    "older-answer-used": {"newer", "used", "titles"},
    "blank-after-answer": {"field", "value", "earlier"},
    "changed-since-last": {"earlier", "count", "changes"},
    "corrected-by-office": {"field", "value", "typed", "corrected", "why"},
    "correction-differs": {"field", "value", "corrected", "receipt"},
    "answered-request": {"field", "before", "value", "receipt"},
    "changed-besides": {"field", "before", "value", "receipt"},
    "put-back": {"said"},
    "message-from-department": {"value"},
    "blank": OF_A_FIELD | {"example"},
    "number-expected": OF_A_FIELD | {"value", "unit", "example"},
    "ambiguous": OF_A_FIELD | {"value", "note", "example"},
    "error-value": OF_A_FIELD | {"value"},
    "formula-in-input": OF_A_FIELD | {"formula", "value"},
    "formula-outside": OF_A_FIELD | {"formula", "value"},
    "formula-not-calculated": OF_A_FIELD | {"formula"},
    "choice-unknown": OF_A_FIELD | {"value", "choices"},
    **dict.fromkeys(("out-of-range", "out-of-range-refused"), OF_A_FIELD | {"value", "range", "message"}),
    **dict.fromkeys(("rule-broken", "rule-doubted"), OF_A_FIELD | {"message", "rule"}),
    "implausible": OF_A_FIELD | {"value", "beside", "unit"},
    "undecided-without-month": OF_A_FIELD | {"value"},
    "effect-missing": OF_A_FIELD | {"planned", "unit", "example"},
    "dash-for-target": OF_A_FIELD | {"value", "target"},
    "shortfall-unexplained": OF_A_FIELD | {"actual", "target"},
    **dict.fromkeys(("miss-unexplained", "miss-explanation-wanted"), OF_A_FIELD | {"actual", "target"}),
    "target-behind-baseline": {"indicator", "targets", "baseline", "way"},
    "target-already-passed": {"indicator", "targets", "year", "actual"},
    "final-target-differs": {"indicator", "why"},
    "subtotal-differs": OF_A_FIELD | {"value", "computed"},
    "rating-differs": OF_A_FIELD | {"value", "computed", "rate", "why"},
    "rate-differs": OF_A_FIELD | {"value", "computed", "why"},
    "flag-differs": OF_A_FIELD | {"value", "computed", "why"},
    "read-as": OF_A_FIELD | {"value", "computed", "note"},
}


def needed(code: str) -> set[str]:
    """Give the words the sentences of a code need."""
    wording = CATALOGUE[code]
    texts = (wording.what, wording.expected, wording.mend, wording.example)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def iter_codes_with_words() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (code, words) of every finding that the rules make: `finding("code", slot, word=…)`."""
    trees = [
        ast.parse((TOOLKIT / "rules" / "checks" / name).read_text("utf-8"))
        for name in ("checks.py", "conditions.py", "plausibility.py", "shown_checks.py", "typed_results.py")
    ]
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "finding" and node.args:
            code = node.args[0]
            if isinstance(code, ast.Constant):
                yield str(code.value), frozenset(str(one.arg) for one in node.keywords)


def iter_worded() -> Iterator[str]:
    """Yield the code of every entry written down in the catalogue's folder."""
    for path in (TOOLKIT / "model" / "catalogue").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Dict):
                yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


def test_every_code_is_worded_once_and_all_of_them_are_in_the_one_catalogue() -> None:
    assert sorted(iter_worded()) == sorted(CATALOGUE)


def test_the_words_of_every_code_are_known() -> None:
    assert set(WORDS) == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_is_made_of_exactly_the_words_its_callers_give(code: str) -> None:
    finding = Finding(code, words={word: f"〈{word}〉" for word in WORDS[code]})
    said = "".join((finding.what, finding.expected, finding.mend, finding.example))
    assert [word for word in needed(code) if f"〈{word}〉" not in said] == []
    assert "{" not in said
    assert finding.what.endswith(("。", "」", "〉"))
    assert isinstance(finding.severity, Severity)
    assert finding.title


@pytest.mark.parametrize("code", [code for code in CATALOGUE if needed(code)])
def test_a_finding_that_lacks_a_word_cannot_be_made(code: str) -> None:
    for missing in needed(code):
        with pytest.raises(KeyError):
            Finding(code, words={word: "" for word in WORDS[code] if word != missing})


def test_checks_give_the_words_this_table_says() -> None:
    given: dict[str, set[frozenset[str]]] = defaultdict(set)
    for code, words in iter_codes_with_words():
        given[code].add(words)
    assert len(given) == 32
    assert {code: {frozenset(WORDS[code] - OF_A_FIELD)} for code in given} == given


def test_a_code_the_catalogue_lacks_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        Finding("something-else")


def test_what_is_to_be_mended_says_how() -> None:
    for code, wording in CATALOGUE.items():
        assert wording.expected, code
        assert wording.mend.endswith("。"), code
        assert wording.what.count("。") >= (0 if "{detail}" in wording.what else 1), code
