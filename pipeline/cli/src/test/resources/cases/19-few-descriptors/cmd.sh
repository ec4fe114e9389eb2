#!/bin/sh
cd "$(dirname "$0")" || exit 1; V=${VIRNUC:?the launcher}; export VIRNUC_HISTORY=off
O=$(mktemp -d); trap "rm -rf \"$O\"" EXIT
(ulimit -n 90; exec "$V" predict in.fa -o "$O/o" --progress none); echo "rc=$?"
(ulimit -n 200; exec "$V" predict in.fa -o "$O/o" --progress none); echo "rc=$?"
