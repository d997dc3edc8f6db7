//! The truth, what is looked for and what is recorded, and who has the means to look.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]
#![allow(clippy::disallowed_methods, reason = "a test writes no numbers")]
mod common;

use common::View;
use concord_model::dictionary::Dictionary;
use concord_synth::{Chunk, Options, State, Synth, World};

struct Case {
    theme: usize,
    review: usize,
    present: bool,
    looked: bool,
}

fn cases(chunk: &Chunk) -> impl Iterator<Item = Case> + '_ {
    chunk.truth().enumerate().map(|(place, row)| {
        assert_eq!(row.theme, format!("T{:02}", place % 12 + 1));
        Case { theme: place % 12, review: place / 12, present: row.true_state == State::Present, looked: row.looked_for }
    })
}

/// For each review, the themes with any observation, with a problematic one, and declared as examined.
fn recorded(view: &View<'_>, review: usize) -> ([bool; 12], [bool; 12]) {
    let (mut any, mut problem) = ([false; 12], [false; 12]);
    for row in view.rows("observations", review) {
        let theme: usize = view.code("observations", "theme", row).unwrap()[1..].parse().unwrap();
        any[theme - 1] = true;
        problem[theme - 1] |= view.code("observations", "valence", row) == Some("problematic");
    }
    (any, problem)
}

fn world(world: World) -> (Dictionary, Chunk) {
    let dictionary = Dictionary::england();
    let chunk = Synth::with(&dictionary, Options { world, ..Options::new(8192, 6) }).unwrap().chunk(0);
    (dictionary, chunk)
}

#[test]
fn what_was_looked_for_is_recorded_as_it_is_and_nothing_else_is() {
    let (dictionary, chunk) = world(World::default());
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    let (mut silent, mut in_order) = (0, 0);
    for case in cases(&chunk) {
        let (any, problem) = recorded(&view, case.review);
        assert_eq!(problem[case.theme], case.present && case.looked);
        assert!(case.looked || !any[case.theme]);
        if case.looked && !case.present {
            in_order += 1;
            silent += usize::from(!any[case.theme]);
        }
    }
    let silent = f64::from(silent as u32) / f64::from(in_order);
    assert!((0.2..0.4).contains(&silent), "{silent} of what was in order leaves no trace");
}

#[test]
fn where_nothing_is_kept_silent_all_that_was_looked_for_can_be_told() {
    for of in [World::LOOKED, World::MISSED, World::DIFFERENT] {
        let (dictionary, chunk) = world(of);
        let view = View { dictionary: &dictionary, data: &chunk.dataset };
        for case in cases(&chunk) {
            let (any, problem) = recorded(&view, case.review);
            assert_eq!(any[case.theme], case.looked);
            assert!(!problem[case.theme] || (case.present && case.looked));
            assert!(of.overlooked > 0.0 || problem[case.theme] == (case.present && case.looked));
        }
    }
}

#[test]
fn a_full_review_keeps_the_truth_and_finds_again_what_it_looks_at_again() {
    let (dictionary, chunk) = world(World { overlooked: 0.4, ..World::default() });
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    let truth: Vec<Case> = cases(&chunk).collect();
    let (mut found_late, mut left_aside) = (0, 0);
    for reviews in view.incidents().into_iter().filter(|reviews| reviews.len() == 2) {
        let (first, second) = (recorded(&view, reviews[0]).1, recorded(&view, reviews[1]).1);
        for theme in 0..12 {
            let [one, other] = [0, 1].map(|place| &truth[reviews[place] * 12 + theme]);
            assert_eq!(one.present, other.present);
            assert!(second[theme] || !(first[theme] && other.looked), "what was found is found again");
            assert!(other.looked || !second[theme]);
            found_late += u32::from(one.looked && !first[theme] && second[theme]);
            left_aside += u32::from(first[theme] && !second[theme]);
        }
    }
    assert!(found_late > 100 && left_aside > 100, "{found_late} {left_aside}");
}

