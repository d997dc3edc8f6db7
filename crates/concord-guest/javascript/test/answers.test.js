import assert from "node:assert/strict";
import test from "node:test";

import { Ladder, NOT_APPLICABLE, Truth, choose, concern, description, framework, line, strength } from "concord-guest";
import { Cases } from "concord-guest/cases";

const about = { title: "X", question: "X?" };
const [YES, SOME, NO] = [
  line("yes", "Yes", { concern: "present" }),
  line("some", "Some", { concern: "partly", strength: "partly" }),
  line("no", "No", { concern: "absent" }),
];

/** A framework of one indicator that reads the type of a review and its days. */
function one(indicator) {
  return framework((fields) => {
    const review = fields.review();
    review.integer("days_to_submit", "a");
    const table = fields.table("observations");
    return [indicator({ rapid: review.code("review_type", "b").is("rapid_review"), rows: table.rows("c"), theme: table.code("theme", "d"), fields })];
  });
}

const days = (...list) => list.reduce((cases, days_to_submit) => cases.review({ review_type: "lcspr", days_to_submit }), new Cases());

test("a truth is the first line, the last, or not determinable; a ladder stops at what it cannot tell", () => {
  const late = one(() => concern("X", { ...about, answer: (review) => review.days_to_submit.atLeast(16) }));
  const told = days(16, 15, "refused").told(late, "X");
  assert.deepEqual(told.map(({ answer }) => answer), ["present", "absent", "not_determinable"]);
  assert.deepEqual(told[2].reasons, ["refused"]);
  const unknown = Truth.unknown("refused");
  assert.equal(new Ladder().when(Truth.FALSE, YES).when(Truth.TRUE, SOME).when(unknown, YES).otherwise(NO).line, SOME);
  assert.equal(new Ladder().when(unknown, YES).when(Truth.TRUE, SOME).otherwise(NO), unknown);
  assert.throws(() => new Ladder().when(true, YES), /when takes a Truth, not true/);
});

test("where it was not looked for, absent is not determinable and nothing else changes", () => {
  const answered = (answer, looked) => {
    const made = one(() => concern("X", { ...about, scale: [YES, SOME, NO], lookedFor: () => looked, answer: () => answer }));
    const { answer: code, looked: byte, reasons } = days(1).told(made, "X")[0];
    return [code, byte, reasons.join()];
  };
  assert.deepEqual(answered(NO, Truth.TRUE), ["no", "yes", ""]);
  assert.deepEqual(answered(NO, Truth.FALSE), ["not_determinable", "no", "not_looked_for"]);
  assert.deepEqual(answered(NO, Truth.unknown("refused")), ["not_determinable", "unknown", "not_looked_for"]);
  assert.deepEqual(answered(SOME, Truth.FALSE), ["some", "no", ""], "partly there is not absent");
  assert.deepEqual(answered(YES, Truth.unknown()), ["yes", "unknown", ""]);
  assert.deepEqual(answered(NOT_APPLICABLE, Truth.FALSE), ["not_applicable", "no", ""]);
});

test("a question that does not arise is not answered", () => {
  const made = one(({ rapid }) => strength("X", { ...about, applies: rapid, answer: () => assert.fail("it was asked") }));
  const cases = new Cases().review({ review_type: "lcspr" }).review({ review_type: "refused" });
  assert.deepEqual(cases.told(made, "X").map(({ answer, reasons }) => [answer, reasons]), [["not_applicable", []], ["not_determinable", ["refused"]]]);
});

test("rows are cited once, in order, and only for an answer", () => {
  const made = one(({ theme, rows }) => {
    const [known, four] = [theme.is("T04"), theme.anyOf("T04", "T05")];
    return concern("X", {
      ...about,
      cites: [rows],
      answer(review, page) {
        for (const row of review.observations.certain().reverse()) if (row.is(four).isTrue()) page.cite(row);
        return page.any(review.observations, known).and(review.days_to_submit.atLeast(1));
      },
    });
  });
  const observations = ["T05", "T01", "T04", "T04"].map((theme) => ({ theme, valence: "neutral" }));
  const cases = new Cases().review({ review_type: "lcspr", observations }).review({ review_type: "lcspr", days_to_submit: 2, observations });
  const told = cases.told(made, "X");
  assert.deepEqual(told.map(({ answer, rows }) => [answer, rows.observations]), [["not_determinable", []], ["present", [0, 2, 3]]]);
});

