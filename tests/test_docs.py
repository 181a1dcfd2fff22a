"""The documents say what the commands do: every command, message and line of output stands in them."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from tests.demos import ending_of
from tests.settings_book import read_rows, toy_settings, write_settings
from toolkit.books.register import settings_sheets as sheets
from toolkit.books.register.settings import load_profile, read_settings
from toolkit.books.register.settings_sheets import SETTINGS_SHEETS
from toolkit.cli import cli
from toolkit.cli.names import ALIASES
from toolkit.desk.packaged import default_city, packaged_cities
from toolkit.model.catalogue import CATALOGUE, Wording
from toolkit.model.fields import Axis, Field, load_fields
from toolkit.model.letters import KINDS, PARTS, PLACEHOLDERS
from toolkit.model.messages import message_of
from toolkit.model.profile import SETTINGS, Profile
from toolkit.model.years import FiscalYear
from toolkit.rules.record.city_contract import narrow

ROOT = Path(__file__).parents[1]
README, GUIDE = ROOT / "README.md", ROOT / "docs" / "手引き.md"
NEW_CITY = ROOT / "docs" / "新しい市の様式を足す.md"
PAPERS = ROOT / "docs" / "会議資料の様式.md"
DOCUMENTS = [
    README,
    GUIDE,
    NEW_CITY,
    PAPERS,
    *(ROOT / f"{name}.md" for name in ("CHANGELOG", "ARCHITECTURE", "CONTRIBUTING")),
]
AXES: dict[Axis, str] = {
    "indicator": "指標ごと",
    "activity": "活動ごと",
    "part": "内訳ごと",
    "item": "項目ごと",
    "year": "年度ごと",
}
INNER_WORDS = re.compile(r"\{\w+\}")
LINK = re.compile(r"\]\(([^)\s]+)\)")
OF_PROGRAMS = re.compile(
    r"TOML|toml|JSON|schema|enum|asks|prefill|threshold|\[\[|メモ帳|UTF-8|null|true|false|figures"
)
"""What an office that has only Excel need not know."""
COLUMNS = ["列", "書くこと"]
PAPER_SHEETS = (sheets.PAPERS, sheets.CONDITIONS, sheets.FIGURES)
CODE = re.compile(r"\| `[a-z-]+` \|$", re.MULTILINE)
PICTURE = re.compile(r"!\[(.*?)\]\(([^)\s]+)\)")
LINKED = re.compile(r"\[(.+)\]\(.+\)")
Table = list[dict[str, str]]


def iter_commands(group: click.Group = cli, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield every command as its words: `("template", "check")`."""
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from iter_commands(command, *path, name)


COMMANDS = sorted(iter_commands())
LEAVES = [words for words in COMMANDS if words != ("template",)]


def catalogue_row(code: str, wording: Wording) -> str:
    """Give the line of the guide for a code; the words of a case are shown as …."""
    what = INNER_WORDS.sub("…", wording.what.removesuffix("{detail}").removesuffix("{note}"))
    mend = INNER_WORDS.sub("…", wording.mend)
    return f"| {wording.title} | {wording.severity.value} | {what} | {mend} | `{code}` |"


def field_row(field: Field) -> str:
    """Give the line of the guide for a name that a form may use."""
    repeated = "・".join(AXES[axis] for axis in field.axes) or "1つ"
    return f"| `{field.name}` | {repeated} |"


def base_schema() -> dict[str, Any]:
    return dict(json.loads((ROOT / "config" / "base.schema.json").read_text("utf-8")))


def fields() -> list[Field]:
    return list(load_fields(base_schema()).by_key.values())


def section(text: str, heading: str, level: str = "##") -> str:
    """Give what stands below a heading, down to the next one of its level or a higher one."""
    below = text.split(f"\n{level} {heading}\n")[1]
    return re.split(rf"^#{{2,{len(level)}}} ", below, maxsplit=1, flags=re.MULTILINE)[0]


