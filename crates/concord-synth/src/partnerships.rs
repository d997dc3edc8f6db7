//! The partnerships: how many children they serve, how deprived the area is, and what means they have.
//!
//! Sizes follow the published quartiles of children in need; what the units have for means is published nowhere, so that bands,
//! posts and their tie to size are assumptions, as are deprivation, practice models and vocabularies.

use concord_model::dataset::TableData;
use concord_model::dictionary::Kind;

use crate::World;
use crate::draw::Draw;
use crate::local_codes::{self, Codebooks};
use crate::marginals::places;
use crate::names::Names;
use crate::periods::{COUNT, PERIODS};
use crate::practice::THEMES;
use crate::rows::Rows;
use crate::shares::{Cell, Choice, Coded, Shares};
use crate::solve::logistic;

/// How many partnerships.
pub(crate) const PARTNERSHIPS: usize = places::PARTNERSHIPS.value as usize;

/// Authorities by region, of 153.
const REGIONS: Shares = &[
    ("north_east", 12.0 / 153.0),
    ("north_west", 24.0 / 153.0),
    ("yorkshire_humber", 15.0 / 153.0),
    ("east_midlands", 10.0 / 153.0),
    ("west_midlands", 14.0 / 153.0),
    ("east_england", 11.0 / 153.0),
    ("london", 33.0 / 153.0),
    ("south_east", 19.0 / 153.0),
    ("south_west", 15.0 / 153.0),
];

const PRACTICE_MODELS: Shares = &[
    ("signs_of_safety", 0.38),
    ("restorative", 0.15),
    ("systemic", 0.14),
    ("family_safeguarding", 0.10),
    ("strengthening_families", 0.07),
    ("other", 0.08),
    ("none", 0.05),
    ("not_recorded", 0.03),
];

/// Ofsted, 153 authorities at 2026-06-29: 46, 63, 29, 13, two without a grade.
const OVERALL: Shares = &[
    ("outstanding", 46.0 / 153.0),
    ("good", 63.0 / 153.0),
    ("requires_improvement", 29.0 / 153.0),
    ("inadequate", 13.0 / 153.0),
    ("not_recorded", 2.0 / 153.0),
];

/// As before: 55, 58, 31, 9 of 153.
const LEADERS: Shares =
    &[("outstanding", 55.0 / 153.0), ("good", 58.0 / 153.0), ("requires_improvement", 31.0 / 153.0), ("inadequate", 9.0 / 153.0)];

/// As before: 28, 72, 44, 9 of 153.
const HELP_PROTECTION: Shares =
    &[("outstanding", 28.0 / 153.0), ("good", 72.0 / 153.0), ("requires_improvement", 44.0 / 153.0), ("inadequate", 9.0 / 153.0)];

/// Bands of means, least first: code, share of partnerships, least and most posts.
const BANDS: [(&str, f64, f64, f64); 4] =
    [("part_time", 0.25, 0.3, 0.8), ("small", 0.35, 0.9, 2.0), ("medium", 0.28, 2.0, 5.0), ("large", 0.12, 5.0, 12.0)];

/// Where a standard normal index passes from one band to the next: the normal quantiles of the cumulated shares.
const BAND_ENDS: [f64; 3] = [-0.6745, 0.2533, 1.1750];

/// Mean and standard deviation of the logarithm of posts over the bands.
const LOG_POSTS: (f64, f64) = (0.55, 0.86);

/// How much of the index of means goes with the size of the area.
const SIZE_IN_MEANS: f64 = 0.45;

/// The shape of the yearly multiplier of a partnership's share: counts are then negative binomial with this dispersion.
const DISPERSION: u32 = 4;

/// The spread between partnerships, in logits, of how readily a full review is decided on.
const DECISION_SPREAD: f64 = 0.5;

/// The share of partnerships that declare what their reviews set out to look at.
const DECLARES: f64 = 0.10;

