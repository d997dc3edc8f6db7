"""The thirty questions in Python."""

from concord_guest import (
    Beside,
    Code,
    Count,
    Date,
    Decimal,
    Framework,
    Integer,
    Link,
    Outcome,
    Row,
    Rows,
    Set,
    Text,
    Tri,
    choose,
    concern,
    description,
    line,
    part,
    strength,
    when,
)

WHY = "a question of the thirty"
PRESENT, PARTLY, ABSENT = Outcome.PRESENT, Outcome.PARTLY, Outcome.ABSENT


class Partnership(Row, table="partnerships"):
    ilacs_leaders = Code(WHY)
    ilacs_help_protection = Code(WHY)


class Child(Row, table="children"):
    csc_ever = Code(WHY)
    csc_status = Code(WHY)
    age_band = Code(WHY)
    domestic_abuse = Tri(WHY)
    harm_context = Code(WHY)
    ethnicity = Code(WHY)
    sex = Code(WHY)


class Observation(Row, table="observations"):
    theme = Code(WHY)
    valence = Code(WHY)
    evidence = Set(WHY)
    agency = Code(WHY)
    episode_no = Integer(WHY)
    episode_kind = Code(WHY)
    explanation = Code(WHY)
    system_level = Code(WHY)
    local_code = Text(WHY)


class Recommendation(Row, table="recommendations"):
    linked_obs = Link(Observation, WHY)
    owner_named = Tri(WHY)
    measurable = Tri(WHY)
    due_date = Date(WHY)
    status = Code(WHY)
    response = Code(WHY)


class Review(Row, table="reviews"):
    immediate_action = Tri(WHY)
    support_offered = Tri(WHY)
    why_depth = Code(WHY)
    agencies = Set(WHY)
    notified_date = Date(WHY)
    aware_date = Date(WHY)
    published_date = Date(WHY)
    reviewer_days = Decimal(WHY)
    review_type = Code(WHY)
    timescale_dispensation = Tri(WHY)
    days_to_submit = Integer(WHY)
    partnership = Beside(Partnership)
    children = Rows(Child, WHY)
    observations = Rows(Observation, WHY)
    recommendations = Rows(Recommendation, WHY)


FAILED, WELL = Observation.valence == "problematic", Observation.valence == "good_practice"

# ---- a review's own fields


@strength("Q01", title="Action", question="Was something done at once?")
def q01(review, page):
    return review.immediate_action


@strength(
    "Q02",
    title="Depth",
    question="How deep does it ask why?",
    scale=[
        line("system", "Down to the system", strength=PRESENT),
        line("person", "Down to the person", strength=PARTLY),
        line("event", "What happened", strength=ABSENT),
    ],
)
def q02(review, page):
    depth = review.why_depth
    return when(depth >= "local_system", "system").when(depth > "what_only", "person").otherwise("event")


@description("Q03", title="Leaders", question="Were the leaders judged no worse than the help?")
def q03(review, page):
    return review.partnership.ilacs_leaders >= review.partnership.ilacs_help_protection


@concern("Q04", title="Who took part", question="Did the police take part, and no school?")
def q04(review, page):
    return review.agencies.has("police") & ~review.agencies.has("school")


@strength(
    "Q05",
    title="Near the family",
    question="How many of those near the family took part?",
    scale=[
        line("many", "Two or more", strength=PRESENT),
        line("one", "One", strength=PARTLY),
        line("none", "None", strength=ABSENT),
    ],
)
def q05(review, page):
    count = Count.of(review.agencies.has(agency) for agency in ("school", "gp", "housing", "vcs"))
    return when(count >= 2, "many").when(count >= 1, "one").otherwise("none")


@description(
    "Q06",
    title="When",
    question="When was it notified?",
    scale=[line("before", "Before 2020"), line("within", "In spring 2021"), line("month", "In June 2021"), line("other", "Another time")],
)
def q06(review, page):
    notified = review.notified_date
    spring = (notified >= "2021-03") & (notified <= "2021-05")
    return when(notified < "2020", "before").when(spring, "within").when(notified == "2021-06", "month").otherwise("other")


@concern("Q07", title="Told late", question="Was the authority aware long before it told?")
def q07(review, page):
    return review.aware_date < review.notified_date


@description("Q08", title="Known", question="Is it known when it was published and how long the reviewer took?")
def q08(review, page):
    return review.published_date.known & review.reviewer_days.known


@strength(
    "Q09",
    title="In time",
    question="Did it come in time, or was it exempt and not much later?",
    applies=Review.review_type == "rapid_review",
)
def q09(review, page):
    return choose(review.timescale_dispensation, review.days_to_submit <= 30, review.days_to_submit <= 15)


