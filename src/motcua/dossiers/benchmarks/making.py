"""Prints, as JSON, calls to be made on this house: `python -m motcua.dossiers.benchmarks.making COUNT BODIES`."""

import json
import sys

import django


def main(count: int, bodies: int) -> None:
    from motcua.clock.queries import now  # noqa: PLC0415 -- after the setup
    from motcua.dossiers.benchmarks import office  # noqa: PLC0415

    at = now()
    version = office.make_version()
    places = office.make_places(version, bodies)
    citizens = office.make_citizens(max(bodies, count // 5))
    tokens = {citizen.code: office.token_of(citizen, at=at) for citizen in citizens}
    counters = [office.token_of(place.officers["one_stop"].account, at=at) for place in places]
    calls = [
        {"draft": draft.code, "citizen": tokens[citizen.code], "counter": counters[places.index(place)]}
        for draft, citizen, place in office.make_drafts(version, places, citizens, count, at=at)
    ]
    sys.stdout.write(json.dumps(calls))


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
