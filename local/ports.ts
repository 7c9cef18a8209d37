/** The ports of the embedded stack on 127.0.0.1; 0 lets the system choose. */
export type Ports = { readonly sqs: number; readonly dynamodb: number; readonly chime: number };

export const DEFAULT_PORTS: Ports = { sqs: 9324, dynamodb: 8000, chime: 8181 };
export const ANY_PORTS: Ports = { sqs: 0, dynamodb: 0, chime: 0 };

/** `--port-base N`: three ports in a row. */
export const portsFrom = (base: number): Ports => ({ sqs: base, dynamodb: base + 1, chime: base + 2 });

/** A port that somebody else listens on. */
export class PortInUse extends Error {}

/** Turns the system's EADDRINUSE into one clear line; other errors pass. */
export const onPort = async <T>(service: string, port: number, started: Promise<T>): Promise<T> => {
  try {
    return await started;
  } catch (error) {
    if ((error as { code?: string }).code !== "EADDRINUSE") throw error;
    throw new PortInUse(
      `Port ${port} for ${service} is in use: stop what listens there, or choose other ports with --port-base N`,
    );
  }
};
