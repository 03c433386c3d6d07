// Finds and projects the values at paths of an item.

import type { WireItem, WireValue } from '../values/wire.js'
import type { Path } from './expression-reader.js'

/** The value at the end of the path; `undefined` if the path leads to nothing. */
export function valueAt(item: WireItem, path: Path): WireValue | undefined {
  let value: WireValue | undefined = { M: item }
  for (const step of path) value = stepInto(value, step)
  return value
}

/** The member of a map or a list. */
export function stepInto(value: WireValue | undefined, step: string | number): WireValue | undefined {
  if (typeof step === 'number') return value?.L?.[step]
  const map = value?.M
  return map !== undefined && Object.hasOwn(map, step) ? map[step] : undefined
}

interface Branch {
  readonly steps: Map<string | number, Branch>
  value?: WireValue
}

/** The parts of an item that the paths lead to, in their places; list members move together, in the list's order. */
export function project(item: WireItem, paths: readonly Path[]): WireItem {
  const root: Branch = { steps: new Map() }
  for (const path of paths) {
    const value = valueAt(item, path)
    if (value === undefined) continue
    let branch = root
    for (const step of path) {
      const known = branch.steps.get(step) ?? { steps: new Map() }
      branch.steps.set(step, known)
      branch = known
    }
    branch.value = value
  }
  return mapOf(root)
}

function mapOf(branch: Branch): WireItem {
  return Object.fromEntries([...branch.steps].map(([name, inner]) => [name, branchValue(inner)]))
}

function branchValue(branch: Branch): WireValue {
  if (branch.value !== undefined) return branch.value
  const steps = [...branch.steps]
  if (typeof steps[0]?.[0] !== 'number') return { M: mapOf(branch) }
  return { L: steps.sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => branchValue(inner)) }
}
