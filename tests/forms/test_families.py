"""The family files: their examples, their differences, and what a faulty one is told."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from forms.families import check, hints, load
from forms.families.proving import prove
from forms.notation import document
from forms.read import read_forms
from forms.recognize import match
from forms.segment import split
from forms.sheet import stream
from forms.vocabulary import common
from schemas.errors import UsageError
from schemas.form import AuditSettings, Family

FAMILIES = load()
FOLDER = Path(__file__).parents[2] / "forms" / "families"

ANHUI = """
name = { zh = "项目绩效自评表（某省）", en = "Project self-evaluation (a province)" }
source = "某省财政厅"
titles = ["自评"]

[headers]
identity = ["项目名称", "主管部门"]
funds = ["年初预算", "实支数", "执行率"]
indicators = ["一级指标", "二级指标", "三级指标", "应达值", "实达值", "标准分", "自评分"]

[columns.funds]
executed = ["实支数"]

[columns.indicators]
target = ["应达值"]
actual = ["实达值"]

[[example]]
table = '''
2022年度项目绩效自评表
项目名称 | < | 桥梁维修 | < | 主管部门 | 某局 | <
项目资金（万元） | < | 资金来源 | 年初预算 | 实支数 | 执行率 | <
^ | ^ | 财政拨款 | 10.00 | 9.00 | 90% | <
一级指标 | 二级指标 | 三级指标 | 应达值 | 实达值 | 标准分 | 自评分
产出指标 | 数量指标 | 维修桥梁 | ≥5座 | 6座 | 50 | 50
'''
[example.values]
family = "anhui-project"
project_name = "桥梁维修"
[[example.values.indicators]]
name = "维修桥梁"
target = { operator = "≥", value = "5", unit = "座" }
actual = { value = "6" }
"""


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)
def test_the_example_of_a_family_reads_as_it_says(family: Family) -> None:
    assert [fault.en for fault in prove(family, FAMILIES)] == []


@pytest.mark.parametrize(
    "family", [f for f in FAMILIES if not f.look_alike], ids=lambda family: family.id
)
def test_no_other_family_fits_an_example_as_well(family: Family) -> None:
    for example in family.examples:
        form = split(stream(document(example.table)), common())[0]
        own = match(form, family).score
        others = [f for f in FAMILIES if f is not family and not f.look_alike]
        assert own > max(match(form, other).score for other in others)


def test_every_file_of_the_folder_is_a_family() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {family.id for family in FAMILIES}


def test_adding_a_family_touches_one_file(tmp_path: Path) -> None:
    file = tmp_path / "anhui-project.toml"
    file.write_text(ANHUI, encoding="utf-8")
    assert check(file) == ()
    families = load(tmp_path)
    example = next(f for f in families if f.id == "anhui-project").examples[0]
    reading = read_forms(document(example.table), families)[0]
    assert reading.record.family.value == "anhui-project"
    assert read_forms(document(example.table), FAMILIES)[0].record.family.value == "unknown"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("source = ", "sauce = "), "Unknown keys: sauce"),
        (('name = { zh = "项目绩效自评表（某省）", en', "name = { en"), "name must be"),
        (('titles = ["自评"]', 'titles = ["自评("]'), "regular expression"),
        (("[headers]", "[headers"), "Not valid TOML: line 6, [headers:"),
        (('["实支数"]', "[“实支数”]"), "line 12, executed = [“实支数”]: “” are full-width"),
        (('"年初预算", "实支数"', '"年初预算"，"实支数"'), "， are full-width"),
        (('["实支数"]', '["实支数]'), "a quote is missing"),
        (("[columns.indicators]", "[headers]"), "it stands in the file before"),
        (("'''\n[example.values]", "\n[example.values]"), "is still open"),
        (
            ('titles = ["自评"]', 'extends = "nowhere"'),
            "known are: declaration-form, hubei-project",
        ),
        (('target = ["应达值"]', ""), "where no role fits, write 应达值? in headers.indicators"),
        (
            ('target = ["应达值"]', 'target = ["应达直"]'),
            "in [columns.indicators] (there stands 应达直)",
        ),
        (('"应达值", "实达值"', '"应答值", "实达值"'), "the nearest text there is 应达值"),
        (('"应达值", "实达值"', '"实达值"'), "header 应达值 is not listed in headers.indicators"),
        (('actual = { value = "6" }', 'actuel = "6"'), "no indicators[1].actuel (is it actual?)"),
        (('actual = { value = "6" }', 'completion = "是"'), "indicators[1].completion is not read"),
        (
            ("[[example.values.indicators]]\n", "[[example.values.indicators]]\n" * 2),
            "indicators has 1 entries (维修桥梁), the example states 2",
        ),
        (
            ('actual = { value = "6" }', 'actual = { value = "7" }'),
            "indicators[1].actual.value reads '6', the example says '7'",
        ),
        (("50 | 50\n", "50\n"), "cells"),
        (("funds = [", "money = ["), "Unknown in headers: money"),
        (("executed = [", "spent = ["), "Unknown in columns.funds: spent"),
        (("actual = [", "target_ = ["), "target_ (is it target?)"),
        (('actual = ["实达值"]', 'actual = ["应达值"]'), "stands under target and under actual"),
        (('titles = ["自评"]', 'titles = "自评"'), "titles must be a list"),
        (('actual = ["实达值"]', 'actual = "实达值"'), "columns.indicators.actual must be a list"),
        (
            ("[[example]]", '[audit]\nrate_bases = ["budget"]\n[[example]]'),
            "audit.rate_bases: budget",
        ),
        (("[[example]]", "[audit]\nrate_bases = []\n[[example]]"), "may not be empty"),
        (("[[example]]", '[audit.method]\nhigher = "linear"\n[[example]]'), "must be a list"),
        (("[[example]]", '[audit.method]\nhigher = ["square"]\n[[example]]'), "square"),
        (("[[example]]", '[audit.method]\ndecimals = "two"\n[[example]]'), "a number from 0 to 6"),
        (
            (
                "[[example]]",
                '[audit.method]\nbands = [{ words = ["好"], low = "8", high = "9" }]\n[[example]]',
            ),
            "a number from 0 to 1",
        ),
        (
            (
                "[[example]]",
                '[audit.method]\nbands = [{ words = ["好"], low = "0.8" }]\n[[example]]',
            ),
            "lacks high",
        ),
        (("[[example]]", '[audit]\nexhaustive = "no"\n[[example]]'), "is true or false"),
        (("[headers]", 'groups = "产出"\n[headers]'), "groups must be a table"),
        (("[[example]]", '[groups]\n"产出指标" = "五十"\n[[example]]'), "groups.产出指标"),
    ],
)
def test_a_faulty_file_is_told_in_words_what_it_lacks(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    assert change[0] in ANHUI
    file = tmp_path / "anhui-project.toml"
    file.write_text(ANHUI.replace(*change), encoding="utf-8")
    assert any(told in fault.en for fault in check(file)), [fault.en for fault in check(file)]


def test_a_sound_file_is_told_what_may_surprise_its_author(tmp_path: Path) -> None:
    file = tmp_path / "anhui-project.toml"
    file.write_text(ANHUI, encoding="utf-8")
    assert [hint.en for hint in hints(file)] == [
        "The example's header 资金来源 is not listed in headers.funds, which lowers the "
        "fit; a column without a role is listed as 资金来源?"
    ]
    twin = tmp_path / "national-project.toml"
    twin.write_text(ANHUI, encoding="utf-8")
    assert hints(twin)[0].en.startswith("It has the name of the built-in form national-project")


def test_a_fault_is_told_once_and_without_what_follows_from_it(tmp_path: Path) -> None:
    file = tmp_path / "anhui-project.toml"
    file.write_text(ANHUI.replace('target = ["应达值"]', ""), encoding="utf-8")
    assert len(check(file)) == 1
    file.write_text(ANHUI.replace('titles = ["自评"]', 'titles = ["自查"]'), encoding="utf-8")
    taken, hint = check(file)
    assert "is taken for unknown, not anhui-project" in taken.en and "资金来源" in hint.en


def test_a_column_without_a_role_may_be_listed_with_a_question_mark(tmp_path: Path) -> None:
    file = tmp_path / "anhui-project.toml"
    file.write_text(
        ANHUI.replace('"自评分"]', '"自评分", "经办?"]')
        .replace("标准分 | 自评分", "标准分 | 自评分 | 经办")
        .replace("50 | 50\n", "50 | 50 | 张三\n")
        .replace("某局 | <\n", "某局 | < | <\n")
        .replace("执行率 | <\n", "执行率 | < | <\n")
        .replace("90% | <\n", "90% | < | <\n"),
        encoding="utf-8",
    )  # fmt: skip
    assert check(file) == ()
    assert [hint.en for hint in hints(file) if "经办" in hint.en] == []


def test_the_texts_that_no_example_prints_are_named(tmp_path: Path) -> None:
    file = tmp_path / "anhui-project.toml"
    file.write_text(ANHUI.replace('"执行率"]', '"执行率", "得分"]'), encoding="utf-8")
    assert check(file) == ()
    assert hints(file)[-1].en.startswith("得分 of headers.funds is not printed in the example")


def test_a_file_as_windows_editors_save_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "anhui-project.toml"
    file.write_bytes(ANHUI.replace("\n", "\r\n").encode("utf-8-sig"))
    assert check(file) == ()
    file.write_bytes(ANHUI.encode("gbk"))
    assert [fault.en for fault in check(file)] == [
        "The file is not in UTF-8: save it as UTF-8 in your editor."
    ]


def test_a_table_that_does_not_close_is_told_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "anhui-project.toml"
    file.write_text(ANHUI.replace("50 | 50\n", "50\n"), encoding="utf-8")
    (fault,) = check(file)
    assert "有 6 格，第一行有 7 格" in fault.zh and "has 6 cells" in fault.en


def test_a_faulty_file_in_a_users_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "my-form.toml").write_text("titles = 1", encoding="utf-8")
    with pytest.raises(UsageError, match=r"my-form\.toml"):
        load(tmp_path)
    with pytest.raises(UsageError, match="目录不存在"):
        load(tmp_path / "missing")


def test_the_file_in_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "add-a-form.md").read_text("utf-8")
    block = guide.split("```toml\n")[1].split("```")[0]
    file = tmp_path / "my-form.toml"
    file.write_text(block, encoding="utf-8")
    assert [fault.en for fault in check(file)] == []
    assert [hint.en for hint in hints(file)] == []


def test_the_guide_names_every_key_and_role() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "add-a-form.md").read_text("utf-8")
    roles = set(tomllib.loads((FOLDER.parent / "vocabulary.toml").read_text("utf-8"))["columns"])
    named = {role for section in roles for role in common().columns[section].exact.values()}
    settings = {field.name for field in dataclasses.fields(AuditSettings)} - {"rules"}
    missing = {word for word in named | settings if word not in guide}
    assert missing == set()
