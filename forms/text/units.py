"""Units of measure: what counts as one behind a number, and how one is written.

The list of units is open. Known ones may be long or odd; an unknown one is taken on its shape:
a few Han characters without a verb, an adverb or a word of time, or a Latin symbol.
"""

from __future__ import annotations

import re

PERCENT = "%"
MONEY = ("万元", "亿元", "千元", "百万元", "千万元", "元", "美元", "万美元")
DATE_UNITS = ("年", "月", "日", "号", "时", "点")

_MAGNITUDE = r"(?:百|千|万|亿|百万|千万|十万|十亿|百亿|万亿)"
_SYMBOL = (
    r"(?:[%‰℃°′″㎡㎥㎞㎏㎎㎜㎝]|°C|(?:[kKMGTmcdnuμµ]?(?:m|g|L|l|W|V|Hz|B|b|J|Pa|t|s|mol|bps|var))"
    r"(?:[²³23]|\^[23])?|kWh|kW[·.]?h|MWh|GWh|tce|dB|db|ha|h|min|ppm|PPM|pH|IU|亩)"
)
_CLASSIFIER = (
    r"(?:个|名|位|人|项|件|起|套|份|篇|台|户|家|所|座|处|条|次|场|期|批|辆|架|艘|间|栋|幢|支|只|头|匹|"
    r"株|棵|块|片|张|本|册|部|门|宗|例|类|种|级|组|队|班|轮|届|度|倍|成|折|枚|颗|粒|袋|箱|盒|瓶|桶|"
    r"幅|面|盏|根|卷|段|路|列|对|双|副|笔|单|道|课|节|镇|乡|村|县|市|区|省|国)"
)
_KNOWN = (
    r"(?:元|角|分|美元|百分比|百分点|个百分点|公里|千米|米|厘米|毫米|平方米|平方公里|立方米|公顷|亩|"
    r"吨|千克|公斤|克|升|毫升|千瓦|千瓦时|兆瓦|度|天|日|月|年|周|小时|分钟|秒|季度|人次|人天|"
    r"工作日|学时|课时|标准煤|吨标准煤)"
)
# What a sentence, an estimate or a date has and a unit has not.
_SENTENCE = re.compile(
    "[的了已未为是没不且以内外前后约余多每均其累底初第至及和与或]"
    "|完成|达到|达标|合格|合规|优秀|良好|增长|增加|提升|提高|下降|减少|降低|同比|左右|全部|全覆盖"
    "|共计|按时|按期|准时|有效|正常|满意|落实|基本|符合|通过|显著|明显"
)
_HAN = "\u4e00-\u9fff"
_NOUN = rf"[{_HAN}]"
_HAN_UNIT = (
    rf"(?:{_MAGNITUDE}?(?:{_KNOWN}|{_CLASSIFIER}{_NOUN}{{0,5}}|{_NOUN}{{1,3}})|{_MAGNITUDE}|小时)"
)
_ONE = rf"(?:{_MAGNITUDE}?{_SYMBOL}|{_HAN_UNIT})"
UNIT = rf"{_ONE}(?:[/／·每]{_ONE}){{0,2}}"

_WHOLE = re.compile(UNIT)
_PER = re.compile("每")  # 元每平方米
_NAMES = {"百分比": PERCENT, "％": PERCENT, "﹪": PERCENT, "百分数": PERCENT, "百分率": PERCENT}


def is_unit(text: str) -> bool:
    """Whether the whole text has the shape of a unit."""
    return _WHOLE.fullmatch(text) is not None and _SENTENCE.search(_PER.sub("/", text)) is None


def normalise(text: str) -> str:
    """The unit as the contract writes it: 百分比 and ％ are %, all others as printed."""
    bare = re.sub(r"\s", "", text).strip("（）()")
    return _NAMES.get(bare, bare)


def same_measure(one: str | None, other: str | None) -> bool:
    """Whether two units measure alike: 个 before a noun and ways of writing make no difference."""
    return _bare(one) == _bare(other)


_SPELLINGS = {
    "㎡": "平方米",
    "m²": "平方米",
    "千米": "公里",
    "km": "公里",
    "㎞": "公里",
    "日": "天",
}


def _bare(unit: str | None) -> str:
    text = normalise(unit or "")
    text = text[1:] if len(text) > 1 and text.startswith("个") else text
    return _SPELLINGS.get(text, text)
