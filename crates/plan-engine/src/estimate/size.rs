//! What is known of the tables: rows, bytes, writes; stated, or believed and named as such.

use std::collections::BTreeMap;

use super::Amount;
use super::words;
use crate::specification::model::{Fact, FactSource, Migration, Places, Table};

/// Bytes of a row, its header and its share of the page included, where only the rows are known.
///
/// Around the reports that state both (300 to 370 bytes) and narrow logs (50): P5 to P95 is 46 to 879.
pub const ROW_BYTES: (f64, f64) = (200.0, 0.9);
/// Rows of a table of which nothing is known. P5 to P95: 37,000 to 27 million.
pub const ROWS: (f64, f64) = (1.0e6, 2.0);
/// Bytes of a table's indexes by byte of the table.
pub const INDEX_SHARE: (f64, f64) = (0.35, 0.7);
/// Bytes of an index entry: a key of 8 to 16 bytes, item header and pointer, pages nine tenths full.
pub const ENTRY_BYTES: (f64, f64) = (30.0, 0.4);

const WIDTH_CITES: &str = "prior of this program: 200 bytes a row, sigma 0.9; state the table's size";
const ROWS_CITES: &str = "wide prior of this program: 1,000,000 rows, sigma 2.0; state the table's rows";
const INDEX_CITES: &str =
    "prior of this program: indexes take 0.35 of the table's bytes, sigma 0.7; state `index_size`";
const ENTRY_CITES: &str = "prior of this program: 30 bytes an entry, sigma 0.4, after the PostgreSQL manual, 67.4 (B-tree \
                           pages are filled to 90 %)";

/// How large a table is, and how busy.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSize {
    /// Its name as the specification, or the plan, has it.
    pub name: String,
    /// Rows.
    pub rows: Amount,
    /// Bytes without indexes.
    pub heap: Amount,
    /// Bytes of all indexes.
    pub indexes: Amount,
    /// Rows written a second; none where nobody says.
    pub writes: Option<Amount>,
}

impl TableSize {
    /// What `table` says, whose values' facts `fact` gives by the name of the field; the rest is believed.
    fn stated(table: &Table, fact: &dyn Fn(&str, String) -> Fact) -> Self {
        let name = &table.name;
        let known = |value: Option<f64>, field: &str, what: &str, says: &dyn Fn(f64) -> String| {
            let value = value.filter(|it| it.is_finite() && *it >= 0.0)?;
            Some(Amount::known(value, format!("{what} of {name}"), fact(field, says(value))))
        };
        let rows = known(table.rows, "rows", "rows", &|rows| format!("{name} has {} rows", words::count(rows)));
        let heap = known(table.bytes, "size", "bytes", &|bytes| format!("{name} has {}", words::bytes(bytes)));
        let indexes = known(table.index_bytes, "index_size", "index bytes", &|bytes| {
            format!("the indexes of {name} have {}", words::bytes(bytes))
        });
        let writes = known(table.writes_per_second, "writes_per_second", "writes", &|writes| {
            format!("{} rows of {name} are written a second", words::count(writes))
        });
        Self::completed(name, rows, heap, indexes, writes)
    }

    /// A table with what is known of it; the rest is believed.
    pub fn completed(
        name: &str,
        rows: Option<Amount>,
        heap: Option<Amount>,
        indexes: Option<Amount>,
        writes: Option<Amount>,
    ) -> Self {
        let (width, width_sigma) = ROW_BYTES;
        let rows = rows.unwrap_or_else(|| match &heap {
            Some(heap) => Amount::believed(
                heap.value / width,
                width_sigma,
                format!("rows of {name}"),
                format!("nobody says how many rows {name} has: {} by its bytes", words::count(heap.value / width)),
                WIDTH_CITES,
            ),
            None => Amount::believed(
                ROWS.0,
                ROWS.1,
                format!("rows of {name}"),
                format!("nobody says how many rows {name} has"),
                ROWS_CITES,
            ),
        });
        let heap = heap.unwrap_or_else(|| {
            Amount::believed(
                rows.value * width,
                rows.sigma.hypot(width_sigma),
                format!("bytes of {name}"),
                format!("nobody says how large {name} is: {} by its rows", words::bytes(rows.value * width)),
                WIDTH_CITES,
            )
        });
        let indexes = indexes.unwrap_or_else(|| {
            Amount::believed(
                heap.value * INDEX_SHARE.0,
                heap.sigma.hypot(INDEX_SHARE.1),
                format!("index bytes of {name}"),
                format!(
                    "nobody says how large the indexes of {name} are: {} by its bytes",
                    words::bytes(heap.value * INDEX_SHARE.0)
                ),
                INDEX_CITES,
            )
        });
        Self { name: name.to_owned(), rows, heap, indexes, writes }
    }

