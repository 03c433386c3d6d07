// Conditions by which reads leave out the guards of unique values, which are in the same table as the items.
import type { EntityModel } from '../../entity/model.js'
import { ttlOfAll } from '../../entity/table-sharing.js'
import { guardPrefix, guardSort, isGuarded, isGuardValue } from '../../entity/unique/guard-key.js'
import { reservedKey } from '../../entity/unique/unique-values.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import type { Source } from './plan.js'
import { keyPartsOf } from './source.js'

/** The condition that leaves guards out of a Scan of a source; `undefined` if there are none in it. */
export function guardsInScan(model: EntityModel, source: Source): ConditionNode | undefined {
  return holdsGuards(model, source) ? notGuard(model) : undefined
}

/**
 * The same for a Query. A partition of the table never holds a guard; an index whose partition key is the time to live
 * may, and the filter of a Query must not name a key attribute.
 */
export function guardsInRange(model: EntityModel, source: Source): ConditionNode | undefined {
  if (source.kind !== 'global' || !holdsGuards(model, source)) return undefined
  const own = new Set([...model.key.partition, ...model.key.sort].map(({ name }) => name))
  const parts = keyPartsOf(source)
  const [partition] = model.key.partition
  if (source.key.partition.some(({ name }) => own.has(name))) return undefined
  return parts.some(({ name }) => name === partition?.name) ? undefined : notGuard(model)
}

/** Why a Query must not be sent: its key condition names the key of guards. Empty if it does not. */
export function guardsRequested(model: EntityModel, key: readonly Comparison[]): readonly string[] {
  if (!isGuarded(model)) return []
  const names = new Set([...model.key.partition, ...model.key.sort].map(({ name }) => name))
  return key.flatMap(({ operator, left, operands: [operand] }) => {
    const name = left.kind === 'path' ? String(left.names[0]) : ''
    if (operator !== 'eq' || !names.has(name) || operand?.kind !== 'value') return []
    const { value } = operand
    const isReserved = isGuardValue(value) || ('S' in value && value.S === guardSort)
    return isReserved ? [`the value of '${name}' ${reservedKey}`] : []
  })
}

// Guards have the key of the table, the time to live, and the marker of the kind: an index of these attributes alone
// contains them.
function holdsGuards(model: EntityModel, source: Source): boolean {
  if (!isGuarded(model)) return false
  const names = new Set([...model.key.partition, ...model.key.sort].map(({ name }) => name))
  const more = [ttlOfAll(model), model.kind?.name]
  return keyPartsOf(source).every(({ name }) => names.has(name) || more.includes(name))
}

function notGuard(model: EntityModel): ConditionNode | undefined {
  const [part] = model.key.partition
  if (part === undefined) return undefined
  const value = part.type === 'B' ? { B: Buffer.from(guardPrefix) } : { S: guardPrefix }
  const condition: Comparison = Object.freeze({
    kind: 'comparison',
    operator: 'beginsWith',
    left: Object.freeze({ kind: 'path', text: part.name, names: Object.freeze([part.name]) }),
    operands: Object.freeze([Object.freeze({ kind: 'value', value })]),
  })
  return Object.freeze({ kind: 'not', condition })
}
