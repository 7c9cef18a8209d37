import type { Meaning } from "../style.ts";
import { styled } from "../style.ts";
import { visible } from "../visible.ts";
import type { PreviewedEvent } from "./previewed-event.ts";

/** One event as a line for people: where it is, whose it is, and what would become of it. */
export const eventLine = (event: PreviewedEvent): string => {
  const { file, line, employeeId = "-", outcome } = event;
  const place = visible(`${file}:${line}`);
  const said = styled(MEANINGS[outcome] ?? "secondary", outcome.padEnd(13));
  return `${place}  ${visible(employeeId).padEnd(10)}  ${said}  ${visible(detailOf(event))}`.trimEnd();
};

const MEANINGS: Partial<Record<PreviewedEvent["outcome"], Meaning>> = {
  created: "good",
  updated: "good",
  released: "good",
  reactivated: "good",
  waiting: "warning",
  "dead-lettered": "wrong",
};

const detailOf = ({ license = "no account", from, rule, because, until, code, reason }: PreviewedEvent): string => {
  if (code !== undefined) return `${code}: ${reason}`;
  if (because !== undefined) return `${because}, until ${until}`;
  if (rule === undefined) return "";
  return `${from === undefined ? "" : `${from} → `}${license}, rule ${rule}`;
};
