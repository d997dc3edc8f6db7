//! What must be said before any figure.

use super::Page;
use super::html::Html;

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let (data, frameworks) = (&page.comparison.data, page.comparison.frameworks.len() as u64);
    let count = super::words::count;
    html.paragraph(&format!(
        "{} frameworks were run over {} reviews of {} incidents in {} partnerships. Period: {}. Looked at as of {}.",
        count(frameworks),
        count(data.reviews),
        count(data.incidents),
        count(data.partnerships),
        data.period,
        page.manifest.as_of,
    ));
    html.paragraph(
        "This is not a ranking. It does not say that one partnership is better than another, and it is in no order of any estimate. \
         A low figure is not good news: it may mean that nobody looked.",
    );
    html.list(&page.comparison.notes);
    html.details("Rules that decide figures", |html| {
        html.list(page.comparison.rules.iter().map(|rule| format!("{} (tables: {})", rule.rule, rule.tables.join(", "))));
    });
    let grants = &page.manifest.grants;
    html.paragraph(&match grants.is_empty() {
        true => "Frameworks were allowed to see no sensitive field.".to_owned(),
        false => format!("Sensitive fields that frameworks were allowed to see: {}.", grants.join(", ")),
    });
}
