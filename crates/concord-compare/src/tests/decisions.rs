//! What is decided about reviews: small cases by hand.

use concord_model::comparison::{DecisionFigures, Facet, Predictor, Signal, TermPart};
use concord_stat::fdr::adjust;
use concord_stat::special::beta::logistic;
use concord_stat::trend::{Group, mantel};

use super::background::{Given, NO, NOT_APPLICABLE, Review, UNKNOWN, YES, compare, decided, review};

const DEATH: u8 = 0;
const HARM: u8 = 1;

fn full(reviews: &[Review], partnerships: u32) -> DecisionFigures {
    compare(reviews, partnerships).decisions.decisions.remove(0)
}

fn times(count: usize, review: Review) -> Vec<Review> {
    vec![review; count]
}

fn predictor<'a>(figures: &'a DecisionFigures, label: &str) -> &'a Predictor {
    figures.predictors.rows.iter().find(|row| row.label == label).unwrap()
}

#[test]
fn a_decision_is_yes_no_or_not_known_and_leaves_where_it_is_not_to_be_made() {
    let given = [YES, NO, NO, Given::Code(2), UNKNOWN, NOT_APPLICABLE];
    let reviews: Vec<Review> = given.map(|decision| Review { decision, ..review() }).to_vec();
    let figures = full(&reviews, 3);
    let all = &figures.shares[0];
    assert_eq!((all.reviews, all.not_applicable, all.undecided, all.share.n), (6, 1, 1, 5));
    assert_eq!((all.share.lower, all.share.assessed_only, all.share.upper), (Some(0.2), Some(1.0 / 3.0), Some(0.6)));
    let years: Vec<_> = figures.shares[1..].iter().map(|share| (share.facet, share.value.as_str(), share.reviews)).collect();
    assert_eq!(years, [(Facet::CalendarYear, "2023", 6)]);
}

#[test]
fn like_cases_are_paired_over_partnerships_and_beside_them_any() {
    // Deaths: P0 decides yes, yes; P1 yes, no. Harm: P0 no; P1 no.
    let reviews = [
        times(2, decided(0, YES, DEATH, None)),
        vec![decided(1, YES, DEATH, None), decided(1, NO, DEATH, None), decided(0, NO, HARM, None), decided(1, NO, HARM, None)],
        vec![decided(2, UNKNOWN, HARM, None)],
    ]
    .concat();
    let alike = full(&reviews, 3).alike;
    assert_eq!((alike.same_kind.pairs, alike.same_kind.same), (5, 3));
    // Of any kind: P0 has 2 yes and 1 no, P1 1 yes and 2 no: 9 pairs, 2 + 2 the same.
    assert_eq!((alike.any_kind.pairs, alike.any_kind.same), (9, 4));
    assert!((alike.gain.unwrap() - (0.6 - 4.0 / 9.0)).abs() < 1e-15);
    assert_eq!(alike.by, ["nature", "age"]);
    let kinds: Vec<_> =
        alike.kinds.iter().map(|kind| (kind.labels[0].as_str(), kind.yes, kind.no, kind.unknown, kind.pairs.pairs)).collect();
    assert_eq!(kinds, [("Death", 3, 1, 0, 4), ("Harm", 0, 2, 1, 1)]);
    // Without either no pair is left, so that there is no interval.
    assert!(alike.gain_lower.is_none() && alike.why.is_some());
}

