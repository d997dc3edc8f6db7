import assert from "node:assert/strict";
import test from "node:test";

import { Problems, Truth, concern, description, framework, line, part } from "concord-guest";
import { Cases, england } from "concord-guest/cases";

const about = { title: "X", question: "X?" };

/** The answers of one indicator to some reviews. */
function answers(make, ...reviews) {
  const cases = new Cases();
  reviews.forEach((cells) => cases.review({ review_type: "lcspr", ...cells }));
  return cases.told(framework((fields) => [make(fields)]), "X");
}

/** What a framework of one indicator is told to be wrong with it. */
function problems(make) {
  try {
    framework((fields) => [make(fields)].flat()).open(england);
  } catch (error) {
    if (error instanceof Problems) return error.message.split("\n");
    throw error;
  }
  return [];
}

test("every kind of field is read with its reasons", () => {
  const make = (fields) => {
    const review = fields.review();
    review.integer("days_to_submit", "a");
    review.decimal("reviewer_days", "b");
    review.date("notified_date", "c");
    const depth = review.code("why_depth", "d");
    const [deep, shallow] = [depth.atLeast("local_system"), depth.atMost("cause_asserted")];
    const police = review.set("agencies", "e").has("police");
    const action = review.tri("immediate_action", "f");
    const region = fields.table("partnerships").code("region", "g").anyOf("london", "south_east");
    review.text("coded_by", "h");
    return description("X", {
      ...about,
      answer(review) {
        if (review.days_to_submit.isGiven()) {
          assert.deepEqual([review.days_to_submit.given(), review.reviewer_days.given(), review.coded_by.given()], [12, 2.5, "Zoë"]);
          assert.deepEqual(review.notified_date.given(), { first: 19113, last: 19143 });
          assert.deepEqual([review.why_depth.given(), review.agencies.given()], ["local_system", ["la_csc", "police"]]);
          assert.equal(review.why_depth.atLeast("whole_system"), Truth.FALSE);
          assert.equal(review.immediate_action, Truth.TRUE);
        } else {
          assert.equal(review.days_to_submit.why(), "refused");
        }
        return Truth.all([review.is(deep), review.is(shallow).not(), review.is(police), review.is(action), review.is(region)]);
      },
    });
  };
  const told = answers(
    make,
    {
      days_to_submit: 12,
      reviewer_days: 2.5,
      notified_date: "2022-05",
      why_depth: "local_system",
      agencies: ["la_csc", "police"],
      immediate_action: "present",
      coded_by: "Zoë",
      partnerships: { region: "south_east" },
    },
    { days_to_submit: "refused", why_depth: "not_known", agencies: "not_yet_obtained", immediate_action: "not_applicable" },
  );
  assert.equal(told[0].answer, "yes");
  assert.deepEqual(told[1].reasons, ["not_known", "not_recorded", "not_yet_obtained", "not_applicable"]);
});

test("conditions on numbers are as comparisons of values", () => {
  const make = (fields) => {
    const days = fields.review().integer("days_to_submit", "a");
    const [late, inTime, exactly] = [days.atLeast(16), days.atMost(15), days.is(15)];
    return description("X", { ...about, answer: (review) => Truth.all([review.is(late).not(), review.is(inTime), review.is(exactly)]) });
  };
  const told = answers(make, { days_to_submit: 15 }, { days_to_submit: 16 }, { days_to_submit: -2147483648 }, {});
  assert.deepEqual(told.map(({ answer }) => answer), ["yes", "no", "no", "not_determinable"]);
});

test("a number beyond 32 bits never gets in, not even one that JavaScript cannot hold exactly", () => {
  const make = (fields) => {
    fields.review().integer("days_to_submit", "a");
    return description("X", { ...about, answer: (review) => review.days_to_submit.atLeast(0) });
  };
  for (const number of [2 ** 31, 2 ** 53, 2 ** 53 + 1, 1.5]) {
    assert.throws(() => answers(make, { days_to_submit: number }), /days_to_submit: .* is no value of it/);
  }
  assert.equal(answers(make, { days_to_submit: 2 ** 31 - 1 })[0].answer, "yes");
});

