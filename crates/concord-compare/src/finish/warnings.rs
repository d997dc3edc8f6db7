//! What needs a person's eye: a rule that never ran must not look like a pass.

use concord_model::comparison::{Figure, IndicatorFigure, OfAnother, Warning, WarningKind};
use concord_model::framework::{Indicator, Outcome};

use super::{Whole, of_reviews};

/// Framework by framework; none where there are no reviews.
pub(super) fn warnings(whole: &Whole<'_>, indicators: &[IndicatorFigure], figures: &[Figure]) -> Vec<Warning> {
    if whole.summary.reviews() == 0 {
        return Vec::new();
    }
    let asked = whole.setup.frameworks.iter().flat_map(|framework| &framework.descriptor.indicators);
    let mut warnings: Vec<Warning> = asked.zip(indicators).flat_map(|(indicator, figure)| of_indicator(indicator, figure)).collect();
    warnings.extend(contradictions(figures));
    let order = |warning: &Warning| whole.setup.frameworks.iter().position(|framework| framework.manifest.id == warning.framework);
    warnings.sort_by_key(order);
    warnings
}

fn of_indicator(indicator: &Indicator, figure: &IndicatorFigure) -> Vec<Warning> {
    let mut found = Vec::new();
    let told: u64 = figure.answers.iter().map(|answer| answer.count).sum();
    let reviews = figure.reviews;
    let withheld = figure.reasons.iter().find(|reason| reason.reason == "withheld").map_or(0, |reason| reason.count);
    if !indicator.scale.is_empty() && told == 0 && withheld > 0 && withheld == figure.not_determinable && figure.error == 0 {
        let message = format!(
            "it could be told for none of {reviews} reviews: what it reads was withheld from it; grant the sensitive field if it may be seen"
        );
        found.push((WarningKind::NeverDeterminable, message));
    } else if !indicator.scale.is_empty() && told == 0 {
        let message = format!(
            "it could be told for none of {reviews} reviews ({} not determinable, {} not applicable, {} failed); see whether the data has what its rule reads",
            figure.not_determinable, figure.not_applicable, figure.error
        );
        found.push((WarningKind::NeverDeterminable, message));
    } else if never_present(indicator, figure) {
        let message = format!("it was told for {told} of {reviews} reviews and never present; see whether its rule can be true");
        found.push((WarningKind::NeverPresent, message));
    }
    if figure.measure.as_ref().is_some_and(|measure| measure.known + measure.interval == 0) {
        let message = format!("it gave a number for none of {reviews} reviews; see whether the data has what its rule reads");
        found.push((WarningKind::NeverMeasured, message));
    }
    for OfAnother { theme, side, reviews: count } in &figure.of_another {
        let message = format!(
            "it stands under several themes, and in {count} of {reviews} reviews what it finds rests on no row of {theme}, or is a concern and a \
             strength at once: it decides nothing there of the {} side of {theme}; ask of each theme in a question of its own",
            side.name()
        );
        found.push((WarningKind::OfAnother, message));
    }
    if let Some(measure) = figure.measure.as_ref().filter(|measure| measure.unsound > 0) {
        let message = format!(
            "its number cannot be in {} of {reviews} reviews (a share below 0 or above 1, or no finite number), and is left out there; see what \
             it counts, and among what",
            measure.unsound
        );
        found.push((WarningKind::UnsoundNumber, message));
    }
    if figure.error > 0 {
        let message =
            format!("it failed for {} of {reviews} reviews, which count as not determinable; see the errors of the run", figure.error);
        found.push((WarningKind::Failed, message));
    }
    let warning =
        |(kind, message)| Warning { kind, framework: figure.framework.clone(), indicator: Some(figure.indicator.clone()), message };
    found.into_iter().map(warning).collect()
}

/// Whether its scale can say present or partly, and no review got such an answer.
fn never_present(indicator: &Indicator, figure: &IndicatorFigure) -> bool {
    let says = |outcome: Option<Outcome>| matches!(outcome, Some(Outcome::Present | Outcome::Partly));
    let mut present =
        indicator.scale.iter().zip(&figure.answers).filter(|(local, _)| says(local.concern) || says(local.strength)).peekable();
    present.peek().is_some() && present.all(|(_, answer)| answer.count == 0)
}

/// Frameworks that contradict themselves on a theme.
fn contradictions(figures: &[Figure]) -> impl Iterator<Item = Warning> {
    of_reviews(figures).filter(|figure| figure.partly_present.conflict > 0).map(|figure| Warning {
        kind: WarningKind::Contradicts,
        framework: figure.framework.clone(),
        indicator: None,
        message: format!(
            "on the {} side of {} one of its indicators says present and another absent for {} of {} reviews, which count as present in the \
             headline and absent in the lower bound; see the list of conflicts, and whether both are mapped rightly",
            figure.side.name(),
            figure.theme,
            figure.partly_present.conflict,
            figure.in_scope
        ),
    })
}
