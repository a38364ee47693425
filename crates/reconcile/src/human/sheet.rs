//! Tables for terminals.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

/// Lines around the table and below its header, none between its rows.
const OPEN: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('─').junction('─'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'));

/// A table with a head, as wide as the terminal, or 100 columns where there is none.
pub(super) fn sheet(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(OPEN);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(100);
    table.set_header(head.to_vec());
    table
}

/// The table as text, without spaces at the ends of its lines.
pub(super) fn text(table: &Table) -> String {
    let lines: Vec<_> = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    lines.concat()
}
