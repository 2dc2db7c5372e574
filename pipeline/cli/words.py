"""What click says, in Chinese, and the fixed words of the help pages."""

from __future__ import annotations

import re
from typing import Any

import click

from schemas.message import Lang, Message

USAGE = Message("用法", "Usage")
ABOUT = Message("说明", "About")
ARGUMENTS = Message("参数", "Arguments")
OPTIONS = Message("选项", "Options")
COMMANDS = Message("命令", "Commands")
STATUS = Message("退出状态", "Exit status")
EXAMPLES = Message("例子", "Examples")
REQUIRED = Message("（必填）", " (required)")
SHOW_HELP = Message("显示这页说明", "Show this page")
LANG = Message(
    "提示和报告用的语言：zh 中文（默认），en 英文；结果的键和代码不随之改变",
    "Language of messages and reports: zh (the default) or en; keys and codes never change",
)
DEBUG = Message(
    "出错时给出完整的调用栈和各库的日志（写到标准错误）",
    "On errors show the whole traceback and the libraries' logs (on standard error)",
)
VERSION = Message("显示版本号", "Show the version")
STATUSES = (
    ("0", Message("没有需要报告的问题", "nothing to report")),
    (
        "1",
        Message(
            "audit 发现报表本身有错误或警告级的问题",
            "audit found an error or a warning that is the report's own",
        ),
    ),
    ("2", Message("用法不对", "wrong usage")),
    (
        "3",
        Message(
            "有文件未能读取或只读了一部分（优先于 1）",
            "a file could not be read, or only in part (wins over 1)",
        ),
    ),
    ("130", Message("被中断", "interrupted")),
)


def default(value: str) -> Message:
    return Message(f"（默认：{value}）", f" (default: {value})")


def wrong_usage(error: click.ClickException, lang: Lang) -> str:
    """The sentence for a call that click refused."""
    if lang == "en":
        return error.format_message()
    match error:
        case click.exceptions.NoSuchOption():
            return f"没有选项 {error.option_name}{_perhaps(error.possibilities)}"
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}{_perhaps(error.possibilities)}"
        case click.MissingParameter():
            kind = "选项" if isinstance(error.param, click.Option) else "参数"
            return f"缺少{kind} {_name(error)}"
        case click.BadParameter():
            return f"{_name(error)} 的值不对{_allowed(error)}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 用得不对，可能缺少它的值"
        case click.BadArgumentUsage() | click.UsageError():
            return f"参数不对：{error.message}"
    return error.format_message()


def _perhaps(names: list[str] | None) -> str:
    return f"；是不是 {'、'.join(names)}？" if names else ""


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.make_metavar(error.ctx) if error.param and error.ctx else ""


def _allowed(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    match kind:
        case click.Choice():
            return f"，可以是：{'、'.join(str(choice) for choice in kind.choices)}"
        case click.types.IntParamType():
            return "，应是整数" + _range(kind)
        case click.types.FloatParamType():
            return "，应是数" + _range(kind)
        case click.Path():
            return f"：{_about_path(error.message)}"
    return f"：{error.message}"


_PATH = re.compile(r"""^\w+ (['"])(?P<name>.*)\1 (?P<wrong>[a-z ]+)\.$""", re.S)
_WRONG_WITH_PATH = {
    "does not exist": "不存在",
    "is a file": "是文件，这里要文件夹",
    "is a directory": "是文件夹，这里要文件",
    "is not readable": "无法读取，请检查权限",
    "is not writable": "无法写入，请检查权限",
}


def _about_path(message: str) -> str:
    """What click says of a path: ``Directory 'x' does not exist.``"""
    found = _PATH.match(message)
    wrong = _WRONG_WITH_PATH.get(found["wrong"]) if found else None
    return f"{found['name']} {wrong}" if found and wrong else message


def _range(kind: click.ParamType[Any]) -> str:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    parts = [f"不小于 {low}"] * (low is not None) + [f"不大于 {high}"] * (high is not None)
    return "，" + "、".join(parts) if parts else ""
