//! What was read and what was refused.

use super::Page;
use super::html::{Cell, Html, Table};

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    html.paragraph(
        "A record with a fault is refused whole, with all its reasons, into rejects.jsonl; every problem is in problems.csv. Records read are \
         records used and records refused.",
    );
    let (counts, data) = (&page.manifest.counts, &page.comparison.data);
    let mut table = Table::new("What was read and what was used", "data").columns(["What", "How many"]);
    let rows = [
        ("Records read", counts.records),
        ("Records used", counts.used),
        ("Records refused", counts.rejected),
        ("Child rows refused that belong to no review", counts.stray_rows),
        ("Problems for which something was refused", counts.problems),
        ("Problems with which a review was kept", counts.warnings),
        ("Reviews, second codings left out", data.reviews),
        ("Second codings, which enter the ceiling of agreement alone", data.second_codings),
        ("Incidents", data.incidents),
        ("Incidents with two reviews or more", data.chains),
        ("Partnerships with a review", data.partnerships),
        ("Partnerships without one", data.partnerships_without),
        ("Reviews without a date", data.undated),
    ];
    rows.into_iter().for_each(|(what, count)| table.row([Cell::from(what), Cell::from(count)]));
    html.table(&table);
    html.list(page.notices.iter().map(ToString::to_string));
}
