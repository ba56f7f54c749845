#!/bin/sh
# Everything that CI runs, in the order in which it fails fastest. Called by ./run test; arguments go to pytest.
set -eu
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=motcua.settings.test PYTHONPATH="$PWD/src"
step() { printf '\n== %s\n' "$1" >&2; }

if [ $# -eq 0 ]; then
  step format;       $bin/ruff format --check -q .
  step lint;         $bin/ruff check -q .
  step contracts;    $bin/lint-imports --no-cache
  step translations; $bin/python scripts/messages.py check
  step types;        $bin/mypy
fi
$bin/python scripts/messages.py compile
step tests
exec $bin/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder "$@"
