//! Queries that tell whether a schema is in the state that a plan says it is in.

use std::collections::BTreeSet;

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName};
use schema_diff::write::Writer;

use super::{Edit, Plan, Step};

/// A query of one row and one column, and the answer that the state gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateQuery {
    /// What it asks, in one line.
    pub says: String,
    /// The query.
    pub statement: String,
    /// Its answer.
    pub expected: i64,
}

impl Plan {
    /// Queries that hold once the steps `back` (the last one first) were taken back of a database in which the steps `done`
    /// were done: one for each table, column, index and constraint that these steps touch. Steps are named by their ids.
    pub fn after_way_back(&self, done: &BTreeSet<&str>, back: &[&str]) -> Vec<StateQuery> {
        let steps = || self.phases.iter().flat_map(|phase| &phase.steps);
        let mut now = self.before.catalogue.clone();
        for edit in steps().filter(|it| done.contains(it.id.as_str())).flat_map(|it| &it.effect) {
            edit.apply(&mut now);
        }
        let known: std::collections::BTreeMap<&str, &Step> = steps().map(|it| (it.id.as_str(), it)).collect();
        let mut touched = BTreeSet::new();
        for step in back.iter().filter_map(|it| known.get(it)) {
            for edit in step.effect.iter().chain(&step.inverse.effect) {
                touched.extend(touches(edit));
            }
            for edit in &step.inverse.effect {
                edit.apply(&mut now);
            }
        }
        touched.iter().filter_map(|path| query(self.dialect, &now, path)).collect()
    }
}

/// What an edit touches: of a table that is put whole, each column, too.
fn touches(edit: &Edit) -> Vec<ObjectPath> {
    let mut all = vec![edit.path.clone()];
    if let (ObjectPath::Table(name), Some(Object::Table(table))) = (&edit.path, &edit.object) {
        all.extend(table.columns.iter().map(|it| ObjectPath::Column(name.clone(), it.name.clone())));
    }
    all
}

fn query(dialect: Dialect, now: &Catalogue, path: &ObjectPath) -> Option<StateQuery> {
    let object = now.get(path);
    let writer = Writer::new(dialect);
    let statement = match dialect {
        Dialect::Postgres => postgres(writer, path, object.as_ref())?,
        Dialect::Sqlite => sqlite(writer, path)?,
        _ => return None,
    };
    let says = match &object {
        Some(Object::Column(column)) => format!("column {path} is there, as {}", writer.data_type(&column.data_type)),
        Some(_) => format!("{} {path} is there", path.kind()),
        None => format!("{} {path} is not there", path.kind()),
    };
    Some(StateQuery { says, statement, expected: i64::from(object.is_some()) })
}

/// A relation as `to_regclass` takes it.
fn regclass(writer: Writer, relation: &QualifiedName) -> String {
    format!("to_regclass({})", writer.literal(&writer.name(relation)))
}

fn postgres(writer: Writer, path: &ObjectPath, object: Option<&Object>) -> Option<String> {
    Some(match path {
        ObjectPath::Table(name) | ObjectPath::View(name) | ObjectPath::Sequence(name) => {
            format!("SELECT count({})", regclass(writer, name))
        }
        ObjectPath::Index(relation, name) => {
            let index = QualifiedName::new(relation.schema.clone(), name.clone());
            format!("SELECT count({})", regclass(writer, &index))
        }
        ObjectPath::Column(table, name) => {
            let typed = match object {
                Some(Object::Column(column)) => {
                    let name = writer.literal(&writer.data_type(&column.data_type));
                    format!(" AND atttypid = {name}::regtype")
                }
                _ => String::new(),
            };
            format!(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = {} AND attname = {} AND NOT attisdropped{typed}",
                regclass(writer, table),
                writer.literal(name)
            )
        }
        ObjectPath::Constraint(table, name) => format!(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = {} AND conname = {}",
            regclass(writer, table),
            writer.literal(name)
        ),
        _ => return None,
    })
}

fn sqlite(writer: Writer, path: &ObjectPath) -> Option<String> {
    let named = |kind: &str, name: &str| {
        format!(
            "SELECT count(*) FROM sqlite_master WHERE type = '{kind}' AND lower(name) = lower({})",
            writer.literal(name)
        )
    };
    Some(match path {
        ObjectPath::Table(name) => named("table", &name.name),
        ObjectPath::View(name) => named("view", &name.name),
        ObjectPath::Index(_, name) => named("index", name),
        ObjectPath::Column(table, name) => format!(
            "SELECT count(*) FROM pragma_table_xinfo({}) WHERE lower(name) = lower({})",
            writer.literal(&table.name),
            writer.literal(name)
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use findings::SourceText;
    use schema_diff::read::{Limits, read};

    use super::*;
    use crate::MakeOptions;
    use crate::plan::Side;

    fn plan(dialect: Dialect) -> Plan {
        let side = |text: &str| Side::of(&read(dialect, &[SourceText::new("a.sql", text)], &Limits::default()));
        let (before, after) = (
            side("CREATE TABLE boats (id integer PRIMARY KEY, length integer, crew integer);"),
            side("CREATE TABLE boats (id integer PRIMARY KEY, length bigint, berth text);"),
        );
        crate::make(before, after, &MakeOptions::new()).unwrap()
    }

    #[test]
    fn what_was_taken_out_is_asked_for_and_what_came_must_be_gone() {
        for dialect in [Dialect::Postgres, Dialect::Sqlite] {
            let plan = plan(dialect);
            let ids: Vec<&str> = plan.phases.iter().flat_map(|it| &it.steps).map(|it| it.id.as_str()).collect();
            let back: Vec<&str> = ids.iter().rev().copied().collect();
            let queries = plan.after_way_back(&ids.into_iter().collect(), &back);
            let told = |says: &str| queries.iter().find(|it| it.says.contains(says)).map(|it| it.expected);
            let lengths = queries.iter().filter(|it| it.says.contains("boats.length is there"));
            assert_eq!(lengths.map(|it| it.expected).collect::<Vec<_>>(), [1], "{queries:#?}");
            assert!(told("boats.crew") == Some(1) && told("boats.berth") == Some(0), "{queries:#?}");
        }
    }
}
