//! What goes into a run, by its digests: the same inputs give the same bytes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_read::Reader;

use crate::args::Run;
use crate::digest::{Before, Digest};
use crate::open::Open;

/// What goes into a run.
#[derive(Debug)]
pub(super) struct Inputs {
    /// The data's files, with their digests.
    pub(super) data: Vec<Before>,
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

/// The files of a dataset as they are before they are read.
pub(super) fn before(data: &Path, dictionary: &Dictionary) -> Result<Vec<Before>> {
    let look = |path: PathBuf| {
        let shown = path.display().to_string();
        Before::of(path).with_context(|| format!("{shown} cannot be read"))
    };
    concord_read::files(data, dictionary)?.into_iter().map(look).collect()
}

impl Inputs {
    /// What goes into a run over `data`, which `reader` reads.
    pub(super) fn new(arguments: &Run, data: Vec<Before>, reader: &Reader, dictionary: Digest, taxonomy: Option<Digest>) -> Result<Inputs> {
        if reader.files().iter().ne(data.iter().map(|file| &file.path)) {
            bail!("the files of {} changed while they were read; run again when nothing writes to them", arguments.data.display());
        }
        let mut grants = arguments.grant.clone();
        grants.sort();
        grants.dedup();
        Ok(Inputs {
            data,
            dictionary,
            taxonomy,
            as_of: PartialDate::day(reader.as_of()).to_string(),
            grants,
            strict: arguments.strict,
            seed: arguments.seed,
        })
    }

    /// Checks that all data are still as they were, so that what was read is what the digests say.
    pub(super) fn hold(&self) -> Result<()> {
        for file in &self.data {
            let shown = file.path.display();
            if !file.holds().with_context(|| format!("{shown} went away while it was read"))? {
                bail!("{shown} changed while it was read; run again when nothing writes to it");
            }
        }
        Ok(())
    }

    /// The digest of all that one framework's answers depend on.
    pub(super) fn of(&self, open: &Open) -> Digest {
        let taxonomy = self.taxonomy.as_ref().map_or("", Digest::as_str);
        let mut all = vec![env!("CARGO_PKG_VERSION"), self.dictionary.as_str(), taxonomy, &self.as_of];
        all.extend(self.data.iter().map(|file| file.digest.as_str()));
        all.extend(self.grants.iter().map(String::as_str));
        all.extend([open.source.digest.as_str(), open.component.as_str()]);
        Digest::of(all.join("\n").as_bytes())
    }
}
