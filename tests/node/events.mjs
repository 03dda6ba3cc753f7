// Prints, for each feed named on the command line, what ical.js reads: UID, first day, day after the last, title, status, alarms.
// The first argument is the folder in which npm installed the parser.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...feeds] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/`));
const { default: ICAL } = await import(pathToFileURL(require.resolve("ical.js")));
ICAL.design.strict = true;

const read = (path) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf-8")));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      first: event.startDate.toString(),
      end: event.endDate.toString(),
      title: event.summary,
      status: component.getFirstPropertyValue("status"),
      alarms: component.getAllSubcomponents("valarm").map((alarm) => alarm.getFirstPropertyValue("trigger").toString()),
    };
  });
};

console.log(JSON.stringify(Object.fromEntries(feeds.map((path) => [path, read(path)]))));
