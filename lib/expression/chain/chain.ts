// Operator chains of string paths: what follows `.if('age')` and `.where('age')`.

import { type PathRoot, resolvePath } from '../path/resolved-path.js'
import { type Done, PathOperatorMethods } from './operator-methods.js'
import { references } from './references.js'
import type { Operators } from './typed-operators.js'

/**
 * Returns the operators of a path. Calling one makes the condition, passes it to `done`, and returns the result of
 * `done`.
 * @throws InvalidConditionError if the entity has no such path.
 */
export function chain<T, R, A = never>(root: PathRoot, path: string, done: Done<R>): Operators<T, R, A> {
  const subject = { root, path: resolvePath(root, path), size: false }
  // The methods of PathOperators are the rows that the type names. Whether one fits the attribute is checked when it is
  // called.
  return new PathOperatorMethods(subject, references, done) as object as Operators<T, R, A>
}
