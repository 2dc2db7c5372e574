"""Every fixture report, read from the file to the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forms.families import load
from forms.read import read_forms
from schemas.codec import plain
from schemas.errors import InputError
from tests.support.differences import differences
from tests.support.reports import extracted, reports, truth, truth_file

TEXT_LAYER_ERRORS = {"no-form", "not-self-evaluation", "blank-form"}


@pytest.mark.parametrize("path", reports(), ids=lambda path: path.name)
def test_every_value_is_read_to_the_character(path: Path) -> None:
    readings = read_forms(extracted(path), load())
    found = [plain(reading.record) for reading in readings]
    assert list(differences(found, truth(path))) == []
    assert [text.raw for r in readings for text in r.record.unplaced] == []


@pytest.mark.parametrize("path", reports("error"), ids=lambda path: path.name)
def test_what_is_no_filled_self_evaluation_is_named(path: Path) -> None:
    file = truth_file(path, "error")
    assert file is not None
    code = json.loads(file.read_text("utf-8"))["code"]
    if code not in TEXT_LAYER_ERRORS:
        pytest.skip("not for this stage")
    with pytest.raises(InputError) as caught:
        read_forms(extracted(path), load())
    assert caught.value.code == code
