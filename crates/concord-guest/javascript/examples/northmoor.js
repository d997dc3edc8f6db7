/**
 * Northmoor's framework as `plugins/northmoor` has it in Rust, indicator for indicator: to compare the two languages, and to show
 * that both SDKs give the same bytes for the same rules.
 */

import { Ladder, concern, exact, framework, line, part, related, strength } from "concord-guest";

export default framework((fields) => [missed, held, ledToAction, fellAway, stated, changed].map((indicator) => indicator(fields)));

/** The observations of a review, as every indicator reads them. */
function observationsOf(fields) {
  const table = fields.table("observations");
  const valence = table.code("valence", "whether it went well");
  const rows = table.rows("the findings of the review, one by one");
  const [problematic, good] = [valence.is("problematic"), valence.is("good_practice")];
  const about = (...themes) => table.code("theme", "what it is about").anyOf(...themes);
  const problems = (...themes) => problematic.and(about(...themes));
  return { table, rows, good, about, problems, goodPractice: (...themes) => good.and(about(...themes)) };
}

const episodeOf = ({ table }) => table.integer("episode_no", "where in the child's story it stands");
const placed = ({ episode_no }, other, test) => episode_no.compare(other.episode_no, test);
const later = (row, than) => placed(row, than, (row, than) => row > than);
const asLate = (row, than) => placed(row, than, (row, than) => row >= than);

const REPEATED = line("repeated", "More than once", { concern: "present" });
const ONCE = line("once", "Once", { concern: "partly" });
const NONE = line("none", "Every window was used", { concern: "absent" });

function missed(fields) {
  const observations = observationsOf(fields);
  const episode = episodeOf(observations);
  const risk = observations.about("T04");
  const wanting = observations.problems("T04");
  const helped = observations.good;

  return concern("NM1", {
    title: "Windows missed",
    question: "Was there a moment at which risk changed and nothing was done differently?",
    scale: [REPEATED, ONCE, NONE],
    measuredIn: "share of windows",
    maps: [part("T04", "L1", "L4")],
    cites: [observations.rows],
    lookedFor: fields.examined("T04"),
    answer({ observations }, page) {
      const episodes = observations.groups(episode);
      const windows = episodes.count((rows) => rows.any(risk));
      const missed = episodes.count((rows) => page.any(rows, wanting).and(rows.any(helped).not()));
      page.measure(missed.shareOf(windows));
      page.note("windows", windows);
      page.note("windows missed", missed);
      return new Ladder().when(missed.atLeast(2), REPEATED).when(missed.atLeast(1), ONCE).otherwise(NONE);
    },
  });
}

const NOBODY = line("nobody", "Nobody", { concern: "present", strength: "absent" });
const IN_PARTS = line("in_parts", "Some knew, and it was lost in places", { concern: "partly", strength: "partly" });
const SHARED = line("shared", "More than one agency", { concern: "absent", strength: "present" });
const ALONE = line("alone", "One agency, alone with it", { concern: "absent", strength: "partly" });
const UNTOLD = line("untold", "The review looked and has nothing to tell", { concern: "absent", strength: "absent" });

function held(fields) {
  const observations = observationsOf(fields);
  const lost = observations.problems("T01");
  const known = observations.goodPractice("T01");
  const agency = observations.table.code("agency", "whether more than one agency knew");

  return concern("NM2", {
    title: "Who held the child's story",
    question: "Who knew what this child's days were like?",
    scale: [NOBODY, IN_PARTS, SHARED, ALONE, UNTOLD],
    maps: [exact("T01", "L1")],
    cites: [observations.rows],
    lookedFor: fields.examined("T01"),
    answer({ observations }, page) {
      const agencies = page.distinct(observations.those(known), agency);
      const [someLost, someKnew] = [page.any(observations, lost), page.any(observations, known)];
      return new Ladder()
        .when(someLost.and(someKnew.not()), NOBODY)
        .when(someLost.and(someKnew), IN_PARTS)
        .when(agencies.atLeast(2), SHARED)
        .when(agencies.atLeast(1), ALONE)
        .otherwise(UNTOLD);
    },
  });
}

const ACTED_ON = line("acted_on", "Asked, and acted on", { strength: "present" });
const ASKED = line("asked", "Asked, and left there", { strength: "partly" });
const NOT_ASKED = line("not_asked", "Not asked", { concern: "present", strength: "absent" });
const NO_CALL = line("no_call", "The review looked and found no call for it", { concern: "absent", strength: "absent" });

