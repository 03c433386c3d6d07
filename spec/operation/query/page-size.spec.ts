// How many items a request reads if only some matches are wanted: little too much, and few requests.
import { expect } from 'chai'
import { nextPageSize } from '../../../lib/operation/query/page-reader.js'

const none = { requests: 0, examined: 0, matched: 0 }
const all = { wanted: undefined, filtered: true, most: undefined }

describe('nextPageSize', () => {
  for (const [what, limits, seen, size] of [
    ['nothing, where all are wanted', all, none, undefined],
    ['the page size, where all are wanted', { ...all, most: 25 }, none, 25],
    ['what is wanted, without a filter', { ...all, wanted: 7, filtered: false }, none, 7],
    ['the page size if it is less', { ...all, wanted: 7, filtered: false, most: 3 }, none, 3],
    ['a guess, behind a filter', { ...all, wanted: 1 }, none, 40],
    ['a guess by what is wanted', { ...all, wanted: 100 }, none, 400],
    ['never more than the page size', { ...all, wanted: 100, most: 30 }, none, 30],
    ['far more if nothing matched', { ...all, wanted: 10 }, { requests: 1, examined: 40, matched: 0 }, 640],
    ['by the hit rate', { ...all, wanted: 4 }, { requests: 1, examined: 100, matched: 100 }, 40],
    [
      'by a careful hit rate',
      { ...all, wanted: 100 },
      { requests: 1, examined: 1_600, matched: 16 },
      Math.ceil(110 * (1_600 / 14)),
    ],
    [
      'more than before, from the third request on',
      { ...all, wanted: 1 },
      { requests: 2, examined: 680, matched: 600 },
      1_020,
    ],
    ['nothing, beyond what 1 MB can hold', { ...all, wanted: 1_000_000, filtered: false }, none, undefined],
    ['the page size, beyond what 1 MB can hold', { ...all, wanted: 1_000_000, most: 500_000 }, none, 500_000],
  ] as const)
    it(`requests ${what}`, () => {
      expect(nextPageSize(limits, seen)).equal(size)
    })

  for (const [rate, limit] of [
    [1, 10],
    [0.5, 10],
    [0.1, 10],
    [0.01, 1],
    [0.01, 10],
    [0.01, 100],
  ] as const)
    it(`finds ${limit} where ${rate * 100} % match with 3 requests, nearly always`, () => {
      const random = mulberry(1)
      const runs = Array.from({ length: 500 }, () => simulated(rate, limit, random)).sort((a, b) => a - b)
      expect(runs[Math.floor(runs.length * 0.98)]).at.most(3)
      expect(runs.at(-1)).at.most(4)
    })
})

function simulated(rate: number, limit: number, random: () => number): number {
  const seen = { requests: 0, examined: 0, matched: 0 }
  while (seen.matched < limit) {
    const size = nextPageSize({ ...all, wanted: limit - seen.matched }, seen) ?? 0
    expect(size).greaterThan(0)
    for (let at = 0; at < size; at++) if (random() < rate) seen.matched++
    seen.examined += size
    seen.requests++
  }
  return seen.requests
}

// A small generator with a seed, so that the spec says the same each time.
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
