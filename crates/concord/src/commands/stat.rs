//! `concord stat`: one statistic on a CSV, as JSON, so that any figure can be checked by itself.
//!
//! Each statistic has a file with one function of the same name: it reads its columns and calls [`concord_stat`].

mod agreement;
mod bounds;
mod cells;
mod fdr;
mod funnel;
mod gradient;
mod interval;
mod rows;
mod shrink;
mod standardise;
mod table;
mod variance;

use std::io::{Read, Write};

use anyhow::Result;

use self::rows::Said;
use self::table::{Table, bytes};
use crate::args::Stat;
use crate::exit::Exit;
use crate::terminal::show_problems;

/// Works out one statistic; `input` is read where the file is `-`.
///
/// # Errors
/// Where the file cannot be read.
pub fn stat(statistic: &Stat, input: &mut dyn Read, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit> {
    let (name, bytes) = bytes(statistic.file(), input)?;
    match Table::read(name, &bytes).and_then(|table| said(statistic, &table)) {
        Ok(json) => {
            out.write_all((json + "\n").as_bytes())?;
            Ok(Exit::Done)
        }
        Err(problems) => {
            show_problems(err, "error", &problems, problems.len() as u64)?;
            Ok(Exit::CouldNotRun)
        }
    }
}

fn said(statistic: &Stat, table: &Table) -> Said {
    match statistic {
        Stat::Interval(arguments) => interval::interval(table, arguments),
        Stat::Bounds(arguments) => bounds::bounds(table, arguments),
        Stat::Funnel(arguments) => funnel::funnel(table, arguments),
        Stat::Shrink(_) => shrink::shrink(table),
        Stat::Agreement(arguments) => agreement::agreement(table, arguments),
        Stat::Fdr(_) => fdr::fdr(table),
        Stat::Standardise(_) => standardise::standardise(table),
        Stat::Variance(_) => variance::variance(table),
        Stat::Gradient(arguments) => gradient::gradient(table, arguments),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::args::StatInterval;

    #[test]
    fn standard_input_is_read_and_no_digit_is_lost() {
        let statistic = Stat::Interval(StatInterval { file: "-".into(), confidence: 0.95 });
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = stat(&statistic, &mut b"x,n\n1,3\n7,9\n".as_slice(), &mut out, &mut err).unwrap();
        assert_eq!((exit, err.len(), out.last()), (Exit::Done, 0, Some(&b'\n')));
        let expected = concord_stat::proportion::intervals(&[[1, 3], [7, 9]], 0.95).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), serde_json::to_value(expected).unwrap());
    }

    #[test]
    fn faults_of_standard_input_are_named_so() {
        let statistic = Stat::Interval(StatInterval { file: "-".into(), confidence: 0.95 });
        let (mut out, mut err) = (Vec::new(), Vec::new());
        assert_eq!(stat(&statistic, &mut b"x,n\n3,1\n".as_slice(), &mut out, &mut err).unwrap(), Exit::CouldNotRun);
        assert_eq!((out.len(), String::from_utf8(err).unwrap().as_str()), (0, "error: standard input:2: x = 3 is more than n = 1\n"));
    }
}
