// Types of environment.mjs for the tests, which are TypeScript.
export declare function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv
export declare function readUsersFileLimit(): string | null
