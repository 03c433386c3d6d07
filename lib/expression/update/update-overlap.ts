// Overlapping paths: DynamoDB allows one change per part of an item in an update.
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import type { Change } from '../change/update-change.js'

/** Changes by the steps of their paths. */
interface Branch {
  readonly children: Map<string | number, Branch>
  /** A change of this part, or of something inside it. */
  some: Change
  /** The change of this part. */
  own: Change | undefined
}

/**
 * Rejects two changes of one path, of a path and one inside it, and of what would have to be both a map and a list.
 * @throws InvalidUpdateError with the names of both.
 */
export function refuseOverlaps(changes: readonly Change[], entity: string | undefined): void {
  if (changes.length <= mostCompared && areApart(changes)) return
  const top = new Map<string | number, Branch>()
  for (const change of changes) {
    const { names } = change.target
    let level = top
    for (const [at, step] of names.entries()) {
      const last = at === names.length - 1
      const known = level.get(step)
      const conflict = last ? known?.some : known?.own
      if (conflict !== undefined) throw overlap(entity, conflict, change)
      const stranger = known === undefined ? ofOtherKind(level, step) : undefined
      if (stranger !== undefined) throw overlap(entity, stranger, change)
      const branch = known ?? { children: new Map(), some: change, own: last ? change : undefined }
      level.set(step, branch)
      level = branch.children
    }
  }
}

// Changes of different attributes: the usual case, which needs no tree.
function areApart(changes: readonly Change[]): boolean {
  for (let at = 1; at < changes.length; at++)
    for (let before = 0; before < at; before++)
      if (changes[before]?.target.names[0] === changes[at]?.target.names[0]) return false
  return true
}

const mostCompared = 16

function ofOtherKind(level: ReadonlyMap<string | number, Branch>, step: string | number): Change | undefined {
  for (const [other, branch] of level) return typeof other === typeof step ? undefined : branch.some
  return undefined
}

function overlap(entity: string | undefined, first: Change, second: Change): InvalidUpdateError {
  const one = `${first.name} on ${first.target.text}`
  const other = `${second.name} on ${second.target.text}`
  const detail = `${one} and ${other} overlap; DynamoDB allows one change per part of an item`
  return new InvalidUpdateError({ entity, detail })
}
