"""The whole road, wired: read this first.

    bytes ─read─▶ Source ─normalise─▶ Text ─split─▶ Parts ─outline─▶ sections
          ─recognise─▶ mentions ─link─▶ entities ─extract─▶ Record ─graph─▶ store

Each stage is a function of its input and the knowledge tables; nothing flows back.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.extract.header import read_header
from kg.extract.owners import ClauseReader
from kg.extract.record import Assembler
from kg.extract.tasks import find_tasks
from kg.graph.frame import Context as GraphContext
from kg.graph.frame import Run
from kg.graph.manifest import SourceFile
from kg.graph.members import StoredDocument, letters_digest
from kg.graph.totals import Totals, count
from kg.knowledge import Knowledge, load, tables_digest
from kg.link import Context, Linker
from kg.normalise import HAN, issue_of, letters, normalise
from kg.outline import outline
from kg.read import read
from kg.recognise import Recogniser
from kg.split import Parts, split
from kg.types import Found, Issue, Record, Source, Text, sha256
from kg.version import __version__

ErrorHandler = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A record with the letters of its text, which tell a copy from another version."""

    record: Record
    letters: str


class Extractor:
    """Source -> records. Make one and reuse it: tables and automaton are built once."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge if knowledge is not None else load()
        self._linker = Linker(self.knowledge)
        self._recogniser = Recogniser(self.knowledge)

    def documents(self, source: Source) -> Iterator[Extracted]:
        """Records of all documents in a source, in order.

        Raises InputError where the text holds nothing that could be a document.
        """
        text = normalise(source.raw)
        if not _is_document(text.clean):
            raise no_document(Path(source.file))
        issue = issue_of(text)
        for parts in split(text.clean, self.knowledge.kinds):
            record = self._document(source, text, parts, issue)
            clean = text.clean[parts.whole.start : parts.whole.end]
            yield Extracted(record, letters(clean))

    def _document(self, source: Source, text: Text, parts: Parts, issue: Issue | None) -> Record:
        header = read_header(
            text.clean, parts, self.knowledge, self._linker, self._recogniser.region_names
        )
        nodes = outline(text.clean, parts)
        reader = ClauseReader(self.knowledge.owners, self._linker, header.context)
        tasks = find_tasks(text.clean, parts, nodes, reader)
        found = self._found(text.clean, parts, header.context)
        assembler = Assembler(source, text, parts, header, self._linker)
        return assembler.record(nodes, tasks, found, issue)

    def _found(self, clean: str, parts: Parts, context: Context) -> Iterator[Found]:
        """Recognised mentions of a document, in offsets of the whole text."""
        start, end = parts.whole.start, parts.whole.end
        for found in self._recogniser.find(
            clean[start:end], state=context.state, territory=context.territory
        ):
            yield Found(found.start + start, found.end + start, found.type)


def no_document(path: Path) -> InputError:
    """The error for a text that holds no document."""
    problem = "there is no document in it: hardly any Chinese text"
    return InputError(str(path), problem, "Check that this is the file you meant.")


def _is_document(clean: str) -> bool:
    """Whether a text has enough Chinese to be a document at all."""
    return len(re.findall(f"[{HAN}]", clean[:20000])) >= 20


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read and what records call it: its path below the folder that was given."""

    path: Path
    name: str


def find_inputs(paths: Sequence[Path]) -> list[InputFile]:
    """Files named, and files in named folders (hidden ones left out) in the order of names."""
    found: dict[Path, InputFile] = {}
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file())
            for file in sorted(p for p in inside if not _hidden(p.relative_to(path))):
                found[file] = InputFile(file, file.relative_to(path).as_posix())
        else:
            found[path] = InputFile(path, path.name)
    return list(found.values())


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Paths of :func:`find_inputs`."""
    return [file.path for file in find_inputs(paths)]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def extract(
    paths: Sequence[Path], *, knowledge: Knowledge | None = None, on_error: ErrorHandler
) -> Iterator[Record]:
    """Records of all documents in files and folders; a bad file goes to ``on_error``."""
    extractor = Extractor(knowledge)
    for file in find_inputs(paths):
        try:
            source = read(file.path, file.name)
            records = [extracted.record for extracted in extractor.documents(source)]
        except InputError as error:
            on_error(error.at(str(file.path)))
            continue
        yield from records


# -- the store ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Summary:
    """What a build read, what the store holds now, and what needs a person's eye."""

    files: int = 0
    unchanged: int = 0
    totals: Totals = Totals()
    copies: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    conflicts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    seconds: float = 0.0


Progress = Callable[[int, int, str], None]


def build(paths: Sequence[Path], store: Path, *, progress: Progress | None = None) -> Summary:
    """Read files and folders into a store; what did not change costs nothing.

    A first build is loaded in bulk and swapped in; later ones change the store one document a
    transaction. Where code or tables are not those the store was built with, all of it is read
    anew, files not given now from their kept text.
    """
    from kg.graph.store import Store

    began = time.perf_counter()
    summary = Summary()
    builder = _Builder(store, summary, progress or (lambda done, total, file: None))
    inputs = builder.inputs(paths)
    summary.files = len(inputs)
    if Store.exists(store) and builder.is_current():
        builder.update(inputs)
    else:
        builder.build_anew(inputs)
    builder.note_state()
    summary.seconds = time.perf_counter() - began
    return summary


