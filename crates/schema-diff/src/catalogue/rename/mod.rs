//! Renames carried through a catalogue, as the engine carries them.

mod definition;
mod expressions;
mod table;
mod words;

use std::collections::BTreeMap;

use self::words::{replace_text, replace_word, with_name, with_word};
use super::{Catalogue, Constraint, DataType, Function, ObjectPath, QualifiedName, Signature, Trigger};

impl Catalogue {
    /// Renames the object at `from` to `to`, and follows it in everything that refers to it by name. Returns false, and
    /// changes nothing, where there is nothing at `from` or where the kinds differ; extensions have no other name.
    pub fn rename(&mut self, from: &ObjectPath, to: &ObjectPath) -> bool {
        if self.get(from).is_none() {
            return false;
        }
        match (from, to) {
            (ObjectPath::Schema(old), ObjectPath::Schema(new)) => self.rename_schema(old, new),
            (ObjectPath::Enum(old), ObjectPath::Enum(new)) => self.rename_enum(old, new),
            (ObjectPath::Domain(old), ObjectPath::Domain(new)) => {
                rekey(&mut self.domains, old, new);
                self.follow_type(old, new);
            }
            (ObjectPath::Sequence(old), ObjectPath::Sequence(new)) => {
                rekey(&mut self.sequences, old, new);
                self.each_expression(&mut |it| *it = with_name(it, old, new));
            }
            (ObjectPath::Table(old), ObjectPath::Table(new)) => self.rename_table(old, new),
            (ObjectPath::View(old), ObjectPath::View(new)) => {
                rekey(&mut self.views, old, new);
                self.follow_relation(old, new);
                self.each_expression(&mut |it| *it = with_name(it, old, new));
            }
            (ObjectPath::Function(old), ObjectPath::Function(new)) => self.rename_function(old, new),
            (ObjectPath::Definition(old), ObjectPath::Definition(new)) => self.rename_definition(old, new),
            // Partitions and tables that inherit have it from the table.
            (ObjectPath::Column(table, old), ObjectPath::Column(_, new)) => {
                self.tree(table).iter().for_each(|it| self.rename_column(it, old, new));
            }
            (ObjectPath::Constraint(table, old), ObjectPath::Constraint(_, new)) => {
                self.rename_constraint(table, old, new);
            }
            (ObjectPath::Index(relation, old), ObjectPath::Index(_, new)) => {
                let indexes = match (self.tables.get_mut(relation), self.views.get_mut(relation)) {
                    (Some(table), _) => &mut table.indexes,
                    (None, Some(view)) => &mut view.indexes,
                    (None, None) => return false,
                };
                rekey(indexes, old, new);
                indexes.get_mut(new).into_iter().for_each(|it| new.clone_into(&mut it.name));
                self.follow_attached(relation, old, new);
            }
            (ObjectPath::Trigger(relation, old), ObjectPath::Trigger(_, new)) => {
                let triggers = match (self.tables.get_mut(relation), self.views.get_mut(relation)) {
                    (Some(table), _) => &mut table.triggers,
                    (None, Some(view)) => &mut view.triggers,
                    (None, None) => return false,
                };
                rekey(triggers, old, new);
                triggers.get_mut(new).into_iter().for_each(|it| name_trigger(it, old, new));
            }
            _ => return false,
        }
        true
    }

    /// Renames a constraint; a check has its name in the tables that inherit it too.
    fn rename_constraint(&mut self, table: &QualifiedName, old: &str, new: &str) {
        for name in self.tree(table) {
            let Some(own) = self.tables.get_mut(&name) else { continue };
            if name != *table && !own.constraints.get(old).is_some_and(Constraint::is_inherited) {
                continue;
            }
            rekey(&mut own.constraints, old, new);
            own.constraints.get_mut(new).into_iter().for_each(|it| new.clone_into(&mut it.name));
            if own.inherited.remove(old) {
                own.inherited.insert(new.to_owned());
            }
        }
        self.follow_attached(table, old, new);
    }

