//! Special functions against values computed with 40 digits (mpmath 1.3: log-gamma, continued fractions and series of its own
//! arithmetic, roots by the secant method), printed as the nearest double.

use concord_stat::special::beta::{Beta, beta_cdf, beta_quantile};
use concord_stat::special::beta_binomial::BetaBinomial;
use concord_stat::special::gamma::{chi_square_quantile, gamma_tails, ln_choose};
use concord_stat::special::rising::{harmonic, ln_rising};
use concord_stat::special::{binomial, normal};

use crate::near;

const BETA_CDF: [(f64, f64, f64, f64); 9] = [
    (0.5, 0.5, 0.3, 0.36901011956554536),
    (1.0, 1.0, 0.25, 0.25),
    (2.5, 7.25, 0.1, 0.10841578583098449),
    (0.01, 3.0, 1e-20, 0.6404532525146202),
    (30.0, 12.0, 0.9, 0.9995102769102149),
    (5.0, 40.0, 0.001, 1.0512813946921559e-09),
    (200.0, 300.0, 0.35, 0.01034177025468759),
    (1500.5, 8500.5, 0.16, 0.9970043843777495),
    (100000.0, 200000.0, 0.3345, 0.9123207610860883),
];

const BETA_QUANTILE: [(f64, f64, f64, f64); 9] = [
    (0.5, 0.5, 0.025, 0.001541333133436012),
    (3.0, 18.0, 0.001, 0.009987580998389594),
    (15.0, 134.0, 0.025, 0.05784401008344856),
    (81.0, 183.0, 0.025, 0.25273674558527115),
    (0.05, 4.0, 0.1, 1.6525896109442812e-21),
    (20.5, 0.5, 0.001, 0.7654789501577415),
    (4000.0, 6001.0, 0.025, 0.39037846558308625),
    (1.0, 1000000.0, 0.025, 2.5317807663794178e-08),
    (2.0, 1.5, 0.9, 0.8769007443895808),
];

const GAMMA_TAILS: [(f64, f64, f64, f64); 7] = [
    (0.5, 0.2, 0.4729107431344619, 0.5270892568655381),
    (0.5, 12.0, 0.9999990366429914, 9.633570086430946e-07),
    (3.0, 0.01, 1.654216528074877e-07, 0.9999998345783472),
    (10.0, 10.0, 0.5420702855281478, 0.4579297144718522),
    (10.0, 40.0, 0.9999999960740678, 3.925932226286188e-09),
    (1000.0, 950.0, 0.05505468623073803, 0.9449453137692619),
    (123456.5, 124000.0, 0.9388890294579686, 0.06111097054203138),
];

const CHI_SQUARE_QUANTILE: [(f64, f64, f64); 7] = [
    (1.0, 0.95, 3.8414588206941245),
    (2.0, 0.025, 0.05063561596857975),
    (3.0, 0.5, 2.365973884375338),
    (18.0, 0.001, 4.90484880872755),
    (20.0, 0.999, 45.31474661812586),
    (1790.0, 0.975, 1909.1533835619052),
    (0.1, 0.3, 4.0757943774653285e-11),
];

const NORMAL_CDF: [(f64, f64); 8] = [
    (-8.0, 6.220960574271784e-16),
    (-3.0, 0.0013498980316300946),
    (-1.0, 0.15865525393145705),
    (-0.25, 0.4012936743170763),
    (0.0, 0.5),
    (0.5, 0.6914624612740131),
    (2.5, 0.9937903346742238),
    (6.0, 0.9999999990134123),
];

const NORMAL_QUANTILE: [(f64, f64); 8] = [
    (1e-300, -37.0470962993612),
    (1e-10, -6.361340902404057),
    (0.001, -3.0902323061678136),
    (0.025, -1.9599639845400543),
    (0.3, -0.5244005127080408),
    (0.5, 0.0),
    (0.975, 1.9599639845400538),
    (0.999, 3.090232306167813),
];

const T_QUANTILE: [(f64, f64, f64); 5] = [
    (1.0, 0.025, -12.706204736174705),
    (2.0, 0.001, -22.327124770119877),
    (5.0, 0.975, 2.5705818356363146),
    (133.0, 0.975, 1.977961264167726),
    (1000000.0, 0.025, -1.959966356814107),
];

const BINOMIAL: [(u64, u64, f64, [f64; 3]); 6] = [
    (3, 10, 0.3, [0.266827932, 0.6496107184000001, 0.6172172135999999]),
    (0, 10, 0.3, [0.028247524900000005, 0.028247524900000005, 1.0]),
    (10, 10, 0.3, [5.9048999999999975e-06, 1.0, 5.9048999999999975e-06]),
    (1, 1000000, 1e-06, [0.3678796251112702, 0.7357588823429153, 0.6321207427683548]),
    (500000, 1000000, 0.5, [0.0007978843613317501, 0.5003989421806658, 0.5003989421806658]),
    (300, 400, 0.1, [5.9546799366525e-209, 1.0, 6.182795589772423e-209]),
];

const BETA_BINOMIAL: [(u64, u64, f64, f64, [f64; 3]); 8] = [
    (3, 10, 0.3, 0.1, [0.18033055757752994, 0.629177474823903, 0.551153082753627]),
    (0, 10, 0.3, 0.1, [0.0931330535870547, 0.0931330535870547, 1.0]),
    (10, 10, 0.3, 0.1, [0.0009186368427532168, 1.0, 0.0009186368427532168]),
    (2, 5, 0.5, 0.9, [0.021205357142857137, 0.5, 0.5212053571428571]),
    (7, 60, 0.14, 0.057, [0.0736847404007229, 0.5070097626682525, 0.5666749777324704]),
    (40, 60, 0.14, 0.057, [1.4882368135820536e-05, 0.9999775571832299, 3.7325184905899775e-05]),
    (90, 100, 0.2, 1e-06, [2.3360089947230037e-51, 1.0, 2.4018185716707374e-51]),
    (5000, 20000, 0.3, 0.01, [0.0002566823511351005, 0.1378528969708455, 0.8624037853802896]),
];

