//! A dictionary from its TOML text, with every fault found at once.

mod background;
mod raw;

use std::collections::BTreeSet;

use toml::Spanned;

use self::raw::{RawCalendar, RawCode, RawCodes, RawDictionary, RawField, RawList, RawTable, RawTaxonomy, RawTerm};
use super::{AS_OF, Background, Bound, Code, Codebook, CodesFrom, Derive, Dictionary, Field, Kind, MAX_CODES, Roles, Table, Term};
use crate::calendar::Calendar;
use crate::date::PartialDate;
use crate::manifest::MOST_BYTES;
use crate::problem::{Lines, MOST_FAULTS, Problem, line_and_column, nearest};

const ENGLAND: &str = include_str!("../../data/england.toml");
const ENGLAND_AND_WALES: &str = include_str!("../../data/england-and-wales.toml");

impl Dictionary {
    /// The built-in dictionary: safeguarding reviews in England.
    ///
    /// # Panics
    /// Never in a build whose tests passed: the file is part of the program.
    #[must_use]
    pub fn england() -> Dictionary {
        Dictionary::parse("england.toml", ENGLAND).expect("the built-in dictionary is checked by a test")
    }

    /// The text of the built-in dictionary.
    #[must_use]
    pub fn england_text() -> &'static str {
        ENGLAND
    }

    /// Reads a dictionary from TOML. `file` is its name in messages.
    ///
    /// # Errors
    /// Every fault of the text, each with its place.
    pub fn parse(file: &str, text: &str) -> Result<Dictionary, Vec<Problem>> {
        refuse_large(file, text)?;
        let raw = toml::from_str(text).map_err(|error| vec![toml_problem(file, text, &error)])?;
        Check::run(file, text, raw)
    }

    /// The same with the taxonomy (`[[themes]]` and `[[levels]]`) from a file of its own in place of the dictionary's.
    ///
    /// # Errors
    /// As [`Dictionary::parse`], of both texts.
    pub fn parse_with_taxonomy(file: &str, text: &str, taxonomy_file: &str, taxonomy: &str) -> Result<Dictionary, Vec<Problem>> {
        refuse_large(file, text)?;
        refuse_large(taxonomy_file, taxonomy)?;
        let mut raw: RawDictionary = toml::from_str(text).map_err(|error| vec![toml_problem(file, text, &error)])?;
        let words: RawTaxonomy = toml::from_str(taxonomy).map_err(|error| vec![toml_problem(taxonomy_file, taxonomy, &error)])?;
        raw.themes = words.themes;
        if !words.levels.is_empty() {
            raw.levels = words.levels;
        }
        Check::run(file, text, raw)
    }
}

/// A dictionary's names are compared with each other, which takes time by the square of its size.
fn refuse_large(file: &str, text: &str) -> Result<(), Vec<Problem>> {
    if text.len() <= MOST_BYTES {
        return Ok(());
    }
    let fault = format!("a file of {} bytes is larger than the {MOST_BYTES} that are read", text.len());
    Err(vec![Problem::of(file, fault).hint("give it fewer tables, fields and codes")])
}

/// A TOML reader's fault as a problem with its place, in plain words; a misspelt key gets the nearest one.
#[must_use]
pub fn toml_problem(file: &str, text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message().trim().to_owned();
    let misspelt = message.strip_prefix("unknown field `").and_then(|rest| {
        let (wrong, expected) = rest.split_once('`')?;
        nearest(wrong, expected.split('`').skip(1).step_by(2))
    });
    let (message, hint) = match toml_words(&message) {
        Some((plain, hint)) => (plain.to_owned(), Some(hint.to_owned())),
        None => (message, misspelt),
    };
    let problem = Problem::of(file, message).maybe_hint(hint);
    match error.span() {
        Some(span) => {
            let (line, column) = line_and_column(text, span.start);
            problem.at_line(line, Some(column))
        }
        None => problem,
    }
}

