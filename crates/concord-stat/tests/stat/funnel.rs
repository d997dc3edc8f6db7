//! Funnels: limits, tails, flags.

use concord_stat::funnel::{Counts, Flag, Funnel, Funnels, Spread, TAIL_95, TAIL_998, Unit, funnel, sensitivity};
use concord_stat::limits::{Tails, interpolated};
use concord_stat::special::binomial::{lower_tail, upper_tail};
use concord_stat::special::hypergeometric::{Hypergeometric, Stratified, lower_tails_against};
use concord_stat::special::normal::two_sided_z;

use crate::near;

/// θ, n, and the interpolated limits at 0.025, 0.975, 0.001 and 0.999 as Spiegelhalter (2005), Statistics in Medicine 24:1185–1202,
/// appendix A.1, defines them (the upper ones are the textbook's, which this crate does not draw); from scipy 1.12.
const SPIEGELHALTER: [(f64, u64, f64, f64, f64, f64); 36] = [
    (0.05, 1, 0.0, 0.5, 0.0, 0.98),
    (0.05, 2, 0.0, 0.38157894736842074, 0.0, 0.7999999999999956),
    (0.05, 3, 0.0, 0.2896275777162203, 0.0, 0.6257309941520484),
    (0.05, 5, 0.0, 0.1976353772607638, 0.0, 0.4280332409972306),
    (0.05, 8, 0.0, 0.20332997937466316, 0.0, 0.3605014190163637),
    (0.05, 10, 0.0, 0.18191668914724415, 0.0, 0.3029537415471779),
    (0.05, 20, 0.0, 0.14236476501690404, 0.0, 0.2350598786524333),
    (0.05, 50, 0.0, 0.1098317107204025, 0.0, 0.1579935909475439),
    (0.05, 100, 0.006122931436071916, 0.09190734402387496, 0.0, 0.12463849543796998),
    (0.3, 1, 0.0, 0.9166666666666666, 0.0, 0.9966666666666667),
    (0.3, 2, 0.0, 0.8611111111111109, 0.0, 0.9944444444444445),
    (0.3, 3, 0.0, 0.691358024691358, 0.0, 0.9876543209876543),
    (0.3, 5, 0.0, 0.6407760141093475, 0.0, 0.9176954732510302),
    (0.3, 8, 0.0, 0.5882896069110435, 0.0, 0.7796322832974083),
    (0.3, 10, 0.0, 0.5608021403540759, 0.0, 0.7408091654077672),
    (0.3, 20, 0.08117650598067591, 0.4872551465951469, 0.0014773166882814937, 0.6136996793479673),
    (0.3, 50, 0.16613938031193454, 0.4201358867168803, 0.10312998454753808, 0.49906958854803607),
    (0.3, 100, 0.20690238579107306, 0.3869120141637881, 0.16026074689111872, 0.44156262386085),
    (0.65, 1, 0.0, 0.9615384615384615, 0.0, 0.9984615384615385),
    (0.65, 2, 0.0, 0.9704142011834319, 0.0, 0.9988165680473373),
    (0.65, 3, 0.0, 0.9696555909573661, 0.0, 0.9987862236382946),
    (0.65, 5, 0.08098292378175764, 0.9569073481051353, 0.0, 0.9982762939242054),
    (0.65, 8, 0.2481749324144394, 0.9019284208127794, 0.02894855935083117, 0.9960771368325112),
    (0.65, 10, 0.2951691753144118, 0.8840847194066918, 0.11074684052213132, 0.9925720934106721),
    (0.65, 20, 0.40806949543066456, 0.8300323415456307, 0.2784865937176483, 0.9290264517179588),
    (0.65, 50, 0.5045661362359928, 0.7701313643166394, 0.4243767618302167, 0.8376585012077322),
    (0.65, 100, 0.5502777109702018, 0.7372444209476812, 0.49367835510015934, 0.7876032631988015),
    (0.8064, 1, 0.0, 0.9689980158730158, 0.0, 0.9987599206349206),
    (0.8064, 2, 0.0, 0.9807775396038044, 0.0, 0.9992311015841522),
    (0.8064, 3, 0.06522890866194779, 0.9841084156777483, 0.0, 0.99936433662711),
    (0.8064, 5, 0.28080197494905546, 0.9853371831871705, 0.025706040231745074, 0.9994134873274868),
    (0.8064, 8, 0.42305645924790014, 0.9825238457662893, 0.24655078036328207, 0.9993009538306515),
    (0.8064, 10, 0.4839576478847311, 0.9785001803113402, 0.3063654357014391, 0.9991400072124537),
    (0.8064, 20, 0.5951472416875065, 0.9411594965033867, 0.4682575174504294, 0.9963020620268409),
    (0.8064, 50, 0.6814324514870843, 0.8993360833775565, 0.6072338480967806, 0.9503587695635868),
    (0.8064, 100, 0.7211133324013943, 0.8762234347530748, 0.6713102145856424, 0.9142882911325131),
];

