//! An indicator: what it says of itself, and beside it the code that answers it.

use concord_model::answer::{AnswerColumn, ERROR, NOT_APPLICABLE, NOT_DETERMINABLE, Step, reason};
use concord_model::framework::{self, LocalAnswer, Mapping, Match, Outcome, Polarity};

use crate::count::Number;
use crate::field::Child;
use crate::page::{Answer, CitedRows, Findings, Page, step};
use crate::row::Row;
use crate::trace;
use crate::truth::Truth;
use crate::view::View;

/// One question that a framework asks of every review, with the code that answers it.
pub struct Indicator {
    pub(crate) about: About,
    pub(crate) code: Box<dyn Code>,
}

/// What an indicator says of itself.
#[derive(Debug)]
pub(crate) struct About {
    pub(crate) declared: framework::Indicator,
    pub(crate) cites: Vec<Child>,
    /// For each line of the scale whether it says that nothing was found.
    absent: Vec<bool>,
}

/// An indicator in the making: say what it is, then [`answer`](Draft::answer) it.
#[derive(Debug)]
pub struct Draft<A, L> {
    declared: framework::Indicator,
    cites: Vec<Child>,
    applies: A,
    looked: L,
}

/// The guard of an indicator that has none.
#[derive(Debug, Clone, Copy)]
pub struct Always;

/// What is asked of a review before its answer counts.
pub trait Guard: Send + Sync + 'static {
    /// Whether there is anything to ask.
    const ASKS: bool;
    /// Whether it holds.
    fn holds(&self, review: Row<'_>) -> Truth;
}

impl Guard for Always {
    const ASKS: bool = false;
    #[inline]
    fn holds(&self, _: Row<'_>) -> Truth {
        Truth::TRUE
    }
}

