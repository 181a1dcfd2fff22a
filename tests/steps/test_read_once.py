"""Whatever happens in whatever order, what is told of a round is what reading all afresh would tell."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.demos import demo_of
from tests.desk.answers.afresh import read_afresh
from tests.steps.sent_round import Round
from tests.steps.toy_city import EFFECT, FIRST, GOOD, RESULT, STATUS, fill
from toolkit.books.guard.worker import Processes
from toolkit.books.package.package import Package
from toolkit.desk.packaged import packaged_cities
from toolkit.desk.workspace import RETURNED, Workspace, load_workspace
from toolkit.model.errors import OfficeError
from toolkit.model.ledger import Taken
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.decide import Reason, withdraw
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate

SECTIONS = tuple(GOOD)
VALUES = st.sampled_from([8, 12, "９０件", "多数", "約10", None])


def told(workspace: Workspace) -> tuple[bytes, bytes]:
    """Give 確認結果.json and 取りまとめ表.json as they are made now."""
    round_ = workspace.profile.round()
    checked = validate(workspace, round_).path.with_suffix(".json")
    master = consolidate(workspace, round_, proof=False).path.with_suffix(".json")
    return checked.read_bytes(), master.read_bytes()


class Life:
    """A round of うみべ市 to which things happen."""

    def __init__(self, root: Path, first: Workspace) -> None:
        self.sent = Round(load_workspace(root), root.parent / "送信")
        self.workspace, self.first = self.sent.workspace, first
        self.round = self.workspace.profile.round()
        self.book = self.workspace.readings_path(self.round)

    def answer(self, section: str, value: object) -> None:
        self.take(self.filled(self.workspace, section, value))

    def answer_late(self, section: str, value: object) -> None:
        """Let a department use its book of the first issue."""
        self.take(self.filled(self.first, section, value))

    def answer_without_marks(self, section: str, value: object) -> None:
        path = self.filled(self.workspace, section, value)
        package = Package.open(path)
        package.delete_name("_issue")
        for sheet in GOOD[section]:
            package.delete_name("_item_id", sheet)
        for name in ("照会", "版", "所属", "発行番号"):
            package.set_property(name, "")
        package.save(path)
        self.take(path)
        self.take(path, section)

    def send_all_again(self) -> None:
        if self.sent.folder.exists():
            self.take(self.sent.folder)

    def issue_again(self) -> None:
        generate(self.workspace, self.round, proof=False)

    def withdraw(self) -> None:
        found = [one.receipt for one in self.workspace.ledger(self.round) if one.taken is Taken.RETURN]
        if found:
            with suppress(OfficeError):  # it was withdrawn before
                withdraw(self.workspace, self.round, found[-1], Reason("差し替えのため"))

    def change_in_回収(self, section: str, value: object) -> None:
        """Let somebody put another file in the place of one that was received."""
        found = [one for one in self.workspace.ledger(self.round) if one.taken is Taken.RETURN]
        if found:
            path = self.workspace.folder(RETURNED, self.round) / found[-1].file
            path.write_bytes(self.filled(self.first, section, value).read_bytes())

    def check(self) -> None:
        validate(self.workspace, self.round)

    def add_up(self) -> None:
        consolidate(self.workspace, self.round, proof=False)

    def delete_kept(self) -> None:
        self.book.unlink(missing_ok=True)

    def tear_kept(self, share: float) -> None:
        if self.book.exists():
            whole = self.book.read_bytes()
            self.book.write_bytes(whole[: int(share * len(whole))])

    def mix_up_kept(self) -> None:
        """Put every kept reading under the key of another file."""
        if self.book.exists():
            lines = self.book.read_bytes().splitlines()
            keys = [line[30:95] for line in lines]
            mixed = [
                line[:30] + key + line[95:] for line, key in zip(lines, [*keys[1:], *keys[:1]], strict=True)
            ]
            self.book.write_bytes(b"".join(line + b"\n" for line in mixed))

    def filled(self, workspace: Workspace, section: str, value: object) -> Path:
        (item,) = GOOD[section]
        cells = {**GOOD[section][item], FIRST: value, EFFECT: value}
        cells |= {RESULT: None, STATUS: None} if value is None else {}
        path = self.sent.folder / f"{next(self.sent.count)}.xlsx"
        return fill(workspace, section, {item: cells}, path)  # type: ignore[dict-item]

    def take(self, path: Path, sender: str = "") -> None:
        collect(self.workspace, self.round, [path], sender=sender)


def events() -> st.SearchStrategy[Callable[[Life], None]]:
    answered = st.tuples(st.sampled_from(SECTIONS), VALUES)
    answers = st.sampled_from([Life.answer, Life.answer_late, Life.answer_without_marks, Life.change_in_回収])
    alone = [Life.send_all_again, Life.issue_again, Life.withdraw, Life.check, Life.add_up]
    kept = [Life.delete_kept, Life.mix_up_kept]
    acts = st.builds(lambda act, what: lambda life: act(life, *what), answers, answered)
    return st.one_of(
        acts,
        acts,
        acts,
        st.sampled_from(alone),
        st.sampled_from(kept),
        st.builds(lambda share: lambda life: life.tear_kept(share), st.floats(0, 1)),
    )


@pytest.fixture(scope="module")
def one_process() -> Iterator[Processes]:
    """Let all commands of this module use the same process: that is not what is shown here."""
    with Processes() as processes, pytest.MonkeyPatch.context() as patch:
        for module in ("toolkit.desk.answers.batches", "toolkit.steps.collect"):
            patch.setattr(f"{module}.own_processes", lambda: nullcontext(processes))
        yield processes


@given(st.lists(events(), min_size=3, max_size=10))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.usefixtures("one_process")
def test_whatever_happened_is_told_as_if_everything_were_read_afresh(
    issued_once: Path, happened: list[Callable[[Life], None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(shutil.copytree(issued_once, Path(folder) / "city"))
        life = Life(root, load_workspace(issued_once))
        for event in happened:
            event(life)
        kept = told(life.workspace)
        again = told(life.workspace)
        read_afresh(patch)
        assert kept == again == told(life.workspace)


@pytest.mark.parametrize("city", packaged_cities())
def test_a_demo_is_told_in_the_same_bytes_with_all_kept_with_nothing_kept_and_where_nothing_can_be(
    city: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace = load_workspace(demo_of(city, tmp_path_factory))
    kept = workspace.readings_path(workspace.profile.round())
    warm = told(workspace)
    lines = sorted(kept.read_bytes().splitlines())
    kept.unlink()
    assert told(workspace) == warm
    assert sorted(kept.read_bytes().splitlines()) == lines
    shutil.rmtree(kept.parent)
    kept.parent.write_text("", "utf-8")
    assert told(workspace) == warm
