"""The patterns of titles and of the names of exams in them."""

from feedgen.watch.reading.pattern import Pattern

MARKS = Pattern(r"[\s“”\"'《》〈〉【】\[\]·]+", {"“某考试”": "“"})
"""Blanks and quotes, by which the same title differs."""
HAN_YEAR = Pattern(
    r"二([〇○零])([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])(?=年)",
    {"二〇二六年度": "〇|二|六"},
)
BRACKET = Pattern(r"[(（]", {"某考试（某专业）": "（"})
OTHER_NAME = Pattern(r"(?:(?![和及与或的])[\u4e00-\u9fff]){2,8}?", {"某某师": "某某"})
"""For `…` in the name of another exam; one name does not reach into the next."""
CUT_END = Pattern(r"[….。]+$", {"关于公布考试成绩的…": "…"})
"""At the end of a title that its list cuts off."""
YEAR = Pattern(r"(?<!\d)(20\d\d)(?!\d)(?:年度|年)?", {"关于2026年度考试的通知": "2026"})
SECOND_SITTING = Pattern(r"下半年|第(?:二|2)(?:次|批|场|期)", {"2026年第二次考试": "第二次"})
FIRST_SITTING = Pattern(r"上半年|第(?:一|1)(?:次|批|场|期)", {"2026年上半年考试": "上半年"})
UNRELATED = Pattern(
    r"继续教育|培训|招聘|采购|招标|中标|注册|注销|印章|挂证|违纪|违规|作弊|雷同|处理决定|撤销|遗失"
    r"|补发|补办|换发|换领|作废|查验|防伪|真伪|教材|大纲|命题|阅卷|收费标准|志愿者|监考|考点"
    r"|复[核查]结果|审核结果|核查结果|不合格人员|证明|成绩单|通知单|有效期|滚动",
    {"考试成绩复核结果公布": "复核结果"},
)
"""About no milestone, although the exam is named."""
REMINDER = Pattern(
    r"提醒|提示|须知|说明|指南|问答|答疑|解读|常见问题|流程|怎么|如何|攻略",
    {"成绩查询温馨提示": "提示"},
)
FORECAST = Pattern(
    r"预告|预计|预期|即将|何时|计划|公布前|发布前|查询前|准备工作", {"成绩即将公布": "即将"}
)
TIMETABLE = Pattern(
    r"(?:公布|发布|查询)(?:的)?(?:时间|日期|日程)|有关事项|相关事项|有关工作|有关问题|(?<!开通)查询$|查分",
    {"成绩公布时间的公告": "公布时间", "考试成绩查询": "查询"},
)
"""May be about when scores will be released, and not release them."""
WITHDRAWN = Pattern(
    r"取消|延期|推迟|延迟|顺延|暂缓|暂停|撤回|停考|另行通知", {"关于考试延期的公告": "延期"}
)
AMENDED = Pattern(r"补充|更正|调整|变更|勘误|延长|修订|再次", {"资格复审的补充通知": "补充"})
MENTIONS_SCORES = Pattern(r"成绩|分数|查分|合格", {"合格人员名单": "合格"})
_SCORES = (
    r"(?:成绩|(?<!合格)分数)"
    r"(?!线|的?(?:合格|复核|复查|核查|核分|单|证明|有效|滚动|管理|统计|分析|注销|无效|作废|保留|延长))"
)
"""Scores as such, not their recheck, validity or statistics."""
RELEASED = Pattern(
    rf"(?:公布|发布|公告|通告|开通|开放|查询).{{0,40}}?{_SCORES}"
    rf"|{_SCORES}.{{0,8}}?(?:公布(?!后|前)|发布(?!后|前)|揭晓|出炉|查询(?!后)|开通|公告|通告|可查|查分"
    r"|已出|通知)|查分",
    {"关于公布2026年度考试成绩的通知": "公布2026年度考试成绩", "考试成绩查询入口": "成绩查询"},
)
CLEARLY_RELEASED = Pattern(
    rf"(?:公布|发布).{{0,40}}?{_SCORES}|{_SCORES}.{{0,8}}?(?:公布|发布|揭晓|开通)"
    rf"|{_SCORES}(?:开始)?查询.{{0,12}}?(?:通知|公告|通告|开通|开放)|开[通放].{{0,30}}?{_SCORES}",
    {"考试成绩查询通知": "成绩查询通知", "考试成绩发布": "成绩发布"},
)
NAMED = {
    "certificate_collection": Pattern(
        r"证书.{0,12}?"
        r"(?:领取|发放|办理|邮寄|寄送|制发|核发|下载|打印|启用|申领|领证|启动|制作|寄递)"
        r"|(?:领取|发放|核发|下载|办理|申领|制发).{0,40}?证书|领证|电子证书",
        {"领取2026年度资格证书的通知": "领取2026年度资格证书"},
    ),
    "public_notice": Pattern(
        r"公示|合格人员(?:名单|名册)|取得.{0,30}人员名单",
        {"取得资格证书人员名单": "取得资格证书人员名单"},
    ),
    "exam_enrolment": Pattern(
        r"报名|报考|考务工作|考试工作的通知|考试考务", {"做好考试考务工作的通知": "考试考务"}
    ),
    "qualification_review": Pattern(
        r"资格的?(?:审核|复审|复核|审查|核查|核验|初审|后审|确认|抽查)"
        r"|考后(?:资格|审核|复审|核查|复核|审查)|(?:材料|现场|后置|人工|条件)(?:审核|核查|复核)",
        {"开展考后资格审核的通知": "考后资格", "合格人员资格复审": "资格复审"},
    ),
    "pass_mark": Pattern(r"合格标准|合格分数|合格线|分数线", {"考试合格标准的通知": "合格标准"}),
    "score_recheck": Pattern(
        r"(?:成绩|分数|试卷)的?(?:复核|复查|核查|核分)|(?:复核|复查|核查).{0,20}?成绩|查卷",
        {"考试成绩复核的公告": "成绩复核"},
    ),
    "admission_ticket": Pattern(r"准考证", {"考试准考证打印": "准考证"}),
    "exam": Pattern(
        r"考试(?:的)?(?:时间|日期|安排|延期|推迟|取消|顺延|如期|恢复)"
        r"|(?:延期|推迟|取消|恢复|暂停)(?:举行|举办|组织)?.{0,40}?考试|停考",
        {"关于取消2026年度考试的公告": "取消2026年度考试", "考试时间": "考试时间"},
    ),
}
"""By milestone; the first that matches counts: 合格人员 and 证书 are about the certificate."""
CLEARLY_NAMED = {
    "certificate_collection": Pattern(
        r"领取|发放|下载|邮寄|核发|制发|申领|领证", {"电子证书下载的公告": "下载"}
    ),
    "public_notice": Pattern(r"公示", {"合格人员名单公示": "公示"}),
    "exam_enrolment": Pattern(r"报名|报考", {"考试报名通知": "报名"}),
    "qualification_review": Pattern(r"资格|考后", {"考后资格审核": "考后"}),
    "pass_mark": Pattern(r"合格标准|合格分数", {"考试合格标准": "合格标准"}),
    "score_recheck": Pattern(r"复核|复查", {"成绩复查申请": "复查"}),
    "admission_ticket": Pattern(r"打印", {"准考证打印": "打印"}),
}
"""Beyond doubt; the words for `exam` never are."""
