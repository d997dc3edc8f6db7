//! The TOML of a framework: which keys there are, and every fault of them at once.

use concord_model::dictionary::{Dictionary, toml_problem};
use concord_model::manifest::{Manifest, plugin_of};
use concord_model::problem::{Problem, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::Faults;
use super::names::{Names, Source};
use super::text::Text;
use super::{Compiled, expression, indicator, reads, warnings};
use crate::engine::{Builder, Program};
use crate::plan::{Plan, Rule};

const FRAMEWORK: [&str; 9] = ["id", "title", "edition", "owner", "source", "plugin", "confirmed", "memory", "note"];

/// A table of the file.
#[derive(Clone, Copy)]
pub(super) struct Section<'f> {
    /// Its keys and values.
    pub(super) keys: &'f DeTable<'f>,
    /// Where it starts.
    pub(super) at: usize,
}

/// Reads the whole file. `None` where it cannot even be read as TOML or has no manifest.
pub(super) fn read(faults: &mut Faults<'_>, dictionary: &Dictionary) -> Option<Compiled> {
    let text = faults.text;
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        faults.push(toml_problem(faults.file, text, error));
    }
    if !errors.is_empty() {
        return None;
    }
    let root = Section { keys: document.get_ref(), at: 0 };
    faults.known_keys(root, &["framework", "define", "indicator"], "");
    let manifest = manifest(faults, root);
    let names = define(faults, root, dictionary);
    expression::check_names(&names, faults);

    let mut written = Vec::new();
    let sections = faults.sections(root, "indicator", "");
    for (place, section) in sections.iter().enumerate() {
        written.extend(indicator::read(faults, &names, *section, place));
    }
    if written.is_empty() && faults.none() {
        faults.at(0, "", "a framework needs at least one [[indicator]]", None);
    }
    indicator::refuse_repeated_ids(faults, &sections);

    let rules: Vec<Rule> = written.iter().map(|one| one.rule.clone()).collect();
    let mut plan = Plan { dictionary: format!("{} {}", dictionary.id, dictionary.version), reads: reads(&rules, dictionary), rules };
    if faults.none() {
        match Program::new(&plan, dictionary) {
            Ok(program) => {
                let tables = program.evidence_tables();
                plan.rules.iter_mut().zip(tables).for_each(|(rule, tables)| rule.indicator.evidence_tables = tables);
            }
            Err(problems) => problems.into_iter().for_each(|problem| faults.push(Problem { file: faults.file.to_owned(), ..problem })),
        }
    }
    let mut warnings = Vec::new();
    let found = if faults.none() {
        Builder::new(&plan, dictionary).and_then(|builder| warnings::of_all(&plan.rules, builder))
    } else {
        Ok(Vec::new())
    };
    for (one, found) in written.iter().zip(found.unwrap_or_default()) {
        warnings.extend(found.warnings.into_iter().map(|warning| one.problem(faults, warning)));
        found.faults.into_iter().for_each(|fault| faults.push(one.problem(faults, fault)));
    }
    let by_indicator = |text: fn(&indicator::Written) -> &Option<String>| {
        written.iter().filter_map(|one| text(one).clone().map(|text| (one.rule.indicator.id.clone(), text))).collect()
    };
    Some(Compiled { manifest: manifest?, plan, memory: by_indicator(|one| &one.memory), notes: by_indicator(|one| &one.note), warnings })
}

fn manifest(faults: &mut Faults<'_>, root: Section<'_>) -> Option<Manifest> {
    let Some(section) = faults.section(root, "framework", "") else {
        faults.at(
            0,
            "",
            "no [framework] says who this is",
            Some("give id, title, edition, owner, source and plugin = \"rules\"".to_owned()),
        );
        return None;
    };
    faults.known_keys(section, &FRAMEWORK, "framework");
    for key in ["id", "title", "edition", "owner", "source"] {
        faults.required_text(section, key, "framework");
    }
    if !section.keys.contains_key("plugin") {
        faults.at(section.at, "framework", "has no plugin", Some("write plugin = \"rules\"".to_owned()));
    }
    match plugin_of(faults.file, faults.text) {
        Ok(manifest) => Some(manifest),
        Err(problem) => {
            if faults.none() {
                faults.push(problem);
            }
            None
        }
    }
}

/// `[define]` and `[define.children]`, parsed.
fn define<'d>(faults: &mut Faults<'_>, root: Section<'_>, dictionary: &'d Dictionary) -> Names<'d> {
    let mut names = Names { dictionary, values: Default::default(), rows: Default::default() };
    let Some(define) = faults.section(root, "define", "") else { return names };
    for key in define.keys.keys().filter(|key| *key.get_ref() != "children") {
        names.values.extend(named(faults, define, key.get_ref(), "define", dictionary));
    }
    if let Some(children) = faults.section(define, "children", "define") {
        for key in children.keys.keys() {
            let about = "define.children";
            if names.values.contains_key(key.get_ref().as_ref()) {
                faults.at(key.span().start, about, format!("\"{}\" is defined twice", key.get_ref()), None);
            }
            names.rows.extend(named(faults, children, key.get_ref(), about, dictionary));
        }
    }
    names
}

