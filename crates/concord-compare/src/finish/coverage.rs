//! Which framework has a concept of which theme, and how far it could tell.

use concord_model::comparison::{Coverage, Facet, Figure, Scope, SideCoverage, Unit};
use concord_model::framework::{Indicator, Mapping, Match};

use crate::bounds::share;
use crate::setup::Setup;

/// Every framework × theme.
pub(super) fn coverage(setup: &Setup, figures: &[Figure]) -> Vec<Coverage> {
    let national: Vec<&Figure> = figures.iter().filter(|figure| figure.unit == Unit::Incident && figure.facet == Facet::All).collect();
    let of = |framework: usize| (0..setup.dictionary.themes.len()).map(move |theme| (framework, theme));
    (0..setup.frameworks.len()).flat_map(of).map(|(framework, theme)| pair(setup, framework, theme, &national)).collect()
}

fn pair(setup: &Setup, framework: usize, theme: usize, national: &[&Figure]) -> Coverage {
    let (framework_id, theme_id) = (setup.framework_id(framework), setup.theme_id(theme));
    let mapped = mapped(&setup.frameworks[framework].descriptor.indicators, theme_id);
    let sides: Vec<SideCoverage> =
        national.iter().filter(|figure| figure.framework == framework_id && figure.theme == theme_id).map(|figure| side(figure)).collect();
    let scope = match () {
        () if mapped.is_empty() => Scope::None,
        () if setup.dictionary.themes[theme].apart => Scope::Apart,
        () if sides.is_empty() => Scope::RelatedOnly,
        () => Scope::Decides,
    };
    let mut indicators: Vec<String> = mapped.iter().map(|(indicator, _)| indicator.id.clone()).collect();
    indicators.dedup();
    let kinds = [Match::Exact, Match::Part, Match::Wider, Match::Related].into_iter();
    Coverage {
        framework: framework_id.to_owned(),
        theme: theme_id.to_owned(),
        scope,
        matches: kinds.filter(|kind| mapped.iter().any(|(_, mapping)| mapping.matching == *kind)).collect(),
        indicators,
        sides,
    }
}

/// The indicators mapped to a theme, with their mappings.
fn mapped<'a>(indicators: &'a [Indicator], theme: &str) -> Vec<(&'a Indicator, &'a Mapping)> {
    let mappings = indicators.iter().flat_map(|indicator| indicator.mappings.iter().map(move |mapping| (indicator, mapping)));
    mappings.filter(|(_, mapping)| mapping.theme == theme).collect()
}

fn side(figure: &Figure) -> SideCoverage {
    let (applicable, determinable) = (figure.partly_present.n, figure.partly_present.determinable);
    SideCoverage {
        side: figure.side,
        one_sided: figure.one_sided,
        withheld: figure.withheld,
        applicable,
        looked_for: figure.looked_yes,
        determinable,
        looked_for_share: share(figure.looked_yes, applicable),
        determinable_share: share(determinable, applicable),
    }
}
