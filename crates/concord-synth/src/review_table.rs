//! The rows of the reviews' table. All shares here are assumptions.

use concord_model::dictionary::Kind as FieldKind;
use concord_model::missing::Missing;

use crate::ages::stage;
use crate::dates::{self, SENT};
use crate::draw::Draw;
use crate::harm::Nature;
use crate::incident::Incident;
use crate::names::Names;
use crate::partnerships::PARTNERSHIPS;
use crate::periods::{PANDEMIC, day};
use crate::practice::{THEMES, ThemeBits};
use crate::reviews::{Kind, Review};
use crate::rows::Rows;
use crate::shares::{Cell, Chances, Choice, Coded, Members, Shares};

/// By how long the review takes: days, weeks.
const METHODOLOGIES: [Shares; 2] = [
    &[("not_stated", 0.45), ("chronology", 0.25), ("systems_hybrid", 0.14), ("bespoke", 0.10), ("thematic", 0.04), ("not_recorded", 0.02)],
    &[
        ("systems_hybrid", 0.33),
        ("learning_together", 0.17),
        ("SILP", 0.14),
        ("bespoke", 0.09),
        ("thematic", 0.07),
        ("root_cause", 0.05),
        ("chronology", 0.05),
        ("appreciative", 0.04),
        ("seips", 0.02),
        ("not_stated", 0.04),
    ],
];

const INDEPENDENCE: [Shares; 2] = [
    &[("internal", 0.55), ("independent_of_case", 0.29), ("none", 0.12), ("not_recorded", 0.04)],
    &[("independent", 0.76), ("independent_of_case", 0.17), ("internal", 0.05), ("not_recorded", 0.02)],
];

/// From here on: days and hasty, days and thorough, weeks and hasty, weeks and thorough.
const FAMILIES: [Shares; 4] = [
    &[("not_invited", 0.80), ("contributed", 0.05), ("declined", 0.05), ("barred_by_proceedings", 0.06), ("not_recorded", 0.04)],
    &[("not_invited", 0.60), ("contributed", 0.18), ("declined", 0.12), ("barred_by_proceedings", 0.07), ("not_recorded", 0.03)],
    &[("contributed", 0.40), ("declined", 0.22), ("not_invited", 0.20), ("barred_by_proceedings", 0.12), ("not_recorded", 0.06)],
    &[("contributed", 0.52), ("shaped", 0.20), ("declined", 0.17), ("barred_by_proceedings", 0.07), ("not_invited", 0.04)],
];

const PRACTITIONERS: [Shares; 4] = [
    &[("written_only", 0.55), ("none", 0.30), ("event_only", 0.10), ("not_recorded", 0.05)],
    &[("written_only", 0.35), ("event_only", 0.35), ("conversations_and_event", 0.20), ("none", 0.10)],
    &[("event_only", 0.50), ("written_only", 0.25), ("conversations_and_event", 0.18), ("none", 0.05), ("not_recorded", 0.02)],
    &[("conversations_and_event", 0.66), ("event_only", 0.28), ("written_only", 0.06)],
];

const WHY: [Shares; 4] = [
    &[("what_only", 0.38), ("cause_asserted", 0.36), ("individual_rationale", 0.18), ("local_system", 0.06), ("not_recorded", 0.02)],
    &[("what_only", 0.10), ("cause_asserted", 0.25), ("individual_rationale", 0.35), ("local_system", 0.27), ("whole_system", 0.03)],
    &[("what_only", 0.08), ("cause_asserted", 0.30), ("individual_rationale", 0.37), ("local_system", 0.22), ("whole_system", 0.03)],
    &[("cause_asserted", 0.06), ("individual_rationale", 0.24), ("local_system", 0.50), ("whole_system", 0.20)],
];

const EQUALITY: [Shares; 4] = [
    &[("silent", 0.52), ("named_only", 0.32), ("considered", 0.12), ("analysed", 0.01), ("not_recorded", 0.03)],
    &[("silent", 0.25), ("named_only", 0.38), ("considered", 0.29), ("analysed", 0.08)],
    &[("silent", 0.32), ("named_only", 0.40), ("considered", 0.23), ("analysed", 0.05)],
    &[("silent", 0.10), ("named_only", 0.28), ("considered", 0.42), ("analysed", 0.20)],
];

