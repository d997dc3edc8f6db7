// The code by itself, on small invented reviews.
import assert from "node:assert/strict";
import test from "node:test";

import { Cases, checkSources } from "concord-guest/cases";
import framework from "../index.js";

test("the child's own words count, and nobody's silence does", () => {
  const cases = new Cases();
  const said = { theme: "T01", valence: "good_practice", evidence: ["records", "child"] };
  cases.review({ review_type: "rapid_review", days_to_submit: 21, observations: [said] });
  cases.review({ review_type: "lcspr" });
  assert.deepEqual(cases.told(framework, "H1").map((told) => told.answer), ["present", "not_determinable"]);
  assert.deepEqual(cases.told(framework, "H2").map((told) => told.answer), ["present", "not_applicable"]);
});

test("no truth is used as a boolean", () => checkSources(new URL("..", import.meta.url)));
