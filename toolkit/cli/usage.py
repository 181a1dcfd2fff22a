"""A command line that cannot be understood in, what staff read of it out: what, and how to mend it."""

from __future__ import annotations

import re

import click

from toolkit.model.words import did_you_mean

_IN_BRACKETS = re.compile(r"\((.*)\)")
_IN_QUOTES = re.compile(r"'([^']*)'")


def usage_words(wrong: click.ClickException) -> str:
    """Say what of the words typed was not understood; what our own commands refuse they word themselves."""
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    what, mend = _what(wrong, context)
    where = context.command_path if context else "gyokaku"
    return f"{what} → {mend}使い方は {where} --help で見られます。"


def _what(wrong: click.ClickException, context: click.Context | None) -> tuple[str, str]:
    match wrong:
        case click.NoSuchOption():
            options = [one for param in (context.command.params if context else ()) for one in param.opts]
            what = f"「{wrong.option_name}」という指定はありません。"
            return what, did_you_mean(wrong.option_name, options)
        case click.BadOptionUsage():
            return f"「{wrong.option_name}」の後に書くものがないか、余分です。", ""
        case click.MissingParameter():
            return f"{_name(wrong)}がありません。", "書き足してください。"
        case click.BadParameter():
            typed = _IN_QUOTES.search(wrong.message)
            said = f"「{typed[1]}」" if typed else ""
            what = wrong.message if _is_ours(wrong.message) else f"{_name(wrong)}の{said}は使えません。"
            return what, "" if _is_ours(wrong.message) else "書き方を確かめてください。"
    if _is_ours(wrong.message):
        return wrong.message, ""
    extra = _IN_BRACKETS.search(wrong.message)
    return f"余分な語{f'「{extra[1]}」' if extra else ''}があります。", "消してください。"


def _name(wrong: click.BadParameter) -> str:
    """Give what staff call a parameter: its option, or the name of its place."""
    if wrong.param is None:
        return "指定"
    if isinstance(wrong.param, click.Option):
        return f"「{wrong.param.opts[0]}」"
    return f"「{wrong.param.human_readable_name}」に当たるもの"


def _is_ours(message: str) -> bool:
    """Tell our own sentences from the library's, which are English and may quote what was typed."""
    return message.rstrip().endswith(("。", "）"))
