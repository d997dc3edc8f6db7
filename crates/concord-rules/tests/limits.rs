//! No file stops the compiler: whatever it is handed ends soon, in a small stack, in a plan that is no larger than what was written or
//! in a message that says which limit was passed, and where; and what it lets through, a guest can run in the stack that it has.
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_guest::cases::Cases;
use concord_model::dictionary::Dictionary;
use concord_rules::plan::{Plain, Plan};
use concord_rules::{Compiled, Program, Scratch, compile, explain};

const HEAD: &str = "[framework]\nid = \"a\"\ntitle = \"a\"\nedition = \"1\"\nowner = \"a\"\nsource = \"a\"\nplugin = \"rules\"\n";

/// The stack that the compiler is given here: half of what a thread has.
const STACK: usize = 1 << 20;

/// The stack that a plan is run in here: half of what a guest has.
const GUEST_STACK: usize = 256 << 10;

fn compiled(text: &str) -> Result<Compiled, String> {
    let england = Dictionary::england();
    let compiled = within(STACK, || {
        let compiled = compile("f.toml", text, &england);
        compiled.iter().for_each(|compiled| shown(compiled, &england));
        compiled
    });
    if let Ok(compiled) = &compiled {
        within(GUEST_STACK, || run(&compiled.plan.to_json(), &england));
    }
    compiled.map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn within<T: Send>(stack: usize, act: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, act).unwrap().join().unwrap())
}

/// Shows a plan in all the ways that the program does.
fn shown(compiled: &Compiled, england: &Dictionary) {
    assert_eq!(Plan::from_json(&compiled.plan.to_json()).unwrap(), compiled.plan);
    for rule in &compiled.plan.rules {
        let words = rule.lines.iter().map(|line| line.when.means.words() + &Plain::new(england).truth(&line.when.means));
        words.for_each(|words| assert!(words.len() < 1 << 20));
        rule.lines.iter().for_each(|line| assert!(format!("{:?}", line.when).len() < 1 << 20));
        for other in compiled.plan.rules.iter().take(2) {
            let _ = rule.differences(other);
        }
        assert!(rule.indicator.predicate.as_ref().unwrap().len() < 1 << 16);
    }
}

/// Runs a plan as a guest does, over a few reviews, and explains the first of its answers.
fn run(json: &str, england: &Dictionary) {
    let plan = Plan::from_json(json).unwrap();
    let program = Program::new(&plan, england).unwrap();
    let mut cases = Cases::new(england);
    for theme in ["T01", "T05", "T02"] {
        cases.review(&[("review_type", "lcspr"), ("immediate_action", "present")]);
        cases.child("observations", &[("theme", theme), ("valence", "neutral")]);
        cases.child("observations", &[("theme", "T01"), ("valence", "problematic")]);
    }
    cases.with_batch(&plan.descriptor(), |batch| {
        program.evaluate(batch, &mut Scratch::new()).unwrap();
        let steps = explain(&plan, england, batch, 0).unwrap();
        // What each of a handful of expressions came to is told beyond the most.
        assert!(steps.len() <= 5_010, "{}", steps.len());
    });
}

/// A framework with some names and one indicator.
fn framework(define: &str, rules: &str) -> String {
    format!("{HEAD}{define}\n[[indicator]]\nid = \"A1\"\ntitle = \"a\"\nquestion = \"a\"\npolarity = \"concern\"\nmappings = []\n{rules}\n")
}

fn present(define: &str, expression: &str) -> String {
    framework(define, &format!("looked_for = \"true\"\npresent = '''{expression}'''"))
}

/// A file that is refused, and says why in few words.
fn refused(text: &str, why: &str) {
    let told = compiled(text).expect_err("it passes a limit");
    assert!(told.contains(why), "{}\nand not: {why}", told.chars().take(2_000).collect::<String>());
    assert!(told.len() < 128 << 10, "{} bytes are told", told.len());
}

