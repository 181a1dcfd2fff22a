"""`git diff` of a packaged workbook shows cells and names, and no more than what was changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.books.package.package import Package

ROOT = Path(__file__).parents[1]
SHEET = "進捗管理シート"
FORM = ROOT / "templates_xlsx" / "isehara" / "進捗管理シート.xlsx"


def git(folder: Path, *words: str) -> str:
    """Run git as nobody in particular, with no settings but the repository's own."""
    who = {
        f"GIT_{role}_{what}": "a@example.jp" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["git", "-c", "core.quotePath=false", *words],
        cwd=folder,
        env=os.environ | who | alone,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A packaged form in a repository of its own, set up as CONTRIBUTING says."""
    git(tmp_path, "init", "-q")
    git(
        tmp_path,
        "config",
        "diff.workbook.textconv",
        f'"{Path(sys.executable).as_posix()}" -m tests.workbook_text',
    )
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    path = Path(shutil.copy(FORM, tmp_path / "様式.xlsx"))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "様式")
    return path


def changed(form: Path) -> list[str]:
    lines = git(form.parent, "diff").splitlines()
    return [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]


def test_a_changed_cell_and_a_changed_name_are_the_lines_that_differ(form: Path) -> None:
    package = Package.open(form)
    package.sheet(SHEET).write("A3", "実施項目\n（令和7年度）")
    package.set_name("項目_区分", f"'{SHEET}'!$K$1", SHEET)
    package.save(form)
    assert changed(form) == [
        f"-名前 {SHEET} 項目_区分 '{SHEET}'!$J$1",
        f"+名前 {SHEET} 項目_区分 '{SHEET}'!$K$1",
        f"-{SHEET} A3 実施項目",
        f"+{SHEET} A3 実施項目⏎（令和7年度）",
    ]


def test_a_formula_and_a_merged_area_are_lines_too(form: Path) -> None:
    package = Package.open(form)
    package.sheet(SHEET).write("E21", 5)
    package.sheet(SHEET).merge("A30:B30")
    package.save(form)
    assert changed(form) == [
        f"+{SHEET} 結合 A30:B30",
        f'-{SHEET} E21 =IF(COUNT(E12,E14,E16,E18,E20)=0,"-",SUM(E12,E14,E16,E18,E20))',
        f"+{SHEET} E21 5",
    ]


def test_a_book_that_was_only_saved_again_shows_no_difference(form: Path) -> None:
    Package.open(form).save(form)
    assert changed(form) == []
