// The text of every coded error of Node.js 26 and the class it belongs to. Loaded when the first error is
// made. Plain entries use %1..%4 for the arguments; entries that need logic are functions in `formatters`.
"use strict";

const { Array, Number, String, Math, Object, JSON } = globalThis;

const table = {
    __proto__: null,
    Error: {
        __proto__: null,
        ERR_ACCESS_DENIED: '%1',
        ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED: 'Async loader request never settled',
        ERR_CANNOT_WATCH_SIGINT: 'Cannot watch for SIGINT signals',
        ERR_CHILD_CLOSED_BEFORE_REPLY: 'Child closed before reply received',
        ERR_CHILD_PROCESS_IPC_REQUIRED:
            'Forked processes must have an IPC channel, missing value \'ipc\' in %1',
        ERR_CONTEXT_NOT_INITIALIZED: 'context used is not initialized',
        ERR_CRYPTO_ARGON2_NOT_SUPPORTED: 'Argon2 algorithm not supported',
        ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED: 'Custom engines not supported by this OpenSSL',
        ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY: 'Public key is not valid for specified curve',
        ERR_CRYPTO_ENGINE_UNKNOWN: 'Engine "%1" was not found',
        ERR_CRYPTO_FIPS_FORCED: 'Cannot set FIPS mode, it was forced with --force-fips at startup.',
        ERR_CRYPTO_FIPS_UNAVAILABLE: 'Cannot set FIPS mode in a non-FIPS build.',
        ERR_ZLIB_INITIALIZATION_FAILED: 'Initialization failed',
        ERR_CRYPTO_HASH_FINALIZED: 'Digest already called',
        ERR_CRYPTO_HASH_UPDATE_FAILED: 'Hash update failed',
        ERR_CRYPTO_INCOMPATIBLE_KEY: 'Incompatible %1: %2',
        ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS: 'The selected key encoding %1 %2.',
        ERR_CRYPTO_INVALID_STATE: 'Invalid state for operation %1',
        ERR_CRYPTO_KEM_NOT_SUPPORTED: 'KEM is not supported',
        ERR_CRYPTO_MAC_FINALIZED: 'MAC already finalized',
        ERR_CRYPTO_MAC_NOT_SUPPORTED: 'MAC is not supported',
        ERR_CRYPTO_MAC_UPDATE_FAILED: 'MAC update failed',
        ERR_CRYPTO_PBKDF2_ERROR: 'PBKDF2 error',
        ERR_CRYPTO_SCRYPT_NOT_SUPPORTED: 'Scrypt algorithm not supported',
        ERR_CRYPTO_SIGN_KEY_REQUIRED: 'No key provided to sign',
        ERR_DEBUGGER_ERROR: '%1',
        ERR_DEBUGGER_STARTUP_ERROR: '%1',
        ERR_DIR_CLOSED: 'Directory handle was closed',
        ERR_DIR_CONCURRENT_OPERATION:
            'Cannot do synchronous work on directory handle with concurrent asynchronous ' +
            'operations',
        ERR_DNS_SET_SERVERS_FAILED: 'c-ares failed to set servers: "%1" [%2]',
        ERR_DOMAIN_CALLBACK_NOT_AVAILABLE:
            'A callback was registered through ' +
            'process.setUncaughtExceptionCaptureCallback(), which is mutually exclusive ' +
            'with using the `domain` module',
        ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE:
            'The `domain` module is in use, which is mutually exclusive with calling ' +
            'process.setUncaughtExceptionCaptureCallback()',
        ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION:
            'Deserialize main function is already configured.',
        ERR_EVAL_ESM_CANNOT_PRINT: '--print cannot be used with ESM input',
        ERR_EVENT_RECURSION: 'The event "%1" is already being dispatched',
        ERR_FFI_LIBRARY_CLOSED: 'Library is closed',
        ERR_HTTP2_CONNECT_AUTHORITY: ':authority header is required for CONNECT requests',
        ERR_HTTP2_CONNECT_PATH: 'The :path header is forbidden for CONNECT requests',
        ERR_HTTP2_CONNECT_SCHEME: 'The :scheme header is forbidden for CONNECT requests',
        ERR_HTTP2_GOAWAY_SESSION: 'New streams cannot be created after receiving a GOAWAY',
        ERR_HTTP2_HEADERS_AFTER_RESPOND:
            'Cannot specify additional headers after response initiated',
        ERR_HTTP2_HEADERS_SENT: 'Response has already been initiated.',
        ERR_HTTP2_INVALID_SESSION: 'The session has been destroyed',
        ERR_HTTP2_INVALID_STREAM: 'The stream has been destroyed',
        ERR_HTTP2_MAX_PENDING_SETTINGS_ACK: 'Maximum number of pending settings acknowledgements',
        ERR_HTTP2_NESTED_PUSH: 'A push stream cannot initiate another push stream.',
        ERR_HTTP2_NO_MEM: 'Out of memory',
        ERR_HTTP2_NO_SOCKET_MANIPULATION:
            'HTTP/2 sockets should not be directly manipulated (e.g. read and written)',
        ERR_HTTP2_OUT_OF_STREAMS:
            'No stream ID is available because maximum stream ID has been reached',
        ERR_HTTP2_PAYLOAD_FORBIDDEN: 'Responses with %1 status must not have a payload',
        ERR_HTTP2_PING_CANCEL: 'HTTP2 ping cancelled',
        ERR_HTTP2_PUSH_DISABLED: 'HTTP/2 client has disabled push streams',
        ERR_HTTP2_SEND_FILE: 'Directories cannot be sent',
        ERR_HTTP2_SEND_FILE_NOSEEK: 'Offset or length can only be specified for regular files',
        ERR_HTTP2_SESSION_ERROR: 'Session closed with error code %1',
        ERR_HTTP2_SETTINGS_CANCEL: 'HTTP2 session settings canceled',
        ERR_HTTP2_SOCKET_BOUND: 'The socket is already bound to an Http2Session',
        ERR_HTTP2_SOCKET_UNBOUND: 'The socket has been disconnected from the Http2Session',
        ERR_HTTP2_STATUS_101: 'HTTP status code 101 (Switching Protocols) is forbidden in HTTP/2',
        ERR_HTTP2_STREAM_ERROR: 'Stream closed with error code %1',
        ERR_HTTP2_STREAM_SELF_DEPENDENCY: 'A stream cannot depend on itself',
        ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS:
            'Number of custom settings exceeds MAX_ADDITIONAL_SETTINGS',
        ERR_HTTP2_TOO_MANY_INVALID_FRAMES: 'Too many invalid HTTP/2 frames',
        ERR_HTTP2_TOO_MANY_ORIGINS:
            'The server sent more ORIGIN frames than the allowed number of %1',
        ERR_HTTP2_TRAILERS_ALREADY_SENT: 'Trailing headers have already been sent',
        ERR_HTTP2_TRAILERS_NOT_READY:
            'Trailing headers cannot be sent until after the wantTrailers event is emitted',
        ERR_HTTP2_UNSUPPORTED_PROTOCOL: 'protocol "%1" is unsupported.',
        ERR_HTTP_BODY_NOT_ALLOWED:
            'Adding content for this request method or response status is not allowed.',
        ERR_HTTP_CONTENT_LENGTH_MISMATCH:
            'Response body\'s content-length of %1 byte(s) does not match the ' +
            'content-length of %2 byte(s) set in header',
        ERR_HTTP_HEADERS_SENT: 'Cannot %1 headers after they are sent to the client',
        ERR_HTTP_REQUEST_TIMEOUT: 'Request timeout',
        ERR_HTTP_SOCKET_ASSIGNED: 'ServerResponse has an already assigned socket',
        ERR_HTTP_SOCKET_ENCODING:
            'Changing the socket encoding is not allowed per RFC7230 Section 3.',
        ERR_HTTP_TRAILER_INVALID: 'Trailers are invalid with this transfer encoding',
        ERR_INPUT_TYPE_NOT_ALLOWED:
            '--input-type can only be used with string input via --eval, --print, or STDIN',
        ERR_INSPECTOR_ALREADY_ACTIVATED:
            'Inspector is already activated. Close it with inspector.close() before ' +
            'activating it again.',
        ERR_INSPECTOR_ALREADY_CONNECTED: '%1 is already connected',
        ERR_INSPECTOR_CLOSED: 'Session was closed',
        ERR_INSPECTOR_NOT_ACTIVE: 'Inspector is not active',
        ERR_INSPECTOR_NOT_AVAILABLE: 'Inspector is not available',
        ERR_INSPECTOR_NOT_CONNECTED: 'Session is not connected',
        ERR_INSPECTOR_NOT_WORKER: 'Current thread is not a worker',
        ERR_INVALID_STATE: 'Invalid state: %1',
        ERR_IPC_CHANNEL_CLOSED: 'Channel closed',
        ERR_IPC_DISCONNECTED: 'IPC channel is already disconnected',
        ERR_IPC_ONE_PIPE: 'Child process can have only one IPC pipe',
        ERR_IPC_SYNC_FORK: 'IPC cannot be used with synchronous forks',
        ERR_IP_BLOCKED: 'IP(%1) is blocked by net.BlockList',
        ERR_LOADER_CHAIN_INCOMPLETE:
            '"%1" did not call the next hook in its chain and did not explicitly signal ' +
            'a short circuit. If this is intentional, include `shortCircuit: true` in ' +
            'the hook\'s return.',
        ERR_METHOD_NOT_IMPLEMENTED: 'The %1 method is not implemented',
        ERR_MULTIPLE_CALLBACK: 'Callback called multiple times',
        ERR_NOT_BUILDING_SNAPSHOT: 'Operation cannot be invoked when not building startup snapshot',
        ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION:
            'Operation cannot be invoked when not in a single-executable application',
        ERR_NOT_SUPPORTED_IN_SNAPSHOT: '%1 is not supported in startup snapshot',
        ERR_NO_CRYPTO: 'Node.js is not compiled with OpenSSL crypto support',
        ERR_NO_TEMPORAL: 'Temporal is not supported in this environment',
        ERR_NO_TYPESCRIPT: 'Node.js is not compiled with TypeScript support',
        ERR_OPERATION_FAILED: 'Operation failed: %1',
        ERR_PACKAGE_MAP_KEY_NOT_FOUND:
            'Package key "%1" referenced in dependencies but not defined in %2',
        ERR_PROTO_ACCESS: 'Accessing Object.prototype.__proto__ has been disallowed with --disable-proto=throw',
        ERR_PROXY_INVALID_CONFIG: '%1',
        ERR_PROXY_TUNNEL: '%1',
        ERR_QUIC_CONNECTION_FAILED: 'QUIC connection failed',
        ERR_QUIC_OPEN_STREAM_FAILED: 'Failed to open QUIC stream',
        ERR_QUIC_STREAM_ABORTED: '%1',
        ERR_QUIC_VERSION_NEGOTIATION_ERROR: 'The QUIC session requires version negotiation',
        ERR_REQUIRE_CYCLE_MODULE: '%1',
        ERR_SCRIPT_EXECUTION_INTERRUPTED: 'Script execution was interrupted by `SIGINT`',
        ERR_SERVER_ALREADY_LISTEN: 'Listen method has been called more than once without closing.',
        ERR_SERVER_NOT_RUNNING: 'Server is not running.',
        ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND:
            'Cannot find asset %1 for the single executable application',
        ERR_SOCKET_ALREADY_BOUND: 'Socket is already bound',
        ERR_SOCKET_CLOSED: 'Socket is closed',
        ERR_SOCKET_CLOSED_BEFORE_CONNECTION: 'Socket closed before the connection was established',
        ERR_SOCKET_CONNECTION_TIMEOUT: 'Socket connection timeout',
        ERR_SOCKET_DGRAM_IS_CONNECTED: 'Already connected',
        ERR_SOCKET_DGRAM_NOT_CONNECTED: 'Not connected',
        ERR_SOCKET_DGRAM_NOT_RUNNING: 'Not running',
        ERR_SOCKET_HANDLE_ADOPTED:
            'The bound socket has already been adopted by a server or socket',
        ERR_SOURCE_MAP_CORRUPT: 'The source map for \'%1\' does not exist or is corrupt.',
        ERR_SOURCE_MAP_MISSING_SOURCE: 'Cannot find \'%1\' imported from the source map for \'%2\'',
        ERR_STREAM_ALREADY_FINISHED: 'Cannot call %1 after a stream was finished',
        ERR_STREAM_CANNOT_PIPE: 'Cannot pipe, not readable',
        ERR_STREAM_DESTROYED: 'Cannot call %1 after a stream was destroyed',
        ERR_STREAM_PREMATURE_CLOSE: 'Premature close',
        ERR_STREAM_PUSH_AFTER_EOF: 'stream.push() after EOF',
        ERR_STREAM_UNABLE_TO_PIPE: 'Cannot pipe to a closed or destroyed stream',
        ERR_STREAM_UNSHIFT_AFTER_END_EVENT: 'stream.unshift() after end event',
        ERR_STREAM_WRAP: 'Stream has StringDecoder set or is in objectMode',
        ERR_STREAM_WRITE_AFTER_END: 'write after end',
        ERR_SYNTHETIC: 'JavaScript Callstack',
        ERR_THROTTLED: 'The call was dropped by the throttled function',
        ERR_TLS_DH_PARAM_SIZE: 'DH parameter size %1 is less than 2048',
        ERR_TLS_HANDSHAKE_TIMEOUT: 'TLS handshake timeout',
        ERR_TLS_INVALID_STATE: 'TLS socket connection must be securely established',
        ERR_TLS_RENEGOTIATION_DISABLED: 'TLS session renegotiation disabled for this socket',
        ERR_TLS_RENEGOTIATION_UNSUPPORTED:
            'TLS session renegotiation is unsupported by this TLS implementation',
        ERR_TLS_REQUIRED_SERVER_NAME: '"servername" is required parameter for Server.addContext',
        ERR_TLS_SESSION_ATTACK: 'TLS session renegotiation attack detected',
        ERR_TLS_SNI_FROM_SERVER: 'Cannot issue SNI from a TLS server-side socket',
        ERR_TRACE_EVENTS_UNAVAILABLE: 'Trace events are unavailable',
        ERR_UNAVAILABLE_DURING_EXIT: 'Cannot call function in process exit handler',
        ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET:
            '`process.setupUncaughtExceptionCapture()` was called while a capture ' +
            'callback was already active',
        ERR_UNKNOWN_BUILTIN_MODULE: 'No such built-in module: %1',
        ERR_UNKNOWN_CREDENTIAL: '%1 identifier does not exist: %2',
        ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
            'Stripping types is currently unsupported for files under node_modules, for "%1"',
        ERR_USE_AFTER_CLOSE: '%1 was closed',
        ERR_VALID_PERFORMANCE_ENTRY_TYPE: 'At least one valid performance entry type is required',
        ERR_VFS_INVALID_TARGET:
            '%1 is not a valid --vfs-mount source: must be an existing file or directory',
        ERR_VM_MODULE_ALREADY_LINKED: 'Module has already been linked',
        ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA:
            'Cached data cannot be created for a module which has been evaluated',
        ERR_VM_MODULE_DIFFERENT_CONTEXT: 'Linked modules must use the same context',
        ERR_VM_MODULE_NOT_MODULE: 'Provided module is not an instance of Module',
        ERR_VM_MODULE_STATUS: 'Module status %1',
        ERR_WASI_ALREADY_STARTED: 'WASI instance has already started',
        ERR_WEBASSEMBLY_NOT_SUPPORTED:
            'WebAssembly is not supported in this environment, but is required for %1',
        ERR_WORKER_HANDLE_NOT_TRANSFERABLE:
            '%1 cannot be transferred in its current state; it must be a freshly created ' +
            'or accepted handle that has not started reading and has no pending writes',
        ERR_WORKER_INIT_FAILED: 'Worker initialization failure: %1',
        ERR_WORKER_MESSAGING_ERRORED:
            'The destination thread threw an error while processing the message',
        ERR_WORKER_MESSAGING_FAILED: 'Cannot find the destination thread or listener',
        ERR_WORKER_MESSAGING_SAME_THREAD: 'Cannot sent a message to the same thread',
        ERR_WORKER_MESSAGING_TIMEOUT: 'Sending a message to another thread timed out',
        ERR_WORKER_NOT_RUNNING: 'Worker instance not running',
        ERR_WORKER_OUT_OF_MEMORY: 'Worker terminated due to reaching memory limit: %1',
        ERR_WORKER_UNSERIALIZABLE_ERROR: 'Serializing an uncaught exception failed',
        ERR_ZIP_ENTRY_CORRUPT: 'ZIP entry is corrupt: %1',
        ERR_ZIP_ENTRY_NOT_FOUND: 'no such entry "%1" in the archive',
        ERR_ZIP_INVALID_ARCHIVE: 'invalid ZIP archive: %1',
        ERR_ZIP_UNSUPPORTED_FEATURE: 'unsupported ZIP feature: %1',
    },
    TypeError: {
        __proto__: null,
        ERR_AMBIGUOUS_ARGUMENT: 'The "%1" argument is ambiguous. %2',
        ERR_ARG_NOT_ITERABLE: '%1 must be iterable',
        ERR_ASYNC_CALLBACK: '%1 must be a function',
        ERR_ASYNC_TYPE: 'Invalid name for async "type": %1',
        ERR_CONSOLE_WRITABLE_STREAM: 'Console expects a writable stream instance for %1',
        ERR_CONSTRUCT_CALL_REQUIRED: 'Class constructor %1 cannot be invoked without `new`',
        ERR_CRYPTO_ECDH_INVALID_FORMAT: 'Invalid ECDH format: %1',
        ERR_CRYPTO_INVALID_DIGEST: 'Invalid digest: %1',
        ERR_CRYPTO_INVALID_JWK: 'Invalid JWK data',
        ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE: 'Invalid key object type %1, expected %2.',
        ERR_CRYPTO_INVALID_MAC: 'Invalid MAC: %1',
        ERR_ENCODING_INVALID_ENCODED_DATA: 'The encoded data was not valid for encoding %1',
        ERR_FEATURE_UNAVAILABLE_ON_PLATFORM:
            'The feature %1 is unavailable on the current platform, which is being used ' +
            'to run Node.js',
        ERR_HTTP2_ALTSVC_INVALID_ORIGIN: 'HTTP/2 ALTSVC frames require a valid origin',
        ERR_HTTP2_ALTSVC_LENGTH: 'HTTP/2 ALTSVC frames are limited to 16382 bytes',
        ERR_HTTP2_HEADER_SINGLE_VALUE: 'Header field "%1" must only have a single value',
        ERR_HTTP2_INVALID_CONNECTION_HEADERS:
            'HTTP/1 Connection specific headers are forbidden: "%1"',
        ERR_HTTP2_INVALID_HEADER_VALUE: 'Invalid value "%1" for header "%2"',
        ERR_HTTP2_INVALID_ORIGIN: 'HTTP/2 ORIGIN frames require a valid origin',
        ERR_HTTP2_INVALID_PSEUDOHEADER: '"%1" is an invalid pseudoheader or is used incorrectly',
        ERR_HTTP2_ORIGIN_LENGTH: 'HTTP/2 ORIGIN frames are limited to 16382 bytes',
        ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED: 'Cannot set HTTP/2 pseudo-headers',
        ERR_HTTP_INVALID_HEADER_VALUE: 'Invalid value "%1" for header "%2"',
        ERR_ILLEGAL_CONSTRUCTOR: 'Illegal constructor',
        ERR_IMPORT_ATTRIBUTE_MISSING: 'Module "%1" needs an import attribute of "%2: %3"',
        ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: 'Module "%1" is not of type "%2"',
        ERR_INCOMPATIBLE_OPTION_PAIR: 'Option "%1" cannot be used in combination with option "%2"',
        ERR_INVALID_CURSOR_POS: 'Cannot set cursor row without setting its column',
        ERR_INVALID_FD_TYPE: 'Unsupported fd type: %1',
        ERR_INVALID_FILE_URL_HOST: 'File URL host must be "localhost" or empty on %1',
        ERR_INVALID_FILE_URL_PATH: 'File URL path %1',
        ERR_INVALID_HANDLE_TYPE: 'This handle type cannot be sent',
        ERR_INVALID_HTTP_TOKEN: '%1 must be a valid HTTP token ["%2"]',
        ERR_INVALID_IP_ADDRESS: 'Invalid IP address: %1',
        ERR_INVALID_PROTOCOL: 'Protocol "%1" not supported. Expected "%2"',
        ERR_INVALID_REPL_EVAL_CONFIG: 'Cannot specify both "breakEvalOnSigint" and "eval" for REPL',
        ERR_INVALID_REPL_INPUT: '%1',
        ERR_INVALID_SYNC_FORK_INPUT:
            'Asynchronous forks do not support Buffer, TypedArray, DataView or string input: %1',
        ERR_INVALID_THIS: 'Value of "this" must be of type %1',
        ERR_INVALID_TUPLE: '%1 must be an iterable %2 tuple',
        ERR_MISSING_OPTION: '%1 is required',
        ERR_MODULE_LINK_MISMATCH: '%1',
        ERR_NAPI_CONS_FUNCTION: 'Constructor must be a function',
        ERR_NO_ICU: '%1 is not supported on Node.js compiled without ICU',
        ERR_PARSE_ARGS_INVALID_OPTION_VALUE: '%1',
        ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL:
            'Unexpected argument \'%1\'. This command does not take positional arguments',
        ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: '%1',
        ERR_SOCKET_BAD_BUFFER_SIZE: 'Buffer size must be a positive integer',
        ERR_SOCKET_BAD_TYPE: 'Bad socket type specified. Valid types are: udp4, udp6',
        ERR_STREAM_ITER_MISSING_FLAG:
            'The stream/iter API requires the --experimental-stream-iter flag',
        ERR_STREAM_NULL_VALUES: 'May not write null values to stream',
        ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS:
            'The ALPNCallback and ALPNProtocols TLS options are mutually exclusive',
        ERR_TLS_INVALID_CONTEXT: '%1 must be a SecureContext',
        ERR_TLS_INVALID_PROTOCOL_VERSION: '"%1" is not a valid %2 TLS protocol version',
        ERR_TLS_PROTOCOL_VERSION_CONFLICT:
            'TLS protocol version "%1" conflicts with secureProtocol "%2"',
        ERR_TRACE_EVENTS_CATEGORY_REQUIRED: 'At least one category is required',
        ERR_TRAILING_JUNK_AFTER_STREAM_END:
            'Trailing junk found after the end of the compressed stream',
        ERR_UNESCAPED_CHARACTERS: '%1 contains unescaped characters',
        ERR_UNKNOWN_ENCODING: 'Unknown encoding: %1',
        ERR_UNKNOWN_FILE_EXTENSION: 'Unknown file extension "%1" for %2',
        ERR_UNKNOWN_SIGNAL: 'Unknown signal: %1',
        ERR_UNSUPPORTED_RESOLVE_REQUEST:
            'Failed to resolve module specifier "%1" from "%2": Invalid relative URL or ' +
            'base scheme is not hierarchical.',
        ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING: 'A dynamic import callback was not specified.',
        ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG:
            'A dynamic import callback was invoked without --experimental-vm-modules',
        ERR_WEBASSEMBLY_RESPONSE: 'WebAssembly response %1',
        ERR_WORKER_PATH:
            'The worker script or module filename must be an absolute path or a relative ' +
            'path starting with \'./\' or \'../\'. Received "%1"',
        ERR_WORKER_UNSUPPORTED_OPERATION: '%1 is not supported in workers',
        ERR_ZIP_NOT_WRITABLE: 'this archive was not opened for writing',
    },
    RangeError: {
        __proto__: null,
        ERR_BROTLI_INVALID_PARAM: '%1 is not a valid Brotli parameter',
        ERR_BUFFER_TOO_LARGE: 'Cannot create a Buffer larger than %1 bytes',
        ERR_CHILD_PROCESS_STDIO_MAXBUFFER: '%1 maxBuffer length exceeded',
        ERR_CRYPTO_INVALID_KEYLEN: 'Invalid key length',
        ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: 'Input buffers must have the same byte length',
        ERR_ENCODING_NOT_SUPPORTED: 'The "%1" encoding is not supported',
        ERR_FS_FILE_TOO_LARGE: 'File size (%1) is greater than 2 GiB',
        ERR_HTTP2_INFO_STATUS_NOT_ALLOWED: 'Informational status codes cannot be used',
        ERR_HTTP2_INVALID_INFO_STATUS: 'Invalid informational status code: %1',
        ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH:
            'Packed settings length must be a multiple of six',
        ERR_HTTP2_PING_LENGTH: 'HTTP2 ping payload must be 8 bytes',
        ERR_HTTP2_STATUS_INVALID: 'Invalid status code: %1',
        ERR_HTTP_INVALID_STATUS_CODE: 'Invalid status code: %1',
        ERR_INVALID_ASYNC_ID: 'Invalid %1 value: %2',
        ERR_INVALID_BUFFER_SIZE: 'Buffer size must be a multiple of %1',
        ERR_INVALID_FD: '"fd" must be a positive integer: %1',
        ERR_NAPI_INVALID_DATAVIEW_ARGS:
            'byte_offset + byte_length should be less than or equal to the size in bytes ' +
            'of the array passed in',
        ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT: 'start offset of %1 should be a multiple of %2',
        ERR_NAPI_INVALID_TYPEDARRAY_LENGTH: 'Invalid typed array length',
        ERR_UNKNOWN_MODULE_FORMAT: 'Unknown module format: %1 for URL %2',
        ERR_ZIP_ARCHIVE_TOO_LARGE: 'ZIP archive structure exceeds the allowed size: %1',
        ERR_ZIP_ENTRY_TOO_LARGE: 'ZIP entry exceeds the allowed size: %1',
        ERR_ZSTD_INVALID_PARAM: '%1 is not a valid zstd parameter',
    },
    SystemError: {
        __proto__: null,
        ERR_FS_CP_DIR_TO_NON_DIR: 'Cannot overwrite non-directory with directory',
        ERR_FS_CP_EEXIST: 'Target already exists',
        ERR_FS_CP_EINVAL: 'Invalid src or dest',
        ERR_FS_CP_FIFO_PIPE: 'Cannot copy a FIFO pipe',
        ERR_FS_CP_NON_DIR_TO_DIR: 'Cannot overwrite directory with non-directory',
        ERR_FS_CP_SOCKET: 'Cannot copy a socket file',
        ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: 'Cannot overwrite symlink in subdirectory of self',
        ERR_FS_CP_UNKNOWN: 'Cannot copy an unknown file type',
        ERR_FS_EISDIR: 'Path is a directory',
        ERR_SOCKET_BUFFER_SIZE: 'Could not get or set buffer size',
        ERR_SYSTEM_ERROR: 'A system error occurred',
        ERR_TTY_INIT_FAILED: 'TTY initialization failed',
    },
    SyntaxError: {
        __proto__: null,
        ERR_INVALID_TYPESCRIPT_SYNTAX: '%1',
        ERR_PACKAGE_MAP_INVALID: 'Invalid package-map.json at "%1": %2',
        ERR_TLS_CERT_ALTNAME_FORMAT: 'Invalid subject alternative name string',
        ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: '%1',
    },
    URIError: {
        __proto__: null,
        ERR_INVALID_URI: 'URI malformed',
    },};

