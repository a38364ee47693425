//! What one side has against the messages of the other, asked once for each operation.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::interface::Interface;
use super::message::{self, Refusal};
use super::{candidates, show};

/// Refusals, each with the first message that meets it, in the order of the messages.
pub(super) type Refused = Rc<[(Refusal, Rc<str>)]>;

/// Which messages are held against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// Requests that the old side takes, against the new one.
    OldRequests,
    /// Answers of the new side, against the old one.
    NewAnswers,
    /// Answers of the old side, against the new one.
    OldAnswers,
}

type Key = (Question, String, String);

/// What was asked already, by method and path: findings of one operation ask the same.
#[derive(Debug, Default)]
pub(super) struct Asked {
    known: RefCell<HashMap<Key, Refused>>,
}

impl Asked {
    /// What comes of `question` for an operation; nothing where a side that has to know the operation does not.
    pub(super) fn refused(
        &self,
        question: Question,
        sides: (&Interface<'_>, &Interface<'_>),
        method: &str,
        path: &str,
    ) -> Refused {
        let key = (question, method.to_owned(), path.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return Rc::clone(known);
        }
        let refused: Refused = ask(question, sides, method, path).into();
        self.known.borrow_mut().insert(key, Rc::clone(&refused));
        refused
    }
}

fn ask(
    question: Question,
    sides: (&Interface<'_>, &Interface<'_>),
    method: &str,
    path: &str,
) -> Vec<(Refusal, Rc<str>)> {
    let (before, after) = sides;
    let (old, new) = (before.operation(method, path), after.operation(method, path));
    let mut found = Found::default();
    match question {
        Question::OldRequests => {
            let Ok(old) = old else { return Vec::new() };
            for request in candidates::requests(before, method, path, &old) {
                if message::against(before, &old, &request).is_empty() {
                    let refusals = match &new {
                        Ok(new) => message::against(after, new, &request),
                        Err(missing) => vec![message::missing(*missing, method, path)],
                    };
                    found.add(refusals, || show::request(&request));
                }
            }
        }
        Question::NewAnswers | Question::OldAnswers => {
            let (Ok(old), Ok(new)) = (old, new) else { return Vec::new() };
            let (from, to) = if question == Question::NewAnswers { (new, old) } else { (old, new) };
            for answer in candidates::answers(&from) {
                found.add(message::unread(&to, &answer), || format!("{method} {path}\n\n{}", show::answer(&answer)));
            }
        }
    }
    found.refusals
}

#[derive(Debug, Default)]
struct Found {
    refusals: Vec<(Refusal, Rc<str>)>,
    seen: HashSet<(crate::change::Element, String)>,
}

impl Found {
    /// Keeps the refusals that were not met before.
    fn add(&mut self, refusals: Vec<Refusal>, shown: impl Fn() -> String) {
        let mut text = None;
        for refusal in refusals {
            if self.seen.insert((refusal.element, refusal.name.clone())) {
                let text = text.get_or_insert_with(|| Rc::from(shown()));
                self.refusals.push((refusal, Rc::clone(text)));
            }
        }
    }
}
