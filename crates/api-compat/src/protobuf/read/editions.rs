//! Files in words that the parser knows: those of an edition in the words of proto2, since it knows no editions.
//!
//! A field without a label gets `optional`, reserved names get quotes, `edition` becomes `syntax`, and what edition 2024
//! added (`export`, `local`, `import option`) is blanked. What the edition and its features say instead is told by the
//! options, which stay as they are. Of every file: a single number for extensions that has options becomes a range.

use super::tokens::{Placed, Token, Tokens};

/// A file in other words, and how places in it are those of the original.
#[derive(Debug)]
pub(crate) struct Rewritten {
    pub(crate) text: String,
    /// What the file calls its edition, for example `2023`; none where it has a syntax.
    pub(crate) edition: Option<String>,
    edits: Vec<Edit>,
}

/// Bytes of the original that something else stands for.
#[derive(Debug)]
struct Edit {
    /// Where they start in the original.
    original: usize,
    /// Where what stands for them starts in the new text.
    rewritten: usize,
    removed: usize,
    inserted: usize,
}

impl Rewritten {
    /// The place in the original of a place in the new text.
    pub(crate) fn original(&self, offset: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.rewritten <= offset);
        let Some(edit) = before.checked_sub(1).and_then(|it| self.edits.get(it)) else { return offset };
        match offset.checked_sub(edit.rewritten + edit.inserted) {
            Some(behind) => edit.original + edit.removed + behind,
            None => edit.original,
        }
    }
}

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    File,
    /// Of a message or an `extend`: what stands here without a keyword is a field.
    Fields,
    Oneof,
    Enum,
    Service,
}

/// `text` in words that the parser knows; none where it knows all of them.
pub(crate) fn rewrite(text: &str) -> Option<Rewritten> {
    let is_edition = Tokens::new(text).next().is_some_and(|first| first.of(text) == "edition");
    if !is_edition && !text.contains("extensions") {
        return None;
    }
    let tokens: Vec<Placed> = Tokens::new(text).collect();
    let mut rewriter = Rewriter { text, tokens: &tokens, at: 0, edits: Vec::new(), edition: None };
    if is_edition {
        rewriter.file();
    } else {
        rewriter.all_ranges();
    }
    (is_edition || !rewriter.edits.is_empty()).then(|| rewriter.finish())
}

struct Rewriter<'t> {
    text: &'t str,
    tokens: &'t [Placed],
    at: usize,
    /// Where bytes are taken out, how many, and what comes instead.
    edits: Vec<(usize, usize, &'t str)>,
    edition: Option<String>,
}

