/** An indicator's code at work: answered for every review of a batch, or explained for one. */

import { ERROR, NOT_APPLICABLE_BYTE, NOT_DETERMINABLE, told } from "./answer.js";
import { Is } from "./condition.js";
import { inWords as fault } from "./fault.js";
import { CitedRows, Page, inNumerals, step } from "./page.js";
import { NOT_LOOKED_FOR, inWords as reasonsInWords } from "./reason.js";
import { NO, YES, codeOf, truthOf } from "./truth.js";

/**
 * An indicator that failed for one review, as the contract has it.
 * @typedef {{ review: number, indicator: number, message: string }} Failure
 */

/**
 * Answers an indicator for every review. An exception costs that review and this indicator only.
 * @param {import("./indicator.js").Indicator} indicator
 * @param {import("./view.js").View} view
 * @param {(review: number, message: string) => void} failed
 */
export function answerAll(indicator, view, failed) {
  const { reviews } = view;
  const [answers, looked, reasons] = [new Uint8Array(reviews), new Uint8Array(reviews), new Uint8Array(reviews)];
  const measures = indicator.about.measuredIn === undefined ? new Float64Array(0) : new Float64Array(reviews * 3);
  const page = new Page(citedBy(indicator, reviews), null);
  const tell = teller(indicator, view, page);
  let unlike = 0;
  let whys = 0;
  for (let review = 0; review < reviews; review += 1) {
    page.turn(review);
    let answer = ERROR;
    let was = 0;
    try {
      was = tell(review);
      answer = was & 0xff;
    } catch (error) {
      page.number = null;
      failed(review, fault(error));
    }
    answers[review] = answer;
    reasons[review] = was >> 8;
    looked[review] = was >> 16;
    unlike |= looked[review] ^ 1;
    whys |= reasons[review];
    if (measures.length > 0) write(measures, review, page.number);
    for (const cited of page.cited) cited.endReview(answer < ERROR);
  }
  return {
    answers: indicator.scale.length === 0 ? new Uint8Array(0) : answers,
    looked: unlike === 0 || indicator.lookedFor === undefined ? new Uint8Array(0) : looked,
    reasons: whys === 0 ? new Uint8Array(0) : reasons,
    measures: new Uint8Array(measures.buffer),
    evidence: page.cited.map((cited) => cited.finish()),
  };
}

/** @param {import("./indicator.js").Indicator} indicator @param {number} reviews */
function citedBy(indicator, reviews) {
  return indicator.cites.map(({ table }) => new CitedRows(table, reviews));
}

/**
 * What an indicator says of a review: the answer's byte, above it the reasons, above them whether it was looked for.
 * @param {import("./indicator.js").Indicator} indicator
 * @param {import("./view.js").View} view
 * @param {Page} page
 * @returns {(review: number) => number}
 */
function teller(indicator, view, page) {
  const { scale, absent } = indicator;
  const applies = guard("applies", indicator.applies, view);
  const lookedFor = guard("lookedFor", indicator.lookedFor, view);
  return (review) => {
    const looked = lookedFor(review);
    const lookedByte = lookedAs(looked) << 16;
    const arises = applies(review);
    if (arises !== YES) return lookedByte | (arises === NO ? NOT_APPLICABLE_BYTE : NOT_DETERMINABLE | ((arises >> 1) << 8));
    const answer = told(indicator.answer(view.review(review), page), scale);
    if (looked !== YES && absent[answer] === true) return lookedByte | NOT_DETERMINABLE | (NOT_LOOKED_FOR << 8);
    return lookedByte | answer;
  };
}

/**
 * The contract's byte for whether it was looked for: 1 yes, 2 no, 0 unknown.
 * @param {number} code
 */
function lookedAs(code) {
  if (code > YES) return 0;
  return code === YES ? 1 : 2;
}

/**
 * The code of a guard for a review; of none, that it holds.
 * @param {string} name
 * @param {import("./indicator.js").Guard | undefined} guard
 * @param {import("./view.js").View} view
 * @returns {(review: number) => number}
 */
function guard(name, guard, view) {
  if (guard === undefined) return () => YES;
  if (guard instanceof Is) {
    const codes = view.codes(guard);
    return (review) => codes[review];
  }
  return (review) => codeOf(guard(view.review(review)), name);
}

/**
 * @param {Float64Array} measures
 * @param {number} review
 * @param {import("./count.js").Measure | null} number
 */
function write(measures, review, number) {
  const { lower, upper, of } = number ?? { lower: NaN, upper: NaN, of: NaN };
  measures[3 * review] = lower;
  measures[3 * review + 1] = upper;
  measures[3 * review + 2] = of;
}

/**
 * Why the first review of a batch got its answer.
 * @param {import("./indicator.js").Indicator} indicator
 * @param {import("./view.js").View} view
 * @returns {import("./page.js").Step[]}
 */
export function explain(indicator, view) {
  const { about } = indicator;
  /** @type {import("./page.js").Step[]} */
  const notes = [];
  const page = new Page(citedBy(indicator, 1), notes);
  page.turn(0);
  const was = teller(indicator, view, page)(0);
  const answer = was & 0xff;
  page.cited.forEach((cited) => cited.endReview(answer < ERROR));
  const steps = [step(0, about.question, answerInWords(indicator, answer, (was >> 8) & 0xff), null)];
  const asked = (/** @type {string} */ text, /** @type {number} */ code) => {
    const truth = truthOf(code);
    steps.push(step(1, text, truth.inWords(), truth.isUnknown() ? null : truth.isTrue()));
  };
  if (indicator.applies !== undefined) asked("the question arises", guard("applies", indicator.applies, view)(0));
  if (indicator.lookedFor !== undefined) asked("it was looked for", guard("lookedFor", indicator.lookedFor, view)(0));
  steps.push(...notes);
  if (about.measuredIn !== undefined && page.number !== null) steps.push(step(1, about.measuredIn, measureInWords(page.number), null));
  page.cited.forEach(({ rows }, place) => {
    const table = indicator.cites[place].name;
    steps.push({ ...step(1, "it rests on", `${rows.length} rows of ${table}`, null), table, rows });
  });
  return steps;
}

/**
 * @param {import("./indicator.js").Indicator} indicator
 * @param {number} answer
 * @param {number} reasons
 */
function answerInWords({ scale }, answer, reasons) {
  if (answer === NOT_APPLICABLE_BYTE) return "not applicable";
  return answer === NOT_DETERMINABLE ? reasonsInWords(reasons) : (scale[answer]?.label ?? "");
}

/** @param {import("./count.js").Measure} measure */
function measureInWords({ lower, upper, of }) {
  const number = Object.is(lower, upper) ? inNumerals(lower) : `${inNumerals(lower)} to ${inNumerals(upper)}`;
  return of === 1 ? number : `${number} of ${inNumerals(of)}`;
}
