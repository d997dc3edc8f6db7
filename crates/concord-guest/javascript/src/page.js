/** What an indicator writes down for one review: the rows that its answer rests on, its number, its notes. */

import { Count } from "./count.js";
import { Truth, named } from "./truth.js";
import { Value } from "./value.js";

/**
 * One step of the reasoning behind an answer, as the contract has it.
 * @typedef {{ depth: number, at: string | null, text: string, value: string, holds: boolean | null, table: string | null,
 *   rows: number[] }} Step
 */

/** The page on which an indicator's answer to one review is written. */
export class Page {
  /**
   * @param {CitedRows[]} cited one for each table that the indicator cites
   * @param {Step[] | null} notes kept only while an answer is explained
   */
  constructor(cited, notes) {
    this.cited = cited;
    this.notes = notes;
    this.review = 0;
    /** @type {import("./count.js").Measure | null} */
    this.number = null;
  }

  /**
   * Ends a review.
   * @param {boolean} answered
   */
  end(answered) {
    for (let place = 0; place < this.cited.length; place += 1) {
      const cited = this.cited[place];
      if (cited.rows.length !== cited.start) cited.endReview(this.review, answered);
    }
  }

  /**
   * Says that the answer rests on a row. Citing a row twice is citing it once.
   * @param {import("./row.js").Row} row a child row of the review, of a table that the indicator declares in `cites`
   */
  cite(row) {
    if (row._review !== this.review) throw new RangeError("a row of another review was cited");
    this.of(row._table).push(row._place);
  }

  /**
   * Whether a question holds for any of the rows; all rows for which it does are cited.
   * @param {import("./rows.js").Rows} rows
   * @param {import("./rows.js").Asks} asks
   * @returns {Truth}
   */
  any(rows, asks) {
    return rows.any(asks, this);
  }

  /**
   * For how many of the rows a question holds; they are cited.
   * @param {import("./rows.js").Rows} rows
   * @param {import("./rows.js").Asks} asks
   * @returns {Count}
   */
  count(rows, asks) {
    return rows.count(asks, this);
  }

  /**
   * Gives the indicator's number for this review: a number, a count's `measure()` or `shareOf(all)`; `null` where there is none.
   * @param {import("./count.js").Measure | number | null} measure
   */
  measure(measure) {
    const number = typeof measure === "number" ? { lower: measure, upper: measure, of: 1 } : measure;
    if (number !== null) checkMeasure(number);
    this.number = number;
  }

  /**
   * Notes a step of the reasoning, for those who ask why. Costs nothing while nobody does.
   * @param {string} text
   * @param {unknown} value a number, a text, a truth, a value or a count
   */
  note(text, value) {
    this.notes?.push(step(1, text, inWords(value), null));
  }

  /** @param {number} table */
  of(table) {
    for (let place = 0; place < this.cited.length; place += 1) if (this.cited[place].table === table) return this.cited[place];
    throw new TypeError("a row was cited of a table that the indicator does not say it cites: add it to cites");
  }
}

/** @param {import("./count.js").Measure} measure */
function checkMeasure({ lower, upper, of }) {
  const sound = [lower, upper, of].every(Number.isFinite) && lower <= upper && of >= 0;
  if (!sound) throw new RangeError(`${named(lower)} to ${named(upper)} of ${named(of)} is no measure`);
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function inWords(value) {
  if (value instanceof Truth) return value.inWords();
  if (value instanceof Value) return value.isGiven() ? inWords(value.given()) : `missing (${value.why()?.replaceAll("_", " ")})`;
  if (value instanceof Count) return value.isKnown() ? inNumerals(value.least) : `${value.least} to ${value.most}`;
  return typeof value === "number" ? inNumerals(value) : String(value);
}

/**
 * A number in digits, as the other SDKs write it: never with an exponent.
 * @param {number} number
 * @returns {string}
 */
export function inNumerals(number) {
  if (Object.is(number, -0)) return "-0";
  const text = String(number);
  const [, sign, whole, part = "", exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const [digits, point] = [whole + part, whole.length + Number(exponent)];
  return sign + (point <= 0 ? `0.${"0".repeat(-point)}${digits}` : digits.padEnd(point, "0"));
}

/**
 * A step of a reasoning that rests on no rows of its own.
 * @param {number} depth
 * @param {string} text
 * @param {string} value
 * @param {boolean | null} holds
 * @returns {Step}
 */
export function step(depth, text, value, holds) {
  return { depth, at: null, text, value, holds, table: null, rows: [] };
}

/** The rows of one table that an indicator cites, review by review. */
export class CitedRows {
  /**
   * @param {number} table
   * @param {number} reviews
   */
  constructor(table, reviews) {
    this.table = table;
    this.offsets = new Uint32Array(reviews + 1);
    /** @type {number[]} */
    this.rows = [];
    /** Where the present review's rows start. */
    this.start = 0;
    this.last = -1;
    this.disordered = false;
    /** The reviews whose end is written. */
    this.reviews = 0;
  }

  /** @param {number} row */
  push(row) {
    if (row <= this.last) this.disordered = true;
    this.last = row;
    this.rows.push(row);
  }

  /**
   * Ends a review; what led to no answer is no evidence. A review that cited nothing need not be ended.
   * @param {number} review
   * @param {boolean} answered
   */
  endReview(review, answered) {
    if (!answered) this.rows.length = this.start;
    else if (this.disordered) this.putInOrder();
    this.offsets.fill(this.start, this.reviews + 1, review + 1);
    this.start = this.rows.length;
    this.reviews = review + 1;
    this.offsets[this.reviews] = this.start;
    this.last = -1;
    this.disordered = false;
  }

  putInOrder() {
    const rows = [...new Set(this.rows.splice(this.start))].sort((a, b) => a - b);
    this.rows.push(...rows);
  }

  /** As the contract has it; empty where nothing is cited. */
  finish() {
    if (this.rows.length === 0) return { offsets: new Uint8Array(0), rows: new Uint8Array(0) };
    this.offsets.fill(this.start, this.reviews + 1);
    return { offsets: new Uint8Array(this.offsets.buffer), rows: new Uint8Array(Uint32Array.from(this.rows).buffer) };
  }
}
