//! Every statistic by itself: what it prints for a small table, and all that it says of one with faults. The snapshots are
//! what a person has read; that the figures are right is tested with the statistics.

use concord_tests::Project;

/// What is said of a table; in the line `@/table.csv` is the file.
fn said(table: impl AsRef<[u8]>, line: &str) -> String {
    let project = Project::new();
    project.write("table.csv", table);
    let ran = project.concord(&format!("stat {line}"));
    assert!(ran.code == 0 && ran.err.is_empty() || ran.code == 2 && ran.out.is_empty(), "{}\n{}", ran.out, ran.err);
    format!("exit {}\n{}{}", ran.code, ran.out, ran.err)
}

#[test]
fn interval() {
    insta::assert_snapshot!(said("x,n\n15,148\n0,20\n20,20\n0,0\n", "interval @/table.csv"));
    insta::assert_snapshot!(
        "interval_faults",
        said("n,x\n5,7\n3,\n-1,1\n5,1.5\n2000000000,1\n5,5.0\n", "interval @/table.csv --confidence 95")
    );
}

#[test]
fn bounds() {
    let header = "group,present,partly,absent,not_determinable\n";
    let table = format!("{header}men,21,0,43,42\n\"none, so far\",0,0,4,0\nunknown,0,0,0,3\nmixed,3,2,4,1\nnobody,0,0,0,0\n");
    insta::assert_snapshot!(said(table, "bounds @/table.csv --confidence 0.9"));
    insta::assert_snapshot!("bounds_faults", said(format!("{header}men,21,,43,x\n,1,2,3,4\n"), "bounds @/table.csv --confidence NaN"));
}

#[test]
fn funnel() {
    let table = "unit,x,n\na,9,30\nb,28,30\nc,12,30\nd,1,2\ne,0,0\n";
    insta::assert_snapshot!(said(table, "funnel @/table.csv"));
    insta::assert_snapshot!("funnel_about_theta", said(table, "funnel @/table.csv --theta 0.3 --overdispersion additive"));
    insta::assert_snapshot!("funnel_faults", said("unit,x,n,m\na,4,6,3\nb,1,2,\nc,3,2,0\nd,1,2,3\n", "funnel @/table.csv --theta 1.5"));
}

#[test]
fn funnel_with_missing_cases() {
    let others: String = (0..10).map(|unit| format!("other {unit},15,30,0\n")).collect();
    let table = format!("unit,x,n,m\nhigh,28,30,1\nwould be high,20,30,10\nlow,1,30,2\nall missing,0,30,30\n{others}");
    let said = said(table, "funnel @/table.csv");
    insta::assert_snapshot!(said.split("\"other 0\"").next().unwrap_or_default());
}

#[test]
fn shrink() {
    insta::assert_snapshot!(said("unit,x,n\na,9,30\nb,28,30\nc,12,30\nd,1,2\ne,0,0\n", "shrink @/table.csv"));
    insta::assert_snapshot!("shrink_at_the_boundary", said("unit,x,n\na,5,10\nb,6,10\n", "shrink @/table.csv"));
    insta::assert_snapshot!("shrink_all_or_nothing", said("unit,x,n\na,3,3\nb,0,2\n", "shrink @/table.csv"));
    insta::assert_snapshot!("shrink_faults", said("unit,x,n\na,NaN,30\nb,inf,1e400\nc,3,2\n", "shrink @/table.csv"));
}

#[test]
fn agreement() {
    let table = "review,one,two,partnership,three\nR1,a,a,P1,\nR2,b,c,P1,b\nR3,a,a,P2,a\nR4,,,P2,c\nR5,c,c,P3,b\n";
    insta::assert_snapshot!(said(table, "agreement @/table.csv --categories a,b,c,d --weights ordinal --cluster partnership"));
    insta::assert_snapshot!(
        "agreement_of_one_category",
        said("unit,one,two\nR1,1.0,1\nR2,1,\n", "agreement @/table.csv --categories 0,1 --weights linear")
    );
    insta::assert_snapshot!(
        "agreement_faults",
        said(
            "unit,one,two,cluster\nR1,presnt,absent,P1\n,present,absent,\n",
            "agreement @/table.csv --categories absent,present,absent --cluster cluster"
        )
    );
    insta::assert_snapshot!("agreement_header", said("unit,one,,one\nR1,a,a,a\n", "agreement @/table.csv --categories a,,b"));
    insta::assert_snapshot!(
        "agreement_without_raters",
        said("unit,cluster\nR1,a\n", "agreement @/table.csv --categories a,b --cluster cluster")
    );
}

