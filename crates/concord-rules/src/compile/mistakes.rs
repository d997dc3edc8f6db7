//! What people new to the rule language write in it, said so that they can mend it.

use super::tokens::{Kind, Token};

/// A mistake at a byte of an expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) at: usize,
    pub(super) fault: String,
    pub(super) hint: Option<String>,
}

/// The signs of the rule language, and those of CEL that are refused with a reason of their own.
const KNOWN: [&str; 25] =
    ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}", "\\"];

/// Signs of other languages, and what stands for them here.
const SIGNS: [(&str, &str); 25] = [
    ("=", "write == to compare"),
    ("&", "write && for and"),
    ("|", "write || for or"),
    ("<>", "write !="),
    ("=>", "write >="),
    ("=<", "write <="),
    ("≤", "write <="),
    ("≥", "write >="),
    ("≠", "write !="),
    ("×", "write *"),
    ("−", "write -"),
    ("–", "write -"),
    ("—", "write -"),
    ("“", "write straight quotes: '…'"),
    ("”", "write straight quotes: '…'"),
    ("‘", "write straight quotes: '…'"),
    ("’", "write straight quotes: '…'"),
    ("„", "write straight quotes: '…'"),
    ("«", "write straight quotes: '…'"),
    ("»", "write straight quotes: '…'"),
    ("`", "write straight quotes: '…'"),
    ("´", "write straight quotes: '…'"),
    (";", "an indicator has one expression; join two with && or ||"),
    ("::", "write a dot: o.theme"),
    ("->", "write a dot: o.theme"),
];

/// Words that join or compare in other languages.
const WORDS: [(&str, &str); 19] = [
    ("and", "write && for and"),
    ("or", "write || for or"),
    ("not", "write ! for not: !immediate_action"),
    ("is", "write == for is, or the name alone: immediate_action"),
    ("equals", "write =="),
    ("if", "write condition ? one : other"),
    ("then", "write condition ? one : other"),
    ("else", "write condition ? one : other"),
    ("when", "write condition ? one : other"),
    ("contains", "write 'police' in agencies"),
    ("includes", "write 'police' in agencies"),
    ("has", "write 'police' in agencies"),
    ("like", "there are no patterns: compare with == or with in [ … ]"),
    ("matches", "there are no patterns: compare with == or with in [ … ]"),
    ("between", "write days_to_submit >= 1 && days_to_submit <= 15"),
    ("where", "write observations.filter(o, …)"),
    ("for", "write observations.exists(o, …)"),
    ("any", "write observations.exists(o, …)"),
    ("all", "write observations.all(o, …)"),
];

/// What is wrong with an expression that cannot be parsed: the words and signs that stand for something else elsewhere, all of them;
/// where there are none, what the parser says first.
pub(super) fn of(text: &str, tokens: &[Token<'_>], errors: &cel::ParseErrors) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut brackets = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" => brackets.push(*token),
            ")" | "]" | "}" if brackets.pop().is_none() => {
                let fault = format!("\"{}\" closes a bracket that is not open", token.text);
                mistakes.push(Mistake { at: token.at, fault, hint: Some("take it out, or open one before".to_owned()) });
            }
            _ => {}
        }
        mistakes.extend(mistake(tokens, place, brackets.last().map(|open| open.text)));
    }
    if let (true, Some(open)) = (mistakes.is_empty(), brackets.last()) {
        let closed = if open.text == "(" {
            ")"
        } else if open.text == "[" {
            "]"
        } else {
            "}"
        };
        let fault = format!("\"{}\" is opened and not closed", open.text);
        mistakes.push(Mistake { at: open.at, fault, hint: Some(format!("write \"{closed}\" where it ends")) });
    }
    if mistakes.is_empty() {
        mistakes.extend(of_parser(text, tokens, errors));
    }
    mistakes
}

