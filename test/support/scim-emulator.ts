import type { Call } from "../../local/emulator/call-log.ts";
import { type ScimEmulatorOptions, startScimEmulator } from "../../local/scim/emulator.ts";
import type { ProfileName } from "../../local/scim/profiles/table.ts";
import { LOCAL_TOKEN } from "../../local/scim/tokens.ts";

export type Json = { readonly [member: string]: unknown };

/** The body of a PATCH request. */
export const patchOf = (...Operations: readonly Json[]): Json => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});

/** Starts an emulator on its own port, with a plain client and its control endpoints. */
export const scimForTest = async (
  profile: ProfileName,
  options: Omit<ScimEmulatorOptions, "profile" | "port"> = {},
) => {
  const emulator = await startScimEmulator({ profile, port: 0, ...options });
  const control = `${emulator.endpoint}/_emulator`;

  /** Sends one request below the SCIM base URL. `body` is undefined if the response is not JSON. */
  const send = async (method: string, path: string, json?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${emulator.baseUrl}${path}`, {
      method,
      redirect: "manual",
      headers: {
        authorization: `Bearer ${LOCAL_TOKEN}`,
        ...(json !== undefined && { "content-type": "application/scim+json" }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };

  /** Calls a control endpoint. @throws Error with the body of a refusal */
  const call = async (method: string, path: string, json?: object): Promise<unknown> => {
    const response = await fetch(`${control}${path}`, { method, ...(json && { body: JSON.stringify(json) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return parsed(text);
  };

  return {
    ...emulator,
    control,
    send,
    call,
    find: (filter: string) => send("GET", `/Users?filter=${encodeURIComponent(filter)}`),
    setFaults: (settings: object): Promise<unknown> => call("PUT", "/faults", settings),
    calls: async (): Promise<readonly Call[]> => ((await call("GET", "/calls")) as { calls: readonly Call[] }).calls,
    users: async (): Promise<readonly Json[]> => (await call("GET", "/users")) as readonly Json[],
    reset: (): Promise<unknown> => call("POST", "/reset"),
  };
};

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};
