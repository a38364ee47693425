//! Partitioned tables and inheritance.

use super::Writer;
use crate::catalogue::{Index, PartitionBound, PartitionBy, QualifiedName, Table};

impl Writer {
    /// `PARTITION BY …`.
    pub fn partition_by(self, by: &PartitionBy) -> String {
        let key: Vec<_> = by.key.iter().map(|element| self.index_element(element)).collect();
        format!("PARTITION BY {} ({})", by.strategy.as_sql(), key.join(", "))
    }

    /// `INHERITS (…)`, or nothing.
    pub(super) fn inherits(self, table: &Table) -> String {
        if table.inherits.is_empty() {
            return String::new();
        }
        let parents: Vec<_> = table.inherits.iter().map(|it| self.name(it)).collect();
        format!("INHERITS ({})", parents.join(", "))
    }

    /// `ALTER TABLE … ATTACH PARTITION`.
    pub fn attach(self, parent: &QualifiedName, child: &QualifiedName, bound: &PartitionBound) -> String {
        format!("ALTER TABLE {} ATTACH PARTITION {} {bound}", self.name(parent), self.name(child))
    }

    /// `ALTER INDEX … ATTACH PARTITION`.
    pub fn attach_index(self, parent: &QualifiedName, index: &str, child: &QualifiedName, part: &str) -> String {
        format!("ALTER INDEX {} ATTACH PARTITION {}", self.beside(parent, index), self.beside(child, part))
    }

    /// `CREATE INDEX … ON ONLY`: the index of a partitioned table, without those of its partitions.
    pub fn create_index_only(self, relation: &QualifiedName, index: &Index, if_not_exists: bool) -> String {
        let statement = self.create_index(relation, index, false, if_not_exists);
        let name = self.name(relation);
        statement.replacen(&format!(" ON {name} "), &format!(" ON ONLY {name} "), 1)
    }
}
