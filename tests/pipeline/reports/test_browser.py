"""The report as a browser shows it: silent, closed, selectable, and every link arrives."""

import json
import tempfile
from pathlib import Path

import pytest

from pipeline.reports import html, model, overview
from tests.pipeline.reports import samples
from tests.pipeline.reports.chromium import PROGRAM, Browser
from tests.pipeline.reports.test_html import doubtful, filled_with

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine"),
]

REPORTS = {
    "真实报告": samples.fushun,
    "有未读清的格": doubtful,
    "失败": samples.failed,
    "敌意文字": lambda: filled_with('"><img src=http://127.0.0.1:9/x onerror=alert(1)>'),
}

FOLLOW = """(() => [...document.querySelectorAll('a[href^="#"]')].map(link => {
  link.click();
  const target = document.querySelector(':target');
  const box = target && target.getBoundingClientRect();
  return {href: link.getAttribute('href'), hash: decodeURIComponent(location.hash),
          arrived: !!box && box.top < innerHeight && box.bottom > 0};
}))()"""

CONTRAST = """(() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = parse(c).map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (!/, 0\\)$|transparent/.test(c)) return c; }
    return 'rgb(255,255,255)'; };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest('svg') || e.classList.contains('skip')) continue;
    const style = getComputedStyle(e), a = light(style.color), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([e.tagName, e.className, e.textContent.slice(0, 20), ratio]);
  }
  return poor;
})()"""


@pytest.fixture(scope="module")
def browser():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        opened = Browser(Path(profile))
        yield opened
        opened.close()


@pytest.fixture(params=REPORTS)
def shown(request, browser, tmp_path):
    path = tmp_path / "报告.html"
    html.write(path, model.build(REPORTS[request.param](), lambda _place: samples.png()))
    browser.tell(
        "Emulation.setDeviceMetricsOverride",
        width=1200,
        height=900,
        deviceScaleFactor=1,
        mobile=False,
    )
    browser.open(path)
    return path


def test_the_page_asks_for_nothing_and_complains_of_nothing(browser, shown):
    asked = [event["request"]["url"] for event in browser.heard("Network.requestWillBeSent")]
    outside = [url for url in asked if not url.startswith("data:") and url != shown.as_uri()]
    assert outside == []
    assert browser.heard("Log.entryAdded") == []
    assert browser.heard("Runtime.consoleAPICalled") == []
    assert browser.heard("Runtime.exceptionThrown") == []
    assert browser.heard("Page.javascriptDialogOpening") == []


def test_the_styles_are_applied_under_the_policy(browser, shown):
    assert browser.run("document.styleSheets.length") == 1
    assert "double" in browser.run(
        "getComputedStyle(document.querySelector('.top')).borderBottomStyle"
    )


def test_pictures_are_drawn(browser, shown):
    broken = "[...document.images].filter(i => !(i.complete && i.naturalWidth > 0)).length"
    assert browser.run(broken) == 0


def test_text_can_be_selected(browser, shown):
    selected = browser.run(
        "(getSelection().selectAllChildren(document.body), getSelection().toString())"
    )
    assert browser.run("document.querySelector('h1').innerText") in selected
    title = browser.run("(document.querySelector('article h2') || {}).innerText || ''")
    assert title in selected


def test_every_link_arrives_where_it_points(browser, shown):
    followed = browser.run(FOLLOW)
    assert [f for f in followed if f["hash"] != f["href"] or not f["arrived"]] == []
    assert len(followed) >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser, shown, scheme):
    browser.tell(
        "Emulation.setEmulatedMedia",
        features=[{"name": "prefers-color-scheme", "value": scheme}],
    )
    assert browser.run(CONTRAST) == []


@pytest.mark.parametrize("width", [360, 768, 1200])
def test_the_page_itself_never_scrolls_sideways(browser, shown, width):
    browser.tell(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=800,
        deviceScaleFactor=1,
        mobile=False,
    )
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_the_keyboard_comes_to_the_contents_first(browser, shown):
    for kind in ("keyDown", "keyUp"):
        browser.tell(
            "Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9
        )
    assert browser.run("document.activeElement.className") == "skip"
    assert browser.run("document.activeElement.getBoundingClientRect().left") >= 0


def test_print_shows_the_reckoning_and_cuts_no_row(browser, tmp_path):
    path = tmp_path / "a.html"
    html.write(path, model.build(samples.small()))
    browser.open(path)
    browser.tell("Emulation.setEmulatedMedia", media="print", features=[])
    try:
        hidden = """[...document.querySelectorAll('.trace li')]
          .filter(e => !e.checkVisibility({contentVisibilityAuto: true})).length"""
        assert browser.run("document.querySelectorAll('details:not([open])').length") > 0
        assert browser.run(hidden) == 0
        avoided = (
            "[...document.querySelectorAll('tr')].every("
            "e => getComputedStyle(e).breakInside === 'avoid')"
        )
        assert browser.run(avoided)
    finally:
        browser.tell("Emulation.setEmulatedMedia", media="", features=[])


def test_the_overview_is_as_quiet(browser, tmp_path):
    path = tmp_path / "overview.html"
    entries = [overview.entry(model.build(make())) for make in REPORTS.values()]
    overview.write(path, overview.build(entries))
    browser.open(path)
    asked = {event["request"]["url"] for event in browser.heard("Network.requestWillBeSent")}
    assert asked == {path.as_uri()}
    assert browser.heard("Log.entryAdded") == [], json.dumps(browser.heard("Log.entryAdded"))
    assert browser.run(CONTRAST) == []