/// What makes a parser call itself, over and over.
fn deep(times: usize) -> Vec<(&'static str, String)> {
    let each = |part: &str| part.repeat(times);
    vec![
        ("fields", format!("a{}", each(".b"))),
        ("methods", format!("observations{}.size() > 0", each(".filter(o, true)"))),
        ("indices", format!("agencies{}", each("[0]"))),
        ("sums", format!("days_to_submit{} > 1", each("+1"))),
        ("differences", format!("days_to_submit{} > 1", each(" - 1"))),
        ("products", format!("days_to_submit{} > 1", each("*2"))),
        ("comparisons", format!("true{}", each(" == true"))),
        ("memberships", format!("'a'{}", each(" in agencies"))),
        ("negations", format!("{}immediate_action", each("!"))),
        ("signs", format!("{}days_to_submit > 1", each("-"))),
        ("turns", format!("{}true", each("immediate_action ? false : "))),
        ("turns within", format!("{}true{}", each("immediate_action ? "), each(" : false"))),
        ("brackets", format!("{}true{}", each("("), each(")"))),
        ("open brackets", each("(")),
        ("lists", format!("{}1{}", each("["), each("]"))),
        ("open lists", each("[")),
        ("maps", format!("{}1{}", each("{1:"), each("}"))),
        ("open maps", each("{")),
        ("calls", format!("{}immediate_action{}", each("known("), each(")"))),
        ("methods within", format!("{}true{}", each("observations.exists(o, "), each(")"))),
        ("all kinds of brackets", each("([{")),
        ("not and brackets", format!("{}true{}", each("!("), each(")"))),
        ("words", each("a ")),
        ("strings", each("'a' ")),
        ("dots", each(".")),
        ("quotes", each("'")),
        ("bracketed chains", format!("{}true{}", "(".repeat(40), " == true == true == true == true == true == true == true)".repeat(40))),
    ]
}

#[test]
fn what_a_parser_descends_is_refused_before_it_is_parsed() {
    let reasons = ["follow each other", "nested", "longer than the", "closed", "larger than the"];
    for times in [1_000, 5_000, 60_000] {
        for (what, expression) in deep(times) {
            let told = compiled(&present("", &expression.replace('\'', "\""))).expect_err(what);
            assert!(reasons.iter().any(|reason| told.contains(reason)), "{what}: {}", told.chars().take(500).collect::<String>());
        }
    }
    // Just below and just above what is let through, the same small stack suffices.
    for times in [10, 30, 46, 47, 48, 49, 60, 100, 200, 249, 250, 251, 260] {
        for (_, expression) in deep(times) {
            let _ = compiled(&present("", &expression));
        }
    }
}

#[test]
fn every_place_of_an_expression_has_the_same_limits() {
    let chain = format!("days_to_submit{} > 1", " + 1".repeat(20_000));
    let number = format!("days_to_submit{}", " + 1".repeat(3_000));
    for rules in [
        format!("present = \"{chain}\""),
        format!("present = \"true\"\npartly = \"{chain}\""),
        format!("applies = \"{chain}\"\npresent = \"true\""),
        format!("looked_for = \"{chain}\"\npresent = \"true\""),
        format!("scale = [{{ code = \"a\", when = \"{chain}\" }}]"),
        format!("measure = {{ unit = \"a\", value = \"{number}\" }}"),
        format!("measure = {{ unit = \"a\", count = \"{number}\", of = \"1\" }}"),
        format!("measure = {{ unit = \"a\", count = \"1\", of = \"{number}\" }}"),
    ] {
        let why = if rules.contains("measure") { "follow each other" } else { "longer than the 16384 that are read" };
        refused(&framework("", &rules), why);
    }
    refused(&present(&format!("[define]\nlate = \"{number} > 1\""), "late"), "f.toml:9:");
    refused(
        &present(&format!("[define.children]\nlate = \"observations.filter(o, {number} > 1)\""), "late.size() > 1"),
        "follow each other",
    );
}

