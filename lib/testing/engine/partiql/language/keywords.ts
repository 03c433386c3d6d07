// PartiQL's reserved words, which must be in double quotes as names of attributes and tables.

const words = `
  absolute action add all allocate alter and any are as asc assertion at authorization avg bag begin between bit
  bit_length blob bool boolean by cascade cascaded case cast catalog char character character_length char_length check
  clob close coalesce collate collation column commit conflict connect connection constraint constraints continue
  convert corresponding count create cross current current_date current_time current_timestamp current_user cursor date
  date_add deallocate dec decimal declare default deferrable deferred delete desc describe descriptor diagnostics
  disconnect distinct do domain double drop else end escape except exception exec execute exists external extract
  false fetch first float for foreign found from full get global go goto grant group having identity immediate in index
  indicator initially inner input insensitive insert int integer intersect interval into is isolation join key language
  last left let level like limit list local lower match max min missing modified module names national natural nchar new
  next no not nothing null nullif numeric octet_length of old on only open option or order outer output overlaps pad
  partial pivot position precision prepare preserve primary prior privileges procedure public read real references
  relative remove restrict returning revoke right rollback rows schema scroll section select session session_user set
  sexp size smallint some space sql sqlcode sqlerror sqlstate string struct substring sum symbol system_user table
  temporary then time timestamp to transaction translate translation trim true tuple union unique unknown unpivot update
  upper usage user using value values varchar varying view when whenever where with work write zone
`

/** In lower case. */
export const keywords: ReadonlySet<string> = new Set(words.trim().split(/\s+/))

/** The reserved words that are the name of a function where a parenthesis follows. */
export const functionWords: ReadonlySet<string> = new Set([
  'avg',
  'bit_length',
  'cast',
  'character_length',
  'char_length',
  'coalesce',
  'count',
  'date_add',
  'exists',
  'extract',
  'lower',
  'max',
  'min',
  'nullif',
  'octet_length',
  'position',
  'size',
  'substring',
  'sum',
  'trim',
  'upper',
])

/** The types that IS takes by the grammar, in lower case, and how refusals name them. */
export const typeNames: ReadonlyMap<string, string> = new Map([
  ['missing', 'MISSING'],
  ['null', 'NULL'],
  ['bool', 'BOOLEAN'],
  ['boolean', 'BOOLEAN'],
  ['blob', 'BLOB'],
  ['string', 'STRING'],
  ['numeric', 'NUMERIC'],
  ['struct', 'STRUCT'],
  ['tuple', 'TUPLE'],
  ['list', 'LIST'],
  ['bag', 'BAG'],
  ['sexp', 'SEXP'],
  ['clob', 'CLOB'],
  ['symbol', 'SYMBOL'],
  ['int', 'INTEGER'],
  ['integer', 'INTEGER'],
  ['int4', 'INTEGER4'],
  ['int8', 'INTEGER8'],
  ['smallint', 'SMALLINT'],
  ['decimal', 'DECIMAL'],
  ['dec', 'DECIMAL'],
  ['float', 'FLOAT'],
  ['real', 'REAL'],
  ['double precision', 'DOUBLE_PRECISION'],
  ['char', 'CHARACTER'],
  ['character', 'CHARACTER'],
  ['character varying', 'CHARACTER_VARYING'],
  ['varchar', 'CHARACTER_VARYING'],
  ['date', 'DATE'],
  ['time', 'TIME'],
  ['timestamp', 'TIMESTAMP'],
])
