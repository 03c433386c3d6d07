// Reading of unions from the text of a response: by the member that the data type, or a property, shows.
import { invalid, type Scan } from '../codec/codec.js'
import type { Node } from '../codec/node.js'
import { type Body, unread } from '../text/body.js'
import { markFinder } from './member-scan.js'
import { scanOf } from './parsed-scan.js'

/** Returns the reader of the member whose value is at the place, if that is certain. */
type Find = (body: Body) => Scan | undefined

/**
 * Makes the reader of a union. A value is parsed, and decoded by one member after the other, if it may be of several,
 * and if it has unknown attributes.
 * @param members those that reject unknown attributes: what one of them reads precedes what others read without these.
 */
export function unionScan(members: readonly Node[], decode: Node['decode']): Scan {
  const parsed = scanOf({ decode })
  let find: Find | undefined
  return (body, trail) => {
    // The members of a recursive struct are complete only now.
    find ??= finderOf(members)
    const scan = find(body)
    if (scan !== undefined) {
      const { at } = body
      const value = scan(body, trail)
      if (value !== unread) return value
      body.goTo(at)
    }
    return parsed(body, trail)
  }
}

function finderOf(members: readonly Node[]): Find {
  const byType = new Map<string, Find>()
  for (const type of new Set(members.flatMap(({ types }) => types))) {
    const fitting = members.filter(({ types }) => types.includes(type))
    const find = fitting.length === 1 ? onlyFinder(fitting[0]) : type === 'M' ? tagFinder(fitting) : undefined
    if (find !== undefined) byType.set(type, find)
  }
  return (body) => {
    const from = body.at + 2
    return byType.get(body.text.slice(from, body.text.indexOf('"', from)))?.(body)
  }
}

function onlyFinder(member: Node | undefined): Find | undefined {
  const scan = member?.scan
  return scan && (() => scan)
}

function tagFinder(members: readonly Node[]): Find | undefined {
  // A struct that converts inputs may read more than its properties show, and lacks this function.
  if (!members.every(({ scan, unlikeStored }) => scan !== undefined && unlikeStored !== undefined))
    return undefined
  for (const key of members[0]?.keys ?? []) {
    const name = tagName(members, key)
    if (name === undefined) continue
    const marks = members.flatMap((member) =>
      tagsOf(member, key).map((S) => [JSON.stringify({ S }), member.scan as Scan] as const),
    )
    return markFinder(name, marks)
  }
  return undefined
}

// The stored name of a property that each member has, with strings that no other member reads there.
function tagName(members: readonly Node[], key: string): string | undefined {
  const steps = members.map((member) => member.at(key))
  const [first] = steps
  const isTag = members.every((member, own) => {
    const step = steps[own]
    if (step === undefined || step.name !== first?.name) return false
    const tags = tagsOf(member, key)
    // An optional property does not show the member.
    if (tags.length === 0 || step.codec.decode(undefined, []) !== invalid) return false
    const isRead = (S: string): boolean =>
      steps.some((other, at) => at !== own && other?.codec.decode({ S }, []) !== invalid)
    return !tags.some(isRead)
  })
  return isTag && first !== undefined ? String(first.name) : undefined
}

// The strings that a property of a member may have; none if it may have others, or other values.
function tagsOf(member: Node, key: string): readonly string[] {
  const { types = [], only } = member.at(key)?.codec ?? {}
  const tags = [...(only ?? [])].filter((value) => typeof value === 'string')
  return types.join() === 'S' && tags.length === only?.size ? tags : []
}
