//! What the command line calls a side: `…/database/[schema.]table` of an engine, or a file.

use std::path::Path;

use cli_common::Failure;
use validation::rows::FilePlace;

use crate::failure;

/// A side as it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A table: the URL of its database, and `[schema.]table`.
    Table { url: String, table: String },
    /// A file of CSV or Parquet.
    File(FilePlace),
}

/// The schemes of engines that run somewhere.
const SERVERS: [&str; 4] = ["postgres://", "postgresql://", "mysql://", "mariadb://"];

impl Address {
    /// Reads what was named. Nothing of it is shown in messages but the part that is no URL: it may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        if let Some(scheme) = SERVERS.into_iter().find(|it| text.starts_with(it)) {
            return server(scheme, text);
        }
        if let Some(path) = text.strip_prefix("sqlite:") {
            return sqlite(path);
        }
        if text.contains("://") {
            return Err(Failure::new("a URL of a kind that is not known").help(HELP));
        }
        if FilePlace::is_named_by(text) {
            return text.parse().map(Self::File).map_err(|error| failure::of(&error));
        }
        // What looks like user and host may hold a password.
        let text = if text.contains('@') { "the address" } else { text };
        Err(Failure::new(format!("{text}: neither a table of an engine nor a file of CSV or Parquet")).help(HELP))
    }
}

const HELP: &str = "write postgres://user@host:port/database/[schema.]table, mysql://…, sqlite:file.db/table, or the path of a .csv, \
                    .tsv or .parquet file; csv:PATH and parquet:PATH where the name does not tell";

fn server(scheme: &str, text: &str) -> Result<Address, Failure> {
    let rest = text.strip_prefix(scheme).unwrap_or_default();
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    // A password may hold a slash only percent-encoded: what stands behind the last two is database and table.
    let parts: Vec<&str> = path.split('/').collect();
    let [.., database, table] = parts.as_slice() else { return Err(no_table(scheme)) };
    if parts.len() < 3 || table.is_empty() || database.is_empty() {
        return Err(no_table(scheme));
    }
    let url = path.get(..path.len() - table.len() - 1).unwrap_or_default();
    let query = query.map_or_else(String::new, |it| format!("?{it}"));
    Ok(Address::Table { url: format!("{scheme}{url}{query}"), table: decoded(table) })
}

fn no_table(scheme: &str) -> Failure {
    Failure::new(format!("{scheme}…: the URL names no table"))
        .help(format!("write {scheme}user@host:port/database/table or …/database/schema.table"))
}

fn sqlite(path: &str) -> Result<Address, Failure> {
    let path = path.strip_prefix("//").unwrap_or(path);
    match path.rsplit_once('/') {
        Some((file, table)) if !file.is_empty() && !table.is_empty() && !Path::new(path).is_file() => {
            Ok(Address::Table { url: format!("sqlite:{file}"), table: decoded(table) })
        }
        _ => Err(Failure::new(format!("sqlite:{path} names no table")).help("write sqlite:path/of/file.db/table")),
    }
}

/// `%2F` and its like as the characters that they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'%').and_then(|it| std::str::from_utf8(it).ok());
        if let Some(byte) = code.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            bytes.push(byte);
            rest = behind.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        match Address::parse(text) {
            Ok(Address::Table { url, table }) => (url, table),
            Ok(Address::File(place)) => (String::new(), place.to_string()),
            Err(failure) => ("failed".to_owned(), failure.to_string()),
        }
    }

    #[test]
    fn the_table_stands_behind_the_database() {
        let pair = |url: &str, table: &str| (url.to_owned(), table.to_owned());
        assert_eq!(read("postgres://u@a:5432/shop/orders"), pair("postgres://u@a:5432/shop", "orders"));
        assert_eq!(
            read("postgres://u@/shop/s.orders?host=/run/pg"),
            pair("postgres://u@/shop?host=/run/pg", "s.orders")
        );
        assert_eq!(read("mysql://u:p%2Fw@c/shop/a%2Fb"), pair("mysql://u:p%2Fw@c/shop", "a/b"));
        assert_eq!(read("sqlite:dir/a.db/orders"), pair("sqlite:dir/a.db", "orders"));
        assert_eq!(read("sqlite:///dir/a.db/orders"), pair("sqlite:/dir/a.db", "orders"));
        assert_eq!(read("old/orders.parquet"), pair("", "old/orders.parquet"));
        assert_eq!(read("csv:old/orders.txt?delimiter=%7C"), pair("", "csv:old/orders.txt?delimiter=|"));
        assert_eq!(read("orders.csv?colour=red").0, "failed");
    }

    #[test]
    fn what_names_no_table_is_told_without_passwords() {
        for text in [
            "mysql:/u:secret@a/shop",
            "u:secret@a/shop",
            "postgres://u:secret@a/shop",
            "mysql://u:secret@a/",
            "postgres://u:secret@a/shop/",
            "x://u:secret@a/b",
        ] {
            let (failed, message) = read(text);
            assert!(failed == "failed" && !message.contains("secret"), "{text}: {message}");
        }
        assert_eq!(read("sqlite:a.db").0, "failed");
        assert_eq!(read("orders").0, "failed");
    }
}
