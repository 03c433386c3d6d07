// Theme: bytes that one operation allocates on the heap, which is nearly free of noise.
import { reportOf } from './harness/processes.mjs'

const contenders = [
  'raw',
  'document-client',
  'electrodb',
  'dynamodb-toolbox',
  'dyntastic',
  'dyntastic-direct',
]
/**
 * Targets: the most of what the raw SDK allocates. `share`: how many requests an operation makes, of which one counts.
 */
const cases = [
  { theme: 'get', mode: 'full', targets: { dyntastic: 0.6, 'dyntastic-direct': 0.25 } },
  { theme: 'get', mode: 'conv' },
  { theme: 'save', mode: 'full', targets: { dyntastic: 0.8 } },
  { theme: 'save', mode: 'conv' },
  {
    theme: 'query',
    title: 'query of 100',
    mode: 'full',
    share: 10,
    targets: { dyntastic: 0.5, 'dyntastic-direct': 0.4 },
  },
  { theme: 'decode', mode: 'conv', targets: { dyntastic: 0.2 } },
]
// A large young generation, so that hardly anything is collected while it is measured: what is collected is added, and
// is a few hundredths too small.
const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256']

/** The rows of this theme: ratios to the raw SDK, next to the kilobytes. */
export function measure() {
  return cases.flatMap(({ theme, mode, targets = {}, title = theme, share }) => {
    // With a stub in place of `send`, there is no transport.
    const all = contenders.filter((name) => mode === 'full' || name !== 'dyntastic-direct')
    const bytes = Object.fromEntries(all.map((name) => [name, allocatedBy(theme, name, mode, share)]))
    return all.slice(1).map((contender) => ({
      mode: `${title}, ${mode}`,
      contender,
      value: bytes[contender] / bytes.raw,
      note: `${(bytes[contender] / 1024).toFixed(1)} KB (raw ${(bytes.raw / 1024).toFixed(1)})`,
      ...(contender in targets ? { target: targets[contender] } : {}),
    }))
  })
}

/** The bytes that one operation of a contender allocates. */
export function allocatedBy(theme, contender, mode, share = 1) {
  const args = [theme, contender, mode, String(share)]
  return reportOf(new URL('harness/allocate.mjs', import.meta.url), args, flags).bytes
}
