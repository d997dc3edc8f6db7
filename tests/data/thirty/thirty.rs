//! The thirty questions in Rust.

use concord_guest::field::{Child, Is, Those};
use concord_guest::{
    Count, Dictionary, Fields, Framework, Indicator, Indicators, Ladder, Match, Outcome, PartialDate, Problem, Row, TableFields, Truth,
    line,
};

pub struct Thirty {
    indicators: Indicators,
}

impl Framework for Thirty {
    fn open(_config: &str, dictionary: &Dictionary) -> Result<Self, Vec<Problem>> {
        let all = [of_reviews, of_rows, of_links, of_the_rest];
        let indicators = Indicators::open(dictionary, |fields| all.iter().flat_map(|part| part(fields)).collect())?;
        Ok(Thirty { indicators })
    }

    fn indicators(&self) -> &Indicators {
        &self.indicators
    }
}

concord_guest::export!(Thirty);

const PRESENT: Outcome = Outcome::Present;
const PARTLY: Outcome = Outcome::Partly;
const ABSENT: Outcome = Outcome::Absent;
const WHY: &str = "a question of the thirty";

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).expect("a date as it is written")
}

// ---- a review's own fields

fn of_reviews(fields: &Fields<'_>) -> Vec<Indicator> {
    let review = fields.review();
    let (action, support) = (review.tri("immediate_action", WHY), review.tri("support_offered", WHY));
    let depth = review.code("why_depth", WHY);
    let (system, beyond, event) = (depth.at_least("local_system"), fields.not(depth.at_most("what_only")), depth.is("what_only"));
    let partnership = fields.table("partnerships");
    let leaders = partnership.code("ilacs_leaders", WHY).place_of_code();
    let help = partnership.code("ilacs_help_protection", WHY).place_of_code();
    let agencies = review.set("agencies", WHY);
    let (police, school) = (agencies.has("police"), agencies.has("school"));
    let near = ["school", "gp", "housing", "vcs"].map(|agency| agencies.has(agency));
    let (notified, aware) = (review.date("notified_date", WHY), review.date("aware_date", WHY));
    let known = [review.known("published_date", WHY), review.known("reviewer_days", WHY)];
    let (rapid, exempt) = (review.code("review_type", WHY).is("rapid_review"), review.tri("timescale_dispensation", WHY));
    let days = review.integer("days_to_submit", WHY);
    vec![
        Indicator::strength("Q01").title("Action").question("Was something done at once?").answer(move |review, _| review.is(action)),
        Indicator::strength("Q02")
            .title("Depth")
            .question("How deep does it ask why?")
            .scale([
                line("system", "Down to the system").strength(PRESENT),
                line("person", "Down to the person").strength(PARTLY),
                line("event", "What happened").strength(ABSENT),
            ])
            .answer(move |review, _| {
                Ladder::new().when(review.is(system), 0).when(review.is(beyond), 1).when(review.is(event), 2).otherwise(2)
            }),
        Indicator::description("Q03")
            .title("Leaders")
            .question("Were the leaders judged no worse than the help?")
            .answer(move |review, _| review.get(leaders).compare(review.get(help), |leaders, help| leaders >= help)),
        Indicator::concern("Q04")
            .title("Who took part")
            .question("Did the police take part, and no school?")
            .answer(move |review, _| review.is(police) & !review.is(school)),
        Indicator::strength("Q05")
            .title("Near the family")
            .question("How many of those near the family took part?")
            .scale([
                line("many", "Two or more").strength(PRESENT),
                line("one", "One").strength(PARTLY),
                line("none", "None").strength(ABSENT),
            ])
            .answer(move |review, _| {
                let count = Count::of(near.map(|agency| review.is(agency)));
                Ladder::new().when(count.at_least(2), 0).when(count.at_least(1), 1).otherwise(2)
            }),
        Indicator::description("Q06")
            .title("When")
            .question("When was it notified?")
            .scale([
                line("before", "Before 2020"),
                line("within", "In spring 2021"),
                line("month", "In June 2021"),
                line("other", "Another time"),
            ])
            .answer(move |review, _| {
                let notified = review.get(notified);
                let spring = notified.at_least(date("2021-03")) & notified.at_most(date("2021-05"));
                Ladder::new()
                    .when(!notified.at_least(date("2020")), 0)
                    .when(spring, 1)
                    .when(notified.within(date("2021-06")), 2)
                    .otherwise(3)
            }),
        Indicator::concern("Q07")
            .title("Told late")
            .question("Was the authority aware long before it told?")
            .answer(move |review, _| review.get(aware).before(review.get(notified))),
        Indicator::description("Q08")
            .title("Known")
            .question("Is it known when it was published and how long the reviewer took?")
            .answer(move |review, _| Truth::all(known.map(|known| review.is(known)))),
        Indicator::strength("Q09")
            .title("In time")
            .question("Did it come in time, or was it exempt and not much later?")
            .applies(move |review| review.is(rapid))
            .answer(move |review, _| {
                let days = review.get(days);
                review.is(exempt).choose(days.at_most(30), days.at_most(15))
            }),
        Indicator::description("Q10")
            .title("Said and done")
            .question("Was support offered where something was done, and nowhere else?")
            .answer(move |review, _| {
                let (action, support) = (review.is(action), review.is(support));
                (action & support) | (!action & !support)
            }),
    ]
}

