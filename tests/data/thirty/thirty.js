/** The thirty questions in JavaScript. */

import { Count, Ladder, Truth, choose, concern, description, framework, line, part, strength } from "concord-guest";

export default framework((fields) => [...ofReviews(fields), ...ofRows(fields), ...ofLinks(fields), ...ofTheRest(fields)]);

const WHY = "a question of the thirty";
const [PRESENT, PARTLY, ABSENT] = ["present", "partly", "absent"];

// ---- a review's own fields

function ofReviews(fields) {
  const review = fields.review();
  review.tri("immediate_action", WHY);
  review.tri("support_offered", WHY);
  review.code("why_depth", WHY);
  const partnership = fields.table("partnerships");
  const [leaders, help] = [partnership.code("ilacs_leaders", WHY), partnership.code("ilacs_help_protection", WHY)];
  const agencies = review.set("agencies", WHY);
  review.date("notified_date", WHY);
  review.date("aware_date", WHY);
  const known = review.date("published_date", WHY).known().and(review.decimal("reviewer_days", WHY).known());
  const rapid = review.code("review_type", WHY).is("rapid_review");
  review.tri("timescale_dispensation", WHY);
  review.integer("days_to_submit", WHY);

  const system = line("system", "Down to the system", { strength: PRESENT });
  const person = line("person", "Down to the person", { strength: PARTLY });
  const event = line("event", "What happened", { strength: ABSENT });
  const many = line("many", "Two or more", { strength: PRESENT });
  const one = line("one", "One", { strength: PARTLY });
  const none = line("none", "None", { strength: ABSENT });
  const [before, within] = [line("before", "Before 2020"), line("within", "In spring 2021")];
  const [month, other] = [line("month", "In June 2021"), line("other", "Another time")];
  const near = ["school", "gp", "housing", "vcs"].map((agency) => agencies.has(agency));
  const [police, school] = [agencies.has("police"), agencies.has("school")];

  return [
    strength("Q01", { title: "Action", question: "Was something done at once?", answer: (review) => review.immediate_action }),
    strength("Q02", {
      title: "Depth",
      question: "How deep does it ask why?",
      scale: [system, person, event],
      answer: ({ why_depth }) =>
        new Ladder().when(why_depth.atLeast("local_system"), system).when(why_depth.atMost("what_only").not(), person).otherwise(event),
    }),
    description("Q03", {
      title: "Leaders",
      question: "Were the leaders judged no worse than the help?",
      answer: (review) => review.get(leaders).atLeast(review.get(help)),
    }),
    concern("Q04", {
      title: "Who took part",
      question: "Did the police take part, and no school?",
      answer: (review) => review.is(police.and(school.not())),
    }),
    strength("Q05", {
      title: "Near the family",
      question: "How many of those near the family took part?",
      scale: [many, one, none],
      answer(review) {
        const count = Count.of(near.map((agency) => review.is(agency)));
        return new Ladder().when(count.atLeast(2), many).when(count.atLeast(1), one).otherwise(none);
      },
    }),
    description("Q06", {
      title: "When",
      question: "When was it notified?",
      scale: [before, within, month, other],
      answer: ({ notified_date }) =>
        new Ladder()
          .when(notified_date.atLeast("2020").not(), before)
          .when(notified_date.atLeast("2021-03").and(notified_date.atMost("2021-05")), within)
          .when(notified_date.within("2021-06"), month)
          .otherwise(other),
    }),
    concern("Q07", {
      title: "Told late",
      question: "Was the authority aware long before it told?",
      answer: (review) => review.aware_date.before(review.notified_date),
    }),
    description("Q08", {
      title: "Known",
      question: "Is it known when it was published and how long the reviewer took?",
      answer: (review) => review.is(known),
    }),
    strength("Q09", {
      title: "In time",
      question: "Did it come in time, or was it exempt and not much later?",
      applies: rapid,
      answer: ({ timescale_dispensation, days_to_submit }) => choose(timescale_dispensation, days_to_submit.atMost(30), days_to_submit.atMost(15)),
    }),
    description("Q10", {
      title: "Said and done",
      question: "Was support offered where something was done, and nowhere else?",
      answer: ({ immediate_action, support_offered }) =>
        immediate_action.and(support_offered).or(immediate_action.not().and(support_offered.not())),
    }),
  ];
}

