//! Names of tables and their parts as a check of schemas states them: by what either side calls them.

use std::collections::{BTreeMap, BTreeSet};

use database::Table;
use schema_diff::catalogue::{Catalogue, QualifiedName};

use super::file::SchemaCheck;
use crate::near::question;
use crate::{Error, ErrorKind, Result};

/// Names of the source and what they are called in the target.
pub(super) struct Names<'c> {
    check: &'c SchemaCheck,
    in_target: BTreeMap<String, String>,
    ignored: BTreeSet<String>,
}

impl<'c> Names<'c> {
    pub(super) fn new(check: &'c SchemaCheck) -> Self {
        let mut in_target = check.renamed.clone();
        for (from, to) in &check.renamed {
            let Some((table, column)) = from.rsplit_once('.') else { continue };
            let Some(table) = check.renamed.get(table) else { continue };
            // The column's new name may stand there without its table.
            let to = if to.contains('.') { to.clone() } else { format!("{table}.{to}") };
            in_target.insert(format!("{table}.{column}"), to);
        }
        let mut names = Self { check, in_target, ignored: BTreeSet::new() };
        names.ignored = check.ignore.iter().map(|it| names.in_target(it)).collect();
        names
    }

    /// What the target calls it: `table` or `table.part`, each as either side calls it.
    fn in_target(&self, name: &str) -> String {
        let whole = |name: &str| self.in_target.get(name).cloned();
        if let Some(other) = whole(name) {
            return other;
        }
        let Some((table, part)) = name.rsplit_once('.') else { return name.to_owned() };
        let moved = format!("{}.{part}", whole(table).unwrap_or_else(|| table.to_owned()));
        whole(&moved).unwrap_or(moved)
    }

    /// Whether a part of a table, or the table itself, is left out of the comparison.
    pub(super) fn is_ignored(&self, schema: &str, table: &str, part: Option<&str>) -> bool {
        let tables = [table.to_owned(), format!("{schema}.{table}")];
        let parts = tables.iter().filter_map(|table| part.map(|it| format!("{table}.{it}")));
        tables.iter().cloned().chain(parts).any(|it| self.ignored.contains(&self.in_target(&it)))
    }

    /// Whether something that lies in no table is left out.
    pub(super) fn is_ignored_alone(&self, name: &str) -> bool {
        self.ignored.contains(name)
    }

    /// # Errors
    /// Where a name under `ignore` is that of nothing, with the names that are near.
    pub(super) fn verify(&self, known: &BTreeSet<String>) -> Result<()> {
        let in_target: BTreeSet<String> = known.iter().map(|it| self.in_target(it)).collect();
        let Some(unknown) = self.check.ignore.iter().find(|it| !in_target.contains(&self.in_target(it))) else {
            return Ok(());
        };
        let near = question(unknown, known.iter().map(String::as_str));
        let message =
            format!("`ignore` names `{unknown}`, and neither side has a table or `table.column` of that name{near}");
        Err(Error::new(ErrorKind::Shape, message))
    }
}

/// Every name of tables and their parts, with and without the schema in front.
pub(super) fn of_tables<'t>(tables: impl IntoIterator<Item = &'t Table>) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for table in tables {
        let parts = table.columns.iter().map(|it| it.name.as_str()).chain(["primary key"]);
        add(&mut known, &table.schema, &table.name, parts);
    }
    known
}

/// Every name of a catalogue.
pub(super) fn of_catalogue(catalogue: &Catalogue) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for (name, table) in &catalogue.tables {
        let columns = table.columns.iter().map(|it| it.name.as_str());
        let others = table.constraints.keys().chain(table.indexes.keys()).chain(table.triggers.keys());
        add(&mut known, &name.schema, &name.name, columns.chain(others.map(String::as_str)));
    }
    for (name, view) in &catalogue.views {
        let parts = view.indexes.keys().chain(view.triggers.keys());
        add(&mut known, &name.schema, &name.name, parts.map(String::as_str));
    }
    let qualified = catalogue.enums.keys().chain(catalogue.domains.keys()).chain(catalogue.sequences.keys());
    let qualified = qualified.map(|it: &QualifiedName| it.name.clone());
    let alone = catalogue.schemas.keys().chain(catalogue.extensions.keys()).cloned();
    let functions = catalogue.functions.keys().map(|it| it.name.clone());
    known.extend(qualified.chain(alone).chain(functions));
    for definition in catalogue.definitions.keys() {
        match &definition.relation {
            Some(table) => add(&mut known, &table.schema, &table.name, [definition.name.as_str()]),
            None => drop(known.insert(definition.name.clone())),
        }
    }
    known
}

fn add<'n>(known: &mut BTreeSet<String>, schema: &str, table: &str, parts: impl IntoIterator<Item = &'n str>) {
    let parts: Vec<&str> = parts.into_iter().collect();
    for table in [table.to_owned(), format!("{schema}.{table}")] {
        known.extend(parts.iter().map(|part| format!("{table}.{part}")));
        known.insert(table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ignore: &[&str]) -> SchemaCheck {
        let renamed = [("crew", "sailors"), ("crew.name", "sailors.full_name")];
        let renamed = renamed.map(|(from, to)| (from.to_owned(), to.to_owned())).into_iter().collect();
        SchemaCheck { renamed, ignore: ignore.iter().map(|it| (*it).to_owned()).collect(), ..SchemaCheck::default() }
    }

    #[test]
    fn a_column_is_ignored_by_any_of_its_names() {
        for name in ["crew.name", "crew.full_name", "sailors.name", "sailors.full_name", "public.sailors.full_name"] {
            let check = check(&[name]);
            let names = Names::new(&check);
            assert!(names.is_ignored("public", "sailors", Some("full_name")), "{name}");
            assert!(names.is_ignored("public", "crew", Some("name")) || name.starts_with("public"), "{name}");
            assert!(!names.is_ignored("public", "sailors", Some("rank")), "{name}");
        }
        let check = check(&["crew"]);
        assert!(Names::new(&check).is_ignored("public", "sailors", Some("rank")));
    }

    #[test]
    fn a_name_of_nothing_is_refused_with_those_near_it() {
        let known = BTreeSet::from(["crew", "crew.name", "crew.rank"].map(str::to_owned));
        let refused = check(&["crew.ramk"]);
        let error = Names::new(&refused).verify(&known).unwrap_err().to_string();
        assert!(error.contains("`crew.ramk`") && error.contains("is it `crew.rank`"), "{error}");
        assert!(Names::new(&check(&["sailors.rank"])).verify(&known).is_ok());
    }
}
