//! `diff.jsonl` written and read, a line at a time.

use std::io::{BufRead, Write};

use crate::{Comparison, Difference, DifferenceKind, Error, ErrorKind, Observer, Result, Row, Settling};

use super::model::{DiffHeader, DiffLine, DiffSummary, Line, SCHEMA_VERSION};
use super::{from_json, to_json};

/// Writes `diff.jsonl`; as an observer it writes every difference that it is told of.
#[derive(Debug)]
pub struct DiffWriter<W> {
    to: W,
    columns: Vec<String>,
}

impl<W: Write> DiffWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], as all that write.
    pub fn new(to: W, header: &DiffHeader) -> Result<Self> {
        let mut writer = Self { to, columns: header.columns.clone() };
        writer.put(&Line::Header(header.clone()))?;
        Ok(writer)
    }

    /// Goes on behind lines that were written before: the header and differences.
    pub fn behind(to: W, header: &DiffHeader) -> Self {
        Self { to, columns: header.columns.clone() }
    }

    /// What was written to.
    pub fn get_ref(&self) -> &W {
        &self.to
    }

    /// What is written to.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.to
    }

    /// Writes a difference.
    pub fn write(&mut self, difference: &Difference) -> Result<()> {
        let name = |place: &usize| self.columns.get(*place).cloned().unwrap_or_default();
        let line = Line::Difference(line_of(difference, name));
        self.put(&line)
    }

    /// Writes the summary and gives back what was written to.
    pub fn finish(mut self, comparison: &Comparison) -> Result<W> {
        self.put(&Line::Summary(DiffSummary::from(comparison)))?;
        self.to.flush().map_err(unwritable)?;
        Ok(self.to)
    }

    fn put(&mut self, line: &Line) -> Result<()> {
        let text = serde_json::to_string(line).map_err(|it| Error::new(ErrorKind::Io, it.to_string()))?;
        writeln!(self.to, "{text}").map_err(unwritable)
    }
}

impl<W: Write> Observer for DiffWriter<W> {
    fn difference(&mut self, difference: &Difference) -> Result<()> {
        self.write(difference)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the differences cannot be written: {error}"))
}

/// Reads `diff.jsonl`: an iterator over the differences.
#[derive(Debug)]
pub struct DiffReader<R> {
    from: R,
    header: DiffHeader,
    summary: Option<DiffSummary>,
    line: u64,
    text: String,
    ended: bool,
}

impl<R: BufRead> DiffReader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] where the first line is none, or of a version that is not known.
    pub fn new(from: R) -> Result<Self> {
        let header = DiffHeader {
            schema_version: String::new(),
            source: super::model::DiffSide::default(),
            target: super::model::DiffSide::default(),
            columns: Vec::new(),
            key: Vec::new(),
            equality: String::new(),
            tolerances: Vec::new(),
        };
        let mut reader = Self { from, header, summary: None, line: 0, text: String::new(), ended: false };
        match reader.next_line()? {
            Some(Line::Header(header)) => reader.header = header,
            _ => return Err(reader.malformed("the first line is no header: is this a file of differences?")),
        }
        let major = |it: &str| it.split('.').next().map(str::to_owned);
        if major(&reader.header.schema_version) != major(SCHEMA_VERSION) {
            let text = format!("version {} is not known here, only {SCHEMA_VERSION}", reader.header.schema_version);
            return Err(reader.malformed(&text));
        }
        Ok(reader)
    }

    /// What was compared.
    pub fn header(&self) -> &DiffHeader {
        &self.header
    }

    /// What was found in all: known once all differences were read; none where the file was cut off.
    pub fn summary(&self) -> Option<&DiffSummary> {
        self.summary.as_ref()
    }

    fn next_line(&mut self) -> Result<Option<Line>> {
        self.text.clear();
        self.line += 1;
        let read = self.from.read_line(&mut self.text);
        match read {
            Ok(0) => Ok(None),
            Ok(_) => serde_json::from_str(&self.text).map(Some).map_err(|it| {
                let what = it.to_string();
                self.malformed(what.split(" at line").next().unwrap_or_default())
            }),
            Err(it) => Err(Error::new(ErrorKind::Io, format!("line {}: {it}", self.line))),
        }
    }

    fn malformed(&self, what: &str) -> Error {
        Error::new(ErrorKind::Malformed, format!("line {}: {what}", self.line))
    }

    fn difference(&mut self) -> Result<Option<Difference>> {
        match self.next_line()? {
            None => Ok(None),
            Some(Line::Header(_)) => Err(self.malformed("a second header")),
            Some(Line::Summary(summary)) => {
                self.summary = Some(summary);
                if self.next_line()?.is_some() {
                    return Err(self.malformed("there is more behind the summary"));
                }
                Ok(None)
            }
            Some(Line::Difference(line)) => self.of_line(&line).map(Some),
        }
    }

    fn of_line(&self, line: &DiffLine) -> Result<Difference> {
        let place = |name: &str| self.header.columns.iter().position(|it| it == name);
        let difference = difference_of(line, place).map_err(|it| self.malformed(&it.to_string()))?;
        let columns = self.header.columns.len();
        let key = if self.header.key.is_empty() { columns } else { self.header.key.len() };
        let rows = difference.source.iter().chain(&difference.target).map(|row| (row.len(), columns));
        for (has, wanted) in [(difference.key.len(), key)].into_iter().chain(rows) {
            if has != wanted {
                return Err(self.malformed(&format!("{has} values where there should be {wanted}")));
            }
        }
        Ok(difference)
    }
}

