"""A hundred deliberate mistakes at the command line and in the folder: each is told with place and mend."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.mistakes_at_the_desk import AT_THE_COMMAND_LINE, FILES, LEDGER, PLACES, ROUND, WHY, Mistake
from tests.steps.checked_city import make_checked_city
from tests.steps.toy_city import GOOD, fill, fill_all
from toolkit.books.system.disk import alone
from toolkit.cli import cli, main
from toolkit.cli.names import ALIASES
from toolkit.desk.packaged import packaged_cities
from toolkit.desk.workspace import Workspace, load_workspace
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate
from toolkit.steps.generate import generate
from toolkit.steps.validate import validate

CHECKOUT = Path(__file__).parents[1]
MISTAKES: Mapping[str, Mistake] = {**AT_THE_COMMAND_LINE, **PLACES, **FILES}
OURS = {"gyokaku", "Excel", "UTF", "CSV", "zip", "Windows", "CON", "NUL", *cli.commands, *ALIASES.values()}
CITIES = {word for city in packaged_cities() for word in city.split("-")}
WORDS = re.compile(r"[A-Za-z]{3,}")
FILE_NAMES = re.compile(r"[\w./\\*-]*\.(?:xlsx?|jsonl?|txt|toml)|--[a-z-]+|\.gyokaku[\w./]*")


@pytest.fixture(scope="module")
def desk_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with `第6次行革`, a round that went all the way, and `受信` beside it."""
    folder = tmp_path_factory.mktemp("desk")
    workspace = make_checked_city(folder / "第6次行革")
    round_ = workspace.profile.round()
    generate(workspace, round_)
    inbox = fill_all(workspace, folder / "受信")
    fill(workspace, "総務課", {"1-①": {**GOOD["総務課"]["1-①"], "B8": "多数"}}, inbox / "総務課.xlsx")
    collect(workspace, round_, [inbox])
    collect(workspace, round_, [inbox / "港湾課.xlsx"])
    validate(workspace, round_)
    consolidate(workspace, round_)
    return folder


@pytest.fixture
def desk(desk_once: Path, tmp_path: Path) -> Workspace:
    return load_workspace(Path(shutil.copytree(desk_once, tmp_path / "机")) / "第6次行革")


class Ran:
    """What a command said, to the office and of what is wrong."""

    def __init__(self, code: int, said: str) -> None:
        self.code = code
        self.said = said


