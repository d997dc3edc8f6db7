//! Rules made by chance, all of them within the language.

use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Kind};

use crate::dice::Dice;
use crate::rule::{Framework, Number, Place, Rows, Rule, Sign, Truth};

const SIGNS: [Sign; 6] = [Sign::Less, Sign::AtMost, Sign::Equal, Sign::Unequal, Sign::AtLeast, Sign::More];
const EQUALITY: [Sign; 2] = [Sign::Equal, Sign::Unequal];

/// Makes rules.
pub(crate) struct Maker<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) dice: &'a mut Dice,
    /// Names that can be used already.
    pub(crate) named: usize,
    pub(crate) named_rows: Vec<usize>,
}

/// The rows that may be spoken of: depth and table.
type Scope = Vec<(usize, usize)>;

impl Maker<'_> {
    pub(crate) fn framework(&mut self) -> Framework {
        let mut framework = Framework { values: Vec::new(), rows: Vec::new(), rules: Vec::new() };
        for name in 0..self.dice.below(3) {
            let rows = self.rows(&Vec::new(), 0, 2);
            let rows = Rows { named: None, ..rows };
            self.named_rows.push(rows.table);
            framework.rows.push(rows);
            framework.values.push(self.truth(&Vec::new(), 0, 3));
            self.named = name + 1;
        }
        for _ in 0..=self.dice.below(3) {
            let rule = self.rule();
            framework.rules.push(rule);
        }
        framework
    }

    fn rule(&mut self) -> Rule {
        let some = |maker: &mut Self, share: usize| maker.dice.percent(share).then(|| maker.truth(&Vec::new(), 0, 3));
        let (applies, looked_for) = (some(self, 40), some(self, 60));
        let measured = self.dice.percent(40);
        let lines = if measured && self.dice.percent(50) { 0 } else { 1 + self.dice.below(3) };
        let measure = measured.then(|| {
            let count = self.number(&Vec::new(), 0, 3);
            (count, self.dice.percent(50).then(|| self.number(&Vec::new(), 0, 2)))
        });
        let lines = (0..lines).map(|_| {
            let when = if self.dice.percent(15) { Truth::Always(true) } else { self.truth(&Vec::new(), 0, 5) };
            (when, self.dice.percent(40))
        });
        Rule { applies, looked_for, lines: lines.collect(), measure }
    }

    /// The fields of some kinds that may be spoken of.
    fn fields(&self, scope: &Scope, kinds: &[Kind]) -> Vec<Place> {
        let of_review = [Some(self.dictionary.root), self.dictionary.group].into_iter().flatten().map(|table| (None, table));
        let tables = of_review.chain(scope.iter().map(|(depth, table)| (Some(*depth), *table)));
        let fields = tables.flat_map(|(row, table)| {
            let fields = self.dictionary.tables[table].fields.iter().enumerate();
            fields.filter(|(_, is)| kinds.contains(&is.kind)).map(move |(field, _)| Place { row, table, field }).collect::<Vec<_>>()
        });
        fields.collect()
    }

    /// A field of some kinds, of a row more often than not where there is one.
    fn field(&mut self, scope: &Scope, kinds: &[Kind]) -> Option<Place> {
        let fields = self.fields(scope, kinds);
        let of_rows: Vec<Place> = fields.iter().copied().filter(|place| place.row.is_some()).collect();
        let fields = if !of_rows.is_empty() && self.dice.percent(75) { of_rows } else { fields };
        (!fields.is_empty()).then(|| *self.dice.one(&fields))
    }

    fn codes(&mut self, place: Place) -> Vec<usize> {
        let codes = self.dictionary.tables[place.table].fields[place.field].codes.len();
        self.dice.some(codes)
    }

    pub(crate) fn truth(&mut self, scope: &Scope, depth: usize, fuel: usize) -> Truth {
        let deep = fuel > 0 && self.dice.percent(75);
        loop {
            let made = if deep { self.compound(scope, depth, fuel - 1) } else { self.leaf(scope) };
            if let Some(made) = made {
                return made;
            }
        }
    }

    fn compound(&mut self, scope: &Scope, depth: usize, fuel: usize) -> Option<Truth> {
        Some(match self.dice.below(12) {
            0 | 1 => Truth::And(self.parts(scope, depth, fuel)),
            2 | 3 => Truth::Or(self.parts(scope, depth, fuel)),
            4 => Truth::Not(Box::new(self.truth(scope, depth, fuel))),
            5 => Truth::If(Box::new([0; 3].map(|_| self.truth(scope, depth, fuel)))),
            6 => Truth::Same(Box::new(self.truth(scope, depth, fuel)), *self.dice.one(&EQUALITY), Box::new(self.truth(scope, depth, fuel))),
            7 => Truth::Compare(self.number(scope, depth, fuel), *self.dice.one(&SIGNS), self.number(scope, depth, fuel)),
            place => {
                let (scope, rows) = self.bound(scope, depth, fuel);
                let body = Box::new(self.truth(&scope, depth + 1, fuel));
                match place {
                    8 | 9 => Truth::Exists(rows, body),
                    10 => Truth::All(rows, body),
                    _ => Truth::One(rows, body),
                }
            }
        })
    }

    fn parts(&mut self, scope: &Scope, depth: usize, fuel: usize) -> Vec<Truth> {
        (0..2 + self.dice.below(3)).map(|_| self.truth(scope, depth, fuel)).collect()
    }

    /// Rows with a variable bound to them, and what may then be spoken of: no more than two rows at once.
    fn bound(&mut self, scope: &Scope, depth: usize, fuel: usize) -> (Scope, Rows) {
        let around: Scope = if scope.is_empty() { Vec::new() } else { vec![*self.dice.one(scope)] };
        let rows = self.rows(&around, depth, fuel);
        let table = rows.table;
        (around.into_iter().chain([(depth, table)]).collect(), rows)
    }

    fn rows(&mut self, around: &Scope, depth: usize, fuel: usize) -> Rows {
        if !self.named_rows.is_empty() && self.dice.percent(20) {
            let name = self.dice.below(self.named_rows.len());
            return Rows { depth, table: self.named_rows[name], link: None, filters: Vec::new(), named: Some(name) };
        }
        let children: Vec<usize> = (0..self.dictionary.tables.len()).filter(|table| self.dictionary.is_child(*table)).collect();
        let link = if self.dice.percent(40) { self.field(around, &[Kind::Reference]) } else { None };
        let target = link.and_then(|link| self.dictionary.tables[link.table].fields[link.field].references.clone());
        let table = target.and_then(|name| self.dictionary.table_place(&name)).unwrap_or(*self.dice.one(&children));
        let scope: Scope = around.iter().copied().chain([(depth, table)]).collect();
        let filters = (0..self.dice.below(3)).map(|_| self.truth(&scope, depth + 1, fuel.min(1))).collect();
        Rows { depth, table, link, filters, named: None }
    }

    fn leaf(&mut self, scope: &Scope) -> Option<Truth> {
        let coded = [Kind::Code, Kind::Ordinal];
        Some(match self.dice.below(19) {
            0 => Truth::Always(self.dice.percent(50)),
            1 => Truth::Tri(self.field(scope, &[Kind::Tri])?),
            2 => Truth::TriIs(self.field(scope, &[Kind::Tri])?, self.dice.percent(50), *self.dice.one(&EQUALITY)),
            3 | 4 => {
                let place = self.field(scope, &coded)?;
                let ordered = self.dictionary.tables[place.table].fields[place.field].kind == Kind::Ordinal;
                let sign = if ordered { *self.dice.one(&SIGNS) } else { *self.dice.one(&EQUALITY) };
                let code = self.codes(place)[0];
                Truth::CodeIs(place, sign, code)
            }
            5 => {
                let place = self.field(scope, &coded)?;
                Truth::CodeIn(place, self.codes(place))
            }
            6 => {
                let one = self.field(scope, &coded)?;
                let other = self.field(scope, &coded)?;
                let field = |place: Place| &self.dictionary.tables[place.table].fields[place.field];
                if field(one).codes != field(other).codes {
                    return None;
                }
                let ordered = field(one).kind == Kind::Ordinal && field(other).kind == Kind::Ordinal;
                Truth::Codes(one, if ordered { *self.dice.one(&SIGNS) } else { *self.dice.one(&EQUALITY) }, other)
            }
            7 => Truth::TextIs(self.field(scope, &[Kind::Text])?, *self.dice.one(&EQUALITY), self.text()),
            8 => Truth::TextIn(self.field(scope, &[Kind::Text])?, vec![self.text(), self.text()]),
            9 => {
                let set = self.field(scope, &[Kind::CodeSet])?;
                Truth::Has(self.codes(set)[0], set)
            }
            10 => {
                let (code, set) = (self.field(scope, &coded)?, self.field(scope, &[Kind::CodeSet])?);
                let codes = |place: Place| &self.dictionary.tables[place.table].fields[place.field].codes;
                if codes(code) != codes(set) {
                    return None;
                }
                Truth::CodeInSet(code, set)
            }
            11 => {
                let set = self.field(scope, &[Kind::CodeSet])?;
                let codes = self.codes(set);
                match self.dice.below(3) {
                    0 => Truth::SetExists(set, codes),
                    1 => Truth::SetAll(set, codes),
                    _ => Truth::SetOne(set, codes),
                }
            }
            12 => {
                let kinds = [
                    Kind::Code,
                    Kind::Ordinal,
                    Kind::Tri,
                    Kind::CodeSet,
                    Kind::Integer,
                    Kind::Decimal,
                    Kind::Date,
                    Kind::Text,
                    Kind::Reference,
                ];
                Truth::Known(self.field(scope, &kinds)?)
            }
            13 if self.dice.percent(30) => Truth::Says(self.text()),
            13 => Truth::Examined(self.dice.below(self.dictionary.themes.len())),
            14 => {
                let number = Number::Field(self.field(scope, &[Kind::Integer, Kind::Decimal])?);
                let constant = Number::Constant(self.dice.below(7) as f64 / 2.0);
                let sign = *self.dice.one(&SIGNS);
                if self.dice.percent(50) { Truth::Compare(number, sign, constant) } else { Truth::Compare(constant, sign, number) }
            }
            15 => Truth::NumberIn(self.field(scope, &[Kind::Integer])?, vec![self.dice.below(4) as i32, self.dice.below(4) as i32]),
            16 => match self.dice.percent(50) {
                true => Truth::Dates(self.field(scope, &[Kind::Date])?, *self.dice.one(&SIGNS), self.field(scope, &[Kind::Date])?),
                false => {
                    let written = *self.dice.one(&["2020", "2020-02", "2020-01-02", "2021-01-03"]);
                    let date = PartialDate::parse(written).unwrap();
                    Truth::DateIs(self.field(scope, &[Kind::Date])?, *self.dice.one(&SIGNS), date)
                }
            },
            17 => {
                let reference = self.field(scope, &[Kind::Reference])?;
                let target = self.dictionary.tables[reference.table].fields[reference.field].references.clone()?;
                let table = self.dictionary.table_place(&target);
                let rows: Vec<usize> = scope.iter().filter(|(_, known)| Some(*known) == table).map(|(depth, _)| *depth).collect();
                if rows.is_empty() {
                    return None;
                }
                Truth::Linked(*self.dice.one(&rows), reference)
            }
            _ => Truth::Named(self.named.checked_sub(1).map(|last| self.dice.below(last + 1))?),
        })
    }

    fn text(&mut self) -> String {
        (*self.dice.one(&["A", "B", "C", "D"])).to_owned()
    }

    pub(crate) fn number(&mut self, scope: &Scope, depth: usize, fuel: usize) -> Number {
        loop {
            if let Some(made) = self.try_number(scope, depth, fuel) {
                return made;
            }
        }
    }

    fn try_number(&mut self, scope: &Scope, depth: usize, fuel: usize) -> Option<Number> {
        let less = fuel.saturating_sub(1);
        let pair = |maker: &mut Self| Box::new([maker.number(scope, depth, less), maker.number(scope, depth, less)]);
        Some(match self.dice.below(if fuel == 0 { 4 } else { 13 }) {
            0 => Number::Constant(self.dice.below(9) as f64 / 2.0 - 1.0),
            1 => Number::Field(self.field(scope, &[Kind::Integer, Kind::Decimal])?),
            2 => Number::SetSize(self.field(scope, &[Kind::CodeSet])?, None),
            3 => {
                let set = self.field(scope, &[Kind::CodeSet])?;
                Number::SetSize(set, Some(self.codes(set)))
            }
            4 => Number::Add(pair(self)),
            5 => Number::Subtract(pair(self)),
            6 => Number::Multiply(pair(self)),
            7 => Number::Minus(Box::new(self.number(scope, depth, less))),
            8 | 9 => {
                Number::If(Box::new((self.truth(scope, depth, less), self.number(scope, depth, less), self.number(scope, depth, less))))
            }
            10 | 11 => Number::Size(self.bound(scope, depth, less).1),
            _ => {
                let (_, rows) = self.bound(scope, depth, less);
                let own: Scope = vec![(depth, rows.table)];
                let keys = self.fields(&own, &[Kind::Code, Kind::Ordinal, Kind::Integer]);
                let keys: Vec<Place> = keys.into_iter().filter(|place| place.row.is_some()).collect();
                Number::Distinct(rows, *self.dice.one(&keys))
            }
        })
    }
}
