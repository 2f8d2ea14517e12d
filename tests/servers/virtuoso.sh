#!/bin/sh
# Virtuoso in a folder of its own, in the foreground, on 127.0.0.1 alone; ends with this script.
#
#   tests/servers/virtuoso.sh DIR PORT [SQLPORT]
#
# Needs virtuoso-t (Debian: apt-get install virtuoso-opensource-7; no service need be started).
#   Graph Store Protocol  http://127.0.0.1:PORT/sparql-graph-crud-auth   digest: dba, dba
#   queries               http://127.0.0.1:PORT/sparql                   over all graphs at once
set -eu
command -v virtuoso-t >/dev/null || { echo "virtuoso-t is not here: apt-get install virtuoso-opensource-7" >&2; exit 3; }
mkdir -p "$1"
cd "$1"
cat > virtuoso.ini <<INI
[Database]
DatabaseFile    = virtuoso.db
ErrorLogFile    = virtuoso.log
LockFile        = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
ErrorLogLevel   = 7
FileExtend      = 200

[TempDatabase]
DatabaseFile    = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort           = 127.0.0.1:${3:-1111}
DisableUnixSocket    = 1
MaxClientConnections = 10
NumberOfBuffers      = 10000
MaxDirtyBuffers      = 6000
CaseMode             = 2
AllowOSCalls         = 0
DirsAllowed          = .

[HTTPServer]
ServerPort           = 127.0.0.1:$2
ServerRoot           = .
MaxClientConnections = 10
ServerThreads        = 10
MaxKeepAlives        = 10
KeepAliveTimeout     = 10
Charset              = UTF-8

[SPARQL]
ResultSetMaxRows          = 100000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime     = 60
INI
exec virtuoso-t +foreground +configfile virtuoso.ini