fn named(faults: &mut Faults<'_>, section: Section<'_>, name: &str, about: &str, dictionary: &Dictionary) -> Option<(String, Source)> {
    let (key, _) = section.keys.get_key_value(name)?;
    let about = format!("{about}.{name}");
    let spoken =
        name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if !spoken {
        let hint = "use letters, digits and _".to_owned();
        faults.at(key.span().start, &about, format!("\"{name}\" cannot be spoken of in a rule"), Some(hint));
    } else if dictionary.table_place(name).is_some() || dictionary.root_table().field_place(name).is_some() {
        faults.at(key.span().start, &about, format!("\"{name}\" is a table or a field already"), Some("give it another name".to_owned()));
    }
    let text = faults.text(section, name, &about)?;
    Some((name.to_owned(), Source::parse(text, &about, faults)?))
}

impl<'t> Faults<'t> {
    /// Tells of keys that are not known.
    pub(super) fn known_keys(&mut self, section: Section<'_>, known: &[&str], about: &str) {
        for key in section.keys.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let hint = nearest(key.get_ref(), known.iter().copied()).unwrap_or_else(|| format!("known: {}", known.join(", ")));
            self.at(key.span().start, about, format!("unknown key \"{}\"", key.get_ref()), Some(hint));
        }
    }

    /// The string of a key, if it is there.
    pub(super) fn text(&mut self, section: Section<'_>, key: &str, about: &str) -> Option<Text> {
        let value = section.keys.get(key)?;
        self.as_text(value, key, about)
    }

    /// The string of a key that must be there and say something.
    pub(super) fn required_text(&mut self, section: Section<'_>, key: &str, about: &str) -> Option<Text> {
        if !section.keys.contains_key(key) {
            self.at(section.at, about, format!("has no {key}"), None);
        }
        let text = self.text(section, key, about)?;
        if text.says.trim().is_empty() {
            self.at(text.span.start, about, format!("{key} is empty"), None);
        }
        Some(text)
    }

    /// A truth value of a key; false where it is left out.
    pub(super) fn flag(&mut self, section: Section<'_>, key: &str, about: &str) -> bool {
        let Some(value) = section.keys.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.at(value.span().start, about, format!("{key} must be true or false"), None);
            false
        })
    }

    /// The strings of a key that holds a list of them.
    pub(super) fn texts(&mut self, section: Section<'_>, key: &str, about: &str) -> Option<Vec<Text>> {
        let value = section.keys.get(key)?;
        let Some(items) = value.get_ref().as_array() else {
            self.at(value.span().start, about, format!("{key} must be a list of strings"), None);
            return None;
        };
        Some(items.iter().filter_map(|item| self.as_text(item, key, about)).collect())
    }

    /// The table of a key, if it is there.
    pub(super) fn section<'f>(&mut self, section: Section<'f>, key: &str, about: &str) -> Option<Section<'f>> {
        let value = section.keys.get(key)?;
        let table = self.as_section(value);
        if table.is_none() {
            self.at(value.span().start, about, format!("{key} must be a table"), None);
        }
        table
    }

    /// The tables of a key that holds a list of them; none where it is left out.
    pub(super) fn sections<'f>(&mut self, section: Section<'f>, key: &str, about: &str) -> Vec<Section<'f>> {
        let Some(value) = section.keys.get(key) else { return Vec::new() };
        let items = value.get_ref().as_array().map(|items| items.iter().map(|item| self.as_section(item)).collect::<Option<Vec<_>>>());
        items.flatten().unwrap_or_else(|| {
            self.at(value.span().start, about, format!("{key} must be a list of tables"), None);
            Vec::new()
        })
    }

    fn as_section<'f>(&self, value: &'f Spanned<DeValue<'f>>) -> Option<Section<'f>> {
        value.get_ref().as_table().map(|keys| Section { keys, at: value.span().start })
    }

    fn as_text(&mut self, value: &Spanned<DeValue<'_>>, key: &str, about: &str) -> Option<Text> {
        let text = value.get_ref().as_str().map(|says| Text { says: says.to_owned(), span: value.span() });
        if text.is_none() {
            let hint = format!("put it in quotes: {key} = \"…\"");
            self.at(value.span().start, about, format!("{key} must be a string, not {}", value.get_ref().type_str()), Some(hint));
        }
        text
    }
}
