//! The ten indicators as a programmer would write them over the same columns, review by review and row by row.

use concord_model::answer::{AnswerColumn, Answers, Cited, Measure, NOT_APPLICABLE, NOT_DETERMINABLE, number, reason};
use concord_model::batch::{Batch, Column, Table};
use concord_model::dictionary::Dictionary;

/// A truth value: `None` where it is not known.
type Truth = Option<bool>;

fn or(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn and(one: Truth, other: Truth) -> Truth {
    or(one.map(|holds| !holds), other.map(|holds| !holds)).map(|holds| !holds)
}

/// The columns that the indicators read, and the places of the codes that they ask for.
pub(crate) struct ByHand<'d> {
    dictionary: &'d Dictionary,
    reads: Vec<(String, String)>,
    codes: Codes,
}

struct Codes {
    themes: [u8; 7],
    problematic: u8,
    l1: u8,
    l3: u8,
    open: [u8; 4],
    frontline: [u8; 3],
    rapid_review: u8,
    lcspr: u8,
    agencies: [u8; 5],
    books_with_optimism: Vec<u8>,
    books_with_both_risks: Vec<u8>,
}

impl<'d> ByHand<'d> {
    pub(crate) fn new(dictionary: &'d Dictionary, reads: &[(String, String)]) -> ByHand<'d> {
        let code = |table: &str, field: &str, code: &str| {
            let (table, field) = dictionary.field(table, field).expect("the dictionary has it");
            dictionary.tables[table].fields[field].code_place(code).expect("the field has it") as u8
        };
        let books = |asked: &[&str]| {
            let books = dictionary.codebooks.iter().enumerate();
            books
                .filter(|(_, book)| asked.iter().all(|code| book.codes.iter().any(|known| known == code)))
                .map(|(place, _)| place as u8)
                .collect()
        };
        let codes = Codes {
            themes: ["T01", "T02", "T03", "T04", "T05", "T06", "T07"].map(|theme| code("observations", "theme", theme)),
            problematic: code("observations", "valence", "problematic"),
            l1: code("recommendations", "level", "L1"),
            l3: code("observations", "system_level", "L3"),
            open: ["assessment", "cin", "cpp", "looked_after"].map(|status| code("children", "csc_status", status)),
            frontline: ["training", "awareness", "procedure"].map(|kind| code("recommendations", "rec_type", kind)),
            rapid_review: code("reviews", "review_type", "rapid_review"),
            lcspr: code("reviews", "review_type", "lcspr"),
            agencies: ["la_csc", "police", "gp", "acute", "icb"].map(|agency| code("reviews", "agencies", agency)),
            books_with_optimism: books(&["OPTIMISM"]),
            books_with_both_risks: books(&["RA_WEAK", "RA_NOT_UPDATED"]),
        };
        ByHand { dictionary, reads: reads.to_vec(), codes }
    }

    pub(crate) fn evaluate(&self, batch: &Batch<'_>) -> Answers {
        let table = |name: &str| {
            let mut tables: Vec<&str> = self.dictionary.tables.iter().map(|table| table.name.as_str()).collect();
            tables.retain(|table| self.reads.iter().any(|(read, _)| read == table));
            &batch.tables[tables.iter().position(|table| *table == name).expect("it is read")]
        };
        let column = |name: &str, field: &str| {
            let place = self.reads.iter().filter(|(read, _)| read == name).position(|(_, read)| read == field);
            &table(name).columns[place.expect("it is read")]
        };
        let obs = Observations {
            table: table("observations"),
            theme: column("observations", "theme"),
            valence: column("observations", "valence"),
            level: column("observations", "system_level"),
            local: column("observations", "local_code"),
            texts: ["OPTIMISM", "RA_WEAK", "RA_NOT_UPDATED"].map(|text| text_place(column("observations", "local_code"), text)),
        };
        let book = column("reviews", "codebook");
        let review_type = column("reviews", "review_type");
        let days = column("reviews", "days_to_submit");
        let agencies = column("reviews", "agencies");
        let examined = column("reviews", "themes_examined");
        let status = (table("children"), column("children", "csc_status"));
        let recs = (table("recommendations"), column("recommendations", "rec_type"), column("recommendations", "level"));
        let mut answers = Answers { columns: vec![AnswerColumn::default(); 10], failures: Vec::new() };
        let mut buffers: [Vec<u32>; 7] = Default::default();
        for review in 0..batch.reviews as usize {
            self.themes(review, &obs, examined, book, review_type, &mut answers.columns, &mut buffers);
            self.child(review, status.0, status.1, &mut answers.columns[6], &mut buffers[0]);
            self.late(review, review_type, days, &mut answers.columns[7]);
            self.admonishing(review, recs, &mut answers.columns[8], &mut buffers[0]);
            self.agencies(review, agencies, &mut answers.columns[9]);
        }
        answers
    }

    #[expect(clippy::too_many_arguments, reason = "written as it would be by hand, row by row")]
    fn themes(
        &self,
        review: usize,
        obs: &Observations<'_>,
        examined: &Column<'_>,
        book: &Column<'_>,
        kind: &Column<'_>,
        columns: &mut [AnswerColumn],
        buffers: &mut [Vec<u32>; 7],
    ) {
        let codes = &self.codes;
        let rows = rows(obs.table, review);
        let mut seen = [false; 7];
        let mut holds = [Some(false); 6];
        let mut risks = 0;
        buffers.iter_mut().for_each(Vec::clear);
        let [cited @ .., risk_rows] = buffers;
        let covered = |books: &[u8]| missing(book, review) == 0 && books.contains(&book.values[review]);
        let (optimism, both) = (covered(&codes.books_with_optimism), covered(&codes.books_with_both_risks));
        let mut outside = [false; 6];
        for row in rows {
            let theme = obs.theme.values[row];
            for (place, known) in codes.themes.iter().enumerate() {
                seen[place] |= theme == *known;
            }
            let problem = obs.valence.values[row] == codes.problematic;
            let level = (missing(obs.level, row) == 0).then(|| obs.level.values[row] >= codes.l3);
            let leadership = or(Some(theme == codes.themes[6]), level);
            let local = |texts: &[Option<u32>], covered: bool| {
                let text = (missing(obs.local, row) == 0).then(|| number(&obs.local.values, row));
                if text.is_some() && texts.contains(&text) { Some(true) } else { covered.then_some(false) }
            };
            let told = [
                Some(problem && theme == codes.themes[0]),
                Some(problem && theme == codes.themes[1]),
                and(Some(problem && theme == codes.themes[2]), local(&obs.texts[..1], optimism)),
                and(Some(problem && theme == codes.themes[3]), local(&obs.texts[1..], both)),
                Some(problem && theme == codes.themes[4]),
                leadership,
            ];
            for (place, told) in told.into_iter().enumerate() {
                holds[place] = or(holds[place], told);
                outside[place] |= told.is_none();
                if told == Some(true) {
                    cited[place].push(row as u32);
                }
            }
            if problem && theme == codes.themes[3] {
                risks += 1;
                risk_rows.push(row as u32);
            }
        }
        let declared = |place: usize| (missing(examined, review) == 0).then(|| in_set(examined, review, codes.themes[place], 2));
        for (place, theme) in [0, 1, 2, 3, 4, 6].into_iter().enumerate() {
            let looked = or(declared(theme), Some(seen[theme]));
            let column = &mut columns[place];
            let applies = place != 3 || [codes.rapid_review, codes.lcspr].contains(&kind.values[review]);
            let (answer, why) = match holds[place] {
                _ if !applies => (NOT_APPLICABLE, 0),
                Some(true) => (0, 0),
                None => (
                    NOT_DETERMINABLE,
                    if place == 5 { reason::of(concord_model::missing::Missing::NotRecorded) } else { reason::OUTSIDE_CODEBOOK },
                ),
                Some(false) if place == 3 && risks >= 2 => (1, 0),
                Some(false) if looked == Some(true) => (if place == 3 { 2 } else { 1 }, 0),
                Some(false) => (NOT_DETERMINABLE, reason::NOT_LOOKED_FOR),
            };
            column.answers.push(answer);
            column.reasons.push(why);
            column.looked.push(match looked {
                Some(true) => 1,
                Some(false) => 2,
                None => 0,
            });
            let rows: &[u32] = match answer {
                0 => &cited[place],
                1 if place == 3 => risk_rows,
                _ => &[],
            };
            cite(column, rows);
        }
    }

    fn child(&self, review: usize, table: &Table<'_>, status: &Column<'_>, column: &mut AnswerColumn, cited: &mut Vec<u32>) {
        let mut holds = Some(false);
        cited.clear();
        let rows = rows(table, review);
        let any = !rows.is_empty();
        for row in rows {
            let told = (missing(status, row) == 0).then(|| self.codes.open.contains(&status.values[row]));
            holds = or(holds, told);
            if told == Some(true) {
                cited.push(row as u32);
            }
        }
        let (answer, why) = match holds {
            Some(true) => (0, 0),
            None => (NOT_DETERMINABLE, 2),
            Some(false) if any => (1, 0),
            Some(false) => (NOT_DETERMINABLE, reason::NOT_LOOKED_FOR),
        };
        column.answers.push(answer);
        column.reasons.push(why);
        column.looked.push(if any { 1 } else { 2 });
        cite(column, if answer == 0 { cited } else { &[] });
    }

    fn late(&self, review: usize, kind: &Column<'_>, days: &Column<'_>, column: &mut AnswerColumn) {
        let applies = kind.values[review] == self.codes.rapid_review;
        let taken = (missing(days, review) == 0).then(|| number(&days.values, review) as i32);
        let (answer, why) = match taken {
            _ if !applies => (NOT_APPLICABLE, 0),
            Some(taken) => (u8::from(taken <= 15), 0),
            None => (NOT_DETERMINABLE, 2),
        };
        column.answers.push(answer);
        column.reasons.push(why);
        let taken = taken.filter(|_| applies).map(f64::from);
        column.push_measure(taken.map(|taken| Measure { lower: taken, upper: taken, of: 1.0 }));
    }

    fn admonishing(&self, review: usize, recs: (&Table<'_>, &Column<'_>, &Column<'_>), column: &mut AnswerColumn, cited: &mut Vec<u32>) {
        let (mut least, mut most, mut of) = (0.0, 0.0, 0.0);
        cited.clear();
        for row in rows(recs.0, review) {
            of += 1.0;
            let level = (missing(recs.2, row) == 0).then(|| recs.2.values[row] == self.codes.l1);
            match and(Some(self.codes.frontline.contains(&recs.1.values[row])), level) {
                Some(true) => {
                    least += 1.0;
                    most += 1.0;
                    cited.push(row as u32);
                }
                None => most += 1.0,
                Some(false) => {}
            }
        }
        column.reasons.push(if least == most { 0 } else { 2 });
        column.push_measure(Some(Measure { lower: least, upper: most, of }));
        cite(column, cited);
    }

    fn agencies(&self, review: usize, agencies: &Column<'_>, column: &mut AnswerColumn) {
        let [la_csc, police, health @ ..] = self.codes.agencies;
        let has = |code: u8| in_set(agencies, review, code, 3);
        let known = missing(agencies, review) == 0;
        let present = has(la_csc) && has(police) && health.into_iter().any(has);
        column.answers.push(if known { u8::from(!present) } else { NOT_DETERMINABLE });
        column.reasons.push(if known { 0 } else { 2 });
    }
}

struct Observations<'a> {
    table: &'a Table<'a>,
    theme: &'a Column<'a>,
    valence: &'a Column<'a>,
    level: &'a Column<'a>,
    local: &'a Column<'a>,
    texts: [Option<u32>; 3],
}

fn rows(table: &Table<'_>, review: usize) -> std::ops::Range<usize> {
    number(&table.offsets, review) as usize..number(&table.offsets, review + 1) as usize
}

fn missing(column: &Column<'_>, row: usize) -> u8 {
    column.missing.get(row).copied().unwrap_or(0)
}

fn in_set(column: &Column<'_>, row: usize, code: u8, width: usize) -> bool {
    column.values[row * width + usize::from(code / 8)] >> (code % 8) & 1 == 1
}

fn text_place(column: &Column<'_>, text: &str) -> Option<u32> {
    let mut start = 0;
    (0..column.ends.len() / 4)
        .map(|place| number(&column.ends, place))
        .position(|end| {
            let found = column.texts[start..end as usize] == *text.as_bytes();
            start = end as usize;
            found
        })
        .map(|place| place as u32)
}

fn cite(column: &mut AnswerColumn, rows: &[u32]) {
    if column.evidence.is_empty() {
        column.evidence.push(Cited { offsets: vec![0; 4], rows: Vec::new() });
    }
    let cited = &mut column.evidence[0];
    rows.iter().for_each(|row| cited.rows.extend_from_slice(&row.to_le_bytes()));
    cited.offsets.extend_from_slice(&(cited.rows.len() as u32 / 4).to_le_bytes());
}
