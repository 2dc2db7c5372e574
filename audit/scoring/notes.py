"""A rule for all numeric indicators that stands in the form's notes (备注)."""

from __future__ import annotations

import re

from audit.scoring.grammar import parse
from schemas.rule import Refusal, Rule, RuleKind

_ITEM = re.compile(r"(?:^|(?<=[。；\n]))\s*(?:备注|注|说明)?[:：]?\s*\d{0,2}[.、．)）]?\s*")


def target_rule(notes: tuple[str, ...]) -> Rule | None:
    """The one sentence of the notes that scores an actual value against its target.

    Notes that hold no such sentence, or two that say different things, give none.
    """
    found: dict[Rule, None] = {}
    for note in notes:
        for sentence in _sentences(note):
            rule = parse(sentence)
            if not isinstance(rule, Refusal) and rule.kind is RuleKind.RATIO:
                found[rule] = None
    against = [rule for rule in found if rule.unit is None and len(rule.cases) == 2]
    return against[0] if len(against) == 1 else None


def _sentences(note: str) -> list[str]:
    pieces = re.split(r"(?<=。)|\n", note)
    return [_ITEM.sub("", piece).strip() for piece in pieces if "分" in piece and len(piece) < 200]
