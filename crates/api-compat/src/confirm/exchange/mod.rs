//! A check of messages: what a client of the old document sends, held against the new one, and what the new system
//! answers, held against the old document.
//!
//! It knows paths, methods, parameters, bodies, media types, statuses, headers, security and servers, and nothing of
//! the differences that were found: where it refuses a message, it says why in its own words.

mod asked;
mod candidates;
mod interface;
mod message;
mod read;
mod sample;
mod show;
#[cfg(test)]
mod tests;

use findings::{Confirmation, Finding, Witness};

use crate::change::{Change, Edit, Element, Role};
use crate::comparison::Comparison;
use asked::{Asked, Question};
use interface::Interface;
use message::Refusal;

/// The check, as reports name it.
pub(super) const NAME: &str = concat!("message check ", env!("CARGO_PKG_VERSION"));

/// Both interfaces, as the message check reads them.
pub(crate) struct Exchange<'t> {
    before: Interface<'t>,
    after: Interface<'t>,
    asked: Asked,
}

/// What came of messages that are held against the other side though nothing is told of their operations.
#[derive(Debug, Default)]
pub(crate) struct Contradictions {
    /// Operations that were looked at, and messages.
    pub(crate) operations: usize,
    pub(crate) tried: usize,
    /// Operation, message, and why it is refused.
    pub(crate) found: Vec<(String, String, String)>,
}

impl<'t> Exchange<'t> {
    pub(crate) fn new(comparison: &Comparison<'t>) -> Self {
        let (before, after) = (Interface::new(comparison.before.tree), Interface::new(comparison.after.tree));
        Self { before, after, asked: Asked::default() }
    }

    /// Looks for a message that works on its own side and is refused on the other for what `change` says, and shows it;
    /// where there is none, says so of the witness that the rule has, if it has one.
    pub(super) fn look(&self, change: &Change, finding: &mut Finding) {
        match self.message(change) {
            Ok((statement, refusal)) => {
                finding.witness = Some(Witness {
                    setup: Vec::new(),
                    statement,
                    instance: None,
                    fails_with: refusal.words,
                    confirmation: Confirmation::ConfirmedBy(NAME.to_owned()),
                });
            }
            Err(why) => {
                if let Some(witness) = &mut finding.witness {
                    witness.confirmation = Confirmation::Unconfirmed(why.to_owned());
                }
            }
        }
    }

    /// Holds requests of the old side against the new one, and the headers of answers of the new side against the old
    /// one, in the operations that both have and of which `is_told` does not say that something may break.
    pub(crate) fn contradictions(&self, is_told: &dyn Fn(&str) -> bool) -> Contradictions {
        let mut all = Contradictions::default();
        for (method, path) in self.before.operations() {
            let name = format!("{method} {path}");
            let (old, new) = (self.before.operation(&method, path), self.after.operation(&method, path));
            let (Ok(old), Ok(new)) = (old, new) else { continue };
            if is_told(&name) {
                continue;
            }
            all.operations += 1;
            for request in candidates::requests(&self.before, &method, path, &old) {
                if message::refusals(&self.before, &request).is_empty() {
                    all.tried += 1;
                    // How texts are written and what is offered as answer are judged by rules that know more of it.
                    let is_sent = |it: &Refusal| request.parameters.iter().any(|(_, name, _)| *name == it.name);
                    let is_judged = |it: &Refusal| match it.element {
                        Element::Parameter => is_sent(it),
                        Element::MediaType => request.accept == Some(it.name.as_str()),
                        _ => false,
                    };
                    let refusal = message::refusals(&self.after, &request).into_iter().find(|it| !is_judged(it));
                    all.found.extend(refusal.map(|it| (name.clone(), show::request(&request), it.words)));
                }
            }
            for answer in candidates::answers(&new) {
                all.tried += 1;
                let refusals = message::unread(&old, &answer).into_iter();
                let refusal = refusals.into_iter().find(|it| it.element == Element::Header);
                all.found.extend(refusal.map(|it| (name.clone(), show::answer(&answer), it.words)));
            }
        }
        all
    }

