"""What a run is asked to do, frozen before it starts and sent to every worker."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import UsageError

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use; beyond it the document fails, never the run.

    ``seconds`` counts from the moment a ready worker gets the document; every page read by
    recognition adds a quarter of it, up to ten times as much in all. ``memory`` is in bytes
    and bounds what the document adds to a worker that has loaded its libraries. A worker is
    replaced after ``documents`` of them, so that nothing a library leaves behind can pile up.
    """

    seconds: float = 120.0
    memory: int = 2048 * MEBIBYTE
    documents: int = 200


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Scoring rules that a form does not print: pairs of indicator name and rule sentence."""

    name: str
    sha256: str
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that can change a result. ``families`` is a folder of the user's own forms.

    ``ocr`` names the engine for scanned pages, None the default one if it is installed, "none"
    leaves them unread; with ``ocr_everything`` text layers are not used.
    """

    audit: bool = True
    families: Path | None = None
    rules: RuleBook | None = None
    ocr: str | None = None
    ocr_everything: bool = False


def default_jobs() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_rule_book(path: Path) -> RuleBook:
    """A TOML file of ``"indicator name" = "rule sentence"``, at the top or in ``[rules]``.

    Raises UsageError ``rule-book`` when the file cannot be read or holds anything else.
    """
    import tomllib

    try:
        data = path.read_bytes()
        content = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _faulty(path, f"无法读取（{reason}）", f"cannot be read ({reason})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _faulty(path, f"不是 TOML：{error}", f"is no TOML: {error}") from error
    rules = content.get("rules", content)
    if not isinstance(rules, Mapping) or not all(isinstance(v, str) for v in rules.values()):
        raise _faulty(
            path,
            '每行应为 "指标名称" = "规则原文"',
            'every line should be "indicator name" = "rule sentence"',
        )
    return RuleBook(path.name, hashlib.sha256(data).hexdigest(), tuple(sorted(rules.items())))


def _faulty(path: Path, zh: str, en: str) -> UsageError:
    return UsageError("rule-book", f"规则文件 {path}：{zh}", f"rule book {path}: {en}")
