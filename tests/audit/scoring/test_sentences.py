"""Every kind of clause keeps its word: its examples are read, its look-alikes refused."""

from __future__ import annotations

import pkgutil
import re
from decimal import Decimal

import pytest

import audit.scoring.sentences as folder
from audit.scoring.evaluate import evaluate
from audit.scoring.explain import explain
from audit.scoring.grammar import kinds, parse
from audit.scoring.measure import exact
from schemas.rule import Refusal, Rule, RuleKind
from tests.audit.scoring.test_phrasings import target_of

EXAMPLES = [(kind.kind, example) for kind in kinds() for example in kind.examples]
REFUSED = [(kind.kind, sentence) for kind in kinds() for sentence in kind.refused]


def test_every_file_of_the_folder_is_a_kind():
    assert len(kinds()) == len(list(pkgutil.iter_modules(folder.__path__)))
    assert len({kind.kind for kind in kinds()}) == len(kinds())


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.kind)
def test_every_kind_has_examples_look_alikes_a_meaning_and_a_source(kind):
    assert kind.examples and kind.refused
    assert kind.meaning.zh and kind.meaning.en and kind.title.zh and kind.source


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=[e.sentence for _, e in EXAMPLES])
def test_an_example_gives_what_it_says(kind, example):
    rule = parse(example.sentence)
    assert isinstance(rule, Rule), rule
    target = target_of(example.target or "")
    unit = rule.unit if rule.unit is not None or target is None else target.unit
    for value, score in example.gives:
        found = evaluate(rule, exact(Decimal(value), unit), Decimal(example.weight), target)
        assert found.awards, found.problem
        assert found.awards[0].score == Decimal(score), value


@pytest.mark.parametrize(("kind", "sentence"), REFUSED, ids=[s for _, s in REFUSED])
def test_a_look_alike_is_refused(kind, sentence):
    assert isinstance(parse(sentence), Refusal)


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=[e.sentence for _, e in EXAMPLES])
def test_a_meaning_is_told_in_both_languages_with_every_number_of_the_sentence(kind, example):
    rule = parse(example.sentence)
    assert isinstance(rule, Rule)
    told = explain(rule)
    assert told.zh and told.en
    told_numbers = set(re.findall(r"\d+(?:\.\d+)?", told.zh))
    for value in {number(p.printed) for p in _points(rule) if p.printed is not None}:
        assert value in told_numbers or value == "0"


def number(value: Decimal) -> str:
    return f"{abs(value):f}"


def _points(rule: Rule):
    yield from (item.points for item in rule.items)
    for case in rule.cases:
        for name in ("each", "start"):
            if hasattr(case.outcome, name):
                yield getattr(case.outcome, name)
        if hasattr(case.outcome, "printed"):
            yield case.outcome


DOMAIN = {
    "差异率=0，得满分；差异率（绝对值）>0时，每增加5%（含）扣减0.5分，减至0分为止。": (
        RuleKind.STEPS
    ),
    "差异率≤0，得满分；差异率>0时，每增加5%（含）扣减0.5分，减至0分为止。": RuleKind.STEPS,
    "应缴财政款=0，得满分，应缴财政款≠0，得0分": RuleKind.BANDS,
    "以100%为标准。在职人员控制率≦100%，计5分；每超过一个百分点扣0.5分，扣完为止。": (
        RuleKind.STEPS
    ),
    "“三公经费”变动率≦0，计5分；“三公经费”>0，每超过一个百分点扣0.5分，扣完为止。": (
        RuleKind.STEPS
    ),
    "重点支出安排率≥90%，计5分；80%（含）-90%，计4分；70%（含）-80%，计3分；60%（含）-70%，"
    "计2分；低于60%不得分。": RuleKind.BANDS,
    "预算调整率=0，计3分；0-10%（含），计2分；10-20%（含），计1分；20-30%（含），计0.5分；"
    "大于30%不得分。": RuleKind.BANDS,
    "100%计满分，每低于5%扣2分，扣完为止。": RuleKind.STEPS,
    "控制率在±10%以内得5分，±10-15%以内得3分，±15-20%以内得1分，±20%以外不得分。": RuleKind.BANDS,
    "群众满意率90%以上得10分，每降5%扣1分，扣完为止。": RuleKind.STEPS,
    "每出现一个专项未按进度完成资金下达扣0.5分，扣完为止。": RuleKind.OCCURRENCES,
    "无结余，3分；有结余，但不超过上年结转，2分；结余超过上年结转，不得分。": RuleKind.AMOUNTS,
    "①已制定…1分；②…合法、合规、完整，1分；③…得到有效执行，1分。": RuleKind.CHECKLIST,
    "完成值达到指标值，记满分；未达到指标值，按B/A或A/B*该指标分值记分。": RuleKind.RATIO,
    "执行率*该指标分值，最高不得超过分值上限。": RuleKind.RATIO,
    "得分（20分*执行率）": RuleKind.RATIO,
    "没有楼堂馆所项目的部门按满分计算。": RuleKind.NOT_APPLICABLE,
}


@pytest.mark.parametrize(("sentence", "kind"), DOMAIN.items())
def test_the_known_phrasings_are_of_their_kind(sentence, kind):
    rule = parse(sentence)
    assert isinstance(rule, Rule), rule
    assert rule.kind is kind


def test_cases_on_two_amounts_are_decided_by_the_amounts():
    rule = parse("无结余，3分；有结余，但不超过上年结转，2分；结余超过上年结转，不得分。")
    assert isinstance(rule, Rule)

    def score(now: str, before: str) -> Decimal:
        amounts = {"结余": Decimal(now), "上年结转": Decimal(before)}
        found = evaluate(rule, exact(Decimal(now), None), Decimal(3), None, amounts)
        return found.awards[0].score

    assert [score("0", "5"), score("4", "5"), score("5", "5"), score("6", "5")] == [3, 2, 2, 0]


def test_a_refusal_says_where_understanding_stopped():
    refusal = parse("执行率≥90%得5分；执行率蓝色得3分；其他不得分")
    assert isinstance(refusal, Refusal)
    sentence = "执行率≥90% 得5分；?????"
    refusal = parse(sentence)
    assert isinstance(refusal, Refusal)
    assert refusal.position == sentence.index("?")
    assert refusal.rest == "?????"
    refusal = parse("执行率≥90%得5分，其余酌情给分")
    assert isinstance(refusal, Refusal)
    assert refusal.rest.startswith("酌情")
