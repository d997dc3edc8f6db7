"""EV3: an adult whom nobody asked about."""

from concord_guest import Outcome, concern, line, part, when

from .words import BADLY, WELL, Child, Observation, Review, about

CURIOUS = about("T02", "T03") & WELL
INCURIOUS = about("T02", "T03") & BADLY


@concern(
    "EV3",
    title="An adult nobody asked about",
    question="When there was a new adult in the home, did anybody ask who it was?",
    scale=[
        line("not_asked", "Nobody asked", concern=Outcome.PRESENT),
        line("some_asked", "Some asked, and others did not", concern=Outcome.PARTLY),
        line("asked", "Somebody asked", concern=Outcome.ABSENT),
        line("untold", "The review looked and does not say", concern=Outcome.ABSENT),
    ],
    maps=[part("T02", "L0", "L1"), part("T03", "L1")],
    cites=[Observation],
    applies=Review.children.any(Child.new_partner),
    looked_for=Review.examined("T02") | Review.examined("T03"),
)
def not_asked_about(review, page):
    """Whether an adult is new in a home is sensitive: where the run does not grant it, this is not determinable, and says so."""
    asked, not_asked = page.any(review.observations, CURIOUS), page.any(review.observations, INCURIOUS)
    return when(not_asked & ~asked, "not_asked").when(not_asked & asked, "some_asked").when(asked, "asked").otherwise("untold")
