"""A store as tidy pandas frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.storage import tables
from pipeline.storage.dictionary import exported_columns
from pipeline.storage.export import exported_rows
from pipeline.storage.store import open_store

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {
    "text": "string",
    "integer": "Int64",
    "decimal": "Float64",
    "float": "Float64",
    "boolean": "boolean",
}


def load(url: str, *, exact: bool = False, with_contacts: bool = False) -> dict[str, pd.DataFrame]:
    """Every table of a store as a frame by its name; money also in 元 (``…_yuan``).

    Text is ``string``, counts ``Int64``, numbers ``Float64``; with ``exact`` numbers are
    ``Decimal`` objects. Raises UsageError for a faulty URL and StoreError for an unusable store.
    """
    import pandas as pd

    frames = {}
    with open_store(url, write=False) as store:
        for table in tables.TIDY:
            entries = exported_columns(table)
            rows = list(exported_rows(store, table, with_contacts=with_contacts))
            frame = pd.DataFrame(rows, columns=[entry.name for entry in entries], dtype="object")
            for entry in entries:
                if entry.kind == "decimal" and exact:
                    continue
                column: Any = frame[entry.name]
                if entry.kind == "decimal":
                    column = column.map(float, na_action="ignore")
                frame[entry.name] = column.astype(_DTYPES[entry.kind])
            frames[table.name] = frame
    return frames
