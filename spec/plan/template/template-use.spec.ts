// Conditions on the attributes of a template as one comparison of the key attribute.
import { expect } from 'chai'
import type { Separators } from '../../../lib/entity/table/table-options.js'
import type { ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import { partialOf, templateOf } from '../../entity/key/template/random-templates.js'
import { on, shown, use } from './used-templates.js'

type Row = readonly [
  text: string,
  clauses: readonly ConditionNode[],
  shown: readonly unknown[] | undefined,
  left?: number,
]

const iso = (day: string) => `${day}T00:00:00.000Z`

const rows: readonly Row[] = [
  ['PROFILE', [], ['eq', 'PROFILE']],
  ['ORDER#{at}#{one}', [], ['beginsWith', 'ORDER#']],
  [
    'ORDER#{at}#{one}',
    [on('at', 'eq', iso('2026-01-05')), on('one', 'eq', 'a#b')],
    ['eq', 'ORDER#2026-01-05T00:00:00.000Z#a#b'],
  ],
  [
    'ORDER#{at}#{one}',
    [on('at', 'eq', iso('2026-01-05'))],
    ['beginsWith', 'ORDER#2026-01-05T00:00:00.000Z#'],
  ],
  [
    'ORDER#{at}#{one}',
    [on('at', 'gte', iso('2026-01-01')), on('at', 'lt', iso('2026-02-01'))],
    ['between', 'ORDER#2026-01-01T00:00:00.000Z', 'ORDER#2026-02-01T00:00:00.000Z'],
  ],
  [
    'ORDER#{at}#{one}',
    [on('at', 'gt', iso('2026-01-05'))],
    ['between', 'ORDER#2026-01-05T00:00:00.000Z$', 'ORDER$'],
  ],
  [
    'ORDER#{at}#{one}',
    [on('at', 'lte', iso('2026-01-05'))],
    ['between', 'ORDER#', 'ORDER#2026-01-05T00:00:00.000Z$'],
  ],
  ['ORDER#{at}#{one}', [on('one', 'eq', 'o2')], ['beginsWith', 'ORDER#'], 1],
  ['{at}#{one}', [on('at', 'gte', iso('2026-01-05'))], ['gte', '2026-01-05T00:00:00.000Z']],
  ['{at}#{one}', [on('at', 'gt', iso('2026-01-05'))], ['gte', '2026-01-05T00:00:00.000Z$']],
  ['{at}#{one}', [on('at', 'lt', iso('2026-01-05'))], ['lt', '2026-01-05T00:00:00.000Z']],
  ['{at}', [on('at', 'lt', iso('2026-01-05'))], ['lte', '2026-01-04T23:59:59.999Z']],
  ['{at}', [on('at', 'gt', iso('2026-01-05'))], ['gte', '2026-01-05T00:00:00.001Z']],
  ['{one}', [on('one', 'lt', 'b')], ['lt', 'b']],
  ['{one}', [on('one', 'gt', 'b')], ['gt', 'b']],
  ['{one}', [on('one', 'gt', 'b'), on('one', 'lte', 'd')], ['between', 'b\u0000', 'd']],
  ['{one}', [on('one', 'gte', 'b'), on('one', 'lt', 'd')], ['between', 'b', 'd'], 1],
  ['A#{one}', [on('one', 'between', 'b', 'd')], ['between', 'A#b', 'A#d']],
  ['A#{one}', [on('one', 'beginsWith', 'b')], ['beginsWith', 'A#b']],
  ['A#{one}#{line:3}', [on('one', 'beginsWith', 'b#')], ['beginsWith', 'A#b$#']],
  ['A#{one}', [on('one', 'in', 'c', 'b', 'd')], ['between', 'A#b', 'A#d'], 1],
  ['A#{one}', [on('one', 'ne', 'c')], ['beginsWith', 'A#'], 1],
  ['A#{one}', [{ kind: 'not', condition: on('one', 'lt', 'c') }], ['between', 'A#c', 'A$']],
  [
    'A#{one}',
    [{ kind: 'or', conditions: [on('one', 'lt', 'c'), on('one', 'eq', 'x')] }],
    ['between', 'A#', 'A#x'],
    1,
  ],
  [
    'A#{one}',
    [{ kind: 'or', conditions: [on('one', 'lt', 'c'), on('line', 'eq', 1)] }],
    ['beginsWith', 'A#'],
    1,
  ],
  [
    'A#{one}',
    [{ kind: 'or', conditions: [on('one', 'beginsWith', 'c'), on('one', 'eq', 'x')] }],
    ['between', 'A#c', 'A$'],
    1,
  ],
  ['{line:3}', [on('line', 'gt', 5)], ['gte', '006']],
  ['{line:3}', [on('line', 'lt', 5)], ['lte', '004']],
  ['{line:3}', [on('line', 'gte', 4.5), on('line', 'lte', 6.5)], ['between', '005', '006']],
  ['{line:3}', [on('line', 'gte', -4), on('line', 'lte', 5000)], ['lte', '999']],
  ['{line:3}#{one}', [on('line', 'lte', 5)], ['lt', '005$']],
  ['{line:3}{one}', [on('line', 'gt', 5)], ['gte', '006']],
  ['{line:3}{one}', [on('line', 'lte', 5)], ['lt', '006']],
  ['X{line:3}{one}', [on('line', 'lte', 5)], ['between', 'X', 'X006'], 1],
  ['X{line:3}{one}', [on('line', 'eq', 5), on('one', 'gt', 'a')], ['between', 'X005a\u0000', 'X006'], 1],
  [
    '{at:day}#{one}',
    [on('at', 'gte', iso('2026-01-05')), on('at', 'lt', iso('2026-01-07'))],
    ['between', '2026-01-05', '2026-01-07'],
  ],
  ['{at:day}#{one}', [on('at', 'gt', iso('2026-01-05'))], ['gte', '2026-01-05'], 1],
  ['{at:day}#{one}', [on('at', 'lte', iso('2026-01-05'))], ['lt', '2026-01-05$'], 1],
  ['{at:day}#{one}', [on('at', 'lt', '2026-01-05T12:00:00.000Z')], ['lt', '2026-01-05$'], 1],
  [
    '{at:day}#{one}',
    [on('at', 'eq', '2026-01-05T12:00:00.000Z'), on('one', 'eq', 'x')],
    ['eq', '2026-01-05#x'],
    1,
  ],
  ['{at:day}#{one}', [on('at', 'beginsWith', '2026-01')], ['beginsWith', '2026-01']],
  ['{at:day}#{one}', [on('at', 'beginsWith', '2026-01-05T12')], ['beginsWith', '2026-01-05#'], 1],
  ['{one:lower}#{line:3}', [on('one', 'eq', 'AB'), on('line', 'eq', 3)], ['eq', 'ab#003'], 1],
  ['{one:lower}', [on('one', 'gte', 'AB')], undefined, 1],
  ['{one:lower}', [on('one', 'beginsWith', 'AB')], ['beginsWith', 'ab'], 1],
  ['{one:lower}', [on('one', 'beginsWith', 'AΣ')], undefined, 1],
  ['A#{yes}#{one}', [], ['beginsWith', 'A#']],
]

describe('useTemplate', () => {
  for (const [text, clauses, expected, left = 0] of rows)
    it(`${text}: ${clauses.map((clause) => (clause.kind === 'comparison' ? `${clause.operator} on ${'text' in clause.left ? clause.left.text : ''}` : clause.kind)).join(', ') || 'no conditions'}`, () => {
      const found = use(templateOf(text), clauses)
      expect(found.never).equal(undefined)
      expect(shown(found)).deep.equal(expected)
      expect(clauses.filter((clause) => !found.covered.includes(clause)).length, 'left to the filter').equal(
        left,
      )
    })

  const absentOr = (clause: ConditionNode): ConditionNode => ({
    kind: 'or',
    conditions: [
      {
        kind: 'comparison',
        operator: 'notExists',
        left: { kind: 'path', text: 'one', names: ['one'] },
        operands: [],
      },
      clause,
    ],
  })
  const notBelow = (value: string): ConditionNode => ({ kind: 'not', condition: on('one', 'lt', value) })

  // `left`: what an item that lacks an attribute could meet by its key, though not by itself.
  for (const [text, clauses, expected, left] of [
    ['A#{one}', [on('one', 'eq', 'x')], ['eq', 'A#x'], 0],
    ['A#{one}', [on('one', 'eq', '')], ['eq', 'A#'], 1],
    ['A#{one}#B', [on('one', 'eq', '')], ['eq', 'A##B'], 0],
    ['A#{one}#{two}', [on('one', 'eq', 'x')], ['beginsWith', 'A#x#'], 1],
    ['A#{one}#{two}', [on('one', 'eq', 'x'), on('stored.two', 'gte', 'b')], ['between', 'A#x#b', 'A#x$'], 0],
    ['A#{one}#{two}', [on('one', 'eq', 'x'), on('stored.two', 'lte', 'b')], ['between', 'A#x#', 'A#x#b'], 2],
    ['A#{one}', [on('one', 'lt', 'b')], ['between', 'A#', 'A#b'], 1],
    ['A#{one}', [on('one', 'gt', 'b')], ['between', 'A#b\u0000', 'A$'], 0],
    ['A#{one}', [on('one', 'beginsWith', 'b')], ['beginsWith', 'A#b'], 0],
    ['A#{one}', [notBelow('b')], ['beginsWith', 'A#'], 1],
    ['A#{one}', [absentOr(on('one', 'gte', 'b'))], ['beginsWith', 'A#'], 1],
    ['{one}#{two}', [on('one', 'eq', 'x')], ['beginsWith', 'x#'], 0],
    ['X{line:3}{one}', [on('line', 'lte', 5)], ['between', 'X', 'X006'], 1],
    ['X{line:3}{two}', [on('line', 'eq', 5)], ['beginsWith', 'X005'], 1],
  ] as const)
    it(`${text}, partial: ${shown(use(partialOf(text), clauses))?.join(' ')}`, () => {
      const found = use(partialOf(text), clauses)
      expect(found.never).equal(undefined)
      expect(shown(found)).deep.equal(expected)
      expect(clauses.filter((clause) => !found.covered.includes(clause))).lengthOf(left)
    })

  it('knows what it speaks of, and how many pieces are known', () => {
    const found = use(templateOf('A#{one}#{line:3}#{two}'), [on('one', 'eq', 'x'), on('line', 'gt', 3)])
    expect(found.used).deep.equal(['one', 'line'])
    expect(found.known).equal(3)
  })

  for (const [text, clauses, why] of [
    [
      '{line:3}#{one}',
      [on('line', 'eq', 1000)],
      /'line' has 4 digits before the point, but its width in the key is 3/,
    ],
    ['{line:3}', [on('line', 'gt', 999)], /the bounds of 'line' leave nothing between them/],
    ['{line:3}', [on('line', 'lt', 0)], /the bounds of 'line'/],
    ['{one}', [on('one', 'gt', 'c'), on('one', 'lt', 'b')], /the bounds of 'one'/],
    ['{one}#X', [on('one', 'gte', 'c'), on('one', 'lt', 'c')], /the bounds of 'one'/],
    ['{one}', [on('one', 'beginsWith', 'c'), on('one', 'beginsWith', 'd')], /the bounds of 'one'/],
    ['{one}', [on('one', 'eq', '')], /the key would be empty/],
    [
      '{one}',
      [on('one', 'eq', 'a'.repeat(1025))],
      /the key would have 1025 bytes, but this key attribute can have at most 1024/,
    ],
    ['A#{one}#{two}', [on('one', 'eq', '#'.repeat(600))], /leave nothing|bytes/],
    [
      '{day}',
      [on('day', 'eq', '2026-01-05T12:00:00.000Z')],
      /'day' would have a value that the key cannot hold/,
    ],
  ] as const)
    it(`finds that nothing can match: ${why.source}`, () => {
      expect(use(templateOf(text), clauses).never).match(why)
    })

  it('refuses values as the template does', () => {
    expect(use(templateOf('{one}#{two}', 'refuse'), [on('one', 'eq', 'a#')]).never).match(
      /'one' contains "#"/,
    )
    expect(shown(use(templateOf('{one}#{two}', 'refuse'), [on('one', 'gte', 'a#b')]))).deep.equal([
      'gte',
      'a$',
    ])
  })

  it('leaves values that are kept to the filter', () => {
    const kept = (clauses: readonly ConditionNode[], text = '{one}#{two}', mode: Separators = 'keep') =>
      use(templateOf(text, mode), clauses)
    const equal = kept([on('one', 'eq', 'a'), on('stored.two', 'eq', 'b')])
    expect(shown(equal)).deep.equal(['eq', 'a#b'])
    expect(equal.covered).deep.equal([])
    expect(shown(kept([on('one', 'gte', 'a')]))).deep.equal(['gte', 'a'])
    expect(shown(kept([on('one', 'lte', 'a')]))).equal(undefined)
    expect(kept([on('stored.two', 'gt', 'a')], 'A#{two}').covered.length).equal(1)
  })

  it('says bounds that are too long by their beginning', () => {
    const long = 'é'.repeat(600)
    const found = use(templateOf('A#{one}'), [on('one', 'gte', long), on('one', 'lte', `${long}x`)])
    expect(found.covered).deep.equal([])
    for (const text of shown(found)?.slice(1) ?? []) expect(Buffer.byteLength(String(text))).most(1024)
  })
})
