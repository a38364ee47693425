//! `CREATE VIEW`.

use std::collections::BTreeMap;

use findings::Span;

use super::cursor::{Cursor, Fault, split_at_commas, text_of};
use super::draft::ViewDraft;
use crate::catalogue::{Grants, ViewColumn};

/// Reads from behind the view's name.
pub(super) fn view(cursor: &mut Cursor<'_>, name: String, source: usize, span: Span) -> Result<ViewDraft, Fault> {
    let text = cursor.source();
    let columns = if cursor.is_punct("(") {
        let names = split_at_commas(text, cursor.group()?).into_iter().map(|part| Cursor::new(text, part).name());
        let column = |name| ViewColumn { name, data_type: None, comment: None, grants: Grants::default() };
        Some(names.map(|name| name.map(column)).collect::<Result<Vec<_>, _>>()?)
    } else {
        None
    };
    cursor.expect("AS")?;
    if !cursor.is_any(&["SELECT", "VALUES", "WITH"]) {
        return Err(cursor.fault("a query"));
    }
    let query = text_of(text, cursor.rest()).to_owned();
    Ok(ViewDraft { name, columns, query, triggers: BTreeMap::new(), place: (source, span) })
}
