/** What a row can be asked, worked out for all rows of a batch at once. A framework composes conditions while it is opened. */

import { NOT_RECORDED, OUTSIDE_CODEBOOK } from "./reason.js";
import { NO, YES, unknownCode } from "./truth.js";
import { MISSING, Truths, both, either, neither } from "./truths.js";

/** The byte of a value that the host holds back. */
const WITHHELD = 6;

/**
 * What a row can be asked with `row.is(condition)`: that a field has a code, a set a member, a review examined a theme, or what
 * `and`, `or` and `not` make of such. Made by the fields that a framework asks for.
 *
 * It is no truth value: it stands for every row. Comparing or adding it throws.
 */
export class Is {
  /**
   * @param {import("./fields.js").Fields} fields
   * @param {number} place among the conditions of the framework
   * @param {number} table the number of the table whose rows can be asked
   * @param {(view: import("./view.js").View) => Truths} truths
   */
  constructor(fields, place, table, truths) {
    this.fields = fields;
    this.place = place;
    this.table = table;
    this.truths = truths;
  }

  /**
   * Whether this and the others hold.
   * @param {...Is} others conditions on rows of the same table
   * @returns {Is}
   */
  and(...others) {
    return others.reduce((left, right) => left.joined(right, "and", both), /** @type {Is} */ (this));
  }

  /**
   * Whether this or one of the others holds.
   * @param {...Is} others conditions on rows of the same table
   * @returns {Is}
   */
  or(...others) {
    return others.reduce((left, right) => left.joined(right, "or", either), /** @type {Is} */ (this));
  }

  /** Whether this does not hold. @returns {Is} */
  not() {
    return this.fields.condition(this.table, `not ${this.place}`, (view) => neither(view.truths(this)));
  }

  /**
   * @param {Is} other
   * @param {string} word
   * @param {(a: Truths, b: Truths) => Truths} join
   */
  joined(other, word, join) {
    if (!(other instanceof Is)) throw new TypeError(`${word} takes another condition`);
    if (other.table !== this.table) throw new TypeError(`${word} joins conditions on rows of one table only; ask each of its own row`);
    return this.fields.condition(this.table, `${this.place} ${word} ${other.place}`, (view) => join(view.truths(this), view.truths(other)));
  }

  /** @returns {never} */
  [Symbol.toPrimitive]() {
    throw new TypeError("a condition is no truth value: ask row.is(condition), or join conditions with and, or, not");
  }
}

/**
 * Whether each row's byte is one of these.
 * @param {import("./column.js").Column} column
 * @param {number[]} wanted
 */
export function oneOf({ rows, values, missing }, wanted) {
  const truths = new Truths(rows);
  for (const byte of wanted) truths.setWhere(values, byte, YES);
  return truths.unlessMissing(missing);
}

/**
 * Whether each row has a value.
 * @param {import("./column.js").Column} column
 */
export function given({ rows, missing }) {
  const truths = new Truths(rows);
  for (let row = 0; row < rows; row += 1) if (missing.length === 0 || missing[row] === 0) truths.set(row, YES);
  return truths;
}

/**
 * Whether each row's set has a bit.
 * @param {import("./column.js").Column} column
 * @param {number} width the bytes of a set
 * @param {number} bit
 */
export function member({ rows, values, missing }, width, bit) {
  const truths = new Truths(rows);
  const mask = 1 << (bit & 7);
  for (let row = 0, byte = bit >> 3; row < rows; row += 1, byte += width) {
    if ((values[byte] & mask) !== 0) truths.set(row, YES);
  }
  return truths.unlessMissing(missing);
}

/**
 * Whether each number lies between two, which count.
 * @param {import("./column.js").Column} column
 * @param {Int32Array | Float64Array} numbers
 * @param {number} least
 * @param {number} most
 */
export function between({ rows, missing }, numbers, least, most) {
  const truths = new Truths(rows);
  for (let row = 0; row < rows; row += 1) {
    const number = numbers[row];
    if (number >= least && number <= most) truths.set(row, YES);
  }
  return truths.unlessMissing(missing);
}

/**
 * Whether each row carries a local code. A row of a review whose codebook has the code, and which has none or another, does not
 * carry it. Where the codebook has no such code, or none is named, it cannot be told, unless the row has the very code.
 * @param {import("./view.js").View} view
 * @param {number} table
 * @param {import("./column.js").Column} column
 * @param {string} code
 * @param {{ column: import("./column.js").Column, having: Set<number> } | null} books
 */
export function locals(view, table, column, code, books) {
  const truths = new Truths(column.rows);
  const wanted = column.distinct().indexOf(code);
  const places = column.places();
  for (let review = 0; review < view.reviews; review += 1) {
    const outside = books === null ? NO : outsideOf(books, review);
    const end = view.end(table, review);
    for (let row = view.start(table, review); row < end; row += 1) {
      const missing = column.missingAt(row);
      if (missing === 0 && places[row] === wanted) truths.set(row, YES);
      else truths.set(row, missing === WITHHELD || (books === null && missing !== 0) ? MISSING[missing] : outside);
    }
  }
  return truths;
}

/**
 * What a row of a review comes to that does not carry the code.
 * @param {{ column: import("./column.js").Column, having: Set<number> }} books
 * @param {number} review
 */
function outsideOf({ column, having }, review) {
  const missing = column.missingAt(review);
  if (missing !== 0) return MISSING[missing];
  return having.has(column.values[review]) ? NO : unknownCode(OUTSIDE_CODEBOOK);
}

/**
 * Whether each review examined a theme: it set out to, or a row of a child table carries it. Not known where neither is recorded.
 * @param {import("./view.js").View} view
 * @param {Truths | null} declared
 * @param {{ table: number, carries: Is }[]} carriers
 */
export function examined(view, declared, carriers) {
  const truths = declared ?? new Truths(view.reviews);
  if (declared === null) for (let review = 0; review < view.reviews; review += 1) truths.set(review, unknownCode(NOT_RECORDED));
  for (const { table, carries } of carriers) {
    const { codes, hits } = view.truths(carries);
    for (let at = 0, review = 0; at < hits.length; at += 1) {
      while (hits[at] >= view.end(table, review)) review += 1;
      if (codes[hits[at]] === YES) truths.set(review, YES);
    }
  }
  return truths.sorted();
}
