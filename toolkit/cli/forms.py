"""The commands for a form: template check, show, picture."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from toolkit.cli.names import Commands


@click.group(cls=Commands)
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


COMMANDS = (template,)
