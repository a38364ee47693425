//! Development tasks: `cargo xtask help` lists them.

mod codegen;
mod corpus;
mod coverage;
mod experiment;
mod fixtures;
mod fuzz;
mod pipeline;
mod services;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Development tasks of the workspace.")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run all tests against a throw-away PostgreSQL and a throw-away `MariaDB`.
    Test(test::Arguments),
    /// Find or fetch the programs that validate artefacts, and print where they are.
    Validators,
    /// Start throw-away engines, print their URLs and wait.
    Services(services::Arguments),
    /// Plan and prove, or compare, every case of JSONL files, and count what comes out.
    Corpus(corpus::Arguments),
    /// One case of a corpus, in a process of its own.
    #[command(hide = true)]
    CorpusCase(corpus::CaseArguments),
    /// One case of a corpus of interfaces, in a process of its own.
    #[command(hide = true)]
    CorpusInterface,
    /// Rewrite the expected outputs of the cases, or say what would change.
    Fixtures(fixtures::Arguments),
    /// Write the registry of rules, their pages and the JSON Schemas, or say what is stale.
    Codegen(codegen::Arguments),
    /// Make the file of a new rule.
    NewRule(codegen::NewRule),
    /// Fuzz a reader.
    Fuzz(fuzz::Arguments),
    /// Measure what the documents claim of measured time.
    Experiment(experiment::Arguments),
    /// Check what the compiler does not: dependencies, leftovers, sizes, documents.
    Tidy,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Test(arguments) => test::run(&arguments),
        Task::Validators => services::validators(),
        Task::Services(arguments) => services::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::CorpusCase(arguments) => corpus::run_one(&arguments),
        Task::CorpusInterface => corpus::run_one_interface(),
        Task::Fixtures(arguments) => fixtures::run(&arguments),
        Task::Codegen(arguments) => codegen::run(&arguments),
        Task::NewRule(arguments) => codegen::new_rule(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::Experiment(arguments) => experiment::run(&arguments),
        Task::Tidy => tidy::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
