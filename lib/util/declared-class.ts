// Classes in place of a callback: rejected by the code that would call it.

// A method may have a name that begins with `class`.
const classText = /^class(?:\s*[{/]|\s+[^\s(])/
const nativeText = /^function [A-Z]\w*\(\) \{ \[native code\] \}$/

/** Whether a function is declared by `class`, and therefore cannot be called. */
export const isDeclaredClass = (given: unknown): boolean =>
  typeof given === 'function' && classText.test(Function.prototype.toString.call(given))

/**
 * Whether a function is a class, which cannot be called as a callback, or a constructor of the language, of which some
 * can, such as `String`. Slower than the call of most callbacks.
 */
export const isClass = (given: object): boolean =>
  isDeclaredClass(given) || nativeText.test(Function.prototype.toString.call(given))
