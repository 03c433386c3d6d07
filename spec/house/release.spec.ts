// The release script: which versions may follow, and what becomes of the change log.
import { expect } from 'chai'
import { follows, released } from '../../scripts/release.js'

const log =
  '# Changelog\n\n## Unreleased\n\n### Added\n\n- A thing.\n\n## 0.1.0 (2026-01-01)\n\n- The first.\n'

describe('the release script', () => {
  it('makes a version of what is unreleased, and leaves an empty section above it', () => {
    expect(released(log, '0.2.0', '2026-02-03')).to.equal(
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-02-03)\n\n### Added\n\n- A thing.\n\n## 0.1.0 (2026-01-01)\n\n- The first.\n',
    )
  })

  it('refuses a change log without an unreleased change, and a version that is there already', () => {
    expect(() => released('# Changelog\n\n## 0.1.0 (2026-01-01)\n', '0.2.0', '')).to.throw(
      'no section "Unreleased"',
    )
    expect(() => released(log.replace('### Added\n\n- A thing.\n', ''), '0.2.0', '')).to.throw(
      'nothing is unreleased',
    )
    expect(() => released(log, '0.1.0', '')).to.throw('a section 0.1.0 already')
  })

  for (const next of ['1.2.4', '1.3.0', '2.0.0'])
    it(`lets ${next} follow 1.2.3`, () => expect(follows('1.2.3', next)).to.equal(true))

  for (const next of [
    '1.2.3',
    '1.2.2',
    '1.2.5',
    '1.3.1',
    '2.0.1',
    '2.1.0',
    '3.0.0',
    '1.2',
    '1.3.0-beta',
    'v1.3.0',
    '',
  ])
    it(`refuses ${JSON.stringify(next)} after 1.2.3`, () => expect(follows('1.2.3', next)).to.equal(false))
})
