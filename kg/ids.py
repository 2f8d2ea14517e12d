"""The only place where ids and IRIs are minted; each is a function of content alone.

A *key* is an id with its prefix, as records hold it (``agency:330000.caizhengting``,
``doc:330000.zhezhengbanfa.2021.39``). Keys are ASCII and hold ``.`` and ``-`` but no ``/``, so
that they are legal prefixed names in Turtle and SPARQL. :func:`iri` turns a key into an IRI.

No key depends on what else is in a store, on order or on time. A name that no table lists
carries a hash of itself, so that it can never fall on the slug of a listed one. Its slug is made
by pypinyin, whose tables can change with its version: the package requires one version exactly.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from kg.errors import SettingError


def checked_base(base: str) -> str:
    """The root of every IRI, as it is; raises SettingError where no IRI could be made of it."""
    if not re.fullmatch(
        r"https?://[^\s/?#<>\"{}|\\^`\x00-\x20]+/(?:[^\s?#<>\"{}|\\^`\x00-\x20]*/)?", base
    ):
        raise SettingError(
            f"KG_BASE={base}: cannot be the beginning of IRIs. "
            "Set it to an http or https address that ends in /, such as https://example.org/kg/"
        )
    return base


#: Root of every IRI; a deployment sets ``KG_BASE``. w3id.org/zhengce is not registered.
BASE = checked_base(os.environ.get("KG_BASE") or "https://w3id.org/zhengce/")

#: prefix of a key -> folder of its IRI under ``BASE``
PLACES: Mapping[str, str] = {
    "zc": "def#",
    "g": "graph/",
    "doc": "id/doc/",
    "sec": "id/sec/",
    "task": "id/task/",
    "asg": "id/asg/",
    "agency": "id/agency/",
    "party": "id/party/",
    "group": "id/group/",
    "region": "id/region/",
    "zone": "id/zone/",
    "line": "id/line/",
    "issue": "id/issue/",
    "txt": "id/text/",
    "men": "id/mention/",
    "run": "id/run/",
    "claim": "id/claim/",
    "role": "id/role/",
    "type": "id/type/",
    "src": "id/source/",
    "period": "id/period/",
    "prog": "id/programme/",
    "ind": "id/industry/",
    "chain": "id/chain/",
    "cluster": "id/cluster/",
    "fac": "id/facility/",
    "kpi": "id/indicator/",
    "val": "id/value/",
    "person": "id/person/",
    "post": "id/post/",
    "mem": "id/membership/",
    "cit": "id/citation/",
    "duty": "id/duty/",
    "dec": "id/decision/",
    "zcunit": "id/unit/",
    "check": "id/check/",
    "change": "id/change/",
}

_NOT_ASCII_SLUG = re.compile(r"[^a-z0-9]+")
_HAN = re.compile(r"[㐀-鿿豈-﫿]+")


def iri(key: str) -> str:
    """The IRI of a key: ``agency:330000.x`` -> ``{BASE}id/agency/330000.x``."""
    prefix, _, local = key.partition(":")
    return f"{BASE}{PLACES[prefix]}{local}"


def digest(text: str, length: int = 12) -> str:
    """First ``length`` hex digits of the SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _rows(table: str) -> Iterator[tuple[str, str]]:
    """Rows of a two-column table of ``kg/data``, without comments and header."""
    text = resources.files("kg.data").joinpath(table).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return ((line.split("\t")[0], line.split("\t")[1]) for line in lines[1:])


@cache
def frozen_slugs() -> dict[str, str]:
    """Slugs of listed names, frozen: an update of the pinyin tables cannot move an IRI."""
    return dict(_rows("slugs.tsv"))


@cache
def _codes() -> dict[str, str]:
    """Slugs of the 发文机关代字 that documents are known by without a hash."""
    return dict(_rows("codes.tsv"))


@cache
def _readings() -> dict[str, str]:
    return dict(_rows("readings.tsv"))


@cache
def _has_reading() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _readings())))


def slug(name: str) -> str:
    """Transcribe a Chinese name in lower-case pinyin without tones; letters and digits stay.

    A listed name has its slug in ``slugs.tsv``; any other is transcribed by the pinned pypinyin
    tables, corrected by ``readings.tsv`` (台州 taizhou).
    """
    return frozen_slugs().get(name) or transcribed(name)


