/** The fields of the dictionary, asked for while a framework is opened. */

import { Is, examined, locals, oneOf } from "./condition.js";
import { Child, Code, CodeSet, Day, Decimal, Handle, Integer, Link, Text, Tri } from "./handle.js";
import { nearest } from "./nearest.js";
import { BESIDE_REVIEW, numberOf } from "./view.js";

/**
 * The dictionary, as the contract hands it over: names, never data. `framework.wit` tells what each part is.
 * @typedef {{ name: string, kind: string, codes: string[], required: boolean, themes: boolean, codebook?: string | null,
 *   references?: string | null }} Field
 * @typedef {{ name: string, fields: Field[] }} Table
 * @typedef {{ id: string, version: string, tables: Table[], root: string, group?: string | null, examined?: string | null,
 *   themes: string[], levels: string[], codebooks: { id: string, codes: string[] }[] }} Dictionary
 */

/**
 * Stands for a field that the dictionary does not have: the framework is not opened, and nothing is read of it.
 * @type {Field}
 */
const NO_FIELD = { name: "", kind: "", codes: [], required: false, themes: false };

const BOOKS = "which local codes the coder had";

/**
 * The dictionary's fields. What a framework asks of them here is all that it will ever see of the data.
 *
 * A misspelt name does not stop the asking: all faults are gathered and told at once when the framework is opened.
 */
export class Fields {
  /** @param {Dictionary} dictionary */
  constructor(dictionary) {
    this.dictionary = dictionary;
    /** @type {import("./problem.js").Problem[]} */
    this.problems = [];
    /** @type {{ table: number, field: number | null, why: string[] }[]} in the order of the asking */
    this.requests = [];
    /** @type {Map<string, Is>} */
    this.conditions = new Map();
    /** @type {Map<string, Child | Handle<any>>[]} by table number, what stands on a row by name */
    this.named = [BESIDE_REVIEW, ...dictionary.tables].map(() => new Map());
  }

  /** The fields of a review. @returns {TableFields} */
  review() {
    return new TableFields(this, this.dictionary.tables.findIndex(({ name }) => name === this.dictionary.root));
  }

  /**
   * The fields of a table: a child table's rows belong to a review, the group's row stands beside each review.
   * @param {string} name
   * @returns {TableFields}
   */
  table(name) {
    const tables = this.dictionary.tables.map((table) => table.name);
    if (!tables.includes(name)) this.problem(name, `the dictionary has no table "${name}"`, nearest(name, tables));
    return new TableFields(this, tables.indexOf(name));
  }

  /**
   * *The review examined this theme*: it set out to, or a child row on the theme shows that it did. Not known where what it set out
   * to look at is not recorded and no row shows it, or where a row may be on the theme and it cannot be told.
   * @param {string} theme
   * @returns {Is}
   */
  examined(theme) {
    const why = "what was looked at";
    const { examined: set, tables, themes } = this.dictionary;
    const place = this.place(theme, "theme", "themes", themes);
    const declared = set ? this.review().set(set, why) : null;
    const bit = declared?.placeOf(theme) ?? 0;
    const carriers = tables.flatMap(({ fields }, at) => {
      const table = numberOf(this.dictionary, at);
      const carries = (/** @type {Field} */ field) => table !== BESIDE_REVIEW && field.themes && field.kind === "code";
      return fields.flatMap((field, of) => {
        if (!carries(field)) return [];
        // The rows too, to know which review they belong to.
        this.request(at, null, why);
        const slot = this.request(at, of, why);
        return [{ table, carries: this.condition(table, `${slot} in ${place}`, (view) => oneOf(view.columns[slot], [place])) }];
      });
    });
    return this.condition(BESIDE_REVIEW, `examined ${theme}`, (view) => examined(view, declared?.hasBit(view, bit) ?? null, carriers), [], carriers);
  }

