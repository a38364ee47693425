//! What is held as its statement.

use super::Writer;
use crate::catalogue::{DefinitionId, DefinitionKind};

impl Writer {
    /// The kind and identity of what is held as its statement, as `DROP` and `COMMENT ON` take it.
    pub fn definition(self, id: &DefinitionId) -> String {
        let words = id.kind.as_sql();
        let detail = &id.detail;
        let own = match (id.kind, id.qualified(), &id.relation) {
            (DefinitionKind::Cast | DefinitionKind::Transform, ..) => detail.clone(),
            (DefinitionKind::UserMapping, ..) => format!("FOR {} {detail}", self.role(&id.name)),
            (_, _, Some(relation)) => format!("{} ON {}", self.ident(&id.name), self.name(relation)),
            // An operator's name is no identifier.
            (DefinitionKind::Operator, Some(name), _) => format!("{}.{} {detail}", self.ident(&name.schema), name.name),
            (DefinitionKind::Aggregate, Some(name), _) => format!("{}{detail}", self.name(&name)),
            (_, Some(name), _) => format!("{} {detail}", self.name(&name)),
            (_, None, _) => format!("{} {detail}", self.ident(&id.name)),
        };
        format!("{words} {}", own.trim_end())
    }

    fn role(self, name: &str) -> String {
        let keyword = matches!(name, "public" | "current_user" | "current_role" | "session_user");
        if keyword { name.to_uppercase() } else { self.ident(name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::catalogue::QualifiedName;

    #[test]
    fn every_kind_is_found_by_its_identity() {
        let id = |kind, schema: Option<&str>, name: &str, detail: &str, relation: Option<QualifiedName>| {
            let (schema, name, detail) = (schema.map(str::to_owned), name.to_owned(), detail.to_owned());
            Writer::new(Dialect::Postgres).definition(&DefinitionId { kind, schema, name, detail, relation })
        };
        let table = Some(QualifiedName::new("app", "t"));
        assert_eq!(id(DefinitionKind::Policy, None, "own Rows", "", table), "POLICY \"own Rows\" ON app.t");
        assert_eq!(
            id(DefinitionKind::Operator, Some("app"), "@@", "(NONE, integer)", None),
            "OPERATOR app.@@ (NONE, integer)"
        );
        assert_eq!(id(DefinitionKind::Aggregate, Some("app"), "agg", "(*)", None), "AGGREGATE app.agg(*)");
        assert_eq!(id(DefinitionKind::Cast, None, "", "(text AS app.t)", None), "CAST (text AS app.t)");
        assert_eq!(
            id(DefinitionKind::UserMapping, None, "public", "SERVER s", None),
            "USER MAPPING FOR PUBLIC SERVER s"
        );
        assert_eq!(
            id(DefinitionKind::OperatorClass, Some("app"), "c", "USING btree", None),
            "OPERATOR CLASS app.c USING btree"
        );
        assert_eq!(id(DefinitionKind::RangeType, Some("app"), "r", "", None), "TYPE app.r");
    }
}
