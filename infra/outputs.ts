import { attributeOf, refTo } from "./cloudformation.ts";
import { idsOf } from "./names.ts";
import type { Stage } from "./stage.ts";

/** What people and `seatkeeper status` need to know of a stage. */
export const outputs = ({ rows, policyDigest }: Stage): Readonly<Record<string, object>> => ({
  HrBusName: { Description: "Put HR events here", Value: attributeOf("HrBus", "Name") },
  ...Object.fromEntries(rows.map((row) => [`${idsOf(row).queue}Url`, { Value: refTo(idsOf(row).queue) }])),
  EmployeesTableName: { Value: refTo("EmployeesTable") },
  LicensePolicyDigest: { Description: "SHA-256 of the compiled license policy", Value: policyDigest },
  AlarmTopicArn: { Value: refTo("AlarmTopic") },
  DashboardName: { Value: refTo("Dashboard") },
});
