/** What an indicator writes down for one review: the rows that its answer rests on, its number, its notes. */

import { Count, Share, countOf } from "./count.js";
import { Truth, YES, andCodes, named, truthWith } from "./truth.js";
import { NumberValue, Value } from "./value.js";

/**
 * One step of the reasoning behind an answer, as the contract has it.
 * @typedef {{ depth: number, at: string | null, text: string, value: string, holds: boolean | null, table: string | null,
 *   rows: number[] }} Step
 */

/**
 * The page on which an indicator's answer to one review is written.
 *
 * What is asked here in place of the review's rows is remembered with the rows for which it held: an answer that was led to by it cites
 * them. What is asked within a question, such as of the rows that a row points at, belongs to the row that it was asked of.
 */
export class Page {
  /**
   * @param {CitedRows[]} cited one for each table that the indicator cites
   * @param {Step[] | null} notes kept only while an answer is explained
   */
  constructor(cited, notes) {
    this.cited = cited;
    this.notes = notes;
    /** @type {{ bit: number, table: number, row: number }[]} what was found, each with the bit of the question that found it */
    this.findings = [];
    this.review = 0;
    /** @type {import("./count.js").Measure | null} */
    this.number = null;
    /** Why the number is not known, and the findings that the answer rests on, as bits. */
    this.why = 0;
    this.rests = 0;
    this.asked = 0;
  }

  /**
   * Begins a review.
   * @param {number} review
   */
  begin(review) {
    this.review = review;
    this.number = null;
    this.why = 0;
    this.rests = 0;
    this.asked = 0;
    if (this.findings.length > 0) this.findings = [];
  }

  /**
   * Ends a review: cites what was found by the questions whose bits are given, and what was cited by hand.
   * @param {number} found
   * @param {boolean} answered
   */
  end(found, answered) {
    if (!answered || this.findings.length === 0) return;
    for (const { bit, table, row } of this.findings) if ((bit & (found | CITED)) !== 0) this.of(table).push(row);
    for (const cited of this.cited) if (cited.rows.length !== cited.start) cited.endReview(this.review);
  }

  /**
   * Says that the answer rests on a row, whatever it is. Citing a row twice is citing it once.
   * @param {import("./row.js").Row} row a child row of the review, of a table that the indicator declares in `cites`
   */
  cite(row) {
    if (row._review !== this.review) throw new RangeError("a row of another review was cited");
    this.found(CITED, row._table, row._place);
  }

  /**
   * Whether a condition holds for a review. What it rests on among the review's rows is found: the rows on a theme that was examined.
   * @param {import("./row.js").Row} review
   * @param {import("./condition.js").Is} condition
   * @returns {Truth}
   */
  is(review, condition) {
    const { code } = review.is(condition);
    if (code > YES) return truthWith(code, 0);
    const found = this.ask();
    this.restOn(review, condition, code, found);
    return truthWith(code, found);
  }

  /**
   * Finds what makes a condition what it is for a review.
   * @param {import("./row.js").Row} review
   * @param {import("./condition.js").Is} condition
   * @param {number} code
   * @param {number} found
   */
  restOn(review, condition, code, found) {
    const not = condition.parts.length === 1;
    for (const part of condition.parts) {
      const own = review.is(part).code;
      if (not || own === code) this.restOn(review, part, own, found);
    }
    if (code !== YES) return;
    for (const { table, carries } of condition.carriers) {
      for (const row of review._view.run(table, review._review).those(carries).certain()) this.found(found, table, row._place);
    }
  }

  /**
   * Whether a question holds for any of the rows; those for which it does are found.
   * @param {import("./rows.js").Rows} rows
   * @param {import("./rows.js").Asks} asks
   * @returns {Truth}
   */
  any(rows, asks) {
    return rows.saysNo(asks) ? Truth.FALSE : this.count(rows, asks).atLeast(1);
  }

  /**
   * For how many of the rows a question holds; they are found.
   * @param {import("./rows.js").Rows} rows
   * @param {import("./rows.js").Asks} asks
   * @returns {Count}
   */
  count(rows, asks) {
    const count = new Count();
    if (rows.saysNo(asks)) return count;
    if (!rows.isPlain(asks)) {
      const found = this.find(rows, asks, YES, (code) => count.addCode(code));
      return rows.more(count).restingOn(found);
    }
    const { rows: list, codes, from, to } = rows.candidates(asks);
    for (let at = from; at < to; at += 1) {
      const row = list === null ? at : list[at];
      count.addCode(codes[row]);
      if (codes[row] !== YES) continue;
      if (count.found === 0) count.found = this.ask();
      this.found(count.found, rows.table, row);
    }
    return count;
  }