    /// The message as text, and why it is refused.
    fn message(&self, change: &Change) -> Result<(String, Refusal), &'static str> {
        let place = &change.place;
        let none = "the message check finds no message that is refused for it";
        match change.element {
            Element::SecurityScheme | Element::OAuthFlow => return self.credentials(change).ok_or(none),
            Element::Webhook => return self.webhook(change).ok_or(none),
            _ => {}
        }
        let named = place.operation.as_deref().and_then(|it| it.split_once(' '));
        let Some((method, path)) = named else { return Err("the message check looks at operations only") };
        if place.subject.starts_with("callback") || !path.starts_with('/') {
            return Err("the message check does not look at callbacks and webhooks");
        }
        let found = match place.role {
            Role::Response => self.answer(method, path, change),
            Role::Request | Role::Neither => {
                self.request(method, path, change).or_else(|| self.answer(method, path, change))
            }
        };
        found.ok_or(none)
    }

    /// A request of any operation that is let in by the scheme that has changed.
    fn credentials(&self, change: &Change) -> Option<(String, Refusal)> {
        self.before.operations().find_map(|(method, path)| {
            let operation = self.before.operation(&method, path).ok()?;
            let quoted = |name: &str| change.place.subject.contains(&format!("`{name}`"));
            let is_used = operation.security.iter().flat_map(|it| it.keys()).any(|name| quoted(name));
            is_used.then(|| self.request(&method, path, change)).flatten()
        })
    }

    /// A request that the old system sends of itself and the new one does not.
    fn webhook(&self, change: &Change) -> Option<(String, Refusal)> {
        let (method, name) = change.place.operation.as_deref()?.split_once(' ')?;
        let is_gone = self.before.has_webhook(method, name) && !self.after.has_webhook(method, name);
        let words = format!("the new system sends no {method} `{name}`");
        let refusal = Refusal { element: Element::Webhook, name: name.to_owned(), words };
        (is_gone && change.edit == Edit::Removed).then(|| (format!("{method} (webhook `{name}`)"), refusal))
    }

    /// What `question` has for an answer that `change` leads to.
    fn ask(&self, question: Question, method: &str, path: &str, change: &Change) -> Option<(String, Refusal)> {
        let refused = self.asked.refused(question, (&self.before, &self.after), method, path);
        let (refusal, text) = refused.iter().find(|(refusal, _)| is_about(refusal, change))?;
        Some((text.to_string(), refusal.clone()))
    }

    fn request(&self, method: &str, path: &str, change: &Change) -> Option<(String, Refusal)> {
        self.ask(Question::OldRequests, method, path, change)
    }

    fn answer(&self, method: &str, path: &str, change: &Change) -> Option<(String, Refusal)> {
        if let Some(found) = self.ask(Question::NewAnswers, method, path, change) {
            return Some(found);
        }
        // A client that reads only what is no longer answered is refused before any answer.
        if change.element == Element::MediaType
            && let Some(found) = self.request(method, path, change)
        {
            return Some(found);
        }
        // What the client waits for is answered no more.
        (change.edit == Edit::Removed).then_some(())?;
        let (text, mut refusal) = self.ask(Question::OldAnswers, method, path, change)?;
        refusal.words = format!("the new system never answers so: {}", refusal.words);
        Some((text, refusal))
    }
}

/// Whether `refusal` is what `change` leads to, and not another difference of the same operation.
fn is_about(refusal: &Refusal, change: &Change) -> bool {
    let names = |name: &str| {
        let quoted = change.place.subject.to_ascii_lowercase().contains(&name.to_ascii_lowercase());
        quoted || change.item.as_deref().is_some_and(|it| it.to_ascii_lowercase().contains(&name.to_ascii_lowercase()))
    };
    match (refusal.element, change.element) {
        (Element::Path | Element::Operation, Element::Path | Element::Operation)
        | (Element::SecurityRequirement | Element::SecurityScheme, Element::SecurityRequirement)
        | (Element::SecurityScheme, Element::SecurityScheme | Element::OAuthFlow)
        | (Element::RequestBody, Element::RequestBody) => true,
        (one, other) if one == other => names(&refusal.name),
        _ => false,
    }
}
