//! Names and types of the columns of views: the text of a view does not tell them.

use std::collections::BTreeMap;

use schema_diff::catalogue::{DataType, Grants, QualifiedName, ViewColumn};
use schema_diff::read::Reading;

use crate::Rows;

/// Fills the columns of the views from rows of schema, view, column, type of the element, whether an array. The
/// comments and privileges that the reader found stay.
pub(super) fn fill(reading: &mut Reading, rows: &Rows) {
    let mut found: BTreeMap<QualifiedName, Vec<ViewColumn>> = BTreeMap::new();
    for row in 0..rows.len() {
        let (Some(schema), Some(view), Some(name), Some(data_type)) =
            (rows.value(row, 0), rows.value(row, 1), rows.value(row, 2), rows.value(row, 3))
        else {
            continue;
        };
        let data_type = Some(data_type_of(&data_type, rows.value(row, 4).as_deref() == Some("t")));
        let columns = found.entry(QualifiedName::new(schema, view)).or_default();
        columns.push(ViewColumn { name, data_type, comment: None, grants: Grants::default() });
    }
    for (name, view) in &mut reading.catalogue.views {
        let mut columns = found.remove(name).unwrap_or_default();
        for read in view.columns.iter_mut().flatten() {
            if let Some(column) = columns.iter_mut().find(|column| column.name == read.name) {
                column.comment = read.comment.take();
                column.grants = std::mem::take(&mut read.grants);
            }
        }
        view.columns = Some(columns);
    }
}

/// Takes what `format_type` prints apart: `timestamp(3) without time zone`, `numeric(10,2)`, `interval day to second`.
fn data_type_of(text: &str, array: bool) -> DataType {
    let (name, arguments) = match (text.find('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            let name = format!("{}{}", text.get(..open).unwrap_or_default(), text.get(close + 1..).unwrap_or_default());
            let arguments = text.get(open + 1..close).unwrap_or_default();
            (name, arguments.split(',').map(|argument| argument.trim().to_owned()).collect())
        }
        _ => (text.to_owned(), Vec::new()),
    };
    DataType { name, arguments, array }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_taken_apart_as_the_model_holds_them() {
        for text in ["timestamp(3) without time zone", "numeric(10,2)", "character varying(20)[]", "text"] {
            let element = text.strip_suffix("[]").unwrap_or(text);
            assert_eq!(data_type_of(element, element != text).to_string(), text);
        }
    }
}