#[test]
fn names_that_double_each_other_are_one_expression_each() {
    let doubling = |first: &str, next: &dyn Fn(usize) -> String, levels: usize| {
        (1..levels).fold(format!("[define]\nd0 = \"{first}\"\n"), |text, level| text + &format!("d{level} = \"{}\"\n", next(level - 1)))
    };
    let joined: [&dyn Fn(usize) -> String; 9] = [
        &|before| format!("d{before} && d{before}"),
        &|before| format!("d{before} || d{before}"),
        &|before| format!("d{before} || (d{before} && support_offered)"),
        &|before| format!("d{before} == d{before}"),
        &|before| format!("d{before} ? d{before} : !d{before}"),
        &|before| format!("(d{before} ? 1 : 0) + (d{before} ? 2 : 1) > 1"),
        &|before| format!("observations.exists(o, d{before} || d{before} && o.theme == 'T01')"),
        &|before| format!("observations.all(o, d{before} && d{before})"),
        &|before| format!("!(d{before} && !d{before})"),
    ];
    for first in ["immediate_action", "observations.exists(o, o.theme == 'T01' && o.valence == 'neutral')", "children.size() > 2"] {
        for (place, next) in joined.into_iter().enumerate() {
            for levels in [4, 10, if place < 2 { 20 } else { 11 }] {
                let name = format!("d{}", levels - 1);
                let fine = compiled(&present(&doubling(first, next, levels), &format!("{name} || !{name}"))).unwrap();
                assert!(fine.plan.to_json().len() < 40_000, "{}", fine.plan.to_json().len());
            }
            refused(&present(&doubling(first, next, 200), "d199"), "nested more than 48 deep");
        }
    }
    let numbers = doubling("days_to_submit", &|before| format!("d{before} * d{before} + (d{before} > 1 ? d{before} : -d{before})"), 10);
    compiled(&framework(&numbers, "measure = { unit = \"a\", count = \"d9\", of = \"d9 + d8\" }")).unwrap();
}

#[test]
fn rows_that_double_each_other_are_one_expression_each() {
    let rows = |levels: usize, next: &dyn Fn(usize) -> String| {
        (1..levels).fold("[define.children]\nc0 = \"observations.filter(o, o.theme == 'T01')\"\n".to_owned(), |text, level| {
            text + &format!("c{level} = \"{}\"\n", next(level - 1))
        })
    };
    let next: [&dyn Fn(usize) -> String; 3] = [
        &|before| format!("c{before}.filter(o, c{before}.size() > 0)"),
        &|before| format!("c{before}.filter(o, c{before}.exists(p, p.theme == o.theme) || c{before}.all(q, q.valence == o.valence))"),
        &|before| format!("observations.filter(o, c{before}.size() > c{before}.size() - 1 && c{before}.exists(p, true))"),
    ];
    for next in next {
        for levels in [3, 6, 8] {
            let name = format!("c{}", levels - 1);
            compiled(&present(&rows(levels, next), &format!("{name}.exists(o, o.valence == 'neutral') && {name}.size() > 1"))).unwrap();
        }
        refused(&present(&rows(200, next), "c199.size() > 0"), "nested more than 48 deep");
    }
    // Sets within sets within the same expression, and codes of sets within codes of sets.
    let nest = |part: &str, end: &str, levels: usize| format!("{}true{}", part.repeat(levels), end.repeat(levels));
    compiled(&present("", &nest("children.filter(c, ", ").size() > 0", 1))).unwrap();
    for levels in [5, 15, 23] {
        let named: String = (0..levels).map(|level| format!("observations.filter(o{level}, ")).collect();
        compiled(&present("", &format!("{named}true{}", ").size() > 0".repeat(levels)))).unwrap();
        let named: String = (0..levels).map(|level| format!("agencies.exists(a{level}, a{level} == 'police' && ")).collect();
        let _ = compiled(&present("", &format!("{named}true{}", ")".repeat(levels))));
    }
}

