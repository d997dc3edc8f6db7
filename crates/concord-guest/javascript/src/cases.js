/**
 * Invented reviews in a few lines, to try a framework on with plain `node --test`. For tests: everything here throws on what the
 * dictionary does not know. It reads files and so runs in Node alone, never in the box.
 *
 *     const cases = new Cases();
 *     cases.review({ review_type: "lcspr", themes_examined: ["T01", "T04"], observations: [{ theme: "T04", valence: "problematic" }] });
 *     assert.equal(cases.told(harbour, "H1")[0].answer, "present");
 */

import { readFileSync, readdirSync } from "node:fs";

import { ERROR, NOT_APPLICABLE_BYTE, NOT_DETERMINABLE } from "./answer.js";
import { column } from "./cell.js";
import { unsigned } from "./column.js";
import { Framework } from "./framework.js";
import { misuses } from "./misuse.js";
import { nearest } from "./nearest.js";
import { namesOf } from "./reason.js";
import { named } from "./truth.js";

/**
 * The built-in dictionary, England's, as a framework sees it; beside each field, whether it is `sensitive`: given only to runs that
 * grant it by name.
 * @type {import("./fields.js").Dictionary & { tables: { name: string, fields: (import("./fields.js").Field & { sensitive: boolean })[] }[] }}
 */
export const england = JSON.parse(readFileSync(new URL("../england.json", import.meta.url), "utf8"));

/**
 * What a row says: fields by their names. A code is its name, a set a list of names, a date `"2023"`, `"2023-04"` or `"2023-04-21"`, a
 * tri `"present"` or `"absent"`, a reference a list of places among the review's rows, from 0. Instead of a value the name of a reason
 * may stand: `"refused"`. What a row does not say is not recorded. A review has its child tables' rows as lists, and the row of its
 * group, by the tables' names.
 * @typedef {Record<string, any>} Cells
 */

/**
 * What an indicator answered to one review. `answer` is a code of its scale, `not_determinable` or `not_applicable` (`null` where it
 * gives a number alone); `looked` is `yes`, `no` or `unknown`; `rows` are the rows cited of each table, as places among the review's.
 * @typedef {{ answer: string | null, looked: string, reasons: string[], measure: import("./count.js").Measure | null,
 *   rows: Record<string, number[]> }} Told
 */

/** Invented reviews, one after the other. Nothing is derived: a derived field is given like any other. */
export class Cases {
  /**
   * @param {import("./fields.js").Dictionary} dictionary
   * @param {{ notGiven?: string[] }} but the child tables that the data do not have; a review without rows of another has none
   */
  constructor(dictionary = england, { notGiven = [] } = {}) {
    this.dictionary = dictionary;
    this.notGiven = notGiven;
    /** @type {Cells[]} */
    this.reviews = [];
  }

  /**
   * One more review.
   * @param {Cells} cells
   * @returns {this}
   */
  review(cells) {
    this.reviews.push(cells);
    return this;
  }

  /**
   * The reviews as one batch, with the fields that a framework reads; sensitive ones are granted.
   * @param {import("./framework.js").Descriptor} descriptor
   * @param {Cells[]} reviews
   * @returns {import("./view.js").Batch}
   */
  batch({ reads }, reviews = this.reviews) {
    const { tables, root, group } = this.dictionary;
    reviews.forEach((cells) => this.check(cells));
    /** @type {(table: string) => Cells[][]} */
    const rowsOf = (table) => {
      if (table === root) return reviews.map((cells) => [cells]);
      return reviews.map((cells) => (table === group ? [cells[table] ?? {}] : (cells[table] ?? [])));
    };
    const asked = tables.filter(({ name }) => reads.some(({ table }) => table === name));
    return {
      reviews: reviews.length,
      tables: asked.map(({ name, fields }) => {
        const rows = rowsOf(name);
        const wanted = reads.filter(({ table, field }) => table === name && field !== "");
        const child = name !== root && name !== group;
        return {
          rows: rows.flat().length,
          offsets: child && !this.notGiven.includes(name) ? bytesOf(offsets(rows)) : new Uint8Array(0),
          columns: wanted.map((read) => {
            const field = /** @type {import("./fields.js").Field} */ (fields.find((field) => field.name === read.field));
            const first = field.references ? offsets(rowsOf(field.references)) : [];
            return column(name, field, rows.flatMap((rows, review) => rows.map((cells) => ({ cell: cells[field.name], first: first[review] }))));
          }),
        };
      }),
    };
  }

  /**
   * A framework's answers to all reviews, as the contract has them.
   * @param {Framework} framework
   */
  answers(framework) {
    const opened = framework.open(this.dictionary);
    return opened.evaluate(this.batch(opened.descriptor));
  }