#[test]
fn fdr() {
    insta::assert_snapshot!(said("theme,p\nT01,0.01\nT02,\nT03,0.04\nT04,0.03\n", "fdr @/table.csv"));
    insta::assert_snapshot!("fdr_of_one_column", said("p\r\n0.01\r\n\r\n0.04\r\n\"\"\r\n", "fdr @/table.csv"));
    insta::assert_snapshot!("fdr_faults", said("p\n0.01\n\n1.5\n-0.1\nNA\n0,05\n", "fdr @/table.csv"));
}

#[test]
fn standardise() {
    insta::assert_snapshot!(said("unit,x,p\nb,1,0.5\na,0,0.1\nb,1,0.25\na,1,0.2\nc,0,0\n", "standardise @/table.csv"));
    insta::assert_snapshot!("standardise_faults", said("unit,x,p\na,2,0.5\na,1,\n,1,0.5\na,0,1.5\n", "standardise @/table.csv"));
}

#[test]
fn variance() {
    let mut table = "partnership,review,framework,score\n".to_owned();
    let scores = ["1,0.5,0", "0.5,0.5,", "0,0,0", "1,1,0.5", "0,0.5,0.5", "1,1,1"];
    for (review, scores) in scores.iter().enumerate() {
        for (framework, score) in scores.split(',').enumerate() {
            table += &format!("P{},R{review},F{framework},{score}\n", review / 2);
        }
    }
    insta::assert_snapshot!(said(table, "variance @/table.csv"));
    insta::assert_snapshot!(
        "variance_faults",
        said("partnership,review,framework,score\nP,R,F,1\nP,R,G,half\nP,R,,0\n\nP,R,F,\n", "variance @/table.csv")
    );
    insta::assert_snapshot!(
        "variance_without_rest",
        said("partnership,review,framework,score\nP,R,F,1\nP,R,G,1\n", "variance @/table.csv")
    );
}

#[test]
fn gradient() {
    let mut table = "partnership,days,age,found\n".to_owned();
    for case in 0..24 {
        let group = case / 2;
        table += &format!("P{group},{},{},{}\n", group * group % 11, case % 5, u8::from((case * 7) % 11 < group));
    }
    table += "P1,,3,1\n,4,3,1\n";
    let line = "gradient @/table.csv --outcome found --covariates days,age --group partnership --permutations 99 --seed 3";
    insta::assert_snapshot!(said(&table, line));
    assert_eq!(said(&table, line), said(&table, line));
    let constant = "g,y,x\na,1,1\nb,1,2\nc,1,4\n";
    insta::assert_snapshot!("gradient_of_a_constant", said(constant, "gradient @/table.csv --outcome y --covariates x --group g"));
    insta::assert_snapshot!(
        "gradient_faults",
        said("g,y,x,z\na,2,1,1\nb,1,1e200,1\nc,0,one,1\n", "gradient @/table.csv --outcome y --covariates x,z --group g")
    );
    insta::assert_snapshot!("gradient_header", said("g,y,x\na,1,1\n", "gradient @/table.csv --outcome z --covariates days,x,x --group gr"));
    insta::assert_snapshot!(
        "gradient_of_covariates_that_say_the_same",
        said("g,y,x,z,k\na,0,1,2,1\nb,1,2,4,1\nc,1,3,6,1\n", "gradient @/table.csv --outcome y --covariates x,z,k --group g")
    );
}