fn units(counts: &[[u64; 2]]) -> Vec<Unit> {
    counts.iter().enumerate().map(|(i, &[x, n])| Unit { unit: i.to_string(), x, n, m: None }).collect()
}

fn with_missing(counts: &[[u64; 3]]) -> Vec<Unit> {
    counts.iter().enumerate().map(|(i, &[x, n, m])| Unit { unit: i.to_string(), x, n, m: Some(m) }).collect()
}

fn one(x: u64, n: u64, theta: f64) -> Funnel {
    funnel(&units(&[[x, n]]), Some(theta), Spread::None).unwrap()
}

#[test]
fn interpolated_limits_reach_the_textbook() {
    for (theta, n, l95, u95, l998, u998) in SPIEGELHALTER {
        for (p, limit) in [(0.025, l95), (0.975, u95), (0.001, l998), (0.999, u998)] {
            near((interpolated(n, p, |r| lower_tail(r, n, theta)) / n as f64).clamp(0.0, 1.0), limit, 1e-9);
        }
        let row = &one(0, n, theta).rows[0];
        near(row.limits_95.unwrap()[0], l95, 1e-9);
        near(row.limits_998.unwrap()[0], l998, 1e-9);
    }
}

#[test]
fn upper_limits_are_the_mirror_of_lower_ones() {
    for (theta, n, ..) in SPIEGELHALTER {
        let (here, there) = (&one(0, n, theta).rows[0], &one(0, n, 1.0 - theta).rows[0]);
        near(here.limits_95.unwrap()[1], 1.0 - there.limits_95.unwrap()[0], 1e-9);
        near(here.limits_998.unwrap()[1], 1.0 - there.limits_998.unwrap()[0], 1e-9);
    }
}

#[test]
fn a_count_at_or_beyond_a_limit_is_flagged_and_no_other() {
    for theta in [0.05, 0.3, 0.5, 0.65, 0.9] {
        for n in 1..=40 {
            for x in 0..=n {
                let row = &one(x, n, theta).rows[0];
                let share = x as f64 / n as f64;
                let (low, high) = (lower_tail(x, n, theta), upper_tail(x, n, theta));
                near(row.p_low.unwrap(), low, 1e-12 * low);
                near(row.p_high.unwrap(), high, 1e-12 * high);
                let [l95, u95] = row.limits_95.unwrap();
                let [l998, u998] = row.limits_998.unwrap();
                // A limit clipped to an end is not reached there, unless its tail is met to the last bit.
                let beyond = |limit: f64, x: f64| if limit > 0.0 && limit < 1.0 { x } else { f64::NAN };
                if [low, high].iter().any(|tail| [TAIL_95, TAIL_998].iter().any(|p| (tail - p).abs() < 1e-12)) {
                    continue;
                }
                assert_eq!(beyond(l95, share) <= l95 + 1e-12, low <= TAIL_95, "{x} of {n} at {theta}");
                assert_eq!(beyond(u95, share) >= u95 - 1e-12, high <= TAIL_95, "{x} of {n} at {theta}");
                assert_eq!(beyond(l998, share) <= l998 + 1e-12, low <= TAIL_998, "{x} of {n} at {theta}");
                assert_eq!(beyond(u998, share) >= u998 - 1e-12, high <= TAIL_998, "{x} of {n} at {theta}");
                let flagged = !matches!(row.flag, Flag::None | Flag::CannotTell);
                assert_eq!(flagged, low.min(high) <= TAIL_95);
            }
        }
    }
}

