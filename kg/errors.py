"""What can go wrong with an input, said so that a reader can mend it.

Every error names the file, the place in it where there is one, what is wrong and what to do.
"""

from __future__ import annotations

from pathlib import Path


class KgError(Exception):
    """Base of all errors this package raises on purpose."""


class InputError(KgError):
    """A file that cannot be read as a document.

    ``file`` is the name as given, ``problem`` what is wrong, ``remedy`` what to do about it,
    ``place`` a byte or character position in words, or empty.
    """

    def __init__(self, file: str, problem: str, remedy: str, place: str = "") -> None:
        self.file = file
        self.problem = problem
        self.remedy = remedy
        self.place = place
        where = f"{file} ({place})" if place else file
        super().__init__(f"{where}: {problem}. {remedy}")

    def at(self, file: str) -> InputError:
        """The same error under another name of the file: its path, where that is known."""
        return InputError(file, self.problem, self.remedy, self.place)


class OutputError(KgError):
    """A file that cannot be written, by the name that it was given."""

    def __init__(self, path: Path, error: OSError) -> None:
        reason = error.strerror or str(error)
        remedy = (
            "Name a new or an empty folder."
            if isinstance(error, FileExistsError | NotADirectoryError)
            else "Name a file in a folder that exists and may be written to."
        )
        super().__init__(f"{path}: cannot be written ({reason}). {remedy}")


class SettingError(KgError):
    """An environment variable whose value cannot be used."""


class KnowledgeError(KgError):
    """A row of a knowledge table that is wrong: names table, row and fault."""


class StoreError(KgError):
    """The store cannot be opened, is held by another process or is not one of ours."""


class MissingExtra(KgError):
    """Something needs a library that is installed on request only."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(
            f"{what} needs {library}, which is not installed. "
            f"Install it: pip install 'zhengce-kg[{extra}]'"
        )
