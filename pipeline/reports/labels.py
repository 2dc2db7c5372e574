"""Headings, captions and short words of the reports; templates use them by name."""

from __future__ import annotations

from schemas.message import Message

PAPER = Message("复核底稿", "Audit working paper")
OVERVIEW = Message("复核总览", "Audit overview")
SKIP = Message("跳到正文", "Skip to the contents")
CONTENTS = Message("目录", "Contents")
COLON = Message("：", ": ")
COMMA = Message("、", ", ")
TO = Message("至", "to")
FILE = Message("文件", "File")
FORM = Message("表", "Form")

STATED = Message("自评", "Stated")
RECOMPUTED = Message("重算", "Recomputed")
RECOMMENDED = Message("首选", "recommended")
NOT_VERIFIABLE = Message("无从核实", "Not verifiable")
NOT_SCORABLE = Message("规则未解", "Rule not understood")
FINDINGS = Message("问题", "Findings")
ERRORS = Message("不符", "Errors")
WARNINGS = Message("存疑", "Warnings")
NOTES = Message("提示", "Notes")
OPEN = Message("待看清", "Open")

PROBLEMS = Message("读取中的问题", "Problems while reading")
QUESTIONS = Message("先看这几格", "Look at these cells first")
QUESTIONS_LEAD = Message(
    "看清下面各格，所有未决的问题就都能判定。",
    "Once these cells are read on the original, every open finding can be decided.",
)
READINGS_OF_CELL = Message("可能是", "may be")
SETTLED = Message("证", "borne out")
CORRECTED = Message("更正", "put right")
CORRECTED_FROM = Message(
    "由人工更正，原件上读到的是", "put right by a person; read on the original"
)
SETTLED_BY = Message("扫描件上有疑，由表内关系佐证", "in doubt on the scan, borne out by")
HANGS_ON = Message("关系到问题", "bears on no.")
IDLE_DOUBTS = Message(
    "另有未读清、但不影响任何核对的格", "Other cells in doubt, which no check hangs on"
)

BY_SEVERITY = Message("查出的问题", "What was found")
NO_FINDINGS = Message("没有需要报告的问题。", "There is nothing to report.")
OPEN_FINDINGS = Message("须看清原件才能判定", "To be settled on the original")
ACCUSED = Message("所指", "Accused")
SAYS = Message("报告所写", "The report says")
FOLLOWS = Message("应为", "Should be")
SOURCES = Message("依据的各格", "Cells used")
CELL = Message("格", "Cell")
PRINTED = Message("原文", "As printed")
PLACE = Message("位置", "Place")
CROP = Message("原件截图", "Crop of the original")
MARKED = Message("框出所指之处", "the cell in question is framed")
SEE_ROW = Message("见该行", "See the row")
SEE_FINDING = Message("见问题", "See finding")
CAUSE = Message("起因", "Cause")
NOT_PRINTED = Message("原文未印", "nothing printed")

GROUPS = Message("各组得分：自评与重算", "Points by group: stated and recomputed")
GROUPS_CAPTION = Message(
    "每组上条为自评得分，下条为重算得分：实色为据数据和规则算得，斜纹为无从核实而照录；"
    "外框为分值。",
    "In each group the upper bar is the stated score, the lower bar the recomputed one: solid "
    "where it follows from figures and a rule, hatched where it cannot be verified and is taken "
    "as stated; the outline is the weight.",
)
GROUP = Message("一级指标", "Level-1 group")
CHART = Message("图示", "Chart")
TOTAL = Message("合计", "Total")
NO_GROUP = Message("未分组", "no group")
INCOMPLETE = Message("有未读清的数，合计不全", "some figures are in doubt: the sum is incomplete")

