//! What a comparison is of: the dictionary, the frameworks, and what follows from both before any answer is seen.

use std::collections::BTreeMap;

use concord_model::answer::Answers;
use concord_model::dictionary::Dictionary;
use concord_model::finding::{BatchFindings, FindingColumn, Side};
use concord_model::framework::Descriptor;
use concord_model::manifest::Manifest;
use concord_model::problem::{Problem, nearest};

use crate::carried::Rows;
use crate::crosswalk::findings_by_bits;
use crate::patterns::{Panel, panels};
use crate::view::View;

/// A framework of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkInfo {
    /// Who it is.
    pub manifest: Manifest,
    /// What it asks, in the order of its answers.
    pub descriptor: Descriptor,
    /// By indicator, what only memory supports.
    pub memory: BTreeMap<String, String>,
}

/// The dictionary and the frameworks of a run, with the tables that turn answers into findings.
#[derive(Debug, Clone)]
pub struct Setup {
    pub(crate) dictionary: Dictionary,
    pub(crate) frameworks: Vec<FrameworkInfo>,
    /// Framework × theme × side in scope, in that order.
    pub(crate) views: Vec<View>,
    /// Pairs of views of the same side of the same theme that can both answer both ways.
    pub(crate) pairs: Vec<ViewPair>,
    /// Views that can answer both ways and are counted together.
    pub(crate) panels: Vec<Panel>,
    /// All views of one side of one theme, one-sided ones too: who may disagree.
    pub(crate) faced: Vec<Panel>,
    pub(crate) fields: Fields,
    /// Where chance starts from in permutations.
    pub(crate) seed: u64,
    /// The day as of which it is asked what is due, as days since 1970-01-01.
    pub(crate) as_of: Option<i32>,
    by_bits: Vec<u8>,
}

/// Two frameworks' views that are compared, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ViewPair {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// Both decide by the same rules.
    pub(crate) same_predicate: bool,
}

/// The places of what the host itself must understand of a review.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    pub(crate) chain: Option<usize>,
    pub(crate) period: Option<usize>,
    pub(crate) coding: Option<usize>,
    pub(crate) review_type: Option<usize>,
    pub(crate) examined: Option<usize>,
    /// For each code of the examined set, its theme.
    pub(crate) examined_themes: Vec<Option<usize>>,
    /// Child tables' fields that carry a theme: table, field, and the theme of each code.
    pub(crate) theme_fields: Vec<(usize, usize, Vec<Option<usize>>)>,
}

impl Setup {
    /// What follows from a dictionary and frameworks.
    ///
    /// # Errors
    /// All of: two frameworks of one name, two indicators of one name in a framework, mappings to themes that the dictionary does not have.
    pub fn new(dictionary: &Dictionary, frameworks: &[FrameworkInfo]) -> Result<Setup, Vec<Problem>> {
        let problems = problems(dictionary, frameworks);
        if !problems.is_empty() {
            return Err(problems);
        }
        let views = views(dictionary, frameworks);
        let rules: Vec<Option<Rules>> = views.iter().map(|view| predicates(view, frameworks)).collect();
        Ok(Setup {
            pairs: pairs(&views, &rules),
            panels: panels(&views, &rules, |view| view.one_sided.is_none()),
            faced: panels(&views, &rules, |_| true),
            views,
            fields: Fields::new(dictionary),
            seed: 1,
            as_of: None,
            by_bits: findings_by_bits(),
            dictionary: dictionary.clone(),
            frameworks: frameworks.to_vec(),
        })
    }

    /// The same with another seed for permutations; 1 unless given.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Setup {
        Setup { seed, ..self }
    }

    /// The same with the day as of which it is asked what is due, as days since 1970-01-01: without it that is not known.
    #[must_use]
    pub fn with_as_of(self, day: i32) -> Setup {
        Setup { as_of: Some(day), ..self }
    }

    /// The findings of all frameworks for a run of reviews; answers are checked before.
    pub(crate) fn findings(&self, rows: Rows<'_>, answers: &[Answers]) -> BatchFindings {
        let column = |view: &View| FindingColumn {
            framework: view.framework,
            theme: view.theme,
            side: view.side,
            findings: view.findings(rows, &answers[view.framework], &self.by_bits),
        };
        BatchFindings { reviews: rows.reviews.len(), columns: self.views.iter().map(column).collect() }
    }

    /// A framework's name, by its place.
    pub(crate) fn framework_id(&self, framework: usize) -> &str {
        &self.frameworks[framework].manifest.id
    }

    /// A theme's name, by its place.
    pub(crate) fn theme_id(&self, theme: usize) -> &str {
        &self.dictionary.themes[theme].id
    }
}

impl Fields {
    fn new(dictionary: &Dictionary) -> Fields {
        let roles = &dictionary.roles;
        let themes = |table: usize, field: usize| {
            let codes = &dictionary.tables[table].fields[field].codes;
            codes.iter().map(|code| dictionary.theme_place(&code.code)).collect()
        };
        let examined = dictionary.role(&roles.examined);
        Fields {
            chain: dictionary.role(&roles.chain),
            period: dictionary.role(&roles.period),
            coding: dictionary.role(&roles.coding),
            review_type: dictionary.role(&roles.review_type),
            examined,
            examined_themes: examined.map_or_else(Vec::new, |field| themes(dictionary.root, field)),
            theme_fields: dictionary.theme_fields().into_iter().map(|(table, field)| (table, field, themes(table, field))).collect(),
        }
    }
}

