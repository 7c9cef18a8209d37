import { type Guard, guardsIn } from "./guard.ts";

/** That a directory file, or what a stage says of its directory, is refused before it does harm. */
export const DIRECTORY_FILE_GUARDS: readonly Guard[] = [
  ...guardsIn("config/check-scim-file.ts", "test/config/compile-directory-file.test.ts", [
    [
      "nobody is deleted unless the file says that it knows",
      "if (leave.delete === true && !irreversible)",
      "if (!leave)",
    ],
    ["the carrier is one", "if (kinds !== 1)", "if (kinds < 1)"],
    ["carrier active has one license", 'carrier === "active" && licenses.length !== 1', "licenses.length < 1"],
    ["a new user has a userName that names one", 'userName !== "employeeId")', 'userName !== "displayName")'],
    [
      "users are found by what they are made with",
      'match.by === "userName" && userName !== "email"',
      "match === undefined",
    ],
    ["users are found by the emails that they are made with", "emails === undefined", "emails === null"],
    ["no secret is a header", "if (OWN_HEADERS.includes(name.toLowerCase()))", "if (OWN_HEADERS.includes(name))"],
    ["a secret is a name", "!SECRET_NAME.test(given.secret)", 'given.secret === ""'],
    ["there is one rate", "calls === undefined || others.length > 0", "calls === undefined"],
  ]),
  ...guardsIn("config/directory-url.ts", "test/config/compile-directory-file.test.ts", [
    ["a token is sent with TLS", 'url.protocol !== "https:" && !isLocal', 'url.protocol === "ftp:"'],
    ["only loopback is this machine", "&& LOOPBACK.test(url.hostname)", '&& url.hostname.startsWith("127.")'],
  ]),
  ...guardsIn("config/directory-licenses.ts", "test/config/compile-directory-file.test.ts", [
    ["none is never a license", "name.toLowerCase() !== NO_LICENSE", 'name !== ""'],
    ["no license is there twice", "if (same !== undefined)", "if (same === source)"],
    ["no two licenses have one value", "if (alike !== undefined)", "if (alike === source)"],
  ]),
  ...guardsIn("config/directory-leave.ts", "test/config/compile-directory-file.test.ts", [
    ["a leaver gets a license that there is", "license !== undefined && !names.includes(license)", "license === null"],
  ]),
  ...guardsIn("config/fill-variables.ts", "test/config/compile-directory-file.test.ts", [
    ["a variable is given by the stage", "if (value === undefined) {", "if (value === null) {"],
  ]),
  ...guardsIn("config/compile-directory-file.ts", "test/config/compile-directory-file.test.ts", [
    ["what cannot be undone is known", "source.irreversible ? { irreversible: true }", "source.irreversible ? {}"],
  ]),
  ...guardsIn("config/compile-license-policy.ts", "test/config/compile-license-policy.test.ts", [
    ["a rule gives a license of the directory", "(licenses ?? [license]).includes(license)", "license !== null"],
  ]),
  ...guardsIn("config/compile-when.ts", "test/config/compile-license-policy.test.ts", [
    ["an attribute has a name that events can have", ").success);", ').success || member !== "");'],
  ]),
  ...guardsIn("config/unreachable-rules.ts", "test/config/unreachable-rules.test.ts", [
    ["each test of an earlier rule leaves somebody", "return rule.when.every(", "return rule.when.some("],
    ["what is not certain is not reported", 'others !== "unknown" && isCovered(others)', "isCovered(new Map(left))"],
    ["a search without end is given up", "++steps > MAX_STEPS ? undefined", "++steps < 0 ? undefined"],
  ]),
  ...guardsIn("config/possible-values.ts", "test/config/unreachable-rules.test.ts", [
    ["only whole numbers are levels", "    Number.isInteger,\n", "    Number.isFinite,\n"],
    ["a member that may be missing is missing for some", "[undefined, ...texts, ...numbersFor(atoms)]", "texts"],
    [
      "a text that two patterns match is not ruled out",
      "return demands.some((one) => isEmpty",
      "return demands.every((one) => isEmpty",
    ],
  ]),
  ...guardsIn("config/load-stage.ts", "test/config/load-stage.test.ts", [
    ["a stage fits its directory", "  if (problems.length > 0) throw wrong(problems);\n", ""],
  ]),
  ...guardsIn("config/directory-problems.ts", "test/config/load-stage.test.ts", [
    ["nobody is suspended for good", "  ...suspensionProblems(settings, directory),\n", ""],
    ["a stage's own leave frees a seat", "  ...leaveProblems(settings, directory),\n", ""],
  ]),
  ...guardsIn("infra/roles.ts", "test/infra/roles.test.ts", [
    [
      "a stage that invites may create nobody",
      '[newUsers === "invite" ? "chime:InviteUsers" : "chime:CreateUser"]',
      '["chime:CreateUser"]',
    ],
    ["only a stage that takes suspensions back may suspend", "may.release && can.deactivate", "may.release"],
  ]),
  ...guardsIn("runtime/directories/chime.ts", "test/runtime/directories/chime.test.ts", [
    ["the type of the Chime account reaches the adapter", "account: file, ", ""],
  ]),
  ...guardsIn("config/stage-settings.ts", "test/config/stage-settings.test.ts", [
    ["a bus is not another's itself", "if (other.bus !== undefined)", 'if (other.bus === "")'],
    ["a bus is of the same region and account", '["region", "awsAccountId"] as const', "[] as (keyof StageSettings)[]"],
  ]),
  ...guardsIn("config/stage-schema.ts", "test/config/stage-settings.test.ts", [
    ["a variable cannot change an address", "/^\\w[\\w.~-]*$/", "/^.+$/"],
  ]),
  ...guardsIn("config/yaml-file.ts", "test/config/yaml-file.test.ts", [
    ["an empty file is refused", "...wholeProblems(document, holds)", "...[]"],
    ["a file that expands without end is refused", "{ maxAliasCount: MAX_ALIASES }", "{ maxAliasCount: -1 }"],
    ["what is reported stops", "if (problems.length > 0) throw failWith", "if (problems.length > 9) throw failWith"],
  ]),
  ...guardsIn("config/alias-problems.ts", "test/config/yaml-file.test.ts", [
    ["what stands for itself is refused", "isNode(node) && node === meant", "node === null"],
  ]),
  ...guardsIn("config/yaml-syntax.ts", "test/config/yaml-file.test.ts", [
    ["a tag that nobody knows is refused", "...document.errors, ...document.warnings", "...document.errors"],
  ]),
  ...guardsIn("config/yaml-place.ts", "test/config/yaml-file.test.ts", [
    ["a member's own value is before a merged one", "if (own !== undefined) return", "if (own === null) return"],
  ]),
  ...guardsIn("config/text-file.ts", "test/config/text-file.test.ts", [
    ["UTF-16 is told", "(first === 0) !== (second === 0)", "first === undefined"],
    [
      "a file that is not UTF-8 is refused",
      "if (bytes.subarray(offset",
      "if (bytes.length < 0 && bytes.subarray(offset",
    ],
  ]),
  ...guardsIn("config/shared-directories.ts", "test/config/check-folder.test.ts", [
    ["the embedded stack shares nothing", "stage === LOCAL ? undefined : ", ""],
  ]),
  ...guardsIn("config/directory-plugin.ts", "test/config/directory-plugin.test.ts", [
    ["a bundle has its own directory's adapter", "loadStage(folder, stage).directory.protocol", '"chime"'],
  ]),
];
