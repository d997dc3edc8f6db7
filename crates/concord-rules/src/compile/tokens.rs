//! Expressions as words and signs, before any parser sees them: how deep they are, and what newcomers write in them.

use super::limits;

/// A word or a sign of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    /// The text, of a string with its quotes.
    pub(super) text: &'t str,
    /// The byte at which it starts.
    pub(super) at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Text,
    /// A string whose quote is never closed.
    Open,
    /// One operator or bracket, of one character or two.
    Sign,
}

/// The signs of two characters; of those with one, each stands for itself.
const SIGNS: [&str; 11] = ["&&", "||", "==", "!=", "<=", ">=", "=>", "=<", "<>", "::", "->"];

/// The words and signs of an expression, in order; blanks and comments are left out.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if let Some((length, closed)) = string(rest) {
            (if closed { Kind::Text } else { Kind::Open }, length)
        } else if first.is_ascii_digit() {
            let fraction = |(place, letter): (usize, char)| {
                let dot = letter == '.' && rest[place + 1..].starts_with(|next: char| next.is_ascii_digit());
                !(letter.is_ascii_alphanumeric() || dot)
            };
            (Kind::Number, rest.char_indices().find(|letter| fraction(*letter)).map_or(rest.len(), |(place, _)| place))
        } else if first.is_alphanumeric() || first == '_' {
            (Kind::Word, rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len()))
        } else {
            (Kind::Sign, SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(first.len_utf8(), |sign| sign.len()))
        };
        tokens.push(Token { kind, text: &rest[..length], at });
        at += length;
    }
    tokens
}

/// The length of a string at the start of a text, and whether it is closed.
fn string(text: &str) -> Option<(usize, bool)> {
    let prefix = text.bytes().take(3).position(|byte| matches!(byte, b'\'' | b'"'))?;
    if !text[..prefix].chars().all(|letter| "rRbB".contains(letter)) {
        return None;
    }
    let raw = text[..prefix].contains(['r', 'R']);
    let (rest, quote) = (&text[prefix..], &text[prefix..=prefix]);
    let triple = quote.repeat(3);
    let quote = if rest.starts_with(&triple) { triple.as_str() } else { quote };
    let mut place = quote.len();
    while let Some(letter) = rest[place..].chars().next() {
        if rest[place..].starts_with(quote) {
            return Some((prefix + place + quote.len(), true));
        }
        if letter == '\n' && quote.len() == 1 {
            return Some((prefix + place, false));
        }
        place += letter.len_utf8();
        if letter == '\\' && !raw {
            place += rest[place..].chars().next().map_or(0, char::len_utf8);
        }
    }
    Some((text.len(), false))
}

/// What passes a limit, and where.
pub(super) struct TooMuch {
    pub(super) at: usize,
    pub(super) fault: String,
    pub(super) hint: &'static str,
}

/// Brackets that are open, or the whole.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Operators since the last `&&`, `||` or comma.
    chain: usize,
    /// `?` since the last comma: each branch is nested in the one before.
    turns: usize,
    /// How deep the deepest brackets among them are.
    deepest: usize,
    /// How deep it is in all, of what ended at a `&&`, a `||` or a comma.
    depth: usize,
}

impl Open {
    fn end_of_chain(&mut self) {
        self.depth = self.depth.max(self.turns + self.chain + self.deepest);
        (self.chain, self.deepest) = (0, 0);
    }
}

/// Tells where an expression is longer or nested deeper than the parser should be given: it calls itself for every bracket and for
/// every operator of a chain, and has no limit of its own for most of them.
pub(super) fn too_much(text: &str, tokens: &[Token<'_>]) -> Option<TooMuch> {
    if text.len() > limits::EXPRESSION {
        let fault = format!("an expression of {} bytes is longer than the {} that are read", text.len(), limits::EXPRESSION);
        return Some(TooMuch { at: 0, fault, hint: "give parts of it names under [define]" });
    }
    let mut open = vec![Open::default()];
    for (place, token) in tokens.iter().enumerate() {
        let levels = open.len();
        let here = open.last_mut()?;
        match (token.kind, token.text) {
            (Kind::Sign, "(" | "[" | "{") => {
                here.chain += 1;
                open.push(Open::default());
                if levels > limits::NESTING {
                    let fault = format!("brackets are nested more than {} deep", limits::NESTING);
                    return Some(TooMuch { at: token.at, fault, hint: "give what stands in them names under [define]" });
                }
            }
            (Kind::Sign, ")" | "]" | "}") if levels > 1 => {
                let mut inner = open.pop()?;
                inner.end_of_chain();
                let here = open.last_mut()?;
                here.deepest = here.deepest.max(inner.depth + 1);
            }
            (Kind::Sign, "&&" | "||") => here.end_of_chain(),
            (Kind::Sign, ",") => {
                here.end_of_chain();
                here.turns = 0;
            }
            (Kind::Sign, "?") => here.turns += 1,
            (Kind::Sign, _) => here.chain += 1,
            // Words and strings that follow each other are no expression, and end up as errors of the parser.
            (Kind::Word | Kind::Number | Kind::Text | Kind::Open, word) => {
                let follows = place.checked_sub(1).is_some_and(|before| tokens[before].kind != Kind::Sign);
                here.chain += usize::from(word == "in" || follows);
            }
        }
        let deep: usize = open.iter().map(|open| open.turns + open.chain + open.deepest).sum();
        if deep > limits::CHAIN {
            let fault = format!("more than {} operators follow each other", limits::CHAIN);
            return Some(TooMuch { at: token.at, fault, hint: "give parts of it names under [define]" });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn strings_and_comments_hide_what_stands_in_them() {
        assert_eq!(
            texts(r#"a.b == 'x (\' [' && r"\" >= 1.5 // ((( 'y"#),
            ["a", ".", "b", "==", r"'x (\' ['", "&&", r#"r"\""#, ">=", "1.5"]
        );
        assert_eq!(texts("'''a'\n''' + \"b\n"), ["'''a'\n'''", "+", "\"b"]);
        assert_eq!(texts("größe = “x”"), ["größe", "=", "“", "x", "”"]);
        assert_eq!(texts("1,5 % 2.x"), ["1", ",", "5", "%", "2", ".", "x"]);
    }

    #[test]
    fn depth_is_what_a_parser_descends() {
        let fault = |text: &str| too_much(text, &tokens(text)).map(|much| much.fault);
        let told = |text: &str, part: &str| {
            let fault = fault(text).unwrap_or_default();
            assert!(fault.contains(part), "{fault}: {}", &text[..40]);
        };
        for fine in ["((a)) && (b)", &vec!["(a)"; 2_000].join(" && "), &vec!["a.b == 1"; 1_000].join(" || "), &"a + ".repeat(200)] {
            assert_eq!(fault(fine), None);
        }
        for chain in ["!", "-", "a.", "+1", "1+", "a == ", "a?b:", "[0]", "a in ", "(a)", "x ", ".f(a)", "1<", "'x'", "{}"] {
            told(&chain.repeat(300), "follow each other");
        }
        for open in ["(", "[", "{", "f(", "a[", "(!", "[{("] {
            told(&open.repeat(60), "brackets are nested");
        }
        told(&format!("{}a{}", "(".repeat(40), "+1+1+1+1+1+1+1)".repeat(40)), "follow each other");
        told(&"a".repeat(20_000), "longer than");
    }
}
