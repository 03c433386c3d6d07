import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { dropWatch } from '../../../lib/executor/reading/drop-watch.js'
import { notifierOf } from '../../../lib/executor/sending/observers.js'

const run = promisify(execFile)
const here = new URL('../../../', import.meta.url)

// A program with two dropped operations and a used one; what it prints and warns of.
async function program(observers: string, ending: string): Promise<{ stdout: string; stderr: string }> {
  const source = `
    const { dropWatch } = await import(${JSON.stringify(new URL('lib/executor/reading/drop-watch.ts', here).href)})
    const { notifierOf } = await import(${JSON.stringify(new URL('lib/executor/sending/observers.ts', here).href)})
    const watch = dropWatch(notifierOf([${observers}]))
    const operation = (name) => ({ name, context: { model: { name: 'User' } } })
    function forgetful() { watch.made(operation('save')) }
    forgetful()
    const kept = operation('get')
    watch.made(kept)
    watch.used(kept)
    ${ending}`
  const loader = new URL('spec/register.js', here).href
  return run(process.execPath, ['--expose-gc', '--import', loader, '--input-type=module', '-e', source])
}

const collect =
  'for (let n = 0; n < 20; n++) { gc(); await new Promise((done) => setTimeout(done, 5)) }; process.exit()'

describe('executor/drop-watch', () => {
  it('reports an operation that was collected unused, and the place at which it was built, to observers', async () => {
    const { stdout, stderr } = await program(
      '{ onDropped: (event) => console.log(JSON.stringify(event)) }',
      collect,
    )
    const lines = stdout.trim().split('\n')
    expect(lines).to.have.length(1)
    const event = JSON.parse(lines[0] ?? '') as { operation: string; stack: string }
    expect(event.operation).to.equal('User.save')
    expect(event.stack).to.match(/^\s+at forgetful/)
    expect(stderr).to.not.contain('DyntasticWarning')
  })

  it('warns where no observer listens', async () => {
    const { stdout, stderr } = await program('', collect)
    expect(stdout).to.equal('')
    expect(stderr).to.match(/\[DYNTASTIC_DROPPED\] DyntasticWarning: User\.save was built, but never run/)
    expect(stderr).to.contain('at forgetful').and.not.contain('User.get')
  })

  it('reports what is still unused when a program ends', async () => {
    const { stdout } = await program('{ onDropped: (event) => console.log(event.operation) }', '')
    expect(stdout.trim()).to.equal('User.save')
  })

  it('leaves no listener behind once everything is used', () => {
    const before = process.listenerCount('beforeExit')
    const watch = dropWatch(notifierOf([]))
    const save = () => ({ name: 'save', context: { model: { name: 'User' } } })
    const operations = [save(), save()]
    for (const operation of operations) watch.made(operation)
    expect(process.listenerCount('beforeExit')).to.equal(before + 1)
    for (const operation of [...operations, ...operations, {}]) watch.used(operation)
    expect(process.listenerCount('beforeExit')).to.equal(before)
  })
})
