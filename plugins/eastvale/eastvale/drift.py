"""EV4: drift, by working days."""

from concord_guest import NOT_APPLICABLE, Outcome, concern, line, part, when

from .words import Review

ALLOWED = 15
"""Working days from the notification to the Panel until the rapid review is due (Working Together to Safeguard Children, 2023)."""


@concern(
    "EV4",
    title="Drift",
    question="Did the review come while the people in it were still there to change something?",
    scale=[
        line("in_time", "It came in time", concern=Outcome.ABSENT),
        line("slipped", "It slipped, by no more than as long again", concern=Outcome.PARTLY),
        line("drifted", "It drifted", concern=Outcome.PRESENT),
    ],
    measured_in="working days",
    maps=[part("T12", "L4")],
    applies=Review.review_type == "rapid_review",
)
def of_the_review(review, page):
    """An exempt review says how long it took, and nothing more; one that may have been exempt can only be told to be in time."""
    days, exempt = review.days_to_submit, review.timescale_dispensation
    page.measure(days)
    if exempt.is_true:
        return NOT_APPLICABLE
    if exempt.is_unknown and not (days <= ALLOWED).is_true:
        return exempt
    return when(days <= ALLOWED, "in_time").when(days <= 2 * ALLOWED, "slipped").otherwise("drifted")
