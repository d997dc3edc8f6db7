"""Indicators: the order of their answer, what is looked for, evidence, measures, failures and reasons."""

from math import inf

import pytest
from words import Child, Observation, Recommendation, Review, ask, lines

from concord_guest import (
    FALSE,
    NOT_APPLICABLE,
    TRUE,
    Framework,
    Measure,
    Missing,
    Outcome,
    Problems,
    choose,
    concern,
    exact,
    line,
    part,
    strength,
    unknown,
    when,
)
from concord_guest.cases import Cases

HARM = Observation.valence == "problematic"


def cases(*reviews):
    """Reviews by their cells."""
    made = Cases()
    for cells in reviews:
        made.review(**{"review_type": "lcspr", **cells})
    return made


def seen(theme="T01", valence="problematic", **more):
    """An observation's cells."""
    return {"theme": theme, "valence": valence, **more}


def test_nothing_is_absent_where_nobody_looked():
    told = ask(
        lambda review, page: page.any(review.observations, HARM),
        cases(
            {"themes_examined": "T01"},
            {"themes_examined": "T02"},
            {},
            {"observations": [seen()]},
            {"observations": [seen(valence="neutral")]},
        ),
        cites=[Observation],
        looked_for=Review.examined("T01"),
    )
    assert [answered.line for answered in told] == ["absent", "not determinable", "not determinable", "present", "absent"]
    assert [answered.looked for answered in told] == ["yes", "no", "unknown", "yes", "yes"]
    assert [answered.reasons for answered in told] == [[], ["not looked for"], ["not looked for"], [], []]


def test_what_was_found_by_the_way_is_found():
    told = ask(lambda review, page: True, cases({}), looked_for=Review.examined("T01"))
    assert (told[0].line, told[0].looked) == ("present", "unknown")


def test_without_looked_for_all_counts_as_looked_for():
    made = cases({})
    told = made.answers(Framework(Review, [concern("I1", title="", question="")(lambda review, page: False)]))
    assert (told.lines("I1"), told.column("I1").looked, told.column("I1").reasons) == (["absent"], b"", b"")


def test_where_the_question_does_not_arise_it_is_not_applicable_and_where_that_cannot_be_told_not_determinable():
    reviews = cases({"days_to_submit": 3}, {"days_to_submit": 30}, {"days_to_submit": "refused"})
    for applies in (Review.days_to_submit > 15, lambda review: review.days_to_submit > 15):
        told = ask(lambda review, page: True, reviews, applies=applies)
        assert [answered.line for answered in told] == ["not applicable", "present", "not determinable"]
        assert told[2].reasons == ["refused"]
    assert lines(lambda review, page: NOT_APPLICABLE, cases({})) == ["not applicable"]


def test_a_scale_has_lines_of_its_own():
    scale = [
        line("twice", "Twice", concern=Outcome.PRESENT),
        line("once", "Once", concern=Outcome.PARTLY),
        line("no", "No", concern=Outcome.ABSENT),
    ]

    def answer(review, page):
        count = page.count(review.observations, HARM)
        return when(count.at_least(2), "twice").when(count.at_least(1), "once").otherwise("no")

    reviews = cases({}, {"observations": [seen()]}, {"observations": [seen(), seen("T02", "neutral"), seen()]})
    told = ask(answer, reviews, scale=scale, cites=[Observation])
    assert [answered.line for answered in told] == ["no", "once", "twice"]
    assert [answered.rows["observations"] for answered in told] == [[], [0], [1, 3]]


def test_a_line_that_cannot_be_told_ends_the_ladder():
    refused = unknown(Missing.REFUSED.bit)
    assert when(refused, "a").when(True, "b").otherwise("c") is refused
    assert when(False, "a").when(refused, "b").when(True, "c").otherwise("d") is refused
    assert when(False, "a").otherwise("b") == "b"


def test_cited_twice_is_cited_once_and_in_order_and_what_led_to_no_answer_is_no_evidence():
    def answer(review, page):
        rows = review.observations.certain()
        page.cite(rows[2], rows[0], rows[2])
        page.cite(review.observations.those(Observation.theme == "T02"))
        return review.days_to_submit > 3

    observations = [seen(), seen("T02"), seen()]
    told = ask(answer, cases({"observations": observations}, {"observations": observations, "days_to_submit": 5}), cites=[Observation])
    assert [answered.rows["observations"] for answered in told] == [[], [3, 4, 5]]