#[test]
fn small_units_cannot_be_told_from_the_others() {
    // At a share of 0.3 a high flag needs four cases and a low one eleven; at 0.5 six either way.
    let first = |theta: f64| (1..).find(|n| one(0, *n, theta).rows[0].flag != Flag::CannotTell).unwrap();
    assert_eq!((first(0.3), first(0.5)), (4, 6));
    assert_eq!(one(0, 0, 0.3).rows[0].flag, Flag::CannotTell);
    // At 99.8%: at 0.3 six of six or none of twenty, at 0.5 ten of ten.
    assert_eq!((one(6, 6, 0.3).rows[0].flag, one(5, 5, 0.3).rows[0].flag), (Flag::High998, Flag::High95));
    assert_eq!((one(0, 20, 0.3).rows[0].flag, one(0, 19, 0.3).rows[0].flag), (Flag::Low998, Flag::Low95));
    assert_eq!((one(10, 10, 0.5).rows[0].flag, one(9, 9, 0.5).rows[0].flag), (Flag::High998, Flag::High95));
}

#[test]
fn the_benchmark_leaves_the_unit_out() {
    let found = funnel(&units(&[[9, 10], [1, 10], [3, 20]]), None, Spread::None).unwrap();
    near(found.theta.unwrap(), 13.0 / 40.0, 1e-15);
    let thetas: Vec<f64> = found.rows.iter().map(|row| row.theta.unwrap()).collect();
    assert_eq!(thetas, [4.0 / 30.0, 12.0 / 30.0, 10.0 / 20.0]);
    let alone = funnel(&units(&[[2, 9], [0, 0]]), None, Spread::None).unwrap();
    assert_eq!((alone.rows[0].theta, alone.rows[0].flag), (None, Flag::CannotTell));
    assert_eq!(alone.rows[0].why, Some("no other unit has a case"));
}

#[test]
fn missing_cases_count_against_a_flag_in_either_tail() {
    let mut counts = vec![[3, 10, 0]; 12];
    counts[0] = [9, 14, 5];
    counts[1] = [0, 16, 4];
    counts[2] = [1, 2, 1];
    let found = funnel(&with_missing(&counts), None, Spread::None).unwrap();
    let row = &found.rows[0];
    // 12 units: the others have 28 of 121 looked for.
    near(row.theta.unwrap(), 28.0 / 103.0, 1e-15);
    // scipy.stats.hypergeom 1.17.1: sf(8, 117, 37, 14); the low tail is of 14 of 14. cdf(4, 116, 41, 16).
    near(row.p_high.unwrap(), 0.007867774021513469, 1e-13);
    assert_eq!((row.p_low, row.flag), (Some(1.0), Flag::High95));
    let low = &found.rows[1];
    near(low.p_low.unwrap(), 0.2622374497823266, 1e-13);
    assert_eq!(low.flag, Flag::None);
    assert_eq!(found.rows[2].flag, Flag::CannotTell);
    let readings = sensitivity(&with_missing(&counts), None, Spread::None).unwrap();
    // Were the missing ignored, none of twelve would be low: shown apart, and no flag.
    assert_eq!(readings[1].missing_ignored, Flag::Low95);
    assert_eq!(readings[1].least_favourable, Flag::None);
}

/// x of n, Y of N among the others, and both tails by scipy 1.17.1: `hypergeom.cdf(x, n + N, x + Y, n)` and `hypergeom.sf(x - 1, …)`.
const FISHER: [(u64, u64, u64, u64, f64, f64); 9] = [
    (2, 3, 11, 11, 0.21428571428571427, 1.0),
    (0, 8, 41, 60, 0.0003003344245580818, 1.0),
    (17, 20, 66, 220, 0.9999998694229063, 1.8917100062794109e-06),
    (9, 20, 66, 220, 0.9459511642591149, 0.12949387122000114),
    (20, 28, 300, 700, 0.9993053945421724, 0.002583625913030679),
    (1, 1, 5, 9, 1.0, 0.6000000000000001),
    (120, 400, 900, 2600, 0.03856933132872743, 0.9701483913990205),
    (3, 2000, 41, 9000, 0.02945127102464851, 0.9916783789008461),
    (2, 3, 0, 40, 1.0, 0.0033222591362126247),
];

