//! Formats of reports on checks.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use cli_common::{Failure, Output};
use render::reconciliation::human::{self, Layout};
use render::reconciliation::{ComparedTable, ReconciliationPage, Round, check_junit};
use validation::check::{CheckReport, Compared};

/// The format of a report on checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Tables for people
    #[default]
    Human,
    /// JSON, as docs/schemas/checks-report.schema.json has it
    Json,
    /// JUnit XML, for pipelines
    Junit,
    /// A page with charts
    Html,
}

impl ReportFormat {
    /// What the name of a file asks for: `.xml` JUnit, `.json` JSON, anything else a page.
    pub(crate) fn of_file(path: &Path) -> Self {
        match path.extension().and_then(|it| it.to_str()) {
            Some("xml") => Self::Junit,
            Some("json") => Self::Json,
            Some("txt") => Self::Human,
            _ => Self::Html,
        }
    }
}

/// A report with what its charts are made of.
pub(crate) struct Rendered<'r> {
    pub(crate) report: &'r CheckReport,
    pub(crate) compared: &'r [Compared],
    pub(crate) rounds: &'r [Round],
}

impl Rendered<'_> {
    /// The tables that were compared, as `render` takes them.
    pub(crate) fn tables(&self) -> Vec<ComparedTable<'_>> {
        let tables = self.compared.iter().map(|it| ComparedTable {
            name: &it.check,
            comparison: &it.comparison,
            rows: &it.differences,
        });
        tables.collect()
    }

    /// The report in a format.
    pub(crate) fn text(&self, format: ReportFormat, layout: Layout) -> Result<String, Failure> {
        Ok(match format {
            ReportFormat::Human => human::checks(self.report, layout),
            // A report is plain data with string keys.
            ReportFormat::Json => serde_json::to_string_pretty(self.report).unwrap_or_default() + "\n",
            ReportFormat::Junit => check_junit(self.report),
            ReportFormat::Html => {
                let page = ReconciliationPage::new(&self.report.file, self.report).rounds(self.rounds);
                let page = self.tables().into_iter().fold(page, ReconciliationPage::table);
                page.html().map_err(|error| Failure::new(format!("the page cannot be written: {error}")))?
            }
        })
    }

    /// Writes it to a file, in the format that its name asks for. The file is there whole or not at all.
    pub(crate) fn write_to(&self, path: &Path) -> Result<(), Failure> {
        put(path, &self.text(ReportFormat::of_file(path), Layout::default())?)
    }
}

/// How the output is laid out for people.
pub(crate) fn layout(output: &Output) -> Layout {
    Layout::default().colour(output.coloured()).width(output.width())
}

/// Before a run that takes long: whether the files that it is to write at its end can be there.
pub(crate) fn can_be_written<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    for path in paths {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let why = match () {
            () if !folder.is_dir() => format!("there is no folder {}", folder.display()),
            () if path.is_dir() => "it is a folder".to_owned(),
            () => continue,
        };
        return Err(Failure::new(format!("{}: cannot be written: {why}", path.display())));
    }
    Ok(())
}

/// Writes a file under another name first, so that nobody reads half of it. What is no plain file, a device or a pipe, is written to as
/// it is, and a link stays one.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), Failure> {
    let unwritable = |error: std::io::Error| Failure::new(format!("{}: cannot be written: {error}", path.display()));
    let to = if path.is_symlink() { path.canonicalize().map_err(unwritable)? } else { path.to_owned() };
    if to.exists() && !to.is_file() {
        return std::fs::write(&to, text).map_err(unwritable);
    }
    let mut beside = to.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, &to)).map_err(unwritable)
}
