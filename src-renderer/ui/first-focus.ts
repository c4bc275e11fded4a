/**
 * Of the field that has the focus when its dialog opens, instead of the button that closes it. A dialog looks for the
 * attribute when it opens; a field that comes later takes the focus by itself.
 */
export const firstFocus = { 'data-autofocus': true, autoFocus: true } as const;
