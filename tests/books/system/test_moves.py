"""Several files put in their places: all of them, or none; and made in a folder that is closed to nobody."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from toolkit.books.system import disk
from toolkit.books.system.disk import half_folder, move_all, sweep
from toolkit.books.system.windows import move


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") if path.is_file() else ""
        for path in folder.rglob("*")
    }


def test_files_and_folders_go_where_they_belong_and_the_folders_they_need_are_made(tmp_path: Path) -> None:
    (tmp_path / "古い資料.xlsx").write_text("前回", "utf-8")
    (tmp_path / "書きかけ").mkdir()
    (tmp_path / "書きかけ" / "古い資料.xlsx").write_text("今回", "utf-8")
    move_all(
        [
            (tmp_path / "古い資料.xlsx", tmp_path / "旧" / "6月" / "古い資料.xlsx"),
            (tmp_path / "書きかけ" / "古い資料.xlsx", tmp_path / "古い資料.xlsx"),
        ]
    )
    assert tree(tmp_path) == {
        "古い資料.xlsx": "今回",
        "旧": "",
        "旧/6月": "",
        "旧/6月/古い資料.xlsx": "前回",
        "書きかけ": "",
    }


def test_where_one_cannot_be_moved_all_stand_where_they_stood(tmp_path: Path) -> None:
    for name in ("資料1.xlsx", "資料2.xlsx"):
        (tmp_path / name).write_text(name, "utf-8")
    before = tree(tmp_path)
    moves = [(tmp_path / name, tmp_path / "旧" / name) for name in ("資料1.xlsx", "資料2.xlsx", "ない.xlsx")]
    with pytest.raises(FileNotFoundError) as refused:
        move_all(moves)
    assert Path(refused.value.filename).name == "ない.xlsx"
    assert tree(tmp_path) == before


def test_a_file_that_made_way_is_there_again_where_a_later_move_fails(tmp_path: Path) -> None:
    (tmp_path / "配布").mkdir()
    (tmp_path / "配布" / "01.xlsx").write_text("前のもの", "utf-8")
    (tmp_path / "新しい").mkdir()
    before = tree(tmp_path)
    with pytest.raises(OSError):  # noqa: PT011 - which one is the system's own
        move_all(
            [
                (tmp_path / "配布", tmp_path / "配布_旧"),
                (tmp_path / "新しい", tmp_path / "配布"),
                (tmp_path / "ない", tmp_path / "記録"),
            ]
        )
    assert tree(tmp_path) == before


def test_one_that_cannot_go_back_keeps_no_other_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("資料1.xlsx", "資料2.xlsx")
    for name in names:
        (tmp_path / name).write_text(name, "utf-8")

    def held(source: Path, target: Path) -> None:
        """Move, but for a file that a scanner took hold of in its new place."""
        if source == tmp_path / "旧" / "資料2.xlsx":
            raise PermissionError(13, "held", str(source))
        move(source, target)

    monkeypatch.setattr(disk, "move", held)
    with pytest.raises(FileNotFoundError):
        move_all([(tmp_path / name, tmp_path / "旧" / name) for name in (*names, "ない.xlsx")])
    assert tree(tmp_path) == {"資料1.xlsx": "資料1.xlsx", "旧": "", "旧/資料2.xlsx": "資料2.xlsx"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells by lists of rights, not by modes")
def test_what_is_made_aside_is_as_open_as_what_is_made_in_place(tmp_path: Path) -> None:
    (tmp_path / "ふつう").mkdir()
    with half_folder(tmp_path) as half:
        assert stat.S_IMODE(half.stat().st_mode) == stat.S_IMODE((tmp_path / "ふつう").stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["ふつう"]


def test_a_folder_that_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    half = half_folder(tmp_path)
    left = half.__enter__()
    (left / "資料.xlsx").write_text("書きかけ", "utf-8")
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []
