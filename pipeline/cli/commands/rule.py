"""``fuhe rule``: what a scoring-rule sentence means and what it gives."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import output
from pipeline.cli.command import Session, argument, command, option
from pipeline.visible import visible
from schemas.errors import UsageError
from schemas.message import Message

if TYPE_CHECKING:
    from audit.scoring.evaluate import Evaluation
    from audit.scoring.measure import Target
    from schemas.rule import Refusal, Rule

HIGHEST = Decimal(1_000_000)


@command(
    "rule",
    Message("说明一句评分规则是什么意思、给多少分", "What a scoring-rule sentence means and gives"),
    Message(
        "只有整句都看懂才算看懂；看不懂的指出读到哪里为止，不作任何猜测。"
        "有几种读法就列出几种，第一种是默认读法。看懂与否，退出状态都是 0。",
        "A sentence counts as understood only as a whole; where it is not, the place where "
        "understanding stopped is shown and nothing is guessed. Every reading is listed, the "
        "default first. The exit status is 0 whether or not it was understood.",
    ),
    examples=(
        "fuhe rule '差异率=0，得满分；差异率>0时，每增加5%扣0.5分' --weight 5 --value 40%",
        "fuhe rule '达到目标值得满分，否则不得分' --weight 10 --value 88 --target '≥90'",
    ),
)
@argument("text", Message("规则原文", "The rule as printed"), metavar="TEXT")
@option(
    "--weight",
    Message("指标的分值", "The indicator's weight"),
    required=True,
    metavar="W",
)
@option(
    "--value",
    Message("指标值，可带单位：40、40%、3次", "The measure, with or without unit: 40, 40%, 3次"),
    metavar="X",
)
@option(
    "--target",
    Message("目标值，规则要对照它时用：≥90%", "The target, where the rule goes by it: ≥90%"),
    metavar="T",
)
@option(
    "--format",
    Message("text 给人看，json 给程序", "text for a person, json for a program"),
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
def run(
    session: Session,
    text: str,
    *,
    weight: str,
    value: str | None,
    target: str | None,
    format: str,
) -> None:
    from audit.scoring.grammar import parse
    from schemas.rule import Refusal

    points = _weight(weight)
    held_against = _target(target) if target is not None else None
    measure = _amount(value, "--value") if value is not None else None
    rule = parse(text)
    found = None if isinstance(rule, Refusal) else _evaluated(rule, measure, points, held_against)
    if format == "json":
        output.document(_document(session, rule, found))
    elif isinstance(rule, Refusal):
        output.lines(_refused(session, rule))
    else:
        output.lines(_told(session, rule, points, held_against, found))


def _weight(text: str) -> Decimal:
    value = _decimal(text)
    if value is None or not 0 < value <= HIGHEST:
        raise UsageError(
            "bad-weight",
            f"--weight 要一个大于 0 的数，不是“{text}”",
            f"--weight takes a number above 0, not “{text}”",
        )
    return value


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= HIGHEST * HIGHEST else None


def _amount(text: str, name: str) -> tuple[Decimal, str | None]:
    """A number with the unit printed behind it."""
    from audit.scoring.clauses import Unclear
    from audit.scoring.lexicon import amount
    from audit.scoring.normalize import fold

    folded = fold(text).text
    try:
        found = amount(folded)
    except Unclear:
        plain = _decimal(folded)
        if plain is None:
            raise UsageError(
                "bad-value",
                f"{name} 要一个数，可以带单位，不是“{text}”",
                f"{name} takes a number, with or without a unit, not “{text}”",
            ) from None
        return plain, None
    return found.value, found.unit


def _target(text: str) -> Target:
    from audit.scoring.measure import Target
    from audit.scoring.normalize import fold

    folded = fold(text).text.replace(">=", "≥").replace("<=", "≤")
    operator = folded[0] if folded[:1] in tuple("≥≤=><≠") else None
    value, unit = _amount(folded[1:] if operator else folded, "--target")
    return Target(operator, value, unit)


def _evaluated(
    rule: Rule,
    measure: tuple[Decimal, str | None] | None,
    weight: Decimal,
    target: Target | None,
) -> Evaluation | None:
    """What the rule gives for the figure as it was typed, taken as exact."""
    from audit.scoring.evaluate import evaluate
    from audit.scoring.measure import exact

    if measure is None:
        return None
    value, unit = measure
    typed = unit if unit is not None else rule.unit or (target.unit if target else None)
    return evaluate(rule, exact(value, typed), weight, target)


def _document(session: Session, rule: Rule | Refusal, found: Evaluation | None) -> dict[str, Any]:
    from audit.scoring.explain import explain
    from schemas.codec import decimal_text
    from schemas.rule import Refusal

    if isinstance(rule, Refusal):
        stopped = {"position": rule.position, "rest": rule.rest, "why": session.say(rule.why)}
        return {"understood": False, "meaning": None, "scores": [], "stopped": stopped}
    scores = [
        {"score": decimal_text(award.score), "reading": award.reading}
        for award in (found.awards if found else ())
    ]
    result: dict[str, Any] = {
        "understood": True,
        "meaning": session.say(explain(rule)),
        "scores": scores,
    }
    if found is not None and found.problem is not None:
        result["problem"] = session.say(found.problem)
    return result


def _refused(session: Session, refusal: Refusal) -> str:
    """The sentence with a mark where understanding stopped, and why."""
    said = [session.say(Message("没有看懂，不照算。", "Not understood, and not applied."))]
    if refusal.position is not None:
        read = visible(refusal.text[: refusal.position])
        said.append(
            session.say(Message("读到这里为止：", "Read up to the mark: "))
            + f"{read}▲{visible(refusal.text[refusal.position :])}"
        )
    said.append(session.say(Message("原因：", "Why: ")) + visible(session.say(refusal.why)))
    return "\n".join(said)


def _told(
    session: Session,
    rule: Rule,
    weight: Decimal,
    target: Target | None,
    found: Evaluation | None,
) -> str:
    from audit.scoring.explain import explain
    from audit.scoring.figures import shown
    from audit.scoring.wording import reading

    lines = [
        session.say(Message("意思：", "It means: ")) + visible(session.say(explain(rule))),
    ]
    if found is None:
        lines += _samples(session, rule, weight, target)
        return "\n".join(lines)
    lines += [
        session.say(Message("注意：", "Note: ")) + visible(session.say(note))
        for note in found.notes
    ]
    if found.problem is not None:
        problem = visible(session.say(found.problem))
        lines.append(session.say(Message("算不出得分：", "No score follows: ")) + problem)
        return "\n".join(lines)
    lines.append(session.say(Message("得分：", "Scores:")))
    for award in found.awards:
        words = session.say(reading(award.reading))
        lines.append(f"  {shown(award.score)}  {award.reading}  {words}")
        lines.append(f"      {visible(session.say(award.why))}")
    return "\n".join(lines)


def _samples(session: Session, rule: Rule, weight: Decimal, target: Target | None) -> list[str]:
    """What the rule gives at its own limits and a step or two beyond them."""
    from audit.scoring.evaluate import evaluate
    from audit.scoring.figures import shown
    from audit.scoring.measure import exact, samples

    unit = rule.unit if rule.unit is not None else target.unit if target else None
    rows = []
    for x in samples(rule, target):
        found = evaluate(rule, exact(x, unit), weight, target)
        if found.awards:
            points = " / ".join(dict.fromkeys(shown(award.score) for award in found.awards))
            rows.append(f"  {shown(x)}{unit or ''} → {points}")
    if not rows:
        return []
    head = Message(f"分值{shown(weight)}时，例如：", f"With weight {shown(weight)}, for example:")
    return [session.say(head), *rows]
