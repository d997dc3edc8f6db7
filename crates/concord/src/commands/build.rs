//! `concord build`: the component of a framework that has code of its own.

use std::io::Write;

use anyhow::{Context, Result, bail};
use concord_build::Options;
use concord_model::manifest::{Component, Plugin};

use crate::args::Build;
use crate::exit::Exit;
use crate::load;
use crate::output::{Replaces, Single};
use crate::stamp::{is_stamped, stamped};

/// Builds the component and puts it where the manifest says.
///
/// # Errors
/// Where the framework has no source, or the source does not build.
pub fn build(arguments: &Build, out: &mut dyn Write) -> Result<Exit> {
    let folder = &arguments.framework;
    let manifest = load::manifest(folder)?;
    let Plugin::Component(Component { path, source: Some(source) }) = &manifest.plugin else {
        bail!(
            "{} has no code of its own to build: its manifest names no `source` beside the component's `path` \
             (rules need no build)",
            manifest.id
        );
    };
    let target = folder.join(load::inside(path)?);
    Replaces::Own(is_stamped).check(&target)?;
    let source = folder.join(source);
    let component = concord_build::build(&source, &Options::new(std::env::temp_dir().join("concord-guests")))
        .with_context(|| format!("{} cannot be built; its manifest's `source` is {}", manifest.id, source.display()))?;
    let component = stamped(component, &source);
    Single::write_whole(&target, Replaces::Own(is_stamped), &component)?;
    writeln!(out, "built {} ({} KB)", target.display(), component.len().div_ceil(1024))?;
    Ok(Exit::Done)
}
