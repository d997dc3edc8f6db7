import assert from "node:assert/strict";
import test from "node:test";

import { Cases, checkSources, england } from "concord-guest/cases";
import westhaven from "../index.js";

/** One observation. */
const found = (theme, valence, more = {}) => ({ theme, valence, ...more });
const failed = (theme, more) => found(theme, "problematic", more);
const worked = (theme, more) => found(theme, "good_practice", more);

/** What an indicator answers to some reviews. */
function told(id, ...reviews) {
  const cases = new Cases();
  reviews.forEach((cells) => cases.review({ review_type: "lcspr", ...cells }));
  return cases.told(westhaven, id);
}

const answers = (id, ...reviews) => told(id, ...reviews).map(({ answer }) => answer);

test("a safeguard gave way, bent, held, or was not put to the test", () => {
  const reviews = [[failed("T05")], [failed("T05"), worked("T05")], [worked("T05")]].map((observations) => ({ observations }));
  const looked = { themes_examined: ["T05"] };
  assert.deepEqual(answers("WH1", ...reviews, looked, {}), ["gave_way", "bent", "held", "untested", "not_determinable"]);
  assert.deepEqual(told("WH1", {})[0].reasons, ["not_looked_for"]);
});

test("that the law was misread is said where the coder had the word for it, and else that it failed", () => {
  const review = (codebook, local_code) => ({ codebook, observations: [failed("T05", { local_code })] });
  const reviews = [review("panel-2020", "DPA_MISUNDERSTOOD"), review("panel-2020", "not_recorded"), review("contextual", "not_recorded")];
  assert.deepEqual(answers("WH1", ...reviews), ["law_misread", "gave_way", "gave_way"]);
  const elsewhere = { codebook: "panel-2020", observations: [failed("T05", { local_code: "DPA_MISUNDERSTOOD" }), worked("T05")] };
  assert.deepEqual(answers("WH1", elsewhere), ["law_misread_in_part"]);
});

test("a disagreement gave way where somebody had seen the risk in the same episode", () => {
  const review = (seen) => ({ observations: [failed("T06", { episode_no: 2 }), worked("T04", { episode_no: seen })] });
  const reviews = [review(2), review(1), review("not_known"), { observations: [worked("T06")] }, { themes_examined: ["T06"] }];
  assert.deepEqual(answers("WH2", ...reviews), ["gave_way", "bent", "not_determinable", "held", "untested"]);
});

test("a case was stepped down where a child had been above the threshold", () => {
  const review = (csc_ever, csc_status) => ({ children: [{ outcome: "died", csc_ever, csc_status }] });
  const reviews = [review("cpp", "closed"), review("cpp", "cin"), review("never", "never"), review("cpp", "not_known"), {}];
  assert.deepEqual(answers("WH3", ...reviews), ["stepped_down", "above", "never_above", "not_determinable", "not_determinable"]);
  assert.deepEqual(told("WH3", reviews[0])[0].rows, { children: [0] });
});

test("places are asked about only where the harm came from outside the home", () => {
  const review = (harm_context, ...observations) => ({ children: [{ outcome: "died", harm_context }], observations });
  const reviews = [review("extra_familial", failed("T11")), review("online", worked("T11")), review("intra_familial"), review("refused")];
  assert.deepEqual(answers("WH4", ...reviews), ["gave_way", "held", "not_applicable", "not_determinable"]);
});

test("where there was no room, it matters whether the review asks for some", () => {
  const review = (rec_type) => ({ observations: [failed("T09")], recommendations: [{ rec_type }] });
  assert.deepEqual(answers("WH5", review("staffing"), review("training"), { observations: [worked("T09")] }), ["bent", "gave_way", "held"]);
  const scale = westhaven.open(england).indicators.find(({ id }) => id === "WH5").scale ?? [];
  assert.ok(scale.every(({ code, strength }) => code !== "bent" || !strength), "to ask for the means is no strength");
  assert.deepEqual(told("WH5", review("staffing"))[0].rows, { observations: [0], recommendations: [0] });
});

test("the share of failures that are answered counts what may be answered too", () => {
  const observations = [failed("T05"), worked("T05"), failed("T06")];
  const review = (...links) => ({ observations, recommendations: links.map((linked_obs) => ({ rec_type: "audit", linked_obs })) });
  const reviews = told("WH6", review([0, 2]), review([0], []), review([1]), review([0], "not_recorded"), { observations }, {});
  const expected = ["all", "some", "none", "not_determinable", "not_determinable", "not_applicable"];
  assert.deepEqual(reviews.map(({ answer }) => answer), expected);
  assert.deepEqual(reviews[1].measure, { lower: 1, upper: 1, of: 2 });
  assert.deepEqual(reviews[3].measure, { lower: 1, upper: 2, of: 2 });
  assert.deepEqual(reviews[1].rows, { observations: [0], recommendations: [0] });
  assert.deepEqual(reviews[4].reasons, ["not_looked_for"]);
});

test("where nobody looked and nothing is recorded, nothing is absent", () => {
  const cases = new Cases().review({ review_type: "rapid_review" });
  for (const { id } of westhaven.open(england).indicators) {
    assert.ok(["not_determinable", "not_applicable"].includes(cases.told(westhaven, id)[0].answer), id);
  }
});

test("no sensitive field is read, and for each it is said why", () => {
  for (const { table, field, why } of westhaven.open(england).descriptor.reads) {
    const declared = england.tables.find(({ name }) => name === table).fields.find(({ name }) => name === field);
    assert.ok(!declared?.sensitive && why !== "", `${table}.${field}`);
  }
});

test("no truth is used as a boolean", () => checkSources(new URL("..", import.meta.url)));

test("every answer can be explained", () => {
  const cases = new Cases().review({ review_type: "lcspr", codebook: "contextual", observations: [failed("T05")] });
  const steps = cases.explain(westhaven, "WH1").map(({ depth, text, value }) => [depth, text, value]);
  assert.deepEqual(steps, [
    [0, "Did what was known reach those who had to decide?", "It gave way"],
    [1, "it was looked for", "yes"],
    [1, "the law was misread", "not determinable (outside codebook)"],
    [1, "it rests on", "1 rows of observations"],
  ]);
});
