//! Tables that their engine keeps without transactions.

use std::ops::ControlFlow;

use database::{EngineKind, Session, Table, Value};

use super::{shown, text};
use crate::Result;
use crate::repair::plan::full_name;

/// The tables without transactions among those, with what keeps them: `shop.t (MyISAM)`.
pub(in crate::repair) fn without_transactions<'t>(
    session: &mut Session,
    tables: impl Iterator<Item = &'t Table>,
) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if !matches!(session.kind(), EngineKind::MySql | EngineKind::MariaDb) {
        return Ok(found);
    }
    let sql = "SELECT t.engine FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine \
               WHERE t.table_schema = ? AND t.table_name = ? AND e.transactions <> 'YES'";
    for table in tables {
        session.stream(
            sql,
            &[text(&table.schema), text(&table.name)],
            &mut |row: &[Value]| -> database::Result<_> {
                found.push(format!("{} ({})", full_name(table), shown(row.first())));
                Ok(ControlFlow::Break(()))
            },
        )?;
    }
    Ok(found)
}
