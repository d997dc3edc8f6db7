/** Rows of one review, each of which is meant or may be: nothing that is asked of them forgets the unknown ones. */

import { Count, notGiven } from "./count.js";
import { NOT_RECORDED, bitOf, namesOf } from "./reason.js";
import { otherTable } from "./row.js";
import { NO, Truth, YES, codeOf, joinAnd, joinOr, truthOf, unknownCode } from "./truth.js";

/**
 * What rows are asked: a condition, which costs least, or a function of a row that gives a `Truth`.
 * @typedef {import("./condition.js").Is | ((row: any) => import("./truth.js").Truth)} Asks
 */

/**
 * Rows of one review, in order. Each is meant, or it cannot be told whether it is: then it stays among them, and whatever is asked of
 * them takes it for what it is. That is why rows are asked and not walked.
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
   * @param {Truth[] | null} meant of each whether it is meant, from the first on; none where that is known of all
   * @param {number} further why there may be more rows that nobody gave, as bits; 0 where there are none
   */
  constructor(view, table, review, list, first, last, meant = null, further = 0) {
    this.view = view;
    this.table = table;
    this.ofReview = review;
    this.list = list;
    this.first = first;
    this.last = last;
    this.meant = meant;
    this.further = further;
  }

  /** How many they are. @returns {Count} */
  size() {
    return this.more(this.meant === null ? new Count(this.last - this.first) : Count.of(this.meant));
  }

  /**
   * Whether it holds for any of them.
   * @param {Asks} asks
   * @returns {Truth}
   */
  any(asks) {
    if (this.saysNo(asks)) return Truth.FALSE;
    if (this.isPlain(asks)) {
      const { rows, codes, from, to } = this.candidates(asks);
      let any = NO;
      for (let at = from; at < to; at += 1) {
        const code = codes[rows === null ? at : rows[at]];
        any = any === YES || code === YES ? YES : any | code;
      }
      return truthOf(any);
    }
    let any = Truth.FALSE;
    for (let at = this.first; at < this.last; at += 1) any = joinOr(any, this.asked(asks, at));
    return this.further === 0 ? any : joinOr(any, truthOf(unknownCode(this.further)));
  }

  /**
   * Whether it holds for all of them; where there are none, it does.
   * @param {Asks} asks
   * @returns {Truth}
   */
  all(asks) {
    const breaks = typeof asks === "function" ? (/** @type {any} */ row) => truthIn(asks(row)).not() : asks.not();
    return this.any(breaks).not();
  }

  /**
   * For how many of them it holds.
   * @param {Asks} asks
   * @returns {Count}
   */
  count(asks) {
    const count = new Count();
    if (this.saysNo(asks)) return count;
    if (this.isPlain(asks)) {
      const { rows, codes, from, to } = this.candidates(asks);
      for (let at = from; at < to; at += 1) count.addCode(codes[rows === null ? at : rows[at]]);
      return count;
    }
    for (let at = this.first; at < this.last; at += 1) count.add(this.asked(asks, at));
    return this.more(count);
  }

  /**
   * Those of them for which it holds, or may.
   * @param {Asks} asks
   * @returns {Rows}
   */
  those(asks) {
    /** @type {number[]} */
    const list = [];
    /** @type {Truth[]} */
    const meant = [];
    let certain = true;
    const keep = (/** @type {number} */ row, /** @type {Truth} */ truth) => {
      if (truth.code === NO) return;
      list.push(row);
      meant.push(truth);
      certain &&= truth.code === YES;
    };
    if (this.isPlain(asks)) {
      const { rows, codes, from, to } = this.candidates(asks);
      for (let at = from; at < to; at += 1) {
        const row = rows === null ? at : rows[at];
        keep(row, truthOf(codes[row]));
      }
    } else for (let at = this.first; at < this.last; at += 1) keep(this.number(at), this.asked(asks, at));
    return this.listed(list, certain ? null : meant);
  }

  /**
   * Whether a row is one of them.
   * @param {import("./row.js").Row} row
   * @returns {Truth}
   */
  has(row) {
    if (row._table !== this.table) otherTable();
    return this.any((one) => Truth.known(one._place === row._place));
  }

  /**
   * How many different values they have in a field. A row without one may have a value of its own, or that of another row; one that may
   * not be meant may add its value or not.
   * @param {import("./handle.js").Handle<any>} field
   * @returns {Count}
   */
  distinct(field) {
    if (field.table !== this.table) otherTable();
    const keys = field.keys(this.view);
    const [certain, possible] = [new Set(), new Set()];
    let [unplaced, bits, some] = [0, 0, 0];
    for (let at = this.first; at < this.last; at += 1) {
      const row = this.number(at);
      const code = this.meantAt(at).code;
      const why = field.keyless(this.view, row);
      bits |= why | (code >> 1);
      if (code === YES) some = 1;
      if (why !== 0) unplaced += 1;
      else {
        possible.add(keys[row]);
        if (code === YES) certain.add(keys[row]);
      }
    }
    const least = Math.max(certain.size, some);
    const most = this.further === 0 ? possible.size + unplaced : Infinity;
    return new Count(least, Math.max(Math.min(most, field.most()), least), bits | this.further);
  }

  /**
   * The rows by the values of a field. A row without a value may belong to any of the groups, or to one more.
   * @param {import("./handle.js").Handle<any>} field
   * @returns {Groups}
   */
  groups(field) {
    if (field.table !== this.table) otherTable();
    return new Groups(this, field);
  }

  /** The rows that are known to be meant. What may be meant is left out: to cite rows, and never to count them. @returns {any[]} */
  certain() {
    return this.each().flatMap(([row, meant]) => (meant.code === YES ? [row] : []));
  }

  /**
   * The rows that are meant or may be, each with whether it is. Where the data do not have the table there are none to give: ask `size`
   * whether that is all.
   * @returns {[any, Truth][]}
   */
  each() {
    /** @type {[any, Truth][]} */
    const each = [];
    for (let at = this.first; at < this.last; at += 1) each.push([this.row(at), this.meantAt(at)]);
    return each;
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
    return this.view.row(this.table, this.number(at), this.ofReview);
  }

  /** Whether a row is meant. @param {number} at from `first` to before `last` @returns {Truth} */
  meantAt(at) {
    return this.meant === null ? Truth.TRUE : this.meant[at - this.first];
  }

  /**
   * Whether a row is meant and it holds for it.
   * @param {Asks} asks
   * @param {number} at from `first` to before `last`
   * @returns {Truth}
   */
  asked(asks, at) {
    const holds = this.ask(asks, this.number(at));
    return this.meant === null ? holds : joinAnd(this.meant[at - this.first], holds);
  }

  /**
   * What a row says to a question.
   * @param {Asks} asks
   * @param {number} row
   * @returns {Truth}
   */
  ask(asks, row) {
    if (typeof asks === "function") return truthIn(asks(this.view.row(this.table, row, this.ofReview)));
    if (asks.table !== this.table) otherTable();
    return truthOf((this.view.asked[asks.place] ?? this.view.truths(asks)).codes[row]);
  }

  /** A count with what nobody gave. @param {Count} known */
  more(known) {
    return this.further === 0 ? known : known.plus(notGiven(this.further));
  }

  /** @param {number[]} list @param {Truth[] | null} meant */
  listed(list, meant) {
    return new Rows(this.view, this.table, this.ofReview, list, 0, list.length, meant, this.further);
  }

  /**
   * Whether a condition is asked of rows that are all known.
   * @param {Asks} asks
   * @returns {asks is import("./condition.js").Is}
   */
  isPlain(asks) {
    return typeof asks !== "function" && this.meant === null && this.further === 0;
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
   * Those of which a condition may not say no: of all rows of a review, those that are known to be few. `rows` is none where they are
   * all from the first to before the last.
   *
   * The same object each time: it is read at once.
   * @param {import("./condition.js").Is} asks
   */
  candidates(asks) {
    if (asks.table !== this.table) otherTable();
    const truths = this.view.asked[asks.place] ?? this.view.truths(asks);
    CANDIDATES.codes = truths.codes;
    CANDIDATES.rows = this.list;
    CANDIDATES.from = this.first;
    CANDIDATES.to = this.last;
    if (this.list !== null) return CANDIDATES;
    const starts = truths.starts ?? truths.byReview(this.view.offsets(this.table));
    CANDIDATES.rows = truths.hits;
    CANDIDATES.from = starts[this.ofReview];
    CANDIDATES.to = starts[this.ofReview + 1];
    return CANDIDATES;
  }

  /** @returns {never} */
  [Symbol.iterator]() {
    throw new TypeError("of rows some may be meant and may not: ask any, all, count, distinct or groups, or walk certain() or each()");
  }

  /** @returns {never} */
  get length() {
    throw new TypeError("of rows some may be meant and may not: ask size()");
  }
}

