"""Family files: read, put together with what they extend, and checked in plain words."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from importlib import resources
from pathlib import Path
from typing import Any

from forms.families.soundness import (
    FaultError,
    check_groups,
    check_method,
    check_settings,
    check_wording,
    is_table,
    known,
    meant,
)
from forms.families.syntax import read_toml
from schemas.errors import UsageError
from schemas.form import AuditSettings, Example, Family, ScoringMethod, VarianceRate, WordBand
from schemas.message import Message

SECTIONS = ("identity", "funds", "tasks", "goals", "indicators")
_KEYS = {
    "extends", "name", "source", "look_alike", "titles", "not_titles", "headers", "columns",
    "labels", "telltales", "groups", "audit", "example",
}  # fmt: skip
_IDENTITY = (
    "department", "staff_count", "subordinate_units", "project_name", "competent_department",
    "implementing_unit", "amount_unit", "year", "section",
)  # fmt: skip
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def load(extra: Path | None = None) -> tuple[Family, ...]:
    """The families of this folder and those of ``extra``, sorted by id.

    A file of ``extra`` with the id of a known family takes its place. Raises UsageError
    ``bad-family`` naming the file and what it lacks.
    """
    files = {entry.name[:-5]: entry.read_bytes() for entry in _own_files()}
    if extra is not None:
        if not extra.is_dir():
            raise UsageError(
                "bad-family",
                f"表式目录不存在：{extra}。请给出存放表式 TOML 文件的目录。",
                f"No such folder of forms: {extra}. Name the folder that holds the TOML files.",
            )
        files |= {path.stem: path.read_bytes() for path in sorted(extra.glob("*.toml"))}
    families = []
    for stem in sorted(files):
        try:
            families.append(_family(stem, files, ()))
        except FaultError as fault:
            raise UsageError(
                "bad-family",
                f"表式文件 {stem}.toml 有误：{fault.message.zh}",
                f"The form file {stem}.toml is faulty: {fault.message.en}",
            ) from fault
    return tuple(families)


def _own_files() -> list[Any]:
    folder = resources.files("forms.families")
    return [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]


def parse(stem: str, data: bytes) -> Family:
    """One family from the bytes of its file; ValueError saying what is wrong with it."""
    files = {entry.name[:-5]: entry.read_bytes() for entry in _own_files()}
    return _family(stem, {**files, stem: data}, ())


def check(path: Path) -> tuple[Message, ...]:
    """What a user's family file lacks, in plain words; nothing when it is sound.

    Besides the file's own shape, its example must read as it says and be told from every other
    family.
    """
    from forms.families.proving import prove

    try:
        family = parse(path.stem, path.read_bytes())
    except FaultError as fault:
        return (fault.message,)
    except OSError as error:
        return (Message(f"读不了文件：{error.strerror}", f"Cannot be read: {error.strerror}"),)
    return prove(family, load())


def hints(path: Path) -> tuple[Message, ...]:
    """What the author of a sound family file may want to know: it takes the place of a family of
    the same name, or its examples and ``headers`` do not name the same texts."""
    from forms.families.proving import unlisted, unprinted

    found: list[Message] = []
    if path.stem in {entry.name[:-5] for entry in _own_files()}:
        found.append(
            Message(
                f"与自带的表式 {path.stem} 同名：使用时会取代它。",
                f"It has the name of the built-in form {path.stem} and takes its place in use.",
            )
        )
    family = parse(path.stem, path.read_bytes())
    return (*found, *unlisted(family), *unprinted(family))


def _family(stem: str, files: Mapping[str, bytes], above: tuple[str, ...]) -> Family:
    if not _ID.fullmatch(stem):
        raise FaultError(
            f"文件名 {stem} 只能用小写字母、数字和连字符，它就是表式的编号。",
            f"The file name {stem} is the form's id: lower-case letters, digits, hyphens only.",
        )
    data = _merged(stem, files, above)
    own = read_toml(files[stem])
    try:
        return _build(stem, data, own, hashlib.sha256(files[stem]).hexdigest())
    except (TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise FaultError(
            f"某个值的类型不对（{error}）；请对照 docs/add-a-form.md。",
            f"A value has the wrong type ({error}); compare docs/add-a-form.md.",
        ) from error


def _merged(stem: str, files: Mapping[str, bytes], above: tuple[str, ...]) -> dict[str, Any]:
    """The file's tables laid over those of the family that it extends."""
    own = read_toml(files[stem])
    base = own.get("extends")
    if base is None:
        return own
    if base not in files or base in (*above, stem):
        others = sorted(set(files) - {*above, stem})
        raise FaultError(
            f"extends = {base!r} 不是另一个已有的表式；已有的是：{'、'.join(others)}。",
            f"extends = {base!r} names no other known form; known are: {', '.join(others)}.",
        )
    inherited = _merged(str(base), files, (*above, stem))
    inherited.pop("example", None)
    inherited.pop("look_alike", None)
    return _overlay(inherited, own)


