/**
 * Truths that stand where JavaScript wants a boolean. JavaScript takes every object for true and lets nobody say otherwise, so
 * `if (row.is(late))` would always hold and `a.is(x) || b.is(y)` would never ask the second. Only the text of the code shows that.
 *
 * This reads calls that give a truth and the names that they are given to, within one text; a truth that comes from a function of
 * the author's own is not seen as one.
 */

/** What gives a truth. Not `has` and `test`: sets and patterns have these too, and give booleans. */
const GIVES_TRUTH = /\.(?:is|any|all|and|or|not|atLeast|atMost|exactly|same|before|within|known)\s*\(/g;
/** Words after which a bracket opens no call. */
const NO_CALL = /(?:^|[^\w$.])(?:return|if|while|case|typeof|await|of|in)$/;
/** What stands after an expression that is only the start of a longer one. */
const GOES_ON = /^(?:\.|\?\.|\(|\[)/;
/** Where an array's own functions want a boolean of an arrow function. */
const WANTS_BOOLEAN = /\.(?:filter|some|every|find\w*)\(\s*\(?[^()]*\)?\s*=>$/;

/**
 * Where a source uses what gives a truth as a boolean.
 * @param {string} source
 * @returns {{ line: number, text: string, hint: string }[]}
 */
export function misuses(source) {
  const code = withoutWords(source);
  const calls = [...code.matchAll(GIVES_TRUTH)].map(({ 0: call, index }) => {
    return { from: start(code, index), to: closing(code, index + call.length - 1) + 1 };
  });
  const truths = calls.filter(({ from }) => !code.startsWith("Object.is", from));
  return [...truths, ...truths.flatMap((truth) => uses(code, truth))].flatMap(({ from, to }) => {
    const used = usedAsBoolean(code.slice(0, from).trimEnd(), code.slice(to).trimStart());
    if (used === null) return [];
    const text = `${source.slice(from, to).replace(/\s+/g, " ")} ${used}, where it always counts as true`;
    return [{ line: code.slice(0, from).split("\n").length, text, hint: "write and, or, not, or ask isTrue()" }];
  });
}

/**
 * How an expression is used as a boolean, by what stands around it.
 * @param {string} before
 * @param {string} after
 * @returns {string | null}
 */
function usedAsBoolean(before, after) {
  if (GOES_ON.test(after)) return null;
  const joined = /^(?:\|\||&&|\?\?|[=!]==?)/.exec(after) ?? /(?:\|\||&&)$/.exec(before);
  if (joined !== null) return `stands beside ${joined[0]}`;
  if (/^\?(?![.?])/.test(after)) return "stands before ?";
  if (before.endsWith("!")) return "stands after !";
  if (WANTS_BOOLEAN.test(before)) return "is what a filter goes by";
  return /\b(?:if|while)\s*\($/.test(before) && after.startsWith(")") ? "is a condition" : null;
}

/**
 * The other places of the name that a truth is given to, if it is.
 * @param {string} code
 * @param {{ from: number, to: number }} truth
 */
function uses(code, { from, to }) {
  const given = /(?:const|let|var)\s+([\w$]+)\s*=\s*$/.exec(code.slice(0, from));
  if (given === null || GOES_ON.test(code.slice(to).trimStart())) return [];
  const named = given[1].replaceAll("$", "\\$");
  // Until the name is given to something else.
  const again = new RegExp(`(?:const|let|var)\\s+${named}\\s*=`).exec(code.slice(to));
  const name = new RegExp(`(?<![\\w$.])${named}(?![\\w$])`, "g");
  const after = [...code.matchAll(name)].filter(({ index }) => index > to && (again === null || index < to + again.index));
  return after.map(({ index }) => ({ from: index, to: index + given[1].length }));
}

/**
 * Where the expression starts whose call stands at a dot: back over names, dots and brackets.
 * @param {string} code
 * @param {number} dot
 */
function start(code, dot) {
  let at = dot;
  for (;;) {
    const before = code.slice(0, at).trimEnd();
    const name = /[\w$#]+$/.exec(before);
    at = /[)\]]$/.test(before) ? opening(code, before.length - 1) : (name?.index ?? at);
    const left = code.slice(0, at).trimEnd();
    if (name === null && /[\w$)\]]$/.test(left) && !NO_CALL.test(left)) continue;
    if (name !== null && left.endsWith(".")) at = left.length - (left.endsWith("?.") ? 2 : 1);
    else return at;
  }
}

/** @param {string} code @param {number} open */
function closing(code, open) {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if ("([{".includes(code[at])) depth += 1;
    if (")]}".includes(code[at]) && (depth -= 1) === 0) return at;
  }
  return code.length;
}

/** @param {string} code @param {number} close */
function opening(code, close) {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    if (")]}".includes(code[at])) depth += 1;
    if ("([{".includes(code[at]) && (depth -= 1) === 0) return at;
  }
  return 0;
}

/**
 * The source with comments and texts blanked, so that places stay what they are.
 * @param {string} source
 */
function withoutWords(source) {
  const blank = (/** @type {string} */ text) => text.replace(/[^\n]/g, " ");
  return source.replace(/\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, blank);
}
