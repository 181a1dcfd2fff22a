"""The documents say what the commands do: every command, message and line of output stands in them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from tests.demos import ending_of
from toolkit.cli import cli
from toolkit.cli.names import ALIASES
from toolkit.desk.workspace import default_city, packaged_cities
from toolkit.model.catalogue import CATALOGUE, Wording
from toolkit.model.fields import Axis, Field, Fields, load_fields
from toolkit.model.letters import KINDS, PARTS, PLACEHOLDERS
from toolkit.model.messages import message_of
from toolkit.model.profile import load_profile

ROOT = Path(__file__).parents[1]
README, GUIDE = ROOT / "README.md", ROOT / "docs" / "手引き.md"
NEW_CITY = ROOT / "docs" / "新しい市の様式を足す.md"
DOCUMENTS = [
    README,
    GUIDE,
    NEW_CITY,
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


def base_fields() -> Fields:
    return load_fields(json.loads((ROOT / "config" / "base.schema.json").read_text("utf-8")))


def fields() -> list[Field]:
    return list(base_fields().by_key.values())


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
    assert message_of(error).startswith("書き込めません: 確認結果.xlsx\n→ Excelで開いていれば閉じて")
    assert "「書き込めません" in GUIDE.read_text("utf-8")


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


def test_the_settings_shown_for_a_new_city_are_settings() -> None:
    (settings,) = re.findall(r"```toml\n(.+?)```", NEW_CITY.read_text("utf-8"), re.DOTALL)
    profile = load_profile(tomllib.loads(settings), base_fields())
    assert [form.per for form in profile.forms] == ["item", "department"]
    assert [round_.writers for round_ in profile.rounds] == [("所属", "委員会")] * 2
    assert profile.rounds[1].asks[0].prefill == profile.rounds[0].id


def test_the_choices_shown_for_a_new_city_narrow_the_contract() -> None:
    (schema,) = re.findall(r"```json\n(.+?)```", NEW_CITY.read_text("utf-8"), re.DOTALL)
    validator = Draft202012Validator(json.loads(schema))
    for grade, good in (("S", True), (None, True), ("D", False)):
        item = {"years": {"R6": {"internal_review": {"value": grade}}}}
        assert validator.is_valid({"item": item}) is good
    for status, good in (("順調", True), ("済", False)):
        activity = {"years": {"R6": {"status": {"value": status}}}}
        assert validator.is_valid({"activities": [activity]}) is good


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
    shown = {unquote(link) for link in LINK.findall(README.read_text("utf-8"))}
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    assert [f"docs/images/{picture.name}" in shown for picture in pictures] == [True] * 3
    assert all(picture.stat().st_size <= 250_000 for picture in pictures)


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
