//! What an author relies on: values that say why they are missing, conditions that stay unknown, faults told all at once.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use std::sync::LazyLock;

use concord_guest::cases::Cases;
use concord_guest::{
    Answer, Dictionary, Fields, Framework, Indicator, Indicators, Ladder, Match, Missing, Outcome, Problem, Truth, Value, line,
};
use concord_model::answer::AnswerColumn;
use concord_model::batch::Batch;

static ENGLAND: LazyLock<Dictionary> = LazyLock::new(Dictionary::england);

const NOT_DETERMINABLE: u8 = 254;
const NOT_APPLICABLE: u8 = 255;

/// A framework of one indicator.
struct One(Indicators);

impl Framework for One {
    fn open(_: &str, _: &Dictionary) -> Result<Self, Vec<Problem>> {
        unreachable!("it is made by `one`")
    }

    fn indicators(&self) -> &Indicators {
        &self.0
    }
}

fn one(make: impl FnOnce(&Fields<'_>) -> Indicator) -> One {
    One(Indicators::open(&ENGLAND, |fields| vec![make(fields)]).unwrap())
}

/// The answers of one indicator to reviews that `write` writes.
fn answers(make: impl FnOnce(&Fields<'_>) -> Indicator, write: impl FnOnce(&mut Cases<'_>)) -> AnswerColumn {
    let mut cases = Cases::new(&ENGLAND);
    write(&mut cases);
    cases.answers(&one(make)).columns.swap_remove(0)
}

#[test]
fn every_kind_of_field_is_read_with_its_reasons() {
    let column = answers(
        |fields| {
            let review = fields.review();
            let (days, reviewer) = (review.integer("days_to_submit", "a"), review.decimal("reviewer_days", "b"));
            let (notified, depth) = (review.date("notified_date", "c"), review.code("why_depth", "d"));
            let (deep, shallow) = (depth.at_least("local_system"), depth.at_most("cause_asserted"));
            let (police, action) = (review.set("agencies", "e").has("police"), review.tri("immediate_action", "f"));
            let region = fields.table("partnerships").code("region", "g").any_of(&["london", "south_east"]);
            let place = depth.place_of_code();
            Indicator::description("X").answer(move |review, _| {
                let date = review.get(notified).map(|date| (date.first, date.last));
                let all = (review.get(days), review.get(reviewer), date, review.get(place));
                let known = (Value::Given(12), Value::Given(2.5), Value::Given((19_113, 19_143)), Value::Given(3));
                let told = [review.is(deep), !review.is(shallow), review.is(police), review.is(action), review.is(region)];
                match all.0 {
                    Value::Given(_) => assert_eq!(all, known),
                    missing => assert_eq!(missing, Value::Missing(Missing::Refused)),
                }
                Truth::all(told)
            })
        },
        |cases| {
            cases.group(&[("region", "south_east")]);
            cases.review(&[
                ("review_type", "lcspr"),
                ("days_to_submit", "12"),
                ("reviewer_days", "2.5"),
                ("notified_date", "2022-05"),
                ("why_depth", "local_system"),
                ("agencies", "la_csc;police"),
                ("immediate_action", "present"),
            ]);
            cases.group(&[]);
            cases.review(&[
                ("review_type", "lcspr"),
                ("days_to_submit", "refused"),
                ("why_depth", "not_known"),
                ("agencies", "not_yet_obtained"),
                ("immediate_action", "not_applicable"),
            ]);
        },
    );
    assert_eq!(column.answers, [0, NOT_DETERMINABLE]);
    assert_eq!(column.reasons, [0, 0b1_0111], "not known, not recorded, not yet obtained, not applicable");
}

#[test]
fn a_local_code_outside_the_codebook_is_unknown_unless_it_is_there() {
    let column = answers(
        |fields| {
            let table = fields.table("observations");
            let (rows, weak) = (table.rows("a"), table.local_code("local_code", "OPTIMISM", "b"));
            let weak = fields.those(rows, weak);
            Indicator::concern("X").cites(rows).answer(move |review, page| page.any(review, weak))
        },
        |cases| {
            let written =
                [("panel-2020", "OPTIMISM"), ("panel-2020", "not_recorded"), ("contextual", "CTX_PEER"), ("contextual", "OPTIMISM")];
            for (book, code) in written.into_iter().chain([("not_recorded", "not_recorded"), ("not_recorded", "OPTIMISM")]) {
                cases.review(&[("review_type", "lcspr"), ("codebook", book)]);
                cases.child("observations", &[("theme", "T03"), ("valence", "problematic"), ("local_code", code)]);
            }
            cases.review(&[("review_type", "lcspr"), ("codebook", "panel-2020")]);
        },
    );
    assert_eq!(column.answers, [0, 1, NOT_DETERMINABLE, 0, NOT_DETERMINABLE, 0, 1]);
    assert_eq!(column.reasons, [0, 0, 0b100_0000, 0, 0b100_0010, 0, 0]);
}

#[test]
fn a_theme_is_examined_where_it_was_declared_or_a_row_shows_it() {
    let column = answers(
        |fields| {
            let examined = fields.examined("T05");
            Indicator::description("X").answer(move |review, _| review.is(examined))
        },
        |cases| {
            for (declared, observed) in [("T05", ""), ("T04", ""), ("none", "T05"), ("not_recorded", ""), ("not_recorded", "T05")] {
                cases.review(&[("review_type", "lcspr"), ("themes_examined", declared)]);
                if !observed.is_empty() {
                    cases.child("observations", &[("theme", observed), ("valence", "neutral")]);
                }
            }
        },
    );
    assert_eq!(column.answers, [0, 1, 0, NOT_DETERMINABLE, 0]);
}

#[test]
fn conditions_are_joined_as_truths_are() {
    let column = answers(
        |fields| {
            let table = fields.table("observations");
            let rows = table.rows("a");
            let (school, t01) = (table.code("agency", "b").is("school"), table.code("theme", "c").is("T01"));
            let joined =
                [fields.all(&[school, t01]), fields.any(&[school, t01]), fields.not(school), fields.not(fields.any(&[t01, school]))];
            let counted = joined.map(|joined| fields.those(rows, joined));
            Indicator::description("X").answer(move |review, _| {
                for (row, _) in review.rows(rows).each() {
                    let (school, t01) = (row.is(school), row.is(t01));
                    assert_eq!(joined.map(|joined| row.is(joined)), [school & t01, school | t01, !school, !(t01 | school)]);
                }
                for (joined, counted) in joined.iter().zip(counted) {
                    let count = review.rows(rows).count(|row| row.is(*joined));
                    assert_eq!(count, concord_guest::Count::of(review.rows(rows).each().map(|(row, _)| row.is(*joined))));
                    assert_eq!(review.count(counted), count);
                    assert_eq!(review.any(counted), count.at_least(1));
                    assert_eq!(review.those(counted).size(), count);
                    assert_eq!(review.rows(rows).all(|row| row.is(*joined)), !review.rows(rows).any(|row| !row.is(*joined)));
                }
                Answer::Line(0)
            })
        },
        |cases| {
            for _ in 0..3 {
                cases.review(&[("review_type", "lcspr")]);
                for agency in ["school", "police", "not_known"] {
                    for theme in ["T01", "T02"] {
                        cases.child("observations", &[("theme", theme), ("valence", "neutral"), ("agency", agency)]);
                    }
                }
            }
        },
    );
    assert_eq!(column.answers, [0; 3]);
}

#[test]
fn rows_are_grouped_linked_and_told_apart() {
    let column = answers(
        |fields| {
            let (observations, recommendations) = (fields.table("observations"), fields.table("recommendations"));
            let (rows, recs) = (observations.rows("a"), recommendations.rows("b"));
            let (episode, linked) = (observations.integer("episode_no", "c"), recommendations.link("linked_obs", "d"));
            Indicator::description("X").cites(recs).cites(rows).answer(move |review, page| {
                let rows = review.rows(rows);
                assert_eq!(ends(rows.distinct(episode)), (2.0, 3.0, 1));
                let groups = rows.clone().groups(episode);
                // Whether the fourth row belongs to one of the two groups, or to a third, cannot be told.
                assert_eq!(ends(groups.count(|group| group.rows().size().at_least(1))), (2.0, 3.0, 1));
                assert_eq!(groups.any(|group| group.rows().size().at_least(2)), Truth::TRUE);
                assert_eq!(groups.any(|group| group.rows().size().at_least(3)).reasons(), 1);
                assert_eq!(groups.all(|group| group.rows().size().at_most(2)).reasons(), 1);
                assert_eq!(groups.any(|group| group.rows().size().at_least(5)), Truth::FALSE);
                let recs = review.rows(recs);
                let links: Vec<Value<usize>> = recs.clone().certain().map(|rec| rec.get(linked)).collect();
                assert_eq!(links, [Value::Given(2), Value::Given(0), Value::Missing(Missing::NotRecorded)]);
                let sizes: Vec<(f64, f64, u8)> = recs.clone().certain().map(|rec| ends(rec.links(linked).size())).collect();
                assert_eq!(sizes, [(2.0, 2.0, 0), (0.0, 0.0, 0), (0.0, 4.0, 2)], "without a list any row may be meant");
                // Out of order and twice: the host is told each once, in order.
                recs.certain().for_each(|rec| rec.links(linked).certain().for_each(|row| page.cite(row)));
                rows.certain().take(1).for_each(|row| page.cite(row));
                Answer::Line(0)
            })
        },
        |cases| {
            for _ in 0..2 {
                cases.review(&[("review_type", "lcspr")]);
                for episode in ["2", "1", "2", "not_known"] {
                    cases.child("observations", &[("theme", "T01"), ("valence", "neutral"), ("episode_no", episode)]);
                }
                for linked in ["3;0", "none", "not_recorded"] {
                    cases.child("recommendations", &[("rec_type", "training"), ("linked_obs", linked)]);
                }
            }
        },
    );
    assert!(column.evidence[0].offsets.is_empty(), "no recommendation is cited");
    assert_eq!((0..2).map(|review| column.evidence[1].rows(review).collect()).collect::<Vec<Vec<u32>>>(), [[0, 3], [4, 7]]);
}

fn ends(count: concord_guest::Count) -> (f64, f64, u8) {
    (count.least, count.most, count.reasons)
}

#[test]
fn what_those_is_unsure_of_stays_in_all_that_is_asked_of_it() {
    answers(
        |fields| {
            let table = fields.table("observations");
            let (rows, good) = (table.rows("a"), table.code("valence", "b").is("good_practice"));
            let (agency, police) = (table.code("agency", "c"), table.code("agency", "c").is("police"));
            let (place, episode) = (agency.place_of_code(), table.integer("episode_no", "d"));
            let those = fields.those(rows, police);
            Indicator::description("X").answer(move |review, _| {
                let those = review.those(those);
                assert_eq!(ends(those.size()), (1.0, 2.0, 2));
                assert_eq!(ends(those.distinct(place)), (1.0, 2.0, 2));
                assert_eq!(ends(those.distinct(episode)), (1.0, 2.0, 2));
                assert_eq!(ends(those.count(|row| row.is(good))), (0.0, 1.0, 2));
                assert_eq!(those.any(|row| row.is(good)).reasons(), 2);
                assert_eq!(those.all(|row| !row.is(good)).reasons(), 2);
                assert_eq!(those.all(|row| row.is(police)).reasons(), 2);
                assert_eq!(ends(those.clone().groups(episode).count(|_| Truth::TRUE)), (1.0, 2.0, 2));
                assert_eq!(those.certain().count(), 1);
                Answer::Line(0)
            })
        },
        |cases| {
            cases.review(&[("review_type", "lcspr")]);
            for (agency, valence, episode) in
                [("police", "problematic", "1"), ("not_recorded", "good_practice", "2"), ("gp", "neutral", "3")]
            {
                cases.child("observations", &[("theme", "T01"), ("valence", valence), ("agency", agency), ("episode_no", episode)]);
            }
        },
    );
}

#[test]
fn of_a_table_that_the_data_do_not_have_nothing_is_known() {
    let one = one(|fields| {
        let table = fields.table("observations");
        let (rows, problem) = (table.rows("a"), table.code("valence", "b").is("problematic"));
        let (those, episode, examined) = (fields.those(rows, problem), table.integer("episode_no", "c"), fields.examined("T04"));
        Indicator::description("X").answer(move |review, _| {
            let all = review.rows(rows);
            let endless = (0.0, f64::INFINITY, 2);
            let counts = [review.count(those), all.size(), all.distinct(episode), review.those(those).size(), all.count(|_| Truth::FALSE)];
            assert_eq!(counts.map(ends), [endless; 5]);
            let told =
                [review.any(those), all.any(|_| Truth::TRUE), all.all(|_| Truth::TRUE), all.clone().groups(episode).any(|_| Truth::TRUE)];
            assert_eq!(told.map(Truth::reasons), [2; 4]);
            assert_eq!(all.size().measure(), None);
            review.is(examined)
        })
    });
    let mut cases = Cases::new(&ENGLAND);
    cases.review(&[("review_type", "lcspr"), ("themes_examined", "T01")]);
    cases.review(&[("review_type", "lcspr"), ("themes_examined", "T04")]);
    cases.not_given("observations");
    let answers = cases.answers(&one);
    assert_eq!(answers.columns[0].answers, [NOT_DETERMINABLE, 0]);
    assert_eq!(answers.columns[0].reasons, [2, 0]);
}

/// The rows cited of each table, in the order of the citing.
fn cited(answer: impl Fn(Asked<'_>) -> Answer + Send + Sync + 'static) -> [Vec<u32>; 2] {
    let column = answers(
        |fields| {
            let (observations, recommendations) = (fields.table("observations"), fields.table("recommendations"));
            let (rows, recs) = (observations.rows("a"), recommendations.rows("b"));
            let (linked, valence) = (recommendations.link("linked_obs", "c"), observations.code("valence", "d"));
            let [good, problem] = ["good_practice", "problematic"].map(|code| valence.is(code));
            let those = [good, problem].map(|is| fields.those(rows, is));
            Indicator::description("X")
                .cites(rows)
                .cites(recs)
                .scale([line("0", "0"), line("1", "1"), line("2", "2")])
                .answer(move |review, page| answer(Asked { review, page, recs, linked, good, problem, those }))
        },
        |cases| {
            cases.review(&[("review_type", "lcspr")]);
            for valence in ["good_practice", "problematic", "problematic"] {
                cases.child("observations", &[("theme", "T01"), ("valence", valence)]);
            }
            for linked in ["0", "1;2", "none"] {
                cases.child("recommendations", &[("rec_type", "training"), ("linked_obs", linked)]);
            }
        },
    );
    [0, 1].map(|table: usize| column.evidence[table].rows(0).collect())
}

struct Asked<'a> {
    review: concord_guest::Row<'a>,
    page: &'a concord_guest::Page<'a>,
    recs: concord_guest::field::Child,
    linked: concord_guest::field::Link,
    good: concord_guest::field::Is,
    problem: concord_guest::field::Is,
    those: [concord_guest::field::Those; 2],
}

impl Asked<'_> {
    fn found(&self) -> [Truth; 2] {
        self.those.map(|those| self.page.any(self.review, those))
    }
}

