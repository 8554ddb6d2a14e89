/** Marks by which a name could turn the rest of a sentence around. */
const bidiMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const controls = /\p{Cc}/gu;

/** Text without the marks that turn writing around. */
export const withoutBidiMarks = (text: string): string => text.replace(bidiMarks, '');

/** What a phone or a caller calls itself, without the signs that nobody can see. */
export const plainName = (text: string): string => withoutBidiMarks(text).replace(controls, '');
