type Pattern = Readonly<Record<string, unknown>>;

/**
 * Whether an EventBridge pattern matches an event. It knows only the operators that infra/event-patterns.ts uses, and
 * throws at any other. Source of the rules: EventBridge User Guide, "Comparison operators for use in event patterns".
 */
export const matchesPattern = (pattern: Pattern, event: unknown): boolean =>
  Object.entries(pattern).every(([field, expected]) => {
    if (field === "$or") return (expected as Pattern[]).some((each) => matchesPattern(each, event));
    const value = isObject(event) ? event[field] : undefined;
    if (!Array.isArray(expected)) return matchesPattern(expected as Pattern, value);
    return expected.some((test: Pattern) => matchesTest(test, value));
  });

const isObject = (value: unknown): value is Pattern => typeof value === "object" && value !== null;

const matchesTest = (test: Pattern, value: unknown): boolean => {
  const [[operator, operand] = []] = Object.entries(test);
  // Only leaves exist: an object in a field's place leaves the field itself missing.
  if (operator === "exists") return (value !== undefined && !isObject(value)) === operand;
  if (operator === "prefix") return typeof value === "string" && value.startsWith(String(operand));
  const { prefix } = operator === "anything-but" ? (operand as { prefix?: unknown }) : {};
  if (!Array.isArray(prefix)) throw new Error(`an operator that this evaluator does not know: ${JSON.stringify(test)}`);
  if (value === undefined || isObject(value)) return false;
  return !prefix.some((each) => typeof value === "string" && value.startsWith(each));
};
