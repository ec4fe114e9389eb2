#!/bin/sh
cd "$(dirname "$0")" || exit 1; V=${VIRNUC:?the launcher}; export VIRNUC_HISTORY=off
O=$(mktemp -d); trap "rm -rf \"$O\"" EXIT
mkfifo "$O/pipe"; (cat in.fa >"$O/pipe" &)
"$V" predict "$O/pipe" -o "$O/o" --progress none; echo "rc=$?"
