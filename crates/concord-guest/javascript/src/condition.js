/** What a row can be asked, worked out for all rows of a batch at once. A framework composes conditions while it is opened. */

import { CARRIES_NONE, NOT_RECORDED, OUTSIDE_CODEBOOK, WITHHELD, bitOf } from "./reason.js";
import { NO, YES, orCodes, unknownCode } from "./truth.js";
import { MISSING, Truths, both, either, neither } from "./truths.js";

/**
 * Rows of a table that carry a theme.
 * @typedef {{ table: number, carries: Is }} Carrier
 */

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
   * @param {Is[]} parts the conditions that it is made of
   * @param {Carrier[]} carriers the rows that show it
   */
  constructor(fields, place, table, truths, parts, carriers) {
    this.fields = fields;
    this.place = place;
    this.table = table;
    this.truths = truths;
    this.parts = parts;
    this.carriers = carriers;
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
    return this.fields.condition(this.table, `not ${this.place}`, (view) => neither(view.truths(this)), [this]);
  }

  /**
   * @param {Is} other
   * @param {string} word
   * @param {(a: Truths, b: Truths) => Truths} join
   */
  joined(other, word, join) {
    if (!(other instanceof Is)) throw new TypeError(`${word} takes another condition`);
    if (other.table !== this.table) throw new TypeError(`${word} joins conditions on rows of one table only; ask each of its own row`);
    const truths = (/** @type {import("./view.js").View} */ view) => join(view.truths(this), view.truths(other));
    return this.fields.condition(this.table, `${this.place} ${word} ${other.place}`, truths, [this, other]);
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
 * Whether each row has a value; unknown where the host withholds it.
 * @param {import("./column.js").Column} column
 */
export function known(column) {
  const truths = new Truths(column.rows);
  for (let row = 0; row < column.rows; row += 1) {
    const missing = column.missingAt(row);
    truths.set(row, missing === 0 ? YES : missing === WITHHELD ? MISSING[missing] : NO);
  }
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
 * carry it; one of which it is not known what it has may. Where the codebook has no such code, or none is named, it cannot be told,
 * unless the row has the very code.
 * @param {import("./view.js").View} view
 * @param {number} table
 * @param {import("./column.js").Column} column
 * @param {string} code
 * @param {{ column: import("./column.js").Column, having: Set<number> } | null} books
 */
export function locals(view, table, column, code, books) {
  const truths = new Truths(column.rows);
  if (column.rows === 0) return truths;
  const wanted = column.distinct().indexOf(code);
  const places = column.places();
  const own = (/** @type {number} */ row, /** @type {number} */ missing) => {
    if (missing === 0) return places[row] === wanted ? YES : NO;
    return books !== null && CARRIES_NONE.includes(missing) ? NO : MISSING[missing];
  };
  for (let review = 0; review < view.reviews; review += 1) {
    const outside = books === null ? NO : outsideOf(books, review);
    const end = view.end(table, review);
    for (let row = view.start(table, review); row < end; row += 1) truths.set(row, orCodes(own(row, column.missingAt(row)), outside));
  }
  return truths;
}

/**
 * Whether a row of a review may carry a code that its coder had no word for.
 * @param {{ column: import("./column.js").Column, having: Set<number> }} books
 * @param {number} review
 */
function outsideOf({ column, having }, review) {
  const missing = column.missingAt(review);
  if (missing !== 0) return unknownCode(OUTSIDE_CODEBOOK | bitOf(missing));
  return having.has(column.values[review]) ? NO : unknownCode(OUTSIDE_CODEBOOK);
}

/**
 * Whether each review examined a theme: it set out to, or a row of a child table carries it. Not known where neither is recorded, or
 * where a row may carry it and it cannot be told.
 * @param {import("./view.js").View} view
 * @param {Truths | null} declared
 * @param {Carrier[]} carriers
 */
export function examined(view, declared, carriers) {
  const truths = declared ?? new Truths(view.reviews);
  const or = (/** @type {number} */ review, /** @type {number} */ code) => truths.set(review, orCodes(truths.codes[review], code));
  const everywhere = (/** @type {number} */ code) => {
    for (let review = 0; review < view.reviews; review += 1) or(review, code);
  };
  if (declared === null) everywhere(unknownCode(NOT_RECORDED));
  for (const { table, carries } of carriers) {
    if (!view.has(table)) {
      everywhere(unknownCode(NOT_RECORDED));
      continue;
    }
    const { codes, hits } = view.truths(carries);
    for (let at = 0, review = 0; at < hits.length; at += 1) {
      while (hits[at] >= view.end(table, review)) review += 1;
      or(review, codes[hits[at]]);
    }
  }
  return truths.sorted();
}
