//! A function, procedure or trigger function that stays names what goes.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{FunctionKind, Object, ObjectPath, Signature};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A function, procedure or trigger function that stays names what goes.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "function-body-broken",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A function that stays uses what is gone or has another type.",
    explanation: "\
        The engine looks into a body only when it runs (unless it is written as `BEGIN ATOMIC` or `RETURN`): a table, \
        column, type, sequence or function that it names can go, and the next call fails. So does every write to a table \
        whose trigger calls it. Bodies in SQL and PL/pgSQL are read for what they use; what SQL that is made while \
        they run (`EXECUTE`) uses is not known. Where a column only gets another type, the body may still do: then it is \
        potentially breaking.\n\n\
        See the PostgreSQL manual, 38.5 Query Language (SQL) Functions and 43.11 PL/pgSQL under the Hood.",
    bad: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE FUNCTION mail() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT email FROM users LIMIT 1); END $$;",
        "CREATE TABLE users (id integer PRIMARY KEY); CREATE FUNCTION mail() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT email FROM users LIMIT 1); END $$;",
    ),
    good: (
        "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE FUNCTION mail() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT id FROM users LIMIT 1); END $$;",
        "CREATE TABLE users (id integer PRIMARY KEY); CREATE FUNCTION mail() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT id FROM users LIMIT 1); END $$;",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let (path, gone) = match &change.kind {
        ChangeKind::Dropped(_) => (context.old_path(&change.path), true),
        ChangeKind::Renamed { from } => (from.clone(), true),
        ChangeKind::Altered { aspect: Aspect::ColumnType, before: Object::Column(_), .. } => {
            (context.old_path(&change.path), false)
        }
        _ => return None,
    };
    let users = users(&path, context);
    let first = users.first()?;
    let names = users.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (message, why) = if gone {
        let verb = if users.len() == 1 { "uses" } else { "use" };
        (
            format!("{names} {verb} {path}, which is gone"),
            "the next call fails, and with it every write whose trigger calls it",
        )
    } else {
        let verb = if users.len() == 1 { "uses" } else { "use" };
        (
            format!("{names} {verb} {path}, which has another type"),
            "what the body assigns, compares or returns may no longer fit",
        )
    };
    let finding = context.finding(
        &RULE,
        change,
        message,
        why,
        "change the body first, so that it does with the old and the new schema",
    );
    let severity = if gone { RULE.severity } else { Severity::PotentiallyBreaking };
    Some(Finding { severity, witness: gone.then(|| call(first, &path, context)).flatten(), ..finding })
}

/// The functions of the new side whose body uses `path`, which the old side has.
fn users<'a>(path: &ObjectPath, context: &'a Context<'_>) -> Vec<&'a Signature> {
    let replaced = |uses: &ObjectPath| match uses {
        // Another function of the name may serve.
        ObjectPath::Function(old) => {
            context.after.catalogue.functions.keys().any(|it| it.schema == old.schema && it.name == old.name)
        }
        _ => false,
    };
    if context.before.catalogue.functions.is_empty() || replaced(path) {
        return Vec::new();
    }
    context.body_uses().iter().filter(|(_, uses)| uses.paths.contains(path)).map(|(signature, _)| signature).collect()
}

/// A call that fails, where the body surely comes to what is gone: SQL, or one `RETURN`, without arguments.
fn call(signature: &Signature, path: &ObjectPath, context: &Context<'_>) -> Option<findings::Witness> {
    let function = context.after.catalogue.functions.get(signature)?;
    let comes_to_it = function.language == "sql" || (function.language == "plpgsql" && is_one_return(&function.body));
    let certain = comes_to_it && signature.arguments.is_empty() && function.returns != "trigger";
    let missing = match path {
        ObjectPath::Column(_, name) => format!("column \"{name}\" does not exist"),
        ObjectPath::Table(name) | ObjectPath::View(name) => format!("relation \"{}\" does not exist", name.name),
        _ => return None,
    };
    certain.then(|| witness::call_of(signature, function.kind == FunctionKind::Procedure, missing))
}

/// Whether `body` is one `RETURN` and nothing else, in PL/pgSQL.
fn is_one_return(body: &str) -> bool {
    let mut words = body.split_whitespace().map(str::to_ascii_lowercase);
    let starts = words.next().as_deref() == Some("begin") && words.next().as_deref() == Some("return");
    let rest: Vec<&str> = body.split(';').map(str::trim).filter(|it| !it.is_empty()).collect();
    starts && rest.len() == 2 && rest.last().is_some_and(|it| it.eq_ignore_ascii_case("end"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::rules::testing;

    const TABLE: &str = "CREATE TABLE users (id integer PRIMARY KEY, email text);";

    #[test]
    fn a_trigger_function_breaks_with_the_column_that_it_reads() {
        let function = "CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := lower(NEW.email); RETURN NEW; END $$; \
             CREATE TRIGGER low BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION low();";
        let after = format!("CREATE TABLE users (id integer PRIMARY KEY); {function}");
        let finding = testing::only(&RULE, &format!("{TABLE} {function}"), &after);
        assert!(finding.message.contains("public.low()"), "{}", finding.message);
    }

    #[test]
    fn a_table_that_goes_has_a_witness_where_the_call_is_certain() {
        let function = "CREATE FUNCTION mails() RETURNS SETOF text LANGUAGE sql AS $$ SELECT email FROM users $$;";
        let finding = testing::only(&RULE, &format!("{TABLE} {function}"), function);
        assert_eq!(finding.witness.map(|it| it.statement), Some("SELECT public.mails()".to_owned()));
    }

    #[test]
    fn another_type_may_still_do() {
        let function = "CREATE FUNCTION mails() RETURNS SETOF text LANGUAGE sql AS $$ SELECT email FROM users $$;";
        let after = format!("CREATE TABLE users (id integer PRIMARY KEY, email uuid); {function}");
        let finding = testing::only(&RULE, &format!("{TABLE} {function}"), &after);
        assert_eq!(finding.severity, Severity::PotentiallyBreaking);
    }

    #[test]
    fn a_body_that_is_changed_along_is_silent() {
        let before = format!("{TABLE} CREATE FUNCTION n() RETURNS text LANGUAGE sql AS $$ SELECT email FROM users $$;");
        let after = "CREATE TABLE users (id integer PRIMARY KEY); CREATE FUNCTION n() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;";
        let found = testing::judged(Dialect::Postgres, &before, after);
        assert!(found.iter().all(|it| it.rule != RULE.id), "{found:#?}");
    }
}
