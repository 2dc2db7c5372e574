"""The workbook: numbers are numbers as printed, text is never a formula, bytes never differ."""

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reports import model, overview, workbook, xlsx
from pipeline.reports.cells import Value
from pipeline.reports.workbook import Column, Sheet
from schemas.message import Message
from schemas.record import State
from schemas.result import RecordResult
from tests.pipeline.reports import samples
from tests.pipeline.reports.samples import audited, result
from tests.pipeline.reports.test_html import HOSTILE, doubtful, filled_with

NAME = Message("表", "Sheet")


def book_of(*results, lang="zh"):
    data = xlsx.render([model.build(item) for item in results], lang)
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet):
    head, *rows = list(sheet.iter_rows())
    titles = [cell.value for cell in head]
    return [dict(zip(titles, row, strict=True)) for row in rows]


def one_cell(content, lang="zh"):
    data = workbook.render([Sheet(NAME, [Column(NAME, 20)], [[content]])], NAME, lang)
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A2"], data


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("zh", ["摘要", "问题", "绩效指标", "收支情况", "年度主要任务"]),
        ("en", ["Summary", "Findings", "Indicators", "Funds", "Main tasks"]),
    ],
)
def test_the_sheets(lang, names):
    assert book_of(samples.small(), lang=lang).sheetnames == names


def test_every_sheet_has_a_frozen_head_filters_and_a_print_set_up():
    for sheet in book_of(samples.fushun()):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.font.bold and cell.alignment.wrap_text for cell in sheet[1])
        assert all(d.width > 0 for d in sheet.column_dimensions.values())


def test_amounts_are_numbers_and_show_the_printed_decimals():
    rows = rows_of(book_of(samples.small())["收支情况"])
    cells = [row["全年执行数"] for row in rows]
    assert [cell.value for cell in cells] == [10, 8.5, 1.5]
    assert [cell.number_format for cell in cells] == ["0.00", "0.0", "0.00"]
    assert {cell.data_type for cell in cells} == {"n"}


def test_blank_and_placeholder_cells_are_no_zeros():
    row = rows_of(book_of(samples.small())["收支情况"])[0]
    assert row["年初预算数"].value is None


def test_sign_and_unit_stand_round_a_number_that_can_be_reckoned_with():
    row = rows_of(book_of(samples.small())["绩效指标"])[0]
    assert (row["年度指标值"].value, row["年度指标值"].number_format) == (80, '"≥"0"%";"≥"-0"%"')
    assert (row["全年完成值"].value, row["全年完成值"].number_format) == (85, '0"%"')


def test_the_summary_gives_verdict_totals_and_counts():
    (row,) = rows_of(book_of(samples.fushun())["摘要"])
    assert row["结论"].value == "! 存疑"
    assert [row[key].value for key in ("自评", "重算", "最低", "最高", "无从核实")] == [
        96,
        96,
        96,
        96.5,
        66,
    ]
    assert [row[key].value for key in ("不符", "存疑", "提示", "待看清")] == [0, 5, 13, 0]


def test_findings_name_page_stated_and_computed():
    rows = rows_of(book_of(samples.small())["问题"])
    first = {key: cell.value for key, cell in rows[0].items()}
    assert first["代码"] == "funds-subtotal"
    assert first["页码"] == 1
    assert first["报告所写"] == 10
    assert (first["应为（低）"], first["应为（高）"]) == (9.95, 10.05)
    assert rows[0]["报告所写"].number_format == "0.00"
    assert first["字段"] == "/funds/0/executed"
    assert "收支 · 1.基本支出 · 全年执行数：8.5" in first["依据的各格"]


def test_an_indicator_that_cannot_be_computed_has_no_computed_points():
    rows = rows_of(book_of(samples.fushun())["绩效指标"])
    assert rows[0]["重算"].value == 1
    assert rows[0]["最高"].value == 1.5
    unverified = [row for row in rows if row["结论"].value == "无从核实"]
    assert unverified
    assert {row["重算"].value for row in unverified} == {None}


def test_cells_in_doubt_say_so_and_come_first():
    book = book_of(doubtful())
    assert book.sheetnames[1] == "先看这几格"
    (first, second) = rows_of(book["先看这几格"])
    assert {first["可能是"].value, second["可能是"].value} == {"10.00 / 16.00", None}
    cells = [row["全年执行数"] for row in rows_of(book["收支情况"])]
    assert cells[0].value == "? 两可 10.00 可能是 10.00 / 16.00"
    assert cells[1].value == "? 未读清 #"


