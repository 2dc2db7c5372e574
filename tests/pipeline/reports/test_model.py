"""The model says what the results say: verdicts, sums, questions, places."""

from decimal import Decimal

import pytest

from pipeline.reports import model
from pipeline.reports.cells import interval, label, quantity, resolve
from pipeline.reports.verdict import Level
from schemas.finding import Cause, Severity
from schemas.geometry import Box, Place
from schemas.record import Actual, State, Target
from schemas.result import RecordResult, Status
from tests.pipeline.reports import samples
from tests.pipeline.reports.samples import ambiguous, audited, finding, result, source, unreadable
from tests.support.records import doubtful_field, read_field

ERROR = finding("funds-subtotal", ("/funds/0/executed",))
WARNING = finding("score-rule", ("/indicators/1/score",), Severity.WARNING)
NOTE = finding("year-mismatch", ("/goals/0",), Severity.NOTE)
MISREAD = finding("score-total", ("/total_score",), cause=Cause.READING)
UNREAD = finding("score-total", ("/total_score",), cause=Cause.UNDECIDED)


def report_of(*findings, record=None, **more):
    return model.build(result(audited(record or samples.small_record(), *findings), **more))


@pytest.mark.parametrize(
    ("findings", "level"),
    [
        ((NOTE, WARNING, ERROR), Level.ERROR),
        ((NOTE, WARNING, MISREAD), Level.WARNING),
        ((NOTE, MISREAD), Level.OPEN),
        ((UNREAD,), Level.OPEN),
        ((NOTE,), Level.NOTE),
        ((), Level.CLEAN),
    ],
)
def test_the_worst_finding_decides_the_verdict(findings, level):
    assert report_of(*findings).judgement.level is level


def test_a_misreading_is_no_error_of_the_report():
    counts = report_of(MISREAD, UNREAD).judgement.counts
    assert (counts.errors, counts.open) == (0, 2)


def test_a_clean_form_that_was_read_in_part_is_not_called_clean():
    judged = report_of(status=Status.PARTIAL).judgement
    assert judged.level is Level.OPEN
    assert "一部分" in judged.sentence.zh


def test_a_form_that_was_only_read_is_not_called_clean():
    report = model.build(result(RecordResult(samples.small_record())))
    assert report.judgement.level is Level.UNAUDITED
    assert not report.forms[0].audited


def test_a_failed_file_says_what_to_do():
    judged = model.build(samples.failed()).judgement
    assert judged.level is Level.FAILED
    assert "重新索取" in judged.sentence.zh


def test_several_forms_take_the_worst_verdict_and_add_their_findings():
    report = model.build(
        result(audited(samples.small_record(), NOTE), audited(samples.small_record(), ERROR, NOTE))
    )
    assert report.judgement.level is Level.ERROR
    assert report.judgement.counts.notes == 2
    assert "2 张表" in report.judgement.sentence.zh


def test_certain_findings_come_first_and_errors_before_notes():
    report = report_of(MISREAD, NOTE, WARNING, UNREAD, ERROR)
    order = [(item.finding.severity, item.open) for item in report.forms[0].findings]
    assert order == [
        (Severity.ERROR, False),
        (Severity.WARNING, False),
        (Severity.NOTE, False),
        (Severity.ERROR, True),
        (Severity.ERROR, True),
    ]
    assert [item.number for item in report.forms[0].findings] == [1, 2, 3, 4, 5]


def test_the_real_report_is_told_as_it_is():
    form = model.build(samples.fushun()).forms[0]
    assert form.judgement.points.zh == (
        "自评 96 分，重算 96 至 96.5 分（首选 96）；其中 66 分无从核实。"
    )
    assert form.judgement.counts.errors == 0
    assert [group.weight for group in form.groups] == [40, 10, 10, 10, 20, 10]
    total, rescore = form.total, form.rescore
    assert (total.low, total.high) == (rescore.recomputed.low, rescore.recomputed.high)
    assert total.recommended == rescore.recomputed.recommended
    assert total.not_verifiable == rescore.not_verifiable_points
    assert total.stated == rescore.sum_of_stated


def test_differing_indicators_come_first_and_the_rest_as_printed():
    form = model.build(samples.small()).forms[0]
    assert [row.number for row in form.indicators] == [2, 1]
    assert [row.number for row in form.printed] == [1, 2]


