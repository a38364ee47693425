//! Expressions and queries as trees: what the canonical form is printed from.

/// A scalar expression.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Expr {
    /// A column, perhaps qualified.
    Name(Vec<String>),
    /// `*` or `t.*`.
    Star(Vec<String>),
    /// A string literal.
    Text(String),
    /// A number.
    Number(String),
    /// `TRUE`, `NULL`, `CURRENT_DATE` and other words that stand for themselves, upper case.
    Word(String),
    /// A parameter, or a bit string.
    Verbatim(String),
    /// `x::type`.
    Cast(Box<Expr>, String),
    /// A prefix operator.
    Prefix(String, Box<Expr>),
    /// An infix operator.
    Infix(Box<Expr>, String, Box<Expr>),
    /// `NOT`.
    Not(Box<Expr>),
    /// `AND` of two or more.
    And(Vec<Expr>),
    /// `OR` of two or more.
    Or(Vec<Expr>),
    /// `IS …` with what follows, upper case.
    Is(Box<Expr>, String),
    /// `IS [NOT] DISTINCT FROM`.
    Distinct {
        /// Left side.
        left: Box<Expr>,
        /// Right side.
        right: Box<Expr>,
        /// `NOT`.
        negated: bool,
    },
    /// `left operator ANY (right)` or `ALL`.
    Quantified {
        /// Left side.
        left: Box<Expr>,
        /// Operator.
        operator: String,
        /// `ALL`.
        all: bool,
        /// An array or a query.
        right: Box<Expr>,
    },
    /// A function call.
    Call(Box<Call>),
    /// `ARRAY[…]`.
    Array(Vec<Expr>),
    /// `ROW(…)` or `(a, b)`.
    Row(Vec<Expr>),
    /// `CASE`.
    Case {
        /// What is compared, for the simple form.
        operand: Option<Box<Expr>>,
        /// `WHEN` and `THEN`.
        branches: Vec<(Expr, Expr)>,
        /// `ELSE`.
        otherwise: Option<Box<Expr>>,
    },
    /// A query in parentheses.
    Query(Box<Query>),
    /// `EXISTS (query)`.
    Exists(Box<Query>),
    /// `ARRAY(query)`.
    ArrayQuery(Box<Query>),
    /// `COLLATE`.
    Collate(Box<Expr>, String),
    /// `x[i]` or `x[i:j]`.
    Subscript(Box<Expr>, Vec<Option<Expr>>),
    /// `(x).field`.
    Field(Box<Expr>, String),
}

/// A function call.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct Call {
    /// Name, perhaps qualified.
    pub name: Vec<String>,
    /// `DISTINCT`.
    pub distinct: bool,
    /// `VARIADIC` before the last argument.
    pub variadic: bool,
    /// `*` for the arguments.
    pub star: bool,
    /// Arguments with the name of a named one.
    pub arguments: Vec<(Option<String>, Expr)>,
    /// `ORDER BY` among the arguments.
    pub order: Vec<Sort>,
    /// `WITHIN GROUP (ORDER BY …)`.
    pub within: Vec<Sort>,
    /// `FILTER (WHERE …)`.
    pub filter: Option<Expr>,
    /// `OVER`.
    pub over: Option<Window>,
}

/// A window, by name or in full.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct Window {
    /// Name of a window that is used or extended.
    pub name: Option<String>,
    /// Whether only the name was given, without parentheses.
    pub bare: bool,
    /// `PARTITION BY`.
    pub partition: Vec<Expr>,
    /// `ORDER BY`.
    pub order: Vec<Sort>,
    /// The frame, as words.
    pub frame: Vec<FramePart>,
}

/// A part of a window's frame.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum FramePart {
    /// A keyword.
    Word(String),
    /// An offset.
    Offset(Expr),
}

/// An element of `ORDER BY`.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Sort {
    /// What is sorted by.
    pub key: Expr,
    /// `DESC`.
    pub descending: bool,
    /// `NULLS FIRST` as true, where it is not the default of the direction.
    pub nulls_first: Option<bool>,
    /// `USING operator`.
    pub using: Option<String>,
}

