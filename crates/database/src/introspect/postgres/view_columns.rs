//! Names and types of the columns of views: the text of a view does not tell them.

use schema_diff::catalogue::{DataType, QualifiedName, ViewColumn};
use schema_diff::read::Reading;

use crate::Rows;

/// Fills the columns of the views from rows of schema, view, column, type of the element, whether an array.
pub(super) fn fill(reading: &mut Reading, rows: &Rows) {
    for view in reading.catalogue.views.values_mut() {
        // Those that the reader found in the text may carry comments, and come back below with their types.
        view.columns.get_or_insert_default();
    }
    for row in 0..rows.len() {
        let (Some(schema), Some(view), Some(name), Some(data_type)) =
            (rows.value(row, 0), rows.value(row, 1), rows.value(row, 2), rows.value(row, 3))
        else {
            continue;
        };
        let Some(view) = reading.catalogue.views.get_mut(&QualifiedName::new(schema, view)) else { continue };
        let columns = view.columns.get_or_insert_default();
        let data_type = Some(data_type_of(&data_type, rows.value(row, 4).as_deref() == Some("t")));
        match columns.iter_mut().find(|column| column.name == name) {
            Some(column) => column.data_type = data_type,
            None => columns.push(ViewColumn { name, data_type, comment: None }),
        }
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
