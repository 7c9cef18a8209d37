import { GROUP_URN } from "../directory.ts";
import type { JsonObject } from "../json-object.ts";
import { USER_URN } from "../user.ts";
import type { Answer, Operation, ScimRequest } from "./operation.ts";

const SCHEMA_URN = "urn:ietf:params:scim:schemas:core:2.0";

const shown = (body: JsonObject): Answer => ({ status: 200, body, userIds: [], committed: true });

const listed = (Resources: readonly JsonObject[]): Answer =>
  shown({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: Resources.length,
    startIndex: 1,
    itemsPerPage: Resources.length,
    Resources,
  });

/** RFC 7643 §5. Every profile says that it knows PATCH, also one whose PATCH only deactivates: so do the vendors. */
export const getServiceProviderConfig: Operation = ({ profile }) =>
  shown({
    schemas: [`${SCHEMA_URN}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: profile.maxPage },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: profile.etags },
    authenticationSchemes: [{ type: "oauthbearertoken", name: "Bearer token", description: "RFC 6750", primary: true }],
  });

/** RFC 7643 §6. */
export const listResourceTypes: Operation = (request) =>
  listed([
    resourceType(request, "User", USER_URN, request.profile.extensions),
    resourceType(request, "Group", GROUP_URN, []),
  ]);

const resourceType = ({ base }: ScimRequest, name: string, schema: string, extensions: readonly string[]) => ({
  schemas: [`${SCHEMA_URN}:ResourceType`],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema,
  schemaExtensions: extensions.map((urn) => ({ schema: urn, required: false })),
  meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${name}` },
});

/** RFC 7643 §7: the attributes that the emulator knows a type of. */
export const listSchemas: Operation = () =>
  listed([
    schema(USER_URN, "User", [
      attribute("userName", "string", { required: true, uniqueness: "server" }),
      attribute("externalId", "string", { caseExact: true }),
      attribute("displayName", "string"),
      attribute("name", "complex", {
        subAttributes: [attribute("givenName", "string"), attribute("familyName", "string")],
      }),
      attribute("active", "boolean"),
      ...["emails", "roles", "entitlements"].map((name) =>
        attribute(name, "complex", { multiValued: true, subAttributes: ELEMENT }),
      ),
    ]),
    schema(GROUP_URN, "Group", [
      attribute("displayName", "string", { required: true }),
      attribute("members", "complex", { multiValued: true, subAttributes: [attribute("value", "string")] }),
    ]),
  ]);

const attribute = (name: string, type: string, more: JsonObject = {}): JsonObject => ({
  name,
  type,
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: "readWrite",
  returned: "default",
  uniqueness: "none",
  ...more,
});

const ELEMENT = [attribute("value", "string"), attribute("type", "string"), attribute("primary", "boolean")];

const schema = (id: string, name: string, attributes: readonly JsonObject[]): JsonObject => ({
  schemas: [`${SCHEMA_URN}:Schema`],
  id,
  name,
  attributes,
});
