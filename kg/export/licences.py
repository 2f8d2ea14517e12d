"""Under what the annotations are offered, and what the status of the documents is."""

from __future__ import annotations

#: Ours: what was read, linked and described.
ANNOTATIONS = "https://creativecommons.org/licenses/by/4.0/"

#: Not ours: the documents. Article 5 of the Copyright Law, item 1, in the wording of 2020
#: (in force since 2021-06-01; the same since 1990).
TEXTS_ZH = (
    "公文原文不在本许可范围内。《中华人民共和国著作权法》第五条：本法不适用于法律、法规，国家机关的决议、"
    "决定、命令和其他具有立法、行政、司法性质的文件，及其官方正式译文。某一文件是否属于此类，应就其本身判断。"
)
TEXTS_EN = (
    "The licence covers the annotations, not the documents' own texts. By Article 5(1) of the "
    "Copyright Law of the People's Republic of China that law does not apply to laws and "
    "regulations, resolutions, decisions and orders of state organs and other documents of "
    "legislative, administrative or judicial nature, and their official translations. Whether a "
    "document is one of these must be judged for itself."
)
