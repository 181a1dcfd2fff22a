"""A file name that every system takes, whatever a department, a meeting or a sheet is called (S9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.file_names import is_file_name, legal_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("経営企画課.xlsx", "経営企画課.xlsx"),
        ("総務　課", "総務　課"),
        ("図書館/科学館", "図書館・科学館"),
        ("改行\nの課\t.xlsx", "改行・の課・.xlsx"),
        ("さかさ\u202excod.xlsx", "さかさ・xcod.xlsx"),
        ("か\u3099いこう課", "がいこう課"),
        ("第1回. ", "第1回"),
        ("CON", "CON_"),
        ("nul.txt", "nul_.txt"),
        ("com¹.xlsx", "com¹_.xlsx"),
        ("CON .xlsx", "CON_.xlsx"),
        ("CONTROL.xlsx", "CONTROL.xlsx"),
        (".xlsx", "_.xlsx"),
        ("", "_"),
        ("課" * 66 + ".xlsx", "課" * 66 + ".xlsx"),
        ("課" * 90 + ".xlsx", "課" * 65 + "~4ded.xlsx"),
        ("課" * 64 + "  の名前", "課" * 64 + "~9091"),
        ("1.窓口の見直しと改善", "1.窓口の見直しと改善"),
        ("\ue000外字課", "\ue000外字課"),
    ],
)
def test_case_S9_a_name_is_made_legal(text: str, name: str) -> None:
    assert legal_name(text) == name


@given(st.text())
def test_a_legal_name_is_legal_and_stays_as_it_is(text: str) -> None:
    name = legal_name(text)
    assert name
    assert legal_name(name) == name
    assert not set(name) & set('<>:"/\\|?*\r\n\0')
    assert not name.endswith((" ", "."))
    assert len(name.encode("utf-8", "surrogatepass")) <= 255


@pytest.mark.parametrize("name", ["第1回推進委員会", "R6_実績", "２回目（仮）"])
def test_a_plain_name_is_a_file_name(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize("name", ["", " ", "CON", "NUL.txt", "会議 ", "会議.", "a:b", "改\n行", "長" * 100])
def test_case_S9_what_no_folder_can_be_called_is_none(name: str) -> None:
    assert not is_file_name(name)
