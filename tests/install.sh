#!/usr/bin/env bash
# Installs Debian packages that a check needs; says what is missing where that is not possible.
#
#   tests/install.sh PACKAGE…
set -euo pipefail

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "missing, please install: $*" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
