"""Readings in words. Codes never change with the language; this is what people see."""

from __future__ import annotations

from schemas.message import Message

PARTS = {
    "rounded-2": Message("比率先取两位小数", "rate rounded to two decimals"),
    "unrounded": Message("比率不取整", "rate not rounded"),
    "whole-steps": Message("满一步算一步", "whole steps"),
    "begun-steps": Message("不足一步按一步算", "begun steps"),
    "linear": Message("不足一步按比例算", "in proportion"),
    "full": Message("满分", "full marks"),
    "zero": Message("零分", "no points"),
    "band": Message("所在档", "its band"),
    "case": Message("所符合的情形", "the case that holds"),
    "count": Message("按次数", "by count"),
    "ratio": Message("按比率", "by ratio"),
    "met": Message("达到目标值", "target met"),
    "scaled": Message("按分值折算", "scaled to the weight"),
    "capped": Message("以分值为限", "capped at the weight"),
    "uncapped": Message("不设上限", "not capped"),
    "printed-digits": Message("印出的数位所容许的另一数值", "another figure that prints alike"),
    "from-amounts": Message("按表内金额重算", "from the form's amounts"),
    "upper-full": Message("界限归上档，满分", "limit belongs to the upper band, full marks"),
    "upper-band": Message("界限归上档", "limit belongs to the upper band"),
    "upper-zero": Message("界限归上档，零分", "limit belongs to the upper band, no points"),
    "lower-full": Message("界限归下档，满分", "limit belongs to the lower band, full marks"),
    "lower-band": Message("界限归下档", "limit belongs to the lower band"),
    "lower-zero": Message("界限归下档，零分", "limit belongs to the lower band, no points"),
    "if-higher-is-better": Message("若为正向指标", "if higher is better"),
    "if-lower-is-better": Message("若为反向指标", "if lower is better"),
    "word": Message("按这个词", "by the word"),
    "word-band": Message("按文字所在档", "by the band of the word"),
    "most": Message("最多", "at most"),
    "least": Message("最少", "at least"),
}


def reading(code: str) -> Message:
    """A reading's code in words: ``rounded-2/whole-steps`` → 比率先取两位小数，满一步算一步."""
    first, *rest = code.split("/")
    said = [_part(first, 0), *(_part(part, place) for place, part in enumerate(rest, 1))]
    return Message("，".join(m.zh for m in said), ", ".join(m.en for m in said))


def _part(part: str, place: int) -> Message:
    kind, _, digits = part.rpartition("-")
    if place and kind == "rounded":
        return Message(f"得分取{digits}位小数", f"score rounded to {digits} decimals")
    if kind == "truncated":
        return Message(f"得分截到{digits}位小数", f"score cut off after {digits} decimals")
    if kind == "cell-reading":
        return Message(f"单元格的第{digits}种读法", f"reading {digits} of the cell")
    return PARTS.get(part, Message(part, part))
