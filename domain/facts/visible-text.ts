/** Format characters, such as zero-width blanks and soft hyphens, and whatever else is drawn as nothing. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const BLANK = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u;

export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, "");

/** Whether people see nothing in the text. */
export const isBlank = (text: string): boolean => BLANK.test(text);
