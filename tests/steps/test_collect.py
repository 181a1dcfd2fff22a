"""Whatever arrives is taken in unchanged, told apart by what it holds, and never stops the rest."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.steps.toy_city import GOOD, ROUND, fill, issued_path, make_city
from toolkit.books.guard.worker import Limits
from toolkit.books.package.package import Package
from toolkit.desk.answers.batches import own_processes
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.model.errors import OfficeError, OfficeErrors
from toolkit.model.ledger import Entry, Taken
from toolkit.steps.collect import Collected, collect
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate


def take_in(workspace: Workspace, *paths: Path) -> Collected:
    return collect(workspace, workspace.profile.round(), paths)


def by_name(collected: Collected) -> dict[str, Entry]:
    return {Path(entry.origin).name: entry for entry in collected.entries}


def received(workspace: Workspace) -> Path:
    return workspace.folder("回収", workspace.profile.round())


def test_a_return_is_known_by_what_it_holds_whatever_it_is_called(issued: Workspace, inbox: Path) -> None:
    (inbox / "総務課.xlsx").rename(inbox / "Re_ 照会 (1).XLSX")
    (inbox / "観光課.xlsx").rename(inbox / "港湾課.dat")
    entries = by_name(take_in(issued, inbox))
    assert {name: (entry.department, entry.items) for name, entry in entries.items()} == {
        "Re_ 照会 (1).XLSX": ("総務課", ("1-①",)),
        "港湾課.dat": ("観光課", ("1-②",)),
        "港湾課.xlsx": ("港湾課", ("2-①", "2-②")),
    }
    assert all(entry.taken is Taken.RETURN and entry.issue == 1 for entry in entries.values())


def test_what_is_received_stays_as_it_is(issued: Workspace, inbox: Path) -> None:
    sent = inbox / "総務課.xlsx"
    os.utime(sent, (1_700_000_000, 1_700_000_000))
    before = sent.read_bytes()
    entry = take_in(issued, sent).entries[0]
    copy = received(issued) / entry.file
    assert copy.read_bytes() == before == sent.read_bytes()
    assert copy.stat().st_mtime == sent.stat().st_mtime == 1_700_000_000


def test_the_ledger_has_a_line_per_file_in_the_order_of_receipt(issued: Workspace, inbox: Path) -> None:
    take_in(issued, inbox / "総務課.xlsx")
    take_in(issued, inbox)
    lines = (received(issued) / "受付簿.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["receipt"] for line in lines] == [1, 2, 3, 4]
    assert [json.loads(line)["taken"] for line in lines] == ["回答", "回答", "重複", "回答"]
    assert [entry.receipt for entry in issued.ledger(issued.profile.round())] == [1, 2, 3, 4]


def test_the_same_content_again_is_a_duplicate_of_the_first(issued: Workspace, inbox: Path) -> None:
    shutil.copyfile(inbox / "総務課.xlsx", inbox / "総務課（再送）.xlsx")
    shutil.copyfile(inbox / "総務課.xlsx", inbox / "総務課（再々送）.xlsx")
    collected = take_in(issued, inbox)
    assert [collected.count(taken) for taken in Taken] == [3, 2, 0]
    first, *again = sorted(
        (e for e in collected.entries if e.department == "総務課"), key=lambda e: e.receipt
    )
    assert [(e.taken, e.duplicate_of, e.file) for e in again] == [
        (Taken.DUPLICATE, first.receipt, first.file)
    ] * 2
    assert len(list(received(issued).glob("*.xlsx"))) == 3


def test_a_folder_collected_twice_brings_duplicates_only(issued: Workspace, inbox: Path) -> None:
    take_in(issued, inbox)
    files = {path: path.read_bytes() for path in received(issued).glob("*.xlsx")}
    again = take_in(issued, inbox)
    assert [again.count(taken) for taken in Taken] == [0, 3, 0]
    assert {path: path.read_bytes() for path in received(issued).glob("*.xlsx")} == files


def test_a_duplicate_of_a_duplicate_names_the_first(issued: Workspace, inbox: Path) -> None:
    for _ in range(3):
        collected = take_in(issued, inbox / "総務課.xlsx")
    assert collected.entries[0].duplicate_of == 1


def test_a_book_of_an_earlier_issue_is_still_a_return(issued: Workspace, inbox: Path) -> None:
    generate(issued, issued.profile.round())
    fill(issued, "総務課", GOOD["総務課"], inbox / "新.xlsx")
    entries = by_name(take_in(issued, inbox))
    assert (entries["総務課.xlsx"].issue, entries["新.xlsx"].issue) == (1, 2)


# -- what is no return


def stray_files(folder: Path, issued: Workspace, elsewhere: Path) -> dict[str, str]:
    """Put into a folder what else arrives; give the code each should be set aside with, "" = passed over."""
    good = issued_path(issued, "総務課").read_bytes()
    (folder / "メモ.txt").write_text("よろしくお願いします。", "cp932")
    (folder / "空.xlsx").touch()
    (folder / "~$総務課.xlsx").write_bytes(b"\x05owner")
    (folder / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / ".DS_Store").write_bytes(b"Bud1")
    (folder / "起案.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "途中.xlsx").write_bytes(good[: len(good) // 2])
    (folder / "まとめ.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    other = openpyxl.Workbook()
    other.save(folder / "別の表.xlsx")
    generate(issued, issued.profile.round("R6_上半期"))
    half = issued.folder("配布", issued.profile.round("R6_上半期"))
    shutil.copyfile(next(half.glob("*総務課.xlsx")), folder / "上半期.xlsx")
    neighbour = make_city(elsewhere / "となり")
    (neighbour.root / ".gyokaku" / "key").write_text("cd" * 32, "utf-8")
    generate(neighbour, neighbour.profile.round())
    shutil.copyfile(issued_path(neighbour, "総務課"), folder / "となりの市.xlsx")
    return {
        "メモ.txt": "text-file",
        "空.xlsx": "empty-file",
        "~$総務課.xlsx": "",
        "Thumbs.db": "",
        ".DS_Store": "",
        "起案.pdf": "pdf-or-picture",
        "途中.xlsx": "truncated",
        "まとめ.7z": "archive",
        "別の表.xlsx": "not-ours",
        "上半期.xlsx": "other-round",
        "となりの市.xlsx": "not-ours",
    }


def test_every_stray_file_is_listed_with_its_reason_and_the_rest_is_taken(
    issued: Workspace, inbox: Path, tmp_path: Path
) -> None:
    expected = stray_files(inbox, issued, tmp_path)
    collected = take_in(issued, inbox)
    found = {Path(e.origin).name: e.code for e in collected.entries if e.taken is Taken.SET_ASIDE}
    found |= {Path(one.origin).name: "" for one in collected.passed_over if one.reason}
    assert found == expected
    assert collected.count(Taken.RETURN) == 3
    told = "\n".join(collected.iter_lines())
    assert [name for name in expected if name not in told] == []


def test_every_file_that_was_set_aside_is_a_finding_in_plain_words(
    issued: Workspace, inbox: Path, tmp_path: Path
) -> None:
    stray_files(inbox, issued, tmp_path)
    take_in(issued, inbox)
    rows = validate(issued, issued.profile.round()).rows
    assert sorted((row.finding.code, row.finding.what) for row in rows) == [
        ("archive", "開けない圧縮ファイルです。（7z）"),
        ("empty-file", "ファイルの中身がありません（0バイト）。"),
        (
            "not-ours",
            "この照会で配布した様式ではありません。この作業フォルダから配布したものではありません。",
        ),
        (
            "not-ours",
            "この照会で配布した様式ではありません。"
            "配布したときの印（名前 _issue、文書のプロパティ、項目番号のセルの名前）がありません。",
        ),
        ("other-round", "別の照会「R6_上半期」の様式です。"),
        ("pdf-or-picture", "PDFや画像では、記入内容を読み取れません。（PDFファイル）"),
        ("text-file", "CSVなどのテキストファイルで、Excelブックではありません。"),
        (
            "truncated",
            "ファイルが途中で切れていて、開けません（送信や保存が途中で終わったようです）。",
        ),
    ]


def test_a_book_whose_mark_was_copied_into_another_city_is_not_ours(issued: Workspace, inbox: Path) -> None:
    package = Package.open(inbox / "総務課.xlsx")
    package.set_name("_issue", f'"うみべ市|R6|{ROUND}|1|{"0" * 32}"')
    package.save(inbox / "総務課.xlsx")
    assert take_in(issued, inbox / "総務課.xlsx").entries[0].code == "not-ours"


def test_a_mark_that_is_torn_and_nothing_else_is_not_ours(issued: Workspace, inbox: Path) -> None:
    package = Package.open(inbox / "総務課.xlsx")
    package.set_name("_issue", '"うみべ市|R6"')
    package.set_property("所属", "")
    package.save(inbox / "総務課.xlsx")
    assert take_in(issued, inbox / "総務課.xlsx").entries[0].code == "not-ours"


def test_what_was_received_is_never_taken_in_again(issued: Workspace, inbox: Path) -> None:
    take_in(issued, inbox)
    for folder in (received(issued), issued.root / "回収"):
        with pytest.raises(OfficeError, match="このツールが使うフォルダです"):
            take_in(issued, folder)


def test_a_path_that_is_not_there_is_named_and_nothing_is_taken(issued: Workspace, tmp_path: Path) -> None:
    with pytest.raises(OfficeErrors, match="どこにもない"):
        take_in(issued, tmp_path / "どこにもない")
    assert issued.ledger(issued.profile.round()) == []


def test_a_path_that_is_not_there_among_others_takes_nothing_in(issued: Workspace, inbox: Path) -> None:
    with pytest.raises(OfficeErrors, match="ない"):
        take_in(issued, inbox, inbox / "ない.xlsx")
    assert issued.ledger(issued.profile.round()) == []


def test_a_round_that_was_never_issued_takes_nothing_in(tmp_path: Path, inbox: Path) -> None:
    workspace = make_city(tmp_path / "new")
    with pytest.raises(OfficeError, match="まだ配布していません"):
        take_in(workspace, inbox)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only administrators make links")
def test_a_folder_named_by_a_link_is_walked_and_a_link_in_it_is_not(issued: Workspace, inbox: Path) -> None:
    (inbox / "また総務課.xlsx").symlink_to(inbox / "総務課.xlsx")
    (inbox / "また全部").symlink_to(inbox, target_is_directory=True)
    named = inbox.parent / "近道"
    named.symlink_to(inbox, target_is_directory=True)
    collected = take_in(issued, named)
    assert collected.count(Taken.RETURN) == len(collected.entries) == 3
    assert {Path(one.origin).name for one in collected.passed_over} == {"また総務課.xlsx", "また全部"}


def test_a_file_larger_than_any_return_is_listed_and_not_copied(issued: Workspace, inbox: Path) -> None:
    with (inbox / "動画.mp4").open("wb") as file:
        file.truncate(31_000_000)
    collected = take_in(issued, inbox)
    assert len(collected.entries) == 3
    assert [one.reason for one in collected.passed_over] == ["大きすぎるため取り込みません（31MB）"]


# -- a zip is a folder


def zip_of(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_the_files_in_a_zip_are_taken_one_by_one(issued: Workspace, inbox: Path) -> None:
    files = {f"回答/{name}.xlsx": (inbox / f"{name}.xlsx").read_bytes() for name in ("総務課", "観光課")}
    packed = zip_of(inbox.parent / "まとめ.zip", {**files, "回答/メモ.txt": "別件です。".encode("cp932")})
    collected = take_in(issued, packed)
    assert [(entry.origin, entry.department, entry.code) for entry in collected.entries] == [
        (f"{packed}/回答/総務課.xlsx", "総務課", ""),
        (f"{packed}/回答/観光課.xlsx", "観光課", ""),
        (f"{packed}/回答/メモ.txt", "", "text-file"),
    ]
    assert (received(issued) / "0001_総務課.xlsx").read_bytes() == files["回答/総務課.xlsx"]
    assert [(one.origin, one.reason) for one in collected.passed_over] == [
        (str(packed), "圧縮ファイル。中の3件を一つずつ取り込みました")
    ]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_a_name_in_a_zip_that_does_not_say_how_it_is_written_is_read_rightly(
    issued: Workspace, inbox: Path, encoding: str
) -> None:
    raw = "能登表計算ソフト.xlsx".encode(encoding)
    packed = zip_of(inbox.parent / "a.zip", {"?" * len(raw): (inbox / "総務課.xlsx").read_bytes()})
    packed.write_bytes(packed.read_bytes().replace(b"?" * len(raw), raw))
    assert take_in(issued, packed).entries[0].file == "0001_能登表計算ソフト.xlsx"


def test_a_zip_with_a_damaged_file_gives_the_others_and_is_kept_itself(
    issued: Workspace, inbox: Path
) -> None:
    good = (inbox / "総務課.xlsx").read_bytes()
    packed = zip_of(inbox.parent / "a.zip", {"甲.txt": b"first", "総務課.xlsx": good})
    packed.write_bytes(packed.read_bytes().replace(b"first", b"FIRST", 1))
    first, whole = take_in(issued, packed).entries
    assert (first.department, whole.code, whole.detail) == (
        "総務課",
        "archive",
        "（「甲.txt」は壊れたファイル）",
    )
    assert (received(issued) / whole.file).read_bytes() == packed.read_bytes()


def test_a_zip_in_a_zip_is_set_aside(issued: Workspace, inbox: Path) -> None:
    inner = zip_of(inbox.parent / "中.zip", {"総務課.xlsx": (inbox / "総務課.xlsx").read_bytes()})
    outer = zip_of(inbox.parent / "外.zip", {"中.zip": inner.read_bytes()})
    assert [(entry.code, entry.detail) for entry in take_in(issued, outer).entries] == [
        ("archive", "（zip）")
    ]


def test_a_zip_whose_names_lead_out_of_it_writes_into_the_round_only(
    issued: Workspace, inbox: Path, tmp_path: Path
) -> None:
    good = (inbox / "総務課.xlsx").read_bytes()
    packed = zip_of(inbox.parent / "a.zip", {"../../../逃げた.xlsx": good, f"{tmp_path}/逃げた.txt": b"x"})
    entries = take_in(issued, packed).entries
    assert [entry.file for entry in entries] == ["0001_逃げた.xlsx", "0002_逃げた.txt"]
    assert sorted(path.name for path in tmp_path.rglob("*逃げた*")) == ["0001_逃げた.xlsx", "0002_逃げた.txt"]


# -- what the worker gives up, what is read with a note


def test_a_file_that_is_never_read_through_costs_its_own_verdict_only(issued: Workspace, inbox: Path) -> None:
    formula = "A1+" * 2_600 + "1"
    endless = "".join(
        f'<row r="{n}"><c r="A{n}"><f t="shared" si="7"/></c></row>' for n in range(902, 90_000)
    )
    first = f'<row r="901"><c r="A901"><f t="shared" ref="A901:A90000" si="7">{formula}</f></c></row>'
    with zipfile.ZipFile(inbox / "総務課.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = max((name for name in parts if "worksheets/sheet" in name), key=lambda name: len(parts[name]))
    parts[sheet] = parts[sheet].replace(b"</sheetData>", f"{first}{endless}</sheetData>".encode())
    zip_of(inbox / "総務課.xlsx", parts)
    with own_processes(Limits(seconds=1)) as processes:
        collected = collect(issued, issued.profile.round(), [inbox], executor=processes)
    codes = {Path(entry.origin).name: entry.code for entry in collected.entries}
    assert codes == {"総務課.xlsx": "reading-failed", "観光課.xlsx": "", "港湾課.xlsx": ""}


def test_a_formula_that_reaches_outside_is_asked_for_and_not_counted(issued: Workspace, inbox: Path) -> None:
    book = openpyxl.load_workbook(inbox / "総務課.xlsx")
    book["1-①"]["B8"] = '=HYPERLINK("http://example.jp","8")'
    book["1-①"]["B11"] = "=WEBSERVICE(A1)"
    book.save(inbox / "総務課.xlsx")
    take_in(issued, inbox)
    rows = validate(issued, issued.profile.round()).rows
    found = [(row.finding.code, str(row.finding.words["formula"])) for row in rows if row.finding.slot]
    assert found == [
        ("formula-outside", '=HYPERLINK("http://example.jp","8")'),
        ("formula-outside", "=WEBSERVICE(A1)"),
    ]


def test_a_link_to_another_workbook_is_told_with_its_target(issued: Workspace, inbox: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="rIdX" Type="{office}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    to = f'<Relationship Id="r1" Type="{office}/externalLinkPath" Target="台帳.xlsx" TargetMode="External"/>'
    with zipfile.ZipFile(inbox / "総務課.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", f"{one}</Relationships>".encode())
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{package}">{to}</Relationships>'.encode()
    )
    zip_of(inbox / "総務課.xlsx", parts)
    take_in(issued, inbox)
    rows = validate(issued, issued.profile.round()).rows
    assert [row.finding.what for row in rows if row.finding.code == "external-link"] == [
        "このブックには、別のブックなどへのリンク（台帳.xlsx）があります。リンク先は開いていません。"
    ]


# -- names


def is_legal_on_windows(name: str) -> bool:
    bad = any(c in '<>:"/\\|?*' or ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in name)
    return not bad and not name.endswith((" ", "."))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot make such names")
@pytest.mark.parametrize(
    "name",
    [
        'なぜ?回答:"最終"*.xlsx',
        "改行\nあり.xlsx",
        "おわりに空白.xlsx ",
        "おわりに点.",
        "CON.xlsx",
        "終端なし",
        "と" * 80 + ".xlsx",
        "企画課.xlsx".encode("cp932").decode("utf-8", "surrogateescape"),
    ],
)
def test_a_name_that_windows_refuses_is_kept_in_the_ledger_and_made_legal(
    issued: Workspace, inbox: Path, name: str
) -> None:
    sent = inbox / name
    (inbox / "総務課.xlsx").rename(sent)
    entries = take_in(issued, inbox).entries
    entry = next(entry for entry in entries if entry.department == "総務課")
    assert is_legal_on_windows(entry.file)
    assert (received(issued) / entry.file).read_bytes() == sent.read_bytes()
    assert [one.file for one in issued.ledger(issued.profile.round())] == [e.file for e in entries]


def test_two_files_of_the_same_name_both_stay(issued: Workspace, inbox: Path) -> None:
    (inbox / "二通目").mkdir()
    fill(issued, "総務課", {"1-①": {"B8": 9}}, inbox / "二通目" / "総務課.xlsx")
    collected = take_in(issued, inbox)
    assert collected.count(Taken.RETURN) == 4
    assert len({entry.file for entry in collected.entries}) == 4


# -- the ledger itself


def spoil(ledger: Path, lines: Iterable[str]) -> None:
    with ledger.open("a", encoding="utf-8") as file:
        file.writelines(lines)


def test_a_ledger_saved_by_notepad_is_still_read(issued: Workspace, inbox: Path) -> None:
    take_in(issued, inbox)
    ledger = received(issued) / "受付簿.jsonl"
    ledger.write_text(ledger.read_text("utf-8").replace("\n", "\r\n"), "utf-8-sig", newline="")
    assert len(issued.ledger(issued.profile.round())) == 3


def test_a_line_of_the_ledger_that_was_spoilt_is_named(issued: Workspace, inbox: Path) -> None:
    take_in(issued, inbox)
    spoil(received(issued) / "受付簿.jsonl", ['{"receipt": 4, "sha\n'])
    with pytest.raises(OfficeError, match="受付簿の4行目"):
        take_in(issued, inbox)


def test_a_return_that_cannot_be_read_later_is_a_finding_and_the_rest_still_counts(
    issued: Workspace, inbox: Path
) -> None:
    take_in(issued, inbox)
    ledger = received(issued) / "受付簿.jsonl"
    lines = [json.loads(line) for line in ledger.read_text("utf-8").splitlines()]
    broken = next(line for line in lines if line["department"] == "総務課")
    broken["book"] = "配布していない.xlsx"
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    rows = validate(issued, issued.profile.round()).rows
    failed = [(row.receipt, row.finding.mend) for row in rows if row.finding.code == "reading-failed"]
    mend = "Excelで開いて新しい名前で保存し直すか、配布したブックに記入し直してお送りください。"
    assert failed == [(broken["receipt"], mend)]
    assert {row.department for row in rows if row.finding.code == "not-returned"} == {"総務部 総務課"}


# -- groups, and who reads


def entries_of(workspace: Workspace) -> list[tuple[object, ...]]:
    """Give what the 受付簿 says, apart from times."""
    ledger = workspace.ledger(workspace.profile.round())
    return [(e.receipt, e.file, e.taken, e.department, e.items, e.code, e.duplicate_of) for e in ledger]


@pytest.mark.parametrize("together", [1, 2, 20])
def test_files_are_entered_in_the_order_they_lay_in_however_many_are_read_together(
    issued: Workspace, inbox: Path, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.desk.intake.BATCH", together)
    (inbox / "メモ.txt").write_text("よろしくお願いします。", "utf-8")
    shutil.copyfile(inbox / "総務課.xlsx", inbox / "総務課（再送）.xlsx")
    shown: list[str] = []
    collect(issued, issued.profile.round(), [inbox], shown.append)
    assert entries_of(issued) == [
        (1, "0001_メモ.txt", Taken.SET_ASIDE, "", (), "text-file", 0),
        (2, "0002_港湾課.xlsx", Taken.RETURN, "港湾課", ("2-①", "2-②"), "", 0),
        (3, "0003_総務課.xlsx", Taken.RETURN, "総務課", ("1-①",), "", 0),
        (4, "0003_総務課.xlsx", Taken.DUPLICATE, "総務課", ("1-①",), "exact-duplicate", 3),
        (5, "0005_観光課.xlsx", Taken.RETURN, "観光課", ("1-②",), "", 0),
    ]
    assert shown == ["メモ.txt", "港湾課.xlsx", "総務課.xlsx", "総務課（再送）.xlsx", "観光課.xlsx"]


def test_any_executor_reads_as_our_own_process_does(issued: Workspace, inbox: Path, tmp_path: Path) -> None:
    (inbox / "途中.xlsx").write_bytes((inbox / "総務課.xlsx").read_bytes()[:900])
    other = load_workspace(Path(shutil.copytree(issued.root, tmp_path / "other")))
    take_in(issued, inbox)
    with ThreadPoolExecutor(3) as threads:
        collect(other, other.profile.round(), [inbox], executor=threads)
    assert entries_of(other) == entries_of(issued)
    round_ = issued.profile.round()
    assert other.readings_path(round_).read_bytes() == issued.readings_path(round_).read_bytes()


class Unlucky(ThreadPoolExecutor):
    """Fails whenever a certain file is among those to read."""

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Any:
        fails = "港湾課" in str(arguments)
        return super().submit((lambda *_: 1 // 0) if fails else work, *arguments, **named)


def test_a_file_that_brings_down_those_it_is_read_with_costs_its_own_verdict_only(
    issued: Workspace, inbox: Path
) -> None:
    with Unlucky(1) as executor:
        collect(issued, issued.profile.round(), [inbox], executor=executor)
    assert [(code, department) for _, _, _, department, _, code, _ in entries_of(issued)] == [
        ("reading-failed", ""),
        ("", "総務課"),
        ("", "観光課"),
    ]


def test_a_torn_record_of_what_was_issued_is_told_and_no_file_set_aside_for_it(
    issued: Workspace, inbox: Path
) -> None:
    (manifest,) = issued.manifest_paths(issued.profile.round())
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:5_000])
    with pytest.raises(OfficeError, match="配布の記録が壊れています"):
        take_in(issued, inbox)
    assert entries_of(issued) == []
    manifest.write_bytes(whole)
    assert take_in(issued, inbox).count(Taken.RETURN) == 3


def test_files_left_without_an_entry_line_up_behind_the_last_receipt_and_none_takes_anothers_place(
    issued: Workspace, inbox: Path
) -> None:
    folder = received(issued)
    folder.mkdir(parents=True)
    for name, section in (("0001_甲.xlsx", "総務課"), ("0004_乙.xlsx", "観光課"), ("0009_丙.xlsx", "港湾課")):
        shutil.copyfile(inbox / f"{section}.xlsx", folder / name)
    fill(issued, "総務課", {"1-①": {}}, folder / "0000_丙.xlsx")
    found = take_in(issued, inbox)
    assert [(file, department) for _, file, _, department, *_ in entries_of(issued)][:4] == [
        ("0001_丙.xlsx", "総務課"),
        ("0002_甲.xlsx", "総務課"),
        ("0003_乙.xlsx", "観光課"),
        ("0004_丙.xlsx", "港湾課"),
    ]
    assert found.count(Taken.DUPLICATE) == 3
    assert sorted(path.name for path in folder.glob("*.xlsx")) == [
        "0001_丙.xlsx",
        "0002_甲.xlsx",
        "0003_乙.xlsx",
        "0004_丙.xlsx",
    ]


def test_a_left_file_never_takes_the_name_of_another(issued: Workspace, inbox: Path) -> None:
    folder = received(issued)
    folder.mkdir(parents=True)
    for number, section in ((0, "総務課"), (1, "観光課")):
        shutil.copyfile(inbox / f"{section}.xlsx", folder / f"{number:04}_甲.xlsx")
    take_in(issued, inbox / "港湾課.xlsx")
    kept = {path.read_bytes() for path in folder.glob("*.xlsx")}
    assert kept == {path.read_bytes() for path in inbox.glob("*.xlsx")}


def test_a_received_file_that_was_changed_is_none_that_lacks_its_entry(
    issued: Workspace, inbox: Path
) -> None:
    package = Package.open(inbox / "総務課.xlsx")
    package.delete_name("_issue")
    package.delete_name("_item_id", "1-①")
    for name in ("照会", "版", "所属", "発行番号"):
        package.set_property(name, "")
    package.save(inbox / "総務課.xlsx")
    for sender in ("", "総務課"):
        collect(issued, issued.profile.round(), [inbox / "総務課.xlsx"], sender=sender)
    (received(issued) / "0002_総務課.xlsx").write_bytes((inbox / "港湾課.xlsx").read_bytes())
    take_in(issued, inbox / "観光課.xlsx")
    assert [file for _, file, *_ in entries_of(issued)] == [
        "0001_総務課.xlsx",
        "0002_総務課.xlsx",
        "0003_観光課.xlsx",
    ]
