//! The rule language read out plainly: one review, one row at a time. Shares nothing with the engine but the meaning.

use concord_model::answer::{NOT_APPLICABLE, NOT_DETERMINABLE, reason};
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Kind};
use concord_model::missing::Missing;

use crate::data::{Cell, Review};
use crate::rule::{Framework, Number, Place, Rows, Rule, Sign, Truth};

/// A truth value; what is unknown says why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kleene {
    True,
    False,
    Unknown(u8),
}
use Kleene::{False, True, Unknown};

/// A number between two ends, and why it is not known where they differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Between {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) why: u8,
}

/// What is answered for one review.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) answer: Option<u8>,
    pub(crate) looked: u8,
    pub(crate) reasons: u16,
    pub(crate) measure: Option<(f64, f64, f64)>,
    /// The rows cited, as table and place among the review's rows.
    pub(crate) cited: Vec<(usize, usize)>,
}

pub(crate) fn known(holds: bool) -> Kleene {
    if holds { True } else { False }
}

impl Kleene {
    pub(crate) fn not(self) -> Kleene {
        match self {
            True => False,
            False => True,
            unknown => unknown,
        }
    }

    pub(crate) fn all(parts: impl IntoIterator<Item = Kleene>) -> Kleene {
        Kleene::any(parts.into_iter().map(Kleene::not)).not()
    }

    pub(crate) fn any(parts: impl IntoIterator<Item = Kleene>) -> Kleene {
        let parts: Vec<Kleene> = parts.into_iter().collect();
        let why = parts.iter().fold(0, |why, part| if let Unknown(reasons) = part { why | reasons } else { why });
        if parts.contains(&True) {
            True
        } else if parts.iter().all(|part| *part == False) {
            False
        } else {
            Unknown(why)
        }
    }
}

/// In the place of *not looked for*, which nothing within a rule gives: a number beyond what is exact.
const INEXACT: u8 = 1 << 7;

/// The reasons within a rule, as those of answers.
fn told(why: u8) -> u16 {
    u16::from(why & !INEXACT) | if why & INEXACT == 0 { 0 } else { reason::UNSOUND_NUMBER }
}

fn why(kleene: Kleene) -> u8 {
    if let Unknown(why) = kleene { why } else { 0 }
}

impl Between {
    fn exactly(number: f64) -> Between {
        Between { low: number, high: number, why: 0 }
    }

    fn of(low: f64, high: f64, why: u8) -> Between {
        Between { low, high, why: if low == high { 0 } else { why } }
    }

    /// What every pair of numbers between the ends agrees on.
    fn compared(self, sign: Sign, other: Between) -> Kleene {
        let told = match sign {
            Sign::Unequal => return self.compared(Sign::Equal, other).not(),
            Sign::Less => (self.high < other.low, self.low < other.high),
            Sign::AtMost => (self.high <= other.low, self.low <= other.high),
            Sign::AtLeast => return other.compared(Sign::AtMost, self),
            Sign::More => return other.compared(Sign::Less, self),
            Sign::Equal => {
                let single = self.low == self.high && other.low == other.high && self.low == other.low;
                (single, self.low <= other.high && other.low <= self.high)
            }
        };
        match told {
            (true, _) => True,
            (_, false) => False,
            _ => Unknown(self.why | other.why),
        }
    }
}

/// Why nothing is known of the rows of a table that is not given.
const NOT_GIVEN: u8 = reason::of(Missing::NotRecorded);

/// One review, read by one framework.
pub(crate) struct Reader<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) framework: &'a Framework,
    pub(crate) review: &'a Review,
    /// Whether sensitive fields were granted.
    pub(crate) granted: bool,
}

/// The rows that variables are bound to, by depth: table and place.
pub(crate) type Bound = Vec<Option<(usize, usize)>>;

