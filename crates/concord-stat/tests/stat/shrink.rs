//! Partial pooling.

use concord_stat::beta_binomial::fit;
use concord_stat::shrink::{Grid, Posterior, Shrunk, Unit, shrink};
use concord_stat::special::beta::beta_quantile;

use crate::near;

/// Rat tumours `[x, n]` in 71 experiments: Tarone (1982), Biometrics 38:215–220, as in Gelman and others, Bayesian Data Analysis, third
/// edition, section 5.3.
const RATS: [[u64; 2]; 71] = [
    [0, 20],
    [0, 20],
    [0, 20],
    [0, 20],
    [0, 20],
    [0, 20],
    [0, 20],
    [0, 19],
    [0, 19],
    [0, 19],
    [0, 19],
    [0, 18],
    [0, 18],
    [0, 17],
    [1, 20],
    [1, 20],
    [1, 20],
    [1, 20],
    [1, 19],
    [1, 19],
    [1, 18],
    [1, 18],
    [2, 25],
    [2, 24],
    [2, 23],
    [2, 20],
    [2, 20],
    [2, 20],
    [2, 20],
    [2, 20],
    [2, 20],
    [1, 10],
    [5, 49],
    [2, 19],
    [5, 46],
    [3, 27],
    [2, 17],
    [7, 49],
    [7, 47],
    [3, 20],
    [3, 20],
    [2, 13],
    [9, 48],
    [10, 50],
    [4, 20],
    [4, 20],
    [4, 20],
    [4, 20],
    [4, 20],
    [4, 20],
    [4, 20],
    [10, 48],
    [4, 19],
    [4, 19],
    [4, 19],
    [5, 22],
    [11, 46],
    [12, 49],
    [5, 20],
    [5, 20],
    [6, 23],
    [5, 19],
    [6, 22],
    [6, 20],
    [6, 20],
    [6, 20],
    [16, 52],
    [15, 46],
    [15, 47],
    [9, 24],
    [4, 14],
];

/// Counts, plug-in posterior mean and interval at the maximum likelihood, mean on the book's grid (numpy).
const EXPECTED: [([u64; 2], f64, [f64; 2], f64); 39] = [
    ([0, 17], 0.06998999688867297, [0.011173737214062061, 0.1760838677004433], 0.06922817464729031),
    ([0, 18], 0.06795873553681331, [0.010834645600039489, 0.17119712473423054], 0.06723034992386898),
    ([0, 19], 0.06604205209654132, [0.010515532220674438, 0.16657362305962584], 0.06534739547109901),
    ([0, 20], 0.06423051794808017, [0.010214681733789496, 0.162192705005839], 0.06356947993171204),
    ([1, 10], 0.12630638079862877, [0.031276840943602086, 0.274013387340297], 0.1267730556050969),
    ([1, 18], 0.09698090216286154, [0.023610592614869048, 0.2138959908617623], 0.09683563150040679),
    ([1, 19], 0.09424568809906393, [0.022908806123653733, 0.20817918332382357], 0.09408175441969802),
    ([1, 20], 0.09166052793343041, [0.022247550018114726, 0.20275890316428047], 0.09148365907906938),
    ([2, 13], 0.14739111650025877, [0.04623059555738249, 0.29343512564544844], 0.1484579999151106),
    ([2, 17], 0.12976925369251177, [0.04033442812033507, 0.26066255249957954], 0.13029199080398543),
    ([2, 19], 0.12244932410158654, [0.03791692391740297, 0.24686122348647463], 0.12281611336829705),
    ([2, 20], 0.11909053791878063, [0.036813756817715176, 0.24049165426295666], 0.11939783822642677),
    ([2, 23], 0.11003569710756425, [0.03385869845778249, 0.2232052979805872], 0.11021682004989092),
    ([2, 24], 0.10731583970049711, [0.032976413458838436, 0.217980246874397], 0.10746802217772314),
    ([2, 25], 0.10472719754657865, [0.03213896551892353, 0.21299329461355074], 0.10485536374715126),
    ([3, 20], 0.14652054790413085, [0.05318497049737586, 0.27629599394313875], 0.14731201737378416),
    ([3, 27], 0.12291888433185467, [0.04413268768820767, 0.2342858756776731], 0.12327990425006385),
    ([4, 14], 0.208219303301737, [0.08621635364766894, 0.36635198931496005], 0.21085653161177986),
    ([4, 19], 0.17885659610663177, [0.07310187360130405, 0.3187387531175404], 0.18028483126549505),
    ([4, 20], 0.1739505578894811, [0.07094437750174469, 0.31064988573028873], 0.17522619652114152),
    ([5, 19], 0.20706023210915436, [0.09258076246137543, 0.3527224846158291], 0.20901919021409407),
    ([5, 20], 0.20138056787483133, [0.08982995125982035, 0.34384198468766564], 0.20314037566849888),
    ([5, 22], 0.19090738492527645, [0.08479215915939052, 0.32734500459399424], 0.19233995396644535),
    ([5, 46], 0.1175477984550234, [0.0507019815198964, 0.2074457788606532], 0.11782799275325354),
    ([5, 49], 0.11216034542263684, [0.04827700263398502, 0.1983454123791392], 0.1124133100247053),
    ([6, 20], 0.22881057786018155, [0.10966549644367782, 0.3760619203482655], 0.23105455481585627),
    ([6, 22], 0.21691084459389876, [0.1034774521274918, 0.3581503725247851], 0.21874897753788522),
    ([6, 23], 0.21141336566638522, [0.10063876648753506, 0.3498121263037837], 0.21308365529415005),
    ([7, 47], 0.14721307366741035, [0.07195211156463197, 0.2434498393002479], 0.1476232779997516),
    ([7, 49], 0.1427150253241803, [0.06964362100986932, 0.23637836351510175], 0.143092397936319),
    ([9, 24], 0.2803415245458305, [0.1549063219081574, 0.4263277007812119], 0.28289034286486364),
    ([9, 48], 0.1759578734758289, [0.09386853351650791, 0.277041239232888], 0.176482911003221),
    ([10, 48], 0.19147223154900248, [0.10583036779103863, 0.29520832922115625], 0.1920632348939569),
    ([10, 50], 0.1857098920238264, [0.10246007491219408, 0.28683536974351165], 0.18624883302424114),
    ([11, 46], 0.21361478205935977, [0.12206151157800668, 0.3225110223246658], 0.2143407991004289),
    ([12, 49], 0.21910172507803896, [0.12833765533143485, 0.3261004496774913], 0.21979011771535323),
    ([15, 46], 0.27765943779558405, [0.17474262135784888, 0.3940569133271362], 0.27868266999854585),
    ([15, 47], 0.2732838453472008, [0.17177802034637424, 0.3883183621453669], 0.2742539823821894),
    ([16, 52], 0.26793125431433557, [0.17066705063123158, 0.37803194473111834], 0.2687392327578016),
];

