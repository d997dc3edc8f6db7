/** Values that may be missing, each with its reason. */

import { countOf } from "./count.js";
import { written } from "./date.js";
import { WITHHELD, bitOf, namesOf } from "./reason.js";
import { COARSE, Truth, named, truthOf, unknownCode } from "./truth.js";

/**
 * A date as the first and the last day that it can be, in days since 1970-01-01.
 * @typedef {{ first: number, last: number }} PartialDate
 */

/**
 * A value of a row, or why there is none. What is missing is never equal to anything, not even to nothing: every comparison gives
 * a `Truth`. The value itself is had from `given()`, which throws where there is none.
 * @template T
 */
export class Value {
  /**
   * @param {string} name the field, for messages
   * @param {number} missing the byte of the `missing` buffer, 0 where the value is given
   * @param {T} value
   */
  constructor(name, missing, value) {
    this.name = name;
    this.missing = missing;
    this.value = value;
  }

  /** Whether it is there. @returns {boolean} */
  isGiven() {
    return this.missing === 0;
  }

  /**
   * The value.
   * @returns {T}
   * @throws where there is none: ask `isGiven()` first, or compare it.
   */
  given() {
    if (this.missing === 0) return this.value;
    throw new TypeError(`${this.name} is missing (${this.why()}): ask isGiven() first, or compare it with atLeast, atMost, same, …`);
  }

  /** Whether it is there, as a truth; unknown where the host withholds it. @returns {Truth} */
  known() {
    return knownOf(this.missing);
  }

  /** Why it is missing, by name; `null` where it is given. @returns {string | null} */
  why() {
    return this.missing === 0 ? null : namesOf(bitOf(this.missing))[0];
  }

  /** Unknown, for the reason that it is missing. @returns {Truth} */
  unknown() {
    return truthOf(unknownCode(bitOf(this.missing)));
  }

  /**
   * Whether a test holds for it; unknown where it is missing.
   * @param {(value: T) => boolean} test
   * @returns {Truth}
   */
  test(test) {
    return this.missing === 0 ? Truth.known(test(this.value)) : this.unknown();
  }

  /**
   * The value made into another.
   * @template U
   * @param {(value: T) => U} map
   * @returns {Value<U>}
   */
  map(map) {
    return this.missing === 0 ? new Value(this.name, 0, map(this.value)) : /** @type {any} */ (this);
  }

  /**
   * Whether a comparison with another holds; unknown where either is missing, for the reasons of both.
   * @template U
   * @param {Value<U>} other
   * @param {(one: T, other: U) => boolean} test
   * @returns {Truth}
   */
  compare(other, test) {
    return this.missing !== 0 || other.missing !== 0 ? this.unknownWith(other) : Truth.known(test(this.value, other.value));
  }

  /**
   * Whether it is the same as another, or as a plain value; unknown where either is missing.
   * @param {Value<T> | T} other
   * @returns {Truth}
   */
  same(other) {
    const beside = this.beside(other);
    return this.missing !== 0 || beside.missing !== 0 ? this.unknownWith(beside) : Truth.known(this.value === beside.value);
  }

  /**
   * Another value, or a plain one as if it were a field's.
   * @protected
   * @param {any} other
   * @returns {Value<T>}
   */
  beside(other) {
    return other instanceof Value ? other : new Value(this.name, 0, other);
  }

  /**
   * Unknown, for the reasons of both.
   * @protected
   * @param {Value<any>} other
   */
  unknownWith(other) {
    return truthOf(unknownCode(bitOf(this.missing) | bitOf(other.missing)));
  }

  /** @returns {never} */
  [Symbol.toPrimitive]() {
    throw new TypeError(`${this.name} may be missing and is no plain value: compare it with atLeast, atMost, same, …, or take given()`);
  }
}

/**
 * A number.
 * @extends {Value<number>}
 */
export class NumberValue extends Value {
  /**
   * Whether it is as great as a bound or greater.
   * @param {number | Value<number>} bound
   * @returns {Truth}
   */
  atLeast(bound) {
    const beside = this.number(bound);
    return this.missing !== 0 || beside.missing !== 0 ? this.unknownWith(beside) : Truth.known(this.value >= beside.value);
  }

  /**
   * Whether it is as small as a bound or smaller.
   * @param {number | Value<number>} bound
   * @returns {Truth}
   */
  atMost(bound) {
    const beside = this.number(bound);
    return this.missing !== 0 || beside.missing !== 0 ? this.unknownWith(beside) : Truth.known(this.value <= beside.value);
  }

  /** It and another together, as a count between two ends. @param {import("./count.js").Numeric} other */
  plus(other) {
    return countOf(this).plus(other);
  }

  /** What is left of it without another. @param {import("./count.js").Numeric} other */
  minus(other) {
    return countOf(this).minus(other);
  }

  /** So many times. @param {import("./count.js").Numeric} other */
  times(other) {
    return countOf(this).times(other);
  }

  /** @param {number | Value<number>} bound */
  number(bound) {
    const beside = this.beside(bound);
    if (beside.missing === 0 && typeof beside.value !== "number") {
      throw new TypeError(`${this.name} is compared with a number, not ${named(beside.value)}`);
    }
    return beside;
  }
}

