import { describe, expect, test } from "vitest";
import { kindOfType } from "../../events/catalogue.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";
import { VALIDATORS } from "../support/schema-validators.ts";
import { failureOf, fixture } from "./hr-fixtures.ts";

/** What docs/events.md says of an event, probed: the verdict of Seatkeeper, and that of the published schema. */
type Probe = readonly [what: string, event: Body];
type Body = { readonly type?: unknown };

const hired = fixture("hired");
const event = (members: object): Body => ({ ...hired, ...members });
const data = (members: object): Body => event({ data: { ...hired.data, ...members } });
const dated = (members: object): Body => data({ effectiveAt: undefined, ...members });
const from = (effectiveDate: string, timeZone = "Europe/Berlin"): Body => dated({ effectiveDate, timeZone });
const left = (members: object): Body =>
  event({ type: fixture("left").type, data: { employeeId: "E1001", ...members } });
const until = (lastDay: string, timeZone = "Europe/Berlin"): Body => left({ lastDay, timeZone });
const cancellation = (members: object): Body =>
  event({ type: fixture("change-cancelled").type, data: { employeeId: "E1001", ...members } });
const role = (members: object): Body => data({ role: { ...hired.data.role, ...members } });
const attribute = (value: unknown): Body => role({ attributes: { costCenter: value } });
const named = (name: string): Body => role({ attributes: { [name]: "x" } });
const attributes = (count: number, value: unknown = "x"): Body =>
  role({ attributes: Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, value])) });

/** A character beyond the BMP is two UTF-16 units, and one character. */
const SMILES = (count: number) => "\u{1f642}".repeat(count);

const BOTH_ACCEPT: readonly Probe[] = [
  ["256 characters", role({ title: "x".repeat(256) })],
  ["256 characters of two UTF-16 units", role({ title: SMILES(256) })],
  ["an attribute of 256 characters of two UTF-16 units", attribute(SMILES(256))],
  ["the greatest level", role({ level: 2 ** 53 - 1 })],
  ["the least level", role({ level: -(2 ** 53 - 1) })],
  ["a level without its zero fraction", role({ level: 4.0 })],
  ["the greatest number", attribute(2 ** 53 - 1)],
  ["the least number", attribute(-(2 ** 53 - 1))],
  ["the smallest number", attribute(1e-130)],
  ["zero", attribute(0)],
  ["a boolean", attribute(false)],
  ["50 attributes", attributes(50)],
  ["an ID of 128", event({ id: "x".repeat(128) })],
  ["an employee ID of 64", data({ employeeId: "x".repeat(64) })],
  ["an email of 254", data({ email: `${"x".repeat(64)}@${`${"b".repeat(61)}.`.repeat(3)}com` })],
  ["an email in another script", data({ email: "山田@例え.テスト" })],
  ["a time with an offset", event({ time: "2026-02-20T08:15:00-23:59" })],
  ["a time with nanoseconds", event({ time: "2026-02-20T08:15:00.123456789Z" })],
  ["a leap day", data({ effectiveAt: "2024-02-29T00:00:00Z" })],
  ["another JSON media type", event({ datacontenttype: "TEXT/JSON" })],
  ["a media type with +json", event({ datacontenttype: "application/vnd.acme.v1+Json; charset=utf-8" })],
  ["an unknown member", event({ subject: "x", extension: 7 })],
  ["a day", from("2026-03-01")],
  ["a leap day in a zone", from("2024-02-29")],
  ["the first day", from("0001-01-01", "Pacific/Kiritimati")],
  ["the last day", from("9998-12-31", "Pacific/Pago_Pago")],
  ["a zone of three parts", from("2026-03-01", "America/Argentina/Ushuaia")],
  ["a zone with a sign", from("2026-03-01", "Etc/GMT+12")],
  ["a zone without a slash", from("2026-03-01", "UTC")],
  ["an older name of a zone", from("2026-03-01", "Asia/Calcutta")],
  ["a zone in small letters", from("2026-03-01", "europe/berlin")],
  ["a day that the zone skipped", from("2011-12-30", "Pacific/Apia")],
  ["a leave at a moment", left({ effectiveAt: "2026-05-01T00:00:00Z" })],
  ["a leave after a day", until("2026-04-30")],
  ["a leave with an email that is none, a role and a name", left({ ...hired.data, email: 7, role: 7 })],
  ["a cancellation", cancellation({ cancels: "evt-0" })],
  ["a cancellation with other members", cancellation({ cancels: "x".repeat(128), effectiveAt: "soon", timeZone: 7 })],
  ["a sequence", event({ sequence: "1" })],
  ["a sequence of 256", event({ sequence: "é".repeat(256) })],
  ["no optional member", data({ displayName: undefined, role: { title: "x", department: "y" } })],
];

