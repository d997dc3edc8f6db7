/** WH1: what was known reached those who decided. */

import { Ladder, Truth, concern, exact, line, related } from "concord-guest";

import { observationsIn } from "./observations.js";
import { SCALE, whatBecameOf } from "./scale.js";

const LAW = line("law_misread", "It was kept back, since the law was thought to forbid sharing it", { concern: "present", strength: "absent" });
const LAW_IN_PART = line("law_misread_in_part", "It was kept back, since the law was thought to forbid sharing it, and elsewhere it got through", {
  concern: "present",
  strength: "partly",
});

/** Decisions are as good as what is known to those who make them; the wall has a gap of its own where the law is misread. */
export function information(fields) {
  const observations = observationsIn(fields);
  const failed = observations.failure("T05");
  const worked = observations.success("T05");
  const misread = failed.and(observations.table.localCode("local_code", "DPA_MISUNDERSTOOD", "whether the law was thought to forbid sharing"));

  return concern("WH1", {
    title: "What was known did not reach those who decided",
    question: "Did what was known reach those who had to decide?",
    scale: [LAW, LAW_IN_PART, ...SCALE],
    maps: [exact("T05", "L4"), related("T08", "L3")],
    cites: [observations.rows],
    lookedFor: fields.examined("T05"),
    answer({ observations }, page) {
      const [failure, success] = [page.any(observations, failed), page.any(observations, worked)];
      const law = page.any(observations, misread);
      page.note("the law was misread", law);
      // That it failed is known even where the coder had no word for why.
      const known = law.isUnknown() ? Truth.FALSE : law;
      return whatBecameOf(failure, success, new Ladder().when(known.and(success), LAW_IN_PART).when(known, LAW));
    },
  });
}
