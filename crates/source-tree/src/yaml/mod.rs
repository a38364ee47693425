//! A reader of YAML 1.2 over the events of `saphyr-parser`. It does not recurse: what is open lies in the builder.

mod offsets;

use std::borrow::Cow;
use std::collections::HashMap;

use findings::Span;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use self::offsets::Offsets;
use super::NodeId;
use super::builder::{Builder, Extent};
use super::fault::Fault;
use super::json::is_finite;
use super::scalar::{self, Plain};

const CODE: &str = "yaml-syntax";
const HELP: &str = "correct the text: it is not YAML 1.2 from here on";

/// Reads `text` into the builder.
pub(crate) fn read(text: &str, builder: &mut Builder<'_>) -> Result<(), Fault> {
    if let Some(at) = text.find('\0') {
        let message = "the text holds a NUL character";
        return Err(Fault::new(CODE, message, Span::new(at, at + 1), "remove it: YAML allows none"));
    }
    let mut reader =
        Reader { text, builder, offsets: Offsets::new(text), anchors: HashMap::new(), documents: 0, content_end: 0 };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                let span = reader.offsets.span(span);
                reader.event(event, span)?;
            }
            Err(error) => {
                let at = reader.offsets.byte(error.marker().index());
                return Err(Fault::new(CODE, error.info(), Span::new(at, at), HELP));
            }
        }
    }
    if reader.documents == 0 {
        let help = "check that it is the file that was meant";
        return Err(Fault::new("empty", "the text holds no value", Span::new(0, 0), help));
    }
    Ok(())
}

/// A scalar as the parser gives it.
struct Scalar<'e> {
    value: Cow<'e, str>,
    style: ScalarStyle,
    tag: Option<Cow<'e, Tag>>,
    span: Span,
}

