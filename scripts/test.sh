#!/bin/sh
# Everything that CI runs, the quickest first. Called by ./run test; arguments go to pytest.
set -eu
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=motcua.settings.test PYTHONPATH="$PWD/src"
step() { printf '\n== %s\n' "$1" >&2; }
types=""

if [ $# -eq 0 ]; then
  step format;       $bin/ruff format --check -q .
  step lint;         $bin/ruff check -q .
  step contracts;    $bin/lint-imports --no-cache
  step translations; $bin/python scripts/messages.py check
  step "types, beside the tests"
  $bin/mypy >&2 & types=$!
  trap 'kill "$types" 2> /dev/null || :' EXIT
fi
$bin/python scripts/messages.py compile
step tests
failed=0
# The longest files first (tests/ordering.py): by number of tests, one worker would do the last long trips alone.
$bin/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder "$@" || failed=$?
if [ -n "$types" ]; then
  wait "$types" || { echo "Types are wrong: mypy has said where, above." >&2; failed=1; }
fi
exit "$failed"
