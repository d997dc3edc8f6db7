"""EV3: an adult whom nobody asked about, in the work with the family and in how people thought."""

from concord_guest import Outcome, concern, line, part, when

from .words import BADLY, WELL, Child, Observation, Review, about


def nobody_asked(name, title, question, theme, levels):
    """The question of one theme: an answer that stood under two would not say of which of them it was found."""
    curious, incurious = about(theme) & WELL, about(theme) & BADLY

    @concern(
        name,
        title=title,
        question=question,
        scale=[
            line("not_asked", "Nobody asked", concern=Outcome.PRESENT),
            line("some_asked", "Some asked, and others did not", concern=Outcome.PARTLY),
            line("asked", "Somebody asked", concern=Outcome.ABSENT),
            line("untold", "The review looked and does not say", concern=Outcome.ABSENT),
        ],
        maps=[part(theme, *levels)],
        cites=[Observation],
        applies=Review.children.any(Child.new_partner),
        looked_for=Review.examined(theme),
    )
    def not_asked_about(review, page):
        """Whether an adult is new in a home is sensitive: where the run does not grant it, this is not determinable, and says so."""
        asked, not_asked = page.any(review.observations, curious), page.any(review.observations, incurious)
        return when(not_asked & ~asked, "not_asked").when(not_asked & asked, "some_asked").when(asked, "asked").otherwise("untold")

    return not_asked_about


of_the_family = nobody_asked(
    "EV3.1",
    "An adult nobody asked the family about",
    "When there was a new adult in the home, did anybody ask the family who it was?",
    "T02",
    ["L0", "L1"],
)

in_their_minds = nobody_asked(
    "EV3.2",
    "An adult nobody wondered about",
    "When there was a new adult in the home, did anybody wonder who it was?",
    "T03",
    ["L1"],
)
