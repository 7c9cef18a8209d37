import { warning } from "../print.ts";
import { printError } from "../program.ts";
import { hasLambda, withLambda } from "../stage-functions.ts";
import { flowLine, stageFlow } from "./flow.ts";

/**
 * Says on stderr if the stage does not take messages: what is sent to it waits in its queues. Never throws: whoever may
 * send need not be allowed to read functions.
 */
export const noteIfPaused = async (stage: string): Promise<void> => {
  if (!hasLambda(stage)) return;
  const flow = await withLambda(stage, (client) => stageFlow(client, stage)).catch(() => undefined);
  const line = flow === undefined ? undefined : flowLine(flow, stage, new Date());
  if (line !== undefined) printError(warning(line));
};