class _Builder:
    """One build: reads what changed, hands it to the store, counts."""

    def __init__(self, store: Path, summary: Summary, progress: Progress) -> None:
        self._store = store
        self._summary = summary
        self._progress = progress

    @cached_property
    def _knowledge(self) -> Knowledge:
        return load()

    @cached_property
    def _extractor(self) -> Extractor:
        return Extractor(self._knowledge)

    @cached_property
    def _context(self) -> GraphContext:
        return graph_context(self._knowledge)

    def inputs(self, paths: Sequence[Path]) -> list[InputFile]:
        """Inputs with names that are one file's each; a second file of a name is an error."""
        kept: dict[str, InputFile] = {}
        for file in find_inputs(paths):
            known = kept.setdefault(file.name, file)
            if known is not file:
                problem = f"another file given is called {file.name} too ({known.path})"
                remedy = "Give the folder above both, so that their names differ."
                self._summary.errors.append(InputError(str(file.path), problem, remedy))
        return list(kept.values())

    def is_current(self) -> bool:
        """Whether the store was built by this code from these tables."""
        from kg.graph.store import Store

        with Store.open(self._store) as store:
            manifest = store.manifest
            return (manifest.code, manifest.knowledge) == (__version__, tables_digest())

    def build_anew(self, inputs: Sequence[InputFile]) -> None:
        """Load everything in bulk beside the old store and swap it in."""
        from kg.graph.store import Store

        entered: list[SourceFile] = []
        kept = list(self._kept_sources({file.name for file in inputs}))

        def documents() -> Iterator[StoredDocument]:
            for done, file in enumerate(inputs):
                self._progress(done, len(inputs), file.name)
                source = self._read(file)
                if source:
                    yield from self._stored(source, file.path, entered)
            for source, size in kept:
                yield from self._stored(source, size, entered)

        first = documents()
        head = next(first, None)
        if head is None:  # nothing could be read: leave what is there as it is
            self._progress(len(inputs), len(inputs), "")
            return
        Store.build(self._store, chain([head], first), self._context, sources=entered)
        self._progress(len(inputs), len(inputs), "")

    def _kept_sources(self, given: set[str]) -> Iterator[tuple[Source, int]]:
        """Files of the old store that are not given now, from the text it keeps of them."""
        from kg.graph.store import Store

        if not Store.exists(self._store):
            return
        with Store.open(self._store) as store:
            for file in store.manifest.sources:
                if file.file not in given:
                    raw = store.kept_text(file)
                    yield Source(file.file, file.sha256, raw, "kept"), file.size

    def update(self, inputs: Sequence[InputFile]) -> None:
        """Bring a store up to date, one document a transaction."""
        from kg.graph.store import Store

        with Store.open(self._store) as reading:
            known = {file.file: file.sha256 for file in reading.manifest.sources}
        changed: list[InputFile] = []
        for file in inputs:
            if known.get(file.name) == _digest_of(file.path):
                self._summary.unchanged += 1
            else:
                changed.append(file)
        if not changed:
            return
        with Store.open(self._store, read_only=False) as store:
            for done, file in enumerate(changed):
                self._progress(done, len(changed), file.name)
                source = self._read(file)
                if source is None:
                    continue
                entered: list[SourceFile] = []
                stored = list(self._stored(source, file.path, entered))
                if file.name in known and stored:
                    store.forget_file(file.name)
                for document in stored:
                    store.put(document, self._context)
                store.enter(entered)
        self._progress(len(changed), len(changed), "")

    def _read(self, file: InputFile) -> Source | None:
        try:
            return read(file.path, file.name)
        except InputError as error:
            self._summary.errors.append(error)
            return None

    def _stored(
        self, source: Source, origin: Path | int, entered: list[SourceFile]
    ) -> Iterator[StoredDocument]:
        """Documents of a source; the file is entered when the last has gone out.

        ``origin`` is the file, or its size in bytes where only its text is at hand.
        """
        keys: list[str] = []
        try:
            documents = list(self._extractor.documents(source))
        except InputError as error:
            self._summary.errors.append(error.at(str(origin)))
            return
        size = origin.stat().st_size if isinstance(origin, Path) else origin
        for extracted in documents:
            record = extracted.record
            keys.append(record.id)
            raw = source.raw[record.source.start : record.source.end]
            yield StoredDocument(record, raw, letters_digest(extracted.letters))
        entered.append(SourceFile(source.file, source.sha256, size, tuple(keys)))

    def note_state(self) -> None:
        """Counts, copies and conflicts of the store as it is now."""
        from kg.graph.store import Store

        if not Store.exists(self._store):
            return
        with Store.open(self._store) as store:
            self._summary.totals = count(store)
            for info in store.documents():
                files = tuple(sorted(place.file for place in info.sources))
                if len(files) > 1:
                    self._summary.copies.append((info.key, files))
                if info.conflicted:
                    self._summary.conflicts.append((info.key, files))


def _digest_of(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return None


def graph_context(knowledge: Knowledge) -> GraphContext:
    """The run and the descriptions the graph needs, from the tables."""
    regions = knowledge.regions

    def describe_region(key: str) -> tuple[tuple[str, str, str, str | None], ...]:
        return tuple(
            (ids.region(row.code), row.name, row.code,
             None if row.parent in ("", row.code) else ids.region(row.parent))
            for row in regions.chain(key.removeprefix("region:"))
        )  # fmt: skip

    def describe_line(key: str) -> tuple[str, str]:
        return knowledge.lines.get(key.removeprefix("line:"), ("", ""))

    return GraphContext(Run(__version__, knowledge.digest), describe_region, describe_line)
