//! The page of the sample, and what holds of every page.

use super::{FailedFramework, Page, html};
use crate::sample;
use concord_model::comparison::{Facet, Figure, Unit};
use concord_model::problem::Problem;

fn page() -> String {
    let failed = [FailedFramework {
        id: "<b>carr</b>".to_owned(),
        problems: vec![Problem::of("framework.toml", "unknown field \"obs.thme\"").at_line(7, Some(3)).hint("did you mean \"theme\"?")],
    }];
    let notices = [Problem::of("reviews.csv", "the column \"note\" is not in the dictionary & is passed over")];
    html(&Page { comparison: &sample::comparison(), manifest: &sample::manifest(), failed: &failed, notices: &notices })
}

#[test]
fn the_page_of_the_sample() {
    insta::assert_snapshot!(page());
}

#[test]
fn nothing_of_the_data_is_markup() {
    let page = page();
    assert!(page.contains("&lt;b&gt;carr&lt;/b&gt;") && !page.contains("<b>"), "a framework's name is a text");
    assert!(page.contains("Ashby &amp; East"), "so is a partnership's");
}

#[test]
fn the_page_needs_nothing_from_outside() {
    let page = page();
    for outside in ["src=", "http:", "https:", "url(", "@import", "<script", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn every_element_that_is_opened_is_closed() {
    let page = page();
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1).filter(|tag| !tag.starts_with('!') && !tag.starts_with("meta")) {
        let name = tag.trim_start_matches('/').split(['>', ' ']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn every_table_has_a_caption_and_rows_as_long_as_its_head() {
    let page = page();
    for table in page.split("<table>").skip(1).map(|table| table.split("</table>").next().unwrap()) {
        assert!(table.contains("<caption id="), "{table}");
        let (head, body) = table.split_once("<tbody>").unwrap();
        let groups = head.matches("scope=\"colgroup\"").count();
        let columns = head.matches("scope=\"col\"").count();
        assert!(columns > groups);
        for row in body.split("<tr>").skip(1) {
            assert_eq!(row.matches("<td").count() + row.matches("<th scope=\"row\"").count(), columns, "{row}");
        }
    }
}

#[test]
fn a_table_of_findings_has_one_unit() {
    let comparison = sample::comparison();
    let page = page();
    let (_, findings) = page.split_once("<section id=\"findings\"").unwrap();
    let (findings, _) = findings.split_once("</section>").unwrap();
    let shown = findings.matches("<th scope=\"row\">").count();
    let of_incidents = |figure: &&Figure| figure.facet == Facet::All && figure.unit == Unit::Incident;
    assert_eq!(shown, comparison.figures.iter().filter(of_incidents).count());
}

#[test]
fn long_tables_say_where_the_rest_is() {
    let mut comparison = sample::comparison();
    let warning = comparison.warnings[0].clone();
    comparison.warnings = vec![warning; 1_501];
    let page = html(&Page { comparison: &comparison, manifest: &sample::manifest(), failed: &[], notices: &[] });
    assert!(page.contains("Shown are the first 500 of 1,501 rows; all of them are in tables/warnings.csv."));
}

#[test]
fn what_is_not_defined_says_why_and_is_no_number() {
    let page = page();
    assert!(page.contains(">not defined<") && page.contains(">there are no incidents<"));
    for wrong in ["NaN", ">inf", ">None<", "Some("] {
        assert!(!page.contains(wrong), "{wrong}");
    }
}