#[test]
fn the_gain_has_the_interval_of_the_jackknife() {
    let of = |partnership, yes, no| {
        [times(yes, decided(partnership, YES, DEATH, None)), times(no, decided(partnership, NO, HARM, None))].concat()
    };
    let alike = full(&[of(0, 3, 1), of(1, 1, 2), of(2, 2, 2)].concat(), 3).alike;
    assert_eq!(alike.same_kind.share, Some(1.0));
    let gain = |units: &[[f64; 2]]| {
        let pairs = |count: fn(&[f64; 2]) -> f64| {
            let (sum, squares) = units.iter().map(count).fold((0.0, 0.0), |(sum, squares), n| (sum + n, squares + n * n));
            (sum * sum - squares) / 2.0
        };
        1.0 - (pairs(|[yes, _]| *yes) + pairs(|[_, no]| *no)) / pairs(|[yes, no]| yes + no)
    };
    let units = [[3.0, 1.0], [1.0, 2.0], [2.0, 2.0]];
    assert!((alike.gain.unwrap() - gain(&units)).abs() < 1e-12);
    let without = [[units[1], units[2]], [units[0], units[2]], [units[0], units[1]]].map(|two| gain(&two));
    let mean = without.iter().sum::<f64>() / 3.0;
    let error = (without.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() * 2.0 / 3.0).sqrt();
    // Student's t, 0.975, two degrees of freedom.
    let reach = 4.302_652_729_911_275 * error;
    assert!((alike.gain_lower.unwrap() - (gain(&units) - reach)).abs() < 1e-9);
    assert!((alike.gain_upper.unwrap() - (gain(&units) + reach).min(1.0)).abs() < 1e-9);
}

#[test]
fn spread_is_none_at_the_boundary_and_wide_where_partnerships_differ() {
    let of = |partnership, yes, no| {
        [times(yes, decided(partnership, YES, DEATH, None)), times(no, decided(partnership, NO, DEATH, None))].concat()
    };
    let even: Vec<Review> = (0..6).flat_map(|partnership| of(partnership, 2, 2)).collect();
    let spread = full(&even, 6).spread;
    assert_eq!((spread.partnerships, spread.boundary, spread.rho, spread.mean), (6, true, Some(0.0), Some(0.5)));
    let apart: Vec<Review> =
        (0..6).flat_map(|partnership| if partnership % 2 == 0 { of(partnership, 7, 1) } else { of(partnership, 1, 7) }).collect();
    let spread = full(&apart, 6).spread;
    assert!(!spread.boundary && spread.rho.unwrap() > 0.3 && spread.rho_mean.unwrap() > 0.1);
    let single: Vec<Review> = (0..6).map(|partnership| decided(partnership, YES, DEATH, None)).collect();
    assert_eq!(full(&single, 6).spread.why.as_deref(), Some("no partnership has two decided reviews"));
}

#[test]
fn a_partnership_is_held_against_what_others_decide_of_its_kinds_of_cases() {
    // Eleven others: each 10 deaths of which 9 yes, and 10 of harm of which 1 yes. The one has deaths alone, half of them yes.
    let of = |partnership, nature, yes, no| {
        [times(yes, decided(partnership, YES, nature, None)), times(no, decided(partnership, NO, nature, None))].concat()
    };
    let others = (1..12).flat_map(|partnership| [of(partnership, DEATH, 9, 1), of(partnership, HARM, 1, 9)].concat());
    let reviews: Vec<Review> = others.chain(of(0, DEATH, 5, 5)).collect();
    let figures = full(&reviews, 12);
    // The first row has the last name.
    let one = figures.partnerships.last().unwrap();
    assert_eq!((one.partnership.as_str(), one.share.yes, one.share.n), ("P12", 5, 10));
    // One effect: Firth's slope is that of the counts with one half added to each; the others' intercept is where 110 of their 220 are yes.
    let odds = |yes: f64, no: f64| (yes + 0.5) / (no + 0.5);
    let ratio: f64 = odds(11.0, 99.0) / odds(104.0, 16.0);
    // 110 o / (1 + o) + 110 r o / (1 + r o) = 110, so that r o² = 1.
    let other_odds = 1.0 / ratio.sqrt();
    let young = other_odds / (1.0 + other_odds);
    assert!((one.expected.unwrap() - 10.0 * young).abs() < 1e-6, "{one:?}");
    assert!((one.ratio.unwrap() - 5.0 / (10.0 * young)).abs() < 1e-6);
    let model = &figures.model;
    assert_eq!((model.n, model.found, model.least), (230, 115, 10));
    let terms: Vec<_> = model.terms.iter().map(|term| (term.grouping.as_str(), term.group.as_str(), term.n, term.part)).collect();
    assert_eq!(
        terms,
        [
            ("nature", "death", 120, TermPart::Reference),
            ("nature", "harm", 110, TermPart::Effect),
            ("age", "young", 230, TermPart::Reference)
        ]
    );
    assert!((logistic(model.terms[1].log_odds.unwrap())[0] - ratio / (1.0 + ratio)).abs() < 1e-7);
    // Given that 104 of all 120 deaths were decided with yes: scipy.stats.hypergeom 1.17.1, cdf(5, 120, 104, 10).
    let binomial = |r: u64| (0..=r).map(|k| concord_stat::special::binomial::pmf(k, 10, young)).sum::<f64>();
    assert!((one.p_low.unwrap() - 0.003796626127712682).abs() < 1e-12 && one.p_low.unwrap() > binomial(5));
    assert!(one.limit_lower.unwrap() * one.expected.unwrap() >= 5.0, "what is flagged lies beyond the limit");
    assert_eq!(one.flag, Signal::Low95);
    assert!(figures.partnerships.iter().zip(&figures.partnerships[1..]).all(|(a, b)| a.partnership < b.partnership));
    assert_eq!((figures.flags.flagged_95, figures.flags.tested), (1, 12));
    // Were two of the five that are no not known, it would not be flagged: they may be yes.
    let mut open = reviews;
    open.iter_mut().rev().take(3).for_each(|review| review.decision = UNKNOWN);
    let figures = full(&open, 12);
    let one = figures.partnerships.last().unwrap();
    assert_eq!((one.share.unknown, one.flag), (3, Signal::None));
    assert!(one.ratio_lower < one.ratio_upper && one.p_low.unwrap() > 0.025);
}