/// One partnership.
pub(crate) struct Partnership {
    /// Means on a standard scale: 0 is the middling partnership.
    pub(crate) means: f64,
    /// The weight of its share of incidents, by period.
    pub(crate) weights: [f64; COUNT],
    /// Its share of all incidents, over the periods.
    pub(crate) share: f64,
    /// Its vocabulary, by its place in [`VOCABULARIES`](crate::local_codes::VOCABULARIES).
    pub(crate) vocabulary: usize,
    /// Whether that vocabulary has the codes of what the Panel counted.
    pub(crate) has_marks: bool,
    /// Whether its reviews declare what they set out to look at.
    pub(crate) declares: bool,
    /// How readily it decides on a full review, in logits from the middling partnership.
    pub(crate) readiness: f64,
    /// How its true themes differ from the nation's, in logits.
    pub(crate) leaning: [f64; THEMES],
    place: Place,
}

/// What stands in its row of the group table alone.
struct Place {
    region: Cell<u8>,
    authorities: i32,
    population: i32,
    in_need: i32,
    idaci: f64,
    practice_model: Cell<u8>,
    grades: [Cell<u8>; 3],
    band: u8,
    posts: f64,
}

/// The group table of one dictionary.
pub(crate) struct PartnershipTable {
    pub(crate) table: usize,
    region: Coded,
    la_count: usize,
    population: usize,
    in_need: usize,
    idaci: usize,
    practice_model: Coded,
    grades: [Coded; 3],
    band: usize,
    bands: [u8; 4],
    posts: usize,
}

impl PartnershipTable {
    pub(crate) fn new(names: &mut Names) -> PartnershipTable {
        let table = names.table("partnerships");
        let band = names.codes("capacity_band");
        PartnershipTable {
            table,
            region: names.coded("region", REGIONS),
            la_count: names.column("la_count", Kind::Integer),
            population: names.column("under_18_population", Kind::Integer),
            in_need: names.column("children_in_need", Kind::Integer),
            idaci: names.column("idaci", Kind::Decimal),
            practice_model: names.coded("practice_model", PRACTICE_MODELS),
            grades: [
                names.coded("ilacs_overall", OVERALL),
                names.coded("ilacs_leaders", LEADERS),
                names.coded("ilacs_help_protection", HELP_PROTECTION),
            ],
            band,
            bands: BANDS.map(|(code, ..)| names.code(band, code)),
            posts: names.column("capacity_fte", Kind::Decimal),
        }
    }

    /// All partnerships of a seed.
    pub(crate) fn draw(&self, codebooks: &Codebooks, world: &World, draw: &mut Draw) -> Vec<Partnership> {
        let mut partnerships: Vec<Partnership> = (0..PARTNERSHIPS).map(|_| self.one(codebooks, world, draw)).collect();
        share_out(&mut partnerships);
        partnerships
    }

    fn one(&self, codebooks: &Codebooks, world: &World, draw: &mut Draw) -> Partnership {
        let place = self.place(draw);
        let base = f64::from(place.in_need) * place.idaci;
        let weights = std::array::from_fn(|_| base * draw.gamma(DISPERSION));
        let vocabulary = local_codes::draw_vocabulary(draw);
        Partnership {
            means: (libm::log(place.posts) - LOG_POSTS.0) / LOG_POSTS.1,
            weights,
            share: 0.0,
            vocabulary,
            has_marks: codebooks.marks(vocabulary),
            declares: draw.chance(DECLARES),
            readiness: DECISION_SPREAD * draw.normal(),
            leaning: leaning(world, draw),
            place,
        }
    }

    fn place(&self, draw: &mut Draw) -> Place {
        let authorities = 1 + draw.place(&[0.88, 0.96, 0.99, 1.0]) as i32;
        let in_need: i32 = (0..authorities).map(|_| children_in_need(draw)).sum();
        let idaci = logistic(-1.65 + 0.4 * draw.normal());
        let (band, posts) = means(f64::from(in_need), draw);
        Place {
            region: self.region.choice.draw(draw),
            authorities,
            population: population(in_need, idaci, draw),
            in_need,
            idaci: hundredths(idaci),
            practice_model: self.practice_model.choice.draw(draw),
            grades: self.grades(draw),
            band: self.bands[band],
            posts,
        }
    }

    /// The judgements of one inspection, which mostly agree.
    fn grades(&self, draw: &mut Draw) -> [Cell<u8>; 3] {
        let overall = self.grades[0].choice.draw(draw);
        let part = |choice: &Choice, draw: &mut Draw| if draw.chance(0.6) || overall.is_err() { overall } else { choice.draw(draw) };
        [overall, part(&self.grades[1].choice, draw), part(&self.grades[2].choice, draw)]
    }