const NO_FULL_REVIEW: Shares = &[("no", 0.93), ("deferred", 0.04), ("not_recorded", 0.03)];
const PANEL_VIEWS: Shares = &[("agree", 0.76), ("disagree", 0.12), ("no_view", 0.09), ("not_recorded", 0.03)];
const CODINGS: Shares = &[("primary", 0.97), ("not_recorded", 0.03)];

/// Agencies that take part, by stage.
const AGENCIES: [Chances; 3] = [
    &[
        ("la_csc", 0.98),
        ("police", 0.92),
        ("health_visiting", 0.90),
        ("gp", 0.80),
        ("midwifery", 0.60),
        ("acute", 0.75),
        ("icb", 0.70),
        ("early_help", 0.35),
        ("adult_mh", 0.30),
        ("housing", 0.25),
        ("probation", 0.15),
        ("vcs", 0.15),
        ("cafcass", 0.05),
        ("other", 0.10),
    ],
    &[
        ("la_csc", 0.98),
        ("police", 0.92),
        ("school", 0.75),
        ("gp", 0.75),
        ("acute", 0.60),
        ("icb", 0.70),
        ("health_visiting", 0.40),
        ("early_help", 0.40),
        ("adult_mh", 0.30),
        ("housing", 0.30),
        ("probation", 0.18),
        ("vcs", 0.20),
        ("camhs", 0.10),
        ("cafcass", 0.10),
        ("other", 0.10),
    ],
    &[
        ("la_csc", 0.98),
        ("police", 0.95),
        ("school", 0.90),
        ("camhs", 0.60),
        ("gp", 0.65),
        ("icb", 0.65),
        ("acute", 0.40),
        ("yjs", 0.45),
        ("early_help", 0.40),
        ("housing", 0.25),
        ("probation", 0.15),
        ("vcs", 0.30),
        ("adult_mh", 0.15),
        ("cafcass", 0.07),
        ("other", 0.12),
    ],
];

/// Reviewer days: mean and slope over depth of their logarithm, and the spread besides, for reviews of days and of weeks.
const REVIEWER_DAYS: [(f64, f64); 2] = [(1.6, 0.5), (3.4, 0.45)];
const REVIEWER_SPREAD: f64 = 0.2;

const DAYS_MISSING: f64 = 0.10;
const AGENCIES_MISSING: f64 = 0.03;
const CODEBOOK_MISSING: f64 = 0.02;
const CODER_MISSING: f64 = 0.05;
const AWAY_FROM_HOME: f64 = 0.04;
const DISPENSED: f64 = 0.5;
/// Of partnerships that declare what they set out to look at, the share of reviews in which they do.
const DECLARED: f64 = 0.8;
/// Coders a partnership, and coders of second codings.
const CODERS: usize = 2;
const SECOND_CODERS: usize = 5;

/// Everything that a review's row needs besides the review.
pub(crate) struct Context<'a> {
    pub(crate) incident: &'a Incident,
    /// The partnerships' ids.
    pub(crate) ids: &'a [String],
    pub(crate) declares: bool,
    /// The codebook's code.
    pub(crate) codebook: u8,
    pub(crate) second: bool,
}

/// The reviews' table of one dictionary.
pub(crate) struct ReviewTable {
    pub(crate) table: usize,
    review_type: usize,
    types: [u8; 4],
    parent: usize,
    nature: usize,
    natures: [u8; 4],
    dates: [usize; 8],
    decision: Coded,
    yes: u8,
    view: Coded,
    methodology: usize,
    methodologies: Vec<Choice>,
    independence: usize,
    independences: Vec<Choice>,
    days: usize,
    agencies: usize,
    agency_sets: Vec<Members>,
    /// Columns whose shares go by length and thoroughness.
    by_work: Vec<(usize, Vec<Choice>)>,
    immediate_action: usize,
    examined: usize,
    themes: [u8; THEMES],
    codebook: usize,
    coded_by: usize,
    coders: Vec<String>,
    coding: Coded,
    second: u8,
    home: usize,
    dispensation: usize,
    support: usize,
}

