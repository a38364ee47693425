//! Where rows are: a table of an engine, or a file.

use database::{EngineUrl, Table};

use super::FilePlace;
use crate::{EngineOptions, EngineTable, ErrorKind, Result, Selection, Side};

/// Where rows are.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Place {
    /// A table of an engine: `[schema.]table`.
    Table(EngineUrl, String),
    /// A file of CSV or Parquet.
    File(FilePlace),
}

/// A place whose columns are known.
pub(super) enum Opened {
    Table(Box<EngineTable>),
    #[cfg(feature = "csv")]
    Csv(Box<crate::CsvFile>),
    #[cfg(feature = "parquet")]
    Parquet(Box<crate::ParquetFile>),
}

impl Place {
    /// Opens the place and reads it through a selection that is known, as a `diff.jsonl` holds it.
    ///
    /// # Errors
    /// [`ErrorKind::Unreachable`] where there is no connection, [`ErrorKind::Io`] where a file cannot be read,
    /// [`ErrorKind::Shape`] where a table or column is not there.
    pub fn side(&self, selection: Selection, options: &EngineOptions) -> Result<Box<dyn Side>> {
        self.open(options)?.select(selection)
    }

    pub(super) fn open(&self, options: &EngineOptions) -> Result<Opened> {
        match self {
            Self::Table(url, written) => table(url, written, options).map(Box::new).map(Opened::Table),
            Self::File(path) => file(path),
        }
    }
}

/// The table called `[schema.]name`; a table may have a point in its name. Either may stand in double quotes, as in SQL.
fn table(url: &EngineUrl, written: &str, options: &EngineOptions) -> Result<EngineTable> {
    if let Some((schema, name)) = quoted(written) {
        return EngineTable::open(url, schema.as_deref(), &name, options);
    }
    let Some((schema, name)) = written.rsplit_once('.') else {
        return EngineTable::open(url, None, written, options);
    };
    match EngineTable::open(url, Some(schema), name, options) {
        Err(error) if error.kind() == ErrorKind::Shape => {
            EngineTable::open(url, None, written, options).map_err(|_| error)
        }
        other => other,
    }
}

/// The schema and the name of `"schema"."name"`; none where that is not how it is written.
fn quoted(written: &str) -> Option<(Option<String>, String)> {
    let (first, rest) = part(written)?;
    let has_quotes = |part: &str| part.starts_with('"');
    match rest.strip_prefix('.') {
        None if rest.is_empty() => has_quotes(written).then_some((None, first)),
        None => None,
        Some(behind) => {
            let (second, rest) = part(behind)?;
            let is_quoted = rest.is_empty() && (has_quotes(written) || has_quotes(behind));
            is_quoted.then_some((Some(first), second))
        }
    }
}

/// A name at the beginning, in double quotes or up to the next point, and what stands behind it.
fn part(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let end = text.find('.').unwrap_or(text.len());
        return text
            .split_at_checked(end)
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, rest)| (name.to_owned(), rest));
    };
    let mut name = String::new();
    loop {
        let (before, behind) = rest.split_once('"')?;
        name.push_str(before);
        match behind.strip_prefix('"') {
            Some(more) => (name, rest) = (name + "\"", more),
            None => return Some((name, behind)),
        }
    }
}

fn file(place: &FilePlace) -> Result<Opened> {
    match place.format() {
        #[cfg(feature = "csv")]
        super::FileFormat::Csv => {
            crate::CsvFile::open(place.path(), place.csv_options()).map(Box::new).map(Opened::Csv)
        }
        #[cfg(feature = "parquet")]
        super::FileFormat::Parquet => crate::ParquetFile::open(place.path()).map(Box::new).map(Opened::Parquet),
        #[cfg(not(all(feature = "csv", feature = "parquet")))]
        _ => {
            let message = format!("{place}: files of this kind are not read: the program was made without them");
            Err(crate::Error::new(ErrorKind::Usage, message))
        }
    }
}

impl Opened {
    pub(super) fn table(&self) -> &Table {
        match self {
            Self::Table(table) => table.table(),
            #[cfg(feature = "csv")]
            Self::Csv(file) => file.table(),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => file.table(),
        }
    }

    pub(super) fn select(self, selection: Selection) -> Result<Box<dyn Side>> {
        Ok(match self {
            Self::Table(table) => Box::new(table.select(selection)?),
            #[cfg(feature = "csv")]
            Self::Csv(file) => Box::new(file.select(selection)?),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => Box::new(file.select(selection)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_stand_in_quotes() {
        let pair = |schema: Option<&str>, name: &str| Some((schema.map(str::to_owned), name.to_owned()));
        assert_eq!(quoted(r#""Weird Name""#), pair(None, "Weird Name"));
        assert_eq!(quoted(r#""Odd.Schema"."Weird ""Name""""#), pair(Some("Odd.Schema"), "Weird \"Name\""));
        assert_eq!(quoted(r#"shop."a.b""#), pair(Some("shop"), "a.b"));
        for plain in ["orders", "shop.orders", "a.b.c", r#"in"side"#, r#""open"#, r#""a"b"#, ""] {
            assert_eq!(quoted(plain), None, "{plain}");
        }
    }
}