RESCORE = Message("指标逐项：自评与重算", "Indicators: stated against recomputed")
RESCORE_CAPTION = Message(
    "不同的排在最前，其余照原表顺序。", "Differing ones first, the others in printed order."
)
NUMBER = Message("号", "No.")
INDICATOR = Message("指标", "Indicator")
TARGET = Message("年度指标值", "Target")
ACTUAL = Message("全年完成值", "Actual")
COMPLETION = Message("完成程度", "Completion")
WEIGHT = Message("分值", "Weight")
SCORE = Message("得分", "Score")
VERDICT = Message("结论", "Verdict")
SEVERAL = Message("另有读法", "other readings")
TRACE = Message("算法与读法", "Reckoning and readings")
READING = Message("读法", "Reading")

OWN_TABLES = Message("原表内容", "The form itself")
FACTS = Message("基本情况", "Head of the form")
FUNDS = Message("收支情况", "Funds")
TASKS = Message("年度主要任务", "Main tasks")
GOALS = Message("年度绩效目标", "Goals of the year")
INDICATORS = Message("绩效指标", "Indicators")
AS_PRINTED = Message("照原表顺序录出", "As printed, in printed order")
NOTES_AND_REST = Message("附注与未归位的文字", "Notes and text put nowhere")
UNPLACED = Message("未归位", "Put nowhere")
NAME = Message("名称", "Name")
PROJECT = Message("对应项目", "Project")
BUDGET_INITIAL = Message("年初预算数", "Initial budget")
BUDGET_YEAR = Message("全年预算数", "Full-year budget")
EXECUTED = Message("全年执行数", "Executed")
RATE = Message("执行率（%）", "Rate (%)")
GOAL = Message("目标", "Goal")
STATUS = Message("完成情况", "Status")
RESULT = Message("实际完成情况", "Result")
REASONS = Message("原因与改进措施", "Reasons and improvements")
REASON_NOTE = Message("原因说明", "Reason")
IMPROVEMENT = Message("改进措施", "Improvement")
AMOUNTS_IN = Message("金额单位", "amounts in")

MADE = Message("这份底稿的由来", "How this paper was made")
SHA256 = Message("文件 SHA-256", "SHA-256 of the file")
SIZE = Message("字节数", "Bytes")
PAGES = Message("页", "Pages")
HIDDEN = Message("看不见的文字（未采用）", "Invisible characters (not used)")
VERSION = Message("程序版本", "Program version")
ENGINES = Message("读取引擎", "Engines")
FAMILIES = Message("表式文件", "Form families")
RULES = Message("规则簿", "Rule book")
FAMILY = Message("表式", "Form family")
LEGEND = Message(
    "✗ 不符：报告自身的数字矛盾或不合所印规则。! 存疑：值得追问。· 提示：供参考。"
    "? 待看清：取决于未读清的格。"
    "○ 无从核实：完成值缺失、照抄或只有文字，得分照录。",
    "✗ error: the report contradicts its own figures or rules. ! warning: worth a question. "
    "· note: for information. ? open: hangs on a cell that was not read beyond doubt. "
    "○ not verifiable: the actual value is missing, copied or only words; the score is taken "
    "as stated.",
)

LEDGER = Message("总账", "Ledger")
SEEN = Message("共", "Seen")
LOADED = Message("读入", "Loaded")
ALREADY_THERE = Message("已有", "Already there")
PASSED_OVER = Message("略过", "Passed over")
FAILED = Message("未读出", "Failed")
WORST_FIRST = Message("各文件，问题最重的在前", "Files, the worst first")
FAILED_FILES = Message("未能读取的文件", "Files that could not be read")
PASSED_FILES = Message("略过的文件（不是自评表，或是空白表）", "Passed over (no self-evaluation)")
WHY = Message("原因与办法", "Why, and what to do")
CODE = Message("代码", "Code")
SEVERITY = Message("级别", "Severity")
MESSAGE = Message("说明", "Explanation")
EMPTY_LEDGER = Message("没有看到任何文件。", "No files were seen.")
SUMMARY = Message("摘要", "Summary")
PAGE = Message("页码", "Page")
LOW = Message("最低", "low")
HIGH = Message("最高", "high")
FIELD = Message("字段", "Field")
BASIS = Message("算法", "Basis")
