//! Identical questions have identical predicates, whatever their names, spaces and order; different ones do not.
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use concord_model::dictionary::Dictionary;
use concord_rules::compile;

fn predicate(define: &str, present: &str) -> String {
    let text = format!(
        "[framework]\nid = \"a\"\ntitle = \"a\"\nedition = \"1\"\nowner = \"a\"\nsource = \"a\"\nplugin = \"rules\"\n{define}
        [[indicator]]\nid = \"A\"\ntitle = \"a\"\nquestion = \"a\"\npolarity = \"concern\"\nlooked_for = \"true\"\npresent = \"\"\"{present}\"\"\"\n"
    );
    let compiled = compile("f.toml", &text, &Dictionary::england()).unwrap_or_else(|problems| panic!("{problems:?}"));
    compiled.plan.rules[0].indicator.predicate.clone().unwrap()
}

fn plain(present: &str) -> String {
    predicate("", present)
}

#[test]
fn one_question_in_many_words() {
    let same = |words: &[&str]| {
        let first = plain(words[0]);
        words.iter().for_each(|other| assert_eq!(plain(other), first, "{other}"));
    };
    same(&[
        "observations.exists(o, o.theme == 'T05' && o.valence == 'problematic')",
        "observations.exists(finding,\n  'problematic' == finding.valence && finding.theme in ['T05'])",
        "observations.filter(o, o.valence == 'problematic').exists(x, x.theme == 'T05')",
        "!observations.all(o, o.theme != 'T05' || o.valence != 'problematic')",
        "observations.exists(o, o.theme == 'T05' && o.valence in ['problematic'] && o.theme == 'T05')",
        "!(!observations.exists(o, !(o.theme != 'T05' || o.valence != 'problematic')))",
    ]);
    same(&["days_to_submit > 15", "15 < days_to_submit", "reviews.days_to_submit > 15.0"]);
    same(&["why_depth >= 'local_system'", "why_depth in ['whole_system', 'local_system']", "!(why_depth < 'local_system')"]);
    same(&["'police' in agencies || known(codebook) || immediate_action", "immediate_action || (known(codebook) || 'police' in agencies)"]);
    let named = predicate(
        "[define]\nlate = \"days_to_submit > 15\"\n[define.children]\nweak = \"observations.filter(o, o.theme == 'T04')\"\n",
        "late && weak.exists(w, w.valence == 'problematic')",
    );
    assert_eq!(named, plain("observations.exists(o, o.valence == 'problematic' && o.theme == 'T04') && days_to_submit > 15"));
}

#[test]
fn different_questions_differ() {
    let questions = [
        "observations.exists(o, o.theme == 'T05' && o.valence == 'problematic')",
        "observations.exists(o, o.theme == 'T05') && observations.exists(o, o.valence == 'problematic')",
        "observations.all(o, o.theme == 'T05' && o.valence == 'problematic')",
        "recommendations.exists(r, r.linked_obs.exists(o, o.system_level >= 'L3'))",
        "recommendations.exists(r, observations.exists(o, o.system_level >= 'L3'))",
        "observations.exists(o, recommendations.exists(r, o in r.linked_obs && o.system_level == r.level))",
        "observations.size() > 1",
        "observations.size() >= 1",
        "recommendations.size() > 1",
    ];
    for (place, one) in questions.iter().enumerate() {
        for other in &questions[..place] {
            assert_ne!(plain(one), plain(other), "{one} and {other}");
        }
    }
}
