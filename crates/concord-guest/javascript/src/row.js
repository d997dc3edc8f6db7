/** One row of a batch: a review, or one of a review's child rows. */

import { nearest } from "./nearest.js";
import { truthOf } from "./truth.js";

/**
 * A review, or one of a review's child rows. What a framework asked for stands on it by name: `review.days_to_submit`,
 * `review.observations`, `observation.episode_no`; what it did not ask for throws.
 */
export class Row {
  /** @type {import("./view.js").View} */
  _view;
  /** @type {number} the table's number */
  _table;
  /** @type {number} its place among the table's rows */
  _place;
  /** @type {number} the place of its review */
  _review;
  /** @type {any[] | null} by slot, what was read before */
  _read;

  constructor() {
    throw new TypeError("rows are made by the SDK");
  }

  /**
   * Whether a condition holds for it.
   * @param {import("./condition.js").Is} condition on rows of its table
   * @returns {import("./truth.js").Truth}
   */
  is(condition) {
    if (condition.table !== this._table) otherTable();
    return truthOf(this._view.truths(condition).codes[this._place]);
  }

  /**
   * The value of one of its fields.
   * @template V
   * @param {import("./handle.js").Handle<V>} field of its table
   * @returns {V}
   */
  get(field) {
    if (field.table !== this._table) otherTable();
    const read = (this._read ??= []);
    return (read[field.slot] ??= field.read(this._view, this._place, this._review));
  }

  /** The review that it belongs to; of a review, itself. @returns {Row} */
  review() {
    return this._view.review(this._review);
  }

  /**
   * The rows of a child table that belong to its review.
   * @param {import("./handle.js").Child} child
   * @returns {import("./rows.js").Rows}
   */
  rows(child) {
    return this._view.run(child.table, this._review);
  }

  /**
   * The rows that it points at; where no list was recorded, any row of the review may be one.
   * @param {import("./handle.js").Link} link
   * @returns {import("./rows.js").LinkedRows}
   */
  links(link) {
    return this.get(link);
  }
}

/** What a row lacks was not asked for. Symbols, and the names that promises and JSON look for, are nobody's fields. */
const NOT_ASKED_FOR = new Proxy(Object.create(null), {
  get(_, name, row) {
    if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
    const known = Object.keys(Object.getPrototypeOf(row));
    const hint = nearest(name, known) ?? `it asked for ${known.join(", ") || "none"}`;
    throw new TypeError(`the framework did not ask for a field or table "${name}" of this row (${hint})`);
  },
});
Object.setPrototypeOf(Row.prototype, NOT_ASKED_FOR);

/** @returns {never} */
export function otherTable() {
  throw new TypeError("a field of one table was read from a row of another; a row's review is row.review()");
}

/**
 * Makes rows of a table.
 * @typedef {(view: import("./view.js").View, table: number, place: number, ofReview: number) => Row} MakeRow
 */

/**
 * What makes rows that have what was asked for by name.
 * @param {(import("./handle.js").Child | import("./handle.js").Handle<any>)[]} asked
 * @returns {MakeRow}
 */
export function rowMaker(asked) {
  const prototype = Object.create(Row.prototype);
  for (const one of asked) {
    // A field named like a method is read with `get`.
    if (Object.hasOwn(Row.prototype, one.name)) continue;
    Object.defineProperty(prototype, one.name, { get: "slot" in one ? field(one) : child(one), enumerable: true });
  }
  // A literal and no constructor: it takes the box half as long, and does not ask the prototypes for setters.
  return (view, table, place, ofReview) =>
    /** @type {any} */ ({ __proto__: prototype, _view: view, _table: table, _place: place, _review: ofReview, _read: null });
}

/** @param {import("./handle.js").Handle<any>} field */
function field(field) {
  const { slot } = field;
  return /** @this {Row} */ function () {
    const read = (this._read ??= []);
    return (read[slot] ??= field.read(this._view, this._place, this._review));
  };
}

/** @param {import("./handle.js").Child} child */
function child({ table }) {
  return /** @this {Row} */ function () {
    return this._view.run(table, this._review);
  };
}
