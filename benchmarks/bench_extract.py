"""Characters a second: jieba.cut on the clean text, extraction alone, the whole build.

On the bundled sample, or on the texts of a folder (``--folder``), on one core, in one run, so
that the ratios hold where a machine's speed drifts. Each figure is the median of several rounds
after a warm-up; the rounds of the contestants alternate.

*Unseen* text is read by a new extractor with all that is remembered of names and words
forgotten; tables and dictionaries are loaded beforehand, as jieba's is. *Seen* text is what the
same extractor read just before. Text that comes in is unseen: that is the figure to go by.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from kg import building, ids, pipeline, segment
from kg.link import tables
from kg.normalise import normalise
from kg.read import read
from kg.types import Source

SAMPLE = Path(pipeline.__file__).parent / "data" / "demo" / "zhejiang-2021-25.txt"


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


_REMEMBERED = (segment.boundaries, ids.transcribed, tables._entity_id)


class _Reader:
    """Reads all sources, with an extractor that knows their text or one that does not."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._extractor = pipeline.Extractor()

    def forget(self) -> None:
        """Make the text unseen again; the tables stay loaded."""
        for function in _REMEMBERED:
            function.cache_clear()
        self._extractor = pipeline.Extractor(self._extractor.knowledge)
        gc.collect()

    def __call__(self) -> None:
        for source in self._sources:
            for _ in self._extractor.documents(source):
                pass


def run(rounds: int = 9, folder: Path | None = None) -> dict[str, float]:
    """Medians: characters a second of each contestant, and extraction against jieba.cut."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    paths = [folder or SAMPLE]
    sources = [read(file) for file in pipeline.find_files(paths) if file.suffix == ".txt"]
    texts = [normalise(source.raw).clean for source in sources]
    reader = _Reader(sources)
    contestants: dict[str, Callable[[], object]] = {
        "jieba.cut": lambda: [list(jieba.cut(text)) for text in texts],
        "extraction, unseen text": reader,
        "extraction, seen text": reader,
        "whole build with the store on disk": lambda: _build(paths),
    }
    for work in contestants.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            if "unseen" in name:
                reader.forget()
            times[name].append(_seconds(work))
    size = sum(map(len, texts))
    speed = {name: size / statistics.median(found) for name, found in times.items()}
    return {
        **{f"{name}, characters/s": value for name, value in speed.items()},
        **{f"{name} / jieba.cut": _ratio(times, name) for name in times if "extraction" in name},
        "kg --help, seconds": statistics.median(_command("--help") for _ in range(rounds)),
        "kg build of the sample, megabytes at most": _peak_of_a_build(),
    }


def _ratio(times: dict[str, list[float]], name: str) -> float:
    """How many times jieba.cut's speed a contestant has, round by round."""
    return statistics.median(a / b for a, b in zip(times["jieba.cut"], times[name], strict=True))


def _command(*words: str) -> float:
    """Wall seconds of the command as a whole process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "kg", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def _peak_of_a_build() -> float:
    """Peak memory of a build as a process of its own, in megabytes (Linux; else NaN).

    Not by getrusage: a child is charged there with what its parent held when it was started.
    """
    program = (
        "import sys, pathlib, kg.building as b\n"
        "b.build([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]))\n"
        "print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"
    )
    if not Path("/proc/self/status").exists():
        return float("nan")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", program, str(SAMPLE), f"{folder}/store"]
        return int(subprocess.run(command, check=True, capture_output=True).stdout) / 1024


def _build(paths: list[Path]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        building.build(paths, folder / "store")
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, help="texts to read in place of the sample")
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    for name, value in run(given.rounds, given.folder).items():
        shown = f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
        sys.stdout.write(f"{name:<52} {shown:>10}\n")


if __name__ == "__main__":
    main()