@lru_cache(maxsize=65536)
def transcribed(name: str) -> str:
    """The slug of a name by the tables alone."""
    parts: list[str] = []
    text = unicodedata.normalize("NFKC", name).lower()
    if _has_reading().search(text):
        for phrase, reading in _readings().items():
            text = text.replace(phrase, f" {reading} ")
    at = 0
    for han in _HAN.finditer(text):
        parts += (text[at : han.start()], _read_aloud(han[0]))
        at = han.end()
    parts.append(text[at:])
    return _slugged("".join(parts))


def _slugged(text: str) -> str:
    return _NOT_ASCII_SLUG.sub("", text.replace("ü", "v"))


#: a vowel with its tone -> without; ê, which few characters are read with, is in no slug
_TONELESS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvnnnm")


def _read_aloud(han: str) -> str:
    """What ``pypinyin.lazy_pinyin`` gives for a run of Han, put together, at a tenth of its cost.

    It is read from pypinyin's tables, phrase by phrase and else character by character; one
    that no table holds is left out.
    """
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # deferred: large tables
    from pypinyin.seg.mmseg import seg

    syllables: list[str] = []
    for word in seg.cut(han):
        phrase = PHRASES_DICT.get(word)
        if phrase:
            syllables += [readings[0] for readings in phrase]
        else:
            syllables += [PINYIN_DICT.get(ord(char), "").partition(",")[0] for char in word]
    return "".join(syllables).translate(_TONELESS)


def issue_code(name: str) -> str:
    """Slug of a 发文机关代字 (浙政办发 -> zhezhengbanfa).

    One that ``codes.tsv`` does not list carries a hash: 国版发 sounds like 国办发.
    """
    plain = unicodedata.normalize("NFKC", name)
    return _codes().get(plain) or f"{transcribed(plain)}-{digest(plain, 6)}"


def document(territory: str, code: str, year: int, sequence: int) -> str:
    """Key of a numbered document; ``territory`` is six digits, or ``cn`` for state level."""
    return f"doc:{territory}.{issue_code(code)}.{year}.{sequence}"


def unnumbered_document(territory: str, issuer: str, day: str, title: str) -> str:
    """Key of a document that prints no number: issuer, day (yyyymmdd or ``undated``), title."""
    name = slug(issuer) or "unknown"
    return f"doc:{territory}.{name}.{day}.{digest(unicodedata.normalize('NFKC', title), 8)}"


def cited_document(words: str) -> str:
    """Key of the stub of a cited document: from its title, or its number where that is all.

    ``words`` are letters and digits alone: web copies print the signs of a title in many ways.
    """
    return f"doc:ref.{digest(words)}"


def citation(text_key: str, begin: int, end: int) -> str:
    """Key of one reference to a document; offsets count within the citing document's slice."""
    return f"cit:{text_key[4:]}.{begin}-{end}"


def agency(territory: str, name: str, *, listed: bool, party: bool = False) -> str:
    """Key of a body: its territory and its functional name without the territory."""
    prefix = "party" if party else "agency"
    tail = "" if listed else f"-{digest(name, 6)}"
    return f"{prefix}:{territory}.{slug(name)}{tail}"


def group(territory: str, name: str, era: str = "") -> str:
    """Key of a collective (浙江省各设区市人民政府); ``era`` since when it has the members it has.

    The districts of 杭州 are others since April 2021: its 各区人民政府 are two collectives.
    """
    key = f"group:{territory}.{slug(name)}-{digest(name, 6)}"
    return f"{key}.{era}" if era else key


def place_role(territory: str, name: str) -> str:
    """Key of a body named only by its part in a case (行为发生地县级政府)."""
    return f"role:{territory}.{slug(name)}-{digest(name, 6)}"


def programme(territory: str, name: str) -> str:
    """Key of a programme of a territory; quotation marks in its name make no difference."""
    plain = _unquoted(name)
    return f"prog:{territory}.{slug(plain)[:60]}-{digest(plain, 6)}"


def facility(territory: str, name: str) -> str:
    """Key of a laboratory, platform, road or another facility (之江实验室)."""
    plain = _unquoted(name)
    return f"fac:{territory}.{slug(plain)[:60]}-{digest(plain, 6)}"


def zone(territory: str, name: str) -> str:
    """Key of an area that is no administrative division (杭州城西科创大走廊, 长三角)."""
    plain = _unquoted(name)
    return f"zone:{territory}.{slug(plain)[:60]}-{digest(plain, 6)}"


def _unquoted(name: str) -> str:
    return re.sub("[“”‘’\"']", "", unicodedata.normalize("NFKC", name))