// --- words ----------------------------------------------------------------------------------------

/** "a", "a or b", "a, b, or c" */
function formatList(items, word = "and") {
    switch (items.length) {
        case 0: return "";
        case 1: return `${items[0]}`;
        case 2: return `${items[0]} ${word} ${items[1]}`;
        default: return `${items.slice(0, -1).join(", ")}, ${word} ${items[items.length - 1]}`;
    }
}

let inspectFn;
function inspect(value, options) {
    return (inspectFn ??= require("internal/util/inspect").inspect)(value, options);
}

/** 1234567 -> 1_234_567; a leading minus sign is kept apart. */
function addNumericalSeparator(text) {
    const start = text[0] === "-" ? 1 : 0;
    let end = text.length;
    let out = "";
    for (; end >= start + 4; end -= 3) out = `_${text.slice(end - 3, end)}${out}`;
    return text.slice(0, end) + out;
}

function quoteShort(text) {
    if (text.length > 28) text = `${text.slice(0, 25)}...`;
    if (!text.includes("'")) return `'${text}'`;
    return JSON.stringify(text);
}

/** The "Received ..." part of type errors: "type number (5)", "an instance of Foo", "function f". */
function determineSpecificType(value) {
    if (value === null) return "null";
    switch (typeof value) {
        case "undefined": return "undefined";
        case "bigint": return `type bigint (${value}n)`;
        case "number": return `type number (${value === 0 && 1 / value < 0 ? "-0" : value})`;
        case "boolean": return `type boolean (${value})`;
        case "symbol": return `type symbol (${String(value)})`;
        case "function": return `function ${value.name}`;
        case "string": return `type string (${quoteShort(value)})`;
        default:
    }
    const { constructor } = value;
    if (constructor && "name" in constructor && constructor.name) return `an instance of ${constructor.name}`;
    return inspect(value, { depth: -1 });
}

