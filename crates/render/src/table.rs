//! The tables of the human formats.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

/// Lines around the table and below its header, none between its rows.
const OPEN: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('─').junction('─'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'));

/// An empty table of the house style, as wide as people's texts are.
#[cfg(feature = "plan")]
pub(crate) fn table(header: &[&str]) -> Table {
    table_of(header, crate::wrap::WIDTH)
}

/// The same, of at most so many columns.
pub(crate) fn table_of(header: &[&str], width: u16) -> Table {
    let mut table = Table::new();
    table.load_style(OPEN);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    table.set_header(header.to_vec());
    table
}

/// The table as text, without spaces at the ends of its lines.
pub(crate) fn lines(table: &Table) -> String {
    table.trim_fmt() + "\n"
}
