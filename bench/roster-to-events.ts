/**
 * Converts the rows of an HR export (shared/data/hr-roster.csv) to hires, one JSON line each on stdout, to try
 * Seatkeeper on a real roster: `node bench/roster-to-events.ts FILE > hires.jsonl && npm start -- hires.jsonl`.
 */
import { readFileSync } from "node:fs";

const EMPLOYMENT_TYPE: Readonly<Record<string, string>> = {
  Contract: "contractor",
  "Full-Time": "regular",
  "Part-Time": "part-time",
};

const [header = "", ...rows] = readFileSync(process.argv[2] ?? "", "utf8")
  .trimEnd()
  .split(/\r?\n/);
const columns = header.split(",");

for (const row of rows) {
  const values = row.split(","); // the export has no quoted fields
  const employee = Object.fromEntries(columns.map((column, index) => [column, values[index] ?? ""]));
  console.log(JSON.stringify(hireOf(employee)));
}

function hireOf(employee: Record<string, string>) {
  // A start date such as 20-Sep-19, at midnight UTC.
  const effectiveAt = new Date(`${employee["StartDate"]} UTC`).toISOString();
  return {
    specversion: "1.0",
    id: `roster-${employee["EmpID"]}`,
    source: "/hr/roster",
    type: "hr.employee.hired.v1",
    time: effectiveAt,
    data: {
      employeeId: employee["EmpID"],
      email: employee["ADEmail"],
      displayName: `${employee["FirstName"]} ${employee["LastName"]}`,
      effectiveAt,
      role: {
        title: employee["Title"],
        department: employee["DepartmentType"],
        employmentType: EMPLOYMENT_TYPE[employee["EmployeeType"] ?? ""] ?? "regular",
        location: employee["State"],
        attributes: { businessUnit: employee["BusinessUnit"], payZone: employee["PayZone"] },
      },
    },
  };
}