// ---- rows

/// What the questions of rows share.
#[derive(Clone, Copy)]
struct Observations<'f> {
    table: TableFields<'f>,
    rows: Child,
    failed: Is,
    well: Is,
}

fn observations<'f>(fields: &'f Fields<'_>) -> Observations<'f> {
    let table = fields.table("observations");
    let valence = table.code("valence", WHY);
    Observations { table, rows: table.rows(WHY), failed: valence.is("problematic"), well: valence.is("good_practice") }
}

impl Observations<'_> {
    fn those(self, fields: &Fields<'_>, conditions: &[Is]) -> Those {
        fields.those(self.rows, fields.all(conditions))
    }
}

fn of_rows(fields: &Fields<'_>) -> Vec<Indicator> {
    let all = observations(fields);
    let Observations { table, rows, failed, well } = all;
    let (theme, agency, episode) = (table.code("theme", WHY), table.code("agency", WHY), table.integer("episode_no", WHY));
    let voice = all.those(fields, &[theme.is("T01"), table.set("evidence", WHY).has("child")]);
    let (voice_examined, risk_examined) = (fields.examined("T01"), fields.examined("T04"));
    let children = fields.table("children");
    let kids = children.rows(WHY);
    let never = [children.code("csc_ever", WHY).is("never"), children.code("csc_status", WHY).any_of(&["never", "early_help"])];
    let school_well = all.those(fields, &[agency.is("school"), well]);
    let risk = [failed, well].map(|valence| all.those(fields, &[valence, theme.is("T04")]));
    let police = all.those(fields, &[agency.is("police")]);
    let met = all.those(fields, &[table.code("episode_kind", WHY).any_of(&["planning", "review_meeting"])]);
    let (failures, successes) = (all.those(fields, &[failed]), all.those(fields, &[well]));
    let explained = all.those(fields, &[failed, table.code("explanation", WHY).is("why_system")]);
    let high = all.those(fields, &[failed, table.code("system_level", WHY).at_least("L3")]);
    let recommendations = fields.table("recommendations");
    let recs = recommendations.rows(WHY);
    let measurable = fields.those(recs, recommendations.tri("measurable", WHY));
    let agency = agency.place_of_code();
    vec![
        Indicator::strength("Q11")
            .title("A voice")
            .question("Did anybody write down what the child said?")
            .maps("T01", &["L1"], Match::Part)
            .cites(rows)
            .looked_for(move |review| review.is(voice_examined))
            .answer(move |review, page| page.any(review, voice)),
        Indicator::description("Q12")
            .title("Never known")
            .question("Was no child ever known?")
            .cites(kids)
            .looked_for(move |review| review.rows(kids).size().at_least(1))
            .answer(move |review, page| page.all_of(&review.rows(kids), |child| child.is(never[0]) & child.is(never[1]))),
        Indicator::description("Q13")
            .title("One alone")
            .question("Was it one agency's finding alone that went well?")
            .cites(rows)
            .answer(move |review, page| page.count(review, school_well).exactly(1)),
        Indicator::concern("Q14")
            .title("Both sides")
            .question("Did risk go badly, or well?")
            .scale([
                line("both", "Both").concern(PARTLY).strength(PARTLY),
                line("badly", "Badly").concern(PRESENT).strength(ABSENT),
                line("well", "Well").concern(ABSENT).strength(PRESENT),
                line("unsaid", "It does not say").concern(ABSENT).strength(ABSENT),
            ])
            .measured_in("share of findings")
            .maps("T04", &["L1"], Match::Part)
            .cites(rows)
            .looked_for(move |review| review.is(risk_examined))
            .answer(move |review, page| {
                let [badly, well] = risk.map(|those| page.any(review, those));
                page.measure(review.count(risk[0]).share_of(review.rows(rows).size()));
                Ladder::new().when(badly & well, 0).when(badly, 1).when(well, 2).otherwise(3)
            }),
        Indicator::concern("Q15")
            .title("Often")
            .question("How often did the police come into it?")
            .scale([line("often", "Often").concern(PRESENT), line("some", "Twice").concern(PARTLY), line("no", "Hardly").concern(ABSENT)])
            .cites(rows)
            .looked_for(move |review| review.any(met))
            .answer(move |review, page| {
                let count = page.count(review, police);
                Ladder::new().when(count.at_least(3), 0).when(count.exactly(2), 1).otherwise(2)
            }),
        Indicator::concern("Q16")
            .title("Episodes of one agency")
            .question("Did what the police did stand in more than one episode?")
            .scale([
                line("many", "In several").concern(PRESENT),
                line("one", "In one").concern(PARTLY),
                line("none", "In none").concern(ABSENT),
            ])
            .cites(rows)
            .answer(move |review, page| {
                let episodes = page.distinct(&review.those(police), episode);
                Ladder::new().when(episodes.at_least(2), 0).when(episodes.exactly(1), 1).otherwise(2)
            }),
        Indicator::description("Q17")
            .title("How many agencies")
            .question("How many agencies have something to answer for?")
            .scale([])
            .measured_in("agencies")
            .cites(rows)
            .answer(move |review, page| {
                let agencies = page.distinct(&review.those(failures), agency);
                page.measure(agencies);
                Truth::TRUE
            }),
        Indicator::concern("Q18")
            .title("More failures than successes")
            .question("Did it look at the child's life, and did more go badly than well, by two?")
            .cites(rows)
            .answer(move |review, page| {
                let more = page.count(review, explained) - page.count(review, successes);
                page.is(review, voice_examined) & more.at_least(2)
            }),
        Indicator::concern("Q19")
            .title("Weighed")
            .question("Do what was found and what was asked for weigh more than six?")
            .cites(rows)
            .cites(recs)
            .answer(move |review, page| !(page.count(review, high) * 2 + page.count(review, measurable)).at_most(6)),
        Indicator::concern("Q20")
            .title("Episodes with both")
            .question("Was there an episode in which the school did well and something went badly?")
            .cites(rows)
            .answer(move |review, page| {
                let failures = review.those(failures);
                let beside = |own: Row<'_>| page.any_of(&failures, |other| other.get(episode).same(own.get(episode)));
                page.any_of(&review.those(school_well), beside)
            }),
        Indicator::description("Q21")
            .title("A turn")
            .question("Did every failure at the start come before some success?")
            .cites(rows)
            .applies(move |review| review.rows(rows).size().at_least(2))
            .answer(move |review, page| {
                let successes = review.those(successes);
                let later = |failure: Row<'_>| {
                    page.any_of(&successes, |success| {
                        success.get(episode).compare(failure.get(episode), |success, failure| success > failure)
                    })
                };
                page.all_of(&review.those(failures), later)
            }),
    ]
}

