#!/bin/sh
cd "$(dirname "$0")" || exit 1; V=${VIRNUC:?the launcher}; export VIRNUC_HISTORY=off
O=$(mktemp -d); trap "rm -rf \"$O\"" EXIT
"$V" predict - -o "$O/o" --progress none <&- 2>&1 | tail -n 1
