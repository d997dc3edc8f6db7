"""EV1: through whose eyes the child's life is told."""

from concord_guest import Outcome, concern, line, part, when

from .words import FROM_THE_CHILD, FROM_THE_FAMILY, FROM_WORKERS, Observation, Review, about

LIFE = about("T01")


@concern(
    "EV1",
    title="Whose eyes",
    question="Through whose eyes is the child's life told?",
    scale=[
        line("child", "The child's own", concern=Outcome.ABSENT, strength=Outcome.PRESENT),
        line("family", "The family's, and not the child's", concern=Outcome.PARTLY, strength=Outcome.PARTLY),
        line("workers", "Those of the people who worked with them", concern=Outcome.PARTLY, strength=Outcome.ABSENT),
        line("paper", "Nobody's: it is told from records", concern=Outcome.PRESENT, strength=Outcome.ABSENT),
    ],
    measured_in="share of findings on the child's life",
    maps=[part("T01", "L0", "L1")],
    cites=[Observation],
    applies=Review.observations.any(LIFE),
    looked_for=Review.examined("T01"),
)
def whose(review, page):
    """The nearest eyes count: one finding from the child outweighs ten from files. The number says how far it is the child who speaks."""
    life = review.observations.count(LIFE)
    spoken = page.count(review.observations, LIFE & FROM_THE_CHILD)
    page.measure(spoken.share_of(life))
    page.note("findings on the child's life", life)
    page.note("told by the child", spoken)
    return (
        when(spoken.at_least(1), "child")
        .when(page.any(review.observations, LIFE & FROM_THE_FAMILY), "family")
        .when(page.any(review.observations, LIFE & FROM_WORKERS), "workers")
        .otherwise("paper")
    )