  /**
   * *The review's coder had this local code*: without it, that no row carries the code means nothing.
   * @param {string} code
   * @returns {Is}
   */
  says(code) {
    const book = this.dictionary.tables.flatMap(({ fields }) => fields).find(({ codebook }) => codebook)?.codebook;
    if (!book) this.problem("codebooks", "the dictionary has no local codes");
    return this.review().code(book ?? "", BOOKS).anyOf(...this.having("codebooks", code));
  }

  /**
   * The codebooks that have a local code; it is a fault if none has.
   * @param {string} name
   * @param {string} code
   */
  having(name, code) {
    const books = this.dictionary.codebooks;
    const having = books.filter(({ codes }) => codes.includes(code)).map(({ id }) => id);
    if (having.length === 0) {
      this.problem(name, `no codebook has the local code "${code}"`, nearest(code, books.flatMap(({ codes }) => codes)));
    }
    return having;
  }

  /**
   * Tells a fault of the configuration or of the dictionary; the framework will not be opened.
   * @param {string} at
   * @param {string} message
   * @param {string | null} hint
   */
  problem(at, message, hint = null) {
    this.problems.push({ at, message, hint });
  }

  /**
   * The place of a name among names, or a problem.
   * @param {string} name
   * @param {string} kind
   * @param {string} of
   * @param {string[]} names
   */
  place(name, kind, of, names) {
    const place = names.indexOf(name);
    if (place < 0) this.problem(of, `there is no ${kind} "${name}" in ${of}`, nearest(String(name), names));
    return Math.max(place, 0);
  }

  /**
   * The place of the request for a column; the same field asked for twice is one request.
   * @param {number} table
   * @param {number | null} field
   * @param {string} why
   */
  request(table, field, why) {
    let place = this.requests.findIndex((request) => request.table === table && request.field === field);
    if (place < 0) place = this.requests.push({ table, field, why: [] }) - 1;
    const reasons = this.requests[place].why;
    if (!reasons.includes(why)) reasons.push(why);
    return place;
  }

  /**
   * A condition; the same asked for twice is one.
   * @param {number} table
   * @param {string} key
   * @param {(view: import("./view.js").View) => import("./truths.js").Truths} truths
   * @param {Is[]} parts the conditions that it is made of
   * @param {import("./condition.js").Carrier[]} carriers the rows that show it
   * @returns {Is}
   */
  condition(table, key, truths, parts = [], carriers = []) {
    const name = `${table}: ${key}`;
    const known = this.conditions.get(name) ?? new Is(this, this.conditions.size, table, truths, parts, carriers);
    this.conditions.set(name, known);
    return known;
  }

  /** What was asked for, as the contract tells it. */
  reads() {
    return this.requests.map(({ table, field, why }) => {
      const declared = this.dictionary.tables[table];
      return { table: declared.name, field: field === null ? "" : declared.fields[field].name, required: true, why: why.join("; ") };
    });
  }
}

/** The fields of one table. `why` tells those who share the data why a field is needed. */
export class TableFields {
  /**
   * @param {Fields} fields
   * @param {number} place the table's place in the dictionary; negative where there is none
   */
  constructor(fields, place) {
    this.fields = fields;
    this.place = place;
    this.number = place < 0 ? BESIDE_REVIEW : numberOf(fields.dictionary, place);
  }

  /**
   * The child table's rows.
   * @param {string} why
   * @returns {Child}
   */
  rows(why) {
    if (this.place < 0) return new Child(BESIDE_REVIEW, "");
    const { name } = this.fields.dictionary.tables[this.place];
    if (this.number === BESIDE_REVIEW) this.fields.problem(name, `"${name}" has one row a review, not many`);
    this.because(name, why);
    this.fields.request(this.place, null, why);
    const child = new Child(this.number, name);
    this.named(BESIDE_REVIEW, child);
    return child;
  }

  /** A code or an ordinal. @param {string} name @param {string} why @returns {Code} */
  code(name, why) {
    return this.handle(Code, name, ["code", "ordinal"], why);
  }

  /** A set of codes. @param {string} name @param {string} why @returns {CodeSet} */
  set(name, why) {
    return this.handle(CodeSet, name, ["code-set"], why);
  }

