import type { Bridge } from '@shared/contract/contract.ts';

declare global {
  interface Window {
    /** Put here by the preload script. */
    readonly boilerhouse: Bridge;
  }
}
