import { alarms } from "./alarms.ts";
import { bus } from "./bus.ts";
import { dashboard } from "./dashboard.ts";
import { functions } from "./functions.ts";
import { outputs } from "./outputs.ts";
import { queuePolicies } from "./queue-policies.ts";
import { queues } from "./queues.ts";
import { roles } from "./roles.ts";
import { rules } from "./rules.ts";
import type { Stage } from "./stage.ts";

/** All of a stage but its tables (tables.yml), as serverless.yml takes it. */
export const stackOf = (stage: Stage) => {
  const definitions = functions(stage);
  const ofRows = stage.rows.map((row) => ({ ...queues(stage, row), ...queuePolicies(row), ...rules(stage, row) }));
  return {
    functions: definitions,
    resources: {
      Resources: {
        ...bus(stage),
        ...Object.assign({}, ...ofRows),
        ...roles(stage),
        ...alarms(stage, definitions),
        ...dashboard(stage, Object.keys(definitions)),
      },
      Outputs: outputs(stage),
    },
  };
};
