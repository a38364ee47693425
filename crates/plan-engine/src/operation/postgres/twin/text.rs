//! What hangs on a column is compared without its casts, but written with those that the column's type asks for: once the
//! other shape is live, it reads as on that side.

use schema_diff::catalogue::{Catalogue, ConstraintKind, Expression, IndexKey, Object, ObjectPath};

use super::hang::Hanging;

/// Puts what hangs on the columns into the words of `side`, where it says the same there.
pub(super) fn adopt(next: &mut Catalogue, side: &Catalogue, hanging: &Hanging) {
    for path in paths(hanging) {
        let (Some(own), Some(theirs)) = (next.get(&path), side.get(&path)) else { continue };
        if let Some(object) = in_words_of(own, theirs) {
            next.put(&path, object);
        }
    }
}

/// What is there on both sides, the same but for its words.
pub(super) fn reworded(from: &Catalogue, to: &Catalogue, hanging: &Hanging) -> Vec<(ObjectPath, Object)> {
    let differs = |path: &ObjectPath| match (from.get(path), to.get(path)) {
        (Some(old), Some(new)) => words(&old) != words(&new),
        _ => false,
    };
    paths(hanging).into_iter().filter(differs).filter_map(|path| Some((path.clone(), to.get(&path)?))).collect()
}

fn paths(hanging: &Hanging) -> Vec<ObjectPath> {
    let constraints = hanging.unproven.iter().chain(&hanging.exclusions);
    let constraints = constraints.map(|(table, it)| ObjectPath::Constraint(table.clone(), it.name.clone()));
    let indexes = hanging.indexes.iter().map(|(table, it)| ObjectPath::Index(table.clone(), it.name.clone()));
    let views = hanging.views.iter().map(|(name, _)| ObjectPath::View(name.clone()));
    let named = hanging.named.iter().map(|(path, _)| path.clone());
    constraints.chain(indexes).chain(views).chain(named).collect()
}

/// `own` as `theirs` is written; none where it says something else.
fn in_words_of(own: Object, theirs: Object) -> Option<Object> {
    Some(match (own, theirs) {
        (Object::Definition(mut own), Object::Definition(theirs)) if is_the_same(&own.statement, &theirs.statement) => {
            own.statement = theirs.statement;
            Object::Definition(own)
        }
        (Object::Constraint(mut own), Object::Constraint(theirs)) if own.kind == theirs.kind => {
            own.kind = theirs.kind;
            Object::Constraint(own)
        }
        (Object::Index(mut own), Object::Index(theirs)) if own.unique == theirs.unique => {
            (own.elements, own.predicate) = (theirs.elements, theirs.predicate);
            Object::Index(own)
        }
        (Object::Trigger(mut own), Object::Trigger(theirs)) if own.definition == theirs.definition => {
            own.definition = theirs.definition;
            Object::Trigger(own)
        }
        (Object::View(mut own), Object::View(theirs)) if own.query == theirs.query => {
            own.query = theirs.query;
            Object::View(own)
        }
        _ => return None,
    })
}

/// Whether two statements say the same. The columns of statistics come in the order of their names, which change.
fn is_the_same(own: &Expression, theirs: &Expression) -> bool {
    fn sorted(it: &Expression) -> Vec<&str> {
        let words = it.canonical.split([' ', ',', '(', ')']).filter(|word| !word.is_empty());
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        words
    }
    own == theirs || own.canonical.starts_with("create statistics ") && sorted(own) == sorted(theirs)
}

fn words(object: &Object) -> Vec<&str> {
    match object {
        Object::Definition(it) => vec![&it.statement.text],
        Object::Constraint(it) => match &it.kind {
            ConstraintKind::Check(check) => vec![&check.expression.text],
            ConstraintKind::Exclusion(it) => {
                it.elements.iter().map(|it| &it.expression).chain(&it.predicate).map(|it| it.text.as_str()).collect()
            }
            _ => Vec::new(),
        },
        Object::Index(it) => {
            let keys = it.elements.iter().filter_map(|it| match &it.key {
                IndexKey::Expression(expression) => Some(expression),
                IndexKey::Column(_) => None,
            });
            keys.chain(&it.predicate).map(|it| it.text.as_str()).collect()
        }
        Object::Trigger(it) => vec![&it.definition.text],
        Object::View(it) => vec![&it.query.text],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use schema_diff::catalogue::{Check, Constraint, Deferrability};

    use super::*;

    fn check(text: &str, canonical: &str) -> Object {
        let check = Check { expression: Expression::new(text, canonical), no_inherit: false };
        Object::Constraint(Constraint {
            name: "c".to_owned(),
            named: true,
            kind: ConstraintKind::Check(check),
            deferrability: Deferrability::NotDeferrable,
            validated: true,
            parent: None,
            comment: None,
        })
    }

    #[test]
    fn statistics_are_the_same_in_any_order_of_columns() {
        let of = |text: &str| Expression::new(text, text);
        let own = of("create statistics s on office, number from t");
        assert!(is_the_same(&own, &of("create statistics s on number, office from t")));
        assert!(!is_the_same(&own, &of("create statistics s on number, town from t")));
        assert!(!is_the_same(&of("create policy p on a, b"), &of("create policy p on b, a")));
    }

    #[test]
    fn only_what_says_the_same_is_put_into_other_words() {
        let (old, new) = (check("role = 'a'::text", "role = 'a'"), check("role = 'a'::t.role", "role = 'a'"));
        let adopted = in_words_of(old.clone(), new.clone()).unwrap();
        assert_eq!(words(&adopted), words(&new));
        assert_ne!(words(&adopted), words(&old));
        assert!(in_words_of(old, check("role = 'b'", "role = 'b'")).is_none());
    }
}
