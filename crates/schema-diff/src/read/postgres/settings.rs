//! What `ALTER TABLE` sets on tables and columns besides their definitions.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{ColumnSettings, QualifiedName, ReplicaIdentity};

use super::replay::Replay;
use super::tokens::{Token, tokens};
use super::{parameters, syntax};

impl Replay<'_> {
    /// Row security, replica identity and their like; false where the action is none of them.
    pub(super) fn set_on_table(&mut self, table: &QualifiedName, action: &SyntaxNode) -> bool {
        let Some(found) = self.catalogue.tables.get_mut(table) else { return false };
        match action.kind() {
            SyntaxKind::ENABLE_RLS => found.row_security.enabled = true,
            SyntaxKind::DISABLE_RLS => found.row_security.enabled = false,
            SyntaxKind::FORCE_RLS => found.row_security.forced = true,
            SyntaxKind::NO_FORCE_RLS => found.row_security.forced = false,
            SyntaxKind::REPLICA_IDENTITY => {
                let words: Vec<_> = tokens(&syntax::text(action));
                found.options.replica_identity = match words.get(2..) {
                    Some([Token::Word(word)]) if word == "full" => ReplicaIdentity::Full,
                    Some([Token::Word(word)]) if word == "nothing" => ReplicaIdentity::Nothing,
                    Some([Token::Word(using), _, Token::Word(index) | Token::Quoted(index)]) if using == "using" => {
                        ReplicaIdentity::Index(index.clone())
                    }
                    _ => ReplicaIdentity::Default,
                };
            }
            SyntaxKind::CLUSTER_ON => {
                found.options.cluster_on = syntax::child_name(action, SyntaxKind::INDEX_REF);
            }
            SyntaxKind::SET_WITHOUT_CLUSTER => found.options.cluster_on = None,
            SyntaxKind::SET_TABLESPACE => {
                found.options.tablespace = tablespace(&syntax::name(action));
            }
            SyntaxKind::SET_ACCESS_METHOD => {
                found.options.access_method = access_method(&syntax::name(action));
            }
            _ => return false,
        }
        true
    }
}

/// The tablespace, where it is not the database's own.
pub(super) fn tablespace(name: &str) -> Option<String> {
    (name != "pg_default").then(|| name.to_owned())
}

/// The access method, where it is not the usual one.
pub(super) fn access_method(name: &str) -> Option<String> {
    (!matches!(name, "heap" | "default")).then(|| name.to_owned())
}

/// `SET STORAGE` and its like on a column; false where the option is none of them.
pub(super) fn set_on_column(settings: &mut ColumnSettings, usual_storage: &str, option: &SyntaxNode) -> bool {
    let last = || match tokens(&syntax::text(option)).pop() {
        Some(Token::Word(word) | Token::Quoted(word) | Token::Text(word) | Token::Number(word)) => word,
        _ => String::new(),
    };
    match option.kind() {
        SyntaxKind::SET_STORAGE | SyntaxKind::STORAGE => {
            let storage = last().to_uppercase();
            settings.storage = (storage != usual_storage && storage != "DEFAULT").then_some(storage);
        }
        SyntaxKind::SET_COMPRESSION | SyntaxKind::COMPRESSION_METHOD => {
            let method = last().to_lowercase();
            settings.compression = (method != "default").then_some(method);
        }
        SyntaxKind::SET_STATISTICS => {
            let negative = syntax::text(option).contains('-');
            settings.statistics = last().parse().ok().filter(|_| !negative);
        }
        SyntaxKind::SET_OPTIONS | SyntaxKind::SET_OPTIONS_LIST => {
            settings.options.extend(parameters::parameters(option));
        }
        SyntaxKind::RESET_OPTIONS => {
            let gone = parameters::parameters(option);
            settings.options.retain(|name, _| !gone.contains_key(name));
        }
        _ => return false,
    }
    true
}
