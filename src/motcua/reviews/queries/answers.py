"""What the registers of the house answer already: recommendations that a body made, investments that it runs."""

from django.utils.translation import override

from motcua.organizations.models import Body
from motcua.reviews.models import Investment, Recommendation
from motcua.reviews.queries.registers import receivers
from motcua.reviews.rules.investments import State as InvestmentState
from motcua.reviews.rules.recommendations import State as RecommendationState

RECOMMENDATIONS, SYSTEMS = "recommendations", "systems"


def answers_known(body: Body) -> dict[str, str]:
    """By code of the usual question (data/questions.yaml); empty where there is nothing. Two queries."""
    with override("vi"):
        return {RECOMMENDATIONS: _recommendations(body), SYSTEMS: _systems(body)}


def _recommendations(body: Body) -> str:
    rows = Recommendation.objects.filter(body=body).exclude(state=RecommendationState.WITHDRAWN)
    told = [
        f"{number}. Kiến nghị {receivers()[one.receiver].name.vi}: {one.title} ({one.code}, {_state(one)})."
        for number, one in enumerate(rows.order_by("pk"), start=1)
    ]
    return "\n".join(told)


def _systems(body: Body) -> str:
    rows = Investment.objects.filter(body=body).exclude(state=InvestmentState.STOPPED)
    return "\n".join(
        f"{number}. {one.title} ({one.code}, {_state(one)})."
        for number, one in enumerate(rows.order_by("pk"), start=1)
    )


def _state(one: Recommendation | Investment) -> str:
    return str(one.get_state_display()).lower()