impl Reader<'_> {
    pub(crate) fn answer(&self, rule: &Rule) -> Answer {
        let nothing: Bound = Vec::new();
        let applies = rule.applies.as_ref().map_or(True, |applies| self.truth(applies, &nothing));
        let looked = rule.looked_for.as_ref().map_or(True, |looked| self.truth(looked, &nothing));
        let mut answer = Answer {
            answer: None,
            looked: match looked {
                True => 1,
                False => 2,
                Unknown(_) => 0,
            },
            reasons: 0,
            measure: None,
            cited: Vec::new(),
        };
        let scaled = !rule.lines.is_empty();
        match applies {
            False => answer.answer = Some(NOT_APPLICABLE),
            Unknown(why) => {
                answer.answer = Some(NOT_DETERMINABLE);
                answer.reasons = told(why);
            }
            True if scaled => self.by_line(rule, looked, &mut answer),
            True => {}
        }
        if applies == True
            && let Some((count, of)) = &rule.measure
        {
            let (value, of_what) =
                (self.number(count, &nothing), of.as_ref().map_or(Between::exactly(1.0), |of| self.number(of, &nothing)));
            let silent = scaled && answer.answer == Some(NOT_DETERMINABLE) && answer.reasons == u16::from(reason::NOT_LOOKED_FOR);
            if !scaled {
                answer.reasons = told(value.why | of_what.why);
            }
            if !silent && value.low.is_finite() && value.high.is_finite() && of_what.low == of_what.high {
                if of.is_none() || value.low >= 0.0 && value.high <= of_what.low {
                    answer.measure = Some((value.low, value.high, of_what.low));
                } else {
                    answer.reasons |= reason::UNSOUND_NUMBER;
                }
            }
            if !scaled {
                self.cite_measure(count, &mut answer.cited);
            }
        }
        if !scaled {
            answer.answer = None;
        }
        answer.cited.sort_unstable();
        answer.cited.dedup();
        answer
    }

    fn by_line(&self, rule: &Rule, looked: Kleene, answer: &mut Answer) {
        answer.answer = Some(NOT_DETERMINABLE);
        answer.reasons = reason::NO_LINE_HOLDS;
        for (place, (when, absent)) in rule.lines.iter().enumerate() {
            match self.truth(when, &Vec::new()) {
                False => {}
                Unknown(why) => {
                    answer.reasons = told(why);
                    return;
                }
                True if *absent && looked != True => {
                    answer.reasons = u16::from(reason::NOT_LOOKED_FOR);
                    return;
                }
                True => {
                    answer.reasons = 0;
                    answer.answer = Some(place as u8);
                    self.cite(&self.plain(when), &Vec::new(), &mut answer.cited);
                    return;
                }
            }
        }
    }

    fn cell(&self, place: Place, bound: &Bound) -> Cell {
        let (table, row) = match place.row {
            None => (place.table, 0),
            Some(depth) => bound[depth].unwrap(),
        };
        assert_eq!(table, place.table);
        if self.dictionary.tables[table].fields[place.field].sensitive && !self.granted {
            return Cell::Missing(Missing::Withheld);
        }
        self.review.tables[table][row][place.field].clone()
    }

    /// Something of a cell, or why it is missing.
    pub(crate) fn told(&self, place: Place, bound: &Bound, tell: impl Fn(&Cell) -> bool) -> Kleene {
        match self.cell(place, bound) {
            Cell::Missing(missing) => Unknown(reason::of(missing)),
            cell => known(tell(&cell)),
        }
    }

    fn text(&self, place: Place, texts: &[String], bound: &Bound) -> Kleene {
        let field = &self.dictionary.tables[place.table].fields[place.field];
        let cell = self.cell(place, bound);
        let is_one = |cell: &Cell| matches!(cell, Cell::Text(text) if texts.contains(text));
        if is_one(&cell) {
            return True;
        }
        let Some(book) = &field.codebook else { return self.told(place, bound, is_one) };
        let root = self.dictionary.root;
        let book = Place { row: None, table: root, field: self.dictionary.tables[root].field_place(book).unwrap() };
        let (covered, outside) = match self.cell(book, bound) {
            Cell::Code(book) => (texts.iter().all(|text| self.dictionary.codebooks[book].codes.contains(text)), 0),
            Cell::Missing(missing) => (false, reason::of(missing)),
            cell => panic!("{cell:?} is no codebook"),
        };
        let row = match cell {
            Cell::Missing(Missing::NotRecorded | Missing::NotApplicable) => 0,
            Cell::Missing(missing) => reason::of(missing),
            _ => 0,
        };
        match (covered, row) {
            (true, 0) => False,
            (true, row) => Unknown(row),
            (false, row) => Unknown(reason::OUTSIDE_CODEBOOK | outside | row),
        }
    }

    fn date(&self, place: Place, bound: &Bound) -> Result<PartialDate, u8> {
        match self.cell(place, bound) {
            Cell::Date(date) => Ok(date),
            Cell::Missing(missing) => Err(reason::of(missing)),
            cell => panic!("{cell:?} is no date"),
        }
    }

    fn dates(one: Result<PartialDate, u8>, sign: Sign, other: Result<PartialDate, u8>) -> Kleene {
        let partial = reason::of(Missing::NotRecorded);
        let between = |date: PartialDate| Between { low: f64::from(date.first), high: f64::from(date.last), why: partial };
        match (one, other) {
            (Ok(one), Ok(other)) => between(one).compared(sign, between(other)),
            (one, other) => Unknown(one.err().unwrap_or(0) | other.err().unwrap_or(0)),
        }
    }

    pub(crate) fn truth(&self, truth: &Truth, bound: &Bound) -> Kleene {
        let part = |part: &Truth| self.truth(part, bound);
        match truth {
            Truth::Always(holds) => known(*holds),
            Truth::Named(name) => self.truth(&self.framework.values[*name], &Vec::new()),
            Truth::Tri(place) => self.told(*place, bound, |cell| *cell == Cell::Tri(true)),
            Truth::TriIs(place, present, sign) => {
                let is = self.told(*place, bound, |cell| *cell == Cell::Tri(*present));
                if *sign == Sign::Equal { is } else { is.not() }
            }
            Truth::CodeIs(place, sign, code) => self.told(*place, bound, |cell| {
                let Cell::Code(is) = cell else { panic!("{cell:?} is no code") };
                ordered(*sign, is.cmp(code))
            }),
            Truth::CodeIn(place, codes) => self.told(*place, bound, |cell| matches!(cell, Cell::Code(code) if codes.contains(code))),
            Truth::Codes(one, sign, other) => match (self.cell(*one, bound), self.cell(*other, bound)) {
                (Cell::Code(one), Cell::Code(other)) => known(ordered(*sign, one.cmp(&other))),
                (one, other) => Unknown(missing(&one) | missing(&other)),
            },
            Truth::TextIs(place, sign, text) => {
                let is = self.text(*place, std::slice::from_ref(text), bound);
                if *sign == Sign::Equal { is } else { is.not() }
            }
            Truth::TextIn(place, texts) => self.text(*place, texts, bound),
            Truth::Has(code, place) => self.told(*place, bound, |cell| matches!(cell, Cell::Set(codes) if codes.contains(code))),
            Truth::CodeInSet(code, set) => {
                let codes = 0..self.dictionary.tables[code.table].fields[code.field].codes.len();
                Kleene::any(codes.map(|one| Kleene::all([part(&Truth::CodeIs(*code, Sign::Equal, one)), part(&Truth::Has(one, *set))])))
            }
            Truth::SetExists(place, codes) => self.members(*place, codes, bound).compared(Sign::AtLeast, Between::exactly(1.0)),
            Truth::SetAll(place, codes) => {
                let all = self.dictionary.tables[place.table].fields[place.field].codes.len();
                let others: Vec<usize> = (0..all).filter(|code| !codes.contains(code)).collect();
                self.members(*place, &others, bound).compared(Sign::Equal, Between::exactly(0.0))
            }
            Truth::SetOne(place, codes) => self.members(*place, codes, bound).compared(Sign::Equal, Between::exactly(1.0)),
            Truth::Known(place) => match self.cell(*place, bound) {
                Cell::Missing(Missing::Withheld) => Unknown(reason::WITHHELD),
                cell => known(missing(&cell) == 0),
            },
            Truth::Examined(theme) => self.examined(*theme),
            Truth::Says(code) => {
                let (root, fields) = (self.dictionary.root, self.dictionary.root_table());
                let book = Place { row: None, table: root, field: fields.field_place("book").unwrap() };
                self.told(book, bound, |cell| matches!(cell, Cell::Code(book) if self.dictionary.codebooks[*book].codes.contains(code)))
            }
            Truth::Compare(one, sign, other) => self.number(one, bound).compared(*sign, self.number(other, bound)),
            Truth::NumberIn(place, numbers) => {
                let one = self.number(&Number::Field(*place), bound);
                Kleene::any(numbers.iter().map(|number| one.compared(Sign::Equal, Between::exactly(f64::from(*number)))))
            }
            Truth::Dates(one, sign, other) => Self::dates(self.date(*one, bound), *sign, self.date(*other, bound)),
            Truth::DateIs(one, sign, date) => {
                let beside = |sign: Sign, day: i32| Self::dates(self.date(*one, bound), sign, Ok(PartialDate::day(day)));
                match sign {
                    Sign::Less | Sign::AtLeast => beside(*sign, date.first),
                    Sign::AtMost | Sign::More => beside(*sign, date.last),
                    _ => {
                        let within = Kleene::all([beside(Sign::AtLeast, date.first), beside(Sign::AtMost, date.last)]);
                        if *sign == Sign::Equal { within } else { within.not() }
                    }
                }
            }
            Truth::Linked(depth, reference) => {
                let (_, row) = bound[*depth].unwrap();
                self.told(*reference, bound, |cell| matches!(cell, Cell::Rows(rows) if rows.contains(&row)))
            }
            Truth::Same(one, sign, other) => {
                let same = match (part(one), part(other)) {
                    (Unknown(one), Unknown(other)) => Unknown(one | other),
                    (Unknown(why), _) | (_, Unknown(why)) => Unknown(why),
                    (one, other) => known(one == other),
                };
                if *sign == Sign::Equal { same } else { same.not() }
            }
            Truth::Not(inner) => part(inner).not(),
            Truth::And(parts) => Kleene::all(parts.iter().map(part)),
            Truth::Or(parts) => Kleene::any(parts.iter().map(part)),
            Truth::If(three) => match (part(&three[0]), part(&three[1]), part(&three[2])) {
                (True, one, _) => one,
                (False, _, other) => other,
                (Unknown(_), one, other) if one == other && why(one) == 0 => one,
                (Unknown(because), one, other) => Unknown(because | why(one) | why(other)),
            },
            Truth::Exists(rows, body) => match self.open(rows, body, bound) {
                true => Unknown(NOT_GIVEN),
                false => Kleene::any(self.rows(rows, body, bound).into_iter().map(|(_, holds)| holds)),
            },
            Truth::All(rows, body) if self.open(rows, &Truth::Not(body.clone()), bound) => Unknown(NOT_GIVEN),
            Truth::All(rows, body) => {
                let misses = self.rows(rows, &Truth::Not(body.clone()), bound);
                Kleene::any(misses.into_iter().map(|(_, holds)| holds)).not()
            }
            Truth::One(rows, body) => self.size(rows, body, bound).compared(Sign::Equal, Between::exactly(1.0)),
        }
    }

    fn examined(&self, theme: usize) -> Kleene {
        let root = self.dictionary.root;
        let declared = self.dictionary.tables[root].field_place(self.dictionary.roles.examined.as_ref().unwrap()).unwrap();
        let declared = self.truth(&Truth::Has(theme, Place { row: None, table: root, field: declared }), &Vec::new());
        let observed = self.dictionary.theme_fields().into_iter().flat_map(|(table, field)| {
            let rows = 0..self.review.tables[table].len();
            rows.map(move |row| {
                let place = Place { row: Some(0), table, field };
                self.told(place, &vec![Some((table, row))], |cell| *cell == Cell::Code(theme))
            })
        });
        let lacks = |(table, _): &(usize, usize)| !self.review.given[*table];
        let lacking = self.dictionary.theme_fields().into_iter().filter(lacks).map(|_| Unknown(NOT_GIVEN));
        Kleene::any([declared].into_iter().chain(observed).chain(lacking))
    }

    /// Whether it is open what rows there are: their table is not given, and they are not those of a reference that names none.
    fn open(&self, rows: &Rows, body: &Truth, bound: &Bound) -> bool {
        let parts = self.conjuncts(rows, body);
        if self.review.given[rows.table] || parts.contains(&Truth::Always(false)) {
            return false;
        }
        let names_none = |part: &Truth| match part {
            Truth::Linked(row, place) if *row == rows.depth && place.row.is_some_and(|holder| holder != *row) => {
                matches!(self.cell(*place, bound), Cell::Rows(targets) if targets.is_empty())
            }
            _ => false,
        };
        !parts.iter().any(names_none)
    }

    fn size(&self, rows: &Rows, body: &Truth, bound: &Bound) -> Between {
        if self.open(rows, body, bound) {
            return Between::of(0.0, f64::INFINITY, NOT_GIVEN);
        }
        size(&self.rows(rows, body, bound))
    }

    /// Every row of a table with whether it is among those meant and something is true of it.
    pub(crate) fn rows(&self, rows: &Rows, body: &Truth, bound: &Bound) -> Vec<(usize, Kleene)> {
        let with = |bound: &Bound, depth: usize, row: usize| {
            let mut bound = bound.clone();
            bound.resize(bound.len().max(depth + 1), None);
            bound[depth] = Some((rows.table, row));
            bound
        };
        let judge = |row: usize| {
            let here = with(bound, rows.depth, row);
            let mut parts = vec![self.truth(body, &here)];
            match rows.named {
                Some(name) => {
                    let named = &self.framework.rows[name];
                    let alone = with(&Vec::new(), named.depth, row);
                    parts.extend(named.filters.iter().map(|filter| self.truth(filter, &alone)));
                }
                None => {
                    parts.extend(rows.filters.iter().map(|filter| self.truth(filter, &here)));
                    parts.extend(rows.link.map(|link| self.truth(&Truth::Linked(rows.depth, link), &here)));
                }
            }
            Kleene::all(parts)
        };
        (0..self.review.tables[rows.table].len()).map(|row| (row, judge(row))).collect()
    }

    fn members(&self, place: Place, among: &[usize], bound: &Bound) -> Between {
        match self.cell(place, bound) {
            Cell::Set(codes) => Between::exactly(codes.iter().filter(|code| among.contains(code)).count() as f64),
            cell => Between::of(0.0, among.len() as f64, missing(&cell)),
        }
    }

    pub(crate) fn number(&self, number: &Number, bound: &Bound) -> Between {
        let part = |part: &Number| self.number(part, bound);
        match number {
            Number::Constant(constant) => Between::exactly(*constant),
            Number::Field(place) => match self.cell(*place, bound) {
                Cell::Integer(number) => Between::exactly(f64::from(number)),
                Cell::Decimal(number) => Between::exactly(number),
                cell => Between::of(f64::NEG_INFINITY, f64::INFINITY, missing(&cell)),
            },
            Number::Add(pair) => sum(part(&pair[0]), part(&pair[1])),
            Number::Subtract(pair) => sum(part(&pair[0]), minus(part(&pair[1]))),
            Number::Minus(inner) => minus(part(inner)),
            Number::Multiply(pair) => {
                let (one, other) = (part(&pair[0]), part(&pair[1]));
                let times = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
                let corners =
                    [times(one.low, other.low), times(one.low, other.high), times(one.high, other.low), times(one.high, other.high)];
                let low = corners.into_iter().fold(f64::INFINITY, f64::min);
                exact(low, corners.into_iter().fold(f64::NEG_INFINITY, f64::max), one.why | other.why)
            }
            Number::If(parts) => match (self.truth(&parts.0, bound), part(&parts.1), part(&parts.2)) {
                (True, one, _) => one,
                (False, _, other) => other,
                (Unknown(why), one, other) => Between::of(one.low.min(other.low), one.high.max(other.high), why | one.why | other.why),
            },
            Number::Size(rows) => self.size(rows, &Truth::Always(true), bound),
            Number::Distinct(rows, key) => self.distinct(rows, *key, bound),
            Number::SetSize(place, among) => {
                let all = (0..self.dictionary.tables[place.table].fields[place.field].codes.len()).collect();
                self.members(*place, among.as_ref().unwrap_or(&all), bound)
            }
        }
    }

    /// Every way in which what is unknown could be is thought of by its two extremes: all unknown rows out and missing keys shared,
    /// all unknown rows in and every missing key one of its own.
    fn distinct(&self, rows: &Rows, key: Place, bound: &Bound) -> Between {
        let field = &self.dictionary.tables[key.table].fields[key.field];
        let most = if field.kind == Kind::Integer { usize::MAX } else { field.codes.len() };
        if self.open(rows, &Truth::Always(true), bound) {
            return Between::of(0.0, if most == usize::MAX { f64::INFINITY } else { most as f64 }, NOT_GIVEN);
        }
        let judged = self.rows(rows, &Truth::Always(true), bound);
        let key_of = |row: usize| {
            let mut here = bound.clone();
            here.resize(here.len().max(rows.depth + 1), None);
            here[rows.depth] = Some((rows.table, row));
            self.cell(Place { row: Some(rows.depth), ..key }, &here)
        };
        let mut sure: Vec<Cell> = Vec::new();
        let mut maybe: Vec<Cell> = Vec::new();
        let (mut meant, mut keyless, mut because) = (0, 0, 0);
        for (row, holds) in judged {
            let cell = key_of(row);
            let (is_true, is_unknown) = (holds == True, matches!(holds, Unknown(_)));
            because |= why(holds);
            meant += usize::from(is_true);
            match cell {
                Cell::Missing(missing) if is_true || is_unknown => {
                    keyless += 1;
                    because |= reason::of(missing);
                }
                cell if is_true => sure.push(cell),
                cell if is_unknown => maybe.push(cell),
                _ => {}
            }
        }
        let mut different: Vec<Cell> = Vec::new();
        sure.into_iter().for_each(|cell| {
            if !different.contains(&cell) {
                different.push(cell);
            }
        });
        let low = different.len().max(usize::from(meant > 0));
        maybe.into_iter().for_each(|cell| {
            if !different.contains(&cell) {
                different.push(cell);
            }
        });
        Between::of(low as f64, (different.len() + keyless).min(most) as f64, because)
    }
}

