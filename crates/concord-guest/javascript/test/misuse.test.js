import assert from "node:assert/strict";
import test from "node:test";

import { Problems, concern, framework } from "concord-guest";
import { checkSources, england } from "concord-guest/cases";
import { misuses } from "../src/misuse.js";

const MISUSED = [
  "if (row.is(late)) return NONE;",
  "if (!row.is(late)) return NONE;",
  "return row.is(late) ? ONCE : NONE;",
  "return row.is(late) || row.is(early);",
  "return rows.length > 0 && rows.any(late);",
  "return review.days.atLeast(16) && review.rows(observations).any(late).not();",
  "while (rows.any(late)) {}",
  "return [...rows].some((row) => row.is(late));",
  "return rows.filter((row) => row.is(late).and(row.is(known)));",
  "return row.is(late) === true;",
  "const late = page.any(rows, theme);\nif (late) return ONCE;",
  "const late = page.any(rows, theme);\nreturn late ? ONCE : NONE;",
  "const late = page.count(rows, theme)\n  .atLeast(2);\nreturn known && late;",
  "return (row.is(a)).or(row.is(b)) ? ONCE : NONE",
];

const RIGHT = [
  "if (row.is(late).isTrue()) return NONE;",
  "return row.is(late).or(row.is(early));",
  "return rows.filter((row) => row.is(late).isTrue());",
  "const late = page.any(rows, theme);\nif (late.isTrue()) return ONCE;\nreturn late;",
  "const late = page.any(rows, theme).isTrue();\nif (late) return ONCE;",
  "return Object.is(a, b) ? ONCE : NONE;",
  "// if (row.is(late)) we know\nreturn row.is(late); // || nothing",
  'page.note("row.is(late) || not", row.is(late));',
  "return new Ladder().when(row.is(late), ONCE).otherwise(NONE);",
  "const late = row.is(a);\nconst late = row.is(b).isTrue();\nreturn late ? ONCE : NONE;",
  "return seen.has(code) ? ONCE : NONE;",
  "return rows.map((row) => row.is(late));",
  "const { late } = review;\nreturn review.is(a).and(late);",
  "return review?.is(late) ?? 1 > 2".replace(" ?? 1 > 2", ";"),
];

test("a truth that stands where a boolean is wanted is found in the text", () => {
  for (const source of MISUSED) assert.ok(misuses(source).length > 0, source);
  for (const source of RIGHT) assert.deepEqual(misuses(source), [], source);
});

test("a framework that uses a truth as a boolean is not opened", () => {
  const made = framework((fields) => {
    const rapid = fields.review().code("review_type", "a").is("rapid_review");
    return [
      concern("X", {
        title: "X",
        question: "X?",
        answer(review) {
          const quick = review.is(rapid);
          return quick ? review.is(rapid) : quick.not();
        },
      }),
    ];
  });
  assert.throws(() => made.open(england), (error) => {
    assert.ok(error instanceof Problems);
    assert.deepEqual(error.message, "X: quick stands before ?, where it always counts as true (write and, or, not, or ask isTrue())");
    return true;
  });
});

test("the examples, and all modules of the SDK, are looked through", () => {
  checkSources(new URL("../examples/", import.meta.url));
  assert.throws(() => checkSources(new URL(".", import.meta.url)), /misuse\.test\.js:\d+: quick stands before \?/);
});
