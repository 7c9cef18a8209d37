import { expect, test } from "vitest";
import { tagsOf, withTags } from "../../infra/tags.ts";

test("service and stage are Seatkeeper's own, whatever the stage's settings say", () => {
  expect(tagsOf("dev", { team: "people", stage: "prod" })).toEqual({
    team: "people",
    service: "seatkeeper",
    stage: "dev",
  });
});

test("tags what can have tags and changes nothing else", () => {
  const policy = { Type: "AWS::SQS::QueuePolicy", Properties: { Queues: [] } };
  const queue = { Type: "AWS::SQS::Queue", DeletionPolicy: "Retain", Properties: { QueueName: "q" } };
  expect(withTags({ Queue: queue, Policy: policy }, { stage: "dev" })).toEqual({
    Queue: { ...queue, Properties: { QueueName: "q", Tags: [{ Key: "stage", Value: "dev" }] } },
    Policy: policy,
  });
});
