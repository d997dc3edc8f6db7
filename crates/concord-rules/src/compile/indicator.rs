//! One `[[indicator]]`: who asks, on what scale, and when each answer is given.

use concord_model::dictionary::MAX_CODES;
use concord_model::framework::{Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
use concord_model::problem::{Problem, nearest};

use super::document::Section;
use super::expression;
use super::faults::Faults;
use super::names::Names;
use super::text::Text;
use super::warnings::Warning;
use crate::plan::{self, Line, Measure, Rule};

const INDICATOR: [&str; 14] = [
    "id",
    "title",
    "question",
    "polarity",
    "bipolar",
    "applies",
    "present",
    "partly",
    "scale",
    "looked_for",
    "measure",
    "mappings",
    "memory",
    "note",
];
const LINE: [&str; 6] = ["code", "label", "outcome", "concern", "strength", "when"];
const OUTCOMES: [Outcome; 5] = [Outcome::Present, Outcome::Partly, Outcome::Absent, Outcome::NotDeterminable, Outcome::NotApplicable];
const POLARITIES: [Polarity; 3] = [Polarity::Concern, Polarity::Strength, Polarity::Description];
const MATCHES: [Match; 4] = [Match::Exact, Match::Part, Match::Wider, Match::Related];

/// An indicator as it was written.
pub(super) struct Written {
    /// Its rule.
    pub(super) rule: Rule,
    /// What only memory supports.
    pub(super) memory: Option<String>,
    /// What to know about it.
    pub(super) note: Option<String>,
    id_at: usize,
    /// Where each line's condition starts, or the indicator where there is no scale.
    lines_at: Vec<usize>,
}

impl Written {
    /// Something found in its rule, with its place.
    pub(super) fn problem(&self, faults: &Faults<'_>, (line, message, hint): Warning) -> Problem {
        let at = line.and_then(|line| self.lines_at.get(line)).unwrap_or(&self.id_at);
        faults.problem(*at, &self.rule.indicator.id, message, Some(hint))
    }
}

/// Tells of indicators that have the id of one before them.
pub(super) fn refuse_repeated_ids(faults: &mut Faults<'_>, sections: &[Section<'_>]) {
    let id = |section: &Section<'_>| {
        let value = section.keys.get("id")?;
        Some((value.get_ref().as_str()?.to_owned(), value.span().start))
    };
    let ids: Vec<(String, usize)> = sections.iter().filter_map(id).collect();
    for (place, (id, at)) in ids.iter().enumerate() {
        if ids[..place].iter().any(|(before, _)| before == id) {
            faults.at(*at, id, format!("a second indicator is called \"{id}\""), None);
        }
    }
}

/// Reads one; `None` where it lacks what every indicator needs.
pub(super) fn read(faults: &mut Faults<'_>, names: &Names<'_>, section: Section<'_>, place: usize) -> Option<Written> {
    let numbered = format!("indicator {}", place + 1);
    let id = faults.required_text(section, "id", &numbered);
    let about = id.as_ref().map_or(numbered, |id| id.says.clone());
    let mut reader = Reader { faults, names, section, about: &about };
    reader.faults.known_keys(section, &INDICATOR, &about);
    let title = reader.faults.required_text(section, "title", &about);
    let question = reader.faults.required_text(section, "question", &about);
    let polarity = reader.polarity();
    let applies = reader.truth("applies");
    let (scale, lines, lines_at) = reader.scale(polarity.unwrap_or(Polarity::Description));
    let looked_for = reader.truth("looked_for");
    let (measure_unit, measure) = reader.measure().unzip();
    let mappings = reader.mappings();
    if lines_at.is_empty() && !["present", "scale", "measure"].iter().any(|key| section.keys.contains_key(*key)) {
        let hint = "give present, scale or measure".to_owned();
        reader.faults.at(section.at, &about, "has neither a scale nor a measure", Some(hint));
    }
    let memory = reader.faults.text(section, "memory", &about).map(|text| text.says);
    let note = reader.faults.text(section, "note", &about).map(|text| text.says);
    let id = id?;
    let mut rule = Rule {
        indicator: Indicator {
            id: id.says,
            title: title?.says,
            question: question?.says,
            polarity: polarity?,
            scale,
            measure_unit,
            evidence_tables: Vec::new(),
            mappings,
            predicate: None,
        },
        applies,
        looked_for,
        lines,
        measure,
    };
    rule.indicator.predicate = Some(rule.canonical(names.dictionary));
    Some(Written { rule, memory, note, id_at: id.span.start, lines_at })
}

struct Reader<'r, 'f, 't> {
    faults: &'r mut Faults<'t>,
    names: &'r Names<'r>,
    section: Section<'f>,
    about: &'r str,
}