def test_equal_points_of_several_readings_stand_together():
    row = model.build(samples.small()).forms[0].indicators[0]
    assert [(r.score, len(r.words)) for r in row.readings] == [
        (Decimal(2), 2),
        (Decimal("2.5"), 1),
    ]


def test_a_score_in_doubt_makes_its_group_incomplete_and_counts_nothing():
    record = samples.small_record(
        indicators=[samples.indicator("甲"), samples.indicator("乙", score=ambiguous("3", "8"))]
    )
    form = report_of(record=record).forms[0]
    assert form.groups[0].incomplete
    assert form.groups[0].stated == 5


def doubtful_record():
    """Three unread amounts; one of them alone settles a finding, two settle another together."""
    return samples.small_record(
        funds=[
            {"name": "小计", "level": 0, "executed": "10.00", "full_year_budget": "9"},
            {"name": "甲", "level": 1, "executed": unreadable(), "full_year_budget": unreadable()},
            {"name": "乙", "level": 1, "executed": ambiguous("3.00", "8.00")},
        ]
    )


def test_the_fewest_cells_that_settle_something_are_asked_first():
    sums = finding(
        "funds-subtotal",
        ("/funds/0/executed",),
        cause=Cause.UNDECIDED,
        sources=(source("/funds/1/executed", ""), source("/funds/2/executed", "3.00")),
    )
    over = finding(
        "executed-over-budget",
        ("/funds/2/executed",),
        Severity.WARNING,
        cause=Cause.READING,
        sources=(source("/funds/0/full_year_budget", "9"),),
    )
    form = report_of(sums, over, record=doubtful_record()).forms[0]
    asked = [(q.cell.pointer, q.findings, q.alone) for q in form.questions]
    assert asked == [("/funds/2/executed", (1, 2), (1,)), ("/funds/1/executed", (2,), ())]
    assert [cell.pointer for cell in form.idle_doubts] == ["/funds/1/full_year_budget"]
    assert form.questions[0].value.choices == ("3.00", "8.00")


def test_findings_of_the_report_ask_nothing():
    form = report_of(ERROR, record=doubtful_record()).forms[0]
    assert form.questions == ()
    assert len(form.idle_doubts) == 3


def test_every_picture_is_announced_and_nothing_else_is_asked_for():
    drawn = samples.small()
    asked: list[Place] = []

    def crop(place):
        asked.append(place)
        return samples.png()

    report = model.build(drawn, crop)
    assert set(asked) == set(model.wanted_crops(drawn))
    assert all(item.pictures for item in report.forms[0].findings)


def test_pictures_stay_on_their_page_and_show_the_accused_cell():
    drawn = samples.fushun()
    for item in model.build(drawn, lambda _place: samples.png()).forms[0].findings:
        for picture in item.pictures:
            box = picture.frame.place.box
            assert 0 <= box.x0 < box.x1 <= 595
            assert 0 <= box.top < box.bottom <= 842
            for mark in picture.frame.marks:
                assert box.contains(*mark.center)


def test_a_cell_that_lies_off_its_page_gets_no_picture():
    far = read_field("10.00")
    far = type(far)(**{**{k: getattr(far, k) for k in far.__slots__}, "places": (_far(),)})
    drawn = result(audited(samples.small_record(total_score=far), MISREAD))
    assert all(p.box.bottom <= 842 and p.box.height > 0 for p in model.wanted_crops(drawn))


def _far() -> Place:
    return Place(1, Box(10.0, 3000.0, 20.0, 3010.0))


def test_a_text_dump_has_lines_and_no_pictures():
    drawn = result(audited(samples.small_record(), ERROR), name="fushun-2021.txt")
    report = model.build(drawn, lambda _place: samples.png())
    assert model.wanted_crops(drawn) == ()
    assert report.by_line
    assert report.forms[0].findings[0].pictures == ()
    assert report.forms[0].findings[0].where == (81,)


def test_an_accused_cell_without_ink_is_found_by_its_row():
    missing = finding("actual-missing", ("/indicators/0/actual",), Severity.NOTE)
    record = samples.small_record(indicators=[samples.indicator("甲", actual={})])
    item = report_of(missing, record=record).forms[0].findings[0]
    assert item.where == (3,)


