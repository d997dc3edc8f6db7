//! The same condition in other words.

use crate::dice::Dice;
use crate::rule::{Number, Rows, Sign, Truth};

fn not(truth: Truth) -> Truth {
    Truth::Not(Box::new(truth))
}

fn same(one: Truth, sign: Sign, other: Truth) -> Truth {
    Truth::Same(Box::new(one), sign, Box::new(other))
}

/// A condition that means the same, said otherwise in some of its parts.
pub(crate) fn respelt(truth: &Truth, dice: &mut Dice) -> Truth {
    let told = within(truth, dice);
    match dice.below(14) {
        0 => not(not(told)),
        1 => same(told, Sign::Equal, Truth::Always(true)),
        2 => same(Truth::Always(true), Sign::Equal, told),
        3 => same(told, Sign::Unequal, Truth::Always(false)),
        4 => not(same(told, Sign::Equal, Truth::Always(false))),
        5 => Truth::If(Box::new([told, Truth::Always(true), Truth::Always(false)])),
        6 => Truth::If(Box::new([not(told), Truth::Always(false), Truth::Always(true)])),
        7 => Truth::And(vec![told, Truth::Always(true)]),
        8 => Truth::Or(vec![Truth::Always(false), told]),
        9 => Truth::Or(vec![told.clone(), told]),
        10 => Truth::And(vec![told.clone(), told]),
        _ => told,
    }
}

fn within(truth: &Truth, dice: &mut Dice) -> Truth {
    let other_words = dice.percent(50);
    match truth {
        Truth::Not(inner) => not(respelt(inner, dice)),
        Truth::And(parts) | Truth::Or(parts) => {
            let and = matches!(truth, Truth::And(_)) != other_words;
            let parts = parts.iter().map(|part| respelt(part, dice)).map(|part| if other_words { not(part) } else { part });
            let mut parts: Vec<Truth> = parts.collect();
            parts.rotate_left(1);
            let joined = if and { Truth::And(parts) } else { Truth::Or(parts) };
            if other_words { not(joined) } else { joined }
        }
        Truth::Same(one, sign, other) => {
            let (one, other) = (respelt(one, dice), respelt(other, dice));
            let turned = if *sign == Sign::Equal { Sign::Unequal } else { Sign::Equal };
            if other_words { same(not(other), turned, one) } else { same(other, *sign, one) }
        }
        Truth::If(three) => {
            let [condition, one, other] = [0, 1, 2].map(|place| respelt(&three[place], dice));
            if other_words { Truth::If(Box::new([not(condition), other, one])) } else { Truth::If(Box::new([condition, one, other])) }
        }
        Truth::Exists(rows, body) => {
            let body = respelt(body, dice);
            match dice.below(6) {
                0 => not(Truth::All(rows.clone(), Box::new(not(body)))),
                1 => counted(rows, body, Sign::AtLeast, 1.0),
                2 => counted(rows, body, Sign::Unequal, 0.0),
                3 => not(counted(rows, body, Sign::Less, 1.0)),
                _ => Truth::Exists(rows.clone(), Box::new(body)),
            }
        }
        Truth::All(rows, body) => {
            let body = respelt(body, dice);
            match dice.below(4) {
                0 => not(Truth::Exists(rows.clone(), Box::new(not(body)))),
                1 => counted(rows, not(body), Sign::Equal, 0.0),
                _ => Truth::All(rows.clone(), Box::new(body)),
            }
        }
        Truth::One(rows, body) => {
            let body = respelt(body, dice);
            if other_words { counted(rows, body, Sign::Equal, 1.0) } else { Truth::One(rows.clone(), Box::new(body)) }
        }
        other => other.clone(),
    }
}

/// How many rows there are, beside a number.
fn counted(rows: &Rows, body: Truth, sign: Sign, number: f64) -> Truth {
    // What has a name has no filters of its own to add to.
    if rows.named.is_some() {
        let exists = Truth::Exists(rows.clone(), Box::new(body.clone()));
        return match (sign, number) {
            (Sign::Less, _) => not(exists),
            (Sign::Equal, 0.0) => not(exists),
            (Sign::Equal, _) => Truth::One(rows.clone(), Box::new(body)),
            _ => exists,
        };
    }
    let mut filtered = rows.clone();
    filtered.filters.push(body);
    Truth::Compare(Number::Size(filtered), sign, Number::Constant(number))
}