/// What a TOML reader says in terms of its own, as an author knows it, and what to do.
fn toml_words(message: &str) -> Option<(&'static str, &'static str)> {
    const WORDS: [(&str, &str, &str); 15] = [
        ("invalid float", "this is no value", "put words in quotes: key = \"…\""),
        ("invalid boolean", "this is no value", "put words in quotes: key = \"…\""),
        ("invalid integer", "this is no value", "put words in quotes: key = \"…\""),
        ("invalid mantissa", "this is no value", "put words in quotes: key = \"…\""),
        ("invalid datetime", "this is no value", "put words and dates in quotes: key = \"…\""),
        ("string values must be quoted", "this is no value", "put words in straight quotes: key = \"…\""),
        ("invalid literal string", "a quote is opened and not closed", "end the text with the quote that it starts with"),
        ("invalid multi-line", "a quote is opened and not closed", "end the text with the three quotes that it starts with"),
        ("invalid basic string", "a quote is opened and not closed", "end the text with the quote that it starts with"),
        ("unexpected key or value", "something follows a value", "write ' for quotes within \"…\", and one key a line"),
        ("key with no value", "a key without a value", "write key = \"…\""),
        ("invalid unquoted key", "a key of other signs than letters, digits, - and _", "write key = \"…\""),
        (
            "missing escaped value",
            "a backslash before a letter that it does not go with",
            "write \\\\, or put the text between three single quotes",
        ),
        ("unclosed array", "a list is opened and not closed", "write ] where it ends"),
        ("data did not match any variant", "this is none of the forms that it can have", "see the guide for how it is written"),
    ];
    let (_, plain, hint) = WORDS.iter().find(|(start, ..)| message.starts_with(start))?;
    Some((plain, hint))
}

