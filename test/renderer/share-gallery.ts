import type { TestProject } from 'vitest/node';
import { type ReactBuild, servePage } from './serve-gallery';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the gallery is, by React's build. */
    gallery: Readonly<Record<ReactBuild, string>>;
  }
}

/**
 * Builds and serves the gallery once for all files. Called before there is any worker, so that none inherits the
 * environment that the builds take.
 */
export default async function shareGallery({ provide }: TestProject): Promise<() => Promise<void>> {
  const root = new URL('./gallery/', import.meta.url);
  const development = await servePage(root, 'development');
  const production = await servePage(root, 'production');
  provide('gallery', { development: development.origin, production: production.origin });
  return async () => {
    await development.close();
    await production.close();
  };
}