/// The grid of the book's section 5.3: u = ln(α/β) from −2.3 to −1.3 and v = ln(α + β) from 1 to 5, 401 points each.
const BOOK: Grid = Grid { range: Some([[-2.3, -1.3], [1.0, 5.0]]), points: [401, 401] };

fn units(counts: &[[u64; 2]]) -> Vec<Unit> {
    counts.iter().enumerate().map(|(i, &[x, n])| Unit { unit: i.to_string(), x, n }).collect()
}

fn shrunk(counts: &[[u64; 2]]) -> Shrunk {
    shrink(&units(counts), &Grid::default()).unwrap()
}

#[test]
fn the_likelihood_of_the_rats_has_its_published_maximum() {
    // VGAM 1.1-7 and scipy 1.12.
    let found = fit(&RATS).unwrap();
    let (alpha, beta) = (found.alpha.unwrap(), found.beta.unwrap());
    near(alpha, 2.34161482195538, 1e-5 * 2.34);
    near(beta, 14.1148064675038, 1e-5 * 14.1);
    near(found.log_likelihood.unwrap(), -156.568929883229, 1e-7);
    let [mu, rho] = found.mean_and_rho(0.0).unwrap();
    near(mu, 0.142291861685338, 1e-6);
    near(rho, 0.0572855102095774, 1e-6);
    for ([x, n], mean, [low, high], _) in EXPECTED {
        let (a, b) = (alpha + x as f64, beta + (n - x) as f64);
        near(a / (a + b), mean, 1e-5);
        near(beta_quantile(a, b, 0.025), low, 1e-5);
        near(beta_quantile(a, b, 0.975), high, 1e-5);
    }
}

