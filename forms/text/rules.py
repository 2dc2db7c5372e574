"""Telling a printed scoring rule from a target in words."""

from __future__ import annotations

import re

_POINTS = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+|满|全|零|半|相应|对应|一定|相应的)"
_MEASURE = r"(?:[0-9]+(?:\.[0-9]+)?\s*[%％‰]|[0-9]+(?:\.[0-9]+)?个?百分点)"
_NO_WORD = r"(?![析类布配别解发级管享钟局批期工散数])"  # 分析, 分类 … are not points

_SAYS_POINTS = re.compile(
    # a verb that gives or takes points: 得5分, 计满分, 扣减0.5分 – but not 得90分以上, a target
    rf"(?:(?<![获取])得|(?<![预统合共总累])计|(?<![登标])记|扣减?|扣除|(?<![缩削])减去?"
    rf"|(?<![增追添])加|给|赋|打)\s*(?:该?指标)?(?:分值|权重)?的?{_POINTS}\s*分"
    rf"{_NO_WORD}(?!\s*[及或（(]*(?:以上|以下|以内|左右))"
    r"|不得分|不计分|不给分|不扣分|得分为(?:0|零)|(?:扣|减)(?:完|至|到)\s*(?:[0零]\s*分?)?\s*为止"
    rf"|每[^。；;]{{0,30}}?扣[^。；;]{{0,10}}?(?:分{_NO_WORD}|{_MEASURE})"
    r"|(?:酌情|按比例|按程度|按照?完成比例|同比例|相应)(?:予以)?(?:扣|[计给得记加减]分)"
    r"|按(?:满分|零分|0分)(?:计|记|算)"
)
_FORMULA = re.compile(
    rf"[*×✕xX÷/]\s*(?:该|本)?(?:项|条)?(?:指标)?的?\s*(?:分值|权重|满分|标准分|[0-9.]+\s*分{_NO_WORD})"
    r"|(?:分值|权重|满分|标准分|[0-9.]\s*分)\s*[*×✕÷]"
    r"|(?:不得?超过|上限为?)(?:该|本)?(?:指标)?分值"
)
_CASE = re.compile(
    rf"(?:^|[，,；;：:。\n])\s*[0-9]+(?:\.[0-9]+)?\s*分{_NO_WORD}(?=\s*(?:[；;。，,\n]|$))"
)


def is_rule_sentence(text: str) -> bool:
    """Whether a target cell holds a rule that gives points instead of a target.

    True when points are given, taken or left (得满分, 每…扣0.5分, 不得分, 扣完为止), when the
    score is a formula of the weight (执行率*该指标分值), or when two or more cases each end in
    points (无结余，3分；有结余…，2分). Points that are themselves the aim (考核得90分以上,
    ≥90分) make no rule: what is not clearly one stays a text.
    """
    return (
        _SAYS_POINTS.search(text) is not None
        or _FORMULA.search(text) is not None
        or len(_CASE.findall(text)) > 1
    )
