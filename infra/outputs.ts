import { busName } from "./bus.ts";
import { refTo } from "./cloudformation.ts";
import { idsOf } from "./names.ts";
import type { Stage } from "./stage.ts";

/** What people and `seatkeeper status` need to know of a stage. */
export const outputs = (stage: Stage): Readonly<Record<string, object>> => ({
  HrBusName: { Description: "Put HR events here", Value: busName(stage) },
  ...Object.fromEntries(stage.rows.map((row) => [`${idsOf(row).queue}Url`, { Value: refTo(idsOf(row).queue) }])),
  EmployeesTableName: { Value: refTo("EmployeesTable") },
  LicensePolicyDigest: { Description: "SHA-256 of the compiled license policy", Value: stage.policyDigest },
  AlarmTopicArn: { Value: refTo("AlarmTopic") },
  DashboardName: { Value: refTo("Dashboard") },
});
