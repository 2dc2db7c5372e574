"""The codec keeps every value on its way to JSON and back."""

import json
from decimal import Decimal
from pathlib import Path

from schemas.codec import from_json, plain, to_json
from schemas.record import SelfEvaluation
from tests.support.records import record_from_values

VALUES = json.loads(
    (Path(__file__).parents[2] / "fixtures/pdfs/fushun-2021.values.json").read_text("utf-8")
)


def test_plain_values_of_a_record_are_the_values_it_was_made_of():
    assert plain(record_from_values(VALUES)) == VALUES


def test_a_record_survives_the_way_to_json_and_back():
    record = record_from_values(VALUES)
    assert from_json(SelfEvaluation, json.loads(json.dumps(to_json(record)))) == record


def test_printed_digits_stay():
    assert to_json(Decimal("8.50")) == "8.50"
    assert to_json(Decimal("1E+2")) == "100"
