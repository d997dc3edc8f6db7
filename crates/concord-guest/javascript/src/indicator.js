/** An indicator: what it says of itself, and beside it the code that answers it. */

import { Line, line } from "./answer.js";
import { Is } from "./condition.js";
import { Child } from "./handle.js";
import { nearest } from "./nearest.js";
import { named } from "./truth.js";

/**
 * What is asked of a review before its answer counts: a condition on reviews, or a function that gives a `Truth`.
 * @typedef {Is | ((review: any) => import("./truth.js").Truth)} Guard
 */

/**
 * What an indicator says of itself, and its code.
 *
 * - `title`: what it finds, in a few words.
 * - `question`: the question, as a practitioner would ask it.
 * - `scale`: its own answers, best read first; *present* and *absent* (of a description *yes* and *no*) unless given. An empty one:
 *   it gives a number alone.
 * - `measuredIn`: the unit of the number that it gives with `page.measure`: `"working days"`, `"share of windows"`.
 * - `maps`: how it stands to common themes: `exact`, `part`, `wider`, `related`.
 * - `cites`: the child tables whose rows its answers rest on.
 * - `applies`: when the question arises at all. Where it does not, the answer is *not applicable*; where that cannot be told, *not
 *   determinable*.
 * - `lookedFor`: when the review looked for it. Where it did not, or that cannot be told, finding nothing is *not determinable* and
 *   never *absent*.
 * - `answer`: the code that answers it for one review.
 * @typedef {{ title: string, question: string, scale?: Line[], measuredIn?: string, maps?: Mapping[], cites?: Child[], applies?: Guard,
 *   lookedFor?: Guard, answer: (review: any, page: import("./page.js").Page) => import("./answer.js").Answer }} About
 */

/** @typedef {{ theme: string, levels: string[], match: "exact" | "part" | "wider" | "related" }} Mapping */

/** One question that a framework asks of every review, with the code that answers it. */
export class Indicator {
  /**
   * @param {string} id
   * @param {"concern" | "strength" | "description"} polarity
   * @param {Line[]} scale
   * @param {About} about
   */
  constructor(id, polarity, scale, about) {
    this.id = id;
    this.polarity = polarity;
    this.about = about;
    this.scale = about.scale ?? scale;
    this.cites = about.cites ?? [];
    this.maps = about.maps ?? [];
    this.applies = about.applies;
    this.lookedFor = about.lookedFor;
    this.answer = about.answer;
    this.absent = this.scale.map((line) => line instanceof Line && line.saysThatNothingWasFound());
  }

  /** As the contract has it. */
  declared() {
    const { id, polarity, about, scale, cites, maps } = this;
    return {
      id,
      title: about.title,
      question: about.question,
      polarity,
      scale: scale.map(({ code, label, concern, strength }) => ({ code, label, concern, strength })),
      measureUnit: about.measuredIn ?? null,
      evidenceTables: cites.map(({ name }) => name),
      mappings: maps.map(({ theme, levels, match }) => ({ theme, levels, match })),
      predicate: null,
    };
  }
}

/**
 * An indicator whose presence is a concern.
 * @param {string} id its short name within the framework
 * @param {About} about
 * @returns {Indicator}
 */
export function concern(id, about) {
  return new Indicator(id, "concern", both("concern"), about);
}

/**
 * An indicator whose presence is a strength.
 * @param {string} id its short name within the framework
 * @param {About} about
 * @returns {Indicator}
 */
export function strength(id, about) {
  return new Indicator(id, "strength", both("strength"), about);
}

/**
 * An indicator that describes and never decides a theme.
 * @param {string} id its short name within the framework
 * @param {About} about
 * @returns {Indicator}
 */
export function description(id, about) {
  return new Indicator(id, "description", [line("yes", "Yes"), line("no", "No")], about);
}

/** @param {"concern" | "strength"} side */
function both(side) {
  return [line("present", "Present", { [side]: "present" }), line("absent", "Absent", { [side]: "absent" })];
}

/** @param {Mapping["match"]} match */
const maps = (match) => (/** @type {string} */ theme, /** @type {string[]} */ ...levels) => ({ theme, levels, match });

/** The indicator is the theme, at these levels of the system (SKOS exactMatch): `exact("T05", "L4")`. */
export const exact = maps("exact");
/** The indicator asks about a part of the theme (SKOS broadMatch). */
export const part = maps("part");
/** The indicator asks about more than the theme (SKOS narrowMatch). */
export const wider = maps("wider");
/** The indicator is shown beside the theme and never decides it (SKOS relatedMatch). */
export const related = maps("related");

const PARTS = ["title", "question", "scale", "measuredIn", "maps", "cites", "applies", "lookedFor", "answer"];

/**
 * Tells what is wrong with an indicator: it must say what it says of itself rightly, and in the dictionary's words.
 * @param {import("./fields.js").Fields} fields
 * @param {Indicator} indicator
 */
export function check(fields, indicator) {
  const fault = (/** @type {string} */ message, /** @type {string | null} */ hint = null) => fields.problem(indicator.id, message, hint);
  const { about, scale, cites, maps } = indicator;
  for (const name of Object.keys(about)) {
    if (!PARTS.includes(name)) fault(`an indicator has no "${name}"`, nearest(name, PARTS) ?? `it has ${PARTS.join(", ")}`);
  }
  for (const name of /** @type {const} */ (["title", "question"])) {
    if (typeof about[name] !== "string" || about[name] === "") fault(`it has no ${name}`);
  }
  if (typeof about.answer !== "function") fault("it has no answer, which is a function of a review and a page");
  if (!["string", "undefined"].includes(typeof about.measuredIn)) fault(`measuredIn is a unit's name, not ${named(about.measuredIn)}`);
  scale.filter((line) => !(line instanceof Line)).forEach((other) => fault(`its scale has ${named(other)}, which is no line("…", "…")`));
  cites.filter((child) => !(child instanceof Child)).forEach((other) => fault(`it cites ${named(other)}, which are no table's rows`));
  repeated(scale.map(({ code }) => code)).forEach((code) => fault(`the answer "${code}" stands twice in its scale`));
  checkGuard(fault, "applies", indicator.applies);
  checkGuard(fault, "lookedFor", indicator.lookedFor);
  maps.forEach((mapping) => checkMapping(fields, fault, mapping));
}

/**
 * @param {(message: string, hint?: string | null) => void} fault
 * @param {string} name
 * @param {Guard | undefined} guard
 */
function checkGuard(fault, name, guard) {
  if (guard === undefined || typeof guard === "function") return;
  if (!(guard instanceof Is)) fault(`${name} is a condition on reviews or a function of a review, not ${named(guard)}`);
  else if (guard.table !== 0) fault(`${name} is about a child row; ask it of the review's rows: (review) => review.rows(…).any(…)`);
}

/**
 * @param {import("./fields.js").Fields} fields
 * @param {(message: string, hint?: string | null) => void} fault
 * @param {Mapping} mapping
 */
function checkMapping({ dictionary }, fault, { theme, levels }) {
  const has = (/** @type {string[]} */ names, /** @type {string} */ name, /** @type {string} */ kind) => {
    if (!names.includes(name)) fault(`the dictionary has no ${kind} "${name}"`, nearest(String(name), names));
  };
  has(dictionary.themes, theme, "theme");
  levels.forEach((level) => has(dictionary.levels, level, "level"));
}

/**
 * The names that stand more than once.
 * @param {string[]} names
 */
export function repeated(names) {
  return [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
}
