/**
 * What the recording shows, in this order. `command` is typed and run as it stands, against a stack that was started for
 * it, in a new folder that holds the sample roster; `seatkeeper` is this checkout's. `hidden` is run and
 * not shown; `lines` is how many lines of its output are shown at most, and then `…`. `says` is for those who do not see
 * the picture.
 */
export type Step = {
  readonly command: string;
  readonly says: string;
  readonly hidden?: true;
  readonly lines?: number;
};

export const TITLE = "Seatkeeper in a terminal: from a CSV to seats";

export const SCENARIO: readonly Step[] = [
  { command: "seatkeeper import roster.csv --guess --map-out map.yml", says: "guesses what the columns of a CSV mean" },
  { command: "grep '# <-' map.yml", says: "shows the lines of the map that somebody must look at" },
  {
    command: "seatkeeper import roster.csv --map map.yml --stage local --yes",
    says: "checks each row, previews the licenses before and after, and sends the events",
  },
  { command: "sleep 15", says: "waits until they are handled", hidden: true },
  {
    command: "seatkeeper employee list --stage local",
    says: "lists who has which license, and by which rule",
    lines: 11,
  },
  {
    command: "seatkeeper employee show E1300 --stage local",
    says: "shows what each rule of the policy says of one employee",
    lines: 17,
  },
];
