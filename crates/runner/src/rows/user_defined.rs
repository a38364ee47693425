//! Domains, composite types, ranges and multiranges of a schema.

use schema_diff::catalogue::{Catalogue, DataType, Definition, DefinitionId, DefinitionKind};

use super::values::Family;

/// What the type called `name` is made of; `of` tells that of its parts. None for a type of another kind.
pub(crate) fn of(catalogue: &Catalogue, name: &str, of: impl Fn(&DataType) -> Family) -> Option<Family> {
    let name = name.replace('"', "");
    if let Some((_, domain)) = catalogue.domains.iter().find(|(it, _)| it.to_string() == name) {
        return Some(of(&domain.data_type));
    }
    let mut definitions = catalogue.definitions.iter();
    if let Some((id, definition)) = definitions.find(|(id, _)| id.kind.is_type() && called(id) == name) {
        return match id.kind {
            DefinitionKind::CompositeType => {
                Some(Family::Record(definition.attributes.iter().map(|it| of(&it.data_type)).collect()))
            }
            DefinitionKind::RangeType => range(definition, &of),
            _ => None,
        };
    }
    let mut ranges = catalogue.definitions.iter().filter(|(id, _)| id.kind == DefinitionKind::RangeType);
    let multirange = ranges.find(|(id, it)| is_multirange_of(&name, id, it));
    multirange.and_then(|(_, it)| range(it, &of)).map(|it| Family::Multirange(Box::new(it)))
}

fn called(id: &DefinitionId) -> String {
    id.qualified().map(|name| name.to_string()).unwrap_or_default()
}

fn range(definition: &Definition, of: &impl Fn(&DataType) -> Family) -> Option<Family> {
    definition.attributes.first().map(|subtype| Family::Range(Box::new(of(&subtype.data_type))))
}

/// Whether `name` is that of the multirange type that came with the range type.
fn is_multirange_of(name: &str, id: &DefinitionId, definition: &Definition) -> bool {
    let own = name.rsplit('.').next().unwrap_or(name);
    let usual = if id.name.contains("range") {
        id.name.replacen("range", "multirange", 1)
    } else {
        format!("{}_multirange", id.name)
    };
    own == usual || (definition.mentions("multirange_type_name") && definition.mentions(own))
}
