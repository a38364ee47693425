//! `GRANT` and `REVOKE` on objects.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{DefinitionId, DefinitionKind, Grants, ObjectPath, QualifiedName, Signature, TABLE_PRIVILEGES};

use super::replay::Replay;
use super::syntax;
use super::tokens::{Token, tokens};

/// What can be done to columns.
const COLUMN_PRIVILEGES: [&str; 4] = ["INSERT", "REFERENCES", "SELECT", "UPDATE"];

/// What a statement gives or takes, and whom.
pub(super) struct Transfer {
    /// `GRANT`, else `REVOKE`.
    pub(super) gives: bool,
    /// Privileges, upper case, with the columns that they are limited to; none for all there are.
    pub(super) privileges: Option<Vec<(String, Vec<String>)>>,
    /// The columns of `ALL (…)`.
    columns_of_all: Vec<String>,
    /// Roles; the owner is left out.
    pub(super) roles: Vec<String>,
    /// `WITH GRANT OPTION`, or `GRANT OPTION FOR`.
    pub(super) option: bool,
}

impl Transfer {
    /// What `node` says, which is a `GRANT` or `REVOKE`, be it within `ALTER DEFAULT PRIVILEGES`.
    pub(super) fn of(node: &SyntaxNode) -> Self {
        let gives = matches!(node.kind(), SyntaxKind::GRANT | SyntaxKind::GRANT_DEFAULT_PRIVILEGES);
        let all = syntax::child(node, SyntaxKind::ALL_PRIVILEGES);
        let listed = syntax::child(node, SyntaxKind::REVOKE_COMMAND_LIST);
        let privileges = listed.map(|list| {
            syntax::children(&list, SyntaxKind::REVOKE_COMMAND)
                .map(|command| {
                    let name = match tokens(&syntax::text(&command)).into_iter().next() {
                        Some(Token::Word(word)) => word.to_uppercase(),
                        _ => String::new(),
                    };
                    (name, columns(&command))
                })
                .collect::<Vec<_>>()
        });
        let is_all = |list: &[(String, Vec<String>)]| list.iter().any(|(name, _)| name == "ALL");
        let option = if gives {
            syntax::below(node, SyntaxKind::GRANT_OPTION).is_some()
        } else {
            syntax::below(node, SyntaxKind::GRANT_OPTION_FOR).is_some()
        };
        Self {
            gives,
            columns_of_all: all.as_ref().map(columns).unwrap_or_default(),
            privileges: privileges.filter(|list| all.is_none() && !is_all(list)),
            roles: roles(node),
            option,
        }
    }

    /// The privileges on a whole object on which there can be those in `all`.
    pub(super) fn on_whole(&self, all: &[&str]) -> Vec<String> {
        match &self.privileges {
            None if self.columns_of_all.is_empty() => all.iter().map(|it| (*it).to_owned()).collect(),
            None => Vec::new(),
            Some(list) => list.iter().filter(|(_, columns)| columns.is_empty()).map(|(name, _)| name.clone()).collect(),
        }
    }

    /// The privileges on columns, by column.
    fn on_columns(&self) -> Vec<(String, Vec<String>)> {
        let Some(list) = &self.privileges else {
            let all: Vec<String> = COLUMN_PRIVILEGES.iter().map(|it| (*it).to_owned()).collect();
            return self.columns_of_all.iter().map(|column| (column.clone(), all.clone())).collect();
        };
        list.iter()
            .flat_map(|(name, columns)| columns.iter().map(|column| (column.clone(), vec![name.clone()])))
            .collect()
    }

    /// Does it to `grants`; `by_default` is what everybody may do of the engine's own accord.
    pub(super) fn apply(&self, grants: &mut Grants, privileges: &[String], by_default: &[&str]) {
        for role in &self.roles {
            if self.gives {
                grants.grant(role, privileges, self.option, by_default);
            } else {
                grants.revoke(role, privileges, self.option, by_default);
            }
        }
    }
}

fn columns(node: &SyntaxNode) -> Vec<String> {
    syntax::child(node, SyntaxKind::COLUMN_REF_LIST).map(|list| syntax::path(&list)).unwrap_or_default()
}

/// The roles in the list behind `TO` or `FROM`, without the one that runs the statement: it is the owner.
pub(super) fn roles(node: &SyntaxNode) -> Vec<String> {
    let Some(list) = syntax::child(node, SyntaxKind::ROLE_REF_LIST) else { return Vec::new() };
    let role = |node: SyntaxNode| {
        let mut names = tokens(&syntax::text(&node)).into_iter();
        match (names.next(), names.next()) {
            (Some(Token::Word(group)), Some(Token::Word(name) | Token::Quoted(name))) if group == "group" => Some(name),
            (Some(Token::Word(name)), _) => {
                (!matches!(name.as_str(), "current_user" | "current_role" | "session_user")).then_some(name)
            }
            (Some(Token::Quoted(name)), _) => Some(name),
            _ => None,
        }
    };
    syntax::children(&list, SyntaxKind::ROLE_REF).filter_map(role).collect()
}

