"""Damaged copies of documents, as chance would have it: the same seed gives the same copies."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LARGEST = 300_000  # bytes; larger seeds are slow and hold nothing more
_NUMBER = re.compile(rb"(?<![\w.])-?\d{1,10}(?![\w.])")
_REFERENCE = re.compile(rb"\d{1,7} 0 R")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]{1,20}")
_OBJECT = re.compile(rb"(?<=obj\n).*?(?=endobj)", re.DOTALL)
_EXTREME = (b"0", b"-1", b"1", b"65536", b"2147483647", b"-2147483648", b"99999999999", b"1e38")

Mutation = Callable[[bytearray, random.Random], None]


def seeds() -> list[bytes]:
    """Small documents of every kind, but for those that take all time or memory as they are.

    Broken ones are taken as they are, sound ones with bare streams too, so that chance strikes
    what is in them and not only the wrapping.
    """
    rows = (ROOT / "fixtures/malformed/codes.tsv").read_text("utf-8").splitlines()[1:]
    broken = [
        ROOT / "fixtures/malformed" / row.split("\t")[0]
        for row in rows
        if not {"timeout", "out-of-memory"} & set(row.split("\t")[1].split("|"))
    ]
    sound = [
        ROOT / "fixtures/pdfs" / name
        for name in ("nanhe-2020.pdf", "beishan-2023.pdf", "xiling-2022.pdf", "prose.pdf")
    ]
    small = [p.read_bytes() for p in (*broken, *sound) if p.stat().st_size <= _LARGEST]
    bare = [_bare(path.read_bytes()) for path in sound]
    return [data for data in (*small, *bare, *bare) if data]


def _bare(data: bytes) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            static_id=True,
        )
    return out.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to eight kinds of damage done to it."""
    copy = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if copy:
            chance.choice(MUTATIONS)(copy, chance)
    return bytes(copy)


def flip_bits(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 40))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def drop_piece(data: bytearray, chance: random.Random) -> None:
    start, size = _piece(data, chance)
    del data[start : start + size]


def repeat_piece(data: bytearray, chance: random.Random) -> None:
    start, size = _piece(data, chance)
    data[start:start] = data[start : start + size] * chance.choice((1, 1, 50))


def move_piece(data: bytearray, chance: random.Random) -> None:
    start, size = _piece(data, chance)
    piece = data[start : start + size]
    del data[start : start + size]
    to = chance.randrange(len(data) + 1)
    data[to:to] = piece


def swap_objects(data: bytearray, chance: random.Random) -> None:
    """Two objects get each other's content."""
    found = list(_OBJECT.finditer(data))
    if len(found) < 2:
        return
    one, two = sorted(chance.sample(found, 2), key=lambda match: match.start())
    first, second = bytes(one[0]), bytes(two[0])
    data[two.start() : two.end()] = first
    data[one.start() : one.end()] = second


def extreme_number(data: bytearray, chance: random.Random) -> None:
    _replace_one(data, chance, _NUMBER, chance.choice(_EXTREME))


def other_reference(data: bytearray, chance: random.Random) -> None:
    """A reference leads to another object: its own parent, itself, nothing."""
    _replace_one(data, chance, _REFERENCE, b"%d 0 R" % chance.randrange(60))


def other_name(data: bytearray, chance: random.Random) -> None:
    names = _NAME.findall(data)
    if names:
        _replace_one(data, chance, _NAME, bytes(chance.choice(names)))


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits,
    truncate,
    drop_piece,
    repeat_piece,
    move_piece,
    swap_objects,
    extreme_number,
    extreme_number,
    other_reference,
    other_reference,
    other_name,
)


def _piece(data: bytearray, chance: random.Random) -> tuple[int, int]:
    return chance.randrange(len(data)), chance.choice((1, 10, 100, 2000))


def _replace_one(
    data: bytearray, chance: random.Random, pattern: re.Pattern[bytes], by: bytes
) -> None:
    found = list(pattern.finditer(data))
    if found:
        match = chance.choice(found)
        data[match.start() : match.end()] = by