#[test]
fn against_others_the_test_is_fishers() {
    for (x, n, others, of, low, high) in FISHER {
        let row = &funnel(&units(&[[x, n], [others, of]]), None, Spread::None).unwrap().rows[0];
        near(row.p_low.unwrap(), low, 2e-12 * low);
        near(row.p_high.unwrap(), high, 2e-12 * high);
    }
}

#[test]
fn a_benchmark_of_few_cases_is_not_taken_for_known() {
    // One of three is absent, and none of the others' eleven: binomial tails about 11 of 11 would say p = 0.
    for spread in [Spread::None, Spread::BetaBinomial, Spread::Multiplicative, Spread::Additive] {
        let found = funnel(&units(&[[2, 3], [11, 11]]), None, spread).unwrap();
        assert_eq!(found.rows[0].flag, Flag::CannotTell, "{spread:?}");
        assert!(found.rows[0].p_low.is_none_or(|p| p > 0.2));
    }
    let given = funnel(&units(&[[2, 3]]), Some(1.0), Spread::None).unwrap();
    assert_eq!((given.rows[0].p_low, given.rows[0].flag), (Some(0.0), Flag::Low998), "a share that is given is known");
}

#[test]
fn where_nothing_differs_a_tail_flags_as_often_as_it_says_at_most() {
    for (n, of, total) in [(3, 11, 13), (5, 30, 3), (8, 40, 20), (12, 12, 12), (20, 220, 90), (4, 200, 100)] {
        let counts = Hypergeometric { draws: n, present: total, absent: n + of - total };
        let (mut flagged, mut cannot) = ([0.0, 0.0], 0.0);
        for x in counts.least()..=counts.most() {
            let row = funnel(&units(&[[x, n], [total - x, of]]), None, Spread::None).unwrap().rows.remove(0);
            let chance = counts.pmf(x);
            flagged[0] += if matches!(row.flag, Flag::Low95 | Flag::High95 | Flag::Low998 | Flag::High998) { chance } else { 0.0 };
            flagged[1] += if matches!(row.flag, Flag::Low998 | Flag::High998) { chance } else { 0.0 };
            cannot += if row.flag == Flag::CannotTell { chance } else { 0.0 };
        }
        // Whether it can be told hangs on the margins alone: for all counts, or for none; and a test that cannot flag is not expected to.
        assert!(cannot == 0.0 || (cannot - 1.0).abs() < 1e-12, "{cannot}");
        let could = 1.0 - cannot;
        assert!(flagged[0] <= 2.0 * TAIL_95 * could + 1e-12 && flagged[1] <= 2.0 * TAIL_998 * could + 1e-12, "{flagged:?}");
    }
}

#[test]
fn limits_against_others_do_not_hang_on_the_own_count_and_are_where_flags_begin() {
    let others = [[3, 10], [9, 30], [2, 14], [20, 33], [1, 9], [7, 20]];
    for spread in [Spread::None, Spread::BetaBinomial, Spread::Multiplicative, Spread::Additive] {
        for n in 1..=40 {
            let row = |x: u64| {
                let counts = [&[[x, n]][..], &others].concat();
                funnel(&units(&counts), None, spread).unwrap().rows.remove(0)
            };
            let first = row(0);
            for x in 0..=n {
                let row = row(x);
                let share = x as f64 / n as f64;
                if spread == Spread::None {
                    assert_eq!((row.limits_95, row.limits_998), (first.limits_95, first.limits_998));
                }
                for (limits, p) in [(row.limits_95.unwrap(), TAIL_95), (row.limits_998.unwrap(), TAIL_998)] {
                    let inside = |limit: f64| limit > 0.0 && limit < 1.0;
                    assert_eq!(inside(limits[0]) && share <= limits[0] + 1e-12, row.p_low.unwrap() <= p, "{spread:?} {x} of {n}");
                    assert_eq!(inside(limits[1]) && share >= limits[1] - 1e-12, row.p_high.unwrap() <= p, "{spread:?} {x} of {n}");
                }
            }
        }
    }
}

#[test]
fn all_tails_against_others_at_once_are_those_one_by_one() {
    for (n, found, absent) in [(1, 5, 4), (7, 0, 9), (12, 9, 0), (40, 66, 154), (300, 900, 1700), (3, 1, 1)] {
        let tails = lower_tails_against(n, found, absent).unwrap();
        assert_eq!(tails.len() as u64, n + 1);
        for (r, tail) in (0..).zip(tails) {
            let one = Hypergeometric { draws: n, present: r + found, absent: n - r + absent }.lower_tail(r);
            near(tail, one, 1e-11 * one);
        }
    }
    assert_eq!(lower_tails_against(900, 9000, 10), None, "the chance of none is too small a number");
}

