"""The summary on a terminal: verdict first, within its width, no control characters."""

import io
import re

import pytest
from rich.cells import cell_len

from pipeline.fate import Fate
from pipeline.reports import model, overview, terminal
from pipeline.reports.terminal import Look
from schemas.result import RecordResult
from tests.pipeline.reports import samples
from tests.pipeline.reports.samples import audited, result
from tests.pipeline.reports.test_html import HOSTILE, RESULTS, doubtful, filled_with

MOVING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def said(result_, lang="zh", width=100, colour=False):
    return terminal.summary(model.build(result_), lang, Look(width, colour))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", RESULTS)
def test_lines_stay_within_the_width(name, width, lang):
    text = said(RESULTS[name](), lang, width)
    assert text.endswith("\n")
    assert [line for line in text.split("\n") if cell_len(line) > width] == []


def test_the_verdict_comes_first_and_findings_by_severity_with_pages():
    lines = [line.strip() for line in said(samples.small()).split("\n")]
    assert lines[0] == "✗ 不符  查出 1 处不符、1 处存疑、1 处提示。"
    assert lines[1] == "自评 6 分，重算 7 至 7.5 分（首选 7）。"
    order = [lines.index(f"{sign} 1") for sign in ("✗ 不符", "! 存疑", "· 提示")]
    assert order == sorted(order)
    assert "1  第 1 页   收支 · 支出小计 · 全年执行数" in lines
    assert "报告所写 10.00 · 应为 9.95 至 10.05" in lines


def test_the_real_report_names_its_open_readings():
    text = said(samples.fushun())
    assert "重算 1.5：比率不取整，满一步算一步" in text
    assert "✓ 相符 9 · ○ 无从核实 13" in text
    assert "96–96.5" in text
    assert text.count("[actual-missing]") == 1
    assert "有得分而无完成值 ×10" in text


def test_cells_to_look_at_come_before_the_findings():
    text = said(doubtful())
    assert text.index("先看这几格") < text.index("? 须看清原件才能判定 1")
    assert "? 10.00 / 16.00" in text
    assert "第 2 页无法读取。" in text


def test_what_was_only_read_is_not_judged():
    assert said(result(RecordResult(samples.small_record()))).startswith("○ 未核")


def test_a_failed_file_says_why_once():
    assert said(samples.failed()) == "✕ 未读出  文件已损坏，请重新索取。\n  broken.pdf\n"


def test_without_colour_there_is_no_escape_at_all(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in said(samples.fushun())


def test_colour_adds_nothing_but_colour():
    coloured = said(samples.fushun(), colour=True)
    assert "\x1b[" in coloured
    bare = "\n".join(line.rstrip() for line in COLOUR.sub("", coloured).split("\n"))
    assert bare == said(samples.fushun())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_cannot_drive_the_terminal(text, lang):
    shown = said(filled_with(text), lang)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown
    )
    coloured = COLOUR.sub("", said(filled_with(text), lang, colour=True))
    assert "\x1b" not in coloured


def test_markup_of_the_terminal_library_is_text():
    record = samples.small_record(title="[red]甲[/red] :warning: [link=http://a]")
    assert "[red]甲[/red] :warning: [link=http://a]" in said(result(audited(record)))


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_the_look_follows_the_stream_and_the_environment(monkeypatch):
    monkeypatch.setenv("COLUMNS", "93")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Look.of(io.StringIO()) == Look(100, False)
    assert Look.of(Screen()) == Look(93, True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert Look.of(Screen()) == Look(93, False)
    monkeypatch.setenv("COLUMNS", "400")
    assert Look.of(Screen()).width == 120


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ledger_of_several_files(lang, width):
    entries = [
        overview.entry(model.build(samples.small())),
        overview.entry(model.build(samples.failed(name="很长的文件名" * 12 + ".pdf"))),
        overview.entry(model.build(samples.failed("blank-form", "b.pdf")), Fate.PASSED_OVER),
    ]
    text = terminal.ledger(overview.build(entries), lang, Look(width))
    assert [line for line in text.split("\n") if cell_len(line) > width] == []
    total = {"zh": "共 3 = 读入 1 + 已有 0 + 略过 1 + 未读出 1", "en": "Seen 3 = loaded 1 +"}
    assert total[lang] in text
    assert "b.pdf" in text
    assert "damaged" in text
