// Conditions on attributes as a source sees them whose key attributes are made of others: on those, and what is left.

import type { Computed } from '../../entity/key/computed.js'
import type { KeyAttributePart, KeyPart } from '../../entity/key/key.js'
import { attributesOfPart } from '../../entity/key/key.js'
import { printMade } from '../../entity/key/made-part.js'
import { isKeyRefusal } from '../../entity/key/template/print-template.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import type { PathOperand } from '../../expression/path/operand.js'
import { touches } from '../condition/condition-tree.js'
import type { Source } from '../source/plan.js'
import { contradictionIn, type GivenValue, valuesIn } from './given-values.js'
import { decidePresence, keyShape } from './key-shape.js'
import { comparisonOn, type TemplateUse } from './template-conditions.js'
import { useTemplate } from './template-use.js'

/** What a made key attribute is used for. */
export interface PartUse extends TemplateUse {
  readonly part: KeyPart
}

/** Conditions for the key attributes of a source, and what they leave. */
export interface Lowered {
  /** Comparisons of key attributes, and the conditions that these do not say in full. */
  readonly clauses: readonly ConditionNode[]
  /** The attributes of the partition key that no condition gives. */
  readonly missing: readonly KeyAttributePart[]
  readonly parts: readonly PartUse[]
  /** Why no item at all can meet the conditions. */
  readonly never: string | undefined
  /** Conditions that no item of this source can meet, though others may. */
  readonly absent: readonly string[]
}

/** Turns conditions on attributes into conditions on the key attributes that are made of them. */
export function lowered(source: Source, given: readonly ConditionNode[]): Lowered {
  const { made, partition, slots, plain } = keyShape(source)
  const values = valuesIn(given)
  if (partition.some(({ name, cut }) => !cut && !values.equals.has(name)))
    return missingIn(source, given, values.equals)
  const { left: clauses, absent } = decidePresence(source, slots, given)
  const { equals } = values
  const parts: PartUse[] = []
  for (const { part, path } of made) {
    const { template } = part
    if (template === undefined) continue
    const conditions = { equals, clauses }
    const use =
      'slots' in template
        ? useTemplate(path, template, conditions)
        : computedUse(part, template, path, equals)
    parts.push({ part, ...use })
  }
  const missing =
    plain.size > 0 || partition.some(({ cut }) => cut)
      ? source.key.partition.flatMap((part) => missingFrom(part, parts, equals))
      : none
  if (missing.length > 0) return { clauses: given, missing, parts: [], never: undefined, absent: [] }
  return {
    clauses: replaced(parts, clauses, plain),
    missing,
    parts,
    never: contradictionIn(source, values) ?? parts.find((use) => use.never !== undefined)?.never,
    absent,
  }
}

const none: readonly KeyAttributePart[] = Object.freeze([])

// The comparisons of key attributes, and the conditions that these do not say in full.
function replaced(
  parts: readonly PartUse[],
  clauses: readonly ConditionNode[],
  plain: ReadonlySet<string>,
): readonly ConditionNode[] {
  const covered = new Set<ConditionNode>()
  const result: ConditionNode[] = []
  for (const { comparison, covered: own } of parts) {
    if (comparison !== undefined) result.push(comparison)
    // A condition on an attribute that is a key attribute itself is said by that one.
    for (const clause of own) if (plain.size === 0 || !touches(clause, plain)) covered.add(clause)
  }
  for (const clause of clauses) if (!covered.has(clause)) result.push(clause)
  return result
}

function missingIn(
  { key }: Source,
  clauses: readonly ConditionNode[],
  equals: ReadonlyMap<string, GivenValue>,
): Lowered {
  const missing = key.partition.flatMap((part) =>
    part.template === undefined ? [] : attributesOfPart(part).filter(({ name }) => !equals.has(name)),
  )
  return { clauses, missing, parts: [], never: undefined, absent: [] }
}

// A partition key must be given whole.
function missingFrom(
  part: KeyPart,
  parts: readonly PartUse[],
  equals: ReadonlyMap<string, GivenValue>,
): readonly KeyAttributePart[] {
  const use = parts.find((each) => each.part === part)
  if (use === undefined || use.never !== undefined || use.comparison?.operator === 'eq') return []
  const { template } = part
  const open =
    template !== undefined && 'slots' in template ? template.pieces.slice(use.known) : attributesOfPart(part)
  return open.flatMap((piece) => (typeof piece === 'string' || equals.has(piece.name) ? [] : piece))
}

// A function may make one key of several values, and tells nothing of ranges.
function computedUse(
  part: KeyPart,
  template: Computed,
  path: PathOperand,
  equals: ReadonlyMap<string, GivenValue>,
): TemplateUse {
  const unused = { comparison: undefined, covered: [], used: [], known: 0, never: undefined }
  const stored: StoredItem = {}
  for (const attribute of attributesOfPart(part)) {
    const given = equals.get(attribute.name)
    if (given === undefined) return unused
    stored[attribute.name] = given.value
  }
  const made = printMade(template, stored)
  if (made === undefined) return unused
  if (isKeyRefusal(made)) return { ...unused, never: `'${made.property ?? part.property}' ${made.message}` }
  return { ...unused, comparison: comparisonOn(path, 'eq', [made]), used: Object.keys(stored), known: 1 }
}
