"""The commands of the office's decisions, typed as staff type them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.steps.toy_city import GOOD, fill
from toolkit.cli import cli
from toolkit.desk.workspace import Workspace
from toolkit.model.errors import OfficeError


@pytest.fixture
def faulty(issued: Workspace, tmp_path: Path) -> Workspace:
    """A round to which 総務課 answered with a word for a number."""
    cells = {**GOOD["総務課"]["1-①"], "B8": "多数"}
    path = fill(issued, "総務課", {"1-①": cells}, tmp_path / "総務課.xlsx")
    assert run(issued, "collect", str(path)).exit_code == 0
    return issued


def run(workspace: Workspace, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "-C", str(workspace.root)])


def test_a_finding_is_accepted_and_the_round_is_clean(faulty: Workspace) -> None:
    assert run(faulty, "確認").exit_code == 1
    accepted = run(faulty, "確認", "--accept", "1", "--why", "そのままでよい")
    assert accepted.exit_code == 0
    assert accepted.output.startswith("事務局了承: 番号1 総務部 総務課 1-① 指標_実績値")
    assert "確認: 要修正0件、要確認2件、参考1件。" in accepted.output
    assert run(faulty, "確認", "--accept", "1", "--why", "やり直し", "--undo").exit_code == 1


def test_a_negative_value_is_a_value_and_no_option(faulty: Workspace) -> None:
    done = run(faulty, "修正", "1-①", "実績値", "-5", "--number", "1", "--why", "電話で確認")
    assert done.exit_code == 0
    assert done.output.startswith("事務局修正: 1-① 指標_実績値 R6 1 「多数」→「-5」。理由：電話で確認（")
    assert run(faulty, "確認").exit_code == 0


def test_a_return_is_withdrawn_and_its_department_is_late_again(faulty: Workspace) -> None:
    assert "受付1 0001_総務課.xlsx" in run(faulty, "回収", "--withdraw", "1", "--why", "誤送付").output
    shown = run(faulty, "状況", "--today", "2025-05-31")
    assert shown.exit_code == 0
    assert "3所属（未提出3、一部提出0、受付0、修正依頼中0、要確認あり0、確認済0）" in shown.output
    assert shown.output.count("1日超過") == 3


def test_a_deadline_is_extended_on_the_way_to_the_table(faulty: Workspace) -> None:
    words = ("--extend", "港湾課", "2025-06-13", "--why", "議会のため", "--today", "2025-06-12")
    shown = run(faulty, "status", *words).output.splitlines()
    assert shown[0].startswith("期限延長: 産業部 港湾課 令和7年6月13日（金）まで。")
    assert shown[3].split() == ["産業部", "港湾課", "未提出", "0/1", "1", "令和7年6月13日（延長）", "あと1日"]


@pytest.mark.parametrize(
    "words",
    [
        ("collect",),
        ("collect", "受信", "--withdraw", "1"),
        ("collect", "受信", "--why", "誤送付"),
        ("validate", "--undo"),
        ("status", "--why", "議会のため"),
        ("status", "--today", "昨日"),
    ],
)
def test_a_reason_without_a_decision_and_half_a_command_are_refused(
    faulty: Workspace, words: tuple[str, ...]
) -> None:
    assert run(faulty, *words).exit_code == 2
    assert not faulty.decisions_path(faulty.profile.round()).exists()


def test_a_decision_without_a_reason_is_refused_in_plain_words(faulty: Workspace) -> None:
    refused = run(faulty, "collect", "--withdraw", "1").exception
    assert isinstance(refused, OfficeError)
    assert str(refused) == "理由がありません。 → --why に、理由を書いてください（例: --why 電話で確認）。"
