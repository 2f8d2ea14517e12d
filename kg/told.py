"""What a build is told to people as: counts, then what needs a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.console import count, say

if TYPE_CHECKING:
    from kg.building import Summary


def say_left_out(suffixes: Mapping[str, int]) -> None:
    """How many files of folders are no documents by their suffixes; says nothing of none."""
    if suffixes:
        kinds = ", ".join(f"{number} {suffix}" for suffix, number in sorted(suffixes.items()))
        say(f"left out: {count(sum(suffixes.values()), 'file')} by suffix ({kinds})")


def say_unread(file: str, pages: Sequence[int]) -> None:
    """That a PDF has pages which are pictures: their text is missing from what was read."""
    many = "page" if len(pages) == 1 else "pages"
    shown = ", ".join(map(str, pages[:20])) + (" …" if len(pages) > 20 else "")
    say(f"scan: {file} has no text on {many} {shown}; recognise it (OCR) to have it read")


def write_summary(summary: Summary) -> None:
    """What a build did: counts, then what needs a look."""
    bad = len(summary.errors)
    read = max(0, summary.files - summary.unchanged - bad)
    print(
        f"Read {count(read, 'file')} in {summary.seconds:.1f} s; {summary.unchanged} unchanged, "
        f"{bad} bad"
    )
    totals = summary.totals
    print("The store holds")
    counts = {
        "documents": totals.documents,
        "tasks": totals.tasks,
        "owners of tasks": totals.owners,
        "bodies": totals.bodies,
        "unresolved mentions": totals.unresolved,
        "damaged regions": totals.damaged,
        "copies": len(summary.copies),
        "conflicts": len(summary.conflicts),
    }
    for label, number in counts.items():
        print(f"  {label:<20}{number:>7}")
    say_left_out(summary.left_out)
    for file, pages in summary.unread_pages:
        say_unread(file, pages)
    for key, files in summary.copies:
        say(f"copy: {key} is in {' and '.join(files)}; kept once")
    for name, texts in summary.conflicts:
        many, kept = ("two", "both") if len(texts) == 2 else (str(len(texts)), "all")
        places = ", ".join(" and ".join(files) for files in texts)
        say(f"conflict: {name} has {many} texts: {places}; {kept} are kept")