const SEATKEEPER_FORGIVES: readonly Probe[] = [
  ["null in an optional member", data({ displayName: null })],
  ["an empty optional member", data({ displayName: "" })],
  ["a blank optional member", data({ displayName: " \t" })],
  ["an invisible optional member", data({ displayName: "\t\u200b" })],
  ["a level of null", role({ level: null })],
  ["a location of null", role({ location: null })],
  ["attributes of null", role({ attributes: null })],
  ["an attribute of null", attribute(null)],
  ["a blank attribute", attribute("\u00a0")],
  ["51 attributes of which 50 are blank", attributes(51, "")],
  ["a media type of null", event({ datacontenttype: null })],
  ["a blank media type", event({ datacontenttype: " " })],
  ["blanks around an ID", event({ id: " evt-1 " })],
  ["blanks around an email", data({ email: " ana@example.com\t" })],
  ["blanks around a media type", event({ datacontenttype: " application/json" })],
  ["blanks around a time", event({ time: " 2026-02-20T08:15:00Z " })],
  ["a tab in text", role({ title: "Account\tExecutive" })],
  ["a line break in text", role({ title: "Account\r\nExecutive" })],
  ["a level as text", role({ level: "4" })],
  ["RFC 3339 in small letters", event({ time: "2026-02-20t08:15:00z" })],
  ["blanks around a date", from(" 2026-03-01\t")],
  ["blanks around a zone", from("2026-03-01", " Europe/Berlin ")],
  ["null in the form that is not used", data({ effectiveDate: null, timeZone: "" })],
  ["a sequence that is a number", event({ sequence: 41 })],
  ["a sequence of null", event({ sequence: null })],
  ["a leap second", event({ time: "2016-12-31T23:59:60Z" })],
];

const SEATKEEPER_ALONE_REFUSES: readonly Probe[] = [
  ["KELVIN SIGN in an email", data({ email: "\u212aevin@example.com" })],
  ["a full-width letter in an email", data({ email: "\uff41na@example.com" })],
  ["an invisible character in an email", data({ email: "ana\u200b@example.com" })],
  ["an emoji in an email", data({ email: "\u{1f642}@example.com" })],
  ["a label of 64 in an email", data({ email: `a@${"b".repeat(64)}.com` })],
  ["65 bytes before the @ of an email", data({ email: `${"x".repeat(65)}@example.com` })],
  ["an IP address in an email", data({ email: "ana@192.0.2.1" })],
  ["an invisible title", role({ title: "\u200b\u00ad" })],
  ["a lone surrogate", role({ title: "x\ud800" })],
  ["a number that DynamoDB cannot hold", attribute(1e-140)],
  ["its negative", attribute(-1e-131)],
  ["a year beyond 9999 in UTC", data({ effectiveAt: "9999-12-31T23:59:59-01:00" })],
  ["a zone that does not exist", from("2026-03-01", "Mars/Olympus")],
  ["a zone by an abbreviation of its summer time", from("2026-03-01", "CEST")],
  ["a day of the year 0", from("0000-12-31")],
  ["a last day that means never", until("9999-12-31")],
  ["a cancellation of itself", cancellation({ cancels: "evt-1" })],
  ["a time more than 15 minutes ahead", event({ time: new Date(NOW.getTime() + 900_001).toISOString() })],
];

