//! A difference between two sets of `.proto` files: what was found, before any rule has judged it.

use findings::{Location, Span};

use super::model::{Enum, EnumValue, Field, File, Message, Method, Oneof, Service};

/// What a change is about: the messages of `descriptor.proto`, and packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Element {
    File,
    Package,
    Message,
    Field,
    /// A field of one message that is declared elsewhere.
    Extension,
    Oneof,
    Enum,
    EnumValue,
    Service,
    Method,
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Edit {
    Added,
    Removed,
    /// Of an element: it is declared in another file. Of a field of it: any other difference.
    Changed,
}

/// An element of one side.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node<'a> {
    File(&'a File),
    Message(&'a File, &'a Message),
    /// A field, and its message; of an extension none.
    Field(&'a File, Option<&'a Message>, &'a Field),
    Oneof(&'a File, &'a Message, &'a Oneof),
    Enum(&'a File, &'a Enum),
    EnumValue(&'a File, &'a Enum, &'a EnumValue),
    Service(&'a File, &'a Service),
    Method(&'a File, &'a Service, &'a Method),
}

impl<'a> Node<'a> {
    pub(super) fn file(self) -> &'a File {
        match self {
            Self::File(file)
            | Self::Message(file, _)
            | Self::Field(file, ..)
            | Self::Oneof(file, ..)
            | Self::Enum(file, _)
            | Self::EnumValue(file, ..)
            | Self::Service(file, _)
            | Self::Method(file, ..) => file,
        }
    }

    fn span(self) -> Span {
        match self {
            Self::File(file) => file.syntax_span,
            Self::Message(_, it) => it.span,
            Self::Field(_, _, it) => it.span,
            Self::Oneof(_, _, it) => it.span,
            Self::Enum(_, it) => it.span,
            Self::EnumValue(_, _, it) => it.span,
            Self::Service(_, it) => it.span,
            Self::Method(_, _, it) => it.span,
        }
    }

    /// Words for people.
    pub(super) fn subject(self) -> String {
        match self {
            Self::File(file) => format!("file {}", file.path),
            Self::Message(_, it) => format!("message {}", it.full_name),
            Self::Field(_, Some(message), it) => format!("field {}.{}", message.full_name, it.name),
            Self::Field(_, None, it) => format!("extension {}", it.full_name),
            Self::Oneof(_, message, it) => format!("oneof {}.{}", message.full_name, it.name),
            Self::Enum(_, it) => format!("enum {}", it.full_name),
            Self::EnumValue(_, owner, it) => format!("enum value {}.{}", owner.full_name, it.name),
            Self::Service(_, it) => format!("service {}", it.full_name),
            Self::Method(_, service, it) => format!("rpc {}.{}", service.full_name, it.name),
        }
    }

    /// What is called, where it is something that is.
    pub(super) fn operation(self) -> Option<String> {
        match self {
            Self::Method(_, service, it) => Some(format!("{}/{}", service.full_name, it.name)),
            _ => None,
        }
    }

    pub(super) fn message(self) -> Option<&'a Message> {
        match self {
            Self::Message(_, it) | Self::Oneof(_, it, _) => Some(it),
            Self::Field(_, it, _) => it,
            _ => None,
        }
    }

    pub(super) fn field(self) -> Option<&'a Field> {
        if let Self::Field(_, _, it) = self { Some(it) } else { None }
    }

    pub(super) fn enumeration(self) -> Option<&'a Enum> {
        match self {
            Self::Enum(_, it) | Self::EnumValue(_, it, _) => Some(it),
            _ => None,
        }
    }

    pub(super) fn service(self) -> Option<&'a Service> {
        match self {
            Self::Service(_, it) | Self::Method(_, it, _) => Some(it),
            _ => None,
        }
    }

    pub(super) fn method(self) -> Option<&'a Method> {
        if let Self::Method(_, _, it) = self { Some(it) } else { None }
    }
}