test("a measure is a number, a count or a share", () => {
  const made = one(({ rows, theme }) => {
    const known = theme.is("T04");
    return concern("X", {
      ...about,
      scale: [],
      measuredIn: "share of findings",
      cites: [rows],
      answer: ({ observations }, page) => page.measure(page.count(observations, known).shareOf(observations.size())),
    });
  });
  const observations = ["T04", "T01", "refused"].map((theme) => ({ theme, valence: "neutral" }));
  const cases = new Cases().review({ review_type: "lcspr", observations }).review({ review_type: "lcspr" });
  const told = cases.told(made, "X");
  assert.deepEqual(told[0], { answer: null, looked: "yes", reasons: ["refused"], measure: { lower: 1, upper: 2, of: 3 }, rows: { observations: [0] } });
  assert.deepEqual(told[1].measure, { lower: 0, upper: 0, of: 0 }, "none of none");
  const unsure = one(({ rows, theme }) => {
    const known = theme.is("T04");
    return concern("X", { ...about, scale: [], measuredIn: "share of days", cites: [rows], answer: (review, page) => page.measure(page.count(review.observations, known).shareOf(review.days_to_submit)) });
  });
  const { columns } = cases.answers(unsure);
  assert.equal(columns[0].answers.length, 0);
  assert.deepEqual([...columns[0].measures.slice(24, 32)], [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], "the one NaN");
  assert.deepEqual(cases.told(unsure, "X").map(({ reasons }) => reasons), [["not_recorded", "refused"], ["not_recorded"]]);
});