/// Gathers the faults while the raw text becomes a dictionary.
struct Check<'a> {
    file: &'a str,
    lines: Lines<'a>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn run(file: &str, text: &str, raw: RawDictionary) -> Result<Dictionary, Vec<Problem>> {
        let mut check = Check { file, lines: Lines::new(text), problems: Vec::new() };
        let dictionary = check.dictionary(raw);
        if check.problems.is_empty() { Ok(dictionary) } else { Err(check.problems) }
    }

    fn problem(&mut self, at: usize, about: &str, message: String, hint: Option<String>) {
        if self.problems.len() >= MOST_FAULTS {
            return;
        }
        let (line, column) = self.lines.place(at);
        self.problems.push(Problem::of(self.file, message).at_line(line, Some(column)).about(about).maybe_hint(hint));
    }

    /// The name nearest to a misspelt one, while faults are still told.
    fn nearest<'n>(&self, wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.problems.len() >= MOST_FAULTS { None } else { nearest(wrong, names) }
    }

    fn dictionary(&mut self, raw: RawDictionary) -> Dictionary {
        let term = |term: RawTerm| Term { id: term.id, title: term.title, apart: term.apart };
        let book =
            |book: raw::RawCodebook| Codebook { title: book.title.unwrap_or_else(|| book.id.clone()), id: book.id, codes: book.codes };
        let mut dictionary = Dictionary {
            calendar: self.calendar(raw.calendar),
            id: raw.id,
            title: raw.title,
            version: raw.version,
            tables: Vec::new(),
            root: 0,
            group: None,
            roles: Roles::default(),
            background: Background::default(),
            order: Vec::new(),
            codebooks: raw.codebooks.into_iter().map(book).collect(),
            themes: raw.themes.into_iter().map(term).collect(),
            levels: raw.levels.into_iter().map(term).collect(),
        };
        if raw.tables.is_empty() {
            self.problem(0, "tables", "a dictionary needs at least its root table".to_owned(), None);
            return dictionary;
        }
        let group = raw.group.as_ref().map(|group| group.get_ref().as_str());
        for table in raw.tables {
            let at = table.name.span().start;
            let table = self.table(table, &raw.lists, &dictionary, raw.root.get_ref(), group);
            if dictionary.table_place(&table.name).is_some() {
                self.problem(at, &table.name, format!("table \"{}\" stands twice", table.name), None);
            }
            dictionary.tables.push(table);
        }
        dictionary.root = self.table_place(&dictionary, &raw.root);
        dictionary.group = raw.group.as_ref().map(|group| self.table_place(&dictionary, group));
        let root = dictionary.root_table().clone();
        dictionary.roles = Roles {
            examined: self.role(&root, raw.examined, Kind::CodeSet),
            chain: self.role(&root, raw.chain, Kind::Id),
            period: self.role(&root, raw.period, Kind::Date),
            coding: self.role(&root, raw.coding, Kind::Code),
            review_type: self.role(&root, raw.review_type, Kind::Code),
        };
        for dates in raw.order {
            dictionary.order.push(dates.into_iter().filter_map(|date| self.role(&root, Some(date), Kind::Date)).collect());
        }
        if dictionary.group.is_some() && root.group_key.is_none() {
            let message = "the root table needs a group_key, the column that names a row's group".to_owned();
            self.problem(raw.root.span().start, &root.name, message, None);
        }
        self.cross_references(&dictionary);
        dictionary.background = self.background(&dictionary, raw.background);
        dictionary
    }

    fn table_place(&mut self, dictionary: &Dictionary, word: &Spanned<String>) -> usize {
        dictionary.table_place(word.get_ref()).unwrap_or_else(|| {
            let hint = self.nearest(word.get_ref(), dictionary.tables.iter().map(|table| table.name.as_str()));
            self.problem(word.span().start, "", format!("no table is named \"{}\"", word.get_ref()), hint);
            0
        })
    }

    fn role(&mut self, root: &Table, word: Option<Spanned<String>>, kind: Kind) -> Option<String> {
        let word = word?;
        let (name, at) = (word.get_ref(), word.span().start);
        match root.fields.iter().find(|field| field.name == *name) {
            None => {
                let hint = self.nearest(name, root.fields.iter().map(|field| field.name.as_str()));
                self.problem(at, &root.name, format!("the root table has no field \"{name}\""), hint);
            }
            Some(field) if field.kind != kind => {
                self.problem(at, &root.name, format!("\"{name}\" must be of kind {}, not {}", kind.name(), field.kind.name()), None);
            }
            Some(_) => {}
        }
        Some(word.into_inner())
    }

    fn calendar(&mut self, raw: Option<RawCalendar>) -> Calendar {
        let built_in = || toml::from_str(ENGLAND_AND_WALES).expect("the built-in calendar is checked by a test");
        let raw = raw.unwrap_or_else(built_in);
        let mut holidays = Vec::new();
        for holiday in &raw.holidays {
            match PartialDate::parse(holiday.get_ref()) {
                Some(date) if date.first == date.last => holidays.push(date.first),
                _ => self.problem(holiday.span().start, "calendar", format!("\"{}\" is no day; write 2024-12-25", holiday.get_ref()), None),
            }
        }
        if raw.last < raw.first || raw.first < 1 || raw.last > 9999 || raw.last - raw.first > 400 {
            self.problem(0, "calendar", format!("years {} to {} are no span", raw.first, raw.last), None);
            return Calendar::new(raw.id, 1, 1, &[]);
        }
        Calendar::new(raw.id, raw.first, raw.last, &holidays)
    }

    fn table(&mut self, raw: RawTable, lists: &[RawList], dictionary: &Dictionary, root: &str, group: Option<&str>) -> Table {
        let (at, name) = (raw.name.span().start, raw.name.into_inner());
        let child = name != root && Some(name.as_str()) != group;
        if child && raw.parent.is_none() {
            let hint = "give the column that names the review a row belongs to".to_owned();
            self.problem(at, &name, "a child table needs a parent".to_owned(), Some(hint));
        } else if !child && raw.parent.is_some() {
            self.problem(at, &name, "only a child table has a parent".to_owned(), None);
        }
        let mut table = Table { name, key: raw.key, parent: raw.parent, group_key: raw.group_key, fields: Vec::new() };
        for field in raw.fields {
            let at = field.span().start;
            let field = self.field(at, field.into_inner(), &table.name, lists, dictionary);
            let keys = [Some(&table.key), table.parent.as_ref(), table.group_key.as_ref()];
            if table.field_place(&field.name).is_some() || keys.contains(&Some(&field.name)) {
                self.problem(at, &table.name, format!("field \"{}\" stands twice", field.name), None);
            }
            table.fields.push(field);
        }
        table
    }

    fn field(&mut self, at: usize, raw: RawField, table: &str, lists: &[RawList], dictionary: &Dictionary) -> Field {
        let about = format!("{table}.{}", raw.name);
        let coded = matches!(raw.kind, Kind::Code | Kind::CodeSet | Kind::Ordinal);
        if raw.codes.is_some() != coded {
            let fault = if coded { "needs its codes" } else { "has no codes" };
            self.problem(at, &about, format!("a field of kind {} {fault}", raw.kind.name()), None);
        }
        let (codes_from, codes) = match raw.codes {
            Some(codes) => self.codes(at, &about, codes, lists, dictionary),
            None => (CodesFrom::Own, Vec::new()),
        };
        if codes.len() > MAX_CODES {
            self.problem(at, &about, format!("{} codes are more than the {MAX_CODES} that a byte has room for", codes.len()), None);
        }
        let mut known = BTreeSet::new();
        for code in &codes {
            if !known.insert(&code.code) {
                self.problem(at, &about, format!("code \"{}\" stands twice", code.code), None);
            }
        }
        let bands = codes.iter().map(|code| code.from).collect::<Option<Vec<i32>>>();
        let derive = raw.derive.and_then(|text| self.derive(at, &about, &text, bands));
        let labelled =
            |code: RawCode| Code { label: code.label.unwrap_or_else(|| spaced(&code.code)), code: code.code, missing: code.missing };
        Field {
            label: raw.label.unwrap_or_else(|| spaced(&raw.name)),
            name: raw.name,
            kind: raw.kind,
            codes: codes.into_iter().map(labelled).collect(),
            codes_from,
            required: raw.required,
            unit: raw.unit,
            min: raw.min.map(Bound),
            max: raw.max.map(Bound),
            sensitive: raw.sensitive,
            share: raw.share,
            resource: raw.resource,
            planned: raw.planned,
            derive,
            codebook: raw.codebook,
            references: raw.references,
            carries_themes: raw.carries_themes,
            group: raw.group,
            note: raw.note,
        }
    }

    fn codes(&mut self, at: usize, about: &str, raw: RawCodes, lists: &[RawList], dictionary: &Dictionary) -> (CodesFrom, Vec<RawCode>) {
        let name = match raw {
            RawCodes::Listed(codes) => return (CodesFrom::Own, codes),
            RawCodes::Named(name) => name,
        };
        let terms = |terms: &[Term]| terms.iter().map(|term| RawCode::of(&term.id, &term.title)).collect();
        match name.as_str() {
            "themes" => (CodesFrom::Themes, terms(&dictionary.themes)),
            "levels" => (CodesFrom::Levels, terms(&dictionary.levels)),
            "codebooks" => (CodesFrom::Codebooks, dictionary.codebooks.iter().map(|book| RawCode::of(&book.id, &book.title)).collect()),
            other => match lists.iter().find(|list| list.name == other) {
                Some(list) => (CodesFrom::Own, list.codes.clone()),
                None => {
                    let known = ["themes", "levels", "codebooks"].into_iter().chain(lists.iter().map(|list| list.name.as_str()));
                    self.problem(at, about, format!("no list of codes is named \"{other}\""), self.nearest(other, known));
                    (CodesFrom::Own, Vec::new())
                }
            },
        }
    }

    fn derive(&mut self, at: usize, about: &str, text: &str, bands: Option<Vec<i32>>) -> Option<Derive> {
        let (name, arguments) = text.trim().strip_suffix(')').and_then(|call| call.split_once('(')).unwrap_or((text, ""));
        let arguments: Vec<String> = arguments.split(',').map(|argument| argument.trim().to_owned()).collect();
        let derive = match (name.trim(), arguments.as_slice()) {
            ("working_days", [from, to]) => Some(Derive::WorkingDays { from: from.clone(), to: to.clone() }),
            ("months", [from, to]) => Some(Derive::Months { from: from.clone(), to: to.clone() }),
            ("age_band", [months]) => bands.map(|from| Derive::AgeBand { months: months.clone(), from }),
            ("themes", [path]) => {
                path.split_once('.').map(|(table, field)| Derive::Themes { table: table.to_owned(), field: field.to_owned() })
            }
            ("root", [parent]) => Some(Derive::Root { parent: parent.clone() }),
            _ => None,
        };
        if derive.is_none() {
            let hint =
                "known: working_days(a, b), months(a, b), age_band(months) with `from` on each code, themes(table.field), root(parent)";
            self.problem(at, about, format!("cannot derive by \"{text}\""), Some(hint.to_owned()));
        }
        derive
    }

    /// What fields say of other fields, once all tables are known.
    fn cross_references(&mut self, dictionary: &Dictionary) {
        for table in &dictionary.tables {
            for field in &table.fields {
                if let Some(fault) = derive_fault(dictionary, table, field)
                    .or_else(|| reference_fault(dictionary, field))
                    .or_else(|| carrier_fault(dictionary, table, field))
                {
                    let about = format!("{}.{}", table.name, field.name);
                    if self.problems.len() < MOST_FAULTS {
                        self.problems.push(Problem::of(self.file, fault).about(about));
                    }
                }
            }
        }
    }
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn derive_fault(dictionary: &Dictionary, table: &Table, field: &Field) -> Option<String> {
    let in_row = |name: &str, kind: Kind| table.fields.iter().any(|other| other.name == name && other.kind == kind);
    match field.derive.as_ref()? {
        Derive::WorkingDays { from, to } | Derive::Months { from, to } => {
            let root = dictionary.root_table();
            let of_review = |name: &str| {
                let field = name.strip_prefix(root.name.as_str()).and_then(|rest| rest.strip_prefix('.'));
                root.fields.iter().any(|other| Some(other.name.as_str()) == field && other.kind == Kind::Date)
            };
            let wrong = [from, to].into_iter().find(|date| *date != AS_OF && !in_row(date, Kind::Date) && !of_review(date))?;
            Some(format!("derived from \"{wrong}\", which is no date of the same table, of the root table, or {AS_OF}"))
        }
        Derive::AgeBand { months, from } => (!in_row(months, Kind::Integer) || !from.is_sorted())
            .then(|| format!("derived from \"{months}\", which must be an integer of the same table; its bands must ascend")),
        Derive::Themes { table, field } => {
            let carries = dictionary.field(table, field).is_some_and(|place| dictionary.theme_fields().contains(&place));
            (!carries).then(|| format!("derived from \"{table}.{field}\", which is no theme of a child table"))
        }
        Derive::Root { parent } => {
            (!in_row(parent, Kind::Id)).then(|| format!("derived from \"{parent}\", which is no id of the same table"))
        }
    }
}

