import { parentPort, workerData } from 'node:worker_threads';
import { live } from './world';

parentPort?.postMessage(await live(workerData));