#[test]
fn many_of_everything_ends_soon() {
    let chained: String = (1..20_000).fold("[define]\nd0 = \"immediate_action\"\n".to_owned(), |text, level| {
        text + &format!("d{level} = \"d{} && support_offered\"\n", level - 1)
    });
    refused(&present(&chained, "d19999"), "20000 names are more than the 1000");
    assert!(!compiled(&present(&chained, "d19999")).unwrap_err().contains("nothing is called"));
    let wide: String = (0..990).map(|name| format!("d{name} = \"immediate_action || days_to_submit > {name}\"\n")).collect();
    let all = (0..990).map(|name| format!("d{name}")).collect::<Vec<_>>().join(" && ");
    compiled(&present(&format!("[define]\n{wide}"), &all)).unwrap();

    refused(&present("", &vec!["immediate_action"; 100_000].join(" && ")), "is larger than the 1048576");
    refused(&present("", &vec!["known(codebook)"; 10_000].join(" && ")), "longer than the 16384");
    compiled(&present("", &vec!["immediate_action"; 800].join(" || "))).unwrap();
    compiled(&present("", &(0..600).map(|days| format!("days_to_submit > {days}")).collect::<Vec<_>>().join(" || "))).unwrap();

    let indicator = |place: usize| {
        format!("[[indicator]]\nid=\"I{place}\"\ntitle=\"a\"\nquestion=\"a\"\npolarity=\"concern\"\npresent=\"days_to_submit > {place}\"\n")
    };
    let indicators = |many: usize| format!("{HEAD}{}", (0..many).map(indicator).collect::<String>());
    compiled(&indicators(1_000)).unwrap();
    refused(&indicators(9_000), "9000 indicators are more than the 1000");
    refused(&indicators(100_000), "is larger than the 1048576");

    let parts = "observations.exists(o, o.theme == 'T01' && o.valence == 'neutral' && days_to_submit > 1) && ".repeat(100);
    let many: String = (0..60).map(|name| format!("d{name} = \"{parts}true\"\n")).collect();
    refused(&present(&format!("[define]\n{many}"), "d0"), "the rules come to more than 20000 parts");

    // A thousand indicators that all rest on one long expression with a name.
    let shared: String = (0..1_000).map(|place| indicator(place).replace("days_to_submit >", "big && days_to_submit >")).collect();
    let long = |terms: usize| (0..terms).map(|days| format!("days_to_submit != {days}")).collect::<Vec<_>>().join(" && ");
    compiled(&format!("{HEAD}[define]\nbig = \"{}\"\n{shared}", long(100))).unwrap();
    refused(&format!("{HEAD}[define]\nbig = \"{}\"\n{shared}", long(600)), "parts through the names that they share");
}

#[test]
fn many_faults_are_told_in_part() {
    let unknown = |many: usize, length: usize| {
        let names: String = (0..many).map(|name| format!("nonesuch_{name:0>length$} = \"nonesuch_{name:0>length$}_too\"\n")).collect();
        present(&format!("[define]\n{names}"), "true")
    };
    for (many, length) in [(900, 5), (900, 60), (900, 500)] {
        refused(&unknown(many, length), "more than 100 faults were found");
    }
    let one = |text: &str, many: usize| framework("", &format!("present = \"true\"\n{}", text.repeat(many)));
    let again = "[[indicator]]\nid = \"A1\"\ntitle = \"a\"\nquestion = \"a\"\npolarity = \"concern\"\npresent = \"true\"\n";
    refused(&one(again, 900), "a second indicator is called");
    let keys: String = (0..40_000).map(|key| format!("unknown_{key} = 1\n")).collect();
    refused(&framework("", &format!("present = \"true\"\n{keys}")), "unknown key");
    let mapping = "{ theme = \"T01\", match = \"part\" }, ";
    refused(&framework("", &format!("present = \"true\"\nmore = [{}]", mapping.repeat(20_000))), "unknown key");
    let twice = framework("", "present = \"true\"").replace("mappings = []", &format!("mappings = [{}]", mapping.repeat(20_000)));
    refused(&twice, "is mapped to \"T01\" twice");
    let line = "{ code = \"a\", when = \"true\" }, ";
    refused(&framework("", &format!("scale = [{}]", line.repeat(20_000))), "20000 answers are more than the");
    let texts = (0..300).map(|text| format!("'x{text}'")).collect::<Vec<_>>().join(", ");
    refused(&framework("", &format!("levels = [{texts}]\npresent = \"true\"")), "unknown key");
}

