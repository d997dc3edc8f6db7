/** Invented values as columns of a batch, for `cases.js`. */

import { byteOf } from "./reason.js";
import { named } from "./truth.js";

/** What a value that is not given is, unless something else is said. */
const NOT_RECORDED = byteOf("not_recorded");
const DAY = 86_400_000;

/**
 * The column of a field.
 * @param {string} table
 * @param {import("./fields.js").Field} field
 * @param {{ cell: any, first: number }[]} rows what each row says, and of a reference the first row that it may point at
 * @returns {import("./view.js").BatchColumn}
 */
export function column(table, field, rows) {
  const missing = Uint8Array.from(rows, ({ cell }) => missingIn(cell));
  const given = rows.map(({ cell, first }, row) => ({ cell: missing[row] === 0 ? cell : undefined, first }));
  const fault = (/** @type {unknown} */ cell) => new TypeError(`${table}.${field.name}: ${named(cell)} is no value of it`);
  const values = VALUES[/** @type {keyof typeof VALUES} */ (field.kind)](field, given, fault);
  const none = { texts: new Uint8Array(0), ends: new Uint8Array(0) };
  return { ...none, ...values, missing: missing.some((byte) => byte !== 0) ? missing : new Uint8Array(0) };
}

/** @param {unknown} cell */
function missingIn(cell) {
  if (cell === undefined || cell === null) return NOT_RECORDED;
  return typeof cell === "string" ? byteOf(cell) : 0;
}

/**
 * @typedef {{ cell: any, first: number }[]} Given what is missing is `undefined`
 * @typedef {(cell: unknown) => Error} Fault
 * @typedef {(field: import("./fields.js").Field, rows: Given, fault: Fault) => { values: Uint8Array, texts?: Uint8Array, ends?: Uint8Array }} Write
 */

/** @type {Write} */
const code = ({ codes }, rows, fault) => ({
  values: Uint8Array.from(rows, ({ cell }) => (cell === undefined ? 0 : placeOf(codes, cell, fault))),
});

/** How values of each kind are written. */
const VALUES = {
  code,
  ordinal: code,

  /** @type {Write} */
  tri: (_, rows, fault) => ({ values: Uint8Array.from(rows, ({ cell }) => (cell === undefined ? 0 : triOf(cell, fault))) }),

  /** @type {Write} */
  "code-set": ({ codes }, rows, fault) => {
    const width = Math.ceil(codes.length / 8);
    const values = new Uint8Array(rows.length * width);
    rows.forEach(({ cell }, row) => {
      for (const member of listOf(cell, fault)) {
        const bit = placeOf(codes, member, fault);
        values[row * width + (bit >> 3)] |= 1 << (bit & 7);
      }
    });
    return { values };
  },

  /** @type {Write} */
  integer: (_, rows, fault) => {
    const whole = (/** @type {any} */ cell) => {
      if (typeof cell !== "number" || (cell | 0) !== cell) throw fault(cell);
      return cell;
    };
    return { values: bytes(Int32Array.from(rows, ({ cell }) => (cell === undefined ? 0 : whole(cell)))) };
  },

  /** @type {Write} */
  decimal: (_, rows, fault) => {
    const finite = (/** @type {any} */ cell) => {
      if (!Number.isFinite(cell)) throw fault(cell);
      return cell;
    };
    return { values: bytes(Float64Array.from(rows, ({ cell }) => (cell === undefined ? 0 : finite(cell)))) };
  },

  /** @type {Write} */
  date: (_, rows, fault) => ({ values: bytes(Int32Array.from(rows.flatMap(({ cell }) => (cell === undefined ? [0, 0] : daysOf(cell, fault))))) }),

  /** @type {Write} */
  text: (_, rows, fault) => {
    const words = [...new Set(rows.flatMap(({ cell }) => (cell === undefined ? [] : [textOf(cell, fault)])))];
    const texts = words.map((word) => new TextEncoder().encode(word));
    let end = 0;
    return {
      values: bytes(Uint32Array.from(rows, ({ cell }) => (cell === undefined ? 0 : words.indexOf(cell)))),
      texts: Uint8Array.from(texts.flatMap((text) => [...text])),
      ends: bytes(Uint32Array.from(texts, ({ length }) => (end += length))),
    };
  },

  /** @type {Write} */
  reference: (_, rows, fault) => {
    const lists = rows.map(({ cell, first }) => listOf(cell, fault).map((place) => first + place));
    let end = 0;
    return { values: bytes(Uint32Array.from([0, ...lists.map(({ length }) => (end += length)), ...lists.flat()])) };
  },
};

/** @param {string[]} codes @param {unknown} cell @param {Fault} fault */
function placeOf(codes, cell, fault) {
  const place = codes.indexOf(/** @type {string} */ (cell));
  if (place < 0) throw fault(cell);
  return place;
}

/** @param {unknown} cell @param {Fault} fault */
function triOf(cell, fault) {
  if (cell === "present" || cell === true) return 1;
  if (cell === "absent" || cell === false) return 2;
  throw fault(cell);
}

/** @param {unknown} cell @param {Fault} fault @returns {any[]} */
function listOf(cell, fault) {
  if (cell === undefined) return [];
  if (!Array.isArray(cell)) throw fault(cell);
  return cell;
}

/** @param {unknown} cell @param {Fault} fault */
function textOf(cell, fault) {
  if (typeof cell !== "string") throw fault(cell);
  return cell;
}

/**
 * The first and the last day that a date can be, in days since 1970-01-01.
 * @param {unknown} cell
 * @param {Fault} fault
 */
function daysOf(cell, fault) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(String(cell)) ?? [];
  if (year === undefined) throw fault(cell);
  const at = (/** @type {number} */ year, /** @type {number} */ month, /** @type {number} */ day) => Date.UTC(year, month, day) / DAY;
  if (month === undefined) return [at(Number(year), 0, 1), at(Number(year) + 1, 0, 1) - 1];
  const [first, last] = [at(Number(year), Number(month) - 1, 1), at(Number(year), Number(month), 1) - 1];
  if (Number(month) < 1 || Number(month) > 12) throw fault(cell);
  if (day === undefined) return [first, last];
  const on = first + Number(day) - 1;
  if (on < first || on > last) throw fault(cell);
  return [on, on];
}

/** @param {Int32Array | Uint32Array | Float64Array} numbers */
function bytes(numbers) {
  return new Uint8Array(numbers.buffer);
}