#[test]
fn the_hypergeometric_sums_to_one_and_its_tails_meet() {
    for (draws, present, absent) in [(0, 3, 4), (7, 3, 4), (5, 9, 2), (30, 400, 80), (500, 700, 90_000)] {
        let counts = Hypergeometric { draws, present, absent };
        near((0..=draws).map(|x| counts.pmf(x)).sum::<f64>(), 1.0, 1e-11);
        for x in (0..=draws).step_by(1 + draws as usize / 40) {
            near(counts.lower_tail(x) + counts.upper_tail(x + 1), 1.0, 1e-11);
        }
    }
}

#[test]
fn a_count_over_strata_is_the_sum_of_its_counts() {
    let (a, b) = (Hypergeometric { draws: 5, present: 7, absent: 2 }, Hypergeometric { draws: 4, present: 1, absent: 9 });
    let sum = Stratified::new([a, b]);
    assert_eq!((sum.least(), sum.most()), (3, 6));
    for r in 0..=9 {
        let below = (0..=5).flat_map(|x| (0..=4).map(move |y| (x, y))).filter(|(x, y)| x + y <= r);
        let expected: f64 = below.map(|(x, y)| a.pmf(x) * b.pmf(y)).sum();
        near(sum.lower_tail(r), expected, 1e-14);
        near(sum.upper_tail(r + 1), 1.0 - expected, 1e-14);
    }
    let alone = Stratified::new([Hypergeometric { draws: 3, present: 2, absent: 1 }]);
    assert_eq!((alone.least(), alone.most()), (2, 2), "where nobody else has cases nothing can come out otherwise");
}

/// Units of 20 cases of which 6 were found, but for what is said.
fn twelve(first: Counts) -> Funnels {
    let other = Counts { n: 20, least: 6, most: 6, open: 0, assessed: [6, 20], bounds: [6, 6] };
    Funnels::new([&[first][..], &[other; 11]].concat()).unwrap()
}

#[test]
fn what_was_found_by_the_way_speaks_against_a_low_flag_and_for_no_high_one() {
    // Of 28, 20 were found by the way and 8 looked for and absent.
    let low = Counts { n: 28, least: 0, most: 20, open: 20, assessed: [0, 8], bounds: [20, 20] };
    let row = twelve(low).with(Spread::None).rows.remove(0);
    assert_eq!((row.n, row.flag), (28, Flag::CannotTell));
    assert!(row.p_low.unwrap() > 0.5 && row.p_high == Some(1.0));
}

#[test]
fn a_flag_may_hang_on_the_missing_cases_of_the_others() {
    // The others have 30 of 100 where they looked, and as many cases in which nobody did.
    let mut counts = vec![[3, 20, 10]; 10];
    counts.push([8, 12, 0]);
    let units = with_missing(&counts);
    let found = funnel(&units, None, Spread::None).unwrap();
    assert_eq!(found.rows[10].flag, Flag::High95);
    assert_eq!(sensitivity(&units, None, Spread::None).unwrap()[10].least_favourable, Flag::None);
    // With nine others nothing is said.
    let fewer = funnel(&units[1..], None, Spread::None).unwrap();
    assert_eq!(fewer.rows[9].flag, Flag::CannotTell);
    assert!(fewer.rows[9].p_high.unwrap() <= TAIL_95);
}

#[test]
fn no_truth_behind_the_missing_can_contradict_a_flag() {
    let (n, m, theta) = (20, 6, 0.4);
    for x in 0..=n - m {
        let row = &funnel(&with_missing(&[[x, n, m]]), Some(theta), Spread::None).unwrap().rows[0];
        for truth in x..=x + m {
            if matches!(row.flag, Flag::High95 | Flag::High998) {
                assert!(upper_tail(truth, n, theta) <= TAIL_95);
            }
            if matches!(row.flag, Flag::Low95 | Flag::Low998) {
                assert!(lower_tail(truth, n, theta) <= TAIL_95);
            }
        }
    }
}

