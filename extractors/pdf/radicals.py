"""Radicals that stand for Han characters in the text layers of some PDF makers.

Kangxi radicals (U+2F00–2FD5) and compatibility ideographs fold by NFKC. For the CJK Radicals
Supplement (U+2E80–2EFF) Unicode gives equivalents only as data (EquivalentUnifiedIdeograph);
the table below follows it.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵"
    "⺛旡⺜冃⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟"
    "⺱罓⺲罒⺳罓⺴罓⺵罓⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠"
    "⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阝⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣"
    "⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)


def _table() -> dict[int, str]:
    table = {
        ord(radical): han for radical, han in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
    }
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFADA)):
        for code in block:
            folded = unicodedata.normalize("NFKC", chr(code))
            if folded != chr(code):
                table[code] = folded
    table[ord("⼾")] = "户"  # NFKC gives 戶, but fonts for simplified Chinese draw 户
    return table


_TABLE = _table()


def fold(text: str) -> str:
    """``text`` with radicals and compatibility ideographs turned into Han characters."""
    return text.translate(_TABLE)
