"""The commands for a form: template show, picture."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.names import Commands
from toolkit.cli.options import PATH


@click.group(cls=Commands)
def template() -> None:
    """様式（Excelブック）の欄がどこにあるかを見ます。

    例: gyokaku template show 様式/進捗管理シート.xlsx
    """


@template.command("show")
@click.argument("file", metavar="様式", type=PATH)
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
@click.argument("file", metavar="様式", type=PATH)
@click.option(
    "-o",
    "folder",
    type=PATH,
    metavar="フォルダ",
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


COMMANDS = (template,)
