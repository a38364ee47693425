//! What to say of a table that is not there.

use crate::{Error, ErrorKind};

/// How many names are offered at most.
const MOST: usize = 3;

/// The error for a table that is not there, with the names among `others` that are near.
pub(super) fn unknown(schema: Option<&str>, name: &str, others: &[(String, String)]) -> Error {
    let wanted = name.to_lowercase();
    let mut near: Vec<(usize, String)> = others
        .iter()
        .map(|(its_schema, its_name)| {
            let distance = strsim::damerau_levenshtein(&wanted, &its_name.to_lowercase());
            (distance, format!("`{its_schema}.{its_name}`"))
        })
        .filter(|(distance, _)| *distance <= wanted.chars().count() / 3)
        .collect();
    near.sort();
    near.truncate(MOST);
    let place = schema.map(|schema| format!(" in the schema `{schema}`")).unwrap_or_default();
    let error = Error::new(ErrorKind::Undefined, format!("there is no table or view `{name}`{place}"));
    if near.is_empty() {
        return error;
    }
    let names: Vec<String> = near.into_iter().map(|(_, name)| name).collect();
    error.hinting(&format!("is it {}?", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_offered_and_others_are_not() {
        let others = [("public", "orders"), ("old", "Ordres"), ("public", "items")];
        let others = others.map(|(schema, name)| (schema.to_owned(), name.to_owned()));
        assert_eq!(
            unknown(None, "ordres", &others).to_string(),
            "there is no table or view `ordres`; hint: is it `old.Ordres` or `public.orders`?"
        );
        assert_eq!(unknown(Some("s"), "x", &others).to_string(), "there is no table or view `x` in the schema `s`");
    }
}