/// A token that means something else, or nothing, here. `within`: the bracket that it stands in.
fn mistake(tokens: &[Token<'_>], place: usize, within: Option<&str>) -> Option<Mistake> {
    let token = tokens[place];
    let near = |step: isize| place.checked_add_signed(step).and_then(|place| tokens.get(place));
    let said = |fault: String, hint: &str| Some(Mistake { at: token.at, fault, hint: Some(hint.to_owned()) });
    match token.kind {
        Kind::Open => said("a quote is opened and not closed".to_owned(), "write the same quote where the text ends"),
        Kind::Sign => {
            let number = |step| near(step).is_some_and(|token| token.kind == Kind::Number);
            if token.text == "," && number(-1) && number(1) && within != Some("[") {
                return said("\",\" parts no whole number from its decimals".to_owned(), "write a dot: 1.5");
            }
            // The half of a sign that is written longer elsewhere was told with its first half.
            let touching = |step: isize| near(step).is_some_and(|other| other.kind == Kind::Sign && touch(&tokens[place], other));
            if token.text == "=" && touching(-1) {
                return None;
            }
            if matches!(token.text, "==" | "!=") && near(1).is_some_and(|next| next.text == "=" && touch(&token, next)) {
                return said(format!("\"{}=\" is not part of the rule language", token.text), &format!("write {}", token.text));
            }
            if token.text == "%" && number(-1) && near(1).is_none_or(|next| next.kind == Kind::Sign || next.text == "of") {
                return said("\"%\" is not part of the rule language".to_owned(), "write a share as a number: 0.5 for 50%");
            }
            if KNOWN.contains(&token.text) {
                return None;
            }
            let hint = SIGNS.iter().find(|(sign, _)| *sign == token.text).map_or("take it out", |(_, hint)| hint);
            said(format!("\"{}\" is not part of the rule language", token.text), hint)
        }
        Kind::Word => {
            // After a dot it is the name of a field or a function, before a bracket or a dot something that is called or asked.
            if near(-1).is_some_and(|before| before.text == ".") || near(1).is_some_and(|next| next.text == ".") {
                return None;
            }
            let lower = token.text.to_lowercase();
            let (_, hint) = WORDS.iter().find(|(word, _)| *word == lower)?;
            said(format!("\"{}\" is not part of the rule language", token.text), hint)
        }
        Kind::Number | Kind::Text => None,
    }
}

/// Whether nothing stands between two signs.
fn touch(one: &Token<'_>, other: &Token<'_>) -> bool {
    one.at + one.text.len() == other.at || other.at + other.text.len() == one.at
}

/// What the parser says first, in plain words.
fn of_parser(text: &str, tokens: &[Token<'_>], errors: &cel::ParseErrors) -> Option<Mistake> {
    let syntax = |error: &&cel::parser::ParseError| error.msg.starts_with("Syntax error: ");
    let error = errors.errors.iter().find(syntax).or(errors.errors.first())?;
    let (line, column) = (error.pos.0.max(1) as usize, error.pos.1.max(1) as usize);
    let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let before: usize = text[line_start.min(text.len())..].chars().take(column - 1).map(char::len_utf8).sum();
    let at = line_start + before;
    let token = tokens.iter().find(|token| token.at <= at && at < token.at + token.text.len());
    let (fault, hint) = match (token, tokens.last()) {
        (_, None) => ("there is nothing to ask".to_owned(), "write an expression, or leave the key out"),
        (None, Some(last)) => (format!("it ends after \"{}\"", shown(last.text)), "say what stands there"),
        (Some(token), _) => {
            let follows = tokens.iter().rev().find(|before| before.at < token.at && before.kind != Kind::Sign && token.kind != Kind::Sign);
            let hint = match (follows, token.text) {
                _ if token.kind == Kind::Number => "write a number as 15 or 0.5, no larger than a computer holds",
                (Some(_), _) => "join two expressions with && or ||, and put codes in quotes",
                (None, ",") => "a list stands in square brackets: in ['a', 'b']",
                (None, _) => "something is missing before it, or it is too much",
            };
            (format!("\"{}\" is not expected here", shown(token.text)), hint)
        }
    };
    Some(Mistake { at, fault: format!("not an expression: {fault}"), hint: Some(hint.to_owned()) })
}

/// So much of a word as is worth showing.
fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST { text.to_owned() } else { format!("{}…", text.chars().take(LONGEST).collect::<String>()) }
}
