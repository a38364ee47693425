//! Columns of two shapes: a field is a column of one name on both sides, or what the mapping says of each.

use std::collections::BTreeMap;

use database::{Column, Identity, Table, ValueKind};

use crate::{Error, ErrorKind, Result, Selection};

/// A field that is not a column of the same name on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mapping {
    /// The source's column, or an expression in its SQL; the column of the field's name where there is none.
    pub source: Option<String>,
    /// The target's.
    pub target: Option<String>,
}

impl Mapping {
    /// With what the field is on each side, where that is not the column of its name.
    pub fn new(source: Option<String>, target: Option<String>) -> Self {
        Self { source, target }
    }

    fn side(&self, is_source: bool) -> Option<&str> {
        if is_source { self.source.as_deref() } else { self.target.as_deref() }
    }
}

/// Both tables as if their columns were the fields.
pub(super) struct Mapped<'m> {
    pub(super) source: Table,
    pub(super) target: Table,
    map: &'m BTreeMap<String, Mapping>,
}

impl<'m> Mapped<'m> {
    /// # Errors
    /// [`ErrorKind::Shape`] where a side has neither what is mapped nor a column of the field's name.
    pub(super) fn new(source: &Table, target: &Table, map: &'m BTreeMap<String, Mapping>) -> Result<Self> {
        let (mut one, one_used) = seen(source, map, true)?;
        let (mut other, other_used) = seen(target, map, false)?;
        // What an expression is made of is compared through it; it need not be on the other side as well.
        let lone = |used: &[String], table: &Table| -> Vec<String> {
            used.iter().filter(|it| table.column(it).is_none()).cloned().collect()
        };
        let (of_one, of_other) = (lone(&one_used, &other), lone(&other_used, &one));
        one.columns.retain(|it| !of_one.contains(&it.name));
        other.columns.retain(|it| !of_other.contains(&it.name));
        Ok(Self { source: one, target: other, map })
    }

    /// Puts what the fields are on a side into its selection.
    pub(super) fn put(&self, selection: &mut Selection, table: &Table, is_source: bool) {
        for field in &mut selection.fields {
            let Some(text) = self.map.get(&field.name).and_then(|it| it.side(is_source)) else { continue };
            if table.column(text).is_some() {
                field.column = Some(text.to_owned());
            } else {
                (field.column, field.expression) = (None, Some(text.to_owned()));
            }
        }
    }
}

/// A table with its fields for columns, and the columns that these are made of.
fn seen(table: &Table, map: &BTreeMap<String, Mapping>, is_source: bool) -> Result<(Table, Vec<String>)> {
    let (mut fields, mut used) = (table.clone(), Vec::new());
    for (name, mapping) in map {
        let Some(text) = mapping.side(is_source) else {
            if table.column(name).is_none() {
                let side = if is_source { "source" } else { "target" };
                let message =
                    format!("the {side} has no column `{name}`, and the mapping does not say what it is there");
                return Err(Error::new(ErrorKind::Shape, message));
            }
            continue;
        };
        fields.columns.retain(|it| it.name != *name);
        let column = table.column(text);
        fields.columns.push(Column { name: name.clone(), ..column.cloned().unwrap_or_else(computed) });
        match column {
            Some(column) => {
                used.push(column.name.clone());
                for key in &mut fields.keys {
                    key.columns.iter_mut().filter(|it| *it == text).for_each(|it| it.clone_from(name));
                }
            }
            None => used.extend(words(text).filter(|it| table.column(it).is_some()).map(str::to_owned)),
        }
    }
    Ok((fields, used))
}

/// The column that an expression gives.
fn computed() -> Column {
    Column {
        name: String::new(),
        type_name: String::new(),
        kind: ValueKind::Any,
        nullable: true,
        generated: true,
        set_on_update: false,
        identity: Identity::None,
        sorts_by_bytes: false,
        equates_texts: false,
        character_set: None,
    }
}

/// What could be a name in an expression.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$')).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Wanted, pair};

    fn table(columns: &[&str]) -> Table {
        let column = |name: &&str| Column { name: (*name).to_owned(), kind: ValueKind::Text, ..computed() };
        Table {
            schema: "main".into(),
            name: "sailors".into(),
            columns: columns.iter().map(column).collect(),
            keys: Vec::new(),
            foreign_keys: Vec::new(),
            triggers: Vec::new(),
            estimated_rows: None,
        }
    }

    #[test]
    fn a_split_name_is_compared_with_the_whole_one() {
        let (old, new) = (table(&["id", "first", "last", "weight"]), table(&["id", "full_name", "weight_g"]));
        let map = BTreeMap::from([
            ("full_name".to_owned(), Mapping::new(Some("first || ' ' || last".into()), None)),
            ("weight".to_owned(), Mapping::new(Some("weight * 1000".into()), Some("weight_g".into()))),
        ]);
        let mapped = Mapped::new(&old, &new, &map).unwrap();
        let (mut one, mut other) = pair(&mapped.source, &mapped.target, &Wanted::default()).unwrap();
        mapped.put(&mut one, &old, true);
        mapped.put(&mut other, &new, false);
        let shown = |selection: &Selection| -> Vec<String> {
            let field = |it: &crate::Field| it.column.clone().or(it.expression.clone()).unwrap_or_default();
            selection.fields.iter().map(field).collect()
        };
        assert_eq!(shown(&one), ["id", "first || ' ' || last", "weight * 1000"]);
        assert_eq!(shown(&other), ["id", "full_name", "weight_g"]);
    }

    #[test]
    fn what_no_mapping_covers_is_missed() {
        let map = BTreeMap::from([("rank".to_owned(), Mapping::new(None, Some("grade".into())))]);
        let error = Mapped::new(&table(&["id"]), &table(&["id", "grade"]), &map).err().unwrap();
        assert!(error.to_string().contains("the source has no column `rank`"), "{error}");
    }
}
