"""The demo runs verb after verb and tells each as it ends; only the command line prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.model.errors import OfficeError
from toolkit.steps.chains.demo import Demo


def test_a_demo_tells_a_step_before_it_goes_on_to_the_next(tmp_path: Path) -> None:
    told = Demo(tmp_path / "見本", "atsugi-2").iter_lines()
    assert "厚木市" in next(told)
    assert not [*tmp_path.glob("見本/配布/*")]
    assert next(told) == ""
    assert next(told).startswith("配布: ")
    assert [*tmp_path.glob("見本/配布/*")] != []
    assert not [*tmp_path.glob("見本/回収/*")]


def test_a_demo_never_touches_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "大事な文書.txt").write_text("文書", "utf-8")
    with pytest.raises(OfficeError, match="空ではありません"):
        next(Demo(tmp_path, "atsugi-2").iter_lines())
    assert [path.name for path in tmp_path.iterdir()] == ["大事な文書.txt"]
