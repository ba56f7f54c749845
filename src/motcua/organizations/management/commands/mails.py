"""`motcua mails list | send | address`: what went out, what waits, and to which address."""

import argparse
from typing import Any

from django.core.management.base import CommandParser

from motcua.clock.queries import now
from motcua.kernel.commands import PARTIAL, Verb
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import DELIVERIES, Body, Mail, Officer
from motcua.organizations.queries import mail_server, mails, mails_by_state
from motcua.organizations.rules.mails import Delivery
from motcua.organizations.services import set_address
from motcua.organizations.services.posting import post

LATEST = 50


class Command(Verb):
    help = "Letters by e-mail: list them, send what waits, say to which address a body's or officer's go."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, said in (
            ("list", "the newest letters, and how many of each outcome"),
            ("send", "send what waits now; safe to repeat"),
            ("address", "set the address of a body or an officer, by code"),
        ):
            verb = verbs.add_parser(name, help=said, description=said)
            verb.add_argument(
                "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
            )
            if name == "address":
                verb.add_argument("code", help="code of a body or an officer")
                verb.add_argument("address", help="e-mail address, or '' for none")
            if name == "list":
                verb.add_argument("--state", choices=[one.value for one in Delivery], default="")

    def answer(self, *, verb: str, **options: Any) -> Any:
        if verb == "address":
            return _address(options["code"], options["address"])
        if verb == "send":
            sent = post(now)
            many = mails_by_state()
            return {
                "sent": sent,
                "waiting": many.get(Delivery.WAITING, 0),
                "server": mail_server() is not None,
            }
        return {
            "server": mail_server() is not None,
            "states": mails_by_state(),
            "mails": [_row(one) for one in mails(options["state"])[:LATEST]],
        }

    def tell(self, facts: Any) -> None:
        if not facts.get("server", True):
            self.stdout.write("No mail server is set up: set MOTCUA_MAIL_HOST and MOTCUA_MAIL_FROM.")
        if "sent" in facts:
            self.stdout.write(f"{facts['sent']} sent, {facts['waiting']} waiting")
        for state, words in DELIVERIES if "states" in facts else ():
            if many := facts["states"].get(state):
                self.stdout.write(f"{many:7}  {words}")
        for one in facts.get("mails", ()):
            self.stdout.write(
                f"{one['written_at']:%Y-%m-%d %H:%M}  {one['state']:10}  {one['to']}  {one['subject']}"
            )

    def exit_code(self, facts: Any) -> int:
        return PARTIAL if "sent" in facts and facts["waiting"] else 0


def _address(code: str, address: str) -> dict[str, Any]:
    of = Body.objects.filter(code=code).first() or Officer.objects.filter(code=code).first()
    if of is None:
        raise Refusal(f"There is no body or officer with the code {code}.", code="unknown")
    set_address(of, address, by=None, at=now())
    return {"code": code, "is_set": bool(address.strip())}


def _row(mail: Mail) -> dict[str, Any]:
    """Codes instead of addresses: lists of addresses do not belong into terminals and logs."""
    to = mail.officer or mail.body
    return {
        "key": mail.key,
        "about": mail.about,
        "to": to.code if to else "",
        "subject": mail.subject,
        "state": mail.state,
        "tries": mail.tries,
        "said": mail.said,
        "written_at": mail.written_at,
        "sent_at": mail.sent_at,
    }