def region(code: str, era: str = "") -> str:
    """Key of an administrative region; ``era`` (yyyymm) where its code was another's before.

    500111 was 双桥区 and is 大足区 since 2011: ``region:500111`` and ``region:500111.2011``.
    """
    return f"region:{code}.{era}" if era else f"region:{code}"


def region_code(key: str) -> str:
    """The six digits of a region's key."""
    return key[len("region:") :][:6]


def change(key: str, day: str) -> str:
    """Key of the change by which a body or region ended (``change:region.330103.202104``)."""
    return f"change:{key.replace(':', '.', 1)}.{day.replace('-', '') or 'undated'}"


def section(document_key: str, section_id: str) -> str:
    """Key of a section: ``doc:….39`` and ``a1-2-1`` -> ``sec:….39.a1-2-1``; a body's gets ``s``."""
    local = document_key.partition(":")[2]
    return f"sec:{local}.{section_id if section_id.startswith('a') else 's' + section_id}"


def task(document_key: str, task_id: str) -> str:
    """Key of a task, from its section's."""
    section_id, _, number = task_id.partition(".")
    return f"task:{section(document_key, section_id)[4:]}.{number}"


def responsibility(task_key: str, order: int) -> str:
    """Key of one body's part in a task."""
    return f"asg:{task_key[5:]}.{order}"


def duty(document_key: str, section_id: str, number: int) -> str:
    """Key of a duty: the section it stands in and its number there, counted from 1."""
    return f"duty:{_within(document_key, section_id)}.d{number}"


def decision(document_key: str, number: int) -> str:
    """Key of what a document decides, counted from 1 in text order."""
    return f"dec:{document_key[4:]}.{number}"


def _within(document_key: str, section_id: str) -> str:
    return section(document_key, section_id)[4:] if section_id else document_key[4:]


def person(document_key: str, name: str, post: str, body: str) -> str:
    """Key of a person in a post a document prints; two documents' persons are two until linked."""
    return f"person:{digest(chr(0).join((name, post, body, document_key)), 10)}"


def post(body_key: str, name: str) -> str:
    """Key of a post: that of its body and the name of the post (副厅长)."""
    return f"post:{body_key.partition(':')[2]}.{slug(name) or digest(name, 6)}"


def membership(post_key: str, person_key: str, day: str) -> str:
    """Key of a person's holding of a post, as known on a day (yyyymmdd or ``undated``).

    Where a document prints no post in a known body, the key of the body or of the document
    stands for that of the post.
    """
    return f"mem:{post_key.partition(':')[2]}.{person_key.partition(':')[2]}.{day or 'undated'}"


def text(document_key: str, raw_slice: str) -> str:
    """Key of a frozen text: a new scan or cleaning of a file is a new text."""
    return f"txt:{document_key[4:]}.{digest(raw_slice)}"


def mention(text_key: str, begin: int, end: int) -> str:
    """Key of a mention; offsets count within the document's slice."""
    return f"men:{text_key[4:]}.{begin}-{end}"


def graph(text_key: str) -> str:
    """Key of the named graph that holds all that was read from one text."""
    return f"g:doc.{text_key[4:]}"


def variant(document_key: str, letters: str) -> str:
    """Key of one of several different texts that print the same number.

    ``letters`` is the digest of the text's letters and digits, so that the key depends on
    neither the order of reading nor on line breaks.
    """
    return f"{document_key}.v-{letters[:8]}"


def source(sha256: str, start: int, end: int) -> str:
    """Key of the stretch of a file that a document was read from.

    The bytes are the file: what it is called, and where it lies, may change.
    """
    return f"src:{sha256[:16]}.{start}-{end}"


def issue(title: str, year: int, number: int) -> str:
    """Key of a gazette issue; the title names the territory (浙江省人民政府公报)."""
    return f"issue:{slug(title)}.{year}.{number}"


def document_type(name: str) -> str:
    """Key of a kind of document (通知 -> ``type:tongzhi``)."""
    return f"type:{slug(name)}"


def industry(kind: str, territory: str, group: str, name: str) -> str:
    """Key of an industry, cluster or chain that a document lists (``kind`` says which).

    The same words in two lists are two concepts, since each list says for itself what it
    covers: 生物医药 is one of fifteen clusters and one of fifteen chains. So the hash is of
    ``group|name``; where a list has no name of its own, of the name alone.
    """
    prefix = "ind" if kind == "industry" else kind
    whole = unicodedata.normalize("NFKC", f"{group}|{name}" if group else name)
    return f"{prefix}:{territory}.{slug(name)}-{digest(whole, 6)}"


