"""Problems of files, models and code. Problems of data are findings and never come here."""

from __future__ import annotations

from schemas.message import Message

USAGE, INPUT_FAILED, INTERRUPTED = 2, 3, 130


class FuheError(Exception):
    """A failure a person can act on: contract ``code``, exit status, message with the remedy."""

    exit_status = INPUT_FAILED

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(zh)
        self.code = code
        self.message = Message(zh, en)

    def __reduce__(self) -> tuple[type[FuheError], tuple[str, str, str]]:
        """Crosses the border between processes whole."""
        return type(self), (self.code, self.message.zh, self.message.en)


class UsageError(FuheError):
    """The call itself is wrong: a missing file, an unknown option value, a faulty rule book."""

    exit_status = USAGE


class InputError(FuheError):
    """A document that cannot be read, by one of the contract's codes (``INPUT_CODES``)."""


INPUT_CODES = (
    "not-a-pdf",
    "damaged",
    "encrypted",
    "no-pages",
    "too-large",
    "timeout",
    "out-of-memory",
    "crashed",
    "no-form",
    "not-self-evaluation",
    "blank-form",
    "unreadable",
)
