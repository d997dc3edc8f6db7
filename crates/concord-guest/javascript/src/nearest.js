/** The nearest of known names to one that is not known, for messages. */

/**
 * A question to the author: `did you mean "theme"?`; `null` where no name is near.
 * @param {string} wrong
 * @param {Iterable<string>} names
 * @returns {string | null}
 */
export function nearest(wrong, names) {
  let best = null;
  let least = Infinity;
  for (const name of names) {
    const edits = distance(wrong.toLowerCase(), name.toLowerCase());
    if (edits < least || (edits === least && best !== null && name < best)) [best, least] = [name, edits];
  }
  if (best === null || least > 1 + Math.floor(Math.min(wrong.length, best.length) / 3)) return null;
  return `did you mean "${best}"?`;
}

/**
 * Insertions, deletions, changes and swaps of neighbours from one word to another (Damerau 1964; optimal string alignment).
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
