//! What reviews recommend, and what became of it (unit: review, with its recommendations and findings; second codings left out).

use serde::{Deserialize, Serialize};

use super::{BoundedShare, Facet, Unit};

/// What reviews recommend.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RecommendationSection {
    /// What must be said wherever these figures stand; empty where there are none.
    pub note: String,
    /// The day as of which it is reckoned what is due, `2024-12-31`; `None` where that is not known.
    pub as_of: Option<String>,
    /// All reviews first, then types of review, years and partnerships by name.
    pub figures: Vec<RecommendationFigure>,
    /// Why there are no figures.
    pub why: Option<String>,
}

/// What the reviews of one part of the data recommend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecommendationFigure {
    /// By what the data are parted.
    pub facet: Facet,
    /// Which part: see [`FacetValue::value`](super::FacetValue::value).
    pub value: String,
    /// What the part is called.
    pub label: String,
    /// What a part is made of: always reviews.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// Reviews.
    pub reviews: u64,
    /// Their recommendations.
    pub recommendations: u64,
    /// `recommendations / reviews`; `None` where there are no reviews.
    pub per_review: Option<f64>,
    /// Their findings.
    pub findings: u64,
    /// Of these, those that are problems, against which recommendations are held.
    pub problems: u64,
    /// National recommendations for which no response is due: they are in no share of answers.
    pub not_for_response: u64,
    /// Shares, in the order of [`RecommendationMeasure::ALL`].
    pub shares: Vec<RecommendationShare>,
}

/// One share of reviews, recommendations or problems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecommendationShare {
    /// What is so.
    pub measure: RecommendationMeasure,
    /// Of what.
    pub share: BoundedShare,
}

/// What is asked of reviews, recommendations or problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecommendationMeasure {
    /// Of reviews: it makes no recommendation.
    None,
    /// Of recommendations: it asks people to know or do better.
    Weak,
    /// Of recommendations: it helps them to.
    Intermediate,
    /// Of recommendations: it changes the conditions of their work.
    Strong,
    /// Of recommendations that answer a problem at the level of an organisation or above: they are addressed to the front line or below.
    LevelDrop,
    /// Of problems: no recommendation answers it.
    Orphan,
    /// Of problems at the level of an organisation or above: no recommendation answers it.
    OrphanOrganisation,
    /// Of recommendations: it is addressed to a national body.
    National,
    /// Of national recommendations: they were answered.
    Answered,
    /// Of national recommendations: their 12 months are not over yet, so that no answer is due.
    NotYetDue,
    /// Of national recommendations whose 12 months are over: they were answered within them.
    AnsweredWithinYear,
    /// Of the same: they were answered later.
    AnsweredLate,
    /// Of the same: they were not answered.
    Unanswered,
}

impl RecommendationMeasure {
    /// All, in the order in which they are shown.
    pub const ALL: [RecommendationMeasure; 13] = [
        RecommendationMeasure::None,
        RecommendationMeasure::Weak,
        RecommendationMeasure::Intermediate,
        RecommendationMeasure::Strong,
        RecommendationMeasure::LevelDrop,
        RecommendationMeasure::Orphan,
        RecommendationMeasure::OrphanOrganisation,
        RecommendationMeasure::National,
        RecommendationMeasure::Answered,
        RecommendationMeasure::NotYetDue,
        RecommendationMeasure::AnsweredWithinYear,
        RecommendationMeasure::AnsweredLate,
        RecommendationMeasure::Unanswered,
    ];

    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RecommendationMeasure::None => "none",
            RecommendationMeasure::Weak => "weak",
            RecommendationMeasure::Intermediate => "intermediate",
            RecommendationMeasure::Strong => "strong",
            RecommendationMeasure::LevelDrop => "level_drop",
            RecommendationMeasure::Orphan => "orphan",
            RecommendationMeasure::OrphanOrganisation => "orphan_organisation",
            RecommendationMeasure::National => "national",
            RecommendationMeasure::Answered => "answered",
            RecommendationMeasure::NotYetDue => "not_yet_due",
            RecommendationMeasure::AnsweredWithinYear => "answered_within_year",
            RecommendationMeasure::AnsweredLate => "answered_late",
            RecommendationMeasure::Unanswered => "unanswered",
        }
    }

    /// What it is a share of.
    #[must_use]
    pub fn of(self) -> &'static str {
        match self {
            RecommendationMeasure::None => "reviews",
            RecommendationMeasure::Weak | RecommendationMeasure::Intermediate | RecommendationMeasure::Strong => "recommendations",
            RecommendationMeasure::National => "recommendations",
            RecommendationMeasure::LevelDrop => "recommendations that answer a problem at the level of an organisation or above",
            RecommendationMeasure::Orphan => "problems",
            RecommendationMeasure::OrphanOrganisation => "problems at the level of an organisation or above",
            RecommendationMeasure::Answered | RecommendationMeasure::NotYetDue => "national recommendations",
            RecommendationMeasure::AnsweredWithinYear | RecommendationMeasure::AnsweredLate | RecommendationMeasure::Unanswered => {
                "national recommendations whose 12 months are over"
            }
        }
    }

    /// What is so of them, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            RecommendationMeasure::None => "make no recommendation",
            RecommendationMeasure::Weak => "are weak: they ask people to know or do better",
            RecommendationMeasure::Intermediate => "are intermediate: they help people to",
            RecommendationMeasure::Strong => "are strong: they change the conditions of work",
            RecommendationMeasure::LevelDrop => "are addressed to the front line or below",
            RecommendationMeasure::Orphan | RecommendationMeasure::OrphanOrganisation => "are answered by no recommendation",
            RecommendationMeasure::National => "are addressed to a national body",
            RecommendationMeasure::Answered => "were answered",
            RecommendationMeasure::NotYetDue => "are not due an answer yet: their 12 months are not over",
            RecommendationMeasure::AnsweredWithinYear => "were answered within 12 months",
            RecommendationMeasure::AnsweredLate => "were answered later than that",
            RecommendationMeasure::Unanswered => "were not answered",
        }
    }
}
