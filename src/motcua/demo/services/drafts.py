"""Two drafts that their makers have left half-way, through the same verbs as everybody's."""

from datetime import datetime

from motcua.catalog.models import Version
from motcua.demo.rules.world import World
from motcua.dossiers import services
from motcua.dossiers.models import Draft
from motcua.identity.models import Account
from motcua.organizations.models import Body

LEFT = (("DEMO.0001", "H49.31", 5), ("1.004873", "H49.121", 0))  # procedure, body, which of those shown


def leave_drafts(world: World, *, at: datetime) -> list[Draft]:
    """The first topic filled in, the rest open."""
    drafts = []
    for procedure, body, who in LEFT:
        place = next(p for p in world.places[procedure] if p.body == body)
        draft = services.start_draft(
            Version.objects.get(pk=place.version_key),
            body=Body.objects.get(code=body),
            account=Account.objects.get(code=world.shown[who].account),
            at=at,
        )
        first = place.document.sections[0]
        answers = place.variants[0].answers
        said = {field.code: answers[field.code] for field in first.fields if field.code in answers}
        services.save_section(draft, section=first.code, answers=said, revision=draft.revision, at=at)
        drafts.append(draft)
    return drafts