  /**
   * What one indicator of a framework answers to each review.
   * @param {Framework} framework
   * @param {string} id
   * @returns {Told[]}
   * @throws what its code threw, if it did
   */
  told(framework, id) {
    const opened = framework.open(this.dictionary);
    const place = this.place(opened, id);
    const { columns, failures } = opened.evaluate(this.batch(opened.descriptor));
    const failure = failures.find(({ indicator }) => indicator === place);
    if (failure !== undefined) throw new Error(`${id} failed for review ${failure.review}: ${failure.message}`);
    return this.reviews.map((cells, review) => inWords(opened.indicators[place], columns[place], review, (table) => this.first(table, review)));
  }

  /**
   * Why one of the reviews got its answer to an indicator: the steps of the reasoning, outermost first.
   * @param {Framework} framework
   * @param {string} id
   * @param {number} review its place, from 0
   */
  explain(framework, id, review = 0) {
    const opened = framework.open(this.dictionary);
    return opened.explain(this.batch(opened.descriptor, [this.reviews[review]]), this.place(opened, id));
  }

  /** @param {import("./framework.js").Opened} opened @param {string} id */
  place({ indicators }, id) {
    const ids = indicators.map((indicator) => indicator.id);
    if (!ids.includes(id)) throw new RangeError(`there is no indicator "${id}" (${nearest(id, ids) ?? `there are ${ids.join(", ")}`})`);
    return ids.indexOf(id);
  }

  /** The first row of a review in a child table. @param {string} table @param {number} review */
  first(table, review) {
    return this.reviews.slice(0, review).reduce((rows, cells) => rows + (cells[table]?.length ?? 0), 0);
  }

  /** @param {Cells} cells */
  check(cells) {
    const { tables, root } = this.dictionary;
    const known = (/** @type {string} */ table) => tables.find(({ name }) => name === table)?.fields.map(({ name }) => name) ?? [];
    const others = tables.map(({ name }) => name).filter((name) => name !== root);
    checkNames(root, cells, [...known(root), ...others]);
    for (const table of others) {
      for (const row of [cells[table] ?? []].flat()) checkNames(table, row, known(table));
    }
  }
}

/**
 * @param {string} table
 * @param {Cells} cells
 * @param {string[]} known
 */
function checkNames(table, cells, known) {
  for (const name of Object.keys(cells)) {
    if (known.includes(name)) continue;
    const hint = nearest(name, known);
    throw new RangeError(`the table "${table}" has no field "${name}"${hint === null ? "" : ` (${hint})`}`);
  }
}

/** @param {unknown[][]} rows by review */
function offsets(rows) {
  let end = 0;
  return [0, ...rows.map(({ length }) => (end += length))];
}

/** @param {number[]} numbers */
function bytesOf(numbers) {
  return new Uint8Array(Uint32Array.from(numbers).buffer);
}

/**
 * @param {import("./indicator.js").Indicator} indicator
 * @param {ReturnType<typeof import("./answering.js").answerAll>} column
 * @param {number} review
 * @param {(table: string) => number} first
 * @returns {Told}
 */
function inWords({ scale, cites }, { answers, looked, reasons, measures, evidence }, review, first) {
  const byte = answers[review];
  /** @type {Record<number, string>} */
  const words = { [ERROR]: "error", [NOT_DETERMINABLE]: "not_determinable", [NOT_APPLICABLE_BYTE]: "not_applicable" };
  const [lower, upper, of] = new Float64Array(measures.buffer).slice(3 * review, 3 * review + 3);
  const rows = cites.map(({ name }, place) => [name, citedBy(evidence[place], review).map((row) => row - first(name))]);
  return {
    answer: byte === undefined ? null : (words[byte] ?? scale[byte].code),
    looked: looked.length === 0 ? "yes" : ["unknown", "yes", "no"][looked[review]],
    reasons: namesOf(reasons[review] ?? 0),
    measure: lower === undefined || Number.isNaN(lower) ? null : { lower, upper, of },
    rows: Object.fromEntries(rows),
  };
}

/** @param {{ offsets: Uint8Array, rows: Uint8Array }} cited @param {number} review */
function citedBy(cited, review) {
  const [start, end] = unsigned(cited.offsets).slice(review, review + 2);
  return [...unsigned(cited.rows).slice(start ?? 0, end ?? 0)];
}

/**
 * Looks through a folder's modules for truths that are used as booleans, in all of the code and not only in the indicators' own
 * functions. `concord build` does the same.
 * @param {URL} folder
 * @throws where it finds any, each with its file and line
 */
export function checkSources(folder) {
  if (!(folder instanceof URL)) throw new TypeError(`checkSources takes a URL (new URL(".", import.meta.url)), not ${named(folder)}`);
  const files = readdirSync(folder, { recursive: true }).map(String).sort();
  const modules = files.filter((file) => /\.m?js$/.test(file) && !/(^|[\\/])(node_modules|sdk)[\\/]/.test(file));
  const found = modules.flatMap((file) =>
    misuses(readFileSync(new URL(file.replaceAll("\\", "/"), folder), "utf8")).map(({ line, text, hint }) => `${file}:${line}: ${text} (${hint})`),
  );
  if (found.length > 0) throw new Error(found.join("\n"));
}
