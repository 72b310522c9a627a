import { agentFileTampering } from './agent-file-tampering.ts'
import { antiAnalysis } from './anti-analysis.ts'
import { argumentsToFixedHost } from './arguments-to-fixed-host.ts'
import type { Behaviour } from './behaviour.ts'
import { browserDataTheft } from './browser-data-theft.ts'
import { builtinsReflection } from './builtins-reflection.ts'
import { bytecodeDiffers } from './bytecode-differs.ts'
import { bytecodeOnly } from './bytecode-only.ts'
import { cameraOrMicrophone } from './camera-or-microphone.ts'
import { clipboardHijack } from './clipboard-hijack.ts'
import { clipboardToNetwork } from './clipboard-to-network.ts'
import { compiledOutOfPlace } from './compiled-out-of-place.ts'
import { contactsBareAddress } from './contacts-bare-address.ts'
import { contactsThrowawayHost } from './contacts-throwaway-host.ts'
import { credentialPrompt } from './credential-prompt.ts'
import { decodedCommand } from './decoded-command.ts'
import { demonstratesExecution } from './demonstrates-execution.ts'
import { dependencyOnly } from './dependency-only.ts'
import { destroysFiles } from './destroys-files.ts'
import { disablesSecurity } from './disables-security.ts'
import { dnsExfiltration } from './dns-exfiltration.ts'
import { downloadAndRun } from './download-and-run.ts'
import { dropsDecodedFile } from './drops-decoded-file.ts'
import { dynamicImportHidden } from './dynamic-import-hidden.ts'
import { environmentToNetwork } from './environment-to-network.ts'
import { execOfBuiltText } from './exec-of-built-text.ts'
import { execOfDecoded } from './exec-of-decoded.ts'
import { execOfDownload } from './exec-of-download.ts'
import { execOfFile } from './exec-of-file.ts'
import { fetchOfCodeHost } from './fetch-of-code-host.ts'
import { fetchesByCommand } from './fetches-by-command.ts'
import { fileSweepToNetwork } from './file-sweep-to-network.ts'
import { hiddenByWhitespace } from './hidden-by-whitespace.ts'
import { hiddenPowershell } from './hidden-powershell.ts'
import { hostBeacon } from './host-beacon.ts'
import { importHook } from './import-hook.ts'
import { importNetwork } from './import-network.ts'
import { informationStealer } from './information-stealer.ts'
import { injectsIntoApp } from './injects-into-app.ts'
import { installExecutesCode } from './install-executes-code.ts'
import { installHookSpawns } from './install-hook-spawns.ts'
import { installNetwork } from './install-network.ts'
import { installWritesOutside } from './install-writes-outside.ts'
import { inventoriesMachine } from './inventories-machine.ts'
import { keylogger } from './keylogger.ts'
import { loadsModelUnasked } from './loads-model-unasked.ts'
import { locatesUser } from './locates-user.ts'
import { messengerExfiltration } from './messenger-exfiltration.ts'
import { messengerTheft } from './messenger-theft.ts'
import { miner } from './miner.ts'
import { nativeFromNetwork } from './native-from-network.ts'
import { nativeOnlyEntry } from './native-only-entry.ts'
import { oastBeacon } from './oast-beacon.ts'
import { obfuscatedSource } from './obfuscated-source.ts'
import { opaqueBlob } from './opaque-blob.ts'
import { opensWebPage } from './opens-web-page.ts'
import { packageInstallFromCode } from './package-install-from-code.ts'
import { packageShadowing } from './package-shadowing.ts'
import { persistenceAutostart } from './persistence-autostart.ts'
import { persistenceSchedule } from './persistence-schedule.ts'
import { placeholder } from './placeholder.ts'
import { powershellLaunches } from './powershell-launches.ts'
import { processInjection } from './process-injection.ts'
import { raisesPrivilege } from './raises-privilege.ts'
import { ransomware } from './ransomware.ts'
import { remoteCommandLoop } from './remote-command-loop.ts'
import { reverseShell } from './reverse-shell.ts'
import { runsShippedBinary } from './runs-shipped-binary.ts'
import { screenCaptureToNetwork } from './screen-capture-to-network.ts'
import { secretToNetwork } from './secret-to-network.ts'
import { selfPropagation } from './self-propagation.ts'
import { shellRcWrite } from './shell-rc-write.ts'
import { spawnAtImport } from './spawn-at-import.ts'
import { startFileExecutes } from './start-file-executes.ts'
import { unaskedContact } from './unasked-contact.ts'
import { walletTheft } from './wallet-theft.ts'
import { webhookExfiltration } from './webhook-exfiltration.ts'
import { writeAndRun } from './write-and-run.ts'
import { writesStartFile } from './writes-start-file.ts'

/** Every behaviour, alphabetical by id. Order never carries meaning. */
export const behaviours: readonly Behaviour[] = [
  agentFileTampering,
  antiAnalysis,
  argumentsToFixedHost,
  browserDataTheft,
  builtinsReflection,
  bytecodeDiffers,
  bytecodeOnly,
  cameraOrMicrophone,
  clipboardHijack,
  clipboardToNetwork,
  compiledOutOfPlace,
  contactsBareAddress,
  contactsThrowawayHost,
  credentialPrompt,
  decodedCommand,
  demonstratesExecution,
  dependencyOnly,
  destroysFiles,
  disablesSecurity,
  dnsExfiltration,
  downloadAndRun,
  dropsDecodedFile,
  dynamicImportHidden,
  environmentToNetwork,
  execOfBuiltText,
  execOfDecoded,
  execOfDownload,
  execOfFile,
  fetchOfCodeHost,
  fetchesByCommand,
  fileSweepToNetwork,
  hiddenByWhitespace,
  hiddenPowershell,
  hostBeacon,
  importHook,
  importNetwork,
  informationStealer,
  injectsIntoApp,
  installExecutesCode,
  installHookSpawns,
  installNetwork,
  installWritesOutside,
  inventoriesMachine,
  keylogger,
  loadsModelUnasked,
  locatesUser,
  messengerExfiltration,
  messengerTheft,
  miner,
  nativeFromNetwork,
  nativeOnlyEntry,
  oastBeacon,
  obfuscatedSource,
  opaqueBlob,
  opensWebPage,
  packageInstallFromCode,
  packageShadowing,
  persistenceAutostart,
  persistenceSchedule,
  placeholder,
  powershellLaunches,
  processInjection,
  raisesPrivilege,
  ransomware,
  remoteCommandLoop,
  reverseShell,
  runsShippedBinary,
  screenCaptureToNetwork,
  secretToNetwork,
  selfPropagation,
  shellRcWrite,
  spawnAtImport,
  startFileExecutes,
  unaskedContact,
  walletTheft,
  webhookExfiltration,
  writeAndRun,
  writesStartFile,
]
