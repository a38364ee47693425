//! Casts to types that are gone or take fewer values (PostgreSQL).

use findings::Witness;

use super::condition::comparisons;
use super::{select, writer};
use crate::catalogue::{Column, ColumnSettings, Domain, DomainCheck, Grants, QualifiedName, Table};
use crate::rules::context::Context;

/// Casts NULL to a type that the new side does not have.
pub(crate) fn cast_null(context: &Context<'_>, name: &QualifiedName) -> Witness {
    select(&format!("NULL::{}", writer(context).name(name)), format!("type \"{name}\" does not exist"))
}

/// Casts NULL to a domain that refuses it on the new side.
pub(crate) fn cast_refused_null(context: &Context<'_>, name: &QualifiedName) -> Witness {
    select(
        &format!("NULL::{}", writer(context).name(name)),
        format!("domain {} does not allow null values", writer(context).ident(&name.name)),
    )
}

/// Casts a value to a domain whose `check` refuses it on the new side.
pub(crate) fn cast_violating(
    context: &Context<'_>,
    name: &QualifiedName,
    domain: &Domain,
    (check_name, check): (&str, &DomainCheck),
) -> Option<Witness> {
    // `VALUE` reads as a column of a table that nobody has.
    let table = Table { columns: vec![value_of(domain)], ..Table::default() };
    let found = comparisons(&context.after.catalogue, &table, &check.expression);
    let (_, value) = found.into_iter().find_map(|it| it.violating)?.into_iter().next()?;
    let (domain, constraint) = (writer(context).ident(&name.name), format!("\"{check_name}\""));
    let error = format!("value for domain {domain} violates check constraint {constraint}");
    Some(select(&format!("({value})::{}", writer(context).name(name)), error))
}

fn value_of(domain: &Domain) -> Column {
    Column {
        name: "value".to_owned(),
        data_type: domain.data_type.clone(),
        collation: None,
        not_null: false,
        default: None,
        identity: None,
        generated: None,
        comment: None,
        settings: ColumnSettings::default(),
        grants: Grants::default(),
    }
}