/// What any table may be wrong in, told by one statistic.
#[test]
fn tables_that_cannot_be_read() {
    let cases: [(&str, &[u8]); 10] = [
        ("empty", b" \n\n"),
        ("header only", b"x,n\n"),
        ("UTF-16", b"\xff\xfex\0"),
        ("not UTF-8", b"x,n,note\n1,2,\xe9\n\xe9,2,\n"),
        ("semicolons", b"x;n\n1;2\n"),
        ("misspelt", b"x,N\n1,2\n"),
        ("nothing near", b"unit,cases\na,2\n"),
        ("twice", b"x,n,x\n1,2,3\n"),
        ("ragged", b"x,n\n1\n1,2,3\n1,2\n\n\n7,5\n"),
        ("a quotation mark not closed", b"x,n\n1,\"2\n1,2\n1,2\n"),
    ];
    let all: String = cases.into_iter().map(|(name, table)| format!("{name}: {}", said(table, "interval @/table.csv"))).collect();
    insta::assert_snapshot!(all);
    assert_eq!(
        said("x,n\n1,2\n", "interval @/nowhere.csv"),
        "exit 2\nerror: @/nowhere.csv cannot be read: No such file or directory (os error 2)\n"
    );
}

#[test]
fn tables_that_other_programs_write() {
    let plain = said("x,n\n1,2\n3,4\n", "interval @/table.csv");
    assert!(plain.starts_with("exit 0\n"));
    for table in ["\u{feff}x,n\r\n1,2\r\n3,4\r\n", "\"n\",\"note\",\"x\"\n2,\"a \"\"b\"\",\nc\",1.0\n\n\"4\",,3\n", "x,n\n1,2\n3,4"] {
        assert_eq!(said(table, "interval @/table.csv"), plain, "{table:?}");
    }
}

#[test]
fn of_many_faults_the_first_are_told_and_all_are_counted() {
    let rows: String = (0..10_000).map(|row| format!("{row}x,1\n")).collect();
    let said = said(format!("x,n\n{rows}"), "interval @/table.csv");
    assert_eq!(said.lines().count(), 22);
    assert!(said.ends_with("… and 9,980 more of 10,000 errors\n"), "{said}");
}

/// A unit that has two rows would be tested twice, each time without the other half.
#[test]
fn a_unit_has_one_row() {
    let repeated = "error: @/table.csv:4: \"b\" has a row already, in line 3 (keep one of the two, or add them up)";
    for line in ["funnel @/table.csv", "shrink @/table.csv"] {
        assert!(said("unit,x,n\na,1,3\nb,1,3\nb,2,3\n", line).contains(repeated), "{line}");
    }
    assert!(
        said("group,present,partly,absent,not_determinable\na,1,1,1,1\nb,1,1,1,1\nb,1,1,1,1\n", "bounds @/table.csv").contains(repeated)
    );
    assert!(said("unit,r1,r2\na,0,1\nb,1,1\nb,0,0\n", "agreement @/table.csv --categories 0,1").contains(repeated));
    assert!(said("unit,x,p\na,1,0.5\nb,1,0.5\nb,0,0.5\n", "standardise @/table.csv").contains("exit 0"), "there a row is a case");
}

/// Nothing is learned of an outcome from itself.
#[test]
fn a_column_is_one_thing() {
    let table = "g,y,x\na,1,1\nb,0,2\n";
    for (options, fault) in [
        ("--outcome y --covariates x,y --group g", "--covariates: y is the outcome already"),
        ("--outcome y --covariates y --group g", "--covariates: y is the outcome already"),
        ("--outcome y --covariates x,x --group g", "--covariates: x is named twice"),
        ("--outcome y --covariates x,g --group g", "--covariates: g is the group already"),
        ("--outcome y --covariates x --group y", "--group: y is the outcome already"),
    ] {
        let told = said(table, &format!("gradient @/table.csv {options}"));
        assert!(told.contains("exit 2") && told.contains(fault), "{options}: {told}");
    }
}

/// For a category of one letter every other letter is near.
#[test]
fn a_letter_is_not_taken_for_another() {
    let told = said("unit,r1,r2\nu,a,b\nv,c,a\n", "agreement @/table.csv --categories a,b");
    assert!(told.contains("unknown category \"c\" (declared: a, b)"), "{told}");
}
