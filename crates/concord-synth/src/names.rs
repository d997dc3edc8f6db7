//! The dictionary's fields and codes, looked up by name once; every name that it does not have is reported.

use concord_model::dictionary::{Dictionary, Field, Kind};
use concord_model::missing::Missing;
use concord_model::problem::{Problem, nearest};

use crate::shares::{Cell, Chances, Choice, Coded, Members, Shares};

/// Looks names up in one table after the other, and gathers what it does not find.
pub(crate) struct Names<'a> {
    pub(crate) dictionary: &'a Dictionary,
    table: usize,
    problems: Vec<Problem>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(dictionary: &'a Dictionary) -> Names<'a> {
        Names { dictionary, table: 0, problems: Vec::new() }
    }

    /// Whether all was found so far.
    pub(crate) fn sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// What was not found.
    pub(crate) fn problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Goes to a table; the fields asked for from now on are its.
    pub(crate) fn table(&mut self, name: &str) -> usize {
        let place = self.dictionary.table_place(name);
        if place.is_none() {
            self.lacks(&format!("table `{name}`"), name, self.dictionary.tables.iter().map(|table| table.name.as_str()).collect());
        }
        self.table = place.unwrap_or(0);
        self.table
    }

    /// The place of a field of the table, which must be of a kind.
    pub(crate) fn column(&mut self, name: &str, kind: Kind) -> usize {
        let Some(place) = self.place(name) else { return 0 };
        let field = self.field(place);
        if field.kind != kind || field.derive.is_some() {
            let message = format!("the recipe needs `{name}` to be a {} that is given, it is a {}", kind.name(), field.kind.name());
            self.problem(message);
        }
        place
    }

    /// The place of a code or ordinal field.
    pub(crate) fn codes(&mut self, name: &str) -> usize {
        let ordinal = self.place(name).is_some_and(|place| self.field(place).kind == Kind::Ordinal);
        self.column(name, if ordinal { Kind::Ordinal } else { Kind::Code })
    }

    /// The place of a code of a field.
    pub(crate) fn code(&mut self, column: usize, code: &str) -> u8 {
        let field = self.field(column);
        let place = field.code_place(code);
        if place.is_none() {
            self.lacks(&format!("code `{code}` of `{}`", field.name), code, field.codes.iter().map(|code| code.code.as_str()).collect());
        }
        place.unwrap_or(0) as u8
    }

    /// All codes of a field.
    pub(crate) fn code_names(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.field(column).codes.iter().map(|code| code.code.as_str())
    }

    /// Shares of a field's codes, made ready; a name that is a missing reason is one.
    pub(crate) fn choice(&mut self, column: usize, shares: Shares) -> Choice {
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        if (sum - 1.0).abs() > 1e-9 {
            self.problem(format!("the shares of `{}` sum to {sum}, not 1", self.field(column).name));
        }
        let cells = shares.iter().map(|(name, _)| Missing::from_name(name).map_or_else(|| self.given(column, name), Err)).collect();
        Choice::new(cells, shares)
    }

    fn given(&mut self, column: usize, name: &str) -> Cell<u8> {
        Ok(self.code(column, name))
    }

    /// A code field with the shares of its codes.
    pub(crate) fn coded(&mut self, name: &str, shares: Shares) -> Coded {
        let column = self.codes(name);
        Coded { column, choice: self.choice(column, shares) }
    }

    /// Chances of a code-set's members, made ready.
    pub(crate) fn members(&mut self, column: usize, chances: Chances) -> Members {
        Members(chances.iter().map(|(code, chance)| (self.code(column, code), *chance)).collect())
    }

    /// The local codes of a codebook.
    pub(crate) fn codebook(&self, id: &str) -> &'a [String] {
        self.dictionary.codebooks.iter().find(|book| book.id == id).map(|book| book.codes.as_slice()).unwrap_or_default()
    }

    /// Sees to it that some codebook has a local code.
    pub(crate) fn local_code(&mut self, code: &str) {
        let known: Vec<&str> = self.dictionary.codebooks.iter().flat_map(|book| &book.codes).map(String::as_str).collect();
        if !known.contains(&code) {
            self.lacks(&format!("local code `{code}` in a codebook"), code, known);
        }
    }

    /// A field of the table; of a dictionary without tables or fields, one of no name.
    fn field(&self, place: usize) -> &'a Field {
        static NONE: std::sync::LazyLock<Field> = std::sync::LazyLock::new(Field::default);
        self.dictionary.tables.get(self.table).and_then(|table| table.fields.get(place)).unwrap_or(&NONE)
    }

    fn place(&mut self, name: &str) -> Option<usize> {
        let table = self.dictionary.tables.get(self.table)?;
        let place = table.field_place(name);
        if place.is_none() {
            self.lacks(&format!("field `{}.{name}`", table.name), name, table.fields.iter().map(|field| field.name.as_str()).collect());
        }
        place
    }

    fn lacks(&mut self, what: &str, wanted: &str, known: Vec<&str>) {
        let problem = Problem::of(&self.dictionary.id, format!("the recipe needs {what}, which this dictionary does not have"));
        self.problems.push(problem.maybe_hint(nearest(wanted, known)));
    }

    fn problem(&mut self, message: String) {
        self.problems.push(Problem::of(&self.dictionary.id, message));
    }
}
