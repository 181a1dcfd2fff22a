"""The Japanese names of the commands, and a group that answers to them."""

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


class Commands(click.Group):
    """A group whose commands also answer to their Japanese names."""

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
        with formatter.section("コマンド"):
            formatter.write_dl(rows)
