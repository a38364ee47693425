//! `CREATE VIEW` and `CREATE MATERIALIZED VIEW`.

use super::{Writer, spaced};
use crate::catalogue::{QualifiedName, View};

impl Writer {
    /// `CREATE VIEW`; indexes, triggers and comments are statements of their own.
    pub fn create_view(self, name: &QualifiedName, view: &View) -> String {
        self.view("CREATE", name, view)
    }

    /// `CREATE OR REPLACE VIEW` (PostgreSQL; neither materialised views nor SQLite have it).
    pub fn replace_view(self, name: &QualifiedName, view: &View) -> String {
        let replaceable = !view.materialized && !self.is_sqlite();
        self.view(if replaceable { "CREATE OR REPLACE" } else { "CREATE" }, name, view)
    }

    fn view(self, verb: &str, name: &QualifiedName, view: &View) -> String {
        let columns = match view.columns.as_deref() {
            None | Some([]) => String::new(),
            Some(columns) => format!("({})", self.idents(columns.iter().map(|column| &column.name))),
        };
        spaced([
            verb,
            if view.materialized { "MATERIALIZED" } else { "" },
            "VIEW",
            &self.name(name),
            &columns,
            &self.storage_parameters(&view.options),
            "AS",
            view.query.text.trim(),
        ])
    }
}
