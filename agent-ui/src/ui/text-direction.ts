/** A field follows the script of what is typed; while it is empty, the direction of the page. */
export const textDirection = (value: string): 'auto' | undefined => (value === '' ? undefined : 'auto');
