//! Which statement does what.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::privileged::roles_made;
use super::replay::Replay;
use super::{syntax, tokens};

impl Replay<'_> {
    /// Replays a statement, and keeps it among those that make the schema.
    pub(super) fn statement(&mut self, node: &SyntaxNode) {
        let keep = match node.kind() {
            SyntaxKind::SET => self.set(node),
            SyntaxKind::SELECT => {
                let search_path = self.select(node);
                if !search_path {
                    self.unmodelled("SELECT", "");
                }
                search_path
            }
            SyntaxKind::BEGIN
            | SyntaxKind::COMMIT_TRANSACTION
            | SyntaxKind::ROLLBACK_TRANSACTION
            | SyntaxKind::EMPTY_STMT
            | SyntaxKind::RESET
            | SyntaxKind::SHOW
            | SyntaxKind::EXPLAIN
            | SyntaxKind::ANALYZE
            | SyntaxKind::VACUUM => false,
            _ if is_about_roles(node) => {
                self.roles();
                true
            }
            kind if is_cluster_wide(kind) => {
                self.wrong(
                    "cluster-wide-statement",
                    format!("`{}` changes the whole server, not a schema.", title(node)),
                );
                false
            }
            SyntaxKind::COPY if syntax::below(node, SyntaxKind::COPY_PROGRAM).is_some() => {
                self.wrong("cluster-wide-statement", "`COPY … PROGRAM` runs a program on the server.".to_owned());
                false
            }
            _ => {
                let known = self.known_before();
                self.apply(node);
                self.give_default_privileges(known);
                true
            }
        };
        if keep {
            self.keep();
        }
    }

    /// Replays a statement that makes, changes or drops an object.
    pub(super) fn apply(&mut self, node: &SyntaxNode) {
        match node.kind() {
            SyntaxKind::CREATE_TABLE => self.create_table(node),
            SyntaxKind::CREATE_INDEX => self.create_index(node),
            SyntaxKind::CREATE_SEQUENCE => self.create_sequence(node),
            SyntaxKind::CREATE_TYPE => self.create_type(node),
            SyntaxKind::CREATE_DOMAIN => self.create_domain(node),
            SyntaxKind::CREATE_SCHEMA => self.create_schema(node),
            SyntaxKind::CREATE_EXTENSION => self.create_extension(node),
            SyntaxKind::CREATE_VIEW | SyntaxKind::CREATE_MATERIALIZED_VIEW => self.create_view(node),
            SyntaxKind::CREATE_FUNCTION | SyntaxKind::CREATE_PROCEDURE => self.create_function(node),
            SyntaxKind::CREATE_TRIGGER => self.create_trigger(node),
            SyntaxKind::ALTER_TABLE => self.alter_table(node),
            SyntaxKind::ALTER_INDEX => self.alter_index(node),
            SyntaxKind::ALTER_SEQUENCE => self.alter_sequence(node),
            SyntaxKind::ALTER_DOMAIN => self.alter_domain(node),
            SyntaxKind::ALTER_TYPE => self.alter_type(node),
            SyntaxKind::ALTER_SCHEMA => self.alter_schema(node),
            SyntaxKind::ALTER_EXTENSION => self.alter_extension(node),
            SyntaxKind::ALTER_VIEW | SyntaxKind::ALTER_MATERIALIZED_VIEW => self.alter_view_statement(node),
            SyntaxKind::ALTER_FUNCTION | SyntaxKind::ALTER_PROCEDURE | SyntaxKind::ALTER_ROUTINE => {
                self.alter_function(node);
            }
            SyntaxKind::ALTER_TRIGGER => self.alter_trigger(node),
            SyntaxKind::COMMENT_ON => self.comment(node),
            SyntaxKind::GRANT | SyntaxKind::REVOKE => self.transfer(node),
            SyntaxKind::ALTER_DEFAULT_PRIVILEGES => self.alter_default_privileges(node),
            SyntaxKind::DROP_TABLE => self.drop_tables(node),
            SyntaxKind::DROP_INDEX => self.drop_indexes(node),
            SyntaxKind::DROP_SEQUENCE => self.drop_sequences(node),
            SyntaxKind::DROP_TYPE => self.drop_types(node, SyntaxKind::TYPE_NAME_REF),
            SyntaxKind::DROP_DOMAIN => self.drop_types(node, SyntaxKind::DOMAIN_REF),
            SyntaxKind::DROP_SCHEMA => self.drop_schemas(node),
            SyntaxKind::DROP_EXTENSION => self.drop_extensions(node),
            SyntaxKind::DROP_VIEW | SyntaxKind::DROP_MATERIALIZED_VIEW => self.drop_views(node),
            SyntaxKind::DROP_FUNCTION | SyntaxKind::DROP_PROCEDURE | SyntaxKind::DROP_ROUTINE => {
                self.drop_functions(node);
            }
            SyntaxKind::DROP_TRIGGER => self.drop_trigger(node),
            SyntaxKind::REFRESH => {}
            _ => self.apply_unmodelled(node),
        }
    }

    /// Keeps what the model does not hold, with the key that a `DROP` will look for.
    fn apply_unmodelled(&mut self, node: &SyntaxNode) {
        let name = format!("{:?}", node.kind());
        let read = match name.split('_').next() {
            Some("CREATE") => self.create_definition(node),
            Some("ALTER") => self.alter_definition(node),
            Some("DROP") => self.drop_definitions(node),
            _ => false,
        };
        if read {
            return;
        }
        match node.kind() {
            SyntaxKind::CREATE_TABLE_AS => {
                let path =
                    syntax::child(node, SyntaxKind::TABLE_NAME).map(|node| syntax::path(&node)).unwrap_or_default();
                let name = self.names.created(&path);
                self.opaque_relation(&name, "CREATE TABLE … AS");
            }
            _ => self.unmodelled(&title(node), ""),
        }
    }
}