// typeof names are lower case in messages whatever the caller wrote, except "Object".
const typeNames = ["string", "function", "number", "object", "Function", "Object", "boolean", "bigint", "symbol"];
const classPattern = /^[A-Z][a-zA-Z0-9]*$/;

// "The "x" argument", "The "a.b" property", "The first argument".
function subject(name) {
    if (name.endsWith(" argument")) return `The ${name} `;
    return `The "${name}" ${name.includes(".") ? "property" : "argument"} `;
}

function sortExpected(expected) {
    const types = [], instances = [], other = [];
    for (const value of expected) {
        if (typeNames.includes(value)) types.push(value.toLowerCase());
        else if (classPattern.test(value)) instances.push(value);
        else other.push(value);
    }
    // "object" is a class name as soon as other classes are named.
    const at = instances.length > 0 ? types.indexOf("object") : -1;
    if (at !== -1) {
        types.splice(at, 1);
        instances.push("Object");
    }
    return { types, instances, other };
}

function invalidArgType(name, expected, actual) {
    const { types, instances, other } = sortExpected(Array.isArray(expected) ? expected : [expected]);
    let text = `${subject(name)}must be `;
    if (types.length > 0) {
        text += `${types.length > 1 ? "one of type" : "of type"} ${formatList(types, "or")}`;
        if (instances.length > 0 || other.length > 0) text += " or ";
    }
    if (instances.length > 0) {
        text += `an instance of ${formatList(instances, "or")}`;
        if (other.length > 0) text += " or ";
    }
    if (other.length > 1) text += `one of ${formatList(other, "or")}`;
    else if (other.length === 1) text += `${other[0].toLowerCase() !== other[0] ? "an " : ""}${other[0]}`;
    return `${text}. Received ${determineSpecificType(actual)}`;
}

