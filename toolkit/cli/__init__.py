"""The command line: words typed in, a step run, what it says printed; exit 0, 1 or 2."""

from __future__ import annotations

import sys

import click

from toolkit.cli import forms, office, round
from toolkit.cli.names import Commands
from toolkit.cli.usage import usage_words
from toolkit.model.messages import message_of


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gyokaku", message="gyokaku %(version)s", help="版を表示します。")
@click.option("--debug", is_flag=True, help="誤りの詳しい内容（トレースバック）も表示します。")
def cli(debug: bool) -> None:
    """行財政改革の進捗管理を、いつものExcelで。

    例: gyokaku demo 見本
    """
    del debug  # read in main(), which wraps every command


for command in (*round.COMMANDS, *office.COMMANDS, *forms.COMMANDS):
    cli.add_command(command)


def main() -> None:
    """Run the command line: a message of ours ends with exit code 2, a traceback only with --debug."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a cp932 console cannot show every character
    try:
        cli(prog_name="gyokaku", standalone_mode=False)
    except click.Abort:
        click.echo("中止しました。", err=True)
        sys.exit(1)
    except click.ClickException as wrong:  # its own words are English
        if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
            click.echo(wrong.format_message(), err=True)
        else:
            click.echo(usage_words(wrong), err=True)
        sys.exit(2)
    except Exception as error:  # staff cannot read a traceback, whatever went wrong
        if "--debug" in sys.argv:
            raise
        click.echo(message_of(error), err=True)
        sys.exit(2)
