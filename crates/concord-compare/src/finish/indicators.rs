//! What each indicator answered, each by itself.

use concord_model::answer::{Looked, NOT_DETERMINABLE, reason};
use concord_model::comparison::{AnswerCount, IndicatorFigure, MeasureFigure, ReasonCount, Unit};
use concord_model::framework::Indicator;

use super::Whole;
use super::facets::Facets;
use crate::indicator::{IndicatorTally, MeasureTally};

/// Framework by framework, indicator by indicator.
pub(super) fn indicators(whole: &Whole<'_>, facets: &Facets) -> Vec<IndicatorFigure> {
    let all = whole.summary.indicators.iter().enumerate().flat_map(|(framework, tallies)| {
        let indicators = whole.setup.frameworks[framework].descriptor.indicators.iter().zip(tallies);
        indicators.enumerate().map(move |(place, (indicator, tally))| ((framework, place), indicator, tally))
    });
    all.map(|(place, indicator, tally)| figure(whole, place, (indicator, tally), facets.whole_period())).collect()
}

fn figure(whole: &Whole<'_>, place: (usize, usize), (indicator, tally): (&Indicator, &IndicatorTally), period: &str) -> IndicatorFigure {
    let scale = indicator.scale.len();
    let answers = indicator.scale.iter().zip(0..).map(|(local, place)| AnswerCount {
        code: local.code.clone(),
        label: local.label.clone(),
        count: tally.answered(place),
    });
    IndicatorFigure {
        framework: whole.setup.framework_id(place.0).to_owned(),
        indicator: indicator.id.clone(),
        unit: Unit::Review,
        period: period.to_owned(),
        reviews: whole.summary.reviews(),
        answers: answers.collect(),
        not_determinable: if scale == 0 { 0 } else { tally.answered(NOT_DETERMINABLE) },
        reasons: reasons(tally),
        not_applicable: tally.not_applicable(),
        error: tally.failed(scale),
        looked_yes: tally.looked(scale, Looked::Yes),
        looked_no: tally.looked(scale, Looked::No),
        looked_unknown: tally.looked(scale, Looked::Unknown),
        of_another: whole.summary.of_another(whole.setup, place),
        measure: tally.measure.as_ref().map(|measure| measure_figure(indicator, measure)),
    }
}

/// The reasons that occurred.
fn reasons(tally: &IndicatorTally) -> Vec<ReasonCount> {
    let bits = reason::names(u16::MAX).zip((0..reason::COUNT).map(|bit| 1u16 << bit));
    let counts = bits.map(|(name, bit)| ReasonCount { reason: name.to_owned(), count: tally.reason(bit) });
    counts.filter(|reason| reason.count > 0).collect()
}

fn measure_figure(indicator: &Indicator, tally: &MeasureTally) -> MeasureFigure {
    let why = if tally.beyond > 0 {
        Some(format!("{} reviews gave a number that is too great to be summed", tally.beyond))
    } else if tally.mean(0).is_none() {
        Some("no review gave a number".to_owned())
    } else if !tally.share {
        Some("it is no share, so nothing is pooled".to_owned())
    } else {
        None
    };
    MeasureFigure {
        unit: indicator.measure_unit.clone().unwrap_or_default(),
        share: tally.share,
        known: tally.known,
        interval: tally.interval,
        none: tally.none,
        of_nothing: tally.of_nothing,
        unsound: tally.unsound,
        mean_lower: tally.mean(0),
        mean_upper: tally.mean(1),
        pooled_lower: tally.pooled(0),
        pooled_upper: tally.pooled(1),
        why,
    }
}