fn reference_fault(dictionary: &Dictionary, field: &Field) -> Option<String> {
    let child = |name: &str| dictionary.table_place(name).is_some_and(|place| dictionary.is_child(place));
    if field.kind == Kind::Reference && !field.references.as_deref().is_some_and(child) {
        return Some("a reference must say which child table it points at: references = \"observations\"".to_owned());
    }
    let book = field.codebook.as_ref()?;
    let names_books = |other: &Field| other.name == *book && other.codes_from == CodesFrom::Codebooks;
    (!dictionary.root_table().fields.iter().any(names_books))
        .then(|| format!("its codebook \"{book}\" is no field of the root table whose codes are the codebooks"))
}

/// Only a child row carries themes: by a set of them, or by the rows of a table that carries them.
fn carrier_fault(dictionary: &Dictionary, table: &Table, field: &Field) -> Option<String> {
    let child = dictionary.table_place(&table.name).is_some_and(|place| dictionary.is_child(place));
    let linked = field.references.as_ref().and_then(|name| dictionary.table_place(name));
    let by_rows = |linked: usize| {
        let fields = &dictionary.tables[linked].fields;
        dictionary.carriers(linked).into_iter().any(|carrier| fields[carrier].kind != Kind::Reference)
    };
    let can = match field.kind {
        Kind::Code | Kind::CodeSet => field.codes_from == CodesFrom::Themes,
        Kind::Reference => linked.is_some_and(by_rows),
        _ => false,
    };
    (field.carries_themes && !(child && can)).then(|| {
        "it cannot carry themes; only a child table's codes that are the themes, or a reference to rows that have such codes, can"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../data/tests/example.toml");

    #[test]
    fn the_small_example_is_a_dictionary() {
        let dictionary = Dictionary::parse("example.toml", EXAMPLE).unwrap();
        assert_eq!(dictionary.root_table().name, "reviews");
        assert_eq!(dictionary.group_table().unwrap().key, "partnership_id");
        assert_eq!(dictionary.theme_fields(), vec![(2, 0)]);
        assert_eq!(dictionary.calendar.id, "england-and-wales");
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_places() {
        let text = EXAMPLE
            .replace("codes = \"themes\", required", "codes = \"thmes\", required")
            .replace("working_days(notified_date, submitted_date)", "working_days(notified_date, sent)")
            .replace("examined = \"themes_examined\"", "examined = \"themes_examind\"");
        let problems = Dictionary::parse("example.toml", &text).unwrap_err();
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(lines.len(), 3, "{lines:#?}");
        assert!(lines[0].contains("no list of codes is named \"thmes\" (did you mean \"themes\"?)"), "{lines:#?}");
        assert!(lines[1].contains("has no field \"themes_examind\" (did you mean \"themes_examined\"?)"), "{lines:#?}");
        assert!(lines[2].contains("derived from \"sent\""), "{lines:#?}");
    }

    #[test]
    fn no_dictionary_takes_long_to_be_refused() {
        let start = EXAMPLE.find("[[tables]]").unwrap();
        let with = |more: String| format!("{}{more}\n{}", &EXAMPLE[..start], &EXAMPLE[start..]);
        let lists: String = (0..3_000).map(|list| format!("[[lists]]\nname = \"list_{list}_of_codes\"\ncodes = [\"a\"]\n")).collect();
        let fields: String =
            (0..8_000).map(|field| format!("{{ name = \"f{field}\", kind = \"code\", codes = \"list_of_{field}_codes\" }}, ")).collect();
        let table = format!("[[tables]]\nname = \"more\"\nkey = \"id\"\nparent = \"review_id\"\nfields = [{fields}]\n");
        let codes: String = (0..60_000).map(|code| format!("\"c{code}\", ")).collect();
        let many = format!(
            "[[tables]]\nname = \"more\"\nkey = \"id\"\nparent = \"review_id\"\nfields = [{{ name = \"f\", kind = \"code\", codes = [{codes}] }}]\n"
        );
        for text in [with(lists) + &table, with(many), with("x".repeat(2_000_000)), with(format!("x = {}", "[".repeat(500_000)))] {
            let problems = Dictionary::parse("example.toml", &text).unwrap_err();
            assert!(problems.len() <= MOST_FAULTS, "{}", problems.len());
        }
    }

    #[test]
    fn a_set_or_a_reference_carries_themes_only_where_it_is_said() {
        let with = |field: &str| {
            let text = EXAMPLE.replace("{ name = \"theme\",", &format!("{field},\n  {{ name = \"theme\","));
            Dictionary::parse("example.toml", &text).map(|dictionary| dictionary.carriers(2).len())
        };
        assert_eq!(with("{ name = \"also\", kind = \"code-set\", codes = \"themes\" }"), Ok(1));
        assert_eq!(with("{ name = \"also\", kind = \"code-set\", codes = \"themes\", carries_themes = true }"), Ok(2));
        assert_eq!(with("{ name = \"see\", kind = \"reference\", references = \"observations\", carries_themes = true }"), Ok(2));
        let fault = with("{ name = \"also\", kind = \"code-set\", codes = [{ code = \"x\" }], carries_themes = true }").unwrap_err();
        assert!(fault[0].to_string().contains("observations.also: it cannot carry themes"), "{fault:?}");
    }

    #[test]
    fn problems_are_codes_of_the_findings() {
        let with = |line: &str| {
            let text = ENGLAND.replace("finding_kind  = \"observations.valence\"\n", line);
            let problems = Dictionary::parse("england.toml", &text).map(|_| ()).unwrap_err();
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        assert!(with("").contains("problems needs finding_kind, the field whose codes they are"), "{}", with(""));
        let elsewhere = with("finding_kind  = \"recommendations.rec_type\"\n");
        assert!(elsewhere.contains("\"recommendations.rec_type\" must be a field of \"observations\""), "{elsewhere}");
    }

    #[test]
    fn a_misspelt_key_names_the_nearest() {
        let problems = Dictionary::parse("example.toml", &EXAMPLE.replace("version =", "verson =")).unwrap_err();
        let line = problems[0].to_string();
        assert!(line.starts_with("example.toml:5:1: unknown field `verson`"), "{line}");
        assert!(line.ends_with("(did you mean \"version\"?)"), "{line}");
    }
}
