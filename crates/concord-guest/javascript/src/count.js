/** How many there are, as far as it can be told. */

import { namesOf } from "./reason.js";
import { NO, Truth, YES, codeOf, truthOf, unknownCode } from "./truth.js";

/**
 * A number that an indicator gives: known, or known to lie between two ends. Of a share, `lower` and `upper` are counts and `of` is
 * the number that they are of; else `of` is 1.
 * @typedef {{ lower: number, upper: number, of: number }} Measure
 */

/**
 * How many there are, as far as it can be told: at the least those that are known, at the most the unknown ones too.
 */
export class Count {
  constructor() {
    /** Those known to be so. */
    this.least = 0;
    /** Those known to be so and those that may be. */
    this.most = 0;
    /** Why it cannot be told of the rest, as bits. */
    this.bits = 0;
  }

  /**
   * Counts those that are true.
   * @param {Iterable<Truth>} truths
   * @returns {Count}
   */
  static of(truths) {
    const count = new Count();
    for (const truth of truths) count.add(truth);
    return count;
  }

  /**
   * Counts one more.
   * @param {Truth} truth
   */
  add(truth) {
    this.addCode(codeOf(truth, "Count.add"));
  }

  /**
   * Adds why it cannot be told how many there are, from an unknown truth.
   * @param {Truth} unknown
   */
  because(unknown) {
    this.bits |= codeOf(unknown, "Count.because") > YES ? unknown.code >> 1 : 0;
  }

  /** @param {number} code */
  addCode(code) {
    if (code === YES) this.least += 1;
    if (code !== NO) this.most += 1;
    this.bits |= code >> 1;
  }

  /**
   * Whether there are `number` of them or more.
   * @param {number} number
   * @returns {Truth}
   */
  atLeast(number) {
    if (this.least >= number) return Truth.TRUE;
    return this.most < number ? Truth.FALSE : truthOf(unknownCode(this.bits));
  }

  /**
   * Whether there are `number` of them or fewer.
   * @param {number} number
   * @returns {Truth}
   */
  atMost(number) {
    return this.atLeast(number + 1).not();
  }

  /** Why it cannot be told, by names; empty where it is known. @returns {string[]} */
  reasons() {
    return namesOf(this.bits);
  }

  /** Whether it can be told how many there are. @returns {boolean} */
  isKnown() {
    return this.least === this.most;
  }

  /**
   * The count as a number.
   * @returns {Measure}
   */
  measure() {
    return { lower: this.least, upper: this.most, of: 1 };
  }

  /**
   * The count as a share of so many; `null` of none.
   * @param {number} all
   * @returns {Measure | null}
   */
  shareOf(all) {
    return all > 0 ? { lower: this.least, upper: this.most, of: all } : null;
  }

  /** @returns {never} */
  [Symbol.toPrimitive]() {
    throw new TypeError("a count may be uncertain and is no number: ask atLeast, atMost, least or most");
  }
}