const LN_CHOOSE: [(u64, u64, f64); 5] = [
    (6, 2, 2.70805020110221),
    (52, 5, 14.77062192297037),
    (1000, 1, 6.907755278982137),
    (1000000, 500000, 693140.0470130637),
    (1000000, 3, 39.654769204662266),
];

const RISING: [(f64, u64, f64, f64); 8] = [
    (0.3, 1, -1.2039728043259361, 3.3333333333333335),
    (1e-09, 5, -17.545212004515133, 1000000002.0833333),
    (2.5, 12, 23.578082971216165, 1.9361130847037429),
    (2.5, 13, 26.252231620642693, 2.0050786019451223),
    (15.9, 40, 140.30040272036214, 1.2800500987222234),
    (100000000.0, 1000, 18420.685738935725, 9.999950050332831e-06),
    (1000000000000000.0, 200, 6907.755278982157, 1.999999999999801e-13),
    (1e+25, 7, 402.95239127395797, 6.9999999999999995e-25),
];

/// What a double argument can carry: half a unit in its last place, times how steep the function is there.
const CLOSE: f64 = 1e-12;

#[test]
fn beta_tails_and_quantiles() {
    for (a, b, x, p) in BETA_CDF {
        near(beta_cdf(a, b, x), p, CLOSE * p);
    }
    for (a, b, p, x) in BETA_QUANTILE {
        near(beta_quantile(a, b, p), x, CLOSE * x);
    }
}

#[test]
fn gamma_tails_and_chi_square_quantiles() {
    for (a, x, lower, upper) in GAMMA_TAILS {
        let [l, u] = gamma_tails(a, x);
        near(l, lower, CLOSE * lower);
        near(u, upper, CLOSE * upper.max(1e-4));
    }
    for (df, p, x) in CHI_SQUARE_QUANTILE {
        near(chi_square_quantile(df, p), x, CLOSE * x);
    }
}

#[test]
fn normal_and_t() {
    for (z, p) in NORMAL_CDF {
        near(normal::cdf(z), p, CLOSE * p);
    }
    for (p, z) in NORMAL_QUANTILE {
        near(normal::quantile(p), z, CLOSE * z.abs());
    }
    for (df, p, t) in T_QUANTILE {
        near(normal::t_quantile(df, p), t, CLOSE * t.abs());
    }
}

#[test]
fn binomial_and_beta_binomial() {
    for (x, n, theta, [at, low, high]) in BINOMIAL {
        near(binomial::pmf(x, n, theta), at, CLOSE * at);
        near(binomial::lower_tail(x, n, theta), low, CLOSE * low);
        near(binomial::upper_tail(x, n, theta), high, CLOSE * high);
    }
    for (x, n, mean, rho, [at, low, high]) in BETA_BINOMIAL {
        let counts = BetaBinomial { mean, rho };
        // The shapes come from 1 / rho, which costs a digit or two where rho is small.
        let close = CLOSE.max(1e-17 / rho * n as f64);
        near(counts.pmf(x, n), at, close * at);
        near(counts.lower_tail(x, n), low, close * low);
        near(counts.upper_tail(x, n), high, close * high);
    }
}

#[test]
fn logarithms_of_combinations() {
    for (n, k, value) in LN_CHOOSE {
        near(ln_choose(n, k), value, CLOSE * value);
    }
    assert_eq!((ln_choose(4, 0), ln_choose(4, 4), ln_choose(4, 5)), (0.0, 0.0, f64::NEG_INFINITY));
    for (x, k, ln, sum) in RISING {
        near(ln_rising(x, k), ln, CLOSE * ln.abs());
        near(harmonic(x, k), sum, CLOSE * sum);
    }
}

#[test]
fn tails_share_one_distribution() {
    for n in [0, 1, 2, 7, 40] {
        for theta in [0.0, 1e-9, 0.2, 0.5, 0.93, 1.0] {
            for rho in [0.0, 1e-6, 0.1, 0.8] {
                one_distribution(BetaBinomial { mean: theta, rho }, n);
            }
        }
    }
}

fn one_distribution(counts: BetaBinomial, n: u64) {
    let total: f64 = (0..=n).map(|x| counts.pmf(x, n)).sum();
    near(total, 1.0, 1e-12);
    for x in 0..=n {
        near(counts.lower_tail(x, n) + counts.upper_tail(x, n) - counts.pmf(x, n), 1.0, 1e-12);
        near(counts.upper_tail(x, n), counts.mirrored().lower_tail(n - x, n), 1e-15);
    }
    assert_eq!((counts.upper_tail(n + 1, n), counts.pmf(n + 1, n)), (0.0, 0.0));
}

#[test]
fn a_mean_of_one_case_is_the_share() {
    for rho in [0.0, 1e-12, 0.3, 0.999] {
        near(BetaBinomial { mean: 0.3, rho }.pmf(1, 1), 0.3, 1e-14);
    }
}

#[test]
fn quantiles_invert_distribution_functions() {
    for a in [0.02, 0.5, 1.0, 7.0, 900.0] {
        for b in [0.02, 0.5, 3.0, 250.0, 40_000.0] {
            for p in [1e-6, 0.025, 0.4, 0.5] {
                let beta = Beta::new(a, b);
                let [x, y] = beta.quantile_of(p, 1.0 - p);
                if x > 1e-290 && y > 1e-290 {
                    near(beta.at(x, y).lower, p, 1e-11 * p);
                }
            }
        }
    }
}
