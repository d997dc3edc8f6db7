//! The names that rules share: `[define]` and `[define.children]`, parsed, and what each came to be.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use cel::IdedExpr;
use cel::common::ast::SourceInfo;
use concord_model::dictionary::Dictionary;

use super::faults::Faults;
use super::text::Text;
use super::{mistakes, tokens};
use crate::plan::{Number, Truth};

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
    /// Names whose expressions cannot be read, of which nothing more is said where they are used.
    pub(super) broken: BTreeSet<String>,
    /// What was found out so far.
    pub(super) found: Found,
}

/// What was compiled once, by where it stands; `None` where it has faults, which are told once.
type Memo<K, T> = RefCell<HashMap<K, Option<Known<T>>>>;

/// What was found out while rules were checked. What has a name is looked at once for each depth of rows that it is used in, however
/// often that is.
#[derive(Default)]
pub(super) struct Found {
    /// By name and by how many row variables are bound around it, what it means; nothing where it is at fault.
    pub(super) values: Memo<(String, u8), Meaning>,
    /// By the place of a condition of `[define.children]`, the row variable that it is of and the variable's name, what it means.
    pub(super) conditions: Memo<(*const IdedExpr, u8, String), Truth>,
    /// By table and field, the texts that are asked for.
    pub(super) texts: RefCell<BTreeMap<(String, String), BTreeSet<String>>>,
    /// How many parts were looked at.
    pub(super) parts: Cell<usize>,
    /// How deep the deepest part was, since that was last asked.
    pub(super) deepest: Cell<usize>,
    /// The row variables that were spoken of, as bits, since that was last asked.
    pub(super) spoken: Cell<u64>,
}

/// What something means, how many levels deep it is, and the row variables that it speaks of.
#[derive(Clone)]
pub(super) struct Known<T> {
    pub(super) means: T,
    pub(super) levels: usize,
    pub(super) spoken: u64,
}

/// What a name of `[define]` means.
#[derive(Clone)]
pub(super) enum Meaning {
    Truth(Truth),
    Number(Number),
}

impl Source {
    /// Parses an expression; what is wrong with it is put among the faults.
    pub(super) fn parse(text: Text, about: &str, faults: &mut Faults<'_>) -> Option<Source> {
        let tokens = tokens::tokens(&text.says);
        if let Some(much) = tokens::too_much(&text.says, &tokens) {
            faults.at(text.place(faults.text, much.at), about, much.fault, Some(much.hint.to_owned()));
            return None;
        }
        let parser = cel::Env::default().with_optional_support(false).parser();
        match parser.parse_with_source_info(&text.says) {
            Ok((tree, offsets)) => Some(Source { tree, text, about: about.to_owned(), offsets }),
            Err(errors) => {
                for mistake in mistakes::of(&text.says, &tokens, &errors) {
                    faults.at(text.place(faults.text, mistake.at), about, mistake.fault, mistake.hint);
                }
                None
            }
        }
    }

    /// The byte of the text at which a part's token stands: a literal, a name, an operator, the bracket of a call, the dot of a field.
    pub(super) fn token(&self, part: &IdedExpr) -> usize {
        self.offsets.offset_for(part.id).map_or(0, |(start, _)| start as usize)
    }

    /// The byte of the text at which the name of a called function stands.
    pub(super) fn function(&self, call: &IdedExpr, name: &str) -> usize {
        let offset = self.token(call);
        let before = self.text.says.get(..offset).unwrap_or_default().trim_end();
        if before.ends_with(name) { before.len() - name.len() } else { offset }
    }

    /// The byte of the text at which the name of a selected field stands.
    pub(super) fn field(&self, select: &IdedExpr) -> usize {
        let offset = self.token(select);
        let after = self.text.says.get(offset..).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
        if after.is_empty() { offset } else { self.text.says.len() - after.trim_start().len() }
    }
}
