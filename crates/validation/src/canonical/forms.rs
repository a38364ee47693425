//! Which form a column has that both sides share.

use database::{EngineKind, ValueKind};

use crate::{Equality, Form, SideInfo};

/// Something that a reader of the result has to know: what is not compared exactly, or cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The column that it is about, where it is about one.
    pub column: Option<String>,
    /// What there is to know.
    pub text: String,
}

/// The form of each field that both sides share, and what is lost by it.
pub fn forms(source: &SideInfo, target: &SideInfo, names: &[String], equality: Equality) -> (Vec<Form>, Vec<Note>) {
    let same_engine = source.engine.is_some() && source.engine == target.engine;
    let mut notes = Vec::new();
    let kinds = source.kinds.iter().zip(&target.kinds).zip(names).enumerate();
    let forms = kinds
        .map(|(at, ((one, other), name))| {
            let alike = same_engine && one == other && written_alike(one, type_of(source, at), type_of(target, at));
            let form = match equality {
                Equality::Exact if alike => Form::AsIs,
                Equality::Engine if alike => Form::Folded,
                _ if one == other && matches!(one, ValueKind::Other(_)) => Form::AsIs,
                _ => match shared(one, other) {
                    Form::Text if fills_up(source, at) || fills_up(target, at) => Form::Unpadded,
                    form => form,
                },
            };
            let told = lost(one, other, &form, [source.engine, target.engine]);
            let folds = |side: &SideInfo| side.table.as_ref().and_then(|it| it.column(name)).is_some_and(|it| it.equates_texts);
            if equality == Equality::Engine && (folds(source) || folds(target)) {
                let text = "the engine takes texts for equal that have other bytes; here texts are compared by their bytes: a tolerance of \
                            case may be what is meant";
                notes.push(Note { column: Some(name.clone()), text: text.to_owned() });
            }
            notes.extend(told.map(|text| Note { column: Some(name.clone()), text }));
            form
        })
        .collect();
    (forms, notes)
}

fn type_of(side: &SideInfo, at: usize) -> Option<&str> {
    side.types.get(at)?.as_deref()
}

/// Whether two types of one engine and kind write a value in the same way: `json` keeps its text where `jsonb` does not, and
/// `character(5)` has other blanks at the end than `character(9)`.
fn written_alike(kind: &ValueKind, one: Option<&str>, other: Option<&str>) -> bool {
    match kind {
        ValueKind::Array(of) => written_alike(of, one, other),
        ValueKind::Json => one == other,
        ValueKind::Text => one == other || ![one, other].into_iter().flatten().any(is_padded),
        _ => true,
    }
}

/// Whether a column's type fills texts up with blanks, which `PostgreSQL` gives as part of the value.
fn fills_up(side: &SideInfo, at: usize) -> bool {
    side.engine == Some(EngineKind::Postgres) && type_of(side, at).is_some_and(is_padded)
}

/// `PostgreSQL`'s manual, 8.3: blanks at the end of a `character(n)` mean nothing.
fn is_padded(type_name: &str) -> bool {
    type_name == "bpchar" || type_name.starts_with("character(")
}

/// What two kinds have in common.
fn shared(one: &ValueKind, other: &ValueKind) -> Form {
    use ValueKind as Kind;
    match (one, other) {
        (Kind::Array(one), Kind::Array(other)) => Form::Array(Box::new(shared(one, other))),
        (Kind::Bool, Kind::Bool) => Form::Bool,
        (Kind::Json, Kind::Json | Kind::Array(_)) | (Kind::Array(_), Kind::Json) => Form::Json,
        (Kind::Float32, Kind::Float32 | Kind::Float64) | (Kind::Float64, Kind::Float32) => Form::Float32,
        (Kind::Float64, Kind::Float64) => Form::Float64,
        (Kind::Bytes, Kind::Bytes) => Form::Bytes,
        (Kind::Time(_), Kind::Time(_)) => Form::Time,
        (Kind::TimeTz(_), Kind::TimeTz(_)) => Form::TimeTz,
        (Kind::Date, Kind::Date) => Form::Date,
        (Kind::Timestamp(_), Kind::Timestamp(_)) => Form::Timestamp,
        (
            Kind::Timestamp(_) | Kind::TimestampTz(_) | Kind::Date,
            Kind::Timestamp(_) | Kind::TimestampTz(_) | Kind::Date,
        ) => Form::TimestampTz,
        (Kind::Interval, Kind::Interval) => Form::Interval,
        (Kind::Uuid, Kind::Uuid | Kind::Bytes) | (Kind::Bytes, Kind::Uuid) => Form::Uuid,
        (one, other) if is_number(one) && is_number(other) => Form::Number,
        (one, other) if takes_any(one) => alone(other),
        (one, other) if takes_any(other) => alone(one),
        _ => Form::Text,
    }
}

