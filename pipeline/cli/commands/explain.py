"""``fuhe explain``: one value's way from the page into the result."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import output
from pipeline.cli.command import Session, argument, command, option
from pipeline.cli.reading import FILE, forms_option, inputs_of, limit_options, ocr_options
from pipeline.config import MEBIBYTE, Limits, Options, read_rule_book
from schemas.message import Message


@command(
    "explain",
    Message("说明一个值的来历", "Tell where one value comes from"),
    Message(
        "给出它在第几页、什么位置、原文怎样、修整了什么、得到什么值，以及哪些核对用到它。"
        "FIELD 是 JSON Pointer，例如 /indicators/6/score；指到一行（/indicators/6）就说明整行；"
        "不写就列出全部。--png 画出那一页，标明表线、单元格和这个值的位置。",
        "Tells its page and box, the raw text, what was mended, the value, and the checks that "
        "use it. FIELD is a JSON Pointer such as /indicators/6/score; a row (/indicators/6) is "
        "explained whole; without it all fields are listed. --png draws the page with its "
        "rulings, cells and the value's box.",
    ),
    examples=(
        "fuhe explain report.pdf",
        "fuhe explain report.pdf /indicators/6/score",
        "fuhe explain --png page.png report.pdf /total_score",
    ),
)
@argument("file", Message("PDF 或 .txt 文件", "PDF or .txt file"), metavar="FILE")
@argument(
    "field",
    Message("字段的 JSON Pointer", "JSON Pointer of a field"),
    required=False,
    metavar="[FIELD]",
)
@option(
    "--form",
    Message("文件里的第几张表", "Which form of the file"),
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
)
@option(
    "--png",
    Message("把所在的页画成图片", "Draw the page into a picture"),
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
)
@option(
    "--rules",
    Message("规则文件，同 audit", "Rule book, as for audit"),
    metavar="FILE",
    type=FILE,
)
@forms_option
@ocr_options
@limit_options
def run(
    session: Session,
    *,
    file: str,
    field: str | None,
    form: int,
    png: Path | None,
    rules: Path | None,
    forms: Path | None,
    ocr: str | None,
    ocr_everything: bool,
    timeout: float,
    memory: int,
) -> int:
    from pipeline.explain import explain, listing
    from pipeline.files import write_private
    from pipeline.reading import Explained, ask, explain_in_child
    from schemas.errors import INPUT_FAILED
    from schemas.result import Status

    inputs_of([file], folders=False)
    options = Options(
        families=forms,
        rules=read_rule_book(rules) if rules else None,
        ocr=ocr,
        ocr_everything=ocr_everything,
    )
    limits = Limits(timeout, memory * MEBIBYTE)
    if field and not field.startswith("/"):
        field = f"/{field}"
    arguments = (file, options, form, field, png is not None)
    told: Explained = ask(explain_in_child, arguments, limits, session.debug)
    result = told.result
    if png is not None and told.picture is not None:
        write_private(png, told.picture)
    item = result.records[form - 1]
    if field is None:
        output.lines(listing(item.record, session.lang))
    else:
        output.lines(explain(item, field, told.checks, session.lang, told.by_line))
    if len(result.records) > 1:
        output.remark(session.say(_which(form, len(result.records))))
    for problem in result.errors:
        output.remark(session.say(problem.message))
    return INPUT_FAILED if result.status is Status.PARTIAL else 0


def _which(form: int, forms: int) -> Message:
    return Message(
        f"这是第 {form} 张表，共 {forms} 张；用 --form N 选择",
        f"this is form {form} of {forms}; choose with --form N",
    )