impl Reader<'_, '_, '_> {
    fn fault(&mut self, at: usize, message: impl Into<String>, hint: Option<String>) {
        self.faults.at(at, self.about, message, hint);
    }

    fn truth(&mut self, key: &str) -> Option<plan::Written> {
        let text = self.faults.text(self.section, key, self.about)?;
        expression::truth(text, &format!("{}.{key}", self.about), self.names, self.faults)
    }

    fn polarity(&mut self) -> Option<Polarity> {
        let text = self.faults.required_text(self.section, "polarity", self.about)?;
        self.word(&text, &POLARITIES, Polarity::name, "polarity")
    }

    /// One of a list of words.
    fn word<T: Copy>(&mut self, text: &Text, all: &[T], name: fn(T) -> &'static str, what: &str) -> Option<T> {
        let found = all.iter().copied().find(|one| name(*one) == text.says);
        if found.is_none() {
            let known: Vec<&str> = all.iter().map(|one| name(*one)).collect();
            let hint = nearest(&text.says, known.iter().copied()).unwrap_or_else(|| format!("known: {}", known.join(", ")));
            self.fault(text.span.start, format!("unknown {what} \"{}\"", text.says), Some(hint));
        }
        found
    }

    /// The answers, when each is given, and where that is written: `scale`, or `present` and `partly` as a short way of saying it.
    fn scale(&mut self, polarity: Polarity) -> (Vec<LocalAnswer>, Vec<Line>, Vec<usize>) {
        let sides = Sides { polarity, bipolar: self.faults.flag(self.section, "bipolar", self.about) };
        let mut answers = if self.section.keys.contains_key("scale") { self.written_scale(sides) } else { self.short_scale(sides) };
        answers.retain(|(_, line, _)| line.is_some());
        let mut scale = (Vec::new(), Vec::new(), Vec::new());
        for (local, line, at) in answers {
            scale.0.push(local);
            scale.1.extend(line);
            scale.2.push(at);
        }
        scale
    }

    fn written_scale(&mut self, sides: Sides) -> Vec<(LocalAnswer, Option<Line>, usize)> {
        for key in ["present", "partly"] {
            if let Some((key, _)) = self.section.keys.get_key_value(key) {
                let message = format!("has both a scale and {}", key.get_ref());
                self.fault(key.span().start, message, Some("make it a line of the scale".to_owned()));
            }
        }
        let lines = self.faults.sections(self.section, "scale", self.about);
        let at = self.section.keys.get("scale").map_or(self.section.at, |value| value.span().start);
        if lines.is_empty() {
            self.fault(at, "the scale is empty", Some("give at least one { code, label, outcome, when }".to_owned()));
        } else if lines.len() > MAX_CODES {
            self.fault(at, format!("{} answers are more than the {MAX_CODES} that a byte has room for", lines.len()), None);
        }
        let mut answers: Vec<(LocalAnswer, Option<Line>, usize)> = Vec::new();
        for line in lines {
            if let Some(answer) = self.line(line, sides) {
                if answers.iter().any(|(before, ..)| before.code == answer.0.code) {
                    self.fault(line.at, format!("a second answer is called \"{}\"", answer.0.code), None);
                }
                answers.push(answer);
            }
        }
        answers
    }

    fn line(&mut self, line: Section<'_>, sides: Sides) -> Option<(LocalAnswer, Option<Line>, usize)> {
        self.faults.known_keys(line, &LINE, self.about);
        let code = self.faults.required_text(line, "code", self.about);
        let label = self.faults.text(line, "label", self.about);
        let [outcome, concern, strength] = ["outcome", "concern", "strength"].map(|key| {
            let text = self.faults.text(line, key, self.about)?;
            self.word(&text, &OUTCOMES, Outcome::name, key)
        });
        if outcome.is_some() && concern.or(strength).is_some() {
            self.fault(
                line.at,
                "has both an outcome and what it says of the concern or the strength",
                Some("give the one or the other".to_owned()),
            );
        } else if sides.polarity == Polarity::Description && concern.or(strength).is_some() {
            self.fault(
                line.at,
                "a description says nothing of a concern or a strength",
                Some("give an outcome, or another polarity".to_owned()),
            );
        }
        let when = self.faults.required_text(line, "when", self.about)?;
        let (code, at) = (code?, when.span.start);
        let when = expression::truth(when, &format!("{}.{}", self.about, code.says), self.names, self.faults);
        let given: Vec<Outcome> = [outcome, concern, strength].into_iter().flatten().collect();
        let absent = !given.is_empty() && given.iter().all(|outcome| *outcome == Outcome::Absent);
        let (concern, strength) = outcome.map_or((concern, strength), |outcome| sides.read(outcome));
        let label = label.map_or_else(|| code.says.clone(), |label| label.says);
        Some((LocalAnswer { code: code.says, label, concern, strength }, when.map(|when| Line { when, absent }), at))
    }

    fn short_scale(&mut self, sides: Sides) -> Vec<(LocalAnswer, Option<Line>, usize)> {
        let present = self.section.keys.get("present").map(|value| value.span().start);
        let Some(at) = present else {
            if let Some((key, _)) = self.section.keys.get_key_value("partly") {
                self.fault(key.span().start, "has partly without present", Some("give present, or a scale".to_owned()));
            }
            return Vec::new();
        };
        let answer = |outcome: Outcome, when: Option<plan::Written>, at: usize| {
            let (concern, strength) = sides.read(outcome);
            let local = LocalAnswer { code: outcome.name().to_owned(), label: outcome.name().to_owned(), concern, strength };
            (local, when.map(|when| Line { when, absent: outcome == Outcome::Absent }), at)
        };
        let mut answers = vec![answer(Outcome::Present, self.truth("present"), at)];
        if let Some(value) = self.section.keys.get("partly") {
            answers.push(answer(Outcome::Partly, self.truth("partly"), value.span().start));
        }
        let otherwise = plan::Written { at: self.faults.place(at), means: plan::Truth::Always(true) };
        answers.push(answer(Outcome::Absent, Some(otherwise), at));
        answers
    }

    fn measure(&mut self) -> Option<(String, Measure)> {
        let measure = self.faults.section(self.section, "measure", self.about)?;
        self.faults.known_keys(measure, &["unit", "value", "count", "of"], self.about);
        let unit = self.faults.required_text(measure, "unit", self.about);
        let [value, count, of] = ["value", "count", "of"].map(|key| {
            let text = self.faults.text(measure, key, self.about)?;
            let at = self.faults.place(text.span.start);
            expression::number(text, &format!("{}.measure.{key}", self.about), self.names, self.faults).map(|number| (at, number))
        });
        let written = ["value", "count", "of"].map(|key| measure.keys.contains_key(key));
        if !matches!(written, [true, false, false] | [false, true, true]) {
            let hint = "give a value, or a count and of what".to_owned();
            self.fault(measure.at, "is neither a number nor a share", Some(hint));
        }
        let measure = match (value, count, of) {
            (Some((at, value)), None, None) => Measure::Value { at, value },
            (None, Some((at, count)), Some((_, of))) => Measure::Share { at, count, of },
            _ => return None,
        };
        Some((unit?.says, measure))
    }

    fn mappings(&mut self) -> Vec<Mapping> {
        let mut mappings: Vec<Mapping> = Vec::new();
        for section in self.faults.sections(self.section, "mappings", self.about) {
            self.faults.known_keys(section, &["theme", "level", "levels", "match"], self.about);
            let theme = self.faults.required_text(section, "theme", self.about);
            let matching = self.faults.required_text(section, "match", self.about);
            let level = self.faults.text(section, "level", self.about);
            let levels = self.faults.texts(section, "levels", self.about);
            if level.is_some() && levels.is_some() {
                self.fault(section.at, "has both level and levels", Some("give the one or the other".to_owned()));
            }
            let matching = matching.and_then(|text| self.word(&text, &MATCHES, Match::name, "match"));
            let dictionary = self.names.dictionary;
            let theme = theme.and_then(|text| self.term(&text, dictionary.themes.iter().map(|theme| theme.id.as_str()).collect(), "theme"));
            let levels: Vec<Text> = levels.unwrap_or_default().into_iter().chain(level).collect();
            let known: Vec<&str> = dictionary.levels.iter().map(|level| level.id.as_str()).collect();
            let levels = levels.iter().filter_map(|text| self.term(text, known.clone(), "level")).collect();
            if let (Some(theme), Some(matching)) = (theme, matching) {
                if mappings.iter().any(|before| before.theme == theme) {
                    self.fault(section.at, format!("is mapped to \"{theme}\" twice"), None);
                }
                mappings.push(Mapping { theme, levels, matching });
            }
        }
        mappings
    }

    /// A theme or a level of the dictionary.
    fn term(&mut self, text: &Text, known: Vec<&str>, what: &str) -> Option<String> {
        if known.contains(&text.says.as_str()) {
            return Some(text.says.clone());
        }
        self.fault(text.span.start, format!("unknown {what} \"{}\"", text.says), nearest(&text.says, known));
        None
    }
}

/// How an outcome is read as one of the concern, of the strength, or of both.
#[derive(Clone, Copy)]
struct Sides {
    polarity: Polarity,
    bipolar: bool,
}

impl Sides {
    /// What an outcome says of the concern and of the strength. On a bipolar scale the one's presence is the other's absence.
    fn read(self, outcome: Outcome) -> (Option<Outcome>, Option<Outcome>) {
        let mirrored = match outcome {
            Outcome::Present => Outcome::Absent,
            Outcome::Absent => Outcome::Present,
            other => other,
        };
        let other = self.bipolar.then_some(mirrored);
        match self.polarity {
            Polarity::Concern => (Some(outcome), other),
            Polarity::Strength => (other, Some(outcome)),
            Polarity::Description => (None, None),
        }
    }
}
