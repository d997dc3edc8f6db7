//! `concord data`: check, convert or invent a dataset.

pub(crate) mod write;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;
use concord_read::{Counts, Options, Reader};
use concord_report::dataset::Format as FileFormat;
use concord_synth::{Options as SynthOptions, Synth};
use rayon::prelude::*;

use self::write::DatasetFolder;
use crate::args::{DataCheck, DataConvert, DataFormat, DataSynth, Format, Reading, World};
use crate::exit::Exit;
use crate::load;
use crate::output::{Output, Single};
use crate::screen::json;
use crate::terminal::{Progress, grouped, many, show_problems};

/// Reads a dataset and says all that is wrong with it.
///
/// # Errors
/// Where it cannot be read at all.
pub fn check(arguments: &DataCheck, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    let (dictionary, ..) = load::dictionary(arguments.reading.dictionary.as_deref(), arguments.reading.taxonomy.as_deref())?;
    let mut reader = Reader::open(&arguments.data, &dictionary, options(&arguments.reading)?)?;
    let progress = Progress::new(reader.review_count(), "reading");
    let mut problems: Vec<Problem> = Vec::new();
    while let Some(chunk) = reader.next_chunk()? {
        progress.add(chunk.dataset.reviews as u64);
        problems.extend(chunk.problems);
    }
    drop(progress);
    let counts = reader.counts();
    match arguments.format {
        Format::Text => {
            show_problems(err, "problem", &problems, counts.problems + counts.warnings)?;
            show_problems(err, "notice", &reader.notices(), reader.notices().len() as u64)?;
            writeln!(out, "{}", counted(counts))?;
        }
        Format::Json => {
            let all = serde_json::json!({
                "records": counts.records, "used": counts.used, "rejected": counts.rejected, "stray_rows": counts.stray_rows,
                "problems": problems, "problems_in_all": counts.problems, "warnings_in_all": counts.warnings, "notices": reader.notices(),
            });
            json(out, &all)?;
        }
    }
    Ok(exit(counts))
}

/// Writes a dataset in another form. Where a record is rejected nothing is written, since the copy would lack it.
///
/// # Errors
/// Where it cannot be read or written.
pub fn convert(arguments: &DataConvert, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    let inputs: Vec<&Path> = [arguments.data.as_path()].into_iter().chain(files(&arguments.reading)).collect();
    let output = Output::begin(&arguments.out, "data convert", &inputs)?;
    let (dictionary, ..) = load::dictionary(arguments.reading.dictionary.as_deref(), arguments.reading.taxonomy.as_deref())?;
    let mut reader = Reader::open(&arguments.data, &dictionary, options(&arguments.reading)?)?;
    let format = file_format(arguments.format);
    let mut folder = DatasetFolder::begin(&output, format, &dictionary, |table| reader.gives(table))?;
    let progress = Progress::new(reader.review_count(), "converting");
    let mut problems = Vec::new();
    while let Some(chunk) = reader.next_chunk()? {
        progress.add(chunk.dataset.reviews as u64);
        problems.extend(chunk.problems);
        folder.add(chunk.dataset)?;
    }
    drop(progress);
    let counts = reader.counts();
    show_problems(err, "problem", &problems, counts.problems + counts.warnings)?;
    if counts.rejected + counts.stray_rows > 0 {
        bail!("{}; nothing was written, since the copy would lack what was rejected: mend the data first", counted(counts));
    }
    folder.finish()?;
    output.finish()?;
    writeln!(out, "{}; written to {}", counted(counts), arguments.out.display())?;
    Ok(exit(counts))
}

/// Invents a dataset.
///
/// # Errors
/// Where it cannot be written.
pub fn synth(arguments: &DataSynth, out: &mut dyn Write) -> Result<Exit> {
    let dictionary = Dictionary::england();
    let options = SynthOptions { world: world(arguments.world), ..SynthOptions::new(arguments.reviews, arguments.seed) };
    let synth = Synth::with(&dictionary, options).map_err(load::Problems)?;
    let output = Output::begin(&arguments.out, "data synth", &[])?;
    let mut folder = DatasetFolder::begin(&output, file_format(arguments.format), &dictionary, |_| true)?;
    let mut truth = arguments.truth.as_deref().map(|path| write::Truth::begin(path, &output)).transpose()?;
    let progress = Progress::new(arguments.reviews, "inventing");
    let side_by_side = rayon::current_num_threads() * 2;
    let chunks: Vec<_> = (0..synth.chunks()).collect();
    for some in chunks.chunks(side_by_side) {
        let made: Vec<_> = some.par_iter().map(|&chunk| synth.chunk(chunk)).collect();
        for chunk in made {
            if let Some(truth) = &mut truth {
                truth.add(chunk.truth())?;
            }
            progress.add(chunk.dataset.reviews as u64);
            folder.add(chunk.dataset)?;
        }
    }
    drop(progress);
    folder.finish()?;
    truth.map(write::Truth::finish).transpose()?.flatten().map(Single::finish).transpose()?;
    output.finish()?;
    writeln!(out, "{} written to {}", many(arguments.reviews, "invented review"), arguments.out.display())?;
    Ok(Exit::Done)
}

/// The files that say how data are read.
pub(crate) fn files(reading: &Reading) -> impl Iterator<Item = &Path> {
    [&reading.dictionary, &reading.taxonomy].into_iter().flatten().map(PathBuf::as_path)
}

/// How the reader is to read.
///
/// # Errors
/// Where the date is none.
pub(crate) fn options(reading: &Reading) -> Result<Options> {
    let day = |text: &String| {
        let date = PartialDate::parse(text).filter(|date| date.first == date.last);
        date.map(|date| date.first).with_context(|| format!("--as-of \"{text}\" is no day; write it as 2024-03-31"))
    };
    Ok(Options { as_of: reading.as_of.as_ref().map(day).transpose()?, ..Options::default() })
}

/// What was read, in a line.
pub(crate) fn counted(counts: Counts) -> String {
    let strays = if counts.stray_rows > 0 { format!(", and {} of no review", many(counts.stray_rows, "row")) } else { String::new() };
    format!("{} read: {} used, {} rejected{strays}", many(counts.records, "record"), grouped(counts.used), grouped(counts.rejected))
}

fn exit(counts: Counts) -> Exit {
    if counts.rejected + counts.stray_rows > 0 { Exit::NeedsPerson } else { Exit::Done }
}

fn file_format(format: DataFormat) -> FileFormat {
    match format {
        DataFormat::Jsonl => FileFormat::Jsonl,
        DataFormat::Csv => FileFormat::Csv,
        DataFormat::Parquet => FileFormat::Parquet,
    }
}

fn world(world: World) -> concord_synth::World {
    match world {
        World::Usual => concord_synth::World::USUAL,
        World::A => concord_synth::World::LOOKED,
        World::B => concord_synth::World::MISSED,
        World::C => concord_synth::World::DIFFERENT,
    }
}
