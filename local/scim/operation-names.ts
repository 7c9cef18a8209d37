/** What a caller can ask of the emulator: names for faults, limits and the call log. */
export const OPERATION_NAMES = [
  "ListUsers",
  "GetUser",
  "CreateUser",
  "ReplaceUser",
  "PatchUser",
  "DeleteUser",
  "ListGroups",
  "GetGroup",
  "PatchGroup",
  "GetServiceProviderConfig",
  "ListResourceTypes",
  "ListSchemas",
  "GetToken",
] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];