const BOTH_REFUSE: readonly Probe[] = [
  ["257 characters", role({ title: "x".repeat(257) })],
  ["257 characters of two UTF-16 units", role({ title: SMILES(257) })],
  ["a required member of null", role({ title: null })],
  ["a blank required member", role({ department: " " })],
  ["a role of null", data({ role: null })],
  ["a control character", role({ title: "x\u0007" })],
  ["a C1 control character", role({ title: "x\u0085" })],
  ["a level beyond 2^53 - 1", role({ level: 2 ** 53 })],
  ["a level with a fraction", role({ level: 4.5 })],
  ["a level as a word", role({ level: "senior" })],
  ["a level as text with a leading zero", role({ level: "04" })],
  ["a number beyond 2^53 - 1", attribute(2 ** 53)],
  ["a list in an attribute", attribute(["x"])],
  ["an object in an attribute", attribute({ x: 1 })],
  ["51 attributes", attributes(51)],
  ["an attribute named constructor", named("constructor")],
  ["an attribute without a name", named("")],
  ["an attribute named by an email", named("ana@example.com")],
  ["an ID of 129", event({ id: "x".repeat(129) })],
  ["an ID with a blank", event({ id: "evt 1" })],
  ["an employee ID of 65", data({ employeeId: "x".repeat(65) })],
  ["an email of 255", data({ email: `${"x".repeat(64)}@${`${"b".repeat(61)}.`.repeat(3)}info` })],
  ["two emails", data({ email: "ana@example.com,ben@example.com" })],
  ["an email with a display name", data({ email: "Ana <ana@example.com>" })],
  ["an email with a scheme", data({ email: "mailto:ana@example.com" })],
  ["an email with a comment", data({ email: "ana(x)@example.com" })],
  ["an email with a blank", data({ email: "ana m@example.com" })],
  ["an email with a separator at the end", data({ email: "ana@example.com;" })],
  ["an email with two dots", data({ email: "ana..m@example.com" })],
  ["a label that ends with a hyphen", data({ email: "ana@example-.com" })],
  ["a time without an offset", event({ time: "2026-02-20T08:15:00" })],
  ["a time with a blank for its T", event({ time: "2026-02-20 08:15:00Z" })],
  ["a second 60 that was no leap second", event({ time: "2026-02-20T08:15:60Z" })],
  ["an hour 24", event({ time: "2026-02-20T24:00:00Z" })],
  ["a day that does not exist", data({ effectiveAt: "2026-02-30T00:00:00Z" })],
  ["no moment", dated({})],
  ["a day without a zone", dated({ effectiveDate: "2026-03-01" })],
  ["a zone without a day", dated({ timeZone: "Europe/Berlin" })],
  ["a zone beside a moment", data({ timeZone: "Europe/Berlin" })],
  ["a day beside a moment", data({ effectiveDate: "2026-03-01" })],
  ["both forms, which agree", data({ effectiveDate: "2026-03-01", timeZone: "UTC" })],
  ["both forms, which contradict", data({ effectiveDate: "2026-04-01", timeZone: "UTC" })],
  ["a hire with a last day", dated({ lastDay: "2026-03-01", timeZone: "UTC" })],
  ["a month that does not exist", from("2026-13-01")],
  ["a day that no year has", from("2026-02-30")],
  ["a leap day of another year", from("2026-02-29")],
  ["a day with a time", from("2026-03-01T00:00:00Z")],
  ["a day as other people write it", from("01.03.2026")],
  ["an offset for a zone", from("2026-03-01", "+01:00")],
  ["an offset with a name for a zone", from("2026-03-01", "UTC+01:00")],
  ["a Windows zone", from("2026-03-01", "W. Europe Standard Time")],
  ["a leave without a moment", left({})],
  ["a last day without a zone", left({ lastDay: "2026-04-30" })],
  ["a leave with an effective date", left({ effectiveDate: "2026-05-01", timeZone: "UTC" })],
  ["a leave with both forms", left({ effectiveAt: "2026-05-01T00:00:00Z", lastDay: "2026-04-30", timeZone: "UTC" })],
  ["a leave without an employee", left({ employeeId: undefined, effectiveAt: "2026-05-01T00:00:00Z" })],
  ["a cancellation of nothing", cancellation({})],
  ["a cancellation of null", cancellation({ cancels: null })],
  ["a cancellation of several", cancellation({ cancels: ["evt-0"] })],
  ["a cancellation by an email", cancellation({ cancels: "ana@example.com" })],
  ["a sequence of 257", event({ sequence: "x".repeat(257) })],
  ["a sequence with a fraction", event({ sequence: 4.5 })],
  ["a media type that is no JSON", event({ datacontenttype: "application/jsonlines" })],
  ["another specversion", event({ specversion: "1.0.2" })],
];

const isTaken = (body: Body): boolean => parseHrEvent(JSON.stringify(body), NOW).id === "evt-1";
/** As a sender's validator sees the event: parsed from JSON, so without what is undefined. */
const verdicts = (body: Body) => {
  const kind = kindOfType(body.type);
  if (kind === undefined) throw new Error("a probe is of a known kind");
  return Object.values(VALIDATORS).map((accepts) => accepts(kind, JSON.parse(JSON.stringify(body))));
};

describe("Seatkeeper and the schemas accept", () => {
  test.each(BOTH_ACCEPT)("%s", (_, body) => {
    expect(() => parseHrEvent(JSON.stringify(body), NOW)).not.toThrow();
    expect(verdicts(body)).toEqual([true, true, true]);
  });
});

describe("Seatkeeper forgives what the schemas refuse:", () => {
  test.each(SEATKEEPER_FORGIVES)("%s", (_, body) => {
    expect(isTaken(body)).toBe(true);
    expect(verdicts(body)).toEqual([false, false, false]);
  });
});

describe("Seatkeeper alone refuses", () => {
  test.each(SEATKEEPER_ALONE_REFUSES)("%s", (_, body) => {
    expect(failureOf(JSON.stringify(body)).code).toBe("InvalidEvent");
    expect(verdicts(body)).toEqual([true, true, true]);
  });
});

describe("Seatkeeper and the schemas refuse", () => {
  test.each(BOTH_REFUSE)("%s", (_, body) => {
    expect(failureOf(JSON.stringify(body)).code).toBe("InvalidEvent");
    expect(verdicts(body)).toEqual([false, false, false]);
  });
});
