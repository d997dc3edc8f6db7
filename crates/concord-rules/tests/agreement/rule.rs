//! Rules as plain trees, and as the text of the rule language.

use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;

/// A field: of the review (and its group), or of the row that a variable (by its depth) is bound to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) row: Option<usize>,
    pub(crate) table: usize,
    pub(crate) field: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sign {
    Less,
    AtMost,
    Equal,
    Unequal,
    AtLeast,
    More,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Truth {
    Always(bool),
    Tri(Place),
    TriIs(Place, bool, Sign),
    CodeIs(Place, Sign, usize),
    CodeIn(Place, Vec<usize>),
    Codes(Place, Sign, Place),
    TextIs(Place, Sign, String),
    TextIn(Place, Vec<String>),
    Has(usize, Place),
    CodeInSet(Place, Place),
    SetExists(Place, Vec<usize>),
    SetAll(Place, Vec<usize>),
    SetOne(Place, Vec<usize>),
    Known(Place),
    Examined(usize),
    /// Whether the coder's vocabulary has a local code.
    Says(String),
    Compare(Number, Sign, Number),
    NumberIn(Place, Vec<i32>),
    Dates(Place, Sign, Place),
    DateIs(Place, Sign, PartialDate),
    Linked(usize, Place),
    Same(Box<Truth>, Sign, Box<Truth>),
    Not(Box<Truth>),
    And(Vec<Truth>),
    Or(Vec<Truth>),
    If(Box<[Truth; 3]>),
    Exists(Rows, Box<Truth>),
    All(Rows, Box<Truth>),
    One(Rows, Box<Truth>),
    /// A name of `[define]`.
    Named(usize),
}

/// Rows that a variable (by its depth) is bound to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) depth: usize,
    pub(crate) table: usize,
    /// The reference that points at them, if they are not all rows of the table.
    pub(crate) link: Option<Place>,
    pub(crate) filters: Vec<Truth>,
    /// A name of `[define.children]` whose rows these are.
    pub(crate) named: Option<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Number {
    Constant(f64),
    Field(Place),
    Add(Box<[Number; 2]>),
    Subtract(Box<[Number; 2]>),
    Multiply(Box<[Number; 2]>),
    Minus(Box<Number>),
    If(Box<(Truth, Number, Number)>),
    Size(Rows),
    Distinct(Rows, Place),
    SetSize(Place, Option<Vec<usize>>),
}

/// One indicator.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) applies: Option<Truth>,
    pub(crate) looked_for: Option<Truth>,
    /// The condition of each answer, and whether the answer is absent.
    pub(crate) lines: Vec<(Truth, bool)>,
    pub(crate) measure: Option<(Number, Option<Number>)>,
}

/// A framework with what its rules share by name.
#[derive(Debug, Clone)]
pub(crate) struct Framework {
    pub(crate) values: Vec<Truth>,
    pub(crate) rows: Vec<Rows>,
    pub(crate) rules: Vec<Rule>,
}

impl Sign {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Sign::Less => "<",
            Sign::AtMost => "<=",
            Sign::Equal => "==",
            Sign::Unequal => "!=",
            Sign::AtLeast => ">=",
            Sign::More => ">",
        }
    }
}

/// Writes rules in the rule language.
pub(crate) struct Writer<'d> {
    pub(crate) dictionary: &'d Dictionary,
}

