//! Bytes that are no framework's component, each refused with its reason before anything of them runs.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use common::{LITTLE, NORTHMOOR};
use concord_sandbox::{ComponentError, Engine, Framework};

fn refused(text: &str) -> ComponentError {
    Engine::new(LITTLE).unwrap().compile(&wat::parse_str(text).unwrap()).unwrap_err()
}

#[test]
fn imports_are_refused_by_name_and_all_at_once() {
    let error = refused(
        r#"(component
            (import "concord:framework/log@0.1.0" (instance))
            (import "wasi:random/random@0.2.0" (instance))
            (import "somebody:else/network" (func))
        )"#,
    );
    assert_eq!(error, ComponentError::Imports { names: vec!["wasi:random/random@0.2.0".to_owned(), "somebody:else/network".to_owned()] });
    let text = error.to_string();
    assert!(
        ["wasi:random/random@0.2.0", "getrandom", "somebody:else/network", "wasm32-unknown-unknown"].iter().all(|word| text.contains(word)),
        "{text}"
    );
}

#[test]
fn types_that_hold_a_function_are_an_import_like_any_other() {
    let error = refused(r#"(component (import "concord:framework/types@0.1.0" (instance (export "ask" (func)))))"#);
    assert_eq!(error, ComponentError::Imports { names: vec!["concord:framework/types@0.1.0".to_owned()] });
}

#[test]
fn other_versions_are_told_with_what_to_do() {
    for (version, next) in
        [("0.2.0", "use a newer concord"), ("1.0.0", "use a newer concord"), ("0.0.9", "build it again with a newer SDK")]
    {
        let import = refused(&format!(r#"(component (import "concord:framework/log@{version}" (instance)))"#));
        let export = refused(&format!(r#"(component (instance $i) (export "concord:framework/review@{version}" (instance $i)))"#));
        for error in [import, export] {
            assert_eq!(error, ComponentError::Version { found: version.to_owned() });
            assert!(error.to_string().contains(next), "{error}");
        }
    }
}

#[test]
fn a_component_without_a_framework_is_none() {
    assert_eq!(refused("(component)"), ComponentError::NoFramework);
    let empty = refused(r#"(component (instance $i) (export "concord:framework/review@0.1.0" (instance $i)))"#);
    assert!(matches!(empty, ComponentError::Types(_)), "{empty}");
}

#[test]
fn what_is_no_component_is_told_from_what_is_damaged() {
    let engine = Engine::new(LITTLE).unwrap();
    let compile = |bytes: &[u8]| engine.compile(bytes).unwrap_err();
    assert_eq!(compile(b""), ComponentError::NotWasm);
    assert_eq!(compile(b"[framework]\nid = \"northmoor\"\n"), ComponentError::NotWasm);
    assert_eq!(compile(&wat::parse_str("(module)").unwrap()), ComponentError::CoreModule);
    for end in [8, 100, NORTHMOOR.len() / 2, NORTHMOOR.len() - 1] {
        assert!(engine.compile(&NORTHMOOR[..end]).is_err(), "{end} bytes of it");
    }
}

#[test]
fn what_could_bring_chance_in_is_switched_off() {
    let modules = [
        "(module (memory 1 1 shared))",
        "(module (type (struct (field i32))))",
        "(module (tag))",
        "(module (memory i64 1))",
        "(module (func (param v128 v128 v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2))))",
    ];
    for module in modules {
        let error = refused(&format!("(component (core {})", module.trim_start_matches('(')));
        assert!(matches!(error, ComponentError::Invalid(_)), "{module}: {error}");
    }
}

#[test]
fn instances_and_tables_have_limits_too() {
    let review = r#"(instance $i) (export "concord:framework/review@0.1.0" (instance $i))"#;
    // Neither gets as far as being instantiated: their exports are none. The limits on what is instantiated are the store's.
    let many = "(core instance (instantiate $m))".repeat(20);
    let error = refused(&format!("(component (core module $m) {many} {review})"));
    assert!(matches!(error, ComponentError::Types(_)), "{error}");
}

#[test]
fn what_passes_is_a_framework() {
    let engine = Engine::new(LITTLE).unwrap();
    let component = engine.compile(&NORTHMOOR).unwrap();
    let framework = Framework::open(&component, "northmoor", "", &common::ENGLAND, &[]).unwrap();
    assert_eq!(framework.id(), "northmoor");
    assert_eq!(framework.component().digest(), component.digest());
}
