/** The emulators accept any; a client that has none would look for them on the network. */
export const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };
