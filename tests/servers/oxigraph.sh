#!/bin/sh
# Oxigraph's server in a folder of its own, in the foreground, on 127.0.0.1; ends with this script.
#
#   tests/servers/oxigraph.sh DIR PORT
#
# Needs oxigraph (python3 -m pip install oxigraph; the wheel holds the server).
#   Graph Store Protocol  http://127.0.0.1:PORT/store
#   queries               http://127.0.0.1:PORT/query   over all graphs at once
set -eu
command -v oxigraph >/dev/null || { echo "oxigraph is not here: python3 -m pip install oxigraph" >&2; exit 3; }
mkdir -p "$1"
exec oxigraph serve --location "$1" --bind "127.0.0.1:$2" --union-default-graph
