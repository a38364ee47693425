//! Queries of `pg_catalog`, with what all of them leave out.

use crate::introspect::{ReadOptions, WORKSHOP};

/// A query with two abbreviations: `:in_scope` holds for a schema `n` that is the user's, `:own(class, oid)` for an
/// object that does not belong to an extension, and is not part of another (as a range's constructor is). Every query gives the class and number of the object, the rank of
/// the statement (see [`order`](super::order)) and the statement.
pub(super) struct Query(pub(super) &'static str);

impl Query {
    /// The text for a major version: lines that end in `-- from N` are left out where it is lower.
    pub(super) fn text_for(&self, options: &ReadOptions, version: u32) -> String {
        let fits = |line: &&str| {
            let from = line.rsplit_once("-- from ").and_then(|(_, from)| from.trim().parse::<u32>().ok());
            from.is_none_or(|from| from <= version)
        };
        let lines: Vec<&str> = self.0.lines().filter(fits).collect();
        expand(&lines.join("\n"), options)
    }

    pub(super) fn text(&self, options: &ReadOptions) -> String {
        expand(self.0, options)
    }
}

fn expand(text: &str, options: &ReadOptions) -> String {
    let workshop =
        if options.include_workshop { String::new() } else { format!(" AND n.nspname !~ '^{WORKSHOP}(_|$)'") };
    let in_scope = format!("(n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'{workshop})");
    let text = text.replace(":in_scope", &in_scope);
    expand_own(&text.replace(":workshop", if options.include_workshop { "true" } else { "false" }))
}

fn expand_own(text: &str) -> String {
    let mut parts = text.split(":own(");
    let mut expanded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (arguments, rest) = part.split_once(')').unwrap_or((part, ""));
        let (class, oid) = arguments.split_once(", ").unwrap_or((arguments, ""));
        expanded.push_str("NOT EXISTS (SELECT FROM pg_depend member WHERE member.classid = '");
        expanded.push_str(class);
        expanded.push_str("'::regclass AND member.objid = ");
        expanded.push_str(oid);
        expanded.push_str(" AND member.objsubid = 0 AND member.deptype IN ('e', 'i'))");
        expanded.push_str(rest);
    }
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_for_later_versions_are_left_out() {
        let query = Query("SELECT 1 -- from 15\nSELECT 2 -- from 14\nSELECT 3");
        assert_eq!(query.text_for(&ReadOptions::default(), 14), "SELECT 2 -- from 14\nSELECT 3");
    }

    #[test]
    fn abbreviations_are_written_out() {
        let text = Query("SELECT 1 WHERE :in_scope AND :own(pg_class, c.oid) -- end").text(&ReadOptions::default());
        assert!(
            text.contains("n.nspname !~ '^migration_architect(_|$)'")
                && text.ends_with("member.objsubid = 0 AND member.deptype IN ('e', 'i')) -- end")
        );
        assert!(text.contains("member.classid = 'pg_class'::regclass AND member.objid = c.oid"));
        let all = Query(":in_scope").text(&ReadOptions::default().with_workshop());
        assert!(!all.contains("migration_architect"));
    }
}