/// A difference.
#[derive(Debug)]
pub(super) struct Change<'a> {
    pub(super) element: Element,
    /// The field of the element by its name in `descriptor.proto`; empty where the element itself came, went or moved.
    pub(super) field: &'static str,
    /// The member of the field where it is a collection: the name of an option, a range, a reserved name.
    pub(super) item: Option<String>,
    pub(super) edit: Edit,
    /// What it was; for what was added, what it was added to.
    pub(super) before: Option<Node<'a>>,
    /// What it is; for what was removed, what it is missing from.
    pub(super) after: Option<Node<'a>>,
    /// The value in words.
    pub(super) old: String,
    pub(super) new: String,
    /// Where the value itself stands, where that is not where the element does.
    pub(super) spans: (Option<Span>, Option<Span>),
    /// At which of the levels about names the element is missing.
    pub(super) missing: Missing,
}

/// Where a type that went is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Missing {
    /// From its file, which is still there.
    pub(super) from_file: bool,
    /// From its package, which is still there.
    pub(super) from_package: bool,
}

impl<'a> Change<'a> {
    pub(super) fn new(element: Element, field: &'static str, edit: Edit) -> Self {
        Self {
            element,
            field,
            item: None,
            edit,
            before: None,
            after: None,
            old: String::new(),
            new: String::new(),
            spans: (None, None),
            missing: Missing::default(),
        }
    }

    pub(super) fn between(mut self, before: impl Into<Option<Node<'a>>>, after: impl Into<Option<Node<'a>>>) -> Self {
        (self.before, self.after) = (before.into(), after.into());
        self
    }

    pub(super) fn of(mut self, item: impl Into<String>) -> Self {
        self.item = Some(item.into());
        self
    }

    pub(super) fn values(mut self, old: impl Into<String>, new: impl Into<String>) -> Self {
        (self.old, self.new) = (old.into(), new.into());
        self
    }

    pub(super) fn at(mut self, old: Option<Span>, new: Option<Span>) -> Self {
        self.spans = (old, new);
        self
    }

    /// Whether it is this edit of this field.
    pub(super) fn is(&self, element: Element, field: &str, edit: Edit) -> bool {
        self.element == element && self.field == field && self.edit == edit
    }

    /// Whether it is about a field or an extension, and about this field of it.
    pub(super) fn is_of_field(&self, field: &str) -> bool {
        matches!(self.element, Element::Field | Element::Extension) && self.field == field
    }

    /// The option, where it is one of this name of that element.
    pub(super) fn is_option(&self, element: Element, name: &str) -> bool {
        self.element == element && self.field == "options" && self.item.as_deref() == Some(name)
    }

    /// The element, in words: the old one; of what was added, the new one.
    pub(super) fn subject(&self) -> String {
        if self.element == Element::Package {
            return format!("package {}", self.item.as_deref().unwrap_or_default());
        }
        let whole_added = self.field.is_empty() && self.edit == Edit::Added;
        let node = if whole_added { self.after.or(self.before) } else { self.before.or(self.after) };
        node.map(Node::subject).unwrap_or_default()
    }

    pub(super) fn operation(&self) -> Option<String> {
        self.before.and_then(Node::operation).or_else(|| self.after.and_then(Node::operation))
    }

    /// The member of a collection that changed.
    pub(super) fn item(&self) -> &str {
        self.item.as_deref().unwrap_or_default()
    }

    /// Both fields.
    pub(super) fn fields(&self) -> Option<(&'a Field, &'a Field)> {
        Some((self.before?.field()?, self.after?.field()?))
    }

    /// Where it stands on both sides.
    pub(super) fn places(&self) -> (Option<Location>, Option<Location>) {
        let place = |node: Option<Node<'_>>, span: Option<Span>| {
            let node = node?;
            let span = span.unwrap_or_else(|| node.span());
            Some(node.file().source.locate(span))
        };
        (place(self.before, self.spans.0), place(self.after, self.spans.1))
    }
}
