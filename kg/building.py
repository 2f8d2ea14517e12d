"""Files into the store: what changed is read anew, the store is changed a document at a time.

A first build is loaded in bulk into a staged folder and swapped in. Later ones change the store
one document a transaction. Where code or tables are not those the store was built with, all of it
is read anew, files not given this time from the text the store keeps of them.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.graph.frame import Context, Run
from kg.graph.manifest import SourceFile
from kg.graph.members import StoredDocument, letters_digest
from kg.graph.store import Store
from kg.graph.totals import Totals, count
from kg.knowledge import Knowledge, load, tables_digest
from kg.pipeline import Extractor, InputFile, find_inputs
from kg.read import read
from kg.types import Source, sha256
from kg.version import __version__


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
    """Read files and folders into the store in a folder; what did not change costs nothing.

    Bad inputs are in the summary, each with file, place and remedy; the others are stored all
    the same. Raises StoreError where the folder is no store or another process writes to it.
    """
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
    def _context(self) -> Context:
        return graph_context(self._knowledge)

    def inputs(self, paths: Sequence[Path]) -> list[InputFile]:
        """What is to be read, each file once, under a name of its own."""
        files = {file.path.resolve(): file for file in find_inputs(paths)}
        known = {Path(file.path): file.file for file in self._sources() if file.path}
        return named(list(files.items()), known)

    def _sources(self) -> tuple[SourceFile, ...]:
        """Files the store has read before."""
        if not Store.exists(self._store):
            return ()
        with Store.open(self._store) as store:
            return store.manifest.sources

    def is_current(self) -> bool:
        """Whether the store was built by this code from these tables."""
        with Store.open(self._store) as store:
            manifest = store.manifest
            return (manifest.code, manifest.knowledge) == (__version__, tables_digest())

    def build_anew(self, inputs: Sequence[InputFile]) -> None:
        """Load everything in bulk beside the old store and swap it in."""
        entered: list[SourceFile] = []
        kept = list(self._kept({file.name for file in inputs}))

        def documents() -> Iterator[StoredDocument]:
            for done, file in enumerate(inputs):
                self._progress(done, len(inputs), file.name)
                source = self._read(file)
                if source:
                    yield from self._stored(source, file.path, entered)
            for source, before in kept:
                yield from self._stored(source, before, entered)

        first = documents()
        head = next(first, None)
        if head is None:  # nothing could be read: leave what is there as it is
            self._progress(len(inputs), len(inputs), "")
            return
        Store.build(self._store, chain([head], first), self._context, sources=entered)
        self._progress(len(inputs), len(inputs), "")

    def _kept(self, given: set[str]) -> Iterator[tuple[Source, SourceFile]]:
        """Files of the old store that are not given now, from the text it keeps of them."""
        for file in self._sources():
            if file.file not in given:
                with Store.open(self._store) as store:
                    raw = store.kept_text(file)
                yield Source(file.file, file.sha256, raw, "kept"), file

    def update(self, inputs: Sequence[InputFile]) -> None:
        """Bring a store up to date, one document a transaction."""
        known = {file.file: file.sha256 for file in self._sources()}
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
        self, source: Source, origin: Path | SourceFile, entered: list[SourceFile]
    ) -> Iterator[StoredDocument]:
        """Documents of a source; the file is entered when the last has gone out.

        ``origin`` is the file, or what the store notes of it where only its text is at hand.
        """
        keys: list[str] = []
        try:
            documents = list(self._extractor.documents(source))
        except InputError as error:
            self._summary.errors.append(error.at(_place_of(origin)))
            return
        for extracted in documents:
            record = extracted.record
            keys.append(record.id)
            raw = source.raw[record.source.start : record.source.end]
            yield StoredDocument(record, raw, letters_digest(extracted.letters))
        size = origin.stat().st_size if isinstance(origin, Path) else origin.size
        place = _place_of(origin)
        entered.append(SourceFile(source.file, source.sha256, size, tuple(keys), place))

    def note_state(self) -> None:
        """Counts, copies and conflicts of the store as it is now."""
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


def _place_of(origin: Path | SourceFile) -> str:
    return str(origin.resolve()) if isinstance(origin, Path) else origin.path


def named(files: Sequence[tuple[Path, InputFile]], known: Mapping[Path, str]) -> list[InputFile]:
    """Give every file a name of its own, from its resolved path and the names in the store.

    A file the store has read before keeps its name. A name that two files bear, or that another
    file has in the store, gets the folders in front that tell them apart.
    """
    taken = {name: path for path, name in known.items()}
    bearers = Counter(file.name for path, file in files if path not in known)
    result: list[InputFile] = []
    for path, file in files:
        name = known.get(path, file.name)
        clashes = bearers[file.name] > 1 or taken.get(name, path) != path
        if path not in known and clashes:
            name = "/".join(path.parts[-(file.name.count("/") + 2) :])
        result.append(InputFile(file.path, name))
    return result


def _digest_of(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return None


def graph_context(knowledge: Knowledge) -> Context:
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

    return Context(Run(__version__, knowledge.digest), describe_region, describe_line)
