//! Where in a message a schema applies: a path that grows by sharing.

use std::rc::Rc;

use crate::contain::Step;

/// A path from the message inwards.
#[derive(Debug, Clone, Default)]
pub(super) struct Path(Option<Rc<Link>>);

#[derive(Debug)]
struct Link {
    parent: Path,
    step: Step,
    word: String,
}

/// Through what a path leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Way {
    /// It is the message itself.
    #[default]
    Root,
    /// Nothing but items of arrays.
    Items,
    /// Properties as well.
    Inside,
}

impl Way {
    /// The way to what `path` leads to from here.
    pub(super) fn then(self, path: &Path) -> Self {
        match self {
            _ if path.0.is_none() => self,
            Self::Root | Self::Items if path.is_of_items() => Self::Items,
            _ => Self::Inside,
        }
    }
}

impl Path {
    /// The path on from here.
    pub(super) fn join(&self, other: &Self) -> Self {
        let mut links: Vec<&Link> = other.links().collect();
        links.reverse();
        links.into_iter().fold(self.clone(), |path, link| path.then(link.step.clone(), &link.word))
    }

    /// The path one step further, with the word that people read.
    pub(super) fn then(&self, step: Step, word: &str) -> Self {
        Self(Some(Rc::new(Link { parent: self.clone(), step, word: word.to_owned() })))
    }

    /// The path to the property `name`.
    pub(super) fn property(&self, name: &str) -> Self {
        self.then(Step::Property(name.to_owned()), name)
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = self.links().map(|link| link.step.clone()).collect();
        steps.reverse();
        steps
    }

    /// `items/*/name`; empty for the message itself.
    pub(super) fn words(&self) -> String {
        let mut words: Vec<&str> = self.links().map(|link| link.word.as_str()).collect();
        words.reverse();
        words.join("/")
    }

    /// Whether it leads through nothing but items of arrays.
    fn is_of_items(&self) -> bool {
        self.links().all(|link| matches!(link.step, Step::Item(_) | Step::OtherItem))
    }

    fn links(&self) -> impl Iterator<Item = &Link> {
        std::iter::successors(self.0.as_deref(), |link| link.parent.0.as_deref())
    }
}

impl Drop for Path {
    /// A long path is dropped link by link, not by recursion.
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(link) = next {
            next = Rc::try_unwrap(link).ok().and_then(|mut link| link.parent.0.take());
        }
    }
}
