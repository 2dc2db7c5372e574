"""Where forms begin and end, and what is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forms.families import load
from forms.notation import document
from forms.read import FormReading, read_forms
from schemas.errors import InputError
from schemas.geometry import Box, Place
from schemas.table import ExtractedDocument, TextGrid, TextLine

FAMILIES = load()


def form(name: str, title: str = "项目支出绩效自评表", score: str = "40") -> str:
    return f"""
{title}
（2022年度）
项目名称 | < | {name} | < | < | < | < | < | <
主管部门 | < | 某局 | < | < | 实施单位 | < | 某站 | <
项目资金（万元） | < | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | ^ | 年度资金总额 | 90 | 100 | 80 | 10 | 80% | 8
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析
^ | 产出指标 | 数量指标 | 养护里程 | ≥10公里 | 12公里 | 50 | {score} |
总分 | < | < | < | < | < | 100 | 48 |
"""


def read(doc: ExtractedDocument) -> tuple[FormReading, ...]:
    return read_forms(doc, FAMILIES)


def names(text: str) -> list[str | None]:
    return [r.record.project_name.value for r in read(document(text)) if r.record.project_name]


def test_several_forms_in_one_file_give_a_record_each() -> None:
    text = form("甲") + "填表人：某某" + form("乙")
    readings = read(document(text))
    assert [r.record.project_name.value for r in readings if r.record.project_name] == ["甲", "乙"]
    assert [n.text.value for n in readings[0].record.notes] == ["某某"]
    assert readings[1].record.notes == ()


def test_a_second_form_without_a_title_begins_at_its_identity_block() -> None:
    body = "\n".join(form("乙").strip().splitlines()[2:])
    assert names(form("甲") + "---\n" + body) == ["甲", "乙"]
    whole = "\n".join(form("甲").strip().splitlines()) + "\n" + body
    assert names(whole) == ["甲", "乙"]


def test_pages_before_the_form_are_left_out() -> None:
    text = """
    某局2022年度部门决算
    第一部分 概况。本单位负责全县公路养护。
    科室 | 人数 | 职责
    办公室 | 5 | 文秘
    养护科 | 8 | 养护
    附件
    """
    record = read(document(text + form("甲")))[0].record
    assert record.project_name is not None
    assert record.project_name.value == "甲"
    shown = [n.text.raw for n in record.notes] + [t.raw for t in record.unplaced]
    assert not any("养护科" in t or "文秘" in t for t in shown)


def test_a_title_inside_the_table_is_the_title() -> None:
    text = "\n".join(form("甲").strip().splitlines()[2:])
    record = read(document("2022年某项目自评表 | < | < | < | < | < | < | < | <\n" + text))[0].record
    assert record.title is not None
    assert record.title.value == "2022年某项目自评表"
    assert record.year is not None
    assert record.year.value == 2022


def test_two_forms_side_by_side_are_read_one_after_the_other() -> None:
    left, right = document(form("甲")), document(form("乙"))
    blocks: list[Any] = []
    for one, two in zip(left.blocks, right.blocks, strict=True):
        blocks += [one, _moved(two, 1000.0)]
    doc = replace(left, blocks=tuple(blocks))
    found = read(doc)
    assert [r.record.project_name.value for r in found if r.record.project_name] == ["甲", "乙"]
    assert all(r.record.unplaced == () for r in found)


def _moved(block: TextGrid | TextLine, by: float) -> TextGrid | TextLine:
    def shift(place: Place) -> Place:
        box = place.box
        return Place(place.page, Box(box.x0 + by, box.top, box.x1 + by, box.bottom))

    if isinstance(block, TextLine):
        place = shift(block.place)
        return TextLine(replace(block.text, places=(place,)), place)
    cells = tuple(
        replace(c, text=replace(c.text, places=tuple(map(shift, c.text.places))))
        for c in block.cells
    )
    return replace(block, cells=cells, places=tuple(map(shift, block.places)))


def test_a_table_broken_into_several_grids_is_one_form() -> None:
    lines = form("甲").strip().splitlines()
    lines[7] = lines[7].replace("^", "")
    broken = "\n".join([*lines[:4], "---", *lines[4:6], "---", *lines[6:7], "---", *lines[7:]])
    record = read(document(broken))[0].record
    assert [i.name.value for i in record.indicators if i.name] == ["养护里程"]
    assert record.total_score is not None
    assert record.funds[0].weight is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("关于做好绩效自评的通知\n各单位：请报送自评表。", "no-form"),
        ("科室 | 人数\n办公室 | 5", "no-form"),
        (form("甲", "项目支出绩效运行监控表"), "not-self-evaluation"),
        (
            "一级指标 | 二级指标 | 三级指标 | 指标值\n产出 | 数量 | 里程 | ≥10公里",
            "not-self-evaluation",
        ),
    ],
)
def test_what_is_no_form_is_told_by_its_code(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(document(text))
    assert caught.value.code == code


def test_a_look_alike_beside_a_form_is_passed_by() -> None:
    assert names(form("监", "项目绩效目标执行监控表") + form("甲")) == ["甲"]


def test_a_blank_form_is_told_from_a_filled_one() -> None:
    lines = [
        "项目支出绩效自评表",
        "项目名称 | < | < | | < | <",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分",
        "产出指标 | 数量指标 | 指标1： | | | ",
        "^ | ^ | …… | | | ",
        "总分 | < | < | < | < | ",
    ]
    with pytest.raises(InputError) as caught:
        read(document("\n".join(lines)))
    assert caught.value.code == "blank-form"
