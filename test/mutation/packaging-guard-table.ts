import { type Guard, guardsIn } from "./guard.ts";

/** That a stage gets its own code and its own license policy, in its own account. */
export const PACKAGING_GUARDS: readonly Guard[] = [
  ...guardsIn("runtime/own-policy.ts", "test/runtime/own-policy.test.ts", [
    [
      "a function refuses the policy of another stage",
      "stage === STAGE && digest === LICENSE_POLICY_DIGEST",
      "digest === LICENSE_POLICY_DIGEST",
    ],
    [
      "a function refuses another policy of its stage",
      "stage === STAGE && digest === LICENSE_POLICY_DIGEST",
      "stage === STAGE",
    ],
  ]),
  ...guardsIn("runtime/aws-dependencies.ts", "test/runtime/aws-dependencies.test.ts", [
    ["every function asks whose policy it has", "ownPolicy(bundled, readPolicyOrigin())", "bundled.policy"],
  ]),
  ...guardsIn("infra/functions.ts", "test/infra/functions.test.ts", [
    ["a function knows its stage", "STAGE: name", 'STAGE: "prod"'],
    ["a function knows its stage's policy", "LICENSE_POLICY_DIGEST: policyDigest", 'LICENSE_POLICY_DIGEST: ""'],
  ]),
  ...guardsIn("infra/packaging/command-line.ts", "test/infra/packaging/command-line.test.ts", [
    ["an empty --package is not none", 'if (folder?.value?.trim() === "") throw', 'if (folder?.value === "x") throw'],
  ]),
  ...guardsIn("infra/packaging/check-settings.ts", "test/infra/packaging/check-settings.test.ts", [
    ["a policy is checked before it is packaged", "    loadLicensePolicy(folder, stage, loaded);\n", ""],
  ]),
  ...guardsIn("infra/packaging/check-package.ts", "test/infra/packaging/check-package.test.ts", [
    ["a template is of its stage", "`${STAGE} ${LICENSE_POLICY_DIGEST}`, policy]", "policy, policy]"],
    ["a bundle has its template's policy", "policyIn(bundle), policy]", "policy, policy]"],
    ["a package is for the stage's directory", 'String(CHIME_ACCOUNT_ID ?? ""), chimeAccountId]', '"", ""]'],
    ["and its bundle for that address", 'BUNDLED_URL.exec(bundle)?.[1] ?? "", baseUrl]', '"", ""]'],
    ["a package has functions to check", "withPolicy.length === 0", "withPolicy.length < 0"],
  ]),
  ...guardsIn("infra/packaging/plugin.mjs", "test/infra/plugins.test.ts", [
    [
      "a package is checked before it is deployed",
      'checkPackage(join(serverless.serviceDir, ".serverless"), expected);',
      "",
    ],
  ]),
  ...guardsIn("infra/packaging/replace-package.ts", "test/infra/packaging/replace-package.test.ts", [
    ["only a package is replaced", "  requireReplaceable(to);\n", ""],
    [
      "nothing of another package stays",
      "    removeOld(to, beside(",
      "    cpSync(copy, to, { recursive: true });\n    return true;\n    removeOld(to, beside(",
    ],
  ]),
  ...guardsIn("config/deploy-guard.ts", "test/config/stage-settings.test.ts", [
    ["a stage is of one AWS account", "if (actual === expected) return;", 'if (actual !== "") return;'],
    ["a stage is of one Chime account", 'if (chimeAccountId !== "") return;', "if (stage) return;"],
    ["a stage is in one region", "given === undefined || given === expected", 'given !== ""'],
  ]),
  ...guardsIn("config/deploy-guard-plugin.mjs", "test/infra/plugins.test.ts", [
    ["a deployment asks whose credentials it has", "    await checkAwsAccount();\n  };", "  };"],
    ["a removal asks whose credentials it has", "        await checkAwsAccount();\n        log", "        log"],
    [
      "nothing is packaged for another account",
      'if (command === "deploy") await checkAccounts();',
      'if (command === "") await checkAccounts();',
    ],
    [
      "a package made before is not deployed to another account",
      '"before:deploy:deploy": checkAccounts,',
      '"before:deploy:deploy": () => Promise.resolve(),',
    ],
  ]),
  ...guardsIn("infra/tags.ts", "test/infra/tags.test.ts", [
    [
      "tags name service and stage",
      '({ ...own, service: "seatkeeper", stage })',
      '({ service: "seatkeeper", stage, ...own })',
    ],
  ]),
  ...guardsIn("serverless.yml", "test/infra/service.test.ts", [
    ["the framework runs Seatkeeper's packaging", "  - ./infra/packaging/plugin.mjs\n", ""],
    ["the framework asks before it deploys or removes", "  - ./config/deploy-guard-plugin.mjs\n", ""],
  ]),
  ...guardsIn(".github/workflows/deploy.yml", "test/infra/workflows.test.ts", [
    ["no install script runs beside the role", "npm ci --ignore-scripts", "npm ci"],
  ]),
  ...guardsIn(".github/workflows/ci.yml", "test/infra/workflows.test.ts", [
    ["a deployment's CI has a group of its own", "github.ref || github.run_id", "github.ref || github.ref"],
  ]),
];
