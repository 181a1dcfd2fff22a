"""Numbers no reader expects, sent in and corrected: asked or refused, and no command stops."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.steps.sent_round import AMOUNT, COUNT, Round
from tests.steps.toy_city import (
    EFFECT,
    FIRST,
    FORM,
    GOOD,
    NAMES,
    REGISTER,
    SUBTOTAL,
    fill,
    make_city,
    write_register,
    write_template,
)
from toolkit.cli import cli
from toolkit.desk.workspace import load_workspace
from toolkit.model.errors import OfficeError
from toolkit.model.record import State
from toolkit.steps.generate import generate

COMPLETE = GOOD["総務課"]["1-①"]


def run(sent: Round, *words: str) -> object:
    done = CliRunner().invoke(cli, [*words, "-C", str(sent.workspace.root)])
    return done.exit_code if isinstance(done.exception, SystemExit | None) else done.exception


def test_case_R10_none_beside_no_planned_amount_counts_nothing_and_is_no_mistake(sent: Round) -> None:
    sent.reply({**COMPLETE, EFFECT: "なし"})
    assert "number-expected" in sent.codes()  # 100 were planned
    assert sent.answer().record.answer(AMOUNT).state is State.TEXT


def test_case_R22_a_number_is_the_shortest_that_is_the_same_in_a_cell(sent: Round) -> None:
    path = fill(sent.workspace, "総務課", {"1-①": {**COMPLETE, FIRST: 9}}, sent.folder / "長い.xlsx")
    lengthen(path, "<v>9</v>", "<v>9.8000000000000007</v>")
    sent.take(path)
    answer = sent.answer().record.answer(COUNT)
    assert (answer.raw, answer.value) == ("9.8", Decimal("9.8"))


@pytest.mark.parametrize("stored", ["1E+30", "9.9E+300", "-1E+27", "1E-300"])
def test_case_X6_a_number_beyond_all_counting_stops_no_command(sent: Round, stored: str) -> None:
    path = fill(
        sent.workspace, "総務課", {"1-①": {**COMPLETE, FIRST: 77, EFFECT: 78}}, sent.folder / "大.xlsx"
    )
    lengthen(path, "<v>77</v>", f"<v>{stored}</v>")
    lengthen(path, "<v>78</v>", f"<v>{stored}</v>")
    sent.take(path)
    assert sent.codes().count("ambiguous") == 2
    assert sent.values()[:2] == (None, None)
    for command in ("validate", "status", "consolidate", "request"):
        assert run(sent, command) in (0, 1)


def test_case_X6_a_correction_that_reads_in_no_one_way_is_refused_with_the_reason(sent: Round) -> None:
    sent.reply({**COMPLETE, FIRST: "多数"})
    for value, why in (("9" * 26, "桁数が多すぎます。"), ("120/150", "「/」のうしろにも数値（150）")):
        refused = run(sent, "correct", "1-①", "実績値", value, "--number", "1", "--why", "電話で確認")
        assert isinstance(refused, OfficeError)
        assert why in str(refused)
    assert run(sent, "correct", "1-①", "実績値", "12", "--number", "1", "--why", "電話で確認") == 0
    assert sent.values()[0] == 12


def test_case_R23_a_typed_rate_and_subtotal_are_told_with_ours(tmp_path: Path) -> None:
    workspace = make_city(tmp_path / "city")
    write_template(workspace.root / "様式" / "シート.xlsx", {**NAMES, "指標_達成率": "$B$15:$C$16"})
    workspace = load_workspace(workspace.root)
    generate(workspace, workspace.profile.round())
    sent = Round(workspace, tmp_path / "送信")
    sent.reply({**COMPLETE, "B15": 85, SUBTOTAL: 130})
    assert sent.codes() == ["formula-overwritten", "rate-differs", "subtotal-differs"]
    told = {one.code: one.what for one in sent.answer().findings}
    assert told["rate-differs"].startswith("達成率は「85」と記入されていますが、計算では「80.0%」です。")
    assert told["subtotal-differs"] == "小計は「130」ですが、各年度を足すと「120」です。"
    sent.reply({**COMPLETE, "B15": 80})
    assert sent.codes() == []


def test_case_R19_an_amount_without_a_plan_is_held_against_the_rounds_other_items(tmp_path: Path) -> None:
    header, *rows = REGISTER["項目"]
    leads = ("総務課", "観光課", "図書課")
    more: list[list[str | int | None]] = [
        [f"3-{at}", 3, "つなぐまち", at, f"見直し{at}", FORM, leads[at % 3]] for at in range(1, 7)
    ]
    effects: list[list[str | int | None]] = [
        [f"3-{at}", 4000 + at if at < 6 else "-", "-", "する", None] for at in range(1, 7)
    ]
    workspace = make_city(tmp_path / "city")
    register = {**REGISTER, "項目": [header, *rows, *more], "効果額": [*REGISTER["効果額"], *effects]}
    write_register(workspace.register, register)
    generate(load_workspace(workspace.root), workspace.profile.round())
    sent = Round(load_workspace(workspace.root), tmp_path / "送信")
    for at in range(1, 7):
        sent.send(leads[at % 3], {f"3-{at}": {EFFECT: 4000 + at if at < 6 else 1_200_000}})
    (asked,) = [one for one in sent.answer("3-6").findings if one.code == "implausible"]
    assert asked.what == "「1200000」は、ほかの項目の値の中央値4,003と桁が大きく違います。"
    assert "implausible" not in sent.codes("3-1")


def lengthen(path: Path, before: str, after: str) -> None:
    """Put another stored number into the sheets of a book."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = {name: data.replace(before.encode(), after.encode()) for name, data in parts.items()}
    assert changed != parts
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in changed.items():
            archive.writestr(name, data)