// ---- rows

/** What the questions of rows share. */
function observationsIn(fields) {
  const table = fields.table("observations");
  const valence = table.code("valence", WHY);
  return { table, rows: table.rows(WHY), failed: valence.is("problematic"), well: valence.is("good_practice") };
}

function ofRows(fields) {
  const { table, rows, failed, well } = observationsIn(fields);
  const [theme, agency, episode] = [table.code("theme", WHY), table.code("agency", WHY), table.integer("episode_no", WHY)];
  const voice = theme.is("T01").and(table.set("evidence", WHY).has("child"));
  const children = fields.table("children");
  const kids = children.rows(WHY);
  const never = children.code("csc_ever", WHY).is("never").and(children.code("csc_status", WHY).anyOf("never", "early_help"));
  const schoolWell = agency.is("school").and(well);
  const [badly, wellDone] = [failed.and(theme.is("T04")), well.and(theme.is("T04"))];
  const police = agency.is("police");
  const met = table.code("episode_kind", WHY).anyOf("planning", "review_meeting");
  const explained = failed.and(table.code("explanation", WHY).is("why_system"));
  const high = failed.and(table.code("system_level", WHY).atLeast("L3"));
  const recommendations = fields.table("recommendations");
  const recs = recommendations.rows(WHY);
  const measurable = recommendations.tri("measurable", WHY);
  const examined = fields.examined("T01");

  const [BOTH, BADLY] = [line("both", "Both", { concern: PARTLY, strength: PARTLY }), line("badly", "Badly", { concern: PRESENT, strength: ABSENT })];
  const [WELL, UNSAID] = [line("well", "Well", { concern: ABSENT, strength: PRESENT }), line("unsaid", "It does not say", { concern: ABSENT, strength: ABSENT })];
  const scaleOf = (...lines) => lines.map(([code, label, outcome]) => line(code, label, { concern: outcome }));
  const often = scaleOf(["often", "Often", PRESENT], ["some", "Twice", PARTLY], ["no", "Hardly", ABSENT]);
  const several = scaleOf(["many", "In several", PRESENT], ["one", "In one", PARTLY], ["none", "In none", ABSENT]);

  return [
    strength("Q11", {
      title: "A voice",
      question: "Did anybody write down what the child said?",
      maps: [part("T01", "L1")],
      cites: [rows],
      lookedFor: fields.examined("T01"),
      answer: ({ observations }, page) => page.any(observations, voice),
    }),
    description("Q12", {
      title: "Never known",
      question: "Was no child ever known?",
      cites: [kids],
      lookedFor: (review) => review.children.size().atLeast(1),
      answer: (review, page) => page.all(review.children, never),
    }),
    description("Q13", {
      title: "One alone",
      question: "Was it one agency's finding alone that went well?",
      cites: [rows],
      answer: ({ observations }, page) => page.count(observations, schoolWell).exactly(1),
    }),
    concern("Q14", {
      title: "Both sides",
      question: "Did risk go badly, or well?",
      scale: [BOTH, BADLY, WELL, UNSAID],
      measuredIn: "share of findings",
      maps: [part("T04", "L1")],
      cites: [rows],
      lookedFor: fields.examined("T04"),
      answer({ observations }, page) {
        const [bad, good] = [page.any(observations, badly), page.any(observations, wellDone)];
        page.measure(observations.count(badly).shareOf(observations.size()));
        return new Ladder().when(bad.and(good), BOTH).when(bad, BADLY).when(good, WELL).otherwise(UNSAID);
      },
    }),
    concern("Q15", {
      title: "Often",
      question: "How often did the police come into it?",
      scale: often,
      cites: [rows],
      lookedFor: (review) => review.observations.any(met),
      answer({ observations }, page) {
        const count = page.count(observations, police);
        return new Ladder().when(count.atLeast(3), often[0]).when(count.exactly(2), often[1]).otherwise(often[2]);
      },
    }),
    concern("Q16", {
      title: "Episodes of one agency",
      question: "Did what the police did stand in more than one episode?",
      scale: several,
      cites: [rows],
      answer({ observations }, page) {
        const episodes = page.distinct(observations.those(police), episode);
        return new Ladder().when(episodes.atLeast(2), several[0]).when(episodes.exactly(1), several[1]).otherwise(several[2]);
      },
    }),
    description("Q17", {
      title: "How many agencies",
      question: "How many agencies have something to answer for?",
      scale: [],
      measuredIn: "agencies",
      cites: [rows],
      answer: ({ observations }, page) => page.measure(page.distinct(observations.those(failed), agency)),
    }),
    concern("Q18", {
      title: "More failures than successes",
      question: "Did it look at the child's life, and did more go badly than well, by two?",
      cites: [rows],
      answer(review, page) {
        const more = page.count(review.observations, explained).minus(page.count(review.observations, well));
        return page.is(review, examined).and(more.atLeast(2));
      },
    }),
    concern("Q19", {
      title: "Weighed",
      question: "Do what was found and what was asked for weigh more than six?",
      cites: [rows, recs],
      answer: (review, page) =>
        page.count(review.observations, high).times(2).plus(page.count(review.recommendations, measurable)).atMost(6).not(),
    }),
    concern("Q20", {
      title: "Episodes with both",
      question: "Was there an episode in which the school did well and something went badly?",
      cites: [rows],
      answer({ observations }, page) {
        const failures = observations.those(failed);
        return page.any(observations.those(schoolWell), (own) => page.any(failures, (row) => row.episode_no.same(own.episode_no)));
      },
    }),
    description("Q21", {
      title: "A turn",
      question: "Did every failure at the start come before some success?",
      cites: [rows],
      applies: (review) => review.observations.size().atLeast(2),
      answer({ observations }, page) {
        const successes = observations.those(well);
        const later = (own) => page.any(successes, (row) => row.episode_no.atMost(own.episode_no).not());
        return page.all(observations.those(failed), later);
      },
    }),
  ];
}

