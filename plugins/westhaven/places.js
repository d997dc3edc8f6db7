/** WH4: places and peers were safeguarded too. */

import { concern, exact } from "concord-guest";

import { observationsIn } from "./observations.js";
import { SCALE, whatBecameOf } from "./scale.js";

/** Where the harm lies in a place, a street or a phone, watching the child alone leaves the place as it is. */
export function places(fields) {
  const observations = observationsIn(fields);
  const children = fields.table("children");
  children.rows("the children of the review");
  const outside = children.code("harm_context", "whether the harm came from outside the home").anyOf("extra_familial", "both", "online");
  const failed = observations.failure("T11");
  const worked = observations.success("T11");

  return concern("WH4", {
    title: "The place was left as it was",
    question: "Where harm came from outside the home, were places and peers safeguarded as well as the child?",
    scale: SCALE,
    maps: [exact("T11", "L4", "L5")],
    cites: [observations.rows],
    applies: (review) => review.children.any(outside),
    lookedFor: fields.examined("T11"),
    answer: ({ observations }, page) => whatBecameOf(page.any(observations, failed), page.any(observations, worked)),
  });
}
