"""The version of the code, which is part of what a run is.

It stands for the versions of jieba and pypinyin too, because the package requires one of each. Who
forces in another has the same run and perhaps other word boundaries and slugs.
"""

from __future__ import annotations

__version__ = "0.1.0"