#[test]
fn overdispersion_widens_every_kind_of_limit() {
    let counts = [[1, 30], [29, 40], [3, 25], [25, 33], [2, 28], [20, 21], [14, 30], [28, 50], [5, 9], [0, 12]];
    let width = |spread: Spread| {
        let found = funnel(&units(&counts), None, spread).unwrap();
        assert!(found.phi.unwrap() > 2.0 && found.rho.unwrap() > 0.1 && found.tau2.unwrap() > 0.01);
        let [low, high] = found.rows[0].limits_95.unwrap();
        high - low
    };
    let plain = width(Spread::None);
    for spread in [Spread::BetaBinomial, Spread::Multiplicative, Spread::Additive] {
        assert!(width(spread) > 1.3 * plain);
    }
}

#[test]
fn without_overdispersion_the_beta_binomial_is_the_binomial() {
    let counts = units(&[[3, 10], [3, 10], [3, 10], [2, 10], [4, 10]]);
    let (wide, plain) = (funnel(&counts, None, Spread::BetaBinomial).unwrap(), funnel(&counts, None, Spread::None).unwrap());
    assert_eq!(wide.rho, Some(0.0));
    assert_eq!(wide.rows, plain.rows);
    let phi = wide.phi.unwrap();
    assert!(phi < 1.0, "{phi}");
    let [low, high] = funnel(&counts, Some(0.3), Spread::Multiplicative).unwrap().rows[0].limits_95.unwrap();
    near(high - low, 2.0 * two_sided_z(0.95) * (0.3 * 0.7_f64 / 10.0).sqrt(), 1e-14);
}

#[test]
fn degenerate_units_are_said_to_be_undefined() {
    let none = funnel(&[], None, Spread::None).unwrap();
    assert_eq!((none.theta, none.phi, none.why), (None, None, Some("no unit has a case that was looked for")));
    let zero = funnel(&units(&[[0, 5], [0, 9]]), None, Spread::Additive).unwrap();
    assert_eq!((zero.theta, zero.phi, zero.rho), (Some(0.0), None, Some(0.0)));
    assert_eq!(zero.rows[0].why, Some("the overdispersion cannot be told"));
    let apart = funnel(&units(&[[0, 5], [9, 9]]), None, Spread::BetaBinomial).unwrap();
    assert_eq!((apart.rho, apart.rows[0].flag), (None, Flag::CannotTell));
    for text in [none, zero, apart].map(|found| serde_json::to_string(&found).unwrap()) {
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}

#[test]
fn impossible_counts_are_refused() {
    let mut wrong = with_missing(&[[3, 4, 2], [1, 2, 3], [1, 2, 1]]);
    wrong.push(Unit { unit: "d".into(), x: 3, n: 2, m: None });
    let faults = funnel(&wrong, Some(1.5), Spread::None).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "row 1: x = 3 is more than n - m = 2; row 2: m = 3 is more than n = 2; row 4: x = 3 is more than n = 2; \
         theta is 1.5; it must be between 0 and 1"
    );
}

#[test]
fn rows_print_as_documented() {
    let text = serde_json::to_string(&one(6, 6, 0.3).rows[0]).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut names: Vec<&String> = value.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["flag", "limits_95", "limits_998", "n", "p_high", "p_low", "theta", "unit", "x"]);
    assert_eq!(value["flag"], "high_998");
    assert_eq!(serde_json::to_string(&[Flag::None, Flag::CannotTell, Flag::Low95]).unwrap(), r#"["none","cannot_tell","low_95"]"#);
}

#[test]
fn the_public_health_profiles_limits_are_normal() {
    // θ ± z √(θ(1 − θ)/n) about 58/182, cut off at 0 and 1: what English public health profiles draw for a share (mpmath 1.3).
    for (n, confidence, limits) in [
        (1.0, 0.95, [0.0, 1.0]),
        (5.0, 0.95, [0.0, 0.7271102896904417]),
        (5.0, 0.998, [0.0, 0.9626423357933022]),
        (19.0, 0.95, [0.1091616773714311, 0.5282009599912063]),
        (90.0, 0.998, [0.1668982513414287, 0.4704643860212086]),
    ] {
        let found = concord_stat::ratio_funnel::normal_limits(58.0 / 182.0, n, two_sided_z(confidence));
        near(found[0], limits[0], 1e-14);
        near(found[1], limits[1], 1e-14);
    }
}