#[test]
fn toml_nests_no_deeper_than_its_reader_bears() {
    for times in [100, 1_000, 100_000] {
        for value in [
            format!("{}{}", "[".repeat(times), "]".repeat(times)),
            "[".repeat(times),
            format!("{}1{}", "{a=".repeat(times), "}".repeat(times)),
            "{a=".repeat(times),
            "\"".repeat(times),
            "'".repeat(times),
        ] {
            assert!(compiled(&format!("{HEAD}x = {value}\n")).is_err());
        }
        assert!(compiled(&format!("{HEAD}a{} = 1\n", ".a".repeat(times))).is_err());
        assert!(compiled(&format!("{HEAD}[a{}]\nb = 1\n", ".a".repeat(times))).is_err());
        assert!(compiled(&format!("{HEAD}{}", "[[indicator]]\n".repeat(times))).is_err());
    }
}

#[test]
fn a_plan_that_was_tampered_with_is_refused() {
    let fine = compiled(&present("", "observations.exists(o, o.theme == 'T01') && immediate_action")).unwrap().plan.to_json();
    let depth = (1..5_000).fold("{\"truth\":{\"always\":true}}".to_owned(), |text, place| text + &format!(",{{\"not\":{}}}", place - 1));
    let rules = &fine[fine.find("\"rules\"").unwrap()..];
    for (bad, why) in [
        (fine.replace("\"and\":[", "\"and\":[99999,"), "there is no expression 99999"),
        (format!("{{\"dictionary\":\"\",\"reads\":[],\"expressions\":[{depth}],{rules}"), "nested more than"),
        ("{\"dictionary\":\"\",\"reads\":[],\"expressions\":[{\"not\":0}],\"rules\":[]}".to_owned(), "there is no expression 0"),
        (
            "{\"dictionary\":\"\",\"reads\":[],\"expressions\":[{\"number\":{\"constant\":1}},{\"not\":0}],\"rules\":[]}".to_owned(),
            "is no truth value",
        ),
        ("[".repeat(100_000), "cannot be read"),
    ] {
        let told = Plan::from_json(&bad).unwrap_err();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn what_is_shared_answers_as_what_is_written_out() {
    let england = Dictionary::england();
    let first = "observations.exists(o, o.theme == 'T01' && o.valence == 'problematic')";
    let levels: String = (1..15).map(|level| format!("d{level} = \"d{0} && (d{0} || immediate_action)\"\n", level - 1)).collect();
    let shared = present(&format!("[define]\nd0 = \"{first}\"\n{levels}"), "d14");
    let answers = |text: &str| {
        let plan = compile("f.toml", text, &england).unwrap().plan;
        let mut cases = Cases::new(&england);
        for (theme, action) in [("T01", "present"), ("T05", "present"), ("T01", "absent"), ("T02", "not_recorded")] {
            cases.review(&[("review_type", "lcspr"), ("immediate_action", action)]);
            cases.child("observations", &[("theme", "T03"), ("valence", "problematic")]);
            cases.child("observations", &[("theme", theme), ("valence", "problematic")]);
        }
        let program = Program::new(&plan, &england).unwrap();
        cases.with_batch(&plan.descriptor(), |batch| program.evaluate(batch, &mut Scratch::new())).unwrap().columns.remove(0)
    };
    assert_eq!(answers(&shared), answers(&present("", first)));
}
