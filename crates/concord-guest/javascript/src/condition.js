/**
 * What a row can be asked, worked out for all rows of a batch at once: a code of a truth a row. A framework composes conditions while
 * it is opened and asks rows, or whole runs of rows, for them; no object is made for a row.
 */

import { NOT_RECORDED, OUTSIDE_CODEBOOK, bitOf } from "./reason.js";
import { NO, YES, andCodes, notCode, orCodes, unknownCode } from "./truth.js";

/** The code of the unknown that a byte of a `missing` buffer makes. */
const MISSING = Uint8Array.from({ length: 256 }, (_, missing) => unknownCode(bitOf(missing)));
/** The byte of a value that the host holds back. */
const WITHHELD_BYTE = 6;

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
   * @param {(batch: import("./view.js").View) => Uint8Array} codes
   */
  constructor(fields, place, table, codes) {
    this.fields = fields;
    this.place = place;
    this.table = table;
    this.codes = codes;
  }

  /**
   * Whether this and the others hold.
   * @param {...Is} others conditions on rows of the same table
   * @returns {Is}
   */
  and(...others) {
    return others.reduce((left, right) => left.joined(right, "and", andCodes), /** @type {Is} */ (this));
  }

  /**
   * Whether this or one of the others holds.
   * @param {...Is} others conditions on rows of the same table
   * @returns {Is}
   */
  or(...others) {
    return others.reduce((left, right) => left.joined(right, "or", orCodes), /** @type {Is} */ (this));
  }

  /** Whether this does not hold. @returns {Is} */
  not() {
    return this.fields.condition(this.table, `not ${this.place}`, (view) => view.codes(this).map(notCode));
  }

  /**
   * @param {Is} other
   * @param {string} word
   * @param {(a: number, b: number) => number} join
   */
  joined(other, word, join) {
    if (!(other instanceof Is)) throw new TypeError(`${word} takes another condition`);
    if (other.table !== this.table) throw new TypeError(`${word} joins conditions on rows of one table only; ask each of its own row`);
    return this.fields.condition(this.table, `${this.place} ${word} ${other.place}`, (view) => {
      const [left, right] = [view.codes(this), view.codes(other)];
      const codes = new Uint8Array(left.length);
      for (let row = 0; row < codes.length; row += 1) codes[row] = join(left[row], right[row]);
      return codes;
    });
  }

  /** @returns {never} */
  [Symbol.toPrimitive]() {
    throw new TypeError("a condition is no truth value: ask row.is(condition), or join conditions with and, or, not");
  }
}

/**
 * For each byte that a value can be, the code of whether it holds.
 * @param {(byte: number) => boolean} test
 */
export function byByte(test) {
  return Uint8Array.from({ length: 256 }, (_, byte) => (test(byte) ? YES : NO));
}

/**
 * A test of one byte of each value; unknown where the value is missing.
 * @param {import("./column.js").Column} column
 * @param {Uint8Array} holds by byte
 * @param {number} width the bytes of a value
 * @param {number} at which of them is tested
 */
export function bytes({ values, missing }, holds, width = 1, at = 0) {
  const codes = new Uint8Array(values.length / width);
  for (let row = 0, byte = at; row < codes.length; row += 1, byte += width) codes[row] = holds[values[byte]];
  return without(codes, missing);
}

/**
 * Whether each number lies between two, which count; unknown where it is missing.
 * @param {Int32Array | Float64Array} numbers
 * @param {Uint8Array} missing
 * @param {number} least
 * @param {number} most
 */
export function between(numbers, missing, least, most) {
  const codes = new Uint8Array(numbers.length);
  for (let row = 0; row < codes.length; row += 1) codes[row] = numbers[row] >= least && numbers[row] <= most ? YES : NO;
  return without(codes, missing);
}

/**
 * @param {Uint8Array} codes
 * @param {Uint8Array} missing
 */
function without(codes, missing) {
  for (let row = 0; row < missing.length; row += 1) if (missing[row] !== 0) codes[row] = MISSING[missing[row]];
  return codes;
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
  const wanted = column.distinct().indexOf(code);
  const places = column.places();
  const codes = new Uint8Array(places.length);
  const tell = (/** @type {number} */ row, /** @type {number} */ review) => {
    const missing = column.missingAt(row);
    if (missing === 0 && wanted >= 0 && places[row] === wanted) return YES;
    if (missing === WITHHELD_BYTE) return MISSING[missing];
    if (books === null) return missing === 0 ? NO : MISSING[missing];
    const unnamed = books.column.missingAt(review);
    if (unnamed !== 0) return MISSING[unnamed];
    return books.having.has(books.column.values[review]) ? NO : unknownCode(OUTSIDE_CODEBOOK);
  };
  for (let review = 0; review < view.reviews; review += 1) {
    const end = view.end(table, review);
    for (let row = view.start(table, review); row < end; row += 1) codes[row] = tell(row, review);
  }
  return codes;
}

/**
 * Whether each review examined a theme: it set out to, or a row of a child table carries it. Not known where neither is recorded.
 * @param {import("./view.js").View} view
 * @param {Uint8Array | null} declared
 * @param {number} theme its place among the themes
 * @param {{ table: number, slot: number }[]} carriers
 */
export function examined(view, declared, theme, carriers) {
  const codes = declared ?? new Uint8Array(view.reviews).fill(unknownCode(NOT_RECORDED));
  for (const { table, slot } of carriers) {
    const column = view.columns[slot];
    for (let review = 0; review < view.reviews; review += 1) {
      const end = view.end(table, review);
      for (let row = view.start(table, review); row < end && codes[review] !== YES; row += 1) {
        if (column.values[row] === theme && column.missingAt(row) === 0) codes[review] = YES;
      }
    }
  }
  return codes;
}
