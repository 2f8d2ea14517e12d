"""The tables: what rows each has and where its columns come from. Read by ``kg.export.tables``.

A path names properties (without a prefix: zc) from the row's subject on; ``evidence-ownerClause``
takes what the first has and the second has not. A column marked ``many`` may hold several values.
"""

from __future__ import annotations

from kg.export.table import Column, Table, many, one


def _id(zh: str, en: str) -> Column:
    return Column("id", "iri", "", zh, en)


_DOCUMENT = one("document", "iri", "inDocument", "所在文件", "the document it is in", "IN_DOCUMENT")
_CONFIDENCE = one("confidence", "decimal", "confidence", "置信度", "confidence, 0 to 1")
_NAME = one("name", "string", "skos:prefLabel", "名称", "name")
_CLASS = one("class", "iri", "@class", "类别", "the most specific class of the ontology")


def _quote(path: str = "evidence") -> tuple[Column, ...]:
    """Where something was read: offsets into the document's text and the characters there."""
    at = f"{path}/nif:"
    return (
        one("begin", "integer", f"{at}beginIndex", "起始字符", "first character, from 0"),
        one("end", "integer", f"{at}endIndex", "终止字符", "the character after the last"),
        one("quote", "string", f"{at}anchorOf", "原文", "the characters as printed"),
    )


