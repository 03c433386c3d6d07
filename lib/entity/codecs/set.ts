// Sets of strings (SS), numbers (NS) or binary (BS), with or without an element struct.

import { set } from 'superstruct'
import { mostFailures } from '../../errors/failures.js'
import { ofThisRealm } from '../../util/own-realm.js'
import { invalid } from '../codec/codec.js'
import { canonicalDecimal } from '../codec/decimal.js'
import {
  type CodecOptions,
  type CodecRow,
  type Core,
  mismatch,
  type Node,
  prepend,
  refuse,
  type Wire,
} from '../codec/node.js'
import { stepTo, type Trail } from '../codec/trail.js'
import { setScan } from '../scan/set-scan.js'
import type { AttributeType, AttributeValue } from '../struct/attribute-value.js'
import { nameless, unstorable } from '../struct/definition.js'
import type { Failure } from '../struct/failure.js'
import { childrenOf } from '../struct/probe.js'
import { unread } from '../text/body.js'
import { binaryIn } from '../text/parsed-body.js'
import { naturalCore, naturalNode } from './natural.js'
import { memberIdentity, parseNaturalSet, refuseDuplicate } from './natural-set.js'
import { isPlainText } from './string.js'

type MemberType = 'S' | 'N' | 'B'

const setTypes = { S: 'SS', N: 'NS', B: 'BS' } as const satisfies Record<MemberType, AttributeType>

function setOf(type: MemberType, members: readonly Wire[]): AttributeValue {
  if (type === 'S') return { SS: members.map(({ S = '' }) => S) }
  if (type === 'N') return { NS: members.map(({ N = '' }) => N) }
  return { BS: members.flatMap(({ B }) => B ?? []) }
}

function membersOf(type: MemberType, { SS, NS, BS }: Wire): readonly unknown[] | undefined {
  return type === 'S' ? SS : type === 'N' ? NS : BS
}

function wrap(type: MemberType, member: unknown): AttributeValue {
  if (type === 'S') return { S: member as string }
  return type === 'N' ? { N: member as string } : { B: member as Uint8Array }
}

function parseMembers(
  values: ReadonlySet<unknown>,
  element: Node,
  failures: Failure[],
  trail: Trail | undefined,
): unknown {
  const members = new Set<unknown>()
  let valid = true
  let at = -1
  for (const value of values) {
    at += 1
    const from = failures.length
    const member = element.parse(value, failures, element.contextual ? stepTo(trail, '', value) : undefined)
    if (member === null || member === undefined)
      refuse(failures, 'a set cannot contain null or undefined', value)
    members.add(member)
    valid &&= member !== invalid
    if (failures.length > from) {
      valid = false
      prepend(failures, from, at)
    }
  }
  if (!valid) return invalid
  return isDistinct(values, members, element) ? members : refuseDuplicate(failures, values)
}

// Strings are stored unchanged: only other types have several values for one stored form.
function isDistinct(values: ReadonlySet<unknown>, members: ReadonlySet<unknown>, element: Node): boolean {
  if (members.size < values.size) return false
  if (element.text) return true
  const identities = new Set<string | undefined>()
  for (const member of members) identities.add(memberIdentity(element.encode(member) as Wire | undefined))
  return identities.size === members.size
}

function isTexts(members: readonly unknown[]): boolean {
  for (const member of members) if (typeof member !== 'string') return false
  return true
}

function setCore(element: Node, type: MemberType): Core {
  const types = [setTypes[type]]
  const plain = isPlainText(element)
  return {
    types,
    sample: 'set',
    element,
    vanishes: true,
    contextual: element.contextual,
    parse: (given, failures, trail) => {
      const value = ofThisRealm(given)
      return value instanceof Set ? parseMembers(value, element, failures, trail) : invalid
    },
    encode(value) {
      if (element.text) {
        const texts = [...(value as ReadonlySet<string>)]
        return texts.length === 0 ? undefined : { SS: texts }
      }
      const members = [...(value as ReadonlySet<unknown>)].map((member) => element.encode(member) as Wire)
      return members.length === 0 ? undefined : setOf(type, members)
    },
    scan: setScan(setTypes[type], plain ? (text) => text : (text) => memberOf(element, type, text)),
    decode(stored, failures) {
      // DynamoDB has no empty sets: an empty one is stored as absence.
      if (stored === undefined) return new Set()
      const members = membersOf(type, stored)
      if (!Array.isArray(members)) return mismatch(stored, types, failures)
      if (plain && isTexts(members)) return new Set(members)
      const from = failures.length
      const decoded = new Set<unknown>()
      for (const member of members) {
        if (failures.length - from >= mostFailures) break
        const stored = wrap(type, member)
        const value = element.decode(stored, failures)
        if (value === invalid) continue
        // Members are deleted and searched for by their exact value: one that was rounded when it was read would never
        // be found.
        if (typeof value === 'number' && isRounded(element, value, stored))
          refuse(
            failures,
            'JavaScript must be able to hold a member of a set exactly; use bigint() or string()',
            stored,
          )
        decoded.add(value)
      }
      return failures.length > from ? invalid : decoded
    },
  }
}

// Like decoding, for one member in the body of a response.
function memberOf(element: Node, type: MemberType, text: string): unknown {
  const member = type === 'B' ? binaryIn(text) : text
  if (member === undefined) return unread
  const stored = wrap(type, member)
  const value = element.decode(stored, [])
  if (value === invalid) return unread
  return typeof value === 'number' && isRounded(element, value, stored) ? unread : value
}

function isRounded(element: Node, value: number, stored: Wire): boolean {
  const { N: text = '' } = stored
  const { N: back } = (element.encode(value) ?? {}) as Wire
  return text !== back && canonicalDecimal(text) !== canonicalDecimal(back ?? '')
}

/** Makes the codec of Sets without an element struct: the members decide. */
export function naturalSetCore(nulls: CodecOptions['nulls']): Core {
  const natural = naturalCore(nulls, ['SS', 'NS', 'BS'])
  return {
    ...natural,
    sample: 'set',
    element: naturalNode(nulls),
    at: () => undefined,
    parse(given, failures) {
      const value = ofThisRealm(given)
      if (!(value instanceof Set)) return invalid
      return value.size === 0 ? new Set() : parseNaturalSet(value, failures)
    },
    decode: (stored, failures) => (stored === undefined ? new Set() : natural.decode(stored, failures)),
  }
}

export const setRow: CodecRow = {
  doc: 'SS, NS or BS, by its elements; DynamoDB has no empty sets.',
  kinds: ['set'],
  reference: () => set(),
  make({ struct, path }, compiler) {
    const entry = childrenOf(struct, new Set([0]))[0]
    if (entry === undefined) return naturalSetCore(compiler.options.nulls)
    const element = compiler.compile(nameless(entry[2], path), `${path}{}`)
    if (element.types.length === 10) return naturalSetCore(compiler.options.nulls)
    const [type, ...others] = element.types
    if (others.length > 0 || (type !== 'S' && type !== 'N' && type !== 'B'))
      throw unstorable(path, 'a set contains values of one type: strings, numbers or binary')
    return setCore(element, type)
  },
}
