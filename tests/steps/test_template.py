"""template check names what would be lost or misread; template show says where the fields sit."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.steps.toy_city import COVER, FORM, NAMES, write_template
from toolkit.model.errors import OfficeError
from toolkit.steps.check import check_file as check
from toolkit.steps.template import show


def said(path: Path) -> str:
    return "\n".join(str(mistake) for mistake in check(path))


def test_a_good_form_has_nothing_to_mend(tmp_path: Path) -> None:
    path = write_template(tmp_path / "シート.xlsx")
    before = path.read_bytes()
    assert check(path) == []
    assert path.read_bytes() == before


def test_the_fields_of_each_sheet_are_shown_with_their_cells_in_order(tmp_path: Path) -> None:
    shown = show(write_template(tmp_path / "シート.xlsx"))
    assert list(shown) == [COVER, FORM]
    assert dict(shown[FORM])["指標_実績値"] == "B8 C8 B9 C9"
    assert dict(shown[FORM])["年次_取組実績"] == "B12 C12"
    assert dict(shown[COVER])["記入_項目"] == "A6 A7 A8"
    assert dict(shown[FORM])["_item_id"] == "B1 C1"


def test_the_rows_of_a_block_are_shown(tmp_path: Path) -> None:
    shown = show(write_template(tmp_path / "シート.xlsx", {**NAMES, "ブロック_項目": "$2:$14"}))
    assert dict(shown[FORM])["ブロック_項目"] == "2:14"
    assert "ブロック_項目" not in dict(shown[COVER])


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({**NAMES, "年次_計画": "#REF!"}, ["年次_計画", "参照先がありません"]),
        ({**NAMES, "年次_けいかく": "$D$8"}, ["年次_けいかく"]),
        ({**NAMES, "年次_進捗": "$B$11:$C$11"}, ["年次_実績効果額", "年次_進捗"]),
        ({**NAMES, "年次_取組実績": "$B$13:$C$13"}, ["年次_取組実績", "結合セル", "B12"]),
        ({**NAMES, "項目_名称": "$D$1:$D$2"}, ["項目_名称", "1セル", "2セル"]),
        ({name: area for name, area in NAMES.items() if name != "年次_年度"}, ["年次_年度"]),
    ],
)
def test_a_wrong_name_is_named_with_its_sheet_and_how_to_mend_it(
    tmp_path: Path, names: dict[str, str], words: list[str]
) -> None:
    message = said(write_template(tmp_path / "シート.xlsx", names))
    assert [word for word in words if word not in message] == []
    assert f"シート.xlsx［{FORM}］" in message
    assert "→" in message


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    names = {**NAMES, "年次_計画": "#REF!", "項目_なまえ": "$D$9", "項目_名称": "$D$1:$D$2"}
    message = said(write_template(tmp_path / "シート.xlsx", names))
    assert [name for name in ("年次_計画", "項目_なまえ", "項目_名称") if name not in message] == []


def test_a_form_with_a_wrong_name_still_shows_the_rest(tmp_path: Path) -> None:
    shown = show(write_template(tmp_path / "シート.xlsx", {**NAMES, "年次_計画": "#REF!"}))
    assert "年次_計画" not in dict(shown[FORM])
    assert dict(shown[FORM])["年次_進捗"] == "B14 C14"


def test_what_cannot_be_copied_is_named(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("様式").add_table("B3:C6")
        book.define_name("'様式'!項目_名称", "='様式'!$A$1")
    assert check(path) == []
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"relationships/table", b"relationships/slicer"))
    assert "様式" in said(path)
    assert "表.xlsx" in said(path)


def test_a_book_without_names_is_no_form(tmp_path: Path) -> None:
    path = tmp_path / "白紙.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    assert "欄の名前が一つもありません" in said(path)
    with pytest.raises(OfficeError, match="欄の名前が一つもありません"):
        show(path)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_workbook_is_told_in_plain_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "様式.xlsx"
    path.write_bytes(data)
    for look in (check, show):
        with pytest.raises(OfficeError) as stopped:
            look(path)
        assert stopped.value.file == "様式.xlsx"
        assert "。" in stopped.value.what


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="様式のファイルがありません"):
        check(tmp_path / "ない.xlsx")


def test_what_would_keep_a_block_from_being_repeated_is_told(tmp_path: Path) -> None:
    message = said(write_template(tmp_path / "シート.xlsx", {**NAMES, "ブロック_項目": "$A$12:$C$12"}))
    assert f"シート.xlsx［{FORM}］" in message
    assert "結合セルがブロックの境をまたいでいます。" in message  # B12 is merged with the row below
