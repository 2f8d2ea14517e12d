"""Write ``slugs.tsv`` anew: ``python -m kg.data.make_slugs``.

A name that has a slug keeps it; only new names are transcribed. Names that sound alike carry a
hash of themselves, except one that had its slug before the others came.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from kg import ids
from kg.knowledge import Knowledge, load

TABLE = Path(__file__).parent / "slugs.tsv"
_HEAD = """\
# Slugs of the functional names in the tables of bodies: name, slug. Frozen, so that IRIs stay what
# they are: `python -m kg.data.make_slugs` adds those of new rows and changes none that is here.
# Names that sound alike carry a hash of themselves, except one that was here before the others.
name\tslug
"""


def functional_names(knowledge: Knowledge) -> set[str]:
    """Names that keys of listed bodies are made from: the full name without its territory."""
    names: set[str] = set()
    regions = knowledge.regions
    for body in knowledge.bodies.all:
        territory = body.territory or ""
        known = territory in regions
        names.add(
            knowledge.bodies.functional(
                body,
                regions.get(territory) if known else None,
                regions.official(territory) if known else "",
            )
        )
    return names


def slugs(names: set[str], known: dict[str, str]) -> dict[str, str]:
    """Slug of each name: the known one, else its transcription, hashed where two fall together."""
    sounding: dict[str, set[str]] = defaultdict(set)
    for name in names:
        sounding[ids.transcribed(name)].add(name)
    return {
        name: known.get(name) or (slug if len(alike) == 1 else f"{slug}-{ids.digest(name, 6)}")
        for slug, alike in sounding.items()
        for name in alike
    }


def main() -> None:
    """Rewrite the table."""
    found = slugs(functional_names(load()), ids.frozen_slugs())
    rows = "".join(f"{name}\t{slug}\n" for name, slug in sorted(found.items()))
    TABLE.write_text(_HEAD + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