fn missing(cell: &Cell) -> u8 {
    if let Cell::Missing(missing) = cell { reason::of(*missing) } else { 0 }
}

fn ordered(sign: Sign, came: std::cmp::Ordering) -> bool {
    match sign {
        Sign::Less => came.is_lt(),
        Sign::AtMost => came.is_le(),
        Sign::Equal => came.is_eq(),
        Sign::Unequal => came.is_ne(),
        Sign::AtLeast => came.is_ge(),
        Sign::More => came.is_gt(),
    }
}

fn size(rows: &[(usize, Kleene)]) -> Between {
    let sure = rows.iter().filter(|(_, holds)| *holds == True).count();
    let maybe = rows.iter().filter(|(_, holds)| matches!(holds, Unknown(_))).count();
    Between::of(sure as f64, (sure + maybe) as f64, rows.iter().fold(0, |because, (_, holds)| because | why(*holds)))
}

fn sum(one: Between, other: Between) -> Between {
    exact(one.low + other.low, one.high + other.high, one.why | other.why)
}

/// A sum or a product; one beyond 2^53 can be any number.
fn exact(low: f64, high: f64, why: u8) -> Between {
    let most = (1u64 << 53) as f64;
    let told = |end: f64| end.abs() <= most || end.is_infinite() && why != 0;
    if told(low) && told(high) { Between::of(low, high, why) } else { Between::of(f64::NEG_INFINITY, f64::INFINITY, why | INEXACT) }
}

fn minus(one: Between) -> Between {
    Between::of(0.0 - one.high, 0.0 - one.low, one.why)
}
