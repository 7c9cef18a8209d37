import { expect, test } from "vitest";
import { queues } from "../../infra/queues.ts";
import { get, madeStage } from "./made-stage.ts";

const FOURTEEN_DAYS = 1_209_600;

/** In seconds: how long a message is hidden from other receivers. At least six time-outs of the function, and a window. */
test.each([
  ["local", { hidden: 91, receives: 5, whenRemoved: "Delete" }],
  ["dev", { hidden: 181, receives: 8, whenRemoved: "Delete" }],
  ["staging", { hidden: 181, receives: 8, whenRemoved: "Delete" }],
  ["prod", { hidden: 181, receives: 8, whenRemoved: "Retain" }],
])("the queues of %s are these, standard and encrypted", (name, { hidden, receives, whenRemoved }) => {
  const ofEvent = (id: string, queue: string) => ({
    [`${id}Queue`]: {
      Type: "AWS::SQS::Queue",
      Properties: {
        QueueName: `seatkeeper-${name}-${queue}`,
        SqsManagedSseEnabled: true,
        VisibilityTimeout: hidden,
        MessageRetentionPeriod: FOURTEEN_DAYS,
        RedrivePolicy: { deadLetterTargetArn: get(`${id}DeadLetterQueue`), maxReceiveCount: receives },
      },
    },
    [`${id}DeadLetterQueue`]: {
      Type: "AWS::SQS::Queue",
      DeletionPolicy: whenRemoved,
      UpdateReplacePolicy: whenRemoved,
      Properties: {
        QueueName: `seatkeeper-${name}-${queue}-dlq`,
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: FOURTEEN_DAYS,
        RedriveAllowPolicy: {
          redrivePermission: "byQueue",
          sourceQueueArns: [
            { "Fn::Sub": `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:seatkeeper-${name}-${queue}` },
          ],
        },
      },
    },
  });
  const stage = madeStage(name);
  expect(Object.assign({}, ...stage.rows.map((row) => queues(stage, row)))).toEqual({
    ...ofEvent("EmployeeHired", "employee-hired"),
    ...ofEvent("RoleChanged", "role-changed"),
    ...ofEvent("EmployeeLeft", "employee-left"),
  });
});
