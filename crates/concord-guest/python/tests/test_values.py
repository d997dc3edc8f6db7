"""Values of every kind, given and missing: comparisons give truths, and what is missing is never taken for a value."""

import pytest
from words import Child, Observation, Recommendation, Review, ask, lines, truth

from concord_guest import FALSE, TRUE, Code, Count, DateValue, Missing, MissingValue, unknown
from concord_guest.cases import Cases

NOT_RECORDED = unknown(Missing.NOT_RECORDED.bit)
NOT_KNOWN = unknown(Missing.NOT_KNOWN.bit)


def test_codes_compare_by_their_names():
    assert truth(lambda review: review.review_type == "lcspr") is TRUE
    assert truth(lambda review: review.review_type != "lcspr") is FALSE
    assert truth(lambda review: review.review_type.any_of("lcspr", "national")) is TRUE
    assert truth(lambda review: review.why_depth == "what_only") is NOT_RECORDED


def test_ordinals_compare_by_their_order():
    def asked(say):
        return truth(lambda review: say(review.why_depth), why_depth="local_system")

    assert asked(lambda depth: depth >= "cause_asserted") is TRUE
    assert asked(lambda depth: depth.at_least("whole_system")) is FALSE
    assert asked(lambda depth: depth < "local_system") is FALSE
    assert asked(lambda depth: depth.at_most("local_system")) is TRUE


def test_the_same_words_are_conditions_of_the_field():
    def asked(condition):
        return truth(lambda review: review.is_(condition), why_depth="local_system", days_to_submit=15)

    assert asked(Review.why_depth >= "cause_asserted") is TRUE
    assert asked(Review.why_depth > "local_system") is FALSE
    assert asked(Review.why_depth == "local_system") is TRUE
    assert asked(Review.days_to_submit > 15) is FALSE
    assert asked(Review.days_to_submit.at_least(15)) is TRUE
    assert asked(Review.days_to_submit != 14) is TRUE
    assert asked(Review.coded_by.known) is FALSE
    assert asked(~Review.coded_by.known & (Review.review_type == "lcspr")) is TRUE


def test_numbers_add_up_and_keep_what_is_missing():
    assert truth(lambda review: review.days_to_submit + 1 > 15, days_to_submit=15) is TRUE
    assert truth(lambda review: 20 - review.days_to_submit <= 5, days_to_submit=15) is TRUE
    assert truth(lambda review: review.days_to_submit * 2 > 15, days_to_submit="refused") is unknown(Missing.REFUSED.bit)
    assert truth(lambda review: review.partnership.idaci < 0.2) is NOT_RECORDED


def test_what_is_missing_is_no_value():
    for use in (bool, int, float, lambda value: [1, 2][value], lambda value: 1 if value else 0):
        with pytest.raises((MissingValue, TypeError), match=r"missing|a value is no truth"):
            use(truth(lambda review: review.days_to_submit))
    assert truth(lambda review: review.days_to_submit.same(review.days_to_submit)) is NOT_RECORDED


def test_a_value_is_no_truth_even_where_it_is_given():
    with pytest.raises(TypeError, match="a value is no truth"):
        bool(truth(lambda review: review.days_to_submit, days_to_submit=3))
    assert int(truth(lambda review: review.days_to_submit, days_to_submit=3)) == 3


def test_tri_fields_are_truths():
    def asked(state):
        return truth(lambda review: review.children.any(Child.domestic_abuse), children=[{"outcome": "died", "domestic_abuse": state}])

    assert asked("present") is TRUE
    assert asked("absent") is FALSE
    assert asked("not_known") is NOT_KNOWN
    assert (
        truth(lambda review: review.children.all(~Child.domestic_abuse), children=[{"outcome": "died", "domestic_abuse": "absent"}]) is TRUE
    )


def test_sets_have_members():
    def asked(say, evidence):
        row = {"theme": "T01", "valence": "neutral", "evidence": evidence}
        return truth(lambda review: say(review.observations.certain()[0]), observations=[row])

    assert asked(lambda row: row.evidence.has("child"), ["records", "child"]) is TRUE
    assert asked(lambda row: row.is_(Observation.evidence.has("research")), "records;research") is TRUE
    assert asked(lambda row: row.evidence.has("child"), "none") is FALSE
    assert asked(lambda row: row.evidence.has("child"), None) is NOT_RECORDED


