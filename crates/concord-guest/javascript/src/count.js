/** Numbers as far as they can be told: counts, and what is worked out of counts and values. */

import { bitOf, namesOf } from "./reason.js";
import { NO, Truth, YES, codeOf, named, truthOf, truthWith, unknownCode } from "./truth.js";

/**
 * A number that an indicator gives: known, or known to lie between two ends. Of a share, `lower` and `upper` are counts and `of` is
 * the number that they are of; else `of` is 1.
 * @typedef {{ lower: number, upper: number, of: number }} Measure
 */

/**
 * How many there are, as far as it can be told: at the least those that are known, at the most the unknown ones too. What is added to
 * it, taken from it or multiplied with it keeps it between two ends, and so does a value that is missing.
 */
export class Count {
  /**
   * @param {number} least
   * @param {number} most
   * @param {number} bits
   * @param {number} found
   */
  constructor(least = 0, most = least, bits = 0, found = 0) {
    /** Those known to be so. */
    this.least = least;
    /** Those known to be so and those that may be; infinite where nothing bounds it. */
    this.most = most;
    /** Why it cannot be told of the rest, as bits. */
    this.bits = least < most ? bits : 0;
    /** The findings of the page that it rests on, a bit each. */
    this.found = found;
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
    if (truth.code === YES) this.found |= truth.found;
  }

  /** @param {number} code */
  addCode(code) {
    if (code === YES) this.least += 1;
    if (code !== NO) this.most += 1;
    this.bits |= code >> 1;
  }

  /**
   * Whether there are `number` of them or more.
   * @param {Numeric} number
   * @returns {Truth}
   */
  atLeast(number) {
    const other = countOf(number);
    return this.told(other, this.least >= other.most, this.most >= other.least);
  }

  /**
   * Whether there are `number` of them or fewer.
   * @param {Numeric} number
   * @returns {Truth}
   */
  atMost(number) {
    const other = countOf(number);
    return this.told(other, this.most <= other.least, this.least <= other.most);
  }

  /**
   * Whether there are just `number` of them.
   * @param {Numeric} number
   * @returns {Truth}
   */
  exactly(number) {
    const other = countOf(number);
    const meet = this.least <= other.most && other.least <= this.most;
    return this.told(other, meet && this.isKnown() && other.isKnown(), meet);
  }

  /**
   * A comparison that certainly holds, or possibly.
   * @param {Count} other
   * @param {boolean} certainly
   * @param {boolean} possibly
   */
  told(other, certainly, possibly) {
    if (possibly && !certainly) return truthOf(unknownCode(this.bits | other.bits));
    return truthWith(certainly ? YES : NO, this.found | other.found);
  }

  /** Both together. @param {Numeric} number @returns {Count} */
  plus(number) {
    const other = countOf(number);
    return this.with(other, this.least + other.least, this.most + other.most);
  }

  /** What is left of it without another. @param {Numeric} number @returns {Count} */
  minus(number) {
    const other = countOf(number);
    return this.with(other, this.least - other.most, this.most - other.least);
  }

  /** So many times. @param {Numeric} number @returns {Count} */
  times(number) {
    const other = countOf(number);
    const ends = [this.least, this.most].flatMap((one) => [product(one, other.least), product(one, other.most)]);
    return this.with(other, Math.min(...ends), Math.max(...ends));
  }

  /**
   * @param {Count} other
   * @param {number} least
   * @param {number} most
   */
  with(other, least, most) {
    return new Count(least, most, this.bits | other.bits, this.found | other.found);
  }

  /** Why it cannot be told, by names; empty where it is known. @returns {string[]} */
  reasons() {
    return namesOf(this.bits);
  }

  /** Whether it can be told how many there are. @returns {boolean} */
  isKnown() {
    return this.least >= this.most;
  }

  /**
   * The count as a number; `null` where nothing bounds it.
   * @returns {Measure | null}
   */
  measure() {
    return Number.isFinite(this.least) && Number.isFinite(this.most) ? { lower: this.least, upper: this.most, of: 1 } : null;
  }

