"""Truth is Kleene's, one by one and a column at a time; what is unknown never becomes a bool."""

from math import inf

import pytest

from concord_guest import FALSE, TRUE, Count, Measure, Missing, UnknownTruth, all_of, any_of, choose, unknown
from concord_guest.truth import TRUTHS
from concord_guest.truths import Truths
from concord_guest.value import Number

REFUSED, WITHHELD = unknown(Missing.REFUSED.bit), unknown(Missing.WITHHELD.bit)
THREE = [FALSE, unknown(), TRUE]
ALL = [FALSE, TRUE, *TRUTHS[2::2]]


def test_and_or_and_not_are_kleenes():
    """With false < unknown < true, and is the least and or the greatest of the two."""
    for a, left in enumerate(THREE):
        assert ~left is THREE[2 - a]
        for b, right in enumerate(THREE):
            assert left & right is THREE[min(a, b)]
            assert left | right is THREE[max(a, b)]


def test_reasons_stay_with_the_unknown():
    assert (REFUSED & WITHHELD).reasons == 0b10_1000
    assert (REFUSED | FALSE).reasons == 0b1000
    assert (REFUSED & FALSE).reasons == 0
    assert (~REFUSED).reasons == 0b1000
    assert unknown().reasons == Missing.NOT_KNOWN.bit


def test_columns_of_truths_agree_with_single_truths():
    pairs = [(one, other) for one in ALL for other in ALL]
    left, right = (Truths.of(bytes(pair[side].byte for pair in pairs)) for side in (0, 1))
    assert (left & right).each() == [one & other for one, other in pairs]
    assert (left | right).each() == [one | other for one, other in pairs]
    assert (~left).each() == [~one for one, _ in pairs]


def test_columns_without_unknowns_agree_too():
    left, right = Truths.known(bytes([0, 0, 1, 1]), b""), Truths.known(bytes([0, 1, 0, 1]), b"")
    assert (left & right).column == bytes([0, 0, 0, 1])
    assert (left | right).column == bytes([0, 1, 1, 1])
    assert (~left).column == bytes([1, 1, 0, 0])


def test_any_all_and_count_of_a_run_agree_with_single_truths():
    for truths in ([], [FALSE], [FALSE, TRUE], [REFUSED, FALSE], [REFUSED, WITHHELD, TRUE], [TRUE, REFUSED], [TRUE, TRUE]):
        column = Truths.of(bytes(truth.byte for truth in [TRUE, *truths, REFUSED]))
        end = 1 + len(truths)
        assert column.any(1, end) is any_of(truths)
        assert column.all(1, end) is all_of(truths)
        assert Count(*column.count(1, end)) == Count.of(truths)
        assert column.true_rows(1, end) == [place + 1 for place, truth in enumerate(truths) if truth is TRUE]


def test_what_is_missing_cannot_be_told():
    column = Truths.known(bytes([1, 0, 1, 1]), bytes([0, 0, 4, 6]))
    assert column.each() == [TRUE, FALSE, REFUSED, WITHHELD]


def test_an_unknown_is_no_bool():
    for use in (lambda: bool(REFUSED), lambda: REFUSED and TRUE, lambda: not REFUSED, lambda: 1 if REFUSED else 0):
        with pytest.raises(UnknownTruth, match=r"refused.*combine truths with &, \| and ~"):
            use()
    assert bool(TRUE) and not FALSE


def test_python_bools_are_known_truths_and_nothing_else_is_one():
    assert True & REFUSED is REFUSED
    assert FALSE | True is TRUE
    for wrong in (1, None, "yes", -2):
        with pytest.raises(TypeError, match="a truth or a bool was wanted"):
            _ = TRUE & wrong
    with pytest.raises(TypeError, match="equal to truths alone"):
        _ = TRUE == True  # noqa: E712


def test_a_count_is_known_as_far_as_it_can_be():
    half = Count(1, 2, Missing.NOT_RECORDED.bit)
    assert half.at_least(1) is TRUE
    assert half.at_least(2) is unknown(Missing.NOT_RECORDED.bit)
    assert half.at_most(2) is TRUE
    assert half.exactly(3) is FALSE
    assert half.share_of(4).measure == Measure(1.0, 2.0, 4.0)
    assert half.share_of(Count(3, 4, 1)).measure is None
    assert Count().share_of(0).measure == Measure(0.0, 0.0, 0.0), "none of none"
    for wrong in (lambda: half == 1, lambda: bool(half), lambda: half.at_least("1")):
        with pytest.raises(TypeError):
            wrong()


def test_sums_and_products_keep_what_is_unknown_between_two_ends():
    one, missing = Count(1, 2, 1), Number(missing=Missing.REFUSED)
    ends = [(count.least, count.most, count.reasons) for count in (one + 3, 3 - one, (one - 2) * Number(3), missing * 0, missing - 3)]
    assert ends == [(4, 5, 1), (1, 2, 1), (-3, 0, 1), (0, 0, 0), (-inf, inf, 8)]
    assert choose(REFUSED, Count(2, 2), 5) == Count(2, 5, 8)
    assert choose(REFUSED, True, TRUE) is TRUE
    assert choose(REFUSED, True, FALSE) is REFUSED
