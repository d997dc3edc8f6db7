/** A batch made ready to be read row by row: each condition as a column of codes, each value as its column's bytes. */

import { Column, NO_COLUMN, unsigned } from "./column.js";
import { rowsOf } from "./rows.js";

/** The number of the tables that have a row a review: the root and the group's. Child tables are numbered from 1. */
export const BESIDE_REVIEW = 0;

/**
 * The number by which rows know their table.
 * @param {import("./fields.js").Dictionary} dictionary
 * @param {number} place
 */
export function numberOf(dictionary, place) {
  const { name } = dictionary.tables[place];
  return name === dictionary.root || name === dictionary.group ? BESIDE_REVIEW : place + 1;
}

/**
 * The bytes that a row's value takes; 0 where rows differ.
 * @param {import("./fields.js").Field} field
 */
function width(field) {
  switch (field.kind) {
    case "code":
    case "ordinal":
    case "tri":
      return 1;
    case "code-set":
      return Math.ceil(field.codes.length / 8);
    case "integer":
    case "text":
      return 4;
    case "decimal":
    case "date":
      return 8;
    default:
      return 0;
  }
}

/**
 * Where everything that was asked for stands in a batch; made once, when the framework is opened.
 */
export class Layout {
  /**
   * @param {import("./fields.js").Dictionary} dictionary
   * @param {{ table: number, field: number | null }[]} requests by the places of tables and fields; a table's rows have no field
   */
  constructor(dictionary, requests) {
    const places = [...new Set(requests.map(({ table }) => table))].sort((a, b) => a - b);
    const used = places.map(() => 0);
    /** By request, the batch's table and the table's column, with the bytes of a value. */
    this.requests = requests.map((request) => {
      const table = places.indexOf(request.table);
      const declared = request.field === null ? null : dictionary.tables[request.table].fields[request.field];
      const column = declared === null ? null : used[table]++;
      return { table, column, number: numberOf(dictionary, request.table), width: declared === null ? 0 : width(declared) };
    });
    /** By table number, the batch's table. */
    this.tables = new Map(this.requests.map(({ table, number }) => [number, table]));
  }

  /**
   * A batch, ready to be read.
   * @param {Batch} batch
   * @param {import("./row.js").MakeRow[]} makeRow by table number
   * @returns {View}
   * @throws what the batch lacks of what was asked for
   */
  view(batch, makeRow) {
    const columns = this.requests.map((request) => column(batch, request));
    const offsets = new Map([...this.tables].filter(([number]) => number !== BESIDE_REVIEW).map(([number, table]) => {
      const found = unsigned(batch.tables[table].offsets);
      const given = found.length > 0 || batch.tables[table].rows > 0;
      if (given && found.length !== batch.reviews + 1) throw new RangeError("the batch's child rows do not go with its reviews");
      return [number, found];
    }));
    return new View(batch.reviews, columns, offsets, makeRow);
  }
}

/**
 * @param {Batch} batch
 * @param {{ table: number, column: number | null, number: number, width: number }} request
 */
function column(batch, request) {
  const table = batch.tables[request.table];
  if (table === undefined) throw new RangeError("the batch lacks a table that was asked for");
  if (request.column === null) return NO_COLUMN;
  const found = table.columns[request.column];
  if (found === undefined) throw new RangeError("the batch lacks a column that was asked for");
  const { values, missing, texts, ends } = found;
  const whole = request.width === 0 ? values.length >= (table.rows + 1) * 4 : values.length === table.rows * request.width;
  const beside = request.number !== BESIDE_REVIEW || table.rows === batch.reviews;
  if (!whole || !beside || !(missing.length === 0 || missing.length === table.rows)) {
    throw new RangeError("a column of the batch has not one value a row");
  }
  return new Column(table.rows, values, missing, texts, ends);
}

/** A batch as a framework's rows read it. What was worked out once is kept: rows, runs of rows, truths. */
export class View {
  /**
   * @param {number} reviews
   * @param {Column[]} columns by request
   * @param {Map<number, Uint32Array>} offsets by the numbers of child tables
   * @param {import("./row.js").MakeRow[]} makeRow by table number
   */
  constructor(reviews, columns, offsets, makeRow) {
    this.reviews = reviews;
    this.columns = columns;
    this.makeRow = makeRow;
    /** @type {(Uint32Array | undefined)[]} */
    this.childOffsets = [];
    offsets.forEach((found, table) => (this.childOffsets[table] = found));
    /** @type {import("./truths.js").Truths[]} by condition */
    this.asked = [];
    /** @type {import("./row.js").Row[][]} by table and place */
    this.rows = [];
    /** @type {import("./rows.js").Rows[][]} by table and review */
    this.runs = [];
  }

  /**
   * The truths of a condition, worked out when it is first asked for.
   * @param {import("./condition.js").Is} condition
   * @returns {import("./truths.js").Truths}
   */
  truths(condition) {
    return (this.asked[condition.place] ??= condition.truths(this));
  }

  /**
   * The first row of each review in a child table, and at last how many there are.
   * @param {number} table
   */
  offsets(table) {
    const found = this.childOffsets[table];
    if (found === undefined) throw new TypeError("the framework did not ask for the rows of this table");
    return found;
  }

  /**
   * Whether the data have a table; of one that they do not have, nothing is known.
   * @param {number} table
   */
  has(table) {
    return table === BESIDE_REVIEW || this.offsets(table).length > 0;
  }

  /**
   * The numbers of the rows of a review in a child table.
   * @param {number} table
   * @param {number} review
   * @returns {number[]}
   */
  rowsBeside(table, review) {
    if (!this.has(table)) return [];
    const first = this.start(table, review);
    return Array.from({ length: this.end(table, review) - first }, (_, at) => first + at);
  }

  /**
   * The first row of a review in a table.
   * @param {number} table
   * @param {number} review
   */
  start(table, review) {
    return table === BESIDE_REVIEW ? review : this.offsets(table)[review];
  }

  /**
   * The row after the last one of a review in a table.
   * @param {number} table
   * @param {number} review
   */
  end(table, review) {
    return table === BESIDE_REVIEW ? review + 1 : this.offsets(table)[review + 1];
  }

  /**
   * One review, as a row.
   * @param {number} review
   * @returns {import("./row.js").Row}
   */
  review(review) {
    return this.row(BESIDE_REVIEW, review, review);
  }

  /**
   * @param {number} table
   * @param {number} place
   * @param {number} review
   * @returns {import("./row.js").Row}
   */
  row(table, place, review) {
    const rows = (this.rows[table] ??= []);
    return (rows[place] ??= this.makeRow[table](this, table, place, review));
  }

  /**
   * The rows of a review in a child table.
   * @param {number} table
   * @param {number} review
   * @returns {import("./rows.js").Rows}
   */
  run(table, review) {
    const runs = (this.runs[table] ??= []);
    return (runs[review] ??= rowsOf(this, table, review));
  }
}

/**
 * A batch, as the contract has it: `framework.wit` tells what each buffer holds.
 * @typedef {{ values: Uint8Array, missing: Uint8Array, texts: Uint8Array, ends: Uint8Array }} BatchColumn
 * @typedef {{ rows: number, offsets: Uint8Array, columns: BatchColumn[] }} BatchTable
 * @typedef {{ reviews: number, tables: BatchTable[] }} Batch
 */
