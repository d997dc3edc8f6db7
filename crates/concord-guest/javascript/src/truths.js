/**
 * The truths of a condition for all rows of a table: a code a row, and the rows of which it does not say *no*, which are few. The box
 * interprets JavaScript, so what is done for every row costs most: questions go over those rows alone, and the engine's own search
 * finds them.
 */

import { bitOf } from "./reason.js";
import { NO, andCodes, notCode, orCodes, unknownCode } from "./truth.js";

/** The code of the unknown that a byte of a `missing` buffer makes. */
export const MISSING = Uint8Array.from({ length: 256 }, (_, missing) => unknownCode(bitOf(missing)));
/** The greatest byte of a `missing` buffer. */
const REASONS = 6;

/** The truths of a condition. */
export class Truths {
  /** @param {number} rows */
  constructor(rows) {
    /** A code a row. */
    this.codes = new Uint8Array(rows);
    /** @type {number[]} the rows whose code is not *no*; in order once it is `sorted` */
    this.hits = [];
    /** @type {Uint32Array | null} by review, where its hits start */
    this.starts = null;
  }

  /**
   * Says what a row comes to. Each row is said once, or again after what was not known.
   * @param {number} row
   * @param {number} code
   */
  set(row, code) {
    if (code === NO) return;
    if (this.codes[row] === NO) this.hits.push(row);
    this.codes[row] = code;
  }

  /**
   * Says the same of all rows that have a byte.
   * @param {Uint8Array} bytes a byte a row
   * @param {number} byte
   * @param {number} code
   */
  setWhere(bytes, byte, code) {
    const { codes, hits } = this;
    for (let row = bytes.indexOf(byte); row >= 0; row = bytes.indexOf(byte, row + 1)) {
      if (codes[row] === NO) hits.push(row);
      codes[row] = code;
    }
  }

  /**
   * What is missing cannot be told, whatever its slot holds.
   * @param {Uint8Array} missing
   * @returns {this}
   */
  unlessMissing(missing) {
    if (missing.length > 0) for (let reason = 1; reason <= REASONS; reason += 1) this.setWhere(missing, reason, MISSING[reason]);
    return this.sorted();
  }

  /** With the hits in the order of the rows. @returns {this} */
  sorted() {
    const { hits } = this;
    for (let at = 1; at < hits.length; at += 1) {
      if (hits[at] < hits[at - 1]) {
        this.hits = Array.from(Uint32Array.from(hits).sort());
        break;
      }
    }
    return this;
  }

  /**
   * Where each review's hits start, and at last how many there are.
   * @param {Uint32Array} offsets the first row of each review, and at last how many rows there are
   * @returns {Uint32Array}
   */
  byReview(offsets) {
    if (this.starts === null) {
      const { hits } = this;
      const starts = new Uint32Array(offsets.length);
      for (let review = 1, hit = 0; review < offsets.length; review += 1) {
        const end = offsets[review];
        while (hit < hits.length && hits[hit] < end) hit += 1;
        starts[review] = hit;
      }
      this.starts = starts;
    }
    return this.starts;
  }
}

/**
 * Whether both hold. Only where neither says no, so the one that says it more often is the one that is followed.
 * @param {Truths} a
 * @param {Truths} b
 */
export function both(a, b) {
  const truths = new Truths(a.codes.length);
  const { codes } = truths;
  const sparse = a.hits.length < b.hits.length ? a : b;
  const other = sparse === a ? b.codes : a.codes;
  for (let at = 0; at < sparse.hits.length; at += 1) {
    const row = sparse.hits[at];
    const beside = other[row];
    if (beside === NO) continue;
    codes[row] = andCodes(sparse.codes[row], beside);
    truths.hits.push(row);
  }
  return truths;
}

/**
 * Whether one holds.
 * @param {Truths} a
 * @param {Truths} b
 */
export function either(a, b) {
  const truths = new Truths(a.codes.length);
  truths.codes.set(a.codes);
  truths.hits = a.hits.slice();
  for (let at = 0; at < b.hits.length; at += 1) {
    const row = b.hits[at];
    truths.set(row, orCodes(truths.codes[row], b.codes[row]));
  }
  return truths.sorted();
}

/**
 * Whether it does not hold.
 * @param {Truths} a
 */
export function neither(a) {
  const truths = new Truths(a.codes.length);
  for (let row = 0; row < a.codes.length; row += 1) truths.set(row, notCode(a.codes[row]));
  return truths;
}