TABLES: tuple[Table, ...] = (
    Table(
        "documents",
        "Document",
        "文件，含印发的附件和仅被引用的文件",
        "documents, those they issue and those only cited",
        ("PolicyDocument", "CitedDocument"),
        (
            _id("文件", "the document"),
            _CLASS,
            one("number", "string", "documentNumber", "发文字号", "document number"),
            one("title", "string", "dct:title", "标题", "title"),
            one("kind", "string", "docType/skos:prefLabel", "文种", "kind of document"),
            many("issuers", "iri", "issuer", "发文机关", "issuing bodies", "ISSUED_BY"),
            many("issuer_names", "string", "issuerName", "发文机关（原文）", "issuers as printed"),
            many("addressees", "iri", "addressee", "主送机关", "addressees", "ADDRESSED_TO"),
            one("signed", "date", "dateWritten", "成文日期", "date below the signature"),
            one("published", "date", "datePublished", "公布日期", "date of publication"),
            one("effective", "date", "dateEffective", "施行日期", "first day in force"),
            one("expires", "date", "dateExpires", "失效日期", "last day in force"),
            one("region", "iri", "eli:jurisdiction", "地域", "region it is for", "FOR_REGION"),
            one("issue", "string", "inIssue/skos:prefLabel", "公报期次", "gazette issue"),
            many(
                "attached", "iri", "promulgates", "印发的文件", "documents it issues", "PROMULGATES"
            ),
            one("carrier", "iri", "inDocument", "印发它的文件", "the notice that issues it"),
            one(
                "text_sha256",
                "string",
                "eli:is_realized_by/textSha256",
                "正文摘要",
                "digest of the text that offsets count in",
            ),
            many("cites", "iri", "cites", "引用的文件", "documents it cites", "CITES"),
        ),
    ),
    Table(
        "sections",
        "Section",
        "章节",
        "sections",
        ("Section",),
        (
            _id("章节", "the section"),
            _DOCUMENT,
            one("part_of", "iri", "partOf", "上级", "section or document above", "PART_OF"),
            one("order", "integer", "order", "次序", "place among its siblings, from 1"),
            one("depth", "integer", "depth", "层级", "depth, from 1"),
            one("marker", "string", "marker", "序号", "marker as printed"),
            one("heading", "string", "heading", "标题", "heading"),
        ),
    ),
    Table(
        "tasks",
        "Task",
        "任务",
        "tasks",
        ("Task",),
        (
            _id("任务", "the task"),
            _DOCUMENT,
            one("section", "iri", "inSection", "所在章节", "section it is in", "IN_SECTION"),
            one("order", "integer", "order", "次序", "place in the document, from 1"),
            one("text", "string", "dct:description", "任务内容", "what is to be done"),
            many("leads", "iri", "leadAgency", "牵头单位", "bodies that lead", "LED_BY"),
            many("others", "iri", "coAgency", "责任/配合单位", "other owners", "SUPPORTED_BY"),
            one("open_list", "boolean", "openOwnerList", "名单未尽（等）", "owners end in 等"),
            one("due", "date", "dueDate", "完成时限", "last day"),
            one("due_precision", "string", "duePrecision", "时限精度", "day, month, year ..."),
            many("programmes", "iri", "supportsProgramme", "行动", "programmes", "SUPPORTS"),
            many("industries", "iri", "targetsIndustry", "产业", "industries", "TARGETS"),
            many("regions", "iri", "targetRegion", "地域", "regions", "TARGETS_REGION"),
            *_quote("evidence-ownerClause"),
        ),
    ),
    Table(
        "responsibilities",
        "Responsibility",
        "责任分工：每项任务的每个单位一行",
        "each body's part in each task",
        ("Responsibility",),
        (
            _id("责任", "the part"),
            one("task", "iri", "^responsibility", "任务", "the task", "OF_TASK"),
            _DOCUMENT,
            one("body", "iri", "agent", "单位", "the body; empty if not resolved", "HELD_BY"),
            one("name", "string", "agent/skos:prefLabel", "单位名称", "name of the body"),
            one("unresolved", "string", "unresolvedAgent", "未识别的单位", "a name not resolved"),
            one("role", "iri", "role", "角色", "lead, responsible or support"),
            one("basis", "iri", "roleBasis", "依据", "why it has that role"),
            one("position", "integer", "position", "次序", "place in the list, from 1"),
            one("label", "string", "roleLabel", "标签", "label as printed"),
            _CONFIDENCE,
            *_quote(),
        ),
    ),
    Table(
        "bodies",
        "Body",
        "单位、集合主体和属地角色",
        "bodies, collectives and roles of a place",
        ("Agent", "AgentGroup"),
        (
            _id("单位", "the body"),
            _CLASS,
            _NAME,
            many("other_names", "string", "skos:altLabel", "别称", "other names in documents"),
            one("territory", "iri", "territory", "地域（块）", "territory", "IN_TERRITORY"),
            one("line", "iri", "functionalLine", "条线", "functional line", "ON_LINE"),
            one("level", "iri", "adminLevel", "层级", "level of administration"),
            one("rank", "integer", "levelRank", "层级序", "0 state to 4 township"),
            many("block_parents", "iri", "blockParent", "块上级", "superiors by place", "UNDER"),
            many("line_parents", "iri", "lineParent", "条上级", "superiors by line", "GUIDED_BY"),
            many("members", "iri", "includesAgency", "成员", "members", "INCLUDES"),
            one("listed", "boolean", "listed", "在册", "false: in no table of ours"),
        ),
    ),
    Table(
        "regions",
        "Region",
        "行政区划",
        "administrative regions",
        ("Region",),
        (
            _id("区划", "the region"),
            _NAME,
            one("code", "string", "gbCode", "区划代码", "six digits"),
            one("parent", "iri", "parentRegion", "上级", "region above", "WITHIN"),
        ),
    ),
    Table(
        "lines",
        "FunctionalLine",
        "条线",
        "functional lines",
        ("FunctionalLine",),
        (_id("条线", "the line"), _NAME),
    ),
    Table(
        "programmes",
        "Programme",
        "行动、工程、计划",
        "actions, projects, plans with a name",
        ("Programme",),
        (
            _id("行动", "the programme"),
            _NAME,
            many("other_names", "string", "skos:altLabel", "别称", "other names"),
            many("industries", "iri", "targetsIndustry", "产业", "industries", "TARGETS"),
        ),
    ),
    Table(
        "industries",
        "Industry",
        "产业、产业链和产业集群",
        "industries, chains and clusters",
        ("Industry", "IndustryChain", "IndustryCluster"),
        (
            _id("产业", "the industry"),
            _CLASS,
            _NAME,
            many("notations", "string", "skos:notation", "分类代码", "codes of classifications"),
            many("broader", "iri", "skos:broader", "上位", "broader ones", "BROADER"),
            one("tier", "string", "tier", "梯队", "tier in its set"),
        ),
    ),
    Table(
        "indicators",
        "Indicator",
        "指标",
        "indicators",
        ("Indicator",),
        (_id("指标", "the indicator"), _NAME),
    ),
    Table(
        "targets",
        "Value",
        "指标的基期值、目标值和实际值",
        "baselines, targets and actual values of indicators",
        ("IndicatorValue",),
        (
            _id("值", "the value"),
            _CLASS,
            one("indicator", "iri", "indicator", "指标", "the indicator", "OF_INDICATOR"),
            one("name", "string", "indicator/skos:prefLabel", "指标名称", "its name"),
            one("value", "decimal", "qudt:numericValue", "数值", "number; empty for a range"),
            one("lower", "decimal", "lowerValue", "下限", "lower end of a range"),
            one("upper", "decimal", "upperValue", "上限", "upper end of a range"),
            one("unit", "iri", "qudt:hasUnit", "单位", "unit"),
            one("comparator", "iri", "comparator", "比较", "eq, approx, ge, le, range"),
            one("year", "year", "refYear", "年份", "year it is for"),
            one("area", "iri", "refArea", "地域", "region it is for", "FOR_REGION"),
            one("cumulative", "boolean", "isCumulative", "累计", "a sum over the period"),
            one("binding", "iri", "binding", "约束性/预期性", "binding or expected"),
            one("change", "string", "changeKind", "变化类型", "level, growth rate ..."),
            _DOCUMENT,
            _CONFIDENCE,
            *_quote(),
        ),
    ),
    Table(
        "citations",
        "Citation",
        "文件引用",
        "citations of documents",
        ("Citation",),
        (
            _id("引用", "the citation"),
            _DOCUMENT,
            one("citing", "iri", "citing", "引用处", "section that cites", "CITED_IN"),
            one("cited", "iri", "cited", "被引文件", "the document cited", "CITES"),
            one("type", "iri", "citationType", "引用类型", "what it is cited for"),
            one("by", "string", "citedBy", "引用方式", "number, title or both"),
            _CONFIDENCE,
            *_quote(),
        ),
    ),
    Table(
        "memberships",
        "Membership",
        "任职",
        "people in posts and parts, as documents print them",
        ("Membership",),
        (
            _id("任职", "the membership"),
            one("person", "iri", "org:member", "人员", "the person"),
            one("name", "string", "org:member/skos:prefLabel", "姓名", "name as printed"),
            one("body", "iri", "org:organization", "单位", "the body", "MEMBER_OF"),
            _DOCUMENT,
            _CONFIDENCE,
            *_quote(),
        ),
    ),
    Table(
        "facilities",
        "Facility",
        "设施和实验室",
        "facilities and laboratories",
        ("Facility", "Laboratory"),
        (_id("设施", "the facility"), _CLASS, _NAME),
    ),
    Table(
        "mentions",
        "Mention",
        "文本提及和事实的原文出处",
        "mentions, and the stretches that facts were read from",
        ("Mention",),
        (
            _id("提及", "the mention"),
            _DOCUMENT,
            one("type", "string", "mentionType", "类型", "kind of thing"),
            one("begin", "integer", "nif:beginIndex", "起始字符", "first character, from 0"),
            one("end", "integer", "nif:endIndex", "终止字符", "the character after the last"),
            one("text", "string", "nif:anchorOf", "原文", "the characters as printed"),
            one("surface", "string", "surface", "规范形式", "normalised, where it differs"),
            one("entity", "iri", "itsrdf:taIdentRef", "所指", "what it means", "MEANS"),
            many("candidates", "iri", "candidate", "候选", "what it could mean"),
            _CONFIDENCE,
            one("rule", "string", "rule", "规则", "the rule that found it"),
        ),
    ),
)
