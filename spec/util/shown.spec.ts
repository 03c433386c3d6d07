// Objects that show themselves in one line.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Shown } from '../../lib/util/shown.js'

class Vault extends Shown {
  readonly secret = 'hunter2-marker'
  readonly self = this

  override toString(): string {
    return 'a vault'
  }
}

describe('Shown', () => {
  it('is its own toString() in JSON and inspection, wherever it stands', () => {
    const vault = new Vault()
    expect(JSON.stringify({ list: [vault] })).equal('{"list":["a vault"]}')
    expect(inspect({ list: [vault] }, { depth: 10, showHidden: true }))
      .contain('a vault')
      .and.not.contain('hunter2')
    expect(`${vault}`).equal('a vault')
  })

  it('is not shown by what nobody gave it', () => {
    expect(String(new Shown())).equal('[object Object]')
    expect(JSON.stringify(new Shown())).equal('"[object Object]"')
  })
})
