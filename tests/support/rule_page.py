"""The page on scoring rules, made from the files in ``audit/scoring/sentences``.

``python -m tests.support.rule_page`` writes it; a test asserts that it is up to date.
"""

from __future__ import annotations

from pathlib import Path

from audit.scoring.clauses import Sentence
from audit.scoring.explain import explain
from audit.scoring.grammar import kinds, parse
from audit.scoring.wording import PARTS
from schemas.rule import Rule

PAGE = Path(__file__).parents[2] / "docs" / "scoring-rules.md"

HEAD = """# 评分规则的语言 · The language of scoring rules

表内印的评分规则按下面的种类逐句读懂，再照着计分。整句看懂才算数：每个字都要归到某一种说法里，
剩下一个条件、一个例外、第二个指标，整句就不照算（`not-scorable`），原文保留。
`fuhe rule 规则原文 --weight 分值 --value 指标值` 显示一句规则读成了什么意思。

A printed rule is read clause by clause, and applied only when it is understood whole: one
condition, exception or second measure left over, and the sentence is kept verbatim and not scored.
`fuhe rule TEXT --weight W --value X` shows what a sentence was understood to mean.

一种说法一个文件，在 `audit/scoring/sentences/`；放进一个文件就是全部登记。
本页由这些文件生成：`python -m tests.support.rule_page`。
Each kind is one file of `audit/scoring/sentences/`; dropping a file in is the whole registration.
This page is generated from them.

## 读法 · Readings

一句规则有几种站得住的读法，就列出几种，第一种是默认读法。比率先取两位小数再数步，是默认；
5% 指五个百分点；“一个百分点”可以按比例、也可以满一个才算；只有写了“绝对值”才不论正负；
两档共有的界限两边都算；规则的满分与表内分值不同时，照印的分数和折算的分数都列出。

Where a sentence can be read in more than one defensible way, every reading is listed, the default
first: rates are rounded to two decimals before steps are counted; 5% are five percentage points;
a single percentage point may count in fractions or whole; the sign is ignored only where 绝对值
is printed; a limit that two bands share belongs to both; a full mark that differs from the weight
is taken as printed and scaled.

| code | 中文 | English |
|---|---|---|
"""


def page() -> str:
    """The whole page as Markdown."""
    codes = "".join(f"| `{code}` | {m.zh} | {m.en} |\n" for code, m in PARTS.items())
    return HEAD + codes + "".join(_section(kind) for kind in kinds())


def _section(kind: Sentence) -> str:
    lines = [
        f"\n## {kind.title.zh} · {kind.title.en}\n",
        f"{kind.meaning.zh}。\n",
        f"{kind.meaning.en[0].upper()}{kind.meaning.en[1:]}.\n",
        f"出处 · Source: {kind.source}\n",
    ]
    for example in kind.examples:
        rule = parse(example.sentence)
        assert isinstance(rule, Rule)
        told = f"- {example.sentence}\n  - {explain(rule).zh}"
        if example.gives:
            target = f"，目标值 {example.target}" if example.target else ""
            given = "，".join(f"{value} → {score}" for value, score in example.gives)
            told += f"\n  - 分值 {example.weight}{target}：{given}"
        lines.append(told)
    lines.append("\n不照算 · Refused:\n")
    lines += [f"- {sentence}" for sentence in kind.refused]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
