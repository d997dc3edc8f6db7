//! The page of a framework as plain blocks, the same for every way of showing it.

use concord_model::framework::{Match, Outcome, Polarity};
use concord_model::plain::line;

use super::sheet::{Access, Answer, Mapped, Named, Need, Question, Said, Sheet};
use crate::told::{joined, spaced};

/// A page.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) title: String,
    /// What stands before the first section.
    pub(super) start: Vec<Block>,
    pub(super) sections: Vec<Section>,
}

/// A part of a page under a heading.
#[derive(Debug)]
pub(super) struct Section {
    /// Its anchor.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Block {
    Heading(String),
    Paragraph(String),
    List(Vec<String>),
    Table { caption: String, columns: Vec<&'static str>, rows: Vec<Vec<String>> },
}

/// The page of a framework. Every text in it is one line that is safe to show.
pub(super) fn document(sheet: &Sheet) -> Document {
    let section = |id, title, blocks| Section { id, title, blocks };
    let mut document = Document {
        title: sheet.title.clone(),
        start: start(sheet),
        sections: vec![
            section("questions", "What it asks", questions(sheet)),
            section("themes", "What it tells of the common themes", themes(sheet)),
            section("cannot-see", "What it cannot see", cannot_see(sheet)),
            section("needs", "What it needs to know", needs(sheet)),
        ],
    };
    document.texts().for_each(|text| *text = line(&joined(text), usize::MAX).into_owned());
    document
}

impl Document {
    /// Every text that comes from the framework.
    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let blocks = self.start.iter_mut().chain(self.sections.iter_mut().flat_map(|section| &mut section.blocks));
        let texts = blocks.flat_map(|block| -> Box<dyn Iterator<Item = &mut String>> {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => Box::new(std::iter::once(text)),
                Block::List(items) => Box::new(items.iter_mut()),
                Block::Table { caption, rows, .. } => Box::new(std::iter::once(caption).chain(rows.iter_mut().flatten())),
            }
        });
        std::iter::once(&mut self.title).chain(texts)
    }
}

fn start(sheet: &Sheet) -> Vec<Block> {
    let mut blocks = vec![Block::List(vec![
        format!("Short name: {}", sheet.id),
        format!("Edition: {}", sheet.edition),
        format!("Owner: {}", sheet.owner),
        format!("Source: {}", sheet.source),
        format!("Standing: {}", sheet.standing),
    ])];
    blocks.extend(sheet.note.iter().map(|note| Block::Paragraph(note.trim().to_owned())));
    blocks.extend(sheet.memory.iter().map(|memory| from_memory(memory)));
    blocks
}

fn from_memory(text: &str) -> Block {
    Block::Paragraph(format!("From memory, not checked against a source: {}", text.trim()))
}

fn questions(sheet: &Sheet) -> Vec<Block> {
    let intro = "Of the answers to a question the first that fits is given; what cannot be told from the record is said to be so, and why. A \
                 theme was examined where the review says that it set out to look at it, or where anything was recorded on it.";
    std::iter::once(Block::Paragraph(intro.to_owned())).chain(sheet.questions.iter().flat_map(question)).collect()
}

fn question(question: &Question) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(format!("{} {}", question.id, question.title)),
        Block::Paragraph(question.question.clone()),
        Block::Paragraph(kind(question).to_owned()),
    ];
    blocks.extend(question.memory.iter().map(|memory| from_memory(memory)));
    blocks.extend(question.note.iter().map(|note| Block::Paragraph(note.trim().to_owned())));
    if !question.answers.is_empty() {
        blocks.push(answers(question));
    }
    let mut rules: Vec<String> = question.applies.iter().map(|applies| sentence("The question arises where ", applies)).collect();
    rules.extend(looked_for(question));
    rules.extend(number(question));
    if question.by_code {
        rules.push("What counts as evidence is decided by code of its own, from the fields that it reads (below).".to_owned());
    }
    if !question.cites.is_empty() {
        rules.push(format!("It cites {}.", question.cites.iter().map(|table| spaced(table)).collect::<Vec<_>>().join(" and ")));
    }
    blocks.push(Block::List(rules));
    blocks
}

fn kind(question: &Question) -> &'static str {
    match question.polarity {
        Polarity::Concern => "Where it is present, that is a concern.",
        Polarity::Strength => "Where it is present, that is a strength.",
        Polarity::Description => "It describes the review and decides no theme.",
    }
}

/// The scale in the framework's own words.
fn answers(question: &Question) -> Block {
    let with_rules = question.answers.iter().any(|answer| answer.when.is_some());
    let mut columns = vec!["Answer", "What it means"];
    columns.extend(with_rules.then_some("Given where"));
    let first = question.answers.first().and_then(|answer| answer.when.as_ref());
    let row = |answer: &Answer| {
        let mut row = vec![answer.label.clone(), means(answer)];
        row.extend(with_rules.then(|| answer.when.as_ref().map_or_else(String::new, |when| given_where(when, first))));
        row
    };
    let caption = format!("The answers to {}", question.id);
    Block::Table { caption, columns, rows: question.answers.iter().map(row).collect() }
}

