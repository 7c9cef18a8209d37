/** A resource of the template. @throws Error if it is not there */
export const required = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`The template has no resource ${name}`);
  return value;
};
