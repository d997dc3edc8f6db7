//! What a component imports and may not, and what in its source usually brings that in.

/// By the start of an import's name, what usually brings it in.
const USUAL: [(&str, &str); 9] = [
    ("wasi:random/", "a HashMap or HashSet of the standard library, or the crate getrandom"),
    ("wasi:clocks/", "std::time, or a crate that asks for the time"),
    ("wasi:cli/std", "println!, eprintln! or the standard panic message"),
    ("wasi:cli/terminal", "println!, eprintln! or the standard panic message"),
    ("wasi:cli/environment", "std::env"),
    ("wasi:cli/exit", "std::process::exit, or the start of a program"),
    ("wasi:filesystem/", "std::fs, or an interpreter that looks for its modules"),
    ("wasi:sockets/", "std::net, or an interpreter with everything built in"),
    ("wasi:io/", "whatever brings in the other wasi: imports"),
];

/// Imports in words, each with what usually brings it in.
pub(crate) fn described(names: &[String]) -> String {
    let usual = |name: &String| USUAL.iter().find(|(start, _)| name.starts_with(start)).map(|(_, cause)| *cause);
    let described = |name: &String| match usual(name) {
        Some(cause) => format!("{name} (usually {cause})"),
        None => name.clone(),
    };
    names.iter().map(described).collect::<Vec<_>>().join(", ")
}

/// How to build a component without WASI, where it imports that.
pub(crate) fn hint(names: &[String]) -> &'static str {
    if names.iter().any(|name| name.starts_with("wasi")) {
        " (Rust: build it for wasm32-unknown-unknown, as `concord build` does, and not for wasm32-wasip2; \
         Python: componentize-py with --stub-wasi; JavaScript: jco with --backend-qjs-stub-wasi)"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_import_is_told_with_what_usually_brings_it_in() {
        let names = ["wasi:random/random@0.2.0", "wasi:cli/stderr@0.2.0", "env:other/thing"].map(str::to_owned);
        assert_eq!(
            described(&names),
            "wasi:random/random@0.2.0 (usually a HashMap or HashSet of the standard library, or the crate getrandom), \
             wasi:cli/stderr@0.2.0 (usually println!, eprintln! or the standard panic message), env:other/thing"
        );
        assert!(hint(&names).contains("--stub-wasi"));
        assert_eq!(hint(&names[2..]), "");
    }
}
