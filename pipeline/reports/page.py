"""One self-contained HTML page: templates, style sheet, and a policy that lets nothing out."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.reports import labels, words
from pipeline.reports.cells import interval
from pipeline.reports.clean import clean, unwrapped
from pipeline.reports.verdict import plain
from schemas.message import Lang, Message

if TYPE_CHECKING:
    from jinja2 import Environment

LANG_TAG = {"zh": "zh-CN", "en": "en"}


def render(template: str, lang: Lang, **context: Any) -> str:
    """The page as text. Every value is escaped and made harmless, wherever it comes from.

    The policy forbids every source but pictures inside the page and the one style sheet, which
    is named by its hash; there is no script.
    """
    from markupsafe import Markup

    style = _text("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # Text of the document stays Chinese in an English page, and says so to a screen reader.
    foreign = Markup(' lang="zh-CN"') if lang != "zh" else Markup("")
    return (
        _environment(lang)
        .get_template(template)
        .render(
            lang=LANG_TAG[lang],
            style=Markup(style),  # our own file, and the hash covers it
            policy=policy,
            doc=foreign,
            **context,
        )
    )


def data_uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


@cache
def _text(name: str) -> str:
    text = files("pipeline.reports").joinpath("templates", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def _environment(lang: Lang) -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )

    def say(message: Message) -> str:
        return message.say(lang)

    environment.filters |= {"t": say, "points": plain, "uri": data_uri, "unwrapped": unwrapped}
    environment.globals |= {
        "w": labels,
        "words": words,
        "bounds": interval,
        "where": lambda numbers, by_line: say(words.where(numbers, by_line)),
    }
    return environment


def _harmless(value: object) -> object:
    """Plain text loses what could move a cursor or turn a line round; markup of ours stays."""
    return clean(value) if type(value) is str else value
