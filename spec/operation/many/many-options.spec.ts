// Options of requests of many: what each takes and refuses.
import { expect } from 'chai'
import { InvalidOptionError } from '../../../lib/errors/invalid-option-error.js'
import { checkOptions, type OptionTable } from '../../../lib/errors/option-table.js'
import {
  batchOptions,
  manyOptions,
  saveManyOptions,
  transactionOptions,
} from '../../../lib/operation/many/many-options.js'
import { thrown } from '../../support/rejection.js'

const tables = { manyOptions, batchOptions, saveManyOptions, transactionOptions }
const { signal } = new AbortController()

describe('the options of requests of many', () => {
  for (const [name, option, good, bad] of [
    ['manyOptions', 'signal', [signal], [{}, 'stop', null]],
    ['manyOptions', 'concurrency', [1, 40], [0, -1, 1.5, NaN, Infinity, '5', null]],
    ['manyOptions', 'onProgress', [() => {}], [{}, 'log', true]],
    ['batchOptions', 'duplicates', ['last', 'refuse'], ['first', '', null, true]],
    ['saveManyOptions', 'overwrite', [true, false], ['true', 1, null]],
    ['transactionOptions', 'token', ['t'], ['', 'x'.repeat(37), 5, null]],
  ] as const)
    it(`${name}: ${option} is checked`, () => {
      const check = (value: unknown) =>
        checkOptions(tables[name] as OptionTable<object>, { [option]: value }, { operation: 'x' })
      for (const value of [...good, undefined]) check(value)
      for (const value of bad)
        expect(
          thrown(() => check(value), InvalidOptionError),
          String(value),
        ).property('option', option)
    })

  for (const [name, unknown, meant] of [
    ['manyOptions', 'concurency', 'concurrency'],
    ['batchOptions', 'duplicate', 'duplicates'],
    ['saveManyOptions', 'overwite', 'overwrite'],
    ['transactionOptions', 'tokn', 'token'],
    ['manyOptions', 'abortSignal', undefined],
  ] as const)
    it(`${name}: there is no ${unknown}`, () => {
      const check = () => checkOptions(tables[name] as OptionTable<object>, { [unknown]: 1 }, {})
      expect(thrown(check, InvalidOptionError).message).contain(
        meant === undefined ? 'the options are' : `did you mean \`${meant}\`?`,
      )
    })
})
