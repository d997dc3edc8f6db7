/** WH2: a disagreement about the threshold was taken further. */

import { Ladder, concern, part } from "concord-guest";

import { observationsIn } from "./observations.js";
import { BENT, GAVE_WAY, HELD, SCALE, UNTESTED } from "./scale.js";

/**
 * Somebody sees the risk and somebody else decides otherwise. The safeguard is that the first does not leave it there. It gave way where
 * the review found the working together wanting in an episode in which somebody had seen the risk; elsewhere it bent.
 */
export function disagreement(fields) {
  const observations = observationsIn(fields);
  observations.table.integer("episode_no", "whether somebody had seen the risk at the time");
  const failed = observations.failure("T06");
  const seen = observations.success("T03", "T04");
  const worked = observations.success("T06");

  return concern("WH2", {
    title: "A disagreement went no further",
    question: "When somebody saw the risk and others decided otherwise, was it taken further?",
    scale: SCALE,
    maps: [part("T06", "L4")],
    cites: [observations.rows],
    lookedFor: fields.examined("T06"),
    answer({ observations }, page) {
      const sightings = observations.those(seen);
      const left = page.any(observations.those(failed), (one) => page.any(sightings, (other) => other.episode_no.same(one.episode_no)));
      return new Ladder()
        .when(left, GAVE_WAY)
        .when(page.any(observations, failed), BENT)
        .when(page.any(observations, worked), HELD)
        .otherwise(UNTESTED);
    },
  });
}
