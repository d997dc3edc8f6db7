//! What an author of rules relies on: the order of an indicator, looking before not finding, codebooks, evidence, explanations.
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_guest::cases::Cases;
use concord_model::answer::{AnswerColumn, NOT_APPLICABLE, NOT_DETERMINABLE, reason};
use concord_model::dictionary::Dictionary;
use concord_rules::{Program, Scratch, compile, explain};

const HEAD: &str = "[framework]\nid = \"a\"\ntitle = \"a\"\nedition = \"1\"\nowner = \"a\"\nsource = \"a\"\nplugin = \"rules\"\n";

fn indicator(body: &str) -> String {
    format!("{HEAD}[[indicator]]\nid = \"A\"\ntitle = \"a\"\nquestion = \"Why?\"\npolarity = \"concern\"\n{body}")
}

/// The answers of a framework's first indicator to some reviews.
fn answers(body: &str, invent: impl FnOnce(&mut Cases<'_>)) -> AnswerColumn {
    let england = Dictionary::england();
    let plan = compile("f.toml", &indicator(body), &england).unwrap().plan;
    let mut cases = Cases::new(&england);
    invent(&mut cases);
    let program = Program::new(&plan, &england).unwrap();
    cases.with_batch(&plan.descriptor(), |batch| program.evaluate(batch, &mut Scratch::new())).unwrap().columns.remove(0)
}

fn problem(theme: &'static str) -> [(&'static str, &'static str); 2] {
    [("theme", theme), ("valence", "problematic")]
}

#[test]
fn where_nobody_looked_nothing_is_absent() {
    let body = "present = \"observations.exists(o, o.theme == 'T05' && o.valence == 'problematic')\"\nlooked_for = \"examined('T05')\"";
    let column = answers(body, |cases| {
        cases.review(&[("review_type", "lcspr")]);
        cases.review(&[("review_type", "lcspr"), ("themes_examined", "T05")]);
        cases.review(&[("review_type", "lcspr"), ("themes_examined", "T01")]);
        cases.review(&[("review_type", "lcspr")]);
        cases.child("observations", &[("theme", "T05"), ("valence", "neutral")]);
        cases.review(&[("review_type", "lcspr"), ("themes_examined", "none")]);
        cases.child("observations", &problem("T05"));
    });
    assert_eq!(column.answers, [NOT_DETERMINABLE, 1, NOT_DETERMINABLE, 1, 0]);
    assert_eq!(column.looked, [0, 1, 2, 1, 1]);
    assert_eq!(column.reasons, [reason::NOT_LOOKED_FOR, 0, reason::NOT_LOOKED_FOR, 0, 0]);
    assert!(column.evidence[0].rows(4).eq([1]));
}

#[test]
fn where_nobody_looked_nothing_is_counted() {
    let body = "present = \"observations.exists(o, o.theme == 'T05')\"\nlooked_for = \"examined('T05')\"\n\
        measure = { unit = \"findings\", value = \"observations.filter(o, o.theme == 'T05').size()\" }";
    let column = answers(body, |cases| {
        cases.review(&[("review_type", "lcspr")]);
        cases.review(&[("review_type", "lcspr"), ("themes_examined", "T05")]);
        cases.review(&[("review_type", "lcspr")]);
        cases.child("observations", &problem("T05"));
    });
    let counted: Vec<Option<f64>> = (0..3).map(|review| column.measure(review).map(|measure| measure.lower)).collect();
    assert_eq!(counted, [None, Some(0.0), Some(1.0)]);
}

#[test]
fn the_question_must_arise_before_it_is_answered() {
    let body = "applies = \"review_type == 'rapid_review' && !timescale_dispensation\"\npresent = \"days_to_submit > 15\"\nmeasure = { unit = \"d\", value = \"days_to_submit\" }";
    let column = answers(body, |cases| {
        cases.review(&[("review_type", "lcspr"), ("days_to_submit", "20")]);
        cases.review(&[("review_type", "rapid_review"), ("days_to_submit", "20")]);
        cases.review(&[("review_type", "rapid_review"), ("days_to_submit", "20"), ("timescale_dispensation", "absent")]);
        cases.review(&[("review_type", "rapid_review"), ("days_to_submit", "not_known"), ("timescale_dispensation", "absent")]);
    });
    assert_eq!(column.answers, [NOT_APPLICABLE, NOT_DETERMINABLE, 0, NOT_DETERMINABLE]);
    assert_eq!(column.reasons, [0, 2, 0, 1]);
    assert!(column.looked.is_empty(), "without looked_for it counts as looked for");
    assert_eq!(
        (0..4).map(|review| column.measure(review).map(|measure| measure.lower)).collect::<Vec<_>>(),
        [None, None, Some(20.0), None]
    );
}

#[test]
fn a_code_outside_the_coders_vocabulary_is_unknown() {
    let body = "present = \"observations.exists(o, o.local_code == 'OPTIMISM')\"\nlooked_for = \"true\"";
    let column = answers(body, |cases| {
        for (book, code) in [
            ("panel-2020", "OPTIMISM"),
            ("panel-2020", "WORKLOAD"),
            ("panel-2020", "not_recorded"),
            ("panel-2020", "not_known"),
            ("themes-only", "not_recorded"),
            ("themes-only", "OPTIMISM"),
            ("not_recorded", "WORKLOAD"),
        ] {
            cases.review(&[("review_type", "lcspr"), ("codebook", book)]);
            cases.child("observations", &[("theme", "T03"), ("valence", "problematic"), ("local_code", code)]);
        }
        cases.review(&[("review_type", "lcspr"), ("codebook", "themes-only")]);
    });
    let unknown = NOT_DETERMINABLE;
    assert_eq!(column.answers, [0, 1, 1, unknown, unknown, 0, unknown, 1]);
    let outside = reason::OUTSIDE_CODEBOOK;
    assert_eq!(column.reasons, [0, 0, 0, 1, outside, 0, outside | 2, 0]);
}

#[test]
fn a_share_is_two_counts_and_an_interval_where_a_row_is_unknown() {
    let body =
        "measure = { unit = \"share\", count = \"recommendations.filter(r, r.level == 'L1').size()\", of = \"recommendations.size()\" }";
    let column = answers(body, |cases| {
        cases.review(&[("review_type", "lcspr")]);
        for level in ["L1", "L4", "not_recorded"] {
            cases.child("recommendations", &[("rec_type", "audit"), ("level", level)]);
        }
        cases.review(&[("review_type", "lcspr")]);
    });
    let measures: Vec<_> = (0..2).map(|review| column.measure(review).map(|m| (m.lower, m.upper, m.of))).collect();
    assert_eq!(measures, [Some((1.0, 2.0, 3.0)), Some((0.0, 0.0, 0.0))]);
    assert_eq!(column.reasons, [2, 0]);
    assert!(column.answers.is_empty());
    assert!(column.evidence[0].rows(0).eq([0]));
}

#[test]
fn a_date_known_to_the_month_decides_only_what_every_day_of_it_does() {
    let body = "present = \"notified_date < submitted_date\"\nlooked_for = \"true\"";
    let column = answers(body, |cases| {
        for (notified, submitted) in
            [("2024-01", "2024-02-01"), ("2024-02", "2024-02-10"), ("2024-03", "2024-02-10"), ("2024", "not_known")]
        {
            cases.review(&[("review_type", "lcspr"), ("notified_date", notified), ("submitted_date", submitted)]);
        }
    });
    assert_eq!(column.answers, [0, NOT_DETERMINABLE, 1, NOT_DETERMINABLE]);
    // A written month is meant as a whole.
    let body = "present = \"notified_date == '2024-02'\"\nlooked_for = \"true\"";
    let column = answers(body, |cases| {
        for notified in ["2024-02-10", "2024-02", "2024", "2024-03-01"] {
            cases.review(&[("review_type", "lcspr"), ("notified_date", notified)]);
        }
    });
    assert_eq!(column.answers, [0, 0, NOT_DETERMINABLE, 1]);
}

#[test]
fn linked_rows_are_those_that_the_reference_names() {
    let body = "measure = { unit = \"share\", count = \"recommendations.filter(r, r.level <= 'L2' && r.linked_obs.exists(o, o.system_level >= 'L3')).size()\", of = \"recommendations.size()\" }\npresent = \"observations.exists(o, o.explanation == 'why_system' && !recommendations.exists(r, o in r.linked_obs))\"\nlooked_for = \"true\"";
    let column = answers(body, |cases| {
        cases.review(&[("review_type", "lcspr")]);
        for level in ["L1", "L4"] {
            cases
                .child("observations", &[("theme", "T05"), ("valence", "neutral"), ("system_level", level), ("explanation", "why_system")]);
        }
        cases.child("recommendations", &[("rec_type", "audit"), ("level", "L1"), ("linked_obs", "1")]);
        cases.child("recommendations", &[("rec_type", "audit"), ("level", "L1"), ("linked_obs", "0")]);
        cases.child("recommendations", &[("rec_type", "audit"), ("level", "L1"), ("linked_obs", "none")]);
        cases.child("recommendations", &[("rec_type", "audit"), ("level", "L1")]);
    });
    // The last recommendation says nothing of what it answers: it may answer the second observation, and the count is open.
    let measure = column.measure(0).unwrap();
    assert_eq!((measure.lower, measure.upper, measure.of), (1.0, 2.0, 4.0));
    assert_eq!(column.answers, [1]);
}

#[test]
fn what_is_withheld_is_not_taken_for_unknown_to_the_review() {
    let england = Dictionary::england();
    let body = "present = \"children.exists(c, known(c.domestic_abuse))\"\nlooked_for = \"true\"";
    let plan = compile("f.toml", &indicator(body), &england).unwrap().plan;
    let mut cases = Cases::new(&england);
    cases.review(&[("review_type", "lcspr")]);
    cases.child("children", &[("domestic_abuse", "present")]);
    let requests: Vec<(String, String)> = plan.reads.iter().map(|read| (read.table.clone(), read.field.clone())).collect();
    let reads = concord_model::batch::Reads::new(&england, &requests, &[]).unwrap();
    let window = concord_model::batch::Window::new(cases.dataset(), &england, 0..1, &[&reads]);
    let answers = Program::new(&plan, &england).unwrap().evaluate(&window.batch(&reads), &mut Scratch::new()).unwrap();
    assert_eq!((answers.columns[0].answers[0], answers.columns[0].reasons[0]), (NOT_DETERMINABLE, reason::WITHHELD));
}

/// The explanation of the first review, a line a step.
fn explained(body: &str, invent: impl FnOnce(&mut Cases<'_>)) -> String {
    let england = Dictionary::england();
    let plan = compile("f.toml", &indicator(body), &england).unwrap().plan;
    let mut cases = Cases::new(&england);
    invent(&mut cases);
    let steps = cases.with_batch(&plan.descriptor(), |batch| explain(&plan, &england, batch, 0)).unwrap();
    let line = |step: &concord_model::answer::Step| {
        let at = step.at.as_ref().map(|at| format!("  [{at}]")).unwrap_or_default();
        let rows = step.table.as_ref().map(|table| format!("  <{table} {:?}>", step.rows)).unwrap_or_default();
        format!("{}{} = {}{rows}{at}", "  ".repeat(usize::from(step.depth)), step.text, step.value)
    };
    steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_explanation_names_values_and_rows() {
    let body = "applies = \"review_type != 'national'\"\npresent = \"observations.exists(o, o.theme == 'T05' && o.local_code == 'DPA_MISUNDERSTOOD') || recommendations.filter(r, r.linked_obs.exists(o, o.theme == 'T05')).size() >= 2\"\nlooked_for = \"examined('T05')\"";
    let told = explained(body, |cases| {
        cases.review(&[("review_type", "lcspr"), ("codebook", "themes-only"), ("themes_examined", "T05;T01")]);
        cases.child("observations", &[("theme", "T05"), ("valence", "problematic")]);
        cases.child("observations", &[("theme", "T01"), ("valence", "neutral")]);
        cases.child("recommendations", &[("rec_type", "audit"), ("linked_obs", "0")]);
        cases.child("recommendations", &[("rec_type", "audit")]);
    });
    insta::assert_snapshot!(told);
}

#[test]
fn what_no_line_holds_for_says_so() {
    let scale = "scale = [{ code = \"late\", outcome = \"present\", when = \"days_to_submit > 15\" }, { code = \"soon\", outcome = \"absent\", when = \"days_to_submit < 5\" }]";
    let column = answers(scale, |cases| {
        for days in ["20", "10", "not_known", "1"] {
            cases.review(&[("review_type", "lcspr"), ("days_to_submit", days)]);
        }
    });
    assert_eq!(column.answers, [0, NOT_DETERMINABLE, NOT_DETERMINABLE, 1]);
    let reasons: Vec<u16> = (0..4).map(|review| column.reasons(review)).collect();
    assert_eq!(reasons, [0, reason::NO_LINE_HOLDS, 1, 0]);
}

#[test]
fn a_number_that_cannot_be_costs_the_number_alone() {
    let share = "present = \"recommendations.size() > 0\"\nlooked_for = \"true\"\n\
        measure = { unit = \"share\", count = \"recommendations.size() - observations.size()\", of = \"recommendations.size()\" }";
    let column = answers(share, |cases| {
        for observations in 0..3 {
            cases.review(&[("review_type", "lcspr")]);
            cases.child("recommendations", &[("rec_type", "audit")]);
            (0..observations).for_each(|_| cases.child("observations", &problem("T05")));
        }
    });
    assert_eq!(column.answers, [0, 0, 0]);
    let told: Vec<_> = (0..3).map(|review| (column.measure(review).map(|measure| measure.lower), column.reasons(review))).collect();
    assert_eq!(told, [(Some(1.0), 0), (Some(0.0), 0), (None, reason::UNSOUND_NUMBER)]);
}

#[test]
fn a_number_beyond_what_is_exact_is_not_known() {
    let value = "measure = { unit = \"d\", value = \"days_to_submit * days_to_submit * days_to_submit\" }";
    let column = answers(value, |cases| {
        for days in ["-3", "300000"] {
            cases.review(&[("review_type", "lcspr"), ("days_to_submit", days)]);
        }
    });
    let told: Vec<_> = (0..2).map(|review| (column.measure(review).map(|measure| measure.lower), column.reasons(review))).collect();
    assert_eq!(told, [(Some(-27.0), 0), (None, reason::UNSOUND_NUMBER)]);
    let compared = answers("present = \"days_to_submit * days_to_submit * days_to_submit > 0\"\nlooked_for = \"true\"", |cases| {
        cases.review(&[("review_type", "lcspr"), ("days_to_submit", "300000")]);
    });
    assert_eq!((compared.answers[0], compared.reasons(0)), (NOT_DETERMINABLE, reason::UNSOUND_NUMBER));
}

/// The rows that the first review's answer rests on, a table after the other.
fn rests_on(rule: &str) -> Vec<Vec<u32>> {
    let column = answers(&format!("present = \"{rule}\"\nlooked_for = \"true\""), |cases| {
        cases.review(&[("review_type", "lcspr"), ("themes_examined", "T05")]);
        for (theme, valence) in [("T05", "problematic"), ("T05", "good_practice"), ("T01", "problematic"), ("T02", "neutral")] {
            cases.child("observations", &[("theme", theme), ("valence", valence)]);
        }
        cases.child("recommendations", &[("rec_type", "audit"), ("level", "L1"), ("linked_obs", "2;3")]);
        cases.child("recommendations", &[("rec_type", "audit"), ("level", "L1"), ("linked_obs", "3")]);
    });
    assert_eq!(column.answers, [0], "{rule}");
    column.evidence.iter().map(|cited| cited.rows(0).collect()).collect()
}

#[test]
fn an_answer_rests_on_what_made_it_however_it_is_said() {
    let x = "observations.exists(o, o.theme == 'T05' && o.valence == 'problematic')";
    let said = [
        "X",
        "!(!X)",
        "X ? true : false",
        "!X ? false : true",
        "X == true",
        "true == X",
        "X != false",
        "!(X == false)",
        "X in [true]",
        "X in [true, false]",
        "X && true",
        "X && X",
        "!(!X || false)",
        "(X ? 1 : 0) == 1",
        "X == !observations.exists(o, o.theme == 'T09')",
        "X != observations.exists(o, o.theme == 'T09')",
    ];
    for said in said {
        assert_eq!(rests_on(&said.replace('X', x)), [[0]], "{said}");
    }
    let y = "observations.exists(o, o.theme == 'T02')";
    assert_eq!(rests_on(&format!("{x} == {y}")), [[0, 3]]);
    assert_eq!(rests_on(&format!("{x} ? {y} : false")), [[0, 3]]);
    let counted = ["filter(o, o.theme == 'T05').size() >= 2", "filter(o, o.theme == 'T05').map(o, o.valence).distinct().size() == 2"];
    for counted in counted {
        assert_eq!(rests_on(&format!("observations.{counted}")), [[0, 1]], "{counted}");
    }
    assert_eq!(rests_on("observations.exists_one(o, o.valence == 'neutral')"), [[3]]);
}

#[test]
fn rows_that_are_pointed_at_are_evidence_too() {
    let both = [vec![2], vec![0]];
    assert_eq!(rests_on("recommendations.exists(r, r.linked_obs.exists(o, o.theme == 'T01'))"), both);
    assert_eq!(rests_on("recommendations.exists(r, observations.exists(o, o in r.linked_obs && o.theme == 'T01'))"), both);
    assert_eq!(rests_on("recommendations.filter(r, r.linked_obs.filter(o, o.theme == 'T01').size() == 1).size() == 1"), both);
    assert_eq!(rests_on("observations.exists(o, o.theme == 'T01' && recommendations.exists(r, o in r.linked_obs))"), both);
    assert_eq!(rests_on("recommendations.all(r, r.linked_obs.exists(o, o.theme == 'T02'))"), [vec![3], vec![0, 1]]);
    assert_eq!(rests_on("!recommendations.exists(r, !r.linked_obs.exists(o, o.theme == 'T02'))"), [vec![3], vec![0, 1]]);
}

#[test]
fn what_is_so_of_all_rests_on_those_that_were_asked_and_what_is_nowhere_on_none() {
    let asked = [
        "observations.filter(o, o.theme == 'T05').all(o, o.valence in ['problematic', 'good_practice'])",
        "!observations.filter(o, o.theme == 'T05').exists(o, !(o.valence in ['problematic', 'good_practice']))",
        "observations.filter(o, o.theme == 'T05' && !(o.valence in ['problematic', 'good_practice'])).size() == 0",
        "observations.all(o, o.theme != 'T05' || o.valence in ['problematic', 'good_practice'])",
    ];
    for rule in asked {
        assert_eq!(rests_on(rule), [[0, 1]], "{rule}");
    }
    for rule in ["!observations.all(o, o.theme != 'T02')", "!(!observations.exists(o, o.theme == 'T02'))"] {
        assert_eq!(rests_on(rule), [[3]], "{rule}");
    }
    let none: [Vec<u32>; 0] = [];
    for rule in [
        "!observations.exists(o, o.theme == 'T09')",
        "observations.all(o, o.theme != 'T09')",
        "observations.filter(o, o.theme == 'T09').size() < 1",
    ] {
        assert_eq!(rests_on(rule).concat(), none.concat(), "{rule}");
    }
}

#[test]
fn of_a_table_that_is_not_given_nothing_is_known() {
    let england = Dictionary::england();
    let evaluated = |body: &str| {
        let plan = compile("f.toml", &indicator(body), &england).unwrap().plan;
        let mut cases = Cases::new(&england);
        cases.review(&[("review_type", "lcspr")]);
        let requests: Vec<(String, String)> = plan.reads.iter().map(|read| (read.table.clone(), read.field.clone())).collect();
        let reads = concord_model::batch::Reads::new(&england, &requests, &["family_factors".to_owned()]).unwrap();
        let mut data = cases.dataset().clone();
        let given = |data: &concord_model::dataset::Dataset| {
            let window = concord_model::batch::Window::new(data, &england, 0..1, &[&reads]);
            Program::new(&plan, &england).unwrap().evaluate(&window.batch(&reads), &mut Scratch::new()).unwrap().columns.remove(0)
        };
        let empty = given(&data);
        data.tables.iter_mut().for_each(|table| table.not_given = true);
        (empty, given(&data))
    };
    let rest = "looked_for = \"true\"";
    for (rule, of_none) in [
        ("children.exists(c, known(c.age_band))", 1),
        ("children.all(c, known(c.age_band))", 0),
        ("children.size() == 0", 0),
        ("children.map(c, c.age_band).distinct().size() >= 1", 1),
        ("recommendations.exists(r, r.linked_obs.exists(o, o.theme == 'T05'))", 1),
    ] {
        let (empty, lacking) = evaluated(&format!("present = \"{rule}\"\n{rest}"));
        assert_eq!((empty.answers[0], empty.reasons(0)), (of_none, 0), "{rule}");
        assert_eq!((lacking.answers[0], lacking.reasons(0)), (NOT_DETERMINABLE, 2), "{rule}");
    }
    let (empty, lacking) = evaluated("applies = \"children.exists(c, known(c.age_band))\"\npresent = \"true\"\nlooked_for = \"true\"");
    assert_eq!((empty.answers[0], lacking.answers[0], lacking.reasons(0)), (NOT_APPLICABLE, NOT_DETERMINABLE, 2));
    let (empty, lacking) = evaluated("measure = { unit = \"children\", value = \"children.size()\" }");
    assert_eq!((empty.measure(0).map(|measure| measure.upper), lacking.measure(0), lacking.reasons(0)), (Some(0.0), None, 2));
}
