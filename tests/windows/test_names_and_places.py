"""Names that Windows keeps or refuses, places that cannot be written to, and places of other kinds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.steps.toy_city import REGISTER, fill_all, make_city, write_register
from tests.windows.desk import contents, gyokaku
from toolkit.desk.workspace import Workspace, load_workspace

RULE = (
    '< > : " / \\ | ? * や改行を含まず、空白や点で終わらない、あまり長くない名前にしてください'
    "（CON、NUL など、Windowsが装置に使う名前も使えません）。"
)


@pytest.mark.parametrize(
    "name",
    [
        "CON",
        "nul",
        "NUL.txt",
        "COM1",
        "第1回.",
        "第1回 ",
        "第1回: 委員会",
        "第1回\n委員会",
        "回" * 260,
        "a/b",
        "?",
    ],
)
def test_a_meeting_whose_name_no_folder_can_have_is_refused_in_words(papers: Workspace, name: str) -> None:
    before = contents(papers.root)
    ran = gyokaku("会議資料", "--meeting", name, cwd=papers.root)
    assert ran.code == 2
    said = f"会議の名前「{name}」は、フォルダの名前に使えません。 → {RULE}"
    assert "".join(ran.said.splitlines()) == said.replace("\n", "")
    assert contents(papers.root) == before


@pytest.mark.parametrize("section", ["CON", "NUL.txt", "課.", "総務:課", "改行\n課", "総務" * 60])
def test_a_departments_name_that_windows_refuses_goes_out_comes_back_and_counts(
    tmp_path: Path, section: str
) -> None:
    workspace = make_city(tmp_path / "city")
    sheets = {
        name: [[section if cell == "総務課" else cell for cell in row] for row in rows]
        for name, rows in REGISTER.items()
    }
    write_register(workspace.register, sheets)
    root = workspace.root
    ran = gyokaku("配布", cwd=root, encoding="utf-8")
    assert ran.code == 0, ran.said
    books = sorted(load_workspace(root).folder("配布", workspace.profile.round()).glob("*.xlsx"))
    assert len(books) == 3
    ran = gyokaku("回収", *books, cwd=root, encoding="utf-8")
    assert (ran.code, ran.said.splitlines()[0]) == (
        0,
        "回収: 3件を受け付けました（回答3件、重複0件、対象外0件）。",
    )
    assert gyokaku("取りまとめ", cwd=root, encoding="utf-8").code in (0, 1)


def test_a_place_nobody_may_write_to_is_named(system_folder: Path) -> None:
    ran = gyokaku("init", system_folder / "行革", "--city", "isehara", cwd=system_folder.parent)
    assert ran.code == 2
    assert ran.said.splitlines()[0] == f"読み書きできません: {system_folder / '行革'}"
    assert "使う権限があるかを確かめてください。" in ran.said


def test_a_round_runs_on_a_file_server(share: Path, answered_once: Path, issued_once: Path) -> None:
    root = Path(shutil.copytree(issued_once, share / "行革 第1次"))
    assert str(root).startswith("\\\\")
    for words in (["回収", answered_once], ["確認"], ["取りまとめ"], ["状況"]):
        ran = gyokaku(*words, "-C", root, cwd=Path.home())
        assert ran.code == 0, ran.said
    assert (root / "取りまとめ" / "R6_実績" / "取りまとめ表.xlsx").is_file()


def test_a_workspace_deep_in_folders_works_or_says_that_the_place_is_too_long(
    issued_once: Path, tmp_path: Path
) -> None:
    deep = tmp_path.joinpath(*(["行財政改革推進室"] * 12))
    root = Path(shutil.copytree(issued_once, deep / "うみべ市"))
    source = fill_all(load_workspace(root), tmp_path / "受信")
    first = sorted(source.glob("*.xlsx"))[0]
    sent = first.rename(source / f"{'取組実績_' * 12}.xlsx")
    assert len(str(root / "回収" / "R6_実績" / sent.name)) > 260
    ran = gyokaku("回収", source, cwd=root)
    if ran.code:  # Windows without long paths
        assert ran.said.startswith("場所の名前が長すぎます: ")
    else:
        assert "3件を受け付けました" in ran.said
        assert gyokaku("取りまとめ", cwd=root).code == 0
