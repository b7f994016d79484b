// A real personal data server with its directory of identities, both on 127.0.0.1; prints where they are.
import { createRequire } from 'node:module'
import path from 'node:path'
const require = createRequire(path.join(process.cwd(), 'package.json'))
const { TestPlc, TestPds } = require('@atproto/dev-env')
const plc = await TestPlc.create({})
const pds = await TestPds.create({ didPlcUrl: plc.url })
console.log(JSON.stringify({ pds: pds.url, plc: plc.url }))
process.on('SIGTERM', async () => { await pds.close(); await plc.close(); process.exit(0) })
