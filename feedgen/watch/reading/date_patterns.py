"""The patterns of dates, in the forms in which notices and their lists write them.

All of them are matched against half-width text.
"""

from feedgen.watch.reading.pattern import Pattern

_NUMERAL = "[〇○零一二三四五六七八九]"
_BETWEEN = (
    r"\s*(?:\([^()]{1,12}\))?"
    r"\s*(?:(?:上午|下午|中午|晚上|早上|凌晨|晚)?\s*\d{1,2}"
    r"\s*(?::\s*\d{2}(?::\d{2})?|[时点](?:\s*\d{1,2}\s*分|半|整)?))?"
    r"\s*(?:\([^()]{1,12}\))?\s*"
)
"""A weekday in brackets, a time of day."""

DAY = Pattern(
    r"(?<![\d.])(?:"
    r"(?:(?P<year>20\d\d)\s*年\s*)?"
    r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})(?!\d)\s*(?P<mark>[日号])?"
    r"|(?P<iso_year>20\d\d)\s*(?P<dash>[-./])"
    r"\s*(?P<iso_month>\d{1,2})\s*(?P=dash)\s*(?P<iso_day>\d{1,2})(?!\d)"
    rf"|(?P<han_year>二{_NUMERAL}{{3}})年"
    r"(?P<han_month>[一二三四五六七八九十]{1,2})月(?P<han_day>[一二三四五六七八九十]{1,3})日)",
    {
        "成绩于2026年8月5日公布": "2026|8|5|日",
        "8月15-29日": "8|15",
        "2026.08.05": "2026|.|08|05",
        "二〇二六年八月十五日": "二〇二六|八|十五",
    },
)
UNTIL = Pattern(
    rf"{_BETWEEN}(?:起|开始)?\s*[,]?\s*(?:-+|至|到|(?P<list>、|和|及))\s*(?:"
    r"(?:(?P<year>20\d\d)\s*年\s*)?(?:(?P<month>\d{1,2})\s*月\s*)?(?P<day>\d{1,2})\s*[日号]"
    r"|(?:(?P<iso_year>20\d\d)\s*[-./]\s*)?"
    r"(?P<iso_month>\d{1,2})\s*[-./]\s*(?P<iso_day>\d{1,2})(?![\d:]))",
    {
        "(星期六)上午9时起至29日": "29",
        "9:00-2027年1月8日": "2027|1|8",
        "、16日": "、|16",
        "-8.29": "8|29",
    },
)
"""The second day of a range, right behind the first."""
OPENS = Pattern(rf"{_BETWEEN}(?:起|开始|以后|之后|后)", {"10:00起": "10:00起"})
"""Right behind a day on which something begins."""
CLOSES = Pattern(
    rf"{_BETWEEN}(?:之前|以前|前|截止|止|为止|结束)", {"(星期五)17时止": "(星期五)17时止"}
)
"""Right behind a day on which something ends."""
CLOSED = Pattern(
    r"(?:截止|截至|最迟|不迟于|最晚|逾期|止于|至|到)(?:时间|日期|日)?[为是于至到:]*\s*$",
    {"报名截止时间为": "截止时间为"},
)
"""Right in front of a day on which something ends."""
LIST_DAYS = (
    Pattern(
        r"(?<!\d)(?P<day>\d{1,2})日?\s+"
        r"(?P<year>20\d\d)\s*[-./年]\s*(?P<month>\d{1,2})(?!\d|\s*[-./]\s*\d)",
        {"05 2026-08": "05|2026|08"},
    ),
    Pattern(
        r"(?<!\d)(?P<year>20\d\d)\s*[-./年]\s*(?P<month>\d{1,2})月?\s+(?P<day>\d{1,2})(?![\d:])",
        {"2026年8月 5": "2026|8|5"},
    ),
    Pattern(
        r"(?<![\d./:-])(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?![\d./:-])", {"[08-05]": "08|05"}
    ),
    Pattern(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日", {"8月5日": "8|5"}),
    Pattern(r"(?<![\d./:-])(?P<month>\d\d)\.(?P<day>\d\d)(?![\d./:-])", {"08.05": "08|05"}),
)
"""The forms of lists: a day above or below its month, and days without a year."""
ISSUED = Pattern(
    r"(?<![成绩结果])(?:发布|发文|更新|公开|发稿|录入|添加)(?:时间|日期)"
    r"|(?:来源|作者|责任编辑)\s*[:：]|(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?\s*[:：]|字[号体]\s*[:：]",
    {"发布时间：2026-08-15": "发布时间", "浏览次数：12": "浏览次数：", "来源: 考试院": "来源:"},
)
"""A line about the page itself: when and by whom it was published."""
