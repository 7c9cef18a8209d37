/** The namespace of the metrics that the functions emit (POWERTOOLS_METRICS_NAMESPACE in serverless.yml). */
export const NAMESPACE = "Seatkeeper";

/** The source queues, by the ends of their names, with the beginnings of their logical IDs. */
export const QUEUES = [
  { logicalId: "EmployeeHired", name: "employee-hired" },
  { logicalId: "RoleChanged", name: "role-changed" },
] as const;

export const FUNCTIONS = ["employeeHired", "roleChanged", "replayDeadLetters", "countSeats"] as const;