@description("Q10", title="Said and done", question="Was support offered where something was done, and nowhere else?")
def q10(review, page):
    action, support = review.immediate_action, review.support_offered
    return (action & support) | (~action & ~support)


# ---- rows

POLICE = Observation.agency == "police"
SCHOOL_WELL = (Observation.agency == "school") & WELL


@strength(
    "Q11",
    title="A voice",
    question="Did anybody write down what the child said?",
    maps=[part("T01", "L1")],
    cites=[Observation],
    looked_for=Review.examined("T01"),
)
def q11(review, page):
    return page.any(review.observations, (Observation.theme == "T01") & Observation.evidence.has("child"))


@description(
    "Q12",
    title="Never known",
    question="Was no child ever known?",
    cites=[Child],
    looked_for=lambda review: review.children.size() >= 1,
)
def q12(review, page):
    return page.all(review.children, (Child.csc_ever == "never") & Child.csc_status.any_of("never", "early_help"))


@description("Q13", title="One alone", question="Was it one agency's finding alone that went well?", cites=[Observation])
def q13(review, page):
    return page.count(review.observations, SCHOOL_WELL).exactly(1)


@concern(
    "Q14",
    title="Both sides",
    question="Did risk go badly, or well?",
    scale=[
        line("both", "Both", concern=PARTLY, strength=PARTLY),
        line("badly", "Badly", concern=PRESENT, strength=ABSENT),
        line("well", "Well", concern=ABSENT, strength=PRESENT),
        line("unsaid", "It does not say", concern=ABSENT, strength=ABSENT),
    ],
    measured_in="share of findings",
    maps=[part("T04", "L1")],
    cites=[Observation],
    looked_for=Review.examined("T04"),
)
def q14(review, page):
    rows, risk = review.observations, Observation.theme == "T04"
    badly, well = page.any(rows, FAILED & risk), page.any(rows, WELL & risk)
    page.measure(rows.count(FAILED & risk).share_of(rows.size()))
    return when(badly & well, "both").when(badly, "badly").when(well, "well").otherwise("unsaid")


@concern(
    "Q15",
    title="Often",
    question="How often did the police come into it?",
    scale=[line("often", "Often", concern=PRESENT), line("some", "Twice", concern=PARTLY), line("no", "Hardly", concern=ABSENT)],
    cites=[Observation],
    looked_for=Review.observations.any(Observation.episode_kind.any_of("planning", "review_meeting")),
)
def q15(review, page):
    count = page.count(review.observations, POLICE)
    return when(count >= 3, "often").when(count.exactly(2), "some").otherwise("no")


@concern(
    "Q16",
    title="Episodes of one agency",
    question="Did what the police did stand in more than one episode?",
    scale=[line("many", "In several", concern=PRESENT), line("one", "In one", concern=PARTLY), line("none", "In none", concern=ABSENT)],
    cites=[Observation],
)
def q16(review, page):
    episodes = page.distinct(review.observations.those(POLICE), Observation.episode_no)
    return when(episodes >= 2, "many").when(episodes.exactly(1), "one").otherwise("none")


@description(
    "Q17",
    title="How many agencies",
    question="How many agencies have something to answer for?",
    scale=[],
    measured_in="agencies",
    cites=[Observation],
)
def q17(review, page):
    page.measure(page.distinct(review.observations.those(FAILED), Observation.agency))


@concern(
    "Q18",
    title="More failures than successes",
    question="Did it look at the child's life, and did more go badly than well, by two?",
    cites=[Observation],
)
def q18(review, page):
    rows = review.observations
    more = page.count(rows, FAILED & (Observation.explanation == "why_system")) - page.count(rows, WELL)
    return page.is_(review, Review.examined("T01")) & (more >= 2)


@concern(
    "Q19",
    title="Weighed",
    question="Do what was found and what was asked for weigh more than six?",
    cites=[Observation, Recommendation],
)
def q19(review, page):
    failures = page.count(review.observations, FAILED & (Observation.system_level >= "L3"))
    return 2 * failures + page.count(review.recommendations, Recommendation.measurable) > 6


@concern(
    "Q20",
    title="Episodes with both",
    question="Was there an episode in which the school did well and something went badly?",
    cites=[Observation],
)
def q20(review, page):
    failures = review.observations.those(FAILED)
    return page.any(review.observations.those(SCHOOL_WELL), lambda own: page.any(failures, lambda row: row.episode_no == own.episode_no))


