"""How long a page, a search and a query take over the sample, alone and with ten users.

A server of its own on this machine; each address is asked ``ROUNDS`` times by one user, then all
of them together by ten. Milliseconds at the median and the 95th percentile.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from kg.building import build

SAMPLE = Path(__file__).parents[1] / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"
ROUNDS, USERS = 30, 10
PATHS = (
    "/",
    "/search?q=老年人",
    "/search.json?q=民政",
    "/page/agency/330000.minzhengting",
    "/page/doc/330000.zhezhengbanfa.2021.39",
    "/network",
    "/network?view=heat",
    "/timeline",
    "/query?question=coowner-pairs",
    "/data/agency/330000.minzhengting.ttl",
    "/sparql?query=SELECT ?t ?b { ?t zc:leadAgency ?b }",
)


def timed(client: httpx.Client, paths: Iterable[str]) -> list[float]:
    """Milliseconds of each request."""
    found = []
    for path in paths:
        began = time.perf_counter()
        client.get(path).raise_for_status()
        found.append((time.perf_counter() - began) * 1000)
    return found


def row(name: str, times: list[float]) -> str:
    """A line of the table."""
    return f"{name:<52}{statistics.median(times):8.1f}{statistics.quantiles(times, n=20)[18]:8.1f}"


def measure(address: str) -> None:
    """Ask the server at an address, print what it took."""
    print(f"{'milliseconds':<52}{'median':>8}{'p95':>8}")
    with httpx.Client(base_url=address, timeout=120) as client:
        timed(client, PATHS)
        for path in PATHS:
            print(row(path, timed(client, [path] * ROUNDS)))

    def user(number: int) -> list[float]:
        with httpx.Client(base_url=address, timeout=120) as client:
            return timed(client, (PATHS[number:] + PATHS[:number]) * 3)

    with ThreadPoolExecutor(USERS) as users:
        together = [each for times in users.map(user, range(USERS)) for each in times]
    print(row(f"all of them, {USERS} users at once", together))


def main() -> None:
    """Build the sample, serve it, measure."""
    with tempfile.TemporaryDirectory() as place:
        build([SAMPLE], Path(place) / "store")
        command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", f"{place}/store"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr
            address = re.search(r"http://\S+:\d+/", process.stderr.readline())
            assert address
            try:
                measure(address[0])
            finally:
                process.terminate()


if __name__ == "__main__":
    main()
