/** Faults of a framework's declarations or of its configuration, told all at once. */

/**
 * A fault: where, what, and the next step.
 * @typedef {{ at: string, message: string, hint: string | null }} Problem
 */

/** Thrown where a framework cannot be opened; `problems` has all that is wrong. */
export class Problems extends Error {
  /** @param {Problem[]} problems */
  constructor(problems) {
    super(problems.map(({ at, message, hint }) => `${at === "" ? "" : `${at}: `}${message}${hint === null ? "" : ` (${hint})`}`).join("\n"));
    this.name = "Problems";
    /** @type {Problem[]} */
    this.problems = problems;
  }
}
