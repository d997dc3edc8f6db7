/**
 * For partnerships that write their review framework in JavaScript: an indicator is a few words about itself and, beside them, the
 * code that answers it for *a review*. The framework runs in Concord's sandbox as a Wasm component; the same modules run natively
 * under plain `node --test`.
 *
 * A complete framework of two indicators:
 *
 *     import { concern, framework, part, related, strength } from "concord-guest";
 *
 *     export default framework((fields) => [voice(fields), drift(fields)]);
 *
 *     // Did anybody write down what the child said?
 *     function voice(fields) {
 *       // What it reads, resolved once. Nothing else of the data is ever seen.
 *       const table = fields.table("observations");
 *       const observations = table.rows("each finding of the review");
 *       const dailyLife = table.code("theme", "what the finding is about").is("T01");
 *       const fromChild = table.set("evidence", "who it comes from").has("child");
 *
 *       return strength("H1", {
 *         title: "The child's own words",
 *         question: "Did anybody write down what the child said?",
 *         maps: [part("T01", "L1")],
 *         cites: [observations],
 *         // Where nobody looked, finding nothing is not determinable, and never absent.
 *         lookedFor: fields.examined("T01"),
 *         answer: (review, page) => page.any(review.observations, dailyLife.and(fromChild)),
 *       });
 *     }
 *
 *     // Did the rapid review take longer than the 15 working days that it has?
 *     function drift(fields) {
 *       const rapid = fields.review().code("review_type", "only rapid reviews have the 15 days").is("rapid_review");
 *       fields.review().integer("days_to_submit", "the working days that it took");
 *
 *       return concern("H2", {
 *         title: "The rapid review was late",
 *         question: "Did the rapid review take longer than 15 working days?",
 *         maps: [related("T12", "L4")],
 *         applies: rapid,
 *         answer: (review) => review.days_to_submit.atLeast(16),
 *       });
 *     }
 *
 * What is missing is never taken for a value: a comparison gives a `Truth`, and `and`, `or`, `not` keep what is unknown unknown. `Rows`
 * keep those of which it cannot be told whether they are meant, and a `Count` of them has two ends.
 * `README.md` leads from nothing to a tested framework; the contract itself, line by line, is `framework.wit`.
 */

export { Ladder, Line, NOT_APPLICABLE, line } from "./answer.js";
export { Is } from "./condition.js";
export { Count, Share, choose } from "./count.js";
export { Fields, TableFields } from "./fields.js";
export { Framework, framework } from "./framework.js";
export { Child, Code, CodeSet, Day, Decimal, Handle, Integer, Link, Text } from "./handle.js";
export { Indicator, concern, description, exact, part, related, strength, wider } from "./indicator.js";
export { log } from "./log.js";
export { Page } from "./page.js";
export { Problems } from "./problem.js";
export { Row } from "./row.js";
export { Group, Groups, LinkedRows, Rows } from "./rows.js";
export { Truth } from "./truth.js";
export { Value } from "./value.js";
