//! Which columns of two tables belong together, and which key tells their rows apart.

use database::Table;

use crate::near::question;
use crate::{Error, ErrorKind, Field, Result, Selection};

/// What the user asked to compare.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Wanted {
    /// The columns to compare; none for all.
    pub columns: Option<Vec<String>>,
    /// Columns that are not compared.
    pub without: Vec<String>,
    /// The columns of the key; none for the one that both tables have.
    pub key: Option<Vec<String>>,
    /// Compares rows as a multiset, even where there is a key.
    pub without_key: bool,
    /// A condition in SQL that rows of the source have to meet.
    pub source_filter: Option<String>,
    /// A condition in SQL that rows of the target have to meet.
    pub target_filter: Option<String>,
}

impl Wanted {
    /// Compares these columns.
    pub fn with_columns<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.columns = Some(columns.into_iter().map(Into::into).collect());
        self
    }

    /// Compares all but these columns.
    pub fn leaving_out<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.without = columns.into_iter().map(Into::into).collect();
        self
    }

    /// Tells rows apart by these columns.
    pub fn with_key<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.key = Some(columns.into_iter().map(Into::into).collect());
        self
    }

    /// Compares rows as a multiset.
    pub fn without_key(mut self) -> Self {
        self.without_key = true;
        self
    }

    /// Reads only the rows that meet a condition, each side's in its own SQL.
    pub fn with_filters(mut self, source: Option<String>, target: Option<String>) -> Self {
        (self.source_filter, self.target_filter) = (source, target);
        self
    }
}

/// The selections of both sides: columns by name, the key that both have.
///
/// # Errors
/// [`ErrorKind::Shape`] where a side lacks a column.
pub fn pair(source: &Table, target: &Table, wanted: &Wanted) -> Result<(Selection, Selection)> {
    left_out(source, target, wanted)?;
    let names = columns(source, target, wanted)?;
    let key = if wanted.without_key { Vec::new() } else { key(source, target, wanted, &names)? };
    let missing = key.iter().filter(|it| !names.contains(it));
    let names: Vec<String> = missing.chain(&names).cloned().collect();
    let places = key.iter().filter_map(|it| names.iter().position(|name| name == it)).collect::<Vec<_>>();
    let of = |filter: &Option<String>| Selection {
        fields: names.iter().map(|it| plain(it)).collect(),
        key: places.clone(),
        filter: filter.clone(),
    };
    Ok((of(&wanted.source_filter), of(&wanted.target_filter)))
}

/// # Errors
/// [`ErrorKind::Shape`] where neither side has a column that is to be left out, [`ErrorKind::Usage`] where rows are told apart by it.
fn left_out(source: &Table, target: &Table, wanted: &Wanted) -> Result<()> {
    for name in &wanted.without {
        if source.column(name).is_none() && target.column(name).is_none() {
            let known = source.columns.iter().chain(&target.columns).map(|it| it.name.as_str());
            let message = format!("`{name}` is to be left out, and neither side has it{}", question(name, known));
            return Err(Error::new(ErrorKind::Shape, message));
        }
    }
    if wanted.without_key || wanted.columns.is_some() {
        return Ok(());
    }
    let key = match &wanted.key {
        Some(key) => key.clone(),
        None => key(source, target, &Wanted::default(), &shared(source, target))?,
    };
    match key.iter().find(|it| wanted.without.contains(it)) {
        Some(name) => {
            let message = format!(
                "`{name}` is to be left out, and rows are told apart by it: the key is {}; name another key, or compare without one",
                listed(&key)
            );
            Err(Error::new(ErrorKind::Usage, message))
        }
        None => Ok(()),
    }
}

/// The columns that both sides have.
fn shared(source: &Table, target: &Table) -> Vec<String> {
    let names = source.columns.iter().map(|it| it.name.clone());
    names.filter(|it| target.column(it).is_some()).collect()
}

/// A field that is a column of the same name.
fn plain(name: &str) -> Field {
    Field { name: name.to_owned(), column: Some(name.to_owned()), expression: None }
}

fn columns(source: &Table, target: &Table, wanted: &Wanted) -> Result<Vec<String>> {
    if let Some(names) = &wanted.columns {
        for name in names.iter().chain(&wanted.without) {
            has(source, name)?;
            has(target, name)?;
        }
        return Ok(names.iter().filter(|it| !wanted.without.contains(it)).cloned().collect());
    }
    let left = |it: &&database::Column| !wanted.without.contains(&it.name);
    let lacking = |one: &Table, other: &Table| -> Vec<String> {
        one.columns
            .iter()
            .filter(left)
            .filter(|it| other.column(&it.name).is_none())
            .map(|it| it.name.clone())
            .collect()
    };
    for (what, one, other) in [("target", source, target), ("source", target, source)] {
        let lacking = lacking(one, other);
        if !lacking.is_empty() {
            return Err(Error::new(
                ErrorKind::Shape,
                format!(
                    "the {what} ({}) lacks {}: name the columns to compare, leave these out, or map them",
                    full_name(other),
                    listed(&lacking)
                ),
            ));
        }
    }
    Ok(source.columns.iter().filter(left).map(|it| it.name.clone()).collect())
}

