"""What it costs to write one million statements out: processor seconds and peak memory.

A store of its own, made of the records of the bundled gazette repeated under other numbers (the
same on every run). Each form is written in a process of its own, so that its peak memory is its
own; one store ten times smaller shows whether memory grows with the store. ``database`` is the
time the database takes to give out its lines in its own order, which no export can beat.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_store import CONTEXT, documents
from kg.export import FILES
from kg.graph.store import Store

#: What is asked of the two forms that everything else is made from, in processor seconds.
WANTED = {"turtle": 5.0, "nquads": 3.0}


class _Nowhere:
    """A stream that counts what it is given."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        pass


def build(folder: Path, copies: int) -> None:
    """Build the store, in a process apart: what a child is forked from counts in its peak."""
    Store.build(folder, documents(copies), CONTEXT)


def measure(folder: Path, form: str) -> dict[str, float]:
    """Processor seconds, bytes and peak memory (MB) of writing a store; for this process only."""
    import resource

    nowhere = _Nowhere()
    with Store.open(folder) as store:
        opened = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        if form == "database":
            store.dump(nowhere)  # type: ignore[arg-type]
        else:
            FILES[form].write(store, nowhere)  # type: ignore[arg-type]
        seconds = time.process_time() - start
        quads = len(store)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "quads": quads,
        "seconds": seconds,
        "bytes": nowhere.size,
        "peak": peak / 1024,
        "opened": opened / 1024,
    }


def _apart(folder: Path, form: str) -> dict[str, float]:
    """Build (a number of copies) or measure (a form) in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench_export", str(folder), form]
    done = subprocess.run(command, check=True, capture_output=True)
    found: dict[str, float] = json.loads(done.stdout or b"{}")
    return found


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        for copies in (9, 88):
            store = Path(folder) / str(copies)
            _apart(store, str(copies))
            for form in ("database", "nquads", "turtle", "jsonld"):
                found = _apart(store, form)
                million = found["seconds"] * 1e6 / found["quads"]
                wanted = f"  (wanted {WANTED[form]:.0f})" if form in WANTED else ""
                sys.stdout.write(
                    f"{form:<10}{found['quads']:>10,.0f} quads {found['seconds']:>7.2f} s, "
                    f"{million:>6.2f} s a million{wanted}; peak {found['peak']:,.0f} MB "
                    f"(open store {found['opened']:,.0f})\n"
                )


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[2].isdecimal():
        build(Path(sys.argv[1]), int(sys.argv[2]))
    elif len(sys.argv) == 3:
        sys.stdout.write(json.dumps(measure(Path(sys.argv[1]), sys.argv[2])))
    else:
        main()