#[test]
fn an_answer_rests_on_what_made_it_whatever_else_was_asked() {
    let line = |of: fn(&Asked<'_>) -> Truth| cited(move |asked| Ladder::new().when(of(&asked), 0).otherwise(1))[0].clone();
    assert_eq!(line(|asked| asked.found()[0]), [0]);
    assert_eq!(line(|asked| asked.found()[0] & asked.found()[1]), [0, 1, 2]);
    assert_eq!(line(|asked| asked.found()[0] | Truth::TRUE), [0]);
    assert_eq!(line(|asked| !asked.found()[0] | asked.found()[1]), [1, 2], "of what is true only the parts that are");
    assert_eq!(line(|asked| Truth::FALSE.choose(asked.found()[0], asked.found()[1])), [1, 2]);
    assert_eq!(line(|asked| asked.found()[0].choose(Truth::TRUE, Truth::FALSE)), [0], "X ? true : false rests on what X rests on");
    assert_eq!(line(|asked| asked.page.count(asked.review, asked.those[1]).exactly(2)), [1, 2]);
    assert_eq!(line(|asked| asked.page.count(asked.review, asked.those[1]).at_least(3)), [0_u32; 0], "the last line rests on no row");
    // The line before found something too, and did not hold.
    let both = |asked: Asked<'_>| {
        let [good, problem] = asked.found();
        Ladder::new().when(good & !problem, 0).when(problem, 1).otherwise(2)
    };
    assert_eq!(cited(both)[0], [1, 2]);
    assert_eq!(cited(|asked| Answer::Truth(asked.found()[0]))[0], [0]);
    assert_eq!(cited(|asked| Answer::Truth(asked.found()[0] & Truth::FALSE))[0], [0_u32; 0]);
    assert_eq!(cited(|asked| Answer::Line(u8::from(asked.found()[0].is_false())))[0], [0, 1, 2], "a bare line rests on all that was found");
}