def industry_class(scheme: str, code: str) -> str:
    """Key of a class of a national classification (``ind:gb4754-2017.C36``)."""
    return f"ind:{scheme}.{code}"


def industry_scheme(scheme: str) -> str:
    """Key of a national classification (``ind:gb4754-2017``)."""
    return f"ind:{scheme}"


def industry_level(scheme: str, depth: int) -> str:
    """Key of a level of a classification, counted from 1 at the top."""
    return f"ind:{scheme}.level{depth}"


def cluster_set(territory: str, name: str) -> str:
    """Key of a numbered set of clusters or industries (“415”产业集群)."""
    plain = unicodedata.normalize("NFKC", name)
    return f"cluster:{territory}.{slug(name)}-{digest('set|' + plain, 6)}"


def claim(subject: str, predicate: str, value: str, place: str) -> str:
    """Key of a statement of one triple with the place it was read from (IRIs and text)."""
    return f"claim:{digest('|'.join((subject, predicate, value, place)), 16)}"


def period(first_year: int, last_year: int) -> str:
    """Key of the years a plan covers."""
    return f"period:{first_year}-{last_year}"


def run(code: str, knowledge: str, options: str = "") -> str:
    """Key of an extraction run: what code, tables and options it was, never when.

    The version of the code implies the libraries it requires exactly, but not the others.
    """
    return f"run:{digest(chr(0).join((code, knowledge, options)))}"


def link(key: str, content: str) -> str:
    """Key of the graph that ties a stub to a document."""
    return f"g:links.{key.replace(':', '.')}.{digest(content)}"


def about(key: str, content: str) -> str:
    """Key of the graph that holds one description of a thing; the same content, the same graph."""
    return f"g:about.{key.replace(':', '.')}.{digest(content)}"


def published() -> str:
    """Key of the graph on a server that says what was sent there."""
    return "g:published"


def ontology_graph(content: str) -> str:
    """Key of the graph on a server that holds the ontology."""
    return f"g:ontology.{digest(content)}"


_LONGEST_SLUG = 60


def _hashed(name: str) -> str:
    """Slug of a name that may be long, with its hash: what tells names apart is the hash."""
    plain = unicodedata.normalize("NFKC", name)
    return f"{transcribed(plain)[:_LONGEST_SLUG] or 'x'}-{digest(plain, 6)}"


def indicator(territory: str, name: str) -> str:
    """Key of what a value measures: ``kpi:330000.5gjizhan-…``; ``territory`` owns it, or ``cn``."""
    return f"kpi:{territory}.{_hashed(name)}"


def value(document_key: str, name: str, year: int | None, kind: str, ordinal: int = 1) -> str:
    """Key of a value of an indicator in a document; ``kind`` is ``base`` or ``target``.

    ``ordinal`` tells several values of one indicator in one year apart, in text order.
    """
    tail = f".{ordinal}" if ordinal > 1 else ""
    return f"val:{document_key[4:]}.{_hashed(name)}.{year or 'undated'}.{kind}{tail}"


def unit(name: str) -> str:
    """Key of a unit that QUDT does not have (万元/人), as printed."""
    return f"zcunit:{_hashed(name)}"


def deadline(day: str, precision: str) -> str:
    """Key of a deadline: its last day and how precisely it was stated."""
    return f"period:until.{day}.{precision}"


def registry(name: str) -> str:
    """Key of a registry as a concept scheme (agencies, regions, industries, lines)."""
    return f"g:registry.{name}"


def dataset(part: str = "") -> str:
    """Key of the whole store as a dataset, or of a part of its description."""
    return f"g:meta.dataset.{part}" if part else "g:meta.dataset"


def observation(value_key: str, measure: str) -> str:
    """Key of a value of an indicator as an observation of one measure, in the data cube."""
    return f"{value_key}.obs.{measure}"


def check(content: str) -> str:
    """Key of a report of validation or of one result in it: a digest of what it says."""
    return f"check:{digest(content, 16)}"


def key_of(iri_: str) -> str:
    """The key of an IRI of ours (``task:…``); any other IRI as it is."""
    for prefix, place in PLACES.items():
        if iri_.startswith(BASE + place):
            return f"{prefix}:{iri_[len(BASE + place) :]}"
    return iri_
