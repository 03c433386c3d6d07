// Ranges of keys that are made of attributes in words, for explanations.
import { attributesOfPart } from '../../entity/key/key.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { nodeText } from '../condition/condition-tree.js'
import type { PartUse } from './lowered.js'

/** What each made key attribute is used for, and what is left to the filter, a line each. */
export function rangeWords(
  parts: readonly PartUse[],
  rest: readonly ConditionNode[],
  kind: ConditionNode | undefined,
): readonly string[] {
  if (parts.length === 0 && kind === undefined) return none
  return Object.freeze([...parts.map(partWords), ...leftOver(rest, kind)])
}

/** What is left to the filter, if kinds are part of it. */
export function leftOver(rest: readonly ConditionNode[], kind: ConditionNode | undefined): readonly string[] {
  const left = [...rest.map(nodeText), ...(kind === undefined ? [] : ['the kind of the item'])]
  return left.length === 0 ? none : [`left to the filter: ${left.join(' AND ')}`]
}

const none: readonly string[] = Object.freeze([])

function partWords({ part, comparison, used, known }: PartUse): string {
  const { template, name } = part
  const equality = `${name} is ${template?.text ?? name}`
  const pieces = template !== undefined && 'slots' in template ? template.pieces.length : 1
  if (comparison === undefined) return `${equality}: not used`
  if (known === pieces)
    return `${equality}: given${used.length === 0 ? '' : ` by ${propertiesOf(part, used)}`}`
  return used.length === 0
    ? `${equality}: what begins so`
    : `${equality}: a range by ${propertiesOf(part, used)}`
}

const propertiesOf = (part: PartUse['part'], names: readonly string[]): string =>
  attributesOfPart(part)
    .filter(({ name }) => names.includes(name))
    .map(({ property }) => property)
    .join(', ')
