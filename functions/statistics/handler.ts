import { BusMessage } from '#functions/adapters/bus';
import { committer } from '#functions/adapters/committer';
import { eachMessage } from '#functions/adapters/messages';
import { reader } from '#functions/adapters/reader';
import { table } from '#functions/adapters/table';
import { setting } from '#functions/runtime/env';
import { count } from './count.ts';

const store = table(setting('TABLE'));
const deps = { ...reader(store), ...committer(store) };

export const handler = eachMessage(BusMessage, ({ detail }) => count(detail.stream, deps));
