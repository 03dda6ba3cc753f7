// Prints, for each file named on the command line, what ical.js and node-ical read of its events (UID, first day, whether it
// is a day and no moment, status) and what they complain of: what they throw and what they write to the console.
// The first argument is the folder in which npm installed the parsers.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/`));
const { default: ICAL } = await import(pathToFileURL(require.resolve("ical.js")));
const nodeIcal = require("node-ical");
ICAL.design.strict = true;

const dayOf = (moment) =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

const parsers = {
  "ical.js": (text) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((event) => {
      const start = event.getFirstPropertyValue("dtstart");
      return [event.getFirstPropertyValue("uid"), start.toString(), start.isDate, event.getFirstPropertyValue("status")];
    }),
  "node-ical": (text) =>
    Object.values(nodeIcal.sync.parseICS(text))
      .filter((each) => each.type === "VEVENT")
      .map((event) => [event.uid, dayOf(event.start), event.datetype === "date", event.status]),
};

let complaints = [];
console.warn = console.error = (...words) => complaints.push(words.join(" "));

const read = (parser, text) => {
  let events = [];
  complaints = [];
  try {
    events = parser(text);
  } catch (error) {
    complaints.push(`${error}`);
  }
  return { events, complaints };
};

const texts = files.map((file) => [file, readFileSync(file, "utf-8")]);
const readings = Object.entries(parsers).map(([name, parser]) => [
  name,
  Object.fromEntries(texts.map(([file, text]) => [file, read(parser, text)])),
]);
console.log(JSON.stringify(Object.fromEntries(readings)));
