/** Answers: the lines of a scale, and what a truth makes of it. */

import { nearest } from "./nearest.js";
import { NO, Truth, YES, codeOf, named } from "./truth.js";

/** The bytes of answers that are no line of a scale. */
export const ERROR = 253;
export const NOT_DETERMINABLE = 254;
/** The question does not arise. */
export const NOT_APPLICABLE_BYTE = 255;

const OUTCOMES = ["present", "partly", "absent", "not-determinable", "not-applicable"];

/**
 * What a local answer means on the scale that all frameworks share.
 * @typedef {"present" | "partly" | "absent" | "not-determinable" | "not-applicable"} Outcome
 */

/** A line of a scale, in the framework's own words: what an indicator answers with. Made by `line`. */
export class Line {
  /**
   * @param {string} code
   * @param {string} label
   * @param {Outcome | null} concern
   * @param {Outcome | null} strength
   */
  constructor(code, label, concern, strength) {
    this.code = code;
    this.label = label;
    this.concern = concern;
    this.strength = strength;
    Object.freeze(this);
  }

  /** Whether it is *absent* and nothing else: of the concern or of the strength, and neither present nor partly there. */
  saysThatNothingWasFound() {
    const sides = [this.concern, this.strength];
    return sides.includes("absent") && !sides.includes("present") && !sides.includes("partly");
  }
}

/**
 * A line of a scale in the framework's own words, and what it means for the concern and for the strength: `line("once", "Once",
 * { concern: "partly" })`. It says nothing of a side that is not named.
 * @param {string} code
 * @param {string} label
 * @param {{ concern?: Outcome, strength?: Outcome }} means
 * @returns {Line}
 */
export function line(code, label, means = {}) {
  for (const [side, outcome] of Object.entries(means)) {
    if (side !== "concern" && side !== "strength") throw new TypeError(`line "${code}": it means something for the concern and the strength, not for "${side}"`);
    if (OUTCOMES.includes(outcome)) continue;
    const hint = nearest(String(outcome), OUTCOMES) ?? `one of ${OUTCOMES.join(", ")}`;
    throw new TypeError(`line "${code}": there is no outcome ${named(outcome)} (${hint})`);
  }
  return new Line(code, label, means.concern ?? null, means.strength ?? null);
}

/** The answer where the question does not arise. */
export const NOT_APPLICABLE = Object.freeze({ notApplicable: true });

/**
 * An answer to an indicator: a line of its scale; what a truth makes of it: the first line where it holds, the last where it does not,
 * not determinable where it is unknown; or that the question does not arise.
 * @typedef {Line | Because | Truth | typeof NOT_APPLICABLE} Answer
 */

/** A line of the scale that is given since something holds: it rests on what that rests on. */
export class Because {
  /**
   * @param {Line} line
   * @param {number} found
   */
  constructor(line, found) {
    this.line = line;
    this.found = found;
  }
}

/**
 * The lines of a scale one after the other: the first that holds is the answer, and one that cannot be told ends the search. The answer
 * rests on what made its line hold, whatever else was asked.
 *
 * `new Ladder().when(twice, REPEATED).when(once, ONCE).otherwise(NONE)`
 */
export class Ladder {
  constructor() {
    /** @type {Because | Truth | null} */
    this.answer = null;
  }

  /**
   * The next line, and when it is the answer.
   * @param {Truth} holds
   * @param {Line} then
   * @returns {this}
   */
  when(holds, then) {
    const code = codeOf(holds, "when");
    if (code !== NO && this.answer === null) this.answer = code === YES ? new Because(then, holds.found) : holds;
    return this;
  }

  /**
   * The line that is left where none of those before holds.
   * @param {Line} line
   * @returns {Answer}
   */
  otherwise(line) {
    return this.answer ?? new Because(line, 0);
  }
}

/** The bits of all that the page found. */
const ALL = -1;

/**
 * The findings of the page that an answer rests on, as bits: what is given by itself rests on all.
 * @param {Answer} answer
 */
export function restsOn(answer) {
  if (answer instanceof Because) return answer.found;
  return answer instanceof Truth ? (answer.code === YES ? answer.found : 0) : ALL;
}

/**
 * The byte of an answer and, above it, why it could not be told.
 * @param {Answer} answer
 * @param {Line[]} scale
 * @returns {number}
 */
export function told(answer, scale) {
  const line = answer instanceof Because ? answer.line : answer;
  const place = scale.indexOf(/** @type {any} */ (line));
  if (place >= 0) return place;
  if (answer instanceof Truth) {
    if (answer.code === YES) return 0;
    return answer.code === NO ? scale.length - 1 : NOT_DETERMINABLE | ((answer.code >> 1) << 8);
  }
  if (answer === NOT_APPLICABLE) return NOT_APPLICABLE_BYTE;
  if (line instanceof Line) throw new TypeError(`"${line.code}" is no line of its scale`);
  throw new TypeError(`an answer is a Truth, a line of the scale or NOT_APPLICABLE, not ${named(line)}`);
}