def test_coarse_dates_are_before_only_where_no_other_order_is_possible():
    assert DateValue.of("2023-03") < DateValue.of("2023-04-01")
    assert (DateValue.of("2023-04") < "2023-04-01") is FALSE
    assert (DateValue.of("2023-04") < "2023-04-21") is NOT_RECORDED
    assert (DateValue.of("2023") == DateValue.of("2023")) is NOT_RECORDED
    assert (DateValue.of("2023-04-21") == "2023-04-21") is TRUE
    assert (DateValue.of("2023-04") == "2023-05-01") is FALSE
    assert DateValue.of("2023-04-21").days_since("2023-03-31").given == 21
    coarse = DateValue.of("2023-04").days_since("2023-03-31")
    assert (coarse.least, coarse.most, coarse.reasons) == (1, 30, Missing.NOT_RECORDED.bit)


def test_a_written_month_is_meant_as_a_whole():
    day = DateValue.of("2023-04-21")
    assert [day < "2023-04", day <= "2023-04", day == "2023-04", day >= "2023-04", day > "2023-04"] == [FALSE, TRUE, TRUE, TRUE, FALSE]
    assert (DateValue.of("2023") == "2023-04") is NOT_RECORDED


def test_dates_of_rows_compare():
    def asked(say, **cells):
        return truth(lambda review: say(review.recommendations.certain()[0]), recommendations=[{"rec_type": "training", **cells}])

    late = {"due_date": "2023-04", "response_date": "2023-05-02"}
    assert asked(lambda row: row.response_date > row.due_date, **late) is TRUE
    assert asked(lambda row: row.due_date < row.response_date, due_date="2023") is NOT_RECORDED


def test_local_codes_are_told_by_the_codebook():
    def asked(code, **cells):
        row = {"theme": "T03", "valence": "problematic", "local_code": code}
        return truth(lambda review: review.observations.certain()[0].local_code == "OPTIMISM", observations=[row], **cells)

    assert asked("OPTIMISM") is TRUE
    assert asked("WORKLOAD", codebook="panel-2020") is FALSE
    assert asked(None, codebook="panel-2020") is FALSE
    assert asked("FORM", codebook="learning-together").reasons == 1 << 6
    assert asked("FORM").reasons == 1 << 6 | 2
    assert asked("refused", codebook="panel-2020").reasons == 8, "it is not known which code it has"
    assert asked("not_applicable", codebook="panel-2020") is FALSE
    assert asked("refused", codebook="learning-together").reasons == 1 << 6 | 8
    assert asked("OPTIMISM", codebook="learning-together") is TRUE


def test_whether_a_coder_had_a_local_code():
    for codebook, told in (("panel-2020", TRUE), ("learning-together", FALSE), (None, NOT_RECORDED)):
        assert truth(lambda review: review.says("OPTIMISM"), codebook=codebook) is told


def test_plain_texts_compare_as_they_are():
    assert truth(lambda review: review.coded_by == "AB", coded_by="AB") is TRUE
    assert truth(lambda review: review.coded_by == "AB", coded_by="CD") is FALSE
    assert truth(lambda review: review.coded_by == "AB") is NOT_RECORDED
    assert truth(lambda review: review.coded_by.given, coded_by="AB") == "AB"


def test_links_lead_to_rows_and_a_missing_list_is_no_empty_one():
    observations = [{"theme": theme, "valence": "neutral"} for theme in ("T01", "T02", "T03")]

    def asked(say, linked):
        row = {"rec_type": "training", "linked_obs": linked}
        return truth(lambda review: say(review.recommendations.certain()[0].linked_obs), observations=observations, recommendations=[row])

    assert asked(lambda rows: rows.any(Observation.theme == "T03"), [0, 2]) is TRUE
    assert asked(lambda rows: rows.any(Observation.theme == "T03"), [0, 1]) is FALSE
    assert asked(lambda rows: [str(row.theme) for row in rows.certain()], "0;1") == ["T01", "T02"]
    assert asked(lambda rows: rows.any(Observation.theme == "T03"), None) is NOT_RECORDED
    assert asked(lambda rows: rows.count(Observation.theme == "T03").at_least(1), None) is NOT_RECORDED
    assert asked(lambda rows: rows.any(Observation.theme == "T04"), None) is FALSE, "no row of the review is on it"
    unsure = asked(lambda rows: rows.size(), None)
    assert (unsure.least, unsure.most, unsure.reasons) == (0, 3, 2), "any row of the review may be meant"
    for places, truth_of_it in (([0, 2], TRUE), ([0, 1], FALSE), ([], FALSE), (None, NOT_RECORDED)):
        rows = [{"rec_type": "training", "linked_obs": places}]
        on_third = Review.recommendations.any(Recommendation.linked_obs.any(Observation.theme == "T03"))
        assert truth(lambda review: review.is_(on_third), observations=observations, recommendations=rows) is truth_of_it  # noqa: B023
    for walk in (list, len, bool):
        with pytest.raises(TypeError, match="rows"):
            walk(asked(lambda rows: rows, [0]))


