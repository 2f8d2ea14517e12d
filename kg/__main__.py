"""The ``kg`` command, also as ``python -m kg``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; Ctrl-C while it is still being loaded ends it as quietly as later on."""
    try:
        from kg.cli import main as run

        run()
    except KeyboardInterrupt:
        print("kg: interrupted; nothing is left half done", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
