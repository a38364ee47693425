//! What the `apache-avro` crate says: of a datum, by reading it, and of two schemas, by its check of them.

use apache_avro::Schema;
use apache_avro::error::CompatibilityError;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::schema_compatibility::SchemaCompatibility;
use apache_avro::types::Value;
use serde_json::Value as Json;

use crate::avro::change::{Problem, Step, What};
use crate::avro::datum::Datum;

/// What confirms.
pub(super) const LIBRARY: &str = "apache-avro 0.22.0";

/// The schema, as the library holds it.
pub(super) fn parse(schema: &Json) -> Result<Schema, String> {
    Schema::parse_str(&schema.to_string()).map_err(|error| error.to_string())
}

/// Why the library does not read the datum, or that it reads it as something else; or, as an error, why that is not shown. It
/// has to read it as it was written.
pub(super) fn ask(
    (writer, reader): (&Schema, &Schema),
    datum: &Datum,
    way: &[Step],
    problem: &Problem,
) -> Result<String, String> {
    let mut bytes = Vec::new();
    datum.bytes(&mut bytes);
    let written = read(writer, None, &bytes);
    let written = written.map_err(|why| format!("{LIBRARY} does not read it as it was written: {why}"))?;
    match read(writer, Some(reader), &bytes) {
        Err(why) => Ok(why),
        Ok(value) if problem.misread && problem.certain && written == value => {
            Ok(format!("no error: it is read, and {}", problem.why))
        }
        Ok(value) => match read_as_another(&written, &value, way) {
            Some(what) => Ok(format!("no error: {what}")),
            None if problem.misread => Err(format!("{LIBRARY} reads it")),
            None => Err(format!("{LIBRARY} reads it, where the specification says that the two do not match")),
        },
    }
}

/// What the library makes of the bytes, read by the writer's schema, or by the reader's as well. All of them are to be read.
fn read(writer: &Schema, reader: Option<&Schema>, mut bytes: &[u8]) -> Result<Value, String> {
    let built = GenericDatumReader::builder(writer).maybe_reader_schema(reader).build();
    let value = built.and_then(|it| it.read_value(&mut bytes)).map_err(|error| error.to_string())?;
    if bytes.is_empty() { Ok(value) } else { Err(format!("{} bytes are left", bytes.len())) }
}

/// Why the library's check of schemas says that the reader's does not take what the writer's wrote, where it says so for the
/// reason that `what` is: it knows no aliases of types, for example, and refuses more than it should.
pub(super) fn refuses(writer: &Schema, reader: &Schema, what: What) -> Option<String> {
    let error = SchemaCompatibility::can_read(writer, reader).err()?;
    let is_the_reason = match what {
        What::TypeRenamed => matches!(error, CompatibilityError::NameMismatch { .. }),
        What::FixedSizeChanged => matches!(error, CompatibilityError::FixedMismatch),
        What::FieldAdded | What::FieldRemoved | What::FieldRenamed => {
            matches!(error, CompatibilityError::MissingDefaultValue(_))
        }
        // Nothing of the type is taken at all, so that every reason is one.
        What::TypeChanged | What::BranchAdded | What::BranchRemoved | What::SchemaAdded | What::SchemaRemoved => true,
        _ => false,
    };
    is_the_reason.then(|| match error {
        // It would print both schemas, as the library holds them.
        CompatibilityError::WrongType { .. } => "Incompatible schema types".to_owned(),
        error => error.to_string(),
    })
}

/// Where a number at the end of the way was read as another one: what was written, and what was read.
fn read_as_another(written: &Value, read: &Value, way: &[Step]) -> Option<String> {
    let (mut written, mut read) = (written, unwrapped(read));
    for step in way {
        (written, read) = match (step, written, read) {
            (Step::Branch(_), Value::Union(_, inner), _) => (inner.as_ref(), read),
            (Step::Field(index), Value::Record(fields), Value::Record(others)) => {
                let (name, field) = fields.get(*index)?;
                (field, unwrapped(&others.iter().find(|(other, _)| other == name)?.1))
            }
            (Step::Item, Value::Array(items), Value::Array(others)) => (items.first()?, unwrapped(others.first()?)),
            (Step::Value, Value::Map(values), Value::Map(others)) => {
                (values.values().next()?, unwrapped(others.values().next()?))
            }
            _ => return None,
        };
    }
    let (was, is) = (number(unwrapped(written))?, number(read)?);
    // Numbers are written and read exactly, so that they can be held against each other as they are.
    (was.total_cmp(&is) != std::cmp::Ordering::Equal).then(|| format!("{was:e} was written, and {is:e} is read"))
}

/// What a union holds.
fn unwrapped(value: &Value) -> &Value {
    match value {
        Value::Union(_, inner) => inner,
        other => other,
    }
}

/// Numbers that are read wrongly are floats: of integers the library refuses what does not fit.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(it) => Some(f64::from(*it)),
        Value::Double(it) => Some(*it),
        Value::Int(it) => Some(f64::from(*it)),
        Value::Long(it) => i32::try_from(*it).ok().map(f64::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_reads_what_is_written_here() {
        let schema = r#"{"type": "record", "name": "A", "fields": [{"name": "a", "type": ["null", "string"]},
            {"name": "b", "type": {"type": "array", "items": "long"}}, {"name": "c", "type": {"type": "map", "values":
            "double"}}, {"name": "d", "type": {"type": "enum", "name": "E", "symbols": ["X", "Y"]}}]}"#;
        let schema = Schema::parse_str(schema).unwrap();
        let datum = Datum::Record(vec![
            ("a".to_owned(), Datum::Union(1, "string".to_owned(), Box::new(Datum::Text("é".to_owned())))),
            ("b".to_owned(), Datum::Array(vec![Datum::Integer(-300), Datum::Integer(1 << 40)])),
            ("c".to_owned(), Datum::Map(vec![("k".to_owned(), Datum::Double(1.5))])),
            ("d".to_owned(), Datum::Enum(1, "Y".to_owned())),
        ]);
        let mut bytes = Vec::new();
        datum.bytes(&mut bytes);
        let value = read(&schema, None, &bytes).unwrap();
        let writer = apache_avro::writer::datum::GenericDatumWriter::builder(&schema).build().unwrap();
        assert_eq!(writer.write_value_to_vec(value).unwrap(), bytes);
    }
}
