"""Files into the store: what changed is read anew, the store is changed a document at a time.

A first build is loaded in bulk into a staged folder and swapped in. Later ones change the store
one document a transaction. Where code or tables are not those the store was built with, all of it
is read anew, files not given this time from the text the store keeps of them.

A file is known by where it lies and by its bytes. Its name is no part of what the graph says: the
same bytes in two places are one source, and a file that was moved is the file it was.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg import ids
from kg.errors import InputError, StoreError
from kg.given import Given, given, is_unchanged, left_behind
from kg.graph import manifest
from kg.graph.catalogue import key_of_graph
from kg.graph.frame import Context, Run
from kg.graph.kept import KeptText
from kg.graph.manifest import Manifest, SourceFile
from kg.graph.members import StoredDocument, letters_digest
from kg.graph.store import Store
from kg.graph.totals import Totals, count
from kg.knowledge import Knowledge, load, tables_digest
from kg.link.lattice import Lattice
from kg.pipeline import Extractor
from kg.read import read
from kg.read.find import find_inputs
from kg.types import Record
from kg.version import __version__


@dataclass(slots=True)
class Summary:
    """What a build read, what the store holds now, and what needs a person's eye."""

    files: int = 0
    unchanged: int = 0
    totals: Totals = Totals()
    copies: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    conflicts: list[tuple[str, list[tuple[str, ...]]]] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    unread_pages: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


Progress = Callable[[int, int, str], None]


