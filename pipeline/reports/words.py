"""What the reports say of themselves, in both languages side by side."""

from __future__ import annotations

from schemas.finding import Cause, Severity
from schemas.message import Message
from schemas.record import State
from schemas.rescore import ScoreVerdict

SEVERITY = {
    Severity.ERROR: Message("不符", "Error"),
    Severity.WARNING: Message("存疑", "Warning"),
    Severity.NOTE: Message("提示", "Note"),
}
SIGN = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
OPEN_SIGN = "?"

CAUSE = {
    Cause.REPORT: Message("报告自身", "the report"),
    Cause.READING: Message("可能是读数之误", "perhaps a misreading"),
    Cause.UNDECIDED: Message("读不清，不能判定", "unread, cannot be judged"),
}

STATE = {
    State.READ: Message("已读", "read"),
    State.EMPTY: Message("空白", "blank"),
    State.NOT_APPLICABLE: Message("不适用", "not applicable"),
    State.UNREADABLE: Message("未读清", "unreadable"),
    State.AMBIGUOUS: Message("两可", "ambiguous"),
}

SCORE_VERDICT = {
    ScoreVerdict.AGREES: Message("相符", "agrees"),
    ScoreVerdict.DIFFERS: Message("不同", "differs"),
    ScoreVerdict.NOT_SCORABLE: Message("规则未解", "rule not understood"),
    ScoreVerdict.NOT_VERIFIABLE: Message("无从核实", "not verifiable"),
}
SCORE_SIGN = {
    ScoreVerdict.AGREES: "✓",
    ScoreVerdict.DIFFERS: "✗",
    ScoreVerdict.NOT_SCORABLE: "?",
    ScoreVerdict.NOT_VERIFIABLE: "○",
}

CODE = {
    "funds-subtotal": Message("小计与各行之和不符", "Subtotal is not the sum of its lines"),
    "funds-balance": Message("收入与支出不平", "Income and expenditure differ"),
    "tasks-total": Message("任务合计与各行之和不符", "Tasks' total is not their sum"),
    "tasks-project-expenditure": Message(
        "任务合计与项目支出不一致", "Tasks' total differs from project expenditure"
    ),
    "execution-rate": Message("执行率算不出来", "Execution rate cannot be reproduced"),
    "execution-rate-basis": Message("执行率口径不一", "Execution rates on two bases"),
    "execution-score": Message("执行率得分不符", "Execution points do not follow"),
    "executed-over-budget": Message("执行数超过全年预算", "Executed exceeds the budget"),
    "variance-rate": Message("差异率与金额不符", "Variance rate does not follow"),
    "weight-total": Message("分值合计不符", "Weights do not add up"),
    "score-total": Message("得分合计与总分不符", "Scores do not add up to the total"),
    "score-range": Message("得分超出范围", "Score out of range"),
    "score-rule": Message("得分不合评分规则", "Score does not follow from its rule"),
    "completion-score": Message("完成程度与得分不一致", "Completion and score disagree"),
    "reason-missing": Message("扣分而未说明原因", "Points missing without a reason"),
    "reason-tick-missing": Message("未勾选未完成原因", "No reason ticked"),
    "actual-copies-target": Message("完成值照抄指标值", "Actual value copies the target"),
    "actual-missing": Message("有得分而无完成值", "Points without an actual value"),
    "actual-kind": Message("指标为数、完成值为文字", "Numeric target, worded actual"),
    "duplicate-indicator": Message("指标重复", "Indicator stands twice"),
    "unit-missing": Message("数字缺单位", "Number without its unit"),
    "overcompleted": Message("远超指标值", "Far beyond the target"),
    "year-mismatch": Message("年份与本表不符", "Another year than the form's"),
}

SECTION = {
    "funds": Message("收支", "Funds"),
    "tasks": Message("任务", "Tasks"),
    "goals": Message("目标", "Goals"),
    "indicators": Message("指标", "Indicator"),
    "groups": Message("指标组", "Group"),
    "notes": Message("附注", "Note"),
    "unplaced": Message("未归位文字", "Unplaced text"),
}

LEAF = {
    "title": Message("标题", "Title"),
    "year": Message("年度", "Year"),
    "family": Message("表式", "Form family"),
    "department": Message("部门（单位）名称", "Department"),
    "staff_count": Message("财政供养人员数量", "Staff"),
    "subordinate_units": Message("所属单位数量", "Subordinate units"),
    "project_name": Message("项目名称", "Project"),
    "competent_department": Message("主管部门", "Competent department"),
    "implementing_unit": Message("实施单位", "Implementing unit"),
    "amount_unit": Message("金额单位", "Unit of amounts"),
    "total_weight": Message("分值合计", "Total weight"),
    "total_score": Message("总分", "Total score"),
    "name": Message("名称", "Name"),
    "project": Message("对应项目", "Project"),
    "level": Message("层级", "Level"),
    "initial_budget": Message("年初预算数", "Initial budget"),
    "full_year_budget": Message("全年预算数", "Full-year budget"),
    "executed": Message("全年执行数", "Executed"),
    "execution_rate": Message("执行率", "Execution rate"),
    "weight": Message("分值", "Weight"),
    "score": Message("得分", "Score"),
    "number": Message("序号", "No."),
    "goal": Message("目标", "Goal"),
    "status": Message("完成情况", "Status"),
    "actual": Message("完成值", "Actual"),
    "target": Message("指标值", "Target"),
    "operator": Message("运算符号", "Operator"),
    "value": Message("数值", "Number"),
    "unit": Message("单位", "Unit"),
    "text": Message("文字", "Text"),
    "rule": Message("评分规则", "Scoring rule"),
    "completion": Message("完成程度", "Completion"),
    "reasons": Message("未完成原因", "Reasons"),
    "reason_note": Message("原因说明", "Reason"),
    "improvement": Message("改进措施", "Improvement"),
    "level1": Message("一级指标", "Level 1"),
    "level2": Message("二级指标", "Level 2"),
    "level3": Message("三级指标", "Level 3"),
    "slot": Message("序位", "Slot"),
    "label": Message("标签", "Label"),
}
GOAL_RESULT = Message("实际完成情况", "Result")


def code_title(code: str) -> Message:
    """The heading of a finding; a code of a later version stands for itself."""
    return CODE.get(code, Message(code, code))


def where(numbers: tuple[int, ...], by_line: bool) -> Message:
    """Pages counted from 1, or the lines of a text dump; empty when there are none."""
    if not numbers:
        return Message("", "")
    zh, en = "、".join(map(str, numbers)), ", ".join(map(str, numbers))
    if by_line:
        return Message(f"第 {zh} 行", f"line{'s' * (len(numbers) > 1)} {en}")
    return Message(f"第 {zh} 页", f"p. {en}" if len(numbers) == 1 else f"pp. {en}")


def join(*parts: Message) -> Message:
    """Sentences one after the other; empty ones leave no gap."""
    return Message("".join(p.zh for p in parts if p.zh), " ".join(p.en for p in parts if p.en))
