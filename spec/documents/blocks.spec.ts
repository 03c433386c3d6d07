// Every TypeScript block of README and guide compiles, strictly, and runs on the embedded engine.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { type Block, blocksOf, moduleOf, pages, typesOf } from './blocks.js'

const root = new URL('../../', import.meta.url)
const folder = new URL('.cache/blocks/', root)

describe('the code blocks of README and guide', function () {
  this.timeout(120_000)
  const blocks: Block[] = pages(root).flatMap((page) =>
    blocksOf(page, readFileSync(new URL(page, root), 'utf8')),
  )
  const nameOf = ({ page, line }: Block) => `${page.replace(/\W/g, '-')}-${line}`
  let prelude: typeof import('./prelude.js')

  before(async () => {
    prelude = await import('./prelude.js')
    const names = { values: new Set(Object.keys(prelude)), types: typesOf(new URL('lib/index.ts', root)) }
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const block of blocks)
      writeFileSync(
        new URL(`${nameOf(block)}.ts`, folder),
        moduleOf(block, names, '../../spec/documents/prelude.js'),
      )
    writeFileSync(
      new URL('tsconfig.json', folder),
      JSON.stringify({
        extends: '../../tsconfig.json',
        compilerOptions: { noUnusedLocals: false, noPropertyAccessFromIndexSignature: false },
        include: ['*.ts'],
      }),
    )
  })

  after(async () => {
    await prelude.local.stop()
    delete process.env['DYNTASTIC_HOST']
    rmSync(folder, { recursive: true, force: true })
  })

  it('there are some', () => {
    expect(blocks.length).to.be.greaterThan(15)
  })

  it('they compile', () => {
    const tsc = fileURLToPath(new URL('node_modules/@typescript/native/bin/tsc', root))
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', fileURLToPath(folder), '--pretty', 'false'], {
      encoding: 'utf8',
    })
    expect(stdout.trim()).to.equal('')
  })

  for (const block of blocks)
    it(`${block.page}, line ${block.line}, runs`, async () => {
      await prelude.begin()
      await import(new URL(`${nameOf(block)}.ts`, folder).href)
    })
})