impl ReviewTable {
    pub(crate) fn new(names: &mut Names, ids: &[String]) -> ReviewTable {
        let table = names.table("reviews");
        let (review_type, nature) = (names.codes("review_type"), names.codes("notification_nature"));
        let (methodology, independence) = (names.codes("methodology"), names.codes("reviewer_independence"));
        let agencies = names.column("agencies", FieldKind::CodeSet);
        let examined = names.column("themes_examined", FieldKind::CodeSet);
        let decision = names.coded("lcspr_decision", NO_FULL_REVIEW);
        let coding = names.coded("coding", CODINGS);
        let dates = ["incident_date", "aware_date", "notified_date", "submitted_date", "panel_response_date"];
        let reports = ["lcspr_decision_date", "sent_to_panel_date", "published_date"];
        let works = [
            ("family_engagement", FAMILIES),
            ("practitioner_engagement", PRACTITIONERS),
            ("why_depth", WHY),
            ("equality_analysis", EQUALITY),
        ];
        ReviewTable {
            table,
            review_type,
            types: ["rapid_review", "lcspr", "national", "other_local"].map(|code| names.code(review_type, code)),
            parent: names.column("parent_review_id", FieldKind::Id),
            nature,
            natures: ["death", "serious_harm", "other", "looked_after_death_no_abuse"].map(|code| names.code(nature, code)),
            dates: std::array::from_fn(|place| names.column(dates.iter().chain(&reports).nth(place).unwrap_or(&""), FieldKind::Date)),
            yes: names.code(decision.column, "yes"),
            decision,
            view: names.coded("panel_view", PANEL_VIEWS),
            methodologies: METHODOLOGIES.iter().map(|shares| names.choice(methodology, shares)).collect(),
            methodology,
            independences: INDEPENDENCE.iter().map(|shares| names.choice(independence, shares)).collect(),
            independence,
            days: names.column("reviewer_days", FieldKind::Decimal),
            agency_sets: AGENCIES.iter().map(|chances| names.members(agencies, chances)).collect(),
            agencies,
            by_work: works.iter().map(|(field, tables)| by_work(names, field, tables)).collect(),
            immediate_action: names.column("immediate_action", FieldKind::Tri),
            themes: crate::practice::theme_ids().map(|id| names.code(examined, id)),
            examined,
            codebook: names.column("codebook", FieldKind::Code),
            coded_by: names.column("coded_by", FieldKind::Text),
            coders: coders(ids),
            second: names.code(coding.column, "second"),
            coding,
            home: names.column("home_partnership", FieldKind::Id),
            dispensation: names.column("timescale_dispensation", FieldKind::Tri),
            support: names.column("support_offered", FieldKind::Tri),
        }
    }

    /// A review's row.
    pub(crate) fn write(&self, review: &Review, context: &Context<'_>, rows: &mut Rows, draw: &mut Draw) {
        rows.begin(format_args!("R{:07}", review.number));
        rows.code(self.review_type, Ok(self.types[review.kind as usize]));
        match review.parent {
            Some(parent) => rows.id(self.parent, Ok(format_args!("R{parent:07}"))),
            None => rows.id(self.parent, Err(Missing::NotApplicable)),
        }
        rows.code(self.nature, Ok(self.natures[nature(context.incident)]));
        self.write_dates(review, context.incident, rows, draw);
        self.write_decision(review, rows, draw);
        self.write_work(review, context.incident, rows, draw);
        self.write_coding(review, context, rows, draw);
    }

    fn write_dates(&self, review: &Review, incident: &Incident, rows: &mut Rows, draw: &mut Draw) {
        for (column, cell) in self.dates.iter().zip(incident.dates) {
            rows.date(*column, cell);
        }
        let rapid = review.rapid.filter(|_| review.kind == Kind::Rapid);
        let full = review.full;
        let days = [
            rapid.map(|days| days.submitted),
            rapid.map(|days| days.answered),
            review.rapid.map(|days| days.decided),
            full.map(|days| days.sent),
            full.and_then(|days| days.published),
        ];
        for (place, (column, at)) in self.dates[3..].iter().zip(days).enumerate() {
            let never = if place == 4 && full.is_some() { Missing::NotRecorded } else { Missing::NotApplicable };
            rows.date(*column, at.map_or(Err(never), |at| dates::happened(at, &SENT, draw)));
        }
    }

    fn write_decision(&self, review: &Review, rows: &mut Rows, draw: &mut Draw) {
        let rapid = review.kind == Kind::Rapid;
        let decision = if review.leads { Ok(self.yes) } else { self.decision.choice.draw(draw) };
        let view = self.view.choice.draw(draw);
        rows.code(self.decision.column, if rapid { decision } else { Err(Missing::NotApplicable) });
        rows.code(self.view.column, if rapid { view } else { Err(Missing::NotApplicable) });
    }

