//! Keywords that refuse nothing where they stand: they speak of another type than the one that is stated, or no value at
//! all matches the schema around them.
//!
//! By the letter an edit of such a keyword changes nothing. But an interface is there to be used: what nobody can send
//! is not what it goes by, so that nobody can tell from the schema what the edit does to those who use it. It is judged
//! by the keyword alone, and is never called breaking for it.

use super::view::View;
use super::walk::{Found, Spot, Walk};
use super::wire::types;
use crate::change::{Edit, Role};
use crate::comparison::Side;
use crate::contain::{Group, Judgement, Of};
use crate::schema::Edges;

const OTHER_TYPE: &str =
    "the keyword has no effect on the type that is stated, so one of the two is not what the interface goes by";

const NOTHING_MATCHES: &str =
    "by the letter no value at all matches the schema, so that it is not what the interface goes by";

/// For which sides it is so that nothing that is sent matches at the place, though nobody says so. Where neither side
/// contains the other, something matches.
pub(super) fn void(walk: &mut Walk<'_, '_>, spot: &Spot) -> (bool, bool) {
    if !is_told(walk, spot) {
        return (false, false);
    }
    let old = spot.contained.0 && !forbids(walk.before(), &spot.before) && {
        let values = spot.old_values();
        walk.is_empty(Of::Before, &values)
    };
    let new = spot.contained.1 && !forbids(walk.after(), &spot.after) && {
        let values = spot.new_values();
        walk.is_empty(Of::After, &values)
    };
    (old, new)
}

/// Whether somebody says so: a schema that is `false` is there to refuse everything.
fn forbids(side: Side<'_>, view: &View) -> bool {
    let excludes_all = |node| side.tree.bool(node) == Some(true) || side.tree.entries(node).len() == 0;
    view.nodes.iter().any(|node| {
        side.tree.bool(*node) == Some(false)
            || side.tree.get(*node, "not").is_some_and(|it| side.tree.get(it, "$ref").is_none() && excludes_all(it))
    })
}

/// Whether edits without effect are told here: in messages, and where these hold the place.
fn is_told(walk: &Walk<'_, '_>, spot: &Spot) -> bool {
    walk.role() != Role::Neither && !spot.kept_back
}

/// Whether both sides state types, and none that is one of `kinds`.
fn is_of_other_type(walk: &Walk<'_, '_>, spot: &Spot, kinds: &[&str]) -> bool {
    let unsent = if walk.role() == Role::Request { "readOnly" } else { "writeOnly" };
    let is_other = |side: Side<'_>, view: &View| {
        let is_unsent = view.first(side, unsent).and_then(|it| side.tree.bool(it)) == Some(true);
        !is_unsent && types(side, view).is_some_and(|types| !types.iter().any(|it| kinds.contains(it)))
    };
    is_told(walk, spot) && is_other(walk.before(), &spot.before) && is_other(walk.after(), &spot.after)
}

/// Whether the place is in messages, and neither an array nor an object: keywords about what is inside are moot.
pub(super) fn is_single(walk: &Walk<'_, '_>, spot: &Spot) -> bool {
    is_of_other_type(walk, spot, &["array", "object"])
}

/// The types of which a keyword says something, where these are few.
fn speaks_of(found: &Found) -> &'static [&'static str] {
    match found.group {
        Some(Group::MinLength | Group::MaxLength | Group::Pattern) => &["string"],
        Some(Group::Minimum | Group::Maximum | Group::MultipleOf) => &["integer", "number"],
        Some(Group::MinItems | Group::MaxItems | Group::UniqueItems | Group::Contains) => &["array"],
        Some(Group::Unevaluated) if found.field == "unevaluatedItems" => &["array"],
        Some(
            Group::Properties
            | Group::Required
            | Group::PropertyNames
            | Group::MinProperties
            | Group::MaxProperties
            | Group::Dependent
            | Group::Unevaluated,
        ) => &["object"],
        _ => &[],
    }
}

