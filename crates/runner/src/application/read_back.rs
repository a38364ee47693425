//! Whether what a version has written is there, where triggers of the plan write what another version sees of it.

use std::collections::BTreeSet;

use plan_engine::plan::Plan;
use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;
use schema_diff::write::Writer;

use super::session::{Application, Trouble};
use super::statements::{TableStatements, Update};
use crate::sql::{self, Value};

/// Columns that are made of others, or move, of either shape.
pub(super) fn followed(plan: &Plan) -> BTreeSet<(QualifiedName, String)> {
    let derived = plan
        .derivations
        .iter()
        .flat_map(|it| it.going.iter().chain(&it.coming).map(|column| (it.table.clone(), column.name.clone())));
    let moved = plan.relocations.iter().flat_map(|it| {
        let both = |(table, name): (&QualifiedName, &String)| (table.clone(), name.clone());
        it.columns.iter().flat_map(move |column| [(&it.from, &column.from), (&it.to, &column.to)].map(both))
    });
    derived.chain(moved).collect()
}

/// Tables with such columns.
pub(crate) fn tables(plan: &Plan) -> BTreeSet<QualifiedName> {
    followed(plan).into_iter().map(|(table, _)| table).collect()
}

impl Application<'_> {
    /// What is wrong where the row with the key `written` does not have the value that it was just given.
    pub(super) fn lost(
        &mut self,
        table: &TableStatements,
        update: &Update,
        value: &Value,
        written: &[String],
        statement: &str,
    ) -> Option<Trouble> {
        let its = self.catalogue.tables.get(&table.table).filter(|_| self.read_back.contains(&table.table))?;
        // A trigger of the table's own may have had a say.
        let column = its.column(&update.column).filter(|_| its.triggers.is_empty())?;
        let (name, literal) = (sql::quote(&column.name), sql::write(Dialect::Postgres, value.as_deref()));
        let query = format!(
            "SELECT count(*) FROM {} WHERE {} AND {name}::text IS DISTINCT FROM CAST({literal} AS {})::text",
            table.target,
            table.condition(written),
            Writer::new(Dialect::Postgres).data_type(&column.data_type)
        );
        let found = self.session.query(&query).ok()?.scalar();
        found.filter(|it| it != "0").map(|_| Trouble {
            statement: statement.to_owned(),
            message: "what it wrote is not there when it is done".to_owned(),
            failure: true,
            succeeded_when_prepared_again: false,
            unwritten: None,
            collided: false,
        })
    }
}
