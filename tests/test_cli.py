"""The command line: Japanese words, exit codes, and never a traceback for staff."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.settings_book import change_settings
from tests.steps.office_city import make_office_city
from tests.steps.toy_city import GOOD, NAMES, fill, fill_all, make_city, write_template
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.steps.generate import generate

ROOT = Path(__file__).parents[1]


class Ran:
    """What a run of gyokaku gave back."""

    def __init__(self, run: subprocess.CompletedProcess[bytes], encoding: str) -> None:
        self.code = run.returncode
        self.out = run.stdout.decode(encoding).replace(os.linesep, "\n")
        self.err = run.stderr.decode(encoding).replace(os.linesep, "\n")
        assert ("Traceback" in self.err) == ("--debug" in run.args)


def gyokaku(*words: str | Path, cwd: Path, encoding: str = "utf-8") -> Ran:
    """Run gyokaku as its user does, in a console of this encoding."""
    run = subprocess.run(
        [sys.executable, "-m", "toolkit.cli", *map(str, words)],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )
    return Ran(run, encoding)


@pytest.fixture(scope="module")
def city_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with うみべ市, issued, and the answers of all beside it."""
    folder = tmp_path_factory.mktemp("cli")
    workspace = make_city(folder / "city")
    generate(workspace, workspace.profile.round())
    fill_all(workspace, folder / "受信")
    return folder


@pytest.fixture
def city(city_once: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(city_once, tmp_path, dirs_exist_ok=True)
    return load_workspace(tmp_path / "city")


def test_a_clean_round_ends_with_0_at_every_step(city: Workspace) -> None:
    inbox = city.root.parent / "受信"
    assert gyokaku("collect", inbox, cwd=city.root).code == 0
    assert gyokaku("validate", cwd=city.root).code == 0
    done = gyokaku("consolidate", cwd=city.root)
    assert done.code == 0
    assert done.out.splitlines()[-1] == "  実績効果額 R6 370千円"
    assert done.err == ""


def test_the_same_words_in_japanese(city: Workspace) -> None:
    assert gyokaku("配布", "-C", "city", cwd=city.root.parent).code == 0
    assert gyokaku("回収", "受信", "-C", "city", cwd=city.root.parent).code == 0
    assert gyokaku("確認", "-C", "city", cwd=city.root.parent).code == 0
    assert gyokaku("取りまとめ", "-C", "city", cwd=city.root.parent).code == 0
    form = city.root / "様式" / "シート.xlsx"
    assert gyokaku("検査", form, cwd=city.root).out == "直すところはありません。\n"
    assert "指標_実績値  B8 C8 B9 C9" in gyokaku("様式", "一覧", form, cwd=city.root).out


def test_the_book_of_the_office_alone_is_made_again(tmp_path: Path) -> None:
    root = make_office_city(tmp_path / "city").root
    assert gyokaku("配布", cwd=root).code == 0
    ran = gyokaku("配布", "--writer", "事務局", cwd=root)
    said = "配布: 事務局のブックを、届いた回答を入れて 配布/R6_実績 に作り直しました。\n"
    assert (ran.code, ran.out) == (0, said)
    assert gyokaku("配布", "--writer", "委員会", cwd=root).code == 2
    kept = [path.name for folder in (root / "配布").glob("R6_実績_旧_*") for path in folder.rglob("*.xlsx")]
    assert kept == ["事務局.xlsx"]


def test_findings_to_mend_end_with_1(city: Workspace) -> None:
    bad = {**GOOD["総務課"]["1-①"], "B8": "多数"}
    path = fill(city, "総務課", {"1-①": bad}, city.root.parent / "悪い.xlsx")
    assert gyokaku("collect", path, cwd=city.root).code == 0
    assert gyokaku("validate", cwd=city.root).code == 1
    assert gyokaku("consolidate", cwd=city.root).code == 1


def test_a_file_set_aside_ends_with_1(city: Workspace) -> None:
    (stray := city.root.parent / "メモ.txt").write_text("よろしく", "utf-8")
    ran = gyokaku("collect", stray, cwd=city.root)
    assert (ran.code, "メモ.txt" in ran.out) == (1, True)


def test_a_form_with_mistakes_ends_with_1(tmp_path: Path) -> None:
    path = write_template(tmp_path / "悪い.xlsx", {**NAMES, "年次_計画": "#REF!"})
    ran = gyokaku("check", path, cwd=tmp_path)
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "直すところは1件です。"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing-like-it"], "nothing-like-it"),
        (["collect"], "取り込むファイルかフォルダを指定するか"),
        (["validate", "--round", "R9_ない"], "照会「R9_ない」がありません"),
        (["validate", "--round", "R6_上半期"], "まだ配布していません"),
        (["validate", "-C", "どこにもない"], "フォルダがありません"),
        (["collect", "ない.xlsx"], "ファイルもフォルダもありません"),
        (["init", "新しい", "--city", "どこにもない市"], "どこにもない市"),
        (["init", ".", "--city", "isehara"], "空ではありません"),
        (["check", "ない.xlsx"], "様式のファイルがありません"),
        (["template", "show", ".gyokaku/key"], "Excelで開けるブック（.xlsx）にしてください"),
        (["demo", "."], "空ではありません"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_one_message(
    city: Workspace, words: list[str], said: str
) -> None:
    ran = gyokaku(*words, cwd=city.root)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("設定.xlsx", "x"),
        (".gyokaku/issued/R6_実績/01/設定.xlsx", "x"),
        (".gyokaku/issued/R6_実績/01/manifest.json", "{"),
        (".gyokaku/issued/R6_実績/01/計画台帳.xlsx", "x"),
        ("回収/R6_実績/受付簿.jsonl", "{\n"),
    ],
)
def test_a_spoilt_file_of_the_workspace_ends_with_2_and_its_name(
    city: Workspace, name: str, text: str
) -> None:
    path = city.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    ran = gyokaku("validate", cwd=city.root)
    assert ran.code == 2
    assert path.name in ran.err