@description(
    "Q21",
    title="A turn",
    question="Did every failure at the start come before some success?",
    cites=[Observation],
    applies=lambda review: review.observations.size() >= 2,
)
def q21(review, page):
    successes = review.observations.those(WELL)
    return page.all(review.observations.those(FAILED), lambda own: page.any(successes, lambda row: row.episode_no > own.episode_no))


# ---- linked rows

SHARING = (Observation.theme == "T05") & FAILED & (Observation.agency != "police")
ALONE = Recommendation.owner_named & Recommendation.linked_obs.all(FAILED & (Observation.explanation >= "why_individual"))


@strength(
    "Q22",
    title="Asked of sharing",
    question="Does a recommendation answer what went badly in sharing?",
    cites=[Observation, Recommendation],
)
def q22(review, page):
    return page.any(review.recommendations, Recommendation.linked_obs.any(SHARING))


@strength(
    "Q23",
    title="Answers only failures",
    question="Does a recommendation that somebody owns answer failures alone?",
    scale=[line("owned", "Owned", strength=PRESENT), line("loose", "Not owned", strength=PARTLY), line("no", "None", strength=ABSENT)],
    cites=[Observation, Recommendation],
)
def q23(review, page):
    rows = review.recommendations
    two = page.any(rows, lambda row: page.count(row.linked_obs, FAILED) >= 2)
    return when(page.any(rows, ALONE), "owned").when(two, "loose").otherwise("no")


@concern(
    "Q24",
    title="Unanswered",
    question="Is there a failure of a school that no recommendation answers?",
    cites=[Observation],
)
def q24(review, page):
    failures = review.observations.those(FAILED & (Observation.agency == "school"))
    return page.any(failures, lambda failure: ~review.recommendations.any(lambda row: row.linked_obs.has(failure)))


@concern(
    "Q25",
    title="Late promises",
    question="Is something still open that was due only after the review was published?",
    cites=[Recommendation],
    looked_for=lambda review: review.recommendations.size() >= 1,
)
def q25(review, page):
    opened = Recommendation.status.any_of("open", "in_progress")
    return page.any(review.recommendations, lambda row: (row.due_date > row.review.published_date) & row.is_(opened))


# ---- words of the coder, what is withheld, numbers

SUPERVISION = Observation.local_code == "SUPERVISION"
OLDER = Child.age_band >= "6_to_10"


@concern("Q26", title="Hopeful", question="Was somebody too hopeful?", cites=[Observation], looked_for=Review.says("OPTIMISM"))
def q26(review, page):
    return page.any(review.observations, (Observation.local_code == "OPTIMISM") & ~WELL)


@description(
    "Q27",
    title="Supervised",
    question="How often does the coder's word tell of supervision?",
    scale=[line("often", "Twice or more"), line("once", "Once"), line("never", "Never"), line("else", "Something else")],
    cites=[Observation],
)
def q27(review, page):
    either = page.count(review.observations, SUPERVISION | (Observation.local_code == "WORKLOAD"))
    one = page.any(review.observations, SUPERVISION)
    return when(either >= 2, "often").when(one, "once").when(~one, "never").otherwise("else")


@concern(
    "Q28",
    title="At home",
    question="Was there an older child with violence at home?",
    cites=[Child],
    applies=Review.children.any(OLDER),
)
def q28(review, page):
    harm = Child.domestic_abuse | (Child.harm_context == "intra_familial")
    return page.any(review.children, OLDER & harm & (Child.ethnicity.known | (Child.sex == "F")))


@description(
    "Q29",
    title="Days over",
    question="By how many days was it over?",
    scale=[],
    measured_in="working days",
    applies=~Review.timescale_dispensation,
)
def q29(review, page):
    page.measure(review.days_to_submit - 15 + choose(review.immediate_action, 0, 2))


@strength(
    "Q30",
    title="Kept",
    question="What share of what was promised was kept?",
    scale=[line("shown", "Kept and shown", strength=PRESENT), line("told", "Told", strength=PARTLY), line("none", "None", strength=ABSENT)],
    measured_in="share of promises",
    cites=[Recommendation],
    looked_for=lambda review: ~review.examined("T12") | (review.recommendations.size() >= 1),
)
def q30(review, page):
    rows, status = review.recommendations, Recommendation.status
    kept = rows.count(status.any_of("complete_unverified", "complete_impact_shown"))
    page.measure(kept.share_of(rows.count(status != "rejected")))
    shown, told = page.any(rows, status == "complete_impact_shown"), page.any(rows, status == "complete_unverified")
    accepted = page.any(rows, (Recommendation.response == "accepted") & Recommendation.owner_named)
    return when(shown, "shown").when(told | accepted, "told").otherwise("none")


framework = Framework(Review, [globals()[f"q{number:02}"] for number in range(1, 31)])