test("a local code outside the codebook is unknown unless it is there", () => {
  const make = (fields) => {
    const table = fields.table("observations");
    const [rows, optimism] = [table.rows("a"), table.localCode("local_code", "OPTIMISM", "b")];
    return concern("X", { ...about, cites: [rows], answer: (review, page) => page.any(review.observations, optimism) });
  };
  const review = (codebook, local_code) => ({ codebook, observations: [{ theme: "T03", valence: "problematic", local_code }] });
  const told = answers(
    make,
    review("panel-2020", "OPTIMISM"),
    review("panel-2020", "not_recorded"),
    review("contextual", "CTX_PEER"),
    review("contextual", "OPTIMISM"),
    review("not_recorded", "not_recorded"),
    review("not_recorded", "OPTIMISM"),
    { codebook: "panel-2020" },
    review("panel-2020", "refused"),
    review("contextual", "refused"),
  );
  const expected = ["present", "absent", "not_determinable", "present", "not_determinable", "present", "absent", "not_determinable", "not_determinable"];
  assert.deepEqual(told.map(({ answer }) => answer), expected);
  assert.deepEqual([told[2].reasons, told[4].reasons], [["outside_codebook"], ["not_recorded", "outside_codebook"]]);
  assert.deepEqual([told[7].reasons, told[8].reasons], [["refused"], ["refused", "outside_codebook"]], "it is not known which code it has");
});

test("whether a coder had a local code is told by the codebook", () => {
  const make = (fields) => {
    const says = fields.says("OPTIMISM");
    return description("X", { ...about, answer: (review) => review.is(says) });
  };
  const told = answers(make, { codebook: "panel-2020" }, { codebook: "contextual" }, {});
  assert.deepEqual(told.map(({ answer }) => answer), ["yes", "no", "not_determinable"]);
});

test("a theme is examined where it was declared or a row shows it", () => {
  const make = (fields) => {
    const examined = fields.examined("T05");
    return description("X", { ...about, answer: (review) => review.is(examined) });
  };
  const shows = [{ theme: "T05", valence: "neutral" }];
  const told = answers(
    make,
    { themes_examined: ["T05"] },
    { themes_examined: ["T04"] },
    { themes_examined: [], observations: shows },
    {},
    { observations: shows },
  );
  assert.deepEqual(told.map(({ answer }) => answer), ["yes", "no", "yes", "not_determinable", "yes"]);
});

test("rows are followed to the rows that they point at, and a list that was not recorded is not an empty one", () => {
  const make = (fields) => {
    const [observations, recommendations] = [fields.table("observations"), fields.table("recommendations")];
    const rows = recommendations.rows("a");
    const linked = recommendations.link("linked_obs", "b");
    const about = observations.code("theme", "c").is("T05");
    return description("X", {
      title: "X",
      question: "X?",
      cites: [observations.rows("d"), rows],
      answer(review, page) {
        assert.deepEqual(review.recommendations.certain().map((one) => [one.links(linked).isGiven(), one.linked_obs.why()]).at(0), [true, null]);
        return page.any(review.recommendations, (one) => page.any(one.linked_obs, about));
      },
    });
  };
  const observations = ["T01", "T05"].map((theme) => ({ theme, valence: "problematic" }));
  const recommendation = (linked_obs) => ({ rec_type: "audit", linked_obs });
  const told = answers(
    make,
    { observations, recommendations: [recommendation([0]), recommendation([0, 1])] },
    { observations, recommendations: [recommendation([0]), recommendation([])] },
    { observations, recommendations: [recommendation([0]), recommendation("not_recorded")] },
  );
  assert.deepEqual(told.map(({ answer }) => answer), ["yes", "no", "not_determinable"]);
  assert.deepEqual(told[0].rows, { observations: [1], recommendations: [1] });
});

