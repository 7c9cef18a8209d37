import { CommandFailed } from "../cli/errors.ts";

/** The ports of the embedded stack on 127.0.0.1; 0 lets the system choose. */
export type Ports = { readonly sqs: number; readonly dynamodb: number; readonly directory: number };

export const DEFAULT_PORTS: Ports = { sqs: 9324, dynamodb: 8000, directory: 8181 };
export const ANY_PORTS: Ports = { sqs: 0, dynamodb: 0, directory: 0 };

/** `--port-base N`: three ports in a row. */
export const portsFrom = (base: number): Ports => ({ sqs: base, dynamodb: base + 1, directory: base + 2 });

/** Turns the system's EADDRINUSE into one clear line. @throws CommandFailed if the port is in use */
export const onPort = async <T>(service: string, port: number, started: Promise<T>): Promise<T> => {
  try {
    return await started;
  } catch (error) {
    if ((error as { code?: string }).code !== "EADDRINUSE") throw error;
    throw new CommandFailed(
      `Port ${port} for ${service} is in use: stop what listens there, or choose other ports with --port-base N`,
    );
  }
};
