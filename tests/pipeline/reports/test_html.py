"""The HTML report: one closed file, sound structure, the document's text only ever text."""

import base64
import functools
import hashlib
import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reports import html, model, overview
from schemas.finding import Cause, Computed, Severity
from schemas.message import Message
from schemas.record import Note
from schemas.result import Problem, RecordResult, Status
from tests.pipeline.reports import samples
from tests.pipeline.reports.markup import Page
from tests.pipeline.reports.samples import (
    ambiguous,
    audited,
    finding,
    result,
    source,
    unreadable,
)
from tests.support.records import read_field, record_from_values

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;&amp;",
    "\u202e\u2066反转\x1b[31m\x00",
    "' style='x",
    "]]><!--",
]


def crop(_place):
    return samples.png()


def page_of(result_, lang="zh", crop=crop) -> Page:
    return Page(html.render(model.build(result_, crop), lang))


def doubtful():
    """A form with a question, a misreading and several doubtful cells."""
    record = samples.small_record(
        funds=[
            {"name": "小计", "level": 0, "executed": ambiguous("10.00", "16.00", top=80)},
            {"name": "甲", "level": 1, "executed": unreadable(top=102)},
        ],
        year=None,
    )
    record = samples.dataclasses.replace(
        record, notes=(Note(read_field("备注"), read_field("无")),), unplaced=(read_field("余"),)
    )
    unread = finding(
        "funds-subtotal",
        ("/funds/0/executed",),
        cause=Cause.UNDECIDED,
        sources=(source("/funds/1/executed", "#"),),
    )
    return result(audited(record, unread), status=Status.PARTIAL, errors=(PAGE_FAILED,))


PNG = "data:image/png;base64,"
TITLE_OF_THE_CHART = "产出指标: Weight 10, Stated 6, Recomputed 7–7.5, Not verifiable 0"
PAGE_FAILED = Problem("damaged", Message("第 2 页无法读取。", "Page 2 cannot be read."))
RESULTS = {
    "小表": samples.small,
    "真实报告": samples.fushun,
    "有未读清的格": doubtful,
    "失败": samples.failed,
    "没有问题": lambda: result(audited(samples.small_record())),
    "只读未核": lambda: result(RecordResult(samples.small_record())),
    "两张表": lambda: result(*samples.small().records, *samples.fushun().records),
    "空表": lambda: result(audited(record_from_values({"family": "unknown"}))),
    "文本": lambda: samples.dataclasses.replace(
        samples.small(), document=samples.DocumentRef("a.txt", "0" * 64, 3)
    ),
}


@pytest.fixture(params=["zh", "en"])
def lang(request):
    return request.param


@functools.cache
def known_page(name, lang):
    return page_of(RESULTS[name](), lang)


@pytest.fixture(params=RESULTS)
def page(request, lang):
    return known_page(request.param, lang)


def test_ids_are_unique_and_every_link_leads_somewhere(page):
    assert len(page.ids) == len(set(page.ids))
    targets = [link.attributes["href"] for link in page.all("a")]
    assert targets, "not even a skip link"
    assert {t for t in targets if t[1:] not in page.ids} == set()
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert element.attributes.get(name, page.ids[0]) in page.ids


def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_name_themselves_and_their_heads_say_what_they_head(page):
    captions = [e for e in page.all("caption") if e.text.strip()]
    assert len(captions) == len(page.all("table"))
    assert all("scope" in head.attributes for head in page.all("th"))


def test_pictures_have_words(page):
    assert all(image.attributes["alt"] for image in page.all("img"))
    for drawing in page.all("svg"):
        hidden = drawing.attributes.get("aria-hidden") == "true"
        assert hidden or drawing.attributes.get("role") == "img"
    named = [e for e in page.all("svg") if e.attributes.get("role") == "img"]
    assert len(page.all("title")) == 1 + len(named)


