/** Child rows of one review. */

import { Count } from "./count.js";
import { otherTable } from "./row.js";
import { NO, Truth, YES, andCodes, codeOf, named, orCodes, truthOf } from "./truth.js";
import { MISSING } from "./truths.js";

/**
 * What rows are asked: a condition, which costs least, or a function of a row that gives a `Truth`.
 * @typedef {import("./condition.js").Is | ((row: any) => import("./truth.js").Truth)} Asks
 */

/**
 * Child rows of one review, in order: all of a table, or some of them.
 *
 * In the box an object or a call costs as much as a hundred comparisons. So a condition that is asked of all rows of a review goes over
 * the few rows for which it does not say no, and nothing is made but the answer.
 */
export class Rows {
  /**
   * @param {import("./view.js").View} view
   * @param {number} table
   * @param {number} review
   * @param {ArrayLike<number> | null} list the rows, or none where they are all from the first to before the last
   * @param {number} first
   * @param {number} last
   */
  constructor(view, table, review, list, first, last) {
    this.view = view;
    this.table = table;
    this.ofReview = review;
    this.list = list;
    this.first = first;
    this.last = last;
  }

  /** How many they are. @returns {number} */
  get length() {
    return this.last - this.first;
  }

  /** @returns {IterableIterator<any>} */
  *[Symbol.iterator]() {
    for (let at = this.first; at < this.last; at += 1) yield this.row(at);
  }

  /**
   * Whether a row is one of them.
   * @param {import("./row.js").Row} row
   * @returns {boolean}
   */
  has(row) {
    if (row._table !== this.table) otherTable();
    for (let at = this.first; at < this.last; at += 1) if (this.number(at) === row._place) return true;
    return false;
  }

  /**
   * What a function makes of each.
   * @template T
   * @param {(row: any) => T} map
   * @returns {T[]}
   */
  map(map) {
    const made = [];
    for (let at = this.first; at < this.last; at += 1) made.push(map(this.row(at)));
    return made;
  }

  /**
   * Those that a function keeps. What may be so is for the function to decide: it gives a boolean (`row.is(x).isTrue()`).
   * @param {(row: any) => boolean} keep
   * @returns {Rows}
   */
  filter(keep) {
    /** @type {number[]} */
    const list = [];
    for (let at = this.first; at < this.last; at += 1) {
      const kept = keep(this.row(at));
      if (typeof kept !== "boolean") throw new TypeError(`filter keeps a row or not, and was given ${named(kept)}: ask isTrue() of a truth`);
      if (kept) list.push(this.number(at));
    }
    return this.listed(list);
  }

  /**
   * Those for which a question is known to hold.
   * @param {Asks} asks
   * @returns {Rows}
   */
  those(asks) {
    const { rows, codes, from, to } = this.candidates(asks);
    /** @type {number[]} */
    const list = [];
    for (let at = from; at < to; at += 1) {
      const row = rows === null ? at : rows[at];
      if ((codes === null ? this.ask(asks, row) : codes[row]) === YES) list.push(row);
    }
    return this.listed(list);
  }

  /**
   * Whether it holds for any of them.
   * @param {Asks} asks
   * @param {import("./page.js").Page | null} page takes down those for which it does
   * @returns {import("./truth.js").Truth}
   */
  any(asks, page = null) {
    if (this.saysNo(asks)) return Truth.FALSE;
    const { rows, codes, from, to } = this.candidates(asks);
    let any = NO;
    for (let at = from; at < to; at += 1) {
      const row = rows === null ? at : rows[at];
      const code = codes === null ? this.ask(asks, row) : codes[row];
      if (code === NO) continue;
      any = orCodes(any, code);
      if (page !== null && code === YES) page.of(this.table).push(row);
    }
    return truthOf(any);
  }

  /**
   * Whether it holds for all of them.
   * @param {Asks} asks
   * @returns {import("./truth.js").Truth}
   */
  all(asks) {
    const { rows, codes, from, to } = this.candidates(asks);
    let all = to - from < this.length ? NO : YES;
    for (let at = from; at < to && all !== NO; at += 1) {
      const row = rows === null ? at : rows[at];
      all = andCodes(all, codes === null ? this.ask(asks, row) : codes[row]);
    }
    return truthOf(all);
  }

  /**
   * For how many of them it holds.
   * @param {Asks} asks
   * @param {import("./page.js").Page | null} page takes down those for which it does
   * @returns {Count}
   */
  count(asks, page = null) {
    const count = new Count();
    if (this.saysNo(asks)) return count;
    const { rows, codes, from, to } = this.candidates(asks);
    for (let at = from; at < to; at += 1) {
      const row = rows === null ? at : rows[at];
      const code = codes === null ? this.ask(asks, row) : codes[row];
      if (code === NO) continue;
      count.addCode(code);
      if (page !== null && code === YES) page.of(this.table).push(row);
    }
    return count;
  }

