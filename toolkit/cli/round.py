"""The commands of a round in its order: demo, init, check, generate, collect … report."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from toolkit.cli.names import Command
from toolkit.cli.options import (
    PATH,
    as_day,
    as_number,
    as_numbers,
    check_reason,
    load,
    proof_option,
    reason_options,
    workspace_options,
)
from toolkit.cli.terminal import progress, say
from toolkit.model.catalogue import Severity


@click.command(cls=Command)
@click.argument("folder", metavar="[フォルダ]", type=PATH, default=Path("gyokaku-demo"))
@click.option("--city", default="", metavar="名前", help="市のデータの名前（省略すると、最初の市）。")
def demo(folder: Path, city: str) -> None:
    """見本の市で、配布から取りまとめ、会議資料までを一通り行います。

    例: gyokaku demo 見本
    """
    from toolkit.desk.packaged import default_city
    from toolkit.steps.chains.demo import Demo

    shown = Demo(folder, city or default_city(), progress())
    say(shown.iter_lines())
    sys.exit(1 if shown.errors else 0)


@click.command(cls=Command)
@click.argument("folder", metavar="フォルダ", type=PATH)
@click.option("--city", required=True, metavar="名前", help="市のデータの名前。")
def init(folder: Path, city: str) -> None:
    """市のデータから、作業フォルダを作ります。

    例: gyokaku init 第6次行革 --city （市のデータの名前）
    """
    from toolkit.desk.workspace import init as make_workspace

    workspace = make_workspace(folder, city)
    click.echo(f"作業フォルダ「{folder}」を作りました（{workspace.profile.city}）。")
    click.echo("計画台帳.xlsx と 設定.xlsx を確かめてから、gyokaku generate（配布）に進んでください。")


@click.command(cls=Command)
@click.argument("file", metavar="[様式]", required=False, type=PATH)
@workspace_options
def check(file: Path | None, folder: Path, round_id: str) -> None:
    """配布の前に、設定、台帳、様式、会議資料の様式をまとめて調べます（検査）。

    ファイルを指定すると、その様式だけを調べます。

    例: gyokaku check -C 第6次行革
    """
    from toolkit.desk.workspace import load_workspace
    from toolkit.steps import check as step

    if file is None:
        checked = step.check(load_workspace(folder), round_id)
        say(checked.iter_lines())
        sys.exit(1 if checked.mistakes else 0)
    mistakes = step.check_file(file)
    say(map(str, mistakes))
    say([f"直すところは{len(mistakes)}件です。" if mistakes else "直すところはありません。"])
    sys.exit(1 if mistakes else 0)


@click.command(cls=Command)
@workspace_options
@click.option(
    "--writer",
    metavar="名前",
    help="事務局や委員会のブックだけを、届いた回答を入れて作り直します。",
)
@proof_option
def generate(folder: Path, round_id: str, writer: str | None, no_proof: bool) -> None:
    """所属ごとのExcelブックと照会文を作ります（配布）。先に検査をして、直すところがあれば作りません。

    例: gyokaku generate -C 第6次行革
    """
    from toolkit.desk.workspace import load_workspace
    from toolkit.steps.chains.issue import issue

    done = issue(load_workspace(folder), round_id, progress(), writer or "", proof=not no_proof)
    say(done.iter_lines())
    sys.exit(0 if done.issued else 2)


@click.command(cls=Command)
@click.argument("paths", metavar="[ファイルかフォルダ …]", nargs=-1, type=PATH)
@click.option(
    "--withdraw",
    "receipt",
    metavar="番号",
    callback=as_number,
    help="この受付番号の提出を使わないことにします（取下げ）。",
)
@click.option(
    "--as",
    "sender",
    default="",
    metavar="所属",
    help="配布の印が失われたファイルを、この所属の提出とします。",
)
@reason_options
@workspace_options
def collect(  # noqa: PLR0913 - click passes every option
    paths: tuple[Path, ...],
    receipt: int | None,
    sender: str,
    why: str,
    undo: bool,
    folder: Path,
    round_id: str,
) -> None:
    """届いたファイルやフォルダを取り込み、受付簿に記録します（回収）。

    例: gyokaku collect 受信トレイ -C 第6次行革
    """
    from toolkit.steps import collect as step
    from toolkit.steps import decide

    check_reason(why, undo, "--withdraw", receipt is not None)
    if bool(paths) == (receipt is not None):
        raise click.UsageError(
            "取り込むファイルかフォルダを指定するか、--withdraw で受付番号を指定してください。"
        )
    workspace, round_ = load(folder, round_id)
    if receipt is not None:
        reason = decide.Reason(why, undo)
        say(decide.withdraw(workspace, round_, receipt, reason).iter_lines())
        return
    collected = step.collect(workspace, round_, paths, progress(), sender=sender)
    say(collected.iter_lines())
    sys.exit(1 if collected.to_do else 0)


@click.command(cls=Command)
@click.option(
    "--accept",
    "numbers",
    metavar="番号",
    callback=as_numbers,
    multiple=True,
    help="確認結果のこの番号を、そのままでよいとします（了承）。",
)
@click.option(
    "--leave-out",
    "left_out",
    metavar="番号",
    callback=as_numbers,
    multiple=True,
    help="確認結果のこの番号の値を、集計にも資料にも使いません（使わない）。",
)
@reason_options
@workspace_options
def validate(
    numbers: tuple[int, ...],
    left_out: tuple[int, ...],
    why: str,
    undo: bool,
    folder: Path,
    round_id: str,
) -> None:
    """届いた回答をすべて確かめ、確認結果.xlsxを作ります（確認）。

    例: gyokaku validate -C 第6次行革
    """
    from toolkit.steps import decide
    from toolkit.steps import validate as step

    check_reason(why, undo, "--accept か --leave-out", numbers or left_out)
    workspace, round_ = load(folder, round_id)
    if numbers:
        say(decide.accept(workspace, round_, numbers, decide.Reason(why, undo)).iter_lines())
    if left_out:
        say(decide.leave_out(workspace, round_, left_out, decide.Reason(why, undo)).iter_lines())
    validated = step.validate(workspace, round_, progress())
    say(validated.iter_lines(workspace.root))
    sys.exit(1 if validated.count(Severity.ERROR) else 0)


@click.command(cls=Command)
@click.option("--rejudge", is_flag=True, help="配布したときでなく、いまの設定で判定します（判定の改め）。")
@reason_options
@workspace_options
@proof_option
def consolidate(rejudge: bool, why: str, undo: bool, folder: Path, round_id: str, no_proof: bool) -> None:
    """回答を取りまとめ、合計と達成の判定を計算します（取りまとめ）。

    例: gyokaku consolidate -C 第6次行革
    """
    from toolkit.steps import consolidate as step
    from toolkit.steps import decide

    check_reason(why, undo, "--rejudge", rejudge)
    workspace, round_ = load(folder, round_id)
    if rejudge:
        say(decide.rejudge(workspace, round_, decide.Reason(why, undo)).iter_lines())
    done = step.consolidate(workspace, round_, progress(), proof=not no_proof)
    say(done.iter_lines(workspace.root))
    sys.exit(1 if done.summary.finding_counts()["error"] else 0)


@click.command(cls=Command)
@workspace_options
@click.option(
    "--meeting", default="", metavar="会議", help="会議の名前。その名前のフォルダに作り、資料に印字します。"
)
@click.option("--date", "day", metavar="日付", callback=as_day, help="資料に印字する日付（省略すると今日）。")
@click.option("--pdf", is_flag=True, help="PDFも作ります。LibreOfficeが要ります。")
@proof_option
def report(folder: Path, round_id: str, meeting: str, day: dt.date | None, pdf: bool, no_proof: bool) -> None:
    """取りまとめた数値から、会議の資料と、その根拠の一覧を作ります（会議資料）。

    例: gyokaku report -C 第6次行革 --meeting 第2回調査委員会
    """
    from toolkit.desk.papers.values import Meeting
    from toolkit.steps import report as step

    workspace, round_ = load(folder, round_id)
    date = day or dt.datetime.now().astimezone().date()
    about = Meeting(meeting, date)
    done = step.report(workspace, round_, about, pdf=pdf, proof=not no_proof, progress=progress())
    say(done.iter_lines(workspace.root))
    sys.exit(1 if done.unsettled else 0)


COMMANDS = (demo, init, check, generate, collect, validate, consolidate, report)
