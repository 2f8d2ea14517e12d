"""The store as files for other systems: :data:`EXPORTERS` by name, one line each."""

from __future__ import annotations

from collections.abc import Mapping

from kg.export.annotations import Annotations
from kg.export.base import Exporter, FileExporter, FolderExporter, write, write_file, write_folder
from kg.export.csvw import Csv
from kg.export.cube import Cube
from kg.export.dataset import Description
from kg.export.documents import Documents
from kg.export.jsonld import JsonLd
from kg.export.ledger import Ledger
from kg.export.neo4j import Neo4j
from kg.export.network import Gexf, GraphMl
from kg.export.nquads import NQuads
from kg.export.parquet import Parquet
from kg.export.registries import Registries
from kg.export.turtle import Turtle

_ALL: tuple[Exporter, ...] = (
    Turtle(),
    NQuads(),
    JsonLd(),
    Documents(),
    Registries(),
    Annotations(),
    Cube(),
    Csv(),
    Ledger(),
    Parquet(),
    GraphMl(),
    Gexf(),
    Neo4j(),
    Description(),
)

#: By name, in the order in which ``kg export --list`` tells them and ``--all`` writes them.
EXPORTERS: Mapping[str, Exporter] = {each.name: each for each in _ALL}

#: Those that are one stream.
FILES: Mapping[str, FileExporter] = {
    each.name: each for each in _ALL if isinstance(each, FileExporter)
}

#: Those that are several files.
FOLDERS: Mapping[str, FolderExporter] = {
    each.name: each for each in _ALL if isinstance(each, FolderExporter)
}

__all__ = [
    "EXPORTERS",
    "FILES",
    "FOLDERS",
    "Exporter",
    "FileExporter",
    "FolderExporter",
    "write",
    "write_file",
    "write_folder",
]
