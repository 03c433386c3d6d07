// The version that the package states.
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { version } from '../lib/version.js'

describe('version', () => {
  it('equals that of package.json', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    expect(version).equal(manifest.version)
  })
})
