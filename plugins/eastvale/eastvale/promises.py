"""EV7: promises that come back to the child."""

from concord_guest import Outcome, line, related, strength, when

from .words import FROM_THE_CHILD, FROM_THE_FAMILY, Observation, Recommendation, about

NEAR_THE_CHILD = about("T01", "T02") | FROM_THE_CHILD | FROM_THE_FAMILY
COMES_BACK = Recommendation.linked_obs.any(NEAR_THE_CHILD)
PROMISED = Recommendation.owner_named & Recommendation.due_date.known


@strength(
    "EV7",
    title="Promises that come back to the child",
    question="Does anything that the review asks for go back to what the child or the family told?",
    scale=[
        line("promised", "Yes, and somebody has promised it by a day", strength=Outcome.PRESENT),
        line("asked_for", "Yes", strength=Outcome.PARTLY),
        line("elsewhere", "No", strength=Outcome.ABSENT),
    ],
    maps=[related("T01", "L1"), related("T12", "L4")],
    cites=[Recommendation, Observation],
    applies=lambda review: review.recommendations.size().at_least(1),
)
def come_back(review, page):
    """A recommendation comes back where a finding that it answers is about the child or the family, or is told by them."""
    rows = review.recommendations
    promised, asked_for = page.any(rows, COMES_BACK & PROMISED), page.any(rows, COMES_BACK)
    return when(promised, "promised").when(asked_for, "asked_for").otherwise("elsewhere")