  /**
   * Whether a question holds for all of the rows. Where it does they are found; where it does not, those that break it.
   * @param {import("./rows.js").Rows} rows
   * @param {import("./rows.js").Asks} asks
   * @returns {Truth}
   */
  all(rows, asks) {
    const before = this.mark();
    const { code } = rows.all(asks);
    this.settle(before, 0, 0);
    return truthWith(code, code > YES ? 0 : this.find(rows, asks, code, () => {}));
  }

  /**
   * How many different values the rows have in a field. The rows are found.
   * @param {import("./rows.js").Rows} rows
   * @param {import("./handle.js").Handle<any>} field
   * @returns {Count}
   */
  distinct(rows, field) {
    return rows.distinct(field).restingOn(this.find(rows, () => Truth.TRUE, YES, () => {}));
  }

  /**
   * Asks rows one after the other, and remembers those that say what is wanted, with what was found in asking them.
   * @param {import("./rows.js").Rows} rows
   * @param {import("./rows.js").Asks} asks
   * @param {number} wanted
   * @param {(code: number) => void} told
   * @returns {number} the bits of what was found
   */
  find(rows, asks, wanted, told) {
    const found = this.ask();
    let older = 0;
    for (let at = rows.first; at < rows.last; at += 1) {
      const before = this.mark();
      const [meant, holds] = [rows.meantAt(at), rows.ask(asks, rows.number(at))];
      told(andCodes(meant.code, holds.code));
      const kept = meant.code === YES && holds.code === wanted;
      this.settle(before, kept ? holds.found : 0, found);
      if (!kept) continue;
      this.found(found, rows.table, rows.number(at));
      older |= (holds.found | meant.found) & before.older;
    }
    return found | older;
  }

  /** How far the findings have come. */
  mark() {
    return { findings: this.findings.length, asked: this.asked, older: (2 << this.asked) - 1 };
  }

  /**
   * Of what was found since a mark, keeps what a truth rests on, as found by a question that was asked before it.
   * @param {{ findings: number, asked: number }} since
   * @param {number} rests
   * @param {number} by
   */
  settle(since, rests, by) {
    if (this.findings.length > since.findings) {
      const kept = this.findings.splice(since.findings).filter(({ bit }) => bit === CITED || (bit & rests) !== 0);
      for (const { bit, table, row } of kept) this.findings.push({ bit: bit === CITED ? CITED : by, table, row });
    }
    this.asked = since.asked;
  }

  /** The bit of one more question. After the 30th all share a bit. */
  ask() {
    this.asked = Math.min(this.asked + 1, 30);
    return 1 << this.asked;
  }

  /**
   * Remembers a row that a question found.
   * @param {number} bit
   * @param {number} table
   * @param {number} row
   */
  found(bit, table, row) {
    this.of(table);
    this.findings.push({ bit, table, row });
  }

  /**
   * Gives the indicator's number for this review: a count, a share (`count.shareOf(all)`), a value or a plain number; `null` where there
   * is none.
   * @param {Count | Share | NumberValue | import("./count.js").Measure | number | null} measure
   */
  measure(measure) {
    this.number = null;
    if (measure === null) return;
    if (measure instanceof NumberValue || typeof measure === "number") measure = countOf(checked(measure));
    if (measure instanceof Count) measure = new Share(measure.measure(), measure.bits, measure.found);
    const share = measure instanceof Share ? measure : new Share(measure, 0, 0);
    if (share.measure !== null) checkMeasure(share.measure);
    this.number = share.measure;
    this.why = share.bits;
    this.rests = share.found;
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

/** What an author cites by hand belongs to every answer. */
const CITED = 1;

/** @param {NumberValue | number} number */
function checked(number) {
  if (typeof number === "number") checkMeasure({ lower: number, upper: number, of: 1 });
  return number;
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
  if (value instanceof Count) return value.isKnown() ? inNumerals(value.least) : `${inNumerals(value.least)} to ${inNumerals(value.most)}`;
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
   * Ends a review. One that cites nothing need not be ended.
   * @param {number} review
   */
  endReview(review) {
    if (this.disordered) this.putInOrder();
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
