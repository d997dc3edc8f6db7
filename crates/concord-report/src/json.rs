//! What is written as one JSON text: `comparison.json`, `manifest.json`, `timings.json`.

use serde::Serialize;

/// A value as JSON that people can read, with a line feed at its end. A number that is none becomes null.
///
/// # Errors
/// Where the value cannot be said in JSON, such as a map whose keys are no texts.
pub fn pretty<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use concord_model::comparison::Comparison;

    use super::*;

    #[test]
    fn a_comparison_is_written_whole_and_reads_back_the_same() {
        let comparison = crate::sample::comparison();
        let text = pretty(&comparison).unwrap();
        assert_eq!(serde_json::from_slice::<Comparison>(&text).unwrap(), comparison);
        assert!(!String::from_utf8(text).unwrap().contains("NaN"));
    }

    #[test]
    fn one_of_each_figure() {
        let mut comparison = crate::sample::comparison();
        comparison.frameworks.truncate(1);
        comparison.facets.truncate(1);
        comparison.coverage.truncate(1);
        comparison.figures.truncate(1);
        comparison.indicators.truncate(2);
        comparison.examined.truncate(1);
        comparison.agreement.pairs.truncate(1);
        comparison.agreement.over_themes.truncate(2);
        comparison.recommendations.figures.truncate(1);
        comparison.recommendations.figures[0].shares.truncate(2);
        comparison.decisions.decisions.truncate(1);
        let decision = &mut comparison.decisions.decisions[0];
        decision.shares.truncate(1);
        decision.alike.kinds.truncate(1);
        decision.partnerships.truncate(1);
        decision.predictors.rows.truncate(1);
        insta::assert_snapshot!(String::from_utf8(pretty(&comparison).unwrap()).unwrap());
    }
}
