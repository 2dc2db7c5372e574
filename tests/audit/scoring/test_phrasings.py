"""Rule sentences of many offices are read as a person reads them, or refused."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from audit.scoring.evaluate import evaluate
from audit.scoring.grammar import parse
from audit.scoring.measure import Target, exact
from schemas.rule import Refusal, Rule

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "phrasings.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def target_of(text: str) -> Target | None:
    if not text:
        return None
    match = re.fullmatch(r"([≥≤=<>]?)([\d.]+)(.*)", text)
    assert match is not None
    return Target(match[1] or None, Decimal(match[2]), match[3] or None)


def scores(rule: Rule, value: str, weight: str, target: Target | None) -> list[Decimal]:
    unit = rule.unit if rule.unit is not None or target is None else target.unit
    found = evaluate(rule, exact(Decimal(value), unit), Decimal(weight), target)
    return list(dict.fromkeys(award.score for award in found.awards))


def test_the_table_is_long_and_every_row_has_four_columns():
    assert len(ROWS) >= 150
    assert all(len(row) == 4 for row in ROWS)


@pytest.mark.parametrize(
    ("sentence", "weight", "target", "expected"), ROWS, ids=[r[0] for r in ROWS]
)
def test_a_phrasing_means_what_a_person_reads(sentence, weight, target, expected):
    rule = parse(sentence)
    if expected == "refuse":
        assert isinstance(rule, Refusal), rule
        return
    assert isinstance(rule, Rule), (rule.position, rule.why.zh)
    if expected == "words":
        found = evaluate(rule, exact(Decimal(1), None), Decimal(weight), target_of(target))
        assert not found.awards and found.problem is not None
        return
    for pair in expected.split():
        value, _, wanted = pair.partition("=")
        all_scores = [Decimal(score) for score in wanted.split("|")]
        given = scores(rule, value, weight, target_of(target))
        if len(all_scores) > 1:
            assert given == all_scores, (value, given)
        else:
            assert given[:1] == all_scores, (value, given)
