//! Overdispersion, and the funnels of other published tools.

use concord_stat::overdispersion::{TENTH, overdispersion, quantile, winsorised};
use concord_stat::ratio_funnel::{Scale, arcsine, arcsine_limits, poisson_limits, ratio_limits, ratios};
use concord_stat::special::normal::two_sided_z;
use serde_json::Value;

use crate::{near, reference};

/// The multipliers of the package, to the digits that it has.
const Z: [f64; 2] = [1.959964, 3.090232];

/// Six units, observed and expected: the unit test of FunnelPlotR 0.6.0 (MIT licence), with what its functions give in R 4.2.2.
const SIX: [[f64; 2]; 6] = [[100.0, 108.0], [150.0, 112.0], [180.0, 165.0], [80.0, 95.0], [120.0, 100.0], [225.0, 220.0]];

/// Its overdispersed 95% and 99.8% limits on the log scale, and those of the root scale squared back.
const LOG_95: [[f64; 2]; 6] = [
    [0.717306749284712, 1.39410370946208],
    [0.718683303507957, 1.39143346606066],
    [0.731092634203779, 1.36781572295429],
    [0.7121280881406, 1.40424176023031],
    [0.714261137816791, 1.40004817153653],
    [0.738021973269072, 1.35497320705845],
];
const LOG_998: [f64; 2] = [0.592233713321448, 1.68852258408536];
const ROOT_95: [f64; 2] = [0.7247440406645828, 1.3194680385418];
const ROOT_998: [f64; 2] = [0.5861095563628862, 1.5237978638981595];
const PLAIN_95: [f64; 2] = [0.820319382488738, 1.20733991009536];
const PLAIN_998: [f64; 2] = [0.728798454305008, 1.33453977065207];

fn both(found: [f64; 2], expected: [f64; 2]) {
    near(found[0], expected[0], 1e-8 * expected[0]);
    near(found[1], expected[1], 1e-8 * expected[1]);
}