/// What an edit means that by the letter means nothing.
pub(super) fn judge(walk: &mut Walk<'_, '_>, spot: &Spot, found: &Found, edges: Edges) -> Edges {
    let kinds = speaks_of(found);
    let reason = if spot.void != (false, false) {
        NOTHING_MATCHES
    } else if !kinds.is_empty() && is_of_other_type(walk, spot, kinds) {
        OTHER_TYPE
    } else {
        return edges;
    };
    // One keyword was too much: which values it was to let pass, nobody can tell.
    let composes = matches!(found.group, Some(Group::OneOf | Group::AnyOf | Group::Not | Group::Conditional));
    let became_void = spot.void == (false, true) && composes && found.edit != Edit::Removed;
    let mut meant = |of: Of, known: Judgement| {
        if known != Judgement::Contained || narrows_only(found, of) {
            return known;
        }
        let escapes = match (of, found.group) {
            (Of::After, _) if became_void => true,
            (_, Some(group)) if composes => walk.alone(spot, of, &[group, Group::Type]) != Judgement::Contained,
            (_, Some(group)) => walk.alone(spot, of, &[group]) != Judgement::Contained,
            (Of::Before, None) => found.edit == Edit::Removed && found.item.is_some(),
            (Of::After, None) => found.edit == Edit::Added && found.item.is_some(),
        };
        if escapes { Judgement::Undecided(reason.to_owned()) } else { known }
    };
    Edges { old_in_new: meant(Of::Before, edges.old_in_new), new_in_old: meant(Of::After, edges.new_in_old) }
}

/// Whether an edit cannot have set free values of the side: a name that is required now refuses no answer of old.
fn narrows_only(found: &Found, of: Of) -> bool {
    let by_name = matches!(found.group, Some(Group::Required | Group::Properties | Group::Dependent));
    match found.edit {
        Edit::Added => by_name && of == Of::After,
        Edit::Removed => by_name && of == Of::Before,
        _ => false,
    }
}

/// The place as what lies inside of it sees it, in values that are of one of `kinds`: where the place never has such a
/// value, that what is inside has no effect is no sign of anything.
pub(super) fn inside(walk: &Walk<'_, '_>, spot: &Spot, kinds: &[&str]) -> Spot {
    let mut inner = spot.clone();
    if is_of_other_type(walk, spot, kinds) {
        (inner.contained, inner.equal, inner.doubt) = ((false, false), false, Some(OTHER_TYPE));
    } else if spot.void != (false, false) {
        inner.contained = (spot.contained.0 && !spot.void.0, spot.contained.1 && !spot.void.1);
        (inner.equal, inner.doubt) = (false, Some(NOTHING_MATCHES));
    }
    inner
}

#[cfg(test)]
mod tests {
    use crate::change::Role;
    use crate::schema::Dialect;
    use crate::schema::edits::tests::changes;

    /// The changes of a request, and the same of an answer.
    fn both(old: &str, new: &str) -> [Vec<String>; 2] {
        [Role::Request, Role::Response].map(|role| changes(old, new, role, Dialect::OpenApi31).1)
    }

