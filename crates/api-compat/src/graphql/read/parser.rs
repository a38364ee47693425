//! Reads the definitions of a document that describes a schema (GraphQL October 2021, 3), one after the other. One with
//! a fault is told and left out, and reading goes on behind it.

use super::super::introspection::Origin;
use super::super::model::{
    Applied, Directive, EnumValue, Field, Head, Input, Name, Place, Root, Text, Type, TypeKind, TypeRef, Value,
    Wrapper, Wrappers,
};
use super::lexer::{Kind, Lexer, Token};

/// Levels to which values nest.
const DEPTH: usize = 64;

/// What a definition defines.
#[derive(Debug)]
pub(super) enum Definition<'s> {
    Schema {
        description: Option<Text<'s>>,
        applied: Vec<Applied<'s>>,
        roots: Vec<(Root, Name<'s>)>,
        extends: bool,
    },
    Type {
        found: Type<'s>,
        extends: bool,
    },
    Directive(Directive<'s>),
    /// An operation or a fragment.
    Executable,
}

/// What is wrong with a definition.
#[derive(Debug)]
pub(super) struct Fault<'s> {
    pub(super) message: String,
    pub(super) place: Place,
    /// The definition in which it stands, as far as it is known.
    pub(super) of: Option<&'s str>,
}

type Read<T> = Result<T, String>;

/// Reads definitions.
#[derive(Debug)]
pub(super) struct Parser<'s> {
    lexer: Lexer<'s>,
    token: Token,
    /// Where the word before ends.
    before: usize,
    file: u32,
    /// The name of the definition that is being read.
    current: Option<&'s str>,
    /// What the text was written for, where nobody wrote it.
    origin: Option<&'s Origin>,
}

impl<'s> Parser<'s> {
    pub(super) fn new(text: &'s str, file: u32, origin: Option<&'s Origin>) -> Self {
        let mut lexer = Lexer::new(text);
        let token = lexer.next();
        Self { lexer, token, before: 0, file, current: None, origin }
    }

    /// The next definition and where it stands, or what is wrong with it; none at the end.
    pub(super) fn definition(&mut self) -> Option<Result<(Definition<'s>, Place), Fault<'s>>> {
        if self.token.kind == Kind::End {
            return None;
        }
        let start = self.token.start;
        self.current = None;
        Some(match self.one() {
            Ok(definition) => Ok((definition, self.place(start, self.before))),
            Err(message) => {
                let fault = Fault { message, place: self.place(self.token.start, self.token.end), of: self.current };
                self.recover(start);
                Err(fault)
            }
        })
    }

    fn one(&mut self) -> Read<Definition<'s>> {
        let description = self.description();
        if description.is_none() && self.is(b'{') {
            self.skip_executable()?;
            return Ok(Definition::Executable);
        }
        let extends = description.is_none() && self.word("extend");
        let keyword = self.name("a definition")?;
        let kind = match keyword.text {
            "schema" => return self.schema(description, extends),
            "directive" if !extends => return self.directive(description),
            "query" | "mutation" | "subscription" | "fragment" if !extends => {
                self.skip_executable()?;
                return Ok(Definition::Executable);
            }
            "scalar" => TypeKind::Scalar,
            "type" => TypeKind::Object,
            "interface" => TypeKind::Interface,
            "union" => TypeKind::Union,
            "enum" => TypeKind::Enum,
            "input" => TypeKind::Input,
            other => return Err(format!("`{other}` begins no definition")),
        };
        let found = self.type_definition(kind, description)?;
        Ok(Definition::Type { found, extends })
    }

