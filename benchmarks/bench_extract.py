"""Characters a second: jieba.cut on the clean text, extraction alone, the whole build.

All on the bundled sample, on one core, in one run, so that the ratios hold where a machine's
speed drifts. Each figure is the median of several rounds after a warm-up; the rounds of the
contestants alternate.
"""

from __future__ import annotations

import logging
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
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
        "build": _build,
    }
    for work in contestants.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            times[name].append(_seconds(work))
    speed = {name: len(clean) / statistics.median(found) for name, found in times.items()}
    ratios = [a / b for a, b in zip(times["jieba.cut"], times["extraction"], strict=True)]
    return {**speed, "extraction / jieba.cut": statistics.median(ratios)}


def _build() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        building.build([SAMPLE], folder / "store")
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Print a line a figure."""
    for name, value in run().items():
        unit = "times" if "/" in name else "characters a second"
        print(
            f"{name:28} {value:12,.1f} {unit}"
            if "/" in name
            else f"{name:28} {value:12,.0f} {unit}"
        )


if __name__ == "__main__":
    main()
