"""The peers, each as a function of a text: regions and agencies as it finds them.

A peer is used as its own documentation shows, on the cleaned text of a whole document, with no
tuning beyond what is said here. One that is not installed is left out by name.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec

from kg.knowledge import Knowledge

_SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "地区", "省", "市", "县", "区", "盟", "旗")
_LEVELS = ("省", "市", "县", "区", "州", "盟", "旗", "地区", "自治区")


@dataclass
class Finding:
    """What a tool found in a text: surfaces of regions with the code it gives, and agencies.

    An agency is (start, end) in the text. ``agencies`` is None for a tool that knows none.
    """

    regions: dict[str, str] = field(default_factory=dict)
    agencies: set[tuple[int, int]] | None = None


Finder = Callable[[str], Finding]


@dataclass(frozen=True)
class Peer:
    """A tool by its name; ``codes``: whether it gives codes of regions at all."""

    name: str
    needs: str
    make: Callable[[Knowledge], Finder]
    codes: bool = False

    @property
    def is_here(self) -> bool:
        """Whether it is installed."""
        return find_spec(self.needs) is not None


# --- jieba.posseg -----------------------------------------------------------------------------


def _jieba(knowledge: Knowledge) -> Finder:
    """Words tagged ns (places) and nt (organisations) by its own dictionary."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        from jieba import posseg
    jieba.setLogLevel(60)

    def find(text: str) -> Finding:
        found, at = Finding(agencies=set()), 0
        assert found.agencies is not None
        for word, flag in posseg.cut(text):
            if flag == "ns":
                found.regions.setdefault(word, "")
            elif flag == "nt":
                found.agencies.add((at, at + len(word)))
            at += len(word)
        return found

    return find


# --- cpca -------------------------------------------------------------------------------------


def _cpca(knowledge: Knowledge) -> Finder:
    """``transform_text_with_addrs``: province, city and county with their places and a code."""
    import cpca

    def find(text: str) -> Finding:
        found = Finding()
        try:
            table = cpca.transform_text_with_addrs(text, pos_sensitive=True)
        except KeyError:  # its way of saying that a text has no address
            return found
        for row in table.to_dict("records"):
            for level, digits in (("省", 2), ("市", 4), ("区", 6)):
                at, name = int(row[f"{level}_pos"]), row[level]
                if at >= 0 and name:
                    surface = _printed(text, at, str(name))
                    code = str(row["adcode"])[:digits].ljust(6, "0")
                    found.regions.setdefault(surface, code)
        return found

    return find


def _printed(text: str, at: int, name: str) -> str:
    """As much of a name as stands in the text: it prints 杭州 where the tool says 杭州市."""
    length = len(name)
    while length > 2 and not text.startswith(name[:length], at):
        length -= 1
    return name[:length]


# --- JioNLP -----------------------------------------------------------------------------------


def _jionlp(knowledge: Knowledge) -> Finder:
    """``recognize_location``: names in their full form, without place or code.

    A name counts as printed where the text holds it, else without its last word (杭州).
    """
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp

    def find(text: str) -> Finding:
        found = Finding()
        said = jionlp.recognize_location(text) or {}
        for place, _ in said.get("domestic") or ():
            for name in (place.get("province"), place.get("city"), place.get("county")):
                if name and (surface := _in_text(text, name)):
                    found.regions.setdefault(surface, "")
        for name in said.get("others") or ():
            found.regions.setdefault(name, "")
        return found

    return find


def _in_text(text: str, name: str) -> str:
    forms = (name, *(name.removesuffix(each) for each in _SUFFIXES if name.endswith(each)))
    return next((form for form in forms if len(form) > 1 and form in text), "")


# --- spaCy EntityRuler ------------------------------------------------------------------------


def _ruler(knowledge: Knowledge) -> Finder:
    """A blank Chinese pipeline with our own tables as the patterns of an EntityRuler.

    Regions: every name and short name; the code where only one division has the name. Agencies:
    every form of the tables, also with a word of level in front (省财政厅, 市财政局).
    """
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    nlp.max_length = 10**8
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "ORTH"})
    ruler.add_patterns(list(_patterns(knowledge)))  # type: ignore[attr-defined]

    def find(text: str) -> Finding:
        found = Finding(agencies=set())
        assert found.agencies is not None
        for entity in nlp(text).ents:
            if entity.label_ == "REGION":
                found.regions.setdefault(entity.text, entity.ent_id_)
            else:
                found.agencies.add((entity.start_char, entity.end_char))
        return found

    return find


def _patterns(knowledge: Knowledge) -> Iterator[dict[str, str]]:
    regions, bodies = knowledge.regions, knowledge.bodies
    for name in sorted(set(regions.names())):
        codes = {row.code for row in regions.named(name)}
        code = codes.pop() if len(codes) == 1 else ""
        yield {"label": "REGION", "pattern": name, "id": code}
    forms = {*bodies.suffix, *bodies.local_forms()}
    for form in sorted(forms | {level + form for level in _LEVELS for form in forms}):
        yield {"label": "AGENCY", "pattern": form, "id": ""}
    for form in sorted({*bodies.state, *bodies.named}):
        yield {"label": "AGENCY", "pattern": form, "id": ""}


PEERS = (
    Peer("jieba.posseg", "jieba", _jieba),
    Peer("cpca", "cpca", _cpca, codes=True),
    Peer("JioNLP", "jionlp", _jionlp),
    Peer("spaCy EntityRuler", "spacy", _ruler, codes=True),
)