struct Reader<'r, 't> {
    text: &'r str,
    builder: &'r mut Builder<'t>,
    offsets: Offsets<'r>,
    /// What has an anchor and is closed.
    anchors: HashMap<usize, (NodeId, Extent)>,
    documents: usize,
    /// Where what was read last ends: what has no closing bracket ends there.
    content_end: usize,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        match event {
            Event::DocumentStart(_) => self.documents += 1,
            Event::Scalar(value, style, anchor, tag) => {
                return self.scalar(anchor, &Scalar { value, style, tag, span });
            }
            Event::SequenceStart(anchor, tag) => return self.open(false, anchor, tag.as_deref(), span),
            Event::MappingStart(anchor, tag) => return self.open(true, anchor, tag.as_deref(), span),
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => return self.alias(anchor, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn open(&mut self, object: bool, anchor: usize, tag: Option<&Tag>, span: Span) -> Result<(), Fault> {
        self.only_document(span)?;
        if self.builder.needs_key() {
            return Err(Fault::new("yaml-key", "a key is a list or a mapping", span, "write a scalar as the key"));
        }
        if let Some(tag) = tag
            && !(tag.is_yaml_core_schema() && tag.suffix == if object { "map" } else { "seq" })
        {
            self.unknown_tag(tag, span)?;
        }
        self.builder.open(object, anchor, span)?;
        Ok(())
    }

    fn close(&mut self, span: Span) {
        let end = if span.end > span.start { span.end } else { self.content_end.min(span.end) };
        self.content_end = end;
        if let Some((anchor, node, extent)) = self.builder.close(end)
            && anchor > 0
        {
            self.anchors.insert(anchor, (node, extent));
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fault> {
        self.only_document(span)?;
        self.content_end = span.end;
        let Some((node, extent)) = self.anchors.get(&anchor).copied() else {
            let message = "the alias stands within the value that it stands for";
            return Err(Fault::new("yaml-alias", message, span, "use `$ref` for what contains itself"));
        };
        if !self.builder.needs_key() {
            return self.builder.alias(node, extent, span);
        }
        if self.builder.alias_as_key(node, span) {
            return Ok(());
        }
        Err(Fault::new("yaml-key", "the alias of a key stands for no text", span, "write the key itself"))
    }

    fn scalar(&mut self, anchor: usize, scalar: &Scalar<'_>) -> Result<(), Fault> {
        let Scalar { span, .. } = *scalar;
        self.only_document(span)?;
        if self.documents > 1 {
            return Ok(());
        }
        let span = self.trimmed(span, scalar.style);
        self.content_end = span.end.max(self.content_end);
        if self.builder.needs_key() {
            let plain = scalar.style == ScalarStyle::Plain && scalar.tag.is_none();
            let merges = plain && scalar.value == "<<" && self.builder.strict().is_none();
            let key = self.builder.found(&scalar.value, span);
            self.builder.key(key, span);
            if merges {
                self.builder.merge();
            }
            return Ok(());
        }
        let node = self.value(scalar, span)?;
        if anchor > 0 {
            self.anchors.insert(anchor, (node, Extent { values: 1, height: 0 }));
        }
        Ok(())
    }

    /// A block scalar's span reaches over the empty lines behind it.
    fn trimmed(&self, span: Span, style: ScalarStyle) -> Span {
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let text = self.text.get(span.start..span.end).filter(|_| block);
        text.map_or(span, |text| Span::new(span.start, span.start + text.trim_end().len()))
    }

    fn value(&mut self, scalar: &Scalar<'_>, span: Span) -> Result<NodeId, Fault> {
        match self.resolved(scalar, span)? {
            Plain::Null => self.builder.null(span),
            Plain::Bool(it) => self.builder.bool(it, span),
            Plain::Number(number) if self.builder.strict().is_some() && !is_finite(&number) => {
                Err(not_finite(&scalar.value, span))
            }
            Plain::Number(number) => {
                let text = self.builder.found(&number, span);
                self.builder.number(&number, text, span)
            }
            Plain::String => {
                let text = self.builder.found(&scalar.value, span);
                self.builder.string(text, span)
            }
            Plain::NoJson if self.builder.strict().is_some() => Err(not_finite(&scalar.value, span)),
            Plain::NoJson => {
                let message = format!("JSON knows no number like `{}`; it counts as a text", scalar.value);
                self.builder.warn(Fault::new("yaml-number", message, span, "write a finite number, or quote it"));
                let text = self.builder.found(&scalar.value, span);
                self.builder.string(text, span)
            }
        }
    }

    /// What the scalar is by its tag, or by YAML's core schema where it has none and is not quoted.
    fn resolved<'v>(&mut self, scalar: &'v Scalar<'_>, span: Span) -> Result<Plain<'v>, Fault> {
        let Some(tag) = scalar.tag.as_deref() else {
            let plain = scalar.style == ScalarStyle::Plain;
            return Ok(if plain { scalar::resolve(&scalar.value) } else { Plain::String });
        };
        if tag.handle == "!" && tag.suffix.is_empty() || tag.handle.is_empty() && tag.suffix == "!" {
            return Ok(Plain::String);
        }
        let resolved = scalar::resolve(&scalar.value);
        let fits = match (tag.is_yaml_core_schema(), tag.suffix.as_str(), &resolved) {
            (true, "str", _) => return Ok(Plain::String),
            (true, "null", Plain::Null) | (true, "bool", Plain::Bool(_)) => true,
            (core, "int" | "float", Plain::Number(_) | Plain::NoJson) => core,
            _ => false,
        };
        if fits {
            return Ok(resolved);
        }
        self.unknown_tag(tag, span)?;
        Ok(if scalar.style == ScalarStyle::Plain { resolved } else { Plain::String })
    }

    fn unknown_tag(&mut self, tag: &Tag, span: Span) -> Result<(), Fault> {
        if let Some(what) = self.builder.strict() {
            let message = format!("the tag `{tag}` means nothing in {what}");
            return Err(Fault::new("yaml-tag", message, span, "remove it"));
        }
        let message = format!("the tag `{tag}` is passed over");
        self.builder.warn(Fault::new(
            "yaml-tag",
            message,
            span,
            "remove it: a document of JSON values has no use for it",
        ));
        Ok(())
    }

    /// Content of a second document is refused; an empty one behind a last `---` is none.
    fn only_document(&mut self, span: Span) -> Result<(), Fault> {
        if self.documents < 2 || span.start == span.end {
            return Ok(());
        }
        let help = "put each document in a file of its own";
        Err(Fault::new("yaml-documents", "the text holds more than one document", span, help))
    }
}

fn not_finite(number: &str, span: Span) -> Fault {
    Fault::new(CODE, format!("`{number}` is no finite number"), span, "write a finite number, or quote it")
}

#[cfg(test)]
mod tests;
