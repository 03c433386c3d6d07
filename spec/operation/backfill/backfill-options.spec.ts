// Options of a backfill: which values they take.
import { expect } from 'chai'
import { InvalidOptionError } from 'dyntastic'
import { checkOptions } from '../../../lib/errors/option-table.js'
import { backfillOptions } from '../../../lib/operation/backfill/backfill-options.js'
import { thrown } from '../../support/rejection.js'

describe('backfillOptions', () => {
  for (const given of [
    { checkpoint: 'a.json', segments: 4, rate: { read: 200, write: 100 }, onProgress: () => undefined },
    { checkpoint: { load: () => undefined, save: () => undefined }, rate: { write: 0.5 } },
    {},
  ])
    it(`are ${JSON.stringify(given)}`, () => {
      checkOptions(backfillOptions, given, {})
    })

  for (const [option, given] of [
    ['segments', { segments: 0 }],
    ['segments', { segments: 1.5 }],
    ['rate', { rate: {} }],
    ['rate', { rate: 100 }],
    ['rate.read', { rate: { read: 0 } }],
    ['rate.reads', { rate: { reads: 1 } }],
    ['checkpoint', { checkpoint: { load: () => undefined } }],
    ['onFailure', { onFailure: {} }],
    ['onProgress', { onProgress: 'x' }],
    ['checkpoints', { checkpoints: 'x' }],
  ] as const)
    it(`are not ${option}: ${JSON.stringify(given)}`, () => {
      const error = thrown(() => checkOptions(backfillOptions, given as never, {}), InvalidOptionError)
      expect(error.option).equal(option)
    })
})
