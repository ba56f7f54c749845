"""From the facts of a draft to the paper that is signed: the same function for the preview and for the
signature.
"""

from datetime import datetime

from django.conf import settings

from motcua.organizations.models import Body, Officer
from motcua.organizations.queries import SigningPower
from motcua.results.models import Instrument
from motcua.results.rules import content as contents
from motcua.results.rules.forms import Letterhead, ResultDocument, Signer
from motcua.results.rules.places import authority_of, place_of
from motcua.results.rules.tokens import grouped

DEMO_NOTE = "Chứng thư thử nghiệm, không có giá trị pháp lý"


def letterhead(body: Body, *, at: datetime, number: str = "", unit: str = "") -> Letterhead:
    """Who writes, below whom, where and when."""
    names, above = [body.name_vi], body.parent
    superior = above.name_vi if above else ""
    while above:
        names.append(above.name_vi)
        above = above.parent
    return Letterhead(
        body=body.name_vi, place=place_of(names), at=at, superior=superior, unit=unit, number=number
    )


def verification_address(instrument: Instrument) -> str:
    """What the QR code on the result opens."""
    return f"{settings.PUBLIC_ADDRESS}/x/{instrument.token}/"


def preview(instrument: Instrument, *, at: datetime) -> ResultDocument:
    """The draft as it stands, marked as one, with nobody's signature."""
    return _document(instrument, Signer(name=""), at=at)


def document(
    instrument: Instrument, *, number: str, by: Officer, power: SigningPower, at: datetime
) -> ResultDocument:
    """The result as it is signed: by whom, in whose place, under which number."""
    return _document(instrument, _signer(by, power), at=at, number=number, officer=by)


def _document(
    instrument: Instrument, signer: Signer, *, at: datetime, number: str = "", officer: Officer | None = None
) -> ResultDocument:
    content = contents.Content.of(instrument.data)
    layout = contents.layout_of(instrument.template)
    title, subtitle = contents.heading(instrument.title, content.subtitle, layout)
    body = instrument.body
    return ResultDocument(
        letterhead=letterhead(body, at=at, number=number),
        layout=layout,
        title=title,
        subtitle=subtitle,
        authority=content.authority or (authority_of(officer.title_vi, body.name_vi) if officer else ""),
        holder=instrument.holder,
        holder_label=content.holder_label,
        signer=signer,
        bases=content.bases,
        opening=content.opening,
        fields=content.fields,
        articles=contents.articles(content, subtitle=subtitle, holder=instrument.holder, layout=layout),
        recipients=content.recipients or ("Như trên", "Lưu: VT, hồ sơ"),
        reference=instrument.reference,
        valid_until=instrument.valid_until,
        signed_at=at if officer else None,
        stamp_note=DEMO_NOTE if settings.DEMO else "",
        token=grouped(instrument.token),
        qr=verification_address(instrument) if instrument.token else "",
        sections=content.sections,
    )


def _signer(by: Officer, power: SigningPower) -> Signer:
    if power.delegator is None:
        return Signer(name=by.name, title=by.title_vi)
    delegator = Officer.objects.only("title_vi").get(code=power.delegator)
    return Signer(name=by.name, title=by.title_vi, on_behalf=f"TUQ. {delegator.title_vi}")