// ---- linked rows

fn of_links(fields: &Fields<'_>) -> Vec<Indicator> {
    let all = observations(fields);
    let Observations { table, rows, failed, .. } = all;
    let agency = table.code("agency", WHY);
    let sharing = fields.all(&[table.code("theme", WHY).is("T05"), failed, fields.not(agency.is("police"))]);
    let explained = fields.all(&[failed, table.code("explanation", WHY).at_least("why_individual")]);
    let of_school = all.those(fields, &[failed, agency.is("school")]);
    let recommendations = fields.table("recommendations");
    let recs = recommendations.rows(WHY);
    let linked = recommendations.link("linked_obs", WHY);
    let owned = recommendations.tri("owner_named", WHY);
    let (due, published) = (recommendations.date("due_date", WHY), fields.review().date("published_date", WHY));
    let open = recommendations.code("status", WHY).any_of(&["open", "in_progress"]);
    vec![
        Indicator::strength("Q22")
            .title("Asked of sharing")
            .question("Does a recommendation answer what went badly in sharing?")
            .cites(rows)
            .cites(recs)
            .answer(move |review, page| page.any_of(&review.rows(recs), |rec| page.any_of(&rec.links(linked), |row| row.is(sharing)))),
        Indicator::strength("Q23")
            .title("Answers only failures")
            .question("Does a recommendation that somebody owns answer failures alone?")
            .scale([
                line("owned", "Owned").strength(PRESENT),
                line("loose", "Not owned").strength(PARTLY),
                line("no", "None").strength(ABSENT),
            ])
            .cites(rows)
            .cites(recs)
            .answer(move |review, page| {
                let recs = review.rows(recs);
                let alone = |rec: Row<'_>| rec.is(owned) & page.all_of(&rec.links(linked), |row| row.is(explained));
                let two = |rec: Row<'_>| page.count_of(&rec.links(linked), |row| row.is(failed)).at_least(2);
                Ladder::new().when(page.any_of(&recs, alone), 0).when(page.any_of(&recs, two), 1).otherwise(2)
            }),
        Indicator::concern("Q24")
            .title("Unanswered")
            .question("Is there a failure of a school that no recommendation answers?")
            .cites(rows)
            .answer(move |review, page| {
                page.any_of(&review.those(of_school), |row| !review.rows(recs).any(|rec| rec.links(linked).has(row)))
            }),
        Indicator::concern("Q25")
            .title("Late promises")
            .question("Is something still open that was due only after the review was published?")
            .cites(recs)
            .looked_for(move |review| review.rows(recs).size().at_least(1))
            .answer(move |review, page| {
                page.any_of(&review.rows(recs), |rec| rec.review().get(published).before(rec.get(due)) & rec.is(open))
            }),
    ]
}

