"""*Whose eyes*: the review framework of Eastvale, a partnership that does not exist.

Eastvale holds that children are kept safe by people who know them and stay. It asks of a review through whose eyes the child's life is
told, who stayed with the family, which adult nobody asked about, and whether what was promised came back to the child. One indicator a
file; `words` holds what they share.
"""

from concord_guest import Framework

from eastvale import adults, drift, eyes, identity, places, promises, staying
from eastvale.words import Review

framework = Framework(
    Review,
    [
        eyes.whose,
        staying.who_stayed,
        adults.of_the_family,
        adults.in_their_minds,
        drift.of_the_review,
        identity.who_they_are,
        places.outside_the_home,
        promises.come_back,
    ],
)
