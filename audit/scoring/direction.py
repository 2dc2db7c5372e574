"""Whether less may be better, where neither an operator nor a rule of the form says so.

Source: 财预〔2020〕10号 and the notes of provincial forms tell 正向 from 反向 indicators; 反向 are
those of cost, of time limits and of what is to be avoided or brought down. The words below are
those that names of such indicators use.
"""

from __future__ import annotations

import re

from schemas.record import Indicator, SelfEvaluation, Text

LESS = re.compile(
    "成本|费用|费率|支出|经费|开支|造价|单价|超支|控制|压减|降|减少|压缩|时限|限时|限额|上限|以内|以下|≤|＜|<"
    "|不超过|不高于|不大于|不多于|时长|时间|周期|用时|耗时|期限|工期|延误|延迟|延期|逾期|超时|滞后"
    "|等候|等待|排队|投诉|信访|上访|举报|差错|错误|失误|误差|偏差|差异|变动|事故|故障|损失|损耗|伤亡"
    "|死亡|案件|发案|发病|感染|违规|违法|违纪|违约|问题|不合格|不良|流失|浪费|排放|能耗|消耗|耗|污染"
    "|浓度|负债|债务|拖欠|欠|风险|结转|结余|空置|闲置|退货|返工|失业|贫困|辍学|缺|漏|反向|逆向"
)
# What is reached of such a thing is better the higher all the same.
MORE = re.compile(
    "(?:及时|合格|达标|覆盖|完成|办结|到位|准确|处置|处理|整改|节约|化解|达成)率|满意|正向"
)
COST = re.compile("成本|反向")
TIMELY = re.compile("时效")
DURATION = re.compile("年|月|周|日|天|时|分钟|秒")


_UP = re.compile("(?:正向?|越[大多高]越[好优])(?:型|性)?(?:指标)?")
_DOWN = re.compile("(?:[反逆负]向?|越[小少低]越[好优])(?:型|性)?(?:指标)?")


def printed_directions(record: SelfEvaluation) -> dict[str, str]:
    """``≥`` or ``≤`` for indicators that the form marks as 正向 or 反向 in a column of its own,
    by their pointers; none where two such marks differ."""
    found: dict[str, set[str]] = {}
    for note in record.notes:
        text = re.sub(r"\s", "", note.text.value or "")
        sign = "≥" if _UP.fullmatch(text) else "≤" if _DOWN.fullmatch(text) else None
        for pointer in note.about if sign else ():
            found.setdefault(pointer, set()).add(sign or "")
    return {pointer: signs.pop() for pointer, signs in found.items() if len(signs) == 1}


def less_may_be_better(indicator: Indicator) -> bool:
    """Whether the indicator's name, its heads or its unit speak of what should be small."""
    name, unit = _words(indicator.name), _words(indicator.target.unit)
    if MORE.search(name):
        return False
    heads = "".join(_words(t) for t in (indicator.level1, indicator.level2, indicator.level3))
    timed = TIMELY.search(heads) and DURATION.search(unit)
    return bool(LESS.search(name + unit) or COST.search(heads) or timed) or not name


def _words(text: Text | None) -> str:
    return (text.value or text.raw) if text is not None else ""