test("an exception costs its review and its indicator only, and says where it was", () => {
  const made = framework((fields) => {
    fields.review().integer("days_to_submit", "a");
    const broken = (review) => {
      if (review.days_to_submit.given() === 2) return review.days_to_submit.nothing.there;
      return Truth.TRUE;
    };
    const unit = { measuredIn: "days", answer: (review, page) => (page.measure(1), broken(review)) };
    return [description("X", { ...about, ...unit }), description("Y", { ...about, answer: () => Truth.TRUE })];
  });
  const { columns, failures } = days(1, 2, "refused", 4).answers(made);
  assert.deepEqual([...columns[0].answers], [0, 253, 253, 0]);
  assert.deepEqual([...columns[1].answers], [0, 0, 0, 0]);
  assert.deepEqual([...new Float64Array(columns[0].measures.buffer)], [1, 1, 1, NaN, NaN, NaN, NaN, NaN, NaN, 1, 1, 1]);
  assert.deepEqual(failures.map(({ review, indicator }) => [review, indicator]), [[1, 0], [2, 0]]);
  assert.match(failures[0].message, /^TypeError: Cannot read properties of undefined.* \(at broken, answers\.test\.js:\d+; at answer/);
  assert.match(failures[1].message, /^TypeError: days_to_submit is missing \(refused\): ask isGiven\(\) first/);
  assert.throws(() => days(2).told(made, "X"), /X failed for review 0: TypeError/);
});

test("an answer is a truth or a line of its scale, and nothing else", () => {
  const other = line("yes", "Yes");
  for (const [answer, said] of [[true, "true"], [0, "0"], ["yes", '"yes"'], [undefined, "undefined"], [null, "null"], [new Ladder().when(Truth.TRUE, 3).otherwise(YES), "not 3"], [other, "is no line of its scale"]]) {
    const made = one(() => concern("X", { ...about, scale: [YES, NO], answer: () => answer }));
    const { columns, failures } = days(1).answers(made);
    assert.deepEqual([[...columns[0].answers], failures.length], [[253], 1]);
    assert.ok(failures[0].message.includes(said), failures[0].message);
  }
});

test("what a row was not asked for, and what is another table's, is never read by mistake", () => {
  const said = (answer) => {
    const made = one(({ rapid, theme, rows }) => concern("X", { ...about, answer: (review, page) => answer(review, page, { rapid, theme, rows }) }));
    const cases = new Cases().review({ review_type: "lcspr", observations: [{ theme: "T01", valence: "neutral" }] });
    return cases.answers(made).failures[0]?.message ?? "nothing";
  };
  assert.match(said((review) => review.days_to_submt.atLeast(1)), /did not ask for a field or table "days_to_submt".*did you mean "days_to_submit"/);
  assert.match(said((review, _, { theme }) => review.is(theme.is("T01"))), /read from a row of another; a row's review is row\.review\(\)/);
  assert.match(said((review, _, { rapid }) => review.observations.any(rapid)), /read from a row of another/);
  assert.match(said((review, page) => page.any(review.observations, () => Truth.TRUE)), /add it to cites/);
  assert.match(said((review) => review.observations.any(() => true)), /takes a Truth, not true/);
  assert.match(said((review) => [...review.observations]), /ask any, all, count, distinct or groups, or walk certain\(\) or each\(\)/);
  assert.match(said((review) => Truth.known(review.observations.length > 0)), /ask size\(\)/);
  assert.match(said((review, _, { theme }) => [...review.observations.groups(theme)]), /may belong to any group/);
  assert.match(said((review) => review.observations.any((row) => row.theme.is("T99"))), /theme has no code "T99"/);
  assert.match(said((_, page) => page.measure(NaN)), /NaN to NaN of 1 is no measure/);
});

test("answers do not depend on the other reviews of a batch", () => {
  const made = one(({ rows, theme }) => {
    const known = theme.is("T04");
    return concern("X", { ...about, measuredIn: "findings", cites: [rows], answer: ({ observations }, page) => {
      page.measure(page.count(observations, known).measure());
      return observations.any(known);
    } });
  });
  const reviews = [["T04", "T01"], [], ["T04", "T04"], ["refused"]].map((themes) => ({ review_type: "lcspr", observations: themes.map((theme) => ({ theme, valence: "neutral" })) }));
  const all = reviews.reduce((cases, cells) => cases.review(cells), new Cases()).told(made, "X");
  const alone = reviews.map((cells) => new Cases().review(cells).told(made, "X")[0]);
  assert.deepEqual(all, alone);
});

test("every answer can be explained", () => {
  const made = one(({ rapid, rows, theme }) => {
    const known = theme.is("T04");
    return concern("X", {
      title: "X",
      question: "Was it so?",
      measuredIn: "share",
      cites: [rows],
      applies: rapid.not(),
      lookedFor: (review) => review.days_to_submit.atLeast(1),
      answer: ({ observations, days_to_submit }, page) => {
        const count = page.count(observations, known);
        page.measure(count.shareOf(observations.size()));
        page.note("days", days_to_submit);
        page.note("late", days_to_submit.atLeast(16));
        return count.atLeast(1);
      },
    });
  });
  const observations = ["T04", "T01"].map((theme) => ({ theme, valence: "neutral" }));
  const cases = new Cases().review({ review_type: "rapid_review" }).review({ review_type: "lcspr", days_to_submit: "refused", observations });
  const told = (review) => cases.explain(made, "X", review).map(({ depth, text, value, holds }) => [depth, text, value, holds]);
  assert.deepEqual(told(1), [
    [0, "Was it so?", "Present", null],
    [1, "the question arises", "yes", true],
    [1, "it was looked for", "not determinable (refused)", null],
    [1, "days", "missing (refused)", null],
    [1, "late", "not determinable (refused)", null],
    [1, "share", "1 of 2", null],
    [1, "it rests on", "1 rows of observations", null],
  ]);
  assert.deepEqual(cases.explain(made, "X", 1).at(-1).rows, [0]);
  assert.deepEqual(told(0).slice(0, 2), [[0, "Was it so?", "not applicable", null], [1, "the question arises", "no", false]]);
});

test("a question may ask the page itself", () => {
  const made = one(({ rows, theme, fields }) => {
    const known = theme.is("T04");
    const asked = fields.table("recommendations").rows("d");
    return concern("X", {
      ...about,
      cites: [rows, asked],
      answer: (review, page) => page.any(review.recommendations, () => page.any(review.observations, known)),
    });
  });
  const cases = new Cases().review({
    review_type: "lcspr",
    observations: ["T01", "T04"].map((theme) => ({ theme, valence: "neutral" })),
    recommendations: [{ rec_type: "audit" }, { rec_type: "audit" }],
  });
  assert.deepEqual(cases.told(made, "X")[0].rows, { observations: [1], recommendations: [0, 1] });
});

/** The observations and the recommendations that an answer to one review cites. */
function cited(answer) {
  const scale = ["0", "1", "2"].map((code) => line(code, code));
  const made = framework((fields) => {
    const [observations, recommendations] = [fields.table("observations"), fields.table("recommendations")];
    const cites = [observations.rows("a"), recommendations.rows("b")];
    const [valence, theme] = [observations.code("valence", "c"), observations.code("theme", "d")];
    recommendations.link("linked_obs", "e");
    const words = { good: valence.is("good_practice"), harm: valence.is("problematic"), theme };
    return [description("X", { ...about, scale, cites, answer: (review, page) => answer(review, page, words, scale) })];
  });
  const observations = ["good_practice", "problematic", "problematic"].map((valence) => ({ theme: "T01", valence }));
  const recommendations = [[0], [1, 2], []].map((linked_obs) => ({ rec_type: "audit", linked_obs }));
  const [{ rows }] = new Cases().review({ review_type: "lcspr", observations, recommendations }).told(made, "X");
  return [rows.observations, rows.recommendations];
}

test("an answer rests on what made it, whatever else was asked", () => {
  const ofLine = (say) =>
    cited((review, page, words, [first, second]) => {
      const [good, harm] = [page.any(review.observations, words.good), page.any(review.observations, words.harm)];
      return new Ladder().when(say(good, harm, review, page, words), first).otherwise(second);
    })[0];
  assert.deepEqual(ofLine((good) => good), [0]);
  assert.deepEqual(ofLine((good, harm) => good.and(harm)), [0, 1, 2]);
  assert.deepEqual(ofLine((good) => Truth.TRUE.or(good)), [0]);
  assert.deepEqual(ofLine((good, harm) => good.not().or(harm)), [1, 2], "of what is true only the parts that are");
  assert.deepEqual(ofLine((good, harm) => choose(Truth.FALSE, good, harm)), [1, 2]);
  assert.deepEqual(ofLine((good) => choose(good, Truth.TRUE, Truth.FALSE)), [0]);
  assert.deepEqual(ofLine((_good, _harm, review, page, words) => page.count(review.observations, words.harm).exactly(2)), [1, 2]);
  assert.deepEqual(ofLine((_good, _harm, review, page, words) => page.count(review.observations, words.harm).atLeast(3)), []);
  assert.deepEqual(ofLine((_good, _harm, review, page, words) => page.all(review.observations, words.harm).not()), [0]);
  assert.deepEqual(ofLine((_good, _harm, review, page, words) => page.distinct(review.observations, words.theme).exactly(1)), [0, 1, 2]);
  const second = cited((review, page, words, scale) => {
    const [good, harm] = [page.any(review.observations, words.good), page.any(review.observations, words.harm)];
    return new Ladder().when(good.and(harm.not()), scale[0]).when(harm, scale[1]).otherwise(scale[2]);
  });
  assert.deepEqual(second[0], [1, 2], "the line before found something too, and did not hold");
  assert.deepEqual(cited((review, page, words) => page.any(review.observations, words.good))[0], [0]);
  assert.deepEqual(cited((review, page, words) => page.any(review.observations, words.good).and(Truth.FALSE))[0], []);
  assert.deepEqual(cited((review, page, words, scale) => (page.any(review.observations, words.good).isTrue() ? scale[1] : scale[2]))[0], [0]);
});

test("linked rows are cited with those that point at them", () => {
  const pointing = cited((review, page, { harm }) => page.any(review.recommendations, (one) => page.any(one.linked_obs, harm)));
  assert.deepEqual(pointing, [[1, 2], [1]]);
  const every = cited((review, page, { good }) => page.all(review.recommendations, (one) => page.all(one.linked_obs, good)).not());
  assert.deepEqual(every, [[1, 2], [1]], "what breaks it, and what that rests on");
});

test("a theme that was examined rests on the rows that show it", () => {
  const made = one(({ rapid, rows, fields }) => {
    const either = rapid.or(fields.examined("T01").not().not());
    return concern("X", { ...about, cites: [rows], answer: (review, page) => page.is(review, either) });
  });
  const observations = ["T02", "T01"].map((theme) => ({ theme, valence: "neutral" }));
  const told = new Cases().review({ review_type: "lcspr", observations }).review({ review_type: "rapid_review" }).told(made, "X");
  assert.deepEqual(told.map(({ answer, rows }) => [answer, rows.observations]), [["present", [1]], ["present", []]]);
});
