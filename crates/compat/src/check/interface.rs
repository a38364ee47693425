//! Two documents of an interface.

use api_compat::{Challenge, Challenged, Counterexample, Document, ErrorKind, Kind, Sources, compare_sources};
use cli_common::Failure;
use cli_common::input::{Input, interface};
use findings::{Diagnostic, DiagnosticLevel, Report, SourceText};

use super::Arguments;
use crate::config::Config;

/// Compares two documents of an interface, of `kind` where it is stated.
pub(super) fn report(
    arguments: &Arguments,
    kind: Option<Kind>,
    config: &Config,
    before: &Input,
    after: &Input,
) -> Result<Report, Failure> {
    if !arguments.renames.is_empty() {
        return Err(Failure::new("--rename is for databases: in an interface a name is what clients write")
            .help("leave it out; what goes and what comes is judged each for itself"));
    }
    let (old, new) = interface::read_both(before, after, kind, arguments.mirror.as_deref())?;
    let mut options = config.options().with_declared_version(arguments.declared_version);
    options.kind = kind.or_else(|| kind_of_unreadable(&old, &new));
    options.today = arguments.today;
    if let Some(direction) = arguments.direction {
        options = options.with_direction(direction);
    }
    if let Some(queries) = &arguments.queries {
        options = options.with_queries(operations(queries)?);
    }
    options.protobuf_level = arguments.level.unwrap_or(options.protobuf_level);
    let failure = |error: api_compat::Error| failed(before.name(), after.name(), &error);
    let mut report = compare_sources(&old, &new, &options).map_err(failure)?;
    if let Some(messages) = arguments.challenge {
        let wanted = Challenge::default().with_messages(messages).with_seed(arguments.seed);
        let (Some(old), Some(new)) = (old.as_document(), new.as_document()) else {
            return Err(Failure::new("--challenge makes up messages of OpenAPI and JSON Schema documents only")
                .help("leave it out, or name two documents"));
        };
        let challenged = api_compat::challenge(old, new, &options, &wanted).map_err(failure)?;
        tell(&challenged);
        report.diagnostics.extend(challenged.counterexamples.iter().map(contradiction));
    }
    Ok(report)
}

/// The files with the operations of the clients.
pub(crate) fn operations(argument: &str) -> Result<Vec<SourceText>, Failure> {
    let mut files = Input::find(argument)?.into_interface()?.texts();
    let is_graphql = |name: &str| [".graphql", ".graphqls", ".gql"].iter().any(|it| name.ends_with(it));
    if files.len() > 1 {
        files.retain(|file| is_graphql(file.name()));
    }
    Ok(files)
}

/// Why the two cannot be compared, and what to do.
pub(crate) fn failed(before: &str, after: &str, error: &api_compat::Error) -> Failure {
    let help = match error.kind() {
        ErrorKind::DifferentKinds => "give two versions of the same interface".to_owned(),
        ErrorKind::Unsupported => "leave the option out, or use a build with this format".to_owned(),
        _ => format!("say what both are with --kind openapi, or one of {}", Kind::ALL.map(Kind::as_str).join(", ")),
    };
    Failure::new(format!("{before} and {after}: {error}")).help(help)
}

/// Says on standard error what was tried.
fn tell(challenged: &Challenged) {
    for untried in &challenged.untried {
        eprintln!("not challenged: {untried}");
    }
    let found = match challenged.counterexamples.len() {
        0 => "none contradicts the verdict".to_owned(),
        count => format!("{count} contradict the verdict"),
    };
    let place = if challenged.places == 1 { "place" } else { "places" };
    eprintln!("challenged with {} messages of {} {place}: {found}", challenged.messages, challenged.places);
}

/// Whoever contradicts the verdict has shown that it cannot be relied on.
fn contradiction(found: &Counterexample) -> Diagnostic {
    let operation = found.operation.as_deref().map(|it| format!("{it}, ")).unwrap_or_default();
    let (subject, message, error) = (&found.subject, &found.message, &found.error);
    let text = format!("{operation}{subject}: {message} is refused, and no finding says so: {error}");
    Diagnostic {
        level: DiagnosticLevel::Error,
        code: "verdict-contradicted".to_owned(),
        message: text,
        location: None,
        help: Some("do not rely on the verdict, and report this case".to_owned()),
    }
}

/// Where a text could not be read its kind is not known either, and the report says what is wrong with it.
fn kind_of_unreadable(old: &Sources, new: &Sources) -> Option<Kind> {
    let (old, new) = (old.as_document()?, new.as_document()?);
    let unreadable = |document: &Document| {
        document.kind().is_none() && document.diagnostics().iter().any(|it| it.level == DiagnosticLevel::Error)
    };
    let any = unreadable(old) || unreadable(new);
    any.then(|| old.kind().or(new.kind()).unwrap_or(Kind::OpenApi))
}
