"""What a step has to tell in, lines on the terminal out; its progress on one line, gone in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

import click


def progress() -> Callable[[str], None]:
    """Show the work on a terminal on one line; stay quiet in a pipe."""
    if not _has_terminal():
        return lambda _: None
    return lambda word: click.echo(f"\r\x1b[K{word}", nl=False, err=True)


def say(lines: Iterable[str]) -> None:
    """Print what a step has to tell, each line in place of the progress before it."""
    for line in lines:
        if _has_terminal():
            click.echo("\r\x1b[K", nl=False, err=True)
        click.echo(line)


def _has_terminal() -> bool:
    """Tell whether somebody looks on; without a console (pythonw, a task) there is not even a stream."""
    return sys.stderr is not None and sys.stderr.isatty()
