/** A SCIM server of somebody else, on a port of its own. `url` is the SCIM base URL, `token` the bearer token. */
export type ScimServer = { readonly url: string; readonly token: string; close(): Promise<void> };
