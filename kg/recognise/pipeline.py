"""The spaCy pipeline: a blank Chinese model, a token a character, our components in order.

A user who has a trained Chinese model can add its components after ours; they share the Doc. Our
own read the text that the Doc carries: its tokens are made where another component is there to
see them.
"""

from __future__ import annotations

import re

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg import segment
from kg.knowledge import Knowledge
from kg.recognise.bodies import BodyFinder
from kg.recognise.collectives import CollectiveFinder
from kg.recognise.dictionary import REGION, Dictionary, Hit
from kg.recognise.regions import RegionFinder
from kg.recognise.tokens import Characters
from kg.types import Found

_KEY = "kg"  # span group of the mentions
_MENTIONS = "kg.mentions"  # the same as :class:`Found`, while our pipes add to them
_HITS = "kg.hits"
_STATE = "kg.state"
_TERRITORY = "kg.territory"
_TEXT = "kg.text"  # Doc.text is put together from its tokens at every call


class _Component:
    """A pipe with the tables it needs; spaCy makes it, :class:`Recogniser` hands it the tables."""

    def use(self, knowledge: Knowledge, dictionary: Dictionary) -> None:
        """Take the tables."""


class DictionaryPipe(_Component):
    """Runs the automaton once; what it finds stays with the Doc."""

    def use(self, knowledge: Knowledge, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data[_HITS] = self._dictionary.hits(doc.user_data[_TEXT])
        doc.user_data[_MENTIONS] = []
        return doc


class BodyPipe(_Component):
    """Adds bodies."""

    def use(self, knowledge: Knowledge, dictionary: Dictionary) -> None:
        self._finder = BodyFinder(knowledge)

    def __call__(self, doc: Doc) -> Doc:
        hits: list[Hit] = doc.user_data[_HITS]
        state = bool(doc.user_data.get(_STATE))
        _found(doc).extend(self._finder.find(doc.user_data[_TEXT], hits, state=state))
        return doc


class CollectivePipe(_Component):
    """Adds collectives and place roles."""

    def use(self, knowledge: Knowledge, dictionary: Dictionary) -> None:
        self._finder = CollectiveFinder(knowledge)

    def __call__(self, doc: Doc) -> Doc:
        _found(doc).extend(self._finder.find(doc.user_data[_TEXT]))
        return doc


class RegionPipe(_Component):
    """Adds regions outside what is taken."""

    def use(self, knowledge: Knowledge, dictionary: Dictionary) -> None:
        self._finder = RegionFinder(knowledge)

    def __call__(self, doc: Doc) -> Doc:
        hits: list[Hit] = doc.user_data[_HITS]
        territory: str | None = doc.user_data.get(_TERRITORY)
        found = _found(doc)
        found.extend(self._finder.find(doc.user_data[_TEXT], hits, found, territory))
        return doc


class OverlapPipe(_Component):
    """Keeps one of mentions that overlap."""

    def __call__(self, doc: Doc) -> Doc:
        kept = doc.user_data[_MENTIONS] = without_overlaps(_found(doc))
        if len(doc):
            doc.spans[_KEY] = [Span(doc, f.start, f.end, label=f.type) for f in kept]
        return doc


_PIPES: dict[str, type[_Component]] = {
    "kg_dictionary": DictionaryPipe,
    "kg_bodies": BodyPipe,
    "kg_collectives": CollectivePipe,
    "kg_regions": RegionPipe,
    "kg_overlaps": OverlapPipe,
}
for _name, _pipe in _PIPES.items():
    Language.factory(_name, func=lambda nlp, name, _pipe=_pipe: _pipe())


def without_overlaps(found: list[Found]) -> list[Found]:
    """The longest of those that overlap; of two as long, the first. In text order."""
    kept: list[Found] = []
    taken = bytearray(max((item.end for item in found), default=0))
    for item in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if taken[item.start] or taken[item.end - 1]:
            continue
        kept.append(item)
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    return sorted(kept, key=lambda f: f.start)


def _found(doc: Doc) -> list[Found]:
    mentions: list[Found] = doc.user_data[_MENTIONS]
    return mentions


#: 中山路, 牡丹江路 and 沙河桥 are in every city
_OF_STREET = re.compile("[东西南北中]?[路街桥巷]|大道|大街|大桥|立交")


class Recogniser:
    """Finds mentions in clean text. Make one and reuse it: the automaton is built once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.nlp = spacy.blank("zh")
        self.nlp.max_length = 50_000_000
        self.nlp.tokenizer = Characters(self.nlp.vocab)
        self._dictionary = Dictionary(knowledge)
        self._ordinary = knowledge.ordinary
        for name in _PIPES:
            pipe = self.nlp.add_pipe(name)
            pipe.use(knowledge, self._dictionary)  # type: ignore[attr-defined]

    def region_names(self, text: str) -> list[str]:
        """Region names of a text in order, whether or not they stand for the region there."""
        hits = self._dictionary.hits(text)
        named = (h for h in hits if h.sorts & REGION and h.words not in self._ordinary)
        return [
            h.words
            for h in named
            if not _OF_STREET.match(text, h.end) and segment.may_begin(text, h.start)  # 完|成县
        ]

    def find(self, text: str, *, state: bool = False, territory: str | None = None) -> list[Found]:
        """Mentions of a clean text in order, without overlap.

        ``state``: a State organ issued it; ``territory``: code of the region that did.
        """
        ours_alone = len(self.nlp.pipe_names) == len(_PIPES)
        doc = Doc(self.nlp.vocab) if ours_alone else self.nlp.make_doc(text)
        doc.user_data[_TEXT] = text
        doc.user_data[_STATE] = state
        doc.user_data[_TERRITORY] = territory
        return _found(self.nlp(doc))
