"""The folder of a city's plan: made whole, opened where it is complete, written whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.steps.toy_city import make_city
from toolkit.books.system.disk import whole_file
from toolkit.desk.documents import write_json, write_text
from toolkit.desk.editions import find_record
from toolkit.desk.packaged import packaged_cities
from toolkit.desk.workspace import Workspace, init, load_workspace
from toolkit.model.errors import OfficeError
from toolkit.steps.collect import collect
from toolkit.steps.request import request


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "深い" / "紙.json"
    write_json(path, {"値": 1})
    write_json(path, {"値": 2})
    assert path.read_text("utf-8") == '{\n"値": 2\n}\n'
    assert list(path.parent.iterdir()) == [path]


def test_what_a_list_of_a_document_holds_stands_a_line_each(tmp_path: Path) -> None:
    document = {
        "回": "R6",
        "行": [{"値": 1, "所": ["A1"]}, {"値": None, "所": []}],
        "空": [],
        "計": {"件": 2},
    }
    write_json(tmp_path / "紙.json", document)
    text = (tmp_path / "紙.json").read_text("utf-8")
    assert text.splitlines()[2:6] == [
        '"行": [',
        '{"値": 1, "所": ["A1"]},',
        '{"値": null, "所": []}',
        "],",
    ]
    assert json.loads(text) == document
    write_json(tmp_path / "紙.json", [1, "二"])
    assert (tmp_path / "紙.json").read_text("utf-8") == '[\n1,\n"二"\n]\n'


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "紙.txt"
    write_text(path, "前の内容")

    def write_half() -> None:
        with whole_file(path) as half:
            half.write_text("途中", "utf-8")
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        write_half()
    assert path.read_text("utf-8") == "前の内容"
    assert list(tmp_path.iterdir()) == [path]


def test_lines_end_as_they_were_written_on_every_system(tmp_path: Path) -> None:
    write_text(tmp_path / "文.txt", "一\n二\n")
    assert (tmp_path / "文.txt").read_bytes() == "一\n二\n".encode()


@pytest.mark.parametrize("city", packaged_cities())
def test_a_packaged_city_makes_a_workspace_that_opens(tmp_path: Path, city: str) -> None:
    workspace = init(tmp_path / "plan", city)
    again = load_workspace(tmp_path / "plan")
    assert again.profile == workspace.profile
    assert again.profile.round().id == again.profile.current_round
    assert len(again.key()) == 32
    for form in again.profile.forms:
        assert again.form_path(form).is_file()


def test_two_workspaces_have_keys_of_their_own(tmp_path: Path) -> None:
    city = packaged_cities()[0]
    assert init(tmp_path / "1", city).key() != init(tmp_path / "2", city).key()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "大事.txt").write_text("消さないで", "utf-8")
    with pytest.raises(OfficeError, match="空ではありません"):
        init(tmp_path, packaged_cities()[0])
    assert [path.name for path in tmp_path.iterdir()] == ["大事.txt"]


def test_a_city_that_is_not_packaged_is_told_which_are(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match=packaged_cities()[0]):
        init(tmp_path / "plan", "どこにもない")
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize("name", ["gyokaku.toml", "schema.json"])
def test_a_folder_with_the_settings_of_before_is_named_and_stopped(tmp_path: Path, name: str) -> None:
    workspace = make_city(tmp_path / "city")
    (workspace.root / name).write_text('city = "うみべ市"', "utf-8")
    with pytest.raises(OfficeError, match=f"前の版のもの（{name}）") as stopped:
        load_workspace(workspace.root)
    assert "設定.xlsx に書き移してください" in stopped.value.mend


@pytest.mark.parametrize("name", ["設定.xlsx", "計画台帳.xlsx"])
def test_a_workspace_that_lacks_a_file_is_not_opened(tmp_path: Path, name: str) -> None:
    workspace = make_city(tmp_path / "city")
    (workspace.root / name).unlink()
    with pytest.raises(OfficeError, match=name):
        load_workspace(workspace.root)


def test_case_S18_the_hundredth_issue_is_the_last(issued: Workspace) -> None:
    round_ = issued.profile.round()
    records = issued.issued_records(round_)
    first = json.loads((records / "01" / "manifest.json").read_text("utf-8"))
    for number in (9, 10, 99, 100):
        shutil.copytree(records / "01", records / f"{number:02}")
        manifest = {**first, "issue": number}
        (records / f"{number:02}" / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert [manifest.issue for manifest in issued.manifests(round_)] == [1, 9, 10, 99, 100]
    assert find_record(issued, round_) == records / "100"


@pytest.mark.parametrize("torn", ["", "\n", "これは鍵です", "abc"])
def test_case_S18_a_torn_key_is_named(issued: Workspace, torn: str) -> None:
    (issued.root / ".gyokaku" / "key").write_text(torn, "utf-8")
    with pytest.raises(OfficeError, match="鍵のファイルが壊れています"):
        issued.key()


def test_case_S18_what_a_killed_writer_left_among_the_receipts_is_swept(
    issued: Workspace, inbox: Path
) -> None:
    round_ = issued.profile.round()
    collect(issued, round_, [inbox])
    request(issued, round_)
    left = issued.folder("確認", round_) / "受領票" / ".0123456789abcdef.tmp"
    left.write_bytes(b"half")
    request(issued, round_)
    assert not left.exists()


def test_a_broken_record_of_an_issue_is_named_and_how_to_mend_it(issued: Workspace) -> None:
    (path,) = issued.root.glob(".gyokaku/issued/**/manifest.json")
    path.write_text('{"round":', "utf-8")
    with pytest.raises(OfficeError) as broken:
        issued.manifests(issued.profile.round())
    assert (broken.value.what, broken.value.mend, broken.value.file) == (
        "配布の記録が壊れています。",
        "控えから元に戻すか、もう一度配布してください（壊れたものはフォルダごと別の場所へ）。",
        str(path),
    )