#[test]
fn the_books_grid_gives_the_books_means() {
    let posterior = Posterior::new(&RATS, &BOOK).unwrap().unwrap();
    near(posterior.expectation(|alpha, _| alpha), 2.4025639104816685, 1e-6);
    near(posterior.expectation(|_, beta| beta), 14.319486449119351, 1e-6);
    near(posterior.mu_mean(), 0.14429664440461035, 1e-6);
    for ([x, n], _, _, mean) in EXPECTED {
        near(posterior.mean(x, n), mean, 1e-6);
    }
    // As printed: E(α) = 2.4, E(β) = 14.3.
    near(posterior.expectation(|alpha, _| alpha), 2.4, 0.05);
    near(posterior.expectation(|_, beta| beta), 14.3, 0.05);
}

/// A unit's counts `[x, n]`, mean, lower and upper end, prior weight, probability above 0.3.
type Told = ([u64; 2], f64, f64, f64, f64, f64);

/// Counts `[x, n]`, mean μ, mean ρ, and what is told of some units.
type Brute = (&'static [[u64; 2]], f64, f64, &'static [Told]);

/// Whether units are as they are told: means and weights to within `tolerance`, the rest to four digits.
fn near_rows(posterior: &Posterior, rows: &[Told], tolerance: f64) {
    for &([x, n], mean, low, high, weight, above) in rows {
        near(posterior.mean(x, n), mean, tolerance);
        near(posterior.prior_weight(n), weight, tolerance);
        let share = posterior.unit(x, n);
        near(share.below(0.025), low, 1e-4);
        near(share.above(0.025), high, 1e-4);
        near(posterior.exceeds(x, n, 0.3), above, 1e-4);
    }
}

/// From a rectangular grid of up to 1,201 × 201 points reaching to e^−18 of the peak, every point a beta distribution (numpy, scipy):
/// units that do not differ, few units, a rare finding, units far apart, one unit, and a usual mixture.
const BRUTE: [Brute; 7] = [
    (
        &RATS,
        0.14429730520175893,
        0.06266883403187425,
        &[
            ([0, 20], 0.06356957619409889, 0.006934890346354901, 0.16393819199028625, 0.4417160306215821, 0.00012195729049917761),
            ([9, 24], 0.28289051004151455, 0.15409528271874046, 0.43932243683805156, 0.39855189498652543, 0.3849542677201193),
            ([16, 52], 0.26873917635531275, 0.1700803944203132, 0.3825796077882284, 0.23767349195464277, 0.2734818013218289),
        ],
    ),
    (
        &[[2, 10], [3, 10], [2, 10], [3, 10], [2, 10], [3, 10], [2, 10], [3, 10], [2, 10], [3, 10]],
        0.25906691913405,
        0.016615930430261668,
        &[
            ([2, 10], 0.25122153697321614, 0.1339361582281417, 0.3785477639376466, 0.8821581952360658, 0.1934745555994234),
            ([3, 10], 0.2630057174496096, 0.1521706412800824, 0.40305522260678284, 0.8821581952360658, 0.24400189950474602),
            ([0, 3], 0.24696221494282455, 0.10960757487347939, 0.3838973104273456, 0.9549345542890587, 0.18991380387689868),
        ],
    ),
    (
        &[[1, 3], [4, 5], [0, 4]],
        0.4148472348251721,
        0.4755665371767785,
        &[
            ([1, 3], 0.3603047364511378, 0.029310280367214062, 0.8029315103875498, 0.3371072470707784, 0.5697405834033861),
            ([4, 5], 0.6984059248207445, 0.29602272555938686, 0.9785689469759103, 0.2630886871886025, 0.9736151646138042),
            ([0, 4], 0.12161030916771176, 6.581605233098548e-24, 0.5386657724449487, 0.29403398911411616, 0.15147346244290427),
        ],
    ),
    (
        &[[0, 5], [0, 3], [0, 8], [1, 4], [0, 2], [0, 1], [0, 6], [0, 3], [0, 9], [0, 4], [0, 5], [0, 2]],
        0.09846781787299513,
        0.6832255051833154,
        &[
            ([0, 5], 0.009183494187677173, 8.7565107636522e-27, 0.09725859759902465, 0.1645398253455883, 0.002019933764636066),
            ([1, 4], 0.2150044329106591, 0.007631726042379067, 0.6633736093545762, 0.18154112237457987, 0.2728802821964526),
            ([0, 0], 0.09846781787299513, 8.7565107636522e-27, 1.0, 1.0, 0.10238896018026376),
        ],
    ),
    (
        &[[1, 30], [29, 30], [3, 30], [25, 30], [2, 30], [30, 30], [14, 30], [28, 30]],
        0.5536548772021614,
        0.5717455619788461,
        &[
            ([1, 30], 0.047163249859683926, 0.0028686662723147135, 0.1452856531215378, 0.02641886162760156, 0.00010140251195858328),
            ([14, 30], 0.46904840982105656, 0.2986772517703488, 0.6431919703271255, 0.02641886162760156, 0.9740178800755647),
            ([2, 4], 0.5092977775187842, 0.12120686996662933, 0.889538037310548, 0.16503954422420253, 0.8186774090310875),
        ],
    ),
    (
        &[[2, 5]],
        0.4707985621906392,
        0.4760624120194475,
        &[([2, 5], 0.4150585952983489, 0.0886493725869, 0.7914606659799468, 0.32931756821029196, 0.6997754628593444)],
    ),
    (
        &[
            [2, 3],
            [2, 5],
            [3, 8],
            [1, 2],
            [12, 30],
            [2, 12],
            [6, 7],
            [3, 4],
            [2, 9],
            [23, 60],
            [3, 5],
            [2, 6],
            [0, 3],
            [1, 2],
            [5, 25],
            [2, 14],
            [2, 8],
            [1, 5],
            [2, 4],
            [6, 11],
        ],
        0.3717131125542191,
        0.05630002240590534,
        &[
            ([2, 3], 0.41182571119430506, 0.21697568136042897, 0.6960967803182733, 0.859366366252746, 0.8676495552657442),
            ([23, 60], 0.3765072679869369, 0.27859437743442717, 0.48594443006405696, 0.3727325723850578, 0.9358094433373785),
            ([12, 30], 0.3834505051029545, 0.26025923224490294, 0.5284518987466996, 0.49093036697792586, 0.9068151822160675),
        ],
    ),
];