/** @type {{ rows: ArrayLike<number> | null, codes: Uint8Array, from: number, to: number }} */
const CANDIDATES = { rows: null, codes: new Uint8Array(0), from: 0, to: 0 };

/** What must be a truth. @param {Truth} truth @returns {Truth} */
function truthIn(truth) {
  codeOf(truth, "a question about a row");
  return truth;
}

/** Rows that a row points at; where no list was recorded, any row of the review may be one. */
export class LinkedRows extends Rows {
  /**
   * @param {import("./view.js").View} view
   * @param {number} table
   * @param {number} review
   * @param {ArrayLike<number>} list
   * @param {number} missing the byte of the `missing` buffer, 0 where the list is given
   */
  constructor(view, table, review, list, missing) {
    const meant = missing === 0 ? null : Array.from(list, () => truthOf(unknownCode(bitOf(missing))));
    const known = view.has(table) || (missing === 0 && list.length === 0);
    super(view, table, review, list, 0, list.length, meant, known ? 0 : NOT_RECORDED);
    this.missing = missing;
  }

  /** Whether there is a list. @returns {boolean} */
  isGiven() {
    return this.missing === 0;
  }

  /** Why there is none, by name; `null` where there is one. @returns {string | null} */
  why() {
    return this.missing === 0 ? null : namesOf(bitOf(this.missing))[0];
  }

