"""What several commands are told alike: the working folder and its round, a reason, a number, no proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.model.dates import read_date
from toolkit.model.words import half_width

if TYPE_CHECKING:  # imported by the command that runs, so that `gyokaku --help` is quick
    from toolkit.desk.workspace import Workspace
    from toolkit.model.profile import Round


PATH = click.Path(path_type=Path, readable=False)  # what cannot be read is told where it is opened


def as_number(context: click.Context, option: click.Parameter, typed: str | None) -> int | None:
    """Read a number however staff type it: 6, ６, ⑥; None where nothing was."""
    return None if typed is None else _number(context, option, typed)


def as_numbers(context: click.Context, option: click.Parameter, typed: tuple[str, ...]) -> tuple[int, ...]:
    """Read the numbers of an option that can be given several times."""
    return tuple(_number(context, option, one) for one in typed)


def _number(context: click.Context, option: click.Parameter, typed: str) -> int:
    plain, name = half_width(typed).strip(), option.opts[0]
    if plain.isascii() and plain.isdecimal():
        return int(plain)
    what = f"「{name}」の「{typed}」は、番号として読めません。数字を一つ書いてください。"
    several = f"いくつもあるときは「{name} 6 {name} 8」のように並べてください。"
    raise click.BadParameter(what + (several if option.multiple else ""), context, option)


def as_day(context: click.Context, option: click.Parameter, typed: str | None) -> dt.date | None:
    """Read a date however staff write it: 2024/6/28, 令和6年6月28日, R6.6.28."""
    if typed is None:
        return None
    try:
        return read_date(typed)
    except ValueError as wrong:
        mend = "「2024/6/28」か「令和6年6月28日」のように書いてください。"
        raise click.BadParameter(f"{wrong}{mend}", context, option) from None


def workspace_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add `-C` and `--round`, as `load` takes them."""
    folder = click.option(
        "-C",
        "folder",
        type=PATH,
        metavar="フォルダ",
        default=Path(),
        help="作業フォルダ（省略すると、今いるフォルダ）。",
    )
    round_ = click.option(
        "--round",
        "round_id",
        default="",
        metavar="照会",
        help="照会の名前（省略すると、設定.xlsx の「現在の照会」）。",
    )
    return folder(round_(command))


def load(folder: Path, round_id: str) -> tuple[Workspace, Round]:
    """Load the workspace and the round that a command was told, or the current one."""
    from toolkit.desk.workspace import load_workspace

    workspace = load_workspace(folder)
    return workspace, workspace.profile.round(round_id)


def reason_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--why` and `--undo`, which a decision is recorded with."""
    why = click.option(
        "--why", default="", metavar="理由", help="理由（決定簿に、日時と使用者名とともに残ります）。"
    )
    undo = click.option("--undo", is_flag=True, help="前に決めたことを取り消します（理由も書きます）。")
    return why(undo(command))


def check_reason(why: str, undo: bool, option: str, given: object) -> None:
    """Refuse a reason for nothing: the decision it is meant for was forgotten."""
    if (why or undo) and not given:
        raise click.UsageError(f"--why と --undo は、{option} と一緒に使います。")


def proof_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--no-proof`, for books that are not to be read back."""
    return click.option(
        "--no-proof",
        "no_proof",
        is_flag=True,
        help="作ったブックを、出す前に読み返して確かめることをやめます（使ったことは決定簿に残ります）。",
    )(command)