#[test]
fn the_grid_found_from_the_counts_is_as_good_as_a_much_finer_and_wider_one() {
    for (counts, mu, rho, rows) in BRUTE {
        let posterior = Posterior::new(counts, &Grid::default()).unwrap().unwrap();
        let stated = posterior.stated();
        assert!(stated.edge_mass < 1e-4, "{stated:?}");
        near(posterior.mu_mean(), mu, 2e-5);
        near(posterior.rho_mean(), rho, 2e-5);
        near_rows(&posterior, rows, 2e-5);
    }
}

/// Units `[x, n]` with few cases that differ hardly more than chance has it, so that the posterior has a long tail towards no difference
/// at all: the first sixteen five times, the last two once.
const FEW: [[u64; 2]; 18] = [
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 3],
    [1, 3],
    [2, 2],
    [0, 2],
    [1, 4],
    [1, 1],
    [2, 4],
    [1, 2],
    [0, 2],
    [2, 3],
    [1, 3],
    [1, 4],
    [2, 4],
    [0, 4],
    [3, 4],
];

#[test]
fn many_units_with_few_cases_lose_nothing_to_the_grid() {
    let (often, once) = FEW.split_at(16);
    let counts = [often.repeat(5), once.to_vec()].concat();
    let posterior = Posterior::new(&counts, &Grid::default()).unwrap().unwrap();
    // From 2,401 × 1,601 points with v from −12 to 70 (numpy 2.4, scipy 1.17).
    near(posterior.mu_mean(), 0.3963662453190237, 1e-7);
    near(posterior.rho_mean(), 0.016819154896450198, 1e-7);
    let rows = [
        ([0, 1], 0.38967441883818815, 0.2376618346171799, 0.5323146991630147, 0.9831808442191855, 0.9154642267642996),
        ([1, 4], 0.3875762346065215, 0.2420221483425527, 0.5202337214196318, 0.9404937827400344, 0.9158011568377071),
        ([2, 2], 0.4157451079559473, 0.29150387941691785, 0.5985576561732043, 0.9678193426226607, 0.9678966300487911),
        ([3, 4], 0.41732934278881473, 0.29758682508724876, 0.5948918681113153, 0.9404937827400344, 0.9729997880018592),
    ];
    near_rows(&posterior, &rows, 1e-7);
}

#[test]
fn a_finer_grid_changes_nothing_that_is_printed() {
    let finer = Grid { range: None, points: [121, 181] };
    let (coarse, fine) = (shrunk(&RATS), shrink(&units(&RATS), &finer).unwrap());
    near(coarse.mu_mean.unwrap(), fine.mu_mean.unwrap(), 1e-8);
    near(coarse.rho_mean.unwrap(), fine.rho_mean.unwrap(), 1e-8);
    for (a, b) in coarse.rows.iter().zip(&fine.rows) {
        near(a.mean.unwrap(), b.mean.unwrap(), 1e-8);
        near(a.lower.unwrap(), b.lower.unwrap(), 1e-4);
        near(a.upper.unwrap(), b.upper.unwrap(), 1e-4);
    }
}