// ---- linked rows

function ofLinks(fields) {
  const { table, rows, failed } = observationsIn(fields);
  const agency = table.code("agency", WHY);
  const sharing = table.code("theme", WHY).is("T05").and(failed, agency.is("police").not());
  const explained = failed.and(table.code("explanation", WHY).atLeast("why_individual"));
  const ofSchool = failed.and(agency.is("school"));
  const recommendations = fields.table("recommendations");
  const recs = recommendations.rows(WHY);
  recommendations.link("linked_obs", WHY);
  const owned = recommendations.tri("owner_named", WHY);
  recommendations.date("due_date", WHY);
  fields.review().date("published_date", WHY);
  const open = recommendations.code("status", WHY).anyOf("open", "in_progress");
  const [OWNED, LOOSE] = [line("owned", "Owned", { strength: PRESENT }), line("loose", "Not owned", { strength: PARTLY })];
  const NONE = line("no", "None", { strength: ABSENT });

  return [
    strength("Q22", {
      title: "Asked of sharing",
      question: "Does a recommendation answer what went badly in sharing?",
      cites: [rows, recs],
      answer: (review, page) => page.any(review.recommendations, (one) => page.any(one.linked_obs, sharing)),
    }),
    strength("Q23", {
      title: "Answers only failures",
      question: "Does a recommendation that somebody owns answer failures alone?",
      scale: [OWNED, LOOSE, NONE],
      cites: [rows, recs],
      answer(review, page) {
        const alone = page.any(review.recommendations, (one) => one.is(owned).and(page.all(one.linked_obs, explained)));
        const two = page.any(review.recommendations, (one) => page.count(one.linked_obs, failed).atLeast(2));
        return new Ladder().when(alone, OWNED).when(two, LOOSE).otherwise(NONE);
      },
    }),
    concern("Q24", {
      title: "Unanswered",
      question: "Is there a failure of a school that no recommendation answers?",
      cites: [rows],
      answer: (review, page) =>
        page.any(review.observations.those(ofSchool), (failure) => review.recommendations.any((one) => one.linked_obs.has(failure)).not()),
    }),
    concern("Q25", {
      title: "Late promises",
      question: "Is something still open that was due only after the review was published?",
      cites: [recs],
      lookedFor: (review) => review.recommendations.size().atLeast(1),
      answer: (review, page) => page.any(review.recommendations, (one) => one.review().published_date.before(one.due_date).and(one.is(open))),
    }),
  ];
}