const ends = ({ least, most, bits }) => [least, most, bits];

/** Asks the rows of one review, three of which are the police's, nobody's known and a doctor's. */
function asked(ask) {
  const make = (fields) => {
    const table = fields.table("observations");
    table.rows("a");
    const [agency, valence, episode] = [table.code("agency", "b"), table.code("valence", "c"), table.integer("episode_no", "d")];
    const theme = table.code("theme", "g");
    const recommendations = fields.table("recommendations");
    recommendations.rows("e");
    recommendations.link("linked_obs", "f");
    return description("X", { ...about, answer: (review) => (ask(review, { agency, valence, episode, theme }), Truth.TRUE) });
  };
  const told = [["police", "problematic", 1], ["not_recorded", "good_practice", 2], ["gp", "neutral", 3], ["gp", "neutral", "refused"]];
  const observations = told.map(([agency, valence, episode_no]) => ({ theme: "T01", agency, valence, episode_no }));
  const recommendations = [[0, 0], [], "not_recorded"].map((linked_obs) => ({ rec_type: "audit", linked_obs }));
  answers(make, { observations, recommendations });
}

test("what those is unsure of stays in all that is asked of it", () => {
  asked((review, { agency, valence, episode }) => {
    const [police, good] = [agency.is("police"), valence.is("good_practice")];
    for (const asks of [police, (row) => row.agency.is("police")]) {
      const those = review.observations.those(asks);
      const unsure = [those.size(), those.distinct(agency), those.distinct(episode), those.groups(episode).count(() => Truth.TRUE)];
      assert.deepEqual(unsure.map(ends), Array(4).fill([1, 2, 2]));
      assert.deepEqual(ends(those.count(good)), [0, 1, 2]);
      const told = [those.any(good), those.all(good.not()), those.all(police), those.has(review.observations.certain()[1])];
      assert.deepEqual(told.map((truth) => truth.reasons()), Array(4).fill(["not_recorded"]));
      assert.deepEqual([those.certain().length, those.each().length], [1, 2]);
    }
  });
});

test("a row without a value may belong to any group, or to one more", () => {
  asked((review, { agency, episode }) => {
    const groups = review.observations.groups(episode);
    assert.deepEqual(ends(groups.count(() => Truth.TRUE)), [3, 4, 8]);
    assert.deepEqual(groups.any((group) => group.size().atLeast(2)).reasons(), ["refused"]);
    assert.deepEqual(groups.all((group) => group.size().atMost(1)).reasons(), ["refused"]);
    assert.equal(groups.any((group) => group.size().atLeast(3)), Truth.FALSE);
    assert.equal(review.observations.groups(agency).any((group) => group.size().atLeast(2)), Truth.TRUE);
    assert.deepEqual(ends(review.observations.distinct(agency)), [2, 3, 2]);
  });
});

test("a list that was not recorded may hold any row, and a row twice in one is there once", () => {
  asked((review, { theme }) => {
    const sizes = review.recommendations.certain().map((one) => ends(one.linked_obs.size()));
    assert.deepEqual(sizes, [[1, 1, 0], [0, 0, 0], [0, 4, 2]]);
    const any = review.recommendations.certain().map((one) => one.linked_obs.any(theme.is("T02")).reasons().length);
    assert.deepEqual(any, [0, 0, 0], "no row of the review is so");
  });
});

