"""A form whose table has no lines is no other document: it is named, not passed over."""

from __future__ import annotations

import pytest

from forms.families import load
from forms.read import read_forms
from schemas.document import DocumentRef
from schemas.errors import InputError
from schemas.geometry import Box, Place
from schemas.page import PageInfo, PageKind
from schemas.table import ExtractedDocument, TextLine
from schemas.text import Origin, RawText

FORM = """
2023年项目支出绩效自评表
资金 年初预算数 全年预算数 全年执行数 执行率
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标 数量指标 培训次数 ≥4次 5次 50 50
"""
NOTICE = """
关于开展2023年部门整体绩效自评工作的通知
请各单位填写绩效自评表，分值和得分按附件说明填写。
附件：部门整体绩效自评表
"""


def code_of(text: str) -> str:
    lines = []
    for number, line in enumerate(text.strip().splitlines()):
        place = Place(1, Box(50.0, 20.0 * number, 500.0, 20.0 * number + 12))
        lines.append(TextLine(RawText(line, Origin.TEXT_LAYER, (place,)), place))
    page = PageInfo(1, 595.0, 842.0, 0, PageKind.TEXT_LAYER)
    document = ExtractedDocument(DocumentRef("a.pdf", "0" * 64, 1), (page,), tuple(lines))
    with pytest.raises(InputError) as failure:
        read_forms(document, load())
    return failure.value.code


def test_a_form_without_lines_is_unreadable() -> None:
    assert code_of(FORM) == "unreadable"


def test_a_notice_about_forms_is_no_form() -> None:
    assert code_of(NOTICE) == "no-form"
