// Types of chromium.mjs for the tests, which are TypeScript.
export declare function findChromium(env?: NodeJS.ProcessEnv): string | null
