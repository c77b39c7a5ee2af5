#!/usr/bin/env bash
# Kills a build at every system call that changes something on the disk, over a published site, and looks each time:
# the old or the new site is there whole, a file of somebody else stays, and the next build puts all in order.
# strace does the killing, so nothing in the program knows of it.
#
#   tests/killed.sh PROGRAM [STRIDE]      STRIDE: only every so many calls (1)
set -euo pipefail

program=$(realpath "$1")
stride=${2:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export RAYON_NUM_THREADS=1 # every call in one thread, so that they can be counted

calls=openat,write,mkdir,link,linkat,rename,renameat,renameat2,unlink,unlinkat,rmdir,chmod,fchmod,ftruncate,flock

# Three measures; version 1 changes one, removes one and adds one.
lay() {
  rm -f site/content/measures/*.md
  for n in 1 2 $((3 + $1)); do
    printf '+++\nnumber = "MP 00%s"\ntitle = "Fassung %s"\nunit = "1.1"\n[progress]\n2026-09-30 = %s\n+++\n' \
      "$n" "$((n == 2 ? $1 : 0))" "$n" >"site/content/measures/mp-00$n.md"
  done
}
build() { "$program" build --no-pdf --site site 2>talk; }
# The list of published files names every file with its sum, so it tells the two sites apart and each from a mixture.
look() {
  list=$(sha256sum <site/output/.sachstand)
  [ "$list" = "$old" ] || [ "$list" = "$new" ] || { echo "$1: neither site is there" >&2; return 1; }
  (cd site/output && sha256sum --check --quiet --strict .sachstand) || { echo "$1: a mixture" >&2; return 1; }
  [ "$(cat site/output/fremd.txt)" = fremd ] || { echo "$1: a file of others is gone" >&2; return 1; }
  files=$(find site/output -type f | wc -l)
  [ "$files" -eq $(($(grep -vc '^#' site/output/.sachstand) + 2)) ] || { echo "$1: files too many" >&2; return 1; }
}

"$program" init site 2>/dev/null >&2
mkdir -p site/content/measures
lay 1 && build && new=$(sha256sum <site/output/.sachstand)
lay 0 && build && old=$(sha256sum <site/output/.sachstand)
echo fremd >site/output/fremd.txt
[ "$old" != "$new" ]

kills=0
for ((nth = 1; ; nth += stride)); do
  lay 0 && build && look "before call $nth"
  lay 1
  status=0
  (strace -f -qq -o trace -e trace="$calls" -e inject="$calls:signal=KILL:when=$nth" \
    "$program" build --no-pdf --site site; exit $?) >/dev/null 2>&1 || status=$?
  look "killed at call $nth"
  [ $status -ne 0 ] || break
  kills=$((kills + 1))
  build && look "repaired after call $nth"
  [ "$list" = "$new" ] || { echo "the build after call $nth did not publish" >&2; exit 1; }
  # Second names of published files and what is known of these may stay for the next build, and nothing else.
  left=$(cd site/.output.sachstand && find . -type f ! -name lock ! -name swept ! -name ledger ! -name inventory ! -name .gitignore | while read -r path; do
    [ "$path" -ef "../output/${path#./stage/}" ] || echo "$path"
  done)
  [ -z "$left" ] || { echo "left after call $nth: $left" >&2; exit 1; }
done
[ $((kills * stride)) -gt 50 ] || { echo "only $kills kills" >&2; exit 1; }
echo "killed $kills times, at every ${stride}. system call that changes the disk: one site or the other, whole"