#[test]
fn what_few_others_decided_is_not_taken_for_known() {
    // All eleven others decided with yes, once each; of three deaths here one was decided with no.
    let others = (1..12).map(|partnership| decided(partnership, YES, DEATH, None));
    let own = [times(2, decided(0, YES, DEATH, None)), vec![decided(0, NO, DEATH, None)]].concat();
    let figures = full(&others.chain(own).collect::<Vec<Review>>(), 12);
    let one = figures.partnerships.iter().find(|row| row.share.n == 3).unwrap();
    assert_eq!((one.expected, one.flag), (Some(3.0), Signal::CannotTell));
    // One of all fourteen is no: the chance that it is among these three.
    assert!((one.p_low.unwrap() - 3.0 / 14.0).abs() < 1e-12, "{one:?}");
}

#[test]
fn with_few_reviews_or_few_others_nothing_can_be_told() {
    let one_each: Vec<Review> =
        (0..15).map(|partnership| decided(partnership, if partnership < 7 { YES } else { NO }, DEATH, None)).collect();
    let figures = full(&one_each, 15);
    assert!(figures.partnerships.iter().all(|row| row.flag == Signal::CannotTell && row.why.as_ref().unwrap().contains("too few reviews")));
    assert_eq!((figures.flags.tested, figures.flags.expected_95), (0, 0.0));
    let few = [times(30, decided(0, YES, DEATH, None)), times(30, decided(1, NO, DEATH, None))].concat();
    let figures = full(&few, 2);
    assert_eq!(figures.partnerships[0].why.as_deref(), Some("fewer than 10 other partnerships have a decided review"));
    let alone = full(&few[..30], 1);
    assert_eq!(alone.partnerships[0].why.as_deref(), Some("no other partnership has a decided review"));
}

