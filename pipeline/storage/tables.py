"""Tables and columns of the store. Every column has a comment: it is the data dictionary."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn
from sqlalchemy.types import TypeDecorator, TypeEngine

STORE_VERSION = "2"
"""Raised whenever a table changes its shape; an older store is rebuilt by reading again."""

DIGITS = "_digits"


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal that stays exact, with its digits as printed, and still is a number in SQL.

    PostgreSQL has NUMERIC for that. SQLite has no decimal type, and a text would compare letter
    by letter: there a column ``executed`` is kept as the text ``executed_digits``, and
    ``executed`` itself is computed from it when asked for, the nearest floating-point number.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def bind_processor(self, dialect: Dialect) -> Any:
        return _text_of_number if dialect.name == "sqlite" else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _number_of_text if dialect.name == "sqlite" else None


def _text_of_number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _number_of_text(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@compiles(CreateColumn, "sqlite")
def _digits_and_number(create: CreateColumn, compiler: Any, **kwargs: Any) -> str:
    """Real numbers, not SQLite's NUMERIC: there 9 / 10 is 0."""
    column = create.element
    if not isinstance(column.type, ExactDecimal):
        return str(compiler.visit_create_column(create, **kwargs))
    digits = column.name + DIGITS
    return (
        f"{digits} TEXT, \n\t"
        f"{column.name} REAL GENERATED ALWAYS AS (CAST({digits} AS REAL)) VIRTUAL"
    )


def stored_name(column: Column[Any], dialect: str) -> str:
    """The name under which a column's exact value is written and read."""
    split = dialect == "sqlite" and isinstance(column.type, ExactDecimal)
    return column.name + DIGITS if split else column.name


metadata = MetaData()


def _table(name: str, *columns: Column[Any], comment: str) -> Table:
    """A table whose rows lie in the order of their key, and not in SQLite's own beside an index
    of it: half the pages to write."""
    return Table(name, metadata, *columns, comment=comment, sqlite_with_rowid=False)


