"""Texts of the load corpus that gold is of, as files.

    python -m tests.gold.loaded LOAD/documents.jsonl FOLDER tests/gold/blind/*.json

``load-N.txt`` is the text of the object with the id N, as UTF-8.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

_NAME = re.compile(r"load-(\d+)\.txt")


def texts(load: Path, names: Iterable[str]) -> dict[str, str]:
    """The texts of the files of these names, of those that are in the load corpus."""
    wanted = {int(found[1]): name for name in names if (found := _NAME.fullmatch(name))}
    with load.open(encoding="utf-8") as lines:
        held = (json.loads(line) for line in lines)
        return {wanted[each["id"]]: each["text"] for each in held if each["id"] in wanted}


def main(load: Path, folder: Path, gold: list[Path]) -> None:
    """Lay out the texts the gold is of."""
    names = [json.loads(path.read_text(encoding="utf-8"))["file"] for path in gold]
    for name, text in texts(load, names).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(each) for each in sys.argv[3:]])
