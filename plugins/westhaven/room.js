/** WH5: there was room to do the work. */

import { Ladder, concern, line, part } from "concord-guest";

import { observationsIn } from "./observations.js";
import { GAVE_WAY, HELD, UNTESTED } from "./scale.js";

// To ask for the means is not to have had them: it is no strength.
const ASKED_FOR = line("bent", "It bent, and the review asks for the means", { concern: "partly" });

/** No wall stands that nobody has the hours to keep. It bent, and did not give way, where the review goes on to ask for the means. */
export function room(fields) {
  const observations = observationsIn(fields);
  const recommendations = fields.table("recommendations");
  const asked = recommendations.rows("what the review recommends");
  const means = recommendations
    .code("rec_type", "whether the review asks for the means")
    .anyOf("staffing", "commissioning_resource", "service_redesign");
  const failed = observations.failure("T09");
  const worked = observations.success("T09");

  return concern("WH5", {
    title: "There was no room to do the work",
    question: "Did people have the hours and the means, and if not, does the review ask for them?",
    scale: [GAVE_WAY, ASKED_FOR, HELD, UNTESTED],
    maps: [part("T09", "L2", "L3")],
    cites: [observations.rows, asked],
    lookedFor: fields.examined("T09"),
    answer(review, page) {
      const short = page.any(review.observations, failed);
      return new Ladder()
        .when(short.and(page.any(review.recommendations, means)), ASKED_FOR)
        .when(short, GAVE_WAY)
        .when(page.any(review.observations, worked), HELD)
        .otherwise(UNTESTED);
    },
  });
}
