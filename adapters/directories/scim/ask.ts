import { Failure } from "../../../domain/failures.ts";
import type { Answer } from "./answer.ts";
import type { Send } from "./client.ts";

/** What came of a question: any answer, errors, too, or why there is none that can be read. */
export type Outcome = Answer | Failure;

type Question = { readonly what: string; readonly path: string; readonly query?: Readonly<Record<string, string>> };

/** Reads something to look at the answer itself, whatever it is. */
export const ask = async (send: Send, question: Question): Promise<Outcome> => {
  try {
    return await send({ ...question, method: "GET", about: "directory", purpose: "find", accepts: () => true });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};