    /// What is attached to the index or key of the table follows its new name.
    fn follow_attached(&mut self, table: &QualifiedName, old: &str, new: &str) {
        for (_, child) in self.tables.iter_mut().filter(|(_, it)| it.is_child_of(table)) {
            let keys = child.constraints.values_mut().map(|it| &mut it.parent);
            let links = keys.chain(child.indexes.values_mut().map(|it| &mut it.parent)).flatten();
            links.filter(|it| *it == old).for_each(|it| new.clone_into(it));
        }
    }

    fn rename_enum(&mut self, old: &QualifiedName, new: &QualifiedName) {
        rekey(&mut self.enums, old, new);
        self.follow_type(old, new);
    }

    /// Lets everything that speaks of a type follow its new name.
    fn follow_type(&mut self, old: &QualifiedName, new: &QualifiedName) {
        let (old_type, new_type) = (old.to_string(), new.to_string());
        self.retype(&mut |it| {
            if *it == old_type {
                new_type.clone_into(it);
            }
        });
        self.each_expression(&mut |it| *it = with_name(it, old, new));
        self.each_signature(&mut |it| replace_text(it, &old_type, &new_type));
    }

    fn rename_function(&mut self, old: &Signature, new: &Signature) {
        rekey(&mut self.functions, old, new);
        let name = |it: &Signature| QualifiedName::new(&it.schema, &it.name);
        let (old_name, new_name) = (name(old), name(new));
        if let Some(function) = self.functions.get_mut(new) {
            head(function, &|it| {
                replace_word(&replace_text(it, &old_name.to_string(), &new_name.to_string()), &old.name, &new.name)
            });
        }
        self.each_expression(&mut |it| *it = with_name(it, &old_name, &new_name));
        self.each_trigger(&mut |trigger| {
            if trigger.function.as_deref() == Some(old_name.to_string().as_str()) {
                trigger.function = Some(new_name.to_string());
            }
        });
    }

    fn rename_schema(&mut self, old: &str, new: &str) {
        rekey(&mut self.schemas, old, new);
        let moved = |name: &mut QualifiedName| {
            if name.schema == old {
                new.clone_into(&mut name.schema);
            }
        };
        rekey_all(&mut self.enums, &moved);
        rekey_all(&mut self.domains, &moved);
        rekey_all(&mut self.sequences, &moved);
        rekey_all(&mut self.tables, &moved);
        rekey_all(&mut self.views, &moved);
        let functions = std::mem::take(&mut self.functions);
        let in_new = |it: Signature| if it.schema == old { Signature { schema: new.to_owned(), ..it } } else { it };
        self.functions = functions.into_iter().map(|(signature, function)| (in_new(signature), function)).collect();
        self.each_reference(&moved);
        self.follow_schema(old, new);
        let (old, new) = (format!("{old}."), format!("{new}."));
        let spelt = |it: &str| replace_text(it, &old, &new);
        self.retype(&mut |it| *it = spelt(it));
        self.each_expression(&mut |it| {
            it.text = spelt(&it.text);
            it.canonical = spelt(&it.canonical);
        });
        self.each_signature(&mut |it| spelt(it));
        self.each_trigger(&mut |it| it.function = it.function.as_deref().map(spelt));
        self.functions.values_mut().for_each(|it| head(it, &spelt));
    }

    /// Changes the names of the columns' types.
    fn retype(&mut self, change: &mut dyn FnMut(&mut String)) {
        let columns = self.tables.values_mut().flat_map(|table| &mut table.columns);
        columns.for_each(|column| change(&mut column.data_type.name));
        self.domains.values_mut().for_each(|domain| change(&mut domain.data_type.name));
        let attributes = self.definitions.values_mut().flat_map(|it| &mut it.attributes);
        attributes.for_each(|attribute| change(&mut attribute.data_type.name));
        let outputs = self.views.values_mut().filter_map(|view| view.columns.as_mut()).flatten();
        let types = outputs.filter_map(|column| column.data_type.as_mut());
        types.for_each(|DataType { name, .. }| change(name));
    }