def test_what_the_host_withholds_is_unknown_for_that_reason():
    cases = Cases(withheld=["children.domestic_abuse", "children.ethnicity"])
    cases.review(review_type="lcspr", children=[{"outcome": "died", "domestic_abuse": "present", "ethnicity": "WBRI"}])
    [answered] = ask(lambda review, page: review.children.any(Child.domestic_abuse), cases)
    assert (answered.line, answered.reasons) == ("not determinable", ["withheld"])
    [answered] = ask(lambda review, page: review.children.any(Child.ethnicity.known), cases)
    assert answered.reasons == ["withheld"]


def test_a_misspelt_code_fails_with_the_nearest():
    cases = Cases()
    cases.review(review_type="lcspr")
    for answer in (lambda review, page: review.review_type == "lcspr1", lambda review, page: review.is_(Review.review_type == "lcspr1")):
        [answered] = ask(answer, cases)
        assert answered.line == "error"
        assert 'no code "lcspr1" (did you mean "lcspr"?)' in answered.failure
    Review.review_type.made.clear()


def test_codes_of_two_fields_are_not_the_same_even_where_they_are_spelt_alike():
    cases = Cases()
    cases.review(review_type="lcspr")
    [answered] = ask(lambda review, page: review.review_type == review.why_depth, cases)
    assert "other codes" in answered.failure


def test_rows_by_groups_and_distinct_values():
    cases = Cases()
    rows = [
        {"theme": "T01", "valence": "neutral", "episode_no": episode, "agency": agency}
        for episode, agency in ((2, "gp"), (1, None), (2, "gp"), (None, "school"))
    ]
    cases.review(review_type="lcspr", observations=rows)

    def answer(review, page):
        rows = review.observations
        groups = rows.groups(Observation.episode_no)
        # Whether the fourth row belongs to one of the two groups, or to a third, cannot be told.
        assert groups.count(lambda group: True) == Count(2, 3, 2)
        assert groups.any(lambda group: group.size().at_least(2)) is TRUE
        assert groups.any(lambda group: group.size().at_least(3)) is NOT_RECORDED
        assert groups.all(lambda group: group.size().at_most(2)) is NOT_RECORDED
        assert groups.any(lambda group: group.count(Observation.agency == "gp").at_least(4)) is FALSE
        assert rows.distinct(Observation.agency) == Count(2, 3, 2)
        assert [row.review for row in rows.certain()] == [review] * 4
        return True

    assert lines(answer, cases) == ["present"]


def test_what_those_is_unsure_of_stays_in_all_that_is_asked_of_it():
    cases, unsure = Cases(), Count(1, 2, 2)
    told = [("police", "problematic", 1), (None, "good_practice", 2), ("gp", "neutral", 3)]
    rows = [{"theme": "T01", "agency": agency, "valence": valence, "episode_no": episode} for agency, valence, episode in told]
    cases.review(review_type="lcspr", observations=rows)

    def answer(review, page):
        for asked in (Observation.agency == "police", lambda row: row.agency == "police"):
            those = review.observations.those(asked)
            good, police = Observation.valence == "good_practice", Observation.agency == "police"
            assert those.size() == those.distinct(Observation.agency) == those.distinct(Observation.episode_no) == unsure
            assert those.count(good) == Count(0, 1, 2)
            assert those.any(good) is those.all(~good) is those.all(police) is NOT_RECORDED
            assert those.groups(Observation.episode_no).count(lambda group: True) == unsure
            assert len(those.certain()) == 1 and len(those.each()) == 2
        return True

    assert lines(answer, cases) == ["present"]


def test_a_field_says_why_it_is_read():
    with pytest.raises(TypeError, match="says why it is read"):
        Code("")
