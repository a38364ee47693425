//! Who may depend on whom: the table of the architecture page as data.

/// A crate and the crates of this workspace that it may depend on directly, features included. Tests are free.
pub(super) const TABLE: &[(&str, &[&str])] = &[
    ("findings", &[]),
    ("schema-diff", &["findings"]),
    ("source-tree", &["findings"]),
    ("api-compat", &["findings", "source-tree"]),
    ("schedule", &[]),
    ("cutover", &[]),
    ("plan-engine", &["findings", "schedule", "schema-diff", "source-tree"]),
    ("rollback-gen", &["plan-engine"]),
    ("database", &["findings", "schema-diff"]),
    ("validation", &["database", "schema-diff"]),
    ("runner", &["database", "findings", "plan-engine", "rollback-gen", "schema-diff", "validation"]),
    (
        "render",
        &["cutover", "findings", "plan-engine", "rollback-gen", "runner", "schedule", "schema-diff", "validation"],
    ),
    ("cli-common", &["api-compat", "database", "findings", "schema-diff"]),
];

/// Crates that bring others together and may depend on any of them.
pub(super) const FREE: &[&str] = &["compat", "plan", "reconcile", "strangler", "testkit", "xtask", "schema-benches"];

/// Crates that others embed: they pull in nothing of [`HEAVY`].
pub(super) const EMBEDDED: &[&str] = &["findings", "source-tree", "schedule", "cutover", "schema-diff", "api-compat"];

/// Database drivers, asynchronous runtimes, terminal libraries and argument parsers.
pub(super) const HEAVY: &[&str] = &[
    "anstream",
    "async-std",
    "clap",
    "clap_builder",
    "comfy-table",
    "console",
    "crossterm",
    "diesel",
    "indicatif",
    "libsqlite3-sys",
    "mio",
    "mysql",
    "postgres",
    "ratatui",
    "rusqlite",
    "smol",
    "sqlx",
    "termcolor",
    "terminal_size",
    "tokio",
    "tokio-postgres",
];
