"""``fuhe forms``: the known form families, and a user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli import output
from pipeline.cli.command import Session, argument, command, group
from pipeline.cli.reading import FILE, forms_option
from schemas.errors import USAGE, UsageError
from schemas.message import Message

if TYPE_CHECKING:
    from schemas.form import Family

_KIND = {
    False: Message("自评表", "self-evaluation"),
    True: Message("相似的其他表，不读", "look-alike, not read"),
}
_SECTIONS = {
    "identity": Message("基本信息", "Identity"),
    "funds": Message("资金", "Funds"),
    "tasks": Message("任务", "Tasks"),
    "goals": Message("目标", "Goals"),
    "indicators": Message("指标", "Indicators"),
    "notes": Message("附注", "Notes"),
}


@group(
    "forms",
    Message("认识的表式：列出、查看、检查自己写的", "The known forms: list, show, check your own"),
    Message(
        "每种表式是一个 TOML 文件。不认识的自评表也能按表头文字读取，记为 unknown。"
        "自己写的表式放进一个文件夹，用 --forms DIR 交给 extract、audit 等命令。",
        "Every form family is one TOML file. A self-evaluation of no known family is still read "
        "by its header texts and called unknown. Put files of your own into a folder and give it "
        "to extract, audit and the others with --forms DIR.",
    ),
    examples=(
        "fuhe forms",
        "fuhe forms show liaoning-department",
        "fuhe forms check my-forms/my-project.toml",
    ),
    invoke_without_command=True,
)
@forms_option
def run(session: Session, *, forms: Path | None) -> None:
    import click

    if click.get_current_context().invoked_subcommand is None:
        _print_list(session, forms)


@command("list", Message("列出认识的表式", "List the known forms"), examples=("fuhe forms list",))
@forms_option
def _list(session: Session, *, forms: Path | None) -> None:
    _print_list(session, forms)


@command(
    "show",
    Message("一种表式的各部分、表头文字和核对设置", "A form's sections, header texts, settings"),
    examples=("fuhe forms show national-project",),
)
@argument(
    "form", Message("表式的编号，见 fuhe forms", "Id of the form, see fuhe forms"), metavar="ID"
)
@forms_option
def _show(session: Session, *, form: str, forms: Path | None) -> None:
    families = {family.id: family for family in _families(forms)}
    if form not in families:
        known = "、".join(families)
        raise UsageError(
            "no-such-form",
            f"没有编号为 {form} 的表式；有：{known}",
            f"no form has the id {form}; there are: {', '.join(families)}",
        )
    output.lines("\n".join(_described(families[form], session)))


@command(
    "check",
    Message("检查自己写的表式文件", "Check a form file of your own"),
    Message(
        "文件要写得对，附的样例要读出它所写的值，并能与其他表式区分开。",
        "The file must be sound, its example must read as it says and be told from every other "
        "form.",
    ),
    examples=("fuhe forms check my-forms/my-project.toml",),
)
@argument("file", Message("表式文件（TOML）", "Form file (TOML)"), metavar="FILE", type=FILE)
def _check(session: Session, *, file: Path) -> int:
    from forms.families import check, hints
    from pipeline.visible import file_name, visible

    faults = check(file)
    for fault in faults:
        output.lines(visible(f"{file_name(file)}: {session.say(fault)}"))
    if faults:
        return USAGE
    for hint in hints(file):
        said = session.say(Message(f"提示：{hint.zh}", f"note: {hint.en}"))
        output.lines(visible(f"{file_name(file)}: {said}"))
    sound = Message("表式文件没有问题", "the form file is sound")
    output.lines(visible(f"{file_name(file)}: {session.say(sound)}"))
    return 0


def _families(extra: Path | None) -> tuple[Family, ...]:
    from forms.families import load

    return load(extra)


def _print_list(session: Session, forms: Path | None) -> None:
    from pipeline.table import plain_table

    headings = [
        session.say(heading)
        for heading in (Message("编号", "Id"), Message("名称", "Name"), Message("种类", "Kind"))
    ]
    rows = [
        [family.id, session.say(family.name), session.say(_KIND[family.look_alike])]
        for family in _families(forms)
    ]
    output.lines(plain_table(headings, rows))


def _described(family: Family, session: Session) -> list[str]:
    from pipeline.visible import visible

    say = session.say
    lines = [
        f"{family.id}  {say(family.name)}",
        f"{say(Message('种类', 'Kind'))}: {say(_KIND[family.look_alike])}",
        f"{say(Message('出处', 'Source'))}: {family.source}",
        f"{say(Message('标题', 'Titles'))}: {' | '.join(family.titles)}",
    ]
    for section, texts in family.headers.items():
        lines += ["", say(_SECTIONS[section]), *(f"  {text}" for text in texts)]
    if family.groups:
        lines += ["", say(Message("一级指标和通常的分值", "Level-1 groups and usual weights"))]
        lines += [f"  {name}: {weight}" for name, weight in family.groups.items()]
    lines += ["", say(Message("核对设置", "Audit settings")), *_settings(family)]
    return [visible(line) for line in lines]


def _settings(family: Family) -> list[str]:
    """The settings that differ from what holds for a form of no known family."""
    import dataclasses

    from schemas.codec import to_json
    from schemas.form import AuditSettings

    usual = AuditSettings()
    return [
        f"  {part.name} = {to_json(value)}"
        for part in dataclasses.fields(AuditSettings)
        if (value := getattr(family.audit, part.name)) != getattr(usual, part.name)
    ]


for _command in (_list, _show, _check):
    run.add_command(_command)
