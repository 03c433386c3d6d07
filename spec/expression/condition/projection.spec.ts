import { expect } from 'chai'
import fc from 'fast-check'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { printProjection, widestPaths } from '../../../lib/expression/condition/projection.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { root } from '../sample-entity.js'

function project(...paths: string[]) {
  const placeholders = new Placeholders()
  const text = printProjection(
    paths.map((path) => resolvePath(root, path)),
    placeholders,
    'Order',
  )
  return { text, names: Object.values(placeholders.names() ?? {}) }
}

describe('printProjection', () => {
  const cases: [string[], string | undefined, string[]][] = [
    [[], undefined, []],
    [['total'], '#0', ['total']],
    [['total', 'lines[0].sku'], '#0, #1[0].#2', ['total', 'lines', 'sku']],
    [['note', 'address.city'], '#0, #1.#2', ['n', 'address', 'c']],
    [['total', 'total'], '#0', ['total']],
    [['address', 'address.city'], '#0', ['address']],
    [['address.city', 'address'], '#0', ['address']],
    [['lines[0]', 'lines[0].sku', 'lines[1].sku'], '#0[0], #0[1].#1', ['lines', 'sku']],
    [['lines[1]', 'lines[10]'], '#0[1], #0[10]', ['lines']],
    [['size', 'status'], '#0, #1', ['size', 'status']],
    [["counts['0']", "counts['a.b']"], '#0.#1, #0.#2', ['counts', '0', 'a.b']],
  ]
  for (const [paths, text, names] of cases)
    it(`[${paths.join(', ')}] is ${text}`, () => expect(project(...paths)).deep.equal({ text, names }))

  it('refuses more than 4,096 bytes, and paths of more than 32 levels', () => {
    const paths = Array.from({ length: 500 }, (_, at) => `counts.c${at}`)
    expect(() => project(...paths)).throw(InvalidConditionError, /Order: the projection has \d+ bytes/)
    expect(() => project(`extra${'[0]'.repeat(32)}`)).throw(InvalidConditionError, 'has 33 levels')
  })

  it('keeps paths that do not overlap, and covers all that were requested', () => {
    const step = fc.constantFrom('a', 'b', 0, 1)
    const path = fc
      .tuple(fc.constantFrom('a', 'b'), fc.array(step, { maxLength: 3 }))
      .map(([first, rest]) => ({ text: '', names: [first, ...rest] }))
    const inside = (outer: readonly unknown[], inner: readonly unknown[]) =>
      outer.every((name, at) => inner[at] === name)
    fc.assert(
      fc.property(fc.array(path, { maxLength: 8 }), (paths) => {
        const kept = widestPaths(paths)
        for (const { names } of paths) expect(kept.some((other) => inside(other.names, names))).equal(true)
        for (const a of kept) for (const b of kept) expect(a === b || !inside(a.names, b.names)).equal(true)
        expect(paths).include.members(kept)
      }),
    )
  })
})