  /**
   * The count as a share of so many. It is no number where it cannot be told of how many.
   * @param {Numeric} all
   * @returns {Share}
   */
  shareOf(all) {
    const of = countOf(all);
    const measure = this.measure();
    return new Share(measure !== null && of.isKnown() ? { ...measure, of: of.least } : null, this.bits | of.bits, this.found);
  }

  /**
   * The same, resting on findings of the page too.
   * @param {number} found
   */
  restingOn(found) {
    return found === 0 ? this : new Count(this.least, this.most, this.bits, this.found | found);
  }

  /** @returns {never} */
  [Symbol.toPrimitive]() {
    throw new TypeError("a count may be uncertain and is no number: ask atLeast, atMost, exactly, least or most");
  }
}

/** A count of so many, if it can be told of how many. */
export class Share {
  /**
   * @param {Measure | null} measure
   * @param {number} bits
   * @param {number} found
   */
  constructor(measure, bits, found) {
    /** The ends of the count, and of what; `null` where it cannot be told. */
    this.measure = measure;
    this.bits = bits;
    this.found = found;
  }

  /** Why it is not known, by names. @returns {string[]} */
  reasons() {
    return namesOf(this.bits);
  }
}

/**
 * What can be worked with as a number.
 * @typedef {Count | number | import("./value.js").NumberValue} Numeric
 */

/**
 * A count, a value or a plain number as a count; a value that is missing may be any number.
 * @param {Numeric} number
 * @returns {Count}
 */
export function countOf(number) {
  if (number instanceof Count) return number;
  if (typeof number === "number" && !Number.isNaN(number)) return new Count(number);
  const { missing, value } = /** @type {any} */ (number ?? {});
  if (typeof missing !== "number" || typeof value !== "number") throw new TypeError(`a number, a count or a number's value was wanted, not ${named(number)}`);
  return missing === 0 ? new Count(value) : new Count(-Infinity, Infinity, bitOf(missing));
}

/**
 * How many there are of what nobody gave.
 * @param {number} bits
 */
export const notGiven = (bits) => new Count(0, Infinity, bits);

/**
 * The one where a truth holds, the other where it does not: two truths, or two numbers. Where it is unknown, what both agree on, or
 * anything between the ends of both; `if` and `? :` would have to take it for false.
 * @template {Truth | Numeric} T
 * @param {Truth} truth
 * @param {T} one
 * @param {T} other
 * @returns {T extends Truth ? Truth : Count}
 */
export function choose(truth, one, other) {
  const code = codeOf(truth, "choose");
  const chosen = one instanceof Truth ? chooseTruth(truth, code, one, /** @type {any} */ (other)) : chooseCount(truth, code, /** @type {any} */ (one), /** @type {any} */ (other));
  return /** @type {any} */ (chosen);
}

/** @param {Truth} truth @param {number} code @param {Truth} one @param {Truth} other */
function chooseTruth(truth, code, one, other) {
  const [first, second] = [codeOf(one, "choose"), codeOf(other, "choose")];
  if (code <= YES) return code === YES ? truthWith(first, truth.found | one.found) : truthWith(second, truth.found | other.found);
  if (first === second && first <= YES) return truthWith(first, one.found | other.found);
  return truthOf(unknownCode((code | first | second) >> 1));
}

/** @param {Truth} truth @param {number} code @param {Numeric} one @param {Numeric} other */
function chooseCount(truth, code, one, other) {
  const [first, second] = [countOf(one), countOf(other)];
  if (code <= YES) return (code === YES ? first : second).restingOn(truth.found);
  return new Count(Math.min(first.least, second.least), Math.max(first.most, second.most), (code >> 1) | first.bits | second.bits);
}

/**
 * Nothing times anything is nothing, also where it is not known of what.
 * @param {number} one
 * @param {number} other
 */
const product = (one, other) => (one === 0 || other === 0 ? 0 : one * other);
