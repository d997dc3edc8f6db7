/**
 * Why something cannot be told: a set of bits, in an answer's `reasons` and in an unknown truth. Bits 0 to 4 are the reasons for
 * which data may be missing, in the order of the bytes of a column's `missing` buffer (1 to 5); the host adds byte 6, withheld.
 */

/** The reasons' names, in the order of their bits. */
export const REASONS = Object.freeze([
  "not_known",
  "not_recorded",
  "not_yet_obtained",
  "refused",
  "not_applicable",
  "withheld",
  "outside_codebook",
  "not_looked_for",
]);

/** A local code lies outside the vocabulary that the coder used. */
export const OUTSIDE_CODEBOOK = 1 << 6;
/** It would be absent, but nobody is known to have looked. */
export const NOT_LOOKED_FOR = 1 << 7;
/** The record does not say. */
export const NOT_RECORDED = 1 << 1;
/** The byte of a value that the host holds back. */
export const WITHHELD = 6;
/** The bytes of `missing` buffers for which a local code that is missing only means that the row carries none. */
export const CARRIES_NONE = [2, 5];
/** Somebody looked and could not tell. */
export const NOT_KNOWN = 1 << 0;

/** How many of the reasons data may give; the rest are the host's and the SDK's. */
const IN_DATA = 5;

/**
 * The bit of a byte of a `missing` buffer; 0 where the value is given. A byte without a meaning is *not recorded*.
 * @param {number} missing
 * @returns {number}
 */
export function bitOf(missing) {
  if (missing === 0) return 0;
  return missing <= 6 ? 1 << (missing - 1) : NOT_RECORDED;
}

/**
 * The names of the reasons in a set, in the order of their bits.
 * @param {number} set
 * @returns {string[]}
 */
export function namesOf(set) {
  return REASONS.filter((_, bit) => (set & (1 << bit)) !== 0);
}

/**
 * The byte of a `missing` buffer for a reason that data may give by this name; 0 where there is none.
 * @param {string} name
 * @returns {number}
 */
export function byteOf(name) {
  return REASONS.slice(0, IN_DATA).indexOf(name) + 1;
}

/**
 * In words, what an unknown came to: `not determinable (refused, withheld)`.
 * @param {number} set
 * @returns {string}
 */
export function inWords(set) {
  const names = namesOf(set).map((name) => name.replaceAll("_", " "));
  return names.length === 0 ? "not determinable" : `not determinable (${names.join(", ")})`;
}
