"""The words by which a command names a body, a period and a set."""

from argparse import ArgumentParser

from motcua.criteria.queries.scores import DEFAULT_SET, View, view


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", default=DEFAULT_SET, help="code of the criteria set")
    parser.add_argument("--body", required=True, help="code of a body, or VN")
    parser.add_argument("--period", required=True, help="2026-10, 2026-Q4 or 2026")


def asked_view(options: dict[str, str]) -> View:
    return view(options["body"], options["period"], by=options["set"])
