"""A served store in process, one as a process of its own, and one with a hostile document."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import httpx
import pytest
import uvicorn

from kg.building import build
from kg.sample import FILE
from kg.web.app import application
from kg.web.serving import listening
from kg.web.site import Site

ROOT = Path(__file__).parents[2]

#: A document whose title, headings and tasks are out for trouble.
HOSTILE = (
    '浙江省人民政府办公厅关于推进<script>alert(1)</script>"onmouseover="x\u202e工作的意见',
    "浙政办发〔2024〕99号",
    "各市、县（市、区）人民政府，省政府直属各单位：",
    "为推进<img src=x onerror=alert(2)>工作，经省政府同意，现提出如下意见。",
    "一、<svg onload=alert(3)>总体要求",
    "';DROP TABLE texts;-- \u202e\u2066反向文字。",
    "二、重点任务",
    '（一）推进数字建设。=HYPERLINK("http://evil.example")推进</textarea></script>'
    "<script>alert(4)</script>建设，到2025年覆盖率达到95%以上。"
    "（责任单位：省民政厅、省<b>教育厅、省卫生健康委）",
    "（二）加强养老服务。=1+1 javascript:alert(5)加强养老服务建设。"
    "（责任单位：省民政厅、省教育厅）",
    "浙江省人民政府办公厅",
    "2024年3月1日",
)


def write_hostile(folder: Path) -> Path:
    """The hostile document as a web page that prints all of it as text."""
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in HOSTILE)
    file = folder / "hostile.html"
    file.write_text(
        f"<!doctype html><html><head><meta charset='utf-8'></head><body>\n{lines}</body></html>",
        encoding="utf-8",
    )
    return file


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled gazette."""
    folder = tmp_path_factory.mktemp("web") / "store"
    with resources.as_file(resources.files("kg.data").joinpath(FILE)) as file:
        build([file], folder)
    return folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the hostile gazette."""
    folder = tmp_path_factory.mktemp("hostile")
    summary = build([write_hostile(folder)], folder / "store")
    assert summary.totals.tasks >= 1, "the hostile gazette has to be read to be of use"
    return folder / "store"


@contextmanager
def serving(site: Site, hosts: frozenset[str] | None = None) -> Iterator[httpx.Client]:
    """A client of the application, which runs in a thread of this process."""
    with listening("127.0.0.1", 0) as bound:
        config = uvicorn.Config(application(site, hosts), log_level="error", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        with httpx.Client(
            base_url=f"http://127.0.0.1:{bound.getsockname()[1]}", timeout=60
        ) as client:
            yield client
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="session")
def client(sample: Path) -> Iterator[httpx.Client]:
    """The application over the sample, in this process."""
    with serving(Site(sample, seconds=20)) as found:
        yield found


@pytest.fixture(scope="session")
def hostile_client(hostile: Path) -> Iterator[httpx.Client]:
    """The application over the hostile gazette."""
    with serving(Site(hostile, seconds=20)) as found:
        yield found


def start(*options: str) -> tuple[subprocess.Popen[str], str]:
    """``kg serve`` as a process, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0", *options],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stderr
    said = ""
    for line in process.stderr:
        said += line
        if found := re.search(r"http://\S+:\d+/", line):
            return process, found[0]
    process.wait()
    process.stderr.close()
    raise AssertionError(f"kg serve gave no address: {said}")


def end(process: subprocess.Popen[str]) -> None:
    """End a server and let go of what it said."""
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="session")
def address(sample: Path) -> Iterator[str]:
    """Address of a server over the sample, for clients that need a socket."""
    process, found = start("--store", str(sample))
    yield found
    end(process)


@pytest.fixture(scope="session")
def hostile_address(hostile: Path) -> Iterator[str]:
    process, found = start("--store", str(hostile))
    yield found
    end(process)
