/** In the data folder. */
export const DATABASE_FILE = 'boilerhouse.db';
export const LOCK_FILE = 'boilerhouse.lock';