#[test]
fn a_theme_that_was_examined_rests_on_the_rows_that_show_it() {
    let column = answers(
        |fields| {
            let (rows, examined) = (fields.table("observations").rows("a"), fields.examined("T01"));
            let rapid = fields.review().code("review_type", "b").is("rapid_review");
            let either = fields.any(&[rapid, fields.not(fields.not(examined))]);
            Indicator::description("X").cites(rows).answer(move |review, page| page.is(review, either))
        },
        |cases| {
            cases.review(&[("review_type", "lcspr")]);
            cases.child("observations", &[("theme", "T02"), ("valence", "neutral")]);
            cases.child("observations", &[("theme", "T01"), ("valence", "neutral")]);
            cases.review(&[("review_type", "rapid_review")]);
        },
    );
    assert_eq!(column.answers, [0, 0]);
    assert_eq!(column.evidence[0].rows(0).chain(column.evidence[0].rows(1)).collect::<Vec<_>>(), [1]);
}

#[test]
fn linked_rows_are_cited_with_those_that_point_at_them() {
    let pointing = |asked: Asked<'_>| {
        let recs = asked.review.rows(asked.recs);
        let problem = |rec: concord_guest::Row<'_>| asked.page.any_of(&rec.links(asked.linked), |row| row.is(asked.problem));
        Ladder::new().when(asked.page.any_of(&recs, problem), 0).otherwise(1)
    };
    assert_eq!(cited(pointing), [vec![1, 2], vec![1]]);
    let every = |asked: Asked<'_>| {
        let recs = asked.review.rows(asked.recs);
        let good = |rec: concord_guest::Row<'_>| asked.page.all_of(&rec.links(asked.linked), |row| row.is(asked.good));
        Ladder::new().when(!asked.page.all_of(&recs, good), 0).otherwise(1)
    };
    assert_eq!(cited(every), [vec![1, 2], vec![1]], "what breaks it, and what that rests on");
}

