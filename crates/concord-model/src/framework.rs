//! What a framework says of itself: its indicators, what their answers mean, and how they stand to the common themes.

use serde::{Deserialize, Serialize};

use crate::answer::Looked;

/// What a framework needs and answers; made by its `open`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Descriptor {
    /// The fields that it reads. Nothing else ever enters its memory.
    pub reads: Vec<FieldRequest>,
    /// Its indicators, in the order of its answers.
    pub indicators: Vec<Indicator>,
}

/// A field that a framework reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRequest {
    /// The table.
    pub table: String,
    /// The field; empty where only the table's rows are counted.
    pub field: String,
    /// Whether the framework cannot do without it.
    pub required: bool,
    /// Why it is needed, for those who share the data.
    pub why: String,
}

/// A question that a framework asks of every review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its short name within the framework, for instance `PS5`.
    pub id: String,
    /// What it finds, in a few words.
    pub title: String,
    /// The question, as a practitioner would ask it.
    pub question: String,
    /// Whether its presence is a concern, a strength, or neither.
    pub polarity: Polarity,
    /// The framework's own answers; empty where it gives a number alone.
    pub scale: Vec<LocalAnswer>,
    /// The unit of the number that it gives beside or instead of an answer: `working days`, `share of findings`, …. A unit whose first word
    /// is `share` says that the number is a count of a count, from 0 to 1 once divided.
    pub measure_unit: Option<String>,
    /// The child tables whose rows it cites.
    pub evidence_tables: Vec<String>,
    /// The common themes that it tells of.
    pub mappings: Vec<Mapping>,
    /// A canonical text of the rule, where the host knows it: two indicators with the same predicate are the same question.
    #[serde(default)]
    pub predicate: Option<String>,
}

/// One answer of a framework's own scale, and what it means on the common one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalAnswer {
    /// Its short name.
    pub code: String,
    /// Its words.
    pub label: String,
    /// What it says of the concern; `None` where it says nothing.
    pub concern: Option<Outcome>,
    /// What it says of the strength; `None` where it says nothing. "Both" is present twice.
    pub strength: Option<Outcome>,
}

/// What an answer means on the scale that all frameworks share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is there.
    Present,
    /// It is there in part.
    Partly,
    /// Somebody looked, and it is not there.
    Absent,
    /// It could not be told.
    NotDeterminable,
    /// The question does not arise.
    NotApplicable,
}

impl Outcome {
    /// What an answer comes to by whether it was looked for. Nobody finds an absence by the way: an absent that is not known to have been
    /// looked for could not be told.
    #[must_use]
    pub fn if_looked(self, looked: Looked) -> Outcome {
        if self == Outcome::Absent && looked != Looked::Yes { Outcome::NotDeterminable } else { self }
    }
}

/// Whether an indicator's presence is a concern, a strength, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Its presence is a concern.
    Concern,
    /// Its presence is a strength.
    Strength,
    /// It describes; it never decides a theme.
    Description,
}

/// How an indicator stands to a common theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The theme.
    pub theme: String,
    /// The levels of the system that it speaks of.
    pub levels: Vec<String>,
    /// How much of the theme the indicator covers.
    #[serde(rename = "match")]
    pub matching: Match,
}

/// How much of a theme an indicator covers, as the SKOS mapping property read from the indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// The same thing (`skos:exactMatch`): it can say present and absent.
    Exact,
    /// It asks about a part of the theme (`skos:broadMatch`): it can say present, never absent.
    Part,
    /// It asks about more than the theme (`skos:narrowMatch`): it can say absent, never present.
    Wider,
    /// Akin to it (`skos:relatedMatch`): shown, never decides.
    Related,
}

macro_rules! names {
    ($type:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// The name in files and outputs.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),+ }
            }
        }
    };
}
names!(Outcome { Present => "present", Partly => "partly", Absent => "absent", NotDeterminable => "not_determinable", NotApplicable => "not_applicable" });
names!(Polarity { Concern => "concern", Strength => "strength", Description => "description" });
names!(Match { Exact => "exact", Part => "part", Wider => "wider", Related => "related" });

impl Indicator {
    /// What an answer byte means for the concern and for the strength. Bytes above the scale mean the same for both.
    #[must_use]
    pub fn outcomes(&self, answer: u8) -> (Option<Outcome>, Option<Outcome>) {
        use crate::answer::{NOT_APPLICABLE, NOT_DETERMINABLE};
        let both = |outcome| {
            let side = |polarity| self.speaks_of(polarity).then_some(outcome);
            (side(Polarity::Concern), side(Polarity::Strength))
        };
        match answer {
            NOT_APPLICABLE => both(Outcome::NotApplicable),
            NOT_DETERMINABLE => both(Outcome::NotDeterminable),
            place => self.scale.get(usize::from(place)).map_or((None, None), |local| (local.concern, local.strength)),
        }
    }

    /// The themes under which it stands in a way that decides, each once. Of several it finds only those that the rows it cites carry.
    #[must_use]
    pub fn deciding_themes(&self) -> Vec<&str> {
        let mut themes: Vec<&str> = Vec::new();
        for mapping in self.mappings.iter().filter(|mapping| mapping.matching != Match::Related) {
            if self.polarity != Polarity::Description && !themes.contains(&mapping.theme.as_str()) {
                themes.push(&mapping.theme);
            }
        }
        themes
    }

    /// Whether its unit calls the number that it gives a share.
    #[must_use]
    pub fn gives_share(&self) -> bool {
        self.measure_unit.as_deref().is_some_and(is_share)
    }

    /// Whether any answer of the scale says something of the concern (or of the strength).
    #[must_use]
    pub fn speaks_of(&self, side: Polarity) -> bool {
        self.scale.iter().any(|local| match side {
            Polarity::Concern => local.concern.is_some(),
            Polarity::Strength => local.strength.is_some(),
            Polarity::Description => false,
        })
    }
}

/// Whether a unit is that of a share: its first word is `share`.
#[must_use]
pub fn is_share(unit: &str) -> bool {
    unit.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("share"))
}
