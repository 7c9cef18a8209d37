import type { ComparedField } from "../../live-account.ts";
import { counted, good, table, wrong } from "../../print.ts";
import { visible } from "../../visible.ts";
import type { LiveDocument } from "./show-document.ts";

/** What a directory says, beside the record, for a terminal. */
export const liveLines = (live: LiveDocument): readonly string[] => [
  visible(`${live.directory}: ${accountSays(live)} (${counted(live.calls, "call")})`),
  ...(live.other === undefined ? [] : [visible(`Another account has the address that HR says: ${live.other}.`)]),
  ...(live.fields.length === 0 ? [] : [table(["", "record", "directory", "do they agree"], live.fields.map(rowOf))]),
  ...(live.agrees === undefined ? [] : [verdictOf(live)]),
];

const accountSays = ({ account, missing, ownedBy, linked, calls }: LiveDocument): string => {
  if (missing !== undefined) return `the linked account ${missing} does not exist`;
  if (account === undefined)
    return `no account is linked, and ${calls === 0 ? "no address of hers counts yet" : "none has her address"}`;
  if (ownedBy !== undefined) return `${account} is the account of ${ownedBy}`;
  return linked ? `${account} is linked` : `${account} has her address, but is not linked`;
};

const rowOf = ({ field, recorded, shown, agrees }: ComparedField) => [
  field,
  String(recorded ?? "-"),
  String(shown ?? "not shown"),
  agrees === undefined ? "-" : ({ text: agrees ? "yes" : "no", as: agrees ? "good" : "wrong" } as const),
];

const verdictOf = ({ agrees, fields }: LiveDocument): string => {
  if (!agrees) return wrong(`Record and directory do not agree: ${fields.some(isSuspendedByHand) ? SUSPENDED : FIX}`);
  const kept = fields.some((field) => field.agrees === false) ? ", but for what this directory cannot change" : "";
  return good(`Record and directory agree${kept}.`);
};

const FIX = "`seatkeeper employee resync` puts that right.";
const SUSPENDED = "somebody suspended the account in the directory, and a resync leaves it so.";

const isSuspendedByHand = ({ field, recorded, shown }: ComparedField): boolean =>
  field === "active" && recorded === true && shown === false;
