// Converts SET and REMOVE to the actions of an update.
import { type Path, refuseOverlaps } from '../expressions/expression-reader.js'
import type { Assigned, UpdateAction } from '../expressions/update-parser.js'
import { invalid } from '../values/service-failure.js'
import { typeOf, type WireType, type WireValue } from '../values/wire.js'
import type { Assignment } from './language/statement.js'
import type { Term, TermOf } from './language/terms.js'
import { placeText } from './language/tokens.js'
import { isValue, type Parameters, refusedTerm, termValue } from './term-values.js'

/** The functions on sets, and the section of an update that each stands for. */
const setFunctions: ReadonlyMap<string, 'ADD' | 'DELETE'> = new Map([
  ['set_add', 'ADD'],
  ['set_delete', 'DELETE'],
])

const conditionFunctions = /^(?:size|contains|begins_with|attribute_(?:not_)?exists|attribute_type)$/

/** Throws a ValidationException for what an update cannot do. */
export function updateActions(assignments: readonly Assignment[], parameters: Parameters): UpdateAction[] {
  const actions = assignments.map((one) => actionOf(one, parameters))
  refuseOverlaps(
    { refusal: invalid },
    actions.map(({ path }) => path),
  )
  return actions
}

function actionOf({ path, to }: Assignment, parameters: Parameters): UpdateAction {
  if (to === undefined) return { section: 'REMOVE', path }
  const section = to.kind === 'call' ? setFunctions.get(to.name.toLowerCase()) : undefined
  if (to.kind === 'call' && section !== undefined)
    return { section, path, value: changedMembers(path, to, parameters) }
  return { section: 'SET', path, to: assignedOf(to, parameters) }
}

// `SET a = set_add(a, <<1>>)`
function changedMembers(
  path: Path,
  { name, operands, place }: TermOf<'call'>,
  parameters: Parameters,
): WireValue {
  const word = name.toUpperCase()
  const [first, second] = operands
  if (operands.length !== 2 || first === undefined || second === undefined)
    throw invalid(`${word} must have exactly two arguments ${placeText(place)}`)
  if (first.kind !== 'path' || JSON.stringify(first.path) !== JSON.stringify(path))
    throw invalid(`The first argument to ${word} must equal the assignment value ${placeText(place)}`)
  const value = isValue(second) ? termValue(second, parameters) : undefined
  if (value === undefined || !/^[SNB]S$/.test(typeOf(value)))
    throw invalid(`The second argument to ${word} must be a value with type SET ${placeText(first.place)}`)
  return value
}

function assignedOf(term: Term, parameters: Parameters): Assigned {
  if (isValue(term)) return { kind: 'value', value: termValue(term, parameters) }
  if (term.kind === 'path') return { kind: 'path', path: term.path }
  if (term.kind === 'operator' && (term.operator === '+' || term.operator === '-'))
    return pairOf(term.operator === '+' ? 'plus' : 'minus', term.operator, term.operands, 'N', parameters)
  if (term.kind === 'call') return callOf(term, parameters)
  throw refusedTerm(term, 'Update')
}

function callOf(term: TermOf<'call'>, parameters: Parameters): Assigned {
  const name = term.name.toLowerCase()
  if (name === 'list_append') return pairOf(name, name, term.operands, 'L', parameters)
  if (conditionFunctions.test(name))
    throw invalid(`The function is not allowed in an update expression; function: ${name}`)
  if (name !== 'if_not_exists') throw refusedTerm(term, 'Update')
  const [first, second] = term.operands
  if (term.operands.length !== 2 || first === undefined || second === undefined)
    throw wrongCount(name, term.operands.length)
  if (first.kind !== 'path')
    throw invalid(`Operator or function requires a document path; operator or function: ${name}`)
  return { kind: name, path: first.path, otherwise: assignedOf(second, parameters) }
}

function pairOf(
  kind: 'plus' | 'minus' | 'list_append',
  name: string,
  operands: readonly Term[],
  wanted: WireType,
  parameters: Parameters,
): Assigned {
  const [left, right] = operands.map((one) => assignedOf(one, parameters))
  if (operands.length !== 2 || left === undefined || right === undefined)
    throw wrongCount(name, operands.length)
  for (const side of [left, right])
    if (side.kind === 'value' && typeOf(side.value) !== wanted)
      throw invalid(
        `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(side.value)}`,
      )
  return { kind, left, right }
}

function wrongCount(name: string, count: number) {
  return invalid(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${count}`,
  )
}
