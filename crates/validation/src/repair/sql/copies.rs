//! Rows that no key tells apart: so many more or fewer of them.

use database::EngineKind;

use super::Sql;
use crate::repair::step::{Copies, Step};

impl Sql<'_> {
    /// Inserts the copies that are missing, where as many are there as were seen.
    pub(super) fn insert_copies(&mut self, step: &Step, copies: Copies) -> String {
        let (head, values) = (self.insert_head(step), self.selected(&step.written));
        let table = self.table_name();
        let there = format!("(SELECT count(*) FROM {table} WHERE {}) = {}", self.key_and_guard(step), copies.seen);
        match copies.wanted.saturating_sub(copies.seen) {
            1 if self.is_mysql() => format!("{head} SELECT {values} FROM DUAL WHERE {there}"),
            1 => format!("{head} SELECT {values} WHERE {there}"),
            more if self.engine == EngineKind::Postgres => {
                format!("{head} SELECT {values} FROM generate_series(1, {more}) WHERE {there}")
            }
            more => {
                let numbers = format!(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {more}) SELECT {values} FROM n WHERE {there}"
                );
                format!("{head} {numbers}")
            }
        }
    }

    /// Deletes the copies that are too many, where as many are there as were seen.
    pub(super) fn delete_copies(&mut self, step: &Step, copies: Copies) -> String {
        let table = self.table_name();
        let surplus = copies.seen.saturating_sub(copies.wanted);
        let first = self.key_and_guard(step);
        let mut count = format!("{} = {}", self.counted(|sql| sql.key_and_guard(step)), copies.seen);
        if let Some(of_key) = copies.of_key {
            // What takes the place of the rows deleted has to be there.
            let there = self.counted(|sql| sql.key(&step.key));
            count = format!("{count} AND {there} >= {}", surplus.saturating_add(of_key));
        }
        match self.engine {
            EngineKind::MySql | EngineKind::MariaDb => {
                format!("DELETE FROM {table} WHERE {first} AND {count} LIMIT {surplus}")
            }
            EngineKind::Postgres => {
                // A partitioned table has the same `ctid` once in each partition.
                let rows = format!("(SELECT tableoid, ctid FROM {table} WHERE {first} LIMIT {surplus})");
                format!("DELETE FROM {table} WHERE (tableoid, ctid) IN {rows} AND {count}")
            }
            _ => {
                let rowid = self.engine.quote("rowid");
                let rows = format!("(SELECT {rowid} FROM {table} WHERE {first} LIMIT {surplus})");
                format!("DELETE FROM {table} WHERE {rowid} IN {rows} AND {count}")
            }
        }
    }

    /// The number of rows that meet a condition.
    fn counted(&mut self, condition: impl FnOnce(&mut Self) -> String) -> String {
        let table = self.table_name();
        let condition = condition(self);
        if self.is_mysql() {
            // `MySQL` reads the table that it deletes from only through a derived one.
            format!("(SELECT c FROM (SELECT count(*) AS c FROM {table} WHERE {condition}) AS counted)")
        } else {
            format!("(SELECT count(*) FROM {table} WHERE {condition})")
        }
    }
}
