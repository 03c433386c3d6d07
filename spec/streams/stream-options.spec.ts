// Options of stream handlers are checked by their rows.
import { expect } from 'chai'
import { checkOptions } from '../../lib/errors/option-table.js'
import { streamOptions } from '../../lib/streams/stream-options.js'

const fault = (options: object): string => {
  try {
    checkOptions(streamOptions as never, options, { operation: 'streamHandler' })
    return ''
  } catch (error) {
    return String(error)
  }
}

describe('stream options', () => {
  it('take what they say, and refuse the rest by name', () => {
    expect(
      fault({
        view: 'KEYS_ONLY',
        onInvalid: 'skip',
        parallel: 'byItem',
        concurrency: 3,
        reserve: 0,
        failures: 'throw',
      }),
    ).equal('')
    for (const [name, value] of Object.entries({
      view: 'keys',
      onInvalid: 'ignore',
      parallel: true,
      concurrency: 0,
      reserve: -1,
      failures: 'ignore',
      onFailure: 'log',
    }))
      expect(fault({ [name]: value }), name).contain(`\`${name}\` must be`)
  })
})
