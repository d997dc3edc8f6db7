//! The names that rules share: `[define]` and `[define.children]`, parsed but not yet checked.

use std::collections::BTreeMap;

use cel::IdedExpr;
use cel::common::ast::SourceInfo;
use concord_model::dictionary::Dictionary;

use super::faults::Faults;
use super::text::Text;

/// An expression that was parsed, with what is needed to say where each part of it stands.
pub(super) struct Source {
    /// The expression.
    pub(super) tree: IdedExpr,
    /// Where it is written.
    pub(super) text: Text,
    /// What it belongs to, as messages name it.
    pub(super) about: String,
    offsets: SourceInfo,
}

/// What expressions may speak of.
pub(super) struct Names<'d> {
    /// Which tables, fields and codes there are.
    pub(super) dictionary: &'d Dictionary,
    /// Named truth values and numbers.
    pub(super) values: BTreeMap<String, Source>,
    /// Named sets of rows.
    pub(super) rows: BTreeMap<String, Source>,
}

impl Source {
    /// Parses an expression; what is wrong with it is put among the faults.
    pub(super) fn parse(text: Text, about: &str, faults: &mut Faults<'_>) -> Option<Source> {
        let parser = cel::Env::default().with_optional_support(false).parser();
        match parser.parse_with_source_info(&text.says) {
            Ok((tree, offsets)) => Some(Source { tree, text, about: about.to_owned(), offsets }),
            Err(errors) => {
                syntax_faults(&text, about, &errors, faults);
                None
            }
        }
    }

    /// The byte of the file at which a part's token stands: a literal, a name, an operator, the bracket of a call, the dot of a field.
    pub(super) fn token(&self, part: &IdedExpr, faults: &Faults<'_>) -> usize {
        self.text.place(faults.text, self.offset(part))
    }

    /// The byte of the file at which the name of a called function stands.
    pub(super) fn function(&self, call: &IdedExpr, name: &str, faults: &Faults<'_>) -> usize {
        let offset = self.offset(call);
        let before = self.text.says.get(..offset).unwrap_or_default().trim_end();
        let start = if before.ends_with(name) { before.len() - name.len() } else { offset };
        self.text.place(faults.text, start)
    }

    /// The byte of the file at which the name of a selected field stands.
    pub(super) fn field(&self, select: &IdedExpr, faults: &Faults<'_>) -> usize {
        let offset = self.offset(select);
        let after = self.text.says.get(offset..).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
        let start = self.text.says.len() - after.trim_start().len();
        self.text.place(faults.text, if after.is_empty() { offset } else { start })
    }

    fn offset(&self, part: &IdedExpr) -> usize {
        self.offsets.offset_for(part.id).map_or(0, |(start, _)| start as usize)
    }
}

fn syntax_faults(text: &Text, about: &str, errors: &cel::ParseErrors, faults: &mut Faults<'_>) {
    let syntax = |error: &&cel::parser::ParseError| error.msg.starts_with("Syntax error: ");
    let worth_telling = errors.errors.iter().find(syntax).or(errors.errors.first());
    let Some(error) = worth_telling else { return };
    let message = error.msg.strip_prefix("Syntax error: ").unwrap_or(&error.msg);
    let message = message.split(" expecting ").next().unwrap_or(message).replace("<EOF>", "the end");
    let (line, column) = (error.pos.0.max(1) as usize, error.pos.1.max(1) as usize);
    let line_start: usize = text.says.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let before: usize = text.says[line_start.min(text.says.len())..].chars().take(column - 1).map(char::len_utf8).sum();
    let place = text.place(faults.text, line_start + before);
    let words = [("'and'", "&&"), ("'or'", "||")].into_iter().find(|(word, _)| message.contains(word));
    let hint = words.map(|(word, sign)| format!("write {sign} for {word}"));
    faults.at(place, about, format!("not an expression: {message}"), hint);
}