  /**
   * The different values that they have in a field. A row without one may have a value of its own, or that of another row.
   * @param {import("./handle.js").Handle<any>} field
   * @returns {Count}
   */
  distinct(field) {
    const count = new Count();
    const { missing } = this.columnOf(field);
    const keys = field.keys(this.view);
    const seen = new Set();
    for (let at = this.first; at < this.last; at += 1) {
      const row = this.number(at);
      if (missing.length > 0 && missing[row] !== 0) count.addCode(MISSING[missing[row]]);
      else if (!seen.has(keys[row])) {
        seen.add(keys[row]);
        count.addCode(YES);
      }
    }
    if (count.most > 0) count.least = Math.max(count.least, 1);
    return count;
  }

  /**
   * The rows by the values of a field, each value once, in the order of its first row. Rows without a value are in no group: what
   * they may add must be asked of them apart.
   * @param {import("./handle.js").Handle<any>} field
   * @returns {{ value: any, rows: Rows }[]}
   */
  groups(field) {
    const { missing } = this.columnOf(field);
    const keys = field.keys(this.view);
    /** @type {Map<unknown, number[]>} */
    const lists = new Map();
    for (let at = this.first; at < this.last; at += 1) {
      const row = this.number(at);
      if (missing.length > 0 && missing[row] !== 0) continue;
      const list = lists.get(keys[row]);
      if (list === undefined) lists.set(keys[row], [row]);
      else list.push(row);
    }
    const value = (/** @type {number} */ row) => field.read(this.view, row, this.ofReview).given();
    return Array.from(lists.values(), (list) => ({ value: value(list[0]), rows: this.listed(list) }));
  }

  /** @param {import("./handle.js").Handle<any>} field */
  columnOf(field) {
    if (field.table !== this.table) otherTable();
    return this.view.columns[field.slot];
  }

  /**
   * The number of a row within the batch, by its place among them.
   * @param {number} at from `first` to before `last`
   */
  number(at) {
    return this.list === null ? at : this.list[at];
  }

  /**
   * A row, by its place among them.
   * @param {number} at from `first` to before `last`
   */
  row(at) {
    return this.view.row(this.table, this.list === null ? at : this.list[at], this.ofReview);
  }

  /** @param {number[]} list */
  listed(list) {
    return new Rows(this.view, this.table, this.ofReview, list, 0, list.length);
  }

  /**
   * Whether a condition is known to say no of all rows of a review, which is most often so.
   * @param {Asks} asks
   */
  saysNo(asks) {
    if (this.list !== null || typeof asks === "function" || asks.table !== this.table) return false;
    const starts = this.view.asked[asks.place]?.starts ?? null;
    return starts !== null && starts[this.ofReview] === starts[this.ofReview + 1];
  }

  /**
   * Those of which a question may not say no: of a condition, asked of all rows of a review, those that are known to be few. `rows` is
   * none where they are all from the first to before the last; `codes` is none where each must be asked.
   *
   * The same object each time: it is read at once.
   * @param {Asks} asks
   */
  candidates(asks) {
    CANDIDATES.rows = this.list;
    CANDIDATES.from = this.first;
    CANDIDATES.to = this.last;
    CANDIDATES.codes = null;
    if (typeof asks === "function") return CANDIDATES;
    if (asks.table !== this.table) otherTable();
    const truths = this.view.asked[asks.place] ?? this.view.truths(asks);
    CANDIDATES.codes = truths.codes;
    if (this.list !== null) return CANDIDATES;
    const starts = truths.starts ?? truths.byReview(this.view.offsets(this.table));
    CANDIDATES.rows = truths.hits;
    CANDIDATES.from = starts[this.ofReview];
    CANDIDATES.to = starts[this.ofReview + 1];
    return CANDIDATES;
  }

  /**
   * What a function says of a row.
   * @param {Asks} asks
   * @param {number} row
   */
  ask(asks, row) {
    const question = /** @type {(row: any) => import("./truth.js").Truth} */ (asks);
    return codeOf(question(this.view.row(this.table, row, this.ofReview)), "a question about a row");
  }
}

/** @type {{ rows: ArrayLike<number> | null, codes: Uint8Array | null, from: number, to: number }} */
const CANDIDATES = { rows: null, codes: null, from: 0, to: 0 };

/**
 * The rows of a review in a child table.
 * @param {import("./view.js").View} view
 * @param {number} table
 * @param {number} review
 */
export function rowsOf(view, table, review) {
  const offsets = view.offsets(table);
  return new Rows(view, table, review, null, offsets[review], offsets[review + 1]);
}