def build(
    paths: Sequence[Path],
    store: Path,
    *,
    progress: Progress | None = None,
    knowledge: Path | None = None,
) -> Summary:
    """Read files and folders into the store in a folder; what did not change costs nothing.

    ``knowledge`` is a folder of a user's own tables (see :mod:`kg.own`).

    Bad inputs are in the summary, each with file, place and remedy; the others are stored all
    the same. Raises StoreError where the folder is no store or another process writes to it.
    """
    began = time.perf_counter()
    summary = Summary()
    found = find_inputs(paths)
    inputs = given(found)
    summary.files = len(inputs)
    summary.left_out = found.left_out
    builder = _Builder(store, summary, progress or (lambda done, total, file: None), knowledge)
    builder.run(inputs)
    builder.note_state(inputs)
    summary.errors[:0] = found.bad
    summary.seconds = time.perf_counter() - began
    return summary


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file as it goes into the manifest, with its documents."""

    file: SourceFile
    documents: list[StoredDocument]


class _Builder:
    """One build: reads what changed, hands it to the store, counts."""

    def __init__(
        self, store: Path, summary: Summary, progress: Progress, knowledge: Path | None = None
    ) -> None:
        self._store = store
        self._summary = summary
        self._progress = progress
        self._knowledge = knowledge

    @cached_property
    def _extractor(self) -> Extractor:
        return Extractor(load(own=self._knowledge))

    @cached_property
    def _context(self) -> Context:
        return graph_context(self._extractor.knowledge)

    def run(self, inputs: Sequence[Given]) -> None:
        """Do what there is to do. A store is changed under one lock, from what it says then."""
        if not Store.exists(self._store):
            if self._build_anew(inputs, None):
                return
            self._summary.errors.clear()  # another build was first: start over from its store
        known = manifest.read(self._store)
        if self._is_current(known) and all(is_unchanged(file, known) for file in inputs):
            self._summary.unchanged = len(inputs)
            return
        with Store.open(self._store, read_only=False) as store:
            if self._is_current(store.manifest):
                self._update(inputs, store)
            else:
                self._build_anew(inputs, store)
        self._progress(len(inputs), len(inputs), "")

    def _is_current(self, known: Manifest) -> bool:
        """Whether a store was built by this code from these tables."""
        return (known.code, known.knowledge) == (__version__, tables_digest(self._knowledge))

    # --- All of it ------------------------------------------------------------------------

    def _build_anew(self, inputs: Sequence[Given], old: Store | None) -> bool:
        """Load everything in bulk beside the old store and swap it in.

        False where there was no store and another process has made one meanwhile.
        """
        entered: list[SourceFile] = []

        def documents() -> Iterator[StoredDocument]:
            for reading in self._readings(inputs, old):
                yield from reading.documents
                entered.append(reading.file)

        stream = documents()
        head = next(stream, None)
        if head is None:  # nothing could be read: leave what is there as it is
            return True
        if old is not None:  # an open store has a length, which takes time to find
            old.rebuild(chain([head], stream), self._context, entered)
            return True
        found = chain([head], stream)
        return Store.build(self._store, found, self._context, sources=entered, first=True)

    def _readings(self, inputs: Sequence[Given], old: Store | None) -> Iterator[_Reading]:
        """All files given; then those of the old store, from the text it keeps of them.

        That text also stands in for a file that was good once and is bad now.
        """
        rows = {each.place: each for each in old.manifest.sources} if old is not None else {}
        for done, file in enumerate(inputs):
            self._progress(done, len(inputs), str(file.path))
            if reading := self._read(file):
                for gone in (file.place, *left_behind(rows.values(), reading.file.sha256)):
                    rows.pop(gone, None)
                yield reading
        for row in rows.values():
            if old is not None:
                yield self._read_kept(row, old)

    # --- What changed ---------------------------------------------------------------------

    def _update(self, inputs: Sequence[Given], store: Store) -> None:
        """Bring a store up to date, one document a transaction."""
        for done, file in enumerate(inputs):
            self._progress(done, len(inputs), str(file.path))
            if is_unchanged(file, store.manifest) or self._is_elsewhere(file, store):
                self._summary.unchanged += 1
            elif reading := self._read(file):
                left = left_behind(store.manifest.sources, reading.file.sha256).values()
                store.take_in(reading.file, reading.documents, self._context, without=left)

    def _is_elsewhere(self, file: Given, store: Store) -> bool:
        """Whether the store has all that these bytes hold, from another place.

        If so, notes the file; where it was moved, in the stead of the one that is gone.
        """
        held = store.manifest.holding(file.sha256) if file.sha256 else []
        whole = next((each for each in held if each.whole), None)
        if whole is None:
            return False
        if before := store.manifest.at(file.place):
            store.forget_file(before)
        left = left_behind(held, whole.sha256).values()
        store.enter([replace(whole, file=file.name, path=file.place)], without=left)
        return True

    # --- Reading --------------------------------------------------------------------------

    def _read(self, file: Given) -> _Reading | None:
        """A file as it is now; None, and an error noted, where it is bad."""
        try:
            source = read(file.path, file.name)
            found = list(self._extractor.documents(source))
            size = file.path.stat().st_size
        except InputError as error:
            self._summary.errors.append(error.at(str(file.path)))
            return None
        if source.unread_pages:
            self._summary.unread_pages.append((str(file.path), source.unread_pages))
        documents = [_stored(each.record, source.raw, each.letters) for each in found]
        row = SourceFile(file.name, source.sha256, size, _keys(documents), file.place)
        return _Reading(row, documents)

    def _read_kept(self, row: SourceFile, store: Store) -> _Reading:
        """A file as the store keeps it; what was forgotten of it stays out."""
        slices = store.kept_slices(row.sha256)
        if not slices:  # reading it was cut off before the first document
            return _Reading(row, [])
        kept = KeptText(slices)
        source = kept.source(row.file, row.sha256)
        try:
            found = list(self._extractor.documents(source))
        except InputError as error:
            # Without it the text would be gone for good, and it may exist nowhere else.
            raise StoreError(
                f"{row.place}: what the store keeps of this file cannot be read anew "
                f"({error.problem}), so that the store is left as it was. Give the file itself "
                "to kg build, or take it out with kg forget; then build again."
            ) from error
        documents = [
            _stored(record, source.raw, each.letters)
            for each in found
            if (record := kept.within(each.record))
        ]
        return _Reading(replace(row, documents=_keys(documents)), documents)

    # --- Counting -------------------------------------------------------------------------

    def note_state(self, inputs: Sequence[Given]) -> None:
        """Counts, copies and conflicts of the store as it is now."""
        if not Store.exists(self._store):
            return
        said = {file.place: str(file.path) for file in inputs}
        with Store.open(self._store) as store:
            self._summary.totals = count(store)
            files: dict[str, list[str]] = defaultdict(list)
            for row in store.manifest.sources:
                files[row.sha256].append(said.get(row.place, row.place))
            several: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
            for info in store.documents():
                names = (files.get(place.sha256, [place.file]) for place in info.sources)
                held = tuple(sorted(chain.from_iterable(names)))
                if len(held) > 1:
                    self._summary.copies.append((info.key, held))
                if info.conflicted:
                    plain = key_of_graph(info.graph)
                    several[plain, info.number or plain].append(held)
            conflicts = ((name, sorted(texts)) for (_, name), texts in several.items())
            self._summary.conflicts = list(conflicts)


def _stored(record: Record, raw: str, letters: str) -> StoredDocument:
    part = raw[record.source.start : record.source.end]
    return StoredDocument(record, part, letters_digest(letters))


def _keys(documents: Iterable[StoredDocument]) -> tuple[str, ...]:
    return tuple(each.record.id for each in documents)


def graph_context(knowledge: Knowledge) -> Context:
    """The run and the descriptions the graph needs, from the tables."""
    regions = knowledge.regions

    def describe_region(key: str) -> tuple[tuple[str, str, str, str | None], ...]:
        facts = []
        row = regions.of_key(key)
        while row is not None:
            above = regions.above(row)
            parent = regions.key_of(above) if above else None
            facts.append((regions.key_of(row), row.name, row.code, parent))
            row = above
        return tuple(facts)

    def describe_line(key: str) -> tuple[str, str]:
        return knowledge.lines.get(key.removeprefix("line:"), ("", ""))

    def describe_class(key: str) -> tuple[tuple[str, str, str, str, int, str | None], ...]:
        return tuple(
            (each.key, each.scheme, each.code, each.name, each.depth,
             ids.industry_class(each.scheme, each.parent) if each.parent else None)
            for each in knowledge.classifications.chain(key)
        )  # fmt: skip

    run = Run(__version__, knowledge.digest)
    lattice = Lattice(knowledge)
    return Context(run, describe_region, describe_line, describe_class, lattice)
