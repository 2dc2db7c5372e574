"""``fuhe schema``: the JSON Schema of the full result."""

from __future__ import annotations

from pipeline.cli.command import Session, command
from pipeline.cli.output import document
from schemas.message import Message


@command(
    "schema",
    Message("输出完整结果的 JSON Schema", "Print the JSON Schema of the full result"),
    Message(
        "fuhe/1 只会增加键，不会改动或去掉已有的键。",
        "fuhe/1 only ever gains keys; none changes or goes away.",
    ),
    examples=("fuhe schema > fuhe.schema.json",),
)
def run(_session: Session) -> None:
    from schemas.json_schema import full_result_schema

    document(full_result_schema(), indent=2)
