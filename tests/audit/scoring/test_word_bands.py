"""Words of an actual value fall into the band that their beginning names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.scoring.family import word_band
from schemas.form import ScoringMethod, WordBand

METHOD = ScoringMethod(
    bands=(
        WordBand(("达成预期指标", "达成", "完成"), Decimal("0.8"), Decimal(1)),
        WordBand(("部分达成", "基本完成"), Decimal("0.6"), Decimal("0.8")),
        WordBand(("未达成", "未完成"), Decimal(0), Decimal("0.6")),
    )
)


@pytest.mark.parametrize(
    ("word", "low"),
    [
        ("达成预期指标", "0.8"),
        ("全部完成", "0.8"),
        ("部分达成预期指标", "0.6"),
        ("部分达成预期指标并具有一定效果", "0.6"),
        ("已基本完成", "0.6"),
        ("未达成预期指标且效果较差", "0"),
        ("未完成", "0"),
    ],
)
def test_a_word_finds_its_band(word: str, low: str) -> None:
    (band,) = word_band(METHOD, word)
    assert band.low == Decimal(low)


def test_a_word_that_no_band_names_may_be_any() -> None:
    assert word_band(METHOD, "良好") == METHOD.bands