// ---- words of the coder, what is withheld, numbers

function ofTheRest(fields) {
  const { table, rows, well } = observationsIn(fields);
  const hopeful = table.localCode("local_code", "OPTIMISM", WHY).and(well.not());
  const supervision = table.localCode("local_code", "SUPERVISION", WHY);
  const either = supervision.or(table.localCode("local_code", "WORKLOAD", WHY));
  const children = fields.table("children");
  const kids = children.rows(WHY);
  const older = children.code("age_band", WHY).atLeast("6_to_10");
  const harm = children.tri("domestic_abuse", WHY).or(children.code("harm_context", WHY).is("intra_familial"));
  const atHome = older.and(harm, children.code("ethnicity", WHY).known().or(children.code("sex", WHY).is("F")));
  const review = fields.review();
  review.integer("days_to_submit", WHY);
  review.tri("immediate_action", WHY);
  const exempt = review.tri("timescale_dispensation", WHY);
  const recommendations = fields.table("recommendations");
  const recs = recommendations.rows(WHY);
  const [status, owned] = [recommendations.code("status", WHY), recommendations.tri("owner_named", WHY)];
  const kept = status.anyOf("complete_unverified", "complete_impact_shown");
  const [shown, told] = [status.is("complete_impact_shown"), status.is("complete_unverified")];
  const promised = status.is("rejected").not();
  const accepted = recommendations.code("response", WHY).is("accepted").and(owned);
  const examined = fields.examined("T12");
  const [OFTEN, ONCE] = [line("often", "Twice or more"), line("once", "Once")];
  const [NEVER, ELSE] = [line("never", "Never"), line("else", "Something else")];
  const [SHOWN, TOLD] = [line("shown", "Kept and shown", { strength: PRESENT }), line("told", "Told", { strength: PARTLY })];
  const NONE = line("none", "None", { strength: ABSENT });

  return [
    concern("Q26", {
      title: "Hopeful",
      question: "Was somebody too hopeful?",
      cites: [rows],
      lookedFor: fields.says("OPTIMISM"),
      answer: ({ observations }, page) => page.any(observations, hopeful),
    }),
    description("Q27", {
      title: "Supervised",
      question: "How often does the coder's word tell of supervision?",
      scale: [OFTEN, ONCE, NEVER, ELSE],
      cites: [rows],
      answer({ observations }, page) {
        const one = page.any(observations, supervision);
        return new Ladder().when(page.count(observations, either).atLeast(2), OFTEN).when(one, ONCE).when(one.not(), NEVER).otherwise(ELSE);
      },
    }),
    concern("Q28", {
      title: "At home",
      question: "Was there an older child with violence at home?",
      cites: [kids],
      applies: (review) => review.children.any(older),
      answer: (review, page) => page.any(review.children, atHome),
    }),
    description("Q29", {
      title: "Days over",
      question: "By how many days was it over?",
      scale: [],
      measuredIn: "working days",
      applies: exempt.not(),
      answer: ({ days_to_submit, immediate_action }, page) => page.measure(days_to_submit.minus(15).plus(choose(immediate_action, 0, 2))),
    }),
    strength("Q30", {
      title: "Kept",
      question: "What share of what was promised was kept?",
      scale: [SHOWN, TOLD, NONE],
      measuredIn: "share of promises",
      cites: [recs],
      lookedFor: (review) => review.is(examined).not().or(review.recommendations.size().atLeast(1)),
      answer(review, page) {
        const promises = review.recommendations;
        page.measure(promises.count(kept).shareOf(promises.count(promised)));
        const done = [shown, told, accepted].map((asked) => page.any(promises, asked));
        return new Ladder().when(done[0], SHOWN).when(Truth.any([done[1], done[2]]), TOLD).otherwise(NONE);
      },
    }),
  ];
}