#[test]
fn guards_come_before_the_answer_and_only_absence_needs_looking() {
    let column = answers(
        |fields| {
            let review = fields.review();
            let (applies, looked) = (review.tri("immediate_action", "a"), review.tri("support_offered", "b"));
            let kind = review.code("review_type", "c");
            let (first, second) = (kind.is("rapid_review"), kind.is("lcspr"));
            Indicator::concern("X")
                .scale([
                    line("much", "Much").concern(Outcome::Present),
                    line("little", "Little").concern(Outcome::Partly).strength(Outcome::Absent),
                    line("none", "None").concern(Outcome::Absent).strength(Outcome::Absent),
                ])
                .applies(move |review| review.is(applies))
                .looked_for(move |review| review.is(looked))
                .answer(move |review, _| Ladder::new().when(review.is(first), 0).when(review.is(second), 1).otherwise(2))
        },
        |cases| {
            for (applies, looked, kind) in [
                ("absent", "present", "rapid_review"),
                ("refused", "present", "rapid_review"),
                ("present", "absent", "rapid_review"),
                ("present", "not_known", "lcspr"),
                ("present", "present", "national"),
                ("present", "absent", "national"),
                ("present", "not_known", "national"),
            ] {
                cases.review(&[("immediate_action", applies), ("support_offered", looked), ("review_type", kind)]);
            }
        },
    );
    assert_eq!(column.answers, [NOT_APPLICABLE, NOT_DETERMINABLE, 0, 1, 2, NOT_DETERMINABLE, NOT_DETERMINABLE]);
    assert_eq!(column.looked, [1, 1, 2, 0, 1, 2, 0]);
    assert_eq!(column.reasons, [0, 0b1000, 0, 0, 0, 0x80, 0x80]);
}

