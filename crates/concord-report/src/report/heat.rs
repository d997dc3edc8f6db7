//! Every two frameworks at a glance: a lower triangle in which each cell has its number.

use concord_model::comparison::{Comparison, PairOverThemes};
use concord_model::finding::Side;

use super::html::{Cell, Table};
use super::words;

/// What the shades are; to be said where they stand.
pub(super) const LEGEND: &str = "Each cell has the share of incidents × themes on which the two say the same, and how many were compared. \
The shade repeats the number and says nothing more: none below 50%, then darker from 50%, from 75% and from 90%.";

/// The frameworks of a run, each with each before it, on one side over all themes; empty where nothing is compared.
pub(super) fn map(comparison: &Comparison, side: Side) -> Table {
    let pairs: Vec<&PairOverThemes> = comparison.agreement.over_themes.iter().filter(|pair| pair.side == side).collect();
    let compared = |id: &&str| pairs.iter().any(|pair| pair.a == *id || pair.b == *id);
    let frameworks: Vec<&str> = comparison.frameworks.iter().map(|card| card.id.as_str()).filter(compared).collect();
    let caption = format!(
        "How often every two frameworks say the same, {}s, partly as present, marked pairs left out. Unit: incident × theme. Period: {}.",
        side.name(),
        comparison.data.period
    );
    let before = &frameworks[..frameworks.len().saturating_sub(1)];
    let mut table = Table::new(caption, "agreement_over_themes").columns(std::iter::once(&"Framework").chain(before).copied());
    for (place, framework) in frameworks.iter().enumerate().skip(1) {
        let cells =
            before.iter().enumerate().map(|(column, other)| if column < place { cell(&pairs, other, framework) } else { Cell::from("") });
        table.row(std::iter::once(Cell::from(*framework)).chain(cells));
    }
    table
}

fn cell(pairs: &[&PairOverThemes], a: &str, b: &str) -> Cell {
    match pairs.iter().find(|pair| pair.a == a && pair.b == b) {
        None => Cell::from("no theme of both"),
        Some(pair) if pair.themes == 0 => Cell::from("marked"),
        Some(pair) => {
            let count = words::count(pair.partly_present.n);
            match pair.partly_present.agree {
                Some(share) => Cell::Shaded(shade(share), format!("{} of {count}", words::percent(share))),
                None => Cell::from(format!("none of {count}")),
            }
        }
    }
}

/// From 0, no shade, to 3.
fn shade(share: f64) -> u8 {
    [0.5, 0.75, 0.9].into_iter().filter(|&from| share >= from).count() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_begin_where_the_legend_says() {
        assert_eq!([0.0, 0.499, 0.5, 0.749, 0.75, 0.899, 0.9, 1.0].map(shade), [0, 0, 1, 1, 2, 2, 3, 3]);
    }
}