#[test]
fn a_declared_set_is_what_was_looked_at() {
    let (dictionary, chunk) = world(World::default());
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    let column = view.column("reviews", "themes_examined");
    let concord_model::dataset::Values::CodeSet { width, bits } = &column.values else { panic!("no set") };
    let mut declared = 0;
    for case in cases(&chunk).filter(|case| column.missing(case.review) == 0) {
        declared += 1;
        assert_eq!(bits[case.review * width + case.theme / 8] >> (case.theme % 8) & 1 == 1, case.looked);
    }
    let share = f64::from(declared) / (12.0 * 8192.0);
    assert!((0.01..0.25).contains(&share), "{share} declare");
}

/// Shares among the reviews of the fifths of partnerships with the least and the most posts: truly present, looked at, recorded.
fn by_means(view: &View<'_>, chunk: &Chunk, theme: usize) -> [[f64; 3]; 2] {
    let posts = |group: u32| view.decimal("partnerships", "capacity_fte", group as usize).unwrap();
    let mut sorted: Vec<f64> = (0..132).map(posts).collect();
    sorted.sort_by(f64::total_cmp);
    let ends = [sorted[26], sorted[105]];
    let mut sums = [[0.0; 4]; 2];
    for case in cases(chunk).filter(|case| case.theme == theme) {
        let posts = posts(chunk.dataset.group[case.review]);
        let fifth = if posts <= ends[0] {
            0
        } else if posts >= ends[1] {
            1
        } else {
            continue;
        };
        for (sum, holds) in sums[fifth].iter_mut().zip([true, case.present, case.looked, case.present && case.looked]) {
            *sum += f64::from(u8::from(holds));
        }
    }
    sums.map(|[n, present, looked, found]| [present / n, looked / n, found / n])
}

#[test]
fn the_truth_does_not_depend_on_means_but_the_record_does() {
    let (dictionary, chunk) = world(World::default());
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    for theme in [2, 3, 4] {
        let [poor, rich] = by_means(&view, &chunk, theme);
        assert!((poor[0] - rich[0]).abs() < 0.06, "theme {theme}: truly {poor:?} and {rich:?}");
        assert!(rich[1] - poor[1] > 0.10 && rich[2] - poor[2] > 0.05, "theme {theme}: looked and found {poor:?} and {rich:?}");
    }
}

#[test]
fn late_reviews_are_later_where_means_are_low() {
    let (dictionary, chunk) = world(World::default());
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    let mut late = [Vec::new(), Vec::new()];
    for review in 0..chunk.dataset.reviews {
        let at = |field| view.column("reviews", field).date(review).filter(|date| date.first == date.last);
        let (Some(from), Some(to)) = (at("notified_date"), at("submitted_date")) else { continue };
        let days = dictionary.calendar.working_days(from.first, to.first).unwrap();
        let band = view.code("partnerships", "capacity_band", chunk.dataset.group[review] as usize).unwrap();
        late[usize::from(band == "medium" || band == "large")].push(days);
    }
    let tail = |days: &[i32]| days.iter().filter(|&&days| days > 35).count() as f64 / days.len() as f64;
    assert!(tail(&late[0]) > 1.5 * tail(&late[1]), "{} and {}", tail(&late[0]), tail(&late[1]));
}

#[test]
fn most_recommendations_are_weak() {
    let (dictionary, chunk) = world(World::default());
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    let weak = ["training", "awareness", "procedure", "audit"];
    let rows = chunk.dataset.tables[dictionary.table_place("recommendations").unwrap()].rows;
    let count = (0..rows).filter(|&row| weak.contains(&view.code("recommendations", "rec_type", row).unwrap())).count();
    let share = count as f64 / rows as f64;
    assert!((0.60..0.75).contains(&share), "{share}");
}