def type_in(
    words: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ran:
    """Type a command in a folder, as the program itself takes it."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["gyokaku", *words])
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    told = capsys.readouterr()
    return Ran(code, told.out + told.err)


def english_in(said: str, typed: str, root: Path) -> set[str]:
    """Give the words of three letters and more that staff neither typed nor have to know."""
    of_ours = OURS | CITIES | set(WORDS.findall(typed))
    return set(WORDS.findall(FILE_NAMES.sub("", said.replace(str(root.parent), "")))) - of_ours


def kept(root: Path) -> dict[str, bytes]:
    """Give what no mistake may touch: what was received and decided."""
    return {str(path): path.read_bytes() for path in (root / "回収").rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", MISTAKES)
def test_case_D6_a_mistake_is_told_in_japanese_with_its_place_and_how_to_mend_it(
    desk: Workspace, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mistake = MISTAKES[name]
    mistake.spoil(desk.root)
    before = kept(desk.root)
    ran = type_in(mistake.typed.split(" "), desk.root / mistake.where, monkeypatch, capsys)
    assert ran.code == mistake.code, ran.said
    for part in mistake.said:
        assert part in ran.said, ran.said
    assert not english_in(ran.said, mistake.typed, desk.root), ran.said
    if mistake.code == 2:
        assert "→" in ran.said
        assert kept(desk.root) == before


def test_there_are_at_least_sixty_mistakes_each_with_its_mend() -> None:
    assert len(MISTAKES) >= 100
    assert all(len(one.said) >= 2 for one in FILES.values())


@pytest.mark.parametrize("typed", ["1-①", "１－①", "1−1", "１ー１", "「1-①」", "1-① 窓口の見直し"])
def test_case_D7_an_item_is_found_however_its_number_is_typed(
    desk: Workspace, typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["correct", typed, "指標＿実績値", "９", "--number", "①", "--why", "電話で確認"]
    ran = type_in(words, desk.root, monkeypatch, capsys)
    assert (ran.code, "事務局修正: 1-① 指標_実績値 R6 1 「多数」→「９」。" in ran.said) == (0, True), ran.said


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        (f"correct 1-① 指標_実績値 9 --number 1{WHY}", "同じ事務局修正が、すでにあります。"),
        (f"status --extend 港湾課 2025/6/30{WHY}", "同じ期限延長が、すでにあります。"),
        (f"collect --withdraw 1{WHY}", "受付番号1は、すでに取り下げています。"),
        (f"validate --accept 1{WHY}", "すでに了承しています。"),
    ],
)
def test_the_same_decision_is_not_made_twice(
    desk: Workspace,
    typed: str,
    again: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert type_in(typed.split(), desk.root, monkeypatch, capsys).code in (0, 1)
    decisions = desk.decisions_path(desk.profile.round()).read_text("utf-8")
    ran = type_in(typed.split(), desk.root, monkeypatch, capsys)
    assert (ran.code, again in ran.said) == (2, True), ran.said
    assert desk.decisions_path(desk.profile.round()).read_text("utf-8") == decisions


def test_without_a_copy_the_returns_are_taken_in_anew_once_the_office_says_so(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(desk.root / "回収")
    again = type_in(["collect", "../受信"], desk.root, monkeypatch, capsys)
    (named,) = re.findall(r"(\.gyokaku\S+) を消し、", again.said)
    assert (again.code, named) == (2, f".gyokaku/received/{ROUND}")
    (desk.root / named).unlink()
    done = type_in(["collect", "../受信"], desk.root, monkeypatch, capsys)
    assert (done.code, "3件を受け付けました（回答3件" in done.said) == (0, True), done.said


def test_a_command_while_another_runs_is_told_who_is_at_work(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with alone(desk.root / ".gyokaku" / "lock"):
        ran = type_in(["validate"], desk.root, monkeypatch, capsys)
    assert ran.code == 2
    assert "ほかの gyokaku が、この作業フォルダを使っています" in ran.said
    assert "→ 終わるのを待って、もう一度実行してください。" in ran.said


# -- what only a process of its own shows: rights, a full disk, a console


posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and limits of a process as POSIX has them")
_AS_ROOT = sys.platform != "win32" and os.geteuid() == 0
WITHOUT_RIGHTS = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all") if _AS_ROOT else ()
)
"""Root may read and write everything, unless it gives that up."""
FULL_DISK = ("bash", "-c", 'ulimit -f 0; exec "$@"', "bash")


def run(words: str, folder: Path, begin: tuple[str, ...] = (), **environment: str) -> Ran:
    """Run gyokaku as its user does, behind another command where one is given."""
    inherited = {
        key: value for key, value in os.environ.items() if key not in ("LANG", "LC_ALL", "PYTHONUTF8")
    }
    ran = subprocess.run(
        [*begin, sys.executable, "-m", "toolkit.cli", *words.split()],
        cwd=folder,
        capture_output=True,
        env=inherited | {"PYTHONPATH": str(CHECKOUT), "PYTHONIOENCODING": "utf-8"} | environment,
        check=False,
    )
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    return Ran(ran.returncode, (ran.stdout + ran.stderr).decode(encoding))


@pytest.fixture
def closed(desk: Workspace) -> Iterator[Workspace]:
    """Give the desk, and let everybody back in afterwards."""
    yield desk
    for path in (desk.root, *desk.root.rglob("*")):
        path.chmod(0o755)


@posix
@pytest.mark.parametrize(
    ("name", "mode", "typed", "place"),
    [
        ("設定.xlsx", 0o000, "validate", "設定.xlsx"),
        (f"確認/{ROUND}", 0o555, "validate", "確認結果.xlsx"),
        (f"取りまとめ/{ROUND}", 0o555, "consolidate", "取りまとめ表.xlsx"),
        (f"回収/{ROUND}/0001_港湾課.xlsx", 0o000, "validate", "0001_港湾課.xlsx"),
        (LEDGER, 0o000, "status", "受付簿.jsonl"),
        (".gyokaku/lock", 0o444, "status", "lock"),
        (".", 0o555, "request", "修正依頼"),
    ],
)
def test_what_is_held_or_closed_to_the_office_is_named(
    closed: Workspace, name: str, mode: int, typed: str, place: str
) -> None:
    (closed.root / name).chmod(mode)
    ran = run(typed, closed.root, WITHOUT_RIGHTS)
    assert ran.code == 2, ran.said
    assert re.match(rf"読み書きできません: .*{place}\n→ Excelで開いていれば閉じて", ran.said), ran.said
    assert not english_in(ran.said.replace("lock", ""), typed, closed.root)


@posix
@pytest.mark.parametrize("typed", ["validate", "consolidate", "status", f"correct 1-① 進捗 順調{WHY}"])
def test_a_full_disk_is_told_with_the_place_and_what_to_do(desk: Workspace, typed: str) -> None:
    ran = run(typed, desk.root, FULL_DISK)
    assert ran.code == 2, ran.said
    assert re.match(r"ディスクに空きがなく、書き込めません: \S+\n→ 要らないファイルを消して", ran.said), (
        ran.said
    )
    assert str(desk.root) in ran.said


@posix
def test_a_file_that_somebody_holds_is_left_for_later_and_said_so(closed: Workspace) -> None:
    inbox = closed.root.parent / "受信"
    (inbox / "総務課.xlsx").chmod(0o000)
    ran = run("collect ../受信", closed.root, WITHOUT_RIGHTS)
    (inbox / "総務課.xlsx").chmod(0o644)
    assert "取り込まず: 総務課.xlsx（読み取れません（ほかのプログラムで開いたままか、権限が" in ran.said
    assert "閉じてから、もう一度取り込んでください" in ran.said
    assert ran.code == 1


def test_a_console_of_shift_jis_shows_what_it_can(desk: Workspace) -> None:
    ran = run("collect 𠮷👍.xlsx", desk.root, PYTHONIOENCODING="cp932", PYTHONUTF8="1")
    assert (ran.code, "??.xlsx: ファイルもフォルダもありません。 → 場所と" in ran.said) == (2, True)


def test_without_a_language_all_is_said_in_japanese(desk: Workspace) -> None:
    ran = run("validate --rond R6", desk.root, LANG="C", LC_ALL="C")
    assert (ran.code, "「--rond」という指定はありません。" in ran.said) == (2, True)
