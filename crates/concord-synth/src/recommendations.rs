//! What a review recommends: two to eight recommendations, most of them weak (training, awareness, procedure, audit), as studies of
//! serious case reviews found. The shares are assumptions.

use concord_model::dictionary::Kind as FieldKind;
use concord_model::missing::Missing;

use crate::dates::{self, DUE, SENT};
use crate::draw::Draw;
use crate::incident::Incident;
use crate::names::Names;
use crate::periods::{LAST_DAY, day};
use crate::review_table::tri;
use crate::reviews::{Name, Review};
use crate::rows::Rows;
use crate::shares::{Choice, Coded, Shares};

/// Recommendations a review, of days and of weeks: at least, the mean beyond, and the most.
const NUMBER: [(usize, f64); 2] = [(2, 1.3), (3, 2.4)];
const MOST: usize = 8;

/// The share that is weak, of hasty and of thorough reviews: 60% to 75% in all.
const WEAK: [f64; 2] = [0.74, 0.61];

const WEAK_TYPES: Shares = &[("training", 0.36), ("procedure", 0.27), ("awareness", 0.22), ("audit", 0.15)];
const OTHER_TYPES: Shares = &[
    ("joint_arrangement", 0.21),
    ("supervision", 0.16),
    ("service_redesign", 0.14),
    ("commissioning_resource", 0.13),
    ("tool_or_form", 0.13),
    ("information_system", 0.08),
    ("staffing", 0.05),
    ("policy_law", 0.05),
    ("research", 0.05),
];

/// The level aimed at, of weak recommendations and of others.
const LEVELS: [Shares; 2] = [
    &[("L1", 0.45), ("L2", 0.25), ("L3", 0.20), ("L4", 0.08), ("not_recorded", 0.02)],
    &[("L2", 0.12), ("L3", 0.40), ("L4", 0.36), ("L5", 0.10), ("not_recorded", 0.02)],
];

const LOCAL: Shares = &[("partnership", 0.53), ("single_agency", 0.45), ("region", 0.02)];
const NATIONAL: Shares = &[
    ("dfe", 0.40),
    ("dhsc_nhse", 0.20),
    ("home_office_police", 0.12),
    ("panel", 0.12),
    ("ofsted_inspectorates", 0.06),
    ("moj", 0.04),
    ("other_national", 0.06),
];

/// Of recommendations that are not weak, the share addressed to a national body, by reviews of days and of weeks.
const TO_NATIONAL: [f64; 2] = [0.04, 0.12];

/// Recent, and older than fourteen months.
const STATUSES: [Shares; 2] = [
    &[("open", 0.40), ("in_progress", 0.40), ("complete_unverified", 0.12), ("complete_impact_shown", 0.02), ("not_recorded", 0.06)],
    &[
        ("complete_unverified", 0.48),
        ("complete_impact_shown", 0.14),
        ("in_progress", 0.16),
        ("open", 0.06),
        ("rejected", 0.02),
        ("superseded", 0.04),
        ("not_recorded", 0.10),
    ],
];
const RECENT: i32 = 425;

const RESPONSES: Shares = &[("none", 0.34), ("accepted", 0.30), ("partly", 0.14), ("rejected", 0.05), ("not_recorded", 0.17)];

/// Days from publication to government's answer: at least, and the mean beyond.
const ANSWERED: (i32, f64) = (40, 250.0);

/// The share that answers no observation; of the others, the share that answers a second.
const ORPHAN: f64 = 0.30;
const SECOND_LINK: f64 = 0.35;

/// The recommendations' table of one dictionary.
pub(crate) struct RecommendationTable {
    pub(crate) table: usize,
    rec_type: usize,
    /// Weak, other.
    types: [Choice; 2],
    level: usize,
    levels: Vec<Choice>,
    addressee: usize,
    /// Local, national.
    addressees: [Choice; 2],
    owner_named: usize,
    due_date: usize,
    measurable: usize,
    linked_obs: usize,
    status: usize,
    statuses: Vec<Choice>,
    response: Coded,
    none: u8,
    response_date: usize,
}