def test_a_pointer_that_leads_nowhere_is_shown_not_followed():
    item = report_of(finding("future-code", ("/funds/99/score", "/new/thing"))).forms[0].findings[0]
    assert item.title.zh == "future-code"
    assert item.where == ()


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/indicators/1/score", "指标 2 · 差异率 · 得分"),
        ("/funds/0/executed", "收支 · 支出小计 · 全年执行数"),
        ("/tasks/0", "任务 · 重点工作一 信访"),
        ("/goals/0/actual", "目标 1 · 实际完成情况"),
        ("/total_score", "总分"),
    ],
)
def test_cells_are_called_by_names_a_person_knows(pointer, name):
    assert label(samples.small_record(), pointer).zh == name


def test_a_pointer_into_a_field_means_the_field():
    record = samples.small_record()
    assert resolve(record, "/total_score/value") is record.total_score
    assert resolve(record, "/indicators/7/score") is None


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (
            Target(read_field("≥"), samples.number("80"), read_field("%")),
            "≥80%",
        ),
        (Actual(text=read_field("及时")), "及时"),
        (Target(rule=read_field("差异率=0，得满分")), "差异率=0，得满分"),
        (Target(read_field("≥"), ambiguous("30", "80"), read_field("%")), "≥〔30/80〕%"),
        (Actual(value=doubtful_field(State.UNREADABLE, "")), "〔?〕"),
        (Actual(), ""),
    ],
)
def test_targets_and_actuals_read_as_one(parts, text):
    assert quantity(parts).text == text


def test_the_parts_of_one_printed_cell_are_one_source():
    box = (Place(3, Box(100.0, 80.0, 140.0, 100.0)),)
    parts = [
        samples.Source(f"/indicators/0/actual/{part}", box, "≥80%")
        for part in ("operator", "value", "unit")
    ]
    copied = finding(
        "actual-copies-target",
        ("/indicators/0",),
        Severity.WARNING,
        sources=(*parts, source("/indicators/0/weight", "5")),
    )
    item = report_of(copied).forms[0].findings[0]
    assert [cell.pointer for cell in item.sources] == [
        "/indicators/0/actual",
        "/indicators/0/weight",
    ]
    assert [cell.text for cell in item.sources] == ["≥80%", "5"]


def test_where_a_row_is_accused_the_cells_that_were_used_are_marked():
    used = (source("/indicators/0/score", "5"), source("/indicators/1/score", "1"))
    row = finding("completion-score", ("/indicators/0",), Severity.WARNING, sources=used)
    drawn = result(audited(samples.small_record(), row))
    report = model.build(drawn, lambda _place: samples.png())
    (picture,) = report.forms[0].findings[0].pictures
    record = drawn.records[0].record
    assert picture.frame.marks == (record.indicators[0].score.places[0].box,)


def test_a_row_stands_where_its_own_cells_stand_not_where_merged_ones_reach():
    merged = samples.dataclasses.replace(
        read_field("产出指标"), places=(Place(3, Box(1, 1, 9, 9)), Place(4, Box(1, 1, 9, 9)))
    )
    record = samples.small_record()
    first = samples.dataclasses.replace(record.indicators[0], level1=merged)
    record = samples.dataclasses.replace(record, indicators=(first,))
    item = report_of(finding("actual-missing", ("/indicators/0",)), record=record)
    assert item.forms[0].findings[0].where == (3,)


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        ("9.95", "10.05", ("9.95", "10.05")),
        ("10.00", "10.00", ("10.00",)),
        ("216.362895", "216.388697", ("216.3628", "216.3887")),
        ("-0.000001", "0.000001", ("-0.0001", "0.0001")),
    ],
)
def test_bounds_are_shortened_outward_only(low, high, shown):
    assert interval(Decimal(low), Decimal(high)) == shown


def test_a_cell_that_should_not_be_blank_is_marked():
    blank = samples.dataclasses.replace(samples.number("0"), value=None, state=State.EMPTY, raw="")
    record = samples.small_record(indicators=[samples.indicator("甲", actual={"value": blank})])
    missing = finding("actual-missing", ("/indicators/0",), Severity.NOTE)
    drawn = result(audited(record, missing))
    (picture,) = model.build(drawn, lambda _place: samples.png()).forms[0].findings[0].pictures
    assert picture.frame.marks == (record.indicators[0].actual.value.places[0].box,)


def test_forms_of_one_file_are_told_apart_by_their_projects():
    forms = [
        audited(samples.small_record(title="项目支出绩效自评表", project_name=name))
        for name in ("校园安防", "项目支出绩效自评表")
    ]
    titles = [form.title for form in model.build(result(*forms)).forms]
    assert titles == ["项目支出绩效自评表 · 校园安防", "项目支出绩效自评表"]
