"""Northmoor's framework (`plugins/northmoor`, in Rust) written once more in Python: the same rules must give the same bytes."""

from concord_guest import (
    Code,
    Framework,
    Integer,
    Outcome,
    Row,
    Rows,
    concern,
    exact,
    line,
    part,
    related,
    strength,
    when,
)


class Observation(Row, table="observations"):
    valence = Code("whether it went well")
    theme = Code("what it is about")
    episode_no = Integer("where in the child's story it stands")
    agency = Code("whether more than one agency knew")
    episode_kind = Code("whether the work was being brought to an end")
    explanation = Code("whether the review says why means fell short")


class Review(Row, table="reviews"):
    observations = Rows(Observation, "the findings of the review, one by one")


GOOD = Observation.valence == "good_practice"


def about(*themes):
    return Observation.theme.any_of(*themes)


def problems(*themes):
    return (Observation.valence == "problematic") & about(*themes)


def good_practice(*themes):
    return GOOD & about(*themes)


@concern(
    "NM1",
    title="Windows missed",
    question="Was there a moment at which risk changed and nothing was done differently?",
    scale=[
        line("repeated", "More than once", concern=Outcome.PRESENT),
        line("once", "Once", concern=Outcome.PARTLY),
        line("none", "Every window was used", concern=Outcome.ABSENT),
    ],
    measured_in="share of windows",
    maps=[part("T04", "L1", "L4")],
    cites=[Observation],
    looked_for=Review.examined("T04"),
)
def missed(review, page):
    windows, missed = windows_of(review, page)
    page.measure(missed.share_of(windows))
    page.note("windows", windows)
    page.note("windows missed", missed)
    return when(missed.at_least(2), "repeated").when(missed.at_least(1), "once").otherwise("none")


RISK, WANTING = about("T04"), problems("T04")


def windows_of(review, page):
    episodes = review.observations.groups(Observation.episode_no)
    windows = episodes.count(lambda episode: episode.any(RISK))
    return windows, episodes.count(lambda episode: page.any(episode, WANTING) & ~episode.any(GOOD))


LOST, KNOWN = problems("T01"), good_practice("T01")


@concern(
    "NM2",
    title="Who held the child's story",
    question="Who knew what this child's days were like?",
    scale=[
        line("nobody", "Nobody", concern=Outcome.PRESENT, strength=Outcome.ABSENT),
        line("in_parts", "Some knew, and it was lost in places", concern=Outcome.PARTLY, strength=Outcome.PARTLY),
        line("shared", "More than one agency", concern=Outcome.ABSENT, strength=Outcome.PRESENT),
        line("alone", "One agency, alone with it", concern=Outcome.ABSENT, strength=Outcome.PARTLY),
        line("untold", "The review looked and has nothing to tell", concern=Outcome.ABSENT, strength=Outcome.ABSENT),
    ],
    maps=[exact("T01", "L1")],
    cites=[Observation],
    looked_for=Review.examined("T01"),
)
def held(review, page):
    rows = review.observations
    agencies = page.distinct(rows.those(KNOWN), Observation.agency)
    lost, known = page.any(rows, LOST), page.any(rows, KNOWN)
    return (
        when(lost & ~known, "nobody")
        .when(lost & known, "in_parts")
        .when(agencies.at_least(2), "shared")
        .when(agencies.at_least(1), "alone")
        .otherwise("untold")
    )


ASKED, UNASKED, RESPONSE = good_practice("T03"), problems("T03"), good_practice("T04", "T06")


@strength(
    "NM3",
    title="Curiosity that led to action",
    question="When somebody asked the question that mattered, did it change what was done?",
    scale=[
        line("acted_on", "Asked, and acted on", strength=Outcome.PRESENT),
        line("asked", "Asked, and left there", strength=Outcome.PARTLY),
        line("not_asked", "Not asked", concern=Outcome.PRESENT, strength=Outcome.ABSENT),
        line("no_call", "The review looked and found no call for it", concern=Outcome.ABSENT, strength=Outcome.ABSENT),
    ],
    maps=[part("T03", "L1", "L2")],
    cites=[Observation],
    looked_for=Review.examined("T03"),
)
def led_to_action(review, page):
    rows = review.observations
    responses = rows.those(RESPONSE)
    acted_on = page.any(rows.those(ASKED), lambda asked: page.any(responses, lambda row: row.episode_no >= asked.episode_no))
    asked, unasked = page.any(rows, ASKED), page.any(rows, UNASKED)
    return when(acted_on, "acted_on").when(asked, "asked").when(unasked, "not_asked").otherwise("no_call")


STEPPED_BACK = problems("T02")
CLOSED = STEPPED_BACK & Observation.episode_kind.any_of("closure", "review_meeting")


@concern(
    "NM4",
    title="Contact that fell away",
    question="When the family stepped back, did anybody step forward?",
    scale=[
        line("closed", "The work was ended on it", concern=Outcome.PRESENT),
        line("fell_away", "Contact fell away while the work went on", concern=Outcome.PARTLY),
        line("kept", "Contact was kept", concern=Outcome.ABSENT),
    ],
    maps=[part("T02", "L0", "L1")],
    cites=[Observation],
    looked_for=Review.examined("T02"),
)
def fell_away(review, page):
    fell_away, closed = page.any(review.observations, STEPPED_BACK), page.any(review.observations, CLOSED)
    return when(closed, "closed").when(fell_away, "fell_away").otherwise("kept")


MEANS, SHORT = about("T09"), problems("T09")
EXPLAINED = SHORT & (Observation.explanation == "why_system")


@concern(
    "NM5",
    title="Capacity, honestly stated",
    question="Did people have the time and the means, and does the review say so?",
    scale=[
        line("explained", "They did not, and the review says why", concern=Outcome.PRESENT),
        line("said", "They did not", concern=Outcome.PRESENT),
        line("enough", "They did", concern=Outcome.ABSENT),
        line("unsaid", "The review looked and found nothing to say", concern=Outcome.ABSENT),
    ],
    maps=[exact("T09", "L2", "L3"), related("T12", "L3")],
    cites=[Observation],
    looked_for=Review.examined("T09"),
)
def stated(review, page):
    rows = review.observations
    short, explained, spoken_of = page.any(rows, SHORT), page.any(rows, EXPLAINED), page.any(rows, MEANS)
    # That means fell short is known even where it is not known whether the review says why.
    explained = ~short if explained.is_unknown else explained
    return when(explained, "explained").when(short, "said").when(spoken_of, "enough").otherwise("unsaid")


TROUBLE, TOGETHER = problems("T04", "T05", "T06"), good_practice("T06")


@strength(
    "NM6",
    title="A course that was changed",
    question="After something went wrong, did agencies come together and change the course?",
    scale=[
        line("changed", "They came together after it", strength=Outcome.PRESENT),
        line("together", "They worked well together, though not after it", strength=Outcome.PARTLY),
        line("not_changed", "They did not", strength=Outcome.ABSENT),
    ],
    maps=[part("T06", "L4")],
    cites=[Observation],
    applies=lambda review: review.observations.distinct(Observation.episode_no).at_least(2),
    looked_for=Review.examined("T06"),
)
def changed(review, page):
    rows = review.observations
    troubles = rows.those(TROUBLE)
    changed = page.any(rows.those(TOGETHER), lambda together: page.any(troubles, lambda trouble: together.episode_no > trouble.episode_no))
    well = page.any(rows, TOGETHER)
    return when(changed, "changed").when(well, "together").otherwise("not_changed")


framework = Framework(Review, [missed, held, led_to_action, fell_away, stated, changed])
