//! Data that show what breaks, and what the `apache-avro` crate makes of them.

use std::collections::HashMap;

use apache_avro::Schema;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use findings::{Confirmation, Finding, Severity, Witness};

use super::change::{Change, Problem, Step};
use super::datum::Maker;
use super::diff::{LONGEST, Version};
use super::model::{Root, Shape, TypeId};
use super::rules::Context;
use super::write;

/// What confirms.
const LIBRARY: &str = "apache-avro 0.22.0";

/// Witnesses that are made for one report.
const MOST: usize = 1000;

/// The library goes through all types for each witness: of so many types in all there are fewer witnesses.
const WORK: usize = 1_000_000;

/// What makes witnesses for the findings of one comparison.
pub(crate) struct Confirm<'a> {
    old: Maker<'a>,
    new: Maker<'a>,
    /// The roots that were compared, old and new.
    roots: Vec<(TypeId, TypeId)>,
    /// Changes of each root that break.
    breaking: Vec<usize>,
    parsed: HashMap<(TypeId, bool), Result<Schema, String>>,
    made: usize,
}

impl<'a> Confirm<'a> {
    pub(crate) fn new(context: &Context<'a>, roots: &[(&Root, &Root)], changes: &[Change]) -> Self {
        let mut breaking = vec![0; roots.len()];
        for change in changes.iter().filter(|change| context.problem(change).is_some()) {
            if let Some(count) = breaking.get_mut(change.root) {
                *count += 1;
            }
        }
        let roots = roots.iter().map(|(old, new)| (old.types, new.types)).collect();
        let (old, new) = (Maker::new(context.old.schemas), Maker::new(context.new.schemas));
        Self { old, new, roots, breaking, parsed: HashMap::new(), made: 0 }
    }

    /// Gives the finding about `change` its witness, where it breaks and there is one.
    pub(crate) fn show(&mut self, change: &Change, finding: &mut Finding, context: &Context<'_>) {
        let types = context.old.schemas.types.len() + context.new.schemas.types.len();
        let most = (WORK / types.max(1)).clamp(10, MOST);
        if finding.severity < Severity::PotentiallyBreaking || self.made >= most {
            return;
        }
        let Some((problem, old_writes)) = context.problem(change) else { return };
        let Some((old, new)) = self.roots.get(change.root).copied() else { return };
        if change.before.is_none() && change.after.is_none() {
            return;
        }
        let (maker, root, way) =
            if old_writes { (&self.old, old, &change.ways.0) } else { (&self.new, new, &change.ways.1) };
        let who = if old_writes { "old" } else { "new" };
        let datum = if way.len() > LONGEST { None } else { maker.make(root, way, &problem.shown_by) };
        let Some(datum) = datum else {
            finding.witness = Some(Witness {
                setup: Vec::new(),
                statement: format!("a datum of the {who} version that goes there"),
                instance: None,
                fails_with: problem.why.clone(),
                confirmation: Confirmation::Unconfirmed(
                    "there is no datum of this type that is finite and small enough to be written out".to_owned(),
                ),
            });
            return;
        };
        self.made += 1;
        let mut bytes = Vec::new();
        datum.bytes(&mut bytes);
        let alone = self.breaking.get(change.root).is_none_or(|count| *count <= 1);
        let (fails_with, confirmation) = if alone {
            self.ask((old, new), old_writes, (&bytes, way), problem, context)
        } else if change.types.is_some() {
            self.ask_alone(change, old_writes, problem, context)
        } else {
            // Of several that break, the one that the library names is the one that it refuses.
            let said = self.ask((old, new), old_writes, (&bytes, way), problem, context);
            if !change.item.is_empty() && said.0.contains(change.item.as_str()) {
                said
            } else {
                self.ask_alone(change, old_writes, problem, context)
            }
        };
        finding.witness = Some(Witness {
            setup: Vec::new(),
            statement: format!("a datum written by the {who} version{}", hexadecimal(&bytes)),
            instance: Some(datum.json().to_string()),
            fails_with,
            confirmation,
        });
    }

