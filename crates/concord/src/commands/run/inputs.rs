//! What goes into a run, by its digests: the same inputs give the same bytes.

use anyhow::{Context, Result};
use concord_model::date::PartialDate;
use concord_read::Reader;

use crate::args::Run;
use crate::digest::Digest;
use crate::open::Open;

/// What goes into a run.
#[derive(Debug)]
pub(super) struct Inputs {
    /// The data's files by name, with their digests.
    pub(super) data: Vec<(String, Digest)>,
    pub(super) dictionary: Digest,
    pub(super) taxonomy: Option<Digest>,
    /// The day as of which is looked, as 2024-03-31.
    pub(super) as_of: String,
    /// The fields granted, sorted.
    pub(super) grants: Vec<String>,
    pub(super) strict: bool,
    /// Where chance starts from.
    pub(super) seed: u64,
}

impl Inputs {
    pub(super) fn new(arguments: &Run, reader: &Reader, dictionary: Digest, taxonomy: Option<Digest>) -> Result<Inputs> {
        let named = |path: std::path::PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let digest = Digest::of_file(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((name, digest))
        };
        let mut grants = arguments.grant.clone();
        grants.sort();
        grants.dedup();
        Ok(Inputs {
            data: reader.files().into_iter().map(named).collect::<Result<_>>()?,
            dictionary,
            taxonomy,
            as_of: PartialDate::day(reader.as_of()).to_string(),
            grants,
            strict: arguments.strict,
            seed: arguments.seed,
        })
    }

    /// The digest of all that one framework's answers depend on.
    pub(super) fn of(&self, open: &Open) -> Digest {
        let taxonomy = self.taxonomy.as_ref().map_or("", Digest::as_str);
        let mut all = vec![env!("CARGO_PKG_VERSION"), self.dictionary.as_str(), taxonomy, &self.as_of];
        all.extend(self.data.iter().map(|(_, digest)| digest.as_str()));
        all.extend(self.grants.iter().map(String::as_str));
        all.extend([open.source.digest.as_str(), open.component.as_str()]);
        Digest::of(all.join("\n").as_bytes())
    }
}
