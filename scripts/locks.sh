#!/bin/sh
# Write the locks: names, versions and hashes, no addresses. tests/house checks that they fit pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
compile() { # compile FILE [group options]
  file=$1; shift
  .uv/bin/uv pip compile pyproject.toml "$@" --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o "$file"
}
compile requirements/runtime.lock
compile requirements/dev.lock --group dev --constraint requirements/runtime.lock
compile requirements/all.lock --group dev --group spark --group mining --constraint requirements/dev.lock