fn is_number(kind: &ValueKind) -> bool {
    use ValueKind as Kind;
    matches!(kind, Kind::Bool | Kind::Integer | Kind::Decimal(_) | Kind::Float32 | Kind::Float64)
}

/// Kinds whose values are read as what the other side has.
fn takes_any(kind: &ValueKind) -> bool {
    matches!(kind, ValueKind::Any | ValueKind::Text | ValueKind::Enum | ValueKind::Other(_))
}

/// The form of a kind beside texts.
fn alone(kind: &ValueKind) -> Form {
    use ValueKind as Kind;
    match kind {
        Kind::Bool => Form::Bool,
        Kind::Integer | Kind::Decimal(_) => Form::Number,
        Kind::Float32 => Form::Float32,
        Kind::Float64 => Form::Float64,
        Kind::Bytes => Form::Bytes,
        Kind::Date => Form::Date,
        Kind::Time(_) => Form::Time,
        Kind::TimeTz(_) => Form::TimeTz,
        Kind::Timestamp(_) => Form::Timestamp,
        Kind::TimestampTz(_) => Form::TimestampTz,
        Kind::Interval => Form::Interval,
        Kind::Uuid => Form::Uuid,
        Kind::Json => Form::Json,
        Kind::Array(of) => Form::Array(Box::new(alone(of))),
        Kind::Text | Kind::Enum | Kind::Any | Kind::Other(_) => Form::Text,
    }
}

/// What is not compared in full, in a sentence.
fn lost(one: &ValueKind, other: &ValueKind, form: &Form, engines: [Option<EngineKind>; 2]) -> Option<String> {
    use ValueKind as Kind;
    let digits = |kind: &ValueKind| match kind {
        Kind::Timestamp(digits) | Kind::TimestampTz(digits) | Kind::Time(digits) => *digits,
        _ => None,
    };
    match (one, other) {
        (Kind::Float32, Kind::Float64) | (Kind::Float64, Kind::Float32) => Some(
            "one side has 32 bits and the other 64: both are compared rounded to 32 bits, what lies below is not seen"
                .into(),
        ),
        (Kind::Timestamp(_) | Kind::Date, Kind::TimestampTz(_))
        | (Kind::TimestampTz(_), Kind::Timestamp(_) | Kind::Date) => {
            Some("one side has a time zone and the other has none: times without a zone are taken for UTC".into())
        }
        _ if *form == Form::Unpadded => {
            Some("one side's type fills texts up with blanks: blanks at the end are not compared".into())
        }
        _ => match (digits(one), digits(other)) {
            (Some(one), Some(other)) if one != other => Some(format!(
                "the source keeps {one} digits of a second and the target {other}: what one side has lost is a difference \
                 unless a tolerance for this column says otherwise",
            )),
            _ if *form == Form::Text && one != other && !(takes_any(one) && takes_any(other)) => Some(format!(
                "the types of {} and {} have nothing in common but their text: the texts are compared",
                product(engines[0]),
                product(engines[1]),
            )),
            _ => None,
        },
    }
}

fn product(engine: Option<EngineKind>) -> &'static str {
    engine.map_or("a file", EngineKind::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_does_not_depend_on_the_direction() {
        use ValueKind as Kind;
        let kinds = [
            Kind::Bool,
            Kind::Integer,
            Kind::Decimal(Some(2)),
            Kind::Float32,
            Kind::Float64,
            Kind::Text,
            Kind::Enum,
            Kind::Bytes,
            Kind::Date,
            Kind::Time(None),
            Kind::TimeTz(None),
            Kind::Timestamp(Some(6)),
            Kind::TimestampTz(Some(3)),
            Kind::Interval,
            Kind::Uuid,
            Kind::Json,
            Kind::Array(Box::new(Kind::Integer)),
            Kind::Any,
            Kind::Other("point".into()),
        ];
        for one in &kinds {
            for other in &kinds {
                assert_eq!(shared(one, other), shared(other, one), "{one:?} {other:?}");
            }
        }
        assert_eq!(shared(&Kind::Integer, &Kind::Any), Form::Number);
        assert_eq!(shared(&Kind::Float64, &Kind::Decimal(None)), Form::Number);
        assert_eq!(shared(&Kind::Text, &Kind::Uuid), Form::Uuid);
    }
}
