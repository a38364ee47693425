//! Data of a type: the smallest one that goes a way and holds there what is to be shown, as JSON and as bytes.

use serde_json::Value as Json;

use super::change::{Shown, Step};
use super::model::{Logical, Primitive, Schemas, Shape, TypeId};

/// A value of a type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Datum {
    Null,
    Boolean(bool),
    /// An int or a long: both are written alike.
    Integer(i64),
    Float(f32),
    Double(f64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Datum>),
    Map(Vec<(String, Datum)>),
    /// The number of the branch, what it is called, and what it holds.
    Union(usize, String, Box<Datum>),
    Record(Vec<(String, Datum)>),
    Enum(usize, String),
    Fixed(Vec<u8>),
}

/// Levels of types in a datum that is made.
const DEEPEST: usize = 64;

/// Values in a datum that is made.
const MOST: usize = 10_000;

/// Bytes of a fixed that is made.
const LARGEST: u64 = 1 << 20;

/// What makes data of the types of a version.
#[derive(Debug)]
pub(crate) struct Maker<'a> {
    schemas: &'a Schemas,
    /// How deep the smallest datum of each type is, where there is one that is not too deep.
    heights: Vec<Option<usize>>,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(schemas: &'a Schemas) -> Self {
        let mut maker = Self { schemas, heights: vec![None; schemas.types.len()] };
        for round in 0..DEEPEST {
            let mut grown = false;
            for index in 0..schemas.types.len() {
                if maker.heights.get(index).copied().flatten().is_none()
                    && let Some(height) = maker.height_of(TypeId(index))
                    && height <= round
                    && let Some(slot) = maker.heights.get_mut(index)
                {
                    *slot = Some(height);
                    grown = true;
                }
            }
            if !grown && round > 0 {
                break;
            }
        }
        maker
    }

    fn height(&self, id: TypeId) -> Option<usize> {
        self.heights.get(self.schemas.meant(id).0).copied().flatten()
    }

    fn height_of(&self, id: TypeId) -> Option<usize> {
        match self.schemas.shape(id) {
            Shape::Unknown | Shape::Link(_) => None,
            Shape::Enum(_, symbols, _) if symbols.is_empty() => None,
            Shape::Fixed(_, size) if *size > LARGEST => None,
            Shape::Union(branches) => branches.iter().filter_map(|it| self.height(*it)).min().map(|it| it + 1),
            Shape::Record(_, fields) => {
                let heights: Option<Vec<usize>> = fields.iter().map(|field| self.height(field.types)).collect();
                Some(heights?.into_iter().max().map_or(0, |it| it + 1))
            }
            _ => Some(0),
        }
    }

    /// The smallest datum of the type that goes `way` and holds `shown` at its end. None where none is small enough.
    pub(crate) fn make(&self, id: TypeId, way: &[Step], shown: &Shown) -> Option<Datum> {
        let mut left = MOST;
        self.along(id, way, shown, &mut left)
    }

    fn along(&self, id: TypeId, way: &[Step], shown: &Shown, left: &mut usize) -> Option<Datum> {
        *left = left.checked_sub(1)?;
        let Some((step, rest)) = way.split_first() else {
            return match (shown, self.schemas.shape(id)) {
                (Shown::Symbol(symbol), Shape::Enum(_, symbols, _)) => {
                    Some(Datum::Enum(symbols.iter().position(|it| it == symbol)?, symbol.clone()))
                }
                _ => self.smallest(id, true, left),
            };
        };
        match (step, self.schemas.shape(id)) {
            (Step::Field(index), Shape::Record(_, fields)) => {
                let values = fields.iter().enumerate().map(|(at, field)| {
                    let value = if at == *index {
                        self.along(field.types, rest, shown, left)
                    } else {
                        self.smallest(field.types, false, left)
                    };
                    Some((field.name.clone(), value?))
                });
                values.collect::<Option<Vec<_>>>().map(Datum::Record)
            }
            (Step::Item, Shape::Array(items)) => Some(Datum::Array(vec![self.along(*items, rest, shown, left)?])),
            (Step::Value, Shape::Map(values)) => {
                Some(Datum::Map(vec![("key".to_owned(), self.along(*values, rest, shown, left)?)]))
            }
            (Step::Branch(index), Shape::Union(branches)) => {
                let branch = *branches.get(*index)?;
                let inner = self.along(branch, rest, shown, left)?;
                Some(Datum::Union(*index, self.schemas.branch(branch), Box::new(inner)))
            }
            _ => None,
        }
    }

    /// The smallest datum; one that is looked at holds a value that can be told from nothing. Its depth is limited by the
    /// heights.
    fn smallest(&self, id: TypeId, looked_at: bool, left: &mut usize) -> Option<Datum> {
        *left = left.checked_sub(1)?;
        self.height(id)?;
        let logical = self.schemas.get(id).and_then(|it| it.logical.as_ref());
        let decimal = matches!(logical, Some(Logical::Decimal { .. }));
        Some(match self.schemas.shape(id) {
            Shape::Primitive(primitive) => match primitive {
                Primitive::Null => Datum::Null,
                Primitive::Boolean => Datum::Boolean(false),
                // What no smaller type holds shows best that it is not read.
                Primitive::Long if looked_at => Datum::Integer(1 << 40),
                Primitive::Int | Primitive::Long => Datum::Integer(if looked_at { 1000 } else { 0 }),
                Primitive::Float => Datum::Float(0.5),
                Primitive::Double => Datum::Double(if looked_at { 1e300 } else { 0.5 }),
                Primitive::Bytes if decimal => Datum::Bytes(vec![0x04, 0xd2]),
                Primitive::Bytes => Datum::Bytes(Vec::new()),
                Primitive::String if logical == Some(&Logical::Named("uuid")) => {
                    Datum::Text("00000000-0000-0000-0000-000000000000".to_owned())
                }
                Primitive::String => Datum::Text(String::new()),
            },
            Shape::Array(_) => Datum::Array(Vec::new()),
            Shape::Map(_) => Datum::Map(Vec::new()),
            Shape::Union(branches) => {
                let least =
                    branches.iter().enumerate().filter_map(|(at, it)| Some((self.height(*it)?, at, *it))).min()?;
                Datum::Union(least.1, self.schemas.branch(least.2), Box::new(self.smallest(least.2, looked_at, left)?))
            }
            Shape::Record(_, fields) => {
                let values =
                    fields.iter().map(|field| Some((field.name.clone(), self.smallest(field.types, false, left)?)));
                Datum::Record(values.collect::<Option<Vec<_>>>()?)
            }
            Shape::Enum(_, symbols, _) => Datum::Enum(0, symbols.first()?.clone()),
            Shape::Fixed(_, size) => {
                let mut bytes = vec![0; usize::try_from((*size).min(LARGEST)).ok()?];
                if let (true, Some(last)) = (decimal, bytes.last_mut()) {
                    *last = 0x7b;
                }
                Datum::Fixed(bytes)
            }
            Shape::Link(_) | Shape::Unknown => return None,
        })
    }
}

