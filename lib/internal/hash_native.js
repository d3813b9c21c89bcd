// hash_native.js - the libcrypto natives of src/node/crypto.c, shared by node:crypto and Bun.CryptoHasher.
module.exports = native;
