/** The functions of a framework as a component exports them. `concord build` writes the module that calls this. */

import { inWords } from "./fault.js";
import { Framework } from "./framework.js";
import { writeTo } from "./log.js";
import { misuses } from "./misuse.js";
import { Problems } from "./problem.js";
import { named } from "./truth.js";

/**
 * The interface `review` of the contract, for a framework.
 * @param {Framework} framework what the author's main module exports by default
 * @param {import("./log.js").Write} write the function of the contract's interface `log`
 * @param {Record<string, string>} sources the text of the author's modules, by their names: the build ends where they misuse a truth
 */
export function component(framework, write, sources = {}) {
  checkSources(sources);
  if (!(framework instanceof Framework)) {
    throw new TypeError(`the main module must say: export default framework(…); what it exports by default is ${named(framework)}`);
  }
  withoutChance();
  writeTo(write);
  /** @type {import("./framework.js").Opened | null} */
  let opened = null;
  return {
    /** @param {string} config @param {import("./fields.js").Dictionary} dictionary */
    open(config, dictionary) {
      try {
        opened = framework.open(dictionary, config);
        return opened.descriptor;
      } catch (error) {
        throw error instanceof Problems ? error.problems : [{ at: "", message: inWords(error), hint: null }];
      }
    },
    /** @param {import("./view.js").Batch} batch */
    evaluate: (batch) => orSay(() => of(opened).evaluate(batch)),
    /** @param {import("./view.js").Batch} batch @param {number} indicator */
    explain: (batch, indicator) => orSay(() => of(opened).explain(batch, indicator)),
  };
}

/** @param {Record<string, string>} sources */
function checkSources(sources) {
  const found = Object.entries(sources).flatMap(([file, source]) =>
    misuses(source).map(({ line, text, hint }) => `${file}:${line}: ${text} (${hint})`),
  );
  if (found.length > 0) throw new TypeError(found.join("\n"));
}

/** @param {import("./framework.js").Opened | null} opened */
function of(opened) {
  if (opened === null) throw new Error("the framework was not opened");
  return opened;
}

/**
 * What a function gives, or what it threw in words: the contract's error is a text.
 * @template T
 * @param {() => T} act
 * @returns {T}
 */
function orSay(act) {
  try {
    return act();
  } catch (error) {
    throw inWords(error);
  }
}

/**
 * Takes away what gives another answer each time. In the box the clock would end the framework without a word; here it says why.
 */
function withoutChance() {
  const refuse = (/** @type {string} */ name) => () => {
    throw new Error(`a framework gives the same answer each time: ${name} is not for it`);
  };
  Math.random = refuse("Math.random");
  const Whole = Date;
  const now = refuse("the clock");
  globalThis.Date = /** @type {any} */ (
    class Date extends Whole {
      /** @param {...any} parts */
      constructor(...parts) {
        // @ts-ignore: the parts are those of the class that it extends
        super(...(parts.length === 0 ? now() : parts));
      }
      static now = now;
    }
  );
}
