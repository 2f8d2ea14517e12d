"""The rules by which a document itself says who leads, and who owns without being listed."""

from __future__ import annotations

import re

#: 列第一位的为牵头单位，下同; 排在第一位的部门为牵头部门; 列首位的为牵头单位; 列第一位者为牵头单位;
#: 除标注“牵头”单位外，列第一位的为牵头单位; 第一责任单位为牵头单位; 排在首位的单位牵头
_FIRST = "第一[个家]|首[个家]|第一位|首位|第一(?=(?:责任)?(?:单位|部门))|" + "|".join(
    f"{listed}在?(?:第一位?|首位|第1位?|最前面?|前面?)[的者]?"
    for listed in ("排", "列", "排名", "排序", "位列", "排列", "位于", "名列")
)
_WHO = "(?:责任|落实|分工)?(?:部门、单位|部门或单位|部门（单位）|单位（部门）|部门|单位|主体)"
_LEADS = (
    "(?:(?:均)?(?:为|是|作为)(?:该项|本项|该|本|第一|工作|任务)?(?:牵头|主办|主责|主要责任|第一责任)[^，。；）〕］]{0,8}"
    "|(?:负责)?牵头(?:负责|抓总)?(?=[，,。；）〕］]|$))"
    r"(?:[，,]\s*(?:下同|以下同|以下均同|以下相同))?"
)
FIRST_RULE = re.compile(rf"(?:除[^，。；]{{2,20}}外，?(?:{_FIRST})|{_FIRST}){_WHO}?{_LEADS}")
#: what such a rule may say of the rest: 列第一位的为牵头单位，其他为配合单位
OTHERS_RULE = re.compile(
    "[，,；、](?:其他|其余|其它|其后)[^，。；]{0,8}?为(?:配合|协办|参与|参加|协同|协助)"
)
#: 逗号前为牵头单位，下同; 分号前面的为牵头单位; 逗号之前的单位为牵头单位: the sign is the mark.
SIGN_RULE = re.compile(rf"(?P<sign>逗|分)号(?:之|以)?前面?(?:的|者)?{_WHO}?{_LEADS}")
#: 以黑体字标注的为牵头部门: what the letters looked like is gone from a text, the rule is not;
#: 标★的为牵头单位: the sign is kept
MARK_RULE = re.compile(
    r"(?:(?:凡|注|名称)?(?:以|标注|标有|标|带有|带|加注|加|注有|用)?[“\"]?"
    r"(?P<mark>黑体字?|粗体字?|加粗|加黑|下划线|划线|斜体|[★☆▲△●◎*＊※#])[”\"]?号?(?:字体?)?"
    rf"(?:标注|标记|标示|标识|表示|显示|注明)?[的者]?){_WHO}?{_LEADS}"
)
#: what each of the three has and few lists of bodies have
RULE_HINT = re.compile("[第首前号体粗黑线★☆▲△●◎*＊※#]")
#: 以下均需各县（市、区）落实，不再列出; 各项措施责任单位均包括各市〔州〕…人民政府;
#: 具体任务均涉及相关市（州）人民政府，不再做分工
IMPLICIT_RULE = re.compile(
    r"(?:以下|上述|本|各项|以上|具体任务|所有)[^，。；：]{0,14}?(?:均|都)"
    r"(?:需要|需|由|须|要|应|包括|包含|涉及)"
    r"(?P<list>[^。；]{2,80}?)"
    r"(?:(?:按职责分工)?(?:负责|落实|执行|贯彻落实|组织实施|参与)?[，,]?(?:以下)?(?:均)?"
    r"不再(?:一一|单独|逐一|另行|重复)?(?:列出|标注|列明|列示|做分工|作分工|重复|赘述)(?:[，,]下同)?"
    r"|(?:按职责分工)?(?:负责|落实|参与)(?=[，。；]|$)|(?=。|$))"
)
#: what makes a rule in one clause one for the clauses after it
FOLLOWING = re.compile("下同|下列同|以下(?:均|相)?同")
#: what limits a rule to clauses with several bodies: 有多个责任单位的，排在第一位的为牵头单位
OF_SEVERAL = re.compile("(?:多个|两个(?:及|或)?以上|多家)[^。；]{0,30}$")
