//! Columns whose values are wider than the type that arrow reads them as: they are read twice, each time in another part. Points in
//! time of 96 bits are nanoseconds, which wrap outside of 1677 to 2262, and microseconds, which do not; spans are months, and days with
//! milliseconds.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    IntervalDayTimeType, IntervalYearMonthType, TimestampMicrosecondType, TimestampNanosecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, IntervalUnit, Schema, TimeUnit};
use database::{Instant, Value};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::Type as Physical;
use parquet::errors::Result;

use super::cell::Read;

/// The columns that are read twice.
pub(super) struct Twins {
    /// As they are read the second time.
    pub(super) metadata: ArrowReaderMetadata,
    /// Their places in the file, ascending.
    pub(super) read: Vec<usize>,
}

impl Twins {
    /// Those among the columns at these places; none where there is none.
    pub(super) fn of(metadata: &ArrowReaderMetadata, places: &[usize]) -> Result<Option<Self>> {
        let roots = metadata.parquet_schema().root_schema().get_fields();
        let mut read = Vec::new();
        let fields = metadata.schema().fields().iter().zip(roots).enumerate().map(|(place, (field, root))| {
            let is_96_bits = root.is_primitive() && root.get_physical_type() == Physical::INT96;
            let second = match field.data_type() {
                DataType::Interval(_) => DataType::Interval(IntervalUnit::YearMonth),
                DataType::Timestamp(_, zone) if is_96_bits => DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
                _ => return Arc::clone(field),
            };
            if places.contains(&place) {
                read.push(place);
            }
            Arc::new(Field::new(field.name(), second, field.is_nullable()))
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        if read.is_empty() {
            return Ok(None);
        }
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true).with_schema(schema);
        let metadata = ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)?;
        Ok(Some(Self { metadata, read }))
    }
}

/// How the values are read of which both readings have a part; what is wrong with them, where they cannot be told.
pub(super) fn reader(array: &ArrayRef, twin: &ArrayRef) -> std::result::Result<Option<Read>, &'static str> {
    let read = match array.data_type() {
        DataType::Interval(_) => spans(array, twin)?,
        _ => instants(array, twin),
    };
    let Some(nulls) = array.nulls().cloned() else { return Ok(read) };
    Ok(read.map(|read| -> Read {
        Box::new(move |row, into| if nulls.is_null(row) { *into = Value::Null } else { read(row, into) })
    }))
}

fn instants(array: &ArrayRef, twin: &ArrayRef) -> Option<Read> {
    let nanos = array.as_primitive_opt::<TimestampNanosecondType>()?.clone();
    let micros = twin.as_primitive_opt::<TimestampMicrosecondType>()?.clone();
    Some(Box::new(move |row, into| {
        let micros = micros.value(row);
        // Both wrap at the same place, so that their distance is what it should be.
        let behind = nanos.value(row).wrapping_sub(micros.wrapping_mul(1000));
        *into = Value::Timestamp(Instant { micros, nanos: u16::try_from(behind).unwrap_or(0) });
    }))
}

fn spans(array: &ArrayRef, twin: &ArrayRef) -> std::result::Result<Option<Read>, &'static str> {
    let (Some(days), Some(months)) =
        (array.as_primitive_opt::<IntervalDayTimeType>(), twin.as_primitive_opt::<IntervalYearMonthType>())
    else {
        return Ok(None);
    };
    // Parquet says that the parts have no sign, and some programs write one.
    if days.iter().flatten().any(|it| it.milliseconds < 0) {
        return Err(
            "a span has more than 2,147,483,647 milliseconds or fewer than none, which its 32 bits do not tell apart: leave the column out",
        );
    }
    let (days, months) = (days.clone(), months.clone());
    Ok(Some(Box::new(move |row, into| {
        let rest = days.value(row);
        *into =
            Value::Interval { months: months.value(row), days: rest.days, micros: i64::from(rest.milliseconds) * 1000 };
    })))
}