def cited(answer):
    """The observations and the recommendations that an answer to one review cites."""
    scale = [line(code, code) for code in ("0", "1", "2")]
    observations = [seen(valence=valence) for valence in ("good_practice", "problematic", "problematic")]
    recommendations = [{"rec_type": "training", "linked_obs": linked} for linked in ([0], [1, 2], [])]
    made = cases({"observations": observations, "recommendations": recommendations})
    [told] = ask(answer, made, scale=scale, cites=[Observation, Recommendation])
    assert told.failure is None, told.failure
    return [told.rows["observations"], told.rows["recommendations"]]


GOOD = Observation.valence == "good_practice"


def test_an_answer_rests_on_what_made_it_whatever_else_was_asked():
    def of_line(say):
        def answer(review, page):
            good, harm = page.any(review.observations, GOOD), page.any(review.observations, HARM)
            return when(say(good, harm, page, review), "0").otherwise("1")

        return cited(answer)[0]

    assert of_line(lambda good, harm, *_: good) == [0]
    assert of_line(lambda good, harm, *_: good & harm) == [0, 1, 2]
    assert of_line(lambda good, harm, *_: good | TRUE) == of_line(lambda good, harm, *_: True | good) == [0]
    assert of_line(lambda good, harm, *_: ~good | harm) == [1, 2]
    assert of_line(lambda good, harm, *_: choose(FALSE, good, harm)) == [1, 2]
    assert of_line(lambda good, harm, *_: choose(good, True, False)) == [0]
    assert of_line(lambda good, harm, page, review: page.count(review.observations, HARM).exactly(2)) == [1, 2]
    assert of_line(lambda good, harm, page, review: page.count(review.observations, HARM).at_least(3)) == []
    assert of_line(lambda good, harm, page, review: ~page.all(review.observations, HARM)) == [0]
    assert of_line(lambda good, harm, page, review: page.distinct(review.observations, Observation.theme).exactly(1)) == [0, 1, 2]

    def second(review, page):
        good, harm = page.any(review.observations, GOOD), page.any(review.observations, HARM)
        return when(good & ~harm, "0").when(harm, "1").otherwise("2")

    assert cited(second)[0] == [1, 2], "the line before found something too, and did not hold"
    assert cited(lambda review, page: page.any(review.observations, GOOD))[0] == [0]
    assert cited(lambda review, page: page.any(review.observations, GOOD) & FALSE)[0] == []
    assert cited(lambda review, page: "1" if page.any(review.observations, GOOD) else "2")[0] == [0]


def test_linked_rows_are_cited_with_those_that_point_at_them():
    rows = Review.recommendations
    spellings = [
        lambda review, page: page.any(review.recommendations, Recommendation.linked_obs.any(HARM)),
        lambda review, page: page.any(review.recommendations, lambda row: page.any(row.linked_obs, HARM)),
        lambda review, page: (
            ~page.all(review.recommendations, lambda row: page.all(row.linked_obs, lambda one: one.valence != "problematic"))
        ),
        lambda review, page: page.is_(review, rows.any(Recommendation.linked_obs.any(HARM))),
    ]
    assert [cited(spelling) for spelling in spellings] == [[[1, 2], [1]]] * 4
    both = Recommendation.linked_obs.any(HARM) & ~Recommendation.linked_obs.any(GOOD)
    assert cited(lambda review, page: page.any(review.recommendations, both)) == [[1, 2], [1]]
    assert cited(lambda review, page: page.is_(review, Review.examined("T01"))) == [[0, 1, 2], []]


def test_of_a_table_that_the_data_do_not_have_nothing_is_known():
    told = []

    def answer(review, page):
        rows = review.observations
        counts = [
            rows.size(),
            rows.count(HARM),
            rows.those(HARM).size(),
            rows.distinct(Observation.episode_no),
            rows.those(lambda row: TRUE).size(),
        ]
        told.extend((count.least, count.most, count.reasons) for count in counts)
        truths = [
            rows.any(HARM),
            rows.all(HARM),
            rows.groups(Observation.agency).any(lambda group: True),
            review.is_(Review.observations.any(HARM)),
        ]
        told.extend(truth.reasons for truth in truths)
        return review.examined("T04")

    made = Cases(not_given=["observations"])
    made.review(review_type="lcspr", themes_examined="T01")
    made.review(review_type="lcspr", themes_examined="T04")
    answers = ask(answer, made)
    assert [answered.failure for answered in answers] == [None, None]
    assert told[:9] == [(0, inf, 2)] * 5 + [2] * 4
    assert [(answered.line, answered.reasons) for answered in answers] == [("not determinable", ["not recorded"]), ("present", [])]
    with pytest.raises(ValueError, match="is not given"):
        made.review(review_type="lcspr", observations=[seen()])