def _overlay(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for name, value in own.items():
        old = result.get(name)
        nested = isinstance(old, Mapping) and isinstance(value, Mapping)
        result[name] = _overlay(dict(old or {}), value) if nested and name != "groups" else value
    return result


def _build(stem: str, data: Mapping[str, Any], own: Mapping[str, Any], sha256: str) -> Family:
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        zh, en = meant(unknown, _KEYS)
        raise FaultError(
            f"不认识的项：{'、'.join(unknown)}{zh}。可用的项：{'、'.join(sorted(_KEYS))}。",
            f"Unknown keys: {', '.join(unknown)}{en}. Known: {', '.join(sorted(_KEYS))}.",
        )
    for needed in ("name", "source", "headers"):
        if needed not in data:
            raise FaultError(f"缺少 {needed}。", f"{needed} is missing.")
    name, stated = data["name"], own.get("name", data["name"])
    if not isinstance(stated, Mapping) or {"zh", "en"} - set(stated):
        raise FaultError("name 要写成 {zh = …, en = …}。", "name must be {zh = …, en = …}.")
    is_table("headers", data["headers"])
    check_wording(data, SECTIONS, _IDENTITY)
    check_groups(data.get("groups", {}))
    headers = {section: tuple(texts) for section, texts in data["headers"].items()}
    _expressions([*data.get("titles", []), *data.get("not_titles", []), *data.get("telltales", [])])
    return Family(
        id=stem,
        name=Message(name["zh"], name["en"]),
        source=data["source"],
        look_alike=bool(data.get("look_alike", False)),
        titles=tuple(data.get("titles", ())),
        not_titles=tuple(data.get("not_titles", ())),
        headers=headers,
        wording={"columns": data.get("columns", {}), "labels": data.get("labels", {})},
        telltales=tuple(data.get("telltales", ())),
        groups={group: Decimal(str(weight)) for group, weight in data.get("groups", {}).items()},
        audit=_audit(data.get("audit", {})),
        examples=tuple(Example(e["table"], e.get("values", {})) for e in own.get("example", [])),
        sha256=sha256,
    )


def _audit(data: Mapping[str, Any]) -> AuditSettings:
    """The settings; every key is a field of ``AuditSettings``, ``method`` and ``variance`` too."""
    known("audit", data, [field.name for field in dataclasses.fields(AuditSettings)])
    check_settings(data)
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name == "method":
            values[name] = _method(value)
        elif name == "variance":
            values[name] = tuple(
                VarianceRate(**{**v, "lines": tuple(tuple(line) for line in v["lines"])})
                for v in value
            )
        elif name in {"total_weight", "overcompleted"}:
            values[name] = Decimal(str(value)) if value != "none" else None
        elif isinstance(value, list):
            values[name] = tuple(value)
        else:
            values[name] = value
    _expressions(
        [values[n] for n in ("income_total", "expenditure_total", "project_expenditure")
         if values.get(n)]
    )  # fmt: skip
    return AuditSettings(**values)


def _method(data: Mapping[str, Any]) -> ScoringMethod:
    known("audit.method", data, [field.name for field in dataclasses.fields(ScoringMethod)])
    check_method(data)
    values: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in data.items()
    }
    values["bands"] = tuple(
        WordBand(tuple(band["words"]), Decimal(str(band["low"])), Decimal(str(band["high"])))
        for band in data.get("bands", [])
    )
    return ScoringMethod(**values)


def _expressions(texts: list[str]) -> None:
    for text in texts:
        try:
            re.compile(text)
        except re.error as error:
            raise FaultError(
                f"正则表达式 {text!r} 写错了（{error}）。",
                f"The regular expression {text!r} is faulty ({error}).",
            ) from error
