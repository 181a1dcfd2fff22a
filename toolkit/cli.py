"""The command line: parse, call a step, print what it says, exit 0, 1 or 2."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.model.catalogue import Severity
from toolkit.model.messages import message_of
from toolkit.model.profile import OFFICE, OFFICE_WRITERS

if TYPE_CHECKING:  # a step and what it needs are imported by the command that runs it
    from toolkit.desk.workspace import Workspace
    from toolkit.model.profile import Round

ALIASES = {
    "見本": "demo",
    "準備": "init",
    "配布": "generate",
    "回収": "collect",
    "確認": "validate",
    "修正": "correct",
    "状況": "status",
    "照会用コピー": "share",
    "修正依頼": "request",
    "取りまとめ": "consolidate",
    "会議資料": "report",
    "照合": "audit",
    "様式": "template",
    "検査": "check",
    "一覧": "show",
    "図": "picture",
}
"""Japanese words for the commands."""
_TO_THE_MEETING = dt.timedelta(days=7)
"""The demo's papers are dated so long after the deadline."""


class _Commands(click.Group):
    """A group whose commands also answer to their Japanese names."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, ALIASES.get(cmd_name, cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = {command: word for word, command in ALIASES.items()}
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                rows.append(
                    (f"{name}（{words[name]}）" if name in words else name, command.get_short_help_str(80))
                )
        with formatter.section("コマンド"):
            formatter.write_dl(rows)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gyokaku", message="gyokaku %(version)s", help="版を表示します。")
@click.option("--debug", is_flag=True, help="誤りの詳しい内容（トレースバック）も表示します。")
def cli(debug: bool) -> None:
    """行財政改革の進捗管理を、いつものExcelで。

    例: gyokaku demo 見本
    """
    del debug  # read in main(), which wraps every command


def _workspace_options(command: Callable[..., None]) -> Callable[..., None]:
    folder = click.option(
        "-C",
        "folder",
        type=click.Path(path_type=Path),
        default=Path(),
        help="作業フォルダ（省略すると、今いるフォルダ）。",
    )
    round_ = click.option(
        "--round", "round_id", default="", help="照会のid（省略すると gyokaku.toml の current_round）。"
    )
    return folder(round_(command))


def _load(folder: Path, round_id: str) -> tuple[Workspace, Round]:
    """Load the workspace and the round that a command was told, or the current one."""
    from toolkit.desk.workspace import load_workspace

    workspace = load_workspace(folder)
    return workspace, workspace.profile.round(round_id)


def _reason_options(command: Callable[..., None]) -> Callable[..., None]:
    why = click.option("--why", default="", help="理由（決定簿に、日時と使用者名とともに残ります）。")
    undo = click.option("--undo", is_flag=True, help="前に決めたことを取り消します（理由も書きます）。")
    return why(undo(command))


def _check_reason(why: str, undo: bool, option: str, given: object) -> None:
    """Refuse a reason for nothing: the decision it is meant for was forgotten."""
    if (why or undo) and not given:
        raise click.UsageError(f"--why と --undo は、{option} と一緒に使います。")


def _has_terminal() -> bool:
    """Tell whether somebody looks on; without a console (pythonw, a task) there is not even a stream."""
    return sys.stderr is not None and sys.stderr.isatty()


def _proof_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--no-proof",
        "no_proof",
        is_flag=True,
        help="作ったブックを、出す前に読み返して確かめることをやめます（使ったことは決定簿に残ります）。",
    )(command)


def _progress() -> Callable[[str], None]:
    """Show the work on a terminal on one line; stay quiet in a pipe."""
    if not _has_terminal():
        return lambda _: None
    return lambda word: click.echo(f"\r\x1b[K{word}", nl=False, err=True)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("gyokaku-demo"))
@click.option("--city", default="", help="市のデータの名前（省略すると、最初の市）。")
def demo(folder: Path, city: str) -> None:
    """見本の市で、配布から取りまとめ、会議資料までを一通り行います。

    例: gyokaku demo 見本
    """
    from toolkit.desk import sample
    from toolkit.desk.papers.values import Meeting
    from toolkit.desk.workspace import default_city
    from toolkit.desk.workspace import init as make_workspace
    from toolkit.steps import collect as collecting
    from toolkit.steps import consolidate as consolidating
    from toolkit.steps import generate as generating
    from toolkit.steps import report as reporting
    from toolkit.steps import validate as validating

    chosen = city or default_city()
    workspace = make_workspace(folder, chosen)
    click.echo(f"作業フォルダ「{folder}」を作りました（{workspace.profile.city}の見本。回答は架空です）。")
    errors = 0
    for round_ in sample.sample_rounds(workspace, chosen):
        click.echo()
        _say(generating.generate(workspace, round_, _progress()).iter_lines(workspace.root))
        returned = sample.write_sample_returns(workspace, round_, chosen)
        click.echo(f"\n回答の見本を {returned.folder.relative_to(workspace.root).as_posix()} に置きました。")
        _say(f"  ・{line}" for line in returned.story)
        click.echo()
        _say(collecting.collect(workspace, round_, [returned.folder], _progress()).iter_lines())
        if workspace.profile.has_own_form(round_, OFFICE):
            click.echo()
            _say(generating.generate(workspace, round_, _progress(), OFFICE).iter_lines(workspace.root))
            own = sample.write_sample_words(workspace, round_, chosen)
            _say(collecting.collect(workspace, round_, [own], _progress()).iter_lines())
        validated = validating.validate(workspace, round_, _progress())
        click.echo()
        _say(validated.iter_lines(workspace.root))
        click.echo()
        _say(consolidating.consolidate(workspace, round_, _progress()).iter_lines(workspace.root))
        if workspace.profile.papers_of(round_):
            meeting = Meeting("", round_.deadline + _TO_THE_MEETING)
            click.echo()
            done = reporting.report(workspace, round_, meeting, progress=_progress())
            _say(done.iter_lines(workspace.root))
        errors = validated.count(Severity.ERROR)
    sys.exit(1 if errors else 0)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--city", required=True, help="市のデータの名前。")
def init(folder: Path, city: str) -> None:
    """市のデータから、作業フォルダを作ります。

    例: gyokaku init 第6次行革 --city （市のデータの名前）
    """
    from toolkit.desk.workspace import init as make_workspace

    workspace = make_workspace(folder, city)
    click.echo(f"作業フォルダ「{folder}」を作りました（{workspace.profile.city}）。")
    click.echo("計画台帳.xlsx と gyokaku.toml を確かめてから、gyokaku generate（配布）に進んでください。")


@cli.command()
@_workspace_options
@click.option(
    "--writer",
    type=click.Choice(OFFICE_WRITERS),
    help="事務局か委員会のブックだけを、届いた回答を入れて作り直します。",
)
@_proof_option
def generate(folder: Path, round_id: str, writer: str | None, no_proof: bool) -> None:
    """所属ごとのExcelブックと照会文を作ります（配布）。

    例: gyokaku generate -C 第6次行革
    """
    from toolkit.steps import generate as step

    workspace, round_ = _load(folder, round_id)
    issued = step.generate(workspace, round_, _progress(), writer or "", proof=not no_proof)
    _say(issued.iter_lines(workspace.root))


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--withdraw", "receipt", type=int, help="この受付番号の提出を使わないことにします（取下げ）。")
@_reason_options
@_workspace_options
def collect(
    paths: tuple[Path, ...], receipt: int | None, why: str, undo: bool, folder: Path, round_id: str
) -> None:
    """届いたファイルやフォルダを取り込み、受付簿に記録します（回収）。

    例: gyokaku collect 受信トレイ -C 第6次行革
    """
    from toolkit.model.ledger import Taken
    from toolkit.steps import collect as step
    from toolkit.steps import decide

    _check_reason(why, undo, "--withdraw", receipt is not None)
    if bool(paths) == (receipt is not None):
        raise click.UsageError(
            "取り込むファイルかフォルダを指定するか、--withdraw で受付番号を指定してください。"
        )
    workspace, round_ = _load(folder, round_id)
    if receipt is not None:
        reason = decide.Reason(why, undo)
        _say(decide.withdraw(workspace, round_, receipt, reason).iter_lines())
        return
    collected = step.collect(workspace, round_, paths, _progress())
    _say(collected.iter_lines())
    sys.exit(1 if collected.count(Taken.SET_ASIDE) else 0)


@cli.command()
@click.option(
    "--accept",
    "numbers",
    type=int,
    multiple=True,
    help="確認結果のこの番号を、そのままでよいとします（了承）。",
)
@_reason_options
@_workspace_options
def validate(numbers: tuple[int, ...], why: str, undo: bool, folder: Path, round_id: str) -> None:
    """届いた回答をすべて確かめ、確認結果.xlsxを作ります（確認）。

    例: gyokaku validate -C 第6次行革
    """
    from toolkit.steps import decide
    from toolkit.steps import validate as step

    _check_reason(why, undo, "--accept", numbers)
    workspace, round_ = _load(folder, round_id)
    if numbers:
        _say(decide.accept(workspace, round_, numbers, decide.Reason(why, undo)).iter_lines())
    validated = step.validate(workspace, round_, _progress())
    _say(validated.iter_lines(workspace.root))
    sys.exit(1 if validated.count(Severity.ERROR) else 0)


@cli.command(context_settings={"ignore_unknown_options": True})  # a value may be -5
@click.argument("item")
@click.argument("field")
@click.argument("value", default="")
@click.option("--year", default="", help="年度（R5 など。欄が年度ごとにあるとき）。")
@click.option("--number", type=int, default=0, help="指標や活動、内訳の番号（欄がいくつもあるとき）。")
@click.option("--indicator", type=int, default=0, help="内訳のある指標がいくつもあるとき、その指標の番号。")
@_reason_options
@_workspace_options
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

    workspace, round_ = _load(folder, round_id)
    spot, reason = decide.Spot(item, field, year, number, indicator), decide.Reason(why, undo)
    _say(decide.correct(workspace, round_, spot, value, reason).iter_lines())


@cli.command()
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="この日現在で数えます（省略すると今日）。")
@click.option("--extend", nargs=2, metavar="所属 年-月-日", help="所属の期限を延ばします（延長）。")
@_reason_options
@_workspace_options
def status(
    today: dt.datetime | None,
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

    _check_reason(why, undo, "--extend", extend)
    workspace, round_ = _load(folder, round_id)
    if extend:
        _say(decide.extend(workspace, round_, *extend, decide.Reason(why, undo)).iter_lines())
    found = step.status(workspace, round_, today.date() if today else None, _progress())
    _say(found.iter_lines(workspace.root))


@cli.command()
@_proof_option
@_workspace_options
def share(folder: Path, round_id: str, no_proof: bool) -> None:
    """関連課に伺うための、項目ごとの写しを作ります（照会用コピー）。

    例: gyokaku share -C 第6次行革
    """
    from toolkit.steps import share as step

    workspace, round_ = _load(folder, round_id)
    done = step.share(workspace, round_, _progress(), proof=not no_proof)
    _say(done.iter_lines(workspace.root))


@cli.command()
@_workspace_options
def request(folder: Path, round_id: str) -> None:
    """要修正のある課に返す、印を付けたブックと依頼文、受領票を作ります（修正依頼）。

    例: gyokaku request -C 第6次行革
    """
    from toolkit.steps import request as step

    workspace, round_ = _load(folder, round_id)
    requested = step.request(workspace, round_, _progress())
    _say(requested.iter_lines(workspace.root))
    sys.exit(1 if requested.papers else 0)


@cli.command()
@click.option("--rejudge", is_flag=True, help="配布したときでなく、いまの設定で判定します（判定の改め）。")
@_reason_options
@_workspace_options
@_proof_option
def consolidate(rejudge: bool, why: str, undo: bool, folder: Path, round_id: str, no_proof: bool) -> None:
    """回答を取りまとめ、合計と達成の判定を計算します（取りまとめ）。

    例: gyokaku consolidate -C 第6次行革
    """
    from toolkit.steps import consolidate as step
    from toolkit.steps import decide

    _check_reason(why, undo, "--rejudge", rejudge)
    workspace, round_ = _load(folder, round_id)
    if rejudge:
        _say(decide.rejudge(workspace, round_, decide.Reason(why, undo)).iter_lines())
    done = step.consolidate(workspace, round_, _progress(), proof=not no_proof)
    _say(done.iter_lines(workspace.root))
    sys.exit(1 if done.summary.finding_counts()["error"] else 0)


@cli.command()
@_workspace_options
@click.option("--meeting", default="", help="会議の名前。その名前のフォルダに作り、資料に印字します。")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="資料に印字する日付（省略すると今日）。"
)
@click.option("--pdf", is_flag=True, help="PDFも作ります。LibreOfficeが要ります。")
@_proof_option
def report(
    folder: Path, round_id: str, meeting: str, day: dt.datetime | None, pdf: bool, no_proof: bool
) -> None:
    """取りまとめた数値から、会議の資料と、その根拠の一覧を作ります（会議資料）。

    例: gyokaku report -C 第6次行革 --meeting 第2回調査委員会
    """
    from toolkit.desk.papers.values import Meeting
    from toolkit.steps import report as step

    workspace, round_ = _load(folder, round_id)
    date = (day or dt.datetime.now().astimezone()).date()
    about = Meeting(meeting, date)
    done = step.report(workspace, round_, about, pdf=pdf, proof=not no_proof, progress=_progress())
    _say(done.iter_lines(workspace.root))
    sys.exit(1 if done.unsettled else 0)


@cli.command()
@_workspace_options
def audit(folder: Path, round_id: str) -> None:
    """市の資料に印字した公表値を、取りまとめの計算と比べます（照合）。

    例: gyokaku audit -C 第6次行革
    """
    from toolkit.steps import audit as step

    workspace, round_ = _load(folder, round_id)
    audited = step.audit(workspace, round_)
    _say(audited.iter_lines())
    sys.exit(1 if audited.differing else 0)


@cli.group(cls=_Commands)
def template() -> None:
    """様式（Excelブック）を調べます。

    例: gyokaku template check 様式/進捗管理シート.xlsx
    """


@template.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_template(file: Path) -> None:
    """様式の名前や部品に、読み違いや欠落のもとがないかを調べます。

    例: gyokaku template check 様式/進捗管理シート.xlsx
    """
    from toolkit.steps import template as step

    mistakes = step.check(file)
    for mistake in mistakes:
        click.echo(str(mistake))
    click.echo(f"直すところは{len(mistakes)}件です。" if mistakes else "直すところはありません。")
    sys.exit(1 if mistakes else 0)


@template.command("show")
@click.argument("file", type=click.Path(path_type=Path))
def show_template(file: Path) -> None:
    """様式のどのセルが、どの欄なのかを一覧にします。

    例: gyokaku template show 様式/進捗管理シート.xlsx
    """
    from toolkit.steps import template as step

    for sheet, rows in step.show(file).items():
        click.echo(f"［{sheet}］")
        for name, cells in rows:
            click.echo(f"  {name}  {cells}")


@template.command("picture")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="図を置くフォルダ（省略すると、今いるフォルダ）。",
)
def picture_template(file: Path, folder: Path) -> None:
    """様式の紙面に欄の名前を書き入れた図（PNG）を、シートごとに作ります。LibreOfficeが要ります。

    例: gyokaku template picture 様式/進捗管理シート.xlsx -o 図
    """
    from toolkit.steps import template as step

    for path in step.picture(file, folder):
        click.echo(f"図を作りました: {path}")


def _say(lines: Iterable[str]) -> None:
    """Print what a step has to tell, in place of its progress."""
    if _has_terminal():
        click.echo("\r\x1b[K", nl=False, err=True)
    for line in lines:
        click.echo(line)


def main() -> None:
    """Run the command line: a message of ours ends with exit code 2, a traceback only with --debug."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a cp932 console cannot show every character
    try:
        cli(standalone_mode=True)
    except Exception as error:  # staff cannot read a traceback, whatever went wrong
        if "--debug" in sys.argv:
            raise
        click.echo(message_of(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
