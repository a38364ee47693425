//! Whom an audience asks, and where it reads.

use plan_engine::migration::MigrationPlan;
use plan_engine::specification::model::AudienceName;

use super::MissingField;

/// Whom an audience asks: what the specification tells, else for those inside whoever decides, by name or by role.
/// Customers know no roles.
pub(super) fn contact(plan: &MigrationPlan, audience: AudienceName, role: &str) -> Result<String, MissingField> {
    let stated = plan.specification.audiences.iter().find(|it| it.audience == audience);
    if let Some(contact) = stated.and_then(|it| it.contact.clone()) {
        return Ok(contact);
    }
    if audience == AudienceName::Customers {
        return Err(MissingField {
            field: "audiences[].contact of `customers`".to_owned(),
            needed_for: "whom customers ask".to_owned(),
            example: "audiences: [{audience: customers, contact: support@your-company}]".to_owned(),
        });
    }
    let known = plan.specification.contacts.iter().find(|it| it.role == role);
    Ok(known.map_or_else(
        || role.to_owned(),
        |it| {
            let name = it.name.as_deref().map_or_else(|| role.to_owned(), |name| format!("{name} ({role})"));
            format!("{name}: {}", it.reach.join(", "))
        },
    ))
}

/// Where an audience reads what it is told.
pub(super) fn channel(plan: &MigrationPlan, audience: AudienceName) -> Option<&str> {
    plan.specification.audiences.iter().find(|it| it.audience == audience)?.channel.as_deref()
}
