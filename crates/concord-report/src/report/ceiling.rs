//! How far two coders of one review agree.

use concord_model::comparison::CodingAgreement;

use super::Page;
use super::html::{Cell, Html, Table};
use super::panels::{COEFFICIENTS, coefficients, item};
use super::words;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let ceiling = &page.comparison.agreement.ceiling;
    html.paragraph(&ceiling.note);
    if let Some(why) = &ceiling.why {
        html.paragraph(&format!("It cannot be said how far two coders agree: {why}."));
        return;
    }
    html.paragraph(&format!("Reviews coded more than once: {}.", words::count(ceiling.reviews)));
    html.list(words::standings(page.comparison));
    for theme in &page.comparison.themes {
        let codings: Vec<&CodingAgreement> = ceiling.codings.iter().filter(|coding| coding.theme == theme.id).collect();
        if let Some(first) = codings.first() {
            let caption = format!("Two codings of one review. Unit: {}. Period: {}.", first.unit.name(), first.period);
            html.details(&words::theme(page.comparison, &theme.id), |html| html.table(&of_theme(caption, &codings)));
        }
    }
}

fn of_theme(caption: String, codings: &[&CodingAgreement]) -> Table {
    let mut table = Table::new(caption, "ceiling")
        .columns(["Framework", "Side", "What is compared"])
        .columns(COEFFICIENTS)
        .columns(["Why a figure is not defined"]);
    for coding in codings {
        for (name, found) in coding.items.named() {
            let names = [Cell::from(&coding.framework), Cell::from(coding.side.name()), Cell::from(item(name))];
            table.row(names.into_iter().chain(coefficients(found)).chain([words::why([&found.why, &found.se_jackknife.why])]));
        }
    }
    table
}
