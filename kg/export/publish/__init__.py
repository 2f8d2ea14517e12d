"""The store onto a SPARQL server, by the Graph Store Protocol: only what is not there yet.

Every graph of the store goes over under its own name: one a document, one for each description
that documents share, one for each link of a stub to its document. A server that answers over the
union of its graphs then answers as the store does. The ontology goes along in a graph of its own,
and so does a manifest (``g:published``) that says of each graph what was sent.
"""

from __future__ import annotations

from kg.export.publish.auth import credentials
from kg.export.publish.client import Client
from kg.export.publish.run import Outcome, Report, publish

__all__ = ["Client", "Outcome", "Report", "credentials", "publish"]
