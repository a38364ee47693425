//! Path templates.

use std::collections::HashMap;

/// A path template: equal to another one whatever its parameters are called (3.1, 4.8.8.2 Path Templating Matching).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Template {
    /// The template with its parameters' names left out.
    pub(crate) shape: String,
    /// The names with their places, counted from zero; of a name that stands twice the first one.
    positions: HashMap<String, usize>,
}

impl Template {
    /// Reads `path`; a brace that is not closed is an ordinary character.
    pub(crate) fn parse(path: &str) -> Self {
        let (mut shape, mut positions) = (String::new(), HashMap::new());
        let mut count = 0;
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            shape.push_str(before);
            shape.push_str("{}");
            positions.entry(name.to_owned()).or_insert(count);
            count += 1;
            rest = behind;
        }
        shape.push_str(rest);
        Self { shape, positions }
    }

    /// The place of the parameter called `name`.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// Whether every path that `other` stands for is one that this template stands for too, and it is not its equal.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (self.shape.split('/'), other.shape.split('/'));
        self.shape != other.shape
            && loop {
                match (mine.next(), theirs.next()) {
                    (None, None) => return true,
                    (Some("{}"), Some(segment)) if !segment.is_empty() => {}
                    (Some(one), Some(two)) if one == two => {}
                    _ => return false,
                }
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_matter_and_places_do() {
        let shape = |path| Template::parse(path).shape;
        assert_eq!(shape("/pets/{id}/toys/{toy}"), shape("/pets/{pet}/toys/{id}"));
        assert_ne!(shape("/pets/{id}"), shape("/pets/id"));
        assert_eq!(shape("/a/{b"), "/a/{b");
        assert_eq!(Template::parse("/{a}/report.{format}").position("format"), Some(1));
    }

    #[test]
    fn a_template_covers_what_is_more_concrete() {
        let covers = |one, two| Template::parse(one).covers(&Template::parse(two));
        assert!(covers("/pets/{id}", "/pets/mine"));
        assert!(!covers("/pets/mine", "/pets/{id}"));
        assert!(!covers("/pets/{id}", "/pets/{name}"), "equal, not more concrete");
        assert!(!covers("/pets/{id}", "/pets/mine/toys"));
        assert!(!covers("/pets/{id}", "/pets/"));
    }
}
