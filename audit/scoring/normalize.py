"""One spelling for what is printed in several: widths, spaces, signs, quotation marks.

Every step replaces one character by one or drops it, so that each place of the folded text still
points at its place in the printed one.
"""

from __future__ import annotations

from dataclasses import dataclass

_FOLD = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("，,﹐", "，"),
    **dict.fromkeys("；;﹔", "；"),
    **dict.fromkeys("：:﹕∶", "："),
    **dict.fromkeys("。｡", "。"),
    **dict.fromkeys("≤≦⩽", "≤"),
    **dict.fromkeys("≥≧⩾", "≥"),
    **dict.fromkeys("＝﹦", "="),
    **dict.fromkeys("＜﹤", "<"),
    **dict.fromkeys("＞﹥", ">"),
    **dict.fromkeys("％﹪", "%"),
    **dict.fromkeys("（﹙〔", "("),
    **dict.fromkeys("）﹚〕", ")"),
    **dict.fromkeys("【［", "["),
    **dict.fromkeys("】］", "]"),
    **dict.fromkeys("-－—–―‐‑−﹣─", "-"),
    **dict.fromkeys("~～〜∼﹋", "~"),
    **dict.fromkeys("×＊*∗✕✖", "*"),
    **dict.fromkeys("÷／/∕", "/"),
    **dict.fromkeys("｜|∣", "|"),
    **dict.fromkeys("、､", "、"),
    "〇": "零",
}

# Quotation marks only set a name off; they never change what a rule says.
_DROPPED = frozenset("“”\"‘’'「」『』〝〞＂＇\ufeff\u200b\u200c\u200d\u2060\u00ad")


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` without white space; ``positions[i]`` is where its i-th character was printed."""

    source: str
    text: str
    positions: tuple[int, ...]

    def origin(self, index: int) -> int:
        """The place in the printed text, its end for an index past the last character."""
        return self.positions[index] if index < len(self.positions) else len(self.source)

    def printed(self, start: int, end: int) -> str:
        """The printed text from one folded place up to another."""
        if start >= end:
            return ""
        return self.source[self.origin(start) : self.positions[end - 1] + 1]


def fold(source: str) -> Folded:
    """The folded text of a printed sentence."""
    kept = [
        (_FOLD.get(char, char), index)
        for index, char in enumerate(source)
        if not char.isspace() and char not in _DROPPED
    ]
    kept = _without_thousands_separators(source, kept)
    kept = [
        ("。", at) if char == "." and not _between_digits(kept, i) else (char, at)
        for i, (char, at) in enumerate(kept)
    ]
    return Folded(source, "".join(char for char, _ in kept), tuple(at for _, at in kept))


def _between_digits(kept: list[tuple[str, int]], i: int) -> bool:
    return 0 < i < len(kept) - 1 and kept[i - 1][0].isdigit() and kept[i + 1][0].isdigit()


def _without_thousands_separators(
    source: str, kept: list[tuple[str, int]]
) -> list[tuple[str, int]]:
    """Drops a half-width comma between one digit and exactly three (1,000); 得1分,2分 stays."""

    def digits_after(i: int) -> int:
        count = 0
        while i + 1 + count < len(kept) and kept[i + 1 + count][0] in "0123456789":
            count += 1
        return count

    def is_separator(i: int) -> bool:
        return (
            source[kept[i][1]] == ","
            and i > 0
            and kept[i - 1][0] in "0123456789"
            and digits_after(i) == 3
        )

    return [item for i, item in enumerate(kept) if not is_separator(i)]
