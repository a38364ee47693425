//! The databases that a file of differences is about.

use cli_common::Failure;
use database::{EngineUrl, Session};
use validation::repair::{DiffFile, Direction, ReadSide, RepairOptions};
use validation::rows::{FilePlace, Place};
use validation::wire::DiffSide;
use validation::{EngineOptions, EngineTable, Selection, Side};

use super::Arguments;
use crate::address::Address;
use crate::failure;
use crate::interrupt::Interrupt;

/// A session on the side that is written, which is one database for all files.
pub(super) fn written(
    files: &[DiffFile],
    options: &RepairOptions,
    arguments: &Arguments,
    interrupt: &Interrupt,
) -> Result<Session, Failure> {
    let (override_url, name) = match options.direction {
        Direction::SourceToTarget => (arguments.target.as_deref(), "--target"),
        Direction::TargetToSource => (arguments.source.as_deref(), "--source"),
    };
    let mut urls = Vec::new();
    for file in files {
        let side = file.written(options.direction);
        if side.engine.is_none() {
            return Err(Failure::new(format!("{} is a file, which is not written to", side.label))
                .help("mend the other side with --direction, or load the rows into a table"));
        }
        urls.push(url(side, override_url)?);
    }
    let first = urls.first().cloned().unwrap_or_default();
    if urls.iter().any(|it| *it != first) {
        return Err(Failure::new("the files are about tables of different databases")
            .help(format!("repair those of each database by themselves, or say where they are now with {name}")));
    }
    open(&first, interrupt)
}

fn open(url: &str, interrupt: &Interrupt) -> Result<Session, Failure> {
    let url = engine(url, interrupt)?;
    Session::open(&url).map_err(|error| failure::of(&validation::Error::from(error)))
}

fn engine(url: &str, interrupt: &Interrupt) -> Result<EngineUrl, Failure> {
    let url: EngineUrl = url.parse().map_err(|error| failure::of(&validation::Error::from(error)))?;
    Ok(url.interrupted_by(interrupt.of_engines()))
}

/// The source and the target.
type Sides = (Box<dyn Side>, Box<dyn Side>);

/// Both sides, to be compared again.
pub(super) fn both(file: &DiffFile, arguments: &Arguments, interrupt: &Interrupt) -> Result<Sides, Failure> {
    Ok((source(file, arguments, interrupt)?, target(file, arguments, interrupt)?))
}

fn source(file: &DiffFile, arguments: &Arguments, interrupt: &Interrupt) -> Result<Box<dyn Side>, Failure> {
    side(&file.header().source, file.source_selection(), arguments.source.as_deref(), interrupt)
}

fn target(file: &DiffFile, arguments: &Arguments, interrupt: &Interrupt) -> Result<Box<dyn Side>, Failure> {
    side(&file.header().target, file.target_selection(), arguments.target.as_deref(), interrupt)
}

/// The side that is read, to be looked at before it is followed; none where it cannot be reached and need not be.
pub(super) fn read(
    file: &DiffFile,
    direction: Direction,
    arguments: &Arguments,
    interrupt: &Interrupt,
) -> Result<Option<ReadSide>, Failure> {
    let (read, written) = match direction {
        Direction::SourceToTarget => (source(file, arguments, interrupt), target(file, arguments, interrupt)?),
        Direction::TargetToSource => (target(file, arguments, interrupt), source(file, arguments, interrupt)?),
    };
    match read {
        Ok(read) => Ok(Some(ReadSide::new(read, written.as_ref(), file.equality()))),
        Err(_) if arguments.trust_diff => Ok(None),
        Err(failure) => Err(failure.help(
            "what differs is looked at again before it is mended; --trust-diff mends without that, as the file of differences says",
        )),
    }
}

fn side(
    side: &DiffSide,
    selection: Selection,
    elsewhere: Option<&str>,
    interrupt: &Interrupt,
) -> Result<Box<dyn Side>, Failure> {
    let options = EngineOptions::default();
    if side.engine.is_none() {
        let recorded: validation::Result<FilePlace> = side.label.parse();
        let file = recorded.and_then(|it| elsewhere.map_or(Ok(it.clone()), |elsewhere| it.moved_to(elsewhere)));
        return file.and_then(|it| Place::File(it).side(selection, &options)).map_err(|error| failure::of(&error));
    }
    let url = engine(&url(side, elsewhere)?, interrupt)?;
    let table = EngineTable::open(&url, side.schema.as_deref(), side.table.as_deref().unwrap_or_default(), &options);
    let side = table.and_then(|it| it.select(selection)).map_err(|error| failure::of(&error))?;
    Ok(Box::new(side))
}

/// The database of a side: where it is said to be, or where it was.
fn url(side: &DiffSide, elsewhere: Option<&str>) -> Result<String, Failure> {
    if let Some(url) = elsewhere {
        // A table behind the database is what `compare` takes.
        let table = side.table.as_deref().unwrap_or_default();
        return Ok(match Address::parse(url) {
            Ok(Address::Table { url: database, table: named }) if named.rsplit('.').next() == Some(table) => database,
            _ => url.to_owned(),
        });
    }
    match Address::parse(&side.label)? {
        Address::Table { url, .. } => Ok(url),
        Address::File(file) => Err(Failure::new(format!("{file} is a file"))),
    }
}
