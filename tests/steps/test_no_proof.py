"""What leaves is read back first: a damaged book stops the verb, `--no-proof` lets it go and is recorded."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from tests.books.test_proof import damage, without
from tests.steps.test_report import make_template, with_papers
from tests.steps.toy_city import make_city
from toolkit.books.package.package import Package
from toolkit.cli import main
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.steps.collect import collect


def gyokaku(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> int:
    """Run a command in this process and give its exit code."""
    monkeypatch.setattr(sys, "argv", ["gyokaku", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def losing(monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    """Let every book that is saved lose something on its way to the disk."""
    save = Package.save

    def save_badly(package: Package, path: Path) -> None:
        save(package, path)
        with zipfile.ZipFile(path) as book:
            parts = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        damage(path, parts[-1], without(pattern))

    monkeypatch.setattr(Package, "save", save_badly)


def decided(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Give kind, verb and reason of every line of the 決定簿."""
    path = workspace.decisions_path(workspace.profile.round())
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    return [(line["kind"], line["about"]["value"], line["why"]) for line in lines]


def test_books_that_lost_their_protection_never_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    city = make_city(tmp_path / "city")
    losing(monkeypatch, r"<sheetProtection [^>]*/>")
    assert gyokaku(monkeypatch, "配布", "-C", city.root) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "01_産業部_港湾課.xlsx［2-②］: 作ったブックを読み返すと、シートの保護が違います。"
    )
    assert "入れたはずのもの：保護あり、実際にあるもの：保護なし" in said.err
    assert not (city.root / "配布").exists()
    assert not list((city.root / ".gyokaku" / "issued").rglob("manifest.json"))


def test_without_the_proof_they_leave_and_the_book_of_decisions_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    city = make_city(tmp_path / "city")
    losing(monkeypatch, r"<sheetProtection [^>]*/>")
    assert gyokaku(monkeypatch, "配布", "--no-proof", "-C", city.root) == 0
    record = Path("回収", "R6_実績", "決定簿.jsonl")
    assert f"読み返して確かめていません（--no-proof。{record} に記録しました）。" in capsys.readouterr().out
    assert decided(city) == [("読み返し省略", "配布", "配布に --no-proof を付けた")]
    assert list((city.root / "配布").rglob("*.xlsx"))


def test_master_and_papers_made_without_the_proof_are_recorded_too(
    issued: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_template(issued)
    workspace = with_papers(issued)
    collect(workspace, workspace.profile.round(), [inbox])
    assert gyokaku(monkeypatch, "取りまとめ", "-C", workspace.root) == 0
    assert gyokaku(monkeypatch, "会議資料", "-C", workspace.root) == 0
    assert decided(workspace) == []
    assert gyokaku(monkeypatch, "取りまとめ", "--no-proof", "-C", workspace.root) == 0
    assert gyokaku(monkeypatch, "会議資料", "--no-proof", "-C", workspace.root) == 0
    assert [verb for _, verb, _ in decided(load_workspace(workspace.root))] == ["取りまとめ", "会議資料"]


def test_a_paper_that_lost_a_formula_or_text_never_leaves(
    issued: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_template(issued)
    workspace = with_papers(issued)
    collect(workspace, workspace.profile.round(), [inbox])
    assert gyokaku(monkeypatch, "取りまとめ", "-C", workspace.root) == 0
    losing(monkeypatch, r"<v>370</v>")
    assert gyokaku(monkeypatch, "会議資料", "-C", workspace.root) == 2
    assert "資料1_総括.xlsx［様式］C5: 作ったブックを読み返すと、値が違います。" in capsys.readouterr().err
    assert not list((workspace.root / "会議資料").rglob("*.xlsx"))
