// Applies an update to an item: all operands and list indexes refer to the item before the update.
import { addNumbers, subtractNumbers } from '../values/decimal.js'
import { invalid } from '../values/service-failure.js'
import { copyOf, typeOf, type WireItem, type WireValue } from '../values/wire.js'
import { sameValue, setMembers } from '../values/wire-values.js'
import type { Path } from './expression-reader.js'
import { stepInto, valueAt } from './item-path.js'
import type { Assigned, UpdateAction } from './update-parser.js'

const wrongOperand = 'An operand in the update expression has an incorrect data type'

/** The changed copy of `item`. Refuses paths and operands that do not fit it. */
export function updated(item: WireItem, actions: readonly UpdateAction[]): WireItem {
  const changed = { ...item }
  for (const { path } of actions) copyHead(changed, String(path[0]), path.length > 1)
  const assigned = actions.map((action) => (action.section === 'SET' ? resolve(item, action.to) : undefined))
  const lists = new Lists()
  actions.forEach((action, index) => {
    const place = placeOf(changed, action.path)
    const value = assigned[index] ?? changedValue(action, place.value)
    if (value === undefined) lists.remove(place)
    else lists.set(place, value)
  })
  lists.close()
  return changed
}

// Stored items are shared with whoever reads them: only what is changed in place is copied.
function copyHead(item: WireItem, name: string, inside: boolean): void {
  const value = inside && Object.hasOwn(item, name) ? item[name] : undefined
  if (value !== undefined) setMember(item, name, copyOf(value))
}

function changedValue(action: UpdateAction, old: WireValue | undefined): WireValue | undefined {
  if (action.section === 'ADD') return added(old, action.value)
  if (action.section === 'DELETE') return without(old, action.value)
  return undefined
}

function added(old: WireValue | undefined, value: WireValue): WireValue {
  if (old === undefined) return value
  if (typeOf(old) !== typeOf(value)) throw invalid(wrongOperand)
  if (old.N !== undefined && value.N !== undefined) return { N: addNumbers(old.N, value.N) }
  const members = setMembers(old) ?? []
  const fresh = (setMembers(value) ?? []).filter((one) => !members.some((two) => sameValue(one, two)))
  return setOf(old, [...members, ...fresh])
}

function without(old: WireValue | undefined, value: WireValue): WireValue | undefined {
  if (old === undefined) return undefined
  if (typeOf(old) !== typeOf(value)) throw invalid(wrongOperand)
  const gone = setMembers(value) ?? []
  const left = (setMembers(old) ?? []).filter((one) => !gone.some((two) => sameValue(one, two)))
  return left.length === 0 ? undefined : setOf(old, left)
}

function setOf(like: WireValue, members: readonly WireValue[]): WireValue {
  const texts = members.map((one) => one.S ?? one.N ?? one.B ?? '')
  return { [typeOf(like)]: texts }
}

function resolve(item: WireItem, operand: Assigned): WireValue {
  switch (operand.kind) {
    case 'value':
      return operand.value
    case 'path': {
      const value = valueAt(item, operand.path)
      if (value === undefined)
        throw invalid('The provided expression refers to an attribute that does not exist in the item')
      return value
    }
    case 'if_not_exists': {
      const value = valueAt(item, operand.path)
      return value === undefined ? resolve(item, operand.otherwise) : value
    }
    default:
      return combined(operand.kind, resolve(item, operand.left), resolve(item, operand.right))
  }
}

function combined(kind: 'plus' | 'minus' | 'list_append', left: WireValue, right: WireValue): WireValue {
  if (kind === 'list_append') {
    if (left.L === undefined || right.L === undefined) throw invalid(wrongOperand)
    return { L: [...left.L, ...right.L] }
  }
  if (left.N === undefined || right.N === undefined) throw invalid(wrongOperand)
  return { N: kind === 'plus' ? addNumbers(left.N, right.N) : subtractNumbers(left.N, right.N) }
}

interface Place {
  readonly parent: WireValue
  readonly step: string | number
  readonly value: WireValue | undefined
}

function placeOf(item: WireItem, path: Path): Place {
  const parent = valueAt(item, path.slice(0, -1))
  const step = path.at(-1)
  if (
    parent === undefined ||
    step === undefined ||
    (typeof step === 'number' ? parent.L : parent.M) === undefined
  )
    throw invalid('The document path provided in the update expression is invalid for update')
  return { parent, step, value: stepInto(parent, step) }
}

// Also for a name like __proto__, which an assignment would not make an attribute.
function setMember(map: WireItem, name: string, value: WireValue): void {
  if (Object.hasOwn(map, name) || !(name in map)) map[name] = value
  else Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true })
}

// Members of lists move only when every action is done, so that each index means the list as it was.
class Lists {
  private readonly removed = new Map<WireValue[], Set<WireValue>>()
  private readonly appended = new Map<WireValue[], { index: number; value: WireValue }[]>()

  set({ parent, step }: Place, value: WireValue): void {
    const list = parent.L
    if (typeof step === 'string') {
      if (parent.M !== undefined) setMember(parent.M, step, value)
    } else if (list !== undefined && step < list.length) list[step] = value
    else if (list !== undefined)
      this.appended.set(list, [...(this.appended.get(list) ?? []), { index: step, value }])
  }

  remove({ parent, step, value }: Place): void {
    if (value === undefined) return
    if (typeof step === 'string') delete parent.M?.[step]
    else if (parent.L !== undefined)
      this.removed.set(parent.L, (this.removed.get(parent.L) ?? new Set()).add(value))
  }

  close(): void {
    for (const [list, gone] of this.removed)
      list.splice(0, list.length, ...list.filter((one) => !gone.has(one)))
    for (const [list, added] of this.appended)
      list.push(...added.sort((a, b) => a.index - b.index).map(({ value }) => value))
  }
}