fn problems(dictionary: &Dictionary, frameworks: &[FrameworkInfo]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (place, framework) in frameworks.iter().enumerate() {
        let id = &framework.manifest.id;
        if frameworks[..place].iter().any(|before| before.manifest.id == *id) {
            let hint = "give one of them another id, or leave it out of the run";
            problems.push(Problem::of(id, "two frameworks have this id").hint(hint));
        }
        let indicators = &framework.descriptor.indicators;
        for (place, indicator) in indicators.iter().enumerate() {
            if indicators[..place].iter().any(|before| before.id == indicator.id) {
                problems.push(Problem::of(id, "two indicators have this id").about(&indicator.id));
            }
            let unknown = indicator.mappings.iter().filter(|mapping| dictionary.theme_place(&mapping.theme).is_none());
            problems.extend(unknown.map(|mapping| {
                let hint = nearest(&mapping.theme, dictionary.themes.iter().map(|theme| theme.id.as_str()));
                Problem::of(id, format!("no theme is named \"{}\"", mapping.theme)).about(&indicator.id).maybe_hint(hint)
            }));
        }
    }
    problems
}

fn views(dictionary: &Dictionary, frameworks: &[FrameworkInfo]) -> Vec<View> {
    let combined: Vec<(usize, &str)> =
        dictionary.themes.iter().enumerate().filter(|(_, theme)| !theme.apart).map(|(place, theme)| (place, theme.id.as_str())).collect();
    let of = |(place, framework): (usize, &FrameworkInfo)| {
        let view =
            |&theme: &(usize, &str)| Side::ALL.map(|side| View::new(dictionary, place, theme, side, &framework.descriptor.indicators));
        combined.iter().flat_map(view).flatten().collect::<Vec<View>>()
    };
    frameworks.iter().enumerate().flat_map(of).collect()
}

/// All pairs of frameworks, theme by theme and side by side; the first stands before the second in the run.
fn pairs(views: &[View], rules: &[Option<Rules>]) -> Vec<ViewPair> {
    let mut by_theme: BTreeMap<(usize, Side), Vec<usize>> = BTreeMap::new();
    for (place, view) in views.iter().enumerate().filter(|(_, view)| view.one_sided.is_none()) {
        by_theme.entry((view.theme, view.side)).or_default().push(place);
    }
    let mut pairs = Vec::new();
    for places in by_theme.values() {
        for (first, &a) in places.iter().enumerate() {
            let pair = |&b: &usize| ViewPair { a, b, same_predicate: rules[a].is_some() && rules[a] == rules[b] };
            pairs.extend(places[first + 1..].iter().map(pair));
        }
    }
    pairs
}

/// The rules that decide a view: how each stands to the theme, and what it says.
type Rules<'a> = Vec<(&'static str, &'a str)>;

/// The set of rules that decide a view; `None` where the host does not know all of them.
fn predicates<'a>(view: &View, frameworks: &'a [FrameworkInfo]) -> Option<Rules<'a>> {
    let indicators = &frameworks[view.framework].descriptor.indicators;
    let rule = |place: usize| indicators[place].predicate.as_deref();
    let mut rules: Rules<'a> =
        view.deciders.iter().map(|decider| Some((decider.matching.name(), rule(decider.indicator)?))).collect::<Option<_>>()?;
    rules.sort_unstable();
    rules.dedup();
    Some(rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use concord_model::comparison::OneSided;
    use concord_model::framework::Match;

    fn view(matches: &[Match]) -> View {
        let indicators: Vec<String> = (0..matches.len()).map(|place| format!("I{place}")).collect();
        let indicators: Vec<_> = indicators.iter().zip(matches).map(|(id, &matching)| testing::concern(id, "T04", matching)).collect();
        let setup = Setup::new(&testing::dictionary(), &[testing::framework("f", indicators)]).unwrap();
        setup.views[0].clone()
    }

    #[test]
    fn only_part_or_only_wider_is_one_sided_and_both_together_are_not() {
        assert_eq!(view(&[Match::Part]).one_sided, Some(OneSided::PresentOnly));
        assert_eq!(view(&[Match::Part, Match::Part]).one_sided, Some(OneSided::PresentOnly));
        assert_eq!(view(&[Match::Wider]).one_sided, Some(OneSided::AbsentOnly));
        assert_eq!(view(&[Match::Wider, Match::Part]).one_sided, None);
        assert_eq!(view(&[Match::Exact]).one_sided, None);
    }

    #[test]
    fn a_scale_that_never_says_absent_is_one_sided_too() {
        let mut indicator = testing::concern("I", "T04", Match::Exact);
        indicator.scale.retain(|local| local.code != "absent");
        let setup = Setup::new(&testing::dictionary(), &[testing::framework("f", vec![indicator])]).unwrap();
        assert_eq!(setup.views[0].one_sided, Some(OneSided::PresentOnly));
    }

    #[test]
    fn themes_apart_descriptions_and_related_indicators_are_never_combined() {
        let apart = testing::concern("I1", "T12", Match::Exact);
        let related = testing::concern("I2", "T04", Match::Related);
        let mut description = testing::concern("I3", "T05", Match::Exact);
        description.polarity = concord_model::framework::Polarity::Description;
        let setup = Setup::new(&testing::dictionary(), &[testing::framework("f", vec![apart, related, description])]).unwrap();
        assert!(setup.views.is_empty());
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let wrong = testing::concern("I", "T44", Match::Exact);
        let frameworks = [testing::framework("f", vec![wrong.clone(), wrong]), testing::framework("f", vec![])];
        let problems = Setup::new(&testing::dictionary(), &frameworks).unwrap_err();
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "f: I: no theme is named \"T44\" (did you mean \"T04\"?)",
                "f: I: two indicators have this id",
                "f: I: no theme is named \"T44\" (did you mean \"T04\"?)",
                "f: two frameworks have this id (give one of them another id, or leave it out of the run)",
            ]
        );
    }
}