    /// A table of which nothing is known.
    pub fn unknown(name: &str) -> Self {
        Self::completed(name, None, None, None, None)
    }

    /// The bytes of one more index over all rows.
    pub fn one_index(&self) -> Amount {
        let value = self.rows.value * ENTRY_BYTES.0;
        Amount::believed(
            value,
            self.rows.sigma.hypot(ENTRY_BYTES.1),
            format!("bytes of an index of {}", self.name),
            format!("an index over {} rows has about {}", words::count(self.rows.value), words::bytes(value)),
            ENTRY_CITES,
        )
    }
}

/// What is known of all tables of a migration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statistics {
    tables: BTreeMap<String, TableSize>,
}

impl Statistics {
    /// What the tables of `migration` say.
    pub fn of(migration: &Migration, places: &Places) -> Self {
        let mut all = Self::default();
        for (at, table) in migration.tables.iter().enumerate() {
            let table_at = format!("{}/tables/{at}", migration.pointer);
            let fact = |field: &str, says: String| places.fact(&format!("{table_at}/{field}"), says);
            all.put(TableSize::stated(table, &fact));
        }
        all
    }

    /// Adds a table, in the place of what was known of it.
    pub fn put(&mut self, table: TableSize) {
        self.tables.insert(plain(&table.name), table);
    }

    /// What is known of `relation`, as a plan names it: `public.users`, `"Users"`. A table that is stated without a schema
    /// is found under any.
    pub fn table(&self, relation: &str) -> TableSize {
        let name = plain(relation);
        let short = name.rsplit_once('.').map(|(_, last)| last);
        let found = self.tables.get(&name).or_else(|| self.tables.get(short?));
        found.cloned().unwrap_or_else(|| TableSize::unknown(relation))
    }

    /// Whether somebody says something of `relation`.
    pub fn knows(&self, relation: &str) -> bool {
        let name = plain(relation);
        self.tables.contains_key(&name) || name.rsplit_once('.').is_some_and(|(_, last)| self.tables.contains_key(last))
    }
}

/// The name without quotes.
fn plain(name: &str) -> String {
    name.replace('"', "")
}

impl TableSize {
    /// The facts of the amounts in `used`, each once.
    pub(super) fn facts<'a>(used: impl IntoIterator<Item = &'a Amount>) -> Vec<Fact> {
        let mut facts: Vec<Fact> = Vec::new();
        for amount in used {
            let says_nothing = matches!(&amount.basis.source, FactSource::Prior { cites } if cites.is_empty());
            if !says_nothing && !facts.contains(&amount.basis) {
                facts.push(amount.basis.clone());
            }
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics(text: &str) -> Statistics {
        let source = findings::SourceText::new(
            "m.yaml",
            format!("type: database\npattern: schema_change\nsource: PostgreSQL 13\ntarget: PostgreSQL 16\n{text}"),
        );
        let (specification, diagnostics) = crate::specification::read(&source);
        let specification = specification.unwrap_or_else(|| panic!("{diagnostics:?}"));
        Statistics::of(&specification.migrations[0], &specification.places)
    }

    #[test]
    fn what_is_stated_points_into_the_file() {
        let known = statistics("tables_to_migrate:\n  - name: visits\n    row_count: 3000000\n    size_mb: 700\n");
        let table = known.table("public.\"visits\"");
        assert_eq!((table.rows.value, table.rows.sigma), (3e6, 0.0));
        assert_eq!(table.rows.basis.says, "visits has 3,000,000 rows");
        assert_eq!(table.rows.basis.pointer, "/tables_to_migrate/0/row_count");
        assert_eq!(table.heap.basis.pointer, "/tables_to_migrate/0/size_mb");
        assert!(matches!(&table.rows.basis.source, FactSource::Specification { at: Some(at), .. } if at.line == 7));
        assert!((table.heap.value - 7e8).abs() < 1.0 && table.indexes.is_prior());
    }

    #[test]
    fn rows_follow_from_bytes_and_nothing_is_believed_widely() {
        let known = statistics("tables:\n  - {name: a, size: 200 MB}\n");
        assert!((known.table("a").rows.value - 1e6).abs() < 1.0);
        let unknown = known.table("b");
        assert!(unknown.rows.is_prior() && unknown.rows.sigma >= 2.0 && !known.knows("b"));
    }
}
