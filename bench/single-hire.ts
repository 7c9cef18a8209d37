import { setTimeout as sleep } from "node:timers/promises";
import { CreateUserCommand, ListUsersCommand, UpdateUserCommand } from "@aws-sdk/client-chime";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { StackModel } from "../local/aws/template.ts";
import { localClients } from "../local/clients.ts";
import { accountOf } from "../local/stack.ts";
import { median } from "./median.ts";
import type { Figures } from "./results.ts";
import { isLicenseUpdate, LATENCY, timed } from "./run.ts";
import { modelOf, OURS, type Subject } from "./subjects.ts";
import { hires } from "./workloads.ts";
import { inWorld, type World } from "./world.ts";

/** Our writes for a hire before its license is set: fold, lock, mark, stored result, claim (docs/performance.md). */
const WRITES = 5;
/** In seconds, as deployed. */
const VISIBILITY = 90;
/** The pause between two hires, in ms. */
const PAUSE = 20;

/**
 * Measures the time from the send of a hire to its license, one hire after another, with warm functions. For ours, it
 * also measures the requests that the guarantees need, one after another without anything between them.
 */
export const measureSingleHires = (packageDir: string, subject: Subject, count: number): Promise<Figures> => {
  const model = modelOf(packageDir, subject, VISIBILITY, 1);
  return inWorld(model, async (world) => {
    await world.limit({ latencyMs: LATENCY });
    const bare = subject === OURS ? median(await roundTrips(world, model, count)) : undefined;
    const times = await timesOfHires(world, packageDir, count);
    return {
      "p50, ms": median(times),
      "slowest, ms": Math.max(...times),
      ...(bare === undefined ? {} : { "its requests alone, ms": bare, ratio: median(times) / bare }),
    };
  });
};

/** @throws Error if a hire did not end with exactly one license update */
const timesOfHires = (world: World, packageDir: string, count: number): Promise<number[]> =>
  world.withFunctions(packageDir, async () => {
    const times: number[] = [];
    for (const message of hires(count + 1).messages) {
      await world.forgetCalls();
      const sentAt = Date.now();
      await world.send([message]);
      await world.untilEmpty();
      const [update, ...others] = (await world.calls()).map(timed).filter(isLicenseUpdate);
      if (update === undefined || others.length > 0)
        throw new Error("void: a hire did not make exactly one license update");
      times.push(update.at - sentAt);
      await sleep(PAUSE);
    }
    // The first hire includes a cold start.
    return times.slice(1);
  });

const roundTrips = async (world: World, model: StackModel, count: number): Promise<number[]> => {
  const { chime, dynamodb, sqs, destroy } = localClients(world.services.endpoints);
  const AccountId = accountOf(model);
  const TableName = model.tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name;
  // A queue that no function polls.
  const QueueUrl = world.services.queues.find(({ logicalId }) => logicalId === "EmployeeHiredDeadLetterQueue")?.url;
  const times: number[] = [];
  for (let number = 0; number <= count; number += 1) {
    const Email = `bare${number}@example.com`;
    const startedAt = Date.now();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Email }));
    await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await chime.send(new ListUsersCommand({ AccountId, UserEmail: Email }));
    const { User } = await chime.send(new CreateUserCommand({ AccountId, Email }));
    for (let write = 0; write < WRITES; write += 1) {
      await dynamodb.send(new PutCommand({ TableName, Item: { employeeId: `${Email}${write}` } }));
    }
    await chime.send(new UpdateUserCommand({ AccountId, UserId: User?.UserId, LicenseType: "Pro" }));
    times.push(Date.now() - startedAt);
  }
  destroy();
  return times.slice(1);
};
