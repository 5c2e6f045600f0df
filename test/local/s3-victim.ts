import { openScene } from './s3-scene.ts';

/** A process to be killed: the engine on the folder that its argument names. */
const stateDir = process.argv[2];
if (stateDir === undefined) throw new Error('the victim needs a state folder');
const scene = await openScene({ stateDir });
// Asking for its key makes the role known to this process.
scene.credentials.of('All');
process.stdout.write(`${scene.url}\n`);
