//! Encodings of values straight from arrays: what a checksum needs, without a value in between.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type,
};
use arrow_array::{Array, ArrayRef, OffsetSizeTrait};
use arrow_schema::{DataType, TimeUnit};
use database::{Instant, Value};

use super::cell::Read;
use super::meaning::Meaning;
use crate::Form;
use crate::canonical::encode::{date, encode, float32, float64, hexadecimal, instant, put, scaled, whole};

/// Appends the encoding of the value of a row.
pub(super) type Encode = Box<dyn Fn(usize, &mut Vec<u8>)>;

/// Scales that [`scaled`] takes: those of 128 bits.
const LARGEST_SCALE: i8 = 38;

/// The encoder of an array in a form; by way of values, which `read` gives, where there is no shorter one.
pub(super) fn encoder(array: &ArrayRef, meaning: Meaning, form: &Form, read: Read) -> Encode {
    let Some(direct) = direct(array, meaning, form) else {
        let form = form.clone();
        return Box::new(move |row, into| {
            let mut value = Value::Null;
            read(row, &mut value);
            encode(&value, &form, into);
        });
    };
    match array.nulls().cloned() {
        None => direct,
        Some(nulls) => Box::new(move |row, into| if nulls.is_null(row) { into.push(b'~') } else { direct(row, into) }),
    }
}

/// The encoder of values that are not NULL.
fn direct(array: &ArrayRef, meaning: Meaning, form: &Form) -> Option<Encode> {
    match (array.data_type(), form) {
        (DataType::Boolean, Form::Bool | Form::Number) => {
            let array = array.as_boolean_opt()?.clone();
            Some(Box::new(move |row, into| whole(b'n', i64::from(array.value(row)), into)))
        }
        (DataType::Int8, Form::Number | Form::Bool) => integers::<Int8Type>(array),
        (DataType::Int16, Form::Number | Form::Bool) => integers::<Int16Type>(array),
        (DataType::Int32, Form::Number | Form::Bool) => integers::<Int32Type>(array),
        (DataType::Int64, Form::Number | Form::Bool) => integers::<Int64Type>(array),
        (DataType::UInt8, Form::Number | Form::Bool) => integers::<UInt8Type>(array),
        (DataType::UInt16, Form::Number | Form::Bool) => integers::<UInt16Type>(array),
        (DataType::UInt32, Form::Number | Form::Bool) => integers::<UInt32Type>(array),
        (DataType::Float32, Form::Float32) => primitives::<Float32Type>(array, float32),
        (DataType::Float64, Form::Float64) => primitives::<Float64Type>(array, float64),
        (DataType::Decimal128(_, scale), Form::Number) if (0..=LARGEST_SCALE).contains(scale) => {
            let scale = u8::try_from(*scale).ok()?;
            primitives::<Decimal128Type>(array, move |it, into| scaled(it, scale, into))
        }
        (DataType::Date32, Form::Date) => primitives::<Date32Type>(array, date),
        (DataType::Timestamp(unit, _), Form::Timestamp | Form::TimestampTz) => instants(array, *unit),
        (DataType::Utf8, Form::Text) if meaning != Meaning::Json => texts::<i32>(array),
        (DataType::LargeUtf8, Form::Text) if meaning != Meaning::Json => texts::<i64>(array),
        (DataType::Binary, Form::Bytes) if meaning == Meaning::Plain => bytes::<i32>(array),
        (DataType::LargeBinary, Form::Bytes) if meaning == Meaning::Plain => bytes::<i64>(array),
        _ => None,
    }
}

fn primitives<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    put: impl Fn(T::Native, &mut Vec<u8>) + 'static,
) -> Option<Encode> {
    let array = array.as_primitive_opt::<T>()?.clone();
    Some(Box::new(move |row, into| put(array.value(row), into)))
}

fn integers<T: ArrowPrimitiveType>(array: &ArrayRef) -> Option<Encode>
where
    T::Native: Into<i64>,
{
    primitives::<T>(array, |it, into| whole(b'n', it.into(), into))
}

