//! Resource types that do the same work in several places, from a data file.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::specification::model::Place;

const FILE: &str = include_str!("../../data/equivalents.tsv");

/// Types that do the same work in several places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equivalent {
    /// What it is about.
    pub category: Category,
    /// What it is, in words.
    pub what: String,
    /// What differs and must be looked at.
    pub differs: String,
    /// The types of each place, the one that others are mapped to first.
    cells: BTreeMap<Place, Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Cell {
    /// What others are mapped to.
    target: Option<Mapped>,
    /// Types that are mapped from.
    sources: Vec<String>,
}

/// What something becomes in another place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mapped {
    /// A resource of this type.
    To(String),
    /// Arguments of a resource of this type, which is there anyway.
    PartOf(String),
}

/// What a type is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Category {
    /// Machines, images, disks.
    Compute,
    /// Networks, addresses, lines.
    Network,
    /// Load balancers and what stands at the edge.
    Balancing,
    /// Names.
    Dns,
    /// Buckets, shares, backups.
    Storage,
    /// Databases and caches.
    Database,
    /// Queues, topics, streams, schedules.
    Messaging,
    /// Functions.
    Serverless,
    /// Containers and platforms for applications.
    Containers,
    /// Who may do what.
    Identity,
    /// Secrets, keys, guards.
    Security,
    /// Metrics, logs, alarms.
    Monitoring,
    /// Evaluation of data, models, pipelines.
    Data,
    /// What fits nowhere else.
    Other,
}

impl Category {
    const ALL: [(&'static str, Self); 14] = [
        ("compute", Self::Compute),
        ("network", Self::Network),
        ("balancing", Self::Balancing),
        ("dns", Self::Dns),
        ("storage", Self::Storage),
        ("database", Self::Database),
        ("messaging", Self::Messaging),
        ("serverless", Self::Serverless),
        ("containers", Self::Containers),
        ("identity", Self::Identity),
        ("security", Self::Security),
        ("monitoring", Self::Monitoring),
        ("data", Self::Data),
        ("other", Self::Other),
    ];

    /// Its name in the data file.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("other", |(name, _)| *name)
    }

    /// Whether other things stand on it, so that it has to be there before any of them.
    pub(crate) fn is_foundation(self) -> bool {
        matches!(self, Self::Network | Self::Identity | Self::Security)
    }

    fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(it, _)| *it == name).map(|(_, category)| *category)
    }
}

impl Equivalent {
    /// The Terraform types, or words, of a place that do this work, the one that others are mapped to first.
    pub fn types(&self, place: Place) -> &[String] {
        self.cells.get(&place).map(|it| it.sources.as_slice()).unwrap_or_default()
    }

    /// What something of another place becomes in `place`; none where it has to be refactored.
    pub fn target(&self, place: Place) -> Option<&Mapped> {
        self.cells.get(&place)?.target.as_ref()
    }
}

/// Every row of the data file.
pub fn equivalents() -> &'static [Equivalent] {
    static ROWS: OnceLock<Vec<Equivalent>> = OnceLock::new();
    ROWS.get_or_init(|| lines().filter_map(row).collect())
}

/// The row of a resource type: `aws_instance`, `virtual_machine`.
pub fn equivalent(kind: &str) -> Option<&'static Equivalent> {
    static BY_KIND: OnceLock<BTreeMap<&'static str, &'static Equivalent>> = OnceLock::new();
    let by_kind = BY_KIND.get_or_init(|| {
        let kinds = |row: &'static Equivalent| {
            row.cells.values().flat_map(|it| &it.sources).map(move |kind| (kind.as_str(), row))
        };
        equivalents().iter().flat_map(kinds).collect()
    });
    by_kind.get(kind).copied()
}

fn lines() -> impl Iterator<Item = &'static str> {
    FILE.lines().filter(|it| !it.starts_with('#') && !it.is_empty()).skip(1)
}

fn row(line: &str) -> Option<Equivalent> {
    let mut columns = line.split('\t');
    let (category, what) = (Category::of(columns.next()?)?, columns.next()?.to_owned());
    let places = [Place::OnPremises, Place::Aws, Place::Google, Place::Azure];
    let mut cells = BTreeMap::new();
    for place in places {
        cells.insert(place, cell(columns.next()?));
    }
    Some(Equivalent { category, what, differs: columns.next()?.to_owned(), cells })
}

fn cell(text: &str) -> Cell {
    let mut cell = Cell::default();
    for part in text.split(',').map(str::trim).filter(|it| !it.is_empty() && *it != "-") {
        let mapped = if let Some(kind) = part.strip_prefix('=') {
            Mapped::PartOf(kind.to_owned())
        } else if let Some(kind) = part.strip_prefix('~') {
            Mapped::To(kind.to_owned())
        } else {
            cell.sources.push(part.to_owned());
            Mapped::To(part.to_owned())
        };
        cell.target.get_or_insert(mapped);
    }
    cell
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const CLOUDS: [(Place, &[&str]); 3] =
        [(Place::Aws, &["aws_"]), (Place::Google, &["google_"]), (Place::Azure, &["azurerm_", "azuread_"])];

    #[test]
    fn every_line_is_a_row() {
        assert_eq!(lines().count(), equivalents().len());
        for (line, row) in lines().zip(equivalents()) {
            assert_eq!(line.split('\t').count(), 7, "{line}");
            assert!(row.differs.len() > 10 && !row.what.is_empty(), "{line}");
            assert!(!line.split('\t').skip(3).take(3).any(str::is_empty), "an empty cell of a cloud: {line}");
        }
    }

    #[test]
    fn ninety_rows_have_a_type_in_all_three_clouds() {
        let whole = equivalents()
            .iter()
            .filter(|row| CLOUDS.iter().all(|(place, _)| matches!(row.target(*place), Some(Mapped::To(_)))));
        assert!(whole.count() >= 90);
    }

    #[test]
    fn a_type_stands_in_one_row_and_in_the_column_of_its_provider() {
        let mut seen = BTreeSet::new();
        for row in equivalents() {
            for (place, prefixes) in CLOUDS {
                for kind in row.types(place) {
                    assert!(seen.insert(kind.clone()), "{kind} stands twice");
                    assert!(prefixes.iter().any(|it| kind.starts_with(it)), "{kind} is no type of {place:?}");
                    assert!(kind.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_'));
                }
            }
            for kind in row.types(Place::OnPremises) {
                assert!(seen.insert(kind.clone()), "{kind} stands twice");
                assert!(!CLOUDS.iter().any(|(_, all)| all.iter().any(|it| kind.starts_with(it))), "{kind}");
            }
        }
    }

    #[test]
    fn what_a_type_becomes_part_of_or_is_mapped_to_is_known() {
        for row in equivalents() {
            for (place, _) in CLOUDS {
                let Some(Mapped::PartOf(kind) | Mapped::To(kind)) = row.target(place) else { continue };
                assert!(equivalent(kind).is_some(), "{kind} of {} is in no row", row.what);
            }
        }
    }

    #[test]
    fn there_and_back_is_the_same_work() {
        let row = equivalent("google_sql_database_instance").unwrap();
        assert_eq!(row.target(Place::Aws), Some(&Mapped::To("aws_db_instance".to_owned())));
        assert_eq!(equivalent("mainframe").unwrap().target(Place::Aws), None);
        let table = equivalent("aws_route_table").unwrap();
        assert_eq!(table.target(Place::Google), Some(&Mapped::PartOf("google_compute_network".to_owned())));
        assert!(equivalent("aws_no_such_thing").is_none());
    }
}
