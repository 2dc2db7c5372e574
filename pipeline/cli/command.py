"""How a command is written: options and pages in two languages, the session, the status.

A command is a file in ``pipeline/cli/commands/`` named like the command, with a ``run``::

    @command("rule", Message("一句评分规则…", "What a scoring rule …"), examples=(…,))
    @argument("text", Message("规则原文", "the rule as printed"))
    @option("--weight", Message("分值", "weight"), required=True)
    def run(session: Session, text: str, weight: str) -> int | None: ...

It returns its exit status (``None`` for 0), raises ``FuheError`` for what a person can act on,
and imports libraries and stages inside functions only: loading a command must cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from pipeline.cli import page, words
from schemas.message import Lang, Message

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Session:
    """What every command is told, whatever its own options."""

    lang: Lang = "zh"
    debug: bool = False

    def say(self, message: Message) -> str:
        return message.say(self.lang)


class Option(click.Option):
    """An option explained in two languages."""

    def __init__(self, *args: Any, explained: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explained = explained

    def entry(self, ctx: click.Context, session: Session) -> tuple[str, str]:
        names = ", ".join(self.opts)
        if not self.is_flag:
            names += f" {self.make_metavar(ctx)}"
        text = session.say(self.explained)
        if self.required:
            text += session.say(words.REQUIRED)
        if self.show_default:
            text += session.say(words.default(str(self.default)))
        return names, text


class Argument(click.Argument):
    """An argument explained in two languages."""

    def __init__(self, *args: Any, explained: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explained = explained


class _Explained(click.Command):
    """A command whose help is a page in the session's language."""

    about: tuple[Message, ...] = ()
    examples: tuple[str, ...] = ()

    def get_help(self, ctx: click.Context) -> str:
        columns = min(ctx.terminal_width or ctx.make_formatter().width, 100)
        return page.render(self.sections(ctx, session_of(ctx)), columns)

    def sections(self, ctx: click.Context, session: Session) -> list[page.Section]:
        say = session.say
        usage = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
        params = self.get_params(ctx)
        statuses = [(number, say(meaning)) for number, meaning in words.STATUSES]
        return [
            page.Section(say(words.USAGE), verbatim=[usage]),
            page.Section(say(words.ABOUT), [say(paragraph) for paragraph in self.about]),
            page.Section(
                say(words.ARGUMENTS),
                pairs=[
                    (p.make_metavar(ctx), say(p.explained))
                    for p in params
                    if isinstance(p, Argument)
                ],
            ),
            page.Section(
                say(words.OPTIONS),
                pairs=[p.entry(ctx, session) for p in params if isinstance(p, Option)],
            ),
            *self.more_sections(ctx, session),
            page.Section(say(words.EXAMPLES), verbatim=self.examples),
            page.Section(say(words.STATUS), pairs=statuses),
        ]

    def more_sections(self, ctx: click.Context, session: Session) -> list[page.Section]:
        return []

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return Option(
            ["-h", "--help"],
            explained=words.SHOW_HELP,
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
        )


class Command(_Explained):
    """One command of the program."""


class Group(_Explained, click.Group):
    """A command with commands of its own."""

    def more_sections(self, ctx: click.Context, session: Session) -> list[page.Section]:
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        pairs = [
            (name, session.say(command.about[0]))
            for name, command in found
            if isinstance(command, _Explained) and command.about
        ]
        return [page.Section(session.say(words.COMMANDS), pairs=pairs)]


def session_of(ctx: click.Context) -> Session:
    return ctx.obj if isinstance(ctx.obj, Session) else Session()


def command(
    name: str, *about: Message, examples: Sequence[str] = ()
) -> Callable[[Callable[..., int | None]], Command]:
    """Makes a function a command; its first parameter is the ``Session``.

    ``about`` are the paragraphs of the page, the first one the line in the list of commands.
    """

    def make(function: Callable[..., int | None]) -> Command:
        made: Command = click.command(name, cls=Command)(click.pass_obj(function))
        return _finish(made, about, examples)

    return make


def group(
    name: str, *about: Message, examples: Sequence[str] = (), **kwargs: Any
) -> Callable[[Callable[..., int | None]], Group]:
    """Like ``command``, for a command that has commands of its own (``@GROUP.command`` is not
    used: ``add_command`` takes what ``command`` made)."""

    def make(function: Callable[..., int | None]) -> Group:
        made: Group = click.group(name, cls=Group, **kwargs)(click.pass_obj(function))
        return _finish(made, about, examples)

    return make


def option(name: str, explained: Message, **kwargs: Any) -> Callable[[F], F]:
    """``click.option`` with its explanation as a ``Message``; short names are not used."""
    return click.option(name, cls=Option, explained=explained, **kwargs)


def argument(name: str, explained: Message, **kwargs: Any) -> Callable[[F], F]:
    """``click.argument`` with its explanation as a ``Message``."""
    return click.argument(name, cls=Argument, explained=explained, **kwargs)


M = TypeVar("M", bound=_Explained)


def _finish(made: M, about: Sequence[Message], examples: Sequence[str]) -> M:
    made.about, made.examples = tuple(about), tuple(examples)
    made.params += [
        # Both are read before the call is parsed (see main), so they may stand anywhere.
        Option(
            ["--lang"],
            explained=words.LANG,
            type=click.Choice(["zh", "en"]),
            expose_value=False,
        ),
        Option(["--debug"], explained=words.DEBUG, is_flag=True, expose_value=False),
    ]
    return made


def _show_help(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
