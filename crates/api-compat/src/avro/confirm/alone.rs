//! A change by itself: the two types that part there, without what differs between them besides. That a library refuses a
//! schema in which much has changed shows nothing of any one change.

use serde_json::Value as Json;

use crate::avro::change::{Change, Problem, Shown, Step, What};
use crate::avro::datum::{Datum, Maker};
use crate::avro::diff::Version;
use crate::avro::model::{Field, Name, Shape, TypeId};
use crate::avro::write;

/// The two schemas, and a datum that the writer's allows.
#[derive(Debug)]
pub(super) struct Alone {
    pub(super) writer: Json,
    pub(super) reader: Json,
    /// None where no datum is finite and small enough.
    pub(super) datum: Option<Datum>,
}

/// Who writes and who reads.
pub(super) struct Sides<'a> {
    pub(super) maker: &'a Maker<'a>,
    pub(super) writer: Version<'a>,
    pub(super) reader: Version<'a>,
    /// What is written, and what it is read as.
    pub(super) types: (TypeId, TypeId),
}

/// The change of two types alone; `way` is the one that leads to it in the whole datum.
pub(super) fn alone(change: &Change, problem: &Problem, way: &[Step], sides: &Sides<'_>) -> Option<Alone> {
    let (wrote, reads) = sides.types;
    let (written, read) = (sides.writer.schemas.shape(wrote), sides.reader.schemas.shape(reads));
    match (change.what, &problem.shown_by) {
        // Names and sizes differ whatever lies inside.
        (What::TypeRenamed, _) => {
            let (writer, datum) = bare(name_of(written)?, written)?;
            let (reader, _) = bare(name_of(read)?, written)?;
            Some(Alone { writer, reader, datum: Some(datum) })
        }
        (What::FixedSizeChanged, _) => {
            let name = name_of(written)?;
            let ((writer, datum), (reader, _)) = (bare(name, written)?, bare(name, read)?);
            Some(Alone { writer, reader, datum: Some(datum) })
        }
        (_, Shown::Missing(name)) => missing(name, (name_of(written)?, read), sides.reader),
        _ => {
            let mut datum = sides.maker.make(wrote, &[], &problem.shown_by);
            let mut only = wrote;
            // In a union, the branch that is not read.
            if let (Shape::Union(branches), Some(Step::Branch(index))) = (written, way.last()) {
                only = *branches.get(*index)?;
                datum = sides.maker.make(only, &[], &problem.shown_by);
            }
            let (writer, reader) = (write::schema(sides.writer, only)?, write::schema(sides.reader, reads)?);
            Some(Alone { writer, reader, datum })
        }
    }
}

/// A record without the field, and one of the same name that asks for it and for nothing else.
fn missing(name: &str, (record, read): (&Name, &Shape), reader: Version<'_>) -> Option<Alone> {
    let Shape::Record(_, fields) = read else { return None };
    let field = fields.iter().find(|field| field.name == name)?;
    let writer = write::record(record, Vec::new());
    // Other names that the field had would be looked for, and are not there.
    let field = write::field(reader, &Field { aliases: Vec::new(), ..field.clone() })?;
    let reader = write::record(record, vec![field]);
    Some(Alone { writer, reader, datum: Some(Datum::Record(Vec::new())) })
}

/// A type of that name and of no more than that shape: a record without fields, an enum, a fixed; and a datum of it.
fn bare(name: &Name, shape: &Shape) -> Option<(Json, Datum)> {
    Some(match shape {
        Shape::Record(..) => (write::record(name, Vec::new()), Datum::Record(Vec::new())),
        Shape::Enum(_, symbols, _) => {
            let symbol = symbols.first()?;
            (write::enumeration(name, std::slice::from_ref(symbol)), Datum::Enum(0, symbol.clone()))
        }
        Shape::Fixed(_, size) => {
            let bytes = usize::try_from(*size).ok().filter(|it| *it <= LARGEST)?;
            (write::fixed(name, *size), Datum::Fixed(vec![0; bytes]))
        }
        _ => return None,
    })
}

/// Bytes of a fixed that is written out.
const LARGEST: usize = 1 << 16;

fn name_of(shape: &Shape) -> Option<&Name> {
    match shape {
        Shape::Record(name, _) | Shape::Enum(name, ..) | Shape::Fixed(name, _) => Some(name),
        _ => None,
    }
}