    /// Changes the types that functions take and return.
    fn each_signature(&mut self, change: &mut dyn FnMut(&str) -> String) {
        let functions = std::mem::take(&mut self.functions);
        for (mut signature, mut function) in functions {
            let arguments = change(&signature.arguments);
            let (parameters, returns) = (change(&function.parameters), change(&function.returns));
            if (&arguments, &parameters, &returns) != (&signature.arguments, &function.parameters, &function.returns) {
                signature.arguments = arguments;
                function.parameters = parameters;
                function.returns = returns;
                let whole = std::cell::RefCell::new(&mut *change);
                head(&mut function, &|it| (whole.borrow_mut())(it));
            }
            self.functions.insert(signature, function);
        }
    }

    fn each_trigger(&mut self, change: &mut dyn FnMut(&mut Trigger)) {
        self.tables.values_mut().flat_map(|table| table.triggers.values_mut()).for_each(&mut *change);
        self.views.values_mut().flat_map(|view| view.triggers.values_mut()).for_each(change);
    }
}

/// Changes a function's definition up to its body, which no engine changes with a name in it.
fn head(function: &mut Function, change: &dyn Fn(&str) -> String) {
    let body = function.body.clone();
    let changed = |text: &str| {
        let at = if body.is_empty() { None } else { text.rfind(body.as_str()) };
        let (head, tail) = text.split_at(at.unwrap_or(text.len()));
        change(head) + tail
    };
    function.definition.text = changed(&function.definition.text);
    function.definition.canonical = changed(&function.definition.canonical);
}

fn name_trigger(trigger: &mut Trigger, old: &str, new: &str) {
    new.clone_into(&mut trigger.name);
    trigger.definition = with_word(&trigger.definition, old, new);
}

fn rekey<K, Q, V>(map: &mut BTreeMap<K, V>, old: &Q, new: &Q)
where
    K: Ord + std::borrow::Borrow<Q>,
    Q: Ord + ToOwned<Owned = K> + ?Sized,
{
    if let Some(value) = map.remove(old) {
        map.insert(new.to_owned(), value);
    }
}

