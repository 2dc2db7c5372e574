"""What holds for every text, rule and figure."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.scoring.evaluate import evaluate
from audit.scoring.grammar import kinds, parse
from audit.scoring.measure import Target, exact, printed
from schemas.rule import Refusal, Rule, RuleKind, StepMode, Steps
from tests.audit.scoring.test_phrasings import ROWS

READ = [row[0] for row in ROWS if row[3] != "refuse"]
RULES = [rule for sentence in READ if isinstance(rule := parse(sentence), Rule)]
PIECES = sorted(
    {text[i : i + n] for text in READ for n in (1, 2, 4, 7) for i in range(0, len(text), 5)}
)
VALUES = st.decimals(-150, 250, allow_nan=False, places=3)
WEIGHTS = st.sampled_from([Decimal(n) for n in ("1", "2", "3", "5", "8", "10", "20")])
TARGETS = st.builds(
    Target,
    st.sampled_from(["≥", "≤", "=", ">", "<", "≠", None]),
    st.decimals(-5, 150, allow_nan=False, places=1),
    st.sampled_from(["%", None, "次"]),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_a_refusal(text):
    assert isinstance(parse(text), Rule | Refusal)


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_heap_of_pieces_of_rules_is_a_rule_or_a_refusal(text):
    found = parse(text)
    if isinstance(found, Refusal):
        assert found.position is None or 0 <= found.position <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "执行率≥90%得5分；" * 80,
        "每" * 600,
        "（" * 300 + "）" * 300,
        "得分=" + "(" * 40 + "a/b" + ")" * 40,
        "差异率" * 150 + "≥90%得5分",
        "按时完成" * 140,
        "、".join(["执行"] * 190) + "得2分",
        "1" * 590 + "分",
        "90%-80%-" * 70,
        "①制度健全，1分；" * 60,
        "每发现一处" * 100 + "扣1分",
        "执行率=" + "a+" * 250 + "b",
        "按" * 500 + "*",
        "\u0000\ud800 " * 50,
        "执行率≥90%得5分" + "x" * 100_000,
    ],
)
def test_long_and_nested_texts_take_bounded_time(text):
    begun = perf_counter()
    assert isinstance(parse(text), Rule | Refusal)
    assert perf_counter() - begun < 20


@QUICK
@given(st.sampled_from(RULES), VALUES, WEIGHTS, TARGETS)
def test_scores_lie_between_zero_and_the_weight(rule, value, weight, target):
    for measure in (exact(value, rule.unit), printed(value, rule.unit)):
        for award in evaluate(rule, measure, weight, target).awards:
            if not award.reading.endswith("uncapped/ratio"):
                assert 0 <= award.score <= weight
            assert award.why.zh and award.why.en


@QUICK
@given(st.sampled_from([r for r in RULES if r.kind is RuleKind.STEPS]), VALUES, VALUES, TARGETS)
def test_farther_from_the_start_never_earns_more(rule, one, other, target):
    """Within one step clause, in every reading by itself."""
    for case in rule.cases:
        if not isinstance(case.outcome, Steps) or len(rule.cases) > 3:
            continue
        origin = case.outcome.origin if case.outcome.origin is not None else target.value
        one, other = sorted((one, other), key=lambda x: abs(x - origin))
        if (one - origin) * (other - origin) < 0 or rule.absolute:
            continue
        near = evaluate(rule, exact(one, "%"), Decimal(10), target).awards
        far = evaluate(rule, exact(other, "%"), Decimal(10), target).awards
        ends = {a.reading: a.score for a in far}
        assert all(ends[a.reading] <= a.score for a in near if a.reading in ends)


@QUICK
@given(st.sampled_from(READ), st.lists(st.integers(0, 80), max_size=6), st.booleans())
def test_widths_and_spaces_do_not_matter(sentence, places, wide):
    changed = list(sentence)
    for place in sorted(places, reverse=True):
        changed.insert(min(place, len(changed)), " ")
    text = "".join(changed)
    if wide:
        text = "".join(_wide(char) for char in text)
    plain, other = parse(sentence), parse(text)
    assert isinstance(plain, Rule) and isinstance(other, Rule), (text, other)
    assert (plain.kind, plain.cases, plain.floor, plain.cap, len(plain.items)) == (
        other.kind,
        other.cases,
        other.floor,
        other.cap,
        len(other.items),
    )


def _wide(char: str) -> str:
    """Full-width where there is one; a comma between digits and letters stays what it is."""
    return chr(ord(char) + 0xFEE0) if char in "0123456789%<>=()-~+" else char


@QUICK
@given(st.sampled_from(RULES), VALUES)
def test_whole_steps_never_take_more_than_begun_ones(rule, value):
    awards = evaluate(
        rule, exact(value, rule.unit), Decimal(10), Target("≥", Decimal(90), "%")
    ).awards
    by_reading = {award.reading: award.score for award in awards}
    for reading, score in by_reading.items():
        begun = reading.replace(StepMode.WHOLE.value, StepMode.BEGUN.value)
        assert by_reading.get(begun, score) <= score


def test_no_example_needs_a_choice_between_meanings():
    """What one kind of clause reads, no other kind reads differently."""
    for kind in kinds():
        for example in kind.examples:
            found = parse(example.sentence)
            assert isinstance(found, Rule), found
