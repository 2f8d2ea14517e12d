"""The ontology as a page to read: ``ontology/docs/index.html``, Chinese first, English beside it.

One file without scripts or fonts from elsewhere. It is a function of the files in ontology/, so
that a test can hold it to them: ``make ontology-docs`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SDO, SKOS, Graph, Node, URIRef

from kg import ids
from kg.export.class_picture import picture
from kg.graph.resources import WRITTEN_FOR, folder, listed_constraints, ontology_text, queries
from kg.graph.terms import PREFIXES

_STYLE = """
body{font:16px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
margin:0 auto;max-width:66rem;padding:1rem 1.5rem;color:#1d2733}
h1{margin-bottom:0}h2{border-bottom:2px solid #28527a;margin-top:3rem}.en{color:#5b6773}
section.term{border-top:1px solid #d8dee5;padding:.6rem 0}section.term h3{margin:.2rem 0}
code{background:#eef2f6;border-radius:3px;padding:0 .25rem;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:10rem 1fr;margin:.3rem 0}dt{color:#5b6773}dd{margin:0}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d8dee5;padding:.3rem;
text-align:left;vertical-align:top}nav a{margin-right:1rem}pre{background:#eef2f6;padding:.7rem;
overflow-x:auto}figure{margin:0;overflow-x:auto}a{color:#1f5fa8}
"""

#: Heading in both languages, anchor and kinds of term of each part.
_PARTS = (
    ("类", "Classes", "classes", (OWL.Class,)),
    ("对象属性", "Object properties", "object-properties", (OWL.ObjectProperty,)),
    ("数据属性", "Datatype properties", "datatype-properties", (OWL.DatatypeProperty,)),
)

_EVIDENCE_ZH = (
    "每项事实（责任分工、指标值、引用、职责、决定、任职、断言）都是一个结点，以同一条路径通向原文："
)
_EVIDENCE_EN = (
    "Every fact (responsibility, value, citation, duty, decision, membership, claim) is a node, "
    "and one path leads from each to the characters it was read from:"
)
_PATH = """?fact zc:evidence ?mention ; zc:confidence ?confidence ; zc:extractedBy ?run ;
      zc:inDocument ?document ; prov:wasDerivedFrom ?text .
?mention nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ;
         nif:referenceContext ?text .
?text nif:isString ?all ; prov:hadPrimarySource ?source .
?source zc:fileName ?file ; zc:sourceStart ?start ."""


def page() -> str:
    """The whole page."""
    graph = Graph().parse(data=ontology_text("zc.ttl"), format="turtle")
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="zh">\n<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{_title(graph, 'zh')}</title><style>{_STYLE}</style></head>\n<body>",
            *_head(graph),
            *_evidence(),
            *_terms(graph),
            *_individuals(graph),
            *_constraints(),
            *_questions(),
            "</body>\n</html>\n",
        )
    )


def _title(graph: Graph, language: str) -> str:
    return _said(graph, URIRef(f"{ids.BASE}def"), URIRef(PREFIXES["dct"] + "title"), language)


def _said(graph: Graph, term: Node, predicate: Node, language: str) -> str:
    """What is said of a term in a language, escaped."""
    found = sorted(
        str(each)
        for each in graph.objects(term, predicate)
        if getattr(each, "language", None) == language
    )
    return escape(" ".join(found))


def _both(graph: Graph, term: Node, predicate: Node) -> str:
    zh, en = (_said(graph, term, predicate, each) for each in ("zh", "en"))
    return f'{zh}<br><span class="en" lang="en">{en}</span>'


def _head(graph: Graph) -> Iterator[str]:
    ontology = URIRef(f"{ids.BASE}def")
    yield f'<h1>{_title(graph, "zh")}</h1><p class="en" lang="en">{_title(graph, "en")}</p>'
    yield f"<p>{_both(graph, ontology, URIRef(PREFIXES['dct'] + 'description'))}</p>"
    yield (
        f"<dl><dt>命名空间</dt><dd><code>{escape(PREFIXES['zc'])}</code></dd>"
        f"<dt>版本</dt><dd><code>{escape(str(graph.value(ontology, OWL.versionIRI)))}</code></dd>"
        f"<dt>变更规则</dt><dd>{_both(graph, ontology, SKOS.changeNote)}</dd></dl>"
    )
    links = [("evidence", "出处"), *((a, zh) for zh, _, a, _ in _PARTS), ("individuals", "取值")]
    links += [("constraints", "约束"), ("questions", "问题")]
    yield "<nav>" + "".join(f'<a href="#part-{a}">{zh}</a>' for a, zh in links) + "</nav>"
    yield '<h2 id="part-picture">类图 <span class="en">Picture of the classes</span></h2>'
    yield f"<figure>{picture(graph)}</figure>"


def _evidence() -> Iterator[str]:
    heading = '从事实到原文 <span class="en">From a fact to its evidence</span>'
    yield f'<h2 id="part-evidence">{heading}</h2>'
    yield f'<p>{_EVIDENCE_ZH}<br><span class="en" lang="en">{_EVIDENCE_EN}</span></p>'
    yield f"<pre>{escape(_PATH)}</pre>"
    yield "<p><code>kg query fact-evidence --document 浙政办发〔2021〕39号</code></p>"


def _terms(graph: Graph) -> Iterator[str]:
    for zh, en, anchor, kinds in _PARTS:
        found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
        yield f'<h2 id="part-{anchor}">{zh} <span class="en">{en} ({len(found)})</span></h2>'
        for term in sorted(found, key=str):
            yield from _term(graph, term)


def _term(graph: Graph, term: Node) -> Iterator[str]:
    name = _local(term)
    withdrawn = " （停用 deprecated）" if (term, OWL.deprecated, None) in graph else ""
    yield (
        f'<section class="term" id="{name}"><h3>{_said(graph, term, RDFS.label, "zh")} '
        f'<span class="en" lang="en">{_said(graph, term, RDFS.label, "en")}</span> '
        f'<a href="#{name}"><code>zc:{name}</code></a>{withdrawn}</h3>'
    )
    yield f"<p>{_both(graph, term, SKOS.definition)}</p><dl>"
    for label, predicate in (
        ("上位类 subclass of", RDFS.subClassOf),
        ("上位属性 subproperty of", RDFS.subPropertyOf),
        ("用于 domain", SDO.domainIncludes),
        ("取值 range", SDO.rangeIncludes),
    ):
        if values := sorted(graph.objects(term, predicate), key=str):
            yield f"<dt>{label}</dt><dd>{', '.join(_link(each) for each in values)}</dd>"
    below = {*graph.subjects(RDFS.subClassOf, term), *graph.subjects(RDFS.subPropertyOf, term)}
    if below:
        names = ", ".join(_link(each) for each in sorted(below, key=str))
        yield f"<dt>下位 narrower</dt><dd>{names}</dd>"
    for example in sorted(graph.objects(term, SKOS.example), key=str):
        yield f"<dt>例 example</dt><dd><code>{escape(str(example))}</code></dd>"
    yield "</dl></section>"


def _individuals(graph: Graph) -> Iterator[str]:
    yield '<h2 id="part-individuals">取值 <span class="en">Values</span></h2><table>'
    kinds = {kind for _, _, _, group in _PARTS for kind in group}
    for term in sorted(set(graph.subjects(RDFS.isDefinedBy)), key=str):
        types = set(graph.objects(term, RDF.type))
        if types & kinds:
            continue
        own = ", ".join(_link(each) for each in sorted(types, key=str) if _is_own(each))
        name = _local(term)
        yield (
            f'<tr id="{name}"><td><code>zc:{name}</code></td>'
            f"<td>{_both(graph, term, RDFS.label)}</td>"
            f"<td>{_both(graph, term, SKOS.definition)}</td><td>{own}</td></tr>"
        )
    yield "</table>"


def _constraints() -> Iterator[str]:
    yield '<h2 id="part-constraints">约束 <span class="en">Constraints (SHACL)</span></h2><table>'
    yield "<tr><th>号</th><th>约束</th><th>范围 where</th><th>形状 shapes</th></tr>"
    for number, where, zh, en, shapes in listed_constraints():
        names = " ".join(f"<code>zs:{escape(each)}</code>" for each in shapes.split())
        yield (
            f'<tr><td>{escape(number)}</td><td>{escape(zh)}<br><span class="en">{escape(en)}'
            f"</span></td><td>{escape(where)}</td><td>{names}</td></tr>"
        )
    yield "</table>"


def _questions() -> Iterator[str]:
    yield '<h2 id="part-questions">问题 <span class="en">Questions</span></h2><table>'
    found = sorted(queries().values(), key=lambda each: (each.number or 999, each.name))
    for each in found:
        yield (
            f"<tr><td>{each.number or ''}</td><td>{escape(each.title_zh)}<br>"
            f'<span class="en">{escape(each.title_en)}</span></td>'
            f"<td><code>kg query {escape(each.name)}</code></td></tr>"
        )
    yield "</table>"


def _is_own(term: Node) -> bool:
    return str(term).startswith(PREFIXES["zc"])


def _local(term: Node) -> str:
    return escape(str(term).removeprefix(PREFIXES["zc"]))


def _link(term: Node) -> str:
    """A link to a term: within the page to one of ours, elsewhere by its IRI."""
    iri = str(term)
    if _is_own(term):
        return f'<a href="#{_local(term)}"><code>zc:{_local(term)}</code></a>'
    return f'<a href="{escape(iri)}"><code>{escape(_short(iri, PREFIXES.items()))}</code></a>'


def _short(iri: str, prefixes: Iterable[tuple[str, str]]) -> str:
    known = [(len(space), name, space) for name, space in prefixes if iri.startswith(space)]
    if not known:
        return iri
    _, name, space = max(known)
    return f"{name}:{iri[len(space) :]}"


def write() -> Path:
    """Write the page where it is kept."""
    file = folder() / "docs" / "index.html"
    file.parent.mkdir(exist_ok=True)
    file.write_text(page(), encoding="utf-8")
    return file


def main() -> None:
    """Write the page of the ontology as it is. Raises SystemExit where KG_BASE is set."""
    if ids.BASE != WRITTEN_FOR:
        raise SystemExit("The page is kept for the base IRI of the ontology: unset KG_BASE.")
    print(write())


if __name__ == "__main__":
    main()
