"""A command line that cannot be understood in, what staff read of it out: what, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from toolkit.model.words import did_you_mean

_IN_BRACKETS = re.compile(r"\((.*)\)")
_IN_QUOTES = re.compile(r"'([^']*)'")
_EXAMPLE = re.compile(r"^\s*例: (.+?)\s*$", re.MULTILINE)


def usage_words(wrong: click.ClickException) -> str:
    """Say what of the words typed was not understood; what our own commands refuse they word themselves."""
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    what, mend = _what(wrong, context)
    where = context.command_path if context else "gyokaku"
    return f"{what} → {mend}使い方は {where} --help で見られます。"


def _what(wrong: click.ClickException, context: click.Context | None) -> tuple[str, str]:
    match wrong:
        case click.NoSuchOption():
            return f"「{wrong.option_name}」という指定はありません。", _nearest(wrong.option_name, context)
        case click.BadOptionUsage():
            return _lacking(wrong.option_name, context), ""
        case click.MissingParameter():
            example = _EXAMPLE.search((context.command.help or "") if context else "")
            mend = f"「{example[1]}」のように書いてください。" if example else "書き足してください。"
            return f"{_name(wrong)}がありません。", mend
        case click.BadParameter():
            typed = _IN_QUOTES.search(wrong.message)
            said = f"「{typed[1]}」" if typed else ""
            what = wrong.message if _is_ours(wrong.message) else f"{_name(wrong)}の{said}は使えません。"
            return what, "" if _is_ours(wrong.message) else "書き方を確かめてください。"
    if _is_ours(wrong.message):
        return wrong.message, ""
    if context and isinstance(context.command, click.Group):
        return "命令がありません。", "何をするかを書いてください。"
    extra = _IN_BRACKETS.search(wrong.message)
    return f"余分な語{f'「{extra[1]}」' if extra else ''}があります。", "消してください。"


def _nearest(typed: str, context: click.Context | None) -> str:
    """Give the option of the command that was meant, or where an option of all commands stands."""
    parent = context.parent if context else None
    if context and parent and typed in _options(parent):
        return f"「{parent.command_path} {typed} {context.info_name}」のように、命令の前に書いてください。"
    known = {option.strip("-"): option for option in (_options(context) if context else ())}
    near = did_you_mean(typed.strip("-"), (word for word in known if len(word) > 1))
    return re.sub(r"「(.+)」", lambda found: f"「{known[found[1]]}」", near)


def _options(context: click.Context) -> Iterator[str]:
    yield from (option for one in context.command.get_params(context) for option in one.opts)


def _lacking(option: str, context: click.Context | None) -> str:
    """Say what must follow an option; one that nothing follows has something behind a `=`."""
    params = context.command.params if context else ()
    param = next((one for one in params if option in one.opts), None)
    if context is None or param is None or getattr(param, "is_flag", False):
        return f"「{option}」の後には、何も書きません。"
    return f"「{option}」の後に、「{param.make_metavar(context)}」を書いてください。"


def _name(wrong: click.BadParameter) -> str:
    """Give what staff call a parameter: its option, or the name of its place."""
    if wrong.param is None:
        return "指定"
    is_option = isinstance(wrong.param, click.Option)
    return f"「{wrong.param.opts[0] if is_option else wrong.param.human_readable_name}」"


def _is_ours(message: str) -> bool:
    """Tell our own sentences from the library's, which are English and may quote what was typed."""
    return message.rstrip().endswith(("。", "）"))