    fn schema(&mut self, description: Option<Text<'s>>, extends: bool) -> Read<Definition<'s>> {
        let applied = self.applied()?;
        let mut roots = Vec::new();
        if self.take(b'{') {
            while !self.take(b'}') {
                let word = self.name("query, mutation or subscription")?;
                let root = Root::ALL.into_iter().find(|root| root.as_str() == word.text);
                let root = root.ok_or_else(|| format!("`{}` is no operation type", word.text))?;
                self.expect(b':')?;
                roots.push((root, self.name("the name of a type")?));
            }
        }
        Ok(Definition::Schema { description, applied, roots, extends })
    }

    fn type_definition(&mut self, kind: TypeKind, description: Option<Text<'s>>) -> Read<Type<'s>> {
        let name = self.name("the name of a type")?;
        self.current = Some(name.text);
        let interfaces = match kind {
            TypeKind::Object | TypeKind::Interface if self.word("implements") => self.names(b'&')?,
            _ => Vec::new(),
        };
        let head = Head { name, description, applied: self.applied()? };
        let (mut fields, mut inputs, mut members, mut values) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        match kind {
            TypeKind::Union if self.take(b'=') => members = self.names(b'|')?,
            TypeKind::Scalar | TypeKind::Union => {}
            TypeKind::Object | TypeKind::Interface => {
                self.block(b'{', b'}', |it| it.field().map(|it| fields.push(it)))?;
            }
            TypeKind::Input => self.block(b'{', b'}', |it| it.input().map(|it| inputs.push(it)))?,
            TypeKind::Enum => self.block(b'{', b'}', |it| it.enum_value().map(|it| values.push(it)))?,
        }
        let whole = Place::default();
        Ok(Type { kind, head, interfaces, fields, inputs, members, values, whole, extended: false })
    }

    fn directive(&mut self, description: Option<Text<'s>>) -> Read<Definition<'s>> {
        self.expect(b'@')?;
        let name = self.name("the name of a directive")?;
        let mut arguments = Vec::new();
        self.block(b'(', b')', |it| it.input().map(|it| arguments.push(it)))?;
        let repeatable = self.word("repeatable");
        if !self.word("on") {
            return Err(self.unexpected("`on` and where the directive may stand"));
        }
        let locations = self.names(b'|')?;
        let head = Head { name, description, applied: Vec::new() };
        Ok(Definition::Directive(Directive { head, arguments, repeatable, locations }))
    }

    fn field(&mut self) -> Read<Field<'s>> {
        let description = self.description();
        let name = self.name("the name of a field")?;
        let mut arguments = Vec::new();
        self.block(b'(', b')', |it| it.input().map(|it| arguments.push(it)))?;
        self.expect(b':')?;
        let ty = self.type_reference()?;
        Ok(Field { arguments, ty, head: Head { name, description, applied: self.applied()? } })
    }

    fn input(&mut self) -> Read<Input<'s>> {
        let description = self.description();
        let name = self.name("the name of an argument or of a field")?;
        self.expect(b':')?;
        let ty = self.type_reference()?;
        let default = if self.take(b'=') { Some(self.value(0)?) } else { None };
        Ok(Input { ty, default, head: Head { name, description, applied: self.applied()? } })
    }

    fn enum_value(&mut self) -> Read<EnumValue<'s>> {
        let description = self.description();
        let name = self.name("the name of a value")?;
        Ok(EnumValue { head: Head { name, description, applied: self.applied()? } })
    }