function receivedNumber(input) {
    if (Number.isInteger(input) && Math.abs(input) > 2 ** 32) return addNumericalSeparator(String(input));
    if (typeof input === "bigint") {
        const text = String(input);
        const big = input > 2n ** 32n || input < -(2n ** 32n);
        return `${big ? addNumericalSeparator(text) : text}n`;
    }
    return inspect(input);
}

function outOfRange(text, range, input, replace) {
    const start = replace ? text : `The value of "${text}" is out of range.`;
    return `${start} It must be ${range}. Received ${receivedNumber(input)}`;
}

function missingArgs(args) {
    const quote = (name) => `"${name}"`;
    const names = args.map((a) => (Array.isArray(a) ? a.map(quote).join(" or ") : quote(a)));
    return `The ${formatList(names)} argument${args.length > 1 ? "s" : ""} must be specified`;
}

function packageTarget(path, key, target, isImport = false, base = undefined) {
    const relative = typeof target === "string" && !isImport && target.length > 0 && !target.startsWith("./");
    const from = `${base ? ` imported from ${base}` : ""}${relative ? '; targets must start with "./"' : ""}`;
    if (key === ".") {
        return `Invalid "exports" main target ${JSON.stringify(target)} defined in the package config ` +
            `${path}package.json${from}`;
    }
    return `Invalid "${isImport ? "imports" : "exports"}" target ${JSON.stringify(target)} defined for ` +
        `'${key}' in the package config ${path}package.json${from}`;
}

