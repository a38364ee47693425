//! What is compared.

use std::str::FromStr;

use api_compat::Kind as Interface;
use schema_diff::Dialect;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Documents of an interface.
    Interface(Interface),
    /// Schemas of a database.
    Database(Dialect),
}

impl Kind {
    /// The words for all kinds.
    fn words() -> String {
        let interfaces = Interface::ALL.map(Interface::as_str);
        let databases = Dialect::ALL.map(Dialect::as_str);
        [interfaces.as_slice(), databases.as_slice()].concat().join(", ")
    }

    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Interface(kind) => kind.as_str(),
            Self::Database(dialect) => dialect.as_str(),
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let interface = text.parse().map(Self::Interface).ok();
        let database = || Dialect::from_str(text).map(Self::Database).ok();
        interface.or_else(database).ok_or_else(|| format!("unknown kind `{text}`: expected one of {}", Self::words()))
    }
}
