//! Differences as CSV: a line for each value that differs, or for each row that one side lacks.

use std::io::{Result, Write};

use validation::{Difference, Value, wire};

use super::value::list;

/// Writes differences as they come, whatever their number. A value that is NULL is an empty field, an empty text is `""`.
#[derive(Debug)]
pub struct DifferencesCsv<W> {
    to: W,
    columns: Vec<String>,
}

impl<W: Write> DifferencesCsv<W> {
    /// Writes the names of the fields. `columns` are those compared.
    ///
    /// # Errors
    /// Those of what is written to, as of all that write here.
    pub fn new(mut to: W, columns: &[String]) -> Result<Self> {
        to.write_all(b"kind,key,column,source,target\n")?;
        Ok(Self { to, columns: columns.to_vec() })
    }

    /// Writes a difference.
    pub fn write(&mut self, difference: &Difference) -> Result<()> {
        let (kind, key) = (difference.kind.as_str(), list(&difference.key));
        let (Some(source), Some(target)) = (&difference.source, &difference.target) else {
            let row = |row: &Option<Vec<Value>>| row.as_ref().map(|it| list(it));
            return self.line([
                Some(kind.to_owned()),
                Some(key),
                None,
                row(&difference.source),
                row(&difference.target),
            ]);
        };
        for at in &difference.columns {
            let value = |row: &Vec<Value>| row.get(*at).filter(|it| **it != Value::Null).map(wire::plain);
            let column = self.columns.get(*at).cloned();
            self.line([Some(kind.to_owned()), Some(key.clone()), column, value(source), value(target)])?;
        }
        Ok(())
    }

    /// Ends the text and gives back what was written to.
    pub fn finish(mut self) -> Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }

    fn line(&mut self, fields: [Option<String>; 5]) -> Result<()> {
        let fields = fields.map(|it| it.map_or_else(String::new, quoted));
        writeln!(self.to, "{}", fields.join(","))
    }
}

/// A text in quotes where it needs them (RFC 4180): an empty one too, which is told from nothing by them.
fn quoted(text: String) -> String {
    if text.is_empty() || text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use validation::{DifferenceKind, Settling};

    use super::*;

    #[test]
    fn nothing_and_the_empty_text_are_told_apart_and_quotes_are_doubled() {
        let row = |it: &Value| vec![Value::Integer(3), it.clone()];
        let difference = |source: Option<Value>, target: Option<Value>| Difference {
            key: vec![Value::Integer(3)],
            kind: match (&source, &target) {
                (Some(_), Some(_)) => DifferenceKind::Mismatched,
                (Some(_), None) => DifferenceKind::MissingInTarget,
                _ => DifferenceKind::ExtraInTarget,
            },
            source: source.as_ref().map(row),
            target: target.as_ref().map(row),
            columns: vec![1],
            in_source: 1,
            in_target: 1,
            of_key: None,
            settling: Settling::Stable,
        };
        let text = |it: &str| Some(Value::Text(it.to_owned()));
        let mut csv = DifferencesCsv::new(Vec::new(), &["id".to_owned(), "name".to_owned()]).expect("memory");
        for (source, target) in
            [(text("a, \"b\""), text("two\nlines")), (Some(Value::Null), text("")), (text("NULL"), None)]
        {
            csv.write(&difference(source, target)).expect("memory");
        }
        let written = String::from_utf8(csv.finish().expect("memory")).expect("text");
        assert_eq!(
            written,
            "kind,key,column,source,target\nmismatched,3,name,\"a, \"\"b\"\"\",\"two\nlines\"\nmismatched,3,name,,\"\"\n\
             missing_in_target,3,,\"3, NULL\",\n"
        );
    }
}
