"""Followers that die: `python -m tests.criteria.storms.worker DATABASE SEED`.

Two at once follow the ledger in batches of a few entries until they are killed: by a signal at any instant, or by
themselves before or after one of their writings; others take their place. How many died is printed when the standard
input is closed.
"""

import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings

AT_ONCE = 2


def follow_and_die(chance: random.Random) -> None:
    from django.db import connection  # noqa: PLC0415 -- the settings must be complete first

    from motcua.criteria.services import following, keeping  # noqa: PLC0415
    from motcua.criteria.services.tallying import Moves  # noqa: PLC0415

    following.AT_ONCE = chance.choice((1, 3, 20, 400))
    following.MOST_FACTS = chance.choice((1, 30, 1000))

    def deadly(verb: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **named: Any) -> Any:
            if chance.random() < 0.03:
                os._exit(1)
            done = verb(*args, **named)
            if chance.random() < 0.03:
                os._exit(1)
            return done

        return called

    keeping.write = deadly(keeping.write)  # type: ignore[assignment]
    Moves.write = deadly(Moves.write)  # type: ignore[method-assign]
    connection.ensure_connection()
    signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.02, 1.0))  # nobody catches it: that is death
    while True:
        following.follow()
        time.sleep(0.002)


def main() -> None:
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    import motcua.criteria.services.following  # noqa: F401, PLC0415 -- once for all

    chance, deaths, alive = random.Random(sys.argv[2]), 0, 0
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not select.select([sys.stdin], [], [], 0)[0]:
        while alive < AT_ONCE:
            seed, alive = chance.random(), alive + 1
            if not os.fork():
                follow_and_die(random.Random(seed))
        os.wait()
        alive, deaths = alive - 1, deaths + 1
    for _child in range(alive):
        os.wait()
    sys.stdout.write(f"{deaths + alive}\n")


if __name__ == "__main__":
    main()