_KEY = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered by its bytes in every database, whatever language a server sorts in."""


def _text(name: str, comment: str, *, key: bool = False) -> Column[Any]:
    return Column(name, _KEY if key else Text(), primary_key=key, comment=comment)


def _integer(name: str, comment: str, *, key: bool = False) -> Column[Any]:
    return Column(name, Integer, primary_key=key, autoincrement=False, comment=comment)


def _number(name: str, comment: str) -> Column[Any]:
    return Column(name, ExactDecimal, comment=comment)


def _sha256(*, key: bool = True) -> Column[Any]:
    return Column(
        "sha256",
        String(64),
        ForeignKey("documents.sha256", ondelete="CASCADE"),
        primary_key=key,
        comment="SHA-256 of the file; joins to documents",
    )


def _form() -> Column[Any]:
    return _integer("form", "number of the form in its file, from 1", key=True)


def _row(what: str) -> Column[Any]:
    return _integer("row", f"number of the {what} in its form, from 0, as printed", key=True)


def _pointer(what: str) -> Column[Any]:
    return _text(
        "pointer",
        f"JSON Pointer of the {what}; fields.pointer of its values begin with it",
    )


def _amounts() -> tuple[Column[Any], ...]:
    return (
        _number("initial_budget", "年初预算数, in the form's amount_unit"),
        _number("full_year_budget", "全年预算数, in the form's amount_unit"),
        _number("executed", "全年执行数, in the form's amount_unit"),
        _number("execution_rate", "执行率 as printed, in percent"),
    )


store = Table(
    "store",
    metadata,
    _text("key", "name of a property of this store", key=True),
    _text("value", "its value"),
    comment="Properties of the store: its version.",
)

documents = Table(
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True, comment="SHA-256 of the file, lower-case hex"),
    Column("bytes", BigInteger, comment="size of the file in bytes"),
    _integer("pages", "number of pages"),
    _text("status", "ok, partial or failed"),
    _integer("hidden_text", "characters of the text layer that are not visible"),
    _text("reading", "reading version: a hash of program version, family files, rules, options"),
    _text("result", "the full result as JSON (fuhe/1), as it was read"),
    comment="One row a document; the same bytes under two names are one document.",
)

names = _table(
    "names",
    _sha256(),
    _text("name", "path inside its folder, undecodable bytes as \\xNN", key=True),
    comment="Every name under which a document was found.",
)

errors = _table(
    "errors",
    _sha256(),
    _row("error"),
    _text("code", "code of the error"),
    _text("message", "what to do about it, in Chinese"),
    _text("message_en", "the same in English"),
    comment="Why a document could not be read, or not wholly.",
)

forms = _table(
    "forms",
    _sha256(),
    _form(),
    _text("family", "form family, unknown if none fits"),
    _text("title", "title without the period line"),
    _integer("year", "the year reported on"),
    _text("department", "部门（单位）名称"),
    _number("staff_count", "财政供养人员数量"),
    _number("subordinate_units", "所属单位数量"),
    _text("project_name", "项目名称"),
    _text("competent_department", "主管部门"),
    _text("implementing_unit", "实施单位"),
    _text("amount_unit", "printed unit of amounts: 万元, 元 or 亿元"),
    _number("total_weight", "printed total of the weights"),
    _number("total_score", "printed total of the scores"),
    _number(
        "sum_of_stated", "sum of the stated scores, execution points too if the total has them"
    ),
    _number("recomputed_low", "least total that the printed rules allow"),
    _number("recomputed_high", "greatest total that the printed rules allow"),
    _number("recomputed", "total by the default readings"),
    _number("not_verifiable_points", "stated points that no figure on the form can confirm"),
    comment="One row a form: who reports, and the totals stated and recomputed.",
)

funds = _table(
    "funds",
    _sha256(),
    _form(),
    _row("budget line"),
    _pointer("budget line"),
    _text("name", "name of the line as printed, with its numbering"),
    _integer("level", "depth in the form's own sums, 0 for a total"),
    *_amounts(),
    _number("weight", "points for execution"),
    _number("score", "points the office gave itself"),
    comment="Income and expenditure, one row a printed line.",
)

tasks = _table(
    "tasks",
    _sha256(),
    _form(),
    _row("task"),
    _pointer("task"),
    _text("name", "name of the task"),
    _text("project", "the project it belongs to"),
    *_amounts(),
    Column("is_total", Boolean, comment="whether this is the row of totals"),
    comment="The year's main tasks.",
)

goals = _table(
    "goals",
    _sha256(),
    _form(),
    _row("goal"),
    _pointer("goal"),
    _integer("number", "number of the goal as printed, else counted"),
    _text("goal", "what was to be reached"),
    _text("status", "完成, 部分完成 or 未完成 where the result begins with it"),
    _text("actual", "what became of it"),
    comment="The year's goals and what became of them.",
)

indicators = _table(
    "indicators",
    _sha256(),
    _form(),
    _row("indicator"),
    _pointer("indicator"),
    _text("level1", "一级指标"),
    _text("level2", "二级指标"),
    _text("level3", "三级指标 where it is a group"),
    _integer("slot", "printed number of 指标N"),
    _text("name", "the indicator's own wording"),
    _text("target_operator", "≥ ≤ = > < or ≠"),
    _number("target_value", "target, a number"),
    _text("target_unit", "unit of the target"),
    _text("target_text", "target that is not one operator, number and unit"),
    _text("target_rule", "printed scoring rule"),
    _text("actual_operator", "operator printed with the actual value"),
    _number("actual_value", "actual value, a number"),
    _text("actual_unit", "unit of the actual value"),
    _text("actual_text", "actual value that is not one number and unit"),
    _text("completion", "完成程度"),
    _number("weight", "分值"),
    _number("score", "得分, the points the office gave itself"),
    _text("reasons", "ticked reasons, parted by ；"),
    _text("reason_note", "原因说明 or 偏差原因及改进措施"),
    _text("improvement", "改进措施"),
    comment="The filled indicators.",
)

notes = _table(
    "notes",
    _sha256(),
    _form(),
    _row("note"),
    _pointer("note"),
    _text("label", "label of the note"),
    _text("text", "its text"),
    Column("contact", Boolean, comment="whether it holds a person's name or telephone number"),
    comment="What stands on the form beside its fields: conclusion, remarks, date, contact.",
)

findings = _table(
    "findings",
    _sha256(),
    _form(),
    _row("finding"),
    _text("code", "code of the check"),
    _text("severity", "error, warning or note"),
    _text("verdict", "violated or undecidable"),
    _text("cause", "report, reading or undecided"),
    _text("pointer", "JSON Pointer of the first accused cell"),
    _text("fields", "JSON Pointers of all accused cells, parted by spaces"),
    _text("stated", "what the form states"),
    _number("low", "least value that follows from the other figures"),
    _number("high", "greatest value that follows from the other figures"),
    _integer("page", "page of the first accused cell, from 1"),
    _text("message", "the finding in words, in Chinese"),
    comment="What does not follow from the form's own figures and rules.",
)

rescores = _table(
    "rescores",
    _sha256(),
    _form(),
    _row("indicator"),
    _text("pointer", "JSON Pointer of the indicator"),
    _number("stated", "the points the office gave itself"),
    _number("recomputed", "points by the default reading of the rule"),
    _number("low", "least points by any reading"),
    _number("high", "greatest points by any reading"),
    _text("verdict", "agrees, differs, not-scorable or not-verifiable"),
    _text("method", "where the rule comes from and what kind it is"),
    comment="Every indicator's points, reckoned again.",
)

fields = _table(
    "fields",
    _sha256(),
    _form(),
    _text("pointer", "JSON Pointer of the value in its record", key=True),
    _text("value", "the value as text"),
    _text("raw", "the text as printed"),
    _text("state", "read, empty, not-applicable, unreadable or ambiguous"),
    _text("origin", "text-layer, ocr or human"),
    Column("confidence", Float, comment="confidence of the recognition, empty for text layers"),
    _integer("page", "page of the first place, from 1"),
    *(
        Column(name, Float, comment=f"{what} of the first place, in points from the top left")
        for name, what in (("x0", "left"), ("top", "top"), ("x1", "right"), ("bottom", "bottom"))
    ),
    comment="Where every value stands on paper.",
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True, comment="number of the correction"),
    Column("sha256", String(64), comment="SHA-256 of the file; kept even if it is read again"),
    _integer("form", "number of the form in its file, from 1"),
    _text("pointer", "JSON Pointer of the corrected value"),
    _text("old", "what was read, as text; empty if nothing was"),
    _text("new", "what a person says stands there; empty for nothing"),
    _text("who", "who says so"),
    _text("at", "when, ISO 8601 with offset"),
    _text("why", "on what grounds"),
    comment="What people have put right. What was read stays in documents.result.",
)

PER_DOCUMENT = (
    names, errors, forms, funds, tasks, goals, indicators, notes, findings, rescores, fields,
)  # fmt: skip
"""Tables whose rows belong to one document and are written in its transaction."""

TIDY = (
    documents, names, errors, forms, funds, tasks, goals, indicators, notes, findings, rescores,
    fields, corrections,
)  # fmt: skip
"""Tables that people export and load, in the order of the data dictionary."""