    /// The group table.
    pub(crate) fn write(&self, partnerships: &[Partnership], names: &[String], mut rows: Rows) -> TableData {
        for (name, partnership) in names.iter().zip(partnerships) {
            let place = &partnership.place;
            rows.begin(format_args!("{name}"));
            rows.code(self.region.column, place.region);
            rows.integer(self.la_count, Ok(place.authorities));
            rows.integer(self.population, Ok(place.population));
            rows.integer(self.in_need, Ok(place.in_need));
            rows.decimal(self.idaci, Ok(place.idaci));
            rows.code(self.practice_model.column, place.practice_model);
            for (grade, cell) in self.grades.iter().zip(place.grades) {
                rows.code(grade.column, cell);
            }
            rows.code(self.band, Ok(place.band));
            rows.decimal(self.posts, Ok(place.posts));
        }
        rows.finish(0)
    }
}

/// Children in need of one authority: lognormal through the published quartiles, each side with its own spread, with a few far
/// larger, within the published ends.
fn children_in_need(draw: &mut Draw) -> i32 {
    const QUARTILE_OF_NORMAL: f64 = 0.6745;
    let index = draw.normal();
    let quartile = if index < 0.0 { places::IN_NEED_QUARTER } else { places::IN_NEED_THREE_QUARTERS };
    let spread = libm::log(quartile.value / places::IN_NEED_MEDIAN.value).abs() / QUARTILE_OF_NORMAL;
    let large = if draw.chance(0.04) { 2.5 } else { 1.0 };
    let children = large * places::IN_NEED_MEDIAN.value * libm::exp(spread * index);
    children.clamp(places::IN_NEED_LEAST.value, places::IN_NEED_MOST.value) as i32
}

/// The band and the posts of a business unit: larger areas have more, but far from always.
fn means(in_need: f64, draw: &mut Draw) -> (usize, f64) {
    let size = libm::log(in_need / places::IN_NEED_MEDIAN.value) / 0.45;
    let index = SIZE_IN_MEANS * size.clamp(-3.0, 3.0) + (1.0 - SIZE_IN_MEANS * SIZE_IN_MEANS).sqrt() * draw.normal();
    let band = BAND_ENDS.iter().filter(|&&end| index >= end).count();
    let (_, _, least, most) = BANDS[band];
    (band, hundredths(least + (most - least) * draw.unit()))
}

/// How the true themes of a partnership differ from the nation's, in logits.
fn leaning(world: &World, draw: &mut Draw) -> [f64; THEMES] {
    let differs = world.differing > 0.0 && draw.chance(world.differing);
    let difference = if differs { libm::log(World::DIFFERENCE) } else { 0.0 };
    let one = |draw: &mut Draw| {
        let spread = world.partnership_sd * draw.normal();
        if differs && draw.chance(0.5) { spread - difference } else { spread + difference }
    };
    std::array::from_fn(|_| one(draw))
}

/// Children under 18: about 333 in need for 10,000, more where deprivation is higher.
fn population(in_need: i32, idaci: f64, draw: &mut Draw) -> i32 {
    let rate = 0.0333 * libm::exp(0.6 * libm::log(idaci / 0.17) + 0.15 * draw.normal());
    (f64::from(in_need) / rate) as i32
}

fn hundredths(value: f64) -> f64 {
    libm::round(value * 100.0) / 100.0
}

/// Gives each partnership its share of all incidents, over the periods.
fn share_out(partnerships: &mut [Partnership]) {
    let total: f64 = PERIODS.iter().map(|period| period.incidents.value).sum();
    for (place, period) in PERIODS.iter().enumerate() {
        let sum: f64 = partnerships.iter().map(|one| one.weights[place]).sum();
        partnerships.iter_mut().for_each(|one| one.share += period.incidents.value / total * one.weights[place] / sum);
    }
}

/// The partnerships' ids, `P001` onward.
pub(crate) fn ids() -> Vec<String> {
    (1..=PARTNERSHIPS).map(|number| format!("P{number:03}")).collect()
}
