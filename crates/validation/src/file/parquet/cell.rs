//! Values of arrays.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, OffsetSizeTrait, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};
use database::{Decimal, Instant, Value};

use super::json;
use super::meaning::Meaning;

/// Reads the value of a row of an array into a value whose memory is used again where it can be.
pub(super) type Read = Box<dyn Fn(usize, &mut Value)>;

/// The reader of an array; none for a type that Parquet does not have.
pub(super) fn reader(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    let value = value(array, meaning)?;
    let Some(nulls) = array.nulls().cloned() else { return Some(value) };
    Some(Box::new(move |row, into| if nulls.is_null(row) { *into = Value::Null } else { value(row, into) }))
}

fn value(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    Some(match array.data_type() {
        DataType::Null => Box::new(|_, into| *into = Value::Null),
        DataType::Boolean => {
            let array = array.as_boolean_opt()?.clone();
            Box::new(move |row, into| *into = Value::Bool(array.value(row)))
        }
        DataType::Int8 => integers::<Int8Type>(array)?,
        DataType::Int16 => integers::<Int16Type>(array)?,
        DataType::Int32 => integers::<Int32Type>(array)?,
        DataType::Int64 => integers::<Int64Type>(array)?,
        DataType::UInt8 => integers::<UInt8Type>(array)?,
        DataType::UInt16 => integers::<UInt16Type>(array)?,
        DataType::UInt32 => integers::<UInt32Type>(array)?,
        DataType::UInt64 => integers::<UInt64Type>(array)?,
        DataType::Float16 => primitives::<Float16Type>(array, |it| Value::Float32(it.to_f32()))?,
        DataType::Float32 => primitives::<Float32Type>(array, Value::Float32)?,
        DataType::Float64 => primitives::<Float64Type>(array, Value::Float64)?,
        DataType::Decimal128(_, scale) => {
            let scale = u8::try_from(*scale).ok()?;
            primitives::<Decimal128Type>(array, move |it| Value::Decimal(Decimal::scaled(it, scale)))?
        }
        DataType::Decimal256(_, scale) => {
            let scale = *scale;
            primitives::<Decimal256Type>(array, move |it| {
                let text = format!("{it}e{}", -i32::from(scale));
                Decimal::parse(&text).map_or(Value::Other(text), Value::Decimal)
            })?
        }
        DataType::Date32 => primitives::<Date32Type>(array, Value::Date)?,
        DataType::Time32(TimeUnit::Second) => {
            primitives::<Time32SecondType>(array, |it| Value::Time(i64::from(it) * 1_000_000))?
        }
        DataType::Time32(_) => primitives::<Time32MillisecondType>(array, |it| Value::Time(i64::from(it) * 1000))?,
        DataType::Time64(TimeUnit::Microsecond) => primitives::<Time64MicrosecondType>(array, Value::Time)?,
        DataType::Time64(_) => primitives::<Time64NanosecondType>(array, time_of_nanos)?,
        DataType::Timestamp(unit, zone) => instants(array, *unit, zone.is_some())?,
        DataType::Utf8 => texts::<i32>(array, meaning)?,
        DataType::LargeUtf8 => texts::<i64>(array, meaning)?,
        DataType::Binary => bytes::<i32>(array, meaning)?,
        DataType::LargeBinary => bytes::<i64>(array, meaning)?,
        DataType::FixedSizeBinary(_) => fixed(array, meaning)?,
        DataType::List(_) => lists::<i32>(array, meaning)?,
        DataType::LargeList(_) => lists::<i64>(array, meaning)?,
        DataType::Struct(_) => json::structs(array, meaning)?,
        DataType::Map(..) => json::maps(array, meaning)?,
        _ => return None,
    })
}

fn primitives<T: ArrowPrimitiveType>(array: &ArrayRef, make: impl Fn(T::Native) -> Value + 'static) -> Option<Read> {
    let array: PrimitiveArray<T> = array.as_primitive_opt::<T>()?.clone();
    Some(Box::new(move |row, into| *into = make(array.value(row))))
}

