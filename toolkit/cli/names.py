"""The Japanese names of the commands, a group that answers to them, and their help in Japanese."""

from __future__ import annotations

import click

from toolkit.model.words import did_you_mean

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
    "一括": "run",
    "図": "picture",
}
"""Japanese words for the commands."""


class Command(click.Command):
    """A command whose help says in Japanese what click says in English."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is typed."""
        words = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, words.replace("[OPTIONS]", "[指定]"), prefix="使い方: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what may be added, an option a row."""
        options = (one for one in self.get_params(ctx) if isinstance(one, click.Option))
        with formatter.section("指定"):
            formatter.write_dl([row for one in options if (row := one.get_help_record(ctx))])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "この説明を表示します。"
        return option


class Commands(Command, click.Group):
    """A group whose commands also answer to their Japanese names."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what may be added, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Give the parts of how it is typed."""
        return [*super().collect_usage_pieces(ctx)[:-1], "命令 …"]

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed; an option that lacks its value is told with its command."""
        try:
            return super().invoke(ctx)
        except click.BadOptionUsage as wrong:
            name = ctx.invoked_subcommand
            command = self.get_command(ctx, name) if name else None
            if wrong.ctx is None and command is not None:
                wrong.ctx = click.Context(command, ctx, name)
            raise

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by either name; None where there is none."""
        return super().get_command(ctx, ALIASES.get(cmd_name, cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed; one that is none is told with the nearest."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            near = did_you_mean(args[0], [*known, *(word for word, one in ALIASES.items() if one in known)])
            raise click.UsageError(f"「{args[0]}」という命令はありません。{near}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands into the help, with both names of each."""
        words = {command: word for word, command in ALIASES.items()}
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                rows.append(
                    (f"{name}（{words[name]}）" if name in words else name, command.get_short_help_str(80))
                )
        with formatter.section("命令"):
            formatter.write_dl(rows)
