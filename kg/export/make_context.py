"""Write ``ontology/context.jsonld`` anew: ``python -m kg.export.make_context``."""

from __future__ import annotations

from kg import ids
from kg.export.context import make, text
from kg.graph.resources import WRITTEN_FOR, folder


def main() -> None:
    """Make the context of the ontology as it is. Raises SystemExit where KG_BASE is set."""
    if ids.BASE != WRITTEN_FOR:
        raise SystemExit("The context is kept for the base IRI of the ontology: unset KG_BASE.")
    (folder() / "context.jsonld").write_text(text(make()), encoding="utf-8")


if __name__ == "__main__":
    main()
