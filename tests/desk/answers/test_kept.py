"""What a file was found to hold is kept, and taken again only for that very file and this very program."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.desk.answers.afresh import iter_afresh
from tests.steps.sent_round import COUNT, Round
from tests.steps.toy_city import FIRST, GOOD, fill
from toolkit.books.guard.worker import Limits, Processes
from toolkit.books.package.package import Package
from toolkit.desk import code_version
from toolkit.desk.answers import batches, kept
from toolkit.desk.answers.reading_process import Asked
from toolkit.desk.answers.readings import iter_readings
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import ASSIGNED, Entry, Taken
from toolkit.model.read_return import FAILED, ReadReturn
from toolkit.steps.collect import collect
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate

COMPLETE = GOOD["総務課"]["1-①"]


@pytest.fixture
def answered(sent: Round) -> Round:
    """Three departments answered well: receipts 1 to 3."""
    for section, answers in GOOD.items():
        sent.send(section, answers)
    return sent


def book_of(sent: Round) -> Path:
    return sent.workspace.readings_path(sent.workspace.profile.round())


def lines_of(sent: Round) -> list[dict[str, Any]]:
    return [json.loads(line) for line in book_of(sent).read_text("utf-8").splitlines()]


def received(sent: Round, receipt: int) -> Path:
    entries = sent.workspace.ledger(sent.workspace.profile.round())
    return sent.workspace.folder("回収", sent.workspace.profile.round()) / entries[receipt - 1].file


def returns(sent: Round) -> list[Entry]:
    ledger = sent.workspace.ledger(sent.workspace.profile.round())
    return [entry for entry in ledger if entry.taken is Taken.RETURN]


def read(sent: Round) -> list[ReadReturn]:
    found = iter_readings(sent.workspace, sent.workspace.profile.round(), returns(sent))
    return [one for one, _ in found]


def afresh(sent: Round) -> list[ReadReturn]:
    return list(iter_afresh(sent.workspace, sent.workspace.profile.round(), returns(sent)))


def counts(sent: Round) -> list[str]:
    """Give what each file answers to the first indicator of its first item."""
    found = [{one.slot: one.cell for one in reading.sheets[0].slots} for reading in read(sent)]
    return [cell.raw if (cell := cells[COUNT]) else "" for cells in found]


@contextmanager
def no_process() -> Iterator[None]:
    """See to it that nothing is read anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Processes, "submit", lambda *_: pytest.fail("a file is read anew"))
        yield


@contextmanager
def read_anew(count: int) -> Iterator[None]:
    """See to it that so many files are read anew."""
    asked: list[Asked] = []
    hand_out = batches.Readers.hand_out

    def noted(self: batches.Readers, files: list[Asked]) -> batches.Batch:
        asked.extend(files)
        return hand_out(self, files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches.Readers, "hand_out", noted)
        yield
    assert len(asked) == count


def test_what_collect_read_is_never_read_again(answered: Round) -> None:
    assert len(lines_of(answered)) == 3
    with no_process():
        assert counts(answered) == ["8", "1200", "50"]
        assert read(answered) == afresh(answered)


def test_a_file_that_was_changed_in_回収_is_read_as_it_is_now_and_not_taken_from_what_was_kept(
    answered: Round,
) -> None:
    path = received(answered, 1)
    before = path.read_bytes()
    fill(answered.workspace, "総務課", {"1-①": {**COMPLETE, FIRST: 9}}, path)
    for _ in range(2):
        with read_anew(1):
            assert counts(answered) == ["9", "1200", "50"]
    path.write_bytes(before)
    with no_process():
        assert counts(answered) == ["8", "1200", "50"]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda book: book.unlink(), id="deleted"),
        pytest.param(lambda book: book.write_bytes(b""), id="empty"),
        pytest.param(lambda book: book.write_bytes(book.read_bytes()[:-700]), id="torn"),
        pytest.param(lambda book: book.write_bytes(bytes(5_000)), id="zeros"),
        pytest.param(lambda book: book.write_bytes(book.read_bytes().replace(b'"8"', b'"9"')), id="altered"),
        pytest.param(lambda book: book.write_text('{"key": 1}\n[]\nメモ\n', "utf-8"), id="foreign"),
        pytest.param(lambda book: (book.unlink(), book.mkdir()), id="a folder"),
    ],
)
def test_a_spoilt_book_of_readings_changes_nothing(answered: Round, spoil: Callable[[Path], object]) -> None:
    spoil(book_of(answered))
    assert counts(answered) == ["8", "1200", "50"]
    assert read(answered) == afresh(answered)
    if book_of(answered).is_file():
        with no_process():
            assert counts(answered) == ["8", "1200", "50"]


def test_a_book_of_readings_torn_at_any_byte_costs_no_more_than_its_last_line(answered: Round) -> None:
    whole = book_of(answered).read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    for end in range(last, len(whole), 97):
        book_of(answered).write_bytes(whole[:end])
        with read_anew(1):
            assert counts(answered) == ["8", "1200", "50"]
        with no_process():
            assert counts(answered) == ["8", "1200", "50"]


