"""``fuhe searchable``: scans that can be searched and copied from."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import output
from pipeline.cli.command import Session, argument, command, option
from pipeline.cli.pages import fates, numbers
from pipeline.cli.reading import engine_option, jobs_option, limits_option, progress
from pipeline.config import MEBIBYTE, Limits, default_jobs
from pipeline.log import LOGGER
from schemas.errors import INPUT_FAILED, InputError
from schemas.message import Message

if TYPE_CHECKING:
    from extractors.searchable import Searchable
    from pipeline.searchable import Copy

_PATH = click.Path(path_type=Path)


@command(
    "searchable",
    Message("给扫描件加上看不见的文字，可搜索、可复制", "Make scans searchable"),
    Message(
        "识别出的文字以不可见方式放在原图下面，字在哪里就放在哪里：在任何阅读器里都能搜索、"
        "选中、复制，单元格里折成几行的词也能整个搜到。原件只读不改；副本里的图像和页面内容与"
        "原件逐字节相同。有文字层的页不动，没有可加的文字时副本就是原件的拷贝。",
        "The recognised text is laid invisibly under the untouched pages, every word where it "
        "stands: any viewer can search, select and copy it, and a word that a narrow cell breaks "
        "over lines is found whole. The original is only read; in the copy its pictures and "
        "page content are the same to the byte. Pages with a text layer are left alone, and "
        "where there is nothing to lay the copy is the original.",
    ),
    Message(
        "读不准的不写成准的：数字、符号有两种可能或认不出时，那个字符写成 �（U+FFFD）；"
        "文字写最可能的读法。复制出来的数字要当证据用，请以 fuhe extract 的结果为准。",
        "What is in doubt is not made certain: a figure or sign that has two readings or none is "
        "written as \ufffd (U+FFFD); words are written as most likely read. For figures that "
        "must stand up, use fuhe extract.",
    ),
    Message(
        "页上已有别人识别的隐藏文字时默认不动（再加一层会搜出两份）；"
        "--replace 去掉它，换成重新识别的。"
        "给文件夹时处理其中每个 PDF，已有的副本不重做，可中断后继续。",
        "A page that already carries the invisible text of an earlier recognition is left alone "
        "(two layers would be found twice); --replace takes that text out and reads anew. For a "
        "folder every PDF in it is done; copies that are there are not made again, so an "
        "interrupted run can be taken up.",
    ),
    examples=(
        "fuhe searchable scan.pdf",
        "fuhe searchable scan.pdf searchable.pdf",
        "fuhe searchable --replace old.pdf new.pdf",
        "fuhe searchable scans/ searchable/ --jobs 2",
    ),
)
@argument("source", Message("扫描件 PDF，或文件夹", "A scanned PDF, or a folder"), metavar="IN")
@argument(
    "target",
    Message(
        "写到哪里；文件默认写在旁边：NAME.searchable.pdf，文件夹必须给出另一个文件夹",
        "Where to; a file's copy stands beside it as NAME.searchable.pdf by default, for a folder "
        "another folder must be given",
    ),
    required=False,
    metavar="[OUT]",
    type=_PATH,
)
@option("--force", Message("覆盖已有的副本", "Overwrite copies that are there"), is_flag=True)
@option(
    "--replace",
    Message(
        "去掉以前识别的隐藏文字，重新识别",
        "Take out the invisible text of an earlier recognition and read anew",
    ),
    is_flag=True,
)
@option(
    "--signed",
    Message(
        "有电子签名的也做；副本里的签名会失效",
        "Do signed documents too; the copy's signature will be invalid",
    ),
    is_flag=True,
)
@engine_option
@jobs_option
@limits_option(1800.0)
def run(
    session: Session,
    *,
    source: str,
    target: Path | None,
    force: bool,
    replace: bool,
    signed: bool,
    ocr: str | None,
    jobs: int | None,
    timeout: float,
    memory: int,
) -> int:
    from pipeline.files import make_folder
    from pipeline.searchable import Copy, Wishes, copies, make, refuse_overwriting

    found = copies(Path(source), target)
    alone = not Path(source).is_dir()
    wanted = [item for item in found if isinstance(item, Copy)]
    if alone and not force:
        refuse_overwriting(wanted)
    todo = [copy for copy in wanted if force or not copy.target.is_file()]
    failed = len(found) - len(wanted)
    for item in found:
        if not isinstance(item, Copy):
            LOGGER.warning("%s: %s", item.shown, session.say(item.reason))
    limits = Limits(timeout, memory * MEBIBYTE)
    workers = min(jobs or default_jobs(), max(1, len(todo)))
    whole = True
    results = make(todo, Wishes(ocr, replace, signed), limits, workers, session.debug)
    with contextlib.closing(results) as made, progress(session, len(todo)) as step:
        for copy, result in made:
            if isinstance(result, InputError):
                if alone:
                    raise result
                failed += 1
                LOGGER.warning("%s: %s (%s)", copy.shown, session.say(result.message), result.code)
            else:
                if not alone:
                    make_folder(copy.target.parent)
                whole = _write(session, copy, result) and whole
            step()
    if not alone:
        output.remark(session.say(_ledger(len(wanted) - len(todo), failed, len(found))))
    return INPUT_FAILED if failed or not whole else 0


def _write(session: Session, copy: Copy, result: Searchable) -> bool:
    """Writes a copy and says what became of its pages; whether all were read."""
    from pipeline.files import write_private
    from pipeline.visible import file_name

    write_private(copy.target, result.data)
    told = session.say(fates(result.pages))
    shown = file_name(copy.target)
    output.remark(session.say(Message(f"已写入 {shown}：{told}", f"wrote {shown}: {told}")))
    return not numbers(result.pages, ("unread", "failed"))


def _ledger(there: int, failed: int, seen: int) -> Message:
    written = seen - there - failed
    return Message(
        f"共 {seen} 个文件 = 写入 {written} + 已有 {there} + 未成 {failed}",
        f"{seen} files = {written} written + {there} already there + {failed} failed",
    )