fn rekey_all<V>(map: &mut BTreeMap<QualifiedName, V>, change: &dyn Fn(&mut QualifiedName)) {
    let entries = std::mem::take(map);
    *map = entries
        .into_iter()
        .map(|(mut name, value)| {
            change(&mut name);
            (name, value)
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use findings::SourceText;

    use super::*;
    use crate::Dialect;
    use crate::read::{Limits, read};

    fn catalogue(text: &str) -> Catalogue {
        read(Dialect::Postgres, &[SourceText::new("a", text)], &Limits::default()).catalogue
    }

    /// `before` with the rename done to it equals what is written with the new name.
    fn follows(text: &str, old: &str, new: &str, from: &ObjectPath, to: &ObjectPath) {
        let mut before = catalogue(&text.replace('@', old));
        assert!(before.rename(from, to));
        assert_eq!(before, catalogue(&text.replace('@', new)));
        assert!(!before.rename(from, to), "it is gone");
    }

    fn name(name: &str) -> QualifiedName {
        QualifiedName::new("public", name)
    }

    #[test]
    fn an_exclusion_follows_its_column() {
        let column = |it: &str| ObjectPath::Column(name("t"), it.to_owned());
        let text =
            "CREATE TABLE t (@ int, c int, CONSTRAINT x EXCLUDE USING btree (@ WITH =, c WITH =) WHERE (@ > 0));";
        follows(text, "a", "b", &column("a"), &column("b"));
    }

    #[test]
    fn what_refers_to_a_sequence_or_an_enum_follows() {
        let (from, to) = (ObjectPath::Sequence(name("a")), ObjectPath::Sequence(name("b")));
        follows("CREATE SEQUENCE @; CREATE TABLE t (id int DEFAULT nextval('@'));", "a", "b", &from, &to);
        let (from, to) = (ObjectPath::Enum(name("a")), ObjectPath::Enum(name("b")));
        let text = "CREATE TYPE @ AS ENUM ('x'); CREATE TABLE t (m @ DEFAULT 'x'::@, n @[]);
            CREATE FUNCTION f(m @) RETURNS @ LANGUAGE sql AS 'SELECT m';";
        follows(text, "a", "b", &from, &to);
    }

    #[test]
    fn what_refers_to_a_function_or_a_view_follows() {
        let path = |name: &str| {
            ObjectPath::Function(Signature { schema: "public".into(), name: name.into(), arguments: String::new() })
        };
        let text =
            "CREATE TABLE t (id int); CREATE FUNCTION @() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION @();";
        follows(text, "fa", "fb", &path("fa"), &path("fb"));
        let (from, to) = (ObjectPath::View(name("va")), ObjectPath::View(name("vb")));
        follows("CREATE VIEW @ AS SELECT 1 AS x; CREATE VIEW w AS SELECT x FROM @;", "va", "vb", &from, &to);
    }

    #[test]
    fn everything_in_a_schema_goes_with_it() {
        let text = "CREATE SCHEMA @; CREATE TYPE @.m AS ENUM ('x'); CREATE TABLE @.p (id serial PRIMARY KEY, m @.m);
            CREATE TABLE t (p int REFERENCES @.p); CREATE VIEW v AS SELECT id FROM @.p;";
        follows(text, "app", "shop", &ObjectPath::Schema("app".into()), &ObjectPath::Schema("shop".into()));
    }

    #[test]
    fn partitions_and_heirs_follow_their_parent() {
        let text = "CREATE TABLE t (id int PRIMARY KEY, @ text, CONSTRAINT c CHECK (@ > '')) PARTITION BY RANGE (id);
            CREATE INDEX i ON t (@); CREATE TABLE p PARTITION OF t DEFAULT;
            CREATE TABLE h (@ text); CREATE TABLE g () INHERITS (h);";
        let column = |table: &str, it: &str| ObjectPath::Column(name(table), it.to_owned());
        let mut before = catalogue(&text.replace('@', "a"));
        assert!(
            before.rename(&column("t", "a"), &column("t", "b")) && before.rename(&column("h", "a"), &column("h", "b"))
        );
        let at = ObjectPath::Index(name("p"), "p_a_idx".to_owned());
        assert!(before.rename(&at, &ObjectPath::Index(name("p"), "p_b_idx".to_owned())), "it keeps its name");
        assert_eq!(before, catalogue(&text.replace('@', "b")));
    }

    #[test]
    fn what_is_inherited_or_attached_follows_what_it_is_from() {
        let text = "CREATE TABLE t (id int, CONSTRAINT @k PRIMARY KEY (id), CONSTRAINT @c CHECK (id > 0)) PARTITION BY RANGE (id);
            CREATE INDEX @i ON t (id); CREATE TABLE p PARTITION OF t DEFAULT;";
        let mut before = catalogue(&text.replace('@', "a"));
        for own in ["k", "c"] {
            let path = |it: &str| ObjectPath::Constraint(name("t"), format!("{it}{own}"));
            assert!(before.rename(&path("a"), &path("b")));
        }
        let path = |it: &str| ObjectPath::Index(name("t"), format!("{it}i"));
        assert!(before.rename(&path("a"), &path("b")));
        assert_eq!(before, catalogue(&text.replace('@', "b")));
    }

    #[test]
    fn parts_of_tables_take_their_name() {
        let text = "CREATE TABLE t (id int, CONSTRAINT @ CHECK (id > 0));";
        let path = |it: &str| ObjectPath::Constraint(name("t"), it.to_owned());
        follows(text, "a", "b", &path("a"), &path("b"));
        let path = |it: &str| ObjectPath::Index(name("t"), it.to_owned());
        follows("CREATE TABLE t (id int); CREATE INDEX @ ON t (id);", "a", "b", &path("a"), &path("b"));
    }
}
