/** The rows of a batch: a review, and the child rows of a review. */

import { nearest } from "./nearest.js";
import { Count } from "./count.js";
import { NO, Truth, YES, andCodes, codeOf, named, orCodes, truthOf } from "./truth.js";
import { Is } from "./condition.js";

/**
 * One row: a review, or one of a review's child rows. What a framework asked for stands on it by name: `review.days_to_submit`,
 * `review.observations`, `observation.episode_no`; what it did not ask for throws.
 */
export class Row {
  /**
   * @param {import("./view.js").View} view
   * @param {number} table the table's number
   * @param {number} place its place among the table's rows
   * @param {number} ofReview the place of its review
   */
  constructor(view, table, place, ofReview) {
    this._view = view;
    this._table = table;
    this._place = place;
    this._review = ofReview;
  }

  /**
   * Whether a condition holds for it.
   * @param {Is} condition on rows of its table
   * @returns {Truth}
   */
  is(condition) {
    if (condition.table !== this._table) otherTable();
    return truthOf(this._view.codes(condition)[this._place]);
  }

  /**
   * The value of one of its fields.
   * @template V
   * @param {import("./handle.js").Handle<V>} field of its table
   * @returns {V}
   */
  get(field) {
    if (field.table !== this._table) otherTable();
    return field.read(this._view, this._place, this._review);
  }

  /** The review that it belongs to; of a review, itself. @returns {Row} */
  review() {
    return this._view.review(this._review);
  }

  /**
   * The rows of a child table that belong to its review.
   * @param {import("./handle.js").Child} child
   * @returns {Rows}
   */
  rows(child) {
    return rowsOf(this._view, child.table, this._review);
  }

  /**
   * The rows that it points at. Why there is no list counts for nothing here: ask `get` for it.
   * @param {import("./handle.js").Link} link
   * @returns {Rows}
   */
  links(link) {
    if (link.table !== this._table) otherTable();
    return link.targets(this._view, this._place, this._review);
  }
}

/** What a row lacks was not asked for. Symbols, and the names that promises and JSON look for, are nobody's fields. */
const NOT_ASKED_FOR = new Proxy(Object.create(null), {
  get(_, name, row) {
    if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
    const known = namesOn(row);
    const hint = nearest(name, known) ?? `it asked for ${known.join(", ") || "none"}`;
    throw new TypeError(`the framework did not ask for a field or table "${name}" of this row (${hint})`);
  },
});
Object.setPrototypeOf(Row.prototype, NOT_ASKED_FOR);

/** @param {object} row */
function namesOn(row) {
  return Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(row))).filter((name) => name !== "constructor");
}

/** @returns {never} */
function otherTable() {
  throw new TypeError("a field of one table was read from a row of another; a row's review is row.review()");
}

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

/**
 * Child rows of one review, in order. A condition is asked of all of them at once; a function is asked with each row, and must give
 * a `Truth`.
 * @typedef {Is | ((row: any) => Truth)} Asks
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

  /**
   * The number of a row within the batch, by its place among them.
   * @param {number} place from `first` to before `last`
   */
  number(place) {
    return this.list === null ? place : this.list[place];
  }

  /**
   * Whether a row is one of them.
   * @param {Row} row
   * @returns {boolean}
   */
  has(row) {
    if (row._table !== this.table) otherTable();
    for (let place = this.first; place < this.last; place += 1) if (this.number(place) === row._place) return true;
    return false;
  }

  /** @returns {IterableIterator<any>} */
  *[Symbol.iterator]() {
    for (let place = this.first; place < this.last; place += 1) yield this.view.row(this.table, this.number(place), this.ofReview);
  }

  /**
   * What a function makes of each.
   * @template T
   * @param {(row: any) => T} map
   * @returns {T[]}
   */
  map(map) {
    return Array.from(this, map);
  }

  /**
   * Those that a function keeps. What may be so is for the function to decide: it gives a boolean (`row.is(x).isTrue()`).
   * @param {(row: any) => boolean} keep
   * @returns {Rows}
   */
  filter(keep) {
    const list = [];
    for (const row of this) {
      const kept = keep(row);
      if (typeof kept !== "boolean") throw new TypeError(`filter keeps a row or not, and was given ${named(kept)}: ask isTrue() of a truth`);
      if (kept) list.push(row._place);
    }
    return this.listed(list);
  }

  /**
   * Those for which a condition is known to hold.
   * @param {Is} condition
   * @returns {Rows}
   */
  those(condition) {
    /** @type {number[]} */
    const list = [];
    this.each(condition, (code, row) => {
      if (code === YES) list.push(row);
    });
    return this.listed(list);
  }

  /** @param {number[]} list */
  listed(list) {
    return new Rows(this.view, this.table, this.ofReview, list, 0, list.length);
  }

  /**
   * The code of a condition for each, handed on one by one; ends early where the function says so.
   * @param {Asks} asks
   * @param {(code: number, row: number) => boolean | void} hand gives true where no more is wanted
   */
  each(asks, hand) {
    if (asks instanceof Is) {
      if (asks.table !== this.table) otherTable();
      const codes = this.view.codes(asks);
      for (let place = this.first; place < this.last; place += 1) {
        const row = this.number(place);
        if (hand(codes[row], row) === true) return;
      }
      return;
    }
    for (const row of this) if (hand(codeOf(asks(row), "a question about a row"), row._place) === true) return;
  }

  /**
   * Whether it holds for any of them.
   * @param {Asks} asks
   * @returns {Truth}
   */
  any(asks) {
    let any = NO;
    this.each(asks, (code) => (any = orCodes(any, code)) === YES);
    return truthOf(any);
  }

  /**
   * Whether it holds for all of them.
   * @param {Asks} asks
   * @returns {Truth}
   */
  all(asks) {
    let all = YES;
    this.each(asks, (code) => (all = andCodes(all, code)) === NO);
    return truthOf(all);
  }

  /**
   * For how many of them it holds.
   * @param {Asks} asks
   * @returns {Count}
   */
  count(asks) {
    const count = new Count();
    this.each(asks, (code) => count.addCode(code));
    return count;
  }

  /**
   * The different values that they have in a field. A row without one may have a value of its own, or that of another row.
   * @param {import("./handle.js").Handle<any>} field
   * @returns {Count}
   */
  distinct(field) {
    const count = new Count();
    const seen = new Set();
    for (const row of this) {
      const value = row.get(field);
      count.addCode(value.isGiven() ? (seen.has(value.key()) ? NO : YES) : value.unknown().code);
      if (value.isGiven()) seen.add(value.key());
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
    /** @type {Map<any, { value: any, list: number[] }>} */
    const groups = new Map();
    for (const row of this) {
      const value = row.get(field);
      if (!value.isGiven()) continue;
      const group = groups.get(value.key());
      if (group === undefined) groups.set(value.key(), { value: value.given(), list: [row._place] });
      else group.list.push(row._place);
    }
    return [...groups.values()].map(({ value, list }) => ({ value, rows: this.listed(list) }));
  }
}

/**
 * A class of rows that have what was asked for by name.
 * @param {Record<string, (row: Row) => any>} readers
 * @returns {Function}
 */
export function rowClass(readers) {
  class AskedRow extends Row {}
  for (const [name, read] of Object.entries(readers)) {
    // A field named like a method is read with `get`.
    if (Object.hasOwn(Row.prototype, name)) continue;
    Object.defineProperty(AskedRow.prototype, name, { get() { return read(this); } });
  }
  return AskedRow;
}