function requireEsm(filename, hasSyntax, parent = null, packageJson = null) {
    let text = `require() of ES Module ${filename}${parent ? ` from ${parent}` : ""} not supported.`;
    if (!packageJson) return text;
    const base = (path) => path.slice(path.lastIndexOf("/") + 1);
    const short = parent && base(filename) === base(parent) ? filename : base(filename);
    if (hasSyntax) {
        return `${text}\nInstead change the require of ${short} in ${parent} to a dynamic import() which is ` +
            "available in all CommonJS modules.";
    }
    return `${text}\n${short} is treated as an ES module file as it is a .js file whose nearest parent ` +
        'package.json contains "type": "module" which declares all .js files in that package scope as ES ' +
        `modules.\nInstead either rename ${short} to end in .cjs, change the requiring code to use dynamic ` +
        'import() which is available in all CommonJS modules, or change "type": "module" to "type": ' +
        `"commonjs" in ${packageJson} to treat all .js files as CommonJS (using .mjs for all ES modules ` +
        "instead).\n";
}

// Each entry: [class, function (error, ...args) -> message]; the function may add own properties.
const formatters = {
    __proto__: null,
    ERR_ASSERTION: ["Error", (e, text) => `${text}`],
    ERR_BUFFER_OUT_OF_BOUNDS: ["RangeError", (e, name) =>
        name ? `"${name}" is outside of buffer bounds` : "Attempt to access memory outside buffer bounds"],
    ERR_FALSY_VALUE_REJECTION: ["Error", (e, reason) => {
        e.reason = reason;
        return "Promise was rejected with falsy value";
    }],
    ERR_FS_WATCH_QUEUE_OVERFLOW: ["Error", (e, max) => `fs.watch() queued more than ${max} events`],
    ERR_HTTP2_INVALID_SETTING_VALUE: ["TypeError", (e, name, actual, min, max) => {
        e.actual = actual;
        if (min !== undefined) {
            e.min = min;
            e.max = max;
        }
        return `Invalid value for setting "${name}": ${actual}`;
    }],
    ERR_HTTP2_STREAM_CANCEL: ["Error", (e, cause) => {
        if (cause) e.cause = cause;
        const why = typeof cause?.message === "string" ? ` (caused by: ${cause.message})` : "";
        return `The pending stream has been canceled${why}`;
    }],
    ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: ["TypeError", (e, key, value, url) =>
        `Import attribute "${key}" with value "${value}" is not supported${url ? ` in ${url}` : ""}`],
    ERR_INSPECTOR_COMMAND: ["Error", (e, code, text) => `Inspector error ${code}: ${text}`],
    ERR_INTERNAL_ASSERTION: ["Error", (e, text) => {
        const tail = "This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n" +
            "Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n";
        return text === undefined ? tail : `${text}\n${tail}`;
    }],
    ERR_INVALID_ADDRESS_FAMILY: ["RangeError", (e, family, host, port) => {
        e.host = host;
        e.port = port;
        return `Invalid address family: ${family} ${host}:${port}`;
    }],
    ERR_INVALID_ARG_TYPE: ["TypeError", (e, name, expected, actual) => invalidArgType(name, expected, actual)],
    ERR_INVALID_ARG_VALUE: ["TypeError", (e, name, value, reason = "is invalid") => {
        let shown = inspect(value);
        if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
        return `The ${name.includes(".") ? "property" : "argument"} '${name}' ${reason}. Received ${shown}`;
    }],
    ERR_INVALID_CHAR: ["TypeError", (e, name, field) =>
        `Invalid character in ${name}${field !== undefined ? ` ["${field}"]` : ""}`],
    ERR_INVALID_MIME_SYNTAX: ["TypeError", (e, production, text, index) =>
        `The MIME syntax for a ${production} in "${text}" is invalid${index === undefined ? "" : ` at ${index}`}`],
    ERR_INVALID_MODULE_SPECIFIER: ["TypeError", (e, request, reason, base) =>
        `Invalid module "${request}" ${reason}${base ? ` imported from ${base}` : ""}`],
    ERR_INVALID_PACKAGE_CONFIG: ["Error", (e, path, base, text) =>
        `Invalid package config ${path}${base ? ` while importing ${base}` : ""}${text ? `. ${text}` : ""}`],
    ERR_INVALID_PACKAGE_TARGET: ["Error", (e, ...args) => packageTarget(...args)],
    ERR_INVALID_RETURN_PROPERTY: ["TypeError", (e, input, name, prop, value) =>
        `Expected a valid ${input} to be returned for the "${prop}" from the "${name}" hook but got ` +
        `${determineSpecificType(value)}.`],
    ERR_INVALID_RETURN_PROPERTY_VALUE: ["TypeError", (e, input, name, prop, value) =>
        `Expected ${input} to be returned for the "${prop}" from the "${name}" hook but got ` +
        `${determineSpecificType(value)}.`],
    ERR_INVALID_RETURN_VALUE: ["TypeError", (e, input, name, value) =>
        `Expected ${input} to be returned from the "${name}" function but got ${determineSpecificType(value)}.`],
    ERR_INVALID_URL: ["TypeError", (e, input, base) => {
        e.input = input;
        if (base != null) e.base = base;
        return "Invalid URL";
    }],
    ERR_INVALID_URL_SCHEME: ["TypeError", (e, expected) => {
        const list = Array.isArray(expected) ? expected : [expected];
        return `The URL must be ${list.length > 1 ? "one of scheme" : "of scheme"} ${formatList(list, "or")}`;
    }],
    ERR_MISSING_ARGS: ["TypeError", (e, ...args) => missingArgs(args)],
    ERR_MODULE_NOT_FOUND: ["Error", (e, path, base, exactUrl) => {
        if (exactUrl) e.url = `${exactUrl}`;
        return `Cannot find ${exactUrl ? "module" : "package"} '${path}' imported from ${base}`;
    }],
    ERR_OUT_OF_RANGE: ["RangeError", (e, ...args) => outOfRange(...args)],
    ERR_PACKAGE_IMPORT_NOT_DEFINED: ["TypeError", (e, specifier, path, base) =>
        `Package import specifier "${specifier}" is not defined` +
        `${path ? ` in package ${path}package.json` : ""}${base ? ` imported from ${base}` : ""}`],
    ERR_PACKAGE_MAP_EXTERNAL_FILE: ["Error", (e, specifier, parent, map) =>
        `Cannot resolve "${specifier}" from "${parent}": file is not within any package defined in ${map}`],
    ERR_PACKAGE_PATH_NOT_EXPORTED: ["Error", (e, path, subpath, base) => {
        const from = base ? ` imported from ${base}` : "";
        if (subpath === ".") return `No "exports" main defined in ${path}package.json${from}`;
        return `Package subpath '${subpath}' is not defined by "exports" in ${path}package.json${from}`;
    }],
    ERR_PARSE_ARGS_UNKNOWN_OPTION: ["TypeError", (e, option, positionals) => {
        const hint = positionals
            ? ". To specify a positional argument starting with a '-', place it at the end of the command " +
              `after '--', as in '-- ${JSON.stringify(option)}`
            : "";
        return `Unknown option '${option}'${hint}`;
    }],
    ERR_PERFORMANCE_INVALID_TIMESTAMP: ["TypeError", (e, value) => `${value} is not a valid timestamp`],
    ERR_QUIC_ENDPOINT_CLOSED: ["Error", (e, text, code) => `QUIC endpoint closed: ${text} (${code})`],
    ERR_REQUIRE_ASYNC_MODULE: ["Error", (e, filename, parent, stack) => {
        let text = "require() cannot be used on an ESM graph with top-level await. Use import() instead. To " +
            "see where the top-level await comes from, use --experimental-print-required-tla.";
        if (filename) text += `\nRequired module: ${filename}`;
        if (parent) text += `\nRequire stack:\n- ${[parent.filename, ...(stack ?? [])].join("\n- ")}`;
        return text;
    }],
    ERR_REQUIRE_ESM: ["Error", (e, ...args) => requireEsm(...args)],
    ERR_REQUIRE_ESM_RACE_CONDITION: ["Error", (e, filename, parent) =>
        `Cannot require() ES Module ${filename} because it is not yet fully loaded.\nThis may be caused by a ` +
        "race condition if the module is simultaneously dynamically import()-ed via Promise.all().\nTry " +
        `await-ing the import() sequentially in a loop instead.\n${parent ? ` (From ${parent} in non-loader-hook thread)` : ""}`],
    ERR_SOCKET_BAD_PORT: ["RangeError", (e, name, port, allowZero = true) =>
        `${name} should be ${allowZero ? ">=" : ">"} 0 and < 65536. Received ${determineSpecificType(port)}.`],
    ERR_SRI_PARSE: ["SyntaxError", (e, integrity, char, position) =>
        `Subresource Integrity string "${integrity}" had an unexpected "${char}" at position ${position}`],
    ERR_TEST_FAILURE: ["Error", (e, error, failureType) => {
        e.failureType = failureType;
        e.cause = error;
        const text = error?.message ?? error;
        return typeof text === "string" ? text : inspect(text);
    }],
    ERR_TLS_ALPN_CALLBACK_INVALID_RESULT: ["TypeError", (e, value, protocols) =>
        `ALPN callback returned a value (${value}) that did not match any of the client's offered protocols ` +
        `(${protocols.join(", ")})`],
    ERR_TLS_CERT_ALTNAME_INVALID: ["Error", (e, reason, host, cert) => {
        e.reason = reason;
        e.host = host;
        e.cert = cert;
        return `Hostname/IP does not match certificate's altnames: ${reason}`;
    }],
    ERR_UNHANDLED_ERROR: ["Error", (e, err) =>
        err === undefined ? "Unhandled error." : `Unhandled error. (${err})`],
    ERR_UNSUPPORTED_DIR_IMPORT: ["Error", (e, path, base, exactUrl) => {
        if (exactUrl) e.url = exactUrl;
        return `Directory import '${path}' is not supported resolving ES modules imported from ${base}`;
    }],
    ERR_UNSUPPORTED_ESM_URL_SCHEME: ["Error", (e, url, supported) =>
        `Only URLs with a scheme in: ${formatList(supported)} are supported by the default ESM loader. ` +
        `Received protocol '${url.protocol}'`],
    ERR_VM_MODULE_LINK_FAILURE: ["Error", (e, text, cause) => {
        e.cause = cause;
        return text;
    }],
    ERR_WORKER_INVALID_EXEC_ARGV: ["Error", (e, errors, text = "invalid execArgv flags") =>
        `Initiated Worker with ${text}: ${errors.join(", ")}`],
};

// --- look-up --------------------------------------------------------------------------------------

const tableBases = ["Error", "TypeError", "RangeError", "SyntaxError", "URIError", "SystemError"];

function baseOf(key) {
    const entry = formatters[key];
    if (entry !== undefined) return entry[0];
    return tableBases.find((name) => table[name]?.[key] !== undefined);
}

// As util.format's %s.
function argumentText(value) {
    if (typeof value !== "object" && typeof value !== "symbol" && typeof value !== "bigint") return `${value}`;
    return require("internal/util/format").format("%s", value);
}

/** The message of `key`; `error` receives the own properties some codes add. */
function format(key, args, error) {
    const entry = formatters[key];
    if (entry !== undefined) return entry[1](error, ...args);
    const text = table[baseOf(key)][key];
    if (!text.includes("%")) return text;
    return text.replace(/%([1-4])/g, (match, digit) => argumentText(args[digit - 1]));
}

module.exports = {
    addNumericalSeparator, baseOf, determineSpecificType, format, formatList,
    systemPrefix: (key) => table.SystemError[key],
    allCodes: () => [...tableBases.flatMap((name) => Object.keys(table[name] ?? {})), ...Object.keys(formatters)],
};
