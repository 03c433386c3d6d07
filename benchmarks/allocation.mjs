// Theme: heap allocated by one operation, which is nearly free of noise.
import { reportOf } from './harness/processes.mjs'

const contenders = ['raw', 'document-client', 'electrodb', 'dynamodb-toolbox', 'dyntastic']
/** The most of what the raw SDK allocates. */
const cases = [
  { theme: 'get', mode: 'full', target: 0.6 },
  { theme: 'get', mode: 'conv' },
  { theme: 'save', mode: 'full', target: 0.8 },
  { theme: 'save', mode: 'conv' },
  { theme: 'query', mode: 'full', target: 0.5 },
  { theme: 'decode', mode: 'conv', target: 0.2 },
]
// The young generation is so large that nothing is collected while it is measured.
const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256']

/** The rows of this theme: ratios to the raw SDK, next to the kilobytes. */
export function measure() {
  return cases.flatMap(({ theme, mode, target }) => {
    const bytes = Object.fromEntries(
      contenders.map((name) => [
        name,
        reportOf(new URL('harness/allocate.mjs', import.meta.url), [theme, name, mode], flags).bytes,
      ]),
    )
    return contenders.slice(1).map((contender) => ({
      mode: `${theme}, ${mode}`,
      contender,
      value: bytes[contender] / bytes.raw,
      note: `${(bytes[contender] / 1024).toFixed(1)} KB (raw ${(bytes.raw / 1024).toFixed(1)})`,
      ...(contender === 'dyntastic' && target !== undefined ? { target } : {}),
    }))
  })
}