function ledToAction(fields) {
  const observations = observationsOf(fields);
  const asked = observations.goodPractice("T03");
  const unasked = observations.problems("T03");
  const response = observations.goodPractice("T04", "T06");
  episodeOf(observations);

  return strength("NM3", {
    title: "Curiosity that led to action",
    question: "When somebody asked the question that mattered, did it change what was done?",
    scale: [ACTED_ON, ASKED, NOT_ASKED, NO_CALL],
    maps: [part("T03", "L1", "L2")],
    cites: [observations.rows],
    lookedFor: fields.examined("T03"),
    answer({ observations }, page) {
      const responses = observations.those(response);
      const actedOn = page.any(observations.those(asked), (asked) => page.any(responses, (response) => asLate(response, asked)));
      return new Ladder()
        .when(actedOn, ACTED_ON)
        .when(page.any(observations, asked), ASKED)
        .when(page.any(observations, unasked), NOT_ASKED)
        .otherwise(NO_CALL);
    },
  });
}

const CLOSED = line("closed", "The work was ended on it", { concern: "present" });
const FELL_AWAY = line("fell_away", "Contact fell away while the work went on", { concern: "partly" });
const KEPT = line("kept", "Contact was kept", { concern: "absent" });

function fellAway(fields) {
  const observations = observationsOf(fields);
  const kind = observations.table.code("episode_kind", "whether the work was being brought to an end");
  const fellAway = observations.problems("T02");
  const ended = fellAway.and(kind.anyOf("closure", "review_meeting"));

  return concern("NM4", {
    title: "Contact that fell away",
    question: "When the family stepped back, did anybody step forward?",
    scale: [CLOSED, FELL_AWAY, KEPT],
    maps: [part("T02", "L0", "L1")],
    cites: [observations.rows],
    lookedFor: fields.examined("T02"),
    answer: ({ observations }, page) =>
      new Ladder().when(page.any(observations, ended), CLOSED).when(page.any(observations, fellAway), FELL_AWAY).otherwise(KEPT),
  });
}

const EXPLAINED = line("explained", "They did not, and the review says why", { concern: "present" });
const SAID = line("said", "They did not", { concern: "present" });
const ENOUGH = line("enough", "They did", { concern: "absent" });
const UNSAID = line("unsaid", "The review looked and found nothing to say", { concern: "absent" });

function stated(fields) {
  const observations = observationsOf(fields);
  const explanation = observations.table.code("explanation", "whether the review says why means fell short");
  const spokenOf = observations.about("T09");
  const short = observations.problems("T09");
  const explained = short.and(explanation.is("why_system"));

  return concern("NM5", {
    title: "Capacity, honestly stated",
    question: "Did people have the time and the means, and does the review say so?",
    scale: [EXPLAINED, SAID, ENOUGH, UNSAID],
    maps: [exact("T09", "L2", "L3"), related("T12", "L3")],
    cites: [observations.rows],
    lookedFor: fields.examined("T09"),
    answer({ observations }, page) {
      const fellShort = page.any(observations, short);
      const why = page.any(observations, explained);
      const said = page.any(observations, spokenOf);
      // That means fell short is known even where it is not known whether the review says why.
      const known = why.isUnknown() ? fellShort.not() : why;
      return new Ladder().when(known, EXPLAINED).when(fellShort, SAID).when(said, ENOUGH).otherwise(UNSAID);
    },
  });
}

const CHANGED = line("changed", "They came together after it", { strength: "present" });
const TOGETHER = line("together", "They worked well together, though not after it", { strength: "partly" });
const NOT_CHANGED = line("not_changed", "They did not", { strength: "absent" });

function changed(fields) {
  const observations = observationsOf(fields);
  const trouble = observations.problems("T04", "T05", "T06");
  const together = observations.goodPractice("T06");
  const episode = episodeOf(observations);

  return strength("NM6", {
    title: "A course that was changed",
    question: "After something went wrong, did agencies come together and change the course?",
    scale: [CHANGED, TOGETHER, NOT_CHANGED],
    maps: [part("T06", "L4")],
    cites: [observations.rows],
    applies: (review) => review.observations.distinct(episode).atLeast(2),
    lookedFor: fields.examined("T06"),
    answer({ observations }, page) {
      const troubles = observations.those(trouble);
      const afterIt = page.any(observations.those(together), (together) => page.any(troubles, (trouble) => later(together, trouble)));
      return new Ladder().when(afterIt, CHANGED).when(page.any(observations, together), TOGETHER).otherwise(NOT_CHANGED);
    },
  });
}
