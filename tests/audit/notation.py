"""Cases for the checks as a person would jot them down.

A file holds cases. A case begins with a word in the first column: 符合 (the check says nothing),
违反 (violated by the report), 误读 (violated by the likeliest reading only) or 未决 (undecidable),
and a title. Indented lines below it give the form::

    违反  收入小计比各项之和多 6 元
      收支 | 层级 | 名称      | 年初
           | 0    | 收入小计  | 636.34
           | 1    | 1.财政拨款 | 630.34
      报告 /funds/0/initial_budget
      说明 差 6.00

A cell may be blank (the form has none there), ``□`` (left blank), ``——`` (a placeholder), ``?``
(ink that could not be read), ``3~8`` (either, the likelier first), ``3〔8〕`` (read as 3, the page
supports 8 too), and ``…@funds-subtotal`` (the reading was settled by that relation).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from audit.check import Case, make_case
from schemas.form import AuditSettings, VarianceRate
from schemas.geometry import Box, Place
from schemas.message import Message
from schemas.record import Alternative, Field, SelfEvaluation, State
from schemas.rescore import IndicatorRescore, Recomputed, Rescore, Score, ScoreVerdict
from schemas.text import Origin
from tests.support.records import record_from_values

OUTCOMES = {
    "符合": None,
    "违反": ("violated", "report"),
    "误读": ("violated", "reading"),
    "未决": ("undecidable", "undecided"),
}
TABLES = {"收支": "funds", "任务": "tasks", "目标": "goals", "指标": "indicators", "分组": "groups"}
COLUMNS = {
    "层级": "level",
    "名称": "name",
    "项目": "project",
    "年初": "initial_budget",
    "全年": "full_year_budget",
    "执行": "executed",
    "执行率": "execution_rate",
    "分值": "weight",
    "得分": "score",
    "目标": "goal",
    "结果": "actual",
    "一级": "level1",
    "指标值": "target",
    "完成值": "actual",
    "完成": "completion",
    "原因": "reason_note",
    "改进": "improvement",
    "勾选": "reasons",
}
NUMBERS = {"initial_budget", "full_year_budget", "executed", "execution_rate", "weight", "score"}
QUANTITY = re.compile(r"([≥≤=><≠])?\s*(-?[0-9]+(?:\.[0-9]+)?)\s*([^\d\s]*)$")


@dataclass
class Jotted:
    """One case: the form's values, settings, and what the check is to say."""

    code: str
    title: str
    outcome: tuple[str, str] | None
    values: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    scores: list[IndicatorRescore] = field(default_factory=list)
    accused: list[tuple[str, ...]] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    severity: str | None = None

    def case(self) -> Case:
        values = {"family": "liaoning-department", "year": 2021, **self.values}
        record = record_from_values(values)
        zero = Decimal(0)
        rescore = Rescore(tuple(self.scores), None, zero, Recomputed(zero, zero, zero), zero)
        return make_case(record, AuditSettings(**self.settings), rescore, self._again)

    def _again(self, record: SelfEvaluation) -> Rescore:
        """Scores an altered record by the jotted points: agrees if the score is one of them."""
        items = []
        for item in self.scores:
            row = record.indicators[int(item.field.rpartition("/")[2])]
            stated = row.score.value if row.score else None
            fits = any(score.score == stated for score in item.scores)
            verdict = ScoreVerdict.AGREES if fits else item.verdict
            items.append(dataclasses.replace(item, stated=stated, verdict=verdict))
        zero = Decimal(0)
        return Rescore(tuple(items), None, zero, Recomputed(zero, zero, zero), zero)


def jotted_cases(path: Path) -> Iterator[Jotted]:
    """The cases of one file, which is named after the code it is about."""
    current: Jotted | None = None
    table, header = "", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            if current is not None:
                yield current
            word, title = line.split(None, 1)
            current = Jotted(path.stem, f"{word} {title}", OUTCOMES[word])
            continue
        assert current is not None, f"{path.name}:{number}"
        word, _, rest = line.strip().partition(" ")
        if word in TABLES:
            table, header = TABLES[word], _split(rest)
            current.values.setdefault(table, [])
        elif word == "|":
            row = dict(zip(header, _split(line.strip()), strict=False))
            current.values[table].append(_row(table, row))
        else:
            _directive(current, word, rest.strip())
    if current is not None:
        yield current


def _split(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().strip("|").split("|")]


def _directive(case: Jotted, word: str, rest: str) -> None:
    match word:
        case "报告":
            case.accused.append(tuple(rest.split()))
        case "说明":
            case.says.append(rest)
        case "级别":
            case.severity = rest
        case "总分":
            case.values["total_score"] = cell(rest, number=True)
        case "总分值":
            case.values["total_weight"] = cell(rest, number=True)
        case "年度":
            case.values["year"] = int(rest) if rest.isdigit() else cell(rest)
        case "种类":
            case.values["family"] = rest
        case "备注":
            label, _, text = rest.partition("：")
            note = {"label": label or None, "text": text}
            case.values.setdefault("notes", []).append(note)
        case "旁注" | "未归":
            _placed(case, word, rest)
        case "设定":
            name, _, value = rest.partition("=")
            case.settings[name] = _setting(name, value)
        case "重评":
            case.scores.append(_rescore(rest))
        case _:
            raise ValueError(f"{word}?")


