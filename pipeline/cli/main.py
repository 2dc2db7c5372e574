"""The door from the shell: finds the commands, runs one, turns every failure into text."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise

import click

from pipeline.cli import commands, words
from pipeline.cli.command import Command, Group, Option, Session, group, session_of
from pipeline.log import LOGGER, start_log
from pipeline.version import VERSION
from pipeline.visible import visible
from schemas.errors import INPUT_FAILED, INTERRUPTED, USAGE, FuheError
from schemas.message import Lang, Message


class _Program(Group):
    """Every file in ``pipeline/cli/commands/`` is a command, imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        names = self.list_commands(ctx)
        if cmd_name not in names:
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=names, ctx=ctx)
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        found: Command | Group = module.run
        return found


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"fuhe {VERSION}")
        ctx.exit()


def _program() -> Group:
    @group(
        "fuhe",
        Message(
            "复核：读取绩效自评表 PDF，核对表内算术，按表内评分规则重新评分。",
            "Reads self-evaluation forms from PDF, checks their arithmetic, and scores them "
            "again by the rules they print.",
        ),
        Message(
            "结果写到标准输出（UTF-8），日志和进度写到标准错误。某个命令的说明：fuhe 命令 --help。",
            "Results go to standard output (UTF-8), logs and progress to standard error. "
            "For a command's own page: fuhe COMMAND --help.",
        ),
        examples=("fuhe audit 报表.pdf", "fuhe extract --format values 报表.pdf"),
    )
    def program(_session: Session) -> None:
        pass

    made = _Program("fuhe", callback=program.callback, params=program.params)
    made.about, made.examples = program.about, program.examples
    version = Option(
        ["--version"],
        explained=words.VERSION,
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
    )
    made.params.append(version)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one call and returns its exit status; never raises, never shows a traceback unasked."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    session = _session(args)
    _utf8_streams()
    start_log(session.debug)
    try:
        status = _call(args, session)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_standard_output()
        return 0  # who read along has seen enough
    except BaseException as error:
        return _failed(error, session)
    return status


def _call(args: list[str], session: Session) -> int:
    """Parses and runs; click's own ``main`` would answer a closed pipe with status 1."""
    try:
        with _program().make_context("fuhe", args, obj=session) as ctx:
            status = ctx.command.invoke(ctx)
    except click.exceptions.Exit as left:
        return left.exit_code
    return status if isinstance(status, int) else 0


def _failed(error: BaseException, session: Session) -> int:
    """Says what went wrong on standard error; returns the exit status."""
    if session.debug:
        sys.stderr.write(visible(traceback.format_exc(), keep="\n"))
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    match error:
        case click.exceptions.NoArgsIsHelpError():
            sys.stderr.write(error.message + "\n")
            return USAGE
        case click.ClickException():
            _complain(words.wrong_usage(error, session.lang), _hint(error, session))
            return USAGE
        case FuheError():
            _complain(session.say(error.message))
            return error.exit_status
        case KeyboardInterrupt() | click.Abort():
            _complain(session.say(Message("已中断", "interrupted")))
            return INTERRUPTED
        case SystemExit():
            return error.code if isinstance(error.code, int) else INPUT_FAILED
        case OSError():
            _complain(session.say(_system(error)))
            return INPUT_FAILED
    LOGGER.debug("unexpected", exc_info=error)
    _complain(session.say(_bug(error)))
    return INPUT_FAILED


def _complain(*lines: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write("".join(f"fuhe: {visible(line)}\n" for line in lines if line))
        sys.stderr.flush()


def _hint(error: click.ClickException, session: Session) -> str:
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "fuhe"
    return session.say(Message(f"说明见 {path} --help", f"see {path} --help"))


def _system(error: OSError) -> Message:
    detail = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
    return Message(
        f"系统不允许这一步：{detail}；请检查磁盘空间和权限",
        f"the system refused: {detail}; check disk space and permissions",
    )


def _bug(error: BaseException) -> Message:
    name = type(error).__name__
    return Message(
        f"程序内部出错（{name}），这是程序的缺陷；加 --debug 可看到完整的调用栈",
        f"the program failed inside ({name}), a defect of its own; --debug shows the traceback",
    )


def _session(args: Sequence[str]) -> Session:
    """``--lang`` and ``--debug`` read ahead of the parser, which needs them for its own words."""
    before = list(args[: args.index("--")] if "--" in args else args)
    lang: Lang = "zh"
    for word, after in pairwise([*before, ""]):
        if word == "--lang=en" or (word == "--lang" and after == "en"):
            lang = "en"
        elif word == "--lang=zh" or (word == "--lang" and after == "zh"):
            lang = "zh"
    return Session(lang, "--debug" in before)


def _utf8_streams() -> None:
    """UTF-8 whatever the locale; what UTF-8 cannot hold is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _forget_standard_output() -> None:
    """Keeps the interpreter from flushing into the closed pipe once more at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


__all__ = ["main", "session_of"]
