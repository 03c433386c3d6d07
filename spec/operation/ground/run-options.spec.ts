// The options of one run: a signal, and nothing else.
import { expect } from 'chai'
import { InvalidOptionError } from '../../../lib/errors/invalid-option-error.js'
import { checkRunOptions } from '../../../lib/operation/ground/run-options.js'
import type { RunOptions } from '../../../lib/operation/ground/runner.js'
import { thrown } from '../../support/rejection.js'

describe('checkRunOptions', () => {
  const check = (options: unknown) => checkRunOptions({ name: 'User' }, 'get', options as RunOptions)

  it('takes a signal, or nothing', () => {
    for (const options of [undefined, {}, { signal: undefined }, { signal: new AbortController().signal }])
      check(options)
  })

  for (const [options, message] of [
    [{ singal: 1 }, 'there is no option `singal`; did you mean `signal`?'],
    [{ signal: 'stop' }, "`signal` must be an AbortSignal, but is 'stop'"],
    [{ signal: new AbortController() }, '`signal` must be an AbortSignal, but is an AbortController'],
    [{ signal: null }, 'but is null'],
    [null, 'the options must be an object, but are null'],
    [5, 'but are 5'],
  ] as const)
    it(`refuses ${message}`, () => {
      const error = thrown(() => check(options), InvalidOptionError)
      expect(error.message)
        .equal(error.message.startsWith('User.get: ') ? error.message : '')
        .contain(message)
    })
})
