//! A page of HTML in the making: one file with nothing outside it, plain headings, lists and tables.
//!
//! Only what this program writes is markup: every other text goes through [`escaped`].

use std::fmt::Write;

/// The most rows of a table that the page shows; all of them are in `tables/`. So the page of a hundred frameworks still opens.
const MOST: usize = 500;

const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }
h1, h2, h3 { line-height: 1.2; }
h2 { border-top: 1px solid; margin-top: 3rem; padding-top: 1rem; }
p, li { max-width: 45rem; }
.table { margin: 1rem 0; overflow-x: auto; }
.table:focus-visible { outline: 3px solid; }
table { border-collapse: collapse; font-size: .875rem; }
caption { font-weight: bold; padding: .25rem 0; text-align: left; }
th, td { border: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
td.shade-1 { background: #6bace6; color: #000; }
td.shade-2 { background: #2073bc; color: #fff; }
td.shade-3 { background: #12436d; color: #fff; }
summary { cursor: pointer; padding: .25rem 0; }
.skip { left: -100rem; position: absolute; }
.skip:focus { position: static; }
@media print { body { max-width: none; } .table { overflow: visible; } }
";

/// A page in the making.
#[derive(Debug)]
pub struct Html {
    out: String,
    tables: usize,
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, or why there is none.
    Number(String),
    /// A number whose size a shade repeats, from 0, none, to 3: see the style.
    Shaded(u8, String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::Text(text.clone())
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Cell {
        Cell::Number(super::words::count(count))
    }
}

/// A table in the making. The first cell of each row is the row's heading.
#[derive(Debug)]
pub struct Table {
    caption: String,
    /// For each column the group that it belongs to, if any, and its heading.
    columns: Vec<(&'static str, String)>,
    rows: Vec<Vec<Cell>>,
    /// The file that holds all rows, where the page may leave some out.
    file: Option<&'static str>,
}

impl Table {
    /// A table with a caption, whose rows stand in `tables/<file>.csv` too.
    #[must_use]
    pub fn new(caption: impl Into<String>, file: &'static str) -> Table {
        Table { file: Some(file), ..Table::whole(caption) }
    }

    /// A table with a caption, of which every row is shown.
    #[must_use]
    pub fn whole(caption: impl Into<String>) -> Table {
        Table { caption: caption.into(), columns: Vec::new(), rows: Vec::new(), file: None }
    }

    /// Adds columns.
    #[must_use]
    pub fn columns<T: Into<String>>(self, headings: impl IntoIterator<Item = T>) -> Table {
        self.group("", headings)
    }

    /// Adds columns under a common heading.
    #[must_use]
    pub fn group<T: Into<String>>(mut self, group: &'static str, headings: impl IntoIterator<Item = T>) -> Table {
        self.columns.extend(headings.into_iter().map(|heading| (group, heading.into())));
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Html {
    /// Begins a page with its title, and with what the link past the contents is called.
    #[must_use]
    pub fn begin(title: &str, skip: &str) -> Html {
        let mut html = Html { out: String::new(), tables: 0 };
        html.out.push_str("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.element("title", title);
        html.out.push_str("<style>");
        html.out.push_str(STYLE);
        html.out.push_str("</style>\n</head>\n<body>\n");
        _ = writeln!(html.out, "<a class=\"skip\" href=\"#main\">{}</a>\n<header>", escaped(skip));
        html.element("h1", title);
        html
    }

    /// Ends what stands before the first section: a list of links to all of them. What follows is the main part.
    pub fn contents<'a>(&mut self, sections: impl Iterator<Item = (&'a str, &'a str)>) {
        self.out.push_str("</header>\n<nav aria-label=\"Contents\">\n<ol>\n");
        for (id, title) in sections {
            _ = writeln!(self.out, "<li><a href=\"#{id}\">{}</a></li>", escaped(title));
        }
        self.out.push_str("</ol>\n</nav>\n<main id=\"main\">\n");
    }

    /// Ends the page.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.out.push_str("</main>\n</body>\n</html>\n");
        self.out
    }

    /// A section with a heading.
    pub fn section(&mut self, id: &str, title: &str, write: impl FnOnce(&mut Html)) {
        _ = writeln!(self.out, "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{}</h2>", escaped(title));
        write(self);
        self.out.push_str("</section>\n");
    }

    /// A heading within a section.
    pub fn heading(&mut self, text: &str) {
        self.element("h3", text);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.element("p", text);
    }

    /// A list, if there is anything in it.
    pub fn list<T: AsRef<str>>(&mut self, items: impl IntoIterator<Item = T>) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return;
        }
        self.out.push_str("<ul>\n");
        items.for_each(|item| self.element("li", item.as_ref()));
        self.out.push_str("</ul>\n");
    }

    /// What is shown when asked for.
    pub fn details(&mut self, summary: &str, write: impl FnOnce(&mut Html)) {
        self.out.push_str("<details>\n");
        self.element("summary", summary);
        write(self);
        self.out.push_str("</details>\n");
    }

    /// A table, if it has rows.
    pub fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        self.tables += 1;
        let id = format!("table-{}", self.tables);
        _ = write!(self.out, "<div class=\"table\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\">\n<table>\n");
        _ = writeln!(self.out, "<caption id=\"{id}\">{}</caption>", escaped(&table.caption));
        self.head(&table.columns);
        self.out.push_str("<tbody>\n");
        let most = if table.file.is_some() { MOST } else { usize::MAX };
        table.rows.iter().take(most).for_each(|row| self.row(row));
        self.out.push_str("</tbody>\n</table>\n</div>\n");
        if let (Some(file), true) = (table.file, table.rows.len() > most) {
            let (most, all) = (super::words::count(MOST as u64), super::words::count(table.rows.len() as u64));
            self.paragraph(&format!("Shown are the first {most} of {all} rows; all of them are in tables/{file}.csv."));
        }
    }

    /// One row of headings, or two where columns have common headings.
    fn head(&mut self, columns: &[(&'static str, String)]) {
        let grouped = columns.iter().any(|(group, _)| !group.is_empty());
        self.out.push_str("<thead>\n<tr>");
        for same in columns.chunk_by(|one, other| !one.0.is_empty() && one.0 == other.0) {
            match same {
                [(group, _), ..] if !group.is_empty() => {
                    _ = write!(self.out, "<th scope=\"colgroup\" colspan=\"{}\">{}</th>", same.len(), escaped(group));
                }
                _ => {
                    let span = if grouped { " rowspan=\"2\"" } else { "" };
                    let headings = same.iter().map(|(_, heading)| format!("<th scope=\"col\"{span}>{}</th>", escaped(heading)));
                    self.out.extend(headings);
                }
            }
        }
        if grouped {
            self.out.push_str("</tr>\n<tr>");
            let headings = columns.iter().filter(|(group, _)| !group.is_empty());
            self.out.extend(headings.map(|(_, heading)| format!("<th scope=\"col\">{}</th>", escaped(heading))));
        }
        self.out.push_str("</tr>\n</thead>\n");
    }

    fn row(&mut self, cells: &[Cell]) {
        self.out.push_str("<tr>");
        for (place, cell) in cells.iter().enumerate() {
            _ = match cell {
                Cell::Text(text) | Cell::Number(text) | Cell::Shaded(_, text) if place == 0 => {
                    write!(self.out, "<th scope=\"row\">{}</th>", escaped(text))
                }
                Cell::Text(text) => write!(self.out, "<td>{}</td>", escaped(text)),
                Cell::Number(text) => write!(self.out, "<td class=\"number\">{}</td>", escaped(text)),
                Cell::Shaded(shade, text) => write!(self.out, "<td class=\"number shade-{shade}\">{}</td>", escaped(text)),
            };
        }
        self.out.push_str("</tr>\n");
    }

    fn element(&mut self, tag: &str, text: &str) {
        _ = writeln!(self.out, "<{tag}>{}</{tag}>", escaped(text));
    }
}

/// A text without any markup in it, in an element or an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}
