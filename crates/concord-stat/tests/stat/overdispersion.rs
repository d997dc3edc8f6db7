//! Overdispersion, and the funnels of other published tools.

use concord_stat::overdispersion::{TENTH, overdispersion, quantile, winsorised};
use concord_stat::ratio_funnel::{Scale, arcsine, arcsine_limits, normal_limits, poisson_limits, ratio_limits, ratios};
use concord_stat::special::normal::two_sided_z;
use serde_json::Value;

use crate::{data, near};

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
fn forty_partnerships_untransformed_and_on_the_arcsine_scale() {
    let file = data("overdispersion");
    let (x, n) = (numbers(&file["inputs"]["x"]), numbers(&file["inputs"]["n"]));
    let expected = &file["expected"];
    let theta = x.iter().sum::<f64>() / n.iter().sum::<f64>();
    near(theta, expected["theta"].as_f64().unwrap(), 1e-15);

    let errors: Vec<f64> = n.iter().map(|n| (theta * (1.0 - theta) / n).sqrt()).collect();
    let z: Vec<f64> = x.iter().zip(&n).zip(&errors).map(|((x, n), error)| (x / n - theta) / error).collect();
    let raw = &expected["raw"];
    z.iter().zip(numbers(&raw["z"])).for_each(|(found, expected)| near(*found, expected, 1e-12));
    let tamed = winsorised(&z, TENTH);
    tamed.iter().zip(numbers(&raw["z_winsorised"])).for_each(|(found, expected)| near(*found, expected, 1e-12));
    let found = overdispersion(&tamed, &errors).unwrap();
    near(found.phi, raw["phi"].as_f64().unwrap(), 1e-12);
    near(found.tau2, raw["tau2"].as_f64().unwrap(), 1e-12);
    near(found.p.unwrap(), raw["overdispersion_chi2_p"].as_f64().unwrap(), 1e-9);
    let multiplicative = numbers(&expected["multiplicative_limits95_at_n10"]);
    both(normal_limits(theta, 10.0 / found.phi, two_sided_z(0.95)), [multiplicative[0], multiplicative[1]]);

    let counts: Vec<[u64; 2]> = x.iter().zip(&n).map(|(x, n)| [*x as u64, *n as u64]).collect();
    let found = arcsine(&counts, theta).unwrap();
    near(found.phi, expected["arcsine"]["phi"].as_f64().unwrap(), 1e-9);
    near(found.tau2, expected["arcsine"]["tau2"].as_f64().unwrap(), 1e-9);
    let [low, high] = arcsine_limits(theta, 10.0, found.tau2, two_sided_z(0.95));
    let (middle, wide) = (theta.sqrt().asin(), two_sided_z(0.95) * (1.0 / 40.0 + found.tau2).sqrt());
    near(low, (middle - wide).max(0.0).sin().powi(2), 1e-12);
    near(high, (middle + wide).sin().powi(2), 1e-12);
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
