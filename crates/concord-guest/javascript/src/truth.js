/** Truth that may be unknown. */

import { NOT_KNOWN, NOT_RECORDED, REASONS, inWords, namesOf } from "./reason.js";

/** The code of what holds, in columns of truths and in a `Truth`. An unknown's code is its reasons, one bit up. */
export const YES = 1;
/** The code of what does not hold. */
export const NO = 0;

/**
 * The code of an unknown with these reason bits, 0 to 6. Without any it is *not known*.
 * @param {number} reasons
 */
export const unknownCode = (reasons) => ((reasons << 1) & 0xff) || NOT_KNOWN << 1;

/**
 * Kleene's and, of two codes. Reasons stay with what is unknown only.
 * @param {number} a
 * @param {number} b
 */
export function andCodes(a, b) {
  if (a === NO || b === NO) return NO;
  const either = a | b;
  return either > YES ? either & ~YES : either;
}

/**
 * Kleene's or, of two codes.
 * @param {number} a
 * @param {number} b
 */
export function orCodes(a, b) {
  return a === YES || b === YES ? YES : a | b;
}

/**
 * Kleene's not, of a code.
 * @param {number} code
 */
export const notCode = (code) => (code > YES ? code : code ^ YES);

/**
 * True, false or unknown in Kleene's strong logic (*Introduction to Metamathematics*, 1952, §64); if unknown, why.
 *
 * `and`, `or` and `not` are Kleene's: false and unknown is false, true and unknown is unknown. JavaScript takes every object for
 * true and nothing can stop it, so a truth must never stand where a boolean is wanted: ask `isTrue()`, `isFalse()` or
 * `isUnknown()`. Comparing, adding or printing one throws.
 */
export class Truth {
  /**
   * @param {number} code the truth's code; use the constants and functions of the class instead
   * @param {number} found the findings of the page that it rests on, a bit each
   */
  constructor(code, found = 0) {
    /** @type {number} */
    this.code = code;
    /** @type {number} */
    this.found = found;
    Object.freeze(this);
  }

  /**
   * What is known to hold or not.
   * @param {boolean} holds
   * @returns {Truth}
   */
  static known(holds) {
    if (typeof holds !== "boolean") throw new TypeError(`Truth.known takes a boolean, not ${named(holds)}`);
    return holds ? Truth.TRUE : Truth.FALSE;
  }

  /**
   * It cannot be told, for these reasons, by their names: `Truth.unknown("not_recorded")`. Without any it is *not known*.
   * @param {...string} reasons
   * @returns {Truth}
   */
  static unknown(...reasons) {
    return truthOf(unknownCode(reasons.reduce((set, name) => set | bitNamed(name), 0)));
  }

  /**
   * True if one of them is, false if all are false, else unknown.
   * @param {Iterable<Truth>} truths
   * @returns {Truth}
   */
  static any(truths) {
    let any = Truth.FALSE;
    for (const truth of truths) {
      codeOf(truth, "Truth.any");
      any = joinOr(any, truth);
    }
    return any;
  }

  /**
   * True if all of them are, false if one is false, else unknown.
   * @param {Iterable<Truth>} truths
   * @returns {Truth}
   */
  static all(truths) {
    let all = Truth.TRUE;
    for (const truth of truths) {
      codeOf(truth, "Truth.all");
      all = joinAnd(all, truth);
    }
    return all;
  }

  /**
   * Whether this and the others hold.
   * @param {...Truth} others
   * @returns {Truth}
   */
  and(...others) {
    let all = /** @type {Truth} */ (this);
    for (let at = 0; at < others.length; at += 1) {
      codeOf(others[at], "and");
      all = joinAnd(all, others[at]);
    }
    return all;
  }

  /**
   * Whether this or one of the others holds.
   * @param {...Truth} others
   * @returns {Truth}
   */
  or(...others) {
    let any = /** @type {Truth} */ (this);
    for (let at = 0; at < others.length; at += 1) {
      codeOf(others[at], "or");
      any = joinOr(any, others[at]);
    }
    return any;
  }

