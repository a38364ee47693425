//! The privileges on what lies at a path, and those that something new gets.

use super::{Catalogue, DefaultPrivileges, DefinitionKind, Grants, Object, ObjectPath};

impl Object {
    /// The privileges on the object itself, without those on its columns; none where there are no privileges on its kind.
    pub fn grants(&self) -> Option<&Grants> {
        match self {
            Self::Schema(it) => Some(&it.grants),
            Self::Enum(it) => Some(&it.grants),
            Self::Domain(it) => Some(&it.grants),
            Self::Sequence(it) => Some(&it.grants),
            Self::Table(it) => Some(&it.grants),
            Self::Column(it) => Some(&it.grants),
            Self::View(it) => Some(&it.grants),
            Self::Function(it) => Some(&it.grants),
            Self::Definition(it) => Some(&it.grants),
            Self::DefaultPrivileges(it) => Some(it),
            Self::Extension(_) | Self::Constraint(_) | Self::Index(_) | Self::Trigger(_) => None,
        }
    }
}

impl Catalogue {
    /// The privileges on what lies at `path`, to change them; columns of views have some too.
    pub fn grants_mut(&mut self, path: &ObjectPath) -> Option<&mut Grants> {
        match path {
            ObjectPath::Schema(name) => Some(&mut self.schemas.get_mut(name)?.grants),
            ObjectPath::Enum(name) => Some(&mut self.enums.get_mut(name)?.grants),
            ObjectPath::Domain(name) => Some(&mut self.domains.get_mut(name)?.grants),
            ObjectPath::Sequence(name) => Some(&mut self.sequences.get_mut(name)?.grants),
            ObjectPath::Table(name) => Some(&mut self.tables.get_mut(name)?.grants),
            ObjectPath::View(name) => Some(&mut self.views.get_mut(name)?.grants),
            ObjectPath::Function(signature) => Some(&mut self.functions.get_mut(signature)?.grants),
            ObjectPath::Definition(id) => Some(&mut self.definitions.get_mut(id)?.grants),
            ObjectPath::DefaultPrivileges(of) => self.default_privileges.get_mut(of),
            ObjectPath::Column(relation, name) => {
                if let Some(table) = self.tables.get_mut(relation) {
                    return Some(&mut table.column_mut(name)?.grants);
                }
                let columns = self.views.get_mut(relation)?.columns.as_mut()?;
                columns.iter_mut().find(|it| it.name == *name).map(|it| &mut it.grants)
            }
            ObjectPath::Extension(_) | ObjectPath::Constraint(..) | ObjectPath::Index(..) | ObjectPath::Trigger(..) => {
                None
            }
        }
    }

    /// The privileges that something new at `path` gets when the role that runs the statements makes it: those
    /// everywhere, then those in its schema. None where nothing is said of its kind.
    pub fn default_grants(&self, path: &ObjectPath) -> Option<Grants> {
        let (schema, objects) = match path {
            ObjectPath::Schema(_) => (None, "SCHEMAS"),
            ObjectPath::Enum(name) | ObjectPath::Domain(name) => (Some(&name.schema), "TYPES"),
            ObjectPath::Sequence(name) => (Some(&name.schema), "SEQUENCES"),
            ObjectPath::Table(name) | ObjectPath::View(name) => (Some(&name.schema), "TABLES"),
            ObjectPath::Function(signature) => (Some(&signature.schema), "FUNCTIONS"),
            ObjectPath::Definition(id) => match id.kind {
                kind if kind.is_type() => (id.schema.as_ref(), "TYPES"),
                DefinitionKind::Aggregate => (id.schema.as_ref(), "FUNCTIONS"),
                DefinitionKind::ForeignTable => (id.schema.as_ref(), "TABLES"),
                _ => return None,
            },
            _ => return None,
        };
        let of = |schema: Option<&String>| {
            let of = DefaultPrivileges { role: None, schema: schema.cloned(), objects: objects.to_owned() };
            self.default_privileges.get(&of)
        };
        let everywhere = of(None);
        let here = schema.and_then(|schema| of(Some(schema)));
        if everywhere.is_none() && here.is_none() {
            return None;
        }
        let mut given = everywhere.cloned().unwrap_or_default();
        for (role, privileges) in here.iter().flat_map(|it| &it.granted) {
            for (privilege, option) in privileges {
                given.grant(role, std::slice::from_ref(privilege), *option, &["EXECUTE"]);
            }
        }
        Some(given)
    }
}