    fn write_work(&self, review: &Review, incident: &Incident, rows: &mut Rows, draw: &mut Draw) {
        let long = usize::from(review.kind.long());
        rows.code(self.methodology, self.methodologies[long].draw(draw));
        rows.code(self.independence, self.independences[long].draw(draw));
        rows.decimal(self.days, reviewer_days(long, review.depth, draw));
        let agencies = self.agency_sets[stage(incident.family.children[0].band)].draw(draw);
        rows.set(self.agencies, recorded(agencies, AGENCIES_MISSING, draw));
        for (column, choices) in &self.by_work {
            rows.code(*column, choices[2 * long + usize::from(review.thorough)].draw(draw));
        }
        rows.tri(self.immediate_action, tri(0.80, 0.12, draw));
        rows.tri(self.support, if review.thorough { tri(0.60, 0.25, draw) } else { tri(0.25, 0.35, draw) });
        let (from, to) = (day(PANDEMIC.0), day(PANDEMIC.1));
        let dispensed = if (from..=to).contains(&incident.notified) { DISPENSED } else { 0.0 };
        rows.tri(self.dispensation, tri(dispensed, 0.08, draw));
    }

    fn write_coding(&self, review: &Review, context: &Context<'_>, rows: &mut Rows, draw: &mut Draw) {
        let declared = context.declares && draw.chance(DECLARED);
        rows.set(self.examined, if declared { Ok(self.theme_set(review.seen.looked)) } else { Err(Missing::NotRecorded) });
        rows.code(self.codebook, recorded(context.codebook, CODEBOOK_MISSING, draw));
        let here = context.incident.partnership;
        let coder = if context.second { PARTNERSHIPS * CODERS + draw.below(SECOND_CODERS) } else { here * CODERS + draw.below(CODERS) };
        rows.text(self.coded_by, recorded(coder, CODER_MISSING, draw), &self.coders);
        let coding = self.coding.choice.draw(draw);
        rows.code(self.coding.column, if context.second { Ok(self.second) } else { coding });
        match other_than(here, draw).filter(|_| draw.chance(AWAY_FROM_HOME)) {
            Some(home) => rows.id(self.home, Ok(format_args!("{}", context.ids[home]))),
            None => rows.id(self.home, Err(Missing::NotApplicable)),
        }
    }

    fn theme_set(&self, themes: ThemeBits) -> u64 {
        self.themes.iter().enumerate().filter(|(place, _)| themes >> place & 1 == 1).fold(0, |bits, (_, theme)| bits | 1 << theme)
    }
}

fn by_work(names: &mut Names, field: &str, tables: &[Shares; 4]) -> (usize, Vec<Choice>) {
    let column = names.codes(field);
    (column, tables.iter().map(|shares| names.choice(column, shares)).collect())
}

/// The place of the notification's nature.
fn nature(incident: &Incident) -> usize {
    match incident.family.harm.nature {
        Nature::Death if incident.no_abuse => 3,
        Nature::Death => 0,
        Nature::Harm => 1,
        Nature::Other => 2,
    }
}

fn reviewer_days(long: usize, depth: f64, draw: &mut Draw) -> Cell<f64> {
    let (mean, slope) = REVIEWER_DAYS[long];
    let days = libm::exp(mean + slope * depth + REVIEWER_SPREAD * draw.normal());
    recorded((libm::round(2.0 * days) / 2.0).clamp(0.5, 250.0), DAYS_MISSING, draw)
}

/// A value, but for a share that is not recorded.
fn recorded<T>(value: T, missing: f64, draw: &mut Draw) -> Cell<T> {
    if draw.chance(missing) { Err(Missing::NotRecorded) } else { Ok(value) }
}

/// Present to a share, not recorded to another, else absent.
pub(crate) fn tri(present: f64, missing: f64, draw: &mut Draw) -> Cell<bool> {
    match draw.unit() {
        mark if mark < present => Ok(true),
        mark if mark < present + missing => Err(Missing::NotRecorded),
        _ => Ok(false),
    }
}

/// Another partnership.
fn other_than(here: usize, draw: &mut Draw) -> Option<usize> {
    let other = draw.below(PARTNERSHIPS);
    (other != here).then_some(other)
}

fn coders(ids: &[String]) -> Vec<String> {
    let own = ids.iter().flat_map(|id| (1..=CODERS).map(move |number| format!("coder {number} of {id}")));
    own.chain((1..=SECOND_CODERS).map(|number| format!("second coder {number}"))).collect()
}
