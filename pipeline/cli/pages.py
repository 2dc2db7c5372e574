"""What became of the pages of a searchable copy, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from schemas.message import Message

_FATES = {
    "laid": Message("加上了文字", "text laid on p."),
    "text": Message("原有文字层，未动", "text layer, left alone: p."),
    "earlier": Message(
        "已有以前识别的隐藏文字，未动（--replace 可换成重新识别的）",
        "invisible text of an earlier recognition, left alone (--replace reads anew): p.",
    ),
    "blank": Message("空白", "blank: p."),
    "unread": Message(
        "能认出的文字太少，没有加上（请用 300 dpi 重新扫描）",
        "too little legible text, none laid (scan again at 300 dpi): p.",
    ),
    "failed": Message("无法打开，照原样保留", "cannot be opened, kept as they are: p."),
}


def fates(pages: Sequence[str]) -> Message:
    """One sentence: which pages carry text now, and why the others do not."""
    told = [(said, numbers(pages, (fate,))) for fate, said in _FATES.items()]
    return Message(
        "；".join(f"第 {_ranges(found, '、')} 页{said.zh}" for said, found in told if found),
        "; ".join(f"{said.en} {_ranges(found, ', ')}" for said, found in told if found),
    )


def numbers(pages: Sequence[str], wanted: Collection[str]) -> list[int]:
    """The numbers, from 1, of the pages with one of these fates."""
    return [number for number, fate in enumerate(pages, 1) if fate in wanted]


def _ranges(found: Sequence[int], comma: str) -> str:
    """Page numbers with those in a row joined: 1、3–5."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0])
    ]
    return comma.join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
