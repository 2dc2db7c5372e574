"""``fuhe export``: a store's tables as files."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import output
from pipeline.cli.command import Session, command, option
from pipeline.cli.store import store_option
from schemas.message import Message


@command(
    "export",
    Message(
        "把存储导出为 parquet、csv、xlsx 或 jsonl", "Export a store to parquet, csv, xlsx, jsonl"
    ),
    Message(
        "以 .xlsx 结尾的写成一个工作簿，每表一页；其余格式每表一个文件："
        "--to out.csv 得到 out.funds.csv 等，--to 文件夹/ 得到 文件夹/funds.parquet 等。"
        "各列的含义见 docs/data-dictionary.md。",
        "A path ending in .xlsx becomes one workbook with a sheet a table; the other formats "
        "give one file a table: --to out.csv makes out.funds.csv and so on, --to FOLDER/ makes "
        "FOLDER/funds.parquet. docs/data-dictionary.md says what the columns mean.",
    ),
    examples=(
        "fuhe export --to reports.xlsx",
        "fuhe export --store reports.db --to tables/ --format parquet",
        "fuhe export --to out.csv --bom",
    ),
)
@store_option
@option(
    "--to",
    Message("写到哪里：文件或文件夹", "Where to: a file or a folder"),
    metavar="PATH",
    required=True,
    type=click.Path(path_type=Path),
)
@option(
    "--format",
    Message("格式；默认看 --to 的结尾", "The format; by default what --to ends in"),
    type=click.Choice(["parquet", "csv", "xlsx", "jsonl"]),
)
@option(
    "--with-contacts",
    Message("连同联系人姓名和电话", "With the names and telephone numbers of contacts"),
    is_flag=True,
)
@option(
    "--bom",
    Message("csv 前加字节序标记，供 Excel 识别", "A byte order mark before csv, for Excel"),
    is_flag=True,
)
def run(
    session: Session,
    *,
    store: str,
    to: Path,
    format: str | None,
    with_contacts: bool,
    bom: bool,
) -> None:
    from pipeline.storage.export import export
    from pipeline.storage.store import open_store

    with open_store(store, write=False) as opened:
        written = export(opened, to, format, with_contacts=with_contacts, bom=bom)
    for path in written:
        output.remark(session.say(Message(f"已写入 {path}", f"wrote {path}")))
