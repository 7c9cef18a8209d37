export const violation = (isViolated: boolean, sentence: string): readonly string[] => (isViolated ? [sentence] : []);