/// The table with its schema; a file has none.
fn full_name(table: &Table) -> String {
    if table.schema.is_empty() { table.name.clone() } else { format!("{}.{}", table.schema, table.name) }
}

fn has(table: &Table, name: &str) -> Result<()> {
    if table.column(name).is_some() {
        return Ok(());
    }
    let all: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
    Err(Error::new(ErrorKind::Shape, format!("{} has no column `{name}`; it has {}", full_name(table), listed(&all))))
}

/// The key that the user named, or the best one of the source whose columns are compared and are a key of the target
/// too; else one of either.
fn key(source: &Table, target: &Table, wanted: &Wanted, names: &[String]) -> Result<Vec<String>> {
    if let Some(key) = &wanted.key {
        for name in key {
            has(source, name)?;
            has(target, name)?;
        }
        return Ok(key.clone());
    }
    let usable = |columns: &[String]| wanted.columns.is_none() && columns.iter().all(|it| names.contains(it));
    let both = |columns: &[String]| columns.iter().all(|it| source.column(it).is_some() && target.column(it).is_some());
    let tells_apart = |table: &'_ Table| -> Vec<Vec<String>> {
        let keys = table.keys.iter().filter(|it| it.is_primary || !it.is_nullable);
        keys.map(|it| it.columns.clone()).filter(|it| both(it) && (usable(it) || wanted.columns.is_some())).collect()
    };
    let (of_source, of_target) = (tells_apart(source), tells_apart(target));
    let shared = of_source.iter().find(|it| of_target.iter().any(|other| same_columns(it, other)));
    Ok(shared.or(of_source.first()).or(of_target.first()).cloned().unwrap_or_default())
}

fn same_columns(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}

fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let mut text = names.iter().take(MOST).map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}

#[cfg(test)]
mod tests {
    use database::{Column, Identity, Key, ValueKind};

    use super::*;

    fn table(columns: &[&str], keys: &[&[&str]]) -> Table {
        Table {
            schema: "public".into(),
            name: "parcels".into(),
            columns: columns
                .iter()
                .map(|name| Column {
                    name: (*name).to_owned(),
                    type_name: "integer".into(),
                    kind: ValueKind::Integer,
                    nullable: false,
                    generated: false,
                    set_on_update: false,
                    identity: Identity::None,
                    sorts_by_bytes: true,
                    equates_texts: false,
                    character_set: None,
                })
                .collect(),
            keys: keys
                .iter()
                .map(|key| Key {
                    name: key.join("_"),
                    columns: key.iter().map(|it| (*it).to_owned()).collect(),
                    is_primary: false,
                    is_nullable: false,
                })
                .collect(),
            foreign_keys: Vec::new(),
            triggers: Vec::new(),
            estimated_rows: None,
        }
    }

    #[test]
    fn the_key_that_both_have_is_preferred() -> Result<()> {
        let source = table(&["a", "b", "c"], &[&["a"], &["b"]]);
        let target = table(&["c", "b", "a"], &[&["b"]]);
        let (one, other) = pair(&source, &target, &Wanted::default())?;
        assert_eq!(one.key, [1]);
        assert_eq!(one, other);
        let (one, _) = pair(&source, &target, &Wanted { without_key: true, ..Wanted::default() })?;
        assert!(one.key.is_empty());
        Ok(())
    }

    #[test]
    fn the_key_is_read_with_the_columns_asked_for() -> Result<()> {
        let both = table(&["a", "b", "c"], &[&["a"]]);
        let wanted = Wanted { columns: Some(vec!["c".into()]), ..Wanted::default() };
        let (one, _) = pair(&both, &both, &wanted)?;
        let names: Vec<&str> = one.fields.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((names, one.key), (vec!["a", "c"], vec![0]));
        Ok(())
    }

    #[test]
    fn a_column_that_one_side_lacks_is_said() {
        let (wide, narrow) = (table(&["a", "b"], &[&["a"]]), table(&["a"], &[&["a"]]));
        let text = |outcome: Result<_>| outcome.err().map(|it: Error| it.to_string()).unwrap_or_default();
        assert!(text(pair(&wide, &narrow, &Wanted::default())).contains("the target (public.parcels) lacks `b`"));
        assert!(text(pair(&narrow, &wide, &Wanted::default())).contains("the source (public.parcels) lacks `b`"));
        let without = Wanted { without: vec!["b".into()], ..Wanted::default() };
        assert!(pair(&narrow, &wide, &without).is_ok());
        let without = Wanted { without: vec!["cc".into()], ..Wanted::default() };
        assert!(text(pair(&wide, &wide, &without)).contains("neither side has it"));
        let without = Wanted { without: vec!["a".into()], ..Wanted::default() };
        assert!(text(pair(&wide, &wide, &without)).contains("rows are told apart by it: the key is `a`"));
        assert!(pair(&wide, &wide, &Wanted { without_key: true, ..without }).is_ok());
        let wanted = Wanted { key: Some(vec!["z".into()]), ..Wanted::default() };
        assert!(text(pair(&wide, &wide, &wanted)).contains("has no column `z`; it has `a`, `b`"));
    }
}
