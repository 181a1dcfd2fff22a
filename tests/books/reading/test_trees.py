"""Nothing that is read changes by what is cut out before a part is parsed, or by what is worked out once."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.books.rich_workbook import rich_parts
from tests.books.toys import write_toy
from tests.fuzz.mutants import mutate
from toolkit.books.guard import bounds
from toolkit.books.guard.bounds import read_parts
from toolkit.books.guard.same_bytes import LARGEST, once_for_same_bytes
from toolkit.books.package.markup import parse
from toolkit.books.reading import reader
from toolkit.books.reading.cell_reader import read_texts
from toolkit.books.reading.reader import Book, read_book_parts, read_returned
from toolkit.books.reading.trees import without_blank_cells, without_run_formats
from toolkit.model.errors import UnreadableBook

TEMPLATES = Path(__file__).parents[3] / "templates_xlsx"
SHEET_1 = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def told(path: Path) -> Book | str:
    """What is read of a file, or the code of why it is not."""
    try:
        return read_returned(path)
    except UnreadableBook as unreadable:
        return unreadable.code


def told_slowly(path: Path, monkeypatch: pytest.MonkeyPatch) -> Book | str:
    """The same by the slow way: every part inflated anew and parsed whole."""
    with monkeypatch.context() as slow:
        slow.setattr(bounds, "_unpack_usual", bounds._unpack)
        slow.setattr(reader, "without_blank_cells", bytes)
        slow.setattr(reader, "without_run_formats", bytes)
        return told(path)


def packaged() -> Iterator[Path]:
    return TEMPLATES.glob("**/*.xlsx")


@pytest.mark.parametrize("path", sorted(packaged()), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_fast_way_reads_every_packaged_form_as_the_slow_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = told(path)
    assert isinstance(fast, Book)
    assert fast == told_slowly(path, monkeypatch)


def test_the_fast_way_reads_a_rich_book_as_the_slow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "rich.xlsx", rich_parts())
    assert told(path) == told_slowly(path, monkeypatch)


@pytest.mark.parametrize("seed", [5, 12, 31])
def test_the_fast_way_reads_200_broken_books_as_the_slow_one(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells: dict[str, str | int | float] = {"A1": "取組", "B2": "件数", "C2": 34, "B3": "=C2*2", "E1": "（5）"}
    toy = write_toy(
        tmp_path / "toy.xlsx", cells, {"指標_実績値": "C2", "項目_名称": "A1:B1"}, merges=["E1:G2"]
    )
    for number in range(200):
        content, done = mutate(toy.read_bytes(), {SHEET_1: ("B2", "C2")}, f"{seed}/{number}")
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        assert told(path) == told_slowly(path, monkeypatch), done


def write(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_blank_cells_are_cut_out_only_where_all_state_their_address() -> None:
    assert without_blank_cells(b'<c r="A1" s="3"/><c r="B1"><v>1</v></c>') == b'<c r="B1"><v>1</v></c>'
    follows = b'<c r="A1" s="3"/><c s="3"><v>1</v></c>'
    assert without_blank_cells(follows) == follows


def strings(inside: str) -> bytes:
    return f'<sst xmlns="{MAIN}">{inside}</sst>'.encode()


def run(text: str) -> str:
    return f'<r><rPr><sz val="9"/></rPr><t xml:space="preserve">{text}</t></r>'


def test_runs_that_differ_in_their_font_alone_become_one_text() -> None:
    xml = without_run_formats(strings(f"<si>{run('令和')}{run('5')}{run('年度')}</si>"))
    assert xml.count(b"<t ") == 1
    assert read_texts(parse(xml)) == ["令和5年度"]


@pytest.mark.parametrize(("one", "other"), [("x\r", "\ny"), ("]]", ">")])
def test_runs_stay_apart_where_their_ends_would_mean_something_else(one: str, other: str) -> None:
    xml = strings(f"<si>{run(one)}{run(other)}</si>")
    assert read_texts(parse(without_run_formats(xml))) == read_texts(parse(xml))


def test_the_same_small_parts_are_worked_out_once_and_large_ones_are_not_kept() -> None:
    asked: list[int] = []

    @once_for_same_bytes
    def size(part: bytes) -> int:
        asked.append(len(part))
        return len(part)

    assert [size(part) for part in (b"abc", bytes(bytearray(b"abc")), b"d", b"abc")] == [3, 3, 1, 3]
    assert asked == [3, 1]
    large = bytes(LARGEST + 1)
    assert size(large) == size(large)
    assert asked[2:] == [LARGEST + 1] * 2


def test_a_part_packed_as_before_is_checked_against_its_own_sum(tmp_path: Path) -> None:
    """The same packed bytes under another CRC are damaged, though they were inflated before."""
    toy = write_toy(tmp_path / "toy.xlsx", {"A1": "取組"}, {})
    read_parts(toy)
    with zipfile.ZipFile(toy) as archive:
        crc = archive.getinfo("xl/styles.xml").CRC.to_bytes(4, "little")
    other = tmp_path / "other.xlsx"
    other.write_bytes(toy.read_bytes().replace(crc, bytes(4)))
    with pytest.raises(UnreadableBook) as damaged:
        read_book_parts(read_parts(other))
    assert damaged.value.code == "damaged"
