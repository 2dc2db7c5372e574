"""Writing a store's tables to parquet, csv, xlsx or jsonl, a few rows in memory at a time."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import sqlalchemy as sa

from pipeline.files import beside, make_folder
from pipeline.sheet import written_sheet
from pipeline.storage import tables
from pipeline.storage.dictionary import YUAN, ColumnEntry, exported_columns
from pipeline.storage.rows import is_contact
from pipeline.storage.store import Store
from schemas.errors import UsageError

FORMATS = ("parquet", "csv", "xlsx", "jsonl")
PARQUET_DECIMAL = (38, 8)
"""Precision and scale of decimals in parquet: thirty digits before the point, eight after it."""

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation])
_PARQUET = Context(prec=PARQUET_DECIMAL[0], traps=[Inexact, InvalidOperation])
_XLSX_DIGITS = 15  # a spreadsheet keeps no more of a number

_FACTORS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_HARMLESS = re.compile(r"^([+-]?[0-9]+([.,][0-9]+)*%?|-+)$")  # a number, or a dash for none
_HIDDEN = "［联系方式从略］"
_XLSX_ROWS = 1_048_575
_XLSX_TEXT = 32_767
_CUT = "…［超出一格的上限，此处截断；全文见 csv 或 parquet］"
Row = dict[str, Any]


def export(
    store: Store,
    target: Path,
    kind: str | None = None,
    *,
    with_contacts: bool = False,
    bom: bool = False,
) -> tuple[Path, ...]:
    """Writes every tidy table and returns the files made.

    A ``target`` ending in .xlsx becomes one workbook with a sheet a table; a target ending in
    .parquet, .csv or .jsonl gives one file a table beside it (``out.csv`` → ``out.funds.csv``);
    any other target is a folder that receives ``funds.csv`` and so on, in the format ``kind``
    (default parquet). ``bom`` puts a byte order mark before csv, for Excel. Raises UsageError.
    """
    suffix = target.suffix.lstrip(".").lower()
    chosen = kind or (suffix if suffix in FORMATS else "parquet")
    if chosen not in FORMATS or (suffix in FORMATS and suffix != chosen):
        raise UsageError(
            "export-format",
            f"{target} 与格式 {chosen} 对不上。可选：{'、'.join(FORMATS)}。",
            f"{target} does not go with the format {chosen}. Choose from {', '.join(FORMATS)}.",
        )
    columns = {table.name: exported_columns(table) for table in tables.TIDY}
    read: Callable[[sa.Table], Iterator[Row]] = lambda table: exported_rows(  # noqa: E731
        store, table, with_contacts=with_contacts
    )
    if chosen == "xlsx":
        if suffix != "xlsx":
            target = target / "fuhe.xlsx"
        make_folder(target.parent)
        _write_xlsx(target, columns, read)
        return (target,)
    make_folder(target.parent if suffix in FORMATS else target)
    written = []
    for table in tables.TIDY:
        path = (
            target.with_name(f"{target.stem}.{table.name}{target.suffix}")
            if suffix in FORMATS
            else target / f"{table.name}.{chosen}"
        )
        with beside(path) as part:
            if chosen == "parquet":
                _write_parquet(part, columns[table.name], read(table))
            elif chosen == "csv":
                _write_csv(part, columns[table.name], read(table), bom=bom)
            else:
                _write_jsonl(part, columns[table.name], read(table))
        written.append(path)
    return tuple(written)


def exported_rows(store: Store, table: sa.Table, *, with_contacts: bool) -> Iterator[Row]:
    """Rows of a table as people get them: money also in 元, contacts only if asked for."""
    names = [entry.name for entry in exported_columns(table)]
    money = [name for name in names if name.endswith(YUAN)]
    units = _units(store) if money else {}
    hiding = not with_contacts and table.name in {"notes", "fields", "corrections"}
    notes = _notes(store) if hiding else {}
    for row in store.rows(table):
        if hiding:
            _hide_contacts(table.name, row, notes)
        factor = _FACTORS.get(units.get((row["sha256"], row["form"]), "")) if money else None
        for name in money:
            amount = row[name.removesuffix(YUAN)]
            row[name] = _times(amount, factor)
        yield {name: row[name] for name in names}


def _times(amount: Decimal | None, factor: Decimal | None) -> Decimal | None:
    return None if amount is None or factor is None else _EXACT.multiply(amount, factor)


def _units(store: Store) -> dict[tuple[str, int], str]:
    return {
        (row["sha256"], row["form"]): row["amount_unit"] or "" for row in store.rows(tables.forms)
    }


_Notes = dict[tuple[str, int, str], bool]


def _notes(store: Store) -> _Notes:
    """Whether a note is a contact, by document, form and pointer: its label says it of its text."""
    return {
        (row["sha256"], row["form"], row["pointer"]): row["contact"]
        for row in store.rows(tables.notes)
    }


def _hide_contacts(table: str, row: Row, notes: _Notes) -> None:
    if table == "notes":
        if row["contact"]:
            row["text"] = _HIDDEN
        return
    if not row["pointer"].startswith(("/notes/", "/unplaced/")):
        return
    shown = [name for name in ("value", "raw", "old", "new") if row.get(name)]
    # A correction may stand alone, its document not read again yet: then nothing vouches for it.
    unknown = table == "corrections" and row["pointer"].startswith("/notes/")
    note = row["sha256"], row["form"], row["pointer"].rpartition("/")[0]
    if notes.get(note, unknown) or any(is_contact(None, row[name]) for name in shown):
        row.update(dict.fromkeys(shown, _HIDDEN))


def neutral(value: object) -> object:
    """A text that a spreadsheet will not take for a formula; numbers and dashes stay."""
    if isinstance(value, str) and _FORMULA.match(value) and not _HARMLESS.match(value):
        return f"'{value}"
    return value


def _write_csv(
    path: Path, columns: tuple[ColumnEntry, ...], rows: Iterable[Row], *, bom: bool
) -> None:
    encoding = "utf-8-sig" if bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([entry.name for entry in columns])
        for row in rows:
            writer.writerow([_csv_cell(row[entry.name]) for entry in columns])


def _csv_cell(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutral(value)


def _write_jsonl(path: Path, columns: tuple[ColumnEntry, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            values = {
                entry.name: format(value, "f") if isinstance(value, Decimal) else value
                for entry in columns
                for value in [row[entry.name]]
            }
            stream.write(json.dumps(values, ensure_ascii=False) + "\n")


def _write_parquet(path: Path, columns: tuple[ColumnEntry, ...], rows: Iterable[Row]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {
        "text": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(*PARQUET_DECIMAL),
        "float": pa.float64(),
        "boolean": pa.bool_(),
    }
    schema = pa.schema(
        [pa.field(e.name, kinds[e.kind], metadata={"meaning": e.meaning}) for e in columns]
    )
    quantum = Decimal(1).scaleb(-PARQUET_DECIMAL[1])
    with parquet.ParquetWriter(path, schema) as writer:
        for batch in _batches(rows):
            data = [
                [_scaled(row[e.name], quantum) if e.kind == "decimal" else row[e.name]
                 for row in batch]
                for e in columns
            ]  # fmt: skip
            arrays = [pa.array(c, type=f.type) for c, f in zip(data, schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))


def _scaled(value: Decimal | None, quantum: Decimal) -> Decimal | None:
    """A decimal with the scale of the column; UsageError if that would lose a digit."""
    if value is None:
        return None
    try:
        return value.quantize(quantum, context=_PARQUET)
    except (Inexact, InvalidOperation) as error:
        whole, after = PARQUET_DECIMAL[0] - PARQUET_DECIMAL[1], PARQUET_DECIMAL[1]
        raise UsageError(
            "export-digits",
            f"{value} 超过 parquet 列的位数（整数 {whole} 位，小数 {after} 位）。"
            "请改用 csv 或 jsonl。",
            f"{value} has more digits than a parquet column ({whole} before the point, {after} "
            "after it). Use csv or jsonl.",
        ) from error


def _batches(rows: Iterable[Row], size: int = 5000) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def _write_xlsx(
    target: Path,
    columns: dict[str, tuple[ColumnEntry, ...]],
    read: Callable[[sa.Table], Iterator[Row]],
) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    for table in tables.TIDY:
        with written_sheet(book, table.name) as sheet:
            header = [WriteOnlyCell(sheet, value=entry.name) for entry in columns[table.name]]
            for cell in header:
                cell.font = Font(bold=True)
            sheet.append(header)
            for number, row in enumerate(read(table)):
                if number >= _XLSX_ROWS:
                    raise UsageError(
                        "export-rows",
                        f"表 {table.name} 超过 Excel 一张表的行数上限。请改用 parquet 或 csv。",
                        f"Table {table.name} has more rows than a sheet of Excel. "
                        "Use parquet or csv.",
                    )
                sheet.append([_xlsx_cell(sheet, row[entry.name]) for entry in columns[table.name]])
    with beside(target) as part, ZipFile(part, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


def _xlsx_cell(sheet: Any, value: object) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _XLSX_DIGITS:
        value = format(value, "f")
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=_fitting(ILLEGAL_CHARACTERS_RE.sub("", value)))
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _fitting(text: str) -> str:
    """What a cell of Excel can hold of a text, in UTF-16 units as it counts; a cut says so."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _XLSX_TEXT:
        return text
    room = 2 * (_XLSX_TEXT - len(_CUT))
    return units[:room].decode("utf-16-le", errors="ignore") + _CUT