#[test]
fn reviews_that_look_may_overlook_where_the_world_says_so() {
    let (dictionary, chunk) = world(World { overlooked: 0.3, ..World::default() });
    let view = View { dictionary: &dictionary, data: &chunk.dataset };
    let (mut there, mut missed) = (0.0, 0.0);
    for case in cases(&chunk).filter(|case| case.present && case.looked) {
        there += 1.0;
        missed += f64::from(u8::from(!recorded(&view, case.review).1[case.theme]));
    }
    assert!((0.08..0.20).contains(&(missed / there)), "{}", missed / there);
    for case in cases(&chunk).filter(|case| !case.present || !case.looked) {
        assert!(!recorded(&view, case.review).1[case.theme]);
    }
}

#[test]
fn partnerships_truly_differ_where_the_world_says_so() {
    let spread = |partnership_sd: f64| {
        let (_, chunk) = world(World { partnership_sd, ..World::default() });
        let mut by_group = vec![(0.0, 0.0); 132];
        for case in cases(&chunk).filter(|case| case.theme == 4) {
            let (present, n) = &mut by_group[chunk.dataset.group[case.review] as usize];
            *present += f64::from(u8::from(case.present));
            *n += 1.0;
        }
        let large: Vec<(f64, f64)> = by_group.into_iter().filter(|(_, n)| *n >= 40.0).collect();
        large.iter().map(|(present, n)| (present / n - 0.6).powi(2) / (0.24 / n)).sum::<f64>() / large.len() as f64
    };
    assert!(spread(0.0) < 1.8, "{}", spread(0.0));
    assert!(spread(0.8) > 3.0, "{}", spread(0.8));
}

#[test]
fn only_some_partnerships_differ_and_by_as_much_as_is_said() {
    let dictionary = Dictionary::england();
    let (mut partnerships, mut differ, mut sides) = (0, 0, [[0.0; 2]; 3]);
    for seed in 0..5 {
        let synth = Synth::with(&dictionary, Options { world: World::DIFFERENT, ..Options::new(8192, seed) }).unwrap();
        let differences: Vec<&[f64]> = synth.differences().collect();
        for one in &differences {
            partnerships += 1;
            differ += u32::from(one[0] != 0.0);
            assert!(one.iter().all(|logit| (*logit == 0.0) == (one[0] == 0.0)));
        }
        let chunk = synth.chunk(0);
        for case in cases(&chunk).filter(|case| case.theme == 4) {
            let logit = differences[chunk.dataset.group[case.review] as usize][4];
            let [present, n] = &mut sides[if logit < 0.0 { 0 } else { 1 + usize::from(logit > 0.0) }];
            *present += f64::from(u8::from(case.present));
            *n += 1.0;
        }
    }
    let share = f64::from(differ) / f64::from(partnerships);
    assert!((0.15..0.25).contains(&share), "{share} differ");
    let odds = sides.map(|[present, n]| present / (n - present));
    for ratio in [odds[1] / odds[0], odds[2] / odds[1]] {
        assert!((2.4..3.6).contains(&ratio), "odds {odds:?}");
    }
}

/// A rapid review and the full review that follows from it: neither records all that the other does.
#[test]
fn reviews_of_one_incident_differ_in_what_they_look_at() {
    let (_, chunk) = world(World::default());
    let looked: Vec<[bool; 12]> =
        cases(&chunk).collect::<Vec<_>>().chunks(12).map(|row| std::array::from_fn(|theme| row[theme].looked)).collect();
    let (mut first_alone, mut second_alone, mut both) = (0, 0, 0);
    for review in 1..chunk.dataset.reviews {
        let chain = &chunk.dataset.chain;
        if chain[review] == concord_model::dataset::NO_CHAIN || chain[review] != chain[review - 1] {
            continue;
        }
        for pair in looked[review - 1].into_iter().zip(looked[review]) {
            match pair {
                (true, false) => first_alone += 1,
                (false, true) => second_alone += 1,
                (true, true) => both += 1,
                (false, false) => {}
            }
        }
    }
    let left = f64::from(first_alone) / f64::from(first_alone + both);
    assert!((0.1..0.15).contains(&left), "{left} of what the first looked at is left aside by the second");
    assert!(second_alone > 500, "{second_alone}");
}
