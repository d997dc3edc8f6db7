/** An indicator's code at work: answered for every review of a batch, or explained for one. */

import { ERROR, NOT_APPLICABLE_BYTE, NOT_DETERMINABLE, restsOn, told } from "./answer.js";
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
  const asks = indicator.lookedFor !== undefined;
  const page = new Page(citedBy(indicator, reviews), null);
  const tell = teller(indicator, view, page);
  let whys = 0;
  for (let review = 0; review < reviews; review += 1) {
    page.begin(review);
    let told = ERROR;
    try {
      told = tell(review);
    } catch (error) {
      page.number = null;
      failed(review, fault(error));
    }
    const answer = told & 0xff;
    answers[review] = answer;
    if (asks) looked[review] = told >> 16;
    whys |= reasons[review] = (told >> 8) & 0xff;
    if (measures.length > 0) write(measures, review, page.number);
    page.end(page.rests, answer < ERROR);
  }
  return {
    answers: indicator.scale.length === 0 ? new Uint8Array(0) : answers,
    looked: asks && looked.some((byte) => byte !== LOOKED) ? looked : new Uint8Array(0),
    reasons: whys === 0 ? new Uint8Array(0) : reasons,
    measures: new Uint8Array(measures.buffer),
    evidence: page.cited.map((cited) => cited.finish()),
  };
}

/** The contract's byte for what was looked for. */
const LOOKED = 1;

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
    const looked = lookedFor === null ? YES : typeof lookedFor === "function" ? lookedFor(review) : lookedFor[review];
    const lookedByte = (looked === YES ? LOOKED : looked === NO ? 2 : 0) << 16;
    const arises = applies === null ? YES : typeof applies === "function" ? applies(review) : applies[review];
    if (arises !== YES) return lookedByte | (arises === NO ? NOT_APPLICABLE_BYTE : NOT_DETERMINABLE | ((arises >> 1) << 8));
    const given = indicator.answer(view.review(review), page);
    // Without a scale it has its number alone to rest on, and to be unknown.
    if (scale.length === 0) return lookedByte | (page.why << 8);
    page.rests = restsOn(given);
    const answer = told(given, scale);
    if (looked !== YES && absent[answer] === true) {
      page.measure(null); // a number would say that it was counted
      return lookedByte | NOT_DETERMINABLE | (NOT_LOOKED_FOR << 8);
    }
    return lookedByte | answer;
  };
}

/**
 * The codes of a guard by review, or a function that gives them; of none, none: it holds.
 * @param {string} name
 * @param {import("./indicator.js").Guard | undefined} guard
 * @param {import("./view.js").View} view
 */
function guard(name, guard, view) {
  if (guard === undefined) return null;
  if (guard instanceof Is) return view.truths(guard).codes;
  return (/** @type {number} */ review) => codeOf(guard(view.review(review)), name);
}

/**
 * @param {Float64Array} measures
 * @param {number} review
 * @param {import("./count.js").Measure | null} number
 */
function write(measures, review, number) {
  measures[3 * review] = number === null ? NaN : number.lower;
  measures[3 * review + 1] = number === null ? NaN : number.upper;
  measures[3 * review + 2] = number === null ? NaN : number.of;
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
  const was = teller(indicator, view, page)(0);
  const answer = was & 0xff;
  page.end(page.rests, answer < ERROR);
  const steps = [step(0, about.question, answerInWords(indicator, answer, (was >> 8) & 0xff), null)];
  for (const [name, text] of /** @type {const} */ ([["applies", "the question arises"], ["lookedFor", "it was looked for"]])) {
    const asked = guard(name, indicator[name], view);
    if (asked === null) continue;
    const truth = truthOf(typeof asked === "function" ? asked(0) : asked[0]);
    steps.push(step(1, text, truth.inWords(), truth.isUnknown() ? null : truth.isTrue()));
  }
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
