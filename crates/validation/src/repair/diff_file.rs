//! The differences of a `diff.jsonl`.

use std::fs::File;
use std::io::{BufReader, Seek as _};
use std::ops::ControlFlow;
use std::path::Path;

use super::{Differences, Direction};
use crate::wire::{DiffHeader, DiffReader, DiffSide};
use crate::{Difference, Equality, Error, ErrorKind, Field, Result, Selection};

/// A `diff.jsonl`, read from its beginning each time.
#[derive(Debug)]
pub struct DiffFile {
    /// What it is called in messages.
    name: String,
    file: File,
    header: DiffHeader,
}

impl DiffFile {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the file cannot be read, [`ErrorKind::Malformed`] where it is no file of differences.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path)
            .map_err(|error| Error::new(ErrorKind::Io, format!("cannot read {}: {error}", path.display())))?;
        Self::of(file, path.display().to_string())
    }

    /// Reads the header of a file that is open, and is called `name` in messages.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn of(file: File, name: impl Into<String>) -> Result<Self> {
        let name = name.into();
        let header = reader(&file, &name)?.header().clone();
        Ok(Self { name, file, header })
    }

    /// What was compared.
    pub fn header(&self) -> &DiffHeader {
        &self.header
    }

    /// Which differences counted.
    pub fn equality(&self) -> Equality {
        if self.header.equality == Equality::Engine.as_str() { Equality::Engine } else { Equality::Exact }
    }

    /// The side that a repair in this direction writes.
    pub fn written(&self, direction: Direction) -> &DiffSide {
        match direction {
            Direction::SourceToTarget => &self.header.target,
            Direction::TargetToSource => &self.header.source,
        }
    }

    /// What was read of the source.
    pub fn source_selection(&self) -> Selection {
        self.selection(&self.header.source)
    }

    /// What was read of the target.
    pub fn target_selection(&self) -> Selection {
        self.selection(&self.header.target)
    }

    fn selection(&self, side: &DiffSide) -> Selection {
        let fields = self.header.columns.iter().enumerate().map(|(place, name)| Field {
            name: name.clone(),
            column: side.columns.get(place).cloned().flatten(),
            expression: side.expressions.get(place).cloned().flatten(),
        });
        let place = |name: &String| self.header.columns.iter().position(|it| it == name);
        let key = self.header.key.iter().filter_map(place).collect();
        Selection { fields: fields.collect(), key, filter: side.filter.clone() }
    }
}

impl Differences for DiffFile {
    /// # Errors
    /// [`ErrorKind::Malformed`] where a line cannot be read or the summary at the end is missing: a file that was cut off does not say
    /// all that differs.
    fn each(&mut self, each: &mut dyn FnMut(&Difference) -> Result<ControlFlow<()>>) -> Result<()> {
        let mut reader = reader(&self.file, &self.name)?;
        for difference in reader.by_ref() {
            let difference = difference.map_err(|error| error.context(&self.name))?;
            if each(&difference)?.is_break() {
                return Ok(());
            }
        }
        if reader.summary().is_some() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Malformed,
            format!("{}: the file ends without its summary, so it was cut off: compare again", self.name),
        ))
    }
}

fn reader<'f>(mut file: &'f File, name: &str) -> Result<DiffReader<BufReader<&'f File>>> {
    file.rewind().map_err(|error| Error::new(ErrorKind::Io, format!("cannot read {name}: {error}")))?;
    DiffReader::new(BufReader::new(file)).map_err(|error| error.context(name))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const HEADER: &str = r#"{"type":"header","schema_version":"1.0","source":{"label":"a","columns":["id","v"],"expressions":[null,null]},
        "target":{"label":"b","columns":["no",null],"expressions":[null,"lower(v)"],"filter":"live"},"columns":["id","v"],"key":["id"],"equality":"exact"}"#;
    const DIFFERENCE: &str = r#"{"type":"difference","kind":"missing_in_target","key":[1],"source":[1,{"decimal":"1.50"}],"in_source":1,"in_target":0,"settling":"stable"}"#;

    fn file(lines: &[&str]) -> PathBuf {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("repair-diff-{}-{number}.jsonl", std::process::id()));
        let lines: Vec<_> = lines.iter().map(|it| it.replace('\n', "")).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        path
    }

    #[test]
    fn a_file_says_what_the_written_side_is() {
        let path = file(&[HEADER]);
        let mut read = DiffFile::open(&path).unwrap();
        assert_eq!(read.written(Direction::SourceToTarget).label, "b");
        let selection = read.target_selection();
        assert_eq!(selection.fields[0].column.as_deref(), Some("no"));
        assert_eq!((selection.fields[1].expression.as_deref(), selection.key), (Some("lower(v)"), vec![0]));
        let error = read.each(&mut |_| Ok(ControlFlow::Continue(()))).unwrap_err();
        assert!(error.to_string().contains("cut off"), "{error}");
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn lines_that_cannot_be_read_are_named() {
        for (lines, message) in [
            (vec![HEADER, DIFFERENCE, "{"], "line 3"),
            (vec![HEADER, &DIFFERENCE.replace("[1,", "[1,1,")], "line 2: 3 values"),
            (vec![HEADER, DIFFERENCE], "cut off"),
        ] {
            let path = file(&lines);
            let error = DiffFile::open(&path).unwrap().each(&mut |_| Ok(ControlFlow::Continue(()))).unwrap_err();
            assert!(error.to_string().contains(message), "{error}");
            std::fs::remove_file(path).unwrap();
        }
    }
}