impl Datum {
    /// As the specification writes data in JSON ("JSON Encoding").
    pub(crate) fn json(&self) -> Json {
        let text = |bytes: &[u8]| Json::String(bytes.iter().map(|byte| char::from(*byte)).collect());
        match self {
            Self::Null => Json::Null,
            Self::Boolean(it) => (*it).into(),
            Self::Integer(it) => (*it).into(),
            Self::Float(it) => (*it).into(),
            Self::Double(it) => (*it).into(),
            Self::Bytes(bytes) | Self::Fixed(bytes) => text(bytes),
            Self::Text(it) => it.as_str().into(),
            Self::Array(items) => items.iter().map(Self::json).collect(),
            Self::Map(values) | Self::Record(values) => {
                Json::Object(values.iter().map(|(name, it)| (name.clone(), it.json())).collect())
            }
            Self::Union(_, _, inner) if **inner == Self::Null => Json::Null,
            Self::Union(_, branch, inner) => Json::Object([(branch.clone(), inner.json())].into_iter().collect()),
            Self::Enum(_, symbol) => symbol.as_str().into(),
        }
    }

    /// As the specification writes data in bytes ("Binary Encoding").
    pub(crate) fn bytes(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => {}
            Self::Boolean(it) => out.push(u8::from(*it)),
            Self::Integer(it) => long(*it, out),
            Self::Float(it) => out.extend(it.to_le_bytes()),
            Self::Double(it) => out.extend(it.to_le_bytes()),
            Self::Bytes(bytes) => counted(bytes, out),
            Self::Text(text) => counted(text.as_bytes(), out),
            Self::Fixed(bytes) => out.extend(bytes),
            Self::Array(items) => {
                block(items.len(), out);
                for item in items {
                    item.bytes(out);
                }
                if !items.is_empty() {
                    block(0, out);
                }
            }
            Self::Map(values) => {
                block(values.len(), out);
                for (key, value) in values {
                    counted(key.as_bytes(), out);
                    value.bytes(out);
                }
                if !values.is_empty() {
                    block(0, out);
                }
            }
            Self::Record(values) => {
                for (_, value) in values {
                    value.bytes(out);
                }
            }
            Self::Union(branch, _, inner) => {
                block(*branch, out);
                inner.bytes(out);
            }
            Self::Enum(index, _) => block(*index, out),
        }
    }
}

/// Zigzag, seven bits a byte, the lowest first.
fn long(value: i64, out: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
    while rest >= 0x80 {
        out.push(u8::try_from(rest & 0x7f).unwrap_or(0) | 0x80);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap_or(0));
}

fn block(count: usize, out: &mut Vec<u8>) {
    long(i64::try_from(count).unwrap_or(i64::MAX), out);
}

fn counted(bytes: &[u8], out: &mut Vec<u8>) {
    block(bytes.len(), out);
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_specification_shows() {
        for (value, expected) in [
            (0, vec![0]),
            (-1, vec![1]),
            (1, vec![2]),
            (-64, vec![0x7f]),
            (64, vec![0x80, 1]),
            (i64::MIN, {
                let mut all = vec![0xff; 9];
                all.push(1);
                all
            }),
        ] {
            let mut out = Vec::new();
            long(value, &mut out);
            assert_eq!(out, expected, "{value}");
        }
    }
}