#[test]
fn six_units_reach_the_packages_figures() {
    let log = ratios(&SIX, Scale::Log).unwrap();
    let found = log.dispersion.unwrap();
    assert_eq!(found.units, 6);
    near(found.phi, 2.94803317510236, 1e-8 * found.phi);
    near(found.tau2, 0.0194775305780216, 1e-8 * found.tau2);
    near(log.z[1].unwrap(), 3.09168129454357, 1e-8 * 3.0);
    for (limits, [_, e]) in LOG_95.into_iter().zip(SIX) {
        both(ratio_limits(e, Scale::Log, found.tau2, Z[0]), limits);
    }
    both(ratio_limits(108.0, Scale::Log, found.tau2, Z[1]), LOG_998);
    let root = ratios(&SIX, Scale::Root).unwrap().dispersion.unwrap();
    near(root.phi, 2.32717825759412, 1e-8 * root.phi);
    near(root.tau2, 0.00343978015418627, 1e-8 * root.tau2);
    // The package does not square these back; squared, with the normal quantile to all its digits.
    both(ratio_limits(108.0, Scale::Root, root.tau2, two_sided_z(0.95)), ROOT_95);
    both(ratio_limits(108.0, Scale::Root, root.tau2, two_sided_z(0.998)), ROOT_998);
    both(poisson_limits(108.0, 0.95), PLAIN_95);
    both(poisson_limits(108.0, 0.998), PLAIN_998);
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn fifty_four_hospitals_reach_the_packages_figures() {
    let Some(file) = reference("10_funnelplotr_medpar") else { return };
    let (observed, expected) = (numbers(&file["inputs"]["observed"]), numbers(&file["inputs"]["expected_unrounded"]));
    // The package rounds the expected counts to two decimals on the log scale only.
    let rounded: Vec<[f64; 2]> = observed.iter().zip(&expected).map(|(o, e)| [*o, (100.0 * e).round() / 100.0]).collect();
    let whole: Vec<[f64; 2]> = observed.iter().zip(&expected).map(|(o, e)| [*o, *e]).collect();
    let log = &file["expected"]["SHMI"];
    let found = ratios(&rounded, Scale::Log).unwrap().dispersion.unwrap();
    assert_eq!(found.units, 44);
    near(found.phi, log["phi"].as_f64().unwrap(), 1e-8 * found.phi);
    near(found.tau2, log["tau2"].as_f64().unwrap(), 1e-8 * found.tau2);
    check_limits(log, "od_limits", ["odll95", "odul95", "odll998", "odul998"], |i, z| {
        ratio_limits(rounded[i][1], Scale::Log, found.tau2, Z[z])
    });
    check_limits(log, "limits", ["ll95", "ul95", "ll998", "ul998"], |i, z| poisson_limits(rounded[i][1], [0.95, 0.998][z]));
    let outside = rounded.iter().filter(|[o, e]| {
        let [low, high] = poisson_limits(*e, 0.998);
        o / e < low || o / e > high
    });
    assert_eq!(outside.count(), 25);
    let root = ratios(&whole, Scale::Root).unwrap().dispersion.unwrap();
    near(root.phi, file["expected"]["CQC_as_shipped"]["phi"].as_f64().unwrap(), 1e-8 * root.phi);
    near(root.tau2, file["expected"]["CQC_as_shipped"]["tau2"].as_f64().unwrap(), 1e-8 * root.tau2);
    check_limits(&file["expected"], "CQC_correct_back_transformed_limits", ["ll95", "ul95", "ll998", "ul998"], |i, z| {
        ratio_limits(whole[i][1], Scale::Root, root.tau2, two_sided_z([0.95, 0.998][z]))
    });
}

fn check_limits(value: &Value, group: &str, names: [&str; 4], limits: impl Fn(usize, usize) -> [f64; 2]) {
    for (z, names) in [[names[0], names[1]], [names[2], names[3]]].into_iter().enumerate() {
        let (low, high) = (numbers(&value[group][names[0]]), numbers(&value[group][names[1]]));
        for i in 0..low.len() {
            both(limits(i, z), [low[i], high[i]]);
        }
    }
}

#[test]
fn hospital_deaths_on_the_arcsine_scale() {
    let Some(file) = reference("10_funnelplotr_medpar") else { return };
    let whole = |name: &str| -> Vec<u64> { file["inputs"][name].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect() };
    let counts: Vec<[u64; 2]> = whole("deaths").into_iter().zip(whole("n")).map(|(x, n)| [x, n]).collect();
    let expected = &file["expected"]["PR_deaths"];
    let theta = expected["target"].as_f64().unwrap();
    let found = arcsine(&counts, theta).unwrap();
    near(found.phi, expected["phi"].as_f64().unwrap(), 1e-8 * found.phi);
    near(found.tau2, expected["tau2"].as_f64().unwrap(), 1e-8 * found.tau2);
    let (low, high) = (numbers(&expected["od_limits"]["odll95"]), numbers(&expected["od_limits"]["odul95"]));
    for (i, [_, n]) in counts.iter().enumerate() {
        let [l, h] = arcsine_limits(theta, *n as f64, found.tau2, Z[0]);
        // Where the angle leaves the quarter circle the package goes on around it; here the limit is 0 or 1.
        assert!(l == 0.0 && *n <= 2 || (l - low[i]).abs() < 1e-8);
        assert!(h == 1.0 && *n <= 2 || (h - high[i]).abs() < 1e-8);
    }
}

#[test]
fn phi_of_chance_alone_is_one_and_a_lone_unit_has_no_variance_between_units() {
    let found = overdispersion(&[1.0, -1.0, 1.0, -1.0], &[0.1, 0.1, 0.2, 0.2]).unwrap();
    assert_eq!((found.phi, found.units), (1.0, 4));
    near(found.tau2, 1.0 / (250.0 - 2.0 * (100.0 * 100.0 + 25.0 * 25.0) / 250.0), 1e-12);
    let alone = overdispersion(&[3.0], &[0.1]).unwrap();
    assert_eq!((alone.tau2, alone.p), (0.0, None));
    assert_eq!(overdispersion(&[], &[]), None);
}

#[test]
fn extremes_are_moved_to_type_seven_quantiles() {
    // R: quantile(c(1, 2, 4, 8, 16), c(.1, .9)) = 1.4, 12.8
    let z = [16.0, 1.0, 8.0, 2.0, 4.0];
    let found = winsorised(&z, TENTH);
    for (found, expected) in found.iter().zip([12.8, 1.4, 8.0, 2.0, 4.0]) {
        near(*found, expected, 1e-12);
    }
    assert!(winsorised(&[], TENTH).is_empty());
    assert_eq!((quantile(&[5.0], 0.3), quantile(&[], 0.5)), (Some(5.0), None));
}

#[test]
fn a_count_of_nothing_has_no_logarithm() {
    let found = ratios(&[[0.0, 3.0], [4.0, 3.0], [2.0, 5.0]], Scale::Log).unwrap();
    assert_eq!((found.z[0], found.dispersion.unwrap().units), (None, 2));
    assert!(ratios(&[[1.0, 0.0]], Scale::Root).is_err());
}
