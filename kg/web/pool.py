"""Several processes that answer queries; what takes too long is killed, with nothing else hurt."""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kg.web.snapshot import Snapshot
from kg.web.worker import part

#: Longest answer, in bytes before it is compressed.
MOST_BYTES = 64 << 20
#: Queries that may wait for a process; more are turned away.
MOST_WAITING = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reply: the HTTP status, why where it is no 200, form and body."""

    status: int
    why: str = ""
    kind: str = ""
    form: str = ""
    body: bytes = b""


class _Worker:
    """One process, opened on one copy of the store."""

    def __init__(self, process: asyncio.subprocess.Process, snapshot: Snapshot) -> None:
        self._process = process
        self.snapshot = snapshot
        snapshot.enter()

    @classmethod
    async def start(cls, snapshot: Snapshot, seconds: float, most_bytes: int) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.web.worker",
            str(snapshot.folder), str(seconds), str(most_bytes),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        return cls(process, snapshot)

    async def ask(self, request: Mapping[str, Any]) -> Outcome:
        """Raises IncompleteReadError or OSError where the process is gone."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(part(json.dumps(request).encode()))
        await self._process.stdin.drain()
        head = json.loads(await self._part())
        return Outcome(**head, body=await self._part())

    async def _part(self) -> bytes:
        assert self._process.stdout
        (length,) = struct.unpack(">I", await self._process.stdout.readexactly(4))
        return await self._process.stdout.readexactly(length)

    async def end(self) -> None:
        """Kill the process and let go of its copy of the store."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self.snapshot.leave()


class Pool:
    """Answers queries on the newest copy of the store; use it within one event loop."""

    def __init__(
        self, snapshot: Snapshot, *, size: int, seconds: float, most_bytes: int = MOST_BYTES
    ) -> None:
        self.seconds = seconds
        self._snapshot = snapshot
        self._most_bytes = most_bytes
        self._free = asyncio.Semaphore(size)
        self._idle: list[_Worker] = []
        self._waiting = 0
        self._ending: set[asyncio.Task[None]] = set()

    async def ask(self, request: Mapping[str, Any]) -> Outcome:
        """Answer a request (see ``kg.web.worker``); whoever cancels this kills the query."""
        if self._waiting >= MOST_WAITING:
            return Outcome(503, "Too many queries are waiting. Try again in a moment.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.seconds):
                await self._free.acquire()
        except TimeoutError:
            return Outcome(503, "The server is busy with other queries. Try again in a moment.")
        finally:
            self._waiting -= 1
        try:
            return await self._answered(request)
        finally:
            self._free.release()

    async def _answered(self, request: Mapping[str, Any]) -> Outcome:
        worker = await self._take()
        done = False
        try:
            async with asyncio.timeout(self.seconds):
                outcome = await worker.ask(request)
            done = True
            return outcome
        except TimeoutError:
            return Outcome(
                503,
                f"The query took longer than {self.seconds:g} seconds and was ended. "
                "Ask for less, or put the most selective pattern first.",
            )
        except (asyncio.IncompleteReadError, OSError):
            return Outcome(503, "The query needed more memory than it may have and was ended.")
        finally:
            self._give_back(worker, done)

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.snapshot is self._snapshot:
                return worker
            self._end(worker)
        return await _Worker.start(self._snapshot, self.seconds, self._most_bytes)

    def _give_back(self, worker: _Worker, usable: bool) -> None:
        if usable and worker.snapshot is self._snapshot:
            self._idle.append(worker)
        else:
            self._end(worker)

    def _end(self, worker: _Worker) -> None:
        task = asyncio.ensure_future(worker.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def warm(self) -> None:
        """Start one process, so that the first query need not wait for it."""
        self._give_back(await self._take(), True)

    def renew(self, snapshot: Snapshot) -> None:
        """Answer on another copy from now on; what is being answered is not disturbed."""
        self._snapshot = snapshot
        idle, self._idle = self._idle, []
        for worker in idle:
            self._end(worker)

    async def close(self) -> None:
        """End all processes that have nothing to do."""
        idle, self._idle = self._idle, []
        for worker in idle:
            self._end(worker)
        if self._ending:
            await asyncio.gather(*self._ending)
