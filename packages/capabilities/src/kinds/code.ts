import type { ActionKind } from '../action.ts'

/** Functions that run code, make it from data, or change how later code runs; by kind. */
export const codeKinds: readonly (readonly [ActionKind, string])[] = [
  [
    'run-code',
    `builtins.exec builtins.eval builtins.execfile runpy.run_path runpy.run_module runpy.run_code runpy._run_code
    code.InteractiveInterpreter().runcode code.InteractiveInterpreter().runsource code.InteractiveConsole().push code.interact
    timeit.timeit timeit.repeat cProfile.run profile.run trace.Trace().run bdb.Bdb().run pdb.run asyncio.run_code
    js2py.eval_js pytransform.pyarmor_runtime`,
  ],
  [
    'import-dynamic',
    `builtins.__import__ importlib.import_module importlib.__import__ imp.load_source imp.load_module imp.load_dynamic
    imp.load_compiled importlib.util.spec_from_file_location importlib.util.module_from_spec
    importlib.util.spec_from_file_location().loader.exec_module importlib.machinery.SourceFileLoader
    importlib.machinery.SourceFileLoader().load_module importlib.machinery.SourceFileLoader().exec_module
    importlib.machinery.SourcelessFileLoader importlib.machinery.SourcelessFileLoader().load_module
    importlib.machinery.ExtensionFileLoader importlib.machinery.ExtensionFileLoader().load_module
    zipimport.zipimporter zipimport.zipimporter().load_module pkgutil.get_loader pydoc.locate`,
  ],
  [
    'unpickle',
    `pickle.loads pickle.load cPickle.loads cPickle.load _pickle.loads _pickle.load pickle.Unpickler().load marshal.loads marshal.load
    dill.loads dill.load cloudpickle.loads cloudpickle.load joblib.load shelve.open jsonpickle.decode yaml.unsafe_load torch.load
    pandas.read_pickle`,
  ],
  [
    'hook',
    `sys.meta_path.append sys.meta_path.insert sys.path_hooks.append sys.path_hooks.insert sys.settrace sys.setprofile
    threading.settrace sys.addaudithook builtins.open.__setattr__ site.addsitedir codecs.register gc.callbacks.append`,
  ],
  [
    'run-later',
    `threading.Thread threading.Timer threading.Thread().start threading.Timer().start multiprocessing.Process
    multiprocessing.Process().start concurrent.futures.ThreadPoolExecutor().submit
    concurrent.futures.ProcessPoolExecutor().submit atexit.register signal.signal asyncio.create_task asyncio.ensure_future
    asyncio.run _thread.start_new_thread thread.start_new_thread weakref.finalize sched.scheduler().enter os.fork os.setsid
    daemon.DaemonContext schedule.every`,
  ],
  [
    'decode',
    `base64.b64decode base64.standard_b64decode base64.urlsafe_b64decode base64.b32decode base64.b16decode base64.a85decode
    base64.b85decode base64.decodebytes base64.decodestring binascii.unhexlify binascii.a2b_hex binascii.a2b_base64
    builtins.bytes.fromhex builtins.bytearray.fromhex codecs.decode codecs.getdecoder zlib.decompress zlib.decompressobj().decompress
    gzip.decompress bz2.decompress lzma.decompress zstandard.decompress brotli.decompress lz4.frame.decompress`,
  ],
  [
    'decrypt',
    `cryptography.fernet.Fernet().decrypt fernet.Fernet().decrypt Crypto.Cipher.AES.new().decrypt Cryptodome.Cipher.AES.new().decrypt
    Crypto.Cipher.AES.new().decrypt_and_verify Cryptodome.Cipher.AES.new().decrypt_and_verify Crypto.Cipher.ARC4.new().decrypt
    Crypto.Cipher.DES.new().decrypt Crypto.Cipher.DES3.new().decrypt Crypto.Cipher.PKCS1_OAEP.new().decrypt pyaes.AESModeOfOperationCBC().decrypt
    pyaes.AESModeOfOperationCTR().decrypt pyaes.AESModeOfOperationGCM().decrypt
    cryptography.hazmat.primitives.ciphers.Cipher().decryptor().update
    cryptography.hazmat.primitives.ciphers.Cipher().decryptor().finalize
    cryptography.hazmat.primitives.ciphers.aead.AESGCM().decrypt cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305().decrypt
    nacl.secret.SecretBox().decrypt rsa.decrypt win32crypt.CryptUnprotectData ctypes.windll.crypt32.CryptUnprotectData`,
  ],
  [
    'encrypt',
    `cryptography.fernet.Fernet().encrypt fernet.Fernet().encrypt Crypto.Cipher.AES.new().encrypt Cryptodome.Cipher.AES.new().encrypt
    Crypto.Cipher.AES.new().encrypt_and_digest Cryptodome.Cipher.AES.new().encrypt_and_digest Crypto.Cipher.ARC4.new().encrypt
    cryptography.hazmat.primitives.ciphers.Cipher().encryptor().update Crypto.Cipher.PKCS1_OAEP.new().encrypt
    cryptography.hazmat.primitives.ciphers.aead.AESGCM().encrypt pyaes.AESModeOfOperationCBC().encrypt
    pyAesCrypt.encryptFile pyAesCrypt.encryptStream rsa.encrypt nacl.public.SealedBox().encrypt`,
  ],
]
