//! Whether columns that are made of others are, in every row, by the expressions that the plan states.

use plan_engine::plan::{DerivedColumn, DerivedColumns, MovedColumns};
use schema_diff::Dialect;
use schema_diff::catalogue::Catalogue;
use schema_diff::write::Writer;

use super::run::Run;
use crate::{Error, Stage, sql};

impl Run<'_> {
    /// Where both shapes of columns are there, every row has one that is made of the other.
    pub(super) fn shapes_are_alike(&mut self, when: &str) -> Result<(), Error> {
        let plan = self.setting.plan;
        let catalogue = self.expected.catalogue().clone();
        for it in plan.derivations.iter().filter(|it| is_there(it, &catalogue)) {
            let found = self.executor.observer().query(&unlike(it))?.scalar();
            if let Some(count) = found.filter(|it| it != "0") {
                let stage = self.report.place.stage.unwrap_or(Stage::Forwards);
                let message =
                    format!("{when} {count} rows of {} have two shapes that are not made of each other", it.table);
                self.report.fail(stage, message);
            }
        }
        for it in plan.relocations.iter().filter(|it| is_in_both(it, &catalogue)) {
            let found = self.executor.observer().query(&apart(it))?.scalar();
            if let Some(count) = found.filter(|it| it != "0") {
                let stage = self.report.place.stage.unwrap_or(Stage::Forwards);
                let message = format!("{when} {count} rows of {} have values that {} has otherwise", it.from, it.to);
                self.report.fail(stage, message);
            }
        }
        Ok(())
    }
}

fn is_in_both(it: &MovedColumns, catalogue: &Catalogue) -> bool {
    let has = |table, column: &str| catalogue.tables.get(table).is_some_and(|it| it.column(column).is_some());
    it.columns.iter().all(|column| has(&it.from, &column.from) && has(&it.to, &column.to))
}

/// A query that counts the rows whose values are others than those of their row in the other table.
fn apart(it: &MovedColumns) -> String {
    let same = it.columns.iter().map(|column| {
        let (from, to) = (sql::quote(&column.from), sql::quote(&column.to));
        // What refuses NULL has something else where there is none.
        let stands_in = if column.not_null { format!(" OR t.{from} IS NULL") } else { String::new() };
        format!("(t.{from}::text IS NOT DISTINCT FROM b.{to}::text{stands_in})")
    });
    let keys = it.keys.iter().map(|key| format!("b.{} = t.{}", sql::quote(&key.to), sql::quote(&key.from)));
    format!(
        "SELECT count(*) FROM {} AS t {}JOIN {} AS b ON {} WHERE NOT ({})",
        sql::relation(&it.from),
        if it.is_there { "" } else { "LEFT " },
        sql::relation(&it.to),
        keys.collect::<Vec<_>>().join(" AND "),
        same.collect::<Vec<_>>().join(" AND ")
    )
}

fn is_there(it: &DerivedColumns, catalogue: &Catalogue) -> bool {
    let mut columns = it.going.iter().chain(&it.coming);
    catalogue.tables.get(&it.table).is_some_and(|table| columns.all(|it| table.column(&it.name).is_some()))
}

/// A query that counts the rows in which neither shape is made of the other.
fn unlike(it: &DerivedColumns) -> String {
    let made = |columns: &[DerivedColumn], of: &[DerivedColumn], strict: bool| {
        let seen: Vec<String> = of.iter().map(|it| format!("t.{}", sql::quote(&it.name))).collect();
        let one = |it: &DerivedColumn| {
            let data_type = Writer::new(Dialect::Postgres).data_type(&it.data_type);
            let made =
                format!("(SELECT CAST(({}) AS {data_type}) FROM (SELECT {}) AS r)", it.expression, seen.join(", "));
            // What refuses NULL has something else where the expression gives NULL.
            let stands_in = if strict && it.not_null { format!(" OR {made} IS NULL") } else { String::new() };
            format!("(t.{}::text IS NOT DISTINCT FROM {made}::text{stands_in})", sql::quote(&it.name))
        };
        columns.iter().map(one).collect::<Vec<_>>().join(" AND ")
    };
    format!(
        "SELECT count(*) FROM {} AS t WHERE NOT ({}) AND NOT ({})",
        sql::relation(&it.table),
        made(&it.coming, &it.going, true),
        made(&it.going, &it.coming, false)
    )
}
