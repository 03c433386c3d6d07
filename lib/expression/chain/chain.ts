// The fluent text form: the operators that follow `.if('age')` and `.where('age')`.

import { type PathRoot, resolvePath } from '../path/resolved-path.js'
import { type Done, PathOperators } from './operator-methods.js'
import { references } from './references.js'
import type { Operators } from './typed-operators.js'

/**
 * The operators of a path. Calling one makes the condition, hands it to `done`, and answers what `done` answers.
 * @throws InvalidConditionError where the entity has no such path.
 */
export function chain<T, R, A = never>(root: PathRoot, path: string, done: Done<R>): Operators<T, R, A> {
  const subject = { root, path: resolvePath(root, path), size: false }
  // The table's rows are the methods that the type names; which of them fit the attribute is checked when they are called.
  return new PathOperators(subject, references, done) as object as Operators<T, R, A>
}
