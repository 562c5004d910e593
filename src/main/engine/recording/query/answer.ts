// One question in SQL, answered in this process: the tables that it names are made in a temporary database of their own, so
// that nothing which an author of the file wrote is ever run, and nothing can be written, attached or loaded.
import { constants, DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { FaultError } from '../../../../shared/fault.ts'
import { openToRead } from '../reading/open.ts'
import { readRuns } from '../reading/runs.ts'
import { fillView } from './fill.ts'
import { TooManySamples } from './samples.ts'
import { type ViewName, views } from './views.ts'

export interface QueryAnswer {
  /** Names of the columns, as the question names them. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly QueryValue[])[]
  /** There are more rows than were asked for. */
  readonly isCut: boolean
  /** What could not be read of the recording, in sentences. */
  readonly damage: readonly string[]
}

export type QueryValue = string | number | null

/** Space, semicolons and comments. */
const NOTHING = /^(?:\s|;|--[^\n]*|\/\*[^]*?\*\/)*$/

const allowed: readonly number[] = [constants.SQLITE_SELECT, constants.SQLITE_READ, constants.SQLITE_FUNCTION, constants.SQLITE_RECURSIVE]

/** Throws `query-failed`, `recording-damaged`, `recording-too-new`. May take long: query.ts sets a limit from outside. */
export function answerQuery(path: string, sql: string, rowsMost: number): QueryAnswer {
  const file = openToRead(path)
  // '' is a database in a temporary file, which is gone when it is closed.
  const database = new DatabaseSync('', { limits: { attach: 0, length: 1 << 27 } })
  try {
    for (const { name, columns } of views) database.exec(`CREATE TABLE ${name} (${columns.map(({ name: column, type }) => `${column} ${type}`).join(', ')})`)
    const wanted = readWanted(database, sql)
    const runs = readRuns(file)
    for (const { name } of views) if (wanted.has(name)) fillView(database, name, { file, runs })
    restrict(database, () => undefined)
    return { ...readRows(prepare(database, sql), rowsMost), damage: file.damage }
  } catch (error) {
    throw asFault(error)
  } finally {
    database.close()
    file.close()
  }
}

/** Which tables the question reads: SQLite tells while it prepares it. */
function readWanted(database: DatabaseSync, sql: string): ReadonlySet<string> {
  const wanted = new Set<string>()
  restrict(database, table => wanted.add(table))
  prepare(database, sql)
  database.setAuthorizer(null)
  return wanted
}

function restrict(database: DatabaseSync, take: (table: ViewName) => unknown): void {
  const names = new Set<string>(views.map(({ name }) => name))
  database.setAuthorizer((action, first) => {
    if (!allowed.includes(action)) return constants.SQLITE_DENY
    if (action === constants.SQLITE_READ && first !== null && names.has(first)) take(first as ViewName) // one of their names
    return constants.SQLITE_OK
  })
}

function prepare(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql)
  if (!NOTHING.test(sql.slice(statement.sourceSQL.length))) throw new Error('one question at a time: there is more behind the first')
  if (statement.columns().length === 0) throw new Error('only SELECT is answered')
  return statement
}

function readRows(statement: StatementSync, rowsMost: number): Omit<QueryAnswer, 'damage'> {
  const columns = statement.columns().map(({ name }) => name)
  statement.setReturnArrays(true)
  const rows: QueryValue[][] = []
  for (const row of statement.iterate() as Iterable<unknown> as Iterable<SQLOutputValue[]>) {
    if (rows.length === rowsMost) return { columns, rows, isCut: true }
    rows.push(row.map(valueOf))
  }
  return { columns, rows, isCut: false }
}

/** Our tables hold no blobs; one that a question makes is told by its bytes. */
function valueOf(value: SQLOutputValue): QueryValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'bigint' ? Number(value) : value
}

function asFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error
  if (error instanceof TooManySamples) return new FaultError({ kind: 'query-failed', reason: 'there are too many samples to put into tables. Ask for the tables of processes or events, or export a part of the run' })
  const said = error instanceof Error ? error.message : String(error)
  const reason = /not authorized|prohibited/.test(said) ? 'only SELECT from the recording’s own tables is answered' : said
  return new FaultError({ kind: 'query-failed', reason }, { cause: error })
}
