import assert from "node:assert/strict";
import test from "node:test";

import { Cases } from "concord-guest/cases";
import harbour from "../examples/harbour.js";

test("the example answers as it says", () => {
  const cases = new Cases();
  cases.review({
    review_type: "rapid_review",
    days_to_submit: 21,
    observations: [{ theme: "T01", valence: "good_practice", evidence: ["records", "child"] }],
  });
  cases.review({ review_type: "lcspr" });
  const { columns, failures } = cases.answers(harbour);
  assert.deepEqual(failures, []);
  assert.deepEqual([...columns[0].answers], [0, 254], "present; nobody is known to have looked: not determinable");
  assert.deepEqual([...columns[1].answers], [0, 255], "late; not a rapid review: not applicable");
  assert.deepEqual(cases.told(harbour, "H1")[0], {
    answer: "present",
    looked: "yes",
    reasons: [],
    measure: null,
    rows: { observations: [0] },
  });
});
