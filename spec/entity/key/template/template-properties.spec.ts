// What holds of every template: no two sets of values have one key, keys sort as values do, and give the values back.
import { deepStrictEqual } from 'node:assert'
import { expect } from 'chai'
import fc from 'fast-check'
import { printTemplate } from '../../../../lib/entity/key/template/print-template.js'
import { readTemplate } from '../../../../lib/entity/key/template/read-template.js'
import type { Template } from '../../../../lib/entity/key/template/slot.js'
import { mayBeginAlike, mayBeSame } from '../../../../lib/entity/key/template/template-collision.js'
import { EntityDefinitionError } from '../../../../lib/errors/entity-definition-error.js'
import { compareStored } from '../../../../lib/expression/stored/stored-order.js'
import { holds, runCount } from '../../../properties/property-runs.js'
import { templateOf, templates, type Values, values } from './random-templates.js'

const runs = runCount(10_000)

const ample = 100_000

const keyOf = (template: Template, from: Values): string | undefined => {
  const printed = printTemplate(template, (property) => Reflect.get(from, property))
  return printed !== undefined && 'S' in printed ? printed.S : undefined
}

const storedOf = ({ slots }: Template, from: Values) =>
  slots.map(({ codec, property }) => codec.encode(Reflect.get(from, property)) ?? { NULL: true })

// By the first attribute that differs, in the order of its own values.
function orderOfValues(template: Template, a: Values, b: Values): number {
  const [one, other] = [storedOf(template, a), storedOf(template, b)]
  for (const [at, slot] of template.slots.entries()) {
    const order = slotOrder(slot.property, one[at] ?? { NULL: true }, other[at] ?? { NULL: true }, a, b)
    if (order !== 0) return order
  }
  return 0
}

function slotOrder(
  property: string,
  one: NonNullable<Parameters<typeof compareStored>[0]>,
  other: NonNullable<Parameters<typeof compareStored>[0]>,
  a: Values,
  b: Values,
): number {
  // Booleans have no order in DynamoDB, and this form of dates another one than time.
  if (property === 'yes') return Number(a.yes) - Number(b.yes)
  if (property === 'trimmed') return a.trimmed.getTime() - b.trimmed.getTime()
  return compareStored(one, other) ?? 0
}

describe('templates', () => {
  // Second values that share most with the first: what differs is what is looked for.
  const names = fc.constantFrom('one', 'two', 'line', 'at', 'kind', 'total', 'day')
  const near = fc
    .tuple(values, values, fc.array(names, { maxLength: 3 }))
    .map(([a, b, changed]): readonly [Values, Values] => [a, { ...a, ...picked(b, changed) }])
  const pairs = fc.oneof(near, fc.tuple(values, values))

  it('give different keys for different values, in the order of the values, attribute by attribute', async function () {
    this.timeout(120_000)
    await holds(
      fc.property(templates, pairs, (text, [a, b]) => {
        const template = templateOf(text, 'escape', ample)
        const [one, other] = [keyOf(template, a), keyOf(template, b)]
        if (one === undefined || other === undefined) return void isEmptyKey(template, a, b)
        const expected = Math.sign(orderOfValues(template, a, b))
        expect(Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)))).equal(expected)
      }),
      runs,
    )
  })

  it('give the values back from the key alone', async function () {
    this.timeout(120_000)
    await holds(
      fc.property(templates, values, (text, from) => {
        const template = templateOf(text, 'escape', ample)
        const key = keyOf(template, from)
        if (key === undefined) return void isEmptyKey(template, from, from)
        const expected = Object.fromEntries(
          template.slots.map(({ property }) => [property, Reflect.get(from, property)]),
        )
        deepStrictEqual(readTemplate(template, { S: key }), expected)
      }),
      runs,
    )
  })

  it('refuse values that would need an escape, and else print the same', async function () {
    this.timeout(120_000)
    await holds(
      fc.property(templates, values, (text, from) => {
        const [escaping, refusing] = [templateOf(text, 'escape', ample), templateOf(text, 'refuse', ample)]
        const key = keyOf(refusing, from)
        if (key === undefined) return
        const known = readTemplate(refusing, { S: key })
        deepStrictEqual(known, readTemplate(escaping, { S: keyOf(escaping, from) ?? '' }))
      }),
      runs,
    )
  })

  it('never give other values back, where values are kept as they are', async function () {
    this.timeout(120_000)
    let unclear = 0
    await holds(
      fc.property(templates, values, (text, from) => {
        const template = templateOf(text, 'keep', ample)
        const key = keyOf(template, from)
        if (key === undefined) return void isEmptyKey(template, from, from)
        const read = readTemplate(template, { S: key })
        expect(read).not.equal(undefined)
        if (Object.keys(read ?? {}).length < new Set(template.slots.map(({ property }) => property)).size)
          unclear++
        deepStrictEqual(read, picked(from, Object.keys(read ?? {})))
      }),
      runs,
    )
    expect(unclear).above(0)
  })

  it('are never told apart if one key fits both', async function () {
    this.timeout(120_000)
    let together = 0
    const cuts = fc.array(
      fc.tuple(fc.nat(12), fc.constantFrom('', '{one}', '{two}', '{line:5}', '{day}', '{kind}')),
      {
        maxLength: 4,
      },
    )
    await holds(
      fc.property(
        templates,
        values,
        cuts,
        fc.constantFrom('escape', 'refuse', 'keep'),
        (text, from, parts, separators) => {
          const first = templateOf(text, 'escape', ample)
          const key = keyOf(first, from)
          const second = key === undefined ? undefined : templateLike(key, parts, separators)
          if (key === undefined || second === undefined || readTemplate(second, { S: key }) === undefined)
            return
          together++
          expect(mayBeSame(first, second), `${first.text} and ${second.text} at ${key}`).equal(true)
          expect(mayBeginAlike(first, first.pieces.length - 1, second)).equal(true)
        },
      ),
      runs,
    )
    expect(together).above(runs / 20)
  })
})

// A template that the key may have, too: some stretches of it as they are, slots for the others.
function templateLike(
  key: string,
  parts: readonly (readonly [length: number, slot: string])[],
  separators: 'escape' | 'refuse' | 'keep',
): Template | undefined {
  const characters = [...key]
  const pieces = parts.map(([length, slot]) => {
    const text = characters.splice(0, length).join('')
    return slot === '' ? text.replace(/[{}]/g, '$&$&') : slot
  })
  const rest = characters.join('').replace(/[{}]/g, '$&$&')
  try {
    return templateOf([...pieces, rest].join(''), separators, ample)
  } catch (error) {
    if (error instanceof EntityDefinitionError) return undefined
    throw error
  }
}

const picked = (from: Values, names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, Reflect.get(from, name)]))

// The only reason why these values make no key.
function isEmptyKey(template: Template, ...all: readonly Values[]): void {
  const empty = all.some((from) => {
    const printed = printTemplate(template, (property) => Reflect.get(from, property))
    return printed !== undefined && 'message' in printed && printed.message.startsWith('makes an empty key')
  })
  expect(empty, template.text).equal(true)
}