def _placed(case: Jotted, word: str, rest: str) -> None:
    """``旁注``, a remark level with the rows, or ``未归``, a text put nowhere: beside the table
    or, after ``栏内``, in the column of a sum."""
    if word == "旁注":
        label, _, text = rest.partition("：")
        remark = cell(text)
        assert remark is not None
        remark = dataclasses.replace(remark, places=(Place(1, Box(20.0, 0.0, 29.0, 9.0)),))
        case.values.setdefault("notes", []).append({"label": label, "text": remark})
        return
    where = Box(1.0, 1.0, 8.0, 8.0) if rest.startswith("栏内") else Box(20.0, 20.0, 29.0, 29.0)
    text = rest.removeprefix("栏内").strip()
    stray = Field(text, text, State.READ, Origin.TEXT_LAYER, places=(Place(1, where),))
    case.values.setdefault("unplaced", []).append(stray)


def _setting(name: str, value: str) -> Any:
    if name == "variance":
        pattern, _, lines = value.partition("：")
        variants = tuple(tuple(v.split("+")) for v in lines.split("；"))
        return (VarianceRate(pattern, variants),)
    if value in ("yes", "no"):
        return value == "yes"
    if name in ("total_weight", "overcompleted"):
        return Decimal(value)
    return tuple(value.split(",")) if name == "rate_bases" else value


def _rescore(text: str) -> IndicatorRescore:
    """``0 differs 2 printed/steps 1 1.5``: row, verdict, stated, method, scores."""
    row, verdict, stated, method, *scores = text.split()
    return IndicatorRescore(
        f"/indicators/{row}",
        None if stated == "?" else Decimal(stated),
        tuple(Score(Decimal(s), f"reading-{i}") for i, s in enumerate(scores)),
        ScoreVerdict(verdict),
        method,
        (Message("差异率 40%，8 步", "rate 40 %, 8 steps"),),
    )


def _row(table: str, texts: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for head, text in texts.items():
        key = COLUMNS[head]
        if table == "indicators" and key in ("target", "actual"):
            row[key] = quantity(text)
        elif key == "reasons":
            row[key] = [cell(mark) for mark in text.split()]
        elif key == "level":
            row[key] = cell(text) if text == "?" else int(text)
        else:
            row[key] = cell(text, number=key in NUMBERS)
    defaults: dict[str, Any] = {
        "funds": {"level": 0},
        "tasks": {"is_total": texts.get("名称") == "合计", "name": None, "project": None},
        "goals": {"number": 1},
        "indicators": {"level1": None, "level2": None, "level3": None, "slot": None}
        | {"target": {}, "actual": {}, "name": "指标"},
        "groups": {},
    }[table]
    if table == "groups":
        row["level1"] = row.pop("name")
    return {**defaults, **{k: v for k, v in row.items() if v is not None}}


def cell(text: str, *, number: bool = False) -> Field[Any] | None:
    """One cell as jotted; ``None`` for a blank one."""
    text, _, settled = text.partition("@")
    text = text.strip()
    place = (Place(1, Box(0.0, 0.0, 9.0, 9.0)),)
    if not text:
        return None
    if text == "□":
        return Field(None, "", State.EMPTY, Origin.TEXT_LAYER, places=place)
    if text in ("?", "——"):
        state = State.UNREADABLE if text == "?" else State.NOT_APPLICABLE
        return Field(None, text, state, Origin.OCR, places=place)

    def value(raw: str) -> Any:
        return Decimal(raw) if number else raw

    def other(raw: str) -> Alternative[Any]:
        return Alternative(value(raw), raw, "像素")

    doubt = re.fullmatch(r"(.+)〔(.+)〕", text)
    if doubt:
        first, second = doubt.groups()
        return Field(
            value(first),
            first,
            State.READ,
            Origin.OCR,
            places=place,
            alternatives=(other(second),),
            settled_by=settled or None,
        )
    if "~" in text:
        choices = tuple(other(raw) for raw in text.split("~"))
        return Field(None, text, State.AMBIGUOUS, Origin.OCR, places=place, alternatives=choices)
    return Field(value(text), text, State.READ, Origin.TEXT_LAYER, places=place)


def quantity(text: str) -> dict[str, Any]:
    """``≥80%`` in its three parts, ``规则：…`` as a rule, any other text whole."""
    if text.startswith("规则："):
        return {"rule": cell(text.removeprefix("规则："))}
    match = QUANTITY.fullmatch(text) or re.fullmatch(r"([≥≤=><])?(-?[0-9.~?-]+)(\D*)", text)
    if match is None or text == "?":
        return {"text": cell(text)}
    operator, value, unit = match.groups()
    return {
        "operator": cell(operator or ""),
        "value": cell(value, number=True),
        "unit": cell(unit or ""),
    }
