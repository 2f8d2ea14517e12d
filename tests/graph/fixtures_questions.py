"""A store in which every question that comes along finds something, made by hand."""

from __future__ import annotations

from msgspec.structs import replace

from kg import ids
from kg.facts import Citation, Indicator, Industry, Place, Programme, Value
from kg.graph.frame import ClassFact, Context
from kg.graph.members import StoredDocument, letters_digest
from kg.graph.terms import PREFIXES
from kg.types import Entity, Mention, Record, SourceRef
from tests.graph.fixtures import CIVIL, CONTEXT, HEALTH, notice, plan
from tests.graph.fixtures_deeds import deeds

BRANCH = "agency:330000.renhanghangzhouzhongxinzhixing"
DRIVE = ids.programme("330000", "便民行动")
SET = "“11”产业集群"
ONE = ids.industry("cluster", "330000", f"{SET}·世界级集群", "健康码")
OTHER = ids.industry("cluster", "330000", f"{SET}·优势集群", "食堂")
CLASS = "ind:sei2018.1.1"
OLDEST = "doc:330000.zhemin.2019.3"
NEWEST = "doc:330000.zhemin.2022.1"
REPEAL = """浙江省民政厅关于废止文件的通知
浙民〔2022〕1号
浙民〔2021〕7号同时废止。
浙江省民政厅
2022年1月4日
"""

# fmt: off
ENTITIES = (
    Entity(BRANCH, "中国人民银行杭州中心支行", "central-branch", None, "region:330000", "province",
           listed=False),
    Entity(DRIVE, "便民行动", "programme", territory="region:330000", listed=False),
    Entity(ONE, "健康码", "cluster", territory="region:330000", listed=False),
    Entity(OTHER, "食堂", "cluster", territory="region:330000", listed=False),
)
# fmt: on

#: What needs the tables of the package: a body that succeeded another, and lines and blocks.
MORE = f"""
{{0}}INSERT DATA {{{{ GRAPH <https://example.org/more> {{{{
  agency:330000.weishengjishengwei skos:prefLabel "浙江省卫生和计划生育委员会"@zh .
  <https://example.org/reform-2018> org:originalOrganization agency:330000.weishengjishengwei ;
    org:resultingOrganization {HEALTH} ; dct:date "2018-10-25"^^xsd:date .
  {CIVIL} zc:blockParent agency:330000.renminzhengfu ; zc:guidedBy agency:cn.minzhengbu .
  agency:330000.renminzhengfu skos:prefLabel "浙江省人民政府"@zh .
  agency:cn.minzhengbu skos:prefLabel "中华人民共和国民政部"@zh .
}}}} }}}}"""


def more() -> str:
    """The update that adds :data:`MORE`."""
    return MORE.format("".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items()))


def describe_class(key: str) -> tuple[ClassFact, ...]:
    """One class of the strategic emerging industries and the one above it."""
    top: ClassFact = ("ind:sei2018.1", "sei2018", "1", "新一代信息技术产业", 1, None)
    below: ClassFact = (CLASS, "sei2018", "1.1", "下一代信息网络产业", 2, "ind:sei2018.1")
    return {CLASS: (below, top), "ind:sei2018.1": (top,)}.get(key, ())


QUESTIONS = Context(
    CONTEXT.run, CONTEXT.describe_region, CONTEXT.describe_line, describe_class=describe_class
)


def documents() -> list[StoredDocument]:
    """The plan with more in it, the notice, which amends an older one, its repeal, and deeds."""
    return [_full_plan(), _amending_notice(), _repeal(), deeds()]


def _full_plan() -> StoredDocument:
    made = plan(base=0)
    record = made.record
    work, canteen = record.tasks[0], record.tasks[2]
    branch = replace(canteen.owners[0], entity=BRANCH, name=ENTITIES[0].name)
    tasks = (
        replace(work, programmes=(DRIVE,), industries=(ONE,)),
        record.tasks[1],
        replace(canteen, owners=(branch,)),
    )
    named = (
        _named(made.raw, "便民行动", DRIVE, "programme"),
        _named(made.raw, "健康码", ONE, "cluster"),
        _named(made.raw, "食堂", OTHER, "cluster"),
    )
    record = replace(
        record,
        tasks=tasks,
        mentions=(*record.mentions, *named),
        indicators=(_row(record),),
        programmes=(
            Programme("便民行动", DRIVE, "action", (), Place(named[0].start, named[0].end)),
        ),
        industries=(_cluster(named[1], ONE, "世界级集群"), _cluster(named[2], OTHER, "优势集群")),
        entities=tuple(sorted((*record.entities, *ENTITIES), key=lambda each: each.id)),
    )
    return StoredDocument(record, made.raw, made.letters)


def _named(text: str, quote: str, key: str, kind: str) -> Mention:
    at = text.index(quote)
    return Mention(at, at + len(quote), quote, kind, key, quote, (), "listed", 0.9)


def _cluster(mention: Mention, key: str, tier: str) -> Industry:
    return Industry(
        mention.text, key, f"{SET}·{tier}", None, mention.start, mention.end, "cluster", 1, (CLASS,)
    )


def _row(record: Record) -> Indicator:
    """A mandatory indicator from 76.1 in 2020 to 90 in 2022."""
    return Indicator(
        "便民", "便利度指数", "", Value(2020, 76.1, text="76.1"), Value(2022, 90.0, text="90"),
        "约束性", None, record.tasks[0].start, record.tasks[0].end, 1,
    )  # fmt: skip


def _amending_notice() -> StoredDocument:
    made = notice()
    at = made.raw.index("开展检查")
    older = Citation(None, "浙民〔2019〕3号", "amends", OLDEST, at, at + 4, "1", "number")
    return StoredDocument(replace(made.record, citations=(older,)), made.raw, made.letters)


def _repeal() -> StoredDocument:
    """浙民〔2022〕1号, which repeals the notice."""
    made = deeds().record
    at = REPEAL.index("浙民〔2021〕7号")
    cited = notice().record
    repealed = Citation(None, cited.number, "repeals", cited.id, at, at + 10, "", "number")
    record = replace(
        made, id=NEWEST, source=SourceRef("repeal.txt", "d" * 64, 0, len(REPEAL)),
        number="浙民〔2022〕1号", title="浙江省民政厅关于废止文件的通知", signed="2022-01-04",
        duties=(), people=(), decisions=(), citations=(repealed,),
        entities=tuple(each for each in made.entities if each.id == CIVIL),
    )  # fmt: skip
    return StoredDocument(record, REPEAL, letters_digest(REPEAL))