def tables(text: str) -> list[Table]:
    """Give the tables of a text, each row by its headings; a blank cell is left out."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        headings, _, *rows = ([cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines())
        found.append([dict(zip(headings, row, strict=True)) for row in rows])
    return found


def filled(table: Table) -> Table:
    """Give the rows without their blank cells."""
    return [{heading: cell for heading, cell in row.items() if cell} for row in table]


def headings(table: Table) -> list[str]:
    return list(table[0])


def explained(text: str, sheet: str) -> list[str]:
    """Give the columns of a sheet that the guide explains, as it lists them: 下限、上限 are two."""
    of_sheet = section(text, "通知文の書き方") if sheet == sheets.LETTERS else settings_part(text, sheet)
    (table,) = [one for one in tables(of_sheet) if headings(one) == COLUMNS]
    return [name for row in table for name in row["列"].split("、")]


def settings_part(text: str, sheet: str) -> str:
    return section(section(text, "設定.xlsxの書き方"), sheet, "###")


def console_block(text: str) -> list[str]:
    """Give the lines of the README's console block below its `$` line."""
    block = text.split("```console\n")[1].split("```")[0]
    return [line for line in block.splitlines() if line and not line.startswith("$")]


def command_lines(text: str) -> list[str]:
    """Give the README's commands that set themselves up and run on a fresh clone."""
    return re.findall(r"^python3 -m venv .+$", text, re.MULTILINE)


def anchor(heading: str) -> str:
    """Give the address of a heading as GitHub makes it."""
    kept = "".join(c for c in heading.strip().lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


# -- the commands


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_a_command_has_its_section_in_the_guide_with_an_example(words: tuple[str, ...]) -> None:
    guide = GUIDE.read_text("utf-8")
    alias = " ".join({command: word for word, command in ALIASES.items()}[word] for word in words)
    heading = f"\n## {' '.join(words)}（{alias}）\n"
    assert heading in guide
    section = guide.split(heading)[1].split("\n## ")[0]
    assert re.search(rf"^gyokaku ({' '.join(words)}|{alias})\b", section, re.MULTILINE)
    assert "**次に**" in section


@pytest.mark.parametrize("words", [(), *COMMANDS], ids=lambda words: " ".join(words) or "gyokaku")
def test_the_help_of_a_command_gives_an_example_that_is_a_command(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*words, "--help"]).output
    (example,) = re.findall(r"例: gyokaku (.+)", shown)
    assert tuple(example.split()[: len(words)]) == words
    assert any(tuple(example.split()[: len(leaf)]) == leaf for leaf in LEAVES)


def test_every_japanese_word_leads_to_a_command() -> None:
    names = {name for words in COMMANDS for name in words}
    assert set(ALIASES.values()) == names
    for word, name in ALIASES.items():
        group = cli if name in cli.commands else cli.commands["template"]
        assert isinstance(group, click.Group)
        found = group.get_command(click.Context(group), word)
        assert found is not None
        assert found.name == name


def test_a_book_open_in_excel_is_named_as_the_guide_says() -> None:
    error = PermissionError(
        13, "denied", ".half.tmp", None, "確認結果.xlsx"
    )  # what Windows gives for replace
    assert message_of(error).startswith("読み書きできません: 確認結果.xlsx\n→ Excelで開いていれば閉じて")
    assert "「読み書きできません" in GUIDE.read_text("utf-8")


