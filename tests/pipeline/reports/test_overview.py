"""The overview of a folder: the worst first, counts that add up, everything named."""

import dataclasses
import itertools

import pytest

from pipeline.fate import Fate
from pipeline.reading import is_passed_over
from pipeline.reports import html, model, overview
from schemas.finding import Cause, Severity
from schemas.result import RecordResult
from tests.pipeline.reports import samples
from tests.pipeline.reports.markup import Page
from tests.pipeline.reports.samples import audited, finding, result


def named(name, *findings):
    return result(audited(samples.small_record(), *findings), name=name)


ERROR = finding("score-total", ("/total_score",))
WARNING = finding("score-rule", ("/indicators/0/score",), Severity.WARNING)
NOTE = finding("year-mismatch", ("/goals/0",), Severity.NOTE)
OPEN = finding("score-total", ("/total_score",), cause=Cause.UNDECIDED)
FOLDER = [
    named("e.pdf"),
    named("d.pdf", NOTE),
    named("c.pdf", OPEN),
    named("b2.pdf", WARNING),
    named("b1.pdf", WARNING, WARNING),
    named("a2.pdf", ERROR),
    named("a1.pdf", ERROR, ERROR),
    result(RecordResult(samples.small_record()), name="f.pdf"),
]
WORST_FIRST = ["a1.pdf", "a2.pdf", "b1.pdf", "b2.pdf", "c.pdf", "d.pdf", "e.pdf", "f.pdf"]


def entries(results=FOLDER):
    return [overview.entry(model.build(item)) for item in results]


def with_the_rest():
    return overview.build(
        [
            *entries(),
            overview.entry(model.build(named("old.pdf", NOTE)), Fate.ALREADY_THERE),
            overview.entry(model.build(samples.failed())),
            overview.entry(model.build(samples.failed("no-form", "信.pdf")), Fate.PASSED_OVER),
        ]
    )


def test_the_worst_come_first_in_whatever_order_they_came():
    for order in itertools.islice(itertools.permutations(entries()), 0, 40_000, 4_001):
        assert [item.name for item in overview.build(order).audited] == WORST_FIRST


def test_counts_add_up():
    whole = with_the_rest()
    counts = [whole.count(outcome) for outcome in Fate]
    assert counts == [8, 1, 1, 1]
    assert whole.seen == sum(counts) == 11
    assert whole.ledger.zh == "共 11 = 读入 8 + 已有 1 + 略过 1 + 未读出 1"
    assert whole.sentence.zh == (
        "11 个文件：未读出 1，不符 2，存疑 2，待核 1，相符（有提示）2，相符 1，未核 1，略过 1。"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_names_every_file_and_links_to_its_report(lang):
    listed = [
        overview.entry(model.build(item), href=f"reports/{overview.report_name(item)}")
        for item in FOLDER
    ]
    failed = overview.entry(model.build(samples.failed(name="坏<b>.pdf")))
    page = Page(overview.render(overview.build([*listed, failed]), lang))
    links = [e for e in page.all("a") if e.inside("table")]
    assert [e.text for e in links] == WORST_FIRST
    assert all(e.attributes["href"].startswith("reports/") for e in links)
    assert "坏<b>.pdf" in page.by_id("failed").parent.text
    assert all("scope" in head.attributes for head in page.all("th"))
    assert not page.all("script", "link")


def test_links_are_written_as_addresses():
    odd = overview.entry(model.build(FOLDER[0]), href="报告 #1/a?b.html")
    page = Page(overview.render(overview.build([odd])))
    link = next(e for e in page.all("a") if e.inside("table"))
    assert link.attributes["href"] == "%E6%8A%A5%E5%91%8A%20%231/a%3Fb.html"


def test_without_reports_of_their_own_the_files_show_their_findings_here():
    page = Page(overview.render(overview.build(entries())))
    assert page.one("body").text.count("得分合计与总分不符") == 4
    assert "总分" in page.one("body").text


def test_an_empty_folder_says_so():
    whole = overview.build([])
    assert whole.sentence.zh == "没有看到任何文件。"
    assert "共 0 = " in Page(overview.render(whole)).one("body").text


@pytest.mark.parametrize("code", ["no-form", "not-self-evaluation", "blank-form"])
def test_what_holds_no_self_evaluation_is_passed_over(code):
    assert is_passed_over(samples.failed(code))


@pytest.mark.parametrize("code", ["damaged", "unreadable", "timeout"])
def test_what_failed_is_not_passed_over(code):
    assert not is_passed_over(samples.failed(code))
    assert not is_passed_over(samples.small())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2021/自评 表.pdf", "2021-自评-表-pdf-01234567.html"),
        ('a<b>:"c|?*.pdf', "a-b-c-pdf-01234567.html"),
        ("../../etc/passwd", "etc-passwd-01234567.html"),
        ("...", "report-01234567.html"),
        ("\x00\u202e\udcff.pdf", "xff-pdf-01234567.html"),
        ("长" * 200, "长" * 60 + "-01234567.html"),
    ],
)
def test_reports_get_names_that_every_file_system_takes(name, expected, tmp_path):
    made = overview.report_name(dataclasses.replace(samples.small(), document=_document(name)))
    assert made == expected
    html.write(tmp_path / made, model.build(samples.small()))


def _document(name):
    return dataclasses.replace(samples.small().document, name=name)


def test_several_forms_of_one_file_are_listed_with_it():
    two = result(*samples.small().records, *samples.small().records)
    item = overview.entry(model.build(two))
    assert item.forms == 2
    assert item.recomputed is None
    assert item.judgement.counts.errors == 2
