/**
 * What a framework reads, resolved once against the dictionary: a child table's rows, and fields. A field makes conditions
 * (`theme.is("T04")`), and is read from a row by its name or with `row.get(field)`.
 */

import { between, known, member, oneOf } from "./condition.js";
import { LinkedRows } from "./rows.js";
import { Truth, truthOf, unknownCode } from "./truth.js";
import { NOT_RECORDED, bitOf } from "./reason.js";
import { CodeValue, DateValue, NumberValue, SetValue, Value, valueOf } from "./value.js";

/** A child table's rows. */
export class Child {
  /**
   * @param {number} table the table's number
   * @param {string} name
   */
  constructor(table, name) {
    this.table = table;
    this.name = name;
  }
}

/**
 * A field of a table.
 * @template V what it is read as
 */
export class Handle {
  /**
   * @param {import("./fields.js").TableFields} of
   * @param {number} slot the place of its request
   * @param {import("./fields.js").Field} field
   */
  constructor(of, slot, field) {
    this.of = of;
    this.table = of.number;
    this.slot = slot;
    this.field = field;
    this.name = field.name;
  }

  /**
   * @param {import("./view.js").View} _view
   * @param {number} _place the row, among its table's
   * @param {number} _review the place of its review
   * @returns {V}
   */
  read(_view, _place, _review) {
    throw new TypeError(`${this.name} cannot be read`);
  }

  /**
   * By row, what is the same for the same value and for no other; of a row without a value it means nothing.
   * @param {import("./view.js").View} _view
   * @returns {ArrayLike<unknown>}
   */
  keys(_view) {
    throw new TypeError(`rows cannot be told apart by ${this.name}`);
  }

  /**
   * Why it cannot be told what distinguishes a row, as bits; 0 where it can.
   * @param {import("./view.js").View} view
   * @param {number} row
   */
  keyless(view, row) {
    return bitOf(view.columns[this.slot].missingAt(row));
  }

  /** How many values there can be at all, if that is known. */
  most() {
    return Infinity;
  }

  /** *It is given*; not known where the host withholds it. */
  known() {
    return this.condition("known", known);
  }

  /**
   * A condition on rows of its table; the same asked for twice is one.
   * @protected
   * @param {string} key
   * @param {(column: import("./column.js").Column) => import("./truths.js").Truths} truths
   */
  condition(key, truths) {
    return this.of.fields.condition(this.table, `${this.slot} ${key}`, (view) => truths(view.columns[this.slot]));
  }

  /**
   * The place of one of its codes.
   * @param {string} code
   */
  placeOf(code) {
    return this.of.fields.place(code, "code", this.field.themes ? "themes" : this.name, this.field.codes);
  }
}

/**
 * A code or an ordinal.
 * @extends {Handle<CodeValue>}
 */
export class Code extends Handle {
  /** @type {Handle<CodeValue>["read"]} */
  read(view, place) {
    const column = view.columns[this.slot];
    return new CodeValue(this.name, column.missingAt(place), column.values[place], this.field);
  }

  /** @type {Handle<CodeValue>["keys"]} */
  keys(view) {
    return view.columns[this.slot].values;
  }

  most() {
    return this.field.codes.length;
  }

  /** *It is this code.* @param {string} code */
  is(code) {
    return this.anyOf(code);
  }

  /** *It is one of these codes.* @param {...string} codes */
  anyOf(...codes) {
    return this.among(codes.map((code) => this.placeOf(code)));
  }

  /** *It is this code or a greater one*, of an ordinal. @param {string} code */
  atLeast(code) {
    const bound = this.ordered(code);
    return this.among(this.field.codes.flatMap((_, place) => (place >= bound ? [place] : [])));
  }

  /** *It is this code or a smaller one*, of an ordinal. @param {string} code */
  atMost(code) {
    const bound = this.ordered(code);
    return this.among(this.field.codes.flatMap((_, place) => (place <= bound ? [place] : [])));
  }

  /** @param {number[]} places */
  among(places) {
    return this.condition(`in ${places}`, (column) => oneOf(column, places));
  }

  /** @param {string} code */
  ordered(code) {
    if (this.field.kind !== "ordinal") this.of.fields.problem(this.name, "its codes have no order; ask for single codes");
    return this.placeOf(code);
  }
}

/**
 * A set of codes.
 * @extends {Handle<SetValue>}
 */
export class CodeSet extends Handle {
  /** The bytes of a row's set. */
  get width() {
    return Math.ceil(this.field.codes.length / 8);
  }

  /** @type {Handle<SetValue>["read"]} */
  read(view, place) {
    const column = view.columns[this.slot];
    const has = (/** @type {number} */ bit) => (column.values[place * this.width + (bit >> 3)] >> (bit & 7)) & 1;
    return new SetValue(this.name, column.missingAt(place), this.field.codes.filter((_, bit) => has(bit)));
  }

