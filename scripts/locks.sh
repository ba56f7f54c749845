#!/bin/sh
# Locks with hashes and without addresses. `sh scripts/locks.sh` writes them; `check` fails when they are out of step.
set -eu
compile() { # compile FILE [group options]
  file=$1; shift
  .uv/bin/uv pip compile pyproject.toml "$@" --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o "$file"
}
case "${1:-write}" in
  write) compile requirements/runtime.lock; compile requirements/dev.lock --group dev;;
  check) # every name in pyproject stands in the lock, at a version that it admits (no index is asked)
    .uv/bin/uv pip install -q --offline --dry-run --python .venv/bin/python -r pyproject.toml --group dev 2>&1 | tee /dev/stderr | grep -q . && {
      echo "The locks do not fit pyproject.toml: run  sh scripts/locks.sh" >&2; exit 1; } || true;;
  *) echo "usage: sh scripts/locks.sh [write|check]" >&2; exit 2;;
esac
