import type { DirectoryFile } from "../domain/accounts/directory-file.ts";
import type { ScimSource } from "./directory-source.ts";
import { urlProblem } from "./directory-url.ts";
import type { Report } from "./yaml-file.ts";

/** What one member of a SCIM directory file demands of another, and what no schema says of a text. */
export const checkScimFile = (source: ScimSource, licenses: DirectoryFile["licenses"], report: Report): void => {
  checkAddress(source, report);
  checkHeaders(source, report);
  checkCreate(source, report);
  checkCarrier(source, licenses, report);
  checkLeave(source, report);
  checkLimits(source, report);
};

/** Source: Secrets Manager API reference, CreateSecret. An ARN has colons. */
const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;

const checkAddress = ({ baseUrl, auth: { bearer, oauth2 } }: ScimSource, report: Report): void => {
  const check = (path: string[], url: string): void => {
    const problem = urlProblem(url);
    if (problem !== undefined) report(path, `${path.join(".")}: ${problem}`);
  };
  check(["baseUrl"], baseUrl);
  if (oauth2 !== undefined) check(["auth", "oauth2", "tokenUrl"], oauth2.tokenUrl);
  for (const [scheme, given] of Object.entries({ bearer, oauth2 })) {
    if (given !== undefined && !SECRET_NAME.test(given.secret))
      report(["auth", scheme, "secret"], `auth.${scheme}.secret: expected the name of a secret in AWS Secrets Manager`);
  }
};

/** Source: RFC 9110, 5.1 and 5.5. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\x20-\x7e]+$/;
const OWN_HEADERS = ["authorization", "content-length", "content-type", "host", "if-match"];

const checkHeaders = ({ headers }: ScimSource, report: Report): void => {
  for (const [name, value] of Object.entries(headers)) {
    if (OWN_HEADERS.includes(name.toLowerCase()))
      report(
        ["headers", name],
        `headers.${name}: Seatkeeper sets it itself: leave it out. Secrets are in Secrets Manager`,
      );
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value))
      report(["headers", name], `headers.${name}: expected a header's name and a text of plain characters`);
  }
};

const checkCreate = ({ create, match }: ScimSource, report: Report): void => {
  const { userName, emails } = create;
  if (userName !== "email" && userName !== "emailLocalPart" && userName !== "employeeId")
    report(["create"], "create needs userName: expected email, emailLocalPart or employeeId (RFC 7643, 4.1.1)");
  else if (match.by === "userName" && userName !== "email")
    report(
      ["match", "by"],
      `match.by: a user made with userName: ${userName} is not found by it; expected email or emails.value`,
    );
  if (match.by !== "userName" && emails === undefined)
    report(
      ["match", "by"],
      `match.by: a user made without emails is not found by ${match.by}: add emails: work to create`,
    );
  for (const [path, from] of Object.entries(create)) {
    if ((path === "emails") !== (from === "work"))
      report(
        ["create", path],
        `create.${path}: ${from} does not fit: expected emails: work, and work for emails alone`,
      );
    if (path === "active" || path === "schemas" || path === "id")
      report(["create", path], `create.${path}: Seatkeeper or the server sets it: leave it out`);
  }
};

const checkCarrier = (source: ScimSource, licenses: DirectoryFile["licenses"], report: Report): void => {
  const { carrier } = source;
  if (carrier === "active" && licenses.length !== 1)
    report(["licenses"], `carrier: active holds one license: expected one name, found ${licenses.length}`);
  if (carrier === "group" && Array.isArray(source.licenses))
    report(
      ["licenses"],
      "carrier: group needs the group of each license: expected name and the group's ID, such as full: 8f2c",
    );
  if (typeof carrier === "string") return;
  const kinds = [carrier.attribute, carrier.list].filter((path) => path !== undefined).length;
  if (kinds !== 1)
    report(
      ["carrier"],
      `carrier: found ${kinds === 0 ? "none" : "two"}: expected one of attribute, list, group or active`,
    );
  if (carrier.where !== undefined && carrier.list === undefined)
    report(["carrier", "where"], "carrier.where: it picks an element of a list: expected list beside it");
};

const checkLeave = ({ leave, irreversible, carrier }: ScimSource, report: Report): void => {
  if (leave.delete === true && !irreversible)
    report(
      ["leave", "delete"],
      "leave.delete: a deleted user does not come back: expected irreversible: true in the file",
    );
  if (leave.delete === true && leave.active === true)
    report(["leave", "active"], "leave.active: a deleted user is not active: expected delete: true or active: true");
  if (irreversible && leave.delete !== true && leave.active !== false)
    report(
      ["irreversible"],
      "irreversible: leave neither deletes nor deactivates: expected delete: true or active: false",
    );
  if (carrier === "active" && leave.license !== undefined)
    report(
      ["leave", "license"],
      "leave.license: with carrier: active the account is the license: expected active: false alone",
    );
};

const checkLimits = ({ limits }: ScimSource, report: Report): void => {
  if (limits === undefined) return;
  const { burst, ...rates } = limits;
  const [calls, ...others] = Object.values(rates).filter((rate) => rate !== undefined);
  if (calls === undefined || others.length > 0)
    report(["limits"], "limits: expected exactly one of perSecond, perMinute, perHour");
  else if (burst > calls)
    report(["limits", "burst"], `limits.burst: ${burst} is above the rate: expected at most ${calls}`);
};
