import type { OperationName } from "../operation-names.ts";
import { getServiceProviderConfig, listResourceTypes, listSchemas } from "./discovery.ts";
import { getGroup, listGroups, patchGroup } from "./groups.ts";
import { listUsers } from "./list-users.ts";
import type { Operation } from "./operation.ts";
import { createUser, deleteUser, getUser, patchUser, replaceUser } from "./write-user.ts";

/** What each operation does; GetToken is no operation of SCIM. */
export const OPERATIONS: Readonly<Record<Exclude<OperationName, "GetToken">, Operation>> = {
  ListUsers: listUsers,
  GetUser: getUser,
  CreateUser: createUser,
  ReplaceUser: replaceUser,
  PatchUser: patchUser,
  DeleteUser: deleteUser,
  ListGroups: listGroups,
  GetGroup: getGroup,
  PatchGroup: patchGroup,
  GetServiceProviderConfig: getServiceProviderConfig,
  ListResourceTypes: listResourceTypes,
  ListSchemas: listSchemas,
};
