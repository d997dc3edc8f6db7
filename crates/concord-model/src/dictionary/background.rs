//! What the comparison reads of a review beside the frameworks' answers: how deep it went, what kind of case it is, whom it is about,
//! what was decided, what it recommended. Each part is optional: without it, what rests on it is left out.

/// The most groupings of fairness: a review holds a byte for each.
pub const MAX_GROUPINGS: usize = 8;

/// Which fields tell of a review's background.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Background {
    /// How deep a review asks why: an ordinal of the root table, by its place.
    pub depth: Option<usize>,
    /// The means that a review had: a number of the root table, by its place. A partnership's means are the average over its reviews.
    pub resource: Option<usize>,
    /// By what cases differ before anybody reviews them.
    pub case_mix: Vec<Grouping>,
    /// By whom findings, and whether they could be told, are shown apart.
    pub fairness: Vec<Grouping>,
    /// What was recorded of the time before the incident.
    pub before: Vec<Grouping>,
    /// What was decided about a review.
    pub decisions: Vec<Decision>,
    /// Where recommendations stand.
    pub recommendations: Option<Recommendations>,
}

/// A field whose codes are put into groups. A review of which nothing is given is in [`Grouping::unknown`]; one whose rows of a child
/// table differ is in [`Grouping::several`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grouping {
    /// Its short name.
    pub id: String,
    /// What it is called in words.
    pub label: String,
    /// The table: the root or a child table.
    pub table: usize,
    /// The field, a code, an ordinal or a truth value.
    pub field: usize,
    /// The groups, in order. Of a truth value: present, absent.
    pub groups: Vec<Group>,
    /// For each code its group; none for a code that is in no group, which is then as if it were missing. Of a truth value: of no
    /// code, of present, of absent.
    pub of_code: Vec<Option<u8>>,
}

/// A group of codes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Its short name.
    pub id: String,
    /// What it is called in words.
    pub label: String,
}

impl Grouping {
    /// The byte of a review of which nothing is given.
    #[must_use]
    pub fn unknown(&self) -> u8 {
        self.groups.len() as u8
    }

    /// The byte of a review whose rows differ.
    #[must_use]
    pub fn several(&self) -> u8 {
        self.groups.len() as u8 + 1
    }

    /// How many bytes there are: the groups, unknown and several.
    #[must_use]
    pub fn size(&self) -> usize {
        self.groups.len() + 2
    }

    /// The short name of a byte's group.
    #[must_use]
    pub fn id_of(&self, byte: u8) -> &str {
        self.group(byte).map_or(if byte == self.unknown() { "unknown" } else { "several" }, |group| &group.id)
    }

    /// The words of a byte's group.
    #[must_use]
    pub fn label_of(&self, byte: u8) -> &str {
        self.group(byte).map_or(if byte == self.unknown() { "Not known" } else { "Several" }, |group| &group.label)
    }

    fn group(&self, byte: u8) -> Option<&Group> {
        self.groups.get(usize::from(byte))
    }
}

/// A decision about a review: a code of the root table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// Its short name.
    pub id: String,
    /// What *yes* means, in words.
    pub label: String,
    /// The field of the root table.
    pub field: usize,
    /// For each code whether it means yes or no; none where it is no decision.
    pub of_code: Vec<Option<bool>>,
}

/// Where recommendations stand and what makes one strong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recommendations {
    /// The child table.
    pub table: usize,
    /// What kind of measure it is: a code.
    pub kind: usize,
    /// For each kind how strong a measure it is; none where that is not said.
    pub strength: Vec<Option<Strength>>,
    /// The level of the system that it is addressed to: an ordinal.
    pub level: usize,
    /// The highest level that is still the front line, by its place.
    pub frontline: u8,
    /// The lowest level that is an organisation, by its place.
    pub organisation: u8,
    /// Whom it is addressed to: a code.
    pub addressee: usize,
    /// For each addressee whether it is a national one.
    pub national: Vec<bool>,
    /// The findings that it answers: a reference.
    pub links: usize,
    /// What the addressee answered: a code.
    pub response: usize,
    /// For each response whether it is an answer.
    pub answered: Vec<bool>,
    /// After how many months it was answered: a number, if there is one.
    pub months: Option<usize>,
    /// The child table of the findings that are answered.
    pub findings: usize,
    /// The level of the system at which a finding stands: an ordinal of that table.
    pub finding_level: usize,
    /// Which findings are problems, against which recommendations are held: a code of that table, and for each code whether it is one.
    pub problems: Option<(usize, Vec<bool>)>,
}

/// How strong a measure is: the hierarchy of actions of patient safety (VA National Center for Patient Safety; RCA², 2015).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// It asks people to know or do better: training, a procedure.
    Weak,
    /// It helps them to.
    Intermediate,
    /// It changes the conditions of their work.
    Strong,
}

impl Strength {
    /// All, weakest first.
    pub const ALL: [Strength; 3] = [Strength::Weak, Strength::Intermediate, Strength::Strong];

    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Strength::Weak => "weak",
            Strength::Intermediate => "intermediate",
            Strength::Strong => "strong",
        }
    }
}
