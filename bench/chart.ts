import { median } from "./median.ts";
import { type Row, validRuns, valuesOf } from "./results.ts";
import { OURS } from "./subjects.ts";

type Bar = { readonly label: string; readonly value: number; readonly isOurs: boolean };
type Panel = { readonly title: string; readonly bars: readonly Bar[] };

const PANEL = { width: 460, labels: 160, numbers: 60, bar: 18, gap: 8, top: 44 };

/**
 * An SVG chart of the two most important figures: the number of calls, and the throughput if the directory limits them.
 */
export const chart = (rows: readonly Row[]): string => {
  const panels: readonly Panel[] = [
    {
      title: "Calls to the directory for 1,000 role changes",
      bars: barsOf(rows, "reorganization", "calls per 1,000", ({ subject }) => subject),
    },
    {
      title: "Role changes per second, by the directory's limit",
      bars: barsOf(
        rows,
        "rates",
        "events/s",
        ({ subject, variant }) => `${Number.parseInt(variant, 10)}/s, ${subject}`,
      ),
    },
  ];
  const height = PANEL.top + Math.max(...panels.map(({ bars }) => bars.length)) * (PANEL.bar + PANEL.gap) + PANEL.gap;
  const width = PANEL.width * panels.length;
  const drawn = panels.map((panel, index) => drawPanel(panel, index * PANEL.width)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Seatkeeper compared with what people would write instead</title>
<rect width="100%" height="100%" fill="#fff"/>
${drawn}</svg>
`;
};

const barsOf = (rows: readonly Row[], section: string, figure: string, label: (row: Row) => string): Bar[] =>
  rows
    .filter((row) => row.section === section && valuesOf(validRuns(row), figure).length > 0)
    .map((row) => ({
      label: label(row),
      value: median(valuesOf(validRuns(row), figure)),
      isOurs: row.subject === OURS.name,
    }));

const drawPanel = ({ title, bars }: Panel, x: number): string => {
  const room = PANEL.width - PANEL.labels - PANEL.numbers;
  const most = Math.max(...bars.map(({ value }) => value));
  const drawn = bars.map(({ label, value, isOurs }, index) => {
    const y = PANEL.top + index * (PANEL.bar + PANEL.gap);
    const width = Math.max(1, (value / most) * room);
    const left = x + PANEL.labels;
    const middle = y + PANEL.bar * 0.72;
    return `<text x="${left - 8}" y="${middle}" text-anchor="end">${escaped(label)}</text>
<rect x="${left}" y="${y}" width="${width.toFixed(1)}" height="${PANEL.bar}" fill="${isOurs ? "#0b6e4f" : "#9aa5b1"}"/>
<text x="${(left + width + 6).toFixed(1)}" y="${middle}">${Math.round(value).toLocaleString("en")}</text>
`;
  });
  return `<text x="${x + 12}" y="24" font-weight="bold">${escaped(title)}</text>\n${drawn.join("")}`;
};

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
