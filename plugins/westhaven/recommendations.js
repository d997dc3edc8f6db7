/** WH6: what is recommended answers what was found. */

import { Ladder, Truth, line, related, strength } from "concord-guest";

import { observationsIn } from "./observations.js";

const ALL = line("all", "Every failure that was found is answered", { strength: "present" });
const SOME = line("some", "Some are", { strength: "partly" });
const NONE = line("none", "None is", { strength: "absent" });

/**
 * A wall is mended where it broke. A failure is answered where a recommendation names it among those that it answers; where a
 * recommendation does not say which it answers, it may be any of them.
 */
export function recommendations(fields) {
  const { rows, problematic } = observationsIn(fields);
  const table = fields.table("recommendations");
  const asked = table.rows("what the review recommends");
  table.link("linked_obs", "which findings a recommendation answers");

  return strength("WH6", {
    title: "What is recommended answers what was found",
    question: "Is every failure that the review found answered by something that it recommends?",
    scale: [ALL, SOME, NONE],
    measuredIn: "share of failures",
    maps: [related("T12", "L4")],
    cites: [rows, asked],
    applies: (review) => review.observations.any(problematic),
    // A review whose recommendations are not on record has not been looked at for them.
    lookedFor: (review) => review.recommendations.any((one) => (one.linked_obs.isGiven() ? Truth.TRUE : one.linked_obs.unknown())),
    answer(review, page) {
      const failures = review.observations.those(problematic);
      const answers = (failure) => page.any(review.recommendations, (one) => one.linked_obs.has(failure));
      const answered = page.count(failures, answers);
      page.measure(answered.shareOf(failures.size()));
      return new Ladder().when(page.all(failures, answers), ALL).when(answered.atLeast(1), SOME).otherwise(NONE);
    },
  });
}
