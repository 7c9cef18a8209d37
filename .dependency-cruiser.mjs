/** Imports point inward: docs/architecture.md draws it, this file keeps it true. */

const PACKAGES = ["^node_modules/"];

export default {
  forbidden: [
    {
      name: "domain-is-pure",
      severity: "error",
      comment: "domain/ imports nothing but domain/: no package, no Node module, no other folder",
      from: { path: "^domain/" },
      to: { pathNot: "^domain/" },
    },
    {
      name: "events-imports",
      severity: "error",
      comment: "events/ imports domain/, zod and Node's own modules",
      from: { path: "^events/", pathNot: "^events/samples/" },
      to: { pathNot: ["^domain/", "^events/", "^node_modules/zod/"], dependencyTypesNot: ["core"] },
    },
    {
      name: "adapters-imports",
      severity: "error",
      comment: "adapters/ imports domain/ and packages",
      from: { path: "^adapters/" },
      to: { pathNot: ["^adapters/", "^domain/", ...PACKAGES], dependencyTypesNot: ["core"] },
    },
    {
      name: "handlers-imports",
      severity: "error",
      comment: "handlers/ imports adapters/, domain/, events/ and packages, never cli/ or local/",
      from: { path: "^handlers/" },
      to: {
        pathNot: ["^handlers/", "^adapters/", "^domain/", "^events/", "^seatkeeper:", ...PACKAGES],
        dependencyTypesNot: ["core"],
      },
    },
    {
      name: "cli-not-handlers",
      severity: "error",
      comment: "cli/ and handlers/ never import each other",
      from: { path: "^cli/" },
      to: { path: "^handlers/" },
    },
    {
      name: "nobody-imports-test",
      severity: "error",
      comment: "production code never imports test/ or bench/",
      from: { pathNot: "^(test|bench)/" },
      to: { path: "^(test|bench)/" },
    },
    {
      name: "nobody-imports-local",
      severity: "error",
      comment: "what is deployed knows nothing of the embedded stack; only the two commands that start it do",
      from: { path: "^(domain|events|adapters|handlers|config|infra)/" },
      to: { path: "^local/" },
    },
    {
      name: "sdk-stays-in-adapters",
      severity: "error",
      comment: "AWS SDK types stay in adapters/ (and in what emulates or drives AWS: local/, cli/, test/)",
      from: { path: "^(domain|events|handlers|config)/" },
      to: { path: "^node_modules/@aws-sdk/" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^seatkeeper:" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types"] },
  },
};
