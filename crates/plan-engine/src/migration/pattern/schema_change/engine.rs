//! Engines as people name them: `PostgreSQL 15 on Amazon RDS`.

/// What a text says of an engine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Engine {
    /// The product, by its own name.
    pub(crate) product: Option<&'static str>,
    /// The major version.
    pub(crate) major: Option<u32>,
    /// Where it runs.
    pub(crate) place: Option<&'static str>,
}

const PRODUCTS: [(&str, &str); 12] = [
    ("postgresql", "PostgreSQL"),
    ("postgres", "PostgreSQL"),
    ("mysql", "MySQL"),
    ("mariadb", "MariaDB"),
    ("sqlite", "SQLite"),
    ("oracle", "Oracle"),
    ("sql server", "SQL Server"),
    ("mssql", "SQL Server"),
    ("mongodb", "MongoDB"),
    ("db2", "Db2"),
    ("cockroachdb", "CockroachDB"),
    ("cassandra", "Cassandra"),
];

/// Words that tell a place, the particular before the general.
const PLACES: [(&str, &str); 17] = [
    ("aurora", "Amazon Aurora"),
    ("rds", "Amazon RDS"),
    ("aws", "AWS"),
    ("amazon", "AWS"),
    ("cloud sql", "Google Cloud SQL"),
    ("alloydb", "Google AlloyDB"),
    ("gcp", "Google Cloud"),
    ("google", "Google Cloud"),
    ("azure", "Azure"),
    ("on-premises", "on premises"),
    ("on-premise", "on premises"),
    ("on premises", "on premises"),
    ("on-prem", "on premises"),
    ("data centre", "on premises"),
    ("datacenter", "on premises"),
    ("kubernetes", "Kubernetes"),
    ("cloud", "cloud"),
];

impl Engine {
    /// What `text` says.
    pub(crate) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let found = PRODUCTS
            .iter()
            .filter_map(|(word, name)| Some((lower.find(word)?, std::cmp::Reverse(word.len()), *name)))
            .min();
        let major = found.and_then(|(at, length, _)| version(lower.get(at + length.0..)?));
        let place = PLACES.iter().find(|(word, _)| has_word(&lower, word)).map(|(_, name)| *name);
        Self { product: found.map(|(_, _, name)| name), major, place }
    }

    /// Whether rows have to move from this one to the other: another version, or another place.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        let version = matches!((self.major, other.major), (Some(old), Some(new)) if old != new);
        // A place that is told on one side only is told because it changes.
        version || self.is_another_product(other) || (self.place != other.place && other.place.is_some())
    }

    /// Whether both are known, and not of one product.
    pub(crate) fn is_another_product(&self, other: &Self) -> bool {
        matches!((self.product, other.product), (Some(old), Some(new)) if old != new)
    }

    /// As people say it.
    pub(crate) fn name(&self) -> String {
        let product = self.product.unwrap_or("the engine");
        self.major.map_or_else(|| product.to_owned(), |major| format!("{product} {major}"))
    }
}

/// The first number, within the next few characters.
fn version(rest: &str) -> Option<u32> {
    let near: String = rest.chars().take(12).collect();
    let digits = near.find(|c: char| c.is_ascii_digit())?;
    if !near.get(..digits)?.chars().all(|c| c.is_whitespace() || matches!(c, 'v' | '-' | '(')) {
        return None;
    }
    let number: String = near.get(digits..)?.chars().take_while(char::is_ascii_digit).collect();
    number.parse().ok()
}

fn has_word(text: &str, word: &str) -> bool {
    let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, found)| {
        edge(text.get(..at).and_then(|it| it.chars().next_back()))
            && edge(text.get(at + found.len()..).and_then(|it| it.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_versions_and_places_are_told() {
        let old = Engine::of("PostgreSQL 12 in our data centre");
        assert_eq!((old.product, old.major, old.place), (Some("PostgreSQL"), Some(12), Some("on premises")));
        let new = Engine::of("Postgres v16 (Amazon RDS)");
        assert_eq!((new.product, new.major, new.place), (Some("PostgreSQL"), Some(16), Some("Amazon RDS")));
        assert!(old.differs(&new));
    }

    #[test]
    fn words_within_words_and_far_numbers_are_none() {
        assert_eq!(Engine::of("orders of 2024").place, None);
        assert_eq!(Engine::of("PostgreSQL with 3 replicas").major, None);
        assert!(!Engine::of("shop").differs(&Engine::of("shop, second version")));
    }
}