  /**
   * Whether this does not hold.
   * @returns {Truth}
   */
  not() {
    return truthWith(notCode(this.code), this.found);
  }

  /** Whether it is known to hold. @returns {boolean} */
  isTrue() {
    return this.code === YES;
  }

  /** Whether it is known not to hold. @returns {boolean} */
  isFalse() {
    return this.code === NO;
  }

  /** Whether it cannot be told. @returns {boolean} */
  isUnknown() {
    return this.code > YES;
  }

  /** Why it cannot be told, by names; empty where it is known. @returns {string[]} */
  reasons() {
    return namesOf(this.code >> 1);
  }

  /** In words: `yes`, `no`, `not determinable (refused)`. @returns {string} */
  inWords() {
    if (this.code > YES) return inWords(this.code >> 1);
    return this.code === YES ? "yes" : "no";
  }

  /** @returns {never} */
  [Symbol.toPrimitive]() {
    throw new TypeError("a truth may be unknown and is no value: combine it with and, or, not, or ask isTrue()");
  }

  /** What Node's console and tests print. */
  [Symbol.for("nodejs.util.inspect.custom")]() {
    return `Truth(${this.inWords()})`;
  }
}

/** One for each code, so that none is made while a framework runs. */
const TRUTHS = Array.from({ length: 256 }, (_, code) => new Truth(code));
/** It holds. */
Truth.TRUE = TRUTHS[YES];
/** It does not hold. */
Truth.FALSE = TRUTHS[NO];

/**
 * The truth of a code.
 * @param {number} code
 * @returns {Truth}
 */
export const truthOf = (code) => TRUTHS[code];

/**
 * The truth of a code that rests on findings of the page. What is unknown rests on nothing.
 * @param {number} code
 * @param {number} found
 */
export const truthWith = (code, found) => (found === 0 || code > YES ? TRUTHS[code] : new Truth(code, found));

/**
 * Both of two. What is true rests on what made it so, and what is false as well.
 * @param {Truth} a
 * @param {Truth} b
 */
export function joinAnd(a, b) {
  const code = andCodes(a.code, b.code);
  return truthWith(code, (a.code === code ? a.found : 0) | (b.code === code ? b.found : 0));
}

/**
 * Either of two.
 * @param {Truth} a
 * @param {Truth} b
 */
export function joinOr(a, b) {
  const code = orCodes(a.code, b.code);
  return truthWith(code, (a.code === code ? a.found : 0) | (b.code === code ? b.found : 0));
}

/**
 * The code of what must be a truth.
 * @param {Truth} truth
 * @param {string} where who asks, for the message
 * @returns {number}
 */
export function codeOf(truth, where) {
  // Most truths are made once, so that this is as good as `instanceof` and costs the box less.
  const code = truth?.code;
  if (typeof code === "number" && (TRUTHS[code] === truth || truth instanceof Truth)) return code;
  throw new TypeError(`${where} takes a Truth, not ${named(truth)} (write Truth.known(…) for what is known)`);
}

/** @param {string} name */
function bitNamed(name) {
  const bit = REASONS.indexOf(name);
  if (bit < 0) throw new TypeError(`there is no reason "${name}" (the reasons are ${REASONS.join(", ")})`);
  return 1 << bit;
}

/**
 * A value in a message.
 * @param {unknown} value
 * @returns {string}
 */
export function named(value) {
  if (typeof value === "object" && value !== null) return `a ${value.constructor?.name ?? "object"}`;
  return typeof value === "function" ? "a function" : typeof value === "string" ? `"${value}"` : String(value);
}

/** The truth of an order that cannot be told because a date is known too coarsely: the record does not say the day. */
export const COARSE = truthOf(unknownCode(NOT_RECORDED));
