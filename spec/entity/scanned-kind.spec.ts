// Items under made keys in the text of a response: read as JSON.parse and decoding read them, or left to these.
import { deepStrictEqual } from 'node:assert'
import { expect } from 'chai'
import { attribute, Entity, Table } from 'dyntastic'
import fc from 'fast-check'
import { integer, literal, number, string } from 'superstruct'
import { itemReaders } from '../../lib/entity/item-readers.js'
import type { EntityModel } from '../../lib/entity/model.js'
import { type BodyItem, isScanned } from '../../lib/entity/scan/scanned-item.js'
import { keptNames } from '../../lib/entity/scanned-kind.js'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { scanResponse } from '../../lib/entity/text/response-scan.js'
import { inputText } from '../../lib/entity/text/stored-text.js'
import { holds, runCount } from '../properties/property-runs.js'
import { fields, kindNames, manyKinds } from '../properties/random-kinds.js'

const kinds = manyKinds('bodies')
const modelOf = (entity: unknown): EntityModel => entity as EntityModel

/** The item of a response with this stored item, as the readers of an entity leave it. */
function itemIn(model: EntityModel, stored: StoredItem): BodyItem {
  const body = Buffer.from(`{"Item":${inputText(stored)}}`)
  return scanResponse(body, itemReaders(model))?.['Item'] as BodyItem
}

type Outcome = { readonly item: object } | { readonly error: string }

function outcomeOf(read: () => object): Outcome {
  try {
    return { item: read() }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** Reads in both ways, which must agree; whether the item was taken from the text. */
function sameReading(model: EntityModel, stored: StoredItem): boolean {
  const given = itemIn(model, stored)
  expect(model.isOfKind(given)).equal(model.isOfKind(stored))
  deepStrictEqual(
    outcomeOf(() => model.itemOf(given, 'get')),
    outcomeOf(() => model.decodeItem(stored, 'get')),
  )
  return isScanned(given) && given.fits === true
}

const alterations: Readonly<Record<string, (stored: StoredItem) => StoredItem>> = {
  nothing: (stored) => stored,
  'another order': (stored) => Object.fromEntries(Object.entries(stored).reverse()),
  'no marker': ({ _type: _, ...rest }) => rest,
  'another kind': (stored) => ({ ...stored, _type: { S: 'Dog' } }),
  'a number as marker': (stored) => ({ ...stored, _type: { N: '1' } }),
  'another sort key': (stored) => ({ ...stored, sk: { S: `${text(stored, 'sk')}x` } }),
  'another partition key': (stored) => ({ ...stored, pk: { S: 'X' } }),
  'no key': ({ pk: _, ...rest }) => rest,
  'no attribute of the key': ({ owner: _, ...rest }) => rest,
  'no attribute': ({ total: _, ...rest }) => rest,
  'a wrong attribute': (stored) => ({ ...stored, line: { S: 'x' } }),
  'more attributes': (stored) => ({ ...stored, more: { L: [{ N: '1' }] } }),
}

const text = (stored: StoredItem, name: string): string => {
  const value = stored[name]
  return value !== undefined && 'S' in value ? value.S : ''
}

describe('items of made keys in the text of a response', () => {
  it('are read as JSON.parse and decoding read them, whatever is stored', async function () {
    this.timeout(120_000)
    const seen = new Map<string, number>()
    const property = fc.property(
      fc.constantFrom(...kindNames),
      fields,
      fc.constantFrom(...Object.keys(alterations)),
      (name, values, alteration) => {
        const model = modelOf(kinds[name])
        const outcome = outcomeOf(() => model.storedInput(values, 'save'))
        if ('error' in outcome) return
        const stored = alterations[alteration]?.(outcome.item as StoredItem) ?? {}
        const what = `${alteration}: ${sameReading(model, stored)}`
        seen.set(what, (seen.get(what) ?? 0) + 1)
      },
    )
    await holds(property, runCount(2000, 5000))
    for (const alteration of ['nothing', 'another order', 'more attributes'])
      expect([seen.has(`${alteration}: true`), seen.has(`${alteration}: false`)], alteration).deep.equal([
        true,
        false,
      ])
    for (const alteration of [
      'no marker',
      'another kind',
      'another sort key',
      'another partition key',
      'no key',
    ])
      expect(seen.has(`${alteration}: true`), alteration).equal(false)
  })

  it('are taken once, by the entity that read them', () => {
    const model = modelOf(kinds.Profile)
    const values = { owner: 'a', id: 'x', at: new Date(0), line: 1, total: 1, state: 'open', done: true }
    const stored = model.storedInput(values, 'save')
    const given = itemIn(model, stored)
    expect(modelOf(kinds.Order).isOfKind(given)).equal(false)
    const [first, second] = [model.itemOf(given, 'get'), model.itemOf(given, 'get')]
    expect(first).deep.equal(second)
    expect(first).not.equal(second)
  })
})

describe('keptNames', () => {
  const table = new Table({
    name: 'kept',
    key: { partition: 'pk', sort: { name: 'sk', type: 'N' } },
    kind: 'type',
  })
  const attributes = { id: string(), line: integer() }

  it('are the marker and the made keys, if strings are enough', () => {
    expect(keptNames(modelOf(kinds.Order))).deep.equal(['_type', 'pk', 'sk'])
    const Numbered = new Entity({
      name: 'Numbered',
      table,
      attributes,
      key: { partition: 'N#{id}', sort: '{line}' },
    })
    expect(keptNames(modelOf(Numbered))).equal(undefined)
    const Own = new Entity({
      name: 'Own',
      table: new Table({ name: 'own', key: { partition: 'pk' }, kind: 'type' }),
      attributes: { ...attributes, type: literal('Own') },
      key: { partition: 'O#{id}' },
    })
    expect(keptNames(modelOf(Own))).equal(undefined)
    for (const [model, input] of [
      [modelOf(Numbered), { id: 'a', line: 1 }],
      [modelOf(Own), { id: 'a', line: 1, type: 'Own' }],
    ] as const)
      expect(sameReading(model, model.storedInput(input, 'save'))).equal(false)
  })

  it('are none of an entity with constants alone, whose items are taken from the text', () => {
    const Constant = new Entity({
      name: 'Constant',
      table: 'constants',
      attributes: { id: attribute(string(), { name: 'i' }), n: number() },
      key: { partition: 'id' },
      constants: { v: '1' },
    })
    const model = modelOf(Constant)
    expect(sameReading(model, model.storedInput({ id: 'a', n: 1 }, 'save'))).equal(true)
  })
})
