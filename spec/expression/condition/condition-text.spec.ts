import { expect } from 'chai'
import fc from 'fast-check'
import { references } from '../../../lib/expression/chain/references.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import type { Comparison, ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import { conditionText, plainInk } from '../../../lib/expression/condition/condition-text.js'
import { holds } from '../../../lib/expression/condition/evaluation.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { operators } from '../../../lib/expression/condition/operators.js'
import { conditionNode, storedItem } from '../sample-conditions.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)
const a = attr.total.gt(1)
const b = attr.note.exists()
const c = attr.open.eq(true)
const [A, B, C] = ['total > (value)', 'attribute_exists(note)', 'open = (value)']

describe('conditionText', () => {
  const cases: [Condition, string][] = [
    [and(a, b), `${A} AND ${B}`],
    [or(a, b), `${A} OR ${B}`],
    [or(and(a, b), c), `${A} AND ${B} OR ${C}`],
    [and(or(a, b), c), `(${A} OR ${B}) AND ${C}`],
    [not(a), `NOT ${A}`],
    [not(and(a, b)), `NOT (${A} AND ${B})`],
    [not(or(a, b)), `NOT (${A} OR ${B})`],
    [and(not(a), not(or(b, c))), `NOT ${A} AND NOT (${B} OR ${C})`],
    [and(a, not(and(b, or(a, c)))), `${A} AND NOT (${B} AND (${A} OR ${C}))`],
    [or(a, not(and(b, c))), `${A} OR NOT (${B} AND ${C})`],
    [attr.status.in([]), 'attribute_exists(status) AND attribute_not_exists(status)'],
    [not(attr.status.in([])), 'NOT (attribute_exists(status) AND attribute_not_exists(status))'],
    [attr.tags.size().in([]), 'attribute_exists(tags) AND attribute_not_exists(tags)'],
  ]
  for (const [condition, text] of cases)
    it(`${text}`, () => expect(conditionText(condition.node, plainInk)).equal(text))

  it('more than 100 operands are said as several INs', () => {
    const many = (count: number) => attr.total.in(Array.from({ length: count }, (_, at) => at))
    const ins = (condition: Condition) =>
      conditionText(condition.node, plainInk).replace(/ IN \((?:\(value\)(?:, )?)+\)/g, ' IN')
    expect(ins(many(100))).equal('total IN')
    expect(ins(many(101))).equal('total IN OR total IN')
    expect(ins(and(many(201), a))).equal(`(total IN OR total IN OR total IN) AND ${A}`)
    expect(ins(not(many(101)))).equal('NOT (total IN OR total IN)')
  })

  it('means what the tree means, read by the precedence NOT, AND, OR', () => {
    fc.assert(
      fc.property(conditionNode, storedItem, (node, item) => {
        const leaves = leavesOf(node)
        fc.pre(leaves.every(({ operator, operands }) => operator !== 'in' || inOne(operands.length)))
        // The NOT of a row is in the text: what follows it is true if the row is not.
        const negated = ({ operator }: Comparison) => Object.hasOwn(operators[operator], 'negated')
        const truths = leaves.map((leaf) => holds(leaf, item) !== negated(leaf))
        expect(read(conditionText(node, plainInk), truths)).equal(holds(node, item))
      }),
      { numRuns: 1000 },
    )
  })

  it('has no needless parentheses, which DynamoDB refuses if they are doubled', () => {
    fc.assert(
      fc.property(conditionNode, (node) => {
        for (let text = skeleton(conditionText(node, plainInk)); text.includes('('); ) {
          const [, before = '', inside = '', after = ''] = /(NOT |AND |)\(([^()]*)\)( AND|)/.exec(text) ?? []
          // After NOT any group needs them, next to AND only an OR does.
          expect(inside, text).match(before === 'NOT ' ? /AND|OR/ : /OR/)
          expect(before + after, text).not.equal('')
          text = text.replace(`(${inside})`, 'x')
        }
      }),
    )
  })
})

const inOne = (count: number): boolean => count > 0 && count <= 100

function leavesOf(node: ConditionNode): Comparison[] {
  if (node.kind === 'comparison') return [node]
  return (node.kind === 'not' ? [node.condition] : node.conditions).flatMap(leavesOf)
}

/** The text with each comparison as `x`: only AND, OR, NOT and their parentheses remain. */
function skeleton(text: string): string {
  const side = String.raw`(?:size\([\w.]+\)|\(value\)|[\w.]+)`
  const leaf = new RegExp(
    String.raw`(?:attribute_\w+|begins_with|contains)\([\w.]+(?:, ${side})?\)|${side} (?:[=<>]+ ${side}|BETWEEN ${side} AND ${side}|IN \(${side}(?:, ${side})*\))`,
    'g',
  )
  return text.replace(leaf, 'x')
}

/** The text evaluated with DynamoDB's precedence, given whether each comparison holds, in order. */
function read(text: string, truths: readonly boolean[]): boolean {
  const tokens = skeleton(text).match(/x|AND|OR|NOT|[()]/g) ?? []
  let at = 0
  let leaf = 0
  const joined = (word: string, next: () => boolean, join: (a: boolean, b: boolean) => boolean): boolean => {
    let all = next()
    while (tokens[at] === word) {
      at++
      all = join(all, next())
    }
    return all
  }
  const any = (): boolean => joined('OR', every, (a, b) => a || b)
  const every = (): boolean => joined('AND', one, (a, b) => a && b)
  const one = (): boolean => {
    const token = tokens[at++]
    if (token === 'NOT') return !one()
    if (token === 'x') return truths[leaf++] ?? false
    const inside = any()
    if (token !== '(' || tokens[at++] !== ')') throw new Error(`unreadable: ${text}`)
    return inside
  }
  const response = any()
  if (at !== tokens.length || leaf !== truths.length) throw new Error(`unreadable: ${text}`)
  return response
}
