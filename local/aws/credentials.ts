/** The emulators accept any credentials, but a client without credentials would look for them on the network. */
export const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };
