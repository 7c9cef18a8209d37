import { parseArgs } from "node:util";
import { DEFAULT_PORTS, type Ports, portsFrom } from "./ports.ts";
import { BadInput } from "./read-bodies.ts";

/** What both commands take. */
export type CommandLine = {
  readonly files: readonly string[];
  readonly ports: Ports;
  readonly json: boolean;
  readonly help: boolean;
};

/** @throws BadInput that names the option */
export const readCommandLine = (args: readonly string[]): CommandLine => {
  const { values, positionals } = parse(args);
  const { "port-base": base, json = false, help = false } = values;
  return { files: positionals, ports: base === undefined ? DEFAULT_PORTS : portsFrom(portBase(base)), json, help };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { "port-base": { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new BadInput(error instanceof Error ? error.message : String(error));
  }
};

const portBase = (text: string): number => {
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 65_533) return base;
  throw new BadInput(`--port-base ${text}: expected a whole number from 1024 to 65533`);
};
