//! A reader of YAML 1.2 over the events of `saphyr-parser`. It does not recurse: what is open lies in the builder.

use std::collections::HashMap;

use findings::Span;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::builder::Builder;
use super::{Fault, Node, Value, scalar};

const CODE: &str = "yaml-syntax";
const HELP: &str = "correct the text: it is not YAML 1.2 from here on";

/// Reads `text`.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Fault>) {
    let mut reader = Reader {
        text,
        offsets: Offsets::new(text),
        builder: Builder::default(),
        anchors: HashMap::new(),
        documents: 0,
        content_end: 0,
    };
    if let Err(fault) = reader.stream() {
        let mut faults = reader.builder.faults;
        faults.push(fault);
        return (None, faults);
    }
    let (root, faults) = reader.builder.finish();
    if root.is_none() && faults.is_empty() {
        let fault = Fault::error("empty", "the text holds no value", Span::new(0, 0));
        return (None, vec![fault.help("check that it is the file that was meant")]);
    }
    (root, faults)
}

struct Reader<'t> {
    text: &'t str,
    offsets: Offsets<'t>,
    builder: Builder,
    /// What has an anchor and is closed.
    anchors: HashMap<usize, Node>,
    documents: usize,
    /// Where what was read last ends: what has no closing bracket ends there.
    content_end: usize,
}

impl Reader<'_> {
    fn stream(&mut self) -> Result<(), Fault> {
        if let Some(at) = self.text.find('\0') {
            let fault = Fault::error(CODE, "the text holds a NUL character", Span::new(at, at + 1));
            return Err(fault.help("remove it: YAML allows none"));
        }
        let mut parser = Parser::new_from_str(self.text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| {
                let at = self.offsets.byte(error.marker().index());
                Fault::error(CODE, error.info(), Span::new(at, at)).help(HELP)
            })?;
            let span = self.offsets.span(span);
            self.event(event, span)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        match event {
            Event::DocumentStart(_) => self.documents += 1,
            Event::Scalar(value, style, anchor, tag) => {
                return self.scalar(&value, style, anchor, tag.as_deref(), span);
            }
            Event::SequenceStart(anchor, tag) => return self.open(false, anchor, tag.as_deref(), span),
            Event::MappingStart(anchor, tag) => return self.open(true, anchor, tag.as_deref(), span),
            Event::SequenceEnd | Event::MappingEnd => return self.close(span),
            Event::Alias(anchor) => return self.alias(anchor, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn open(&mut self, object: bool, anchor: usize, tag: Option<&Tag>, span: Span) -> Result<(), Fault> {
        self.only_document(span)?;
        untagged(tag, if object { "map" } else { "seq" }, span)?;
        if self.builder.needs_key() {
            let fault = Fault::error("yaml-key", "a key is a list or an object", span);
            return Err(fault.help("write a text as the key"));
        }
        self.builder.open(object, span.start, anchor)
    }

    fn close(&mut self, span: Span) -> Result<(), Fault> {
        let end = if span.end > span.start { span.end } else { self.content_end.min(span.end) };
        self.content_end = end;
        if let Some((anchor, node)) = self.builder.close(end)?
            && anchor > 0
        {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fault> {
        self.content_end = span.end;
        let Some(node) = self.anchors.get(&anchor) else {
            let fault = Fault::error("yaml-alias", "the alias stands within the value that it stands for", span);
            return Err(fault.help("write the value out"));
        };
        if self.builder.needs_key() {
            let fault = Fault::error("yaml-key", "an alias stands where a key is expected", span);
            return Err(fault.help("write the key itself"));
        }
        self.builder.copy(node, span)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Fault> {
        self.only_document(span)?;
        if self.documents > 1 {
            return Ok(());
        }
        let span = self.trimmed(span, style);
        self.content_end = span.end.max(self.content_end);
        if self.builder.needs_key() {
            self.builder.key(text.to_owned(), span);
            return Ok(());
        }
        untagged(tag, "str", span)?;
        let value = if style == ScalarStyle::Plain && tag.is_none() {
            let help = "write a finite number, or quote it";
            let fault = || Fault::error(CODE, format!("`{text}` is no finite number"), span).help(help);
            scalar::resolve(text).ok_or_else(fault)?
        } else {
            Value::String(text.to_owned())
        };
        if anchor > 0 {
            self.anchors.insert(anchor, Node { value: value.clone(), span });
        }
        self.builder.scalar(value, span)
    }

    /// A block scalar's span reaches over the empty lines behind it.
    fn trimmed(&self, span: Span, style: ScalarStyle) -> Span {
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let text = self.text.get(span.start..span.end).filter(|_| block);
        text.map_or(span, |text| Span::new(span.start, span.start + text.trim_end().len()))
    }

    /// Content of a second document is refused; an empty one behind a last `---` is none.
    fn only_document(&mut self, span: Span) -> Result<(), Fault> {
        if self.documents < 2 || span.start == span.end {
            return Ok(());
        }
        let fault = Fault::error("yaml-documents", "the text holds more than one document", span);
        Err(fault.help("put each specification in a file of its own, or its migrations in one list `migrations`"))
    }
}

/// The only tags that mean something here are those of the values themselves.
fn untagged(tag: Option<&Tag>, expected: &str, span: Span) -> Result<(), Fault> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == expected => Ok(()),
        Some(tag) => {
            let fault = Fault::error("yaml-tag", format!("the tag `{tag}` means nothing in a specification"), span);
            Err(fault.help("remove it"))
        }
    }
}

/// Characters between two entries of the table.
const STEP: usize = 64;

/// Offsets in bytes of the parser's, which count characters.
struct Offsets<'t> {
    text: &'t str,
    /// The offset of each character whose index is a multiple of [`STEP`]; none for a text of single bytes.
    table: Option<Vec<usize>>,
}

impl<'t> Offsets<'t> {
    fn new(text: &'t str) -> Self {
        let table = || text.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        Self { text, table: (!text.is_ascii()).then(table) }
    }

    /// The offset of the character at `index`; that of the end of the text for what lies behind it.
    fn byte(&self, index: usize) -> usize {
        let Some(table) = &self.table else { return index.min(self.text.len()) };
        let start = table.get(index / STEP).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        rest.char_indices().nth(index % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.byte(span.start.index());
        Span::new(start, self.byte(span.end.index()).max(start))
    }
}
