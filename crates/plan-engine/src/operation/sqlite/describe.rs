//! The difference between two shapes of a table, in words.

use std::collections::BTreeMap;

use schema_diff::catalogue::{QualifiedName, Table};

use crate::operation::Context;

/// The title of the way back from shape `from` to shape `to`.
pub(super) fn back_title(name: &QualifiedName, from: &Table, to: &Table, context: &Context<'_>) -> String {
    format!("Rebuild {}: {}", context.writer.name(name), differences(from, to))
}

/// For example `add b; drop a; require c`.
pub(super) fn differences(from: &Table, to: &Table) -> String {
    let mut words = Vec::new();
    for column in &to.columns {
        let name = &column.name;
        match from.column(name) {
            None => words.push(format!("add {name}")),
            Some(old) => {
                if old.not_null != column.not_null {
                    words.push(format!("{} {name}", if column.not_null { "require" } else { "no longer require" }));
                }
                if old.data_type != column.data_type {
                    words.push(format!("make {name} {}", column.data_type));
                }
                if old.default != column.default {
                    words.push(format!("change the default of {name}"));
                }
                if old.collation != column.collation || old.generated != column.generated {
                    words.push(format!("redefine {name}"));
                }
            }
        }
    }
    words.extend(from.columns.iter().filter(|it| to.column(&it.name).is_none()).map(|it| format!("drop {}", it.name)));
    parts(&from.constraints, &to.constraints, &mut words);
    parts(&from.indexes, &to.indexes, &mut words);
    parts(&from.triggers, &to.triggers, &mut words);
    if from.options != to.options {
        words.push("change its options".to_owned());
    }
    words.join("; ")
}

fn parts<T: PartialEq>(from: &BTreeMap<String, T>, to: &BTreeMap<String, T>, words: &mut Vec<String>) {
    for (name, part) in to {
        match from.get(name) {
            None => words.push(format!("add {name}")),
            Some(old) if old != part => words.push(format!("change {name}")),
            Some(_) => {}
        }
    }
    words.extend(from.keys().filter(|name| !to.contains_key(*name)).map(|name| format!("drop {name}")));
}
