// Drafts of operands: results of callbacks of `set`, not yet checked against the attribute that they are for.
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { type CallbackParts, usePart } from '../path/callback-parts.js'
import { referentOf, type Subject, subjectText } from '../path/subject.js'
import { type OperandFunctionName, operandFunctions } from './update-operand-functions.js'

/** An operand as the user wrote it. Values are encoded once it is known which attribute they are for. */
export type Draft =
  | { readonly kind: 'path'; readonly subject: Subject }
  | { readonly kind: 'literal'; readonly value: unknown }
  | {
      readonly kind: 'function'
      readonly name: OperandFunctionName
      readonly first: Draft
      readonly second: Draft
    }

/** The property in which an operand, or a reference in an update, keeps its draft. */
export const drafted: unique symbol = Symbol.for('dyntastic.draft')

/** Returns the draft of what was given in place of a value: an operand, a reference, or the value itself. */
export function draftOf(value: unknown): Draft {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    const { [drafted]: draft } = value as { readonly [drafted]?: Draft }
    if (draft !== undefined) return draft
    const subject = referentOf(value)
    if (subject !== undefined) return { kind: 'path', subject }
  }
  return { kind: 'literal', value }
}

const functionNames = Object.freeze(Object.keys(operandFunctions)) as readonly OperandFunctionName[]

/**
 * Returns what the user continues with: an operand with the functions that may follow it. The functions can be detached
 * from it.
 */
export function operandOf(draft: Draft, parts?: CallbackParts): object {
  const operand: Record<string | symbol, unknown> = { [drafted]: draft }
  const first = (): Draft => {
    parts?.use(operand)
    return draft
  }
  for (const name of functionNames) operand[name] = operandMethod(name, first, parts)
  parts?.built(operand)
  return Object.freeze(operand)
}

/** Returns the method of one function of operands. */
export function operandMethod(name: OperandFunctionName, first: () => Draft, parts?: CallbackParts) {
  return (other: unknown, ...more: readonly unknown[]): object => {
    if (more.length > 0)
      throw new InvalidUpdateError({
        detail: `${name}() takes one argument, but received ${more.length + 1}`,
      })
    if (other === undefined) throw new InvalidUpdateError({ detail: `${name}() received undefined` })
    usePart(other)
    return operandOf(Object.freeze({ kind: 'function', name, first: first(), second: draftOf(other) }), parts)
  }
}

/** Makes an operand from a value, so that the value can be the first operand: `value(100).minus(attr.total)`. */
export function literal(value: unknown, parts?: CallbackParts): object {
  return operandOf({ kind: 'literal', value }, parts)
}

/** Returns a draft in words, with names and without values: `total.plus((value))`. */
export function draftText(draft: Draft): string {
  if (draft.kind === 'path') return subjectText(draft.subject)
  if (draft.kind === 'literal') return '(value)'
  const second = draftText(draft.second)
  return `${draftText(draft.first)}.${draft.name}${draft.second.kind === 'literal' ? second : `(${second})`}`
}