/// A query with all that can stand around it.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Query {
    /// `WITH RECURSIVE`.
    pub recursive: bool,
    /// `WITH`.
    pub with: Vec<Cte>,
    /// What it selects.
    pub body: Body,
    /// `ORDER BY`.
    pub order: Vec<Sort>,
    /// `LIMIT` or `FETCH FIRST`.
    pub limit: Option<Expr>,
    /// `WITH TIES`.
    pub ties: bool,
    /// `OFFSET`.
    pub offset: Option<Expr>,
    /// `FOR UPDATE` and the like, as words.
    pub locking: Vec<String>,
}

/// An element of `WITH`.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Cte {
    /// Name.
    pub name: String,
    /// Column names.
    pub columns: Vec<String>,
    /// `MATERIALIZED`.
    pub materialized: Option<bool>,
    /// Query.
    pub query: Query,
}

/// What a query selects.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Body {
    /// `SELECT`.
    Select(Box<Select>),
    /// `VALUES`.
    Values(Vec<Vec<Expr>>),
    /// `UNION`, `INTERSECT`, `EXCEPT`.
    Compound {
        /// Left side.
        left: Box<Query>,
        /// The words, for example `UNION ALL`.
        operator: String,
        /// Right side.
        right: Box<Query>,
    },
}

/// A `SELECT`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct Select {
    /// `DISTINCT`, with the expressions of `ON`.
    pub distinct: Option<Vec<Expr>>,
    /// What it puts out, with the names stated.
    pub targets: Vec<(Expr, Option<String>)>,
    /// `FROM`.
    pub from: Vec<From>,
    /// `WHERE`.
    pub filter: Option<Expr>,
    /// `GROUP BY`.
    pub group: Vec<Group>,
    /// `HAVING`.
    pub having: Option<Expr>,
    /// `WINDOW`.
    pub windows: Vec<(String, Window)>,
}

/// An element of `GROUP BY`.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Group {
    /// An expression.
    By(Expr),
    /// `ROLLUP (…)`, `CUBE (…)`, `GROUPING SETS (…)`.
    Sets(&'static str, Vec<Group>),
}

/// An element of `FROM`.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum From {
    /// A table or view.
    Relation {
        /// Name, perhaps qualified.
        name: Vec<String>,
        /// `ONLY`.
        only: bool,
        /// Alias.
        alias: Alias,
        /// `TABLESAMPLE …`, as an expression.
        sample: Option<Expr>,
    },
    /// A query.
    Query {
        /// `LATERAL`.
        lateral: bool,
        /// The query.
        query: Box<Query>,
        /// Alias.
        alias: Alias,
    },
    /// A function call, or several of `ROWS FROM`.
    Function {
        /// `LATERAL`.
        lateral: bool,
        /// The calls.
        calls: Vec<Expr>,
        /// `WITH ORDINALITY`.
        ordinality: bool,
        /// Alias.
        alias: Alias,
    },
    /// A join.
    Join {
        /// Left side.
        left: Box<From>,
        /// The words, for example `LEFT JOIN`.
        kind: String,
        /// Right side.
        right: Box<From>,
        /// `ON`.
        on: Option<Expr>,
        /// `USING`.
        using: Vec<String>,
    },
}

/// Alias of an element of `FROM`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct Alias {
    /// Name.
    pub name: Option<String>,
    /// Column names, with types where a function needs them.
    pub columns: Vec<(String, Option<String>)>,
}

impl Query {
    /// A query of nothing but a body.
    pub(in super::super) fn of(body: Body) -> Self {
        Self {
            recursive: false,
            with: Vec::new(),
            body,
            order: Vec::new(),
            limit: None,
            ties: false,
            offset: None,
            locking: Vec::new(),
        }
    }
}

impl Expr {
    /// A call of a function of this name.
    pub(in super::super) fn call(name: &str, arguments: Vec<Expr>) -> Self {
        Self::Call(Box::new(Call {
            name: vec![name.to_owned()],
            arguments: arguments.into_iter().map(|argument| (None, argument)).collect(),
            ..Call::default()
        }))
    }

    /// `left operator right`.
    pub(in super::super) fn infix(left: Self, operator: &str, right: Self) -> Self {
        Self::Infix(Box::new(left), operator.to_owned(), Box::new(right))
    }

    /// Whether it is a literal of any kind.
    pub(in super::super) fn is_literal(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Number(_) | Self::Verbatim(_))
            || matches!(self, Self::Word(word) if matches!(word.as_str(), "TRUE" | "FALSE" | "NULL"))
    }
}
