import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { licensePolicyPlugin } from "../../config/license-policy-plugin.ts";
import { loadLicensePolicy } from "../../config/load-license-policy.ts";
import type { EventKind, Role } from "../../domain/facts/hr-event.ts";
import { desire } from "../../domain/reconcile/desire.ts";

const CONFIG = join(import.meta.dirname, "../../config");

describe("the shipped policy", () => {
  const policy = loadLicensePolicy(CONFIG, "dev");
  const person = (role: Partial<Role>) => ({ title: "Engineer", department: "Engineering", attributes: {}, ...role });

  test.each<[string, EventKind, Partial<Role>, string, string]>([
    [
      "a contractor in Sales",
      "hired",
      { department: "Sales", employmentType: "contractor" },
      "Basic",
      "contractors-and-interns",
    ],
    ["an intern", "hired", { employmentType: "Intern" }, "Basic", "contractors-and-interns"],
    [
      "an employee of the closed cost center",
      "hired",
      { department: "Sales", attributes: { costCenter: "999" } },
      "Basic",
      "security-exception",
    ],
    [
      "an employee of the closed cost center, sent as a number",
      "hired",
      { department: "Sales", attributes: { costCenter: 999 } },
      "Basic",
      "security-exception",
    ],
    [
      "an employee of another cost center that looks like it",
      "hired",
      { department: "Sales", attributes: { costCenter: "0999" } },
      "Pro",
      "customer-facing",
    ],
    ["a partner, with a no-break space", "hired", { department: "Customer\u00a0Success" }, "Pro", "customer-facing"],
    ["a partner, with two blanks", "hired", { department: "Customer  Success" }, "Pro", "customer-facing"],
    ["a manager, with a soft hyphen", "hired", { title: "Man\u00adager" }, "Pro", "managers"],
    ["a new hire in Marketing", "hired", { department: "Marketing " }, "ProTrial", "marketing-trial"],
    ["a marketer after a role change", "role-changed", { department: "Marketing" }, "Basic", "everyone-else"],
    ["a new marketing manager", "hired", { department: "Marketing", title: "Brand Manager" }, "Pro", "managers"],
    ["an account executive", "hired", { department: "sales" }, "Pro", "customer-facing"],
    ["an employee in support", "role-changed", { department: "Technical Support" }, "Pro", "customer-facing"],
    ["a head of something", "role-changed", { title: "Head of Platform" }, "Pro", "managers"],
    ["a senior engineer", "role-changed", { level: 5 }, "Plus", "senior-staff"],
    ["an engineer", "role-changed", { level: 4 }, "Basic", "everyone-else"],
  ])("gives %s the right license", (_, kind, role, license, rule) => {
    const fact = { kind, email: "a@example.com", effectiveAt: "2026-01-01T00:00:00.000Z", role: person(role) };
    expect(desire(fact, policy)).toEqual({ license, rule });
  });
});

describe("a stage's own policy", () => {
  let directory: string;
  const write = (fileName: string, license: string) =>
    writeFile(join(directory, fileName), `rules: []\ndefault: { name: rest, license: ${license} }\n`);
  const bundle = async (stage: string) => {
    const { outputFiles } = await build({
      stdin: { contents: 'export { default } from "seatkeeper:license-policy";', resolveDir: directory },
      plugins: [licensePolicyPlugin(directory, stage)],
      bundle: true,
      format: "esm",
      write: false,
      logLevel: "silent",
    });
    return import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`);
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "license-policy-"));
    await write("license-policy.yml", "Basic");
    await write("license-policy.prod.yml", "Pro");
  });
  afterEach(() => rm(directory, { recursive: true }));

  test.each([
    ["prod", "Pro"],
    ["dev", "Basic"],
    ["../prod", "Basic"],
  ])("the bundle for %s has the default %s", async (stage, license) => {
    const policy = { rules: [], default: { name: "rest", license } };
    const digest = createHash("sha256").update(JSON.stringify(policy)).digest("hex");
    expect((await bundle(stage)).default).toEqual({ stage, digest, policy });
  });

  test("fails the build with file, line and reason if it is invalid", async () => {
    await write("license-policy.prod.yml", "Gold");
    await expect(bundle("prod")).rejects.toThrow("config/license-policy.prod.yml:2: the default needs a `license`");
  });
});
