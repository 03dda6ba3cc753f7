"""The patterns of pages of any system: markup, scripts, feeds, lists."""

from feedgen.watch.reading.pattern import Pattern

CHARSET = Pattern(r"(?i)charset\s*=\s*[\"']?([\w-]+)", {"text/html; charset=GBK": "GBK"})
"""In the header Content-Type."""
DECLARED_CHARSET = Pattern(
    r"(?ai)<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?([\w-]+)",
    {'<meta charset="gb2312">': "gb2312", "<?xml version='1.0' encoding='utf-8'?>": "utf-8"},
)
"""In the page itself."""
TAG = Pattern(r"<!--|<(/?)([a-zA-Z][\w:-]*)", {"a < b</td>": "/|td", "<!-- x": "<!--"})
END_TAGS = {
    "script": Pattern(r"(?i)</script", {"x</SCRIPT>": "</SCRIPT"}),
    "style": Pattern(r"(?i)</style", {"p{}</style>": "</style"}),
}
"""Of elements whose content is no markup."""
ATTRIBUTE = Pattern(
    r"""[\s/]*([^\s=>"'/]+|["'])(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""",
    {" href='1.html'>": "href|'1.html'", " hidden>": "hidden"},
)
MARKUP = Pattern(r"<[^<>]{0,300}>", {"成绩<b>公布": "<b>"})
SPACE = Pattern(r"\s+", {"成绩\n 公布": "\n "})
BLANK = Pattern(r"[\x00-\x20]", {"java\tscript:": "\t"})
CONTROL = Pattern(r"[\x00-\x1f\x7f]", {"a\nb": "\n"})
QUOTED = Pattern(r"""(["'])([^"'\s]{2,2000})\1""", {"open('/a/b.html','_blank')": "'|/a/b.html"})
ADDRESS = Pattern(
    r"(?i)^(?:https?:)?//|^\.{0,2}/|\.(?:s?html?|jspx?|aspx?|php|do|action)\b|\?\w+=",
    {"../info/1": "../", "c/d.jsp": ".jsp", "view?id=9": "?id="},
)
"""An address, among the texts that a script holds."""
DATA_START = Pattern(r"=\s*(?=[\[{])", {"var list = [{}]": "= "})
CALLBACK = Pattern(r"^\s*[\w.$]{1,80}\(\s*(?=[\[{])", {'jQuery.show({"a": 1})': "jQuery.show("})
BARE_KEY = Pattern(r"([{,]\s*)(\w+)\s*:", {'{title: "a"}': "{|title"})
"""A key without the quotes that JSON asks for."""
DAY_WORDS = ("pub", "release", "issue", "show", "send", "time", "date", "day")
"""Parts of the names under which data keeps days, the best first."""
DAY_KEY = Pattern(f"(?i){'|'.join(DAY_WORDS)}", {"docPubTime": "Pub"})
CDATA = Pattern(
    r"(?s)<!\[CDATA\[(.*?)(?:\]\]>|\Z)", {"<![CDATA[<li>某通知</li>]]>": "<li>某通知</li>"}
)
FEED = Pattern(r"(?i)<(?:rss|feed|rdf:RDF)\b", {'<rss version="2.0">': "<rss"})
ITEM = Pattern(r"(?i)<(?:item|entry)\b", {"<entry><title>": "<entry"})
FEED_LINK = Pattern(
    r"<link\b[^>]{0,500}?href\s*=\s*[\"']([^\"'>]+)", {'<link rel="alternate" href="/1">': "/1"}
)
TITLE_EDGE = Pattern(r"^[\s·•●▪■◆▶>»\-]+|[\s·]+$", {"· 某通知": "· "})
TITLE_LABEL = Pattern(r"^\s*(?:标题|题目|名称)\s*[:：]\s*", {"标题：某通知": "标题："})
DAY_ALONE = Pattern(
    r"[\[(]?(?:(?:20\d\d\s*[-./年])?\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?|\d{1,2}日?"
    r"|20\d\d[-./年]\d{1,2}月?)[\])]?",
    {"[2026-08-05]": "[2026-08-05]", "05日": "05日"},
)
DAY_IN_TITLE = Pattern(
    r"^[\[(（【]?(?:20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?|\d\d-\d\d)[\])）】]?(?=\D)\s*"
    r"|\s*[\[(（【]?(?:20\d\d[-./年])?\d{1,2}[-./月]\d{1,2}日?[\])）】]?$",
    {"[2026-08-05]某通知": "[2026-08-05]", "某通知(8月5日)": "(8月5日)"},
)
PAGE_NUMBER = Pattern("[2-9]", {"2": "2"})
PAGER = Pattern(r"createPageHTML\(([^()]{1,200})\)", {"createPageHTML(2,0,'a','b')": "2,0,'a','b'"})
"""The script of a widespread system that numbers the pages of a list."""
PAGER_NUMBER = Pattern(r"(?<![\w\"'])\d{1,4}(?![\w\"'])", {"'p1', 10, 0": "10"})
PAGER_NAME = Pattern(r"[\"']([\w-]{1,40})[\"']", {"10, 'index', 'html'": "index"})
