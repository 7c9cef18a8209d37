/** Imports point inward: docs/architecture.md draws it, this file keeps it true. */

const PACKAGES = "^node_modules/";

/** A folder may import itself, the folders named, and nothing else. */
const mayImport = (folder, allowed, { packages = PACKAGES, except = "^$" } = {}) => ({
  name: `${folder}-imports`,
  severity: "error",
  comment: `${folder}/ imports ${allowed.length === 0 ? "nothing but itself" : allowed.join("/, ")}`,
  from: { path: `^${folder}/`, pathNot: except },
  to: {
    pathNot: [...[folder, ...allowed].map((name) => `^${name}/`), "^seatkeeper:", packages],
    dependencyTypesNot: packages === "^$" ? [] : ["core"],
  },
});

const DEPLOYED = ["domain", "events", "dead-letters", "adapters", "runtime", "handlers", "config", "infra"];

export default {
  forbidden: [
    mayImport("domain", [], { packages: "^$" }),
    mayImport("events", ["domain"], { packages: "^node_modules/(zod|temporal-polyfill)/", except: "^events/samples/" }),
    mayImport("dead-letters", ["domain", "events"], { packages: "^node_modules/(zod|fastest-levenshtein)/" }),
    mayImport("adapters", ["domain", "dead-letters"]),
    mayImport("runtime", ["domain", "events", "dead-letters", "adapters"]),
    mayImport("handlers", ["domain", "events", "dead-letters", "adapters", "runtime"]),
    mayImport("config", ["domain", "events"]),
    mayImport("infra", ["domain", "events", "config"]),
    mayImport("cli", ["domain", "events", "dead-letters", "adapters", "config"]),
    {
      name: "handlers-stand-alone",
      severity: "error",
      comment: "a file of handlers/ is a Lambda function: nobody imports one",
      from: { pathNot: "^(test|bench)/" },
      to: { path: "^handlers/" },
    },
    {
      name: "deployed-is-independent",
      severity: "error",
      comment: "what is deployed, and what deploys it, imports no embedded stack, no command line, no test",
      from: { path: `^(${DEPLOYED.join("|")})/` },
      to: { path: "^(local|cli|test|bench)/" },
    },
    {
      name: "nobody-imports-test",
      severity: "error",
      comment: "production code never imports test/ or bench/",
      from: { pathNot: "^(test|bench)/" },
      to: { path: "^(test|bench)/" },
    },
    {
      name: "sdk-stays-in-adapters",
      severity: "error",
      comment: "AWS SDK types stay in adapters/ (and in what emulates or calls AWS: local/, cli/, test/)",
      from: { path: "^(domain|events|dead-letters|runtime|handlers|config|infra)/" },
      to: { path: "^node_modules/@aws-sdk/" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolvable",
      severity: "error",
      comment: "what peers import is installed by `npm run bench` and `npm run test:peers`",
      from: { pathNot: "^(bench|test)/peers/" },
      to: { couldNotResolve: true, pathNot: "^seatkeeper:" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types"] },
  },
};
