import { agentFileTampering } from './agent-file-tampering.ts'
import type { Behaviour } from './behaviour.ts'
import { browserDataTheft } from './browser-data-theft.ts'
import { bytecodeOnly } from './bytecode-only.ts'
import { cameraOrMicrophone } from './camera-or-microphone.ts'
import { clipboardHijack } from './clipboard-hijack.ts'
import { clipboardToNetwork } from './clipboard-to-network.ts'
import { contactsBareAddress } from './contacts-bare-address.ts'
import { contactsThrowawayHost } from './contacts-throwaway-host.ts'
import { credentialPrompt } from './credential-prompt.ts'
import { dependencyOnly } from './dependency-only.ts'
import { destroysFiles } from './destroys-files.ts'
import { disablesSecurity } from './disables-security.ts'
import { dnsExfiltration } from './dns-exfiltration.ts'
import { environmentToNetwork } from './environment-to-network.ts'
import { execOfDecoded } from './exec-of-decoded.ts'
import { execOfDownload } from './exec-of-download.ts'
import { fileSweepToNetwork } from './file-sweep-to-network.ts'
import { hostBeacon } from './host-beacon.ts'
import { injectsIntoApp } from './injects-into-app.ts'
import { keylogger } from './keylogger.ts'
import { locatesUser } from './locates-user.ts'
import { messengerExfiltration } from './messenger-exfiltration.ts'
import { messengerTheft } from './messenger-theft.ts'
import { miner } from './miner.ts'
import { nativeOnlyEntry } from './native-only-entry.ts'
import { oastBeacon } from './oast-beacon.ts'
import { packageShadowing } from './package-shadowing.ts'
import { persistenceAutostart } from './persistence-autostart.ts'
import { persistenceSchedule } from './persistence-schedule.ts'
import { placeholder } from './placeholder.ts'
import { raisesPrivilege } from './raises-privilege.ts'
import { ransomware } from './ransomware.ts'
import { remoteCommandLoop } from './remote-command-loop.ts'
import { runsShippedBinary } from './runs-shipped-binary.ts'
import { screenCaptureToNetwork } from './screen-capture-to-network.ts'
import { secretToNetwork } from './secret-to-network.ts'
import { selfPropagation } from './self-propagation.ts'
import { shellRcWrite } from './shell-rc-write.ts'
import { walletTheft } from './wallet-theft.ts'
import { webhookExfiltration } from './webhook-exfiltration.ts'
import { writesStartFile } from './writes-start-file.ts'

/** Every behaviour of code, alphabetical by id. Order never carries meaning. */
export const behaviours: readonly Behaviour[] = [
  agentFileTampering,
  browserDataTheft,
  bytecodeOnly,
  cameraOrMicrophone,
  clipboardHijack,
  clipboardToNetwork,
  contactsBareAddress,
  contactsThrowawayHost,
  credentialPrompt,
  dependencyOnly,
  destroysFiles,
  disablesSecurity,
  dnsExfiltration,
  environmentToNetwork,
  execOfDecoded,
  execOfDownload,
  fileSweepToNetwork,
  hostBeacon,
  injectsIntoApp,
  keylogger,
  locatesUser,
  messengerExfiltration,
  messengerTheft,
  miner,
  nativeOnlyEntry,
  oastBeacon,
  packageShadowing,
  persistenceAutostart,
  persistenceSchedule,
  placeholder,
  raisesPrivilege,
  ransomware,
  remoteCommandLoop,
  runsShippedBinary,
  screenCaptureToNetwork,
  secretToNetwork,
  selfPropagation,
  shellRcWrite,
  walletTheft,
  webhookExfiltration,
  writesStartFile,
]
