import { afterEach, expect, test, vi } from "vitest";
import { useAwsOptions } from "../../cli/aws-options.ts";
import { clientOptions, regionOf } from "../../cli/stage.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  useAwsOptions({});
});

test("--region is where the stage is, whatever config/stages.yml says", async () => {
  expect(await regionOf("dev")).toBe("us-east-1");
  useAwsOptions({ stage: "dev", region: "eu-west-1" });
  expect(await clientOptions("dev", "sqs")).toMatchObject({ region: "eu-west-1" });
});

test("--profile is what the SDK takes for AWS_PROFILE", () => {
  vi.stubEnv("AWS_PROFILE", "somebody");
  useAwsOptions({ stage: "dev", profile: "ops" });
  expect(process.env["AWS_PROFILE"]).toBe("ops");
});

test.each([{ region: "eu-west-1" }, { profile: "ops" }])("the stage local has none: %j", (option) => {
  const [name] = Object.keys(option);
  expect(() => useAwsOptions({ stage: "local", ...option })).toThrow(`leave --${name} out`);
});