def test_several_files_and_forms_are_told_apart():
    two = result(*samples.small().records, *samples.small().records)
    book = book_of(two, samples.fushun(), samples.failed())
    assert len(rows_of(book["摘要"])) == 4
    keys = {(row["文件"].value, row["表"].value) for row in rows_of(book["问题"])}
    assert keys == {("sample.pdf", 1), ("sample.pdf", 2), ("fushun-2021.pdf", 1)}


@pytest.mark.parametrize(
    "item",
    [
        samples.failed(),
        result(audited(samples.small_record())),
        result(RecordResult(samples.small_record())),
    ],
    ids=["失败", "没有问题", "只读未核"],
)
def test_reports_without_findings_still_make_a_workbook(item):
    assert len(rows_of(book_of(item)["摘要"])) == 1


FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    "＝1",
    "='a'!A1",
]


@pytest.mark.parametrize("text", FORMULAS + HOSTILE)
def test_text_is_never_a_formula_and_reads_as_it_stands(text):
    cell, data = one_cell(text)
    assert cell.data_type in ("s", "inlineStr")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    shown = "" if cell.value is None else cell.value
    assert shown == workbook.clean(text)
    if shown.startswith(("=", "+", "-", "@")):
        assert cell.quotePrefix


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_documents_make_sound_workbooks(text):
    book = book_of(filled_with(text))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_survives(text):
    cell, _ = one_cell(text)
    shown = workbook.clean(text)
    assert (cell.value or "") == shown or "_x" in shown


def test_what_looks_like_an_escape_is_not_taken_for_one():
    _, data = one_cell("_x0041_ and _x000D_")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"_x005F_x0041_ and _x005F_x000D_" in sheet


def test_text_too_long_for_a_cell_is_cut_and_says_so():
    cell, _ = one_cell("字" * 40_000)
    assert len(cell.value) == 32_767
    assert cell.value.endswith("…")


@pytest.mark.parametrize(
    ("value", "shown", "kind"),
    [
        (Value("8.50", Decimal("8.50"), State.READ), 8.5, "0.00"),
        (Value("-5.66", Decimal("-5.66"), State.READ), -5.66, "0.00"),
        (Value("≥1234.5万元", Decimal("1234.5"), State.READ), 1234.5, '"≥"0.0"万元";"≥"-0.0"万元"'),
        (Value("0", Decimal(0), State.READ), 0, "0"),
        (
            Value("12345678901234567.89", Decimal("12345678901234567.89"), State.READ),
            "12345678901234567.89",
            "General",
        ),
        (Value('5"套', Decimal(5), State.READ), '5"套', "General"),
        (Value("——", None, State.NOT_APPLICABLE), "——", "General"),
    ],
)
def test_values_are_shown_as_printed(value, shown, kind):
    cell, _ = one_cell(value)
    assert (cell.value, cell.number_format) == (shown, kind)


def test_the_same_report_gives_the_same_bytes_at_any_hour(monkeypatch):
    first = xlsx.render([model.build(samples.fushun())])
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 1, 126, 0))
    assert xlsx.render([model.build(samples.fushun())]) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(rb"<dcterms:\w+[^>]*>([^<]*)", archive.read("docProps/core.xml"))
    assert set(stamps) == {b"1980-01-01T00:00:00Z"}


def test_a_workbook_is_written_for_its_owner(tmp_path):
    path = tmp_path / "报告.xlsx"
    xlsx.write(path, [model.build(samples.small())], "en")
    assert path.stat().st_mode & 0o777 == 0o600
    assert openpyxl.load_workbook(path).sheetnames[0] == "Summary"


def test_the_overview_as_a_workbook_counts_what_it_lists():
    entries = [overview.entry(model.build(item)) for item in (samples.small(), samples.failed())]
    data = overview.render_xlsx(overview.build(entries))
    book = openpyxl.load_workbook(io.BytesIO(data))
    ledger = {row[0].value: row[1].value for row in list(book.worksheets[0].iter_rows())[1:]}
    assert ledger == {"共": 2, "读入": 1, "已有": 0, "略过": 0, "未读出": 1}
    assert len(rows_of(book["文件"])) == 2
    assert [row["代码"].value for row in rows_of(book["未能读取的文件"])] == ["damaged"]