/**
 * A code, as its name; of an ordinal, with an order.
 * @extends {Value<string>}
 */
export class CodeValue extends Value {
  /**
   * @param {string} name
   * @param {number} missing
   * @param {number} place its place among the field's codes
   * @param {{ codes: string[], kind: string }} field
   */
  constructor(name, missing, place, field) {
    super(name, missing, field.codes[place]);
    this.place = place;
    this.field = field;
  }

  /**
   * Whether it is this code.
   * @param {string} code one of the field's codes; any other throws
   * @returns {Truth}
   */
  is(code) {
    const place = this.placeOf(code);
    return this.missing === 0 ? Truth.known(this.place === place) : this.unknown();
  }

  /**
   * Of an ordinal, whether it is this code or a greater one; or as great as that of another field with the same codes.
   * @param {string | CodeValue} code
   * @returns {Truth}
   */
  atLeast(code) {
    const beside = this.ordered(code);
    return this.missing !== 0 || beside.missing !== 0 ? this.unknownWith(beside) : Truth.known(this.place >= beside.place);
  }

  /**
   * Of an ordinal, whether it is this code or a smaller one; or as small as that of another field with the same codes.
   * @param {string | CodeValue} code
   * @returns {Truth}
   */
  atMost(code) {
    const beside = this.ordered(code);
    return this.missing !== 0 || beside.missing !== 0 ? this.unknownWith(beside) : Truth.known(this.place <= beside.place);
  }

  /** @param {string | CodeValue} code */
  ordered(code) {
    if (this.field.kind !== "ordinal") throw new TypeError(`the codes of ${this.name} have no order; ask for single codes`);
    if (!(code instanceof CodeValue)) return new CodeValue(this.name, 0, this.placeOf(code), this.field);
    if (code.field.codes.join() !== this.field.codes.join()) throw new TypeError(`${this.name} and ${code.name} have other codes`);
    return code;
  }

  /** @param {string} code */
  placeOf(code) {
    const place = this.field.codes.indexOf(code);
    if (place < 0) throw new TypeError(`${this.name} has no code ${named(code)}`);
    return place;
  }
}

/**
 * A date, as the first and the last day that it can be.
 * @extends {Value<PartialDate>}
 */
export class DateValue extends Value {
  /**
   * Whether it lies before another date; unknown where either is missing, or where one is known so coarsely that both orders are
   * possible.
   * @param {DateValue | PartialDate} other
   * @returns {Truth}
   */
  before(other) {
    const beside = this.beside(other);
    if (this.missing !== 0 || beside.missing !== 0) return this.unknownWith(beside);
    if (this.value.last < beside.value.first) return Truth.TRUE;
    return this.value.first >= beside.value.last ? Truth.FALSE : COARSE;
  }

  /**
   * Whether it lies on or after the first day of a written day, month or year.
   * @param {string} text
   * @returns {Truth}
   */
  atLeast(text) {
    const { first } = written(text);
    return this.before({ first, last: first }).not();
  }

  /**
   * Whether it lies on or before the last day of a written day, month or year.
   * @param {string} text
   * @returns {Truth}
   */
  atMost(text) {
    const { last } = written(text);
    return new DateValue(this.name, 0, { first: last, last }).before(this).not();
  }

  /**
   * Whether it lies within a written day, month or year.
   * @param {string} text
   * @returns {Truth}
   */
  within(text) {
    return this.atLeast(text).and(this.atMost(text));
  }

  /**
   * Whether it is the same day as another; unknown where either is missing, or known so coarsely that it may be and may not.
   * @param {DateValue | PartialDate} other
   * @returns {Truth}
   */
  same(other) {
    const beside = this.beside(other);
    if (this.missing !== 0 || beside.missing !== 0) return this.unknownWith(beside);
    const [a, b] = [this.value, beside.value];
    if (a.last < b.first || b.last < a.first) return Truth.FALSE;
    return a.first === b.last && b.first === a.last ? Truth.TRUE : COARSE;
  }
}

/**
 * A set of codes, as their names.
 * @extends {Value<string[]>}
 */
export class SetValue extends Value {
  /**
   * Whether it has this member.
   * @param {string} code
   * @returns {Truth}
   */
  has(code) {
    return this.test((members) => members.includes(code));
  }
}

/**
 * Whether something is there by its byte in a `missing` buffer; unknown where the host withholds it.
 * @param {number} missing
 * @returns {Truth}
 */
export const knownOf = (missing) => (missing === WITHHELD ? truthOf(unknownCode(bitOf(missing))) : Truth.known(missing === 0));

/**
 * A value of a kind. A literal and no constructor: a value is made for each row that is read, and this takes the box half as long.
 * @template {Value<any>} V
 * @param {{ prototype: V }} Kind
 * @param {string} name
 * @param {number} missing
 * @param {any} value
 * @returns {V}
 */
export const valueOf = ({ prototype }, name, missing, value) => /** @type {any} */ ({ __proto__: prototype, name, missing, value });
