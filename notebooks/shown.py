"""What the notebooks share: tables and marked passages whose text is escaped, and a Chinese font.

The font comes with the package ``pylopdf-fonts-zh-cn`` (Noto Sans SC, SIL Open Font License 1.1),
so that figures have their Chinese on a machine without Chinese fonts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import kg

if TYPE_CHECKING:
    from kg.graph.store import Store

GAZETTE = Path(kg.__file__).parent / "data" / "demo" / "zhejiang-2021-25.txt"
#: Colours of groups, told apart also by those who see few colours (Okabe and Ito 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999", "#f0e442")


def show(rich: str, plain: str) -> None:
    """HTML, or text where there is none."""
    from IPython.display import display

    display({"text/html": rich, "text/plain": plain}, raw=True)  # type: ignore[no-untyped-call]


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table; the text of its cells is escaped."""
    cells = [[_cell(value) for value in row] for row in rows]
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells
    )
    plain = "\n".join(" | ".join(row) for row in [list(head), *cells])
    show(f"<table>\n<tr>{top}</tr>\n{body}\n</table>", plain)


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def passage(raw: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> None:
    """The source from start to end with spans marked; escaped before it becomes HTML."""
    rich, plain, at = [], [], start
    for begin, stop in sorted(spans):
        rich += [escape(raw[at:begin]), f"<mark><b>{escape(raw[begin:stop])}</b></mark>"]
        plain += [raw[at:begin], f"【{raw[begin:stop]}】"]
        at = stop
    rest = raw[at:end]
    show(f"<pre>{''.join(rich)}{escape(rest)}</pre>", f"{''.join(plain)}{rest}")


def figures() -> Any:
    """matplotlib's pyplot with Chinese letters and quiet axes."""
    from matplotlib import font_manager
    from matplotlib import pyplot as plt
    from pylopdf_fonts_zh_cn import sans_path

    font_manager.fontManager.addfont(str(sans_path()))
    plt.rcParams.update(
        {
            "font.family": "Noto Sans SC",
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "figure.dpi": 110,
        }
    )
    return plt


@contextmanager
def sample() -> Iterator[Store]:
    """A store of the bundled gazette in a temporary folder, open for reading."""
    with TemporaryDirectory() as folder:
        kg.build([GAZETTE], Path(folder) / "store")
        with kg.open_store(Path(folder) / "store") as store:
            yield store