fn in_schema(kind: DefinitionKind, name: &QualifiedName, detail: &str) -> ObjectPath {
    ObjectPath::Definition(DefinitionId {
        kind,
        schema: Some(name.schema.clone()),
        name: name.name.clone(),
        detail: detail.to_owned(),
        relation: None,
    })
}

/// Something that lies in no schema.
fn global(kind: DefinitionKind, path: &[String]) -> Option<ObjectPath> {
    let name = path.last()?.clone();
    Some(ObjectPath::Definition(DefinitionId { kind, schema: None, name, detail: String::new(), relation: None }))
}

impl Replay<'_> {
    /// `GRANT` and `REVOKE` on objects.
    pub(super) fn transfer(&mut self, node: &SyntaxNode) {
        let what = if node.kind() == SyntaxKind::GRANT { "GRANT" } else { "REVOKE" };
        let clause = syntax::child(node, SyntaxKind::ON_PRIVILEGE_OBJECTS_CLAUSE);
        let Some(objects) = clause.and_then(|clause| clause.first_child()) else {
            return self.unmodelled(what, "");
        };
        let transfer = Transfer::of(node);
        let mut all_modelled = true;
        for path in self.privilege_objects(&objects) {
            all_modelled &= path.is_some_and(|path| self.transfer_on(&path, &transfer));
        }
        if !all_modelled {
            self.unmodelled(what, "");
        }
    }

    /// The objects that a clause names; none for one that the model does not hold.
    fn privilege_objects(&self, objects: &SyntaxNode) -> Vec<Option<ObjectPath>> {
        use SyntaxKind as Kind;
        let schemas = syntax::names(objects, Kind::SCHEMA_REF);
        let within = |schema: &String| schemas.contains(schema);
        let paths = |kind: Kind| syntax::children(objects, kind).map(|node| syntax::path(&node));
        match objects.kind() {
            Kind::PRIVILEGE_TABLE | Kind::PRIVILEGE_DEFAULT => {
                paths(Kind::RELATION_NAME_REF).map(|path| self.privilege_relation(&path)).collect()
            }
            Kind::PRIVILEGE_SEQUENCE => paths(Kind::SEQUENCE_REF).map(|path| self.privilege_relation(&path)).collect(),
            Kind::PRIVILEGE_SCHEMA => schemas.into_iter().map(|name| Some(ObjectPath::Schema(name))).collect(),
            Kind::PRIVILEGE_TYPE => paths(Kind::TYPE_NAME_REF).map(|path| Some(self.privilege_type(&path))).collect(),
            Kind::PRIVILEGE_DOMAIN => paths(Kind::DOMAIN_REF).map(|path| Some(self.privilege_type(&path))).collect(),
            Kind::PRIVILEGE_FOREIGN_DATA_WRAPPER => paths(Kind::FOREIGN_DATA_WRAPPER_REF)
                .map(|path| global(DefinitionKind::ForeignDataWrapper, &path))
                .collect(),
            Kind::PRIVILEGE_FOREIGN_SERVER => {
                paths(Kind::SERVER_REF).map(|path| global(DefinitionKind::Server, &path)).collect()
            }
            Kind::PRIVILEGE_LANGUAGE => {
                paths(Kind::LANGUAGE_REF).map(|path| global(DefinitionKind::Language, &path)).collect()
            }
            Kind::PRIVILEGE_FUNCTION | Kind::PRIVILEGE_PROCEDURE | Kind::PRIVILEGE_ROUTINE => objects
                .descendants()
                .filter(|it| matches!(it.kind(), Kind::FUNCTION_SIG | Kind::PROCEDURE_SIG | Kind::ROUTINE_SIG))
                .map(|it| Some(self.privilege_routine(self.signature_of(&it))))
                .collect(),
            Kind::PRIVILEGE_ALL_TABLES_IN_SCHEMA => {
                let tables = self.catalogue.tables.keys().filter(|it| within(&it.schema)).cloned();
                let views = self.catalogue.views.keys().filter(|it| within(&it.schema)).cloned();
                tables.map(ObjectPath::Table).chain(views.map(ObjectPath::View)).map(Some).collect()
            }
            Kind::PRIVILEGE_ALL_SEQUENCES_IN_SCHEMA => {
                let sequences = self.catalogue.sequences.keys().filter(|it| within(&it.schema)).cloned();
                sequences.map(ObjectPath::Sequence).map(Some).collect()
            }
            Kind::PRIVILEGE_ALL_FUNCTIONS_IN_SCHEMA
            | Kind::PRIVILEGE_ALL_PROCEDURES_IN_SCHEMA
            | Kind::PRIVILEGE_ALL_ROUTINES_IN_SCHEMA => {
                use crate::catalogue::FunctionKind;
                let wanted = |kind: FunctionKind| match objects.kind() {
                    Kind::PRIVILEGE_ALL_FUNCTIONS_IN_SCHEMA => kind == FunctionKind::Function,
                    Kind::PRIVILEGE_ALL_PROCEDURES_IN_SCHEMA => kind == FunctionKind::Procedure,
                    _ => true,
                };
                let functions = self
                    .catalogue
                    .functions
                    .iter()
                    .filter(|(it, function)| within(&it.schema) && wanted(function.kind));
                functions.map(|(signature, _)| Some(ObjectPath::Function(signature.clone()))).collect()
            }
            _ => vec![None],
        }
    }

    fn privilege_relation(&self, path: &[String]) -> Option<ObjectPath> {
        let name = self.names.relation(path);
        if self.catalogue.tables.contains_key(&name) {
            Some(ObjectPath::Table(name))
        } else if self.catalogue.views.contains_key(&name) {
            Some(ObjectPath::View(name))
        } else {
            let foreign = in_schema(DefinitionKind::ForeignTable, &name, "");
            let known = |path: &ObjectPath| self.catalogue.get(path).is_some();
            [ObjectPath::Sequence(name), foreign].into_iter().find(known)
        }
    }

    fn privilege_type(&self, path: &[String]) -> ObjectPath {
        let name = self.names.type_name(path);
        let known =
            |kind: &DefinitionKind| kind.is_type() && self.catalogue.get(&in_schema(*kind, &name, "")).is_some();
        if self.catalogue.domains.contains_key(&name) {
            return ObjectPath::Domain(name);
        }
        match DefinitionKind::ALL.into_iter().find(known) {
            Some(kind) => in_schema(kind, &name, ""),
            None => ObjectPath::Enum(name),
        }
    }

    fn privilege_routine(&self, signature: Signature) -> ObjectPath {
        let arguments = if signature.arguments.is_empty() { "*" } else { &signature.arguments };
        let name = QualifiedName::new(&signature.schema, &signature.name);
        let aggregate = in_schema(DefinitionKind::Aggregate, &name, &format!("({arguments})"));
        if self.catalogue.get(&aggregate).is_some() { aggregate } else { ObjectPath::Function(signature) }
    }

    /// Does it to one object; false where the model does not hold it.
    fn transfer_on(&mut self, path: &ObjectPath, transfer: &Transfer) -> bool {
        if *path == ObjectPath::Schema("public".to_owned()) {
            return self.transfer_on_public(transfer);
        }
        let (all, by_default): (&[&str], &[&str]) = match path {
            ObjectPath::Table(_) | ObjectPath::View(_) => (&TABLE_PRIVILEGES, &[]),
            ObjectPath::Sequence(_) => (&["SELECT", "UPDATE", "USAGE"], &[]),
            ObjectPath::Schema(_) => (&["CREATE", "USAGE"], &[]),
            ObjectPath::Function(_) => (&["EXECUTE"], &["EXECUTE"]),
            ObjectPath::Enum(_) | ObjectPath::Domain(_) => (&["USAGE"], &["USAGE"]),
            ObjectPath::Definition(id) => match id.kind {
                kind if kind.is_type() || kind == DefinitionKind::Language => (&["USAGE"], &["USAGE"]),
                DefinitionKind::Aggregate => (&["EXECUTE"], &["EXECUTE"]),
                DefinitionKind::ForeignTable => (&TABLE_PRIVILEGES, &[]),
                _ => (&["USAGE"], &[]),
            },
            _ => return false,
        };
        let whole = transfer.on_whole(all);
        let Some(grants) = self.catalogue.grants_mut(path) else { return false };
        transfer.apply(grants, &whole, by_default);
        let Some(relation) = path.relation().cloned() else { return true };
        if !transfer.gives && !transfer.option {
            // What is taken from the whole is taken from every column.
            for column in self.column_names(&relation) {
                if let Some(grants) = self.catalogue.grants_mut(&ObjectPath::Column(relation.clone(), column)) {
                    transfer.apply(grants, &whole, &[]);
                }
            }
        }
        let mut known = true;
        let columns_are_told = self.catalogue.views.get(&relation).is_none_or(|view| view.columns.is_some());
        for (column, privileges) in transfer.on_columns() {
            match self.catalogue.grants_mut(&ObjectPath::Column(relation.clone(), column.clone())) {
                Some(grants) => transfer.apply(grants, &privileges, &[]),
                None if !columns_are_told => known = false,
                None => self.unknown("column", &format!("{relation}.{column}")),
            }
        }
        known
    }

    /// Whether everybody may create in `public` differs between versions of the engine, so it is no part of the model.
    fn transfer_on_public(&mut self, transfer: &Transfer) -> bool {
        let everybody = transfer.roles.iter().any(|it| it == Grants::PUBLIC);
        let whole = transfer.on_whole(&["CREATE", "USAGE"]);
        if everybody && whole.iter().any(|it| it == "CREATE") {
            self.warning(
                "privilege-ignored",
                "Whether everybody may create in schema `public` is not compared: engines before version 15 allow it."
                    .to_owned(),
                None,
            );
        }
        let Some(grants) = self.catalogue.grants_mut(&ObjectPath::Schema("public".to_owned())) else { return false };
        transfer.apply(grants, &whole, &["USAGE"]);
        if let Some(held) = grants.granted.get_mut(Grants::PUBLIC) {
            held.remove("CREATE");
        }
        grants.granted.retain(|_, held| !held.is_empty());
        true
    }

    fn column_names(&self, relation: &QualifiedName) -> Vec<String> {
        match (self.catalogue.tables.get(relation), self.catalogue.views.get(relation)) {
            (Some(table), _) => table.columns.iter().map(|it| it.name.clone()).collect(),
            (None, Some(view)) => view.columns.iter().flatten().map(|it| it.name.clone()).collect(),
            (None, None) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Dialect;
    use crate::catalogue::{Catalogue, ObjectPath, QualifiedName};
    use crate::read::{Limits, read};
    use findings::SourceText;

    fn catalogue(sql: &str) -> Catalogue {
        let reading = read(Dialect::Postgres, &[SourceText::new("test.sql", sql)], &Limits::default());
        assert!(reading.catalogue.unmodelled.is_empty() && reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
        reading.catalogue
    }

    #[test]
    fn privileges_read_the_same_however_they_are_written() {
        let head = "CREATE TABLE t (a int, b int); CREATE SEQUENCE q; CREATE SCHEMA s;
             CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT 1';";
        for (one, other) in [
            ("GRANT ALL PRIVILEGES ON t TO a", "GRANT ALL ON ALL TABLES IN SCHEMA public TO a"),
            (
                "GRANT SELECT, INSERT ON TABLE t TO a, \"B c\"; REVOKE INSERT ON t FROM a",
                "GRANT SELECT ON t TO a; GRANT INSERT, SELECT ON t TO \"B c\"",
            ),
            (
                "GRANT SELECT (a, b), UPDATE (a) ON t TO x",
                "GRANT ALL (a) ON t TO x; GRANT SELECT (b) ON t TO x; REVOKE INSERT (a), REFERENCES (a) ON t FROM x",
            ),
            ("GRANT SELECT (a) ON t TO x; REVOKE ALL ON t FROM x", ""),
            (
                "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC",
                "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",
            ),
            ("REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON ROUTINE f(integer) TO PUBLIC", ""),
            (
                "GRANT USAGE ON SCHEMA s TO x WITH GRANT OPTION; REVOKE GRANT OPTION FOR USAGE ON SCHEMA s FROM x",
                "GRANT USAGE ON SCHEMA s TO x",
            ),
            ("GRANT SELECT ON t TO CURRENT_USER", ""),
            ("GRANT USAGE ON SEQUENCE q TO x", "GRANT ALL ON q TO x; REVOKE SELECT, UPDATE ON q FROM x"),
        ] {
            assert_eq!(catalogue(&format!("{head} {one}")), catalogue(&format!("{head} {other}")), "{one}");
        }
    }

    #[test]
    fn what_is_new_gets_the_default_privileges() {
        let sql = "CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO x;
             ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
             CREATE TABLE s.t (a int); CREATE TABLE u (a int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';";
        let found = catalogue(sql);
        assert!(found.tables[&QualifiedName::new("s", "t")].grants.granted["x"].contains_key("SELECT"));
        assert!(found.tables[&QualifiedName::new("public", "u")].grants.is_empty());
        assert!(found.functions.values().all(|it| it.grants.revoked_from_public.contains("EXECUTE")));
        assert!(
            found
                .get(&ObjectPath::DefaultPrivileges(found.default_privileges.keys().next().unwrap().clone()))
                .is_some()
        );
    }
}