/// A difference as a line, with a name for the place of each column.
pub(crate) fn line_of(difference: &Difference, name: impl Fn(&usize) -> String) -> DiffLine {
    let row = |row: &Row| row.iter().map(to_json).collect();
    DiffLine {
        kind: difference.kind.as_str().to_owned(),
        key: row(&difference.key),
        source: difference.source.as_ref().map(row),
        target: difference.target.as_ref().map(row),
        columns: difference.columns.iter().map(name).collect(),
        in_source: difference.in_source,
        in_target: difference.in_target,
        of_key: difference.of_key.map(|(source, target)| [source, target]),
        settling: difference.settling.as_str().to_owned(),
    }
}

/// The difference of a line, with the place of each column's name.
pub(crate) fn difference_of(line: &DiffLine, place: impl Fn(&str) -> Option<usize>) -> Result<Difference> {
    let unknown = |what: &str, word: &str| Error::new(ErrorKind::Malformed, format!("`{word}` is no {what}"));
    let row = |row: &Vec<serde_json::Value>| row.iter().map(from_json).collect::<Result<Row>>();
    let column = |name: &String| place(name).ok_or_else(|| unknown("column of the header", name));
    Ok(Difference {
        key: row(&line.key)?,
        kind: DifferenceKind::of_word(&line.kind).ok_or_else(|| unknown("kind of difference", &line.kind))?,
        source: line.source.as_ref().map(row).transpose()?,
        target: line.target.as_ref().map(row).transpose()?,
        columns: line.columns.iter().map(column).collect::<Result<_>>()?,
        in_source: line.in_source,
        in_target: line.in_target,
        of_key: line.of_key.map(|[source, target]| (source, target)),
        settling: Settling::of_word(&line.settling).ok_or_else(|| unknown("settling", &line.settling))?,
    })
}

impl<R: BufRead> Iterator for DiffReader<R> {
    type Item = Result<Difference>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.difference().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use database::{Value, ValueKind};

    use super::*;
    use crate::{CompareOptions, Equality, MemorySide, compare};

    fn written() -> (String, Vec<Difference>) {
        let columns = [("id", ValueKind::Integer), ("name", ValueKind::Text)];
        let row = |id: i128, name: &str| vec![Value::Integer(id), Value::Text(name.to_owned())];
        let mut source = MemorySide::new("one", &columns, &[0], vec![row(1, "a"), row(2, "b"), row(3, "c")]);
        let mut target = MemorySide::new("other", &columns, &[0], vec![row(1, "a"), row(2, "B"), row(4, "d")]);
        let header = DiffHeader::new(&source, &target, Equality::Exact);
        let mut told: Vec<Difference> = Vec::new();
        let comparison = compare(&mut source, &mut target, &CompareOptions::default(), &mut told);
        let mut writer = DiffWriter::new(Vec::new(), &header).expect("a header");
        for it in &told {
            writer.difference(it).expect("a line");
        }
        let bytes = writer.finish(&comparison.expect("a comparison")).expect("a summary");
        (String::from_utf8(bytes).expect("text"), told)
    }

    #[test]
    fn differences_read_back_as_they_were_told() {
        let (text, told) = written();
        let mut reader = DiffReader::new(BufReader::new(text.as_bytes())).expect("a header");
        assert_eq!(reader.header().key, ["id"]);
        let read: Result<Vec<Difference>> = reader.by_ref().collect();
        assert_eq!(read.expect("differences"), told);
        let summary = reader.summary().expect("a summary");
        assert_eq!((summary.missing, summary.extra, summary.mismatched), (1, 1, 1));
        assert_eq!(summary.verdict, "different");
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_said_with_its_line() {
        let (text, _) = written();
        let read = |text: &str| -> Result<(usize, bool)> {
            let mut reader = DiffReader::new(BufReader::new(text.as_bytes()))?;
            let differences: Vec<Difference> = reader.by_ref().collect::<Result<_>>()?;
            Ok((differences.len(), reader.summary().is_some()))
        };
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(read(&lines[..3].join("\n")).expect("what there is"), (2, false));
        for (damaged, place) in [
            (text.replace("\"mismatched\"", "\"odd\""), "line 2"),
            (text.replace("[\"name\"]", "[\"nobody\"]"), "line 2"),
            (text.replace("\"1.0\"", "\"2.0\""), "line 1"),
            (lines[1..].join("\n"), "line 1"),
            (text.clone() + &text, "line 6"),
            (lines[..2].join("\n") + "\n{\"type\":", "line 3"),
        ] {
            let error = read(&damaged).expect_err("an error").to_string();
            assert!(error.starts_with(place), "{place}: {error}");
        }
    }
}