def test_the_guide_quotes_messages_as_the_toolkit_words_them() -> None:
    worded = "".join(path.read_text("utf-8") for path in (ROOT / "toolkit").rglob("*.py"))
    quoted = re.findall(r"^- 「(.+)」(?:など)?　→", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert len(quoted) > 10
    fragments = [part.strip() for message in quoted for part in re.split("」「|…", message)]
    assert [part for part in fragments if part not in worded] == []


# -- the tables of the guide


def test_the_guide_lists_the_words_that_a_letter_may_name_and_where() -> None:
    section = GUIDE.read_text("utf-8").split("\n## 通知文の書き方\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\{.+\})` \| (.+) \| (.+) \|$", section, re.MULTILINE)
    assert rows == [
        (f"{{{one.word}}}", one.meaning, "すべて" if one.kinds == KINDS else "、".join(one.kinds))
        for one in PLACEHOLDERS
    ]
    assert all(f"| {kind} |" in section for kind in KINDS)
    assert all(f"`{part}`" in section for part in PARTS)


@pytest.mark.parametrize("sheet", [sheet for sheet in SETTINGS_SHEETS if sheet != sheets.BASICS])
def test_the_guide_explains_every_column_of_the_settings_and_no_other(sheet: str) -> None:
    columns = SETTINGS_SHEETS[sheet]
    assert sorted(explained(GUIDE.read_text("utf-8"), sheet)) == sorted(columns.required + columns.optional)


def test_the_guide_lists_every_sheet_of_the_settings_in_its_order() -> None:
    of_settings = section(GUIDE.read_text("utf-8"), "設定.xlsxの書き方")
    (listed, *_) = tables(of_settings)
    assert [LINKED.sub(r"\1", row["シート"]) for row in listed] == list(SETTINGS_SHEETS)
    assert re.findall(r"^### (.+)$", of_settings, re.MULTILINE) == list(SETTINGS_SHEETS)


def test_the_guide_explains_every_name_of_the_first_sheet() -> None:
    (table, example) = tables(settings_part(GUIDE.read_text("utf-8"), sheets.BASICS))
    names = [name for row in table for name in row["項目"].split("、")]
    assert sorted(names) == sorted(sheets.NEEDED_BASICS + sheets.OTHER_BASICS)
    assert {row["項目"] for row in example} <= set(names)


def test_the_examples_of_the_guide_stand_in_the_settings_of_the_city_they_name() -> None:
    books = [read_rows(ROOT / "config" / city / SETTINGS) for city in packaged_cities()]
    of_city: dict[str, list[Any]] = {}
    for book in books:
        city = next(str(row["値"]) for row in book["基本"] if row["項目"] == "市")
        of_city.setdefault(city, []).append(book)
    shown = 0
    for sheet in SETTINGS_SHEETS:
        part = settings_part(GUIDE.read_text("utf-8"), sheet)
        for city, text in re.findall(r"^例（(.+?)）：.*\n\n((?:\|.*\n)+)", part, re.MULTILINE):
            (table,) = tables(text)
            stands = [all(stands_in(row, book[sheet]) for row in filled(table)) for book in of_city[city]]
            assert any(stands), (sheet, city)
            shown += 1
    assert shown == 10


def stands_in(row: dict[str, str], typed: Iterable[Mapping[str, object]]) -> bool:
    """Tell whether a sheet holds a row with these cells."""
    return any(all(as_shown(one.get(column)) == cell for column, cell in row.items()) for one in typed)


def as_shown(value: object) -> str:
    return f"{value.year}/{value.month}/{value.day}" if isinstance(value, dt.date) else str(value)


@pytest.mark.parametrize("page", [GUIDE, NEW_CITY, PAPERS], ids=lambda path: path.name)
def test_a_page_for_the_office_names_nothing_that_only_programmers_know(page: Path) -> None:
    read = CODE.sub("", LINK.sub("]", page.read_text("utf-8")))
    assert OF_PROGRAMS.findall(read) == []


def test_the_papers_page_shows_settings_that_load(tmp_path: Path) -> None:
    text = PAPERS.read_text("utf-8")
    shown = section(text, "置く場所と設定")
    rows = {sheet: filled(tables(section(shown, sheet, "###"))[0]) for sheet in PAPER_SHEETS}
    for sheet, table in rows.items():
        assert {column for row in table for column in row} <= {
            *SETTINGS_SHEETS[sheet].required,
            *SETTINGS_SHEETS[sheet].optional,
        }
    city: dict[str, Any] = toy_settings(基本={"階層2の名前": "推進項目"})
    city["照会"] = [*city["照会"], {**city["照会"][0], "照会": "R4_確定"}]
    city["照会項目"] = [*city["照会項目"], {**city["照会項目"][0], "照会": "R4_確定"}]
    city["様式"] = [*city["様式"], {**city["様式"][0], "様式": "進捗管理シート"}]
    profile = load_profile(read_settings(write_settings(tmp_path / SETTINGS, city | rows)), base_schema())
    summary, by_part, sheets_, last = profile.papers
    assert [by_part.per_level, sheets_.forms, last.rounds] == [2, ("進捗管理シート",), ("R4_確定",)]
    assert [{field.name: words for field, words in group.items()} for group in summary.only["達成状況"]] == [
        {"指標_達成": ("○",)},
        {"指標_達成": ("×", "未")},
    ]
    assert list(summary.figures) == ["達成計", "達成", "実績額", "昨年度の達成"]


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_guide_says_how_to_mend_every_finding(code: str) -> None:
    assert catalogue_row(code, CATALOGUE[code]) in GUIDE.read_text("utf-8").splitlines()


def test_the_guide_lists_no_finding_that_does_not_exist() -> None:
    codes = re.findall(r"^\|.*\| `([a-z-]+)` \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert sorted(codes) == sorted(CATALOGUE)


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.key)
def test_the_guide_lists_every_name_a_form_may_use(field: Field) -> None:
    assert field_row(field) in GUIDE.read_text("utf-8").splitlines()


# -- how a city is added


@pytest.fixture(scope="module")
def hanami(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """Give what the toolkit makes of the tables of はなみ市, typed into a 設定.xlsx."""
    text = NEW_CITY.read_text("utf-8")
    steps = section(text, "8. 設定.xlsx に照会を書く") + section(text, "9. 設定.xlsx に選択肢と判定を書く")
    names = [name.split("、")[0] for name in re.findall(r"^\*\*\d+　(.+?)\*\*", steps, re.MULTILINE)]
    typed = dict(zip([name for name in names if name not in ("通知文", "資料")], tables(steps), strict=True))
    rows: dict[str, Any] = {sheet: filled(table) for sheet, table in typed.items()}
    rows["基本"] = {row["項目"]: row["値"] for row in rows["基本"]}
    assert list(rows) == [
        *("基本", "様式", "回答・評価主体", "照会", "照会項目"),
        *("選択肢", "チェック条件", "判定"),
    ]
    path = write_settings(tmp_path_factory.mktemp("hanami") / SETTINGS, toy_settings() | rows)
    return load_profile(read_settings(path), base_schema())


def test_the_tables_of_a_new_city_are_settings(hanami: Profile) -> None:
    assert (hanami.city, hanami.item_word, hanami.levels) == ("はなみ市", "取組", ("柱", "施策"))
    assert (hanami.effect_unit, hanami.current_round) == ("百万円", "R6_見込み")
    assert [(form.name, form.per) for form in hanami.forms] == [
        ("取組シート", "item"),
        ("点検表", "department"),
    ]
    assert [writer.name for writer in hanami.writers] == ["所属", "事務局", "委員会"]
    assert [f"{hanami.judging_of(FiscalYear.parse(year)).threshold}" for year in ("R6", "R7")] == [
        "100",
        "80",
    ]


def test_the_rounds_of_a_new_city_ask_what_their_page_says(hanami: Profile) -> None:
    first, second = hanami.rounds
    assert [one.writers for one in (first, second)] == [("所属", "委員会")] * 2
    assert [f"{one.deadline}" for one in (first, second)] == ["2025-02-28", "2026-02-27"]
    assert [(ask.field.name, ask.by, ask.required, ask.prefill) for ask in second.asks[:2]] == [
        ("指標_実績値", "所属", True, first.id),
        ("年次_差の原因", "所属", False, ""),
    ]
    r6, r7 = FiscalYear.parse("R6"), FiscalYear.parse("R7")
    assert [ask.years for ask in second.asks[:3]] == [(r6,), (r6,), (r7,)]


def test_the_choices_of_a_new_city_narrow_the_contract(hanami: Profile) -> None:
    validator = Draft202012Validator(narrow(base_schema(), hanami))
    for grade, good in (("S", True), (None, True), ("D", False)):
        record = {"item": {"years": {"R6": {"internal_review": answer(grade)}}}}
        assert is_accepted(validator, "internal_review", record) is good
    for status, good in (("順調", True), ("済", False)):
        activities = {"activities": [{"years": {"R6": {"status": answer(status)}}}]}
        assert is_accepted(validator, "status", activities) is good


def answer(value: str | None) -> dict[str, str | None]:
    return {"raw": value or "", "value": value, "state": "blank" if value is None else "text"}


def is_accepted(validator: Draft202012Validator, word: str, record: Mapping[str, object]) -> bool:
    """Tell whether the contract finds no fault with the value below `word`."""
    return not any(word in error.absolute_path for error in validator.iter_errors(record))


def test_the_new_city_document_names_only_fields_commands_findings_and_cities_that_exist() -> None:
    text = NEW_CITY.read_text("utf-8")
    names = set(re.findall(r"`((?:項目|年次|指標|内訳|活動|版|記入)_[^` ]+)`", text))
    assert names <= {field.name for field in fields()}
    for line in re.findall(r"^gyokaku (.+)$", text, re.MULTILINE):
        words = tuple(ALIASES.get(word, word) for word in line.split())
        assert any(words[: len(leaf)] == leaf for leaf in LEAVES), line
    said = re.findall(r"^\|.+\| (「[^|]+（要.+?) \|$", text, re.MULTILINE)
    quoted = {title for cell in said for title in re.findall(r"「([^」]+)」", cell)}
    assert len(quoted) > 4
    assert quoted <= {wording.title for wording in CATALOGUE.values()}
    assert set(re.findall(r"^\| `([a-z][a-z0-9-]*)` \|", text, re.MULTILINE)) == set(packaged_cities())


# -- the README's output and commands


@pytest.fixture(scope="module")
def demo_output(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the lines that the demo prints, run as the README does."""
    code, lines = ending_of(default_city(), tmp_path_factory)
    assert code == 1  # a sample return holds mistakes
    return lines


def run_demo(package: Path, folder: Path) -> list[str]:
    """Run `demo demo` of the toolkit that lies in `package`."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "toolkit.cli", "demo", "demo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(package)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 1  # a sample return holds mistakes
    return done.stdout.splitlines()


def test_the_readme_shows_what_the_demo_prints(demo_output: list[str]) -> None:
    assert console_block(README.read_text("utf-8")) == [line for line in demo_output if line]


@pytest.mark.parametrize("command", ["配布", "回収", "確認", "取りまとめ"])
def test_the_guide_shows_what_the_demo_prints(command: str, demo_output: list[str]) -> None:
    first = next(line for line in demo_output if line.startswith(f"{command}: "))
    block = next(text for text in GUIDE.read_text("utf-8").split("```\n") if text.startswith(f"{command}: "))
    at = demo_output.index(first)
    lines = block.splitlines()
    assert demo_output[at : at + len(lines)] == lines


def test_ci_runs_the_commands_of_the_readme_word_for_word() -> None:
    commands = command_lines(README.read_text("utf-8"))
    assert len(commands) == 2
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert commands[1] in script
    assert any(line.startswith(commands[0]) for line in script)


# -- links and pictures


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    for link in LINK.findall(document.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        path, _, heading = unquote(link).partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        if heading:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert heading in {anchor(text) for text in headings}, link


def test_every_place_the_architecture_names_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    places = re.findall(r"`((?:cli|steps|desk|books|rules|model|config|tests)/[\w/.]*)`", text)
    assert len(places) > 20
    assert [
        place for place in places if not (ROOT / "toolkit" / place).exists() and not (ROOT / place).exists()
    ] == []


def test_the_pictures_are_small_and_shown() -> None:
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    shown = {
        (document.parent / unquote(link)).resolve()
        for document in (README, GUIDE, NEW_CITY, PAPERS)
        for alt, link in PICTURE.findall(document.read_text("utf-8"))
        if alt
    }
    assert shown == set(pictures)
    assert all(picture.stat().st_size <= 200_000 for picture in pictures)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_line_break_or_tab_hides_in_a_document(document: Path) -> None:
    text = document.read_text("utf-8")
    assert text.endswith("\n")
    assert not re.search(r"[\t\r\u200b\ufeff]", text)


# -- the wheel

needs_the_index = pytest.mark.skipif(
    os.environ.get("CI") != "true", reason="building the wheel fetches hatchling: only with CI=true"
)


@needs_the_index
def test_the_wheel_holds_all_the_demo_needs(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("gyokaku-*.whl")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    for folder in ("templates_xlsx", "config", "examples"):
        data = unpacked / "toolkit" / "data"
        packed = {p.relative_to(data) for p in (data / folder).rglob("*")}
        assert packed == {p.relative_to(ROOT) for p in (ROOT / folder).rglob("*")}
    (tmp_path / "elsewhere").mkdir()
    shown = run_demo(unpacked, tmp_path / "elsewhere")
    assert [line for line in shown if line] == console_block(README.read_text("utf-8"))
