"""Runs the notebooks, each in a fresh kernel, and stores their outputs.

    .venv/bin/python -m notebooks.execute

What differs from run to run or from machine to machine (times, versions, paths) is not stored,
so that a rerun changes a file only where an answer has changed.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

FOLDER = Path(__file__).parent
TIMEOUT = 120
"""Seconds that a cell may take."""

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def execute(path: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs of a run from top to bottom, tidied.

    The kernel works in the notebook's folder, imports this checkout and talks over local
    sockets, not the network. Raises CellExecutionError with the cell and its traceback where
    one fails.
    """
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    with TemporaryDirectory() as sockets:
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT,
            kernel_name=METADATA["kernelspec"]["name"],
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(path.parent)}},
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}}),
        )
        client.execute(env=_environment())
    return tidy(notebook)


def _environment() -> dict[str, str]:
    """This one, with the checkout first on the path and figures drawn into the notebook."""
    paths = [str(FOLDER.parent), os.environ.get("PYTHONPATH", "")]
    kept = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without what a front end or a run has noted in it."""
    notebook.metadata = METADATA
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


def text_of(notebook: nbformat.NotebookNode) -> str:
    """What is stored of a notebook: JSON with sorted keys and a newline at the end."""
    return f"{nbformat.writes(notebook)}\n"  # type: ignore[no-untyped-call]


def main() -> None:
    for path in sorted(FOLDER.glob("*.ipynb")):
        path.write_text(text_of(execute(path)), encoding="utf-8")
        print(path.name)


if __name__ == "__main__":
    main()