#[test]
fn all_faults_are_told_at_once() {
    let problems = Indicators::open(&ENGLAND, |fields| {
        let table = fields.table("observatons");
        let theme = table.code("theme", "a").is("T01");
        let review = fields.review();
        let kind = review.code("review_typ", "b").is("lcspr");
        let wrong_code = review.code("review_type", "c").is("lcpsr");
        let wrong_kind = review.integer("review_type", "d");
        let unordered = review.code("review_type", "e").at_least("lcspr");
        let no_code = fields.table("observations").local_code("local_code", "OPTIMSM", "f");
        let many = fields.table("partnerships").rows("g");
        let examined = fields.examined("T5");
        let indicator = || {
            Indicator::concern("X").maps("T44", &["L7"], Match::Part).cites(many).answer(move |review, _| {
                let _ = review.get(wrong_kind);
                Truth::all([theme, kind, wrong_code, unordered, no_code, examined].map(|is| review.is(is)))
            })
        };
        vec![indicator(), indicator()]
    })
    .unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let wanted = [
        ": observatons: the dictionary has no table \"observatons\" (did you mean \"observations\"?)",
        ": reviews.review_typ: the table has no field \"review_typ\" (did you mean \"review_type\"?)",
        ": review_type: there is no code \"lcpsr\" in review_type (did you mean \"lcspr\"?)",
        ": reviews.review_type: it is of kind code, not integer",
        ": review_type: its codes have no order; ask for single codes",
        ": local_code: no codebook has the local code \"OPTIMSM\" (did you mean \"OPTIMISM\"?)",
        ": partnerships: \"partnerships\" has one row a review, not many",
        ": themes: there is no theme \"T5\" in themes (did you mean \"T05\"?)",
        ": X: the dictionary has no theme \"T44\" (did you mean \"T04\"?)",
        ": X: the dictionary has no level \"L7\" (did you mean \"L0\"?)",
    ];
    for wanted in wanted {
        assert!(told.iter().any(|told| told == wanted), "{wanted} in {told:#?}");
    }
    assert!(told.contains(&": X: the indicator stands twice".to_owned()), "{told:#?}");
}