#[test]
fn shares_are_drawn_towards_the_others_and_more_so_the_smaller_the_unit() {
    let found = shrunk(&RATS);
    let mu = found.mu_mean.unwrap();
    for (row, [x, n]) in found.rows.iter().zip(RATS) {
        let (raw, mean) = (x as f64 / n as f64, row.mean.unwrap());
        assert!((raw - mu) * (mean - mu) >= -1e-3 && (mean - mu).abs() <= (raw - mu).abs() + 1e-3);
        assert!(row.lower.unwrap() < mean && mean < row.upper.unwrap());
    }
    let posterior = Posterior::new(&RATS, &Grid::default()).unwrap().unwrap();
    let weights: Vec<f64> = [0, 1, 10, 100, 10_000].map(|n| posterior.prior_weight(n)).to_vec();
    near(weights[0], 1.0, 1e-12);
    assert!(weights.is_sorted_by(|a, b| a > b));
    near(posterior.mean(0, 0), mu, 1e-12);
}

#[test]
fn what_a_unit_without_cases_gets_comes_from_the_others_and_no_more() {
    let found = shrunk(&[[9, 30], [28, 30], [12, 30], [1, 2], [0, 0]]);
    assert_eq!(found.rows[4].prior_weight, Some(1.0));
}

#[test]
fn exceeding_is_the_inverse_of_the_quantile() {
    let posterior = Posterior::new(&RATS, &Grid::default()).unwrap().unwrap();
    let share = posterior.unit(4, 14);
    near(share.exceeds(share.above(0.025)), 0.025, 1e-9);
    near(share.exceeds(share.below(0.3)), 0.7, 1e-9);
    near(share.exceeds(0.0), 1.0, 1e-9);
    assert_eq!(share.exceeds(1.0), 0.0);
}

#[test]
fn units_that_do_not_differ_are_pooled_and_said_to_be() {
    let found = shrunk(&[[2, 10], [3, 10], [2, 10], [3, 10], [2, 10], [3, 10], [2, 10], [3, 10], [2, 10], [3, 10]]);
    assert!(found.boundary && found.alpha_mle.is_none() && found.beta_mle.is_none() && found.why.is_some());
    assert!(found.rows.iter().all(|row| row.prior_weight.unwrap() > 0.8));
    // The log-likelihood is the binomial one at the pooled share.
    let binomial: f64 = [2, 3].map(|x| concord_stat::special::binomial::pmf(x, 10, 0.25).ln()).iter().sum();
    near(found.log_likelihood.unwrap(), 5.0 * binomial, 1e-9);
}

#[test]
fn what_the_counts_cannot_say_is_undefined() {
    for counts in [&[][..], &[[0, 0], [0, 0]], &[[0, 4], [0, 7], [0, 1]], &[[3, 3], [2, 2]], &[[0, 4], [5, 5]], &[[1, 1], [0, 1]]] {
        let found = shrunk(counts);
        assert!(found.mu_mean.is_none() && found.why.is_some() && found.alpha_mle.is_none());
        assert!(found.rows.iter().all(|row| row.mean.is_none() && row.lower.is_none()));
        assert!(!serde_json::to_string(&found).unwrap().contains("NaN"));
    }
    assert!(shrunk(&[[0, 4], [0, 7]]).boundary && !shrunk(&[[0, 4], [5, 5]]).boundary);
    assert!(shrink(&units(&[[5, 4]]), &Grid::default()).is_err());
    assert!(shrink(&units(&[[1, 4]]), &Grid { range: Some([[1.0, f64::NAN], [0.0, 1.0]]), points: [41, 61] }).is_err());
    assert!(shrink(&units(&[[1, 4]]), &Grid { range: None, points: [1, 61] }).is_err());
}

#[test]
fn large_units_keep_their_own_share() {
    let found = shrunk(&[[300_000, 1_000_000], [1, 4], [70_000, 100_000], [0, 2], [450, 1_000]]);
    near(found.rows[0].mean.unwrap(), 0.3, 1e-5);
    near(found.rows[0].upper.unwrap() - found.rows[0].lower.unwrap(), 2.0 * 1.959964 * (0.21_f64 / 1e6).sqrt(), 1e-5);
    assert!(found.rows.iter().all(|row| row.lower < row.mean && row.mean < row.upper));
}
