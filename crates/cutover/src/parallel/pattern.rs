//! JSON pointers in which `*` stands for any one step.

/// Pointers, step by step; RFC 6901, but that a step that is `*` matches any name and any position.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns {
    patterns: Vec<Vec<Step>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Any,
    Name(String),
}

impl Patterns {
    /// Reads pointers; one that does not begin with `/` is read as if it did.
    pub(super) fn add<S: AsRef<str>>(&mut self, pointers: impl IntoIterator<Item = S>) {
        self.patterns.extend(pointers.into_iter().map(|pointer| read(pointer.as_ref())));
    }

    /// All of them, at the root of a document.
    pub(super) fn at_root(&self) -> Place<'_> {
        Place { rest: self.patterns.iter().map(Vec::as_slice).collect() }
    }

    /// Whether one of them stands for this pointer, or for one above it.
    pub(super) fn cover(&self, pointer: &str) -> bool {
        let mut place = self.at_root();
        if place.is_meant() {
            return true;
        }
        names(pointer).any(|name| {
            place = place.below(&name);
            place.is_meant()
        })
    }
}

/// What is left of the patterns at some place of a document.
#[derive(Debug, Clone)]
pub(super) struct Place<'p> {
    rest: Vec<&'p [Step]>,
}

impl Place<'_> {
    /// One step further.
    pub(super) fn below(&self, name: &str) -> Self {
        let step = |rest: &[Step]| match rest.split_first() {
            Some((Step::Any, _)) => true,
            Some((Step::Name(wanted), _)) => wanted == name,
            None => false,
        };
        let matching = self.rest.iter().copied().filter(|rest| step(rest));
        Self { rest: matching.filter_map(|rest| rest.get(1..)).collect() }
    }

    /// Whether a pattern ends here.
    pub(super) fn is_meant(&self) -> bool {
        self.rest.iter().any(|rest| rest.is_empty())
    }
}

fn read(pointer: &str) -> Vec<Step> {
    names(pointer).map(|name| if name == "*" { Step::Any } else { Step::Name(name) }).collect()
}

fn names(pointer: &str) -> impl Iterator<Item = String> + '_ {
    let is_root = pointer.is_empty();
    let steps = pointer.strip_prefix('/').unwrap_or(pointer).split('/').filter(move |_| !is_root);
    steps.map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// A name as a step of a pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(pointers: &[&str]) -> Patterns {
        let mut patterns = Patterns::default();
        patterns.add(pointers);
        patterns
    }

    #[test]
    fn a_star_is_one_step() {
        let patterns = patterns(&["/items/*/seen", "/a~1b"]);
        for (pointer, is_covered) in [
            ("/items/0/seen", true),
            ("/items/0/seen/at", true),
            ("/items/0", false),
            ("/items/seen", false),
            ("/a~1b", true),
            ("/a/b", false),
            ("", false),
        ] {
            assert_eq!(patterns.cover(pointer), is_covered, "{pointer}");
        }
    }

    #[test]
    fn the_root_covers_everything() {
        assert!(patterns(&[""]).cover("/any") && patterns(&[""]).cover(""));
        assert!(patterns(&["meta"]).cover("/meta/at"));
    }
}