test("of a table that the data do not have nothing is known", () => {
  const told = [];
  const made = framework((fields) => {
    const table = fields.table("observations");
    table.rows("a");
    const [episode, good, examined] = [table.integer("episode_no", "b"), table.code("valence", "c").is("good_practice"), fields.examined("T04")];
    const answer = (review) => {
      const rows = review.observations;
      const counts = [rows.size(), rows.count(good), rows.those(good).size(), rows.distinct(episode), rows.those(() => Truth.TRUE).size()];
      const truths = [rows.any(good), rows.all(good), rows.any(() => Truth.TRUE), rows.groups(episode).any(() => Truth.TRUE)];
      told.push([counts.map(ends), truths.map((truth) => truth.reasons().join())]);
      return review.is(examined);
    };
    return [description("X", { ...about, answer })];
  });
  const cases = new Cases(england, { notGiven: ["observations"] });
  for (const theme of ["T01", "T04"]) cases.review({ review_type: "lcspr", themes_examined: [theme] });
  const answers = cases.told(made, "X").map(({ answer, reasons }) => [answer, reasons.join()]);
  assert.deepEqual(told[0], [Array(5).fill([0, Infinity, 2]), Array(4).fill("not_recorded")]);
  assert.deepEqual(answers, [["not_determinable", "not_recorded"], ["yes", ""]]);
});

test("every fault of the declarations is told at once, with the nearest name", () => {
  const told = problems((fields) => {
    const review = fields.review();
    fields.table("observatons").code("theme", "a").is("T01");
    review.code("review_typ", "b").is("lcspr");
    review.code("review_type", "c").is("lcpsr");
    review.integer("review_type", "d");
    review.code("review_type", "e").atLeast("lcspr");
    fields.table("observations").localCode("local_code", "OPTIMSM", "f");
    fields.table("partnerships").rows("g");
    fields.examined("T5");
    review.tri("immediate_action", "");
    const one = () =>
      concern("X", { title: "", question: "X?", lookedfor: 1, maps: [part("T44", "L7")], applies: true, scale: [line("a", "A"), line("a", "A")], answer: 3 });
    return [one(), one()];
  });
  const wanted = [
    'observatons: the dictionary has no table "observatons" (did you mean "observations"?)',
    'reviews.review_typ: the table has no field "review_typ" (did you mean "review_type"?)',
    'review_type: there is no code "lcpsr" in review_type (did you mean "lcspr"?)',
    "reviews.review_type: it is of kind code, not integer",
    "review_type: its codes have no order; ask for single codes",
    'local_code: no codebook has the local code "OPTIMSM" (did you mean "OPTIMISM"?)',
    'partnerships: "partnerships" has one row a review, not many',
    'themes: there is no theme "T5" in themes (did you mean "T05"?)',
    "reviews.immediate_action: it must be said why it is needed",
    'X: an indicator has no "lookedfor" (did you mean "lookedFor"?)',
    "X: it has no title",
    "X: it has no answer, which is a function of a review and a page",
    "X: applies is a condition on reviews or a function of a review, not true",
    'X: the answer "a" stands twice in its scale',
    'X: the dictionary has no theme "T44" (did you mean "T04"?)',
    'X: the dictionary has no level "L7" (did you mean "L0"?)',
    "X: the indicator stands twice",
  ];
  for (const one of wanted) assert.ok(told.includes(one), `${one}\nin\n${told.join("\n")}`);
});

test("a field asked for twice is one request with both reasons", () => {
  const opened = framework((fields) => {
    const first = fields.review().code("review_type", "to tell rapid reviews").is("rapid_review");
    const second = fields.review().code("review_type", "to tell full ones").is("lcspr");
    return [concern("X", { ...about, answer: (review) => review.is(first.or(second)) })];
  }).open(england);
  assert.deepEqual(opened.descriptor.reads, [
    { table: "reviews", field: "review_type", required: true, why: "to tell rapid reviews; to tell full ones" },
  ]);
});

test("an outcome, a side and a line are what they must be", () => {
  assert.throws(() => line("a", "A", { concern: "presnt" }), /there is no outcome "presnt" \(did you mean "present"\?\)/);
  assert.throws(() => line("a", "A", { weakness: "present" }), /the concern and the strength, not for "weakness"/);
});