def test_what_is_cited_must_be_declared():
    [answered] = ask(lambda review, page: page.any(review.observations, HARM), cases({"observations": [seen()]}))
    assert answered.line == "error" and "add its class to cites" in answered.failure


def test_measures_stand_beside_or_instead_of_an_answer():
    def answer(review, page):
        page.measure(review.observations.count(HARM).share_of(review.observations.size()))

    told = ask(answer, cases({"observations": [seen(), seen("T01", "neutral")]}, {}), measured_in="share", scale=[])
    assert [answered.line for answered in told] == ["", ""]
    assert [answered.measure for answered in told] == [Measure(1.0, 1.0, 2.0), Measure(0.0, 0.0, 0.0)]


def test_a_number_alone_says_why_it_is_not_known_and_rests_on_what_it_counts():
    def answer(review, page):
        page.any(review.observations, Observation.theme == "T02")
        page.measure(page.count(review.observations, Observation.agency == "gp").share_of(review.days_to_submit))

    rows = [seen(agency="gp"), seen("T02"), seen(agency="police")]
    made = cases({"observations": rows, "days_to_submit": 4}, {"observations": rows, "days_to_submit": "refused"})
    told = ask(answer, made, measured_in="share", scale=[], cites=[Observation])
    assert [answered.measure for answered in told] == [Measure(1.0, 2.0, 4.0), None]
    assert [answered.reasons for answered in told] == [["not recorded"], ["not recorded", "refused"]]
    assert [answered.rows["observations"] for answered in told] == [[0], [3]]


def test_an_exception_costs_one_review_and_one_indicator_and_says_where_it_happened():
    def half(number):
        return 1 / number

    def fragile(review, page):
        page.measure(7)
        return half(review.observations.size().least) > 0

    made = cases({"observations": [seen()]}, {}, {"observations": [seen()]})
    framework = Framework(
        Review,
        [
            concern("I1", title="", question="", measured_in="x", looked_for=Review.examined("T01"))(fragile),
            concern("I2", title="", question="")(lambda review, page: True),
        ],
    )
    told = made.answers(framework)
    assert told.lines("I1") == ["present", "error", "present"] and told.lines("I2") == ["present"] * 3
    assert [answered.looked for answered in told["I1"]] == ["yes", "unknown", "yes"]
    assert told["I1"][1].measure is None
    first = fragile.__code__.co_firstlineno
    [failure] = told.answers.failures
    wanted = f"ZeroDivisionError: division by zero (test_indicators.py:{first - 3 + 1} in half, test_indicators.py:{first + 2} in fragile)"
    assert (failure.review, failure.indicator, failure.message) == (1, 0, wanted)


@pytest.mark.parametrize("leave", [SystemExit("bye"), KeyboardInterrupt(), RecursionError("deep"), AssertionError()])
def test_whatever_is_raised_costs_no_other_review(leave):
    def answer(review, page):
        if review.observations.size().exactly(0).is_true:
            raise leave
        return True

    told = ask(answer, cases({}, {"observations": [seen()]}))
    assert [answered.line for answered in told] == ["error", "present"]
    assert told[0].failure.startswith(type(leave).__name__)


def test_an_unknown_in_an_if_fails_and_says_what_to_do():
    def answer(review, page):
        if review.days_to_submit > 15:
            return True
        return False

    [answered] = ask(answer, cases({}))
    assert answered.line == "error"
    assert answered.failure.startswith(
        "UnknownTruth: it cannot be told whether it holds (not recorded), and an unknown is no false: combine"
    )


@pytest.mark.parametrize(
    ("answer", "fault"),
    [(None, "it gave no answer"), ("presnt", 'no line "presnt" (did you mean "present"?)'), (3, "a truth or a bool was wanted")],
)
def test_an_answer_that_is_none_says_so(answer, fault):
    [answered] = ask(lambda review, page: answer, cases({}))
    assert fault in answered.failure


def test_conditions_on_rows_are_conditions_on_reviews():
    reviews = cases({"observations": [seen(), seen("T02")]}, {"observations": [seen("T02")]}, {})
    assert lines(lambda review, page: True, reviews, applies=Review.observations.any(Observation.theme == "T01")) == [
        "present",
        "not applicable",
        "not applicable",
    ]
    assert lines(lambda review, page: True, reviews, applies=Review.observations.all(Observation.theme == "T02")) == [
        "not applicable",
        "present",
        "present",
    ]


