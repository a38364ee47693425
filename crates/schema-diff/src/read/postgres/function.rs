//! Functions and procedures: everything but the body is normalised, the body is text.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{Expression, Function, FunctionKind, ObjectPath, QualifiedName, Signature};

use super::expression::{self, Columns, print};
use super::replay::Replay;
use super::tokens::{Token, tokens};
use super::{function_body, syntax, types};

/// A parameter of a function.
#[derive(Debug, Clone)]
struct Parameter {
    mode: &'static str,
    name: Option<String>,
    data_type: String,
    default: Option<String>,
}

impl Replay<'_> {
    /// `CREATE FUNCTION` and `CREATE PROCEDURE`.
    pub(super) fn create_function(&mut self, node: &SyntaxNode) {
        let procedure = node.kind() == SyntaxKind::CREATE_PROCEDURE;
        let name_kind = if procedure { SyntaxKind::PROCEDURE_NAME } else { SyntaxKind::FUNCTION_NAME };
        let Some(target) = syntax::child(node, name_kind) else { return };
        let name = self.names.created(&syntax::path(&target));
        if !self.require_schema(&name) {
            return;
        }
        let parameters = self.parameters(syntax::child(node, SyntaxKind::PARAM_LIST).as_ref());
        let signature =
            Signature { schema: name.schema.clone(), name: name.name.clone(), arguments: arguments(&parameters) };
        let replaced = self.catalogue.functions.get(&signature).cloned();
        if replaced.is_some() && !syntax::has(node, SyntaxKind::OR_REPLACE) {
            return self.duplicate("function", &signature);
        }
        let spelt: Vec<_> = parameters.iter().map(spell).collect();
        let spelt = spelt.join(", ");
        let returns = if procedure { String::new() } else { self.returns(node, &parameters) };
        let options = Self::function_options(node, &returns);
        let body = function_body::body(self, node, &name);
        let keyword = if procedure { "PROCEDURE" } else { "FUNCTION" };
        let head = format!("CREATE {keyword} {}.{}", print::identifier(&name.schema), print::identifier(&name.name));
        let result = if returns.is_empty() { String::new() } else { format!(" RETURNS {returns}") };
        let language = options.language.clone();
        let canonical = format!("{head}({spelt}){result} LANGUAGE {language}{} AS {body}", options.spelt);
        let offset = usize::from(target.text_range().end()) - usize::from(node.text_range().start());
        let node_text = syntax::text(node);
        let rest = node_text.get(offset..).unwrap_or_default().trim_end().trim_end_matches(';');
        let function = Function {
            kind: if procedure { FunctionKind::Procedure } else { FunctionKind::Function },
            returns,
            definition: Expression::new(format!("{head}{rest}"), canonical),
            parameters: spelt,
            body,
            language,
            comment: replaced.as_ref().and_then(|function| function.comment.clone()),
            grants: replaced.as_ref().map(|function| function.grants.clone()).unwrap_or_default(),
        };
        if replaced.is_none() {
            self.names.add_function(name);
        }
        self.catalogue.functions.insert(signature.clone(), function);
        self.origin_here(ObjectPath::Function(signature));
    }

    fn parameters(&self, list: Option<&SyntaxNode>) -> Vec<Parameter> {
        let nodes = list.iter().flat_map(|list| syntax::children(list, SyntaxKind::PARAM)).collect::<Vec<_>>();
        nodes.iter().map(|node| self.parameter(node)).collect()
    }

    fn parameter(&self, node: &SyntaxNode) -> Parameter {
        let mode = if syntax::has(node, SyntaxKind::PARAM_VARIADIC) {
            "VARIADIC "
        } else if syntax::has(node, SyntaxKind::PARAM_IN_OUT) {
            "INOUT "
        } else if syntax::has(node, SyntaxKind::PARAM_OUT) {
            "OUT "
        } else {
            ""
        };
        let data_type = syntax::type_of(node).map(|node| self.plain_type(&syntax::text(&node))).unwrap_or_default();
        let default = syntax::child(node, SyntaxKind::PARAM_DEFAULT).and_then(|node| node.first_child());
        let default = default.map(|value| {
            expression::canonical(&syntax::text(&value), &self.names, &Columns::default(), Some(&data_type))
        });
        Parameter { mode, name: syntax::child_name(node, SyntaxKind::PARAM_NAME), data_type, default }
    }

    /// A type as functions have them: without length and precision.
    fn plain_type(&self, text: &str) -> String {
        let trimmed = text.trim_start();
        let set = trimmed.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("setof "));
        let text = if set { trimmed.get(6..).unwrap_or_default() } else { text };
        let mut data_type = types::parse_text(text, &self.names);
        data_type.arguments.clear();
        format!("{}{data_type}", if set { "SETOF " } else { "" })
    }

    fn returns(&self, node: &SyntaxNode, parameters: &[Parameter]) -> String {
        let Some(stated) = syntax::child(node, SyntaxKind::RET_TYPE) else {
            let out: Vec<_> = parameters.iter().filter(|it| matches!(it.mode, "OUT " | "INOUT ")).collect();
            return match out.as_slice() {
                [] => String::new(),
                [only] => only.data_type.clone(),
                _ => "record".to_owned(),
            };
        };
        if let Some(list) = syntax::child(&stated, SyntaxKind::RETURN_TABLE_ARG_LIST) {
            let columns = syntax::children(&list, SyntaxKind::RETURN_TABLE_COLUMN).map(|column| {
                let name = syntax::child_name(&column, SyntaxKind::COLUMN_NAME).unwrap_or_default();
                let data_type =
                    syntax::type_of(&column).map(|node| self.plain_type(&syntax::text(&node))).unwrap_or_default();
                format!("{} {data_type}", print::identifier(&name))
            });
            return format!("TABLE({})", columns.collect::<Vec<_>>().join(", "));
        }
        syntax::type_of(&stated).map(|node| self.plain_type(&syntax::text(&node))).unwrap_or_default()
    }

    fn function_options(node: &SyntaxNode, returns: &str) -> Options {
        let mut options = Options { language: "sql".to_owned(), spelt: String::new() };
        let mut found: Vec<(u8, String)> = Vec::new();
        let list = syntax::child(node, SyntaxKind::FUNC_OPTION_LIST);
        let nodes: Vec<_> = list.iter().flat_map(SyntaxNode::children).collect();
        if let Some(language) = nodes.iter().find(|it| it.kind() == SyntaxKind::LANGUAGE_FUNC_OPTION) {
            options.language = syntax::string(language).unwrap_or_else(|| syntax::name(language)).to_lowercase();
        }
        let words = |node: &SyntaxNode| print::tokens(&tokens(&syntax::text(node)));
        for option in &nodes {
            let spelt = match option.kind() {
                SyntaxKind::WINDOW_FUNC_OPTION => (0, "WINDOW".to_owned()),
                SyntaxKind::IMMUTABLE => (1, "IMMUTABLE".to_owned()),
                SyntaxKind::STABLE => (1, "STABLE".to_owned()),
                SyntaxKind::LEAKPROOF_FUNC_OPTION => (2, "LEAKPROOF".to_owned()),
                SyntaxKind::STRICT_FUNC_OPTION | SyntaxKind::RETURNS_NULL_ON_NULL_INPUT_FUNC_OPTION => {
                    (3, "STRICT".to_owned())
                }
                SyntaxKind::SECURITY_DEFINER_FUNC_OPTION => (4, "SECURITY DEFINER".to_owned()),
                SyntaxKind::PARALLEL_FUNC_OPTION => (5, words(option).to_uppercase()),
                SyntaxKind::COST_FUNC_OPTION => (6, words(option).to_uppercase()),
                SyntaxKind::ROWS_FUNC_OPTION => (7, words(option).to_uppercase()),
                SyntaxKind::SUPPORT_FUNC_OPTION => (8, words(option)),
                SyntaxKind::SET_FUNC_OPTION => (9, setting(option)),
                SyntaxKind::TRANSFORM_FUNC_OPTION => (10, words(option)),
                _ => continue,
            };
            found.push(spelt);
        }
        let usual_cost = if matches!(options.language.as_str(), "c" | "internal") { "COST 1" } else { "COST 100" };
        found.retain(|(_, spelt)| {
            !matches!(spelt.as_str(), "VOLATILE" | "PARALLEL UNSAFE")
                && spelt != usual_cost
                && !(spelt == "ROWS 1000" && (returns.starts_with("SETOF") || returns.starts_with("TABLE")))
        });
        found.sort();
        for (_, spelt) in found {
            options.spelt.push(' ');
            options.spelt.push_str(&spelt);
        }
        options
    }

    /// The signature that `f(integer)` in `DROP`, `ALTER` or `COMMENT` means; without arguments the only function of
    /// that name.
    pub(super) fn signature_of(&self, node: &SyntaxNode) -> Signature {
        let path = [SyntaxKind::FUNCTION_NAME_REF, SyntaxKind::PROCEDURE_NAME_REF, SyntaxKind::ROUTINE_NAME_REF]
            .iter()
            .find_map(|kind| syntax::below(node, *kind))
            .map(|node| syntax::path(&node))
            .unwrap_or_default();
        let name = self.names.function(&path);
        if let Some(list) = syntax::below(node, SyntaxKind::PARAM_LIST) {
            let arguments = arguments(&self.parameters(Some(&list)));
            return Signature { schema: name.schema, name: name.name, arguments };
        }
        let mut found = self.catalogue.functions.keys().filter(|it| it.schema == name.schema && it.name == name.name);
        found.next().cloned().unwrap_or(Signature { schema: name.schema, name: name.name, arguments: String::new() })
    }

    /// `DROP FUNCTION`, `DROP PROCEDURE`, `DROP ROUTINE`.
    pub(super) fn drop_functions(&mut self, node: &SyntaxNode) {
        let signatures: Vec<_> = node
            .descendants()
            .filter(|it| {
                matches!(it.kind(), SyntaxKind::FUNCTION_SIG | SyntaxKind::PROCEDURE_SIG | SyntaxKind::ROUTINE_SIG)
            })
            .map(|it| self.signature_of(&it))
            .collect();
        for signature in signatures {
            if !self.remove_function(&signature) {
                if !syntax::has(node, SyntaxKind::IF_EXISTS) {
                    self.unknown("function", &signature);
                }
                continue;
            }
            // With CASCADE the triggers that execute it go too.
            let function = format!("{}.{}", signature.schema, signature.name);
            for table in self.catalogue.tables.values_mut() {
                table.triggers.retain(|_, trigger| trigger.function.as_deref() != Some(function.as_str()));
            }
        }
    }

    /// Takes a function out.
    pub(super) fn remove_function(&mut self, signature: &Signature) -> bool {
        let found = self.catalogue.functions.remove(signature).is_some();
        if found {
            self.names.remove_function(&QualifiedName::new(&signature.schema, &signature.name));
            self.origins.0.remove(&ObjectPath::Function(signature.clone()));
        }
        found
    }

    /// `ALTER FUNCTION`, `ALTER PROCEDURE`, `ALTER ROUTINE`.
    pub(super) fn alter_function(&mut self, node: &SyntaxNode) {
        if syntax::has(node, SyntaxKind::OWNER_TO) {
            return self.owner();
        }
        let from = self.signature_of(node);
        if !self.catalogue.functions.contains_key(&from) {
            return self.unknown("function", &from);
        }
        let rename = [SyntaxKind::FUNCTION_RENAME_TO, SyntaxKind::PROCEDURE_RENAME_TO, SyntaxKind::ROUTINE_RENAME_TO]
            .iter()
            .find_map(|kind| syntax::child_name(node, *kind));
        let to = match (rename, syntax::child_name(node, SyntaxKind::SET_SCHEMA)) {
            (Some(name), _) => Signature { name, ..from.clone() },
            (None, Some(schema)) => Signature { schema, ..from.clone() },
            (None, None) => return self.unmodelled("ALTER FUNCTION", ""),
        };
        let Some(mut function) = self.catalogue.functions.get(&from).cloned() else { return };
        self.remove_function(&from);
        let spelt = |it: &Signature| format!(" {}.{}", print::identifier(&it.schema), print::identifier(&it.name));
        function.definition.text = function.definition.text.replacen(&spelt(&from), &spelt(&to), 1);
        function.definition.canonical = function.definition.canonical.replacen(&spelt(&from), &spelt(&to), 1);
        self.names.add_function(QualifiedName::new(&to.schema, &to.name));
        let (old, new) = (format!("{}.{}", from.schema, from.name), format!("{}.{}", to.schema, to.name));
        for trigger in self.catalogue.tables.values_mut().flat_map(|table| table.triggers.values_mut()) {
            if trigger.function.as_deref() == Some(old.as_str()) {
                trigger.function = Some(new.clone());
                trigger.definition.canonical = trigger.definition.canonical.replacen(&spelt(&from), &spelt(&to), 1);
                trigger.definition.text = trigger.definition.text.replacen(&spelt(&from), &spelt(&to), 1);
            }
        }
        self.catalogue.functions.insert(to.clone(), function);
        self.origin_here(ObjectPath::Function(to));
    }
}

struct Options {
    language: String,
    spelt: String,
}

/// `SET name TO value`, spelt one way.
fn setting(option: &SyntaxNode) -> String {
    let tokens = tokens(&syntax::text(option));
    let mut parts = tokens.iter().skip(1).map(|token| match token {
        Token::Word(text) | Token::Quoted(text) | Token::Text(text) | Token::Number(text) => text.clone(),
        Token::Operator(text) if text == "=" => "to".to_owned(),
        Token::Sign(sign) => sign.to_string(),
        _ => String::new(),
    });
    let name = parts.next().unwrap_or_default().to_lowercase();
    format!("SET {name} {}", parts.collect::<Vec<_>>().join(" "))
}

fn arguments(parameters: &[Parameter]) -> String {
    let input = parameters.iter().filter(|it| it.mode != "OUT ").map(|it| it.data_type.as_str());
    input.collect::<Vec<_>>().join(", ")
}

fn spell(parameter: &Parameter) -> String {
    let name = parameter.name.as_ref().map(|name| print::identifier(name) + " ").unwrap_or_default();
    let default = parameter.default.as_ref().map(|value| format!(" DEFAULT {value}")).unwrap_or_default();
    format!("{}{name}{}{default}", parameter.mode, parameter.data_type)
}