  /** *It is present*, of a field that is present, absent or missing. @param {string} name @param {string} why @returns {Is} */
  tri(name, why) {
    return this.handle(Tri, name, ["tri"], why).isPresent();
  }

  /** A whole number. @param {string} name @param {string} why @returns {Integer} */
  integer(name, why) {
    return this.handle(Integer, name, ["integer"], why);
  }

  /** A number. @param {string} name @param {string} why @returns {Decimal} */
  decimal(name, why) {
    return this.handle(Decimal, name, ["decimal"], why);
  }

  /** A date. @param {string} name @param {string} why @returns {Day} */
  date(name, why) {
    return this.handle(Day, name, ["date"], why);
  }

  /** A text. @param {string} name @param {string} why @returns {Text} */
  text(name, why) {
    return this.handle(Text, name, ["text"], why);
  }

  /**
   * *It carries this local code*, a word of the vocabulary that the coder of its review used.
   *
   * A row of a review whose codebook has the code, and which has none or another, does not carry it. Where the codebook has no such
   * code, or none is named, it cannot be told, unless the row has the very code; nor where it is not known which code it has.
   * @param {string} name
   * @param {string} code
   * @param {string} why
   * @returns {Is}
   */
  localCode(name, code, why) {
    const { slot, table, field } = this.handle(Text, name, ["text"], why);
    const book = field.codebook ? this.fields.review().code(field.codebook, BOOKS) : null;
    const having = new Set(this.fields.having(name, code).map((id) => book?.placeOf(id) ?? -1));
    return this.fields.condition(table, `${slot} local ${code}`, (view) => {
      const books = book === null ? null : { column: view.columns[book.slot], having };
      return locals(view, table, view.columns[slot], code, books);
    });
  }

  /** A list of rows of another child table. @param {string} name @param {string} why @returns {Link} */
  link(name, why) {
    const found = this.find(name, ["reference"], why);
    const target = found.field.references ? this.fields.table(found.field.references).rows(why) : new Child(BESIDE_REVIEW, "");
    const link = new Link(this, found.slot, found.field, target);
    this.named(this.number, link);
    return link;
  }

  /**
   * @template {Handle<any>} H
   * @param {new (of: TableFields, slot: number, field: Field) => H} Kind
   * @param {string} name
   * @param {string[]} kinds
   * @param {string} why
   * @returns {H}
   */
  handle(Kind, name, kinds, why) {
    const { slot, field } = this.find(name, kinds, why);
    const handle = new Kind(this, slot, field);
    this.named(this.number, handle);
    return handle;
  }

  /**
   * A field's request, if it is of one of these kinds. After a fault nothing is read of it: the framework is not opened.
   * @param {string} name
   * @param {string[]} kinds
   * @param {string} why
   */
  find(name, kinds, why) {
    if (this.place < 0) return { slot: 0, field: NO_FIELD };
    const table = this.fields.dictionary.tables[this.place];
    const about = `${table.name}.${name}`;
    const place = table.fields.findIndex((field) => field.name === name);
    if (place < 0) {
      this.fields.problem(about, `the table has no field "${name}"`, nearest(name, table.fields.map((field) => field.name)));
      return { slot: 0, field: NO_FIELD };
    }
    const field = table.fields[place];
    if (!kinds.includes(field.kind)) this.fields.problem(about, `it is of kind ${field.kind}, not ${kinds[0]}`);
    this.because(about, why);
    return { slot: this.fields.request(this.place, place, why), field };
  }

  /**
   * @param {string} about
   * @param {string} why
   */
  because(about, why) {
    if (typeof why !== "string" || why === "") this.fields.problem(about, "it must be said why it is needed");
  }

  /**
   * What stands on rows of a table by its name.
   * @param {number} table
   * @param {Child | Handle<any>} asked
   */
  named(table, asked) {
    const { named } = this.fields;
    if (!named[table].has(asked.name)) named[table].set(asked.name, asked);
  }
}
