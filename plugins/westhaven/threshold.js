/** WH3: a case was stepped down before the harm. */

import { Ladder, concern, line, part } from "concord-guest";

const STEPPED_DOWN = line("stepped_down", "A child had been above the threshold and was below it", { concern: "present" });
const NEVER_ABOVE = line("never_above", "No child was ever above the threshold", { concern: "absent" });
const ABOVE = line("above", "Every child who had been above it still was", { concern: "absent" });

/** The threshold of Westhaven: an assessment by children's social care or more. */
const AT_OR_ABOVE = ["assessment", "cin", "cpp", "looked_after"];

/** Closing a case is a decision too, and the review is where it is looked at again. */
export function threshold(fields) {
  const children = fields.table("children");
  const rows = children.rows("the children of the review");
  const once = children.code("csc_ever", "whether children's social care ever worked with the child").anyOf(...AT_OR_ABOVE);
  const then = children.code("csc_status", "whether it did at the time of the incident").anyOf(...AT_OR_ABOVE);
  const [steppedDown, above] = [once.and(then.not()), once.or(then)];

  return concern("WH3", {
    title: "Stepped down before the harm",
    question: "Had a child been above the threshold and was no longer when the harm came?",
    scale: [STEPPED_DOWN, NEVER_ABOVE, ABOVE],
    maps: [part("T06", "L3", "L4")],
    cites: [rows],
    // A review without a child on record has not looked at one.
    lookedFor: (review) => review.children.size().atLeast(1),
    answer: ({ children }, page) =>
      new Ladder()
        .when(page.any(children, steppedDown), STEPPED_DOWN)
        .when(children.any(above).not(), NEVER_ABOVE)
        .otherwise(ABOVE),
  });
}