impl Writer<'_> {
    pub(crate) fn framework(&self, framework: &Framework) -> String {
        let mut text =
            "[framework]\nid = \"a\"\ntitle = \"a\"\nedition = \"1\"\nowner = \"a\"\nsource = \"a\"\nplugin = \"rules\"\n".to_owned();
        text += "[define]\n";
        for (name, value) in framework.values.iter().enumerate() {
            text += &format!("value_{name} = \"{}\"\n", self.truth(value));
        }
        text += "[define.children]\n";
        for (name, rows) in framework.rows.iter().enumerate() {
            text += &format!("rows_{name} = \"{}\"\n", self.rows(rows));
        }
        for (place, rule) in framework.rules.iter().enumerate() {
            text += &format!("[[indicator]]\nid = \"I{place}\"\ntitle = \"a\"\nquestion = \"a\"\npolarity = \"concern\"\nmappings = []\n");
            for (key, truth) in [("applies", &rule.applies), ("looked_for", &rule.looked_for)] {
                if let Some(truth) = truth {
                    text += &format!("{key} = \"{}\"\n", self.truth(truth));
                }
            }
            match &rule.measure {
                Some((value, None)) => text += &format!("measure = {{ unit = \"u\", value = \"{}\" }}\n", self.number(value)),
                Some((count, Some(of))) => {
                    text += &format!("measure = {{ unit = \"u\", count = \"{}\", of = \"{}\" }}\n", self.number(count), self.number(of));
                }
                None => {}
            }
            let line = |(place, (when, absent)): (usize, &(Truth, bool))| {
                let outcome = if *absent { "absent" } else { "present" };
                format!("  {{ code = \"c{place}\", outcome = \"{outcome}\", when = \"{}\" }},\n", self.truth(when))
            };
            if !rule.lines.is_empty() {
                text += &format!("scale = [\n{}]\n", rule.lines.iter().enumerate().map(line).collect::<String>());
            }
        }
        text
    }

    fn place(&self, place: Place) -> String {
        let table = &self.dictionary.tables[place.table];
        let field = &table.fields[place.field].name;
        match place.row {
            Some(depth) => format!("v{depth}.{field}"),
            None if Some(place.table) == self.dictionary.group => format!("{}.{field}", table.name),
            None => field.clone(),
        }
    }

    fn code(&self, place: Place, code: usize) -> String {
        format!("'{}'", self.dictionary.tables[place.table].fields[place.field].codes[code].code)
    }

    fn codes(&self, place: Place, codes: &[usize]) -> String {
        codes.iter().map(|code| self.code(place, *code)).collect::<Vec<_>>().join(", ")
    }

    fn rows(&self, rows: &Rows) -> String {
        let base = match (rows.named, rows.link) {
            (Some(name), _) => return format!("rows_{name}"),
            (None, Some(link)) => self.place(link),
            (None, None) => self.dictionary.tables[rows.table].name.clone(),
        };
        rows.filters.iter().fold(base, |base, filter| format!("{base}.filter(v{}, {})", rows.depth, self.truth(filter)))
    }

    pub(crate) fn truth(&self, truth: &Truth) -> String {
        let over =
            |rows: &Rows, function: &str, body: &Truth| format!("{}.{function}(v{}, {})", self.rows(rows), rows.depth, self.truth(body));
        let members = |place: Place, function: &str, codes: &[usize]| {
            format!("{}.{function}(m, m in [{}])", self.place(place), self.codes(place, codes))
        };
        let joined =
            |parts: &[Truth], sign: &str| format!("({})", parts.iter().map(|part| self.truth(part)).collect::<Vec<_>>().join(sign));
        match truth {
            Truth::Always(holds) => holds.to_string(),
            Truth::Tri(place) => self.place(*place),
            Truth::TriIs(place, present, sign) => {
                format!("({} {} '{}')", self.place(*place), sign.text(), if *present { "present" } else { "absent" })
            }
            Truth::CodeIs(place, sign, code) => format!("({} {} {})", self.place(*place), sign.text(), self.code(*place, *code)),
            Truth::CodeIn(place, codes) => format!("({} in [{}])", self.place(*place), self.codes(*place, codes)),
            Truth::Codes(one, sign, other) | Truth::Dates(one, sign, other) => {
                format!("({} {} {})", self.place(*one), sign.text(), self.place(*other))
            }
            Truth::TextIs(place, sign, text) => format!("('{text}' {} {})", sign.text(), self.place(*place)),
            Truth::TextIn(place, texts) => format!("({} in ['{}'])", self.place(*place), texts.join("', '")),
            Truth::Has(code, place) => format!("({} in {})", self.code(*place, *code), self.place(*place)),
            Truth::CodeInSet(code, set) => format!("({} in {})", self.place(*code), self.place(*set)),
            Truth::SetExists(place, codes) => members(*place, "exists", codes),
            Truth::SetAll(place, codes) => members(*place, "all", codes),
            Truth::SetOne(place, codes) => members(*place, "exists_one", codes),
            Truth::Known(place) => format!("known({})", self.place(*place)),
            Truth::Examined(theme) => format!("examined('{}')", self.dictionary.themes[*theme].id),
            Truth::Says(code) => format!("says('{code}')"),
            Truth::Compare(one, sign, other) => format!("({} {} {})", self.number(one), sign.text(), self.number(other)),
            Truth::NumberIn(place, numbers) => {
                format!("({} in [{}])", self.place(*place), numbers.iter().map(i32::to_string).collect::<Vec<_>>().join(", "))
            }
            Truth::DateIs(place, sign, date) => format!("({} {} '{date}')", self.place(*place), sign.text()),
            Truth::Linked(row, place) => format!("(v{row} in {})", self.place(*place)),
            Truth::Same(one, sign, other) => format!("({} {} {})", self.truth(one), sign.text(), self.truth(other)),
            Truth::Not(inner) => format!("!({})", self.truth(inner)),
            Truth::And(parts) => joined(parts, " && "),
            Truth::Or(parts) => joined(parts, " || "),
            Truth::If(three) => format!("({} ? {} : {})", self.truth(&three[0]), self.truth(&three[1]), self.truth(&three[2])),
            Truth::Exists(rows, body) => over(rows, "exists", body),
            Truth::All(rows, body) => over(rows, "all", body),
            Truth::One(rows, body) => over(rows, "exists_one", body),
            Truth::Named(name) => format!("value_{name}"),
        }
    }

    pub(crate) fn number(&self, number: &Number) -> String {
        match number {
            Number::Constant(constant) if *constant < 0.0 => format!("(-{})", -constant),
            Number::Constant(constant) => constant.to_string(),
            Number::Field(place) => self.place(*place),
            Number::Add(pair) => format!("({} + {})", self.number(&pair[0]), self.number(&pair[1])),
            Number::Subtract(pair) => format!("({} - {})", self.number(&pair[0]), self.number(&pair[1])),
            Number::Multiply(pair) => format!("({} * {})", self.number(&pair[0]), self.number(&pair[1])),
            Number::Minus(inner) => format!("-({})", self.number(inner)),
            Number::If(parts) => format!("({} ? {} : {})", self.truth(&parts.0), self.number(&parts.1), self.number(&parts.2)),
            Number::Size(rows) => format!("{}.size()", self.rows(rows)),
            Number::Distinct(rows, key) => format!("{}.map(v{}, {}).distinct().size()", self.rows(rows), rows.depth, self.place(*key)),
            Number::SetSize(place, None) => format!("{}.size()", self.place(*place)),
            Number::SetSize(place, Some(codes)) => format!("{}.filter(m, m in [{}]).size()", self.place(*place), self.codes(*place, codes)),
        }
    }
}