impl<F: Fn(Row<'_>) -> Truth + Send + Sync + 'static> Guard for F {
    const ASKS: bool = true;
    #[inline]
    fn holds(&self, review: Row<'_>) -> Truth {
        self(review)
    }
}

impl Indicator {
    /// An indicator whose presence is a concern. Its answers are *present* and *absent* unless it is given a scale.
    #[must_use]
    pub fn concern(id: &str) -> Draft<Always, Always> {
        let line = |code, label, outcome| line(code, label).concern(outcome).into();
        Indicator::draft(
            id,
            Polarity::Concern,
            vec![line("present", "Present", Outcome::Present), line("absent", "Absent", Outcome::Absent)],
        )
    }

    /// An indicator whose presence is a strength. Its answers are *present* and *absent* unless it is given a scale.
    #[must_use]
    pub fn strength(id: &str) -> Draft<Always, Always> {
        let line = |code, label, outcome| line(code, label).strength(outcome).into();
        Indicator::draft(
            id,
            Polarity::Strength,
            vec![line("present", "Present", Outcome::Present), line("absent", "Absent", Outcome::Absent)],
        )
    }

    /// An indicator that describes and never decides a theme. Its answers are *yes* and *no* unless it is given a scale.
    #[must_use]
    pub fn description(id: &str) -> Draft<Always, Always> {
        Indicator::draft(id, Polarity::Description, vec![line("yes", "Yes").into(), line("no", "No").into()])
    }

    fn draft(id: &str, polarity: Polarity, scale: Vec<LocalAnswer>) -> Draft<Always, Always> {
        let declared = framework::Indicator {
            id: id.to_owned(),
            title: String::new(),
            question: String::new(),
            polarity,
            scale,
            measure_unit: None,
            evidence_tables: Vec::new(),
            mappings: Vec::new(),
            predicate: None,
        };
        Draft { declared, cites: Vec::new(), applies: Always, looked: Always }
    }
}

/// A line of a scale in the framework's own words. It says nothing of concern or strength until told what.
#[must_use]
pub fn line(code: &str, label: &str) -> Line {
    Line(LocalAnswer { code: code.to_owned(), label: label.to_owned(), concern: None, strength: None })
}

/// A line of a scale.
#[derive(Debug, Clone)]
pub struct Line(LocalAnswer);

impl Line {
    /// What the answer means for the concern.
    #[must_use]
    pub fn concern(mut self, outcome: Outcome) -> Line {
        self.0.concern = Some(outcome);
        self
    }

    /// What the answer means for the strength.
    #[must_use]
    pub fn strength(mut self, outcome: Outcome) -> Line {
        self.0.strength = Some(outcome);
        self
    }
}

impl From<Line> for LocalAnswer {
    fn from(line: Line) -> LocalAnswer {
        line.0
    }
}

impl<A: Guard, L: Guard> Draft<A, L> {
    /// What it finds, in a few words.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.declared.title);
        self
    }

    /// The question, as a practitioner would ask it.
    #[must_use]
    pub fn question(mut self, question: &str) -> Self {
        question.clone_into(&mut self.declared.question);
        self
    }

    /// The framework's own answers, best read first: line 0, line 1, ….
    #[must_use]
    pub fn scale<const N: usize>(mut self, lines: [Line; N]) -> Self {
        self.declared.scale = lines.into_iter().map(LocalAnswer::from).collect();
        self
    }

    /// It gives a number too ([`Page::measure`]), in this unit: `working days`, `share`, ….
    #[must_use]
    pub fn measured_in(mut self, unit: &str) -> Self {
        self.declared.measure_unit = Some(unit.to_owned());
        self
    }

    /// It cites rows of this child table.
    #[must_use]
    pub fn cites(mut self, child: Child) -> Self {
        self.cites.push(child);
        self
    }

    /// How it stands to a common theme, and the levels of the system that it speaks of.
    #[must_use]
    pub fn maps(mut self, theme: &str, levels: &[&str], matching: Match) -> Self {
        let levels = levels.iter().map(|&level| level.to_owned()).collect();
        self.declared.mappings.push(Mapping { theme: theme.to_owned(), levels, matching });
        self
    }

    /// When the question arises at all. Where it does not, the answer is *not applicable*; where that cannot be told, *not
    /// determinable*.
    #[must_use]
    pub fn applies<F: Fn(Row<'_>) -> Truth + Send + Sync + 'static>(self, applies: F) -> Draft<F, L> {
        Draft { declared: self.declared, cites: self.cites, applies, looked: self.looked }
    }

    /// When the review looked for it. Where it did not, or that cannot be told, finding nothing is *not determinable* and never
    /// *absent*.
    #[must_use]
    pub fn looked_for<F: Fn(Row<'_>) -> Truth + Send + Sync + 'static>(self, looked: F) -> Draft<A, F> {
        Draft { declared: self.declared, cites: self.cites, applies: self.applies, looked }
    }

    /// The code that answers it for one review.
    #[must_use]
    pub fn answer<F, T>(self, answer: F) -> Indicator
    where
        F: Fn(Row<'_>, &mut Page<'_>) -> T + Send + Sync + 'static,
        T: Into<Answer> + 'static,
    {
        let absent = self.declared.scale.iter().map(says_that_nothing_was_found).collect();
        let code = Answering { applies: self.applies, looked: self.looked, answer };
        Indicator { about: About { declared: self.declared, cites: self.cites, absent }, code: Box::new(code) }
    }
}

/// Whether an answer is *absent* and nothing else: of the concern or of the strength, and neither present nor partly there.
fn says_that_nothing_was_found(answer: &LocalAnswer) -> bool {
    let sides = [answer.concern, answer.strength];
    sides.contains(&Some(Outcome::Absent)) && !sides.iter().any(|side| matches!(side, Some(Outcome::Present | Outcome::Partly)))
}

/// The code of an indicator, for a whole batch at once so that a review costs no indirect call.
pub(crate) trait Code: Send + Sync {
    /// Answers it for every review.
    fn column(&self, about: &About, view: &View<'_>) -> AnswerColumn;
    /// Why the first review got its answer.
    fn explain(&self, about: &About, view: &View<'_>) -> Vec<Step>;
}

struct Answering<A, L, F> {
    applies: A,
    looked: L,
    answer: F,
}

/// What an indicator says of one review.
struct Told {
    answer: u8,
    looked: Truth,
    reasons: u8,
    /// The findings of the page that it rests on.
    found: u32,
}

impl<A, L, F, T> Answering<A, L, F>
where
    A: Guard,
    L: Guard,
    F: Fn(Row<'_>, &mut Page<'_>) -> T,
    T: Into<Answer>,
{
    #[inline]
    fn tell(&self, about: &About, review: Row<'_>, page: &mut Page<'_>) -> Told {
        let looked = self.looked.holds(review);
        let applies = self.applies.holds(review);
        if !applies.is_true() {
            let answer = if applies.is_false() { NOT_APPLICABLE } else { NOT_DETERMINABLE };
            return Told { answer, looked, reasons: applies.reasons(), found: 0 };
        }
        let last = about.absent.len().saturating_sub(1) as u8;
        let (answer, reasons, found) = (self.answer)(review, page).into().told(last);
        if about.declared.scale.is_empty() {
            // It has its number alone to rest on, and to be unknown.
            return Told { answer, looked, reasons: reasons | page.number.reasons, found: page.number.found };
        }
        let absent = about.absent.get(usize::from(answer)).copied().unwrap_or(false);
        if absent && L::ASKS && !looked.is_true() {
            // A number would say that it was counted.
            page.number = Number::NONE;
            return Told { answer: NOT_DETERMINABLE, looked, reasons: reason::NOT_LOOKED_FOR, found: 0 };
        }
        Told { answer, looked, reasons, found }
    }
}

impl<A, L, F, T> Code for Answering<A, L, F>
where
    A: Guard,
    L: Guard,
    F: Fn(Row<'_>, &mut Page<'_>) -> T + Send + Sync + 'static,
    T: Into<Answer>,
{
    fn column(&self, about: &About, view: &View<'_>) -> AnswerColumn {
        let reviews = view.reviews;
        let measured = about.declared.measure_unit.is_some();
        let mut column = AnswerColumn { answers: vec![0; reviews], reasons: vec![0; reviews], ..AnswerColumn::default() };
        column.looked.resize(if L::ASKS { reviews } else { 0 }, 0);
        column.measures.reserve_exact(if measured { reviews * 24 } else { 0 });
        let mut cited = about.cited(reviews);
        let findings = Findings::of(&cited);
        let (mut all_looked, mut any_reason) = (true, 0);
        for review in 0..reviews {
            trace::review(review);
            let mut page = Page { findings: &findings, number: Number::NONE, notes: None };
            let told = self.tell(about, Row::review_at(view, review), &mut page);
            if measured {
                column.push_measure(page.number.measure);
            }
            findings.end_review(told.found, told.answer < ERROR, &mut cited);
            column.answers[review] = told.answer;
            column.reasons[review] = told.reasons;
            any_reason |= told.reasons;
            if L::ASKS {
                all_looked &= told.looked.is_true();
                column.looked[review] = told.looked.as_looked();
            }
        }
        if all_looked {
            column.looked = Vec::new();
        }
        if any_reason == 0 {
            column.reasons = Vec::new();
        }
        if about.declared.scale.is_empty() {
            column.answers = Vec::new();
        }
        column.evidence = cited.into_iter().map(CitedRows::finish).collect();
        column
    }

    fn explain(&self, about: &About, view: &View<'_>) -> Vec<Step> {
        let mut cited = about.cited(1);
        let mut notes = Vec::new();
        let review = Row::review_at(view, 0);
        let findings = Findings::of(&cited);
        let mut page = Page { findings: &findings, number: Number::NONE, notes: Some(&mut notes) };
        let told = self.tell(about, review, &mut page);
        let measure = page.number.measure;
        findings.end_review(told.found, told.answer < ERROR, &mut cited);
        let mut steps = vec![step(0, &about.declared.question, about.words(&told), None)];
        let mut guard = |asks: bool, text: &str, truth: Truth| {
            if asks {
                steps.push(step(1, text, words_of(truth), truth.known_as()));
            }
        };
        guard(A::ASKS, "the question arises", self.applies.holds(review));
        guard(L::ASKS, "it was looked for", told.looked);
        steps.append(&mut notes);
        if let (Some(unit), Some(measure)) = (&about.declared.measure_unit, measure) {
            steps.push(step(1, unit, number_in_words(measure.lower, measure.upper, measure.of), None));
        }
        for (cited, table) in cited.iter().zip(&about.declared.evidence_tables) {
            let rows = cited.last_review();
            let value = format!("{} rows of {table}", rows.len());
            steps.push(Step { table: Some(table.clone()), rows, ..step(1, "it rests on", value, None) });
        }
        steps
    }
}

impl About {
    fn cited(&self, reviews: usize) -> Vec<CitedRows> {
        self.cites.iter().map(|child| CitedRows::new(child.0, reviews)).collect()
    }

    fn words(&self, told: &Told) -> String {
        match told.answer {
            NOT_APPLICABLE => "not applicable".to_owned(),
            NOT_DETERMINABLE => not_determinable(told.reasons),
            line => self.declared.scale.get(usize::from(line)).map(|answer| answer.label.clone()).unwrap_or_default(),
        }
    }
}

fn words_of(truth: Truth) -> String {
    match truth.known_as() {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => not_determinable(truth.reasons()),
    }
}

fn not_determinable(reasons: u8) -> String {
    let reasons: Vec<String> = reason::names(reasons).map(|name| name.replace('_', " ")).collect();
    if reasons.is_empty() { "not determinable".to_owned() } else { format!("not determinable ({})", reasons.join(", ")) }
}

fn number_in_words(lower: f64, upper: f64, of: f64) -> String {
    let number = if lower.total_cmp(&upper).is_eq() { format!("{lower}") } else { format!("{lower} to {upper}") };
    if of.total_cmp(&1.0).is_eq() { number } else { format!("{number} of {of}") }
}

impl std::fmt::Debug for Indicator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Indicator").field("about", &self.about).finish_non_exhaustive()
    }
}