    #[test]
    fn a_keyword_about_another_type_may_mean_something() {
        let old = r#"{"type": "integer"}"#;
        for (keyword, word) in [
            (r#""pattern": "^a$""#, "pattern Added ?"),
            (r#""minLength": 3"#, "minLength Added ?"),
            (r#""uniqueItems": true"#, "uniqueItems Added ?"),
            (r#""contains": {"type": "string"}"#, "contains Added ?"),
            (r#""required": ["a"]"#, "required(a) Added ?"),
            (r#""propertyNames": {"maxLength": 3}"#, "propertyNames Added ?"),
        ] {
            let new = format!(r#"{{"type": "integer", {keyword}}}"#);
            assert_eq!(both(old, &new), [vec![word.to_owned()], vec![word.to_owned()]]);
        }
        assert_eq!(both(old, r#"{"type": "integer", "minLength": 0}"#), [vec![], vec![] as Vec<String>]);
        let own = changes(old, r#"{"type": "integer", "minLength": 3}"#, Role::Neither, Dialect::Draft2020).1;
        assert_eq!(own, ["minLength Added"]);
    }

    #[test]
    fn properties_of_what_is_no_object_may_mean_something() {
        let old = r#"{"type": "string", "properties": {"a": {"type": "string"}}}"#;
        let new = r#"{"type": "string", "properties": {"a": {"type": "integer"}}}"#;
        assert_eq!(both(old, new), [["a type Changed ??"], ["a type Changed ??"]]);
        let items = |most: u8| format!(r#"{{"type": "object", "items": {{"type": "string", "maxLength": {most}}}}}"#);
        assert_eq!(both(&items(5), &items(9)), [["* maxLength Raised ?"], ["* maxLength Raised ?"]]);
    }

    #[test]
    fn where_nothing_ever_matched_nobody_can_tell() {
        let none = |least: u8| {
            format!(
                r#"{{"type": "array", "items": {{"type": "string"}}, "contains": {{"type": "integer"}}, "minContains": {least}}}"#
            )
        };
        assert_eq!(both(&none(2), &none(3)), [["minContains Raised ?"], ["minContains Raised ?"]]);
        let endless = |kind: &str| {
            format!(
                r##"{{"type": "object", "required": ["next", "a"], "properties": {{"next": {{"$ref": "#"}}, "a": {{"type": "{kind}"}}}}}}"##
            )
        };
        assert_eq!(both(&endless("string"), &endless("integer")), [["a type Changed ??"], ["a type Changed ??"]]);
    }

    #[test]
    fn what_is_false_says_that_nothing_matches() {
        let old = r#"{"properties": {"a": false, "b": {"type": "string"}}}"#;
        let new = r#"{"properties": {"a": {"not": {}}, "b": {"type": "string"}}}"#;
        assert!(both(old, new).iter().flatten().all(|it| !it.contains('?')), "{:?}", both(old, new));
    }

    #[test]
    fn an_alternative_that_goes_is_missed_by_its_name() {
        let old = r##"{"anyOf": [{"$ref": "#/$defs/Boat"}, {"$ref": "#/$defs/Ship"}], "$defs": {
            "Boat": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Ship": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Raft": {"type": "object", "properties": {"name": {"type": "string"}}}}}"##;
        let gone = old.replace(r##", {"$ref": "#/$defs/Ship"}"##, "");
        let [request, response] = both(old, &gone);
        assert_eq!(
            (request, response),
            (vec!["anyOf(Ship) Removed ?".to_owned()], vec!["anyOf(Ship) Removed".to_owned()])
        );
        let another = old.replacen("/Ship", "/Raft", 1);
        assert_eq!(both(old, &another)[0], ["anyOf(Ship) Removed ?", "anyOf(Raft) Added"]);
        let renamed = old.replace("Ship", "Vessel");
        assert_eq!(both(old, &renamed), [vec![], vec![] as Vec<String>]);
    }

    #[test]
    fn alternatives_that_a_discriminator_tells_by_name_keep_their_names() {
        let old = r##"{"oneOf": [{"$ref": "#/components/schemas/Boat"}], "discriminator": {"propertyName": "kind"},
            "components": {"schemas": {"Boat": {"type": "object", "properties": {"kind": {"type": "string"}}}}}}"##;
        let renamed = old.replace("Boat", "Ship");
        let words = |signs: [&str; 2]| {
            let [gone, came] = signs;
            vec![
                format!("mapping(the value `Boat`) Removed {gone}").trim().to_owned(),
                format!("mapping(the value `Ship`) Added {came}").trim().to_owned(),
            ]
        };
        let mut told = both(old, &renamed);
        for list in &mut told {
            list.retain(|word| word.starts_with("mapping"));
        }
        assert_eq!(told, [words(["?", "?"]), words(["?", "?"])]);
        let mapped = |text: &str, name: &str| {
            text.replace(r#""kind"}"#, &format!(r##""kind", "mapping": {{"b": "#/components/schemas/{name}"}}}}"##))
        };
        let told = both(&mapped(old, "Boat"), &mapped(&renamed, "Ship"));
        assert!(told.iter().flatten().all(|it| !it.contains('?')), "{told:?}");
    }
}
