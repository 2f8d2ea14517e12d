"""The graph in a browser, and for machines at the same address: ``kg serve``.

A Starlette application that renders HTML on the server (Jinja2, autoescape), with one small
module of JavaScript of our own. It was weighed against NiceGUI, which keeps the state of every
visitor in the server behind a websocket and needs inline scripts and eval: pages there have no
address of their own, cannot be read without scripts, and no strict content security policy is
possible over text that others wrote. Here every view is a function of its address; a page is
whole without scripts; figures are SVG drawn by the server, with links in them; nothing is fetched
from elsewhere, and no library of others is shipped to the browser, so none has to be updated.

    snapshot     the store as it was at a moment, apart from the one that ``kg build`` writes to
    worker       a process that answers queries, and can be killed; ``pool`` has several
    negotiate    Accept headers; ``protocol`` the SPARQL 1.1 Protocol at /sparql
    linked       /id, /data, /def, /.well-known/void, dumps
    vocabulary   labels of classes and properties; ``labels`` what things are called
    things       what the graph says of one thing; ``reader`` a document as printed
    search       full text; ``network``, ``drawing``, ``timeline``, ``compare`` the views of many
    pages        HTML, with ``views``, ``asking`` and ``render``; ``shield`` headers and hosts
    site         the state that is served; ``app`` puts all together, ``serving`` runs it

Limits. What the public may do is read. A query has ``--timeout`` seconds and an answer
``MOST_BYTES``; there is no log-in and no limit per visitor: put a reverse proxy with TLS, a rate
limit and, where the texts are not public, a log-in in front before others can reach it.
"""
