"""EV6: the places outside the home."""

from concord_guest import Outcome, concern, exact, line, when

from .words import BADLY, WELL, Child, Observation, Review, about

OUTSIDE = about("T11")
HARMED_OUTSIDE = Review.children.any(Child.harm_context.any_of("extra_familial", "both", "online"))
PLACES = {
    "peers": Observation.local_code == "CTX_PEER",
    "school": Observation.local_code == "CTX_SCHOOL",
    "a neighbourhood": Observation.local_code == "CTX_PLACE",
    "online": Observation.local_code == "CTX_ONLINE",
}


@concern(
    "EV6",
    title="The places outside",
    question="Where harm came from outside the home, was anybody looking after the place it came from?",
    scale=[
        line("unguarded", "Nobody looked after it", concern=Outcome.PRESENT, strength=Outcome.ABSENT),
        line("fought_over", "Some did, and it was not enough", concern=Outcome.PARTLY, strength=Outcome.PARTLY),
        line("guarded", "Somebody looked after it", concern=Outcome.ABSENT, strength=Outcome.PRESENT),
        line("unseen", "The review looked and saw no place", concern=Outcome.ABSENT, strength=Outcome.ABSENT),
    ],
    maps=[exact("T11", "L1", "L4")],
    cites=[Observation],
    applies=HARMED_OUTSIDE | Review.observations.any(OUTSIDE),
    looked_for=Review.examined("T11"),
)
def outside_the_home(review, page):
    """The question arises where a child was harmed outside the home, or where the review speaks of it."""
    badly, well = page.any(review.observations, OUTSIDE & BADLY), page.any(review.observations, OUTSIDE & WELL)
    for place, named in PLACES.items():
        page.note(f"it names {place}", lambda named=named: review.observations.any(named))
    return when(badly & ~well, "unguarded").when(badly & well, "fought_over").when(well, "guarded").otherwise("unseen")
