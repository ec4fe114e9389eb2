#!/bin/sh
cd "$(dirname "$0")" || exit 1; V=${VIRNUC:?the launcher}; export VIRNUC_HISTORY=off
O=$(mktemp -d); trap "rm -rf \"$O\"" EXIT
cp in.fa "$O/in.fa"; cd "$O" || exit 1
: >empty.fq; gzip -c empty.fq >empty.fq.gz; : >none.fq.gz; : >empty.fa
printf 'sample,path,path2\ncontrol,empty.fq,empty.fq.gz\nreads,in.fa,\n' >sheet.csv
for i in empty.fq empty.fq.gz "empty.fq empty.fq.gz"; do
  # shellcheck disable=SC2086
  "$V" predict $i -o o --force --progress none; echo "rc=$?"; done
"$V" predict --samples sheet.csv -o s --progress none; echo "rc=$?"
for i in none.fq.gz empty.fa; do "$V" predict "$i" -o o2 --progress none; echo "rc=$?"; done
