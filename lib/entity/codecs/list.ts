// Lists: array() and tuple(), stored as L; null in them is NULL.
import { any, array, tuple } from 'superstruct'
import { invalid } from '../codec/codec.js'
import { countsBytes, mostBytes, type Tally } from '../codec/item-size.js'
import type { CodecRow, Core } from '../codec/node.js'
import type { Trail } from '../codec/trail.js'
import { listScan } from '../scan/list-scan.js'
import { scanOf } from '../scan/parsed-scan.js'
import { tupleScan } from '../scan/tuple-scan.js'
import type { AttributeValue } from '../struct/attribute-value.js'
import { nameless } from '../struct/definition.js'
import { childrenOf } from '../struct/probe.js'
import { decodeList, decodePartOfList, type Places, parseList } from './elements.js'
import { naturalCore } from './natural.js'

function encodeList(list: readonly unknown[], places: Places, tally: Tally | undefined): AttributeValue {
  const stored: AttributeValue[] = []
  for (let index = 0; index < list.length; index++) {
    const node = places.every ?? places.node(index)
    const encoded = node?.encode(list[index], tally)
    const element = encoded ?? { NULL: true }
    stored.push(element)
    if (tally === undefined) continue
    const counted = encoded !== undefined && places.counts[places.every === undefined ? index : 0] === true
    tally.bytes += counted ? 1 : 1 + mostBytes(element)
  }
  if (tally !== undefined) tally.bytes += 3
  return { L: stored }
}

function listCore(places: Places): Core {
  const { every } = places
  return {
    types: ['L'],
    ...(every && { sample: 'list' }),
    contextual: places.contextual,
    contextualDecode: places.contextualDecode,
    ...(every && { element: every }),
    parse: (value, failures, trail) => parseList(value, places, failures, trail),
    encode: (value, tally) => encodeList(value as readonly unknown[], places, tally),
    decode: (stored, failures, trail) => decodeList(stored, places, failures, trail),
    ...(every && { scan: listScan(scanOf(every), places.contextualDecode) }),
    decodePart: (stored, failures, trail) => decodePartOfList(stored, places, failures, trail),
    at(segment) {
      const codec = typeof segment === 'number' ? places.node(segment) : undefined
      return codec === undefined ? undefined : { name: segment, codec }
    },
  }
}

export const arrayRow: CodecRow = {
  doc: 'L; a `null` element is NULL.',
  kinds: ['array'],
  reference: () => array(),
  make({ struct, path }, compiler) {
    const entry = childrenOf(struct, [0])[0]
    if (entry === undefined) return naturalListCore(naturalCore(compiler.options.nulls, ['L']))
    const node = compiler.compile(nameless(entry[2], `${path}[]`), `${path}[]`)
    const { contextual, contextualDecode, vanishes } = node
    return listCore({
      every: node,
      node: () => node,
      count: undefined,
      counts: [countsBytes(node.encode)],
      contextual,
      contextualDecode,
      vanishes,
    })
  },
}

/** Makes the codec of arrays without an element struct. */
export function naturalListCore(natural: Core): Core {
  return {
    ...natural,
    sample: 'list',
    vanishes: false,
    parse: (value, failures, trail) =>
      Array.isArray(value) ? natural.parse(value, failures, trail) : invalid,
  }
}

export const tupleRow: CodecRow = {
  doc: 'L, with one struct for each position.',
  kinds: ['tuple'],
  reference: () => tuple([any()]),
  make({ struct, path }, compiler) {
    const nodes = childrenOf(struct, []).map(([index, , child]) =>
      compiler.compile(nameless(child, path), `${path}[${String(index)}]`),
    )
    const some = (flag: 'contextual' | 'contextualDecode' | 'vanishes') => nodes.some((node) => node[flag])
    const places = nodes.map((node) => ({
      scan: scanOf(node),
      absent: (trail: Trail | undefined) => node.decode(undefined, [], trail),
    }))
    const scan = tupleScan(places, some('contextualDecode'))
    return {
      ...listCore({
        every: undefined,
        node: (index) => nodes[index],
        count: nodes.length,
        counts: nodes.map((node) => countsBytes(node.encode)),
        contextual: some('contextual'),
        contextualDecode: some('contextualDecode'),
        vanishes: some('vanishes'),
      }),
      scan,
    }
  },
}
