"""Rows under their columns, group names down the table, depths of the funds block."""

from __future__ import annotations

import pytest

from forms.align import align
from forms.columns import Column
from forms.hierarchy import carry
from forms.notation import document
from forms.parts.levels import levels
from forms.sheet import Spot, key, stream
from schemas.geometry import Box, Place
from schemas.text import CellText, Origin, RawText

ROLES = [
    *("level1", "level2", "level3", "operator", "content", "unit", "actual", "completion"),
    *("weight", "score", *["tick"] * 5, "reason_note", "improvement"),
]
COLUMNS = [Column(role, i, i + 1, role, 0, 0) for i, role in enumerate(ROLES)]


def placed(line: str) -> dict[str, str]:
    fields = [field.strip() for field in line.split("|")]
    result: dict[str, str] = {}
    for text, number in zip(fields, align(fields, COLUMNS), strict=True):
        if text:
            assert number is not None
            result[ROLES[number]] = text
    return result


@pytest.mark.parametrize(
    "line",
    [
        "履职效能 | 重点工作 | 指标1 | | 台账化解 | ≥80% | 80% | 完成 | 10 | 9 | | | | | | |",
        "履职效能 | 重点工作 | 指标1 | 台账化解 | ≥80% | 80% | 完成 | 10 | 9 | | | | | | |",
        "履职效能 | 重点工作 | 指标1 | 台账化解 | ≥80% | 80% | 完成 | 10 | 9 | | | | | | | | | |",
    ],
    ids=["whole", "one cell lost", "one cell lost and three blanks too many"],
)
def test_a_row_that_lost_its_operator_cell_goes_back_under_its_columns(line: str) -> None:
    assert placed(line) == {
        "level1": "履职效能",
        "level2": "重点工作",
        "level3": "指标1",
        "content": "台账化解",
        "unit": "≥80%",
        "actual": "80%",
        "completion": "完成",
        "weight": "10",
        "score": "9",
    }


def test_what_stands_right_of_the_score_is_placed_from_the_right_edge() -> None:
    row = placed(
        " | | 指标1 | 差异率 | 差异率=0，得满分 | 40% | 部分完成 | 5 | 1 |" + " |" * 6 + " 追加 |"
    )
    assert row["reason_note"] == "追加"
    assert row["score"] == "1"


def test_a_word_target_without_actual_leaves_the_actual_blank() -> None:
    row = placed("管理效率 | 预算编制 | 指标1 | 按时编制 | 及时 | | 完成 | 2 | 2" + " |" * 10)
    assert row["unit"] == "及时"
    assert "actual" not in row


def test_a_part_of_the_menu_stays_under_the_operators() -> None:
    row = placed(" | | 指标1 | “≥” | 按预算执行 | 确保 | | 完成 | 2 | 2 | | | | | | |")
    assert row["operator"] == "“≥”"
    assert row["content"] == "按预算执行"


def test_a_broken_figure_never_makes_its_neighbour_the_score() -> None:
    row = placed(" | | 指标1 | ≥ | 除险率 | 95% | 90% | 部分完成 | 10 | 9.4 7 | | | | | | |")
    assert (row["weight"], row["score"]) == ("10", "9.4 7")


def spot(row: int, text: str, grid: int = 0, page: int = 1, column: int = 0) -> Spot:
    place = Place(page, Box(0, 0, 9, 9))
    return Spot(grid, row, column, 1, 1, CellText(RawText(text, Origin.TEXT_LAYER, (place,)), text))


def test_a_level1_cell_cut_by_the_page_end_is_one_name_for_all_its_rows() -> None:
    rows = [
        {"level1": spot(0, "社会"), "level2": spot(0, "政治效益", column=1)},
        {"level1": spot(1, "社会效应", 1), "level2": spot(1, "效应", 1, column=1)},
        {"level2": spot(2, "社会效益", 1, column=1)},
    ]
    names = carry(rows, ("level1", "level2"))
    assert [n.names["level1"].text for n in names] == ["社会效应"] * 3
    assert [n.names["level2"].text for n in names] == ["政治效益", "政治效益", "社会效益"]
    assert [s.text for s in names[0].names["level1"].spots] == ["社会", "社会效应", "效应"]


def test_a_known_name_is_put_together_from_two_pages() -> None:
    rows = [{"level1": spot(0, "满意度")}, {"level1": spot(1, "指标", page=2)}]
    names = carry(rows, ("level1",), {"满意度指标"})
    assert [n.names["level1"].text for n in names] == ["满意度指标"] * 2


def test_two_names_that_begin_alike_stay_two_on_one_page() -> None:
    rows = [{"level1": spot(0, "效益")}, {"level1": spot(1, "效益指标")}]
    names = carry(rows, ("level1",))
    assert [n.names["level1"].text for n in names] == ["效益", "效益指标"]


def test_a_new_group_ends_the_names_within_the_old_one() -> None:
    rows = [
        {"level1": spot(0, "产出指标"), "level2": spot(0, "数量指标", column=1)},
        {"level1": spot(1, "满意度指标"), "level2": spot(1, "", column=1)},
    ]
    assert "level2" not in carry(rows, ("level1", "level2"))[1].names


@pytest.mark.parametrize(
    ("names", "depths"),
    [
        (
            "收入小计（1至2项） 1.财政拨款收入 2.其他收入 支出小计（一+二） 一、基本支出"
            " 1.工资福利支出 2.资本性支出 二、项目支出（第1项） 1.履职保障类",
            "0 1 1 0 1 2 2 1 2",
        ),
        ("年度资金总额 其中：当年财政拨款 上年结转资金 其他资金", "0 1 1 1"),
        ("年度资金总额： 其中：财政拨款 其中：中央补助 地方资金 其他资金", "0 1 2 2 1"),
        ("资金合计 省级资金 县级资金", "0 1 1"),
        ("中央资金 省级资金 合计", "1 1 0"),
        ("（一）基本支出 1.人员经费 2.公用经费 （二）项目支出", "0 1 1 0"),
        ("年度财政资金总额", "0"),
    ],
)  # fmt: skip
def test_depths_follow_numbering_totals_and_parts(names: str, depths: str) -> None:
    assert levels(names.split()) == tuple(int(depth) for depth in depths.split())


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("全年预算数（A）", "全年预算数"),
        ("分 值\n(10分)", "分值"),
        ("得分（20分×执行率）", "得分"),
        ("运\n算\n符\n号", "运算符号"),
        ("部门（单位）名称：", "部门(单位)名称"),
        ("（A）", "(A)"),
    ],
)
def test_what_a_header_says(printed: str, said: str) -> None:
    assert key(printed) == said


def test_the_notation_merges_cells() -> None:
    rows = stream(document("标题\na | < | b\n^ | ^ | c"))
    assert rows[0].line
    first = rows[1].own[0]
    assert (first.rows, first.columns) == (2, 2)
    assert [s.text for s in rows[2].spots] == ["a", "c"]
    with pytest.raises(ValueError, match="has 2 cells"):
        document("a | b | c\na | b")
    with pytest.raises(ValueError, match="rectangles"):
        document("a | b\n^ | <")
