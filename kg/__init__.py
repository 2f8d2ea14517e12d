"""Chinese government gazettes into a knowledge graph whose statements open their characters.

Four verbs are the public interface; each is imported when first used, so ``import kg`` costs
nothing::

    kg.read_file(path)             one file -> its decoded text and digest
    kg.extract_files([path, ...])  files or folders -> one record a document
    kg.build([path, ...], store)   files or folders -> records -> graph, kept on disk
    kg.open_store(folder)          the graph: documents, SPARQL, quads

The verbs are not called ``read``, ``extract`` and ``export`` because the packages of those
stages are, and Python binds a submodule over a function of the same name.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kg.version import __version__ as __version__

#: Public name -> module and attribute that it stands for.
_HOMES = {
    "build": "kg.building:build",
    "extract_files": "kg.pipeline:extract",
    "open_store": "kg.graph.store:Store.open",
    "read_file": "kg.read:read",
}


def __getattr__(name: str) -> Any:
    """Fetch a public verb from its module on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, path = _HOMES[name].partition(":")
    value: Any = import_module(module)
    for part in path.split("."):
        value = getattr(value, part)
    return value


def __dir__() -> list[str]:
    return ["__version__", *_HOMES]
