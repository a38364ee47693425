//! `compat.toml`: what a project has decided about its interfaces and schemas.

mod read;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use api_compat::{Content, Direction, NewValues, Options, ProtobufLevel};
use cli_common::{Failure, input};
use findings::{Acceptance, Date, Report, Severity};

/// What the file is called where nothing else is said.
const NAME: &str = "compat.toml";

/// What a project has decided.
#[derive(Debug, Default)]
pub(crate) struct Config {
    database_levels: BTreeMap<String, Severity>,
    interface_levels: BTreeMap<String, Severity>,
    direction: Option<Direction>,
    response_enums: Option<NewValues>,
    content: Option<Content>,
    protobuf_level: Option<ProtobufLevel>,
    left_out: Vec<String>,
    accepted: Vec<Acceptance>,
}

impl Config {
    /// Reads the file that is stated, or the one in the working directory or the nearest folder above it that has one.
    ///
    /// # Errors
    /// Where it cannot be read, or says something that means nothing here.
    pub(crate) fn find(stated: Option<&Path>) -> Result<Self, Failure> {
        match stated.map(Path::to_owned).or_else(nearest) {
            Some(path) => read::config(&input::text(&path.to_string_lossy())?),
            None => Ok(Self::default()),
        }
    }

    /// The options that it leads to where interfaces are compared.
    pub(crate) fn options(&self) -> Options {
        let mut options = Options::default();
        options.levels.clone_from(&self.interface_levels);
        options.accepted.clone_from(&self.accepted);
        options.left_out.clone_from(&self.left_out);
        if let Some(direction) = self.direction {
            options = options.with_direction(direction);
        }
        if let Some(new_values) = self.response_enums {
            options = options.with_response_enums(new_values);
        }
        if let Some(content) = self.content {
            options = options.with_content(content);
        }
        if let Some(level) = self.protobuf_level {
            options = options.with_protobuf_level(level);
        }
        options
    }

    /// Applies levels and acceptances to the report on a database, which knows no other of these matters.
    pub(crate) fn apply(&self, report: Report, today: Option<Date>) -> Report {
        report.with_levels(&self.database_levels).accept(&self.accepted, today)
    }
}

fn nearest() -> Option<PathBuf> {
    let folder = std::env::current_dir().ok()?;
    let found = folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())?;
    // A path below the working directory reads better without it.
    Some(found.strip_prefix(&folder).map_or(found.clone(), Path::to_owned))
}
