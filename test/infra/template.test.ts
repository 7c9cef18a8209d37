import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { loadStagePolicy } from "../../config/load-license-policy.ts";
import { stackOf } from "../../infra/stack.ts";
import { tagsOf, withTags } from "../../infra/tags.ts";
import { readTemplate } from "../../local/aws/template.ts";
import { functionResources, triggers } from "./framework-resources.ts";
import { madeStage, readSettings } from "./made-stage.ts";
import { type Resource, STAGES, usePackagedStages } from "./packaged-stages.ts";

const packaged = usePackagedStages();
const CONFIG = join(import.meta.dirname, "../../config");
const hasCfnLint = spawnSync("cfn-lint", ["--version"]).status === 0;

type Resources = Readonly<Record<string, Resource>>;

/** What the framework adds for itself. */
const FRAMEWORK = /^ServerlessDeploymentBucket|LambdaVersion/;

/** A file of resources as the framework fills it in. */
const filled = (file: string, stage: string, keepData: boolean): Resources => {
  const text = JSON.stringify(readSettings(file))
    .replaceAll("<prefix>", `seatkeeper-${stage}`)
    .replaceAll("<settings.deletionPolicy>", keepData ? "Retain" : "Delete")
    .replaceAll('"<settings.keepData>"', String(keepData));
  return JSON.parse(text).Resources;
};

describe.each(STAGES)("%s", (stage) => {
  const template = () => packaged(stage).template;
  const made = { ...madeStage(stage), policyDigest: loadStagePolicy(CONFIG, stage).digest };
  const { settings } = made;

  test("what is packaged is what infra/ makes, what the framework makes of its functions, and nothing else", () => {
    const { functions, resources } = stackOf(made);
    const ofFunctions = Object.entries(functions).map((entry) => functionResources(stage, ...entry));
    const keepData = stage === "prod";
    const expected = {
      ...resources.Resources,
      ...Object.assign({}, ...ofFunctions),
      ...triggers(stage === "prod" ? 5 : 2),
      ...filled("infra/tables.yml", stage, keepData),
    };
    const own = Object.entries(template().Resources).filter(([logicalId]) => !FRAMEWORK.test(logicalId));
    expect(Object.fromEntries(own)).toEqual(withTags(expected, tagsOf(stage, settings.tags)));
    expect(template().Outputs).toMatchObject(resources.Outputs);
  });

  test("every resource is tagged with service and stage, except the types that have no tags", () => {
    const tags = [
      ...Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value })),
      { Key: "service", Value: "seatkeeper" },
      { Key: "stage", Value: stage },
    ];
    const [tagged, untagged] = [new Set<string>(), new Set<string>()];
    for (const { Type, Properties } of Object.values(template().Resources)) {
      const { Tags } = Properties ?? {};
      if (Tags !== undefined) expect(Tags).toEqual(tags);
      (Tags === undefined ? untagged : tagged).add(Type);
    }
    // Source: CloudFormation's resource schemas, `tagging.taggable`. A new type belongs here or into infra/tags.ts.
    expect([...untagged].filter((type) => tagged.has(type))).toEqual([]);
    expect([...untagged, "AWS::SNS::Subscription"].sort()).toEqual([
      "AWS::CloudWatch::Dashboard",
      "AWS::Lambda::Permission",
      "AWS::Lambda::Version",
      "AWS::S3::BucketPolicy",
      "AWS::SNS::Subscription",
      "AWS::SQS::QueuePolicy",
    ]);
  });

  test("the template has no secrets and no personal data, except the address for alarms", () => {
    const text =
      settings.alarmEmail === "" ? packaged(stage).text : packaged(stage).text.replaceAll(settings.alarmEmail, "");
    expect(text).not.toMatch(/AKIA[A-Z0-9]{16}|aws_secret|password|BEGIN [A-Z ]*PRIVATE KEY|[\w.]+@[\w]+\.[a-z]+/i);
  });

  test("a package has only its function's bundle, under 180 KB, with no credential provider but Lambda's", () => {
    for (const { artifact, handler } of readTemplate(packaged(stage).directory).functions) {
      const file = join(packaged(stage).directory, artifact);
      expect(statSync(file).size).toBeLessThan(180 * 1024);
      const own = handler.replace(/\.handler$/, ".mjs");
      const files = unzipSync(readFileSync(file));
      expect(Object.keys(files).filter((name) => !name.endsWith("/"))).toEqual([own]);
      const bundle = Buffer.from(files[own] ?? []).toString();
      expect(bundle).toContain("AWS_SESSION_TOKEN");
      expect(bundle).not.toContain("AWS_WEB_IDENTITY_TOKEN_FILE");
    }
  });

  test.skipIf(!hasCfnLint)(
    "cfn-lint finds no error (skipped if it is not installed)",
    () => {
      const file = join(packaged(stage).directory, "cloudformation-template-update-stack.json");
      const lint = ["--non-zero-exit-code", "error", "--", file];
      expect(execFileSync("cfn-lint", lint, { encoding: "utf8" })).not.toMatch(/^E\d/m);
    },
    120_000,
  );
});

test("resources with data keep their logical IDs and names", () => {
  const { Resources } = packaged("prod").template;
  const names = Object.entries(Resources).flatMap(([logicalId, { Properties }]) => {
    const name = Properties?.["QueueName"] ?? Properties?.["TableName"];
    return name === undefined ? [] : [[logicalId, name]];
  });
  expect(Object.fromEntries(names)).toMatchObject({
    EmployeeHiredQueue: "seatkeeper-prod-employee-hired",
    EmployeeHiredDeadLetterQueue: "seatkeeper-prod-employee-hired-dlq",
    RoleChangedQueue: "seatkeeper-prod-role-changed",
    RoleChangedDeadLetterQueue: "seatkeeper-prod-role-changed-dlq",
    EmployeeLeftQueue: "seatkeeper-prod-employee-left",
    EmployeeLeftDeadLetterQueue: "seatkeeper-prod-employee-left-dlq",
    EmployeesTable: "seatkeeper-prod-employees",
    IdempotencyTable: "seatkeeper-prod-idempotency",
  });
});

test("no two stages share a physical name", () => {
  const NAMES = /Name$/;
  const names = STAGES.flatMap((stage) => {
    const { Resources } = packaged(stage).template;
    const own = Object.values(Resources).flatMap(({ Properties = {} }) =>
      Object.entries(Properties).flatMap(([key, value]) =>
        NAMES.test(key) && typeof value === "string" && !["MetricName", "PolicyName"].includes(key) ? [value] : [],
      ),
    );
    return [...new Set(own)];
  });
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
