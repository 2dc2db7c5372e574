"""The grammar of printed scoring rules, put together from the files in ``sentences/``.

An Earley parser over a token stream keeps every derivation, so that nothing depends on which of
two readings a parser happens to prefer: all of them are composed, and a sentence that still means
two things is refused. Nothing is skipped: every character belongs to a clause.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from audit.scoring import sentences
from audit.scoring.clauses import (
    Award,
    Clause,
    Limit,
    Name,
    Sentence,
    Unclear,
    WordCondition,
)
from audit.scoring.compose import compose
from audit.scoring.lexicon import CHINESE, NUMBER, UNIT, amount
from audit.scoring.normalize import Folded, fold
from schemas.message import Message
from schemas.rule import Refusal, Rule

if TYPE_CHECKING:
    from lark import Lark

LONGEST = 600
DEEPEST = 6
MOST_DERIVATIONS = 48

# Words that leave the points to somebody's judgement, wherever they stand.
_DISCRETION = re.compile(
    r"酌情|酌量|视情况?|视具体|视.{0,8}(?:情况|程度)|斟酌|适当(?=扣|给|加|减|得)|根据.{0,8}(?:情况|程度)(?=扣|给|得|打|评)"
    r"|(?:以|依)此类推|依次类推|合理确定|原则上"
)

# Letters and signs that words are made of; everything else is a sign the grammar must know.
_LETTER = r"[一-鿿㐀-䶿A-Za-z《》&_#]"
_COUNTED_BY = "次个项元人天件户起日月例家套台份篇处条名场批期笔种辆所座门里米亩顷吨斤克册株棵间栋盏"
_AFTER_LIMIT = rf"(?<=[%‰\d){_COUNTED_BY}])"

_CORE_TERMINALS = {
    "COMMA": (10, "，"),
    "SEMICOLON": (10, "；"),
    "STOP": (10, "。"),
    "PAUSE": (10, "、"),
    "COLON": (10, "："),
    "LEFT_ROUND": (10, r"\("),
    "RIGHT_ROUND": (10, r"\)"),
    "LEFT_SQUARE": (10, r"\["),
    "RIGHT_SQUARE": (10, r"\]"),
    "BAR": (10, r"\|"),
    "TIMES": (20, r"\*(?:100%\*)?|乘以"),
    "QUANTITY": (15, rf"(?:(?<![\d%)\]])[+-])?{NUMBER}(?:{UNIT})?"),
    "QUANTITY_WORD": (29, rf"(?<=[过于到达])(?:{CHINESE})(?:个百分点|次|个|项|天|起|例)"),
    "WITH": (56, rf"\((?:均|包)?(?:含|包括)(?:本数|{NUMBER}{UNIT}?)?\)"),
    "WITHOUT": (56, rf"\((?:均)?不(?:包)?(?:含|包括)(?:本数|{NUMBER}{UNIT}?)?\)"),
    "ABSOLUTE": (39, r"\((?:取)?绝对值\)|的?绝对值"),
    "IN_PERCENT": (39, r"\((?:单位：?)?%\)"),
    "ABOVE": (32, rf"{_AFTER_LIMIT}(?:及其?以上|或以上|以上|之上)"),
    "BELOW": (
        32,
        rf"{_AFTER_LIMIT}(?:及其?以下|及其?以内|或以下|以下|之下|以内|之内|以外|之外|内(?=[的，得]))",
    ),
    "TO": (33, rf"{_AFTER_LIMIT}(?:--|-|~|至|到|与|和)(?=[±]?\d)"),
    "BETWEEN": (33, rf"{_AFTER_LIMIT}(?:之间|区间内?|范围内)"),
    "IF": (
        39,
        r"(?:^|(?<=[；。：]))(?:如果|若|凡是?|当(?![年期月季前地])|如(?![期实数约]))(?=[^，；。])",
    ),
    "LINK": (
        39,
        r"(?:的时候|(?<![及按准同适届临定小])时|的部分|的话|情况下|的|者)"
        r"(?=[，(]|[得计记给扣减全]|[此该本]项|[均都则即可]?(?:不得|不予|得)|不得|不扣|不计|为\d|则|按|每|零分|满分|即|\d+(?:\.\d+)?分)",
    ),
}

# Optional parts multiply into alternatives, which an Earley parser pays for at every token: what
# may be absent is therefore spelt out in small rules of its own.
_CORE_RULES = """
start: _clauses | _clauses _separator
_clauses: _entry | _clauses _entry | _clauses _separator _entry
_entry: clause | lead _entry | lead _separator _entry | BULLET _entry
award: _guard points | _guard _tail points
_guard: condition | IF condition
?condition: bare | named | statement
named: name bare
_tail: LINK | _gap | LINK _gap
_gap: COMMA | COLON
_separator: _mark_of_sentence | _separator _mark_of_sentence
_mark_of_sentence: COMMA | SEMICOLON | STOP | PAUSE
name: _words | ABSOLUTE _words | _words ABSOLUTE | _words IN_PERCENT | BAR _words BAR
_words: word | _words word
quantity: QUANTITY | QUANTITY_WORD
limit: quantity | quantity _mark
_mark: WITH | WITHOUT
"""

_SILENT = frozenset(
    [
        "COMMA",
        "SEMICOLON",
        "STOP",
        "PAUSE",
        "COLON",
        "LINK",
        "IF",
        "BULLET",
        "BAR",
        "IN_PERCENT",
        "SCORE_IS",
        "SCORE_OF",
        "BY",
        "SCORED",
        "STANDARD",
        "AS_STANDARD",
        "WITHIN",
        "AND",
        "BUT",
    ]
)
_NAME_SIGNS = frozenset({"ABSOLUTE", "BAR", "IN_PERCENT"})
_KEEPS_PUNCTUATION = frozenset({"text", "formula"})


@cache
def kinds() -> tuple[Sentence, ...]:
    """Every kind of clause, one per file of ``sentences/``, by file name."""
    names = sorted(module.name for module in pkgutil.iter_modules(sentences.__path__))
    modules = [importlib.import_module(f"{sentences.__name__}.{name}") for name in names]
    return tuple(module.SENTENCE for module in modules)


@cache
def _grammar() -> str:
    terminals = dict(_CORE_TERMINALS)
    offers: dict[str, list[str]] = {"clause": ["award"], "word": ["WORD"]}
    rules = [_CORE_RULES]
    for kind in kinds():
        terminals.update(kind.terminals)
        rules.append("\n".join(line.strip() for line in kind.rules.strip().splitlines()))
        for place, names in kind.offers.items():
            offers.setdefault(place, []).extend(names)
    # A word ends where any known sign or phrase begins.
    known = "|".join(f"(?:{pattern})" for _, pattern in terminals.values())
    terminals["WORD"] = (1, f"(?:(?!{known}){_LETTER})+")
    lines = [f"?{place}: {' | '.join(names)}" for place, names in offers.items()]
    for name, (priority, pattern) in terminals.items():
        escaped = pattern.replace("/", r"\/")
        lines.append(f"{name}.{priority}: /{escaped}/")
    return "\n".join(_continued(rules)) + "\n" + "\n".join(lines)


def _continued(rules: list[str]) -> list[str]:
    return [line for rule in rules for line in rule.strip().splitlines()]


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(
        _grammar(),
        parser="earley",
        lexer="basic",
        ambiguity="explicit",
        keep_all_tokens=True,
        maybe_placeholders=False,
    )


@cache
def _builders() -> dict[str, Any]:
    builders: dict[str, Any] = {
        "award": lambda parts: Award(parts[0], parts[1]),
        "name": _name,
        "quantity": lambda parts: amount(str(parts[0])),
        "limit": _limit,
        "named": lambda parts: replace(parts[1], name=_merged(parts[0], parts[1].name)),
    }
    for kind in kinds():
        builders.update(kind.build)
    return builders


def _limit(parts: Any) -> Limit:
    """A number with its （含） or （不含）, which must speak of that number."""
    at = parts[0]
    if len(parts) == 1:
        return Limit(at, None)
    inside = re.search(NUMBER, parts[1])
    if inside and amount(inside[0]).value != abs(at.value):
        raise Unclear(f"括号里的数与前面的不同：{parts[1]}", f"another number in {parts[1]}")
    return Limit(at, parts[1].type == "WITH")


def _merged(name: Name, inner: Name) -> Name:
    """The name before a condition with what the condition itself knows of the measure."""
    if name.text and inner.text:
        raise Unclear("一个条件里有两个指标", "two measures in one condition")
    return Name(name.text or inner.text, name.absolute or inner.absolute)


def _name(parts: Any) -> Name:
    words = "".join(str(part) for part in parts if part.type not in _NAME_SIGNS)
    bars = any(part.type == "BAR" for part in parts)
    return Name(words, bars or any(part.type == "ABSOLUTE" for part in parts))


@lru_cache(maxsize=8192)
def parse(text: str) -> Rule | Refusal:
    """What a printed sentence means, or where and why understanding stopped. Never raises."""
    folded = fold(text)
    if not folded.text:
        return Refusal(text, 0, "", Message("没有文字", "there is no text"))
    if len(folded.text) > LONGEST:
        return Refusal(
            text,
            folded.origin(LONGEST),
            "",
            Message(f"超过{LONGEST}字，不像一条评分规则", f"longer than {LONGEST} characters"),
        )
    if _depth(folded.text) > DEEPEST:
        return Refusal(text, 0, text, Message("括号套得太深", "brackets are nested too deeply"))
    return _parse(folded)


def _depth(text: str) -> int:
    deepest = depth = 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        deepest = max(deepest, depth)
    return deepest


def _parse(folded: Folded) -> Rule | Refusal:
    from lark.exceptions import UnexpectedInput

    discretion = _DISCRETION.search(folded.text)
    if discretion is not None:
        at = folded.origin(discretion.start())
        why = Message(
            f"“{discretion[0]}”留有裁量余地，不能照算",
            f"“{discretion[0]}” leaves the points to discretion",
        )
        return Refusal(folded.source, at, folded.source[at:], why)
    try:
        tree = _parser().parse(folded.text)
    except UnexpectedInput as error:
        return _stopped(folded, error)
    derivations, unclear = _derivations(tree)
    meanings: dict[Rule, int] = {}
    for clauses in derivations:
        try:
            rule = compose(folded.source, clauses)
        except Unclear as error:
            unclear = unclear or error
            continue
        meanings[rule] = _wordiness(clauses)
    if not meanings:
        why = unclear.message if unclear else Message("看不懂", "not understood")
        return Refusal(folded.source, None, "", why)
    plainest = min(meanings.values())
    best = [rule for rule, wordy in meanings.items() if wordy == plainest]
    if len(best) > 1 or len(derivations) >= MOST_DERIVATIONS:
        why = Message("可以读成不止一种意思", "it can be read to mean more than one thing")
        return Refusal(folded.source, None, "", why)
    return best[0]


def _wordiness(clauses: tuple[Clause, ...]) -> int:
    """Conditions left to words: a reading that counts is preferred to one that does not."""
    return sum(isinstance(getattr(clause, "condition", None), WordCondition) for clause in clauses)


def _stopped(folded: Folded, error: Any) -> Refusal:
    token = getattr(error, "token", None)
    index = getattr(token, "start_pos", None)
    if index is None:
        index = getattr(error, "pos_in_stream", None)
    if index is None or index < 0 or (token is not None and token.type == "$END"):
        index = len(folded.text)
    at = folded.origin(index)
    rest = folded.source[at:].strip()
    if not rest:
        why = Message("句子到末尾还不完整", "the sentence ends before it is complete")
    else:
        why = Message(f"读到“{_short(rest)}”看不懂", f"not understood from “{_short(rest)}” on")
    return Refusal(folded.source, at, rest, why)


def _short(text: str) -> str:
    return text if len(text) <= 16 else text[:16] + "…"


def _derivations(tree: Any) -> tuple[list[tuple[Clause, ...]], Unclear | None]:
    """Every way to read the tree as a list of clauses, and the first reason against a way."""
    reasons: list[Unclear] = []

    def read(node: Any) -> list[Any]:
        if not hasattr(node, "data"):
            return [node]
        if node.data == "_ambig":
            found = [result for child in node.children for result in read(child)]
            return list(dict.fromkeys(found))[:MOST_DERIVATIONS]
        found = []
        for parts in _combined([read(child) for child in node.children]):
            kept = [part for part in parts if _speaks(part, str(node.data))]
            builder = _builders().get(str(node.data))
            try:
                found.append(builder(kept) if builder else tuple(kept))
            except Unclear as error:
                reasons.append(error)
        return list(dict.fromkeys(found))

    clauses = [tuple(part for part in found if not isinstance(part, str)) for found in read(tree)]
    return clauses, reasons[0] if reasons else None


def _combined(choices: list[list[Any]]) -> list[tuple[Any, ...]]:
    combined: list[tuple[Any, ...]] = []
    for parts in product(*choices):
        combined.append(parts)
        if len(combined) >= MOST_DERIVATIONS:
            break
    return combined


def _speaks(part: Any, rule: str) -> bool:
    kind = getattr(part, "type", None)
    if kind is None or rule in _KEEPS_PUNCTUATION or rule == "name":
        return True
    return kind not in _SILENT
