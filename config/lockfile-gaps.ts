/** A package of a lockfile, as npm writes it. Source: npm's docs, package-lock.json. */
type LockedPackage = {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
};

/** A package whose content npm cannot verify. Without a `reason` the registry could have given its integrity. */
export type Gap = { readonly path: string; readonly reason: string | undefined };

/** The packages of a lockfile that have no integrity. `text` is the lockfile. */
export const lockfileGaps = (text: string): readonly Gap[] =>
  Object.entries<LockedPackage>(JSON.parse(text).packages)
    // The first one is the project itself.
    .filter(([path, { integrity }]) => path !== "" && integrity === undefined)
    .map(([path, locked]) => ({ path, reason: reasonOf(path, locked) }));

const reasonOf = (path: string, { resolved, link, inBundle }: LockedPackage): string | undefined => {
  if (link === true || !path.includes("node_modules/")) return "a folder of this project";
  if (inBundle === true) return "comes inside the package that bundles it, and is covered by its integrity";
  if (resolved?.startsWith("git")) return "comes from Git, which the commit verifies";
  return undefined;
};
