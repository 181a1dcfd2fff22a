"""The commands between the steps of a round: status, correct, request, share, audit."""

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
    check_reason,
    load,
    proof_option,
    reason_options,
    workspace_options,
)
from toolkit.cli.terminal import progress, say


@click.command(cls=Command)
@click.argument("paths", nargs=-1, type=PATH, metavar="[ファイルかフォルダ]...")
@workspace_options
def run(paths: tuple[Path, ...], folder: Path, round_id: str) -> None:
    """受け箱に届いたものを取り込み、一覧に書いた対応を反映し、一覧や資料をすべて作り直します（一括）。

    例: gyokaku run -C 第6次行革
    """
    from toolkit.steps.chains import run as chain

    workspace, round_ = load(folder, round_id)
    done = chain.run(workspace, round_, paths, progress())
    say(done.iter_lines(workspace.root))
    sys.exit(0 if done.is_clean else 1)


@click.command(cls=Command)
@click.option("--today", metavar="日付", callback=as_day, help="この日現在で数えます（省略すると今日）。")
@click.option("--extend", nargs=2, metavar="所属 日付", help="所属の期限を延ばします（延長）。")
@reason_options
@workspace_options
def status(
    today: dt.date | None,
    extend: tuple[str, str] | None,
    why: str,
    undo: bool,
    folder: Path,
    round_id: str,
) -> None:
    """どの所属がどこまで進んだかを表にします（状況）。

    例: gyokaku status -C 第6次行革
    """
    from toolkit.steps import decide
    from toolkit.steps import status as step

    check_reason(why, undo, "--extend", extend)
    workspace, round_ = load(folder, round_id)
    if extend:
        say(decide.extend(workspace, round_, *extend, decide.Reason(why, undo)).iter_lines())
    found = step.status(workspace, round_, today, progress())
    say(found.iter_lines(workspace.root))


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})  # a value may be -5
@click.argument("item", metavar="項目")
@click.argument("field", metavar="欄")
@click.argument("value", metavar="[値]", default="")
@click.option("--year", default="", metavar="年度", help="年度（R5 など。欄が年度ごとにあるとき）。")
@click.option(
    "--number",
    metavar="番号",
    callback=as_number,
    default="0",
    help="指標や活動、内訳の番号（欄がいくつもあるとき）。",
)
@click.option(
    "--indicator",
    metavar="番号",
    callback=as_number,
    default="0",
    help="内訳のある指標がいくつもあるとき、その指標の番号。",
)
@reason_options
@workspace_options
def correct(  # noqa: PLR0913 - click hands over an argument per option
    item: str,
    field: str,
    value: str,
    year: str,
    number: int,
    indicator: int,
    why: str,
    undo: bool,
    folder: Path,
    round_id: str,
) -> None:
    """所属に代わって、回答の書き間違いを直します（修正）。届いたファイルはそのままです。

    例: gyokaku correct 1-(1)-① 指標_実績値 78 --number 1 --why 電話で確認 -C 第6次行革
    """
    from toolkit.steps import decide

    workspace, round_ = load(folder, round_id)
    spot, reason = decide.Spot(item, field, year, number, indicator), decide.Reason(why, undo)
    say(decide.correct(workspace, round_, spot, value, reason).iter_lines())


@click.command(cls=Command)
@workspace_options
def request(folder: Path, round_id: str) -> None:
    """要修正のある課に返す、印を付けたブックと依頼文、受領票を作ります（修正依頼）。

    例: gyokaku request -C 第6次行革
    """
    from toolkit.steps import request as step

    workspace, round_ = load(folder, round_id)
    requested = step.request(workspace, round_, progress())
    say(requested.iter_lines(workspace.root))
    sys.exit(1 if requested.papers else 0)


@click.command(cls=Command)
@workspace_options
@proof_option
def share(folder: Path, round_id: str, no_proof: bool) -> None:
    """関連課に伺うための、項目ごとの写しを作ります（照会用コピー）。

    例: gyokaku share -C 第6次行革
    """
    from toolkit.steps import share as step

    workspace, round_ = load(folder, round_id)
    say(step.share(workspace, round_, progress(), proof=not no_proof).iter_lines(workspace.root))


@click.command(cls=Command)
@workspace_options
def audit(folder: Path, round_id: str) -> None:
    """市の資料に印字した公表値を、取りまとめの計算と比べます（照合）。

    例: gyokaku audit -C 第6次行革
    """
    from toolkit.steps import audit as step

    workspace, round_ = load(folder, round_id)
    audited = step.audit(workspace, round_)
    say(audited.iter_lines())
    sys.exit(1 if audited.differing else 0)


COMMANDS = (run, status, correct, request, share, audit)