def test_nothing_is_fetched_and_nothing_runs(page, lang):
    policy = next(e for e in page.all("meta") if "http-equiv" in e.attributes)
    assert policy.attributes["http-equiv"] == "Content-Security-Policy"
    rules = dict(part.strip().split(" ", 1) for part in policy.attributes["content"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    digest = hashlib.sha256(page.one("style").text.encode()).digest()
    assert rules["style-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert "script-src" not in rules
    assert not page.all("script", "iframe", "object", "embed", "link", "form", "base", "audio")
    for element in page.elements:
        names = set(element.attributes)
        assert not {n for n in names if n.startswith("on") or n in ("style", "srcset", "action")}
        assert (element.attributes.get("src") or PNG).startswith(PNG)
        assert (element.attributes.get("href") or "#").startswith("#")
    assert "url(" not in page.one("style").text
    assert "@import" not in page.one("style").text


def test_the_language_is_named_and_chinese_text_in_an_english_page_too(page, lang):
    assert page.one("html").attributes["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    marked = [e for e in page.elements if e.attributes.get("lang") == "zh-CN" and e.tag != "html"]
    assert bool(marked) == (lang == "en" and bool(page.all("article")))


def test_the_keyboard_reaches_everything_that_scrolls(page):
    scrolling = [e for e in page.elements if e.attributes.get("class") in ("scroll", "shot")]
    assert all(e.attributes.get("tabindex") == "0" for e in scrolling)
    assert all(e.attributes.get("aria-label") for e in scrolling)
    skip = page.all("a")[0]
    assert skip.attributes["href"] == "#main"


def test_the_verdict_comes_first_in_word_and_sign():
    page = page_of(samples.small())
    first = page.one("h1")
    assert first.text.split()[:2] == ["✗", "不符"]
    assert page.elements.index(first) < min(page.elements.index(e) for e in page.all("table"))


def test_each_finding_shows_its_crop_and_links_to_its_row_and_back():
    page = page_of(samples.fushun())
    found = [e for e in page.all("article") if e.attributes.get("class") == "finding"]
    assert len(found) == 18
    for item in found:
        inner = [e for e in page.elements if e.parent and _within(e, item)]
        assert any(e.tag == "img" for e in inner)
        rows = [e.attributes["href"][1:] for e in inner if e.tag == "a"]
        assert rows
        back = "#" + (item.attributes["id"] or "")
        for row in rows:
            links = [e for e in page.all("a") if _within(e, page.by_id(row))]
            assert back in [link.attributes["href"] for link in links]


def test_a_finding_about_the_head_of_the_form_links_there_and_back():
    about_total = finding("score-total", ("/total_score",))
    page = page_of(result(audited(samples.small_record(), about_total)))
    row = page.by_id("f1-total_score")
    assert [e.attributes["href"] for e in page.all("a") if _within(e, row)] == ["#f1-finding-1"]


def test_stated_and_computed_stand_side_by_side():
    page = page_of(samples.small())
    item = page.by_id("f1-finding-1")
    assert "10.00" in item.text
    assert "9.95 至 10.05" in item.text
    row = page.by_id("f1-indicators-1")
    assert "差异率" in row.text
    assert "2.5" in row.text
    assert "比率先取两位小数，满一步算一步" in row.text
    assert "扣 6 档" in row.text


def test_indicators_that_differ_stand_first():
    page = page_of(samples.small())
    rows = [name for name in page.ids if re.fullmatch(r"f1-indicators-\d+", name)]
    assert rows == ["f1-indicators-1", "f1-indicators-0"]


def test_the_chart_says_in_words_what_it_draws():
    page = page_of(samples.fushun())
    titles = [e.text for e in page.all("title") if e.inside("svg")]
    assert "预算执行：分值 10、自评 6、重算 6–6.5、无从核实 0" in titles
    assert len(titles) == 6


def test_the_bars_are_in_proportion():
    page = page_of(samples.fushun())
    outlines = [e for e in page.all("rect") if e.attributes.get("class") == "weight"]
    outline = [float(e.attributes["width"] or 0) for e in outlines]
    longest = max(outline)
    assert [round(40 * width / longest) for width in outline] == [40, 10, 10, 10, 20, 10]


def test_questions_stand_before_the_findings_with_their_choices():
    page = page_of(doubtful())
    asked = page.by_id("f1-questions")
    assert page.elements.index(asked) < page.elements.index(page.by_id("f1-findings"))
    section = asked.parent
    assert section is not None
    assert "10.00 / 16.00" in section.text
    assert "两可" in section.text
    assert "未读清" in section.text


def test_a_page_that_failed_is_told_at_the_top():
    page = page_of(doubtful())
    assert "第 2 页无法读取。" in page.by_id("problems").parent.text


def test_without_pictures_the_printed_text_is_quoted():
    page = page_of(samples.small(), crop=None)
    assert not page.all("img")
    assert page.all("blockquote")[0].text == "10.00"


def test_nothing_printed_is_lost():
    page = page_of(doubtful())
    assert "余" in page.by_id("f1-own-notes").parent.text
    values = samples.json.loads((samples.FIXTURES / "fushun-2021.values.json").read_text("utf-8"))
    whole = page_of(samples.fushun()).one("body").text
    for text in _strings([values[key] for key in ("funds", "tasks", "goals", "indicators")]):
        assert text in whole, text


def _strings(node):
    if isinstance(node, dict):
        for key, item in node.items():
            if key not in ("operator", "unit"):  # they stand beside their number
                yield from _strings(item)
    elif isinstance(node, list):
        for item in node:
            yield from _strings(item)
    elif isinstance(node, str):
        yield node


def filled_with(text: str):
    """A result in which every text that a document can bring is ``text``."""
    record = samples.small_record(
        title=text,
        department=text,
        amount_unit=text,
        funds=[{"name": text, "level": 0, "executed": unreadable(text)}],
        tasks=[{"name": text, "project": text, "is_total": False}],
        goals=[{"number": 1, "goal": text, "status": text, "actual": text}],
        indicators=[
            samples.indicator(
                text,
                level1=text,
                target={"rule": text},
                actual={"text": text},
                completion=text,
                reason_note=text,
                improvement=text,
                reasons=[text],
            )
        ],
    )
    field = read_field(text)
    record = samples.dataclasses.replace(
        record, family=field, notes=(Note(field, field),), unplaced=(field,)
    )
    said = Message(text, text)
    accused = finding(
        "funds-subtotal",
        ("/funds/0/executed",),
        stated=text,
        computed=Computed(Decimal(1), Decimal(2), said),
        message=said,
        sources=(source("/funds/0/name", text),),
    )
    unread = finding(
        "score-total",
        ("/total_score",),
        cause=Cause.UNDECIDED,
        sources=(source("/funds/0/executed", text),),
        message=said,
    )
    rescore = samples.Rescore(
        (
            samples.IndicatorRescore(
                "/indicators/0",
                None,
                (samples.Score(Decimal(1), text),),
                samples.ScoreVerdict.DIFFERS,
                text,
                (said,),
            ),
        ),
        None,
        Decimal(0),
        samples.Recomputed(Decimal(0), Decimal(1), Decimal(1)),
        Decimal(0),
    )
    return result(
        audited(record, accused, unread, rescore=rescore),
        name=text,
        errors=(Problem(text, said),),
        status=Status.PARTIAL,
    )


PLAIN = page_of(filled_with("文字")).skeleton


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    whole = html.render(model.build(filled_with(text), crop), "zh")
    page = Page(whole)
    assert page.skeleton == PLAIN
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", whole)
    if text.isprintable():
        notes = next(e for e in page.all("dl") if e.attributes["class"] == "notes")
        assert notes.text.count(text) == 3


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs")), min_size=1))
def test_whatever_a_document_says_the_page_keeps_its_shape(text):
    assert page_of(filled_with(text)).skeleton == PLAIN


@pytest.mark.parametrize("name", ["\udcff\udcfe.pdf", "a\nb.pdf", "x" * 300])
def test_odd_file_names_are_written_plainly(name):
    page_of(samples.failed(name=name))
    html.render(model.build(samples.failed(name=name))).encode("utf-8")


def test_the_same_result_gives_the_same_bytes():
    assert html.render(model.build(samples.fushun(), crop)) == html.render(
        model.build(samples.fushun(), crop)
    )


def test_english_pages_speak_english():
    own = Page(html.render(model.build(samples.small()), "en"))
    spoken = own.all("h1", "h3", "h4", "summary", "dt", "title")
    chinese = re.compile("[\u4e00-\u9fff]")
    assert [e.text for e in spoken if chinese.search(e.text)] == [TITLE_OF_THE_CHART]


def test_a_report_is_written_for_its_owner(tmp_path):
    path = tmp_path / "报告.html"
    html.write(path, model.build(samples.small()), "en")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("utf-8").startswith("<!doctype html>")


def test_an_overview_keeps_its_shape_too():
    entries = [overview.entry(model.build(filled_with(text))) for text in ("文字", HOSTILE[1])]
    plain, hostile = (Page(overview.render(overview.build([e]))).skeleton for e in entries)
    assert plain == hostile


def _within(element, outer):
    while element is not None:
        if element is outer:
            return True
        element = element.parent
    return False


def test_severity_is_told_by_word_and_sign():
    page = page_of(samples.small())
    signs = [e.text.split() for e in page.all("span") if e.attributes.get("class") == "sign"]
    assert signs == [["✗", "不符"], ["!", "存疑"], ["·", "提示"]]
    assert [s.value for s in Severity] == ["error", "warning", "note"]
