//! `manifest.json`: all that a run's bytes depend on; and `timings.json`, the only file that may differ between two runs.
//!
//! The manifest holds no number of workers, no path and no time, so that the same inputs give the same bytes.

use serde::{Deserialize, Serialize};

/// All that a run's bytes depend on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this program.
    pub concord: String,
    /// The version of the contract with frameworks that it speaks, as `concord:framework@0.1.0`.
    pub contract: String,
    /// The files of the data.
    pub data: Vec<FileUsed>,
    /// The dictionary.
    pub dictionary: DictionaryUsed,
    /// The frameworks that ran, in the order of the run.
    pub frameworks: Vec<FrameworkUsed>,
    /// The ids of the frameworks that could not run.
    pub frameworks_failed: Vec<String>,
    /// The day that decides what is not yet due, as `2024-03-31`.
    pub as_of: String,
    /// The sensitive fields that frameworks were allowed to see, by name.
    pub grants: Vec<String>,
    /// Whether a rejected record stops the run.
    pub strict: bool,
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// How much a framework may use.
    pub limits: Vec<Limit>,
    /// What was counted.
    pub counts: Counts,
}

/// A file by its name and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileUsed {
    /// Its name, without the folders that it lies in.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// A dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DictionaryUsed {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its text.
    pub sha256: String,
    /// The SHA-256 of the taxonomy, where one of its own was given.
    pub taxonomy_sha256: Option<String>,
}

/// A framework that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameworkUsed {
    /// Its id.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its files, the manifest first.
    pub files: Vec<FileUsed>,
    /// The SHA-256 of the component that ran it.
    pub component_sha256: String,
    /// The fields that it reads, the sensitive ones first.
    pub reads: Vec<FieldRead>,
    /// The most fuel that a batch used.
    pub fuel: u64,
    /// How many reviews it was asked again, each alone, to see that its answers depend on the review alone.
    #[serde(default)]
    pub audited_alone: u64,
    /// How many it was asked again in whole batches.
    #[serde(default)]
    pub audited_together: u64,
    /// How its answers were seen to depend on more than the review, if they were.
    pub impure: Option<String>,
}

/// A field that a framework reads, and what the run let it see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldRead {
    /// The table and the field, as `children.poverty`; the table alone where only its rows are counted.
    pub field: String,
    /// Of a sensitive field, what frameworks see of it; nothing of one that is not.
    pub sensitive: Option<Sight>,
}

/// What frameworks see of a sensitive field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// All of it, for the run grants it.
    Granted,
    /// The month of a date.
    Month,
    /// Nothing.
    Withheld,
}

impl Sight {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Sight::Granted => "granted",
            Sight::Month => "as the month",
            Sight::Withheld => "withheld",
        }
    }
}

/// One of the limits that every framework is held to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// What is limited, with its unit: `fuel a review`, `bytes of memory`.
    pub name: String,
    /// The most that a framework may use.
    pub value: u64,
}

/// What was counted. `records = used + rejected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Records read.
    pub records: u64,
    /// Of these, reviews that were used.
    pub used: u64,
    /// Of these, records that were refused, whole, into `rejects.jsonl`.
    pub rejected: u64,
    /// Child rows that were refused because they belong to no review; no record among those above.
    pub stray_rows: u64,
    /// Problems for which something was refused.
    pub problems: u64,
    /// Problems with which a review was kept.
    pub warnings: u64,
    /// Answers given, those in error too.
    pub answers: u64,
    /// Failures of frameworks, each in `errors.jsonl`.
    pub failures: u64,
}

/// How long a run took.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Timings {
    /// How many workers evaluated side by side.
    pub jobs: usize,
    /// The whole, in seconds.
    pub total_seconds: f64,
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// The SHA-256 of this file with zeros in the digest's place, as `sha256:` and 64 digits: it differs from run to run, so that no list
    /// of digests holds it.
    pub digest: String,
}

/// How long one step took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The step: `reading`, `evaluating`, ….
    pub name: String,
    /// How long it took.
    pub seconds: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_and_timings_are_json() {
        let manifest = String::from_utf8(crate::json::pretty(&crate::sample::manifest()).unwrap()).unwrap();
        let timings = Timings {
            jobs: 2,
            total_seconds: f64::NAN,
            steps: vec![Step { name: "reading".to_owned(), seconds: 0.25 }],
            digest: "sha256:00".to_owned(),
        };
        let timings = String::from_utf8(crate::json::pretty(&timings).unwrap()).unwrap();
        insta::assert_snapshot!(manifest.clone() + &timings);
        assert_eq!(serde_json::from_str::<Manifest>(&manifest).unwrap(), crate::sample::manifest());
    }
}
