"""The command line as such: pages in two languages, wrong calls, the one handler."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli import commands, main
from pipeline.cli.command import Session
from schemas.errors import InputError, UsageError
from tests.support.command_line import ROOT, fuhe

COMMANDS = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main.main(arguments)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_every_command_of_the_folder_is_listed_with_its_first_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, err = run(capsys, "--help")
    assert (status, err) == (0, "")
    listed = {line.split()[0] for line in out.splitlines() if line.startswith("  ")}
    assert set(COMMANDS) <= listed
    assert len(COMMANDS) >= 4


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_page_in_both_languages(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, chinese, _ = run(capsys, name, "--help")
    assert status == 0
    for heading in ("用法", "说明", "选项", "例子", "退出状态"):
        assert heading in chinese.splitlines()
    status, english, _ = run(capsys, name, "--lang", "en", "--help")
    assert status == 0
    for heading in ("Usage", "About", "Options", "Examples", "Exit status"):
        assert heading in english.splitlines()
    words = english.split("\nExamples")[0] + english.split("\nExit status")[1]
    chinese = [char for char in words if "\u4e00" <= char <= "\u9fff"]
    assert len(chinese) < 5, "all but a unit quoted here and there is English"


@pytest.mark.parametrize("name", COMMANDS)
def test_pages_keep_to_the_screen(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.cells import cell_len

    for lang in ("zh", "en"):
        _, out, _ = run(capsys, name, "--help", "--lang", lang)
        verbatim = out[out.index("例子" if lang == "zh" else "Examples") :]
        for line in out.splitlines():
            assert cell_len(line) <= 80 or line in verbatim or line.startswith("  fuhe "), line


@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_of_a_page_begins_with_closing_punctuation(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, name, "--help")
    assert not [line for line in out.splitlines() if line.strip()[:1] in set("，。、；：）》”")]


def test_the_language_may_stand_before_and_after_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pages = {run(capsys, *call)[1] for call in (
        ("--lang", "en", "schema", "--help"),
        ("schema", "--lang=en", "--help"),
        ("schema", "--help", "--lang", "en"),
    )}  # fmt: skip
    assert len(pages) == 1
    assert "Usage" in pages.pop()


@pytest.mark.parametrize(
    ("call", "zh", "en"),
    [
        (["nonsense"], "没有命令 nonsense", "No such command"),
        (["schema", "--nonsense"], "没有选项 --nonsense", "No such option"),
        (["extract"], "缺少参数 FILE…", "Missing argument"),
        (["extract", "--format", "xml", "a.pdf"], "可以是：json、values、table", "is not one of"),
        (["extract", "--jobs", "0", "a.pdf"], "应是整数，不小于 1", "is not in the range"),
        (["extract", "--jobs", "many", "a.pdf"], "应是整数", "is not a valid integer"),
        (["extract", "--timeout", "x", "a.pdf"], "应是数", "is not a valid float"),
        (["extract", "a.pdf", "--format"], "--format", "requires an argument"),
        (["schema", "--lang", "fr"], "可以是：zh、en", "is not one of"),
        (["audit", "/no/such/file.pdf"], "找不到 /no/such/file.pdf", "does not exist"),
        (["audit", "--rules", "/no/such", "."], "--rules 的值不对：/no/such 不存在\n", "--rules"),
        (["audit", "--rules", "/", "a.pdf"], "/ 是文件夹，这里要文件\n", "is a directory"),
        (["batch", "/没有 '这'个"], "/没有 '这'个 不存在\n", "does not exist"),
        (["batch", __file__], "是文件，这里要文件夹\n", "is a file"),
    ],
)
def test_wrong_calls_are_told_in_the_language_asked_for(
    call: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *call)
    assert (status, out) == (2, "")
    assert zh in err
    status, out, err = run(capsys, "--lang", "en", *call)
    assert (status, out) == (2, "")
    assert en in err


def test_a_slip_of_the_pen_is_put_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert "extract" in run(capsys, "extrat")[2]
    assert "--format" in run(capsys, "extract", "--formatt", "x")[2]


def test_without_a_command_the_page_is_shown_as_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, err = run(capsys)
    assert (status, out) == (2, "")
    assert "extract" in err


def test_the_version_stands_in_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    from pipeline.version import VERSION

    assert run(capsys, "--version") == (0, f"fuhe {VERSION}\n", "")
    assert version("fuhe") == VERSION


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("schemas.json_schema.full_result_schema", run)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (InputError("damaged", "文件坏了", "broken"), 3, "fuhe: 文件坏了"),
        (UsageError("rule-book", "规则文件有误", "faulty"), 2, "fuhe: 规则文件有误"),
        (KeyboardInterrupt(), 130, "已中断"),
        (click.Abort(), 130, "已中断"),
        (RuntimeError("secret detail"), 3, "程序内部出错（RuntimeError）"),
        (OSError(28, "No space left on device"), 3, "No space left on device"),
        (MemoryError(), 3, "MemoryError"),
        (RecursionError(), 3, "RecursionError"),
    ],
)
def test_every_failure_is_a_sentence_and_a_status(
    error: BaseException,
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing(monkeypatch, error)
    got, out, err = run(capsys, "schema")
    assert (got, out) == (status, "")
    assert said in err
    assert "Traceback" not in err


def test_debug_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, RuntimeError("the detail"))
    _, _, err = run(capsys, "schema", "--debug")
    assert "Traceback" in err
    assert "the detail" in err


def test_control_characters_of_an_error_do_not_reach_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, InputError("damaged", "坏\x1b[2J\x9b0m\u202e\n了", "bad"))
    assert run(capsys, "schema")[2] == "fuhe: 坏[2J0m 了\n"


def test_a_closed_pipe_is_no_error() -> None:
    program = "from pipeline.cli.main import main; raise SystemExit(main(['schema']))"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


def test_output_is_utf8_whatever_the_locale() -> None:
    for env in (
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "zh_CN.GBK"},
    ):
        ran = fuhe("schema", "--help", env=env)
        assert "用法" in ran.out
    assert Session().lang == "zh", "Chinese does not depend on the locale either"


def test_messages_in_english_whatever_the_locale() -> None:
    assert "does not exist" in fuhe("audit", "--lang", "en", "none.pdf", env={"LC_ALL": "C"}).err


def test_the_schema_is_a_json_schema() -> None:
    from jsonschema import Draft202012Validator

    (schema,) = [__import__("json").loads(fuhe("schema").out)]
    Draft202012Validator.check_schema(schema)


def test_undecodable_arguments_are_shown_as_escapes(tmp_path: Path) -> None:
    ran = fuhe("extract", bytes(tmp_path) + b"/caf\xe9.pdf")
    assert ran.status == 2
    assert r"caf\xe9.pdf" in ran.err