    /// Where other changes of the schema stand in the way, what the library says of the two types alone: that it refuses the
    /// whole would show nothing.
    fn ask_alone(
        &mut self,
        change: &Change,
        old_writes: bool,
        problem: &Problem,
        context: &Context<'_>,
    ) -> (String, Confirmation) {
        let way = if old_writes { &change.ways.0 } else { &change.ways.1 };
        let maker = if old_writes { &self.old } else { &self.new };
        let made = change.types.and_then(|(old, new)| {
            let writer = if old_writes { old } else { new };
            // In a union, the branch that is not read.
            let is_union = matches!(maker.shape(writer), Shape::Union(_));
            let last = way.last().filter(|step| is_union && matches!(step, Step::Branch(_)));
            let way: Vec<Step> = last.cloned().into_iter().collect();
            Some(((old, new), maker.make(writer, &way, &problem.shown_by)?, way))
        });
        let Some((types, datum, way)) = made else {
            let why = "other changes of the schema stand in the way of showing this one alone";
            return (problem.why.clone(), Confirmation::Unconfirmed(why.to_owned()));
        };
        let mut bytes = Vec::new();
        datum.bytes(&mut bytes);
        match self.ask(types, old_writes, (&bytes, &way), problem, context) {
            (fails_with, Confirmation::ConfirmedBy(library)) => {
                (fails_with, Confirmation::ConfirmedBy(format!("{library}, with this change alone")))
            }
            other => other,
        }
    }

    /// What the library says of the datum: first with the schema with which it was written, then with the other one.
    fn ask(
        &mut self,
        (old, new): (TypeId, TypeId),
        old_writes: bool,
        (bytes, way): (&[u8], &[Step]),
        problem: &Problem,
        context: &Context<'_>,
    ) -> (String, Confirmation) {
        let unconfirmed = |why: String| (problem.why.clone(), Confirmation::Unconfirmed(why));
        self.parse(old, true, context.old);
        self.parse(new, false, context.new);
        let schemas = (self.parsed.get(&(old, true)), self.parsed.get(&(new, false)));
        let (old, new) = match schemas {
            (Some(Ok(old)), Some(Ok(new))) => (old, new),
            (Some(Err(why)), _) | (_, Some(Err(why))) => {
                return unconfirmed(format!("{LIBRARY} does not take the schema: {why}"));
            }
            _ => return unconfirmed("the schema was not read".to_owned()),
        };
        let (writer, reader) = if old_writes { (old, new) } else { (new, old) };
        let written = match read(writer, None, bytes) {
            Ok(written) => written,
            Err(why) => return unconfirmed(format!("{LIBRARY} does not read it as it was written: {why}")),
        };
        match read(writer, Some(reader), bytes) {
            Err(why) => (why, Confirmation::ConfirmedBy(LIBRARY.to_owned())),
            Ok(value) if problem.misread && problem.certain && written == value => {
                let why = format!("no error: it is read, and {}", problem.why);
                (why, Confirmation::ConfirmedBy(LIBRARY.to_owned()))
            }
            Ok(value) if read_as_another(&written, &value, way).is_some() => {
                let what = read_as_another(&written, &value, way).unwrap_or_default();
                (format!("no error: {what}"), Confirmation::ConfirmedBy(LIBRARY.to_owned()))
            }
            Ok(_) if problem.misread => unconfirmed(format!("{LIBRARY} reads it")),
            Ok(_) => unconfirmed(format!("{LIBRARY} reads it, where the specification says that the two do not match")),
        }
    }

    fn parse(&mut self, id: TypeId, is_old: bool, version: Version<'_>) {
        self.parsed.entry((id, is_old)).or_insert_with(|| {
            let text = write::schema(version, id).ok_or("it is nested too deep")?;
            Schema::parse_str(&text.to_string()).map_err(|error| error.to_string())
        });
    }
}

fn read(writer: &Schema, reader: Option<&Schema>, mut bytes: &[u8]) -> Result<Value, String> {
    let built = GenericDatumReader::builder(writer).maybe_reader_schema(reader).build();
    let value = built.and_then(|it| it.read_value(&mut bytes)).map_err(|error| error.to_string())?;
    if bytes.is_empty() { Ok(value) } else { Err(format!("{} bytes are left", bytes.len())) }
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

/// The bytes of a small datum, for the statement.
fn hexadecimal(bytes: &[u8]) -> String {
    const SHOWN: usize = 48;
    if bytes.is_empty() {
        return ", of no bytes".to_owned();
    }
    let digits: Vec<String> = bytes.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
    let more = if bytes.len() > SHOWN { " …" } else { "" };
    format!(", in bytes {}{more}", digits.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::avro::datum::Datum;

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
