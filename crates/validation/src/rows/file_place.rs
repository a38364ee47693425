//! How a file is named, with how it is to be read: `orders.csv?delimiter=%3B&null=\N`, `csv:dump.txt`, `parquet:part-0`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::CsvOptions;
use crate::{Error, ErrorKind, Result};

/// A file and how it is read. As text it is its path; `csv:` or `parquet:` stands before it where its name does not tell the
/// format, and options of CSV stand behind a `?`. A file whose name has a `?` itself is taken for what it is where it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    path: PathBuf,
    format: FileFormat,
    csv: CsvOptions,
}

/// A format of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileFormat {
    /// CSV, also where gzip has compressed it.
    Csv,
    /// Parquet.
    Parquet,
}

impl FileFormat {
    /// The format that a file's name tells: `.csv`, `.tsv`, `.tab` (`.gz` behind them or not), `.parquet`, `.pq`.
    pub fn of_name(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let ends = |them: &[&str]| them.iter().any(|it| name.strip_suffix(it).is_some_and(|rest| !rest.is_empty()));
        match () {
            () if ends(&[".csv", ".tsv", ".tab", ".csv.gz", ".tsv.gz", ".tab.gz"]) => Some(Self::Csv),
            () if ends(&[".parquet", ".pq"]) => Some(Self::Parquet),
            () => None,
        }
    }

    /// What stands before a path whose name does not tell it.
    fn prefix(self) -> &'static str {
        match self {
            Self::Csv => "csv:",
            Self::Parquet => "parquet:",
        }
    }
}

impl FilePlace {
    /// A file of CSV.
    pub fn csv(path: impl Into<PathBuf>, options: CsvOptions) -> Self {
        Self { path: path.into(), format: FileFormat::Csv, csv: options }
    }

    /// A file of Parquet.
    pub fn parquet(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), format: FileFormat::Parquet, csv: CsvOptions::default() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its format.
    pub fn format(&self) -> FileFormat {
        self.format
    }

    /// How it is written, where it is CSV.
    pub fn csv_options(&self) -> &CsvOptions {
        &self.csv
    }

    /// Whether a text names a file by a prefix or by its name; anything else may be a table.
    pub fn is_named_by(text: &str) -> bool {
        let Parts { format, path, .. } = Parts::of(text);
        format.or_else(|| FileFormat::of_name(path)).is_some()
    }

    /// The file in a folder, where its path is relative.
    pub fn within(mut self, folder: &Path) -> Self {
        self.path = folder.join(self.path);
        self
    }

    /// A file that has come to another place: what `text` does not say, format and options, is as it was here.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`], as [`FilePlace::from_str`].
    pub fn moved_to(&self, text: &str) -> Result<Self> {
        let parts = Parts::of(text);
        let format = parts.format.or_else(|| FileFormat::of_name(parts.path)).unwrap_or(self.format);
        match parts.options {
            None if format == self.format => Ok(Self { path: parts.path.to_owned(), ..self.clone() }),
            options => Self::of(text, format, parts.path, options.unwrap_or_default()),
        }
    }

    fn of(text: &str, format: FileFormat, path: &Path, options: &str) -> Result<Self> {
        let options = match format {
            FileFormat::Csv => CsvOptions::parse(options).map_err(|error| error.context(text))?,
            FileFormat::Parquet if options.is_empty() => CsvOptions::default(),
            FileFormat::Parquet => {
                let message = format!("{text}: Parquet says itself how it is written; options are for CSV");
                return Err(Error::new(ErrorKind::Usage, message));
            }
        };
        Ok(Self { path: path.to_owned(), format, csv: options })
    }
}

/// The parts of an address.
struct Parts<'t> {
    format: Option<FileFormat>,
    path: &'t Path,
    options: Option<&'t str>,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Self {
        let prefixed = [FileFormat::Csv, FileFormat::Parquet]
            .into_iter()
            .find_map(|format| text.strip_prefix(format.prefix()).map(|rest| (Some(format), rest)));
        let (format, rest) = prefixed.unwrap_or((None, text));
        match rest.split_once('?') {
            Some((path, options)) if !Path::new(rest).is_file() => {
                Self { format, path: Path::new(path), options: Some(options) }
            }
            _ => Self { format, path: Path::new(rest), options: None },
        }
    }
}

impl FromStr for FilePlace {
    type Err = Error;

    /// # Errors
    /// [`ErrorKind::Usage`] where the format is not told, or for options that are not known.
    fn from_str(text: &str) -> Result<Self> {
        let Parts { format, path, options } = Parts::of(text);
        let Some(format) = format.or_else(|| FileFormat::of_name(path)) else {
            let message = format!(
                "{}: its name does not tell its format (.csv, .tsv, .parquet): write `csv:` or `parquet:` before it",
                path.display()
            );
            return Err(Error::new(ErrorKind::Usage, message));
        };
        Self::of(text, format, path, options.unwrap_or_default())
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if FileFormat::of_name(&self.path) != Some(self.format) {
            f.write_str(self.format.prefix())?;
        }
        write!(f, "{}", self.path.display())?;
        match self.csv.to_string() {
            options if options.is_empty() => Ok(()),
            options => write!(f, "?{options}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_they_are_read() {
        for text in [
            "a/orders.csv",
            "orders.tsv.gz?null=\\N",
            "orders.csv?delimiter=;&header=no",
            "csv:dump.txt?delimiter=tab&quote=none&escape=\\",
            "parquet:part-0",
            "part.parquet",
            "csv:odd.parquet",
        ] {
            assert_eq!(text.parse::<FilePlace>().unwrap().to_string(), text);
        }
        assert_eq!("csv:a.csv".parse::<FilePlace>().unwrap().to_string(), "a.csv");
    }

    #[test]
    fn a_file_that_has_moved_is_read_as_before() {
        let recorded: FilePlace = "old.csv?delimiter=;".parse().unwrap();
        let moved = |text: &str| recorded.moved_to(text).unwrap().to_string();
        assert_eq!(moved("new.csv"), "new.csv?delimiter=;");
        assert_eq!(moved("dump.txt"), "csv:dump.txt?delimiter=;");
        assert_eq!(moved("new.csv?null=x"), "new.csv?null=x");
        assert_eq!(moved("new.parquet"), "new.parquet");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["orders.txt", "orders", "a.parquet?null=x", "a.csv?color=red", ".csv"] {
            let error = text.parse::<FilePlace>().unwrap_err().to_string();
            assert!(error.starts_with(text.split('?').next().unwrap()), "{error}");
        }
        assert!(FilePlace::is_named_by("parquet:x") && !FilePlace::is_named_by("postgres://a/b/c.d?x=y.z"));
    }
}