  /** Unknown, for the reason that there is none. @returns {Truth} */
  unknown() {
    return truthOf(unknownCode(bitOf(this.missing)));
  }
}

/** The rows of a review by the values of a field. */
export class Groups {
  /**
   * @param {Rows} rows
   * @param {import("./handle.js").Handle<any>} field
   */
  constructor(rows, field) {
    const keys = field.keys(rows.view);
    /** @type {Map<unknown, number[]>} by value, a row that has it */
    const lists = new Map();
    /** @type {number[]} */
    const unplaced = [];
    for (let at = rows.first; at < rows.last; at += 1) {
      const row = rows.number(at);
      if (field.keyless(rows.view, row) !== 0) unplaced.push(at);
      else if (lists.has(keys[row])) lists.get(keys[row])?.push(at);
      else lists.set(keys[row], [at]);
    }
    this.further = rows.further;
    this.placed = Array.from(lists.values(), (own) => new Group(rows, field, own, unplaced));
    this.unplaced = unplaced.length === 0 ? null : new Group(rows, field, [], unplaced);
  }

  /**
   * Whether it holds for any of the groups.
   * @param {(group: Group) => Truth} asks
   * @returns {Truth}
   */
  any(asks) {
    const groups = this.unplaced === null ? this.placed : [...this.placed, this.unplaced];
    const any = Truth.any(groups.map((group) => joinAnd(group.exists(), truthIn(asks(group)))));
    return this.further === 0 ? any : joinOr(any, truthOf(unknownCode(this.further)));
  }

  /**
   * Whether it holds for all of the groups; where there are none, it does.
   * @param {(group: Group) => Truth} asks
   * @returns {Truth}
   */
  all(asks) {
    return this.any((group) => truthIn(asks(group)).not()).not();
  }

  /**
   * For how many of the groups it holds.
   * @param {(group: Group) => Truth} asks
   * @returns {Count}
   */
  count(asks) {
    let count = Count.of(this.placed.map((group) => joinAnd(group.exists(), truthIn(asks(group)))));
    if (this.unplaced !== null && joinAnd(this.unplaced.exists(), truthIn(asks(this.unplaced))).code !== NO) {
      // Each of the rows without a value may be a group of its own.
      const { most, bits } = this.unplaced.size();
      count = count.plus(new Count(0, most, bits));
    }
    return this.further === 0 ? count : count.plus(notGiven(this.further));
  }

  /** @returns {never} */
  [Symbol.iterator]() {
    throw new TypeError("a row without a value may belong to any group: ask any, all or count of the groups");
  }
}

/** The rows of a review that have one value in a field, and those without a value, of which it cannot be told. */
export class Group extends Rows {
  /**
   * @param {Rows} rows
   * @param {import("./handle.js").Handle<any>} field
   * @param {number[]} own the places of those with the value
   * @param {number[]} unplaced the places of those without any
   */
  constructor(rows, field, own, unplaced) {
    const places = [...own, ...unplaced].sort((a, b) => a - b);
    const meant = places.map((at) => {
      const why = field.keyless(rows.view, rows.number(at));
      return why === 0 ? rows.meantAt(at) : joinAnd(rows.meantAt(at), truthOf(unknownCode(why)));
    });
    super(rows.view, rows.table, rows.ofReview, places.map((at) => rows.number(at)), 0, places.length, meant, rows.further);
    /** The value that they have; `null` for the rows without a value, which may be no group at all. */
    this.value = own.length === 0 ? null : field.read(rows.view, rows.number(own[0]), rows.ofReview).given();
  }

  /** Whether there is such a group. @returns {Truth} */
  exists() {
    return Truth.any(/** @type {Truth[]} */ (this.meant));
  }
}

/**
 * The rows of a review in a child table; of one that the data do not have, nothing is known.
 * @param {import("./view.js").View} view
 * @param {number} table
 * @param {number} review
 */
export function rowsOf(view, table, review) {
  if (!view.has(table)) return new Rows(view, table, review, [], 0, 0, null, NOT_RECORDED);
  const offsets = view.offsets(table);
  return new Rows(view, table, review, null, offsets[review], offsets[review + 1]);
}
