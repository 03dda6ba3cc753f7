// Subscribes to a feed as a calendar does: asks for it unless it is what it was, and goes by UID and SEQUENCE.
// Arguments: the folder in which npm installed the parser, the address of the feed, a file that keeps what was received.
// Prints the server's answer and the UIDs, in order, that were added, updated, removed, and refused for a lower SEQUENCE.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, address, file] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/`));
const { default: ICAL } = await import(pathToFileURL(require.resolve("ical.js")));
ICAL.design.strict = true;

const { tag, events } = existsSync(file) ? JSON.parse(readFileSync(file, "utf-8")) : { tag: null, events: {} };
const response = await fetch(address, { headers: tag ? { "If-None-Match": tag } : {} });
const news = { status: response.status, added: [], updated: [], removed: [], refused: [] };

const read = (component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    first: event.startDate.toString(),
    title: event.summary,
    status: component.getFirstPropertyValue("status"),
    text: component.toString(),
  };
};

const take = (event) => {
  const held = events[event.uid];
  if (held?.text === event.text) return;
  if (held && event.sequence < held.sequence) {
    news.refused.push(event.uid);
    return;
  }
  news[held ? "updated" : "added"].push(event.uid);
  events[event.uid] = event;
};

if (response.status === 200) {
  const calendar = new ICAL.Component(ICAL.parse(await response.text()));
  const received = calendar.getAllSubcomponents("vevent").map(read);
  received.forEach(take);
  const uids = new Set(received.map((event) => event.uid));
  news.removed = Object.keys(events).filter((uid) => !uids.has(uid));
  news.removed.forEach((uid) => delete events[uid]);
  writeFileSync(file, JSON.stringify({ tag: response.headers.get("etag"), events }));
}

console.log(JSON.stringify(news, (_, value) => (Array.isArray(value) ? value.toSorted() : value)));
