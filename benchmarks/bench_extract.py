"""Characters a second: jieba.cut on the clean text, extraction alone, the whole build.

All on the bundled sample, on one core, in one run, so that the ratios hold where a machine's
speed drifts. Each figure is the median of several rounds after a warm-up; the rounds of the
contestants alternate.
"""

from __future__ import annotations

import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg import building, pipeline
from kg.normalise import normalise
from kg.read import read

SAMPLE = Path(pipeline.__file__).parent / "data" / "demo" / "zhejiang-2021-25.txt"


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def run(rounds: int = 9) -> dict[str, float]:
    """Medians: characters a second of each contestant, and extraction against jieba.cut."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    source = read(SAMPLE)
    clean = normalise(source.raw).clean
    extractor = pipeline.Extractor()
    contestants: dict[str, Callable[[], object]] = {
        "jieba.cut": lambda: list(jieba.cut(clean)),
        "extraction": lambda: list(extractor.documents(source)),
        "whole build with the store on disk": _build,
    }
    for work in contestants.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            times[name].append(_seconds(work))
    speed = {name: len(clean) / statistics.median(found) for name, found in times.items()}
    ratios = [a / b for a, b in zip(times["jieba.cut"], times["extraction"], strict=True)]
    return {
        **{f"{name}, characters/s": value for name, value in speed.items()},
        "extraction / jieba.cut": statistics.median(ratios),
        "kg --help, seconds": statistics.median(_command("--help") for _ in range(rounds)),
        "kg build of the sample, megabytes at most": _peak_of_a_build(),
    }


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


def _build() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        building.build([SAMPLE], folder / "store")
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Print a line a figure."""
    for name, value in run().items():
        shown = f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
        sys.stdout.write(f"{name:<52} {shown:>10}\n")


if __name__ == "__main__":
    main()
