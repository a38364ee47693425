//! How much work a schema can make for a validator, told before it starts.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::closure::Contents;

/// Schemas that the validator may apply to one value.
const MOST: u64 = 5_000_000;

/// Levels of schemas that apply to the same value.
const NESTED: usize = 400;

/// Levels of a value.
const DEEP: usize = 100;

/// Whether the validator, which has neither a limit of steps nor of depth, ends soon on `schema`.
pub(super) fn is_bounded(schema: &Json, contents: &Contents) -> Result<(), String> {
    fits(steps(schema, contents)?, contents)
}

/// How many schemas the validator applies to values of this depth, at each place of them.
pub(super) fn steps(schema: &Json, contents: &Contents) -> Result<u64, String> {
    if contents.depth > DEEP {
        return Err("the value is too deep for the validator".to_owned());
    }
    Work { root: schema, known: HashMap::new() }.of(schema, contents.depth, 0)
}

/// Whether so many schemas at each place of a value of this size are not too many.
pub(super) fn fits(steps: u64, contents: &Contents) -> Result<(), String> {
    if steps.saturating_mul(contents.size as u64) > MOST {
        return Err("the schema makes too much work for the validator".to_owned());
    }
    Ok(())
}

struct Work<'s> {
    root: &'s Json,
    /// By address of the schema and levels of the value left; none while it is being told.
    known: HashMap<(*const Json, usize), Option<u64>>,
}

impl<'s> Work<'s> {
    /// How many schemas are applied where `schema` is applied to a value of so many levels.
    fn of(&mut self, schema: &'s Json, levels: usize, nested: usize) -> Result<u64, String> {
        let Json::Object(keywords) = schema else { return Ok(1) };
        if nested > NESTED {
            return Err("the schema is too deep for the validator".to_owned());
        }
        let key = (std::ptr::from_ref(schema), levels);
        match self.known.get(&key) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => return Err("the schema refers to itself without end".to_owned()),
            None => self.known.insert(key, None),
        };
        let mut sum = 1u64;
        for (keyword, value) in keywords {
            let (levels, inner) = match keyword.as_str() {
                "not" | "if" | "then" | "else" | "allOf" | "anyOf" | "oneOf" | "dependentSchemas" | "dependencies" => {
                    (levels, value)
                }
                "$ref" => match self.target(value) {
                    Some(target) => (levels, target),
                    None => continue,
                },
                "properties"
                | "patternProperties"
                | "additionalProperties"
                | "items"
                | "prefixItems"
                | "contains"
                | "additionalItems"
                | "unevaluatedItems"
                | "unevaluatedProperties"
                | "propertyNames" => {
                    let Some(levels) = levels.checked_sub(1) else { continue };
                    (levels, value)
                }
                _ => continue,
            };
            sum = sum.saturating_add(self.of_all(keyword, inner, levels, nested + 1)?);
        }
        self.known.insert(key, Some(sum));
        Ok(sum)
    }

    /// A keyword's value: one schema, a list of them, or some by name.
    fn of_all(&mut self, keyword: &str, value: &'s Json, levels: usize, nested: usize) -> Result<u64, String> {
        let by_name = ["properties", "patternProperties", "dependentSchemas", "dependencies"].contains(&keyword);
        match value {
            Json::Array(members) => self.sum(members.iter(), levels, nested),
            Json::Object(members) if by_name => self.sum(members.values(), levels, nested),
            schema => self.of(schema, levels, nested),
        }
    }

    fn sum(
        &mut self,
        mut members: impl Iterator<Item = &'s Json>,
        levels: usize,
        nested: usize,
    ) -> Result<u64, String> {
        members.try_fold(0u64, |sum, member| Ok(sum.saturating_add(self.of(member, levels, nested)?)))
    }

    /// What a reference by pointer leads to; what names lead to is the validator's own matter.
    fn target(&self, reference: &Json) -> Option<&'s Json> {
        let text = reference.as_str()?;
        self.root.pointer(text.strip_prefix(super::closure::BASE).unwrap_or(text).strip_prefix('#')?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(schema: &Json, value: &Json) -> Result<(), String> {
        is_bounded(schema, &Contents::of(value))
    }

    #[test]
    fn recursion_through_properties_ends_with_the_value() {
        let list =
            json!({ "$ref": "#/$defs/l", "$defs": { "l": { "properties": { "next": { "$ref": "#/$defs/l" } } } } });
        assert_eq!(check(&list, &json!({ "next": { "next": {} } })), Ok(()));
    }

    #[test]
    fn recursion_on_the_same_value_has_no_end() {
        let schema = json!({ "$ref": "#/$defs/a", "$defs": { "a": { "anyOf": [{ "$ref": "#/$defs/a" }, true] } } });
        assert!(check(&schema, &json!(1)).is_err());
    }

    #[test]
    fn doubling_forty_times_is_too_much() {
        let definitions: serde_json::Map<String, Json> = (0..40)
            .map(|at| {
                let next = json!({ "$ref": format!("#/$defs/{}", at + 1) });
                (at.to_string(), json!({ "allOf": [next, next] }))
            })
            .collect();
        assert!(check(&json!({ "$ref": "#/$defs/0", "$defs": definitions }), &json!(1)).is_err());
    }
}