fn integers<T: ArrowPrimitiveType>(array: &ArrayRef) -> Option<Read>
where
    T::Native: Into<i128>,
{
    primitives::<T>(array, |it| Value::Integer(it.into()))
}

fn instants(array: &ArrayRef, unit: TimeUnit, has_zone: bool) -> Option<Read> {
    let of = if has_zone { Value::TimestampTz } else { Value::Timestamp };
    // A point that microseconds do not reach is none that an engine has.
    let scaled = move |it: i64, factor: i64| match it.checked_mul(factor) {
        Some(micros) => of(Instant::of_micros(micros)),
        None => Value::Other(format!("{it}e{}", factor.ilog10())),
    };
    match unit {
        TimeUnit::Second => primitives::<TimestampSecondType>(array, move |it| scaled(it, 1_000_000)),
        TimeUnit::Millisecond => primitives::<TimestampMillisecondType>(array, move |it| scaled(it, 1000)),
        TimeUnit::Microsecond => primitives::<TimestampMicrosecondType>(array, move |it| of(Instant::of_micros(it))),
        TimeUnit::Nanosecond => primitives::<TimestampNanosecondType>(array, move |it| {
            let nanos = u16::try_from(it.rem_euclid(1000)).unwrap_or(0);
            of(Instant { micros: it.div_euclid(1000), nanos })
        }),
    }
}

/// A time of day finer than microseconds is given as its text: it is equal to none of an engine.
fn time_of_nanos(nanos: i64) -> Value {
    if nanos % 1000 == 0 {
        return Value::Time(nanos / 1000);
    }
    let seconds = nanos / 1_000_000_000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Value::Other(format!("{hours:02}:{minutes:02}:{seconds:02}.{:09}", nanos % 1_000_000_000))
}

fn texts<O: OffsetSizeTrait>(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    let array = array.as_string_opt::<O>()?.clone();
    if meaning == Meaning::Json {
        return Some(Box::new(move |row, into| *into = Value::Json(array.value(row).to_owned())));
    }
    Some(Box::new(move |row, into| put_text(array.value(row), into)))
}

fn put_text(text: &str, into: &mut Value) {
    match into {
        Value::Text(old) => {
            old.clear();
            old.push_str(text);
        }
        other => *other = Value::Text(text.to_owned()),
    }
}

fn put_bytes(bytes: &[u8], into: &mut Value) {
    match into {
        Value::Bytes(old) => {
            old.clear();
            old.extend_from_slice(bytes);
        }
        other => *other = Value::Bytes(bytes.to_vec()),
    }
}

fn bytes<O: OffsetSizeTrait>(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    let array = array.as_binary_opt::<O>()?.clone();
    Some(Box::new(move |row, into| {
        let bytes = array.value(row);
        match std::str::from_utf8(bytes) {
            Ok(text) if meaning == Meaning::Enum => put_text(text, into),
            _ => put_bytes(bytes, into),
        }
    }))
}

fn fixed(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    let array = array.as_fixed_size_binary_opt()?.clone();
    Some(Box::new(move |row, into| {
        let bytes = array.value(row);
        match <[u8; 16]>::try_from(bytes) {
            Ok(uuid) if meaning == Meaning::Uuid => *into = Value::Uuid(uuid),
            _ => put_bytes(bytes, into),
        }
    }))
}

fn lists<O: OffsetSizeTrait>(array: &ArrayRef, meaning: Meaning) -> Option<Read> {
    let array = array.as_list_opt::<O>()?.clone();
    let element = reader(array.values(), meaning)?;
    Some(Box::new(move |row, into| {
        let offsets = array.value_offsets();
        let offset = |at: usize| offsets.get(at).map_or(0, |it| it.as_usize());
        let values = (offset(row)..offset(row + 1)).map(|at| {
            let mut value = Value::Null;
            element(at, &mut value);
            value
        });
        *into = Value::Array(values.collect());
    }))
}
