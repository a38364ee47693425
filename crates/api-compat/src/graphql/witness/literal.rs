//! Values for arguments.

use serde_json::{Value as Json, json};

use super::super::model::{Field, Input, Schema, Type, TypeKind, TypeRef, Wrapper};

/// Levels of input objects in a value.
const DEPTH: usize = 8;

/// A value of the type as GraphQL writes it: as little as is allowed.
pub(super) fn literal(schema: &Schema<'_>, ty: TypeRef<'_>) -> Option<String> {
    sample(schema, ty, DEPTH)
}

fn sample(schema: &Schema<'_>, ty: TypeRef<'_>, depth: usize) -> Option<String> {
    if depth == 0 {
        return None;
    }
    if let Some(item) = ty.item() {
        return Some(format!("[{}]", sample(schema, item, depth - 1)?));
    }
    let text = match ty.name {
        "Int" => "1".to_owned(),
        "Float" => "1.5".to_owned(),
        "Boolean" => "true".to_owned(),
        "ID" | "String" => "\"a\"".to_owned(),
        name => {
            let found = schema.get(name)?;
            match found.kind {
                TypeKind::Enum => found.values.first()?.head.name.text.to_owned(),
                TypeKind::Scalar => "\"a\"".to_owned(),
                TypeKind::Input => object(schema, found, &[], depth - 1)?,
                _ => return None,
            }
        }
    };
    Some(text)
}

/// An input object with its required fields, and those given.
pub(super) fn object_with(schema: &Schema<'_>, found: &Type<'_>, given: &[(&str, String)]) -> Option<String> {
    object(schema, found, given, DEPTH)
}

fn object(schema: &Schema<'_>, found: &Type<'_>, given: &[(&str, String)], depth: usize) -> Option<String> {
    let one_of = found.head.applied("oneOf").is_some() && given.is_empty();
    let mut fields = Vec::new();
    for (at, field) in found.inputs.iter().enumerate() {
        let name = field.head.name.text;
        let value = match given.iter().find(|(it, _)| *it == name) {
            Some((_, value)) => value.clone(),
            None if field.is_required() || (one_of && at == 0) => sample(schema, field.ty, depth)?,
            None => continue,
        };
        fields.push(format!("{name}: {value}"));
    }
    Some(if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) })
}

/// `(name: value, …)`: the required arguments, and those given; empty where there are none.
pub(super) fn arguments(schema: &Schema<'_>, defined: &[Input<'_>], given: &[(&str, String)]) -> Option<String> {
    let mut all = Vec::new();
    for argument in defined {
        let name = argument.head.name.text;
        let value = match given.iter().find(|(it, _)| *it == name) {
            Some((_, value)) => value.clone(),
            None if argument.is_required() => literal(schema, argument.ty)?,
            None => continue,
        };
        all.push(format!("{name}: {value}"));
    }
    Some(if all.is_empty() { String::new() } else { format!("({})", all.join(", ")) })
}

/// What is asked for of a field: its name, arguments, and `__typename` where it is no leaf.
pub(super) fn selection(schema: &Schema<'_>, field: &Field<'_>, given: &[(&str, String)]) -> Option<String> {
    let arguments = arguments(schema, &field.arguments, given)?;
    let composite = schema.kind(field.ty.name).is_some_and(TypeKind::is_composite);
    let inner = if composite { " { __typename }" } else { "" };
    Some(format!("{}{arguments}{inner}", field.head.name.text))
}

/// The value in as many lists as the type has around its name.
pub(super) fn in_lists(ty: TypeRef<'_>, value: String) -> String {
    match ty.item() {
        Some(item) => format!("[{}]", in_lists(item, value)),
        None => value,
    }
}

/// A value as a server answers it; objects are of the type `typename`.
pub(super) fn answer(
    schema: &Schema<'_>,
    ty: TypeRef<'_>,
    typename: impl Fn(&str) -> Option<String> + Copy,
) -> Option<Json> {
    if let Some(item) = ty.item() {
        return Some(Json::Array(vec![answer(schema, item, typename)?]));
    }
    Some(match ty.name {
        "Int" => json!(1),
        "Float" => json!(1.5),
        "Boolean" => json!(true),
        "ID" | "String" => json!("a"),
        name => {
            let found = schema.get(name)?;
            match found.kind {
                TypeKind::Enum => json!(found.values.first()?.head.name.text),
                TypeKind::Scalar => json!({ "a": 1 }),
                TypeKind::Input => return None,
                _ => json!({ "__typename": typename(name)? }),
            }
        }
    })
}

/// An answer that the old type does not allow where the new one does, because it promises less: `null` where there was a
/// value, or one value where there were several. None where only the name differs.
pub(super) fn lesser(
    schema: &Schema<'_>,
    old: TypeRef<'_>,
    new: TypeRef<'_>,
    typename: impl Fn(&str) -> Option<String> + Copy,
) -> Option<Json> {
    match (old.unwrapped(), new.unwrapped()) {
        (Some((Wrapper::NonNull, old)), Some((Wrapper::NonNull, new))) => lesser(schema, old, new, typename),
        (Some((Wrapper::NonNull, _)), _) => Some(Json::Null),
        (_, Some((Wrapper::NonNull, new))) => lesser(schema, old, new, typename),
        (Some((Wrapper::List, old)), Some((Wrapper::List, new))) => {
            Some(Json::Array(vec![lesser(schema, old, new, typename)?]))
        }
        (None, None) if old.name == new.name => None,
        _ => answer(schema, new, typename),
    }
}
