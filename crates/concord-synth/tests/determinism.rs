//! The same seed gives the same bytes, in any order, on any machine; and what cannot be made is refused, with every reason.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dictionary::Dictionary;
use concord_synth::{Options, Synth, World};

/// FNV-1a, to pin bytes without a dependency.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn chunks_do_not_depend_on_one_another() {
    let dictionary = Dictionary::england();
    let one = Synth::new(&dictionary, 20_000, 3).unwrap();
    let other = Synth::new(&dictionary, 20_000, 3).unwrap();
    let forward: Vec<_> = (0..3).map(|place| one.chunk(place).dataset).collect();
    let backward: Vec<_> = (0..3).rev().map(|place| other.chunk(place).dataset).collect();
    assert!(forward.iter().eq(backward.iter().rev()));
    assert_eq!(one.groups(), other.groups());
    assert_ne!(forward[0], Synth::new(&dictionary, 20_000, 4).unwrap().chunk(0).dataset);
}

#[test]
fn more_reviews_only_add_chunks() {
    let dictionary = Dictionary::england();
    let few = Synth::new(&dictionary, 8192, 3).unwrap().chunk(0).dataset;
    let many = Synth::new(&dictionary, 1_000_000, 3).unwrap().chunk(0).dataset;
    assert_eq!(few, many);
}

/// Changes whenever the recipe does: then this number is to be written anew, and nothing else.
#[test]
fn the_bytes_of_a_seed_are_known() {
    let chunk = Synth::new(&Dictionary::england(), 2000, 42).unwrap().chunk(0);
    assert_eq!(digest(&format!("{:?}", chunk.dataset)), 6_510_263_424_739_248_238);
}

#[test]
fn a_dictionary_that_lacks_what_the_recipe_needs_is_refused_with_every_name() {
    let lacking = Dictionary::england_text()
        .replace("RA_WEAK", "RA_POOR")
        .replace("name = \"csc_ever\"", "name = \"csc_evr\"")
        .replace("children.csc_ever", "children.csc_evr");
    let lacking = lacking.replace("code = \"sudi\"", "code = \"sudden\"");
    let dictionary = Dictionary::parse("lacking.toml", &lacking).unwrap();
    let problems = Synth::new(&dictionary, 10, 1).err().unwrap();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|line| line.contains("csc_ever") && line.contains("csc_evr")), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("`sudi`")), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("RA_WEAK")), "{said:#?}");

    let example = include_str!("../../concord-model/data/tests/example.toml");
    assert!(Synth::new(&Dictionary::parse("example.toml", example).unwrap(), 10, 1).is_err());
    assert!(Synth::new(&Dictionary::default(), 10, 1).is_err());
}

#[test]
fn options_out_of_range_are_refused_together() {
    let world = World { silent: -1.0, overlooked: 1.5, differing: 2.0, partnership_sd: f64::NAN };
    let options = Options { reviews: u64::MAX, seed: 0, second_codings: -0.1, world };
    assert_eq!(Synth::with(&Dictionary::england(), options).err().unwrap().len(), 6);
}
