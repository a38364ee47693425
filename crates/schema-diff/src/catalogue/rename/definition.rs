//! Renames of what is held as its statement, and in such statements.

use super::words::{replace_text, with_name, with_word};
use crate::catalogue::{Catalogue, Definition, DefinitionId, Expression, QualifiedName};

impl Catalogue {
    /// Renames what is held as its statement.
    pub(super) fn rename_definition(&mut self, old: &DefinitionId, new: &DefinitionId) {
        let Some(mut definition) = self.definitions.remove(old) else { return };
        let (Some(from), Some(to)) = (old.qualified(), new.qualified()) else {
            each(&mut definition, &|it| with_word(it, &old.name, &new.name));
            self.definitions.insert(new.clone(), definition);
            return;
        };
        each(&mut definition, &|it| with_name(it, &from, &to));
        self.definitions.insert(new.clone(), definition);
        if old.kind.is_type() {
            self.follow_type(&from, &to);
        } else {
            self.each_expression(&mut |it| *it = with_name(it, &from, &to));
        }
    }

    /// Lets what is part of a relation, or speaks of it, follow its new name.
    pub(super) fn follow_relation(&mut self, old: &QualifiedName, new: &QualifiedName) {
        for (mut id, mut definition) in std::mem::take(&mut self.definitions) {
            each(&mut definition, &|it| with_name(it, old, new));
            if id.relation.as_ref() == Some(old) {
                id.relation = Some(new.clone());
            }
            self.definitions.insert(id, definition);
        }
    }

    /// Lets what is part of a table follow the new name of a column.
    pub(super) fn follow_column(&mut self, table: &QualifiedName, old: &str, new: &str) {
        for (id, definition) in &mut self.definitions {
            if id.relation.as_ref() == Some(table) || definition.mentions(&table.name) {
                each(definition, &|it| with_word(it, old, new));
            }
        }
    }

    /// Lets everything that lies in a schema follow its new name.
    pub(super) fn follow_schema(&mut self, old: &str, new: &str) {
        let (old_prefix, new_prefix) = (format!("{old}."), format!("{new}."));
        let spelt = |it: &str| replace_text(it, &old_prefix, &new_prefix);
        for (mut id, mut definition) in std::mem::take(&mut self.definitions) {
            each(&mut definition, &|it| Expression::new(spelt(&it.text), spelt(&it.canonical)));
            id.detail = spelt(&id.detail);
            if id.schema.as_deref() == Some(old) {
                id.schema = Some(new.to_owned());
            }
            if let Some(relation) = id.relation.as_mut().filter(|it| it.schema == old) {
                new.clone_into(&mut relation.schema);
            }
            self.definitions.insert(id, definition);
        }
    }
}

fn each(definition: &mut Definition, change: &dyn Fn(&Expression) -> Expression) {
    definition.statement = change(&definition.statement);
    definition.also.iter_mut().for_each(|it| *it = change(it));
}