  /** *It has this member.* @param {string} code */
  has(code) {
    const bit = this.placeOf(code);
    return this.condition(`has ${bit}`, (column) => member(column, this.width, bit));
  }

  /**
   * The truths of a member.
   * @param {import("./view.js").View} view
   * @param {number} bit
   */
  hasBit(view, bit) {
    return member(view.columns[this.slot], this.width, bit);
  }
}

/**
 * Present, absent or missing.
 * @extends {Handle<Truth>}
 */
export class Tri extends Handle {
  /** @type {Handle<Truth>["read"]} */
  read(view, place) {
    const column = view.columns[this.slot];
    const missing = column.missingAt(place);
    return missing === 0 ? Truth.known(column.values[place] === 1) : truthOf(unknownCode(bitOf(missing)));
  }

  /** @type {Handle<Truth>["keys"]} */
  keys(view) {
    return view.columns[this.slot].values;
  }

  /** *It is present.* */
  isPresent() {
    return this.condition("in 1", (column) => oneOf(column, [1]));
  }
}

/**
 * A number.
 * @extends {Handle<NumberValue>}
 */
class Numeric extends Handle {
  /** @type {Handle<NumberValue>["read"]} */
  read(view, place) {
    const column = view.columns[this.slot];
    return valueOf(NumberValue, this.name, column.missingAt(place), this.numbers(column)[place]);
  }

  /** @type {Handle<NumberValue>["keys"]} */
  keys(view) {
    return this.numbers(view.columns[this.slot]);
  }

  /**
   * @param {import("./column.js").Column} column
   * @returns {Int32Array | Float64Array}
   */
  numbers(column) {
    return column.integers();
  }

  /** *It is this number.* @param {number} number */
  is(number) {
    return this.between(number, number);
  }

  /** *It is as great as a bound or greater.* @param {number} bound */
  atLeast(bound) {
    return this.between(bound, Infinity);
  }

  /** *It is as small as a bound or smaller.* @param {number} bound */
  atMost(bound) {
    return this.between(-Infinity, bound);
  }

  /**
   * *It lies between two bounds, or is one of them.*
   * @param {number} least
   * @param {number} most
   */
  between(least, most) {
    for (const bound of [least, most]) {
      if (typeof bound !== "number" || Number.isNaN(bound)) throw new TypeError(`${this.name} is compared with a number`);
    }
    return this.condition(`${least} to ${most}`, (column) => between(column, this.numbers(column), least, most));
  }
}

/** A whole number: 32 bits, so that a JavaScript number holds it exactly. */
export class Integer extends Numeric {}

/** A number. */
export class Decimal extends Numeric {
  /** @param {import("./column.js").Column} column */
  numbers(column) {
    return column.decimals();
  }
}

/**
 * A date, as the first and the last day that it can be.
 * @extends {Handle<DateValue>}
 */
export class Day extends Handle {
  /** @type {Handle<DateValue>["read"]} */
  read(view, place) {
    const column = view.columns[this.slot];
    const days = column.integers();
    return new DateValue(this.name, column.missingAt(place), { first: days[2 * place], last: days[2 * place + 1] });
  }

  /** @type {Handle<DateValue>["keys"]} */
  keys(view) {
    const { rows } = view.columns[this.slot];
    const days = view.columns[this.slot].integers();
    return Array.from({ length: rows }, (_, place) => days[2 * place]);
  }

  /** @type {Handle<DateValue>["keyless"]} */
  keyless(view, row) {
    const days = view.columns[this.slot].integers();
    return super.keyless(view, row) || (days[2 * row] < days[2 * row + 1] ? NOT_RECORDED : 0);
  }
}

/**
 * A text.
 * @extends {Handle<Value<string>>}
 */
export class Text extends Handle {
  /** @type {Handle<Value<string>>["read"]} */
  read(view, place) {
    const column = view.columns[this.slot];
    return new Value(this.name, column.missingAt(place), column.distinct()[column.places()[place]]);
  }

  /** @type {Handle<Value<string>>["keys"]} */
  keys(view) {
    return view.columns[this.slot].places();
  }
}

/**
 * A list of rows of another child table.
 * @extends {Handle<LinkedRows>}
 */
export class Link extends Handle {
  /**
   * @param {import("./fields.js").TableFields} of
   * @param {number} slot
   * @param {import("./fields.js").Field} field
   * @param {Child} target
   */
  constructor(of, slot, field, target) {
    super(of, slot, field);
    this.target = target;
  }

  /** @type {Handle<LinkedRows>["read"]} */
  read(view, place, review) {
    const column = view.columns[this.slot];
    const missing = column.missingAt(place);
    const places = column.places();
    const list = places.subarray(column.rows + 1 + places[place], column.rows + 1 + places[place + 1]);
    return new LinkedRows(view, this.target.table, review, missing === 0 ? [...new Set(list)] : view.rowsBeside(this.target.table, review), missing);
  }
}