    fn applied(&mut self) -> Read<Vec<Applied<'s>>> {
        let mut all = Vec::new();
        while self.take(b'@') {
            let name = self.name("the name of a directive")?;
            let mut arguments = Vec::new();
            self.block(b'(', b')', |it| {
                let name = it.name("the name of an argument")?;
                it.expect(b':')?;
                arguments.push((name, it.value(0)?));
                Ok(())
            })?;
            all.push(Applied { name, arguments });
        }
        Ok(all)
    }

    fn type_reference(&mut self) -> Read<TypeRef<'s>> {
        let mut open = 0_u32;
        while self.take(b'[') {
            open += 1;
            if open > Wrappers::MOST {
                return Err("lists nest too deeply".to_owned());
            }
        }
        let name = self.name("the name of a type")?;
        let deep = || "lists nest too deeply".to_owned();
        let mut wrappers = Wrappers::default();
        if self.take(b'!') {
            wrappers = wrappers.with(Wrapper::NonNull).ok_or_else(deep)?;
        }
        for _ in 0..open {
            self.expect(b']')?;
            wrappers = wrappers.with(Wrapper::List).ok_or_else(deep)?;
            if self.take(b'!') {
                wrappers = wrappers.with(Wrapper::NonNull).ok_or_else(deep)?;
            }
        }
        Ok(TypeRef { name: name.text, wrappers })
    }

    fn value(&mut self, depth: usize) -> Read<Value<'s>> {
        if depth > DEPTH {
            return Err(format!("values nest more than {DEPTH} levels deep"));
        }
        let token = self.token;
        let value = match token.kind {
            Kind::Number => Value::Number(self.number(token)?),
            Kind::String | Kind::BlockString => {
                return self.description().map(Value::String).ok_or_else(|| self.unexpected("a value"));
            }
            Kind::Name => match self.text(token) {
                "true" => Value::Boolean(true),
                "false" => Value::Boolean(false),
                "null" => Value::Null,
                name => Value::Enum(name),
            },
            Kind::Mark(b'[') => {
                self.advance();
                let mut items = Vec::new();
                while !self.take(b']') {
                    items.push(self.value(depth + 1)?);
                }
                return Ok(Value::List(items));
            }
            Kind::Mark(b'{') => {
                self.advance();
                let mut fields = Vec::new();
                while !self.take(b'}') {
                    let name = self.name("the name of a field")?.text;
                    self.expect(b':')?;
                    fields.push((name, self.value(depth + 1)?));
                }
                return Ok(Value::Object(fields));
            }
            _ => return Err(self.unexpected("a value")),
        };
        self.advance();
        Ok(value)
    }

    /// A number as the grammar has it.
    fn number(&self, token: Token) -> Read<&'s str> {
        let text = self.text(token);
        let is_number = serde_json::from_str::<serde_json::Number>(text).is_ok();
        if is_number { Ok(text) } else { Err(format!("`{text}` is no number")) }
    }

    /// A string, where one stands here.
    fn description(&mut self) -> Option<Text<'s>> {
        let (quotes, block) = match self.token.kind {
            Kind::String => (1, false),
            Kind::BlockString => (3, true),
            _ => return None,
        };
        let raw = self.lexer.text.get(self.token.start + quotes..self.token.end - quotes).unwrap_or_default();
        self.advance();
        Some(Text { raw, block })
    }

    /// Names with `between` between them, and perhaps before the first.
    fn names(&mut self, between: u8) -> Read<Vec<Name<'s>>> {
        self.take(between);
        let mut names = vec![self.name("a name")?];
        // Old schemas write the interfaces without a mark.
        while self.take(between) || (between == b'&' && self.token.kind == Kind::Name && self.follows_on()) {
            names.push(self.name("a name")?);
        }
        Ok(names)
    }

    /// Whether the name here belongs to a list of interfaces and begins no definition: a brace, a directive or another
    /// such name comes behind it.
    fn follows_on(&self) -> bool {
        let mut ahead = Lexer::new(self.lexer.text);
        ahead.seek(self.token.end);
        matches!(ahead.next().kind, Kind::Mark(b'{' | b'@' | b'&'))
    }

    /// What stands between two marks, where the first one stands here.
    fn block(&mut self, open: u8, close: u8, mut each: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if !self.take(open) {
            return Ok(());
        }
        while !self.take(close) {
            each(self)?;
        }
        Ok(())
    }

    /// Passes over an operation or a fragment.
    fn skip_executable(&mut self) -> Read<()> {
        let mut open = 0_usize;
        loop {
            match self.token.kind {
                Kind::End => return Err(self.unexpected("`}`")),
                Kind::Mark(b'{') => open += 1,
                Kind::Mark(b'}') => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        self.advance();
                        return Ok(());
                    }
                }
                _ => {}
            }
            self.advance();
        }
    }

    /// Goes on at the next line behind `start` that begins with the word of a definition, or a string before one.
    fn recover(&mut self, start: usize) {
        const WORDS: [&str; 12] = [
            "schema",
            "scalar",
            "type",
            "interface",
            "union",
            "enum",
            "input",
            "directive",
            "extend",
            "query",
            "mutation",
            "fragment",
        ];
        let text = self.lexer.text;
        let mut at = self.token.start.max(start);
        let mut from = None;
        while let Some(end) = text.get(at..).and_then(|rest| rest.find('\n')) {
            at += end + 1;
            let line = text.get(at..).unwrap_or_default();
            let begins =
                |word: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\t', '@', '{']));
            if line.starts_with('"') || WORDS.into_iter().any(begins) {
                from = Some(at);
                break;
            }
        }
        self.lexer.seek(from.unwrap_or(text.len()));
        self.advance();
    }

    fn name(&mut self, wanted: &str) -> Read<Name<'s>> {
        let token = self.token;
        if token.kind != Kind::Name {
            return Err(self.unexpected(wanted));
        }
        self.advance();
        Ok(Name { text: self.text(token), place: self.place(token.start, token.end) })
    }

    /// Passes over `word`, where it stands here.
    fn word(&mut self, word: &str) -> bool {
        let found = self.token.kind == Kind::Name && self.text(self.token) == word;
        if found {
            self.advance();
        }
        found
    }

    fn is(&self, mark: u8) -> bool {
        self.token.kind == Kind::Mark(mark)
    }

    fn take(&mut self, mark: u8) -> bool {
        let found = self.is(mark);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, mark: u8) -> Read<()> {
        if self.take(mark) { Ok(()) } else { Err(self.unexpected(&format!("`{}`", char::from(mark)))) }
    }

    fn unexpected(&self, wanted: &str) -> String {
        match self.token.kind {
            Kind::End => format!("the text ends where {wanted} should stand"),
            _ => format!("here should stand {wanted}, and not `{}`", shortened(self.text(self.token))),
        }
    }

    fn text(&self, token: Token) -> &'s str {
        self.lexer.text.get(token.start..token.end).unwrap_or_default()
    }

    fn advance(&mut self) {
        self.before = self.token.end;
        self.token = self.lexer.next();
    }

    fn place(&self, start: usize, end: usize) -> Place {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let told = self.origin.map(|origin| origin.place(start));
        let (start, end) = told.map_or((start, end), |span| (span.start, span.end));
        Place { file: self.file, start: offset(start), end: offset(end) }
    }
}

/// Whether a text is a constant value, and nothing else.
pub(crate) fn is_value(text: &str) -> bool {
    let mut parser = Parser::new(text, 0, None);
    parser.value(0).is_ok() && parser.token.kind == Kind::End
}

/// The beginning of what may be long.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}
