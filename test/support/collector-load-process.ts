/** A sender in a process of its own, for `loadCollectorApart`: `node --import tsx collector-load-process.ts SETTINGS`. */
import { loadEvents } from '../../services/simulator/load.ts';
import { loadCollector } from './collector-load.ts';
import type { LoadApart } from './collector-load-apart.ts';

const { seed, ...load } = JSON.parse(process.argv[2]!) as LoadApart;
const loaded = await loadCollector({ ...load, events: loadEvents({ seed }) });
process.send!(loaded, () => process.disconnect());
