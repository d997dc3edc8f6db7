//! The `[background]` of a dictionary, held against its tables.

use serde::Deserialize;
use toml::Spanned;

use super::Check;
use crate::dictionary::{Background, Decision, Dictionary, Field, Group, Grouping, Kind, MAX_GROUPINGS, Recommendations, Strength};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBackground {
    depth: Option<Spanned<String>>,
    resource: Option<Spanned<String>>,
    #[serde(default)]
    case_mix: Vec<RawGrouping>,
    #[serde(default)]
    fairness: Vec<RawGrouping>,
    #[serde(default)]
    before: Vec<RawGrouping>,
    #[serde(default)]
    decisions: Vec<RawDecision>,
    recommendations: Option<RawRecommendations>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGrouping {
    field: Spanned<String>,
    id: Option<String>,
    label: Option<String>,
    #[serde(default)]
    groups: Vec<RawGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    id: String,
    label: String,
    codes: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDecision {
    id: String,
    label: String,
    field: Spanned<String>,
    yes: Vec<Spanned<String>>,
    no: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecommendations {
    kind: Spanned<String>,
    weak: Vec<Spanned<String>>,
    intermediate: Vec<Spanned<String>>,
    strong: Vec<Spanned<String>>,
    level: Spanned<String>,
    frontline: Spanned<String>,
    organisation: Spanned<String>,
    addressee: Spanned<String>,
    national: Vec<Spanned<String>>,
    links: Spanned<String>,
    response: Spanned<String>,
    answered: Vec<Spanned<String>>,
    months: Option<Spanned<String>>,
    finding_level: Spanned<String>,
    finding_kind: Option<Spanned<String>>,
    #[serde(default)]
    problems: Vec<Spanned<String>>,
}

/// Kinds whose values can be put into groups.
const GROUPED: [Kind; 3] = [Kind::Code, Kind::Ordinal, Kind::Tri];

impl Check<'_> {
    pub(super) fn background(&mut self, dictionary: &Dictionary, raw: RawBackground) -> Background {
        let mut all = |raw: Vec<RawGrouping>| raw.into_iter().filter_map(|raw| self.grouping(dictionary, raw)).collect::<Vec<_>>();
        let [case_mix, fairness, before] = [raw.case_mix, raw.fairness, raw.before].map(&mut all);
        for groupings in [&case_mix, &fairness, &before] {
            self.repeated(groupings);
        }
        if case_mix.iter().map(Grouping::size).try_fold(1usize, usize::checked_mul).is_none_or(|strata| strata > usize::from(u16::MAX)) {
            self.problem(0, "background.case_mix", format!("its groups make more than {} kinds of cases", u16::MAX), None);
        }
        if fairness.len() > MAX_GROUPINGS {
            self.problem(
                0,
                "background.fairness",
                format!("{} groupings are more than the {MAX_GROUPINGS} that there is room for", fairness.len()),
                None,
            );
        }
        let of_root = |word: &Spanned<String>| format!("{}.{}", dictionary.root_table().name, word.get_ref());
        Background {
            depth: raw.depth.and_then(|word| self.place(dictionary, &of_root(&word), word.span().start, &[Kind::Ordinal])).map(second),
            resource: raw
                .resource
                .and_then(|word| self.place(dictionary, &of_root(&word), word.span().start, &[Kind::Decimal, Kind::Integer]))
                .map(second),
            case_mix,
            fairness,
            before,
            decisions: raw.decisions.into_iter().filter_map(|raw| self.decision(dictionary, &raw)).collect(),
            recommendations: raw.recommendations.and_then(|raw| self.recommendations(dictionary, &raw)),
        }
    }

    /// The table and the field that a path names: `field` of the root table, or `table.field`.
    fn place(&mut self, dictionary: &Dictionary, path: &str, at: usize, kinds: &[Kind]) -> Option<(usize, usize)> {
        let (table, field) = path.split_once('.').unwrap_or((&dictionary.root_table().name, path));
        let Some(place) = dictionary.table_place(table).filter(|&place| Some(place) != dictionary.group) else {
            let hint = self.nearest(table, dictionary.tables.iter().map(|table| table.name.as_str()));
            self.problem(at, "background", format!("\"{table}\" is neither the root table nor a child of it"), hint);
            return None;
        };
        let fields = &dictionary.tables[place].fields;
        let Some(found) = fields.iter().position(|known| known.name == field) else {
            let hint = self.nearest(field, fields.iter().map(|field| field.name.as_str()));
            self.problem(at, "background", format!("table \"{table}\" has no field \"{field}\""), hint);
            return None;
        };
        if !kinds.contains(&fields[found].kind) {
            let allowed: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            let message = format!("\"{path}\" must be of kind {}, not {}", allowed.join(" or "), fields[found].kind.name());
            self.problem(at, "background", message, None);
            return None;
        }
        Some((place, found))
    }

    /// The places of codes of a field.
    fn places_of(&mut self, field: &Field, words: &[Spanned<String>]) -> Vec<usize> {
        let mut places = Vec::new();
        for word in words {
            match field.code_place(word.get_ref()) {
                Some(place) => places.push(place),
                None => {
                    let hint = self.nearest(word.get_ref(), field.codes.iter().map(|code| code.code.as_str()));
                    self.problem(word.span().start, "background", format!("\"{}\" has no code \"{}\"", field.name, word.get_ref()), hint);
                }
            }
        }
        places
    }

    fn grouping(&mut self, dictionary: &Dictionary, raw: RawGrouping) -> Option<Grouping> {
        let (table, place) = self.place(dictionary, raw.field.get_ref(), raw.field.span().start, &GROUPED)?;
        let field = &dictionary.tables[table].fields[place];
        let (groups, of_code) = match (field.kind, raw.groups.is_empty()) {
            (Kind::Tri, _) => {
                let group = |id: &str| Group { id: id.to_owned(), label: id.to_owned() };
                (vec![group("present"), group("absent")], vec![None, Some(0), Some(1)])
            }
            (_, true) => {
                let given: Vec<usize> = (0..field.codes.len()).filter(|&code| field.codes[code].missing.is_none()).collect();
                let group = |&code: &usize| Group { id: field.codes[code].code.clone(), label: field.codes[code].label.clone() };
                let of_code = (0..field.codes.len()).map(|code| given.iter().position(|&one| one == code).map(|place| place as u8));
                (given.iter().map(group).collect(), of_code.collect())
            }
            (_, false) => {
                let mut of_code = vec![None; field.codes.len()];
                for (place, group) in raw.groups.iter().enumerate() {
                    self.places_of(field, &group.codes).into_iter().for_each(|code| of_code[code] = Some(place as u8));
                }
                (raw.groups.into_iter().map(|group| Group { id: group.id, label: group.label }).collect(), of_code)
            }
        };
        let (id, label) = (raw.id.unwrap_or_else(|| field.name.clone()), raw.label.unwrap_or_else(|| field.label.clone()));
        Some(Grouping { id, label, table, field: place, groups, of_code })
    }

    fn repeated(&mut self, groupings: &[Grouping]) {
        for (place, grouping) in groupings.iter().enumerate() {
            if groupings[..place].iter().any(|before| before.id == grouping.id) {
                self.problem(0, "background", format!("\"{}\" stands twice", grouping.id), Some("give one of them an id".to_owned()));
            }
        }
    }

    fn decision(&mut self, dictionary: &Dictionary, raw: &RawDecision) -> Option<Decision> {
        let path = format!("{}.{}", dictionary.root_table().name, raw.field.get_ref());
        let (table, place) = self.place(dictionary, &path, raw.field.span().start, &[Kind::Code])?;
        let field = &dictionary.tables[table].fields[place];
        let mut of_code = vec![None; field.codes.len()];
        for (codes, means) in [(&raw.yes, true), (&raw.no, false)] {
            self.places_of(field, codes).into_iter().for_each(|code| of_code[code] = Some(means));
        }
        Some(Decision { id: raw.id.clone(), label: raw.label.clone(), field: place, of_code })
    }

    fn recommendations(&mut self, dictionary: &Dictionary, raw: &RawRecommendations) -> Option<Recommendations> {
        let mut of = |word: &Spanned<String>, kinds: &[Kind]| self.place(dictionary, word.get_ref(), word.span().start, kinds);
        let (kind, level, addressee) = (of(&raw.kind, &[Kind::Code]), of(&raw.level, &[Kind::Ordinal]), of(&raw.addressee, &[Kind::Code]));
        let (links, response) = (of(&raw.links, &[Kind::Reference]), of(&raw.response, &[Kind::Code]));
        let finding_level = of(&raw.finding_level, &[Kind::Ordinal]);
        let months = raw.months.as_ref().map(|word| of(word, &[Kind::Integer]));
        let ((table, kind), (_, level), (_, addressee), (_, links), (_, response)) = (kind?, level?, addressee?, links?, response?);
        let (findings, finding_level) = finding_level?;
        let field = |place: usize| &dictionary.tables[table].fields[place];
        let paths = [&raw.level, &raw.addressee, &raw.links, &raw.response].into_iter().chain(&raw.months);
        let name = &dictionary.tables[table].name;
        let elsewhere: Vec<_> = paths.filter(|word| word.get_ref().split_once('.').is_none_or(|(table, _)| table != name)).collect();
        for word in &elsewhere {
            self.problem(word.span().start, "background", format!("\"{}\" must be a field of \"{name}\"", word.get_ref()), None);
        }
        if !elsewhere.is_empty() {
            return None;
        }
        if field(links).references.as_deref() != Some(dictionary.tables[findings].name.as_str()) {
            let message = format!("\"{}\" does not point at the table of \"{}\"", raw.links.get_ref(), raw.finding_level.get_ref());
            self.problem(raw.links.span().start, "background", message, None);
        }
        let mut strength = vec![None; field(kind).codes.len()];
        for (codes, means) in [(&raw.weak, Strength::Weak), (&raw.intermediate, Strength::Intermediate), (&raw.strong, Strength::Strong)] {
            self.places_of(field(kind), codes).into_iter().for_each(|code| strength[code] = Some(means));
        }
        let [national, answered] = [(addressee, &raw.national), (response, &raw.answered)].map(|(place, words)| {
            let mut is = vec![false; field(place).codes.len()];
            self.places_of(field(place), words).into_iter().for_each(|code| is[code] = true);
            is
        });
        let [frontline, organisation] = [&raw.frontline, &raw.organisation]
            .map(|word| self.places_of(field(level), std::slice::from_ref(word)).first().map_or(0, |&place| place as u8));
        let months = months.flatten().map(second);
        let problems = self.problems(dictionary, raw, findings);
        Some(Recommendations {
            table,
            kind,
            strength,
            level,
            frontline,
            organisation,
            addressee,
            national,
            links,
            response,
            answered,
            months,
            findings,
            finding_level,
            problems,
        })
    }

    /// Which findings are problems: a code of the findings' table, and those of its codes that mean one.
    fn problems(&mut self, dictionary: &Dictionary, raw: &RawRecommendations, findings: usize) -> Option<(usize, Vec<bool>)> {
        let Some(word) = &raw.finding_kind else {
            if let Some(code) = raw.problems.first() {
                let message = "problems needs finding_kind, the field whose codes they are".to_owned();
                self.problem(code.span().start, "background", message, None);
            }
            return None;
        };
        let (table, kind) = self.place(dictionary, word.get_ref(), word.span().start, &[Kind::Code])?;
        if table != findings {
            let message = format!("\"{}\" must be a field of \"{}\"", word.get_ref(), dictionary.tables[findings].name);
            self.problem(word.span().start, "background", message, None);
            return None;
        }
        if raw.problems.is_empty() {
            let message = format!("finding_kind = \"{}\" needs problems, those of its codes that mean one", word.get_ref());
            self.problem(word.span().start, "background", message, None);
        }
        let field = &dictionary.tables[table].fields[kind];
        let mut is = vec![false; field.codes.len()];
        self.places_of(field, &raw.problems).into_iter().for_each(|code| is[code] = true);
        Some((kind, is))
    }
}

fn second((_, field): (usize, usize)) -> usize {
    field
}
