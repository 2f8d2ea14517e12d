"""The whole road, wired: read this first.

    bytes ─read─▶ Source ─normalise─▶ Text ─split─▶ Parts ─outline─▶ sections
          ─recognise─▶ mentions ─link─▶ entities ─extract─▶ Record

Each stage is a function of its input and the knowledge tables; nothing flows back. What becomes
of the records is in :mod:`kg.building`: quads and the store.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from kg import ids
from kg.errors import InputError, KgError
from kg.extract.header import read_header
from kg.extract.owners import ClauseReader
from kg.extract.record import Assembler
from kg.extract.tasks import find_tasks
from kg.knowledge import Knowledge, load
from kg.link import Context, Linker
from kg.normalise import HAN, issue_of, letters, normalise, running_heads
from kg.outline import outline
from kg.read import read
from kg.read.find import Inputs, find_files, find_inputs
from kg.recognise import Recogniser
from kg.split import Parts, split
from kg.types import Found, Issue, Record, Source, Text

__all__ = [
    "Extracted",
    "Extractor",
    "Inputs",
    "extract",
    "find_files",
    "find_inputs",
    "no_document",
]

_HAN = re.compile(f"[{HAN}]")
_LEAST_HAN = 20

ErrorHandler = Callable[[InputError], None]
UnreadHandler = Callable[[str, Sequence[int]], None]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A record with the clean text of its document."""

    record: Record
    clean: str

    @property
    def letters(self) -> str:
        """The letters of the text, which tell a copy from another version: the store asks."""
        return letters(self.clean)


class Extractor:
    """Source -> records. Make one and reuse it: tables and automaton are built once."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge if knowledge is not None else load()
        self._linker = Linker(self.knowledge)
        self._recogniser = Recogniser(self.knowledge)
        _spare_tables()

    def documents(self, source: Source) -> Iterator[Extracted]:
        """Records of all documents in a source, in order.

        Raises InputError where the text holds nothing that could be a document.
        """
        with _faults_named(source, 0):
            text = normalise(source.raw, format=source.format)
            if not _is_document(text.clean):
                raise no_document(Path(source.file))
            heads = running_heads(text)
            documents = split(text.clean, self.knowledge.kinds)
        for parts in documents:
            with _faults_named(source, text.raw_at(parts.whole.start)):
                issue = issue_of(text, heads, parts.whole.start, parts.whole.end)
                record = self._document(source, text, parts, issue)
            yield Extracted(record, text.clean[parts.whole.start : parts.whole.end])

    def _document(self, source: Source, text: Text, parts: Parts, issue: Issue | None) -> Record:
        header = read_header(
            text.clean, parts, self.knowledge, self._linker, self._recogniser.region_names
        )
        nodes = outline(text.clean, parts)
        reader = ClauseReader(self.knowledge.owners, self._linker, header.context, header.signed)
        tasks = find_tasks(text.clean, parts, nodes, reader, header.signed)
        found = self._found(text.clean, parts, header.context)
        assembler = Assembler(source, text, parts, header, self._linker)
        return assembler.record(nodes, tasks, found, issue)

    def _found(self, clean: str, parts: Parts, context: Context) -> list[Found]:
        """Recognised mentions of a document, in offsets of the whole text."""
        start, end = parts.whole.start, parts.whole.end
        mentions = self._recogniser.find(
            clean[start:end], state=context.state, territory=context.territory
        )
        if start == 0:
            return mentions
        return [Found(each.start + start, each.end + start, each.type) for each in mentions]


@cache
def _spare_tables() -> None:
    """Have the collector pass over the tables, once: they stay, and to walk them takes its time.

    Those of pypinyin, the largest, are loaded by the first name that is read aloud.
    """
    ids.transcribed("省")
    gc.collect()
    gc.freeze()


@contextmanager
def _faults_named(source: Source, start: int) -> Iterator[None]:
    """Make an unforeseen exception an InputError: one text must not end a run over thousands.

    It says where the document that was being read begins, and that the fault is not the text's.
    """
    try:
        yield
    except KgError:
        raise
    except Exception as error:
        line = source.raw.count("\n", 0, start) + 1
        problem = f"a fault of kg while reading it ({type(error).__name__}: {error})"
        remedy = "Please report this with the file; the other files are read all the same."
        place = f"document from line {line}, character {start}"
        raise InputError(source.file, problem, remedy, place) from error


def no_document(path: Path) -> InputError:
    """The error for a text that holds no document."""
    problem = "there is no document in it: hardly any Chinese text"
    return InputError(str(path), problem, "Check that this is the file you meant.")


def _is_document(clean: str) -> bool:
    """Whether a text has enough Chinese to be a document at all.

    Empty lines before it do not count: they stand for what was forgotten of a kept text.
    """
    found = _HAN.finditer(clean.lstrip()[:20000])
    return next(islice(found, _LEAST_HAN - 1, None), None) is not None


def extract(
    paths: Sequence[Path] | Inputs, *, knowledge: Knowledge | None = None, on_error: ErrorHandler,
    on_unread: UnreadHandler | None = None,
) -> Iterator[Record]:  # fmt: skip
    """Records of all documents in files and folders; a bad file goes to ``on_error``.

    A PDF with pages that are pictures is told to ``on_unread``, with their numbers from 1.
    """
    inputs = paths if isinstance(paths, Inputs) else find_inputs(paths)
    for error in inputs.bad:
        on_error(error)
    extractor = Extractor(knowledge)
    for file in inputs.files:
        try:
            source = read(file.path, file.name)
            records = [extracted.record for extracted in extractor.documents(source)]
        except InputError as error:
            on_error(error.at(str(file.path)))
            continue
        if source.unread_pages and on_unread is not None:
            on_unread(str(file.path), source.unread_pages)
        yield from records
