import { expect } from 'chai'
import { optionHelp, readOptions, unknown } from '../../../lib/testing/command/command-line.js'

const table = { port: { value: 'number', doc: 'A port.' }, help: { doc: 'Help.' } }

describe('command line', () => {
  it('reads options with a value after them or after an equals sign, and those without', () => {
    for (const words of [
      ['--port', '1', '--help'],
      ['--help', '--port=1'],
    ])
      expect(Object.fromEntries(readOptions(table, words) as Map<string, string>)).to.deep.equal({
        port: '1',
        help: true,
      })
    expect(readOptions(table, [])).to.deep.equal(new Map())
    expect(readOptions(table, ['--port=a=b'])).to.deep.equal(new Map([['port', 'a=b']]))
  })

  for (const [words, fault] of [
    [['--prot', '1'], "unknown option '--prot'; did you mean --port?"],
    [['--verbose'], "unknown option '--verbose'; expected --port or --help"],
    [['--constructor'], "unknown option '--constructor'; expected --port or --help"],
    [['-p', '1'], "unexpected argument '-p'"],
    [['8000'], "unexpected argument '8000'"],
    [['--'], "unexpected argument '--'"],
    [['--port'], '--port needs a value: number'],
    [['--port='], '--port needs a value: number'],
    [['--port', '--help'], '--port needs a value: number'],
    [['--help=yes'], '--help takes no value'],
    [['--port', '1', '--port=2'], '--port is given twice'],
  ] as const)
    it(`refuses ${words.join(' ')}`, () => {
      expect(readOptions(table, words)).to.deep.equal({ fault })
    })

  it('shows options in columns', () => {
    expect(optionHelp(table)).to.equal('  --port <number>  A port.\n  --help           Help.')
    expect(unknown('command', 'loacl', ['local'])).to.equal("unknown command 'loacl'; did you mean local?")
  })
})
