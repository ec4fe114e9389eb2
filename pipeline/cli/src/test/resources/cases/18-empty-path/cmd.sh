#!/bin/sh
cd "$(dirname "$0")" || exit 1; V=${VIRNUC:?the launcher}; export VIRNUC_HISTORY=off
O=$(mktemp -d); trap "rm -rf \"$O\"" EXIT
cp in.fa "$O/"; cd "$O" || exit 1
"$V" predict "$UNSET_VARIABLE" -o o --progress none; echo "rc=$?"
"$V" predict in.fa -o "$UNSET_VARIABLE" --progress none; echo "rc=$?"; ls
