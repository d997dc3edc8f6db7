//! The dictionary that the JavaScript SDK's tests read: the built-in one, as the contract shows it to a framework.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dictionary::{CodesFrom, Dictionary, Field, Table};
use serde_json::{Value, json};

#[test]
fn england_json_is_in_step_with_the_dictionary() {
    let path = concord_tests::repository().join("crates/concord-guest/javascript/england.json");
    let wanted = format!("{:#}\n", dictionary(&Dictionary::england()));
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert!(found == wanted, "{} is out of step (run: ACCEPT=1 cargo test --release -p concord-tests --test england_json)", path.display());
}

fn dictionary(dictionary: &Dictionary) -> Value {
    let ids = |terms: &[concord_model::dictionary::Term]| terms.iter().map(|term| term.id.clone()).collect::<Vec<_>>();
    let books = dictionary.codebooks.iter().map(|book| json!({ "id": book.id, "codes": book.codes }));
    json!({
        "id": dictionary.id,
        "version": dictionary.version,
        "tables": dictionary.tables.iter().map(table).collect::<Vec<_>>(),
        "root": dictionary.root_table().name,
        "group": dictionary.group_table().map(|table| &table.name),
        "examined": dictionary.roles.examined,
        "themes": ids(&dictionary.themes),
        "levels": ids(&dictionary.levels),
        "codebooks": books.collect::<Vec<_>>(),
    })
}

fn table(table: &Table) -> Value {
    json!({ "name": table.name, "fields": table.fields.iter().map(field).collect::<Vec<_>>() })
}

/// As the contract has it, with one thing more that tests ask for: whether it is sensitive.
fn field(field: &Field) -> Value {
    json!({
        "name": field.name,
        "kind": field.kind.name(),
        "codes": field.codes.iter().map(|code| &code.code).collect::<Vec<_>>(),
        "required": field.required,
        "themes": field.codes_from == CodesFrom::Themes,
        "codebook": field.codebook,
        "references": field.references,
        "sensitive": field.sensitive,
    })
}
