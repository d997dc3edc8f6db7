//! What moves in the national figures.

use concord_model::comparison::{Comparison, Facet, Figure, Unit};
use concord_model::finding::Side;

use super::difference::{Bounds, FigureDifference};

/// The figures of a framework that differ, theme by theme and side by side.
pub(super) fn figures(before: (&Comparison, &str), after: (&Comparison, &str)) -> Vec<FigureDifference> {
    let mut all = Vec::new();
    for theme in &after.0.themes {
        for side in Side::ALL {
            let (one, other) = (bounds(before, &theme.id, side), bounds(after, &theme.id, side));
            if one != other {
                all.push(FigureDifference {
                    theme: theme.id.clone(),
                    title: theme.title.clone(),
                    side,
                    before: one,
                    after: other,
                    points: points(one, other),
                });
            }
        }
    }
    all
}

fn bounds((comparison, framework): (&Comparison, &str), theme: &str, side: Side) -> Option<Bounds> {
    let is = |figure: &&Figure| {
        (figure.unit, figure.facet, figure.side) == (Unit::Incident, Facet::All, side)
            && (figure.framework.as_str(), figure.theme.as_str()) == (framework, theme)
    };
    let cut = &comparison.figures.iter().find(is)?.partly_present;
    Some(Bounds { n: cut.n, lower: cut.lower, assessed_only: cut.assessed_only, upper: cut.upper })
}

/// How far each of the three moved, in percentage points.
fn points(before: Option<Bounds>, after: Option<Bounds>) -> [Option<f64>; 3] {
    let (Some(before), Some(after)) = (before, after) else { return [None; 3] };
    let three = |bounds: Bounds| [bounds.lower, bounds.assessed_only, bounds.upper];
    let moved = |(before, after): (Option<f64>, Option<f64>)| Some((after? - before?) * 100.0);
    let [lower, assessed, upper] = three(before);
    let [lower_after, assessed_after, upper_after] = three(after);
    [(lower, lower_after), (assessed, assessed_after), (upper, upper_after)].map(moved)
}
