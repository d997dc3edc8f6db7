/**
 * *Where it held*: the review framework of Westhaven, a partnership that does not exist.
 *
 * Westhaven reads a review as it reads its sea wall after a storm. Around a child stand safeguards, each of them somebody's decision:
 * to pass on what was known, to take a disagreement further, to keep a case open, to look at places and not only at the child. It asks
 * of each whether it was put to the test, and then whether it held, bent or gave way; and of the review itself, whether what it
 * recommends answers what it found. One indicator a file; `scale.js` and `observations.js` hold what they share.
 */

import { framework } from "concord-guest";

import { disagreement } from "./disagreement.js";
import { information } from "./information.js";
import { places } from "./places.js";
import { recommendations } from "./recommendations.js";
import { room } from "./room.js";
import { threshold } from "./threshold.js";

export default framework((fields) => [
  information(fields),
  disagreement(fields),
  threshold(fields),
  places(fields),
  room(fields),
  recommendations(fields),
]);
