//! What is found, and whether it could be told, by whom reviews are about.

use concord_model::comparison::{Difference, FairnessFigure, TestFamily, Unit};
use concord_model::dictionary::Grouping;
use rayon::prelude::*;

use super::Whole;
use super::assessed::{Assessed, Cuts, Partnerships, Parts, sum};
use super::facets::Facets;
use super::families::{difference, family};
use super::variation::clustered;

/// What is tested together.
const FAMILY: &str = "all frameworks × themes × sides that can be told both ways × groups of each grouping of those whom reviews are about × whether it could be told and what was found of those assessed";

/// Each view that can be told both ways, by each grouping of fairness and each of its groups that has an incident, and all gaps as one
/// family of tests.
pub(super) fn fairness(whole: &Whole<'_>, facets: &Facets, partnerships: &Partnerships) -> (Vec<FairnessFigure>, TestFamily) {
    let groupings = &whole.setup.dictionary.background.fairness;
    let parts: Vec<Parts> = (0..groupings.len()).map(|place| of_grouping(whole, partnerships, place, groupings[place].size())).collect();
    let views: Vec<usize> = whole.two_sided().collect();
    let one = |&view: &usize| {
        let of_grouping = |(grouping, parts)| groups(whole, facets, partnerships.rows.len(), view, grouping, parts);
        groupings.iter().zip(&parts).flat_map(of_grouping).collect::<Vec<FairnessFigure>>()
    };
    let mut figures: Vec<FairnessFigure> = views.par_iter().flat_map_iter(one).collect();
    let tests = family(FAMILY.to_owned(), gaps(groupings, &mut figures));
    (figures, tests)
}

/// The gaps of known groups, those together that are one test: of two groups each is held against the other.
fn gaps<'a>(groupings: &[Grouping], figures: &'a mut [FairnessFigure]) -> Vec<Vec<&'a mut Difference>> {
    let place = |one: &FairnessFigure| groupings.iter().position(|grouping| grouping.id == one.grouping);
    let view = |one: &FairnessFigure| (one.framework.clone(), one.theme.clone(), one.side);
    let mut tests = Vec::new();
    for same in figures.chunk_by_mut(|a, b| a.grouping == b.grouping && view(a) == view(b)) {
        let grouping = same.first().and_then(&place).map(|place| &groupings[place]);
        let known = |one: &FairnessFigure| grouping.is_some_and(|grouping| grouping.groups.iter().any(|group| group.id == one.group));
        let two = grouping.is_some_and(|grouping| grouping.groups.len() == 2);
        let [mut assessable, mut assessed] = [Vec::new(), Vec::new()];
        for one in same.iter_mut().filter(|one| known(one)) {
            assessable.push(&mut one.assessable_gap);
            assessed.push(&mut one.assessed_gap);
        }
        for gaps in [assessable, assessed] {
            if two { tests.push(gaps) } else { tests.extend(gaps.into_iter().map(|gap| vec![gap])) }
        }
    }
    tests
}

/// Incidents by group and partnership.
fn of_grouping(whole: &Whole<'_>, partnerships: &Partnerships, grouping: usize, size: usize) -> Parts {
    let (place, count) = (partnerships.places(), partnerships.rows.len());
    let part = |key: &crate::margin::GroupKey| {
        let here = usize::from(key.grouping) == grouping;
        place(key.partnership).filter(|_| here).map(|place| usize::from(key.group) * count + place)
    };
    let of_key: Vec<Option<usize>> = whole.by_group.keys.keys.iter().map(part).collect();
    Parts::new(whole.setup.views.len(), &[&whole.by_group.tally], &of_key, size * count)
}

fn groups(whole: &Whole<'_>, facets: &Facets, count: usize, view: usize, grouping: &Grouping, parts: &Parts) -> Vec<FairnessFigure> {
    let of = |group: u8| -> Vec<Cuts> { (0..count).map(|place| parts.get(usize::from(group) * count + place, view)).collect() };
    let all: Vec<Vec<Cuts>> = (0..grouping.size() as u8).map(of).collect();
    let known = grouping.groups.len();
    let others = |group: usize| -> Vec<Assessed> {
        let rest = (0..known).filter(|other| *other != group);
        (0..count).map(|place| sum(rest.clone().map(|other| all[other][place]))[0]).collect()
    };
    let seen = &whole.setup.views[view];
    let figure = |group: usize| {
        let own: Vec<Assessed> = all[group].iter().map(|[cut, _]| *cut).collect();
        let total = sum(all[group].iter().copied())[0];
        let others = if group < known { others(group) } else { vec![Assessed::default(); count] };
        let share = |of: fn(Assessed) -> [u64; 2]| clustered(own.iter().map(|cut| of(*cut)));
        let gap = |of: fn(Assessed) -> [u64; 2]| difference(others.iter().zip(&own).map(|(others, own)| [of(*others), of(*own)]));
        (total.n > 0).then(|| FairnessFigure {
            framework: whole.setup.framework_id(seen.framework).to_owned(),
            theme: whole.setup.theme_id(seen.theme).to_owned(),
            side: seen.side,
            unit: Unit::Incident,
            period: facets.whole_period().to_owned(),
            grouping: grouping.id.clone(),
            group: grouping.id_of(group as u8).to_owned(),
            label: grouping.label_of(group as u8).to_owned(),
            n: total.n,
            assessable: share(|cut| [cut.assessed(), cut.n]),
            lower: Some(total.present as f64 / total.n as f64),
            assessed_only: share(|cut| [cut.found(), cut.assessed()]),
            upper: Some(total.at_most() as f64 / total.n as f64),
            assessable_gap: gap(|cut| [cut.assessed(), cut.n]),
            assessed_gap: gap(|cut| [cut.found(), cut.assessed()]),
        })
    };
    (0..grouping.size()).filter_map(figure).collect()
}
