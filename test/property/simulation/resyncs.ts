/** The employee whom a message asks to look at again; undefined if it is no resync. */
export const resyncedIn = (body: string): string | undefined => {
  if (!body.includes('"seatkeeper.resync.v1"')) return undefined;
  return (JSON.parse(body) as { readonly data: { readonly employeeId: string } }).data.employeeId;
};
