/** A framework: its indicators, opened against a dictionary. */

import { Fields } from "./fields.js";
import { Indicator, check, repeated } from "./indicator.js";
import { answerAll, explain } from "./answering.js";
import { misuses } from "./misuse.js";
import { Problems } from "./problem.js";
import { rowMaker } from "./row.js";
import { named } from "./truth.js";
import { Layout } from "./view.js";

/**
 * What a framework needs and answers, as the contract has it.
 * @typedef {{ table: string, field: string, required: boolean, why: string }} FieldRequest
 * @typedef {{ reads: FieldRequest[], indicators: ReturnType<Indicator["declared"]>[] }} Descriptor
 */

/** A framework that is not opened yet. */
export class Framework {
  /** @param {(fields: Fields, config: string) => Indicator[]} make */
  constructor(make) {
    this.make = make;
  }

  /**
   * Opens it against a dictionary.
   * @param {import("./fields.js").Dictionary} dictionary
   * @param {string} config
   * @returns {Opened}
   * @throws {Problems} all faults at once: fields, codes, themes and levels that the dictionary does not have (with the nearest that
   *   it has), indicators that stand twice, truths that are used as booleans
   */
  open(dictionary, config = "") {
    const fields = new Fields(dictionary);
    const indicators = this.make(fields, config);
    if (!Array.isArray(indicators) || indicators.some((one) => !(one instanceof Indicator))) {
      throw new TypeError("framework takes a function that gives a list of indicators");
    }
    for (const indicator of indicators) {
      check(fields, indicator);
      for (const part of [indicator.applies, indicator.lookedFor, indicator.answer]) {
        if (typeof part === "function") misuses(String(part)).forEach(({ text, hint }) => fields.problem(indicator.id, text, hint));
      }
    }
    repeated(indicators.map(({ id }) => id)).forEach((id) => fields.problem(id, "the indicator stands twice"));
    if (fields.problems.length > 0) throw new Problems(fields.problems);
    return new Opened(fields, indicators);
  }
}

/**
 * Makes a framework of a function that gives its indicators: `export default framework((fields) => [voice(fields), drift(fields)])`.
 * @param {(fields: Fields, config: string) => Indicator[]} make
 * @returns {Framework}
 */
export function framework(make) {
  if (typeof make !== "function") throw new TypeError(`framework takes a function of the dictionary's fields, not ${named(make)}`);
  return new Framework(make);
}

/** A framework that was opened against a dictionary. */
export class Opened {
  /**
   * @param {Fields} fields
   * @param {Indicator[]} indicators
   */
  constructor(fields, indicators) {
    this.indicators = indicators;
    this.layout = new Layout(fields.dictionary, fields.requests);
    this.makeRow = Array.from(fields.named, (asked) => rowMaker([...asked.values()]));
    /** @type {Descriptor} what it needs and answers */
    this.descriptor = { reads: fields.reads(), indicators: indicators.map((indicator) => indicator.declared()) };
  }

  /**
   * Answers every indicator for every review of a batch.
   * @param {import("./view.js").Batch} batch
   * @throws what the batch lacks of what was asked for
   */
  evaluate(batch) {
    const view = this.layout.view(batch, this.makeRow);
    /** @type {import("./answering.js").Failure[]} */
    const failures = [];
    const columns = this.indicators.map((indicator, place) =>
      answerAll(indicator, view, (review, message) => failures.push({ review, indicator: place, message })),
    );
    return { columns, failures };
  }

  /**
   * Why the first review of a batch got its answer to one indicator, by its place.
   * @param {import("./view.js").Batch} batch
   * @param {number} place
   * @returns {import("./page.js").Step[]}
   * @throws what the batch lacks, that there is no such indicator, or what its code threw
   */
  explain(batch, place) {
    const view = this.layout.view(batch, this.makeRow);
    if (view.reviews === 0) throw new RangeError("there is no review to explain");
    const indicator = this.indicators[place];
    if (indicator === undefined) throw new RangeError(`there is no indicator ${place}`);
    return explain(indicator, view);
  }
}

