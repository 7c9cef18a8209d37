import { Hono } from "hono";
import { listen } from "../emulator/listen.ts";

export type LocalSecrets = { readonly endpoint: string; close(): Promise<void> };

const SERVICE = "secretsmanager.";

/**
 * Starts AWS Secrets Manager on 127.0.0.1 with these secrets, by name: GetSecretValue, and PutSecretValue to rotate one.
 * Source: the service's API reference, protocol AWS JSON 1.1. @throws the system's EADDRINUSE if the port is in use
 */
export const startSecrets = async (
  secrets: Readonly<Record<string, string>>,
  port: number,
  region: string,
): Promise<LocalSecrets> => {
  const texts = new Map(Object.entries(secrets));
  const app = new Hono();
  app.post("/", async (context) => {
    const operation = context.req.header("x-amz-target")?.replace(SERVICE, "");
    const { SecretId: name = "", SecretString } = (await context.req.json()) as Request;
    const text = texts.get(name);
    if (text === undefined)
      return context.json(errorOf("ResourceNotFoundException", `There is no secret ${name}`), 400);
    const known = { ARN: `arn:aws:secretsmanager:${region}:000000000000:secret:${name}`, Name: name };
    if (operation === "GetSecretValue") return context.json({ ...known, SecretString: text });
    if (operation !== "PutSecretValue" || SecretString === undefined) {
      return context.json(errorOf("InvalidRequestException", "Only GetSecretValue and PutSecretValue of a text"), 400);
    }
    texts.set(name, SecretString);
    return context.json(known);
  });
  return listen(app, port);
};

type Request = { readonly SecretId?: string; readonly SecretString?: string };

const errorOf = (name: string, message: string) => ({ __type: name, Message: message });
