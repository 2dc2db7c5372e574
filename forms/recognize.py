"""Which family a form belongs to, by its title and by what its header cells say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from forms.columns import Head, section_role
from forms.parts.pairs import known
from forms.segment import FormRows, heads_of
from forms.sheet import Row, key, squeeze
from forms.vocabulary import Vocabulary, worded
from schemas.form import Family, FormMatch
from schemas.message import Message

LEAST = 0.75
"""A form is of a family only if the header texts agree at least so far (F-measure)."""

_TELLING = frozenset(
    {"operator", "unit", "weight", "score", "completion", "tick", "content", "actual", "target"}
)
"""Columns of the indicator table that a family has or has not: one more or less is another form."""


def recognize(form: FormRows, families: Sequence[Family]) -> tuple[Family | None, FormMatch]:
    """The best family of a form, ``None`` where no family fits it well enough."""
    matches = [(family, match(form, family)) for family in families if not family.look_alike]
    best = max(matches, key=lambda pair: pair[1].score, default=None)
    if best is None or best[1].score < LEAST:
        nothing = Message("没有一种已知表式足够相符", "no known form fits well enough")
        return None, FormMatch("unknown", best[1].score if best else 0.0, (nothing,))
    return best


def match(form: FormRows, family: Family) -> FormMatch:
    """How well the form fits the family, 0 where title or columns rule it out."""
    title = squeeze(form.title_text)
    reasons: list[Message] = []
    if title and any(re.search(p, title) for p in family.not_titles):
        return _ruled_out(family, f"标题“{title}”属于别的表式", "the title belongs to other forms")
    if title and family.titles and not any(re.search(p, title) for p in family.titles):
        return _ruled_out(family, f"标题“{title}”不相符", "the title does not fit")
    words = worded(family.wording)
    if any(family.wording.values()):
        form = replace(form, heads=tuple(heads_of(form.rows, words).values()))
    odd = _column_conflict(form, family, words)
    if odd:
        listed = "、".join(sorted(odd))
        return _ruled_out(family, f"指标表的列不同：{listed}", f"other columns: {listed}")
    printed = _printed(form, words)
    found = wanted = agreed = stated = 0
    for section, texts in family.headers.items():
        entries = [_entry(text) for text in texts]
        own = printed.get(section, set())
        known_texts = {text for variants, _ in entries for text in variants}
        hits = sum(1 for variants, needed in entries if needed and variants & own)
        found += hits
        wanted += sum(1 for _, needed in entries if needed)
        agreed += len(own & known_texts)
        stated += len(own)
        reasons.append(
            Message(
                f"{section}：{hits} 个表头相符，共印 {len(own)} 个",
                f"{section}: {hits} headers agree, {len(own)} are printed",
            )
        )
    recall = found / wanted if wanted else 0.0
    precision = agreed / stated if stated else 0.0
    score = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return FormMatch(family.id, score, tuple(reasons))


def look_alike(form: FormRows, families: Iterable[Family]) -> Family | None:
    """The look-alike that a form is: by a header text only such forms have, else by its title."""
    title = squeeze(form.title_text)
    texts = [squeeze(s.text) for row in form.rows for s in row.filled if len(s.text) <= 40]
    for family in families:
        if not family.look_alike:
            continue
        if any(re.search(p, text) for p in family.telltales for text in texts):
            return family
        fits = title and any(re.search(p, title) for p in family.titles)
        if fits and not any(re.search(p, title) for p in family.not_titles):
            return family
    return None


def _ruled_out(family: Family, zh: str, en: str) -> FormMatch:
    return FormMatch(family.id, 0.0, (Message(zh, en),))


def _entry(text: str) -> tuple[set[str], bool]:
    """A header entry of a family file: its variants, and whether a form must have it."""
    needed = not text.endswith("?")
    return {key(variant) for variant in text.rstrip("?").split("|")}, needed


def _printed(form: FormRows, words: Vocabulary) -> dict[str, set[str]]:
    """What the form prints as headers and as known labels of its identity block."""
    printed: dict[str, set[str]] = {}
    headed: set[int] = set()
    for head in form.heads:
        own = printed.setdefault(head.section, set())
        own |= _texts(head)
        headed |= {row.number for row in head.rows}
    labels = printed.setdefault("identity", set())
    for row in form.rows:
        if row.number in headed:
            continue
        labels |= _labels(row, words)
    return printed


def _texts(head: Head) -> set[str]:
    return {key(spot.text) for spot in head.spots if spot not in head.side}


def _labels(row: Row, words: Vocabulary) -> set[str]:
    found: set[str] = set()
    for spot in row.filled:
        label = known(words, spot.text) if len(spot.text) <= 30 else None
        if label is not None and label[0] == "identity" and label[1] in _IDENTITY:
            found.add(key(spot.text))
    return found


_IDENTITY = frozenset(
    {"department", "staff_count", "subordinate_units", "project_name", "competent_department",
     "implementing_unit"}
)  # fmt: skip


def _column_conflict(form: FormRows, family: Family, words: Vocabulary) -> set[str]:
    """Telling columns that only the form or only the family has."""
    printed = {
        column.role for head in form.heads if head.section == "indicators"
        for column in head.columns
    }  # fmt: skip
    stated: set[str] = set()
    optional: set[str] = set()
    for text in family.headers.get("indicators", ()):
        variants, needed = _entry(text)
        roles = {section_role(words, "indicators", variant, True) or "" for variant in variants}
        (stated if needed else optional).update(roles)
    if stated & {"reasons"}:
        stated.add("tick")
    if "name" in stated and "content" in printed:
        stated.add("content")
    if "content" in printed:
        printed.add("target")
    conflict = (printed & _TELLING) - stated - optional
    return conflict | ((stated & _TELLING) - printed)
