/**
 * A filter for one value. The value is a JSON string, so that quotes and backslashes are escaped and an apostrophe is
 * not. Source: RFC 7644, 3.4.2.2.
 */
export const equals = (attribute: string, value: string): string => `${attribute} eq ${JSON.stringify(value)}`;