def test_the_readings_of_another_round_or_city_are_none(answered: Round) -> None:
    for line in book_of(answered).read_bytes().splitlines():
        other = line.replace(b'"of":"', b'"of":"0', 1).replace(b'","sum"', b'"sum"', 1)
        book_of(answered).write_bytes(other + b"\n")
        with read_anew(3):
            read(answered)


def test_a_program_that_changed_reads_anew_and_in_time_forgets_what_the_one_before_read(
    answered: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "STALE", 4)
    versions = []
    for number in range(4):
        monkeypatch.setattr(kept, "code_version", lambda number=number: f"{number:016x}")
        with read_anew(3):
            assert counts(answered) == ["8", "1200", "50"]
        with no_process():
            read(answered)
        versions.append(len({line["by"] for line in lines_of(answered)}))
    assert versions == [2, 1, 2, 1]


def test_books_issued_again_make_no_file_to_be_read_again(answered: Round) -> None:
    generate(answered.workspace, answered.workspace.profile.round())
    with no_process():
        assert counts(answered) == ["8", "1200", "50"]


def test_a_return_whose_marks_are_lost_is_kept_as_the_office_gave_it_to_its_department(sent: Round) -> None:
    path = fill(sent.workspace, "総務課", GOOD["総務課"], sent.folder / "1.xlsx")
    package = Package.open(path)
    package.delete_name("_issue")
    package.delete_name("_item_id", "1-①")
    for name in ("照会", "版", "所属", "発行番号"):
        package.set_property(name, "")
    package.save(path)
    round_ = sent.workspace.profile.round()
    assert [entry.code for entry in collect(sent.workspace, round_, [path]).entries] == ["not-ours"]
    assert not book_of(sent).exists()
    assert [entry.code for entry in collect(sent.workspace, round_, [path], sender="総務課").entries] == [
        ASSIGNED
    ]
    with no_process():
        assert counts(sent) == ["8"]
        assert read(sent) == afresh(sent)


def test_several_that_read_anew_at_once_read_the_same_and_leave_a_whole_book(answered: Round) -> None:
    expected = afresh(answered)
    book_of(answered).unlink()
    with ThreadPoolExecutor(3) as several:
        done = [several.submit(read, answered) for _ in range(3)]
        assert [one.result() for one in done] == [expected] * 3
    assert len(lines_of(answered)) in (3, 6, 9)
    with no_process():
        assert read(answered) == expected


def test_a_folder_that_lets_nothing_be_kept_costs_time_only(answered: Round) -> None:
    shutil.rmtree(book_of(answered).parent)
    book_of(answered).parent.write_text("", "utf-8")
    for _ in range(2):
        with read_anew(3):
            assert counts(answered) == ["8", "1200", "50"]


# -- read again, with the limits of the first time


@pytest.fixture
def endless(answered: Round) -> Round:
    """A return in whose place in 回収 lies now a file that takes far too long."""
    formula = "A1+" * 2_600 + "1"
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="7"/></c></row>' for n in range(902, 90_000))
    first = f'<row r="901"><c r="A901"><f t="shared" ref="A901:A90000" si="7">{formula}</f></c></row>'
    path = received(answered, 1)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = max((name for name in parts if "worksheets/sheet" in name), key=lambda name: len(parts[name]))
    parts[sheet] = parts[sheet].replace(b"</sheetData>", f"{first}{rows}</sheetData>".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return answered


def test_a_file_that_takes_too_long_when_it_is_read_again_costs_its_own_verdict_only(
    endless: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "own_processes", partial(Processes, Limits(seconds=1)))
    rows = validate(endless.workspace, endless.workspace.profile.round()).rows
    assert [row.receipt for row in rows if row.finding.code == FAILED] == [1]
    assert [row.department for row in rows if row.finding.code == "not-returned"] == ["総務部 総務課"]
    (failed, *others) = read(endless)
    assert (failed.unreadable, failed.detail) == (FAILED, "（1秒で読み終わりません）")
    assert [one.unreadable for one in others] == ["", ""]


def test_a_file_that_needs_too_much_memory_when_it_is_read_again_costs_its_own_verdict_only(
    endless: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "own_processes", partial(Processes, Limits(memory=300_000_000)))
    failed, *others = read(endless)
    assert failed.unreadable == FAILED
    assert [one.unreadable for one in others] == ["", ""]


def test_what_is_no_file_any_more_is_told_and_never_waited_for(answered: Round) -> None:
    path = received(answered, 2)
    path.unlink()
    path.mkdir()
    readings = read(answered)
    assert [one.unreadable for one in readings] == ["", "not-a-workbook", ""]
    path.rmdir()
    with pytest.raises(OfficeError, match=r"0002_2\.xlsx"):
        read(answered)


# -- the program


def test_any_letter_of_any_module_makes_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_version, "files", lambda _: tmp_path)
    version = code_version.code_version.__wrapped__
    bare = version()
    (tmp_path / "a.py").write_text("1", "utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.py").write_text("2", "utf-8")
    one = version()
    (tmp_path / "b" / "c.py").write_text("3", "utf-8")
    other = version()
    (tmp_path / "b" / "c.py").write_text("2", "utf-8")
    (tmp_path / "b" / "d.txt").write_text("no module", "utf-8")
    assert len({bare, one, other}) == 3
    assert version() == one
