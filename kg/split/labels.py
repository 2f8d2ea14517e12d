"""Labels that a page or a data base prints around a head: 索引号, 发文字号, 成文日期."""

from __future__ import annotations

import re

from kg.dates import DATE
from kg.normalise import HAN
from kg.split.elements import NUMBER

LABELS = (
    "搜索热词|热门搜索|热搜词|热词|索引号|信息索引号?|统一编号|主题分类|主题词|主题|信息类别|组配分类|公文种类|体裁|体裁分类|"
    "发文机关|发文机构|发文单位|发布机构|发布机关|发布单位|制发机关|制发单位|公开主体|公开责任部门|"
    "来源|信息来源|文章来源|稿源|作者|发布人|供稿|责任编辑|编辑|审核|发布时间|发布日期|发布于|"
    "公开时间|公开日期|发文日期|发文时间|印发日期|生成日期|生效日期|实施日期|施行日期|失效日期|"
    "废止日期|归档时间|更新时间|录入时间|时间|日期|有效性|时效性|效力状态|效力级别|文件状态|有效期|"
    "公开方式|公开类型|公开形式|公开范围|公开属性|公开程序|公开时限|内容概述|内容摘要|关键词|关键字|"
    "浏览量|浏览次数|浏览|阅读次数|阅读量|阅读|点击数|点击量|点击率|点击|访问量|访问次数|字体大小|"
    "字体|字号|视力保护色|打印|打印本页|分享到?|下载|下载地址|文件下载|成文日期|成文时间|发文字号|"
    "发文文号|文件编号|公文编号|文件字号|文号|备注/文号|法规分类|年份|颁布时间|地区部门|颁布单位|"
    "分类|类别|备案登记号|备案号|登记号|统一登记号|规范性文件编号|服务对象|生命周期|"
    "栏目|所属栏目|所属分类|信息分类|信息类型|信息索取号|索取号|发文部门|发文内容|法规类型|所属行业|所属区域|阅读人次|评论人次|页面功能|颁布日期|适用范围|"
    "发布文号|所属类别|文件来源|法规分类号|转发字号|转发说明|正文|法规内容|稿件来源|执行日期"
)
#: what a title ends in
KIND = "通知|意见|决定|批复|复函|函|通报|公告|通告|答复|报告|办法|规定|方案|措施|细则|条例|规划"
BULLET = r"[•·●■◆▪\-*|\s]*"
#: 发文字号：浙政发〔2031〕7号, • 索引号：, 【来源】
LABEL = re.compile(rf"{BULLET}[【\[［]?(?:{LABELS})[】\]］]?\s*(?:[：:|]|\t|(?<=】))(?P<value>.*)")
#: 索引号 主题分类 综合政务, 发布机构 某市人民政府 文号 某政发〔2031〕7号: a row of the table
ROW = re.compile(
    rf"{BULLET}(?:索引号|主题分类|发布机构|发文机构|发文机关|成文日期|生成日期|发布日期|发文字号"
    r"|文号|文件编号|有效性|效力状况|公开方式|公开时限|主题|关键词|体裁|文件下载|内容概况|内容概述)"
    r"(?: .*|\d.*|（.）.*)"
    # 发文日期2031年3月4日, 时效性现行有效, 效力级别地方规范性文件
    rf"|{BULLET}(?:发文|发布|施行|实施|颁布|生效)日期{DATE.pattern}|发文字号{NUMBER.pattern}"
    rf"|{BULLET}(?:时效性|效力级别|发文机关|发布机关|制定机关)[{HAN}]{{2,40}}"
)
#: a cell of a table that was set one cell a line
CELL = re.compile(
    rf"{BULLET}[【\[［]?(?:索引号|主题分类|发文机关|发文机构|发布机构|发布日期|发文日期|公开日期|"
    r"生成日期|成文日期|发文字号|文号|有效性|时效性|名称|标题|法规名称|分享|打印|收藏|加入收藏|关闭)[】\]］]?"
)
LABELLED = (LABEL, ROW, CELL)
#: 签署日期：2031-03-04 after a line that is a label: one no list has
PERHAPS = re.compile(rf"(?!关于)[{HAN}]{{2,8}}[：:](?!.*(?:关于|印发))[^。；]{{1,60}}(?<![：:])")
#: labels before what is part of the head itself: 名称：关于…的通知, 【法规正文】各市人民政府：
INTRODUCES = re.compile(
    rf"{BULLET}(?:(?:名称|标题|题名|文件名称|信息名称|发文标题|文件标题|法规名称|法规标题)\s*[：:|]|"
    rf"【[{HAN}]{{0,6}}(?:法规|正文|全文|标题|名称|题注|章名)】)\s*(?=\S)"
)
#: the same with its value in the line below, which is kept
TITLE_LABEL = re.compile(
    "(?:名称|标题|题名|文件名称|信息名称|发文标题|文件标题|法规名称|法规标题)[：:]"
)
TEXT_LABEL = re.compile("【(?:法规)?正文】")
#: of the tables that a page puts above a text; 发文日期 and 印发日期 are not read, as portals give
#: the day of publication or of printing there
NUMBER_LABEL = re.compile(r"(?:发文字号|发文文号|文件编号|公文编号|文件字号|文\s*号)")
#: the day that a law data base prints in 【】 is that of the document: 【发布日期】2031-03-04
DATE_LABEL = re.compile(r"(?:成文(?:日期|时间)|颁布(?:时间|日期)|(?<=【)发布日期(?=】))")
#: a label that has no value
BUTTON_LABEL = re.compile("分享|打印|字体|字号[：:]|下载|视力|页面功能|正文|内容")
#: a label that a day or a number belongs to, and no name
DATED_LABEL = re.compile("日期|时间|字号|文号|编号|浏览|阅读|点击|访问")
