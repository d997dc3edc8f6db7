//! How the page was made: what frameworks were allowed to see, what they were held to, and from what.

use super::Page;
use super::html::{Cell, Html, Table};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let manifest = page.manifest;
    html.paragraph(&format!(
        "Made by Concord {} ({}), with the dictionary {} {}, as of {}, seed {}. Whether a rejected record stops the run: {}. The same inputs give the \
         same bytes.",
        manifest.concord,
        manifest.contract,
        manifest.dictionary.id,
        manifest.dictionary.version,
        manifest.as_of,
        manifest.seed,
        words::yes(manifest.strict),
    ));
    html.heading("Sensitive fields that frameworks were allowed to see");
    html.paragraph("Where an indicator needs a sensitive field that was not granted by name, it could not be told: withheld.");
    match manifest.grants.is_empty() {
        true => html.list(["None."]),
        false => html.list(&manifest.grants),
    }
    html.details("The fields that each framework reads, the sensitive ones first", |html| html.table(&fields(page)));
    html.heading("What every framework was held to");
    let mut limits = Table::new("Limits, the same in every command", "").columns(["Limit", "The most"]);
    manifest.limits.iter().for_each(|limit| limits.row([Cell::from(&limit.name), Cell::from(limit.value)]));
    html.table(&limits);
    html.heading("From what");
    html.details("Digests of the data, the dictionary and the frameworks", |html| html.table(&digests(page)));
}

fn fields(page: &Page<'_>) -> Table {
    let mut table = Table::whole("Fields read, and what of the sensitive ones").columns(["Framework", "Field", "Sensitive"]);
    for framework in &page.manifest.frameworks {
        for read in &framework.reads {
            let sensitive = read.sensitive.map_or_else(String::new, |sight| format!("sensitive, {}", sight.words()));
            table.row([&framework.id, &read.field, &sensitive].map(Cell::from));
        }
    }
    table
}

fn digests(page: &Page<'_>) -> Table {
    let manifest = page.manifest;
    let mut table = Table::new("SHA-256 of what the run read", "").columns(["What", "Name", "SHA-256"]);
    let mut row = |what: &str, name: &str, digest: &str| table.row([what, name, digest].map(Cell::from));
    manifest.data.iter().for_each(|file| row("data", &file.name, &file.sha256));
    row("dictionary", &manifest.dictionary.id, &manifest.dictionary.sha256);
    manifest.dictionary.taxonomy_sha256.iter().for_each(|digest| row("taxonomy", "", digest));
    for framework in &manifest.frameworks {
        framework.files.iter().for_each(|file| row(&format!("framework {}", framework.id), &file.name, &file.sha256));
        row(&format!("framework {}", framework.id), "component", &framework.component_sha256);
    }
    table
}