// ---- words of the coder, what is withheld, numbers

fn of_the_rest(fields: &Fields<'_>) -> Vec<Indicator> {
    let Observations { table, rows, well, .. } = observations(fields);
    let says = fields.says("OPTIMISM");
    let hopeful = fields.those(rows, fields.all(&[table.local_code("local_code", "OPTIMISM", WHY), fields.not(well)]));
    let supervision = table.local_code("local_code", "SUPERVISION", WHY);
    let supervised = fields.those(rows, supervision);
    let either = fields.those(rows, fields.any(&[supervision, table.local_code("local_code", "WORKLOAD", WHY)]));
    let children = fields.table("children");
    let kids = children.rows(WHY);
    let older = children.code("age_band", WHY).at_least("6_to_10");
    let harm = fields.any(&[children.tri("domestic_abuse", WHY), children.code("harm_context", WHY).is("intra_familial")]);
    let told = fields.any(&[children.known("ethnicity", WHY), children.code("sex", WHY).is("F")]);
    let at_home = fields.those(kids, fields.all(&[older, harm, told]));
    let older = fields.those(kids, older);
    let review = fields.review();
    let (days, exempt) = (review.integer("days_to_submit", WHY), review.tri("timescale_dispensation", WHY));
    let action = review.tri("immediate_action", WHY);
    let recommendations = fields.table("recommendations");
    let recs = recommendations.rows(WHY);
    let (status, response) = (recommendations.code("status", WHY), recommendations.code("response", WHY));
    let [kept, shown, told] = [&["complete_unverified", "complete_impact_shown"][..], &["complete_impact_shown"], &["complete_unverified"]]
        .map(|codes| fields.those(recs, status.any_of(codes)));
    let promised = fields.those(recs, fields.not(status.is("rejected")));
    let accepted = fields.those(recs, fields.all(&[response.is("accepted"), recommendations.tri("owner_named", WHY)]));
    let examined = fields.examined("T12");
    vec![
        Indicator::concern("Q26")
            .title("Hopeful")
            .question("Was somebody too hopeful?")
            .cites(rows)
            .looked_for(move |review| review.is(says))
            .answer(move |review, page| page.any(review, hopeful)),
        Indicator::description("Q27")
            .title("Supervised")
            .question("How often does the coder's word tell of supervision?")
            .scale([line("often", "Twice or more"), line("once", "Once"), line("never", "Never"), line("else", "Something else")])
            .cites(rows)
            .answer(move |review, page| {
                let (either, one) = (page.count(review, either), page.any(review, supervised));
                Ladder::new().when(either.at_least(2), 0).when(one, 1).when(!one, 2).otherwise(3)
            }),
        Indicator::concern("Q28")
            .title("At home")
            .question("Was there an older child with violence at home?")
            .cites(kids)
            .applies(move |review| review.any(older))
            .answer(move |review, page| page.any(review, at_home)),
        Indicator::description("Q29")
            .title("Days over")
            .question("By how many days was it over?")
            .scale([])
            .measured_in("working days")
            .applies(move |review| !review.is(exempt))
            .answer(move |review, page| {
                let more = review.is(action).choose(Count::from(0), Count::from(2));
                page.measure(review.get(days).number() - 15 + more);
                Truth::TRUE
            }),
        Indicator::strength("Q30")
            .title("Kept")
            .question("What share of what was promised was kept?")
            .scale([
                line("shown", "Kept and shown").strength(PRESENT),
                line("told", "Told").strength(PARTLY),
                line("none", "None").strength(ABSENT),
            ])
            .measured_in("share of promises")
            .cites(recs)
            .looked_for(move |review| !review.is(examined) | review.rows(recs).size().at_least(1))
            .answer(move |review, page| {
                page.measure(review.count(kept).share_of(review.count(promised)));
                let [shown, told, accepted] = [shown, told, accepted].map(|those| page.any(review, those));
                Ladder::new().when(shown, 0).when(told | accepted, 1).otherwise(2)
            }),
    ]
}