fn given_where(when: &Said, first: Option<&Said>) -> String {
    let is_first = first.is_some_and(|first| std::ptr::eq(first, when));
    if when.rule == "true" && !is_first { "none of the answers above fits".to_owned() } else { when.words.clone() }
}

fn means(answer: &Answer) -> String {
    let side = |name: &str, outcome: Option<Outcome>| outcome.map(|outcome| format!("{name} {}", spaced(outcome.name())));
    let all: Vec<String> = [side("concern", answer.concern), side("strength", answer.strength)].into_iter().flatten().collect();
    if all.is_empty() { "describes".to_owned() } else { all.join(", ") }
}

fn sentence(start: &str, said: &Said) -> String {
    format!("{start}{}.", said.words)
}

fn looked_for(question: &Question) -> Option<String> {
    match (&question.looked_for, question.by_code) {
        (Some(looked_for), _) => Some(sentence("It counts as looked for where ", looked_for) + " Elsewhere nothing is called absent."),
        (None, false) => Some("It counts as looked for in every review.".to_owned()),
        (None, true) => None,
    }
}

fn number(question: &Question) -> Option<String> {
    let number = question.number.as_ref()?;
    Some(match number.counts.as_slice() {
        [count, of] => format!("It gives a number, in {}: {}, of {}.", number.unit, count.words, of.words),
        [value] => format!("It gives a number, in {}: {}.", number.unit, value.words),
        _ => format!("It gives a number, in {}.", number.unit),
    })
}

fn themes(sheet: &Sheet) -> Vec<Block> {
    let intro = "Findings of different frameworks are compared on common themes. How much of a theme a question covers decides what its \
                 answers can say of it.";
    let rows =
        sheet.questions.iter().flat_map(|question| question.themes.iter().map(move |mapped| theme(question, mapped))).collect::<Vec<_>>();
    let columns = vec!["Question", "Theme", "Levels", "How it stands to the theme"];
    match rows.is_empty() {
        true => vec![Block::Paragraph("None of its questions stands to any common theme.".to_owned())],
        false => vec![
            Block::Paragraph(intro.to_owned()),
            Block::Table { caption: "Its questions and the common themes".to_owned(), columns, rows },
        ],
    }
}

fn theme(question: &Question, mapped: &Mapped) -> Vec<String> {
    let levels = mapped.levels.iter().map(name).collect::<Vec<_>>().join(", ");
    vec![question.id.clone(), name(&mapped.theme), levels, stands(question, mapped).to_owned()]
}

fn name(named: &Named) -> String {
    format!("{} {}", named.id, named.title)
}

/// A SKOS match in plain words.
fn stands(question: &Question, mapped: &Mapped) -> &'static str {
    if mapped.apart {
        return "shown by itself: on this theme nothing is ever combined or compared";
    }
    if question.polarity == Polarity::Description {
        return "shown beside the theme: a description decides nothing";
    }
    match mapped.matching {
        Match::Exact => "the same thing: it can find the theme, and rule it out",
        Match::Part => "a part of the theme: it can find the theme, but not rule out the rest of it",
        Match::Wider => "more than the theme: it can rule the theme out, but what it finds may be something else",
        Match::Related => "akin to the theme: shown beside it, never decides",
    }
}

fn cannot_see(sheet: &Sheet) -> Vec<Block> {
    if sheet.cannot_see.is_empty() {
        return vec![Block::Paragraph("It has a question on every common theme.".to_owned())];
    }
    let intro =
        "It has no question that decides these common themes. On them it is out of scope, which is not the same as finding nothing.";
    vec![Block::Paragraph(intro.to_owned()), Block::List(sheet.cannot_see.iter().map(name).collect())]
}

fn needs(sheet: &Sheet) -> Vec<Block> {
    let intro = "It is shown these fields and nothing else of a review. What is withheld is not told to it unless those who run it grant it by name.";
    let columns = vec!["Field", "What it is", "Why", "How it is shared"];
    let caption = "The fields that it reads".to_owned();
    vec![Block::Paragraph(intro.to_owned()), Block::Table { caption, columns, rows: sheet.needs.iter().map(need).collect() }]
}

fn need(need: &Need) -> Vec<String> {
    let Need { table, field, label, why, required, access } = need;
    let field = if field.is_empty() { table.clone() } else { format!("{table}.{field}") };
    let why = if *required { format!("{why}; it cannot do without it") } else { why.clone() };
    let access = match access {
        Access::Shared => "as it is".to_owned(),
        Access::Month => format!("sensitive: as the month, unless granted (--grant {field})"),
        Access::Withheld => format!("sensitive: withheld, unless granted (--grant {field})"),
    };
    vec![field, label.clone(), why, access]
}