impl<'t> Rewriter<'t> {
    fn peek(&self, ahead: usize) -> Option<&'t Placed> {
        self.tokens.get(self.at + ahead)
    }

    fn word(&self, ahead: usize) -> &'t str {
        self.peek(ahead).filter(|it| it.token == Token::Word).map_or("", |it| it.of(self.text))
    }

    fn file(&mut self) {
        let mut bodies = vec![Body::File];
        while let (Some(token), Some(body)) = (self.peek(0), bodies.last().copied()) {
            if token.is(b'}') {
                bodies.pop();
                self.at += 1;
            } else if let Some(inner) = self.statement(body) {
                bodies.push(inner);
            }
        }
    }

    /// Goes past a statement; past its head only where it has a body of its own, which is told.
    fn statement(&mut self, body: Body) -> Option<Body> {
        if matches!(self.word(0), "export" | "local") && matches!(self.word(1), "message" | "enum") {
            self.blank();
        }
        let types = matches!(body, Body::File | Body::Fields);
        let inner = match self.word(0) {
            "message" | "extend" if types => Body::Fields,
            "enum" if types => Body::Enum,
            "service" if body == Body::File => Body::Service,
            "oneof" if body == Body::Fields => Body::Oneof,
            word => {
                self.simple(word, body);
                return None;
            }
        };
        while let Some(token) = self.peek(0) {
            self.at += 1;
            if token.is(b'{') {
                return Some(inner);
            }
            if token.is(b';') {
                return None;
            }
        }
        None
    }

    /// A statement without statements in it.
    fn simple(&mut self, word: &str, body: Body) {
        match word {
            "edition" if body == Body::File => self.edition(),
            "import" if body == Body::File && self.word(1) == "option" => {
                self.at += 1;
                self.blank();
            }
            "reserved" if matches!(body, Body::Fields | Body::Enum) => self.quote_names(),
            "extensions" if body == Body::Fields => self.ranges(),
            "option" | "extensions" | "repeated" | "optional" | "required" | "" => {}
            "map" if self.peek(1).is_some_and(|it| it.is(b'<')) => {}
            _ if body == Body::Fields => {
                if let Some(token) = self.peek(0) {
                    self.edits.push((token.start, 0, "optional "));
                }
            }
            _ => {}
        }
        // A type may begin with a dot.
        if word.is_empty() && body == Body::Fields && self.peek(0).is_some_and(|it| it.is(b'.')) {
            self.edits.extend(self.peek(0).map(|token| (token.start, 0, "optional ")));
        }
        self.skip();
    }

    /// The ranges of every statement that declares some for extensions.
    fn all_ranges(&mut self) {
        for (at, pair) in self.tokens.windows(2).enumerate() {
            let [before, token] = pair else { continue };
            let starts = before.is(b'{') || before.is(b'}') || before.is(b';');
            if starts && token.token == Token::Word && token.of(self.text) == "extensions" {
                self.at = at + 1;
                self.ranges();
            }
        }
    }

    /// Of numbers for extensions that have options, a last one that stands alone becomes a range.
    fn ranges(&mut self) {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let ends = |it: &Placed| matches!(it.token, Token::Sign(b'[' | b';' | b'}'));
        let ahead = rest.iter().skip(1).position(ends).map(|at| at + 1);
        let Some(end) = ahead.filter(|ahead| self.peek(*ahead).is_some_and(|it| it.is(b'['))) else { return };
        let (Some(number), Some(before)) = (self.peek(end - 1), self.peek(end.saturating_sub(2))) else { return };
        if end > 1 && number.token == Token::Word && (end == 2 || before.is(b',')) {
            self.edits.push((number.end, 0, " to "));
            self.edits.push((number.end, 0, number.of(self.text)));
        }
    }

    /// Past the statement: a `;` outside of all brackets, or the end of a block.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.peek(0) {
            match token.token {
                Token::Sign(b'}') if depth == 0 => return,
                Token::Sign(b'{' | b'[') => depth += 1,
                Token::Sign(b'}') if depth == 1 => {
                    self.at += 1;
                    // A block ends a statement; the value of an option is followed by its own end.
                    if !self.peek(0).is_some_and(|it| it.is(b';') || it.is(b']') || it.is(b',')) {
                        return;
                    }
                    depth = 0;
                    continue;
                }
                Token::Sign(b'}' | b']') => depth = depth.saturating_sub(1),
                Token::Sign(b';') if depth == 0 => {
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn edition(&mut self) {
        let (Some(keyword), Some(value)) = (self.peek(0), self.peek(2)) else { return };
        if value.token == Token::Text {
            self.edition = Some(value.of(self.text).trim_matches(['"', '\'']).to_owned());
            self.edits.push((keyword.start, keyword.end - keyword.start, "syntax"));
            self.edits.push((value.start, value.end - value.start, "\"proto2\""));
        }
    }

    fn quote_names(&mut self) {
        let mut ahead = 1;
        while let Some(token) = self.peek(ahead).filter(|it| !it.is(b';')) {
            let first = token.of(self.text).bytes().next().unwrap_or_default();
            let is_name = token.token == Token::Word && !first.is_ascii_digit();
            if is_name && !matches!(token.of(self.text), "to" | "max") {
                self.edits.push((token.start, 0, "\""));
                self.edits.push((token.end, 0, "\""));
            }
            ahead += 1;
        }
    }

    /// Takes the next word out.
    fn blank(&mut self) {
        if let Some(token) = self.peek(0) {
            self.edits.push((token.start, token.end - token.start, ""));
        }
        self.at += 1;
    }

    fn finish(self) -> Rewritten {
        let mut text = String::with_capacity(self.text.len() + self.edits.len() * 9);
        let mut edits = Vec::with_capacity(self.edits.len());
        let mut from = 0;
        for (start, removed, inserted) in self.edits {
            text.push_str(self.text.get(from..start).unwrap_or_default());
            edits.push(Edit { original: start, rewritten: text.len(), removed, inserted: inserted.len() });
            text.push_str(inserted);
            from = start + removed;
        }
        text.push_str(self.text.get(from..).unwrap_or_default());
        Rewritten { text, edition: self.edition, edits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "edition = \"2023\";\nimport option \"x.proto\";\n\
        export message A {\n  reserved old; reserved 4 to max;\n  string name = 1 [features = {field_presence: IMPLICIT}];\n  \
        oneof of { .a.B b = 2; }\n  map<string, A> more = 3;\n  option deprecated = true;\n  local enum E { reserved X; E_0 = 0; }\n  \
        repeated E es = 5;\n  .a.E e = 6;\n}\nservice S { rpc Get(A) returns (A) { option deprecated = true; } }\n\
        extend A { int32 x = 7; }\n";

    #[test]
    fn fields_without_a_label_get_one() {
        let new = rewrite(FILE).unwrap();
        assert_eq!(new.edition.as_deref(), Some("2023"));
        for line in [
            "syntax = \"proto2\";",
            "import  \"x.proto\";",
            "reserved \"old\"; reserved 4 to max;",
            "  optional string name = 1 [",
            "oneof of { .a.B b = 2; }",
            "  map<string, A> more",
            " enum E { reserved \"X\"; E_0 = 0; }",
            "  optional .a.E e = 6;",
            "extend A { optional int32 x = 7; }",
        ] {
            assert!(new.text.contains(line), "{line}\n{}", new.text);
        }
        assert!(protox::file::File::from_source("a.proto", &new.text).is_ok(), "{}", new.text);
    }

    #[test]
    fn a_single_number_for_extensions_that_has_options_becomes_a_range() {
        let of = |statement: &str| format!("syntax = \"proto2\"; message A {{ {statement} }}");
        let options = "[declaration = { number: 7, full_name: \".a\", type: \".A\" }];";
        for (old, new) in [("7", "7 to 7"), ("4 to 5, 7", "4 to 5, 7 to 7")] {
            let rewritten = rewrite(&of(&format!("extensions {old} {options}"))).unwrap();
            assert_eq!(rewritten.edition, None);
            assert_eq!(rewritten.text, of(&format!("extensions {new} {options}")));
            assert!(protox::file::File::from_source("a.proto", &rewritten.text).is_ok());
            assert_eq!(&rewritten.text[rewritten.text.len() - 1..], "}");
            assert_eq!(
                rewritten.original(rewritten.text.len() - 1),
                of(&format!("extensions {old} {options}")).len() - 1
            );
        }
        for text in ["extensions 7;", "extensions 7 to 7 [verification = UNVERIFIED];", "extensions [", "extensions"] {
            assert!(rewrite(&of(text)).is_none(), "{text}");
        }
        let edition = rewrite("edition = \"2023\"; message A { extensions 7 [verification = UNVERIFIED]; }").unwrap();
        assert!(edition.text.contains("extensions 7 to 7 ["), "{}", edition.text);
    }

    #[test]
    fn places_are_those_of_the_original() {
        let new = rewrite(FILE).unwrap();
        for word in ["name", "es =", "Get", "x = 7", "old"] {
            let (here, there) = (new.text.find(word).unwrap(), FILE.find(word).unwrap());
            assert_eq!(new.original(here), there, "{word}");
        }
    }

    #[test]
    fn other_files_and_halves_of_files_are_no_matter() {
        assert!(rewrite("syntax = \"proto3\";").is_none());
        for end in 0..FILE.len() {
            let _ = rewrite(&FILE[..end]);
        }
    }
}