impl RecommendationTable {
    pub(crate) fn new(names: &mut Names) -> RecommendationTable {
        let table = names.table("recommendations");
        let (rec_type, level) = (names.codes("rec_type"), names.codes("level"));
        let (addressee, status) = (names.codes("addressee"), names.codes("status"));
        let response = names.coded("response", RESPONSES);
        RecommendationTable {
            table,
            rec_type,
            types: [WEAK_TYPES, OTHER_TYPES].map(|shares| names.choice(rec_type, shares)),
            level,
            levels: LEVELS.iter().map(|shares| names.choice(level, shares)).collect(),
            addressee,
            addressees: [LOCAL, NATIONAL].map(|shares| names.choice(addressee, shares)),
            owner_named: names.column("owner_named", FieldKind::Tri),
            due_date: names.column("due_date", FieldKind::Date),
            measurable: names.column("measurable", FieldKind::Tri),
            linked_obs: names.column("linked_obs", FieldKind::Reference),
            status,
            statuses: STATUSES.iter().map(|shares| names.choice(status, shares)).collect(),
            none: names.code(response.column, "none"),
            response,
            response_date: names.column("response_date", FieldKind::Date),
        }
    }

    /// The rows of a review, which may answer any of its `problems`.
    pub(crate) fn write(&self, name: Name, review: &Review, incident: &Incident, problems: &[u32], rows: &mut Rows, draw: &mut Draw) {
        let (least, beyond) = NUMBER[usize::from(review.kind.long())];
        let number = (least + draw.count(beyond)).min(MOST);
        for place in 1..=number {
            rows.begin(format_args!("X{name}-{place}"));
            self.row(review, incident, problems, rows, draw);
        }
        rows.end_review();
    }

    fn row(&self, review: &Review, incident: &Incident, problems: &[u32], rows: &mut Rows, draw: &mut Draw) {
        let thorough = review.thorough;
        let other = usize::from(!draw.chance(WEAK[usize::from(thorough)]));
        let national = other == 1 && draw.chance(TO_NATIONAL[usize::from(review.kind.long())]);
        let done = done(review, incident);
        rows.code(self.rec_type, self.types[other].draw(draw));
        rows.code(self.level, self.levels[other].draw(draw));
        rows.code(self.addressee, self.addressees[usize::from(national)].draw(draw));
        rows.tri(self.owner_named, if thorough { tri(0.75, 0.05, draw) } else { tri(0.50, 0.10, draw) });
        let due = draw.chance(if thorough { 0.70 } else { 0.45 });
        let day_due = dates::known(done + draw.between(30, 365), &DUE, draw);
        rows.date(self.due_date, if due { day_due } else { Err(Missing::NotRecorded) });
        rows.tri(self.measurable, if thorough { tri(0.45, 0.10, draw) } else { tri(0.20, 0.15, draw) });
        self.write_links(problems, rows, draw);
        rows.code(self.status, self.statuses[usize::from(day(LAST_DAY) - done > RECENT)].draw(draw));
        self.write_response(review, national, rows, draw);
    }

    fn write_links(&self, problems: &[u32], rows: &mut Rows, draw: &mut Draw) {
        if problems.is_empty() || draw.chance(ORPHAN) {
            return rows.reference(self.linked_obs, &[]);
        }
        let first = draw.below(problems.len());
        let second = (first + 1).min(problems.len() - 1);
        let both = second > first && draw.chance(SECOND_LINK);
        rows.reference(self.linked_obs, if both { &problems[first..=second] } else { &problems[first..=first] });
    }

    fn write_response(&self, review: &Review, national: bool, rows: &mut Rows, draw: &mut Draw) {
        let response = if national { self.response.choice.draw(draw) } else { Err(Missing::NotApplicable) };
        rows.code(self.response.column, response);
        let beyond = draw.exponential(ANSWERED.1) as i32;
        let published = review.full.and_then(|full| full.published);
        let date = match (response, published) {
            (Err(reason), _) => Err(reason),
            (Ok(code), _) if code == self.none => Err(Missing::NotApplicable),
            (Ok(_), Some(published)) => dates::happened(published + ANSWERED.0 + beyond, &SENT, draw),
            (Ok(_), None) => Err(Missing::NotRecorded),
        };
        rows.date(self.response_date, date);
    }
}

/// The day by which a review was done.
fn done(review: &Review, incident: &Incident) -> i32 {
    review.full.map(|full| full.sent).or(review.rapid.map(|rapid| rapid.submitted)).unwrap_or(incident.notified)
}