def test_what_nobody_thought_of_ends_with_2_and_what_to_do(city: Workspace) -> None:
    change_settings(city.root, lambda rows: rows["判定"][0].update(達成とする率=80))
    assert gyokaku("consolidate", "--rejudge", "--why", "議会の指摘", cwd=city.root).code == 0
    decisions = city.decisions_path(city.profile.round())
    decisions.write_text(decisions.read_text("utf-8").replace('\\"判定\\": [', '\\"判定\\": [['), "utf-8")
    ran = gyokaku("validate", cwd=city.root)
    assert ran.code == 2
    assert "--debug" in ran.err


def test_a_traceback_is_shown_only_where_it_is_asked_for(city: Workspace) -> None:
    assert gyokaku("--debug", "validate", "--round", "R9", cwd=city.root).code != 0


def test_a_console_of_shift_jis_survives_what_it_cannot_show(city: Workspace) -> None:
    folder = city.root.parent / "𠮷野家👍"
    folder.mkdir()
    shutil.copyfile(city.root.parent / "受信" / "総務課.xlsx", folder / "髙﨑𠮷.xlsx")
    (folder / "✨メモ.txt").write_text("〜", "utf-8")
    ran = gyokaku("collect", folder, cwd=city.root, encoding="cp932")
    assert ran.code == 1
    assert "回収: 2件を受け付けました" in ran.out
    missing = gyokaku("collect", folder / "ない👍.xlsx", cwd=city.root, encoding="cp932")
    assert missing.code == 2
    assert "ファイルもフォルダもありません" in missing.err
    assert gyokaku("--help", cwd=city.root, encoding="cp932").code == 0


def test_help_is_quick_because_no_library_of_workbooks_is_loaded_for_it() -> None:
    loaded = "import sys, toolkit.cli; print(*sorted({'lxml', 'openpyxl', 'xlsxwriter'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, check=True)
    assert ran.stdout.strip() == b""


COMMANDS = ("demo", "init", "check", "generate", "collect", "validate", "consolidate", "template")


@pytest.mark.parametrize("words", [[], *([word] for word in COMMANDS)], ids=" ".join)
def test_every_command_explains_itself_with_an_example(tmp_path: Path, words: list[str]) -> None:
    ran = gyokaku(*words, "--help", cwd=tmp_path)
    assert ran.code == 0
    assert "例: gyokaku" in ran.out


def test_nothing_of_progress_is_printed_into_a_pipe(city: Workspace) -> None:
    ran = gyokaku("generate", cwd=city.root)
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