#[test]
fn what_goes_with_a_decision_is_told_within_partnerships() {
    // P0 decides yes of nearly all and records abuse of nearly all; within either partnership abuse makes no difference.
    let of = |partnership, decision, abuse: u8, count| times(count, decided(partnership, decision, DEATH, Some(abuse)));
    let confounded = [
        of(0, YES, 0, 16),
        of(0, NO, 0, 4),
        of(0, YES, 1, 4),
        of(0, NO, 1, 1),
        of(1, YES, 0, 1),
        of(1, NO, 0, 4),
        of(1, YES, 1, 4),
        of(1, NO, 1, 16),
    ]
    .concat();
    let figures = full(&confounded, 3);
    let abuse = predictor(&figures, "Abuse");
    assert_eq!((abuse.present.assessed_only, abuse.absent.assessed_only), (Some(17.0 / 25.0), Some(8.0 / 25.0)));
    assert!(abuse.difference.unwrap().abs() < 1e-15 && abuse.p.unwrap() > 0.999 && !abuse.distinguishes);
    assert!(
        figures
            .predictors
            .sentence
            .starts_with("None of the 5 things looked at (1 recorded of the time before the incident, 4 of the kind of case)"),
        "{}",
        figures.predictors.sentence
    );
    let going = [
        of(0, YES, 0, 18),
        of(0, NO, 0, 2),
        of(0, YES, 1, 3),
        of(0, NO, 1, 17),
        of(1, YES, 0, 9),
        of(1, NO, 0, 1),
        of(1, YES, 1, 1),
        of(1, NO, 1, 9),
    ]
    .concat();
    let figures = full(&going, 3);
    let abuse = predictor(&figures, "Abuse");
    let group = |score, x, n| Group { score, x, n };
    let strata = [vec![group(1.0, 18, 20), group(0.0, 3, 20)], vec![group(1.0, 9, 10), group(0.0, 1, 10)]];
    assert_eq!(abuse.p, mantel(&strata).unwrap().p);
    assert!((abuse.difference.unwrap() - (10.0 * 0.75 + 5.0 * 0.8) / 15.0).abs() < 1e-12);
    assert!(abuse.distinguishes && figures.predictors.sentence.contains("Abuse (more often yes where it is so)"));
    let p: Vec<_> = figures.predictors.rows.iter().map(|row| row.p).collect();
    let q: Vec<_> = figures.predictors.rows.iter().map(|row| row.q).collect();
    assert_eq!((figures.predictors.family, q), (5, adjust(&p).unwrap().bh));
}

#[test]
fn it_is_so_of_a_review_where_it_is_so_of_any_child_and_unknown_where_it_may_be() {
    let children = |all: &[Option<u8>]| Review { decision: YES, children: all.iter().map(|abuse| [Some(0), *abuse]).collect(), ..review() };
    let reviews = [
        children(&[Some(0), Some(1)]),
        children(&[Some(1), Some(1)]),
        children(&[Some(1), None]),
        children(&[]),
        children(&[None, Some(0)]),
    ];
    let figures = full(&reviews, 3);
    let abuse = predictor(&figures, "Abuse");
    assert_eq!((abuse.present.n, abuse.absent.n, abuse.present.maybe_yes, abuse.absent.maybe_yes), (2, 1, 2, 2));
}

#[test]
fn bounds_of_a_difference_hold_for_what_is_unknown() {
    let reviews =
        [decided(0, YES, DEATH, Some(0)), decided(0, UNKNOWN, DEATH, Some(0)), decided(0, NO, DEATH, Some(1)), decided(0, NO, DEATH, None)];
    let figures = full(&reviews, 3);
    let abuse = predictor(&figures, "Abuse");
    assert_eq!((abuse.present.lower, abuse.present.upper), (Some(1.0 / 3.0), Some(1.0)));
    assert_eq!((abuse.absent.lower, abuse.absent.upper), (Some(0.0), Some(0.0)));
    assert_eq!((abuse.bound_lower, abuse.bound_upper), (Some(1.0 / 3.0), Some(1.0)));
}

#[test]
fn nothing_looked_at_can_be_tested_where_all_is_decided_the_same_way() {
    let figures = full(&times(4, decided(0, YES, DEATH, Some(0))), 3);
    assert_eq!(figures.predictors.tested, 0);
    assert!(figures.predictors.sentence.ends_with("could be tested."), "{}", figures.predictors.sentence);
    assert!(figures.predictors.rows.iter().all(|row| row.why.is_some() && row.q.is_none()));
}