def test_only_what_is_declared_is_there():
    [answered] = ask(lambda review, page: review.methodology == "silp", cases({}))
    assert "does not read reviews.methodology: declare it on Review" in answered.failure
    reads = {(read.table, read.field) for read in Framework(Review, []).open(Cases().dictionary).descriptor.reads}
    assert ("observations", "theme") in reads and ("children", "sex") not in reads
    assert all(read.why for read in Framework(Review, []).open(Cases().dictionary).descriptor.reads)


def test_conditions_of_two_tables_do_not_mix():
    with pytest.raises(TypeError, match="rows of two tables"):
        _ = HARM & Child.domestic_abuse
    [answered] = ask(lambda review, page: review.children.any(HARM), cases({}))
    assert "is asked of rows of observations, not of children" in answered.failure


def test_all_faults_are_told_at_once_with_the_nearest_name():
    from concord_guest import Code, Row, Rows

    class Finding(Row, table="observation"):
        theme = Code("what it is about")

    class Observed(Row, table="observations"):
        thmee = Code("what it is about")
        evidence = Code("who it comes from")
        theme = Code("what it is about")

    class Case(Row, table="reviews"):
        findings = Rows(Finding, "the findings")
        observed = Rows(Observed, "the findings")

    _ = Observed.theme == "T1"

    @strength(
        "X",
        title="",
        question="",
        maps=[exact("T9", "L9"), part("T01")],
        looked_for=Case.examined("T99"),
        scale=[line("a", "A"), line("a", "A")],
    )
    def x(review, page):
        return True

    with pytest.raises(Problems) as found:
        Framework(Case, [x, x]).open(Cases().dictionary)
    told = str(found.value)
    for fault in (
        'Finding: the dictionary has no table "observation" (did you mean "observations"?)',
        'observations.thmee: the table has no field "thmee" (did you mean "theme"?)',
        "observations.evidence: it is of kind code-set, not code",
        'observations.theme: it has no code "T1"',
        'Case.examined("T99"): the dictionary has no theme "T99"',
        'X: the dictionary has no theme "T9"',
        'X: the dictionary has no level "L9"',
        'X: the answer "a" stands twice in its scale',
        "X: the indicator stands twice",
    ):
        assert fault in told, f"{fault}\n\n{told}"


def test_a_guard_on_a_class_that_the_reviews_do_not_lead_to_is_told_when_the_framework_is_opened():
    from concord_guest import Code, Row

    class Alone(Row, table="reviews"):
        review_type = Code("what kind it is")

    @concern("X", title="", question="", applies=Alone.review_type == "lcspr")
    def x(review, page):
        return True

    with pytest.raises(Problems, match="reviews.review_type: the framework does not read it: .* does not lead to Alone"):
        Framework(Review, [x]).open(Cases().dictionary)


def test_two_classes_may_read_one_table():
    from concord_guest import Code, Row, Rows

    class Theme(Row, table="observations"):
        theme = Code("what it is about")

    class Valence(Row, table="observations"):
        valence = Code("whether it went well")

    class Both(Row, table="reviews"):
        themes = Rows(Theme, "the findings")
        valences = Rows(Valence, "the findings")

    @concern("X", title="", question="")
    def x(review, page):
        return review.themes.any(Theme.theme == "T01") & review.valences.any(lambda row: row.valence == "neutral")

    made = cases({"observations": [seen("T01", "neutral")]}, {"observations": [seen("T01")]})
    assert made.answers(Framework(Both, [x])).lines("X") == ["present", "absent"]


def test_a_review_is_the_same_alone_and_among_others():
    made = cases({"observations": [seen()]}, {"themes_examined": "T01"}, {"observations": [seen("T02"), seen()]})
    alone = cases({"observations": [seen("T02"), seen()]})
    about = {"cites": [Observation], "looked_for": Review.examined("T01")}
    answer = lambda review, page: page.any(review.observations, HARM & (Observation.theme == "T01"))  # noqa: E731
    among, by_itself = ask(answer, made, **about)[2], ask(answer, alone, **about)[0]
    assert (among.line, among.looked, among.reasons) == (by_itself.line, by_itself.looked, by_itself.reasons)
    assert among.rows["observations"] == [2] and by_itself.rows["observations"] == [1]