/// Points in time, those of seconds and milliseconds where microseconds reach all of them.
fn instants(array: &ArrayRef, unit: TimeUnit) -> Option<Encode> {
    fn reached<T: ArrowPrimitiveType<Native = i64>>(array: &ArrayRef, factor: i64) -> Option<Encode> {
        let values = array.as_primitive_opt::<T>()?;
        let all = values.values().iter().all(|it| it.checked_mul(factor).is_some());
        all.then(|| primitives::<T>(array, move |it, into| instant(Instant::of_micros(it * factor), into)))?
    }
    match unit {
        TimeUnit::Second => reached::<TimestampSecondType>(array, 1_000_000),
        TimeUnit::Millisecond => reached::<TimestampMillisecondType>(array, 1000),
        TimeUnit::Microsecond => reached::<TimestampMicrosecondType>(array, 1),
        TimeUnit::Nanosecond => None,
    }
}

fn texts<O: OffsetSizeTrait>(array: &ArrayRef) -> Option<Encode> {
    let array = array.as_string_opt::<O>()?.clone();
    Some(Box::new(move |row, into| put(b't', array.value(row).as_bytes(), into)))
}

fn bytes<O: OffsetSizeTrait>(array: &ArrayRef) -> Option<Encode> {
    let array = array.as_binary_opt::<O>()?.clone();
    Some(Box::new(move |row, into| hexadecimal(b'x', array.value(row), into)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array, Int64Array, StringArray,
        TimestampMillisecondArray, TimestampNanosecondArray, UInt8Array, UInt64Array,
    };

    use super::super::cell::reader;
    use super::*;

    #[test]
    fn the_short_way_gives_what_the_long_one_does() {
        let decimals = |scale| {
            let values =
                vec![Some(0), Some(-5), Some(150), Some(-1_000), None, Some(i128::from(i64::MIN) * 100), Some(7)];
            Decimal128Array::from(values).with_precision_and_scale(38, scale).unwrap()
        };
        let arrays: Vec<(ArrayRef, Form)> = vec![
            (Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)])), Form::Bool),
            (Arc::new(Int64Array::from(vec![Some(i64::MIN), None, Some(0), Some(i64::MAX)])), Form::Number),
            (Arc::new(UInt8Array::from(vec![Some(255), None])), Form::Number),
            (Arc::new(UInt64Array::from(vec![Some(u64::MAX), None])), Form::Number),
            (Arc::new(Int64Array::from(vec![Some(7)])), Form::Text),
            (Arc::new(Float32Array::from(vec![Some(-0.0), Some(f32::NAN), None])), Form::Float32),
            (Arc::new(Float32Array::from(vec![Some(0.1)])), Form::Number),
            (Arc::new(Float64Array::from(vec![Some(-f64::NAN), Some(0.1), None])), Form::Float64),
            (Arc::new(decimals(0)), Form::Number),
            (Arc::new(decimals(2)), Form::Number),
            (Arc::new(decimals(38)), Form::Number),
            (Arc::new(decimals(2)), Form::Text),
            (Arc::new(Date32Array::from(vec![Some(-719_162), None, Some(i32::MAX)])), Form::Date),
            (Arc::new(TimestampMillisecondArray::from(vec![Some(-1), None])), Form::Timestamp),
            (Arc::new(TimestampMillisecondArray::from(vec![Some(i64::MAX), Some(1)])), Form::Timestamp),
            (Arc::new(TimestampNanosecondArray::from(vec![Some(-1), None])), Form::TimestampTz),
            (Arc::new(StringArray::from(vec![Some("é,"), Some(""), None])), Form::Text),
            (Arc::new(StringArray::from(vec![Some("1.50"), Some("x"), None])), Form::Number),
            (Arc::new(BinaryArray::from(vec![Some(&b"\x00\xff"[..]), Some(b""), None])), Form::Bytes),
        ];
        for (array, form) in arrays {
            let read = reader(&array, Meaning::Plain).unwrap();
            let short = encoder(&array, Meaning::Plain, &form, reader(&array, Meaning::Plain).unwrap());
            for row in 0..array.len() {
                let (mut value, mut one, mut other) = (Value::Null, Vec::new(), Vec::new());
                read(row, &mut value);
                encode(&value, &form, &mut one);
                short(row, &mut other);
                assert_eq!(String::from_utf8_lossy(&other), String::from_utf8_lossy(&one), "{value:?} as {form:?}");
            }
        }
    }
}
