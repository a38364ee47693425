//! Operations and answers made up at random, for tests.

use std::collections::BTreeMap;

use apollo_compiler::ast::{Definition, Document, Selection};
use serde_json::{Map, Value as Json, json};

use super::super::model::{Field, Input, Root, Schema, TypeKind, TypeRef, Wrapper};
use super::literal::{in_lists, literal};

/// Numbers that look random.
#[derive(Debug)]
pub(in crate::graphql) struct Chance(u64);

impl Chance {
    pub(in crate::graphql) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`; 0 where there is none. By `SplitMix64`.
    pub(in crate::graphql) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) % (bound.max(1) as u64)).unwrap_or(0)
    }

    pub(in crate::graphql) fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// An operation made up.
pub(in crate::graphql) fn made_up_operation(schema: &Schema<'_>, chance: &mut Chance) -> Option<String> {
    let mut operation = Operation { schema, chance, variables: Vec::new() };
    let root = schema.root(Root::Query)?.text;
    let inner = operation.selections(root, 4)?;
    let directive = operation.directive("QUERY");
    let variables = match operation.variables.as_slice() {
        [] => String::new(),
        all => format!("({})", all.join(", ")),
    };
    Some(format!("query Made{variables}{directive} {inner}"))
}

struct Operation<'a, 'c> {
    schema: &'a Schema<'a>,
    chance: &'c mut Chance,
    variables: Vec<String>,
}

impl Operation<'_, '_> {
    fn selections(&mut self, of: &str, depth: usize) -> Option<String> {
        let found = self.schema.get(of)?;
        let mut all = vec!["__typename".to_owned()];
        for at in 0..=self.chance.below(3) {
            if let Some(field) = found.fields.get(self.chance.below(found.fields.len())) {
                all.extend(self.field(field, depth).map(|field| format!("f{at}{}: {field}", field.len())));
            }
        }
        let fragment = *self.chance.pick(&["", "Cat", "Dog", "Named", "Any"]);
        if !fragment.is_empty() && depth > 1 && found.kind != TypeKind::Object {
            let inner = self.selections(fragment, depth - 2)?;
            let directive = self.directive("INLINE_FRAGMENT");
            all.push(format!("... on {fragment}{directive} {inner}"));
        }
        Some(format!("{{ {} }}", all.join(" ")))
    }

    fn field(&mut self, field: &Field<'_>, depth: usize) -> Option<String> {
        let mut given = Vec::new();
        for argument in &field.arguments {
            if argument.is_required() || self.chance.below(2) == 0 {
                given.push(format!("{}: {}", argument.head.name.text, self.value(argument)?));
            }
        }
        let given = if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
        let inner = match self.schema.kind(field.ty.name)? {
            kind if kind.is_composite() && depth == 0 => return None,
            kind if kind.is_composite() => self.selections(field.ty.name, depth - 1)?,
            _ => String::new(),
        };
        Some(format!("{}{given}{} {inner}", field.head.name.text, self.directive("FIELD")))
    }

    fn directive(&mut self, location: &str) -> String {
        let of = self.schema.directives.iter().find(|it| it.locations.iter().any(|it| it.text == location));
        let Some(directive) = of.filter(|_| self.chance.below(4) == 0) else { return String::new() };
        let given: Option<Vec<_>> = directive
            .arguments
            .iter()
            .filter(|it| it.is_required())
            .map(|it| Some(format!("{}: {}", it.head.name.text, literal(self.schema, it.ty)?)))
            .collect();
        match given {
            Some(given) if given.is_empty() => format!(" @{}", directive.head.name.text),
            Some(given) => format!(" @{}({})", directive.head.name.text, given.join(", ")),
            None => String::new(),
        }
    }

    fn value(&mut self, input: &Input<'_>) -> Option<String> {
        match self.chance.below(4) {
            0 => {
                let name = format!("$v{}", self.variables.len());
                self.variables.push(format!("{name}: {}", input.ty));
                Some(name)
            }
            1 if !input.ty.is_non_null() => Some("null".to_owned()),
            2 if self.schema.kind(input.ty.name) == Some(TypeKind::Enum) => {
                let values = &self.schema.get(input.ty.name)?.values;
                let value = self.chance.pick(values).head.name.text.to_owned();
                Some(in_lists(input.ty, value))
            }
            3 if self.schema.kind(input.ty.name) == Some(TypeKind::Input) => {
                let found = self.schema.get(input.ty.name)?;
                let all: Option<Vec<_>> = found
                    .inputs
                    .iter()
                    .map(|it| Some(format!("{}: {}", it.head.name.text, literal(self.schema, it.ty)?)))
                    .collect();
                Some(in_lists(input.ty, format!("{{ {} }}", all?.join(", "))))
            }
            _ => literal(self.schema, input.ty),
        }
    }
}

/// An answer to the operation that the schema allows.
pub(in crate::graphql) fn made_up_answer(schema: &Schema<'_>, operation: &str, chance: &mut Chance) -> Option<Json> {
    let document = Document::parse(operation, "a.graphql").ok()?;
    let Some(Definition::OperationDefinition(operation)) = document.definitions.first() else { return None };
    object(schema, schema.root(Root::Query)?.text, &operation.selection_set, chance)
}

fn object(schema: &Schema<'_>, of: &str, selections: &[Selection], chance: &mut Chance) -> Option<Json> {
    let possible: Vec<&str> = match schema.get(of)?.kind {
        TypeKind::Object => vec![of],
        TypeKind::Union => schema.get(of)?.members.iter().map(|it| it.text).collect(),
        _ => {
            let implements = |it: &&super::super::model::Type<'_>| it.interfaces.iter().any(|it| it.text == of);
            schema.types.iter().filter(implements).map(|it| it.head.name.text).collect()
        }
    };
    let concrete = *possible.get(chance.below(possible.len()))?;
    let mut fields = BTreeMap::new();
    gather(schema, concrete, selections, chance, &mut fields)?;
    let mut map = Map::new();
    map.insert("__typename".to_owned(), json!(concrete));
    map.extend(fields);
    Some(Json::Object(map))
}

/// The fields of the object, by their own names: the resolver of the tests knows no other.
fn gather(
    schema: &Schema<'_>,
    of: &str,
    selections: &[Selection],
    chance: &mut Chance,
    fields: &mut BTreeMap<String, Json>,
) -> Option<()> {
    for selection in selections {
        match selection {
            Selection::Field(field) if field.name.as_str() == "__typename" => {}
            Selection::Field(field) => {
                let definition = schema.get(of)?.field(&field.name)?;
                let value = value(schema, definition.ty, &field.selection_set, chance)?;
                fields.entry(field.name.to_string()).or_insert(value);
            }
            Selection::InlineFragment(fragment) => {
                gather(schema, of, &fragment.selection_set, chance, fields);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
    Some(())
}

fn value(schema: &Schema<'_>, ty: TypeRef<'_>, selections: &[Selection], chance: &mut Chance) -> Option<Json> {
    match ty.unwrapped() {
        Some((Wrapper::NonNull, inner)) => some_value(schema, inner, selections, chance),
        _ if chance.below(3) == 0 => Some(Json::Null),
        _ => some_value(schema, ty, selections, chance),
    }
}

fn some_value(schema: &Schema<'_>, ty: TypeRef<'_>, selections: &[Selection], chance: &mut Chance) -> Option<Json> {
    if let Some((Wrapper::List, item)) = ty.unwrapped() {
        return Some(Json::Array(vec![value(schema, item, selections, chance)?]));
    }
    Some(match ty.name {
        "Int" => json!(1),
        "Float" => json!(1.5),
        "Boolean" => json!(true),
        "ID" | "String" => json!("a"),
        name => match schema.kind(name)? {
            TypeKind::Enum => json!(chance.pick(&schema.get(name)?.values).head.name.text),
            TypeKind::Scalar => json!(1),
            TypeKind::Input => return None,
            _ => object(schema, name, selections, chance)?,
        },
    })
}
