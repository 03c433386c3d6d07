// `npm run docs`: writes docs/map.md, docs/errors.md, docs/guide/reference.md and the index of docs/decisions.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { register } from 'tsx/esm/api'

register()
const root = new URL('../', import.meta.url)
const { decisionsPage, errorsPage, mapPage } = await import('./pages.ts')
const { referencePage } = await import('./reference.ts')
const { errorCodes } = await import('../lib/errors/codes.ts')

const paths = readdirSync(new URL('lib', root), { recursive: true })
  .map((path) => `lib/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts'))
const sources = new Map(paths.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]))

const decisions = readdirSync(new URL('docs/decisions', root)).filter((name) => name !== 'README.md')
const records = new Map(
  decisions.map((name) => [name, readFileSync(new URL(`docs/decisions/${name}`, root), 'utf8')]),
)

writeFileSync(new URL('docs/map.md', root), mapPage(sources))
writeFileSync(new URL('docs/errors.md', root), errorsPage(errorCodes))
writeFileSync(new URL('docs/guide/reference.md', root), referencePage())
writeFileSync(new URL('docs/decisions/README.md', root), decisionsPage(records))