#[test]
fn a_field_asked_for_twice_is_one_request_with_both_reasons() {
    let one = one(|fields| {
        let first = fields.review().code("review_type", "to tell rapid reviews").is("rapid_review");
        let second = fields.review().code("review_type", "to tell full ones").is("lcspr");
        Indicator::concern("X").answer(move |review, _| review.is(first) | review.is(second))
    });
    let reads = one.descriptor().reads;
    assert_eq!(reads.len(), 1);
    assert_eq!(reads[0].why, "to tell rapid reviews; to tell full ones");
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn a_field_of_another_table_is_never_read_by_mistake() {
    answers(
        |fields| {
            let theme = fields.table("observations").code("theme", "a").is("T01");
            Indicator::concern("X").answer(move |review, _| review.is(theme))
        },
        |cases| cases.review(&[("review_type", "lcspr")]),
    );
}

#[test]
#[should_panic(expected = "add .cites(…)")]
fn a_citation_that_was_not_announced_is_no_secret() {
    answers(
        |fields| {
            let rows = fields.table("observations").rows("a");
            Indicator::concern("X").answer(move |review, page| {
                review.rows(rows).certain().for_each(|row| page.cite(row));
                Answer::Line(0)
            })
        },
        |cases| {
            cases.review(&[("review_type", "lcspr")]);
            cases.child("observations", &[("theme", "T01"), ("valence", "neutral")]);
        },
    );
}

#[test]
fn a_batch_without_what_was_asked_for_is_refused() {
    let one = one(|fields| {
        let kind = fields.review().code("review_type", "a").is("lcspr");
        Indicator::concern("X").answer(move |review, _| review.is(kind))
    });
    assert!(one.evaluate(&Batch { reviews: 1, tables: Vec::new() }).unwrap_err().contains("lacks a table"));
    let none: Batch<'_> = Batch { reviews: 2, tables: vec![concord_model::batch::Table { rows: 2, ..Default::default() }] };
    assert!(one.evaluate(&none).unwrap_err().contains("lacks a column"));
}
