import { Option } from "commander";
import { parseWhole } from "../cli/parse-arguments.ts";
import { type Ports, portsFrom } from "./ports.ts";

const parseBase = parseWhole(1024, 65_533);

/** `--port-base N`: three ports in a row for the emulators. `shown` describes the default in the help. */
export const portOption = (ports: Ports, shown: string): Option =>
  new Option("--port-base <port>", "listen on this port (SQS), the next (DynamoDB) and the one after (the directory)")
    .default(ports, shown)
    .argParser((text) => portsFrom(parseBase(text)));

/** What commander makes of it. */
export type PortOptions = { readonly portBase: Ports };
