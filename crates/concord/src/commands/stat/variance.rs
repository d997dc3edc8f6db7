//! `concord stat variance`: variance components of scores.

use concord_stat::variance::{self, Score};

use super::rows::Said;
use super::table::Table;

/// The components of all rows' scores; a missing score is an answer that was not given.
pub(super) fn variance(table: &Table) -> Said {
    let [partnership, review, framework, score] = table.columns(["partnership", "review", "framework", "score"])?;
    let rows = table.rows(|row| {
        let (partnership, review, framework) = (row.text(partnership), row.text(review), row.text(framework));
        let score = row.maybe_number(score);
        Some(Score { partnership: partnership?.to_owned(), review: review?.to_owned(), framework: framework?.to_owned(), score: score? })
    });
    rows.figures(None, |scores| variance::variance(&scores))
}
