"""Why a value is missing, and why an answer could not be told."""

from enum import IntEnum


class Missing(IntEnum):
    """Why a value is not there. The numbers are the bytes of a column's `missing` buffer, where 0 means that it is given."""

    NOT_KNOWN = 1
    """Somebody looked and could not tell."""
    NOT_RECORDED = 2
    """The record does not say."""
    NOT_YET_OBTAINED = 3
    """It will be told later."""
    REFUSED = 4
    """The person asked declined to say."""
    NOT_APPLICABLE = 5
    """The question does not arise for this row."""
    WITHHELD = 6
    """The host holds it back: a sensitive field that the run did not grant."""

    @property
    def bit(self) -> int:
        """Its bit in a set of reasons."""
        return 1 << (self - 1)

    @property
    def words(self) -> str:
        """Its name as people read it: `not recorded`."""
        return self.name.lower().replace("_", " ")


WITHHELD = Missing.WITHHELD.bit
"""A value was withheld by the host."""
OUTSIDE_CODEBOOK = 1 << 6
"""A local code lies outside the vocabulary that the coder used."""
NOT_LOOKED_FOR = 1 << 7
"""It would be absent, but nobody is known to have looked."""

_WORDS = [reason.words for reason in Missing] + ["outside codebook", "not looked for"]


def words_of(reasons: int) -> list[str]:
    """The reasons in a set, as people read them, in the order of their bits."""
    return [words for bit, words in enumerate(_WORDS) if reasons >> bit & 1]


def missing_of(byte: int) -> Missing:
    """The reason of a byte in a `missing` buffer; a byte without a meaning is *not recorded*."""
    return Missing(byte) if 1 <= byte <= 6 else Missing.NOT_RECORDED
