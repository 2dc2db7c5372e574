"""Tables for a person: what is in doubt stands in brackets, and the brackets are explained."""

from __future__ import annotations

from decimal import Decimal

from pipeline.reports.cells import Value
from pipeline.table import shown, tables
from schemas.message import Lang
from schemas.record import State
from tests.support.records import doubtful_field
from tests.support.results import result_from_values


def form(score: object, lang: Lang = "zh") -> str:
    values = {"family": "unknown", "title": "自评表", "indicators": [], "total_score": score}
    return tables(result_from_values(values), lang)


def test_brackets_are_explained_where_there_are_any() -> None:
    assert "〔" not in form(Decimal(98))
    doubtful = form(doubtful_field(State.UNREADABLE, "9\ufffd"))
    assert "〔9\ufffd〕" in doubtful
    assert doubtful.splitlines()[-1].startswith("〔 〕里的读不准")
    assert "in doubt" in form(doubtful_field(State.UNREADABLE, "9\ufffd"), "en")


def test_a_single_other_reading_stands_beside_what_is_printed() -> None:
    assert shown(Value("/", None, State.AMBIGUOUS, ("1",))) == "〔/ | 1〕"
    assert shown(Value("17", None, State.AMBIGUOUS, ("17", "11"))) == "〔17 | 11〕"
    assert shown(Value("", None, State.UNREADABLE)) == "〔?〕"