/// Statements that make, change or drop roles, `GRANT` of a role to another among them, and blocks that only do so.
fn is_about_roles(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::CREATE_ROLE
        | SyntaxKind::CREATE_USER
        | SyntaxKind::CREATE_GROUP
        | SyntaxKind::ALTER_ROLE
        | SyntaxKind::ALTER_USER
        | SyntaxKind::ALTER_GROUP
        | SyntaxKind::DROP_ROLE
        | SyntaxKind::DROP_USER
        | SyntaxKind::DROP_GROUP => true,
        SyntaxKind::DO => roles_made(&syntax::text(node)).is_some(),
        SyntaxKind::GRANT | SyntaxKind::REVOKE => {
            !tokens::tokens(&syntax::text(node)).contains(&tokens::Token::Word("on".to_owned()))
        }
        _ => false,
    }
}

/// Statements that change the whole server.
fn is_cluster_wide(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::ALTER_SYSTEM
            | SyntaxKind::CREATE_DATABASE
            | SyntaxKind::ALTER_DATABASE
            | SyntaxKind::DROP_DATABASE
            | SyntaxKind::CREATE_TABLESPACE
            | SyntaxKind::ALTER_TABLESPACE
            | SyntaxKind::DROP_TABLESPACE
    )
}

/// The words that a statement starts with: its kind of node, spelt as SQL.
fn title(node: &SyntaxNode) -> String {
    let kind = format!("{:?}", node.kind()).replace('_', " ");
    if kind.starts_with("CREATE") || kind.starts_with("ALTER") || kind.starts_with("DROP") {
        return kind;
    }
    tokens::tokens(&syntax::text(node))
        .into_iter()
        .find_map(|token| match token {
            tokens::Token::Word(word) => Some(word.to_uppercase()),
            _ => None,
        })
        .unwrap_or(kind)
}
