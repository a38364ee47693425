//! What Parquet says of a column beyond the type of its arrays.

use arrow_schema::{DataType, TimeUnit};
use database::ValueKind;
use parquet::basic::{ConvertedType, LogicalType};
use parquet::schema::types::Type;

/// Groups in groups that are looked into.
const DEEPEST: usize = 64;

/// What the bytes and texts of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    Uuid,
    Json,
    Enum,
}

impl Meaning {
    /// Of a column, or of the elements of one that is a list.
    pub(super) fn of(column: &Type) -> Self {
        let mut inner = column;
        for _ in 0..DEEPEST {
            if inner.is_primitive() {
                break;
            }
            match inner.get_fields() {
                [only] => inner = only,
                _ => return Self::Plain,
            }
        }
        let info = inner.get_basic_info();
        match (info.logical_type_ref(), info.converted_type()) {
            (Some(LogicalType::Uuid), _) => Self::Uuid,
            (Some(LogicalType::Json), _) | (None, ConvertedType::JSON) => Self::Json,
            (Some(LogicalType::Enum), _) | (None, ConvertedType::ENUM) => Self::Enum,
            _ => Self::Plain,
        }
    }

    /// What the values of a type are read as.
    pub(super) fn kind(self, of: &DataType) -> ValueKind {
        use DataType as T;
        match of {
            T::Boolean => ValueKind::Bool,
            T::Int8 | T::Int16 | T::Int32 | T::Int64 | T::UInt8 | T::UInt16 | T::UInt32 | T::UInt64 => {
                ValueKind::Integer
            }
            T::Float16 | T::Float32 => ValueKind::Float32,
            T::Float64 => ValueKind::Float64,
            T::Decimal32(_, scale) | T::Decimal64(_, scale) | T::Decimal128(_, scale) | T::Decimal256(_, scale) => {
                ValueKind::Decimal(Some(u32::try_from(*scale).unwrap_or(0)))
            }
            T::Date32 => ValueKind::Date,
            T::Time32(unit) | T::Time64(unit) => ValueKind::Time(Some(digits(*unit))),
            T::Timestamp(unit, None) => ValueKind::Timestamp(Some(digits(*unit))),
            T::Timestamp(unit, Some(_)) => ValueKind::TimestampTz(Some(digits(*unit))),
            T::FixedSizeBinary(16) if self == Self::Uuid => ValueKind::Uuid,
            T::Utf8 | T::LargeUtf8 | T::Utf8View if self == Self::Json => ValueKind::Json,
            T::Binary | T::LargeBinary | T::BinaryView if self == Self::Enum => ValueKind::Enum,
            T::Utf8 | T::LargeUtf8 | T::Utf8View => ValueKind::Text,
            T::List(field) | T::LargeList(field) | T::FixedSizeList(field, _) => {
                ValueKind::Array(Box::new(self.kind(field.data_type())))
            }
            T::Interval(_) => ValueKind::Interval,
            T::Struct(_) | T::Map(..) => ValueKind::Json,
            T::Null => ValueKind::Any,
            _ => ValueKind::Bytes,
        }
    }
}

fn digits(unit: TimeUnit) -> u32 {
    match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    }
}
