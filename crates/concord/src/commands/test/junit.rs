//! How the cases ended as JUnit XML, which continuous integration reads. It holds no times: the same cases give the same bytes. Its last
//! line is the place of its digest.

use std::fmt::Write;

use super::suite::Suite;
use crate::load::{Broken, Problems};
use crate::output::seal::PLACE;

/// The file. A framework that cannot be tested is a suite with one test, which failed.
pub(super) fn xml(suites: &[Suite], broken: &[Broken], needs_coverage: bool) -> String {
    let ran = suites.iter().map(|suite| (suite.id.as_str(), tests(suite, needs_coverage)));
    let all: Vec<(&str, Vec<Test>)> = ran.chain(broken.iter().map(|broken| (broken.id.as_str(), vec![Test::broken(broken)]))).collect();
    let failed = |tests: &[Test]| tests.iter().filter(|test| test.failure.is_some()).count();
    let (count, failures) = all.iter().fold((0, 0), |(count, failures), (_, tests)| (count + tests.len(), failures + failed(tests)));
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{count}\" failures=\"{failures}\">\n");
    for (id, tests) in &all {
        let id = escaped(id);
        let _ = writeln!(xml, "  <testsuite name=\"{id}\" tests=\"{}\" failures=\"{}\">", tests.len(), failed(tests));
        tests.iter().for_each(|test| test.write(&id, &mut xml));
        xml.push_str("  </testsuite>\n");
    }
    xml + "</testsuites>\n<!-- " + PLACE + " -->\n"
}

/// One test, and what is wrong where it failed: in a line, and in full.
struct Test {
    name: String,
    failure: Option<(String, String)>,
}

fn tests(suite: &Suite, needs_coverage: bool) -> Vec<Test> {
    let case = |tried: &super::suite::Tried| Test {
        name: tried.case.name.clone(),
        failure: tried.ended.needs_person().then(|| (tried.ended.words().to_owned(), tried.diff(false))),
    };
    let stray = suite.unreferenced.iter().map(|path| Test {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        failure: Some(("a snapshot without a case".to_owned(), path.display().to_string())),
    });
    let lacking = suite.lacking();
    let coverage = needs_coverage.then(|| Test {
        name: "coverage".to_owned(),
        failure: (!lacking.is_empty()).then(|| ("answers that no case reaches".to_owned(), lacking.join("\n") + "\n")),
    });
    suite.tried.iter().map(case).chain(stray).chain(coverage).collect()
}

impl Test {
    fn broken(broken: &Broken) -> Test {
        Test {
            name: "framework".to_owned(),
            failure: Some(("it cannot be tested".to_owned(), Problems(broken.problems.clone()).to_string() + "\n")),
        }
    }

    fn write(&self, suite: &str, xml: &mut String) {
        let open = format!("    <testcase classname=\"{suite}\" name=\"{}\"", escaped(&self.name));
        let _ = match &self.failure {
            None => writeln!(xml, "{open}/>"),
            Some((message, text)) => {
                writeln!(xml, "{open}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>", escaped(message), escaped(text))
            }
        };
    }
}

/// A text as XML: what would be markup as its entity, what XML cannot hold as the sign for that.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_and_what_xml_cannot_hold_are_escaped() {
        assert_eq!(super::escaped("a<b> & \"c\"\u{1b}[31m\n"), "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}[31m\n");
    }
}
